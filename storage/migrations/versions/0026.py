"""A round counts how often it was begun, so that one that is never computed is given up."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("claims", sa.Integer(), nullable=False, server_default="0"))
