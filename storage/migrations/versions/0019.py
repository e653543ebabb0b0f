"""A goal keeps the words that both agreed on while other ones wait."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("goal", sa.Column("agreed", sa.JSON(), nullable=False, server_default="{}"))
