"""Takes backups of the open file by itself, and copies them to a second place when that is there.

The copy is written on the record's thread, between what is asked there, and gives way to it; it is read back, thinned
and copied on another. Whatever fails, work goes on: `told` says that there is something else to say of it.
"""

import datetime as dt
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from db.backups.backups import (
    Backup,
    Draft,
    Why,
    backup_folder,
    backups_of,
    begin_backup,
    changed_since,
    drop_draft,
    finish_backup,
    take_backup,
    thin,
)
from db.backups.second_place import claim
from db.engine import AllianceFile
from db.errors import KnownError
from db.errors.backups import BackupFailed, BackupPutOff
from desktop.backups.copies import Place, copy_newest
from desktop.clock import Clock
from desktop.forgotten_copies import Paid, name_removed, owe, place_name, rewrite_owed, settle
from desktop.naming.backups import copy_failure_words, copy_line, failure_words, still_held_line
from desktop.operations import Operations
from desktop.settings import OwedCopies, SettingsFile
from desktop.texts import _

WORK_MS: Final = 30 * 60 * 1000
"""So long after the first change since the last backup the next is taken."""
LATE_DAYS: Final = 7
"""A copy in the second place that is older is told with some emphasis."""
_LOOK_MS: Final = 60_000
_AGAIN_MS: Final = 5_000
_PATIENCE: Final = 6
"""So often a backup gives way before it insists."""
_PATIENCE_SECONDS: Final = 0.4


