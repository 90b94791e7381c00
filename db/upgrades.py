"""Bringing an older alliance file up to date: copied, checked, then upgraded in one transaction."""

from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from db.copies import copy_file
from db.errors.files import UpgradeFailed


def upgrade_file(engine: Engine, path: Path, found: int) -> Path:
    """Upgrade the file behind `engine` from format `found`; return the copy made before.

    Raises:
        UpgradeFailed: The file is unchanged.
        PlaceFull: No room for the copy; the file is unchanged.
    """
    from db.migrations import upgrade

    copy = _free_name(path, found)
    copy_file(engine, path, copy)
    try:
        with engine.connect() as connection:
            upgrade(connection)
            broken = connection.execute(text("PRAGMA foreign_key_check")).first()
            if broken is not None:
                raise UpgradeFailed(path, copy)
            connection.commit()
    except DatabaseError as error:
        raise UpgradeFailed(path, copy) from error
    return copy


def _free_name(path: Path, found: int) -> Path:
    name = path.with_name(f"{path.stem}.format-{found}{path.suffix}")
    count = 1
    while name.exists():
        count += 1
        name = path.with_name(f"{path.stem}.format-{found}-{count}{path.suffix}")
    return name
