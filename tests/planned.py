"""Sessions that are planned, for tests that look at what becomes of them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from answering import open_form

from bot.demo import Demo
from bot.sandbox.actors import Actor, Said
from storage import plans
from storage.prepared import every
from storage.tables import Plan

TUESDAY, WEDNESDAY, THURSDAY = (
    "Tuesday 24 November, 09:00",
    "Wednesday 25 November, 12:30",
    "Thursday 26 November, 16:30",
)
"""What is proposed to two people in Berlin on Monday, 23 November."""
ON_TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ON_WEDNESDAY = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)


def plan_of(demo: Demo, pair: int) -> Plan:
    """The newest plan of a pair."""
    with demo.store.read() as db:
        return list(every(db, Plan, pair_id=pair))[-1]


def changes(demo: Demo, pair: int) -> list[tuple[str, str]]:
    """What is written down about changes to it."""
    with demo.store.read() as db:
        return plans.changes(db, plan_of(demo, pair))


def card(person: Actor) -> Said:
    """The newest message with something to click: how the plan stands, above the file for the calendar."""
    return next(said for said in reversed(person.said) if said.buttons)


def proposes(person: Actor, **how: object) -> None:
    person.types("/mentor plan")
    person.fills(how)


def at(moment: datetime) -> dict[str, object]:
    """What the form takes for a time that is none of the three."""
    return {"times": [], "other": int(moment.timestamp())}


def choices(person: Actor) -> list[str]:
    """The times that the form which lies on top offers, in ISO, the earliest first."""
    (times,) = [block for block in open_form(person).blocks if block["block_id"] == "times"]
    return [option["value"] for option in times["element"]["options"]]


def on_the_wall(moment: str) -> str:
    """A time as the two in Berlin and Rome read it."""
    here = datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Berlin"))
    return f"{here:%A} {here.day} {here:%B, %H:%M}"


def plan(proposer: Actor, other: Actor, label: str = WEDNESDAY) -> None:
    """One proposes the three times, the other accepts one of them."""
    proposes(proposer)
    other.clicks(label)
