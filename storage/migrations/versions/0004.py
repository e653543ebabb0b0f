"""Reports: the smallest group of a programme, and months of answers that are shown together."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KINDS = "kind IN ('baseline', 'fit', 'pulse', 'midpoint', 'close', 'unmatched', 'exit', 'after90', 'after180')"
CHECKED = "CONSTRAINT smallest_group_hides_people CHECK (smallest_group >= 5)"


def upgrade() -> None:
    op.execute(f"ALTER TABLE programme ADD COLUMN smallest_group INTEGER DEFAULT 5 NOT NULL {CHECKED}")
    op.create_table(
        "surveygroup",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("last_window", sa.String(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.CheckConstraint(KINDS, name="kind_is_known"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "programme_id", "kind", "last_window", name="one_survey_group_a_month"),
    )
