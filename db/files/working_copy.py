"""Working on a copy on this computer of a file that lies on a stick, a share or in a synchronised folder.

The file is fetched once its lock is taken there. Saves go to the copy. What was saved is put back as a closed file:
copied within the database, looked over, laid down beside under another name, read back, and given its name at one
stroke; at pauses, at closing, and when asked. So a pulled stick or a program that synchronises finds a whole file at
any moment, and a save never waits for either.

What stands at the place is known by its SHA-256. Only what is still as it was fetched, or put there last, is ever
replaced; where somebody else changed it, both stay (`keep_both`). A copy whose work is all at its place is taken off
this computer when it is closed: whoever keeps a file on a stick may not want it anywhere else.
"""

import datetime as dt
import glob
import hashlib
import json
import os
import secrets
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from db.backups.stick_backups import bring_along, forget_whose, note_whose
from db.errors import FileError, KnownError
from db.errors.files import (
    BothChanged,
    FileMissing,
    FileTakenOver,
    PlaceChanged,
    PlaceUnreachable,
)
from db.files import lock
from db.files.durable import PARTIAL
from db.files.laying_down import digest_of, lay_down, pieces_of
from db.files.places import refused
from db.handover.standing import standing_of

if TYPE_CHECKING:
    from db.engine import AllianceFile

_ORIGIN: Final = "origin.json"
_CLOSED: Final = "publishing"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a copy comes from, and how both stood when they were last the same."""

    place: str
    name: str
    """The copy's own name, that of the file when it was fetched."""
    medium: str
    digest: str
    """SHA-256 of the file at the place."""
    last_step: str
    steps: int
    size: int
    written: int
    """Time of change of the copy, in nanoseconds."""
    published: str = ""
    """When the copy was last put there, as ISO; nothing if it only was fetched."""
    pending: str = ""
    """SHA-256 of what was being put there last: a cut may have come before or after it had its name."""
    earlier: str = ""
    """SHA-256 of what stood there before that: a stick pulled too early may hold that again."""
    lock: str = ""
    """Token of our lock at the place: it stays behind there when a stick is pulled."""
    synced: bool = False
    """Whether the place is a folder on this computer that a program synchronises: it is there even if empty."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed, whole copy of what was saved at one moment, to be put at the place."""

    path: Path
    last_step: str
    steps: int
    size: int
    written: int


