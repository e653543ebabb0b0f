"""Asking one of the two: what they read about the other one, until when they may answer, and one reminder.

The senior reads topics that they want, a department, common hours and formats: no name, no level, no purpose in the
junior's own words, no sensitive topic. In a small company a topic and a department may be enough to guess, and the
message says so. The junior reads who it is: it is their career that could suffer, so they decide with open eyes; the
senior has agreed to be named to that one person.
"""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.rules import cadence, consent
from bot.rules.matching import Candidate, named
from bot.rules.programmes import CIRCLES, PEERS
from storage import outbox, suggestions, wishes
from storage.suggestions import Side
from storage.tables import Programme, Proposal, Suggestion

PRIORITY = 5
"""An answer somebody waits for stands before whatever else is asked that morning."""


def ask_senior(
    db: Session, programme: Programme, one: Proposal, both: tuple[Candidate, Candidate], now: datetime
) -> Suggestion | None:
    """Begin with the senior. None where they are asked about somebody else already."""
    _mentor, mentee = both
    row = suggestions.suggest(db, programme.id or 0, one, time_to_answer(programme, mentee.zone, now))
    if row is not None:
        _ask(db, row, programme, one, both, "senior", now)
    return row


def ask_junior(
    db: Session, row: Suggestion, programme: Programme, one: Proposal, both: tuple[Candidate, Candidate], now: datetime
) -> None:
    """The senior said yes: ask the junior."""
    mentor, _mentee = both
    if suggestions.move(db, row, "junior", answer_by=time_to_answer(programme, mentor.zone, now)):
        _ask(db, row, programme, one, both, "junior", now)


def time_to_answer(programme: Programme, zone: str | None, now: datetime) -> datetime:
    """The end of the last day on which somebody may answer who is asked from now on, in their waking hours."""
    return consent.time_is_over(_last_day(programme, zone, now), zone)


def _last_day(programme: Programme, zone: str | None, now: datetime) -> date:
    return consent.last_day(cadence.waking(now, zone), zone, programme.answer_days)


def _ask(
    db: Session,
    row: Suggestion,
    programme: Programme,
    one: Proposal,
    both: tuple[Candidate, Candidate],
    side: Side,
    now: datetime,
) -> None:
    mentor, mentee = both
    whom, other = (mentee, mentor) if side == "senior" else (mentor, mentee)
    asked_at, day = cadence.waking(now, whom.zone), _last_day(programme, whom.zone, now)
    values: dict[str, Any] = {
        "suggestion": row.id,
        "programme": programme.name,
        "peers": programme.kind == PEERS,
        "circle": [programme.circle_least, programme.circle_most] if programme.kind == CIRCLES else None,
        "partner": None if side == "senior" else other.user,
        "last_day": day.isoformat(),
        **_read_about(one, other, side),
        "ahead": consent.minutes_ahead(other.zone, whom.zone, now),
    }
    key = suggestions.key(row, side)
    outbox.notice(db, key, "consent/asked", whom.user, asked_at, programme_id=programme.id, **values)
    wishes.wish(
        db,
        suggestions.reminder(row, side),
        "consent/reminder",
        whom.user,
        consent.reminder(asked_at, day, whom.zone),
        priority=PRIORITY,
        programme_id=programme.id,
        until=row.answer_by,
        **values,
    )


def _read_about(one: Proposal, other: Candidate, side: Side) -> dict[str, Any]:
    """What one of the two reads about the other; a language could give the junior away, so the senior reads none."""
    reasons = [reason for reason in named(one.reasons) if side == "junior" or reason["code"] != "languages"]
    found = {reason["code"]: reason for reason in reasons}
    return {
        "department": other.department,
        "topics": list(found.get("topics", {}).get("topics", ())),
        "hours": found.get("hours", {}).get("hours"),
        "formats": list(found.get("formats", {}).get("formats", ())),
        "reasons": reasons,
    }
