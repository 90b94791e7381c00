"""Bringing in past meetings: a spreadsheet and a folder of minutes, a look at what would come, then all of it."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.backups.backups import Why
from db.changes import Changes
from db.incoming.imports import import_meetings, plan_meetings
from db.incoming.past_meetings import MeetingsReport, Remark, Verdict
from desktop import texts
from desktop.clock import Clock
from desktop.exchange.import_words import meeting_fields
from desktop.exchange.meetings_in import MeetingsSheet, look_at_meetings, read_meetings
from desktop.exchange.tables import Table
from desktop.imports.choosers import SHEET_SUFFIXES, Choosers
from desktop.imports.columns_view import ColumnsView
from desktop.imports.drop import DropPlace
from desktop.imports.past_preview import PastPreview, bodies, remarks_of
from desktop.imports.remarks_file import write_remarks
from desktop.imports.result import ResultView
from desktop.imports.steps import StepsDialog, home_of
from desktop.imports.words import (
    counted_meetings,
    counted_rows,
    meetings_result,
    meetings_result_facts,
    meetings_verb,
    nothing_comes_in,
    texts_to_come,
)
from desktop.operations import Operations
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.focus import focus_into
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import InlineMessage

FILE, COLUMNS, PREVIEW, DONE = range(4)


class MeetingsImport(StepsDialog):
    """Meetings of the past, each name and word as written, in one step that can be stopped and undone."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        *,
        choosers: Choosers | None = None,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        names = (_("Files"), _("Columns"), _("Meetings"))
        super().__init__(operations, _("Bring in past meetings"), names, parent)
        self._clock = clock
        self._choosers = choosers or Choosers()
        self._folder = folder or Path.home()
        self._path: Path | None = None
        self._minutes: Path | None = None
        self._sheet: MeetingsSheet | None = None
        self._report = MeetingsReport()
        self.columns_view = ColumnsView(
            meeting_fields(),
            needed=("date",),
            lead=_("Ronda guessed what each column holds. Change what is wrong; leave out what is not needed."),
            missing=_("Say which column holds the dates."),
        )
        self.columns_view.changed.connect(self._name_verb)
        self.save_button = Button(_("Save this list…"), icon="floppy-disk", clicked=self._save_list)
        self.saved_message = InlineMessage()
        for page in (self._make_files(), self.columns_view, self._make_preview(), self._make_done()):
            self.add_step(page)
        self.show_step(FILE)

    def _make_files(self) -> QWidget:
        self.sheet_place = DropPlace(
            _("Drop the list of meetings here"),
            _("Choose a file"),
            icon="table",
            hint=_("A table as CSV or XLSX, one row a meeting, at least with its date."),
            choose=self._choose_sheet,
            takes=lambda path: path.suffix.lower() in SHEET_SUFFIXES,
        )
        self.folder_place = DropPlace(
            _("Drop the folder of minutes here, if there is one"),
            _("Choose a folder"),
            icon="folder",
            hint=_(
                "Its files are the ones that the list names, as plain text or Word (DOCX). Their text is kept to the "
                "letter and can be searched."
            ),
            choose=self._choose_minutes,
            takes=Path.is_dir,
        )
        self.sheet_place.dropped.connect(self.take_sheet)
        self.folder_place.dropped.connect(self.take_minutes)
        page = QWidget()
        sides = row(self.sheet_place, self.folder_place, spacing=16)
        for side in (0, 1):
            sides.setStretch(side, 1)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        lead = _("Nothing on record is changed. Names that nobody has become individual members.")
        layout.addWidget(Label(lead, 14, 400, "text2", wrap=True))
        layout.addLayout(sides, 1)
        return page

    def _make_preview(self) -> QWidget:
        self.preview = PastPreview()
        self.preview.opened.connect(self.lead_on)
        self.preview_label = Label("", 16, 600, wrap=True)
        self.preview_hint = Label("", 14, 400, "text2", wrap=True)
        self.preview_message = InlineMessage()
        return _page(column(self.preview_label, self.preview_hint, spacing=2), self.preview_message, self.preview)

    def _make_done(self) -> QWidget:
        self.done_preview = PastPreview()
        listed = _page(self.done_preview, row(self.save_button, self.saved_message, None, spacing=12))
        self.result_view = ResultView(listed)
        return self.result_view

    def take_sheet(self, path: Path) -> None:
        """Look at the list of meetings and show its columns."""
        done = partial(self._on_looked, path)
        task = self.operations.job(look_at_meetings, path, done=done, failed=self.refuse)
        self.begin(_("Reading “{name}”…").format(name=path.name), task)

    def take_minutes(self, folder: Path) -> None:
        """Look for the minutes in `folder`."""
        self._minutes = folder
        self.folder_place.show_chosen(folder, str(folder.parent))

    def _choose_sheet(self) -> None:
        chosen = self._choosers.sheet(self, home_of(self._path) if self._path else self._folder)
        if chosen is not None:
            self.take_sheet(chosen)

    def _choose_minutes(self) -> None:
        chosen = self._choosers.folder(self, home_of(self._path) if self._path else self._folder)
        if chosen is not None:
            self.take_minutes(chosen)

    def _on_looked(self, path: Path, found: tuple[Table, Mapping[str, int]]) -> None:
        table, columns = found
        self._path = path
        self.end()
        self.sheet_place.show_chosen(path, counted_rows(len(table.rows)))
        self.columns_view.show_table(table, columns)
        self.next_button.setFocus()

    def _go_on(self) -> None:
        match self.step():
            case 0:
                self.show_step(COLUMNS)
            case 1:
                self._read_meetings()
            case 2:
                self._bring_in()
            case _:
                self.accept()

    def _name_verb(self) -> None:
        words = {
            FILE: _("See the columns"),
            COLUMNS: _("See the meetings"),
            PREVIEW: meetings_verb(self._report),
            DONE: _("Close"),
        }
        ready = {
            FILE: self._path is not None,
            COLUMNS: self.columns_view.ready(),
            PREVIEW: bool(self._report.count(Verdict.NEW) or self._report.count(Verdict.TEXT)),
        }
        self.next_button.setText(words[self.step()])
        self.next_button.setEnabled(ready.get(self.step(), True))

    def _read_meetings(self) -> None:
        assert self._path is not None
        columns = self.columns_view.columns()
        task = self.operations.job(
            read_meetings,
            self._path,
            minutes_folder=self._minutes,
            columns=columns,
            today=self._clock.today(),
            progress=self.busy.progress,
            done=self._on_read,
            failed=self.refuse,
            stopped=self.stopped,
        )
        self.begin(_("Reading the list and the minutes…"), task, can_stop=True)

    def _on_read(self, sheet: MeetingsSheet) -> None:
        self._sheet = sheet
        self.operations.read(plan_meetings, sheet.meetings, done=self._on_planned, failed=self.refuse)

    def _on_planned(self, report: MeetingsReport) -> None:
        assert self._sheet is not None
        self._report = report
        self.end()
        remarks = remarks_of(self._sheet, report)
        self.preview.show_report(report, remarks, tab="bodies" if report.meetings else "remarks")
        self._say_preview(report)
        self.show_step(PREVIEW)
        focus_into(self.preview.pages)

    def _say_preview(self, report: MeetingsReport) -> None:
        new, lines = report.count(Verdict.NEW), bodies(report)
        counted = ngettext("{meetings} of {n} body", "{meetings} of {n} bodies", len(lines))
        self.preview_label.setText(
            counted.format(meetings=counted_meetings(len(report.meetings)), n=texts.number(len(lines)))
        )
        self.preview_label.setVisible(bool(lines))
        words = _("The new ones come in as they are written. What reads as no name stays as written, and is listed.")
        gained = texts_to_come(report)
        self.preview_hint.setText(" ".join([words] * bool(new) + [gained] * bool(gained)))
        self.preview_hint.setVisible(bool(new or gained))
        out, differ = len(self._sheet.refused) if self._sheet is not None else 0, report.count(Verdict.DIFFERS)
        warnings = []
        if differ:
            sentence = ngettext(
                "{n} meeting is on record with other contents. It stays as it is.",
                "{n} meetings are on record with other contents. They stay as they are.",
                differ,
            )
            warnings.append(sentence.format(n=texts.number(differ)))
        if not new and not gained and out:
            warnings.append(nothing_comes_in(out, out + len(report.meetings)))
        if warnings or new or gained:
            self.preview_message.say(" ".join(warnings), "warn")
        else:
            self.preview_message.say(
                _("Every meeting in this file is on record already. There is nothing to change."), "ok"
            )

    def _bring_in(self) -> None:
        assert self._sheet is not None
        task = self.operations.write(
            import_meetings,
            self._sheet.meetings,
            progress=self.busy.progress,
            done=self._on_done,
            failed=self.refuse,
            stopped=self.stopped,
            backup=Why.IMPORT,
        )
        self.begin(_("Bringing in the meetings…"), task, can_stop=True)

    def _on_done(self, result: tuple[MeetingsReport, Changes]) -> None:
        assert self._sheet is not None
        report, _changes = result
        self.end()
        remarks = remarks_of(self._sheet, report)
        self.result_view.show_result(meetings_result(report), [" ".join(meetings_result_facts(report))])
        self.done_preview.show_report(report, remarks, tab="remarks" if remarks else "names")
        self.save_button.setVisible(bool(remarks))
        self.saved_message.say("")
        self._remarks = remarks
        self.show_step(DONE)
        self.offer_undo()
        self.next_button.setFocus()

    def remarks(self) -> list[Remark]:
        """Return what was left to look at."""
        return self._remarks

    def _save_list(self) -> None:
        assert self._path is not None
        place = self._path.with_name(_("To look at") + ".csv")
        chosen = self._choosers.list_place(self, place)
        if chosen is not None:
            self.operations.job(write_remarks, chosen, self._remarks, done=self._on_list_saved, failed=self.refuse)

    def _on_list_saved(self, path: Path) -> None:
        words = _("The list is in “{name}”, in {place}.").format(name=path.name, place=path.parent)
        self.saved_message.say(words, "ok")


def _page(*parts: object) -> QWidget:
    """Return parts one below the other; the last widget that is a list takes the room."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part, 1 if isinstance(part, PastPreview) else 0)
        elif isinstance(part, QVBoxLayout | type(row())):
            layout.addLayout(part)
    return page
