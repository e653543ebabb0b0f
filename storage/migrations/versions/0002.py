"""What a pair and a coordinator do."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("quoted", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("send_at", UTCDateTime(), nullable=True),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("begun_at", UTCDateTime(), nullable=True),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("cancelled_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "audience IN ('channel', 'everyone', 'mentors', 'mentees', 'unmatched', 'quiet')", name="audience_is_known"
        ),
        sa.CheckConstraint("status <> 'confirmed' OR confirmed_by IS NOT NULL", name="confirmed_by_somebody"),
        sa.CheckConstraint("status IN ('draft', 'confirmed', 'cancelled')", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "nomination",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("nominated_by", sa.String(), nullable=True),
        sa.Column("nominated_at", UTCDateTime(), nullable=False),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "programme_id", "user_id", name="nominated_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reflection",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.CheckConstraint("question IN ('useful', 'safe', 'learned')", name="question_is_known"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reflection", schema=None) as batch_op:
        batch_op.create_index("reflection_programme", ["workspace_id", "programme_id", "question"], unique=False)

    op.create_table(
        "agreement",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=True),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("mentor_signed_at", UTCDateTime(), nullable=True),
        sa.Column("mentee_signed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["pair.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "pair_id", "version", name="one_agreement_per_version"),
    )
    op.create_table(
        "goal",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("reached_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("(status = 'reached') = (reached_at IS NOT NULL)", name="reached_has_a_moment"),
        sa.CheckConstraint("status IN ('proposed', 'agreed', 'reached', 'dropped')", name="status_is_known"),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_a_share"),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["pair.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index("goal_pair", ["workspace_id", "pair_id", "status"], unique=False)

    op.create_table(
        "plan",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("starts_at", UTCDateTime(), nullable=True),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.CheckConstraint("status <> 'accepted' OR starts_at IS NOT NULL", name="accepted_has_a_moment"),
        sa.CheckConstraint("status IN ('proposed', 'accepted', 'cancelled', 'held', 'missed')", name="status_is_known"),
        sa.CheckConstraint("minutes BETWEEN 15 AND 480", name="minutes_fit_a_plan"),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["pair.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index("plan_pair", ["workspace_id", "pair_id", "starts_at"], unique=False)
        batch_op.create_index("plan_starts", ["workspace_id", "status", "starts_at"], unique=False)

    op.create_table(
        "lookedback",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.CheckConstraint("question IN ('useful', 'safe', 'learned')", name="question_is_known"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("workspace_id", "session_id", "user_id", "question"),
    )
    op.create_table(
        "drift",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("by_both", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "pair_id"),
    )
    op.create_table(
        "planchange",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.CheckConstraint("what IN ('moved', 'cancelled')", name="what_is_known"),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["plan.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("planchange", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planchange_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "promise",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_by_somebody"),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["pair.id"],
        ),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index("promise_pair", ["workspace_id", "pair_id", "done_at"], unique=False)

    op.create_table(
        "wish",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'said', 'withdrawn')", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["outbox.id"],
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["pair.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "key", name="one_wish_per_key"),
    )
    with op.batch_alter_table("wish", schema=None) as batch_op:
        batch_op.create_index("wish_due", ["workspace_id", "status", "due_at"], unique=False)
        batch_op.create_index("wish_pair", ["workspace_id", "pair_id", "status"], unique=False)
        batch_op.create_index("wish_person", ["workspace_id", "user_id", "status"], unique=False)

    about = sa.Column("announcement_id", sa.Integer(), sa.ForeignKey("announcement.id"))
    op.add_column("outbox", about, inline_references=True)
    op.add_column("outbox", sa.Column("file", sa.String()))
    op.create_index("outbox_announcement", "outbox", ["workspace_id", "announcement_id", "status"])
    op.create_index("pair_programme", "pair", ["workspace_id", "programme_id", "ended_at", "introduced_at"])
    op.create_index("seat_quiet", "seat", ["workspace_id", "quiet_since"])
    op.add_column("programme", sa.Column("sessions", sa.Integer(), nullable=False, server_default="6"))
    op.add_column("programme", sa.Column("agreement_first", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("programme", sa.Column("sponsor_id", sa.String()))
