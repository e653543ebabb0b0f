"""What is said about a session, and to whom: a card for who logged it, a card for the others, word of every change."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules import cadence
from storage import circles, outbox, people, sessions
from storage.tables import HeldSession, Outbox, Pair

Values = dict[str, Any]
LOGGED, PARTNER_LOGGED, CHANGED = "sessions/logged", "sessions/partner_logged", "sessions/changed"
SESSION = ("minutes", "held_on", "topics")


def shown(
    db: Session,
    session: HeldSession,
    pair: Pair,
    viewer: str,
    now: datetime,
    *,
    already: bool = False,
    changed_by: str | None = None,
) -> Values:
    """A session as one of the two, or of a circle, sees it; ``changed_by`` is who corrected it last."""
    mine = circles.own(db, pair, viewer, now)
    return {
        "session": session.id,
        "pair": mine.id,
        "minutes": session.minutes,
        "held_on": session.held_on.isoformat(),
        "topics": session.topics,
        "partner": circles.company(db, mine, viewer, now),
        "circle": pair.circle_id is not None,
        "me": viewer,
        "logged_by": session.logged_by,
        "mine": session.logged_by == viewer,
        "already": already,
        "changed_by": changed_by,
    }


def card_of(session: HeldSession, viewer: str) -> str:
    """The template that shows a session to one of the two."""
    return LOGGED if session.logged_by == viewer else PARTNER_LOGGED


def card_key(session: HeldSession, viewer: str) -> str:
    """The key of the message that shows a session to one of the two."""
    return f"session:{session.id}:card:{viewer}"


def tell_of_log(db: Session, session: HeldSession, pair: Pair, now: datetime) -> None:
    """Let the others know, who may correct it."""
    for other, own in _others(db, pair, session.logged_by):
        key, values = card_key(session, other), shown(db, session, own, other, now)
        outbox.notice(db, key, PARTNER_LOGGED, other, _waking(db, other, now), pair_id=own.id, **values)


def tell_of_change(db: Session, session: HeldSession, pair: Pair, by: str, before: Values, now: datetime) -> None:
    """Bring all cards up to date, and let the others know; what they were still to hear is said anew instead."""
    for other, own in _others(db, pair, by):
        values = shown(db, session, own, other, now, changed_by=by)
        unsent = sessions.unsent(db, session, other)
        for row in unsent:
            if row.template == CHANGED:
                outbox.say_instead(db, row, row.key, now, CHANGED, **(row.values | values))
        if not unsent:
            key, due = f"session:{session.id}:{session.revision}:{other}", _waking(db, other, now)
            values["before"] = {name: before[name] for name in SESSION}
            outbox.notice(db, key, CHANGED, other, due, pair_id=own.id, **values)
    refresh_cards(db, session, pair, now, changed_by=by)


def tell_of_deletion(db: Session, session: HeldSession, pair: Pair, by: str, now: datetime) -> None:
    """Let the others know, in neutral words; one who has not heard of the session yet never will."""
    for other, own in _others(db, pair, by):
        unsent = sessions.unsent(db, session, other)
        sessions.withdraw(db, unsent)
        if card_key(session, other) not in [row.key for row in unsent]:
            key, due = f"session:{session.id}:gone:{other}", _waking(db, other, now)
            values = shown(db, session, own, other, now)
            outbox.notice(db, key, "sessions/taken_back", other, due, pair_id=own.id, **values)
    for viewer, card in _cards(db, session, pair):
        values = shown(db, session, pair, viewer, now)
        outbox.say_instead(db, card, f"{card.key}:gone", now, "sessions/gone", **values)


def refresh_cards(
    db: Session, session: HeldSession, pair: Pair, now: datetime, *, changed_by: str | None = None
) -> None:
    """Show a session as it stands on the cards that people have; who has not heard of it hears of no correction."""
    for viewer, card in _cards(db, session, pair):
        corrected_by = changed_by if card.status != "waiting" else None
        values = shown(db, session, pair, viewer, now, changed_by=corrected_by)
        outbox.say_instead(db, card, f"{card.key}:{session.revision}", now, card.template, **values)


def _cards(db: Session, session: HeldSession, pair: Pair) -> list[tuple[str, Outbox]]:
    everybody = [who for who, _own in circles.everybody(db, pair)]
    cards = [(viewer, outbox.by_key(db, card_key(session, viewer))) for viewer in everybody]
    return [(viewer, card) for viewer, card in cards if card and card.status in ("waiting", "sending", "sent")]


def _others(db: Session, pair: Pair, by: str) -> list[tuple[str, Pair]]:
    return [(who, own) for who, own in circles.everybody(db, pair) if who != by]


def _waking(db: Session, user_id: str, now: datetime) -> datetime:
    return cadence.waking(now, people.zone(db, user_id))
