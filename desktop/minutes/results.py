"""What the meeting agreed, beside the minutes: cards of decisions and actions, of this item or the whole meeting."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from db.meetings.labels import MeetingLabel
from db.meetings.open_actions import CarriedAction
from db.minutes.actions import ActionRow, Missing
from db.minutes.decisions import DecisionRow
from db.vocabulary import ActionState
from desktop import texts, theme
from desktop.minutes import words
from desktop.minutes.heard import HeardList
from desktop.minutes.result_card import ResultCard
from desktop.minutes.view import MinutesView
from desktop.naming.meetings import approval_done, with_corrections
from desktop.naming.outcomes import due_before_meeting, how_taken, not_on_record
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button, IconButton, Segmented
from desktop.widgets.cards import Card
from desktop.widgets.labels import IconLabel, Label, hline, plain_tip
from desktop.widgets.layouts import FlowLayout, ScrollArea, column, row

WIDTH = 320
Row = TypeVar("Row", DecisionRow, ActionRow)


class DecisionCard(ResultCard):
    """A decision, and how it was taken; the button under it changes that."""

    def __init__(self, decision: DecisionRow, *, fixed: bool, edit: Callable[[DecisionRow], object]) -> None:
        super().__init__(decision.label, decision.text, "decision" if decision.current else "past")
        self.decision = decision
        taken = how_taken(decision)
        line = QHBoxLayout()
        line.setSpacing(4)
        if taken:
            line.addWidget(IconLabel("check", "text3", 14))
            line.addWidget(Label(taken, 13, 400, "text2", wrap=True), 1)
        self.how: QAbstractButton = _pencil() if taken else Button(_("How decided?"), "small")
        self.how.setAccessibleName(_("How decision {label} was taken").format(label=decision.label))
        self.how.setToolTip(plain_tip(self.how.accessibleName()))
        self.how.clicked.connect(lambda _checked: edit(decision))
        line.addWidget(self.how)
        if fixed:
            self.how.hide()
        if not taken:
            line.addStretch(1)
        self.body.addLayout(line)
        for fact in decision_facts(decision):
            self.body.addWidget(Label(fact, 13, 400, "text2", wrap=True))


class ApprovalCard(ResultCard):
    """That the minutes of an earlier meeting were approved, and with how many corrections."""

    def __init__(self, about: MeetingLabel, corrections: int) -> None:
        super().__init__("", approval_done(about), "decision")
        self.number.hide()
        if corrections:
            self.body.addWidget(Label(with_corrections(corrections), 13, 400, "text2"))


class ActionCard(ResultCard):
    """An action with its owner and date, or what is missing for it to be agreed."""

    def __init__(self, action: ActionRow, *, fixed: bool, ask: Callable[[str, ActionRow], object]) -> None:
        state = "open" if not action.agreed and action.state is ActionState.OPEN else "action"
        super().__init__(action.label, action.text, state if action.state is ActionState.OPEN else "past")
        self.action = action
        self.owner_button: Button | None = None
        self.date_button: Button | None = None
        if state == "open":
            self._add_missing(action, ask)
        else:
            self._add_known(action, fixed, ask)
        early = due_before_meeting(action) if action.state is ActionState.OPEN else ""
        if early:
            self.body.addWidget(Label(early, 13, 400, "warn", wrap=True))

    @property
    def state(self) -> str:
        """Return how the action stands, in words."""
        return state_of(self.action)

    def _add_missing(self, action: ActionRow, ask: Callable[[str, ActionRow], object]) -> None:
        line = FlowLayout(spacing=4)
        line.addWidget(Label(_("Not agreed yet"), 13, 600, "warn"))
        if Missing.OWNER in action.missing:
            self.owner_button = Button(_("Owner"), "warn", "plus", clicked=lambda: ask("owner", action))
            self.owner_button.setAccessibleName(_("Name an owner for {label}").format(label=action.label))
            line.addWidget(self.owner_button)
        if Missing.DATE in action.missing:
            self.date_button = Button(_("Date"), "warn", "plus", clicked=lambda: ask("date", action))
            self.date_button.setAccessibleName(_("Set a date for {label}").format(label=action.label))
            line.addWidget(self.date_button)
        self.body.addLayout(line)
        if action.owner and not action.owner_on_record:
            self.body.addWidget(Label(not_on_record(action.owner), 13, 400, "warn", wrap=True))

    def _add_known(self, action: ActionRow, fixed: bool, ask: Callable[[str, ActionRow], object]) -> None:
        line = QHBoxLayout()
        line.setSpacing(4)
        owner = action.owner or _("nobody")
        if action.owner_member and action.owner_person:
            owner = f"{action.owner_member} ({action.owner_person})"
        line.addWidget(IconLabel("user", "text3", 14))
        line.addWidget(Label(owner, 13, 400, "text2", elide=True), 1)
        line.addWidget(IconLabel("calendar-blank", "text3", 14))
        line.addWidget(Label(_day(action.due_date, action) or "–", 13, 500, "text2"))
        if not fixed and action.state is ActionState.OPEN:
            change = _pencil()
            change.setAccessibleName(_("Change owner or date of {label}").format(label=action.label))
            change.setToolTip(plain_tip(change.accessibleName()))
            change.clicked.connect(lambda _checked: ask("both", action))
            line.addWidget(change)
        self.body.addLayout(line)
        if action.state is not ActionState.OPEN:
            self.body.addWidget(Label(state_of(action), 13, 400, "text2", wrap=True))


class ResultsCard(Card):
    """Decisions and actions of this item, or of the whole meeting."""

    how_requested = Signal(object)
    """Please ask how this `DecisionRow` was taken."""
    repair_requested = Signal(str, object)
    """Please ask for the "owner", the "date" or "both" of this `ActionRow`."""
    done_requested = Signal(object)
    """Please note that this `CarriedAction` is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(12, 12, 12, 12), spacing=0, parent=parent)
        self.setAccessibleName(_("Results"))
        self.scope = Segmented([("item", _("This item")), ("meeting", _("Meeting"))], name=_("Results of"))
        self.scope.chosen.connect(lambda _key: self._fill())
        self._heads = (_Head(_("Decisions")), _Head(_("Actions")))
        self.nothing = Label("", 13, 400, "text3", wrap=True)
        self._list = column(*self._heads, self.nothing, spacing=6)
        body = _Body()
        inside = column(spacing=0)
        inside.addLayout(self._list)
        inside.addStretch(1)
        body.setLayout(inside)
        self.total = Label("", 13, 400, "text2")
        self._scroll = ScrollArea(body)
        self.add(row(Label(_("Results"), 16, 600), None, self.scope), 8)
        self.body.addWidget(self._scroll, 1)
        self.add(hline(), 8, self.total)
        self._view: MinutesView | None = None
        self._item_id: uuid.UUID | None = None
        self._shown: Any = None
        self._cards: dict[uuid.UUID, tuple[Any, Any]] = {}
        self._decisions: list[DecisionCard] = []
        self._actions: list[ActionCard] = []
        self.approvals: list[ApprovalCard] = []
        self.heard: HeardList | None = None
        """Made where there is anything to hear."""
        self._today = dt.date.min

    def show_view(self, view: MinutesView, item_id: uuid.UUID | None, today: dt.date) -> None:
        """Show the results of `view`."""
        self._view, self._item_id, self._today = view, item_id, today
        self.total.setText(words.whole_meeting(len(view.decisions), len(view.actions)))
        self._fill()

    def decision_cards(self) -> Sequence[DecisionCard]:
        """Return the cards of decisions, in order."""
        return tuple(self._decisions)

    def action_cards(self) -> Sequence[ActionCard]:
        """Return the cards of actions, in order."""
        return tuple(self._actions)

    def owner_button(self, place: int) -> Button:
        """Return the button that names the owner of the action at `place`."""
        button = self._actions[place].owner_button
        assert button is not None, "this action has an owner"
        return button

    def date_button(self, place: int) -> Button:
        """Return the button that sets the date of the action at `place`."""
        button = self._actions[place].date_button
        assert button is not None, "this action has a date"
        return button

    def _fill(self) -> None:
        view = self._view
        if view is None:
            return
        of_item = self.scope.value() == "item"
        decisions = [row for row in view.decisions if not of_item or row.item_id == self._item_id]
        actions = [row for row in view.actions if not of_item or row.item_id == self._item_id]
        heard = view.heard_at(self._item_id) if of_item else None
        approved = view.approvals_at(self._item_id if of_item else None)
        shown = (of_item, view.sheet.fixed, decisions, actions, heard, approved, self._today)
        if shown == self._shown:
            return
        self._shown = shown
        fixed = view.sheet.fixed
        self.nothing.setText(_nothing(fixed=fixed, of_item=of_item))
        self._decisions = [
            self._card(one, fixed, lambda row: DecisionCard(row, fixed=fixed, edit=self.how_requested.emit))
            for one in decisions
        ]
        self._actions = [
            self._card(one, fixed, lambda row: ActionCard(row, fixed=fixed, ask=self.repair_requested.emit))
            for one in actions
        ]
        loose = sum(not one.agreed and one.state is ActionState.OPEN for one in actions)
        self._heads[0].show_count(len(decisions), "")
        self._heads[1].show_count(len(actions), _loose(loose))
        self.approvals = [ApprovalCard(*one) for one in approved]
        settled = approved or any(action.done for action in heard or ())
        self.nothing.setVisible(not decisions and not actions and not settled)
        parts = [self._heads[0], *self._decisions, self._heads[1], *self._actions, self.nothing]
        self._arrange([*self.approvals, *parts, *self._show_heard(heard)])

    def _show_heard(self, rows: Sequence[CarriedAction] | None) -> list[QWidget]:
        """Return the list of what is heard here, below what is agreed here: that has to be seen as it is typed."""
        if rows is None:
            self.heard = None
            return []
        if self.heard is None:
            self.heard = HeardList(self.done_requested.emit)
        self.heard.show_rows(rows, self._today)
        return [self.heard]

    def _card(self, row: Row, fixed: bool, make: Callable[[Row], Any]) -> Any:
        """Return the card of `row`: the one that shows it already, or a new one. The line it is on does not show."""
        what = (replace(row, line=min(row.line, 0)), fixed)
        held = self._cards.get(row.id)
        if held is None or held[0] != what:
            held = (what, make(row))
            self._cards[row.id] = held
        return held[1]

    def _arrange(self, widgets: Sequence[QWidget]) -> None:
        """Let the column hold `widgets` in this order, moving and deleting only what must be."""
        kept = set(widgets)
        for place in reversed(range(self._list.count())):
            item = self._list.itemAt(place)
            old = item.widget() if item else None
            if old is not None and old not in kept:
                self._list.removeWidget(old)
                old.hide()
                old.deleteLater()
        for place, widget in enumerate(widgets):
            item = self._list.itemAt(place)
            if item is None or item.widget() is not widget:
                self._list.insertWidget(place, widget)
        shown = {card.decision.id for card in self._decisions} | {card.action.id for card in self._actions}
        self._cards = {key: held for key, held in self._cards.items() if key in shown}