class WorkingCopy:
    """The copy of one file on this computer. `put` may run beside the saves; all else is done by one at a time."""

    def __init__(self, path: Path, origin: Origin, ours: lock.Holder | None) -> None:
        self.path = path
        self.origin = origin
        self._ours = ours
        """Our lock at the place; nothing while that is not there."""
        self._turn = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self.failure: Exception | None = None
        """Why it could not be put at its place when the file was closed."""

    @property
    def place(self) -> Path:
        """Where people know the file to be."""
        return Path(self.origin.place)

    @property
    def published(self) -> dt.datetime | None:
        """When the copy was last put at its place."""
        return dt.datetime.fromisoformat(self.origin.published) if self.origin.published else None

    def is_changed(self, file: "AllianceFile") -> bool:
        """Return whether there is something in the copy that is not at its place."""
        found = os.stat(self.path)
        if (found.st_size, found.st_mtime_ns) != (self.origin.size, self.origin.written):
            return True
        last, steps = _last_step(file)
        return (last, steps) != (self.origin.last_step, self.origin.steps)

    def close_off(self, file: "AllianceFile") -> Closed:
        """Copy what is saved now into a closed file of its own, and look that over.

        Raises:
            PlaceFull, PlaceReadOnly, FileDamaged: Nothing is left of it.
        """
        from db.engine import open_file
        from db.files.copies import copy_file

        closed = self.path.with_name(_CLOSED)
        closed.unlink(missing_ok=True)
        with file.still():
            found = os.stat(self.path)
            last, steps = _last_step(file)
            copy_file(file.engine, self.path, closed)
        try:
            with open_file(closed, passphrase=file.passphrase, read_only=True) as whole:
                if _last_step(whole) != (last, steps):
                    raise PlaceUnreachable(closed)
        except BaseException:
            closed.unlink(missing_ok=True)
            raise
        return Closed(closed, last, steps, found.st_size, found.st_mtime_ns)

    def put(self, closed: Closed, *, who: str, office: str, at: dt.datetime) -> None:
        """Put what was closed off at the place, if that is still as it was left.

        Raises:
            PlaceUnreachable, PlaceFull, PlaceReadOnly: What stands there is as it was.
            FileInUse: Somebody else has it open there, since it was not there for a while.
            FileTakenOver, PlaceChanged: Somebody else works on it. Nothing was put there.
        """
        with self._turn:
            try:
                self._check_place(who, office)
                pending = digest_of(closed.path)
                self.origin = replace(self.origin, pending=pending, earlier=self.origin.digest)
                _keep(self.path, self.origin)
                digest = lay_down(pieces_of(closed.path), self.place, over=True)
                self._note(closed, digest, at)
            finally:
                closed.path.unlink(missing_ok=True)

    def publish(self, file: "AllianceFile", *, who: str, office: str, at: dt.datetime) -> None:
        """Put all that is saved at the place, unless it is there; raises as `close_off` and `put` do."""
        if self.is_changed(file):
            self.put(self.close_off(file), who=who, office=office, at=at)

    def lay_beside(self, file: "AllianceFile", name: str) -> Path:
        """Put all that is saved under `name` next to the file at the place, which somebody else changed.

        Raises:
            FileExists, PlaceUnreachable, PlaceFull, PlaceReadOnly: Nothing was put there.
        """
        closed, beside = self.close_off(file), self.place.with_name(name)
        try:
            lay_down(pieces_of(closed.path), beside)
        finally:
            closed.path.unlink(missing_ok=True)
        return beside

    def keep_both(self, file: "AllianceFile", name: str, *, who: str, office: str, at: dt.datetime) -> Path:
        """Put all that is saved under `name` next to the file that somebody else changed; it belongs there now.

        Raises:
            FileExists, PlaceUnreachable, PlaceFull, PlaceReadOnly, FileInUse: Nothing was put there.
        """
        with self._turn:
            closed, place = self.close_off(file), self.place.with_name(name)
            ours = None
            try:
                ours = _take(place, who, office)
                digest = lay_down(pieces_of(closed.path), place)
            except BaseException:
                if ours is not None:
                    lock.release(place, ours)
                raise
            finally:
                closed.path.unlink(missing_ok=True)
            if self._ours is not None:
                lock.release(self.place, self._ours)
            self._ours, self.origin = ours, replace(self.origin, place=str(place))
            self._note(closed, digest, at)
        return place

    def finish(self, file: "AllianceFile", *, who: str, office: str) -> bool:
        """Put what is saved at the place as far as that can be done; return whether all of it is there."""
        try:
            self.publish(file, who=who, office=office, at=dt.datetime.now(dt.UTC))
        except (KnownError, OSError) as error:
            self.failure = error
        return self.failure is None

    def leave(self, *, finished: bool) -> None:
        """Give the lock at the place back, after the copy was closed; take the copy away if all of it is there."""
        if self._ours is not None:
            lock.release(self.place, self._ours)
            self._ours = None
        if finished:
            with suppress(OSError):
                self.path.with_name(_ORIGIN).unlink()
                self.path.unlink()
            forget_whose(self.path)

    def _check_place(self, who: str, office: str) -> None:
        place = self.place
        standing = lock.holder(place)
        if not place.parent.is_dir() or (standing is None and not place.exists() and self._may_be_hidden()):
            raise PlaceUnreachable(place)
        if self._ours is None or standing is None:
            _clear_left_lock(place, self, open_here=True)
            self._ours = _take(place, who, office)
        elif standing.token != self._ours.token:
            raise FileTakenOver(place, standing.who, standing.computer, standing.since, standing.office)
        if not place.exists():
            return  # deleted there: what is put back takes nobody's place
        if self._seen != _mark(place) and digest_of(place) != self.origin.digest:
            raise PlaceChanged(place, self.origin.medium)

    def _may_be_hidden(self) -> bool:
        """Return whether the folder may be the empty one in which a stick or a share appears when it is there."""
        with suppress(OSError):
            return not self.origin.synced and os.stat(self.place.parent).st_dev == os.stat(self.path.parent).st_dev
        return True

    def _note(self, closed: Closed, digest: str, at: dt.datetime) -> None:
        self._seen = _mark(self.place)
        self.origin = replace(
            self.origin,
            digest=digest,
            lock=self._ours.token if self._ours is not None else "",
            last_step=closed.last_step,
            steps=closed.steps,
            size=closed.size,
            written=closed.written,
            published=at.isoformat(),
        )
        _keep(self.path, self.origin)


