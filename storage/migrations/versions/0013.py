"""A programme says whether it makes pairs or peers, and a pair of which kind it is."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KNOWN = "CONSTRAINT kind_is_known CHECK (kind IN ('pairs', 'peers'))"


def upgrade() -> None:
    for table in ("programme", "pair"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN kind VARCHAR DEFAULT 'pairs' NOT NULL {KNOWN}")
