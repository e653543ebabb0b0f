"""Skills before and after: ratings move from what people offer and want to a table of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SIDES = "side IN ('offer', 'want')"


def upgrade() -> None:
    op.create_table(
        "skill",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.CheckConstraint(SIDES, name="side_is_known"),
        sa.CheckConstraint("status IN ('rated', 'asked', 'answered', 'skipped')", name="status_is_known"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("workspace_id", "programme_id", "user_id", "side", "topic", name="one_skill_per_topic"),
    )
    op.create_index("skill_person", "skill", ["workspace_id", "user_id", "status"])
    op.create_table(
        "skillresult",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("last_window", sa.String(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.CheckConstraint(SIDES, name="side_is_known"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "workspace_id", "programme_id", "side", "topic", "last_window", name="one_skill_result_a_month"
        ),
    )
    op.execute(
        "INSERT INTO skill (workspace_id, programme_id, user_id, side, topic, before, status)"
        " SELECT one.workspace_id, programme_id, user_id, side, topic, CAST(rating AS VARCHAR), 'rated'"
        " FROM interest AS one JOIN participant ON participant.id = one.participant_id WHERE rating IS NOT NULL"
    )
    with op.batch_alter_table("interest") as interest:
        interest.drop_constraint("rating_is_1_to_5", type_="check")
        interest.drop_column("rating")
