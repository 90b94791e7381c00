"""The papers members and others gave for meetings: found, opened, saved."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import ClassVar

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QWidget

from db.folding import fold
from db.meetings.papers import PaperRow, all_papers
from desktop import texts, theme
from desktop.naming.lists import paper_columns
from desktop.naming.meetings import meeting_name, paper_item, paper_name
from desktop.operations import Operations
from desktop.reports.lists import listed
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import Index, RowDelegate
from desktop.widgets.fields import Choice
from desktop.widgets.labels import hline
from desktop.widgets.lanes import bar
from desktop.widgets.layouts import column, row
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import EmptyState
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.painting import draw_text
from desktop.widgets.paper_files import PaperFiles
from desktop.widgets.printed_list import PrintList, print_button
from desktop.widgets.rows import Column, RowsModel, RowsTable, row_of
from desktop.widgets.search_field import SearchField
from desktop.widgets.targets import OpenMeetings


def _meeting(paper: PaperRow) -> str:
    return meeting_name(paper.meeting) if paper.meeting else ""


COLUMNS: tuple[Column[PaperRow], ...] = (
    Column(lambda: _("Paper"), paper_name, spoken=lambda paper: f"{paper_name(paper)}, {paper_item(paper)}"),
    Column(lambda: _("Meeting"), _meeting),
    Column(lambda: _("Date"), lambda paper: texts.date_short_year(paper.meeting.date) if paper.meeting else ""),
    Column(lambda: _("No."), attrgetter("label")),
    Column(lambda: _("Size"), lambda paper: texts.size_bytes(paper.size_bytes), right=True),
)


_NARROW = 900
_WIDTHS, _NARROW_WIDTHS = (0, 280, 120, 64, 88), (0, 168, 104, 48, 80)


class PaperDelegate(RowDelegate):
    """A paper's name with the item it stands under."""

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column():
            super().paint_content(painter, rect, option, index)
            return
        paper: PaperRow = row_of(index)
        line = theme.px(18)
        top = rect.y() + (rect.height() - 2 * line) / 2 - 0.5
        draw_text(painter, QRectF(rect.x(), top, rect.width(), line), paper_name(paper), 14, 500)
        draw_text(painter, QRectF(rect.x(), top + line, rect.width(), line), paper_item(paper), 13, role="text2")


class PaperTable(RowsTable):
    """The papers; a row's menu opens with the menu key or the right button."""

    menu_requested = Signal(object)
    """The point on the screen where the menu of the current paper is to open."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.currentIndex().isValid():
            self.menu_requested.emit(event.globalPos())


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to: words, a meeting."""

    words: str = ""
    meeting_id: object = None


