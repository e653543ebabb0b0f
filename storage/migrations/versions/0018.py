"""A plan knows every moment that was proposed for it, so that none is proposed again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("offered", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE plan SET offered = slots")
