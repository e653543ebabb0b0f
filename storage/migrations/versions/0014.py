"""A coordinator approves a pair of a round by itself, while the others wait."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("proposal", sa.Column("approved_by", sa.String(), nullable=True))
