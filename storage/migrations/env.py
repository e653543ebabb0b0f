"""How Alembic reaches the database: over the connection that ``storage.schema`` hands it."""

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (fills the metadata)

# Said here and not in the tables: to name PostgreSQL there imports all its drivers, at every start.
for index in [index for table in SQLModel.metadata.tables.values() for index in table.indexes]:
    if (some := index.dialect_options["sqlite"]["where"]) is not None:
        index.dialect_options["postgresql"]["where"] = some

connection: sa.Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
