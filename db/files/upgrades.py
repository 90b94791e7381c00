"""Bringing an older alliance file up to date: backed up, checked, then upgraded in one transaction."""

import datetime as dt
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from db.backups.backups import Why, take_backup
from db.engine import AllianceFile
from db.errors.files import UpgradeFailed


def upgrade_file(file: AllianceFile) -> Path:
    """Upgrade a file of an older format; return the backup taken before.

    Raises:
        UpgradeFailed: The file is unchanged.
        PlaceFull, PlaceReadOnly, BackupFailed, BackupUnsound: There is no backup; the file is unchanged.
    """
    from db.migrations import upgrade

    backup = take_backup(file, at=dt.datetime.now(dt.UTC), why=Why.UPGRADE).path
    try:
        with file.engine.connect() as connection:
            upgrade(connection)
            broken = connection.execute(text("PRAGMA foreign_key_check")).first()
            if broken is not None:
                raise UpgradeFailed(file.path, backup)
            connection.commit()
    except DatabaseError as error:
        raise UpgradeFailed(file.path, backup) from error
    return backup
