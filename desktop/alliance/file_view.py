"""The open file itself: where it is, its size, its passphrase, its check, copies of it."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from db.changes import Changes
from db.engine import FORMAT, AllianceFile
from db.errors import KnownError
from db.files.checks import Finding, check_record, only_search
from db.files.copies import copy_file
from db.handover.standing import DeskRow, desk_row
from desktop import texts, theme
from desktop.alliance.passphrase import Deed, PassphraseChange
from desktop.clock import Clock
from desktop.naming.checks import finding_sentence
from desktop.naming.desk import handovers_words, held_words
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.settings import SettingsFile
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.labels import IconLabel, Label, hline
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import Busy, InlineMessage
from desktop.widgets.saving import ask_where, show_folder

CopyChooser = Callable[[QWidget, str], Path | None]
"""Is given the parent and a name to suggest; returns where the copy goes, or None."""


def open_file_of(operations: Operations) -> AllianceFile:
    """Return the alliance file that is open."""
    file = operations.file
    if not isinstance(file, AllianceFile):
        message = "no alliance file is open"
        raise TypeError(message)
    return file


def ask_copy_place(parent: QWidget, name: str) -> Path | None:
    """Ask where a copy goes."""
    return ask_where(parent, _("Where to keep the copy"), name, _("Alliance files") + " (*.ronda)")


class FileView(QWidget):
    """Facts with what can be done about each, one below the other."""

    envelope_requested = Signal(object)
    """Please print the sheet for the sealed envelope; the day on which the passphrase was set."""

    def __init__(
        self,
        operations: Operations,
        settings: SettingsFile,
        clock: Clock,
        *,
        choose_copy: CopyChooser = ask_copy_place,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._settings = settings
        self._clock = clock
        self._choose_copy = choose_copy
        self.known_names: Sequence[str] = ()
        """What a passphrase should not be made of."""
        self._make_parts()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, theme.px(96))
        self._grid.setColumnStretch(1, 1)
        self._fill()
        self.setLayout(column(self.busy, self.message, self._grid, None, spacing=12))
        self.refresh()

    def _make_parts(self) -> None:
        self.place_label = Label("", 14, 400, wrap=True)
        self.size_label = Label("", 14)
        self.protection_icon = IconLabel("lock-open", "text3", 18)
        self.protection_label = Label("", 14, 400, wrap=True)
        self.format_label = Label("", 14, 400, wrap=True)
        self.desk_label = Label("", 14, 400, wrap=True)
        self.copies_label = Label("", 14, 400, wrap=True)
        self.check_label = Label("", 14, 400, wrap=True)
        self.folder_button = Button(_("Show folder"), clicked=lambda: show_folder(self._file().path))
        self.set_button = Button(_("Protect…"), clicked=partial(self._passphrase, Deed.SET))
        self.change_button = Button(_("Change…"), clicked=partial(self._passphrase, Deed.CHANGE))
        self.remove_button = Button(_("Remove…"), clicked=partial(self._passphrase, Deed.REMOVE))
        self.set_button.setAccessibleName(_("Protect with a passphrase"))
        self.change_button.setAccessibleName(_("Change the passphrase"))
        self.remove_button.setAccessibleName(_("Remove the passphrase"))
        self.check_button = Button(_("Check the file"), clicked=self.check)
        self.copy_button = Button(_("Make a copy…"), clicked=self.make_copy)
        self.message = InlineMessage()
        self.busy = Busy()
        self.busy.button.hide()
        self.busy.hide()

    def _fill(self) -> None:
        protection = row(self.protection_icon, spacing=8)
        protection.addWidget(self.protection_label, 1)
        parts: tuple[tuple[str, QWidget | QHBoxLayout, tuple[Button, ...]], ...] = (
            (_("Where it is"), self.place_label, (self.folder_button,)),
            (_("Size"), self.size_label, ()),
            (_("The desk"), self.desk_label, ()),
            (_("Passphrase"), protection, (self.set_button, self.change_button, self.remove_button)),
            (_("Copies"), self.copies_label, (self.copy_button,)),
            (_("Last check"), self.check_label, (self.check_button,)),
            (_("Format"), self.format_label, ()),
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        for place, (word, fact, buttons) in enumerate(parts):
            line = place * 2
            self._grid.addWidget(Label(word, 13, 500, "text2"), line, 0, middle)
            if isinstance(fact, QWidget):
                self._grid.addWidget(fact, line, 1, middle)
            else:
                self._grid.addLayout(fact, line, 1)
            self._grid.addLayout(row(None, *buttons, spacing=8), line, 2)
            self._grid.setRowMinimumHeight(line, theme.px(36))
            if place < len(parts) - 1:
                self._grid.addWidget(hline(), line + 1, 0, 1, 3)

    def _file(self) -> AllianceFile:
        return open_file_of(self._operations)

    def refresh(self) -> None:
        """Show the facts as they are now."""
        file = self._file()
        self.place_label.setText(str(file.home))
        self.size_label.setText(texts.size_bytes(file.path.stat().st_size) if file.path.exists() else "–")
        if file.protected:
            self.protection_icon.set_icon("lock-fill", "ok")
            self.protection_label.setText(_("Protected by a passphrase"))
            self.copies_label.setText(_("A whole copy under the same passphrase, for a USB stick or a colleague."))
        else:
            self.protection_icon.set_icon("lock-open", "text3")
            self.protection_label.setText(_("Not protected: whoever has the file can read it"))
            self.copies_label.setText(_("A whole copy, for a USB stick or a colleague."))
        self.format_label.setText(_("{n}, the newest that this Ronda knows").format(n=texts.number(FORMAT)))
        for button, shown in (
            (self.set_button, not file.protected),
            (self.change_button, file.protected),
            (self.remove_button, file.protected),
        ):
            button.setVisible(shown)
            button.setEnabled(not file.read_only)
        self.check_label.setText(self._last_check())
        self._operations.look(desk_row, done=self._show_desk)

    def _show_desk(self, held: DeskRow) -> None:
        self.desk_label.setText(f"{held_words(held)}, {handovers_words(held.count)}")

    def _last_check(self) -> str:
        try:
            moment = dt.datetime.fromisoformat(self._settings.checked(self._file().home.absolute()))
        except ValueError:
            return _("Not checked on this computer yet")
        return _("Whole on {moment}").format(moment=texts.date_and_time(moment))

    def check(self) -> None:
        """Check that the file is whole."""
        self._begin(_("Checking the file…"))
        self._operations.read(check_record, done=self._on_checked, failed=self._on_refused)

    def make_copy(self) -> None:
        """Ask where a copy goes and make it."""
        file = self._file()
        name = f"{file.path.stem} {self._clock.today().isoformat()}{file.path.suffix}"
        place = self._choose_copy(self, name)
        if place is None:
            return
        self._begin(_("Making the copy…"))
        self._operations.job(
            copy_file,
            file.engine,
            file.path,
            place,
            done=lambda _result: self._on_copied(place),
            failed=self._on_refused,
        )

    def _on_checked(self, findings: Sequence[Finding]) -> None:
        self._end()
        if findings:
            then = (
                _("The record itself is whole. The next change makes the search index anew.")
                if only_search(findings)
                else _("Keep this file, and open a backup.")
            )
            words = [*map(finding_sentence, findings), then]
            self.message.say(" ".join(words), "danger")
            return
        self._settings.note_checked(self._file().home.absolute(), self._clock.now().isoformat(timespec="minutes"))
        self.message.say(_("The file is whole: its pages, references, tables and search agree."), "ok")
        self.refresh()

    def _on_copied(self, place: Path) -> None:
        self._end()
        words = _("The copy is “{name}”, in {place}.").format(name=place.name, place=place.parent)
        self.message.say(words, "ok", _("Show folder"), lambda: show_folder(place))

    def _passphrase(self, deed: Deed) -> None:
        self.message.say("")
        dialog = PassphraseChange(self._operations, deed, known=self.known_names, parent=self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._on_passphrase, deed))
        dialog.open()

    def _on_passphrase(self, deed: Deed) -> None:
        self.refresh()
        self._operations.changed.emit(Changes(kinds=frozenset({"protection"})))
        self.say_done(deed)

    def say_done(self, deed: Deed) -> None:
        """Say what was done about the passphrase; where there is a new one, offer the sheet to write it on."""
        words = {
            Deed.SET: _("The file is protected now. Write the passphrase down for a sealed envelope."),
            Deed.CHANGE: _("The passphrase is changed. Write the new one down for a sealed envelope."),
            Deed.REMOVE: _("The passphrase is removed: whoever has the file can read it."),
        }
        if deed is Deed.REMOVE:
            self.message.say(words[deed], "ok")
        else:
            ask = partial(self.envelope_requested.emit, self._clock.today())
            self.message.say(words[deed], "ok", _("Print the sheet…"), ask)

    def _on_refused(self, error: KnownError) -> None:
        self._end()
        self.message.say(sentence(error), "danger")

    def _begin(self, words: str) -> None:
        self.message.say("")
        self.busy.start(words)
        self.busy.button.hide()
        self._let_do(False)

    def _end(self) -> None:
        self.busy.hide()
        self._let_do(True)

    def _let_do(self, may: bool) -> None:
        self.check_button.setEnabled(may)
        self.copy_button.setEnabled(may)
