"""A programme may want as many different mentors as possible before the total."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programme", sa.Column("many_mentors", sa.Boolean(), nullable=False, server_default=sa.false()))
