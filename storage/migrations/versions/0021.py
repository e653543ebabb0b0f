"""The next best is looked for where somebody may have become free, and not after every answer."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("freed", "sought_at"):
        op.add_column("round", sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE round SET freed = stirred, sought_at = looked_at")
