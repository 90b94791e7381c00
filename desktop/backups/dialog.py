"""The list of backups: when, why, how large, where; what one holds otherwise than now; restoring it as a new file."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QWidget

from db.backups.backups import Backup, Secrecy, Why, backup_folder, secrecy_of
from db.backups.restoring import restore_backup
from db.errors import KnownError
from desktop import texts, theme
from desktop.backups.keeper import BackupKeeper
from desktop.backups.preview import BackupPreview
from desktop.clock import Clock
from desktop.naming.backups import copy_line, moment_brief, not_rewritten_words, rewritten_later_words, why_words
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import Busy, EmptyState
from desktop.widgets.rows import Column, RowsModel, RowsTable
from desktop.widgets.saving import ask_where, show_folder

WIDTH: Final = 1080
_LIST_HEIGHT: Final = 312

FolderChooser = Callable[[QWidget], Path | None]
FileChooser = Callable[[QWidget, str], Path | None]


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup as the list shows it."""

    backup: Backup
    where: str
    secrecy: Secrecy


def ask_folder(parent: QWidget) -> Path | None:
    """Ask for the second place."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Where copies go as well"), str(Path.home()))
    return Path(chosen) if chosen else None


def ask_new_file(parent: QWidget, name: str) -> Path | None:
    """Ask where a backup is restored to."""
    return ask_where(parent, _("Restore as a new file"), name, _("Alliance files") + " (*.ronda)")


class BackupsDialog(Dialog):
    """Backups newest first, with what the chosen one holds beside them. The open file is never written over."""

    open_requested = Signal(object)
    """The path of a restored file that a person wants to go on with."""

    def __init__(
        self, operations: Operations, keeper: BackupKeeper, clock: Clock, parent: QWidget | None = None, *,
        choose_folder: FolderChooser = ask_folder, choose_file: FileChooser = ask_new_file,
    ) -> None:  # fmt: skip
        lead = _("Taken by themselves while you work, and read back before they count. Older ones thin out.")
        super().__init__(_("Backups"), parent, width=WIDTH, lead=lead)
        self.operations = operations
        self.keeper = keeper
        self._clock = clock
        self._choose_folder = choose_folder
        self._choose_file = choose_file
        self._restored: Path | None = None
        self.model = RowsModel(_columns(), key=lambda one: one.backup.path.name, parent=self)
        self.table = RowsTable(self.model, name=_("Backups"))
        self.table.set_widths(160, 0, 80, 208)
        self.table.setMinimumHeight(theme.px(_LIST_HEIGHT))
        self.empty = EmptyState(_("No backup yet. The first is taken by itself, or now."), icon="archive")
        self.count_label = Label("", 13, 400, "text2")
        self.preview = BackupPreview(keeper)
        self.busy = Busy()
        self.busy.button.hide()
        self.busy.hide()
        self._lay_out()
        self._connect()
        self.restore_button = self.set_primary(_("Restore as a new file…"), self.restore, changes=False)
        self.now_button = self.add_button(_("Back up now"), self.back_up)
        self.folder_button = self.add_button(_("Show folder"), self.show_folder, kind="quiet")
        self.set_close(_("Close"))
        self.refresh()

    def _lay_out(self) -> None:
        list_side = QFrame()
        list_side.setObjectName("card")
        list_side.setLayout(column(self.table, self.empty, spacing=0))
        sides = QHBoxLayout()
        sides.setSpacing(16)
        sides.addWidget(list_side, 1)
        sides.addWidget(self.preview)
        self.body.addLayout(sides, 1)
        self.place_icon = IconLabel("usb", "text2", 18)
        self.place_label = Label("", 14, 400, wrap=True)
        self.place_button = Button("", "small", clicked=self.choose_place)
        self.forget_button = Button(_("Copy there no more"), "small", clicked=self._forget)
        place = row(self.place_icon, spacing=8)
        place.addWidget(self.place_label, 1)
        place.addWidget(self.place_button)
        place.addWidget(self.forget_button)
        self.body.addLayout(place)
        self.body.addWidget(self.busy)

    def _connect(self) -> None:
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _row: self.restore())
        self.keeper.told.connect(self.refresh)

    def refresh(self) -> None:
        """Show what there is now."""
        self.keeper.aside(_rows, self.keeper, done=self._show, failed=self._refuse)

    def _show(self, rows: list[BackupRow]) -> None:
        held = self.table.current_row()
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if rows and (held is None or not self.table.select_key(held.backup.path.name)):
            self.table.select_key(rows[0].backup.path.name)
        if not rows:
            self._on_selected(None)
        self.folder_button.setEnabled(backup_folder(self.keeper.file.path).is_dir())
        self._show_place()
        if self.keeper.failure is not None:
            self.say(sentence(self.keeper.failure))
        elif self.keeper.place.failure is not None:
            self.say(sentence(self.keeper.place.failure))
        elif left := self.keeper.not_forgotten:
            self.say(not_rewritten_words([path.name for path in left]), kind="warn")
        elif held := self.keeper.still_held_at():
            self.say(rewritten_later_words(held), kind="warn")

    def _show_place(self) -> None:
        place = self.keeper.place
        if place.folder is None:
            self.place_label.setText(_("A second place, such as a USB stick, outlives this computer. None is named."))
        else:
            line = copy_line(place.name, place.copied_at, self._clock.now().astimezone())
            if not place.there:
                line += ". " + _("It is not connected now; copies go there once it is.")
            self.place_label.setText(line)
        self.place_button.setText(_("Name a second place…") if place.folder is None else _("Another place…"))
        self.forget_button.setVisible(place.folder is not None)

    def _on_selected(self, chosen: BackupRow | None) -> None:
        self.restore_button.setEnabled(chosen is not None)
        if chosen is None:
            self.preview.clear()
        else:
            self.preview.show_backup(chosen.backup, chosen.secrecy)

    # What a person does here

    def back_up(self) -> None:
        """Take a backup now."""
        self.say("")
        self.keeper.take(Why.ASKED)

    def show_folder(self) -> None:
        """Show the backups in the system's file manager."""
        chosen = self.table.current_row()
        show_folder(chosen.backup.path if chosen else backup_folder(self.keeper.file.path) / "-")

    def choose_place(self) -> None:
        """Ask for a second place and copy the newest backup there."""
        folder = self._choose_folder(self)
        if folder is None:
            return
        self.say("")
        try:
            self.keeper.choose_place(folder)
        except KnownError as error:
            self._refuse(error)

    def _forget(self) -> None:
        self.keeper.forget_place()
        self.place_button.setFocus()

    def restore(self) -> None:
        """Ask where to, and write the chosen backup there as a new file."""
        chosen: BackupRow | None = self.table.current_row()
        if chosen is None:
            return
        file = self.keeper.file
        at = chosen.backup.taken_at.astimezone()
        place = self._choose_file(self, f"{file.path.stem} {at:%Y-%m-%d %H.%M}{file.path.suffix}")
        if place is None:
            return
        self.say("")
        self.busy.start(_("Restoring and checking…"))
        self.busy.button.hide()
        self.restore_button.setEnabled(False)
        self.fit()
        self.keeper.take_if_due(Why.RESTORE)
        self.keeper.aside(
            restore_backup, chosen.backup.path, place, passphrase=self.preview.passphrase(file),
            done=partial(self._on_restored, place, at), failed=self._on_not_restored,
        )  # fmt: skip

    def _on_restored(self, place: Path, at: dt.datetime, _nothing: object) -> None:
        self._end()
        words = _("“{file}” holds what was on record on {moment}. The open file is as it was.")
        said = words.format(file=place.name, moment=texts.date_and_time(at))
        self.message.say(said, "ok", _("Open it"), partial(self._open_restored, place))
        self.fit()
        self.message.button.setFocus()

    def _open_restored(self, place: Path) -> None:
        self.accept()
        self.open_requested.emit(place)

    def _on_not_restored(self, error: KnownError) -> None:
        self._end()
        self._refuse(error)

    def _end(self) -> None:
        self.busy.hide()
        self.restore_button.setEnabled(self.table.current_row() is not None)

    def _refuse(self, error: KnownError) -> None:
        self.say(sentence(error))


def _rows(keeper: BackupKeeper) -> list[BackupRow]:
    found = []
    for backup, beside, there in keeper.backups():
        places = [_("On this computer")] * beside + [keeper.place.name] * there
        found.append(BackupRow(backup, texts.list_of(places), secrecy_of(backup, keeper.file)))
    return found


def _columns() -> list[Column[BackupRow]]:
    return [
        Column(lambda: _("When"), lambda one: moment_brief(one.backup), sort=lambda one: one.backup.taken_at),
        Column(lambda: _("Why"), _why),
        Column(lambda: _("Size"), lambda one: texts.size_bytes(one.backup.size_bytes), right=True),
        Column(lambda: _("Where"), lambda one: one.where, tip=lambda one: str(one.backup.path)),
    ]


def _why(one: BackupRow) -> str:
    said = {Secrecy.OTHER: _("former passphrase"), Secrecy.NONE: _("no passphrase")}.get(one.secrecy)
    why = why_words(one.backup.why)
    return f"{why} · {said}" if said else why
