"""How the file format grew: Alembic revisions of frozen SQL, numbered as `db.engine.FORMAT` counts."""

from pathlib import Path

from sqlalchemy import Connection


def upgrade(connection: Connection, *, script_location: Path | None = None) -> None:
    """Bring the schema behind `connection` to the newest format, inside its transaction.

    Alembic is imported here because only a new or an older file needs it.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(script_location or Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
