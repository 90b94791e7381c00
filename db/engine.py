"""The alliance file: create, open, close; its pragmas, its passphrase, and the sessions on it.

One connection, kept open, used by one thread at a time. The pragmas and their reasons stand in `PRAGMAS`; the driver
is sqlcipher3 for open and protected files alike, because two SQLite libraries in one process drop each other's locks.
"""

import datetime as dt
import hmac
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from db import lock
from db.errors import (
    DeskGiven,
    FileDamaged,
    FileEmpty,
    FileExists,
    FileInUse,
    FileMissing,
    FileNewer,
    KnownError,
    NotARegularFile,
    NotARondaFile,
    OpenedReadOnly,
    PassphraseNeeded,
    PassphraseTooShort,
    PlaceFull,
    PlaceReadOnly,
    PlaceUnreachable,
    SaveFailed,
    WrongPassphrase,
)
from db.history import RecordedSession
from db.places import refused

APPLICATION_ID = 0x526F6E64
"""`Rond` in ASCII: marks the SQLite file as Ronda's."""

FORMAT = 1
"""Number of the file format this program writes; equals the count of migrations."""

SHORTEST_PASSPHRASE = 8

PRAGMAS = (
    "journal_mode = TRUNCATE",  # 0 acknowledged saves lost in 1,000 power cuts; WAL loses saves when a file is copied
    "synchronous = EXTRA",  # also syncs the folder after the journal is cut
    "secure_delete = ON",  # what is deleted is overwritten: laptops get stolen
    "foreign_keys = ON",
    "trusted_schema = OFF",  # nothing in somebody else's schema runs code
    "cell_size_check = ON",  # notices damage early
    "mmap_size = 0",  # a pulled stick is an error, not a crash
    "locking_mode = NORMAL",
)

