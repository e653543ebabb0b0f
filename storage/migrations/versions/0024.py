"""Whether somebody is among those whom a round left is found at once: a page of a round names its departments."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("leftover_person", "leftover", ["round_id", "workspace_id", "user_id"])
