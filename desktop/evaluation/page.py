"""The page Evaluation: how well the alliance works in a period, as charts whose titles are findings, and what to do."""

import uuid
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from db.changes import Changes
from db.evaluation.lookups import evaluation_with
from db.evaluation.recommendations import RecommendationRow
from db.measures.found import Key
from db.measures.period import EVERYTHING, PLENARY, Period, Scope, group
from desktop import theme
from desktop.clock import Clock
from desktop.evaluation.cards import ChartCard, RecommendationsCard
from desktop.evaluation.deeds import Deeds
from desktop.evaluation.loading import Chosen, Span, View, load
from desktop.evaluation.words import evaluation_words, header_fact, period_brief, span_words
from desktop.naming.measures import scope_word
from desktop.operations import Operations
from desktop.reports.evaluation_charts import turns_words
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.fields import Choice
from desktop.widgets.layouts import ScrollArea, column
from desktop.widgets.page import PAGE_MARGINS, Page
from desktop.widgets.shortcuts import on_key
from desktop.widgets.targets import AsItStood, OpenDecision, OpenDuties, OpenEvaluation, OpenMeetings

WIDE, NARROW = 1080, 600
"""From so many pixels on there are three cards in a row, or two."""
_CHARTS = (Key.ATTENDANCE, Key.ACTIONS, Key.ENDORSEMENTS, Key.KINDS, Key.BALANCES)
_UPPER, _LOWER = 232, 304


