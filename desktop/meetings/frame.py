"""One meeting: where it stands, and its tabs. The tabs come from outside; this is the frame around them."""

import sys
import uuid
from collections.abc import Sequence
from functools import partial
from importlib import import_module

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.changes import Changes
from db.errors import KnownError
from db.errors.records import NotFound
from db.meetings.agenda import ItemRow
from db.meetings.meetings import MeetingDetail, meeting
from db.vocabulary import MeetingStatus
from desktop.clock import Clock
from desktop.meetings.print_menu import papers_menu, read_papers
from desktop.naming.meetings import meeting_fact, meeting_name, step_names, step_of, steps_left_out
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import IconButton
from desktop.widgets.focus import focus_into
from desktop.widgets.headers import Breadcrumb, CycleSteps, TabStrip, TallHeader
from desktop.widgets.lanes import CurrentStack
from desktop.widgets.layouts import row
from desktop.widgets.meeting_tab import MeetingTab, OpenMeeting, TabEntry
from desktop.widgets.meeting_turns import TurnsLink

KINDS = frozenset({"meeting", "agenda_item", "working_group"})
_TAB_OF = {
    MeetingStatus.CALLED: "call",
    MeetingStatus.RUNNING: "minutes",
    MeetingStatus.WRITING_UP: "minutes",
    MeetingStatus.FOLLOWING_UP: "follow_up",
    MeetingStatus.CLOSED: "minutes",
}
"""The tab to open a meeting on, by where it stands; the agenda otherwise."""


