"""A day at work as two instants: what matching compares, and what a session must fit into."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

_ONE_DAY = timedelta(days=1)


def at_work(zone: tzinfo, hours: tuple[time, time], on: date) -> tuple[datetime, datetime]:
    """When a local day of work begins and ends, in UTC; hours that end before they begin reach into the next day."""
    begin, end = (datetime.combine(on, hour, zone).astimezone(UTC) for hour in hours)
    if hours[1] < hours[0]:
        end = datetime.combine(on + _ONE_DAY, hours[1], zone).astimezone(UTC)
    return begin, end
