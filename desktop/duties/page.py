"""The page Duties: the rota, why each turn is whose it is, and the ledger everyone can check."""

import uuid
from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from db.changes import Changes
from db.duties.progress import Progress
from db.duties.rota import TurnRow, Why, why
from desktop import icons, texts
from desktop.clock import Clock
from desktop.duties.deeds import TurnDeeds
from desktop.duties.ledger_card import LedgerCard
from desktop.duties.legend import Legend
from desktop.duties.loading import EVERY_PAST, PAST, LedgerView, RotaView, load_ledgers, load_rota
from desktop.duties.rota_model import RotaModel
from desktop.duties.rota_table import RotaTable
from desktop.duties.why_card import Step, WhyCard
from desktop.operations import Operations
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import hline
from desktop.widgets.lanes import CurrentStack, Lane, Lanes
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState
from desktop.widgets.page import PAGE_MARGINS, Page
from desktop.widgets.sections import MenuButton
from desktop.widgets.shortcuts import on_key
from desktop.widgets.targets import OpenDuties, OpenHandover, OpenMeetings, OpenMember

_ROTA, _NOTHING = 0, 1
_LEFT: Final = 560
_RIGHT: Final = 432


LEDGER_KINDS: Final = frozenset(
    {
        "duty", "duty_pool", "duty_exemption", "turn_credit", "ledger_entry", "absence", "meeting", "attendance",
        "member", "membership", "person", "representative", "working_group", "group_membership",
    }
)  # fmt: skip
"""Tables that the ledger shows something of: planning and asking change none of it."""


