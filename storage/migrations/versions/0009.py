"""A programme says how much each part of compatibility counts, and whether the weakest pair comes before the total."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WEIGHTS = '{"topics": 50, "style": 12, "purpose": 10, "departments": 10, "hours": 10, "formats": 8}'


def upgrade() -> None:
    op.add_column("programme", sa.Column("fair", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("programme", sa.Column("weights", sa.JSON(), nullable=False, server_default=WEIGHTS))
    op.add_column("round", sa.Column("record", sa.JSON(), nullable=False, server_default="{}"))
