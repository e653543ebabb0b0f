"""When a pair ends and why, programmes that close pair by pair, and who wants to be matched again."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

A_MONTH = timedelta(days=30.4375)


def upgrade() -> None:
    known = "CONSTRAINT ended_as_is_known CHECK (ended_as IN ('exit', 'completed'))"
    op.execute(f"ALTER TABLE pair ADD COLUMN ended_as VARCHAR {known}")
    op.execute("UPDATE pair SET ended_as = 'exit' WHERE ended_at IS NOT NULL")
    op.add_column("pair", sa.Column("ends_at", UTCDateTime(), nullable=False, server_default="1970-01-01 00:00:00"))
    _let_every_pair_end()
    op.create_index(
        "pair_ends",
        "pair",
        ["workspace_id", "ends_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.add_column("programme", sa.Column("evergreen", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("participant", sa.Column("next_round", sa.Boolean(), nullable=False, server_default=sa.true()))


def _let_every_pair_end() -> None:
    """After the months of its programme, counted from its introduction; pairs of one round began together."""
    moment = UTCDateTime()
    pair = sa.table("pair", sa.column("programme_id"), sa.column("introduced_at", moment), sa.column("ends_at", moment))
    programme = sa.table("programme", sa.column("id"), sa.column("length_months"))
    began = sa.select(pair.c.programme_id, pair.c.introduced_at, programme.c.length_months).distinct()
    connection = op.get_bind()
    for held_in, introduced_at, months in connection.execute(
        began.join_from(pair, programme, pair.c.programme_id == programme.c.id)
    ).all():
        together = sa.and_(pair.c.programme_id == held_in, pair.c.introduced_at == introduced_at)
        ends_at = introduced_at + timedelta(days=(months * A_MONTH).days)
        connection.execute(sa.update(pair).where(together).values(ends_at=ends_at))
