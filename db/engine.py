"""The alliance file: create, open, close; its passphrase, and the sessions on it.

One connection (`db.files.connection`), kept open, used by one thread at a time. SQLAlchemy is loaded by the first
session: a file is opened, and looked at, without it (`db.look`).
"""

import datetime as dt
import hmac
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3

from db.errors import KnownError
from db.errors.files import (
    FileDamaged,
    FileNewer,
    FileOverwritten,
    FileReplaced,
    FileUnreachable,
    FolderMissing,
    NotARondaFile,
    OpenedReadOnly,
    PassphraseTooShort,
    PassphraseUntypable,
    PlaceReadOnly,
    WrongOrDamaged,
    WrongPassphrase,
)
from db.errors.foreign import FileStrange
from db.errors.handover import DeskGiven
from db.files import lock
from db.files.connection import connect, engine_over, identifier, known_error
from db.files.durable import check_free, clear_leftovers
from db.files.header import APPLICATION_ID, can_be_passphrase, looks_protected, passphrase_to_try
from db.files.places import refused
from db.files.same_file import SameFile
from db.files.schema_mark import SCHEMA, is_ours
from db.handover.standing import desk_row
from db.look import Look, key
from db.rescue.medium import read_again, second_look
from db.rescue.sealed import opens_with, salt_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session

    from db.files.working_copy import WorkingCopy
    from db.history.history import RecordedSession

FORMAT = 1
"""Number of the file format this program writes; equals the count of migrations."""

SHORTEST_PASSPHRASE = 8
LETTERS = "passphrase_letters"
"""Under this name the `info` of a session that reads tells how many letters the file's passphrase has."""


@dataclass(frozen=True, slots=True)
class Given:
    """The desk is not here any more: who has it, for whom they keep it, since when, and after how many handovers."""

    name: str
    office: str
    since: dt.datetime
    count: int


