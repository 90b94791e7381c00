"""A backup written out as a new file: whole, checked, and never over another one."""

from contextlib import closing
from pathlib import Path
from typing import Any

import sqlcipher3

from db.backups.backups import salts_among
from db.backups.differing import Differs, State, differs, state_of
from db.engine import FORMAT, AllianceFile
from db.errors import KnownError
from db.errors.files import (
    FileDamaged,
    FileNewer,
    FolderMissing,
    NotARondaFile,
    WrongOrDamaged,
    WrongPassphrase,
)
from db.files.checked_copies import (
    check_copy,
    clear_leftovers,
    copy_whole,
    nothing_left_of,
    partial_name,
    read_content,
    refused_by_system,
    sync_file,
)
from db.files.connection import connect, known_error
from db.files.durable import check_free, take_free_name
from db.files.header import APPLICATION_ID, looks_protected, passphrase_to_try
from db.look import Look
from db.rescue.sealed import opens_with, salt_of


def restore_backup(backup: Path, new: Path, *, passphrase: str | None = None) -> None:
    """Write what is in a backup to `new`, under the same passphrase; the backup stays.

    An older format stays as it is, until the file is opened.

    Raises:
        FileExists, PlaceUnreachable, PlaceReadOnly, PlaceFull, BackupFailed, BackupUnsound: About the new file;
            nothing is left of it.
        FileMissing, NotARegularFile, FileEmpty, NotARondaFile, PassphraseNeeded, WrongPassphrase, FileInUse,
            FileDamaged: About the backup; nothing was written.
    """
    check_free(new)
    if not new.parent.is_dir():
        raise FolderMissing(new)
    clear_leftovers(new.parent)
    partial = partial_name(new.parent, new.name)
    with closing(_looking_into(backup, passphrase)) as connection:
        content = read_content(connection, backup)
        copy_whole(connection, backup, partial)
    with nothing_left_of(partial):
        check_copy(partial, passphrase if looks_protected(partial) else None, content)
        with refused_by_system(new):
            sync_file(partial)
            take_free_name(partial, new)


def compare_backup(file: AllianceFile, backup: Path, *, passphrase: str | None = None) -> Differs:
    """Return what differs in an open file from what a backup of it holds.

    Raises:
        FileMissing, NotARondaFile, PassphraseNeeded, WrongPassphrase, FileNewer, FileDamaged: About the backup.
    """
    with closing(_looking_into(backup, passphrase)) as connection:
        number = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if number > FORMAT:
            raise FileNewer(backup, number, FORMAT)
        then = _state(connection, backup)
    with file.looking() as look:
        now = state_of(look)
    return differs(now, then)


def _state(connection: Any, backup: Path) -> State:
    try:
        return state_of(Look(connection))
    except sqlcipher3.dbapi2.Error as error:
        raise _known(error, backup) from error


def _looking_into(backup: Path, passphrase: str | None) -> Any:
    """Connect to a backup to look at it, of whatever format."""
    key = passphrase_to_try(backup, passphrase) if looks_protected(backup) else None
    connection = None
    try:
        connection = connect(backup, key, read_only=True)
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    except sqlcipher3.dbapi2.Error as error:
        if connection is not None:
            connection.close()
        if key is not None and "not a database" in str(error):
            salts = salts_among(backup)
            if opens_with(backup, key, salts):
                raise FileDamaged(backup) from None
            raise (WrongPassphrase if salt_of(backup) in salts else WrongOrDamaged)(backup) from None
        raise _known(error, backup) from error
    if not ours:
        connection.close()
        raise NotARondaFile(backup)
    return connection


def _known(error: Exception, backup: Path) -> KnownError:
    return known_error(error, backup) or FileDamaged(backup)
