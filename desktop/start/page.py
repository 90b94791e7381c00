"""The page seen when no file is open."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from db.errors import KnownError
from db.errors.files import BothChanged, FileDamaged, FileInUse, FileMissing, PassphraseNeeded, WrongPassphrase
from db.errors.foreign import FileFromElsewhere
from db.errors.handover import PackPassphraseNeeded, WrongPackPassphrase
from desktop import texts, theme
from desktop.operations import Operations
from desktop.pack_names import looks_like_pack
from desktop.sentences import sentence
from desktop.settings import RecentFile, SettingsFile
from desktop.start.choosers import (
    ask_clean_place,
    ask_copy_place,
    ask_file,
    ask_pack,
    ask_received_place,
    ask_sample_place,
)
from desktop.start.dialogs import (
    SUFFIX,
    BothChangedDialog,
    InUseDialog,
    NewAllianceDialog,
    NewFile,
    PassphraseDialog,
    file_name,
)
from desktop.start.trouble import Rescuers, Trouble, clean_copy_name
from desktop.texts import _
from desktop.widgets.badges import Mark
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.cards import Card
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import Busy, InlineMessage
from desktop.widgets.rows import Column, RowsModel, RowsTable

if TYPE_CHECKING:
    from db.files.lock import Holder
    from desktop.copies_seen import Receipt
    from desktop.start.pack import PackDialog

_ASKS_PASSPHRASE = (
    PassphraseNeeded, WrongPassphrase, PackPassphraseNeeded, WrongPackPassphrase,
)  # fmt: skip


class FileWork(Rescuers, Protocol):
    """What the start page asks of the program. Runs off the window's thread; raises `KnownError` with what is wrong."""

    def open_file(
        self, path: Path, *, passphrase: str | None, read_only: bool, ours: bool = False, over: "Holder | None" = None,
        keep_mine: bool | None = None,
    ) -> Any:  # fmt: skip
        """Open the alliance file at `path`; one that never was open here only with `ours`.

        With `over`, take it over from that holder. With `keep_mine`, where it and its copy on this computer were both
        changed, open the copy, or else the file.
        """

    def create_file(self, path: Path, *, name: str, language: str, passphrase: str | None) -> Any:
        """Make a new alliance file at `path` and open it."""

    def make_sample(self, path: Path, *, language: str) -> Any:
        """Make the sample alliance at `path` and open it."""

    def copy_file(self, path: Path, copy: Path, *, passphrase: str | None) -> Any:
        """Copy the file at `path`, which is open elsewhere, and open the copy."""

    def open_pack(self, path: Path, *, passphrase: str | None, progress: Any = None) -> Any:
        """Open a handover pack, whole or not at all."""

    def keep_pack(self, pack: Any, place: Path, *, passphrase: str | None, progress: Any = None) -> Any:
        """Keep the file of a pack at a place, and open it."""

    def who_claims(self, pack: Any) -> str:
        """Return who has the desk as far as this computer knows, where that is not the one of the pack."""
        ...

    def received(self, pack: Any) -> "Receipt | None":
        """Return where and when this computer received the pack before, if it did."""
        ...

    def fresh_sample(self, *, language: str) -> Any:
        """Make the sample alliance in its usual place, in place of an older one, and open it."""


@dataclass(frozen=True, slots=True)
class Choosers:
    """How a file is asked for; replaced in tests, where the system's own dialogs cannot be driven."""

    file_to_open: Callable[[QWidget, Path], Path | None]
    place_for_sample: Callable[[QWidget, Path], Path | None]
    place_for_copy: Callable[[QWidget, Path], Path | None]
    folder: Callable[[QWidget, Path], Path | None] | None = None
    pack_to_open: Callable[[QWidget, Path], Path | None] | None = None
    place_for_received: Callable[[QWidget, Path], Path | None] | None = None
    place_for_clean_copy: Callable[[QWidget, Path], Path | None] | None = None


