"""One action in full: what, who, when and since when, where it was agreed, and what can be done with it."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from db.minutes.actions import ActionRow, DateChange
from db.vocabulary import ActionState
from desktop import texts
from desktop.actions.dialogs import before_words
from desktop.naming.meetings import meeting_name
from desktop.naming.outcomes import action_meeting, agreed_under, due_words, missing_words, state_word
from desktop.texts import _
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label, hline
from desktop.widgets.layouts import FlowLayout, ScrollArea, clear, column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState, InlineMessage
from desktop.widgets.sections import MenuButton, Section

BADGES = {ActionState.DONE: ("ok", "check"), ActionState.DROPPED: ("outline", None), ActionState.OPEN: ("action", None)}


def badge_of(action: ActionRow, today: dt.date) -> tuple[str, str, str | None]:
    """Return the word, kind and icon of an action's state."""
    word = state_word(action, today)
    if action.state is ActionState.OPEN and not action.agreed:
        return word, "warn", "warning"
    if action.overdue(today):
        return word, "danger", "clock"
    kind, icon = BADGES[action.state]
    return word, kind, icon


class ActionDetail(Card):
    """The card beside the register."""

    meeting_requested = Signal()
    done_requested = Signal()
    reopen_requested = Signal()
    drop_requested = Signal()
    date_requested = Signal()
    owner_requested = Signal()
    changes_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0, parent=parent)
        self.setAccessibleName(_("The action chosen"))
        self.action_row: ActionRow | None = None
        self.badge = Badge("")
        self.number_label = Label("", 13, 400, "text2")
        self.menu_button = MenuButton(_("More about this action"), ())
        self.text_label = Label("", 16, 600, wrap=True)
        self.missing_message = InlineMessage()
        self.owner_label = Label("", 14, 600, wrap=True)
        self.person_label = Label("", 13, 400, "text2", wrap=True)
        self.owner_button = Button(_("Change owner"), "small", clicked=self.owner_requested.emit)
        self.due_label = Label("", 14, 600, wrap=True)
        self.date_label = Label("", 13, 400, "text2")
        self.date_button = Button(_("Change date"), "small", clicked=self.date_requested.emit)
        self._before = QVBoxLayout()
        self._before.setSpacing(2)
        self.meeting_label = Label("", 14, 600, wrap=True)
        self.meeting_button = Button(_("Open"), "small", clicked=self.meeting_requested.emit)
        self.meeting_button.setAccessibleName(_("Open the meeting"))
        self.item_label = Label("", 13, 400, "text2", wrap=True)
        self.reason_label = Label("", 14, 400, wrap=True)
        self.reason_section = Section(_("Why it was dropped"))
        self.reason_section.add(self.reason_label)
        self.done_button = Button(_("Mark as done"), "primary", "check", clicked=self.done_requested.emit)
        self.drop_button = Button(_("Drop…"), clicked=self.drop_requested.emit)
        self.reopen_button = Button(_("Reopen"), icon="arrow-u-up-left", clicked=self.reopen_requested.emit)
        writes(self.owner_button, self.date_button, self.done_button, self.drop_button, self.reopen_button)
        self._empty = EmptyState(_("Choose an action to see it whole."), icon="check-square")
        self._stack = QStackedLayout()
        self.body.addLayout(self._stack)  # before its first part, which would be shown as a window of its own
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._whole())

    def _whole(self) -> QWidget:
        owner = Section(_("Owner"), self.owner_button, spacing=0)
        owner.add(self.owner_label, self.person_label)
        due = Section(_("Due"), self.date_button, spacing=0)
        due.add(self.due_label, self.date_label)
        due.lines.addLayout(self._before)
        agreed = Section(_("Agreed at"), self.meeting_button, spacing=0)
        agreed.add(self.meeting_label, self.item_label)
        inner = column(
            self.text_label, self.missing_message, self.reason_section, hline(), owner, hline(), due, hline(), agreed,
            None, spacing=16, margins=(16, 12, 16, 16),
        )  # fmt: skip
        head = row(self.badge, self.number_label, None, self.menu_button, margins=(16, 12, 12, 0))
        whole = QWidget()
        strip = FlowLayout(spacing=8)
        strip.setContentsMargins(16, 12, 16, 12)
        for button in (self.done_button, self.reopen_button, self.drop_button):
            strip.addWidget(button)
        whole.setLayout(column(head, ScrollArea(inner), hline(), strip, spacing=0))
        return whole

    def show_action(self, action: ActionRow | None, before: Sequence[DateChange], today: dt.date) -> None:
        """Show an action with the dates it had before; none shows how to choose one."""
        self.action_row = action
        self._stack.setCurrentIndex(0 if action is None else 1)
        if action is None:
            return
        self.badge.show_as(*badge_of(action, today))
        self.number_label.setText(_("Action {label}").format(label=action.label))
        self.text_label.setText(action.text)
        self.missing_message.say(missing_words(action) if action.state is ActionState.OPEN else "", "warn")
        self._show_owner(action)
        self._show_due(action, before, today)
        self._show_origin(action)
        self.reason_label.setText(action.dropped_reason)
        self.reason_section.setVisible(bool(action.dropped_reason))
        is_open = action.state is ActionState.OPEN
        self.done_button.setVisible(is_open)
        self.drop_button.setVisible(is_open)
        self.reopen_button.setVisible(not is_open)
        choices = [("clock", _("Who changed this…"), self.changes_requested.emit)]
        if action.meeting_id is not None:
            choices.insert(0, ("calendar-blank", _("Open the meeting"), self.meeting_requested.emit))
        self.menu_button.set_choices(choices)

    def _show_owner(self, action: ActionRow) -> None:
        self.owner_label.setText(action.owner or _("Nobody has taken it on"))
        self.owner_label.set_role("text" if action.owner_on_record else "warn")
        person = action.owner_person if action.owner_person != action.owner else ""
        if action.owner and not action.owner_on_record:
            person = _("Not on record")
        self.person_label.setText(person)
        self.person_label.setVisible(bool(person))
        self.owner_button.setText(_("Change owner") if action.owner else _("Name an owner"))

    def _show_due(self, action: ActionRow, before: Sequence[DateChange], today: dt.date) -> None:
        late = action.overdue(today)
        words = due_words(action, today)
        self.due_label.setText(texts.as_beginning(words))
        open_without = action.state is ActionState.OPEN and action.due_date is None
        self.due_label.set_role("danger" if late else "warn" if open_without else "text")
        self.date_label.setText(texts.as_beginning(texts.date_with_weekday(action.due_date)) if action.due_date else "")
        self.date_label.setVisible(action.due_date is not None)
        self.date_button.setText(_("Change date") if action.due_date else _("Set a date"))
        clear(self._before)
        for line in before_words(before):
            self._before.addWidget(Label(line, 13, 400, "text2", wrap=True))

    def _show_origin(self, action: ActionRow) -> None:
        label = action_meeting(action)
        self.meeting_label.setText(_("Between meetings") if label is None else meeting_name(label))
        self.meeting_button.setVisible(label is not None)
        day = "" if label is None else texts.date_long(label.date)
        self.item_label.setText("\n".join(filter(None, (day, agreed_under(action)))))
        self.item_label.setVisible(bool(self.item_label.text()))
