"""Answers that are shown together know of how many people they are."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("surveygroup", sa.Column("crowds", sa.JSON(), nullable=False, server_default="{}"))
