"""What becomes of a log: a session, one that is there already, or a question where two logs differ."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.rules.refusal import Refusal
from handlers import checkins, reflections
from handlers.sessions import telling
from handlers.sessions.telling import LOGGED, Values
from storage import agreements, circles, joining, pairs, sessions, survey_calendar
from storage.checkins import ask_after_last_session
from storage.tables import Draft, HeldSession, Pair

DIFFERS, SETTLED = "sessions/differs", "sessions/settled"
TOPICS_AT_MOST = 500


@dataclass(frozen=True)
class Entry:
    """A session as one of a pair reports it, and the message that they reported it by."""

    held_on: date
    minutes: int
    topics: str
    channel: str | None = None
    ts: str | None = None

    def kept(self) -> dict[str, Any]:
        """The entry as a draft keeps it, until something is decided about it."""
        return vars(self) | {"held_on": self.held_on.isoformat(), "decided": None}


@dataclass(frozen=True)
class Answer:
    """What to say to who reported it: a template and its values; ``key`` where it is the card of a session."""

    template: str
    values: Values
    key: str | None = None


def entry_of(draft: Draft) -> Entry:
    """The entry that waits in a draft."""
    kept = {name: draft.answers[name] for name in ("minutes", "topics", "channel", "ts")}
    return Entry(held_on=date.fromisoformat(draft.answers["held_on"]), **kept)


def record(db: Session, pair: Pair, by: str, entry: Entry, now: datetime) -> Answer:
    """Log a session, once per pair and local day: another length for that day is asked about.

    Refuses a first session where the programme wants the agreement signed before.
    """
    if _must_be_signed(db, pair, by, now):
        raise Refusal("agreements/comes_first", partner=pairs.partner(pair, by))
    present = sessions.on_day(db, pair, entry.held_on)
    if present is None:
        return _log(db, pair, by, entry, now)
    if present.minutes != entry.minutes:
        return _ask_which_length(db, present, pair, by, entry, now)
    return _add(db, present, pair, by, entry, now)


def settle(db: Session, waiting: Draft, by: str, now: datetime, decision: str) -> Answer:
    """Take "keep" or "change" for an answer to which of two lengths is right; what was decided before stays so."""
    pair, entry = checkins.own_pair(db, waiting.answers["pair"], by, now), entry_of(waiting)
    present = sessions.on_day(db, pair, entry.held_on)
    if waiting.answers["decided"] is not None:
        return Answer(LOGGED, telling.shown(db, present, pair, by, now)) if present else Answer(SETTLED, {})
    sessions.decide(db, waiting, decision)
    if present is None:
        return _log(db, pair, by, entry, now)
    if decision == "keep":
        return _add(db, present, pair, by, entry, now)
    change(db, present, pair, by, replace(entry, topics=_joined(present.topics, entry.topics)), now)
    return Answer(LOGGED, telling.shown(db, present, pair, by, now))


def change(db: Session, session: HeldSession, pair: Pair, by: str, entry: Entry, now: datetime) -> bool:
    """Correct a session and tell whom it concerns. False where nothing is different; refuses a day that is taken."""
    other = sessions.on_day(db, pair, entry.held_on)
    if other is not None and other.id != session.id:
        raise Refusal("sessions/day_taken", field="held_on", day=entry.held_on.isoformat(), minutes=other.minutes)
    before = telling.shown(db, session, pair, by, now)
    if not sessions.change(db, session, entry.held_on, entry.minutes, entry.topics[:TOPICS_AT_MOST]):
        return False
    checkins.count_session(db, pair, session, now)
    telling.tell_of_change(db, session, pair, by, before, now)
    return True


def take_back(db: Session, session: HeldSession, pair: Pair, by: str, now: datetime) -> None:
    """Delete a session. Refuses one that the other logged: it can be corrected, and its author can delete it."""
    if session.logged_by != by:
        raise Refusal("sessions/not_your_log")
    reflections.take_back(db, session, pair, now)
    telling.tell_of_deletion(db, session, pair, by, now)
    sessions.delete(db, session)
    ask_after_last_session(db, pair, now)


def session_for(db: Session, session_id: int, user_id: str, now: datetime) -> tuple[HeldSession, Pair] | None:
    """A session and somebody's own pair; None where it was deleted. Refuses others, and ended pairs."""
    found = sessions.session(db, session_id)
    return (found, checkins.own_pair(db, found.pair_id, user_id, now)) if found else None


def _must_be_signed(db: Session, pair: Pair, by: str, now: datetime) -> bool:
    """Whether none of somebody's agreements in a circle is signed, where one is wanted before the first session."""
    theirs = [one for one in circles.fellows(db, pair, by, now) if by in (one.mentor_id, one.mentee_id)]
    return all(agreements.must_be_signed(db, one) for one in theirs)


def _log(db: Session, pair: Pair, by: str, entry: Entry, now: datetime) -> Answer:
    topics, source = entry.topics[:TOPICS_AT_MOST], {"channel": entry.channel, "ts": entry.ts}
    session = sessions.log(db, pair, entry.held_on, entry.minutes, topics, by=by, now=now, **source)
    checkins.count_session(db, pair, session, now)
    telling.tell_of_log(db, session, pair, now)
    reflections.ask(db, session, pair, now)
    for one in [pair] if pair.circle_id is None else circles.going_on(db, pair):
        survey_calendar.ask_about_fit(db, one, now)
    return Answer(LOGGED, telling.shown(db, session, pair, by, now), telling.card_key(session, by))


def _add(db: Session, session: HeldSession, pair: Pair, by: str, entry: Entry, now: datetime) -> Answer:
    """The same session again: its new topics are kept, and who hears of it here need not hear of it once more."""
    sessions.withdraw(db, sessions.unsent(db, session, by))
    topics = _joined(session.topics, entry.topics)
    if sessions.change(db, session, session.held_on, session.minutes, topics):
        telling.refresh_cards(db, session, pair, now)
    return Answer(LOGGED, telling.shown(db, session, pair, by, now, already=True))


def _ask_which_length(db: Session, session: HeldSession, pair: Pair, by: str, entry: Entry, now: datetime) -> Answer:
    about = f"{session.id}:{entry.minutes}"
    draft = joining.keep_draft(db, by, DIFFERS, entry.kept() | {"pair": pair.id}, now, about)
    values = telling.shown(db, session, pair, by, now) | {"draft": draft.id, "other_minutes": entry.minutes}
    return Answer(DIFFERS, values)


def _joined(topics: str, more: str) -> str:
    known = {topic.strip().casefold() for topic in topics.split(",")}
    new = [topic.strip() for topic in more.split(",") if topic.strip() and topic.strip().casefold() not in known]
    return ", ".join([*filter(None, [topics]), *new])[:TOPICS_AT_MOST]
