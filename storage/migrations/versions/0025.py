"""A pair knows for which end its surveys are planned.

The end of one that stands may have moved since they were: each is looked through once.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOVED = sa.text("ended_at IS NULL AND surveyed_until != ends_at")


def upgrade() -> None:
    op.add_column("pair", sa.Column("surveyed_until", UTCDateTime(), nullable=True))
    op.execute("UPDATE pair SET surveyed_until = introduced_at")
    op.create_index("pair_moved", "pair", ["workspace_id", "ends_at"], sqlite_where=MOVED, postgresql_where=MOVED)
