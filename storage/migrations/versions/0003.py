"""Surveys."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = "kind IN ('baseline', 'fit', 'pulse', 'midpoint', 'close', 'unmatched', 'exit', 'after90', 'after180')"
ROLES = "role IN ('mentor', 'mentee', 'either')"


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint(KINDS, name="kind_is_known"),
        sa.CheckConstraint(ROLES, name="role_is_known"),
        sa.CheckConstraint("status IN ('open', 'answered', 'declined')", name="status_is_known"),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "programme_id", "kind", "user_id", "about", name="one_survey_of_a_kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("survey_person", "survey", ["workspace_id", "user_id", "status"])
    op.create_index("survey_window", "survey", ["workspace_id", "programme_id", "kind", "window"])
    op.create_index("survey_pair", "survey", ["workspace_id", "pair_id", "kind"])
    op.create_table(
        "surveyanswer",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.CheckConstraint(KINDS, name="kind_is_known"),
        sa.CheckConstraint(ROLES, name="role_is_known"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("survey_answer_window", "surveyanswer", ["workspace_id", "programme_id", "kind", "window"])
    about = sa.Column("programme_id", sa.Integer(), sa.ForeignKey("programme.id"))
    op.add_column("wish", about, inline_references=True)
