"""What somebody typed, in a message or behind the command, becomes a log, an answer or a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.rules.cadence import local_day
from bot.rules.refusal import Refusal
from bot.rules.sessions import Reading, Unclear, read
from handlers import checkins
from handlers.sessions.recording import Answer, Entry, record
from storage import circles, joining, pairs, people, plan_outcomes
from storage.checkins import seat_of
from storage.tables import Pair

WHICH = "sessions/which"
_MENTIONED = re.compile(r"<@([UW][A-Z0-9]+)[|>]")


@dataclass(frozen=True)
class Heard:
    """Words of one person, when they were typed, in which message, and the pair where the thread says it.

    ``day`` is the one that is meant where the words name none: today, unless something else is known.
    """

    user_id: str
    text: str
    typed_at: datetime
    channel: str | None = None
    ts: str | None = None
    pair: Pair | None = None
    day: date | None = None


def hear(db: Session, heard: Heard, now: datetime) -> Answer:
    """Log what was typed, or ask which pair is meant. Refuses what it cannot read, and who is in no pair."""
    meant = _meant(db, heard, now)
    said = understood(db, replace(heard, day=_day_planned(db, heard, meant)))
    if said is None:
        return _nothing_held(db, heard.user_id, meant, now)
    entry = Entry(said.held_on, said.minutes, said.topics, heard.channel, heard.ts)
    if len(meant) > 1:
        return _ask_which_pair(db, heard, meant, entry, now)
    return record(db, meant[0], heard.user_id, entry, now)


def understood(db: Session, heard: Heard) -> Reading | None:
    """The session that the words tell of, on the calendar of who wrote them; None where they say that none was held."""
    today = local_day(heard.typed_at, people.zone(db, heard.user_id))
    said = read(heard.text, today=today, meant=heard.day)
    if isinstance(said, Reading):
        return said
    if said.code == "not_held":
        return None
    raise Refusal(f"sessions/{said.code}", **_spoken(said))


def _meant(db: Session, heard: Heard, now: datetime) -> Sequence[Pair]:
    if heard.pair is not None:
        return [heard.pair]
    mine = circles.each_once(pairs.open_pairs(db, heard.user_id, now))
    if not mine:
        raise Refusal("pairs/none")
    mentioned = set(_MENTIONED.findall(heard.text))
    return [pair for pair in mine if mentioned & {*_with_whom(db, pair, heard.user_id, now)}] or mine


def _with_whom(db: Session, pair: Pair, user_id: str, now: datetime) -> list[str]:
    with_whom = circles.company(db, pair, user_id, now)
    return [with_whom] if isinstance(with_whom, str) else with_whom


def _day_planned(db: Session, heard: Heard, meant: Sequence[Pair]) -> date | None:
    """The day on which the one pair that is meant was to meet lately, if nothing of then is logged."""
    if len(meant) > 1:
        return None
    return plan_outcomes.unlogged_day(db, meant[0], people.zone(db, heard.user_id), heard.typed_at)


def _nothing_held(db: Session, user_id: str, meant: Sequence[Pair], now: datetime) -> Answer:
    """It counts as "not yet" for every pair about which a question is open."""
    asked = [pair for pair in meant if seat_of(db, pair, user_id).unanswered] or meant[:1]
    for pair in asked:
        values = checkins.hear_not_yet(db, pair, user_id, now)
    return Answer("checkins/answered", values)


def _ask_which_pair(db: Session, heard: Heard, meant: Sequence[Pair], entry: Entry, now: datetime) -> Answer:
    about = f"{heard.channel}:{heard.ts}" if heard.ts else now.isoformat()
    draft = joining.keep_draft(db, heard.user_id, WHICH, entry.kept(), now, about)
    return Answer(
        WHICH,
        {
            "draft": draft.id,
            "minutes": entry.minutes,
            "held_on": entry.held_on.isoformat(),
            "topics": entry.topics,
            "choices": [{"pair": pair.id, "partner": circles.company(db, pair, heard.user_id, now)} for pair in meant],
        },
    )


def _spoken(unclear: Unclear) -> dict[str, Any]:
    """The values of a question as a template and a row of the outbox hold them."""
    return {name: _plain(value) for name, value in unclear.values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, list) else value
