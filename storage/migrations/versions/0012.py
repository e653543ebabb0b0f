"""A coordinator pins, forbids and swaps pairs of a round, and can undo it until the round is decided."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PINNED = "kind = 'pinned'"
KINDS = "kind IN ('dropped', 'restored', 'pinned', 'unpinned', 'forbidden', 'lifted', 'swapped')"


def upgrade() -> None:
    op.create_table(
        "ruling",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.String(), nullable=False),
        sa.Column("mentee_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("kind IN ('pinned', 'forbidden')", name="kind_is_known"),
        sa.CheckConstraint("mentor_id <> mentee_id", name="two_people"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "programme_id", "mentor_id", "mentee_id", name="one_ruling_per_pair"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "one_pin_per_mentee",
        "ruling",
        ["workspace_id", "programme_id", "mentee_id"],
        unique=True,
        sqlite_where=sa.text(PINNED),
        postgresql_where=sa.text(PINNED),
    )
    op.create_table(
        "act",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mentor_id", sa.String(), nullable=False),
        sa.Column("mentee_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.CheckConstraint(KINDS, name="kind_is_known"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_act_round_id", "act", ["round_id"])
