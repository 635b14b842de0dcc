"""What Alembic runs: the connection is handed over by `migrate`."""

from alembic import context

from licet.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