class MeetingFrame(QWidget):
    """Shows one meeting in tabs. `header` stands above, in the window's place for it."""

    closed = Signal()
    """The person wants the list of meetings back."""
    open_requested = Signal(object)
    """As `Page.open_requested`, for what is not in this meeting."""
    print_requested = Signal(object)
    """Please print this `PrintMeeting`."""
    header_changed = Signal()
    """Title or key hints are others than before."""
    said = Signal(str)
    said_with_undo = Signal(str)

    def __init__(
        self, operations: Operations, tabs: Sequence[TabEntry], *, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._entries = {entry.key: entry for entry in tabs}
        self._without_place: dict[str, MeetingTab] = {}
        """Tabs that are made, but not put in their place."""
        self._tabs: dict[str, MeetingTab] = {}
        self._meeting_id: uuid.UUID | None = None
        self._detail: MeetingDetail | None = None
        self._item_id: uuid.UUID | None = None
        self.breadcrumb = Breadcrumb()
        self.strip = TabStrip([(entry.key, entry.title()) for entry in tabs], name=_("Parts of the meeting"))
        self.steps = CycleSteps()
        self.on_duty = TurnsLink(operations, clock)
        self.on_duty.open_requested.connect(self.open_requested)
        self.on_duty.said.connect(self.said)
        self.on_duty.said_with_undo.connect(self.said_with_undo)
        top = QWidget()
        line = row(self.breadcrumb, self.on_duty, None, spacing=16)
        top.setLayout(line)
        self.header = TallHeader(top, self.strip, corner=self.steps)
        words = _("Print another document (Ctrl+Shift+P)")
        self.print_button = IconButton("printer", words, clicked=self.offer_papers, parent=self.header)
        self.print_button.hide()  # until the header shows the verbs of a tab
        self._stack = CurrentStack()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._shown_key = ""
        self._coming = ""
        """The tab that is being made, in the place of which the one before is still in sight."""
        self._takes_keyboard = False
        self.strip.currentChanged.connect(self._on_tab_chosen)
        self.strip.tabBarClicked.connect(self._on_tab_pressed)
        operations.changed.connect(self._on_changed)
        operations.day_began.connect(self._look)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._step_tab(step))
        papers = QShortcut(QKeySequence("Ctrl+Shift+P"), self)
        papers.activated.connect(self.offer_papers)
        back = QShortcut(QKeySequence("Alt+Left"), self)
        back.activated.connect(self.close_meeting)

    @property
    def meeting_id(self) -> uuid.UUID | None:
        """The meeting shown, or None."""
        return self._meeting_id

    def tab(self) -> MeetingTab | None:
        """Return the tab in sight."""
        return self._tabs.get(self._shown_key)

    def tab_of(self, key: str) -> MeetingTab:
        """Return the tab of `key`, making it if it was never shown."""
        if key not in self._tabs:
            made = self._made(key)
            del self._without_place[key]
            self._tabs[key] = made
            self._stack.addWidget(made)
            made.header_changed.connect(lambda: self._on_header_changed(key))
            made.count_changed.connect(lambda count: self._on_count_changed(key, count))
            made.open_requested.connect(self._on_open_requested)
            made.print_requested.connect(self.print_requested)
            made.said.connect(self.said)
            made.said_with_undo.connect(self.said_with_undo)
        return self._tabs[key]

    def _made(self, key: str) -> MeetingTab:
        if key not in self._without_place:
            self._without_place[key] = self._entries[key].factory()
        return self._without_place[key]

    def build_next_tab(self) -> bool:
        """Make a tab that was never shown, or give it its place; return whether there was one."""
        for key in self._entries:
            if key not in self._tabs:
                if key in self._without_place:
                    self.tab_of(key)
                else:
                    self._made(key)
                return True
        return False

    def show_meeting(self, target: OpenMeeting) -> bool:
        """Show a meeting on the tab asked for; return False if what is typed here could not be kept."""
        if not self.flush():
            return False
        same = target.meeting_id == self._meeting_id
        self._meeting_id = target.meeting_id
        self._item_id = target.item_id
        if not same:
            self._detail = None
            self.header.set_title("")
            for key in self._entries:
                self._show_count(key, None)
        if target.tab in self._entries:
            self._show_tab(target.tab)
        elif same and self._shown_key:
            self._show_tab(self._shown_key)
        self._look()
        return True

    def shown(self) -> OpenMeeting | None:
        """Return what would bring the meeting, the tab in sight and its item back."""
        tab = self.tab()
        item_id = tab.item_id if tab is not None else None
        return None if self._meeting_id is None else OpenMeeting(self._meeting_id, self._shown_key, item_id)

    def take_keyboard(self) -> None:
        """Give the keyboard to the first panel of the tab, or to the tabs."""
        current = self.tab()
        self._takes_keyboard = bool(self._coming)
        if self._coming or current is None or not any(focus_into(panel) for panel in current.panels()):
            self.strip.setFocus()

    def close_meeting(self) -> None:
        """Go back to the list of meetings."""
        if self.flush():
            self.closed.emit()

    def offer_papers(self) -> None:
        """Open the menu of all papers about the meeting; what is typed is kept first, to be on them."""
        if self._meeting_id is not None and self.flush():
            self._operations.read(read_papers, self._meeting_id, done=self._show_papers, key=(id(self), "papers"))

    def _show_papers(self, found: tuple[MeetingDetail, list[ItemRow]]) -> None:
        menu = papers_menu(*found, self.print_requested.emit, self)
        menu.popup(self.print_button.mapToGlobal(QPoint(0, self.print_button.height() + 4)))

    def flush(self) -> bool:
        """Keep what is typed; return False to stay."""
        current = self.tab()
        return current is None or current.flush()

    def let_go(self) -> bool:
        """Keep what is typed in any tab, also one out of sight, before the window closes; False to stay."""
        return all(tab.let_go() for tab in self._tabs.values())

    def title(self) -> str:
        """Return the name of the meeting."""
        return "" if self._detail is None else meeting_name(self._detail.row)

    def key_hints(self) -> Sequence[KeyHint]:
        """Return the keys of the tab in sight."""
        current = self.tab()
        return () if current is None else current.key_hints()

    def panels(self) -> Sequence[QWidget]:
        """Return what F6 goes round."""
        current = self.tab()
        return (self.strip, *(() if current is None else current.panels()))

    def _look(self) -> None:
        if self._meeting_id is not None:
            self._operations.read(meeting, self._meeting_id, done=self._show, failed=self._on_not_read, key=id(self))

    def _on_not_read(self, error: KnownError) -> None:
        if isinstance(error, NotFound):
            self.closed.emit()
        else:
            self._operations.tell(error)  # the file is away: what is shown stays

    def _on_changed(self, changes: Changes) -> None:
        if self._meeting_id is not None and KINDS & changes.kinds:
            self._look()

    def _show(self, detail: MeetingDetail) -> None:
        if detail.row.id != self._meeting_id:
            return
        self._detail = detail
        status = detail.row.status
        fact = meeting_fact(detail.row)
        if status is MeetingStatus.CANCELLED:
            fact = _("Cancelled: {reason}").format(reason=detail.cancelled_reason) + "  ·  " + fact
        self.header.set_title(meeting_name(detail.row), fact)
        self.breadcrumb.set_places([(_("Meetings"), self.close_meeting)], str(detail.row.date.year))
        self.steps.set_steps(step_names(), step_of(status), left_out=steps_left_out(detail))
        self.steps.setVisible(status is not MeetingStatus.CANCELLED)
        self.on_duty.set_meeting(detail.row.id, may_change=status is not MeetingStatus.CANCELLED)
        if "agenda" in self._entries:
            self._show_count("agenda", detail.row.items)
        wanted = _TAB_OF.get(status, "agenda")
        if not self._coming and (self.tab() is None or self.tab_meeting() != detail.row.id):
            self._show_tab(wanted if wanted in self._entries else next(iter(self._entries)))
        self.header_changed.emit()

    def tab_meeting(self) -> uuid.UUID | None:
        """Return the meeting that the tab in sight shows."""
        current = self.tab()
        return None if current is None else current.shown_meeting()

    def _show_tab(self, key: str) -> None:
        """Bring a tab into sight; one never shown is loaded, made, put in its place and filled in a turn each."""
        self._shown_key = key
        self.strip.blockSignals(True)
        self.strip.set_key(key)
        self.strip.blockSignals(False)
        if key in self._tabs:
            self._bring_up(key)
        else:
            self._coming = key
            self._load_tab(key)

    def _load_tab(self, key: str) -> None:
        """Load what makes a tab beside the window; here where it is there already, or would wait for a backup."""
        module = self._entries[key].module
        if not module or module in sys.modules or self._operations.laden:
            self._operations.soon(self._make_tab, key)
        else:
            given_up = partial(self._give_up, key)
            self._operations.job(import_module, module, done=partial(self._make_tab, key), crashed=given_up)

    def _make_tab(self, key: str, _loaded: object = None) -> None:
        if key == self._coming and key not in self._tabs:
            try:
                self._made(key)
            except Exception:
                self._give_up(key)
                raise
        self._operations.soon(self._place_tab, key)

    def _give_up(self, key: str, _error: object = None) -> None:
        """Bring the tab before back, if there was one, where one could not be made; this can be asked for again."""
        if key == self._coming:
            shown = self._stack.currentWidget()
            self._coming = self._shown_key = ""
            for before, made in self._tabs.items():
                if made is shown:
                    self._show_tab(before)

    def _place_tab(self, key: str) -> None:
        if key == self._coming:
            self.tab_of(key)
            self._operations.soon(self._bring_up, key)

    def _bring_up(self, key: str) -> None:
        if key != self._shown_key:
            return
        self._coming = ""
        made = self._tabs[key]
        self._stack.setCurrentWidget(made)
        if self._meeting_id is not None:
            made.set_meeting(self._meeting_id)
        if self._item_id is not None:
            made.show_item(self._item_id)
            self._item_id = None
        self._on_header_changed(key)
        if self._takes_keyboard and self.strip.window().focusWidget() is self.strip:
            self.take_keyboard()
        self._takes_keyboard = False

    def _on_tab_chosen(self, _index: int) -> None:
        key = self.strip.key()
        if key == self._shown_key:
            return
        if self.flush():
            self._show_tab(key)
        else:
            self.strip.blockSignals(True)
            self.strip.set_key(self._shown_key)
            self.strip.blockSignals(False)

    def _on_tab_pressed(self, index: int) -> None:
        """Ask again for the tab that could not be made, where none was in sight before it: it is current already."""
        if not self._shown_key and index == self.strip.currentIndex():
            self._on_tab_chosen(index)

    def _step_tab(self, step: int) -> None:
        self.strip.setCurrentIndex((self.strip.currentIndex() + step) % self.strip.count())

    def _on_header_changed(self, key: str) -> None:
        if key == self._shown_key:
            self.header.set_actions((self.print_button, *self._tabs[key].header_actions()))
            self.header_changed.emit()

    def _on_count_changed(self, key: str, count: int | None) -> None:
        if self._tabs[key].shown_meeting() == self._meeting_id:  # else it has only now read the one before
            self._show_count(key, count)

    def _show_count(self, key: str, count: int | None) -> None:
        self.strip.set_count(key, self._entries[key].title(), count)

    def _on_open_requested(self, target: object) -> None:
        if isinstance(target, OpenMeeting) and target.meeting_id == self._meeting_id:
            self.show_meeting(target)
            self.take_keyboard()
        else:
            self.open_requested.emit(target)