class AllianceFile:
    """An open alliance file. Use `create_file` or `open_file`; close it when done, or use it in a `with`."""

    def __init__(
        self, path: Path, connection: Any, *, read_only: bool, passphrase: str | None, ours: lock.Holder | None,
        unchecked: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.path = path
        self.alliance_id: uuid.UUID
        """The alliance's key, which all its copies and backups have; there once the file is open."""
        self.given: Given | None = None
        """Set where the desk was handed over to another file: nothing is written here then, whoever asks."""
        self._only_looking = read_only
        self.passphrase = passphrase
        """What it was opened with; nothing for a file that anybody can read."""
        self._connection = connection
        self._ours = ours
        self._turn = threading.RLock()
        self._unchecked = [*unchecked]
        self.working_copy: WorkingCopy | None = None
        """Set where this is a copy of a file that lies on a stick, a share or in a synchronised folder."""
        self.same = SameFile(path, ours, protected=passphrase is not None)
        self._version: int | None = self._data_version()
        """Unknown once the disk refused something: SQLite then counts what it undoes itself as written by another."""

    def __enter__(self) -> "AllianceFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written: it was opened to look at, or the desk was handed over."""
        return self._only_looking or self.given is not None

    @property
    def home(self) -> Path:
        """Where people know the file to be: its place, also where a copy of it is worked on."""
        return self.path if self.working_copy is None else self.working_copy.place

    def look_whose(self) -> None:
        """Read which alliance it is, and whether the desk is still here; done when the file is opened, and after the
        desk went or came back.

        Who else has the file open meanwhile can only look at it, so nobody else can hand the desk over.
        """
        with self.looking() as look:
            row = desk_row(look)
            self.alliance_id = key(look.value("SELECT id FROM alliance"))
        self.given = None if row.given_at is None else Given(row.name, row.office, row.given_at, row.count)

    @property
    def protected(self) -> bool:
        """Whether the file can only be read with a passphrase."""
        return self.passphrase is not None

    @cached_property
    def engine(self) -> "Engine":
        """SQLAlchemy over the file's one connection."""
        return engine_over(self._connection)

    @contextmanager
    def looking(self) -> Iterator[Look]:
        """Give a look at one consistent state, without loading SQLAlchemy."""
        with self._turn, self._translated():
            self.check_same(ours=False)
            self._connection.execute("BEGIN")
            try:
                yield Look(self._connection)
            finally:
                self._connection.rollback()

    @contextmanager
    def reading(self) -> Iterator["Session"]:
        """Give a session that sees one consistent state and changes nothing."""
        from sqlalchemy.orm import Session

        with self._turn, self._translated():
            self.check_same(ours=False)
            self._connection.execute("BEGIN")
            try:
                with Session(self.engine, autoflush=False) as session:
                    session.info[LETTERS] = len(self.passphrase or "")
                    yield session
            finally:
                self._connection.rollback()

    def check_more(self) -> bool:
        """Look one more table's content over; return whether there is more to look over.

        Raises:
            FileDamaged: If it cannot be read whole. Nothing was changed, and nothing can be.
        """
        with self._turn, self._translated():
            if self._unchecked:
                _check_table(self._connection, self._unchecked[-1], self.path)
                self._unchecked.pop()
            return bool(self._unchecked)

    @contextmanager
    def writing(
        self, *, who: str = "", at: dt.datetime | None = None, taking_back: bool = False
    ) -> Iterator["Session"]:
        """Give a session whose changes are on the disk when the block ends, or undone if it raises.

        `who` is the person's name that history keeps, `at` the moment (nothing: now). What is left to look over of the
        file comes first. A file whose desk was handed over takes nothing but that the desk comes back.

        Raises:
            OpenedReadOnly: If the file was opened to look at.
            DeskGiven: If the desk was handed over, unless it is being taken back.
            PlaceFull, PlaceReadOnly, SaveFailed, FileDamaged: If the disk refuses; nothing was changed.
            FileReplaced: If the file is not the one that was opened any more, or not ours to write.
        """
        if self.given is not None and not taking_back:
            raise DeskGiven(self.path, self.given.name, self.given.office, self.given.since)
        if self._only_looking:
            raise OpenedReadOnly(self.path)
        while self.check_more():
            pass
        with self._turn, self._translated():
            self.check_same()
            recorded = self._recorded  # SQLAlchemy's first connection rolls back: not after we began
            self._connection.execute("BEGIN IMMEDIATE")
            with self._undone_if_refused(), self._writer.begin(), recorded as session:
                session.info.clear()
                session.info.update(who=who, at=at)
                yield session
                session.flush()
            if not self.same.check_saved():  # else it would be told as saved, and be nowhere
                self._look_again()

    @contextmanager
    def still(self) -> Iterator[Callable[[int], bytes] | None]:
        """Let nothing be read or written meanwhile; give what reads the file's bytes whatever became of its name."""
        with self._turn:
            self._connection.rollback()
            yield self.same.pieces()

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """Lend the driver's connection outside any transaction, while nobody else uses the file: for copies of it.

        Raises:
            FileReplaced: If the file is not the one that was opened any more.
        """
        with self._turn:
            self.check_same(ours=False)
            yield self._connection

    def raw(self) -> Any:
        """Return the driver's connection, for backups, copies and measurements."""
        return self._connection

    def compact(self) -> None:
        """Write the file anew without its free pages, which may still hold what was deleted.

        Raises:
            OpenedReadOnly: If the file was opened to look at.
            PlaceFull, PlaceReadOnly, SaveFailed, FileDamaged: If the disk refuses; nothing was changed.
            FileReplaced: If the file is not the one that was opened any more, or not ours to write.
        """
        if self.read_only:
            raise OpenedReadOnly(self.path)
        with self._turn, self._translated():
            self.check_same()
            self._connection.execute("VACUUM")
            self.same.note()

    def check_same(self, *, ours: bool = True) -> None:
        """Look whether the file is still the one that was opened and as this program left it, and `ours` to write.

        One that is only looked at may change, and be replaced: it cannot be harmed from here.

        Raises:
            FileReplaced: It is not.
        """
        if self._ours is None:
            return
        if not self.same.check(ours=ours):
            self._look_again()
        elif self._version is None:
            self._version = self._data_version()

    def _look_again(self) -> None:
        """Look at a file that something else seems to have written to: what memory keeps of it may be old."""
        try:
            version = self._data_version()
            if self._version not in (None, version) or (self._version is None and not self.same.follows()):
                raise FileOverwritten(self.path)
            self._connection.execute("PRAGMA shrink_memory")
            for name in _table_names(Look(self._connection)):
                _check_table(self._connection, name, self.path)
        except FileDamaged:
            raise FileOverwritten(self.path) from None
        except sqlcipher3.dbapi2.DatabaseError as error:
            if isinstance(known_error(error, self.path), FileDamaged):
                raise FileOverwritten(self.path) from error
            raise
        self._version = version
        self.same.note()

    def _data_version(self) -> int:
        """Return a number that is another once somebody else has written to the file through SQLite."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def opens_with(self, passphrase: str | None) -> bool:
        """Return whether this is the passphrase the file was opened with; one that has none needs none."""
        given = (passphrase or "").encode(errors="surrogatepass")
        return self.passphrase is None or hmac.compare_digest(given, self.passphrase.encode())

    def close(self) -> None:
        """Close the file and give its lock back. Closing twice does nothing.

        A working copy is put at its place first, as far as that can be done.
        """
        copy, self.working_copy = self.working_copy, None
        ours = self._ours
        finished = copy is None or ours is None or copy.finish(self, who=ours.who, office=ours.office)
        ours = self.close_under_lock()
        if ours is not None:
            lock.release(self.path, ours)
        if copy is not None:
            copy.leave(finished=finished)

    def close_under_lock(self) -> lock.Holder | None:
        """Close the file alone, to have it written anew or opened again; its lock stays ours and is returned.

        Whoever has that opens the file again with it (`open_file`'s `held`), or gives it back. Nothing was held by who
        only looked.
        """
        with suppress(sqlcipher3.dbapi2.Error, FileReplaced):  # tidying only: an empty journal left behind does no harm
            if self._ours is not None and self.same.check() is not None:  # else the journal is another's
                self._connection.execute("PRAGMA journal_mode = DELETE")
        self.let_go()
        ours, self._ours = self._ours, None
        return ours

    def let_go(self) -> None:
        """Close what the file is read and written through, in order: SQLAlchemy looks at its connections once more."""
        if "_writer" in vars(self):
            self._writer.close()
        if "engine" in vars(self):
            self.engine.dispose()
        self._connection.close()
        self.same.close()

    @cached_property
    def _writer(self) -> "Connection":
        """What every save begins and ends on; to take a connection for each, or through the session, takes longer."""
        return self.engine.connect()

    @cached_property
    def _recorded(self) -> "RecordedSession":
        """The session of every save; between two it is empty."""
        from db.history.history import RecordedSession

        return RecordedSession(self._writer)

    @contextmanager
    def _undone_if_refused(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            vars(self).pop("_recorded", None)  # whatever it still holds
            self._connection.rollback()  # a refused COMMIT is an end to SQLAlchemy, but not to SQLite
            self.same.taken_back()
            raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            known = error if isinstance(error, FileDamaged) else known_error(error, self.path)
            driven = str(getattr(error, "orig", error))  # SQLAlchemy adds what was to be written, which people typed
            if known is None:
                if "no such table" in driven and self._ours is not None and not self.same.check():
                    raise FileOverwritten(self.path) from error  # read just when another program had emptied it
                raise
            if "locked" not in driven:  # else another program may be writing, which must be noticed
                self._version = None
            self._tell_of_its_place(known)
            if known is error:
                raise
            raise known from error

    def _tell_of_its_place(self, known: KnownError) -> None:
        """Raise what became of the file, where that is why it could not be read or written.

        A file whose stick was pulled, or that was replaced, reads as a damaged one.
        """
        untouched = self._ours is None or self.same.check()
        if not isinstance(known, FileDamaged):
            return
        if not untouched or self.same.suspected:
            raise FileOverwritten(self.path) from None
        if not self.same.answers():
            raise FileUnreachable(self.path) from None
        unread = second_look(self.path, partial(connect, self.path, self.passphrase, read_only=True))
        self.same.opened_by_us()
        if unread is not None:
            with suppress(sqlcipher3.dbapi2.Error):  # what memory keeps of it may be what the medium gave first
                self._connection.execute("PRAGMA shrink_memory")
            raise unread from None


def create_file(
    path: Path, *, name: str, language: str = "en", passphrase: str | None = None, who: str = "", office: str = ""
) -> AllianceFile:
    """Create the file of a new alliance called `name` and open it.

    Raises:
        FileExists, PlaceUnreachable, PlaceReadOnly, PassphraseTooShort, PassphraseUntypable: Nothing was created.
    """
    from db.alliance import found_alliance
    from db.migrations import upgrade

    check_free(path)
    if not path.parent.is_dir():
        raise FolderMissing(path)
    check_passphrase(passphrase)
    ours = _take_lock(path, who, office)
    connection = file = None
    try:
        connection = connect(path, passphrase)
        file = AllianceFile(path, connection, read_only=False, passphrase=passphrase or None, ours=ours)
        with file.engine.connect() as empty:
            empty.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            upgrade(empty)
            empty.commit()
        file.same.note()
        with file.writing(who=who) as session:
            found_alliance(session, name=name, language=language)
        file.look_whose()
    except BaseException as error:
        try:
            if file is not None:
                file.let_go()
            elif connection is not None:
                connection.close()
        finally:
            for left in (path, path.with_name(f"{path.name}-journal")):  # the journal stays behind, cut to nothing
                left.unlink(missing_ok=True)
            lock.release(path, ours)
        known = known_error(error, path) if isinstance(error, Exception) else None
        if known is not None:
            raise known from error
        raise
    return file


def open_file(
    path: Path, *, passphrase: str | None = None, read_only: bool = False, who: str = "", office: str = "",
    check_now: bool = True, over: lock.Holder | None = None, held: lock.Holder | None = None,
) -> AllianceFile:  # fmt: skip
    """Open an alliance file. An older format is backed up and upgraded first.

    With `read_only` nothing is written, not even a lock file; the file may be open elsewhere. The content is looked
    over at once, or without `check_now` by `check_more`, at the latest before anything is written. With `over`, the
    file is taken from that holder, whose saves stop. With `held` its lock is ours already (`close_under_lock`), and is
    given back where the file cannot be opened.

    Before a file is said to be damaged its medium is read a second time: a stick that was pulled gives garbage, too.

    Raises:
        FileMissing, NotARegularFile, FileEmpty, NotARondaFile, PassphraseNeeded, WrongPassphrase, FileDamaged,
        FileStrange, FileNewer, FileInUse, PlaceReadOnly, PlaceUnreachable, UpgradeFailed: Nothing was changed.
    """
    take = None if read_only else partial(_take_lock, path, who, office, over, held)
    try:
        return _opened(path, passphrase, take, check_now=check_now, held=held)
    except FileDamaged as error:
        if type(error) is not FileDamaged:
            raise
        read_again(path)
    return _opened(path, passphrase, take, check_now=check_now, held=held)


def _opened(
    path: Path, passphrase: str | None, take: Callable[[], lock.Holder] | None, *, check_now: bool,
    held: lock.Holder | None,
) -> AllianceFile:  # fmt: skip
    read_only = take is None
    passphrase = passphrase_to_try(path, passphrase) if looks_protected(path, held=held) else None
    ours = None if take is None else take()
    connection = file = None
    try:
        connection, found, tables = _look_at(path, passphrase, read_only=read_only)
        file = AllianceFile(path, connection, read_only=read_only, passphrase=passphrase, ours=ours, unchecked=tables)
        while (check_now or found < FORMAT) and file.check_more():
            pass
        if found < FORMAT:
            from db.files.upgrades import upgrade_file

            if read_only:
                raise PlaceReadOnly(path)
            upgrade_file(file)
        file.same.note()
        try:
            file.look_whose()
        except (TypeError, ValueError):  # no such row, or no such day: what every opening needs is not there
            raise FileDamaged(path) from None
        if ours is not None:
            clear_leftovers(path)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if file is not None:
            file.same.close()
        if ours is not None:
            lock.release(path, ours)
        if isinstance(error, OSError):
            raise refused(error, path) from error
        raise
    return file


def check_passphrase(passphrase: str | None) -> None:
    """Refuse a passphrase too short to be worth its trouble, or that a file cannot have.

    Raises:
        PassphraseTooShort: With the least number of characters.
        PassphraseUntypable: If SQLite cannot be told it.
    """
    if passphrase is None:
        return
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(SHORTEST_PASSPHRASE)
    if not can_be_passphrase(passphrase):
        raise PassphraseUntypable


def _take_lock(
    path: Path, who: str, office: str, over: lock.Holder | None = None, held: lock.Holder | None = None
) -> lock.Holder:
    try:
        return lock.keep(path, held) if held else lock.take(path, who=who, office=office, over=over)
    except OSError as error:
        raise refused(error, path) from None


def _look_at(path: Path, passphrase: str | None, *, read_only: bool) -> tuple[Any, int, list[str]]:
    """Connect to the file; return that with its format and its tables; refuse what cannot be worked on."""
    connection = None
    try:
        connection = connect(path, passphrase, read_only=read_only)
        look = Look(connection)
        found, ours = int(look.value("PRAGMA user_version")), look.value("PRAGMA application_id")
        tables = _table_names(look)
        if ours != APPLICATION_ID:
            raise NotARondaFile(path)
        if found > FORMAT:
            raise FileNewer(path, found, FORMAT)
        if found < 1:
            raise FileDamaged(path)
        if not is_ours(look.rows(SCHEMA), found):
            raise FileStrange(path)
    except BaseException as error:
        if connection is not None:
            connection.close()
        known = known_error(error, path) if isinstance(error, Exception) else None
        if passphrase is not None and isinstance(known, FileDamaged) and "not a database" in str(error).lower():
            from db.backups.backups import salts_beside

            salts = salts_beside(path)
            if opens_with(path, passphrase, salts):
                raise FileDamaged(path) from None
            raise (WrongPassphrase if salt_of(path) in salts else WrongOrDamaged)(path) from None
        if known is not None:
            raise known from None
        raise
    return connection, found, tables


def _table_names(look: Look) -> list[str]:
    """Return what is looked over of a file.

    All but the search index: it takes twice as long as the rest and can be made anew (`ronda check` looks).
    """
    found = look.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return [row[0] for row in found]


def _check_table(connection: Any, name: str, path: Path) -> None:
    said = connection.execute(f"PRAGMA quick_check({identifier(name)})").fetchone()
    if said is None or said[0] != "ok":
        raise FileDamaged(path)
