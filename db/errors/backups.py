"""What can go wrong with backups and what is restored from them."""

from dataclasses import dataclass

from db.errors import FileError, KnownError


class BackupFailed(FileError):
    """The disk refused to take the backup; the file it is of is as it was, and nothing is left of the backup."""


@dataclass(eq=False)
class BackupUnsound(FileError):
    """A copy was made but is not the same as the file it is of, or not whole; it was not kept."""

    found: str
    """For who mends it: what SQLite said, or the table that differs."""


class NotABackup(FileError):
    """A file given as a backup does not bear the name of one."""


class NoBackups(FileError):
    """There is no backup of this file yet."""


class BackupPutOff(KnownError):
    """The taking of a backup gave way to what was asked meanwhile; nothing is left of it."""
