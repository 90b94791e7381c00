"""One decision in full: its words, how it was taken and where, what it replaces and what replaced it."""

import uuid
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from db.charter.endorsements import Subject, SubjectKind
from db.minutes.decisions import DecisionRow
from desktop import texts
from desktop.clock import Clock
from desktop.naming.meetings import meeting_name
from desktop.naming.outcomes import agreed_under, decision_meeting, how_taken
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.endorsing import EndorsementSection
from desktop.widgets.labels import Label, hline
from desktop.widgets.layouts import ScrollArea, clear, column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState
from desktop.widgets.sections import MenuButton, Section


class DecisionDetail(Card):
    """The card beside the register."""

    meeting_requested = Signal()
    applies_requested = Signal()
    supersede_requested = Signal()
    changes_requested = Signal()
    decision_requested = Signal(object)
    """The key of another decision to show."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0, parent=parent)
        self.setAccessibleName(_("The decision chosen"))
        self.decision_row: DecisionRow | None = None
        self.badge = Badge("")
        self.number_label = Label("", 20, 600)
        self.menu_button = MenuButton(
            _("More about this decision"),
            (
                ("calendar-blank", _("Open the meeting"), self.meeting_requested.emit),
                ("clock", _("Who changed this…"), self.changes_requested.emit),
            ),
        )
        self.text_label = Label("", 15, 400, wrap=True)
        self.text_label.let_select()
        self.how_label = Label("", 14, 600, wrap=True)
        self.meeting_label = Label("", 14, 600, wrap=True)
        self.meeting_button = Button(_("Open"), "small", clicked=self.meeting_requested.emit)
        self.meeting_button.setAccessibleName(_("Open the meeting"))
        self.item_label = Label("", 13, 400, "text2", wrap=True)
        self.applies_label = Label("", 14, 400, wrap=True)
        self.applies_button = Button(_("Change"), "small", clicked=self.applies_requested.emit)
        self.applies_button.setAccessibleName(_("Change when it applies"))
        self.replaces_button = Button(_("Choose…"), "small", clicked=self.supersede_requested.emit)
        writes(self.applies_button, self.replaces_button)
        self.replaces_button.setAccessibleName(_("Choose which decision it replaces"))
        self.endorsements = EndorsementSection(operations, clock)
        self._newer = QVBoxLayout()
        self._older = QVBoxLayout()
        for links in (self._newer, self._older):
            links.setSpacing(4)
        self._stack = QStackedLayout()
        self.body.addLayout(self._stack)  # before its first part, which would be shown as a window of its own
        self._stack.addWidget(EmptyState(_("Choose a decision to see it whole."), icon="seal-check"))
        self._stack.addWidget(self._whole())

    def _whole(self) -> QWidget:
        self._newer_section = Section(_("Superseded by"), spacing=0)
        self._newer_section.lines.addLayout(self._newer)
        taken = Section(_("Taken at"), self.meeting_button, spacing=0)
        taken.add(self.meeting_label, self.item_label)
        how = Section(_("How it was taken"), spacing=0)
        how.add(self.how_label)
        self._how_section = how
        applies = Section(_("Applies from"), self.applies_button, spacing=0)
        applies.add(self.applies_label)
        older = Section(_("Replaces"), self.replaces_button, spacing=0)
        older.lines.addLayout(self._older)
        inner = column(
            self.text_label, self._newer_section, hline(), how, hline(), self.endorsements, hline(), taken, hline(),
            applies, hline(), older, None, spacing=16, margins=(16, 12, 16, 12),
        )  # fmt: skip
        head = row(self.number_label, self.badge, None, self.menu_button, margins=(16, 12, 12, 0), spacing=10)
        whole = QWidget()
        whole.setLayout(column(head, ScrollArea(inner), spacing=0))
        return whole

    def show_decision(self, decision: DecisionRow | None) -> None:
        """Show a decision; none shows how to choose one."""
        self.decision_row = decision
        self._stack.setCurrentIndex(0 if decision is None else 1)
        if decision is None:
            return
        self.endorsements.show_subject(Subject(SubjectKind.DECISION, decision.id))
        self.number_label.setText(decision.label)
        if decision.current:
            self.badge.show_as(_("In force"), "ok", "check")
        else:
            self.badge.show_as(_("Superseded"), "outline")
        self.text_label.setText(decision.text)
        self.how_label.setText(how_taken(decision) or _("Not recorded"))
        self.how_label.set_role("text" if how_taken(decision) else "text2")
        self.how_label.set_weight(600 if how_taken(decision) else 400)
        self.meeting_label.setText(meeting_name(decision_meeting(decision)))
        about = (texts.date_long(decision.meeting_date), agreed_under(decision))
        self.item_label.setText("\n".join(filter(None, about)))
        day = decision.effective_date
        self.applies_label.setText(
            texts.as_beginning(texts.date_with_weekday(day)) if day else _("The day it was taken")
        )
        self.applies_label.set_role("text" if day else "text2")
        clear(self._newer)
        for key, label in decision.superseded_by:
            self._newer.addWidget(self._link(key, label))
        self._newer_section.setVisible(not decision.current)
        clear(self._older)
        if decision.supersedes_id is None:
            self._older.addWidget(Label(_("No earlier decision"), 14, 400, "text2"))
        else:
            self._older.addWidget(self._link(decision.supersedes_id, decision.supersedes))

    def _link(self, key: uuid.UUID, label: str) -> Button:
        words = _("Decision {label}").format(label=label)
        link = Button(words, "small", "arrow-right", clicked=partial(self.decision_requested.emit, key))
        link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        return link
