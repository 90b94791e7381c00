"""The page Today: the meeting in hand and its next step, who owes what, what comes up, what is worth attention."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.changes import Changes
from db.today.today import Today, today
from desktop import texts, theme
from desktop.clock import Clock
from desktop.operations import Operations
from desktop.texts import _
from desktop.today.cards import ComingCard, OwnersCard, SignalsCard
from desktop.today.duty_card import DutyCard
from desktop.today.meeting_card import FirstStepsCard, MeetingCard, NoMeetingCard
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.lanes import CurrentStack, Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column
from desktop.widgets.looking import writes
from desktop.widgets.page import PAGE_MARGINS, Page
from desktop.widgets.search_field import SearchField
from desktop.widgets.targets import CloseTurn, OpenMembers, PlanMeeting

OWNERS_WIDTH = 432
SIGNALS_WIDTH = 320
FOUR_CARDS = 1440
"""From this width on there is room for the other meetings beside who is on duty."""


class FindField(SearchField):
    """Looks like a search field and opens the palette that finds anything; what is typed goes on there."""

    find_requested = Signal(str)
    """Please find; the letters typed so far."""

    def __init__(self) -> None:
        super().__init__(_("Find anything"), key=_("Ctrl K"), width=264)
        self.setReadOnly(True)
        self.setProperty("kind", "search")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.find_requested.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text().strip():
            self.find_requested.emit(event.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down):
            self.find_requested.emit("")
        else:
            super().keyPressEvent(event)


class TodayPage(Page):
    """What the person on duty sees first."""

    kinds: ClassVar[frozenset[str]] = frozenset()

    find_requested = Signal(str)
    """Please open the palette that finds anything, with these letters."""

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self.facts: Today | None = None
        self.find_field = FindField()
        self.plan_button = Button(_("New meeting"), icon="plus", clicked=self.start_new)
        writes(self.plan_button)
        self.meeting = MeetingCard(read_only=operations.read_only)
        self.none = NoMeetingCard()
        self.owners = OwnersCard(self._clock.today)
        self.coming = ComingCard(self._clock.today)
        self.duties = DutyCard()
        self.signals = SignalsCard()
        self.first_steps = FirstStepsCard()
        self._lay_out()
        self.find_field.find_requested.connect(self.find_requested)
        for card in (self.meeting, self.none, self.owners, self.coming, self.duties, self.signals, self.first_steps):
            card.open_requested.connect(self._on_open_requested)
        self.coming.link.clicked.connect(self.start_new)
        self.first_steps.members_requested.connect(lambda: self.open_requested.emit(OpenMembers()))

    def _lay_out(self) -> None:
        lanes = (
            Lane(self.owners, 280, 232, share=OWNERS_WIDTH, height=240),
            Lane(self.duties, 280, 240, share=318, height=304),
            Lane(self.coming, 200, 184, share=342, height=200),
            Lane(self.signals, 240, 216, share=SIGNALS_WIDTH, height=240),
        )
        inner = QWidget()
        inner.setObjectName("page")
        whole = column(self.meeting, self.none, spacing=16, margins=PAGE_MARGINS)
        whole.addWidget(Lanes(lanes, least=128), 1)
        inner.setLayout(whole)
        first = QWidget()
        first.setLayout(column(self.first_steps, margins=PAGE_MARGINS))
        self._stack = CurrentStack()
        self._stack.addWidget(ScrollArea(inner))
        self._stack.addWidget(first)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self._stack.hide()

    def title(self) -> str:
        return _("Today")

    def fact(self) -> str:
        return texts.date_with_weekday(self._clock.today() if self.facts is None else self.facts.day)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.find_field, self.plan_button)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("Ctrl 1…9", _("go to a page")),
            KeyHint(_("Ctrl N"), _("new meeting"), changes=True),
            KeyHint("F1", _("help")),
        )

    def panels(self) -> Sequence[QWidget]:
        if self.facts is None or not self.facts.meetings:
            return (self.first_steps,)
        top = self.meeting if self.facts.focus is not None else self.none
        cards = (self.owners, self.duties, self.coming, self.signals)
        return (top, *(card for card in cards if not card.isHidden()))

    def refresh(self, changes: Changes | None) -> None:
        self.operations.look(today, self._clock.today(), done=self._show, key=(self, "today"))

    def start_new(self) -> bool:
        self.open_requested.emit(PlanMeeting())
        return True

    def search(self) -> bool:
        self.find_requested.emit("")
        return True

    def _show(self, facts: Today) -> None:
        before, self.facts = self.facts, facts
        if before is not None and before.day != facts.day:
            self.header_changed.emit()
        self._stack.setCurrentIndex(0 if facts.meetings else 1)
        self.meeting.setVisible(facts.focus is not None)
        self.none.setVisible(facts.focus is None)
        if facts.focus is not None:
            self.meeting.show_today(facts, facts.focus)
        else:
            self.none.show_today(facts)
        for card in (self.owners, self.coming, self.duties, self.signals, self.first_steps):
            card.show_today(facts)
        self._make_room()
        self._stack.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Show who is on duty where there is a rota; the other meetings beside it only where there is room for both."""
        keeps = self.facts is not None and self.facts.duties is not None
        wide = self.width() >= theme.px(FOUR_CARDS)
        self.duties.setVisible(keeps)
        self.coming.setVisible(not keeps or wide)
        self.duties.others.setVisible(self.duties.others.isEnabled() and not wide)

    def _on_open_requested(self, target: object) -> None:
        if isinstance(target, CloseTurn):
            from desktop.widgets.turn_done import TurnDoneDialog

            TurnDoneDialog.ask(self.operations, self._clock, target.turn_id, self)
        else:
            self.open_requested.emit(target)