class BackupKeeper(QObject):
    """The backups of the file that `operations` works on; `jobs` is another thread, for what needs no record.

    Without `automatic` a backup is only taken when somebody asks.
    """

    told = Signal()
    """What `words` returns, or the list of backups, is another now."""
    _refused_on_record = Signal(object)

    def __init__(
        self, operations: Operations, jobs: Operations, settings: SettingsFile, clock: Clock, *,
        automatic: bool = True, parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._operations = operations
        self._jobs = jobs
        self._settings = settings
        self._clock = clock
        self._automatic = automatic
        self._begun = self._taking = False
        self._put_off = 0
        self._draft: Draft | None = None
        self._closing = self._rewriting = False
        self._tried: set[OwedCopies] = set()
        """What was tried while its place was there, and cannot be done."""
        self.not_forgotten: tuple[Path, ...] = ()
        """Copies in second places that may still hold somebody who was forgotten, and could not be rewritten."""
        self._alliance = self.file.alliance_id.hex
        self._read_place()
        self.failure: KnownError | None = None
        """Why the last backup could not be taken; nothing once one was."""
        self._work = QTimer(self, singleShot=True, interval=WORK_MS)
        self._work.timeout.connect(self._on_work)
        self._minute = QTimer(self, interval=_LOOK_MS)
        self._minute.timeout.connect(self.look_at_place)
        self._refused_on_record.connect(self._on_refused)
        operations.saved.connect(self._on_saved)
        operations.before_big = self._before_big
        operations.elsewhere = self

    @property
    def file(self) -> AllianceFile:
        """The file as it is open now."""
        file = self._operations.file
        assert isinstance(file, AllianceFile)
        return file

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._taking and self._jobs.idle

    def begin(self) -> None:
        """Begin once the file was found whole: it must not push out good backups before."""
        self._begun = True
        self._read_place()
        self._minute.start()
        self.look_at_place()
        self.told.emit()
        if self._may_take() and self._due():
            self.take(Why.OPENING)

    def backups(self) -> list[tuple[Backup, bool, bool]]:
        """Return every backup with whether it is beside the file, and whether it is in the second place."""
        beside = {one.path.name: one for one in backups_of(self.file.path)}
        there = {one.path.name: one for one in self.place.backups()}
        found = [(one, one.path.name in beside, one.path.name in there) for one in (there | beside).values()]
        return sorted(found, key=lambda one: (one[0].taken_at, one[0].number), reverse=True)

    def words(self) -> tuple[str, str]:
        """Return what the footer says, and in which role."""
        if self.failure is not None:
            return failure_words(self.failure), "warn"
        if self.place.failure is not None and self.place.there:
            return copy_failure_words(self.place.name, self.place.failure), "warn"
        if held := self.still_held_at():
            return still_held_line(held), "warn"
        if self.place.folder is None:
            return "", "text2"
        now = self._now()
        line = copy_line(self.place.name, self.place.copied_at, now)
        late = self.place.copied_at is None or (now - self.place.copied_at).days >= LATE_DAYS
        return line, "warn" if late else "text2"

    def aside(self, function: Callable[..., Any], *args: Any, **asked: Any) -> None:
        """Call a function beside the record's thread, as `Operations.job`: what it asks of the file is soon over."""
        self._jobs.job(function, *args, **asked)

    # Taking

    def take(self, why: Why) -> None:
        """Take a backup as soon as nothing else is under way; what a person asks for is not put off."""
        if self._taking:
            return
        self._taking = True
        patient = why is not Why.ASKED and self._put_off < _PATIENCE
        self._ask(
            self._operations, self._write_draft, why, (lambda: self._operations.awaited) if patient else None,
            done=self._on_draft, failed=partial(self._on_not_begun, why),
        )  # fmt: skip

    def _ask(
        self, where: Operations, function: Callable[..., Any], *args: Any, done: Callable[[Any], object],
        failed: Callable[[KnownError], object],
    ) -> None:  # fmt: skip
        """Ask for a part of the taking: however it ends, the next can be asked for."""
        where.job(function, *args, done=done, failed=failed, stopped=self._on_stopped, crashed=self._on_crashed)

    def take_if_due(self, why: Why) -> None:
        """Take a backup unless the newest holds what the file holds."""
        if self._may_take() and self._due():
            self.take(why)

    def _write_draft(self, why: Why, give_way: Callable[[], bool] | None) -> Draft:
        draft = begin_backup(self.file, at=self._now(), why=why, give_way=give_way)
        self._draft = draft  # known though nobody may take it any more
        return draft

    def _on_draft(self, draft: Draft) -> None:
        self._draft = None
        self._put_off = 0
        self._ask(
            self._jobs, _finish, draft, self.place, self._now(),
            done=partial(self._on_taken, self.place.folder), failed=self._on_refused,
        )  # fmt: skip

    def _on_not_begun(self, why: Why, error: KnownError) -> None:
        self._taking = False
        if isinstance(error, BackupPutOff):
            self._put_off += 1
            QTimer.singleShot(_AGAIN_MS, self, partial(self.take, why))
        else:
            self._on_refused(error)

    def _on_work(self) -> None:
        if self._may_take() and self._due():
            self.take(Why.WORK)

    def _on_stopped(self) -> None:
        self._taking = False

    def _on_crashed(self, _fault: Exception) -> None:
        self._on_refused(BackupFailed(backup_folder(self.file.path)))

    def _on_taken(self, named: Path | None, place: Place) -> None:
        self._taking = False
        self.failure = None
        self._work.stop()
        self._on_place(named, place)

    def _on_refused(self, error: KnownError) -> None:
        self._taking = False
        self.failure = error
        if self._begun and self._may_take():
            self._work.start()  # tried again
        self.told.emit()

    def _on_saved(self, _moment: object) -> None:
        if self._begun and self._may_take() and not self._work.isActive():
            self._work.start()

    def _before_big(self, why: Why) -> None:
        """Take a backup on the record's thread, before what changes much; if it fails, that goes on."""
        if self._may_take() and self._due():
            try:
                take_backup(self.file, at=self._now(), why=why)
            except Exception as error:  # noqa: BLE001 - whatever it is: the work that was asked for is not lost by it
                known = error if isinstance(error, KnownError) else BackupFailed(backup_folder(self.file.path))
                self._refused_on_record.emit(known)
            else:
                self.told.emit()

    def _now(self) -> dt.datetime:
        return self._clock.now().astimezone()

    def _may_take(self) -> bool:
        return self._automatic and not self.file.read_only

    def _due(self) -> bool:
        newest = backups_of(self.file.path)[:1]
        return not newest or changed_since(self.file.path, newest[0])

    # The second place

    def choose_place(self, folder: Path) -> None:
        """Name the second place and copy the newest backup there.

        Raises:
            PlaceReadOnly, PlaceFull, PlaceUnreachable: It cannot be written there; all stays as it was.
        """
        place = claim(folder, self.file.path.stem, uuid.UUID(self._alliance))
        self._settings.set_place(self._alliance, str(place))
        self._read_place()
        self.look_at_place()

    def forget_place(self) -> None:
        """Copy to no second place any more; the copies there stay."""
        self._settings.set_place(self._alliance, "")
        self._read_place()
        self.told.emit()

    def look_at_place(self) -> None:
        """Copy the newest backup to the second place if it is there and lacks it."""
        if self.place.folder is not None:
            newest = backups_of(self.file.path)[:1]
            self._jobs.job(
                copy_newest, self.place, newest[0] if newest else None, self._now(),
                done=partial(self._on_place, self.place.folder), failed=self._on_refused, crashed=self._on_crashed,
            )  # fmt: skip
        else:
            self._rewrite_owed()

    # Somebody who was forgotten

    def second_place(self) -> tuple[str, bool]:
        return self.place.name, self.place.there

    def forget_there(self, person_id: uuid.UUID) -> None:
        owe(self._settings, self._alliance, person_id)
        self.look_at_place()
        self.told.emit()

    def still_held_at(self) -> str:
        """Return the name of a second place whose copies still hold somebody who was forgotten, or an empty text."""
        folders = [Path(one.folder) for one in self._owed()] or [path.parent for path in self.not_forgotten]
        return place_name(folders[0]) if folders else ""

    def _owed(self) -> list[OwedCopies]:
        return [one for one in self._settings.owed(self._alliance) if one not in self._tried]

    def _rewrite_owed(self) -> None:
        """Rewrite, beside the record's thread, the copies whose place is there."""
        owed = self._owed()
        if owed and not self._rewriting and not self._closing:
            self._rewriting = True
            self._jobs.job(
                rewrite_owed, owed, passphrase=self.file.passphrase, placeholder=name_removed(),
                stop=lambda: self._closing, done=self._on_rewritten, failed=self._on_not_rewritten,
                crashed=self._on_not_rewritten, stopped=partial(self._on_rewritten, []),
            )  # fmt: skip

    def _on_rewritten(self, found: list[Paid]) -> None:
        self._rewriting = False
        left = settle(self._settings, found)
        self._tried |= {paid.owed for paid in found if paid.there and paid.left}
        self.not_forgotten = tuple(dict.fromkeys((*self.not_forgotten, *left)))
        if any(paid.there for paid in found):
            self.told.emit()

    def _on_not_rewritten(self, _error: object) -> None:
        self._rewriting = False

    def _read_place(self) -> None:
        known = self._settings.place(self._alliance)
        self.place = Place.remembered(known, self._alliance) if known is not None else Place()

    def _on_place(self, named: Path | None, place: Place) -> None:
        if self.place.folder in (named, place.folder):  # another may have been named meanwhile
            self.place = place
            if place.folder is not None:
                at = place.copied_at.isoformat() if place.copied_at else ""
                self._settings.set_place(self._alliance, str(place.folder), at)
        self._rewrite_owed()
        self.told.emit()

    # Closing

    def close(self) -> None:
        """Take the last backup, after the work on the record has ended; say so where that takes long."""
        for timer in (self._work, self._minute):
            timer.stop()
        self._closing = True
        self._operations.before_big = self._operations.elsewhere = None
        if self._draft is not None:
            drop_draft(self._draft)
            self._draft = None
        if self._may_take() and self._due():
            self._jobs.job(
                _take, self.file, self.place, self._now(),
                done=partial(self._on_place, self.place.folder), failed=self._on_refused, crashed=self._on_crashed,
            )  # fmt: skip
        self._wait(_("Keeping a backup of “{file}”…").format(file=self.file.path.name))

    def _wait(self, words: str) -> None:
        note: QWidget | None = None
        since = time.monotonic()
        while not self._jobs.idle:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            time.sleep(0.005)
            if note is None and time.monotonic() - since > _PATIENCE_SECONDS:
                from desktop.backups.closing import ClosingNote

                note = ClosingNote(words)
                note.show()
        if note is not None:
            note.close()
            note.deleteLater()


def _finish(draft: Draft, place: Place, now: dt.datetime) -> Place:
    backup = finish_backup(draft)
    thin(backup.path.parent, draft.stem, now=now)
    return copy_newest(place, backup, now)


def _take(file: AllianceFile, place: Place, now: dt.datetime) -> Place:
    while file.check_more():  # a damaged file must not push out good backups
        pass
    return _finish(begin_backup(file, at=now, why=Why.CLOSING), place, now)
