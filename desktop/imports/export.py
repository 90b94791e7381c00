"""Saving every table of the record as CSV files into a new folder."""

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget
from sqlalchemy.orm import Session

from db.alliance import alliance
from db.errors import KnownError
from desktop import texts
from desktop.clock import Clock
from desktop.exchange.csv_out import Written, export_csv, notes_told
from desktop.imports.choosers import Choosers
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import FormRows, PathField
from desktop.widgets.layouts import row
from desktop.widgets.messages import Busy, InlineMessage


class TablesExport(Dialog):
    """Asks where the new folder goes, writes it, says what is in it."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        *,
        choosers: Choosers | None = None,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        lead = _(
            "Each list becomes a CSV file that any spreadsheet opens, minutes become text files, papers stay as they "
            "are. Ronda can read the folder back. The files are not protected by a passphrase."
        )
        super().__init__(_("Save tables as CSV"), parent, width=560, lead=lead)
        self.operations = operations
        self._clock = clock
        self._choosers = choosers or Choosers()
        self._folder = folder or Path.home()
        self._name = ""
        self.place_field = PathField(name=_("New folder"))
        self.place_button = Button(_("Change folder"), clicked=self._choose)
        place = QWidget()
        place.setLayout(row(self.place_field, self.place_button))
        form = FormRows(above=True)
        form.add(_("New folder"), place)
        self.notes_box = QCheckBox(_("With the chair’s private notes"))
        form.add(
            _("Private notes"), self.notes_box,
            hint=_("They are for the chair alone. Left out, they do not come back with the tables either."),
        )  # fmt: skip
        self.done_message = InlineMessage()
        self.busy = Busy()
        self.busy.button.hide()
        self.busy.hide()
        self.add(form, self.busy, self.done_message)
        self.save_button = self.set_primary(_("Save tables"), self._save, changes=False)
        self.save_button.setEnabled(False)
        self.operations.read(_name, clock.today(), done=self._on_named)

    def place(self) -> Path:
        """Return the folder to be made."""
        return self._folder / self._name

    def _on_named(self, name: str) -> None:
        self._name = name
        self.save_button.setEnabled(True)
        self._show_place()

    def _show_place(self) -> None:
        self.place_field.setText(str(self.place()))

    def _choose(self) -> None:
        chosen = self._choosers.folder(self, self._folder)
        if chosen is not None:
            self._folder = chosen
            self.say("")
            self._show_place()

    def _save(self) -> None:
        self.say("")
        self.save_button.setEnabled(False)
        self.place_button.setEnabled(False)
        self.notes_box.setEnabled(False)
        self.busy.start(_("Saving the tables…"))
        self.busy.button.hide()
        self.fit()
        self.operations.read(
            export_csv, self.place(), today=self._clock.today(), chair_notes=self.notes_box.isChecked(),
            done=self._on_saved, failed=self._on_refused,
        )  # fmt: skip

    def _on_saved(self, written: Written) -> None:
        self.busy.hide()
        self.save_button.hide()
        self.set_close(_("Close"))
        words = [_counted_tables(len(written.rows))]
        if written.texts:
            text = ngettext("{n} text of minutes", "{n} texts of minutes", written.texts)
            words.append(text.format(n=texts.number(written.texts)))
        if written.papers:
            paper = ngettext("{n} paper", "{n} papers", written.papers)
            words.append(paper.format(n=texts.number(written.papers)))
        said = _("{things} are in “{name}”.").format(things=texts.list_of(words), name=self.place().name)
        self.done_message.say(" ".join(filter(None, (said, notes_told(written)))), "ok")
        self.close_button.setFocus()
        self.fit()

    def _on_refused(self, error: KnownError) -> None:
        self.busy.hide()
        self.save_button.setEnabled(True)
        self.place_button.setEnabled(True)
        self.notes_box.setEnabled(True)
        self.say(sentence(error))
        self.fit()


def _counted_tables(count: int) -> str:
    return ngettext("{n} table", "{n} tables", count).format(n=texts.number(count))


def _name(session: Session, today: dt.date) -> str:
    """Return what the folder is called: the alliance's name and the day."""
    name = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in alliance(session).name)
    return _("{name}, tables of {day}").format(name=" ".join(name.split())[:60], day=today.isoformat())
