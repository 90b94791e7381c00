"""The list of meetings: what is to come on top, then what was, newest first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QStyleOptionViewItem, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors import KnownError
from db.folding import fold
from db.meetings import cycle as meeting_cycle
from db.meetings import meetings
from db.meetings.labels import UPCOMING
from db.meetings.meetings import MeetingRow
from db.members.choices import BodyChoice, group_choices
from db.vocabulary import MeetingStatus
from desktop import texts, theme
from desktop.clock import Clock
from desktop.meetings.cancel_dialog import CancelDialog
from desktop.meetings.new_meeting import NewMeetingDialog
from desktop.meetings.series_dialog import SeriesDialog
from desktop.naming.lists import meeting_columns
from desktop.naming.meetings import meeting_name, meeting_times, status_word
from desktop.operations import Operations
from desktop.reports.lists import listed
from desktop.sentences import sentence
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import Index, RowDelegate
from desktop.widgets.fields import Choice
from desktop.widgets.labels import hline
from desktop.widgets.lanes import bar
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import EmptyState
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.painting import draw_badge, draw_text
from desktop.widgets.printed_list import PrintList, print_button
from desktop.widgets.rows import Column, RowsModel, RowsTable, row_of
from desktop.widgets.search_field import SearchField

ALL = "all"
PLENARY = "plenary"
STATUS_BADGES = {
    MeetingStatus.PREPARING: ("outline", "note-pencil"),
    MeetingStatus.CALLED: ("soft", "megaphone"),
    MeetingStatus.RUNNING: ("ok", "record"),
    MeetingStatus.WRITING_UP: ("warnsolid", "pencil-line"),
    MeetingStatus.FOLLOWING_UP: ("soft", "check-square"),
    MeetingStatus.CLOSED: ("neutral", None),
    MeetingStatus.CANCELLED: ("dash", "prohibit"),
}


def ordered(rows: Sequence[MeetingRow]) -> list[MeetingRow]:
    """Return what is to come, the next first, then what was, the newest first."""
    coming = [row for row in rows if row.status in UPCOMING]
    return coming[::-1] + [row for row in rows if row.status not in UPCOMING]


def _count(value: int) -> str:
    return str(value) if value else "–"


def _not_agreed(line: MeetingRow) -> str:
    message = ngettext("{n} not agreed yet", "{n} not agreed yet", line.actions_not_agreed)
    return message.format(n=line.actions_not_agreed) if line.actions_not_agreed else ""


COLUMNS: tuple[Column[MeetingRow], ...] = (
    Column(lambda: _("Meeting"), meeting_name),
    Column(lambda: _("Date"), lambda line: texts.date_short_year(line.date), sort=attrgetter("date")),
    Column(lambda: _("Time"), meeting_times),
    Column(lambda: _("Place"), attrgetter("place")),
    Column(lambda: pgettext("of a meeting", "Status"), lambda line: status_word(line.status)),
    Column(lambda: _("Items"), lambda line: _count(line.items), right=True),
    Column(lambda: _("Here"), lambda line: _count(line.present), right=True),
    Column(lambda: _("Decisions"), lambda line: _count(line.decisions), right=True),
    Column(lambda: _("Actions"), lambda line: _count(line.actions), right=True, tip=_not_agreed),
)
_NAME, _STATUS = 0, 4
SEARCH_WIDTH = 240


class MeetingDelegate(RowDelegate):
    """A meeting's name with the group it is of, and its status as a badge."""

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        line: MeetingRow = row_of(index)
        if index.column() == _STATUS:
            kind, icon = STATUS_BADGES[line.status]
            place = QPointF(rect.x(), rect.y() + (rect.height() - theme.px(20)) / 2)
            draw_badge(painter, place, status_word(line.status), kind, icon)
        elif index.column() == _NAME:
            weight = 600 if line.status in UPCOMING else 500
            draw_text(painter, rect, meeting_name(line), 14, weight)
        else:
            super().paint_content(painter, rect, option, index)


