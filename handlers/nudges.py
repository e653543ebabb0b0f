"""Nudges: whatever the stories want to ask somebody in one morning is said in one message."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.rules.cadence import in_morning, local_day, morning, morning_after, morning_ends
from handlers.planning import agenda
from storage import agendas, mornings, outbox, wishes
from storage.store import Store
from storage.tables import Wish

BATCH = 100
MOST_PARTS = 6
"""Slack takes fifty blocks a message, and a check-in with three goals has seven; others wait for the next morning."""
READ_WHEN_SAID: dict[str, Callable[[Session, Wish, datetime], dict[str, Any]]] = {agendas.AGENDA: agenda.when_said}
"""Wishes that only name what they are about: what they say is read in the morning in which it is said."""


def say(store: Store, now: datetime) -> int:
    """Say what is due to whoever has their morning now. Returns to how many people."""
    with store.read() as db:
        if not mornings.any_due(db, now):
            return 0
    said, size = 0, BATCH
    while size == BATCH:
        with store.begin() as db:
            mornings.drop_late(db, now)
            due = mornings.due(db, now, BATCH)
            said += sum(_say(db, one, now) for one in due)
        size = len(due)
    return said


def _say(db: Session, due: mornings.Due, now: datetime) -> bool:
    day = local_day(now, due.zone)
    if not in_morning(now, due.zone):
        mornings.put_off(db, due.wishes, morning(now, due.zone))
        return False
    if outbox.nudged_on(db, due.user_id, day):
        mornings.put_off(db, due.wishes, morning_after(day, due.zone))
        return False
    now_said, later = due.wishes[:MOST_PARTS], due.wishes[MOST_PARTS:]
    mornings.put_off(db, later, morning_after(day, due.zone))
    template, values = _message(db, now_said, now)
    row_id = outbox.nudge(
        db,
        now_said[0].key,
        template,
        due.user_id,
        now,
        day=day,
        expires=min([morning_ends(now, due.zone), *(one.until for one in now_said if one.until)]),
        pair_id=now_said[0].pair_id if len(now_said) == 1 else None,
        **values,
    )
    assert row_id is not None
    for one in now_said:
        one.status, one.outbox_id = "said", row_id
        db.add(one)
    return True


def _message(db: Session, said: Sequence[Wish], now: datetime) -> tuple[str, dict[str, Any]]:
    parts: list[dict[str, Any]] = [{"template": one.template, "values": _values(db, one, now)} for one in said]
    return (wishes.DIGEST, {"parts": parts}) if len(parts) > 1 else (said[0].template, parts[0]["values"])


def _values(db: Session, one: Wish, now: datetime) -> dict[str, Any]:
    read = READ_WHEN_SAID.get(one.template)
    return read(db, one, now) if read else one.values
