"""Introducing two people: each in their own words and hours, then both together where the bot cannot listen."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.rules import cadence
from bot.rules.matching import Candidate, named
from bot.rules.programmes import PEERS
from storage import checkins, find_a_time, outbox, pairs, survey_calendar, unsigned, withdrawals
from storage.tables import Pair, Programme, Proposal, Round

LONGEST_WAIT = timedelta(days=2)
"""How long people wait for an hour in which all are awake."""


def introduce(
    db: Session,
    row: Round,
    programme: Programme,
    one: Proposal,
    both: tuple[Candidate, Candidate],
    surprised: Collection[str | None],
    now: datetime,
) -> None:
    """Begin a pair, and write to each of the two and to both. ``surprised`` have yet to hear that one ended."""
    mentor, mentee = both
    pair = pairs.introduce(db, programme, mentor.user, mentee.user, now, round_id=row.id)
    checkins.ask_after(db, pair, now)
    survey_calendar.ask_while_paired(db, pair, now)
    for whom, other in ((mentor, mentee), (mentee, mentor)):
        due = cadence.waking(now, whom.zone)
        if whom.user in surprised:
            withdrawals.say_end_before(db, whom.user, due)
        _tell(db, pair, programme, one, whom, other, due)
        unsigned.ask_to_sign(db, pair, whom.user, now)
        _ask_to_plan(db, pair, programme, whom.user, now)
    outbox.notice(
        db,
        _together(pair),
        "rounds/together",
        f"{mentor.user},{mentee.user}",
        all_awake(now, mentor.zone, mentee.zone),
        pair_id=pair.id,
        programme=programme.name,
        peers=pair.kind == PEERS,
        mentor=mentor.user,
        mentee=mentee.user,
        agenda_by=programme.agenda_by,
    )


def know_of_plan(db: Session, pair: Pair, *, planned: bool) -> None:
    """Have what is still to be said to both together not ask for a day that they have agreed on."""
    row = outbox.by_key(db, _together(pair))
    if row is not None and row.status == "waiting":
        row.values = row.values | {"planned": planned}
        db.add(row)


def all_awake(moment: datetime, *zones: str | None) -> datetime:
    """The first instant in the waking hours of all these zones; where they soon share none, in the latest ones."""
    found = moment
    while found <= moment + LONGEST_WAIT:
        latest = max(cadence.waking(found, zone) for zone in zones)
        if latest == found:
            return found
        found = latest
    return max(cadence.waking(moment, zone) for zone in zones)


def _together(pair: Pair) -> str:
    return f"introduced:{pair.id}"


def _ask_to_plan(db: Session, pair: Pair, programme: Programme, user_id: str, now: datetime) -> None:
    """Have somebody asked to find a time, before "did you meet?" and never on the same day."""
    due = now + min(cadence.ASK_AGAIN, cadence.CADENCES[programme.cadence] / 2)
    find_a_time.ask(db, pair, user_id, due, checkins.seat_of(db, pair, user_id).ask_at or due)


def _tell(
    db: Session, pair: Pair, programme: Programme, one: Proposal, whom: Candidate, other: Candidate, due: datetime
) -> None:
    outbox.notice(
        db,
        f"introduced:{pair.id}:{whom.user}",
        "rounds/introduced",
        whom.user,
        due,
        pair_id=pair.id,
        programme=programme.name,
        programme_id=programme.id,
        pair=pair.id,
        partner=other.user,
        peers=pair.kind == PEERS,
        as_mentor=whom.user == pair.mentor_id,
        reasons=named(one.reasons),
        purpose=other.purpose,
        agenda_by=programme.agenda_by,
    )