class MeetingTable(RowsTable):
    """The meetings; a row's menu opens with the menu key or the right button."""

    menu_requested = Signal(object)
    """The point on the screen where the menu of the current row is to open."""
    delete_requested = Signal()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.currentIndex().isValid():
            self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.delete_requested.emit()
            return
        super().keyPressEvent(event)


def read_list(session: Session, today: Any) -> tuple[list[MeetingRow], list[BodyChoice], list[int]]:
    """Return all meetings, the groups to filter by, and the years there are."""
    return meetings.meetings(session), group_choices(session, today), meetings.meeting_years(session)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to."""

    words: str
    body: object
    """`ALL`, `PLENARY` or the key of a group."""
    year: object
    """None for every year."""


class MeetingList(QWidget):
    """Filters, the list, and what can be done with a meeting as a whole."""

    opened = Signal(object)
    """The `OpenMeeting` to show."""
    fact_changed = Signal(str)
    """What the header says beside the title."""
    said = Signal(str)
    said_with_undo = Signal(str)
    print_list_requested = Signal(object)
    """Please print this `PrintList`."""
    import_requested = Signal()
    """Please let past meetings be brought in."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._clock = clock
        self._rows: list[MeetingRow] = []
        self._groups: list[BodyChoice] = []
        self._wanted: uuid.UUID | None = None
        self.model = RowsModel(COLUMNS, key=attrgetter("id"), parent=self)
        self.table = MeetingTable(self.model, name=_("Meetings"), row_height=36)
        self.table.setItemDelegate(MeetingDelegate(self.table, past=lambda line: line.status not in UPCOMING))
        self.table.set_widths(0, 104, 104, 216, 132, 60, 84, 80, 68, give_way=(3, 2, 8, 7))
        self.new_button = Button(_("New meeting"), "primary", "plus", clicked=self.plan)
        self.series_button = Button(_("Series…"), icon="arrows-clockwise", clicked=self.show_series)
        self.print_button = print_button(self.print_out)
        self.search_field = SearchField(_("Search meetings"), key="Ctrl F")
        self.body_choice = Choice(name=_("Whose meetings"), kind="filter")
        self.year_choice = Choice(name=_("Year"), kind="filter")
        self.copy_button = Button(_("Duplicate…"), "quiet", clicked=self.duplicate)
        self.cancel_button = Button(_("Cancel meeting…"), "quiet", clicked=self.cancel)
        self.delete_button = Button(_("Delete"), "quiet", clicked=self.delete)
        writes(self.new_button, self.copy_button, self.cancel_button, self.delete_button)
        self.empty = EmptyState(
            _("No meetings yet. Plan the first one."),
            _("New meeting"),
            icon="calendar-blank",
            clicked=self.plan,
        )
        self.import_button = self.empty.add_button(_("Bring in past meetings…"), self.import_requested.emit)
        self._lay_out()
        self._connect()
        self._mark_buttons(None)

    def _lay_out(self) -> None:
        card = Card(margins=(0, 0, 0, 0), spacing=0)
        self.search_field.setMaximumWidth(theme.px(SEARCH_WIDTH))  # narrower where the filters need the room
        looking = row(self.search_field, self.body_choice, self.year_choice, None)
        looking.setStretchFactor(self.search_field, 100)
        doing = (self.copy_button, self.cancel_button, self.delete_button)
        card.add(bar(looking, doing, widths=(448, 316)), hline(), row(self.table, margins=(8, 0, 8, 0)))
        card.body.addWidget(self.empty, 1)
        self.empty.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(*PAGE_MARGINS)
        column.addWidget(card)

    def _connect(self) -> None:
        self.table.opened.connect(lambda line: self.opened.emit(OpenMeeting(line.id)))
        self.table.selected.connect(self._mark_buttons)
        self.table.menu_requested.connect(self._show_menu)
        self.table.delete_requested.connect(self.delete)
        self.search_field.textChanged.connect(lambda _text: self._filter())
        self.search_field.down_pressed.connect(self.table.setFocus)
        self.body_choice.chosen.connect(lambda _key: self._filter())
        self.year_choice.chosen.connect(lambda _key: self._filter())

    def header_actions(self) -> Sequence[QWidget]:
        """Return the header's buttons."""
        return (self.print_button, self.series_button, self.new_button)

    def print_out(self) -> None:
        """Ask for the list to be printed as it stands."""
        body, year = self.body_choice, self.year_choice
        told = [body.currentText()] if body.value() not in (ALL, None) else []
        told += [year.currentText()] if year.value() is not None else []
        typed = self.search_field.text().strip()
        told += [_("“{words}”").format(words=typed)] if typed else []
        sheet = listed(_("Meetings"), meeting_columns(), self.model.rows, told)
        self.print_list_requested.emit(PrintList("meetings", sheet))

    def key_hints(self) -> Sequence[KeyHint]:
        """Return the keys that matter here."""
        return (
            KeyHint("Enter", _("open")),
            KeyHint("Ctrl N", _("new meeting"), changes=True),
            KeyHint("Ctrl F", _("search")),
            KeyHint("F6", _("next panel")),
        )

    def panels(self) -> Sequence[QWidget]:
        """Return what F6 goes round."""
        return (self.table if self.table.isVisible() else self.search_field,)

    def search(self) -> bool:
        """Go to the search field."""
        self.search_field.setFocus()
        self.search_field.selectAll()
        return True

    def go_to(self, meeting_id: uuid.UUID) -> None:
        """Choose a meeting in the list, as soon as it is there."""
        if not self.table.select_key(meeting_id):
            self._wanted = meeting_id

    def filters(self) -> Filters:
        """Return what the list is narrowed to."""
        return Filters(self.search_field.text(), self.body_choice.value() or ALL, self.year_choice.value())

    def narrow(self, filters: Filters) -> None:
        """Narrow the list, also before it is there."""
        self.body_choice.expect(filters.body)
        self.year_choice.expect(filters.year)
        self.search_field.setText(filters.words)
        self._filter()

    def refresh(self) -> None:
        """Look at the record again."""
        self._operations.read(read_list, self._clock.today(), done=self._show, key=("meetings", id(self)))

    def _show(self, found: tuple[list[MeetingRow], list[BodyChoice], list[int]]) -> None:
        rows, self._groups, years = found
        self._rows = ordered(rows)
        bodies = [(ALL, _("All meetings")), (PLENARY, _("General meetings"))]
        self.body_choice.set_choices([*bodies, *((group.group_id, group.name) for group in self._groups)])
        self.year_choice.set_choices([(None, _("All years")), *((year, str(year)) for year in years)])
        coming = sum(1 for line in rows if line.status in UPCOMING)
        held = ngettext("{n} meeting", "{n} meetings", len(rows)).format(n=texts.number(len(rows)))
        fact = _("{meetings}, {n} to come").format(meetings=held, n=coming) if coming else held
        self.fact_changed.emit(fact if rows else "")
        self._filter()

    def _filter(self) -> None:
        body, year, words = self.body_choice.value(), self.year_choice.value(), fold(self.search_field.text()).split()
        shown = [
            line
            for line in self._rows
            if body in (ALL, None, line.group_id if line.group_id is not None else PLENARY)
            and year in (None, line.date.year)
            and all(word in self._words(line) for word in words)
        ]
        self.model.set_rows(shown)
        self.empty.setVisible(not shown)
        self.table.setVisible(bool(shown))
        if self.empty.button is not None:
            self.empty.button.setVisible(not self._rows)
        self.import_button.setVisible(not self._rows)
        self.empty.set_sentence(
            _("No meeting is like this.") if self._rows else _("No meetings yet. Plan the first one.")
        )
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None
        elif shown and not self.table.currentIndex().isValid():
            self.table.select_key(shown[0].id)

    def _words(self, line: MeetingRow) -> str:
        return fold(" ".join((meeting_name(line), line.place, texts.date_long(line.date), status_word(line.status))))

    def _mark_buttons(self, line: MeetingRow | None) -> None:
        waits = line is not None and line.status in (MeetingStatus.PREPARING, MeetingStatus.CALLED)
        cancelled = line is not None and line.status is MeetingStatus.CANCELLED
        self.copy_button.setEnabled(line is not None)
        self.cancel_button.setEnabled(waits or cancelled)
        self.cancel_button.setText(_("Hold it after all") if cancelled else _("Cancel meeting…"))
        self.delete_button.setEnabled(line is not None)

    def _show_menu(self, place: Any) -> None:
        line = self.table.current_row()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open"), lambda: self.opened.emit(OpenMeeting(line.id)))
        menu.addSeparator()
        for button, act in (
            (self.copy_button, self.duplicate),
            (self.cancel_button, self.cancel),
            (self.delete_button, self.delete),
        ):
            menu.addAction(button.text(), act).setEnabled(button.isEnabled())
        menu.popup(place)

    # Doing

    def plan(self, *, again: bool = False) -> None:
        """Ask for a new meeting; `again` for one that comes again."""
        body = self.body_choice.value()
        group_id = body if isinstance(body, uuid.UUID) else None
        self._ask(self._groups, self._rows, group_id=group_id, again=again)

    def show_series(self) -> None:
        """Show the series of meetings, that of the chosen meeting first if it is of one."""
        line = self.table.current_row()
        series_id = None if line is None else line.series_id
        dialog = SeriesDialog(self._operations, self._clock, series_id=series_id, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.opened.connect(self.opened)
        dialog.plan_requested.connect(lambda: self.plan(again=True))
        dialog.open()

    def plan_for(self, group_id: uuid.UUID | None) -> None:
        """Ask for a new meeting of the plenary or of a group, once what there is was looked up."""

        def ask(found: tuple[list[MeetingRow], list[BodyChoice], list[int]]) -> None:
            rows, groups, _years = found
            self._ask(groups, rows, group_id=group_id)

        self._operations.read(read_list, self._clock.today(), done=ask)

    def duplicate(self) -> None:
        """Ask for a meeting like the chosen one."""
        line = self.table.current_row()
        if line is not None:
            self._ask(self._groups, self._rows, like=line)

    def _ask(self, groups: Sequence[BodyChoice], rows: Sequence[MeetingRow], **how: Any) -> None:
        dialog = NewMeetingDialog(self._operations, groups, rows, self._clock, parent=self, **how)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._on_planned(dialog.result_value))
        dialog.open()

    def _on_planned(self, made: tuple[uuid.UUID | None, Changes]) -> None:
        if made[0] is not None:
            self._wanted = made[0]
            self.opened.emit(OpenMeeting(made[0], "papers"))

    def cancel(self) -> None:
        """Cancel the chosen meeting with a reason, or take its cancellation back."""
        line = self.table.current_row()
        if line is None:
            return
        if line.status is MeetingStatus.CANCELLED:
            words = _("{meeting} is to be held after all.").format(meeting=meeting_name(line))
            done = self._teller(words)
            self._operations.write(meeting_cycle.reinstate_meeting, line.id, done=done, failed=self._refuse)
            return
        dialog = CancelDialog(meeting_name(line), called=line.status is MeetingStatus.CALLED, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._cancel(line, dialog.reason()))
        dialog.open()

    def _cancel(self, line: MeetingRow, reason: str) -> None:
        done = self._teller(_("{meeting} was cancelled.").format(meeting=meeting_name(line)))
        self._operations.keep(meeting_cycle.cancel_meeting, line.id, reason=reason, done=done, failed=self._refuse)

    def delete(self) -> None:
        """Delete the chosen meeting; it can be undone."""
        line = self.table.current_row()
        if line is not None:
            done = self._teller(_("{meeting} was deleted.").format(meeting=meeting_name(line)))
            self._operations.write(meetings.delete_meeting, line.id, done=done, failed=self._refuse)

    def _teller(self, words: str) -> Any:
        return lambda _changes: self.said_with_undo.emit(words)

    def _refuse(self, error: KnownError) -> None:
        self.said.emit(sentence(error))
