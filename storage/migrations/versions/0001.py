"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("handled_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key"),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_handled_at"), ["handled_at"], unique=False)

    op.create_table(
        "draft",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("draft_form", ["workspace_id", "form"], unique=False)
        batch_op.create_index("draft_of", ["workspace_id", "user_id", "form", "about"], unique=True)

    op.create_table(
        "met",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("one_id", sa.String(), nullable=False),
        sa.Column("other_id", sa.String(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name="smaller_id_first"),
        sa.PrimaryKeyConstraint("workspace_id", "one_id", "other_id"),
    )
    op.create_table(
        "person",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("manager_id", sa.String(), nullable=True),
        sa.Column("manager_known", sa.Boolean(), nullable=False),
        sa.Column("reviewers", sa.JSON(), nullable=False),
        sa.Column("former_managers", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("imported_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("level BETWEEN 1 AND 10", name="level_is_1_to_10"),
        sa.PrimaryKeyConstraint("workspace_id", "user_id"),
    )
    op.create_table(
        "programme",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("length_months", sa.Integer(), nullable=False),
        sa.Column("cadence", sa.String(), nullable=False),
        sa.Column("level_gap", sa.Integer(), nullable=False),
        sa.Column("across_departments", sa.String(), nullable=False),
        sa.Column("overlap_hours", sa.Float(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("rotation", sa.String(), nullable=False),
        sa.Column("agenda_by", sa.String(), nullable=False),
        sa.Column("level_labels", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("across_departments IN ('preferred', 'required', 'no')", name="across_departments_is_known"),
        sa.CheckConstraint("agenda_by IN ('mentor', 'mentee')", name="agenda_by_is_known"),
        sa.CheckConstraint("rotation IN ('never', 'keep')", name="rotation_is_known"),
        sa.CheckConstraint("status IN ('draft', 'open', 'closed')", name="status_is_known"),
        sa.CheckConstraint("capacity BETWEEN 1 AND 6", name="capacity_is_1_to_6"),
        sa.CheckConstraint("length_months BETWEEN 1 AND 24", name="length_is_1_to_24_months"),
        sa.CheckConstraint("level_gap BETWEEN 0 AND 9", name="level_gap_fits_levels"),
        sa.CheckConstraint("overlap_hours BETWEEN 0 AND 12", name="overlap_fits_a_day"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "name", name="programme_names_differ"),
    )
    op.create_table(
        "topic",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "name", name="topic_names_differ"),
    )
    op.create_table(
        "coordinator",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("added_by", sa.String(), nullable=True),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("coordinator", schema=None) as batch_op:
        batch_op.create_index("coordinator_of", ["workspace_id", "user_id", "programme_id"], unique=True)

    op.create_table(
        "participant",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("hours_from", sa.String(), nullable=False),
        sa.Column("hours_to", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("never", sa.JSON(), nullable=False),
        sa.Column("consented_at", UTCDateTime(), nullable=False),
        sa.Column("joined_at", UTCDateTime(), nullable=False),
        sa.Column("left_at", UTCDateTime(), nullable=True),
        sa.Column("forgotten_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("(status = 'left') = (left_at IS NOT NULL)", name="left_has_a_moment"),
        sa.CheckConstraint("role IN ('mentor', 'mentee', 'either')", name="role_is_known"),
        sa.CheckConstraint("status IN ('active', 'paused', 'left')", name="status_is_known"),
        sa.CheckConstraint("capacity BETWEEN 1 AND 6", name="capacity_is_1_to_6"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["person.workspace_id", "person.user_id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "programme_id", "user_id", name="one_participation_per_programme"),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index("participant_person", ["workspace_id", "user_id"], unique=False)
        batch_op.create_index("participant_status", ["workspace_id", "programme_id", "status"], unique=False)

    op.create_table(
        "round",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("leased_until", UTCDateTime(), nullable=True),
        sa.Column("computed_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("carried_out_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("status IN ('asked', 'preview', 'approved', 'replaced')", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(
            "one_live_round_per_programme",
            ["workspace_id", "programme_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('asked', 'preview')"),
            postgresql_where=sa.text("status IN ('asked', 'preview')"),
        )

    op.create_table(
        "interest",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.CheckConstraint("side IN ('offer', 'want')", name="side_is_known"),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="rating_is_1_to_5"),
        sa.CheckConstraint("weight BETWEEN 1 AND 5", name="weight_is_1_to_5"),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("participant_id", "side", "topic", name="one_interest_per_topic"),
    )
    op.create_table(
        "leftover",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["round.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("leftover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_leftover_round_id"), ["round_id"], unique=False)

    op.create_table(
        "pair",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("mentor_id", sa.String(), nullable=False),
        sa.Column("mentee_id", sa.String(), nullable=False),
        sa.Column("introduced_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint("mentor_id <> mentee_id", name="two_different_people"),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programme.id"],
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["round.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.create_index(
            "open_once",
            ["workspace_id", "programme_id", "mentor_id", "mentee_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "proposal",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.String(), nullable=False),
        sa.Column("mentee_id", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["round.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_round_id"), ["round_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("nudge_day", sa.Date(), nullable=True),
        sa.Column("pair_id", sa.Integer(), nullable=True),
        sa.Column("thread_ts", sa.String(), nullable=True),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("leased_until", UTCDateTime(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("(kind = 'nudge') = (nudge_day IS NOT NULL)", name="a_nudge_has_a_day"),
        sa.CheckConstraint("kind IN ('nudge', 'notice')", name="kind_is_known"),
        sa.CheckConstraint(
            "status IN ('waiting', 'sending', 'sent', 'unknown', 'failed', 'expired', 'withdrawn')",
            name="status_is_known",
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["pair.id"],
        ),
        sa.ForeignKeyConstraint(
            ["replaces"],
            ["outbox.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "key", name="one_message_per_key"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "one_nudge_a_day",
            ["workspace_id", "user_id", "nudge_day"],
            unique=True,
            sqlite_where=sa.text("status NOT IN ('withdrawn', 'expired', 'failed')"),
            postgresql_where=sa.text("status NOT IN ('withdrawn', 'expired', 'failed')"),
        )
        batch_op.create_index("outbox_due", ["workspace_id", "status", "due_at"], unique=False)
        batch_op.create_index("outbox_message", ["workspace_id", "channel", "ts"], unique=False)
        batch_op.create_index("outbox_pair", ["workspace_id", "pair_id", "status"], unique=False)
        batch_op.create_index("outbox_sent", ["workspace_id", "sent_at"], unique=False)

    op.create_table(
        "seat",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("ask_at", UTCDateTime(), nullable=True),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("quiet_since", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["pair.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "pair_id", "user_id", name="one_seat_per_person"),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index("seat_due", ["workspace_id", "ask_at"], unique=False)
        batch_op.create_index("seat_person", ["workspace_id", "user_id", "pair_id"], unique=False)

    op.create_table(
        "session",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("topics", sa.String(), nullable=False),
        sa.Column("logged_by", sa.String(), nullable=False),
        sa.Column("logged_at", UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source_channel", sa.String(), nullable=True),
        sa.Column("source_ts", sa.String(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes_fit_a_session"),
        sa.ForeignKeyConstraint(
            ["pair_id"],
            ["pair.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "pair_id", "held_on", name="one_session_per_day"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index("session_source", ["workspace_id", "source_channel", "source_ts"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index("session_source")

    op.drop_table("session")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index("seat_person")
        batch_op.drop_index("seat_due")

    op.drop_table("seat")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("outbox_sent")
        batch_op.drop_index("outbox_pair")
        batch_op.drop_index("outbox_message")
        batch_op.drop_index("outbox_due")
        batch_op.drop_index(
            "one_nudge_a_day",
            sqlite_where=sa.text("status NOT IN ('withdrawn', 'expired', 'failed')"),
            postgresql_where=sa.text("status NOT IN ('withdrawn', 'expired', 'failed')"),
        )

    op.drop_table("outbox")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_round_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.drop_index(
            "open_once", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )

    op.drop_table("pair")
    with op.batch_alter_table("leftover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_leftover_round_id"))

    op.drop_table("leftover")
    op.drop_table("interest")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(
            "one_live_round_per_programme",
            sqlite_where=sa.text("status IN ('asked', 'preview')"),
            postgresql_where=sa.text("status IN ('asked', 'preview')"),
        )

    op.drop_table("round")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index("participant_status")
        batch_op.drop_index("participant_person")

    op.drop_table("participant")
    with op.batch_alter_table("coordinator", schema=None) as batch_op:
        batch_op.drop_index("coordinator_of")

    op.drop_table("coordinator")
    op.drop_table("topic")
    op.drop_table("programme")
    op.drop_table("person")
    op.drop_table("met")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index("draft_of")
        batch_op.drop_index("draft_form")

    op.drop_table("draft")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_handled_at"))

    op.drop_table("delivery")
