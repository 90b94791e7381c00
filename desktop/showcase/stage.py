"""Where scenes are played: the program over a copy of the sample, with a stopped clock."""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from sqlalchemy.orm import Session

from db.engine import open_file
from desktop.bootstrap import Program, StartWindow
from desktop.clock import stopped_at
from desktop.conflicts import CONFLICTS
from desktop.copies_seen import CopiesSeen
from desktop.operations import Operations
from desktop.settings import SettingsFile
from desktop.start.page import Choosers
from desktop.texts import _
from desktop.theme import Appearance
from desktop.widgets.page import Page
from desktop.window import Window
from desktop.wiring import ENVELOPE

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

MORNING = dt.datetime(2026, 10, 7, 10, 35).astimezone()
MEETING = dt.datetime(2026, 10, 22, 10, 35).astimezone()


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scene has at hand."""

    program: Program
    settings: SettingsFile
    folder: Path
    """Where the files of this stage are."""
    sample: Path
    """The file that the scenes are played over."""
    breath_ms: int = 30
    """How long what is shown may take to be drawn and laid out."""

    @property
    def window(self) -> Window:
        """The window over the sample."""
        assert isinstance(self.program.window, Window)
        return self.program.window

    @property
    def start(self) -> StartWindow:
        """The window without a file."""
        assert isinstance(self.program.window, StartWindow)
        return self.program.window

    @property
    def operations(self) -> Operations:
        assert self.program.operations is not None
        return self.program.operations

    def show(self, key: str) -> Page:
        """Show a page and wait until it is filled."""
        self.window.show_page(key)
        page = self.window.current_page()
        assert page is not None
        self.settle()
        return page

    def quiet(self) -> None:
        """Take away what an earlier scene had the window say."""
        self.window.toast.hide()
        for about in ("", CONFLICTS, ENVELOPE):
            self.window.set_banner("", about=about)
        self.window.footer.set_state(_("Everything is saved on this computer"))
        self.window.footer.set_place("")

    def put_toast_away(self) -> None:
        """Take away what an earlier scene had done: it would stand over the words of the next."""
        if isinstance(self.program.window, Window):
            self.program.window.toast.hide()

    def read(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Ask the record."""
        found: list[T] = []
        self.operations.read(function, *args, done=found.append, **kwargs)
        self.settle()
        return found[0]

    def settle(self) -> None:
        """Let everything under way arrive and be drawn."""
        for _turn in range(2):
            if self.program.operations is not None:
                self.program.operations.wait(30)
            loop = QEventLoop()
            QTimer.singleShot(self.breath_ms, loop.quit)
            loop.exec()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QApplication.processEvents()

    def dialog(self) -> QDialog:
        """Return the dialog that stands open, the newest where there are several."""
        self.settle()
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, QDialog), "no dialog stands open"
        return shown

    def popup(self, bring: Callable[[], object]) -> QWidget:
        """Return the menu or list that `bring` opens, or the dialog.

        It is opened again where it went with a dialog before it: the window that comes to the front closes pop-ups.
        """
        for _attempt in range(5):
            bring()
            self.settle()
            if (shown := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
                return shown
        raise AssertionError("nothing stands open")

    def put_away(self, target: QWidget) -> None:
        """Close a dialog or menu that a scene brought, and the dialogs it stood on."""
        shown: QWidget | None = target
        while shown is not None:
            below = shown.parentWidget()
            shown.close()
            shown = below.window() if below is not None and isinstance(below.window(), QDialog) else None
        self.settle()


@contextmanager
def stage(
    app: QApplication,
    look: Appearance,
    sample: Path,
    folder: Path,
    *,
    language: str,
    at: dt.datetime,
    who: str,
    passphrase: str | None = None,
    breath_ms: int = 30,
) -> Iterator[Stage]:
    """Open the program over a copy of the sample in `folder`."""
    folder.mkdir(parents=True)
    copy = Path(shutil.copy(sample, folder / sample.name))
    settings = SettingsFile(folder / "settings.json")
    settings.change(who=who, language=language, theme=look.choice)
    nowhere = Choosers(lambda *_: None, lambda *_: None, lambda *_: None)
    copies = CopiesSeen(folder / "copies-seen.json")
    program = Program(
        app, look, settings, clock=stopped_at(at), choosers=nowhere, report_folder=folder, copies=copies
    )  # fmt: skip
    try:
        program.show_file(open_file(copy, passphrase=passphrase, who=who))
        yield Stage(program, settings, folder, copy, breath_ms)
    finally:
        program.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def change(sample: Path, function: Callable[[Session], object]) -> None:
    """Change the sample's file through use cases before scenes are played over it."""
    with open_file(sample) as file, file.writing() as session:
        function(session)
