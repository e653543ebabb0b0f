"""Two people are asked before they are introduced. Programmes of earlier releases go on without: nobody was asked."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

APPROVAL = "CONSTRAINT approval_is_known CHECK (approval IN ('coordinator', 'people', 'none'))"
ANSWER_DAYS = "CONSTRAINT answer_takes_1_to_20_days CHECK (answer_days BETWEEN 1 AND 20)"
STILL_LIVE = sa.text("status NOT IN ('introduced', 'over')")
STATUSES = "status IN ('senior', 'willing', 'junior', 'agreed', 'held', 'introduced', 'over')"


def upgrade() -> None:
    op.execute(f"ALTER TABLE programme ADD COLUMN approval VARCHAR DEFAULT 'none' NOT NULL {APPROVAL}")
    op.execute(f"ALTER TABLE programme ADD COLUMN answer_days INTEGER DEFAULT 5 NOT NULL {ANSWER_DAYS}")
    op.add_column("round", sa.Column("asks_both", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("round", sa.Column("stopped_at", UTCDateTime(), nullable=True))
    op.add_column("round", sa.Column("stirred", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("round", sa.Column("looked_at", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("proposal", sa.Column("later", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "declined",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("one_id", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name="smaller_id_first"),
        sa.PrimaryKeyConstraint("workspace_id", "one_id", "other_id"),
    )
    op.create_table(
        "suggestion",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.String(), nullable=False),
        sa.Column("mentee_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("answer_by", UTCDateTime(), nullable=False),
        sa.Column("silent_id", sa.String(), nullable=True),
        sa.CheckConstraint(STATUSES, name="status_is_known"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "proposal_id", name="one_suggestion_per_proposal"),
        sqlite_autoincrement=True,
    )
    op.create_index("suggestion_round", "suggestion", ["workspace_id", "round_id", "status"])
    op.create_index("suggestion_due", "suggestion", ["workspace_id", "status", "answer_by"])
    op.create_index("suggestion_mentor", "suggestion", ["workspace_id", "mentor_id", "status"])
    op.create_index("suggestion_mentee", "suggestion", ["workspace_id", "mentee_id", "status"])
    op.create_index(
        "one_live_suggestion_per_mentee",
        "suggestion",
        ["workspace_id", "programme_id", "mentee_id"],
        unique=True,
        sqlite_where=STILL_LIVE,
        postgresql_where=STILL_LIVE,
    )