@dataclass(frozen=True, slots=True)
class Keep:
    """What a person said where the copy and the file at its place were both changed.

    The copy is put beside the file under `name`; then it is opened if it is `mine` that is wanted, else the one there.
    """

    name: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A file at a `place` that is worked on by a copy in `root`, a folder of this user's own.

    `medium` is what people call the place; `synced` says whether it is a folder that a program synchronises.
    """

    place: Path
    root: Path
    medium: str
    synced: bool = False
    who: str = ""
    office: str = ""

    def open(
        self, *, passphrase: str | None = None, over: lock.Holder | None = None, keep: Keep | None = None,
        check_now: bool = True,
    ) -> "AllianceFile":  # fmt: skip
        """Open the copy, fetched now unless there is one that holds work which is not at the place: that goes on.

        Raises:
            BothChanged: The file at the place was changed, too, and it was not said what to keep. Nothing was changed.
            FileMissing: It is not there, and there is nothing unpublished of it here.
            KnownError: All that `db.engine.open_file` raises.
        """
        before = self.unfinished()
        if before is not None:
            _clear_left_lock(self.place, before)
        if not self.place.exists():
            return self._open_without_place(before, passphrase, check_now=check_now)
        over = self._undo_cut_off(passphrase, over)
        ours = _take(self.place, self.who, self.office, over)
        try:
            digest, file = digest_of(self.place), None
            _tidy(self.place)
            if before is not None:
                file = self._go_on(
                    before, digest, ours=ours, passphrase=passphrase, over=over, keep=keep, check_now=check_now
                )  # fmt: skip
            file = file or self._fetch(before, digest, ours=ours, passphrase=passphrase, check_now=check_now)
            self._note_whose(file)
            return file
        except BaseException as error:
            lock.release(self.place, ours)
            if isinstance(error, FileError) and error.path.is_relative_to(self.root):
                error.path = self.place  # where people know it to be
            raise

    def _note_whose(self, file: "AllianceFile") -> None:
        with file.looking() as look:
            alliance = standing_of(look).alliance_id.hex
        note_whose(file.path, self.place, alliance)
        bring_along(self.root, file.path, alliance)

    def unfinished(self) -> WorkingCopy | None:
        """Return the copy that was left on this computer, as this user's own folder has it."""
        kept = [found for one in self.root.glob(f"*/{_ORIGIN}") if (found := _origin_in(one)) is not None]
        for path, origin in kept:
            if Path(origin.place) == self.place.absolute():
                return WorkingCopy(path, origin, None)
        for path, origin in kept:  # the stick appears elsewhere today
            if path.name == self.place.name and not Path(origin.place).exists() and not origin.synced:
                with suppress(OSError):
                    if digest_of(self.place) == origin.digest:
                        return WorkingCopy(path, replace(origin, place=str(self.place.absolute())), None)
        return None

    def _open_without_place(self, before: WorkingCopy | None, passphrase: str | None, **how: bool) -> "AllianceFile":
        if before is None:
            raise FileMissing(self.place)
        file = self._open_copy(before.path, passphrase, **how)
        if not before.is_changed(file):
            file.close()
            raise FileMissing(self.place)
        file.working_copy = before
        return file

    def _undo_cut_off(self, passphrase: str | None, over: lock.Holder | None) -> lock.Holder | None:
        """Have a save undone that was cut off at the place itself; return whom the lock is still to be taken from."""
        from db.engine import open_file
        from db.files.header import looks_protected, passphrase_to_try

        if looks_protected(self.place):
            passphrase_to_try(self.place, passphrase)
        journal = self.place.with_name(f"{self.place.name}-journal")
        if not journal.exists() or not journal.stat().st_size:
            return over
        ours = _take(self.place, self.who, self.office, over)
        open_file(self.place, passphrase=passphrase, held=ours).close()
        return None

    def _go_on(
        self, before: WorkingCopy, digest: str, *, ours: lock.Holder, passphrase: str | None, over: lock.Holder | None,
        keep: Keep | None, check_now: bool,
    ) -> "AllianceFile | None":  # fmt: skip
        """Open the copy of before if it is to be gone on with; None if the file at the place is to be fetched."""
        held = lock.holder(before.path)  # by whoever on this computer the file is taken over from
        same = held is not None and over is not None and held.is_process_of(over)
        file = self._open_copy(before.path, passphrase, over=held if same else None, check_now=check_now)
        try:
            copy = WorkingCopy(before.path, replace(_as_found(before.origin, digest), lock=ours.token), ours)
            _keep(copy.path, copy.origin)
            if digest != copy.origin.digest:
                if not copy.is_changed(file):
                    file.close()
                    return None
                if keep is None:
                    raise BothChanged(self.place, self.medium, copy.published)
                if not keep.mine:
                    copy.lay_beside(file, keep.name)
                    file.close()
                    return None
                copy.keep_both(file, keep.name, who=self.who, office=self.office, at=dt.datetime.now(dt.UTC))
        except BaseException:
            file.close()
            raise
        file.working_copy = copy
        return file

    def _fetch(
        self, before: WorkingCopy | None, digest: str, *, ours: lock.Holder, passphrase: str | None, check_now: bool
    ) -> "AllianceFile":
        path = before.path if before is not None else self._free_folder() / self.place.name
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise refused(error, path) from error
        try:
            if lay_down(pieces_of(self.place), path, over=True) != digest:
                raise PlaceUnreachable(self.place)
            file = self._open_copy(path, passphrase, check_now=check_now)
        except BaseException:
            if before is None:
                _remove(path)
            raise
        found, (last, steps) = os.stat(path), _last_step(file)
        origin = Origin(
            str(self.place.absolute()), path.name, self.medium, digest, last, steps, found.st_size, found.st_mtime_ns,
            lock=ours.token, synced=self.synced,
        )  # fmt: skip
        try:
            _keep(path, origin)
        except OSError as error:
            file.close()
            raise refused(error, path) from error
        file.working_copy = WorkingCopy(path, origin, ours)
        return file

    def _free_folder(self) -> Path:
        """Return the folder of copies of this place, where their backups stand; another if a copy was left there."""
        folder = self.root / hashlib.sha256(str(self.place.absolute()).encode()).hexdigest()[:16]
        left = (folder / _ORIGIN).exists() or (folder / self.place.name).exists()
        return self.root / secrets.token_hex(8) if left else folder

    def _open_copy(self, path: Path, passphrase: str | None, **how: Any) -> "AllianceFile":
        from db.engine import open_file

        return open_file(path, passphrase=passphrase, who=self.who, office=self.office, **how)