class _Body(QWidget):
    """The column that scrolls: as high as its words need at its width, not at the least width they could have."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), self.heightForWidth(max(self.width(), least.width()))))


class _Head(QWidget):
    """A word, how many there are, and a warning at the right; hidden while there are none."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.count = Label("", 13, 400, "text3")
        self.warning = Label("", 13, 600, "warn")
        self.setLayout(row(Label(title, 13, 600, "text2"), self.count, None, self.warning, spacing=6))

    def show_count(self, count: int, warning: str) -> None:
        """Show `count` and `warning`."""
        self.count.setText(texts.number(count))
        self.warning.setText(warning)
        self.setVisible(count > 0)


def _loose(count: int) -> str:
    if not count:
        return ""
    return ngettext("{n} not agreed yet", "{n} not agreed yet", count).format(n=texts.number(count))


def _pencil() -> IconButton:
    button = IconButton("pencil-simple", "", size=14)
    button.setFixedSize(theme.px(22), theme.px(22))
    return button


def decision_facts(decision: DecisionRow) -> list[str]:
    """Return what else is to be said of a decision, a line each."""
    facts = []
    if decision.effective_date is not None:
        facts.append(_("From {date}").format(date=texts.date_short_year(decision.effective_date)))
    if decision.supersedes:
        facts.append(_("Replaces {label}").format(label=decision.supersedes))
    for _key, label in decision.superseded_by:
        facts.append(_("No longer in force: replaced by {label}").format(label=label))
    if decision.line < 0:
        facts.append(_("Its line was taken out of the text."))
    return facts


def _day(day: dt.date | None, action: ActionRow) -> str:
    """Return a day of an action's, its year where that is not the meeting's."""
    return "" if day is None else texts.date_in(day, (action.meeting_date or day).year)


def state_of(action: ActionRow) -> str:
    """Return "Not agreed yet", "Open", "Done 5 Nov", "Dropped: reason"."""
    match action.state:
        case ActionState.DONE:
            return _("Done {date}").format(date=_day(action.closed_on, action)).strip()
        case ActionState.DROPPED:
            return _("Dropped: {reason}").format(reason=action.dropped_reason)
    return _("Open") if action.agreed else _("Not agreed yet")


def _nothing(*, fixed: bool, of_item: bool) -> str:
    if fixed:
        return _("Nothing was agreed under this item.") if of_item else _("Nothing was agreed at this meeting.")
    return _("Nothing yet. Begin a line with d: for a decision, a: for an action.")
