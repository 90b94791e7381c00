"""Bringing in a list of members: choose the file, say what its columns hold, look at each row, do it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.backups.backups import Why
from db.changes import Changes
from db.incoming.roster import import_members
from db.incoming.roster_rows import Add, Choice, MembersReport, RowVerdict
from desktop import texts
from desktop.clock import Clock
from desktop.exchange.import_words import member_columns
from desktop.exchange.members_in import MembersSheet, look_at_members, read_members
from desktop.exchange.name_parts import NAME_PARTS
from desktop.exchange.tables import Table
from desktop.imports.choosers import MEMBER_SUFFIXES, Choosers
from desktop.imports.columns_view import ColumnsView
from desktop.imports.drop import DropPlace
from desktop.imports.marks import MarkDelegate
from desktop.imports.member_rows import MemberLine, MembersPreview, member_line_model, member_mark, preview_members
from desktop.imports.result import ResultView
from desktop.imports.row_card import RowCard
from desktop.imports.steps import StepsDialog, home_of
from desktop.imports.words import (
    bring_in_verb,
    changed_members,
    counted_rows,
    marks_word,
    members_result,
    members_result_facts,
    new_members,
    nothing_comes_in,
)
from desktop.operations import Operations
from desktop.texts import _, ngettext
from desktop.widgets.cards import Card
from desktop.widgets.headers import TabStrip
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import InlineMessage
from desktop.widgets.rows import RowsTable

FILE, COLUMNS, ROWS, DONE = range(4)
_ALL = "all"


class MembersImport(StepsDialog):
    """Members from a CSV, XLSX or vCard file. Nothing is written before the last verb, and nothing is ever deleted."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        *,
        choosers: Choosers | None = None,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        names = (_("File"), _("Columns"), _("Rows"))
        super().__init__(operations, _("Bring in members"), names, parent)
        self._clock = clock
        self._choosers = choosers or Choosers()
        self._folder = folder or Path.home()
        self._path: Path | None = None
        self._sheet: MembersSheet | None = None
        self._choices: dict[int, Choice] = {}
        self._preview = MembersPreview()
        self.place = DropPlace(
            _("Drop the list of members here"),
            _("Choose a file"),
            icon="upload-simple",
            hint=_(
                "A table as CSV or XLSX with headings over its columns, or contacts as vCard. You see every row before "
                "it comes in."
            ),
            choose=self._choose,
            takes=lambda path: path.suffix.lower() in MEMBER_SUFFIXES,
            kind="primary",
        )
        self.place.dropped.connect(self.take_file)
        self.columns_view = ColumnsView(
            member_columns(),
            needed=("name", *NAME_PARTS),
            lead=_(
                "Ronda guessed what each column holds. Change what is wrong; leave out what is not needed. First and "
                "last names are joined."
            ),
            missing=_("Say which column holds the names."),
        )
        self.columns_view.changed.connect(self._name_verb)
        self.result_view = ResultView()
        for page in (self.place, self.columns_view, self._make_rows(), self.result_view):
            self.add_step(page)
        self.show_step(FILE)

    def _make_rows(self) -> QWidget:
        self.tabs = TabStrip(
            [(_ALL, _("All")), *((mark.value, marks_word(mark)) for mark in RowVerdict)], name=_("Rows shown")
        )
        self.tabs.currentChanged.connect(lambda _index: self._show_lines())
        self.model = member_line_model(self)
        self.table = RowsTable(self.model, name=_("Rows of the file"))
        self.table.setItemDelegate(MarkDelegate(member_mark, self.table))
        self.table.set_widths(116, 48, 200, 0)
        self.row_card = RowCard()
        self.table.selected.connect(lambda line: self.row_card.show_line(line, self._preview))
        self.table.opened.connect(self.lead_on)
        self.row_card.decided.connect(self._decide)
        self.rows_message = InlineMessage()
        listed = Card(margins=(8, 0, 8, 8), spacing=0)
        listed.add(self.tabs)
        listed.body.addWidget(self.table, 1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        sides = row(listed, self.row_card, spacing=16)
        sides.setStretch(0, 1)
        layout.addLayout(column(self.rows_message))
        layout.addLayout(sides, 1)
        return page

    def take_file(self, path: Path) -> None:
        """Look at the file and show its columns; what cannot be read leaves the one chosen before."""
        done = partial(self._on_looked, path)
        task = self.operations.job(look_at_members, path, done=done, failed=self.refuse)
        self.begin(_("Reading “{name}”…").format(name=path.name), task)

    def _choose(self) -> None:
        chosen = self._choosers.members(self, home_of(self._path) if self._path else self._folder)
        if chosen is not None:
            self.take_file(chosen)

    def _on_looked(self, path: Path, found: tuple[Table, Mapping[str, int]]) -> None:
        self._path = path
        self.end()
        table, columns = found
        self._choices = {}
        self.place.show_chosen(path, counted_rows(len(table.rows)))
        self.columns_view.show_table(table, columns)
        self.show_step(COLUMNS)

    def _go_on(self) -> None:
        match self.step():
            case 0 if self._path is None:
                self._choose()
            case 0:
                self.show_step(COLUMNS)
            case 1:
                self._read_rows()
            case 2:
                self._bring_in()
            case _:
                self.accept()

    def _name_verb(self) -> None:
        words = {
            FILE: _("Choose a file") if self._path is None else _("See the columns"),
            COLUMNS: _("See the rows"),
            ROWS: bring_in_verb(self._preview.report),
            DONE: _("Close"),
        }
        self.next_button.setText(words[self.step()])
        self.next_button.setHidden(self.step() == FILE and self._path is None)  # the place has the button itself
        ready = {COLUMNS: self.columns_view.ready(), ROWS: self._does_something()}
        self.next_button.setEnabled(ready.get(self.step(), True))

    def _does_something(self) -> bool:
        return bool(new_members(self._preview.report) or changed_members(self._preview.report))

    def _read_rows(self) -> None:
        assert self._path is not None
        columns = self.columns_view.columns()
        task = self.operations.job(
            read_members, self._path, columns=columns, done=self._on_read, failed=self.refuse
        )  # fmt: skip
        self.begin(_("Reading “{name}”…").format(name=self._path.name), task)

    def _on_read(self, sheet: MembersSheet) -> None:
        if self._sheet is not None and self._sheet.entries != sheet.entries:
            self._choices = {}
        self._sheet = sheet
        self._plan(partial(self._on_planned, first=True))

    def _plan(self, done: Callable[[MembersPreview], object]) -> None:
        assert self._sheet is not None
        self.operations.read(
            preview_members,
            self._sheet.entries,
            today=self._clock.today(),
            choices=dict(self._choices),
            done=done,
            failed=self.refuse,
            key=(self, "plan"),
        )

    def _on_planned(self, preview: MembersPreview, *, first: bool = False) -> None:
        self._preview = preview
        self.end()
        if first:
            self.tabs.set_key(_ALL)
            self.show_step(ROWS)
        self._show_lines()
        self._name_verb()
        if first:
            self.table.setFocus()

    def _show_lines(self) -> None:
        lines = self._preview.lines(self._choices)
        held = self.table.current_row()
        place = self.table.currentIndex().row()
        key = self.tabs.key()
        for mark in RowVerdict:
            count = sum(line.mark is mark for line in lines)
            self.tabs.set_count(mark.value, marks_word(mark), count)
            self.tabs.set_shown(mark.value, shown=bool(count) or key == mark.value)
        self.tabs.set_count(_ALL, _("All"), len(lines))
        shown = [line for line in lines if key in (_ALL, line.mark.value)]
        self.model.set_rows(shown)
        if shown and (held is None or not self.table.select_key(held.row)):
            self.table.select_key(shown[min(max(place, 0), len(shown) - 1)].row)
        self.row_card.show_line(self.table.current_row(), self._preview)
        self._say_rows(lines)

    def _undecided(self) -> list[MemberLine]:
        """Return the doubtful rows that stay out because nobody said whom they are about."""
        lines = self._preview.lines(self._choices)
        return [line for line in lines if line.mark is RowVerdict.DOUBTFUL and line.planned.choice is Add.SKIP]

    def _say_rows(self, lines: Sequence[MemberLine]) -> None:
        if waiting := len(self._undecided()):
            words = ngettext(
                "{n} doubtful row stays out until you say whether it is somebody on record.",
                "{n} doubtful rows stay out until you say whether they are somebody on record.",
                waiting,
            )
            self.rows_message.say(
                words.format(n=texts.number(waiting)), "warn", _("Show doubtful"), self._show_doubtful
            )
        elif self._does_something():
            self.rows_message.say("")
        elif out := sum(line.planned.outcome is RowVerdict.REFUSED for line in lines):
            self.rows_message.say(nothing_comes_in(out, len(lines)), "warn")
        else:
            self.rows_message.say(_("Everything in this file is on record already. There is nothing to change."), "ok")

    def _show_doubtful(self) -> None:
        self.tabs.set_key(RowVerdict.DOUBTFUL.value)
        self.table.setFocus()

    def _show_undecided(self) -> bool:
        undecided = self._undecided()
        if undecided:
            self.tabs.set_key(RowVerdict.DOUBTFUL.value)
            self.table.select_key(undecided[0].row)
            self.row_card.take_keyboard()
        return bool(undecided)

    def _decide(self, number: int, choice: Choice) -> None:
        self._choices[number] = choice
        self.table.setFocus()
        self._plan(self._on_planned)

    def _bring_in(self) -> None:
        assert self._sheet is not None
        task = self.operations.write(
            import_members,
            self._sheet.entries,
            today=self._clock.today(),
            choices=dict(self._choices),
            progress=self.busy.progress,
            done=self._on_done,
            failed=self.refuse,
            stopped=self.stopped,
            backup=Why.IMPORT,
        )
        self.begin(_("Bringing in the members…"), task, can_stop=True)

    def _on_done(self, result: tuple[MembersReport, Changes]) -> None:
        self.end()
        report, _changes = result
        self.result_view.show_result(members_result(report), members_result_facts(report))
        self.show_step(DONE)
        self.offer_undo()
