"""What stories want to ask people in their mornings; the wishes of one person and morning become one message."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Wish


def wish(
    db: Session,
    key: str,
    template: str,
    user_id: str,
    due: datetime,
    *,
    priority: int,
    pair_id: int | None = None,
    until: datetime | None = None,
    **values: Any,
) -> bool:
    """Have somebody asked in their first morning from ``due`` on, unless ``until`` comes first.

    The same key is wished once: a second call changes nothing and is False. The lowest priority stands first.
    """
    if db.exec(select(Wish.id).where(Wish.key == key)).first() is not None:
        return False
    db.add(
        Wish(
            key=key,
            template=template,
            values=values,
            user_id=user_id,
            priority=priority,
            pair_id=pair_id,
            due_at=due,
            until=until,
        )
    )
    db.flush()
    return True


def withdraw(db: Session, key: str) -> None:
    """Take a wish back that was not said yet, for good."""
    waiting = sa.update(Wish).where(col(Wish.key) == key, col(Wish.status) == "waiting")
    db.exec(waiting.values(status="withdrawn"))
