"""A programme may gather people in circles of a size, and a pair may belong to a circle."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = "kind IN ('pairs', 'peers', 'circles')"
MOST = "CONSTRAINT largest_circle_is_possible CHECK (circle_most <= 6)"
LEAST = "CONSTRAINT smallest_circle_is_possible CHECK (circle_least BETWEEN 2 AND circle_most)"


def upgrade() -> None:
    for name in ("programme", "pair"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint("kind_is_known", type_="check")
            table.create_check_constraint("kind_is_known", KINDS)
    op.execute(f"ALTER TABLE programme ADD COLUMN circle_most INTEGER DEFAULT 6 NOT NULL {MOST}")
    op.execute(f"ALTER TABLE programme ADD COLUMN circle_least INTEGER DEFAULT 2 NOT NULL {LEAST}")
    op.execute("ALTER TABLE pair ADD COLUMN circle_id INTEGER REFERENCES pair (id)")
    op.create_index("pair_circle", "pair", ["workspace_id", "circle_id"])
