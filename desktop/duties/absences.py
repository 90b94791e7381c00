"""Who cannot come when: reporting it, putting it right, and planning again where a turn is touched."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.absences import (
    AbsenceRow,
    absences,
    change_absence,
    next_meeting_of,
    report_absence,
    withdraw_absence,
)
from db.duties.planning import plan_ahead
from db.spells import covers
from desktop import theme
from desktop.clock import Clock
from desktop.duties.absence_form import AbsenceForm, Said
from desktop.duties.parts import Tall
from desktop.duties.replan import Effect, ReplanCard, load_effect, load_return
from desktop.duties.who import Who, everybody
from desktop.naming.duty_setup import absence_words
from desktop.operations import Operations
from desktop.texts import _, pgettext
from desktop.widgets.buttons import Button
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.labels import Label, vline
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.record_dialogs import DeedsDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable

KINDS = frozenset({"absence", "member", "person"})


@dataclass(frozen=True, slots=True)
class Known:
    """The absences, and who can be away."""

    rows: tuple[AbsenceRow, ...]
    everybody: tuple[Who, ...]


def load_absences(session: Session, today: dt.date, past: bool) -> Known:
    """Return the absences that are not over (all of them with `past`), and whom one can report."""
    return Known(tuple(absences(session, since=None if past else today)), everybody(session, today))


class AbsencesTable(RowsTable):
    """Absences by their first day; Enter puts one right, Delete takes it back."""

    delete_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.delete_requested.emit()
            return
        super().keyPressEvent(event)


class AbsencesDialog(DeedsDialog):
    """At the left an absence to report or to put right, and what it does to the plan; at the right those known.

    With a member, it is chosen already. Each absence is kept at once and can be undone.
    """

    def __init__(
        self, operations: Operations, clock: Clock, parent: QWidget | None = None, member_id: uuid.UUID | None = None
    ) -> None:
        super().__init__(operations, _("Absences"), parent, width=904)
        self._clock = clock
        self._editing: AbsenceRow | None = None
        self._first = member_id
        self._filled = False
        self._wanted: uuid.UUID | None = None
        """The absence to choose in the list once it is there."""
        self._made()
        self.verb = self.set_primary(_("Report absence"), self._keep)
        self.form.start_new()
        self.form.who.setFocus()
        operations.changed.connect(self._on_changed)
        self._look()

    def _made(self) -> None:
        self.form = AbsenceForm(self._clock)
        self.form.who_changed.connect(self._on_who)
        self.form.refused.connect(self._on_form_refused)
        self.form_title = Label(_("Report an absence"), 16, 600)
        self.form_title.setMinimumHeight(theme.px(24))
        self.another_button = Button(_("Report another"), "small", icon="plus", clicked=self._start_new)
        self.another_button.hide()
        writes(self.another_button)
        self.replan = ReplanCard()
        self.replan.plan_requested.connect(self._plan)
        head = row(self.form_title, None, self.another_button)
        left = Tall(column(head, self.form, self.replan, None, spacing=12, margins=(0, 0, 12, 0)), 400)
        holder = QWidget()
        inside = row(left, vline(), self._make_list(), spacing=16)
        inside.setStretch(0, 1)
        holder.setLayout(inside)
        self.add(holder)

    def _make_list(self) -> QWidget:
        name: Column[AbsenceRow] = Column(
            lambda: _("Who"),
            attrgetter("name"),
            tip=self._when,
            spoken=lambda one: f"{one.name}, {self._when(one)}",
        )
        self.model = RowsModel([name], key=attrgetter("id"), parent=self)
        self.table = AbsencesTable(self.model, name=_("Absences"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(TwoLineDelegate(self._lines_of, self.table, past=self._is_over))
        self.table.setMinimumHeight(theme.px(160))
        self.table.opened.connect(lambda _row: self._change())
        self.table.delete_requested.connect(self._withdraw)
        self.table.selected.connect(lambda _row: self._mark_buttons())
        self.none = Label(_("Nobody is away."), 14, 400, "text2", wrap=True)
        self.past_box = QCheckBox(_("Past ones too"))
        self.past_box.toggled.connect(lambda _on: self._look())
        self.change_button = Button(_("Change"), clicked=self._change)
        self.withdraw_button = Button(pgettext("absence", "Take back"), clicked=self._withdraw)
        self.withdraw_button.setToolTip(_("They can come after all."))
        writes(self.change_button, self.withdraw_button)
        side = QWidget()
        side.setFixedWidth(theme.px(304))
        title = Label(_("Away now and later"), 16, 600)
        title.setMinimumHeight(theme.px(24))
        parts = column(
            title, self.none, self.table, row(self.change_button, self.withdraw_button, None), self.past_box, None,
            spacing=8,
        )  # fmt: skip
        parts.setStretch(2, 100)  # what is left over, while there are any
        side.setLayout(parts)
        return side

    # Looking

    def _look(self) -> None:
        self.operations.read(
            load_absences, self._clock.today(), self.past_box.isChecked(), done=self._show, key=("absences", id(self))
        )

    def _on_changed(self, changes: Changes) -> None:
        if KINDS & changes.kinds:
            self._look()

    def _show(self, known: Known) -> None:
        self.model.set_rows(known.rows)
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None
        self.table.setVisible(bool(known.rows))
        self.none.setVisible(not known.rows)
        self.change_button.setVisible(bool(known.rows))
        self.withdraw_button.setVisible(bool(known.rows))
        if not self._filled:
            self._filled = True
            self.form.set_known(known.everybody)
            if self._first is not None:
                self.form.choose(self._first)
        self._mark_buttons()

    def _mark_buttons(self) -> None:
        chosen = self.table.current_row() is not None
        self.change_button.setEnabled(chosen)
        self.withdraw_button.setEnabled(chosen)

    def _is_over(self, one: AbsenceRow) -> bool:
        return one.to_date is not None and one.to_date <= self._clock.today()

    def _when(self, one: AbsenceRow) -> str:
        return "  ·  ".join(filter(None, (absence_words(one), one.note)))

    def _lines_of(self, one: AbsenceRow) -> TwoLines:
        now = covers(one, self._clock.today())
        badge = (pgettext("absence", "now"), "warnsolid", None) if now else None
        role = "text3" if self._is_over(one) else "text"
        return TwoLines(one.name, self._when(one), first_role=role, badge=badge)

    # Filling the form

    def _on_who(self, who: Who) -> None:
        self.operations.read(
            next_meeting_of, member_id=who.member_id, person_id=who.person_id, today=self._clock.today(),
            done=self.form.set_meeting, key=("next meeting", id(self)),
        )  # fmt: skip

    def _start_new(self) -> None:
        self._editing = None
        self.form.start_new()
        self.say("")
        self._show_form()
        self.form.who.setFocus()

    def _show_form(self) -> None:
        """Show the fields, not what the last absence does to the plan."""
        self.replan.hide()
        self.form.show()
        self.verb.show()
        changing = self._editing is not None
        self.form_title.setText(_("Change the absence") if changing else _("Report an absence"))
        self.verb.setText(_("Keep the change") if changing else _("Report absence"))
        self.another_button.setVisible(changing)

    def _change(self) -> None:
        one: AbsenceRow | None = self.table.current_row()
        if one is None or not self.change_button.isEnabled():
            return
        self._editing = one
        self.form.show_row(one)
        self.say("")
        self._show_form()
        self.form.since.line.setFocus()

    # Doing

    def _keep(self) -> None:
        self.say("")
        said = self.form.read()
        if said is None:
            return
        days: dict[str, Any] = {"from_date": said.from_date, "to_date": said.to_date, "note": said.note}
        if self._editing is not None:
            self._write(partial(self._kept, said), change_absence, self._editing.id, **days)
        else:
            self._write(
                partial(self._kept, said), report_absence, **said.whose(), **days, today=self._clock.today()
            )  # fmt: skip

    def _kept(self, said: Said) -> None:
        """Say that it is kept, be ready for the next one, and look what it does to the plan."""
        words = _("The absence of {name} is kept.").format(name=said.who.name)
        self._editing = None
        self.form.start_new()
        self._show_form()
        self.say_done(words)
        self.operations.read(
            load_effect, **said.whose(), from_date=said.from_date, to_date=said.to_date, today=self._clock.today(),
            done=self._show_effect,
        )  # fmt: skip

    def _withdraw(self) -> None:
        one: AbsenceRow | None = self.table.current_row()
        if one is None or not self.withdraw_button.isEnabled():
            return
        if self._editing is not None and self._editing.id == one.id:
            self._start_new()
        self._write(partial(self._taken_back, one.name), withdraw_absence, one.id)

    def _taken_back(self, name: str) -> None:
        self.say_done(_("{name} can come after all.").format(name=name))
        self.operations.read(load_return, self._clock.today(), done=self._show_effect)

    def _show_effect(self, effect: Effect) -> None:
        """Show what is touched in the place of the fields, if anything is."""
        if self.replan.set_effect(effect):
            self.form.hide()
            self.verb.hide()
            self.form_title.setText(_("What it does to the plan"))
            self.another_button.show()
            self.replan.button.setFocus()

    def _plan(self) -> None:
        self._write(self._planned, plan_ahead, today=self._clock.today())

    def _planned(self) -> None:
        self._show_form()
        self.say_done(_("Planned again. Publish the plan once it is right."))
        self.form.who.setFocus()

    def _write(self, then: Callable[[], object], use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self.say("")
        self.operations.write(use_case, *args, done=partial(self._done, then), failed=self.refuse, **kwargs)

    def _done(self, then: Callable[[], object], result: object) -> None:
        if isinstance(result, tuple):  # a new one, with its key
            self._wanted = result[0]
            self._look()
        then()

    def undo(self) -> None:
        self._show_form()
        super().undo()

    def _on_form_refused(self, words: str, field: QWidget) -> None:
        self.say(words)
        field.setFocus()
