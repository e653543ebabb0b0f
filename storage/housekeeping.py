"""Named queries that delete what has served its time."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.tables import Delivery, Draft


def forget_deliveries(db: Session, handled_before: datetime) -> int:
    """Delete the keys of payloads that Slack repeats no more."""
    return int(db.exec(sa.delete(Delivery).where(col(Delivery.handled_at) < handled_before)).rowcount)


def forget_drafts(db: Session, touched_before: datetime) -> int:
    """Delete what was begun and never sent."""
    return int(db.exec(sa.delete(Draft).where(col(Draft.updated_at) < touched_before)).rowcount)