def _take(place: Path, who: str, office: str, over: lock.Holder | None = None) -> lock.Holder:
    try:
        return lock.take(place, who=who, office=office, over=over, shared=True)
    except OSError as error:
        raise refused(error, place) from error


def _as_found(origin: Origin, digest: str) -> Origin:
    """Return the origin of a copy whose file at the place has this digest: what we put there ourselves is no change."""
    if digest == origin.digest or not digest or digest not in (origin.pending, origin.earlier):
        return origin
    return replace(origin, digest=digest, size=-1)  # to be put there again


def _clear_left_lock(place: Path, copy: WorkingCopy, *, open_here: bool = False) -> None:
    """Take away the lock that we left at the place when it went from sight, unless the copy is open somewhere else."""
    standing, open_by = lock.holder(place), lock.holder(copy.path)
    left = standing is not None and standing.token == copy.origin.lock
    if standing is not None and left and (open_here or open_by is None or open_by.is_gone()):
        lock.release(place, standing)


def _last_step(file: "AllianceFile") -> tuple[str, int]:
    with file.looking() as look:
        stands = standing_of(look)
    return str(stands.last_step_id or ""), stands.steps


def _mark(path: Path) -> tuple[int, int, int] | None:
    with suppress(OSError):
        found = os.stat(path)
        return found.st_size, found.st_mtime_ns, found.st_ino
    return None


def _keep(path: Path, origin: Origin) -> None:
    text = json.dumps(asdict(origin), ensure_ascii=False, indent=1)
    lay_down([text.encode()], path.with_name(_ORIGIN), over=True)


def _origin_in(kept: Path) -> tuple[Path, Origin] | None:
    with suppress(OSError, ValueError, TypeError):
        origin = Origin(**json.loads(kept.read_text(encoding="utf-8")))
        path = kept.with_name(Path(origin.name).name)
        return (path, origin) if path.exists() else None
    return None


def _tidy(place: Path) -> None:
    """Take away what a cut left half written at the place; we alone may write there."""
    with suppress(OSError):
        for left in place.parent.glob(f".{glob.escape(place.name)}.*{PARTIAL}"):
            left.unlink()


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.parent.rmdir()
