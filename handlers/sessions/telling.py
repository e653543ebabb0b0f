"""What is said about a session, and to whom: a card for who logged it, a card for the partner, word of every change."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules import cadence
from storage import outbox, pairs, people, sessions
from storage.tables import HeldSession, Outbox, Pair

Values = dict[str, Any]
LOGGED, PARTNER_LOGGED, CHANGED = "sessions/logged", "sessions/partner_logged", "sessions/changed"
SESSION = ("minutes", "held_on", "topics")


def shown(
    session: HeldSession, pair: Pair, viewer: str, *, already: bool = False, changed_by: str | None = None
) -> Values:
    """A session as one of the two sees it; ``changed_by`` is who corrected it last."""
    return {
        "session": session.id,
        "pair": pair.id,
        "minutes": session.minutes,
        "held_on": session.held_on.isoformat(),
        "topics": session.topics,
        "partner": pairs.partner(pair, viewer),
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
    """Let the partner know, who may correct it."""
    partner = pairs.partner(pair, session.logged_by)
    key, values = card_key(session, partner), shown(session, pair, partner)
    outbox.notice(db, key, PARTNER_LOGGED, partner, _waking(db, partner, now), pair_id=pair.id, **values)


def tell_of_change(db: Session, session: HeldSession, pair: Pair, by: str, before: Values, now: datetime) -> None:
    """Bring both cards up to date, and let the other one know; what they were still to hear is said anew instead."""
    partner = pairs.partner(pair, by)
    values = shown(session, pair, partner, changed_by=by)
    unsent = sessions.unsent(db, session, partner)
    for row in unsent:
        if row.template == CHANGED:
            outbox.say_instead(db, row, row.key, now, CHANGED, **(row.values | values))
    if not unsent:
        key, due = f"session:{session.id}:{session.revision}:{partner}", _waking(db, partner, now)
        values["before"] = {name: before[name] for name in SESSION}
        outbox.notice(db, key, CHANGED, partner, due, pair_id=pair.id, **values)
    refresh_cards(db, session, pair, now, changed_by=by)


def tell_of_deletion(db: Session, session: HeldSession, pair: Pair, by: str, now: datetime) -> None:
    """Let the partner know, in neutral words; one who has not heard of the session yet never will."""
    partner = pairs.partner(pair, by)
    unsent = sessions.unsent(db, session, partner)
    sessions.withdraw(db, unsent)
    if card_key(session, partner) not in [row.key for row in unsent]:
        key, due = f"session:{session.id}:gone:{partner}", _waking(db, partner, now)
        values = shown(session, pair, partner)
        outbox.notice(db, key, "sessions/taken_back", partner, due, pair_id=pair.id, **values)
    for viewer, card in _cards(db, session, pair):
        outbox.say_instead(db, card, f"{card.key}:gone", now, "sessions/gone", **shown(session, pair, viewer))


def refresh_cards(
    db: Session, session: HeldSession, pair: Pair, now: datetime, *, changed_by: str | None = None
) -> None:
    """Show a session as it stands on the cards that the two have; who has not heard of it hears of no correction."""
    for viewer, card in _cards(db, session, pair):
        values = shown(session, pair, viewer, changed_by=changed_by if card.status != "waiting" else None)
        outbox.say_instead(db, card, f"{card.key}:{session.revision}", now, card.template, **values)


def _cards(db: Session, session: HeldSession, pair: Pair) -> list[tuple[str, Outbox]]:
    both = (pair.mentor_id, pair.mentee_id)
    cards = [(viewer, outbox.by_key(db, card_key(session, viewer))) for viewer in both]
    return [(viewer, card) for viewer, card in cards if card and card.status in ("waiting", "sending", "sent")]


def _waking(db: Session, user_id: str, now: datetime) -> datetime:
    return cadence.waking(now, people.zone(db, user_id))
