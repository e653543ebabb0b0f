"""What the two of a pair hear about a promise, and when the senior is reminded of it."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.rules import cadence
from storage import outbox, pairs, people, promises, wishes
from storage.tables import Pair, Promise

WITHOUT_A_DAY, REMINDED_UNTIL, PRIORITY = timedelta(days=14), timedelta(days=7), 40


def wish_reminder(db: Session, row: Promise, pair: Pair) -> None:
    """Have the senior reminded: once a promise and day, whatever its words."""
    zone = people.zone(db, pair.mentee_id)
    morning = cadence.morning_of(row.due_on or cadence.local_day(row.made_at + WITHOUT_A_DAY, zone), zone)
    wishes.wish(
        db,
        f"{_reminder(row)}{row.due_on or ''}",
        promises.REMINDER,
        pair.mentee_id,
        morning,
        priority=PRIORITY,
        pair_id=pair.id,
        until=morning + REMINDED_UNTIL,
        **shown(row, pair, pair.mentee_id),
    )


def unwish_reminder(db: Session, row: Promise) -> None:
    wishes.unwish(db, _reminder(row))


def shown(row: Promise, pair: Pair, viewer: str) -> dict[str, Any]:
    """A promise as one of the two sees it."""
    return {
        "pair": pair.id,
        "promise": row.id,
        "what": row.what,
        "due_on": row.due_on and row.due_on.isoformat(),
        "partner": pairs.partner(pair, viewer),
        "as_senior": viewer == pair.mentee_id,
    }


def tell(db: Session, row: Promise, pair: Pair, by: str, happened: str, now: datetime) -> None:
    """Let the other one know; of a promise that was dropped no word is kept."""
    other = pairs.partner(pair, by)
    due, values = cadence.waking(now, people.zone(db, other)), shown(row, pair, other)
    if happened == "dropped":
        del values["what"]
    key, template = f"{_key(row)}:{happened}", f"promises/{happened.partition(':')[0]}"
    outbox.notice(db, key, template, other, due, pair_id=pair.id, **values)


def tell_of_change(db: Session, row: Promise, pair: Pair, now: datetime) -> None:
    """Let the mentor know; who has not heard of the promise yet hears of it as it reads now."""
    made = outbox.by_key(db, f"{_key(row)}:made")
    if made is None or made.status != "waiting":
        tell(db, row, pair, pair.mentee_id, f"changed:{now.isoformat()}", now)
    else:
        made.values = shown(row, pair, made.recipient)
        db.add(made)


def unsaid(db: Session, row: Promise) -> bool:
    """Whether the word that it was made was still to be said, and is taken back."""
    made = outbox.by_key(db, f"{_key(row)}:made")
    if made is None or made.status != "waiting":
        return False
    made.status, made.values = "withdrawn", {}
    db.add(made)
    return True


def _key(row: Promise) -> str:
    return f"promise:{row.id}"


def _reminder(row: Promise) -> str:
    return f"promise-reminder:{row.id}:"
