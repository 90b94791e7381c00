"""Run by Alembic: upgrade over the connection that `db.migrations.upgrade` hands in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
