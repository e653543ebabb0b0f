"""A round says how far its computing is, and may be stopped before it is computed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATUSES = "status IN ('asked', 'preview', 'approved', 'replaced', 'stopped')"


def upgrade() -> None:
    with op.batch_alter_table("round") as round_:
        round_.add_column(sa.Column("step", sa.String(), nullable=True))
        round_.add_column(sa.Column("share", sa.Integer(), nullable=False, server_default="0"))
        round_.drop_constraint("status_is_known", type_="check")
        round_.create_check_constraint("status_is_known", STATUSES)
