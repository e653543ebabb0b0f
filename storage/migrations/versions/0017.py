"""A page of a round costs what is on the page: its numbers are kept, and its pairs are found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SCORE = ["round_id", "workspace_id", "score", "id", "dropped", "mentor_id", "mentee_id"]
MENTOR = ["round_id", "workspace_id", "mentor_id", "mentee_id", "approved_by"]


def upgrade() -> None:
    op.add_column("round", sa.Column("tally", sa.JSON(), nullable=True))
    for table in ("proposal", "leftover"):
        op.drop_index(f"ix_{table}_round_id", table_name=table)
    op.create_index("proposal_score", "proposal", SCORE)
    op.create_index("proposal_mentor", "proposal", MENTOR)
    op.create_index("proposal_mentee", "proposal", ["round_id", "workspace_id", "mentee_id"])
    op.create_index("leftover_round", "leftover", ["round_id", "workspace_id", "id", "user_id"])
    op.create_index("person_department", "person", ["workspace_id", "department", "user_id"])