_HEADER = b"SQLite format 3\x00"
_PAGE_BYTES = 4096


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
        self, path: Path, engine: Engine, *, read_only: bool, protected: bool, ours: lock.Holder | None,
        unchecked: Iterable[str] = (),
    ) -> None:  # fmt: skip
        self.path = path
        self.given: Given | None = None
        """Set where the desk was handed over to another file: nothing is written here then, whoever asks."""
        self._only_looking = read_only
        self.protected = protected
        self.engine = engine
        self._ours = ours
        self._turn = threading.RLock()
        self._unchecked = [*unchecked]

    def __enter__(self) -> "AllianceFile":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written: it was opened to look at, or the desk was handed over."""
        return self._only_looking or self.given is not None

    def look_whose(self) -> None:
        """Read whether the desk is still here; done when the file is opened, and after the desk went or came back.

        Who else has the file open meanwhile can only look at it, so nobody else can hand the desk over.
        """
        with self._turn, self._translated(), self.engine.connect() as connection:
            found = connection.execute(text("SELECT name, office, given_at, count FROM desk")).first()
        self.given = None
        if found is not None and found.given_at is not None:
            since = dt.datetime.fromisoformat(found.given_at).replace(tzinfo=dt.UTC)
            self.given = Given(found.name, found.office, since, int(found[3]))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one consistent state and changes nothing."""
        with self._turn, self._translated(), Session(self.engine, autoflush=False) as session:
            yield session
            session.rollback()

    def check_more(self) -> bool:
        """Look one more table's content over; return whether there is more to look over.

        Raises:
            FileDamaged: If it cannot be read whole. Nothing was changed, and nothing can be.
        """
        with self._turn, self._translated():
            if self._unchecked:
                with self.engine.connect() as connection:
                    _check_table(connection, self._unchecked[-1], self.path)
                self._unchecked.pop()
            return bool(self._unchecked)

    @contextmanager
    def writing(self, *, who: str = "", at: dt.datetime | None = None, taking_back: bool = False) -> Iterator[Session]:
        """Give a session whose changes are on the disk when the block ends, or undone if it raises.

        `who` is the person's name that history keeps, `at` the moment (nothing: now). What is left to look over of the
        file comes first. A file whose desk was handed over takes nothing but that the desk comes back.

        Raises:
            OpenedReadOnly: If the file was opened to look at.
            DeskGiven: If the desk was handed over, unless it is being taken back.
            PlaceFull, PlaceReadOnly, SaveFailed, FileDamaged: If the disk refuses; nothing was changed.
        """
        if self.given is not None and not taking_back:
            raise DeskGiven(self.path, self.given.name, self.given.office, self.given.since)
        if self._only_looking:
            raise OpenedReadOnly(self.path)
        while self.check_more():
            pass
        with (
            self._turn,
            self._translated(),
            self._undone_if_refused(),
            self._writer.begin(),
            RecordedSession(self._writer) as session,
        ):
            session.info["who"] = who
            session.info["at"] = at
            yield session
            session.flush()

    def raw(self) -> Any:
        """Return the driver's connection, for backups, copies and measurements."""
        return self.engine.raw_connection().driver_connection

    def opens_with(self, passphrase: str | None) -> bool:
        """Return whether this is the passphrase the file was opened with; one that has none needs none."""
        return not self.protected or hmac.compare_digest(
            (passphrase or "").encode(), str(self.engine.url.password or "").encode()
        )

    def close(self) -> None:
        """Close the file and give its lock back. Closing twice does nothing."""
        if self._ours is not None:
            with suppress(sqlcipher3.dbapi2.Error):  # tidying only: an empty journal left behind does no harm
                self.raw().execute("PRAGMA journal_mode = DELETE")
        if "_writer" in vars(self):
            self._writer.close()
        self.engine.dispose()
        if self._ours is not None:
            lock.release(self.path, self._ours)
            self._ours = None

    @cached_property
    def _writer(self) -> Connection:
        """What every save begins and ends on; to take a connection for each, or through the session, takes longer."""
        return self.engine.connect().execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def _undone_if_refused(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.raw().rollback()  # SQLAlchemy counts a refused COMMIT as an end, but SQLite's transaction goes on
            raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except (DatabaseError, sqlcipher3.dbapi2.DatabaseError) as error:
            known = known_error(error, self.path)
            if known is None:
                raise
            raise known from error


def create_file(
    path: Path, *, name: str, language: str = "en", passphrase: str | None = None, who: str = ""
) -> AllianceFile:
    """Create the file of a new alliance called `name` and open it.

    Raises:
        FileExists, PlaceUnreachable, PlaceReadOnly, PassphraseTooShort: Nothing was created.
    """
    from db.alliance import found_alliance
    from db.migrations import upgrade

    if path.exists():
        raise FileExists(path)
    if not path.parent.is_dir():
        raise PlaceUnreachable(path)
    check_passphrase(passphrase)
    ours = _take_lock(path, who)
    engine = _engine(path, passphrase)
    try:
        with engine.connect() as connection:
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
            upgrade(connection)
            connection.commit()
        file = AllianceFile(path, engine, read_only=False, protected=bool(passphrase), ours=ours)
        with file.writing(who=who) as session:
            found_alliance(session, name=name, language=language)
    except BaseException as error:
        engine.dispose()
        for left in (path, path.with_name(f"{path.name}-journal")):  # the journal stays behind, cut to nothing
            left.unlink(missing_ok=True)
        lock.release(path, ours)
        known = known_error(error, path) if isinstance(error, DatabaseError) else None
        if known is not None:
            raise known from error
        raise
    return file


def open_file(
    path: Path, *, passphrase: str | None = None, read_only: bool = False, who: str = "", check_now: bool = True
) -> AllianceFile:
    """Open an alliance file. An older format is copied, checked and upgraded first.

    With `read_only` nothing is written, not even a lock file; the file may be open elsewhere. The content is looked
    over at once, or without `check_now` by `check_more`, at the latest before anything is written.

    Raises:
        FileMissing, NotARegularFile, FileEmpty, NotARondaFile, PassphraseNeeded, WrongPassphrase, FileDamaged,
        FileNewer, FileInUse, PlaceReadOnly, UpgradeFailed: Nothing was changed.
    """
    protected = looks_protected(path)
    if protected and passphrase is None:
        raise PassphraseNeeded(path)
    ours = None if read_only else _take_lock(path, who)
    engine = _engine(path, passphrase if protected else None, read_only=read_only)
    try:
        found, tables = _look_at(engine, path, protected=protected)
        file = AllianceFile(path, engine, read_only=read_only, protected=protected, ours=ours, unchecked=tables)
        while (check_now or found < FORMAT) and file.check_more():
            pass
        if found < FORMAT:
            from db.upgrades import upgrade_file

            if read_only:
                raise PlaceReadOnly(path)
            upgrade_file(engine, path, found)
        file.look_whose()
    except BaseException:
        engine.dispose()
        if ours is not None:
            lock.release(path, ours)
        raise
    return file


def looks_protected(path: Path) -> bool:
    """Return whether the file at `path` can only be read with a passphrase.

    Never reads a file that this process has open: closing a second handle would drop SQLite's locks.

    Raises:
        FileMissing, NotARegularFile, FileEmpty, NotARondaFile, PlaceReadOnly: As `open_file` does.
    """
    if not path.exists():
        raise FileMissing(path)
    if not path.is_file():
        raise NotARegularFile(path)
    size = path.stat().st_size
    if size == 0:
        raise FileEmpty(path)
    other = lock.holder(path)
    mine = other is not None and other.process == os.getpid() and other.computer == lock.computer_name()
    if other is not None and mine and not other.is_gone():
        raise FileInUse(path, other.who, other.computer, other.since)
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except PermissionError:
        raise PlaceReadOnly(path) from None
    if header.startswith(_HEADER):
        if int.from_bytes(header[68:72]) != APPLICATION_ID:
            raise NotARondaFile(path)
        return False
    if size % _PAGE_BYTES or _is_text(header):
        raise NotARondaFile(path)
    return True


def check_passphrase(passphrase: str | None) -> None:
    """Refuse a passphrase too short to be worth its trouble.

    Raises:
        PassphraseTooShort: With the least number of characters.
    """
    if passphrase is not None and len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(SHORTEST_PASSPHRASE)


def known_error(error: Exception, path: Path) -> KnownError | None:
    """Return the fact behind a database error, or nothing if it is none we expect."""
    said = str(error.orig if isinstance(error, DatabaseError) else error).lower()
    facts: tuple[tuple[str, type[KnownError]], ...] = (
        ("disk is full", PlaceFull),
        ("readonly database", PlaceReadOnly),
        ("unable to open", PlaceReadOnly),
        ("disk i/o", SaveFailed),
        ("malformed", FileDamaged),
        ("not a database", FileDamaged),
        ("database is locked", SaveFailed),
    )
    return next((fact(path) for words, fact in facts if words in said), None)


def _is_text(header: bytes) -> bool:
    return all(byte in b"\t\n\r" or byte >= 0x20 for byte in header) and header.isascii()


def _take_lock(path: Path, who: str) -> lock.Holder:
    try:
        return lock.take(path, who=who)
    except OSError as error:
        raise refused(error, path) from None


def _engine(path: Path, passphrase: str | None, *, read_only: bool = False) -> Engine:
    # The dialect for protected files sets the key; for open files the plain one runs on the same driver.
    # The passphrase goes through `connect_args`-free URL fields, which SQLAlchemy hides in messages.
    database = f"file:{_quoted(path)}" + ("?mode=ro" if read_only else "")
    query = {"uri": "true"}
    url = URL.create(
        "sqlite+pysqlcipher" if passphrase else "sqlite", database=database, query=query, password=passphrase or None
    )
    engine = create_engine(
        url, module=sqlcipher3, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 5.0}
    )

    @event.listens_for(engine, "do_connect")
    def _before_key(dialect: Any, _record: object, arguments: Any, options: Any) -> Any:
        connection = dialect.connect(*arguments, **options)
        connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong passphrase is no news for standard error
        return connection

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, DDL included
        cursor = connection.cursor()
        for pragma in PRAGMAS[2:] if read_only else PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.connection.driver_connection.execute(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(path.absolute().as_posix())


def _look_at(engine: Engine, path: Path, *, protected: bool) -> tuple[int, list[str]]:
    """Return the format of the file and its tables; refuse what cannot be worked on."""
    try:
        with engine.connect() as connection:
            found = int(connection.execute(text("PRAGMA user_version")).scalar_one())
            ours = connection.execute(text("PRAGMA application_id")).scalar_one()
            # All but the search index: it takes twice as long as the rest and can be made anew (`ronda check` looks).
            tables = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
            ).scalars()
            names = [str(name) for name in tables]
    except DatabaseError as error:
        known = known_error(error, path)
        if protected and isinstance(known, FileDamaged) and "not a database" in str(error.orig).lower():
            raise WrongPassphrase(path) from None
        raise known or error from None
    if ours != APPLICATION_ID:
        raise NotARondaFile(path)
    if found > FORMAT:
        raise FileNewer(path, found, FORMAT)
    if found < 1:
        raise FileDamaged(path)
    return found, names


def _check_table(connection: Connection, name: str, path: Path) -> None:
    said = connection.execute(text(f'PRAGMA quick_check("{name}")')).scalars().first()
    if said != "ok":
        raise FileDamaged(path)
