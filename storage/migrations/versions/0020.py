"""An index of what most rows do not have holds only those that have it: a log writes a quarter less to the disk."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TAKES_THE_DAY = "nudge_day IS NOT NULL AND status NOT IN ('withdrawn', 'expired', 'failed')"
KNOWN = {
    ("outbox", "outbox_sent"): ["sent_at"],
    ("outbox", "outbox_message"): ["channel", "ts"],
    ("outbox", "outbox_announcement"): ["announcement_id", "status"],
    ("session", "session_source"): ["source_channel", "source_ts"],
    ("seat", "seat_quiet"): ["quiet_since"],
}


def upgrade() -> None:
    for (table, name), columns in KNOWN.items():
        _make_anew(table, name, columns, f"{columns[0]} IS NOT NULL")
    _make_anew("outbox", "one_nudge_a_day", ["user_id", "nudge_day"], TAKES_THE_DAY, unique=True)


def _make_anew(table: str, name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.drop_index(name, table_name=table)
    only = sa.text(where)
    op.create_index(name, table, ["workspace_id", *columns], unique=unique, sqlite_where=only, postgresql_where=only)
