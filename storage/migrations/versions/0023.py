"""What is tapped after a session is kept and shown as the answers to surveys are.

Of what was tapped before, nobody knows the month any more, and its sums were there to be read before and after an
answer: it is deleted and never shown. That somebody has answered stays, in no month.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('baseline', 'fit', 'pulse', 'midpoint', 'close', 'unmatched', 'exit', 'after90', 'after180',"
    " 'useful', 'safe', 'learned')"
)


def upgrade() -> None:
    for table, kept in (("survey", {"sqlite_autoincrement": True}), ("surveyanswer", {}), ("surveygroup", {})):
        with op.batch_alter_table(table, table_kwargs=kept) as altered:
            altered.drop_constraint("kind_is_known", type_="check")
            altered.create_check_constraint("kind_is_known", KINDS)
    op.execute(
        'INSERT INTO survey (workspace_id, programme_id, kind, user_id, about, role, "window", closes_on, status)'
        " SELECT one.workspace_id, pair.programme_id, one.question, one.user_id, 'session:' || one.session_id,"
        " 'either', '', session.held_on, 'answered' FROM lookedback AS one"
        " JOIN session ON session.id = one.session_id JOIN pair ON pair.id = session.pair_id"
    )
    op.drop_table("lookedback")
    op.drop_table("reflection")
