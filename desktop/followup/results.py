"""What a meeting agreed: its actions, to be closed, moved or dropped, and its decisions."""

import datetime as dt
from operator import attrgetter

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from db.minutes.actions import ActionRow, Missing
from db.minutes.decisions import DecisionRow
from db.vocabulary import ActionState
from desktop import texts, theme
from desktop.naming.outcomes import how_taken, not_on_record, owner_words
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import TwoLineDelegate, TwoLines, WrappedLinesDelegate
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes
from desktop.widgets.rows import Column, RowsModel, RowsTable

SCROLLS = (QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
"""A table here scrolls rather than ask for room: the page has to fit 696 pixels."""


class ActionsTable(RowsTable):
    """Enter marks the chosen action as done."""

    drop_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.drop_pressed.emit()
        else:
            super().keyPressEvent(event)


class ActionsCard(Card):
    """The actions of a meeting with their state; what to do with the chosen one is asked for with signals."""

    done_requested = Signal(object)
    date_requested = Signal(object)
    drop_requested = Signal(object)
    reopen_requested = Signal(object)
    minutes_requested = Signal(object)
    """Each with the `ActionRow`; the last: please show its line in the minutes, to name an owner or a date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.badge = Badge("", "neutral")
        super().__init__(_("Actions"), extra=self.badge, margins=(0, 12, 0, 0), spacing=4, parent=parent)
        _inset(self)
        self._today = dt.date.min
        columns = (Column[ActionRow](lambda: _("Action"), attrgetter("text"), spoken=self._spoken, tip=action_tip),)
        self.model = RowsModel(columns, key=attrgetter("id"), parent=self)
        self.table = ActionsTable(self.model, name=_("Actions"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.setItemDelegate(TwoLineDelegate(self._shown, self.table, past=_is_past))
        self.table.set_widths(0)
        self.table.setSizePolicy(*SCROLLS)
        self.table.opened.connect(lambda action: self._ask(self.done_requested) if action.agreed else None)
        self.table.drop_pressed.connect(lambda: self._ask(self.drop_requested))
        self.table.selected.connect(lambda _action: self._refresh())
        self.empty = Label(_("No actions were written down."), 14, 400, "text2")
        self.empty.setContentsMargins(16, 0, 16, 12)
        self.add(row(self.table, margins=(8, 0, 8, 0)), self.empty)
        self.body.setStretch(1, 1)
        self.foot = self.set_footer(self._make_buttons())
        self._refresh()

    def _make_buttons(self) -> QWidget:
        self.done_button = Button(_("Mark as done"), "small", "check", clicked=lambda: self._ask(self.done_requested))
        self.date_button = Button(_("Change date…"), "small", clicked=lambda: self._ask(self.date_requested))
        self.drop_button = Button(_("Drop…"), "small", clicked=lambda: self._ask(self.drop_requested))
        self.reopen_button = Button(_("Reopen"), "small", clicked=lambda: self._ask(self.reopen_requested))
        writes(self.done_button, self.date_button, self.drop_button, self.reopen_button)
        self.minutes_button = Button(
            _("Name owner and date"), "warn", clicked=lambda: self._ask(self.minutes_requested)
        )
        self.hint = Label(_("Choose an action."), 13, 400, "text2")
        buttons = (self.done_button, self.date_button, self.drop_button, self.reopen_button, self.minutes_button)
        strip = QWidget()
        strip.setLayout(row(*buttons, self.hint, None))
        return strip

    def show_actions(self, actions: list[ActionRow], *, today: dt.date) -> None:
        """Show the actions as they stand on a day."""
        self._today = today
        self.model.set_rows(actions)
        self.table.setVisible(bool(actions))
        self.empty.setVisible(not actions)
        opened = [action for action in actions if action.state is ActionState.OPEN]
        late = sum(action.overdue(today) for action in opened)
        if late:
            self.badge.show_as(ngettext("{n} late", "{n} late", late).format(n=texts.number(late)), "danger")
        elif opened:
            words = ngettext("{n} open", "{n} open", len(opened)).format(n=texts.number(len(opened)))
            self.badge.show_as(words, "neutral")
        else:
            self.badge.show_as(_("Nothing open"), "ok")
        self.badge.setVisible(bool(actions))
        self.foot.setVisible(bool(actions))
        self._refresh()

    def _refresh(self) -> None:
        action: ActionRow | None = self.table.current_row()
        opened = action is not None and action.state is ActionState.OPEN
        loose = action is not None and opened and not action.agreed
        self.done_button.setVisible(opened and not loose)
        self.date_button.setVisible(opened)
        self.drop_button.setVisible(opened)
        self.reopen_button.setVisible(action is not None and not opened)
        self.minutes_button.setVisible(bool(loose))
        self.hint.setVisible(action is None)

    def _ask(self, signal: SignalInstance) -> None:
        action = self.table.current_row()
        if action is not None:
            signal.emit(action)

    def _shown(self, action: ActionRow) -> TwoLines:
        word, kind, icon = self._state(action)
        owner = owner_words(action) or _("nobody yet")
        return TwoLines(
            f"{action.label}  {action.text}",
            _("{owner}  ·  {due}").format(owner=owner, due=due_words(action, self._today)),
            first_role="text2" if _is_past(action) else "text",
            badge=(word, kind, icon),
        )

    def _state(self, action: ActionRow) -> tuple[str, str, str | None]:
        match action.state:
            case ActionState.DONE:
                return pgettext("state of an action", "Done"), "ok", "check"
            case ActionState.DROPPED:
                return pgettext("state of an action", "Dropped"), "outline", "x"
            case _ if not action.agreed:
                return _("Not agreed yet"), "warn", "warning"
            case _ if action.overdue(self._today) and action.due_date:
                return texts.days_late((self._today - action.due_date).days), "danger", "clock"
            case _:
                return pgettext("state of an action", "Open"), "neutral", None

    def _spoken(self, action: ActionRow) -> str:
        owner, due = owner_words(action) or _("nobody yet"), due_words(action, self._today)
        return ", ".join((action.label, action.text, owner, due, self._state(action)[0]))


class DecisionsCard(Card):
    """The decisions of a meeting, and which are no longer in force."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Decisions"), margins=(0, 12, 0, 4), spacing=4, parent=parent)
        _inset(self)
        columns = (Column[DecisionRow](lambda: _("Decision"), attrgetter("text"), spoken=_decision_spoken),)
        self.model = RowsModel(columns, key=attrgetter("id"), parent=self)
        self.table = RowsTable(self.model, name=_("Decisions"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.setItemDelegate(WrappedLinesDelegate(_decision_shown, self.table, past=lambda one: not one.current))
        self.table.set_widths(0)
        self.table.setSizePolicy(*SCROLLS)
        self.empty = Label(_("No decisions were written down."), 14, 400, "text2")
        self.empty.setContentsMargins(16, 0, 16, 12)
        self.add(row(self.table, margins=(8, 0, 8, 0)), self.empty)
        self.body.setStretch(1, 1)

    def show_decisions(self, decisions: list[DecisionRow]) -> None:
        """Show the decisions by number."""
        self.model.set_rows(decisions)
        self.table.setVisible(bool(decisions))
        self.empty.setVisible(not decisions)


def due_words(action: ActionRow, today: dt.date) -> str:
    """Return "due 29 Oct", "done 3 Nov", "no date", or why it was dropped."""
    if action.state is ActionState.DONE and action.closed_on:
        return _("done {day}").format(day=texts.date_in(action.closed_on, today.year))
    if action.state is ActionState.DROPPED:
        return _("dropped: {reason}").format(reason=action.dropped_reason)
    if action.due_date is None:
        return _("no date")
    return _("due {day}").format(day=texts.date_in(action.due_date, today.year))


def action_tip(action: ActionRow) -> str:
    """Return the whole text, and what it needs."""
    unowned = f"{not_on_record(action.owner)}." if action.owner else _("It has no owner.")
    lacks = {Missing.OWNER: unowned, Missing.DATE: _("It has no date.")}
    return "\n".join([action.text, *(lacks[missing] for missing in action.missing)])


def _is_past(action: ActionRow) -> bool:
    return action.state is not ActionState.OPEN


def _decision_shown(decision: DecisionRow) -> TwoLines:
    parts = [how_taken(decision) or _("How it was taken is not noted")]
    if decision.supersedes:
        parts.append(_("replaces {label}").format(label=decision.supersedes))
    if decision.effective_date:
        parts.append(_("from {day}").format(day=texts.date_short_year(decision.effective_date)))
    label = texts.list_of([label for _key, label in decision.superseded_by])
    gone = _("Replaced by {label}").format(label=label)
    return TwoLines(
        f"{decision.label}  {decision.text}", "  ·  ".join(parts),
        badge=None if decision.current else (gone, "outline", None),
    )  # fmt: skip


def _decision_spoken(decision: DecisionRow) -> str:
    shown = _decision_shown(decision)
    return ", ".join(filter(None, (shown.first, shown.second, shown.badge[0] if shown.badge else "")))


def _inset(card: Card) -> None:
    """Keep the title away from the edge where a table goes to it."""
    if (head := card.body.itemAt(0)) is None:
        return
    if (layout := head.layout()) is not None:
        layout.setContentsMargins(16, 0, 16, 0)
    elif card.title_label is not None:
        card.title_label.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
