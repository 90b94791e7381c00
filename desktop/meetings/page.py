"""The Meetings page: the list of all meetings, and one of them opened."""

import uuid
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.changes import Changes
from desktop.clock import Clock
from desktop.meetings.agenda_tab import AgendaTab
from desktop.meetings.frame import MeetingFrame
from desktop.meetings.meeting_list import Filters, MeetingList
from desktop.meetings.preparation_tab import PreparationTab
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.headers import PageHeader
from desktop.widgets.lanes import CurrentStack
from desktop.widgets.meeting_tab import OpenMeeting, TabEntry
from desktop.widgets.page import Page
from desktop.widgets.targets import AsItStood, OpenMeetings, PlanMeeting


def own_tabs(operations: Operations, clock: Clock) -> tuple[TabEntry, TabEntry]:
    """Return the tabs this feature brings: purpose and papers, agenda."""
    return (
        TabEntry("papers", lambda: _("Purpose and papers"), lambda: PreparationTab(operations, clock=clock)),
        TabEntry("agenda", lambda: _("Agenda"), lambda: AgendaTab(operations, clock=clock)),
    )


class MeetingsPage(Page):
    """All meetings; Enter opens one, with the tabs it is given besides its own."""

    kinds = frozenset({"meeting", "agenda_item", "attendance", "decision", "action", "working_group", "meeting_series"})

    print_requested = Signal(object)
    """Please print this `PrintMeeting`."""
    import_requested = Signal()
    """Please let past meetings be brought in."""

    def __init__(
        self,
        operations: Operations,
        tabs: Sequence[TabEntry] = (),
        *,
        clock: Clock | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(operations, parent)
        clock = clock or Clock()
        self.list = MeetingList(operations, clock)
        self.frame = MeetingFrame(operations, (*own_tabs(operations, clock), *tabs), clock=clock)
        self._list_stale = False
        self._stack = CurrentStack()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.frame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._list_header = PageHeader(_("Meetings"), "", self.list.header_actions())
        self._header = QWidget()
        headers = QVBoxLayout(self._header)
        headers.setContentsMargins(0, 0, 0, 0)
        headers.setSpacing(0)
        headers.addWidget(self._list_header)
        headers.addWidget(self.frame.header)
        self.frame.header.hide()
        self.list.opened.connect(self._open)
        self.list.said.connect(self.said)
        self.list.print_list_requested.connect(self.print_list_requested)
        self.list.import_requested.connect(self.import_requested)
        self.list.said_with_undo.connect(self.said_with_undo)
        self.list.fact_changed.connect(lambda fact: self._list_header.set_title(_("Meetings"), fact))
        self.frame.closed.connect(self.show_list)
        self.frame.open_requested.connect(self.open_requested)
        self.frame.print_requested.connect(self.print_requested)
        self.frame.header_changed.connect(self.header_changed)
        self.frame.said.connect(self.said)
        self.frame.said_with_undo.connect(self.said_with_undo)

    def build_beforehand(self) -> bool:
        return self.frame.build_next_tab()

    def shows_meeting(self) -> bool:
        """Return whether one meeting is opened."""
        return self._stack.currentWidget() is self.frame

    def show_list(self) -> None:
        """Bring the list of meetings back, on the meeting that was open."""
        self._show(self.list)
        if self._list_stale:
            self._list_stale = False
            self.list.refresh()
        if self.frame.meeting_id is not None:
            self.list.go_to(self.frame.meeting_id)
        self.list.table.setFocus()

    def _show(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self._list_header.setVisible(widget is self.list)
        self.frame.header.setVisible(widget is self.frame)
        self.header_changed.emit()

    def _open(self, target: OpenMeeting) -> None:
        if self.frame.show_meeting(target):
            self._show(self.frame)
            self.frame.take_keyboard()

    # What the window asks

    def title(self) -> str:
        return self.frame.title() if self.shows_meeting() else _("Meetings")

    def header_widget(self) -> QWidget | None:
        return self._header

    def key_hints(self) -> Sequence[KeyHint]:
        return self.frame.key_hints() if self.shows_meeting() else self.list.key_hints()

    def all_keys(self) -> Sequence[KeyHint]:
        tab = self.frame.tab()
        if not self.shows_meeting() or tab is None:
            return self.list.key_hints()
        return (
            *tab.all_keys(),
            KeyHint("Ctrl Shift P", _("print another document")),
            KeyHint("Ctrl PgUp PgDn", _("the tab before, the next")),
            KeyHint("Alt ←", _("back to the list")),
        )

    def panels(self) -> Sequence[QWidget]:
        return self.frame.panels() if self.shows_meeting() else self.list.panels()

    def refresh(self, changes: Changes | None) -> None:
        self._list_stale = self.shows_meeting()
        if not self._list_stale:
            self.list.refresh()

    def open(self, target: object) -> bool:
        if isinstance(target, PlanMeeting):
            self.show_list()
            self.list.plan_for(target.group_id)
            return True
        if isinstance(target, OpenMeetings):
            self.show_list()
            return True
        if isinstance(target, AsItStood) and isinstance(target.filters, Filters):
            self.show_list()
            self.list.narrow(target.filters)
            if isinstance(target.key, uuid.UUID):
                self.list.go_to(target.key)
            return True
        if not isinstance(target, OpenMeeting):
            return False
        self._open(target)
        return True

    def shown(self) -> object:
        if self.shows_meeting():
            return self.frame.shown()
        line = self.list.table.current_row()
        return AsItStood(self.list.filters(), line.id if line is not None else None)

    def start_new(self) -> bool:
        tab = self.frame.tab()
        if self.shows_meeting() and tab is not None and tab.start_new():
            return True
        self.list.plan()
        return True

    def print_out(self) -> bool:
        if not self.shows_meeting():
            self.list.print_out()
            return True
        tab = self.frame.tab()
        return tab is not None and tab.print_out()

    def search(self) -> bool:
        if not self.shows_meeting():
            return self.list.search()
        tab = self.frame.tab()
        return tab is not None and tab.search()

    def leave(self) -> bool:
        return not self.shows_meeting() or self.frame.flush()

    def let_go(self) -> bool:
        return self.frame.let_go()
