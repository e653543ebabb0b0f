"""How many people share a topic, or want to learn it, is counted without reading every interest."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("interest_topic", "interest", ["workspace_id", "side", "topic", "participant_id"])