class StartPage(QWidget):
    """Open, make new, try a sample, or go on with a file of before. Says in place what went wrong."""

    opened = Signal(object)
    """The open file, as `FileWork` returned it."""
    made_protected = Signal(object)
    """In place of `opened`, for a file that was just made with a passphrase."""
    settings_requested = Signal()

    def __init__(
        self,
        work: FileWork,
        settings: SettingsFile,
        jobs: Operations,
        *,
        choosers: Choosers | None = None,
        folder: Path | None = None,
        out_of_sight: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._work = work
        self._settings = settings
        self._jobs = jobs
        self._choosers = choosers or Choosers(ask_file, ask_sample_place, ask_copy_place)
        self._folder = folder or Path.home()
        self._out_of_sight = out_of_sight
        self._asking: PassphraseDialog | None = None
        self._trouble = Trouble(self, self, work, jobs)
        self.message = InlineMessage()
        self.busy = Busy()
        self.busy.button.hide()
        self.busy.hide()
        self._body = self._make_body()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row(None, self._body, None))
        outer.addStretch(3)
        self._size()
        self.show_recent()
        for keys, act in (("Ctrl+O", self.choose_file), ("Ctrl+N", self.new_alliance)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _make_body(self) -> QWidget:
        self.open_button = Button(_("Open an alliance file"), "primary", "folder-open", clicked=self.choose_file)
        self.new_button = Button(_("New alliance"), icon="plus", clicked=self.new_alliance)
        self.pack_button = Button(_("Open a handover pack…"), icon="handshake", clicked=self.choose_pack)
        self.sample_button = Button(_("Try it with a sample"), icon="flask", clicked=self.try_sample)
        settings = IconButton("gear-six", _("Settings"), clicked=self.settings_requested.emit)
        brand = QHBoxLayout()
        brand.setSpacing(12)
        brand.addWidget(Mark(48))
        brand.addLayout(
            column(
                Label("Ronda", 24, 600),
                Label(_("The desk of a small alliance’s secretariat"), 14, 400, "text2"),
                spacing=0,
            ),
            1,
        )
        brand.addWidget(settings, 0, Qt.AlignmentFlag.AlignTop)
        card = Card(margins=(24, 20, 24, 20), spacing=12)
        card.add(
            brand,
            4,
            self._buttons(),
            self.busy,
            self.message,
        )
        self._model: RowsModel[RecentFile] = RowsModel(
            [Column(lambda: _("Alliance"), lambda file: file.name, spoken=lambda file: f"{file.name}, {file.path}")],
            key=lambda file: file.path,
        )
        self.recent = RowsTable(self._model, name=_("Recent files"), row_height=48)
        self.recent.horizontalHeader().hide()
        self.recent.set_widths(0)
        self.recent.setItemDelegate(TwoLineDelegate(_show_recent, self.recent))
        self.recent.opened.connect(lambda file: self.open_path(Path(file.path)))
        self._recent_card = Card(_("Recent files"), margins=(24, 16, 24, 16))
        self._recent_card.add(self.recent)
        body = QWidget()
        body.setLayout(column(card, self._recent_card, spacing=16))
        return body

    def _buttons(self) -> QGridLayout:
        """Return what can be begun, two and two beneath each other."""
        grid = QGridLayout()
        grid.setSpacing(8)
        parts = (self.open_button, self.new_button, self.pack_button, self.sample_button)
        for place, part in enumerate(parts):
            part.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            grid.addWidget(part, place // 2, place % 2)
        for half in range(2):
            grid.setColumnStretch(half, 1)
        return grid

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first = self.open_button if self._recent_card.isHidden() else self.recent
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_recent(self) -> None:
        """Show the files opened before, as the settings have them."""
        files = self._settings.value.recent
        self._model.set_rows(files)
        self._recent_card.setVisible(bool(files))
        self.recent.setFixedHeight(theme.px(48) * min(len(files), 6) + 2)
        if files:
            self.recent.select_key(files[0].path)
        (self.recent if files else self.open_button).setFocus()

    def choose_file(self) -> None:
        """Ask for a file and open it."""
        chosen = self.ask_file(self)
        if chosen is not None:
            self.open_path(chosen)

    def ask_file(self, over: QWidget) -> Path | None:
        """Ask `over` a window for a file; None if none was chosen."""
        return self._choosers.file_to_open(over, self._last_folder())

    def open_path(
        self, path: Path, *, passphrase: str | None = None, read_only: bool = False, ours: bool = False
    ) -> None:  # fmt: skip
        """Open the file at `path`, or the pack; asks for its passphrase if it has one, and whose it is if unknown."""
        if looks_like_pack(path):
            self.open_pack(path, passphrase=passphrase)
            return
        self._open(path, passphrase=passphrase, read_only=read_only, ours=ours)

    def _open(self, path: Path, *, passphrase: str | None, **how: Any) -> None:
        """Open a file as it was said `how`; where a passphrase is asked for, it is opened so after that, too."""
        self.say_opening(path)
        self._jobs.job(
            self._work.open_file, path, passphrase=passphrase, **{"read_only": False, **how},
            done=self.finish, failed=partial(self._on_not_opened, path, passphrase, how),
        )  # fmt: skip

    def choose_pack(self) -> None:
        """Ask for a handover pack and open it."""
        ask = self._choosers.pack_to_open or ask_pack
        chosen = ask(self, self._last_folder())
        if chosen is not None:
            self.open_pack(chosen)

    def open_pack(self, path: Path, *, passphrase: str | None = None) -> None:
        """Open a handover pack, and show what it is before anything of it is kept."""
        self.begin(_("Opening and checking “{name}”…").format(name=path.name))
        self._jobs.job(
            self._work.open_pack,
            path,
            passphrase=passphrase,
            done=partial(self._on_pack, passphrase),
            failed=partial(self._on_not_opened, path, passphrase, {}),
            progress=self.busy.progress,
        )

    def _on_pack(self, passphrase: str | None, pack: Any) -> None:
        from desktop.start.pack import PackDialog

        self.end()
        self._close_asking()
        dialog = PackDialog(pack, self._work.who_claims(pack), self._work.received(pack), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.keep_button.clicked.disconnect()
        dialog.keep_button.clicked.connect(lambda _checked: self._keep_pack(dialog, passphrase))
        dialog.finished.connect(lambda _result: pack.close())
        dialog.open()

    def _keep_pack(self, dialog: "PackDialog", passphrase: str | None) -> None:
        if not dialog.is_wanted():
            return
        suggested = self._last_folder() / (file_name(dialog.pack.manifest.alliance) + SUFFIX)
        place = (self._choosers.place_for_received or ask_received_place)(dialog, suggested)
        if place is None:
            return
        dialog.set_working(True)

        def done(file: object) -> None:
            dialog.set_working(False)
            dialog.accept()
            self.finish(file)

        def failed(error: KnownError) -> None:
            dialog.set_working(False)
            dialog.say(sentence(error))

        self._jobs.job(
            self._work.keep_pack, dialog.pack, place, passphrase=passphrase, done=done, failed=failed,
            progress=dialog.busy.progress,
        )  # fmt: skip

    def say_opening(self, path: Path) -> None:
        """Say that the file at `path` is being opened; nothing else can be begun meanwhile."""
        self.begin(_("Opening “{name}”…").format(name=path.name))

    def say_not_opened(self, path: Path, error: KnownError, passphrase: str | None = None) -> None:
        """Say why the file at `path` was not opened, or ask for what it takes to open it."""
        self._on_not_opened(path, passphrase, {}, error)

    def new_alliance(self) -> None:
        """Ask about a new alliance and make its file."""
        self.ask_new(self)

    def ask_new(self, over: QWidget) -> NewAllianceDialog:
        """Ask `over` a window about a new alliance and make its file; return the dialog."""
        dialog = NewAllianceDialog(self._last_folder(), choose_folder=self._choosers.folder, parent=over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.make_button.clicked.disconnect()
        dialog.make_button.clicked.connect(lambda _checked: self._make(dialog, dialog.answer()))
        dialog.open()
        return dialog

    def try_sample(self) -> None:
        """Make the sample alliance and open it."""
        chosen = self._choosers.place_for_sample(self, self._last_folder())
        if chosen is None:
            return
        self.begin(_("Making the sample…"))
        self._jobs.job(self._work.make_sample, chosen, language=texts.language(), done=self.finish, failed=self.fail)

    def open_fresh_sample(self) -> None:
        """Make the sample in its usual place, without asking, and open it."""
        self.begin(_("Making the sample…"))
        self._jobs.job(self._work.fresh_sample, language=texts.language(), done=self.finish, failed=self.fail)

    def _make(self, dialog: NewAllianceDialog, new: NewFile) -> None:
        dialog.make_button.setEnabled(False)

        def done(file: object) -> None:
            dialog.accept()
            self.finish(file, self.opened if new.passphrase is None else self.made_protected)

        def failed(error: KnownError) -> None:
            dialog.make_button.setEnabled(True)
            dialog.say(sentence(error))
            dialog.fit()

        self._jobs.job(
            self._work.create_file,
            new.path,
            name=new.name,
            language=new.language,
            passphrase=new.passphrase,
            done=done,
            failed=failed,
        )

    def finish(self, file: object, passed_on: SignalInstance | None = None) -> None:
        """Pass an opened file on; this page may be gone afterwards."""
        self.end()
        self.message.say("")
        self._close_asking()
        (passed_on or self.opened).emit(file)

    def _on_not_opened(
        self, path: Path, passphrase: str | None, how: dict[str, Any], error: KnownError
    ) -> None:  # fmt: skip
        self.end()
        if isinstance(error, _ASKS_PASSPHRASE):
            self.ask_passphrase(path, error, partial(self._open_again, path, how))
        elif isinstance(error, FileFromElsewhere):
            self._trouble.ask_elsewhere(path, passphrase, how.get("read_only", False))
        elif isinstance(error, FileDamaged):
            self._close_asking()
            self._trouble.ask_damaged(path, passphrase, error)
        elif isinstance(error, FileInUse):
            self._ask_about_use(path, passphrase, error)
        elif isinstance(error, BothChanged):
            self._ask_which(path, passphrase, error)
        elif isinstance(error, FileMissing) and any(str(path) == file.path for file in self._model.rows):
            self.message.say(sentence(error), "danger", _("Take it off the list"), partial(self._forget, path))
        else:
            self.fail(error)

    def fail(self, error: KnownError) -> None:
        """Say what went wrong."""
        self._close_asking()
        self.end()
        self.message.say(sentence(error), "danger")

    def _forget(self, path: Path) -> None:
        self._settings.forget(str(path))
        self.message.say("")
        self.show_recent()

    def _ask_about_use(self, path: Path, passphrase: str | None, error: FileInUse) -> None:
        self._close_asking()
        dialog = InUseDialog(path, error, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.open_path(path, passphrase=passphrase, read_only=True, ours=True))
        dialog.copy_requested.connect(lambda: self._copy(dialog, path, passphrase))
        dialog.take_over_requested.connect(lambda: self._take_over(dialog, path, passphrase, error))
        dialog.open()

    def _ask_which(self, path: Path, passphrase: str | None, error: BothChanged) -> None:
        self._close_asking()
        dialog = BothChangedDialog(error, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda mine: self._open(path, passphrase=passphrase, ours=True, keep_mine=mine))
        dialog.open()

    def _take_over(self, dialog: InUseDialog, path: Path, passphrase: str | None, error: FileInUse) -> None:
        dialog.reject()
        self._open(path, passphrase=passphrase, ours=True, over=error.holder)

    def _copy(self, dialog: InUseDialog, path: Path, passphrase: str | None) -> None:
        chosen = self._choosers.place_for_copy(self, path)
        if chosen is None:
            return
        dialog.reject()
        self.begin(_("Copying “{name}”…").format(name=path.name))
        self._jobs.job(self._work.copy_file, path, chosen, passphrase=passphrase, done=self.finish, failed=self.fail)

    def _open_again(self, path: Path, how: dict[str, Any], typed: str) -> None:
        if looks_like_pack(path):
            self.open_pack(path, passphrase=typed)
        else:
            self._open(path, passphrase=typed, **how)

    def ask_passphrase(self, path: Path, error: KnownError, again: Callable[[str], None]) -> None:
        """Ask for the passphrase of a file, and go on with it; while that is being asked, say that it was wrong."""
        if self._asking is not None:
            self._asking.open_button.setEnabled(True)
            self._asking.say_wrong(sentence(error))
            return
        dialog = PassphraseDialog(path, self)
        self._asking = dialog
        dialog.open_button.clicked.disconnect()
        dialog.open_button.clicked.connect(lambda _checked: self._try_passphrase(dialog, again))
        dialog.finished.connect(self._on_asked)
        dialog.open()

    def _try_passphrase(self, dialog: PassphraseDialog, again: Callable[[str], None]) -> None:
        dialog.open_button.setEnabled(False)
        again(dialog.passphrase())

    def _close_asking(self) -> None:
        if self._asking is not None:
            self._asking.accept()

    def place_for_clean_copy(self, over: QWidget, path: Path) -> Path | None:
        """Ask where the clean copy of a file is to be."""
        ask = self._choosers.place_for_clean_copy or ask_clean_place
        return ask(over, clean_copy_name(self._last_folder(), path))

    def _on_asked(self, _result: QDialog.DialogCode) -> None:
        if self._asking is not None:
            self._asking.deleteLater()
            self._asking = None

    def begin(self, words: str) -> None:
        """Say what is being done; nothing else can be begun meanwhile."""
        self.message.say("")
        self.busy.start(words)
        self.busy.button.hide()
        self._body.setEnabled(False)

    def end(self) -> None:
        """Let other things be begun again."""
        self.busy.hide()
        self._body.setEnabled(True)

    def _last_folder(self) -> Path:
        """Return where the file used last lies; not where the sample is kept: people would not find it again."""
        folders = (Path(file.path).parent for file in self._settings.value.recent)
        return next((folder for folder in folders if folder != self._out_of_sight), self._folder)

    def _size(self) -> None:
        self._body.setFixedWidth(theme.px(640))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._size()
        super().changeEvent(event)


def _show_recent(file: RecentFile) -> TwoLines:
    return TwoLines(file.name, file.path, initials=texts.initials(file.name), first_weight=600, path=True)