class KeptPapers(QWidget):
    """Search, filter by meeting, open, save a copy, go to the meeting."""

    kinds: ClassVar[frozenset[str]] = frozenset({"paper", "meeting", "agenda_item", "working_group"})

    said = Signal(str)
    open_requested = Signal(object)
    header_changed = Signal()
    print_list_requested = Signal(object)

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = operations
        self._papers: Sequence[PaperRow] = ()
        self._wanted: uuid.UUID | None = None
        self.files = PaperFiles(operations, parent=self)
        self.files.said.connect(self.said)
        self.model = RowsModel(COLUMNS, key=attrgetter("id"), parent=self)
        self.table = PaperTable(self.model, name=_("Papers"), row_height=48)
        self.table.setItemDelegate(PaperDelegate(self.table))
        self.print_button = print_button(self.print_out)
        self.search_field = SearchField(_("Search papers"), key="Ctrl F", width=280)
        self.meeting_choice = Choice(name=_("Meeting"), kind="filter")
        self.open_button = Button(_("Open"), "quiet", clicked=self._open)
        self.save_button = Button(_("Save a copy…"), "quiet", clicked=self._save)
        self.meeting_button = Button(_("Go to the meeting"), "quiet", clicked=self._go_to_meeting)
        self.empty = EmptyState("", _("Go to the meetings"), icon="file-text", clicked=self._go_to_meetings)
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        looking = row(self.search_field, self.meeting_choice, None)
        doing = (self.open_button, self.save_button, self.meeting_button)
        card.add(bar(looking, doing, widths=(448, 340)), hline())
        card.body.addLayout(row(self.table, margins=(8, 0, 8, 0)))
        card.body.addWidget(self.empty, 1)
        self.setLayout(column(card, margins=PAGE_MARGINS))
        self.table.opened.connect(self.files.open)
        self.table.selected.connect(self._mark_buttons)
        self.table.menu_requested.connect(self._show_menu)
        self.search_field.textChanged.connect(lambda _text: self._filter())
        self.search_field.down_pressed.connect(self.table.setFocus)
        self.meeting_choice.chosen.connect(lambda _key: self._filter())
        self._mark_buttons(None)

    def fact(self) -> str:
        """Return how many papers there are, and how large they are in all."""
        count = len(self._papers)
        size = texts.size_bytes(sum({paper.digest: paper.size_bytes for paper in self._papers}.values()))
        message = ngettext("{n} paper, {size}", "{n} papers, {size}", count)
        return message.format(n=texts.number(count), size=size) if count else ""

    def verbs(self) -> Sequence[QWidget]:
        """Return the header's buttons, made once."""
        return (self.print_button,)

    def print_out(self) -> bool:
        """Print the list as it stands."""
        typed = self.search_field.text().strip()
        told = [self.meeting_choice.currentText()] if self.meeting_choice.value() is not None else []
        told += [_("“{words}”").format(words=typed)] if typed else []
        sheet = listed(_("Papers"), paper_columns(), self.model.rows, told)
        self.print_list_requested.emit(PrintList("papers", sheet))
        return True

    def key_hints(self) -> Sequence[KeyHint]:
        """Return the keys that matter here."""
        return (KeyHint("Enter", _("open")), KeyHint("Ctrl F", _("search")), KeyHint("F6", _("next panel")))

    def panels(self) -> Sequence[QWidget]:
        """Return what F6 goes round."""
        return (self.search_field, self.table)

    def search(self) -> bool:
        """Go to the search."""
        self.search_field.setFocus()
        self.search_field.selectAll()
        return True

    def filters(self) -> Filters:
        """Return what the list is narrowed to."""
        return Filters(self.search_field.text(), self.meeting_choice.value())

    def narrow(self, filters: Filters, paper_id: uuid.UUID | None) -> None:
        """Narrow the list, also before it is there, and choose a paper."""
        self._wanted = paper_id
        self.search_field.setText(filters.words)
        self.meeting_choice.expect(filters.meeting_id)
        self.refresh()

    def refresh(self) -> None:
        """Look at the record again."""
        self.operations.read(all_papers, done=self._show, key=("papers", id(self)))

    def _show(self, papers: list[PaperRow]) -> None:
        self._papers = papers
        meetings = {paper.meeting.id: paper.meeting for paper in papers if paper.meeting}
        words = [(key, meeting_name(label)) for key, label in meetings.items()]
        self.meeting_choice.set_choices([(None, _("All meetings")), *words])
        self._filter()
        if self._wanted is not None and self.table.select_key(self._wanted):
            self.table.setFocus()
        self._wanted = None
        self.header_changed.emit()

    def _filter(self) -> None:
        words, meeting_id = fold(self.search_field.text()).split(), self.meeting_choice.value()
        shown = [
            paper
            for paper in self._papers
            if meeting_id in (None, paper.meeting_id) and all(word in _searched(paper) for word in words)
        ]
        self.model.set_rows(shown)
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        self.empty.show_button(not self._papers)
        self.empty.set_sentence(
            _("No paper is like this.") if self._papers else _("No papers yet. Add them where a meeting is prepared.")
        )
        if shown and not self.table.currentIndex().isValid():
            self.table.select_key(shown[0].id)

    def _mark_buttons(self, paper: PaperRow | None) -> None:
        for button in (self.open_button, self.save_button, self.meeting_button):
            button.setEnabled(paper is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.table.set_widths(*(_NARROW_WIDTHS if self.width() < theme.px(_NARROW) else _WIDTHS))
        super().resizeEvent(event)

    def _open(self) -> None:
        if (paper := self.table.current_row()) is not None:
            self.files.open(paper)

    def _save(self) -> None:
        if (paper := self.table.current_row()) is not None:
            self.files.save(paper)

    def _go_to_meeting(self) -> None:
        paper = self.table.current_row()
        if paper is not None and paper.meeting_id is not None:
            self.open_requested.emit(OpenMeeting(paper.meeting_id, "papers", paper.item_id))

    def _go_to_meetings(self) -> None:
        self.open_requested.emit(OpenMeetings())

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, act in (
            (self.open_button, self._open),
            (self.save_button, self._save),
            (self.meeting_button, self._go_to_meeting),
        ):
            menu.addAction(button.text(), act)
        menu.popup(place)


def _searched(paper: PaperRow) -> str:
    return fold(" ".join((paper.title, paper.name, paper_item(paper), _meeting(paper))))
