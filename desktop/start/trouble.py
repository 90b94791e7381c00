"""What the start page does with a file that comes from elsewhere, or that is damaged."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.errors import KnownError
from db.errors.files import FileDamaged, PassphraseNeeded, WrongPassphrase
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _

if TYPE_CHECKING:
    from db.rescue.rescue import Rescued
    from desktop.damage import Help
    from desktop.start.trouble_dialogs import DamagedDialog, ElsewhereDialog, WorkingDialog

_LOCKED = (PassphraseNeeded, WrongPassphrase)


class Rescuers(Protocol):
    """What is asked of the program here; off the window's thread."""

    def take_in(self, path: Path, place: Path, *, passphrase: str | None, progress: Any = None) -> Any:
        """Make a clean copy of another's file at a place, and open that."""

    def what_helps(self, path: Path, *, passphrase: str | None) -> "Help":
        """Return what there is for a damaged file."""
        ...

    def open_backup(self, found: "Help", *, passphrase: str | None) -> Any:
        """Put the backup in the place of the damaged file, and open it."""

    def rescue(self, path: Path, *, passphrase: str | None, progress: Any = None) -> "tuple[Rescued, Path]":
        """Put what can be read of a damaged file in its place."""
        ...


class Host(Protocol):
    """What is asked of the start page."""

    def begin(self, words: str) -> None:
        """Say what is being done; nothing else can be begun meanwhile."""

    def end(self) -> None:
        """Let other things be begun again."""

    def fail(self, error: KnownError) -> None:
        """Say what went wrong."""

    def finish(self, file: object) -> None:
        """Pass an opened file on."""

    def open_path(
        self, path: Path, *, passphrase: str | None = None, read_only: bool = False, ours: bool = False
    ) -> None:  # fmt: skip
        """Open a file."""

    def ask_passphrase(self, path: Path, error: KnownError, again: Callable[[str], None]) -> None:
        """Ask for the passphrase of a file, and go on with it; while that is being asked, say that it was wrong."""

    def place_for_clean_copy(self, over: QWidget, path: Path) -> Path | None:
        """Ask where a clean copy is to be."""


class Trouble:
    """Leads through it; `host` is the page, `over` the window that dialogs stand over."""

    def __init__(self, host: Host, over: QWidget, work: Rescuers, jobs: Operations) -> None:
        self._host, self._over, self._work, self._jobs = host, over, work, jobs

    # From elsewhere

    def ask_elsewhere(self, path: Path, passphrase: str | None, read_only: bool) -> None:
        """Ask whether to make a clean copy of a file, or to open it itself."""
        from desktop.start.trouble_dialogs import ElsewhereDialog

        dialog = ElsewhereDialog(path, self._over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.copy_button.clicked.disconnect()
        dialog.copy_button.clicked.connect(lambda _checked: self._ask_place(dialog, path, passphrase))
        dialog.ours_said.connect(dialog.reject)
        dialog.ours_said.connect(
            partial(self._host.open_path, path, passphrase=passphrase, read_only=read_only, ours=True)
        )
        dialog.open()

    def _ask_place(self, dialog: "ElsewhereDialog", path: Path, passphrase: str | None) -> None:
        place = self._host.place_for_clean_copy(dialog, path)
        if place is not None:
            dialog.accept()
            self.take_in(path, place, passphrase)

    def take_in(self, path: Path, place: Path, passphrase: str | None) -> None:
        """Make a clean copy of a file and open that."""
        self._host.begin(_("Making a clean copy of “{name}”…").format(name=path.name))
        self._jobs.job(
            self._work.take_in, path, place, passphrase=passphrase,
            done=self._host.finish, failed=partial(self._on_not_taken, path, place),
        )  # fmt: skip

    def _on_not_taken(self, path: Path, place: Path, error: KnownError) -> None:
        self._host.end()
        if isinstance(error, _LOCKED):
            self._host.ask_passphrase(path, error, lambda typed: self.take_in(path, place, typed))
        else:
            self._host.fail(error)

    # Damaged

    def ask_damaged(self, path: Path, passphrase: str | None, error: KnownError) -> None:
        """Look for what helps, and lead on from there."""
        self._host.begin(_("Looking for a good backup of “{name}”…").format(name=path.name))
        self._jobs.job(
            self._work.what_helps, path, passphrase=passphrase,
            done=partial(self._show_help, passphrase, error), failed=partial(self._on_no_help, path, error),
        )  # fmt: skip

    def _on_no_help(self, path: Path, damaged: KnownError, error: KnownError) -> None:
        self._host.end()
        if isinstance(error, _LOCKED):
            self._host.ask_passphrase(path, error, lambda typed: self.ask_damaged(path, typed, damaged))
        else:
            self._host.fail(damaged)

    def _show_help(self, passphrase: str | None, error: KnownError, found: "Help") -> None:
        from desktop.start.trouble_dialogs import DamagedDialog

        self._host.end()
        dialog = DamagedDialog(_said(error), found, self._over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.backup_chosen.connect(lambda: self._open_backup(dialog, passphrase))
        dialog.rescue_chosen.connect(lambda: self._rescue(dialog, passphrase))
        dialog.open()

    def _open_backup(self, dialog: "DamagedDialog", passphrase: str | None) -> None:
        dialog.set_working(_("Writing out the backup and checking it…"))
        self._jobs.job(
            self._work.open_backup, dialog.found, passphrase=passphrase,
            done=partial(self._on_backup, dialog), failed=partial(self._on_refused, dialog),
        )  # fmt: skip

    def _on_backup(self, dialog: "DamagedDialog", file: object) -> None:
        dialog.set_working("")
        dialog.accept()
        self._host.finish(file)

    def _rescue(self, dialog: "DamagedDialog", passphrase: str | None) -> None:
        dialog.set_working(_("Reading what can be read…"))
        self._jobs.job(
            self._work.rescue, dialog.found.path, passphrase=passphrase,
            done=partial(self._on_rescued, dialog, passphrase), failed=partial(self._on_refused, dialog),
        )  # fmt: skip

    def _on_rescued(self, dialog: "DamagedDialog", passphrase: str | None, found: "tuple[Rescued, Path]") -> None:
        from desktop.start.trouble_dialogs import RescuedDialog

        dialog.set_working("")
        dialog.accept()
        path = dialog.found.path
        told = RescuedDialog(path, *found, self._over)
        told.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        told.accepted.connect(lambda: self._host.open_path(path, passphrase=passphrase, ours=True))
        told.open()

    def _on_refused(self, dialog: "WorkingDialog", error: KnownError) -> None:
        dialog.set_working("")
        dialog.say(sentence(error))


def _said(error: KnownError) -> str:
    """Return what is wrong with a file, without the advice that the dialog itself gives."""
    return _("It cannot be read whole. Nothing was changed.") if type(error) is FileDamaged else sentence(error)


def clean_copy_name(folder: Path, path: Path) -> Path:
    """Return where a clean copy goes unless somebody says else: in a folder of one's own, under a free name."""
    name = folder / path.name
    count = 2
    while os.path.lexists(name):
        name = folder / f"{path.stem} {count}{path.suffix}"
        count += 1
    return name
