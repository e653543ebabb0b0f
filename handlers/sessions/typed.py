"""What people type to the bot: a reply to a reminder, a plain message, and second thoughts about either."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from slack_bolt import App
from sqlmodel import Session

from bot.rules.cadence import local_day
from bot.rules.refusal import Refusal
from handlers import checkins
from handlers.sessions.hearing import Heard, hear, understood
from handlers.sessions.recording import Entry, change
from storage import joining, outbox, pairs, people, sessions
from storage.store import Store
from storage.tables import HeldSession, Pair

SPOKEN = (None, "file_share", "thread_broadcast")
"""The subtypes of messages in which a person says something."""
NOT_READ = ("no_duration", "not_about_a_session")
ASKED_ONCE = (*NOT_READ, "ambiguous_duration", "several_durations", "ambiguous_date", "several_dates", "no_pair")


def register(app: App) -> None:
    for subtype in SPOKEN:
        app.event({"type": "message", "subtype": subtype})(said)
    app.event({"type": "message", "subtype": "message_changed"})(edited)
    app.event("message")(passed_over)


def said(event: dict[str, Any], store: Store, now: datetime) -> None:
    """Log what was typed, or answer where it was typed what is missing."""
    if _is_for_us(event, event):
        with store.begin() as db:
            _answer(db, event, event["channel"], store, now)


def edited(event: dict[str, Any], store: Store, now: datetime) -> None:
    """Correct the session that the message logged; a message that logged none is read as if it were new."""
    message, before = event["message"], event.get("previous_message", {})
    if not _is_for_us(event, message) or message["text"] == before.get("text"):
        return
    with store.begin() as db:
        session = sessions.logged_by_message(db, event["channel"], message["ts"])
        if session is None:
            _answer(db, message, event["channel"], store, now)
        else:
            _correct(db, session, message, event["channel"], store, now)


def passed_over() -> None:
    """Deleted messages, joins and the like change nothing."""


def _is_for_us(event: dict[str, Any], message: dict[str, Any]) -> bool:
    by_a_person = message.get("user") and not message.get("bot_id") and message.get("subtype") in SPOKEN
    return event.get("channel_type") == "im" and bool(by_a_person) and bool((message.get("text") or "").strip())


def _answer(db: Session, message: dict[str, Any], channel: str, store: Store, now: datetime) -> None:
    heard, thread = _heard(message, channel), _thread(message)
    if not joining.present(db, heard.user_id) and not pairs.open_pairs(db, heard.user_id, now):
        _welcome(db, heard, now)
        return
    try:
        answer = hear(db, replace(heard, pair=_pair_of_thread(db, heard, thread, now)), now)
    except Refusal as refusal:
        _say_no(db, heard, thread, refusal, store, now)
        return
    key = answer.key or _event_key(store)
    outbox.notice(
        db, key, answer.template, channel, now, pair_id=answer.values.get("pair"), thread_ts=thread, **answer.values
    )


def _correct(
    db: Session, session: HeldSession, message: dict[str, Any], channel: str, store: Store, now: datetime
) -> None:
    heard, thread = _heard(message, channel), _thread(message)
    try:
        pair = checkins.own_pair(db, session.pair_id, heard.user_id, now)
        said = understood(db, replace(heard, day=session.held_on))
        if said is None:
            raise Refusal("sessions/stays", minutes=session.minutes, day=session.held_on.isoformat())
        entry = Entry(said.held_on, said.minutes, said.topics)
        change(db, session, pair, heard.user_id, entry, now)
    except Refusal as refusal:
        _say_no(db, heard, thread, refusal, store, now)


def _heard(message: dict[str, Any], channel: str) -> Heard:
    """The words with the moment at which they were first typed: "yesterday" does not move when it is edited."""
    typed_at = datetime.fromtimestamp(float(message["ts"]), UTC)
    return Heard(message["user"], message["text"], typed_at, channel, message["ts"])


def _thread(message: dict[str, Any]) -> str:
    return str(message.get("thread_ts") or message["ts"])


def _pair_of_thread(db: Session, heard: Heard, thread: str, now: datetime) -> Pair | None:
    """The pair that the first message of a thread is about. Refuses somebody else's thread, and an ended pair's."""
    assert heard.channel is not None
    first = outbox.said_at(db, heard.channel, thread)
    if first is not None and first.pair_id is not None:
        if first.user_id not in (None, heard.user_id):
            raise Refusal("sessions/not_your_thread")
        return checkins.own_pair(db, first.pair_id, heard.user_id, now)
    logged = sessions.logged_by_message(db, heard.channel, thread)
    return checkins.own_pair(db, logged.pair_id, heard.user_id, now) if logged else None


def _welcome(db: Session, heard: Heard, now: datetime) -> None:
    """One friendly line a day to somebody who takes no part."""
    outbox.notice(db, f"welcome:{heard.user_id}:{now.date()}", "sessions/welcome", str(heard.channel), now)


def _say_no(db: Session, heard: Heard, thread: str, refusal: Refusal, store: Store, now: datetime) -> None:
    code = refusal.name.rpartition("/")[2]
    key = _asked_once(db, heard, thread, code) if code in ASKED_ONCE else _event_key(store)
    values: dict[str, Any] = {"refusal": refusal.name, **refusal.values}
    outbox.notice(db, key, "sessions/no", str(heard.channel), now, thread_ts=thread, **values)


def _asked_once(db: Session, heard: Heard, thread: str, code: str) -> str:
    """What cannot be read is asked about once a thread, or once a local day for plain messages."""
    place = thread
    if thread == heard.ts:
        place = str(local_day(heard.typed_at, people.zone(db, heard.user_id)))
    return f"asked:{heard.channel}:{place}:{'words' if code in NOT_READ else code}"


def _event_key(store: Store) -> str:
    assert store.received is not None
    return f"heard:{store.received.key}"
