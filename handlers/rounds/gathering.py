"""Introducing a circle: each in their own words and hours, then all together where the bot cannot listen."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules import cadence
from bot.rules.matching import Candidate, named
from handlers.rounds.introducing import all_awake
from handlers.rounds.standing import Standing
from storage import checkins, circles, outbox, pairs, survey_calendar, unsigned, withdrawals
from storage.tables import Pair, Programme, Proposal, Round


def gather(
    db: Session,
    row: Round,
    programme: Programme,
    these: Sequence[Proposal],
    standing: Standing,
    now: datetime,
) -> list[Proposal]:
    """Begin a circle with those of its mentees who can still be together, and write to everybody in it.

    Returns them; nobody where they are too few.
    """
    chosen = standing.together(these)
    if chosen:
        _begin(db, row, programme, chosen, standing, now)
    return chosen


def _begin(
    db: Session, row: Round, programme: Programme, chosen: Sequence[Proposal], standing: Standing, now: datetime
) -> None:
    mentor, mentees = standing.both(chosen[0])[0], [standing.both(one)[1] for one in chosen]
    learning = [one.user for one in mentees]
    made = pairs.gather(db, programme, mentor.user, learning, now, round_id=row.id)
    checkins.ask_after(db, made[0], now)
    for pair in made:
        survey_calendar.ask_while_paired(db, pair, now)
        for user_id in (pair.mentor_id, pair.mentee_id):
            unsigned.ask_to_sign(db, pair, user_id, now)
    surprised = withdrawals.about_to_hear_of_an_end(db, now)
    common: dict[str, Any] = {"programme": programme.name, "agenda_by": programme.agenda_by}
    taught = [
        {"pair": pair.id, "partner": one.user, "purpose": one.purpose, "reasons": named(proposal.reasons)}
        for pair, one, proposal in zip(made, mentees, chosen, strict=True)
    ]
    _tell(db, made[0], mentor, surprised, now, as_mentor=True, fellows=[], people=taught, **common)
    for pair, one, proposal in zip(made, mentees, chosen, strict=True):
        about = {"pair": pair.id, "partner": mentor.user, "purpose": mentor.purpose, "reasons": named(proposal.reasons)}
        others = [who for who in learning if who != one.user]
        _tell(db, pair, one, surprised, now, as_mentor=False, fellows=others, people=[about], **common)
    outbox.notice(
        db,
        circles.together_key(made[0]),
        "rounds/circle_together",
        ",".join([mentor.user, *learning]),
        all_awake(now, *(one.zone for one in (mentor, *mentees))),
        pair_id=made[0].id,
        mentor=mentor.user,
        mentees=learning,
        **common,
    )


def _tell(
    db: Session, pair: Pair, whom: Candidate, surprised: Collection[str | None], now: datetime, **values: Any
) -> None:
    due = cadence.waking(now, whom.zone)
    if whom.user in surprised:
        withdrawals.say_end_before(db, whom.user, due)
    key = f"introduced:{pair.id}:{whom.user}"
    outbox.notice(db, key, "rounds/circle_introduced", whom.user, due, pair_id=pair.id, **values)