class DutiesPage(Page):
    """The rota and the reason for the turn under its cursor at the left, the ledger at the right."""

    kinds: ClassVar[frozenset[str]] = LEDGER_KINDS | {
        "duty_pair", "duty_term", "duty_turn", "turn_passed_over", "turn_refusal", "meeting_officer",
    }  # fmt: skip

    print_rota = Signal()
    """Please show the rota on paper."""
    print_ledger = Signal(object, object)
    """Please show the ledger of a duty on paper (its key), with a member's account written out (its key, or None)."""
    print_slip = Signal(object)
    """Please show a person's own turns on paper (their key)."""
    save_turns = Signal(object)
    """Please keep a person's own turns as a calendar file (their key)."""

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._past = PAST
        self._progress = Progress(0, 0, ())
        self._wanted: uuid.UUID | None = None
        self.deeds = TurnDeeds(self, self._clock)
        self.model = RotaModel(self._clock.today(), self)
        self.table = RotaTable(self.model)
        self.legend = Legend()
        self.why_card = WhyCard()
        self.ledger_card = LedgerCard()
        self.publish_button = Button("", "small", clicked=self.deeds.publish)
        self.missing_button = Button("", "warn", "warning", clicked=self.plan)
        self._make_buttons()
        self.empty = EmptyState("", _("Set up duties"), icon="arrows-clockwise", clicked=self._begin)
        self._stack = CurrentStack()
        self._lay_out()
        self._connect()

    def _make_buttons(self) -> None:
        self.absence_button = Button(_("Report absence"), icon="calendar-x", clicked=self.deeds.absence)
        self.swap_button = Button(_("Swap"), icon="arrows-left-right", clicked=self.swap)
        self.print_button = Button(_("Print rota"), icon="printer", clicked=self.print_out)
        self.plan_button = Button(_("Plan ahead"), "primary", "arrows-clockwise", clicked=self.plan)
        choices = (
            ("megaphone", _("Publish the plan…"), self.deeds.publish),
            ("scales", _("Print the ledger…"), self._print_ledger),
            ("list", _("Duties and who does them…"), self.deeds.duties),
            ("handshake", _("Hand over the desk…"), lambda: self.open_requested.emit(OpenHandover())),
        )
        self.menu_button = MenuButton(_("More about duties"), choices)
        writes(self.absence_button, self.swap_button, self.plan_button, self.publish_button, self.missing_button)

    def _lay_out(self) -> None:
        rota = Card(margins=(0, 0, 0, 0), spacing=0)
        rota.setAccessibleName(_("Rota"))
        legend = row(self.legend, margins=(16, 8, 12, 8), spacing=8)
        legend.setStretch(0, 1)
        for button in (self.missing_button, self.publish_button):
            legend.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        rota.body.addWidget(self.table, 1)
        rota.body.addWidget(hline())
        rota.body.addLayout(legend)
        left = QWidget()
        left.setLayout(column(rota, self.why_card, spacing=16))
        nothing = Card()
        nothing.add(self.empty)
        lanes = Lanes((Lane(left, _LEFT, 480, share=1, height=560), Lane(self.ledger_card, _RIGHT, 352)), spacing=16)
        self._stack.addWidget(lanes)
        self._stack.addWidget(nothing)
        self.setLayout(column(self._stack, margins=PAGE_MARGINS))

    def _connect(self) -> None:
        self.table.turn_changed.connect(self._on_turn)
        self.table.menu_requested.connect(self._open_menu)
        self.table.earlier_requested.connect(self.show_earlier)
        self.ledger_card.member_opened.connect(lambda key: self.open_requested.emit(OpenMember(key)))
        on_key(self.table, "S", self.swap)
        on_key(self.table, "F2", self._change)

    # What the window asks

    def title(self) -> str:
        return _("Duties")

    def fact(self) -> str:
        return _("Everyone takes a turn")

    def header_actions(self) -> Sequence[QWidget]:
        return (self.absence_button, self.swap_button, self.print_button, self.menu_button, self.plan_button)

    def key_hints(self) -> Sequence[KeyHint]:
        if self._stack.currentIndex() != _ROTA:
            return ()
        return (
            KeyHint("← ↑ ↓ →", _("move")),
            KeyHint("Enter", _("change"), changes=True),
            KeyHint("S", _("swap"), changes=True),
            KeyHint("F6", _("next panel")),
        )

    def all_keys(self) -> Sequence[KeyHint]:
        return (*self.key_hints(), KeyHint("Ctrl P", _("print")), KeyHint("F2", _("person and note"), changes=True))

    def panels(self) -> Sequence[QWidget]:
        return (self.table, self.why_card, self.ledger_card) if self._stack.currentIndex() == _ROTA else (self.empty,)

    def refresh(self, changes: Changes | None) -> None:
        today = self._clock.today()
        self.operations.read(load_rota, today, self._past, done=self._show, key=(self, "rota"))
        if changes is None or changes.kinds & LEDGER_KINDS:
            self.operations.read(load_ledgers, today, done=self._show_ledgers, key=(self, "ledgers"))

    def open(self, target: object) -> bool:
        if not isinstance(target, OpenDuties):
            return False
        if target.turn_id is not None and not self.table.go_to(target.turn_id):
            self._wanted = target.turn_id
            self._past = EVERY_PAST
            if self.isVisible():
                self.refresh(None)
        return True

    def print_out(self) -> bool:
        self.print_rota.emit()
        return True

    def _print_ledger(self) -> None:
        """Ask for the ledger in sight on paper; of all duties, for that of the duty under the cursor."""
        view, index = self.ledger_card.shown(), self.table.currentIndex()
        duty_id = view.duty_id if view is not None else None
        if duty_id is None and index.isValid():
            duty_id = self.model.duty(index.column()).id
        if duty_id is not None:
            turn = self.turn()
            self.print_ledger.emit(duty_id, turn.member_id if turn else None)

    # What can be done

    def turn(self) -> TurnRow | None:
        """Return the turn under the cursor."""
        return self.table.turn()

    def swap(self) -> None:
        """Exchange the turn under the cursor with another."""
        turn = self.turn()
        if self.operations.read_only:
            return
        if turn is None or not self.deeds.can_swap(turn):
            self.said.emit(_("Choose a turn that somebody is still to do, then swap it."))
        else:
            self.deeds.swap(turn)

    def plan(self) -> None:
        """Plan ahead."""
        self.deeds.plan(self._progress.ahead)

    def show_earlier(self) -> None:
        """Show every meeting that has turns."""
        self._past = EVERY_PAST
        self.refresh(None)
        self.table.setFocus()

    def _change(self) -> None:
        turn = self.turn()
        if turn is not None and self.deeds.is_open(turn) and turn.member_id and not self.operations.read_only:
            self.deeds.change(turn)

    def _begin(self) -> None:
        if self._progress.missing and self.model.rota.duties:
            self.plan()
        elif self.model.rota.duties:
            self.open_requested.emit(OpenMeetings())
        else:
            self.deeds.duties()

    def _open_menu(self, place: QPoint) -> None:
        turn = self.turn()
        if turn is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for icon, words, act in self.deeds.choices(turn):
            action = menu.addAction(icons.icon(icon), words)
            action.triggered.connect(lambda _checked=False, act=act: act())
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])
        menu.popup(place)

    # What is shown

    def _show(self, view: RotaView) -> None:
        self._progress = view.progress
        self.model.set_rota(view.rota, self._clock.today())
        rows = view.rota.rows
        self.legend.show_turns(turn for one in rows for turn in one.turns)
        self.table.offer_earlier(view.more_past)
        self._say_news(view.progress)
        self._show_or_explain(view)
        if self._wanted is not None:
            self.table.go_to(self._wanted)
            self._wanted = None
        self._on_turn(self.turn())

    def _show_or_explain(self, view: RotaView) -> None:
        """Show the rota, or say why there is none and what to do."""
        nothing = not view.rota.duties or not view.rota.rows
        missing = view.progress.missing
        if not view.rota.duties:
            self.empty.set_sentence(_("No duties yet. Say what there is to do, and who may be asked."))
            self._name_button(_("Set up duties"), changes=True)
        elif missing:
            self.empty.set_sentence(
                _("Nobody has a turn yet. Plan them, and each goes to whoever is furthest behind their fair share.")
            )
            self._name_button(_due(missing), changes=True)
        elif nothing:
            self.empty.set_sentence(_("No meetings to come. Duties are planned for meetings: plan one first."))
            self._name_button(_("Go to the meetings"), changes=False)
        held = self.empty.hasFocus()
        self._stack.setCurrentIndex(_NOTHING if nothing else _ROTA)
        self.header_changed.emit()  # the keys of a rota are none of an empty page
        for button in (self.swap_button, self.print_button):
            button.setEnabled(not nothing)
        self.plan_button.setEnabled(bool(view.rota.duties) and bool(view.rota.rows or missing))
        if held:
            self.table.setFocus()

    def _name_button(self, words: str, *, changes: bool) -> None:
        if self.empty.button is not None:
            self.empty.button.setText(words)
            self.empty.button.setEnabled(not (changes and self.operations.read_only))

    def _say_news(self, progress: Progress) -> None:
        """Offer to plan what is due and has nobody, else to publish what is not published yet."""
        self.missing_button.setText(_due(progress.missing))
        self.missing_button.setVisible(bool(progress.missing))
        words = ngettext("Publish {n} turn…", "Publish {n} turns…", progress.unpublished)
        self.publish_button.setText(words.format(n=texts.number(progress.unpublished)))
        self.publish_button.setVisible(bool(progress.unpublished) and not progress.missing)

    def _show_ledgers(self, views: Mapping[uuid.UUID | None, LedgerView]) -> None:
        self.ledger_card.show_ledgers(views, self.model.rota.duties)
        self._follow(self.turn())

    def _follow(self, turn: TurnRow | None) -> None:
        index = self.table.currentIndex()
        duty_id = self.model.duty(index.column()).id if index.isValid() else None
        self.ledger_card.follow(duty_id, turn.member_id if turn else None)

    def _on_turn(self, turn: TurnRow | None) -> None:
        self._follow(turn)
        if turn is None:
            self._show_why(None)
        else:
            self.operations.read(why, turn.id, done=self._show_why, key=(self, "why"))

    def _show_why(self, found: Why | None) -> None:
        turn = self.turn()
        if found is not None and (turn is None or found.turn_id != turn.id):
            return
        first = self.model.first_open(turn.duty.id) if turn is not None else None
        self.why_card.show_turn(turn, found, is_next=turn is not None and first is not None and first.id == turn.id)
        deeds = self.deeds
        if turn is None:
            self.why_card.set_steps(give=None, swap=None, following=(), menu=())
            return
        self.why_card.set_steps(
            give=(lambda: deeds.give(turn)) if deeds.can_give(turn) else None,
            swap=(lambda: deeds.swap(turn)) if deeds.can_swap(turn) else None,
            following=[Step(icon, verb, act) for icon, verb, act in deeds.following(turn)],
            menu=deeds.choices(turn),
        )


def _due(missing: int) -> str:
    """Return the verb that plans what is due and has nobody."""
    return ngettext("Plan {n} turn…", "Plan {n} turns…", missing).format(n=texts.number(missing))