class EvaluationPage(Page):
    """Five charts and the recommendations, of a period one chooses."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "evaluation", "finding", "interview", "recommendation", "meeting", "attendance", "agenda_item", "decision",
            "endorsement", "action", "duty_turn", "turn_credit", "duty", "member", "membership", "member_kind",
            "co_chair_term", "indicator", "observation", "charter_version", "alliance", "survey",
        }
    )  # fmt: skip

    print_requested = Signal(object, object)
    """Please show the report of this `Period` and `Scope` as it will be printed."""

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self.clock = clock or Clock()
        self.view: View | None = None
        self._chosen: Chosen | None = None
        self._wanted: tuple[OpenEvaluation, str] | None = None
        self._scope = PLENARY
        self._columns = 0
        self.deeds = Deeds(self)
        self.period_choice = Choice([], name=_("Period"), kind="filter", searchable=False)
        self.period_choice.chosen.connect(self.choose)
        self.scope_choice = Choice([], name=_("Whose meetings"), kind="filter", searchable=False)
        self.scope_choice.chosen.connect(self.choose_scope)
        self.findings_button = Button(_("Findings and method"), icon="note-pencil", clicked=self.deeds.show_details)
        self.export_button = Button(_("Export evaluation report"), "primary", "export", clicked=self.print_out)
        self.cards = {key: ChartCard(operations, key) for key in _CHARTS}
        self.recommendations = RecommendationsCard()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setContentsMargins(*PAGE_MARGINS)
        self._grid.setSpacing(16)
        self.area = ScrollArea(self._grid)
        self.setLayout(column(self.area))
        self._arrange(3)

    def _connect(self) -> None:
        for chart in self.cards.values():
            chart.numbers_requested.connect(self.deeds.show_numbers)
        card = self.recommendations
        card.add_requested.connect(self.deeds.add)
        card.opened.connect(self.deeds.change)
        card.menu_requested.connect(self._show_menu)
        card.move_requested.connect(self.deeds.move)
        card.actions_requested.connect(self.deeds.make_all_actions)
        card.general_requested.connect(lambda: self.choose_scope(PLENARY))
        card.became_requested.connect(self.deeds.show_became)
        on_key(self, "Ctrl+E", self.print_out)
        on_key(card, "Delete", lambda: self._with_chosen(self.deeds.delete))
        on_key(card, "F2", lambda: self._with_chosen(self.deeds.change))
        self._say_nothing()

    # What the window asks

    def title(self) -> str:
        return _("Evaluation")

    def fact(self) -> str:
        if self.view is not None and self.view.group:
            return _("How well the group works")
        return header_fact(None if self.view is None else self.view.evaluation)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.scope_choice, self.period_choice, self.findings_button, self.export_button)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint(_("Tab"), _("next chart")),
            KeyHint(_("Enter"), _("show the numbers")),
            KeyHint(_("Ctrl E"), _("export")),
        )

    def all_keys(self) -> Sequence[KeyHint]:
        return (
            *self.key_hints(),
            KeyHint(_("Ctrl N"), _("add a recommendation"), changes=True),
            KeyHint(_("F2"), _("change the recommendation"), changes=True),
            KeyHint(_("Alt ↑ ↓"), _("move the recommendation"), changes=True),
            KeyHint(_("Delete"), _("delete the recommendation"), changes=True),
        )

    def panels(self) -> Sequence[QWidget]:
        return (*(self.cards[key].view for key in _CHARTS), self.recommendations.table)

    def refresh(self, changes: Changes | None) -> None:
        self.operations.read(load, self._chosen, self.clock.today(), self._scope, done=self._show, key=(self, "view"))

    def open(self, target: object) -> bool:
        if isinstance(target, AsItStood) and isinstance(target.filters, Scope):
            self._scope = target.filters
            self.choose(target.key)
            return True
        if not isinstance(target, OpenEvaluation):
            return False
        self.operations.read(
            evaluation_with, target.kind, target.ref, done=partial(self._open_at, target), key=(self, "open")
        )  # fmt: skip
        return True

    def shown(self) -> object:
        return AsItStood(self._scope, self._chosen)

    def _open_at(self, target: OpenEvaluation, found: tuple[uuid.UUID, str]) -> None:
        evaluation, word = found
        self._wanted = target, word
        self._scope = PLENARY  # whose evaluations are kept
        self.choose(evaluation)

    def _show_wanted(self) -> None:
        """Show what was asked for, now that its evaluation stands."""
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        target, word = wanted
        if target.kind == "recommendation":
            self.recommendations.table.select_key(target.ref)
            self.recommendations.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.deeds.show_details(target.kind, word or target.ref)

    def start_new(self) -> bool:
        if self.view is not None and self.view.alone:
            return False
        self.deeds.add()
        return True

    def print_out(self) -> bool:
        if self.view is not None:
            self.print_requested.emit(self.view.period, self.view.scope)
        return True

    # The period

    def choose(self, chosen: object) -> None:
        """Look at another period; for other days one is asked first."""
        if chosen is Span.OWN:
            self.deeds.ask_days()
            self._show_choices()
        elif isinstance(chosen, Span | Period | uuid.UUID):
            self._chosen = chosen
            self.refresh(None)

    def choose_scope(self, scope: object) -> None:
        """Look at the general meetings, at a group's, or at all."""
        if isinstance(scope, Scope):
            self._scope = scope
            self.refresh(None)

    def _show_choices(self) -> None:
        view = self.view
        if view is None:
            return
        stored: list[tuple[object, str]] = [(row.id, evaluation_words(row)) for row in view.stored]
        spans: list[tuple[object, str]] = [(span, span_words(span)) for span in (*list(Span)[:-1], Span.OWN)]
        own: list[tuple[object, str]] = []
        now: object = view.evaluation.id if view.evaluation else view.chosen
        if isinstance(now, Period):
            own = [(now, period_brief(now))]
        self.period_choice.set_choices([*stored, *own, *spans])
        self.period_choice.set_value(now)
        groups: list[tuple[object, str]] = [(group(key), name) for key, name in view.groups]
        bodies: list[tuple[object, str]] = [(scope, scope_word(scope)) for scope in (PLENARY, EVERYTHING)]
        self.scope_choice.set_choices([*bodies, *groups])
        self.scope_choice.set_value(view.scope)

    # What is shown

    def _show(self, view: View) -> None:
        self.view = view
        self._show_choices()
        for key, card in self.cards.items():
            foot = turns_words(view.own) if key is Key.BALANCES else ""
            card.show_picture(view.pictures[key], foot)
        self.recommendations.show_rows(
            view.recommended, view.before, view.became, select=self.deeds.take_added(), elsewhere=view.alone
        )
        self._say_nothing()
        self.header_changed.emit()
        self._show_wanted()

    def _say_nothing(self) -> None:
        """Say in each card what stands there where nothing is on record."""
        meetings = _("Go to the meetings"), lambda: self.open_requested.emit(OpenMeetings())
        nothing = {
            Key.ATTENDANCE: _("No meeting of this period has an attendance list."),
            Key.ACTIONS: _("No action was agreed in this period."),
            Key.ENDORSEMENTS: _("No decision was taken in this period."),
            Key.KINDS: _("No member brought an agenda item in this period."),
        }
        for key, sentence in nothing.items():
            self.cards[key].set_nothing(sentence, *meetings)
        if self.view is not None and (waiting := self.view.own.endorsements.not_asked):
            self.cards[Key.ENDORSEMENTS].set_nothing(
                _("No member was asked yet whether it endorses the decisions of this period."),
                _("Go to the decisions"),
                lambda: self.open_requested.emit(OpenDecision(waiting[-1])),
            )
        self.cards[Key.BALANCES].set_nothing(
            _("No turn of duty is in a ledger yet."),
            _("Go to the duties"),
            lambda: self.open_requested.emit(OpenDuties()),
        )

    def _with_chosen(self, do: object) -> None:
        chosen = self.recommendations.table.current_row()
        if chosen is not None and callable(do):
            do(chosen)

    def _show_menu(self, chosen: RecommendationRow, place: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        self.deeds.fill_menu(menu, chosen)
        menu.popup(place)

    # Arranging

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        self._name_verbs(brief=width < theme.px(WIDE))
        self._arrange(3 if width >= theme.px(WIDE) else 2 if width >= theme.px(NARROW) else 1)

    def _name_verbs(self, *, brief: bool) -> None:
        """Leave the choices beside the title the room that their words need."""
        self.findings_button.setText(_("Findings") if brief else _("Findings and method"))
        self.findings_button.setAccessibleName(_("Findings and method"))
        self.export_button.setText(_("Export") if brief else _("Export evaluation report"))
        self.export_button.setAccessibleName(_("Export evaluation report"))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for row in range(6):
            self._grid.setRowStretch(row, 0)
            self._grid.setRowMinimumHeight(row, 0)
        for at in range(3):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self._columns = columns
        self.recommendations.table.show_whole(columns < 3)  # the page is scrolled then
        for at, card in enumerate((*self.cards.values(), self.recommendations)):
            self._grid.addWidget(card, at // columns, at % columns)
        for row in range(-(-6 // columns)):
            upper = row == 0 or columns == 1
            self._grid.setRowStretch(row, 5 if upper else 7)
            self._grid.setRowMinimumHeight(row, theme.px(_UPPER if upper and columns > 1 else _LOWER))
