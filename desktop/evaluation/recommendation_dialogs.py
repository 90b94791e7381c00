"""A recommendation's words, owner and date; and what became of those of the evaluation before."""

import datetime as dt
import uuid
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors import KnownError
from db.evaluation.evaluations import EvaluationRow, begin_evaluation
from db.evaluation.recommendations import (
    Owner,
    RecommendationRow,
    add_recommendation,
    change_recommendation,
    record_result,
)
from db.history import history
from db.measures.period import Period
from db.vocabulary import RecommendationResult
from desktop.clock import Clock
from desktop.evaluation.words import period_brief
from desktop.naming.measures import period_words
from desktop.naming.recommendations import result_word
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.days import day_reader
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.owners import OwnerChoice, OwnerChoices
from desktop.widgets.record_dialogs import RecordDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable


class RecommendationDialog(RecordDialog):
    """What is recommended, who sees to it, until when. The first of a period begins its evaluation."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        choices: OwnerChoices,
        *,
        period: Period,
        evaluation: EvaluationRow | None,
        row: RecommendationRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        lead = ""
        if evaluation is None:
            lead = _("This begins an evaluation of {period}.").format(period=period_words(period))
        title = _("Change the recommendation") if row else _("Add a recommendation")
        super().__init__(operations, title, parent, width=520, lead=lead)
        self._period, self._evaluation, self._row = period, evaluation, row
        self.text_field = QPlainTextEdit(row.text if row else "")
        self.text_field.setTabChangesFocus(True)
        self.text_field.setFixedHeight(80)
        self.owner_field = OwnerChoice(choices, name=_("Owner"))
        self.other_field = QLineEdit(row.owner_as_written if row else "")
        self.date_field = DateField(name=_("Due"), read=day_reader(clock), value=row.due_date if row else None)
        form = FormRows(above=True)
        form.add(_("What is recommended"), self.text_field)
        form.add(_("Owner"), self.owner_field, hint=_("A member, or a person who does it for a member."))
        form.add(_("Or somebody else"), self.other_field)
        form.add(_("Due"), self.date_field, hint=_("Such as: 29 Oct, in two weeks, next Thursday."))
        self.add(form)
        if row is not None:
            self.owner_field.choose(row.owner_member_id, row.owner_person_id)
        self.owner_field.chosen.connect(lambda _owner: self.other_field.clear())
        self.other_field.textEdited.connect(lambda _text: self.owner_field.set_value(None))
        if row is not None and row.owner:
            self.add_button(_("Take the owner off"), self._take_off)
        self.set_primary(_("Change recommendation") if row else _("Add recommendation"), self._keep)

    def _take_off(self) -> None:
        self.owner_field.set_value(None)
        self.other_field.clear()

    def _keep(self) -> None:
        if not self.text_field.toPlainText().strip():
            self.say(_("Write what is recommended."))
            self.text_field.setFocus()
            return
        if not self.dates_read(self.date_field):
            return
        said: dict[str, Any] = {
            "text": self.text_field.toPlainText(), "owner": self._owner(), "due_date": self.date_field.value(),
        }  # fmt: skip
        if self._row is not None:
            self.save(change_recommendation, self._row.id, **said)
        elif self._evaluation is not None:
            self.save(add_recommendation, self._evaluation.id, **said)
        else:
            self.save(begin_and_add, self._period, **said)

    def _owner(self) -> Owner:
        chosen = self.owner_field.chosen_owner()
        if chosen is not None:
            return Owner(chosen.member_id, chosen.person_id)
        return Owner(as_written=self.other_field.text())


def begin_and_add(
    session: Session, period: Period, *, text: str, owner: Owner, due_date: dt.date | None
) -> tuple[uuid.UUID, Changes]:
    """Begin the evaluation of a period with its first recommendation, in one step."""
    with history.step(session, "add_recommendation") as step:
        evaluation_id, _began = begin_evaluation(session, period)
        key, _added = add_recommendation(session, evaluation_id, text=text, owner=owner, due_date=due_date)
    return key, step.changes


class BecameDialog(Dialog):
    """What became of what was recommended before: as its action says, or as one says here."""

    def __init__(
        self,
        operations: Operations,
        before: EvaluationRow,
        rows: Sequence[RecommendationRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("What became of the recommendations of {period}").format(period=period_brief(before.period)),
            parent, width=640, lead=_("What is not said here, their actions say. The report begins with it."),
        )  # fmt: skip
        self._operations = operations
        self._evaluation_id = before.id
        self._said: dict[uuid.UUID, tuple[RecommendationResult | None, str]] = {}
        """What was said here and is not on record yet."""
        self.model: RowsModel[RecommendationRow] = RowsModel(
            (Column(lambda: _("Recommendation"), attrgetter("text"), tip=attrgetter("text"), spoken=_spoken),),
            key=attrgetter("id"), parent=self,
        )  # fmt: skip
        self.table = RowsTable(self.model, name=_("Recommendations"), row_height=52)
        self.table.setItemDelegate(TwoLineDelegate(_two_lines, self.table))
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setMinimumHeight(220)
        self.result_choice = Choice(
            [("", _("As its action says")), *((one, result_word(one)) for one in RecommendationResult)],
            name=_("What became of it"), searchable=False,
        )  # fmt: skip
        self.seen_field = QLineEdit()
        self.seen_field.setPlaceholderText(_("Four of six meetings"))
        writes(self.result_choice, self.seen_field)
        self.rows = FormRows(above=True)
        self.rows.add(_("What became of it"), self.result_choice)
        self.rows.add(_("What was seen"), self.seen_field)
        self.add(column(row(self.table)), self.rows)
        self.set_close(_("Close"))
        self.table.selected.connect(self._fill)
        self.result_choice.chosen.connect(lambda _result: self._keep())
        self.seen_field.editingFinished.connect(self._keep)
        operations.changed.connect(self._on_changed)
        self.model.set_rows(rows)
        if rows:
            self.table.selectRow(0)
        self.table.setFocus()
        self._shown: uuid.UUID | None = rows[0].id if rows else None

    def _fill(self, chosen: RecommendationRow | None) -> None:
        if chosen is None:
            return
        self._shown = chosen.id
        result, seen = self._standing(chosen)
        self.result_choice.set_value(result or "")
        if not self.seen_field.hasFocus():
            self.seen_field.setText(seen)

    def _standing(self, row: RecommendationRow) -> tuple[RecommendationResult | None, str]:
        """Return what became of a recommendation once what waits for the disk is written."""
        waiting = self._operations.kept_writes.waiting(record_result, row.id)
        return self._said.get(row.id, (waiting.get("result", row.result), waiting.get("seen", row.seen)))

    def _keep(self) -> None:
        held = next((one for one in self.model.rows if one.id == self._shown), None)
        if held is None:
            return
        value = self.result_choice.value()
        result = value if isinstance(value, RecommendationResult) else None
        if (result, self.seen_field.text().strip()) != self._standing(held):
            self._said[held.id] = result, self.seen_field.text().strip()
            self._operations.keep(
                record_result, held.id, result=result, seen=self.seen_field.text(), done=self._kept,
                failed=self._refuse, fields=(self.result_choice, self.seen_field),
            )  # fmt: skip

    def _kept(self, _changes: Changes) -> None:
        self.say("")
        self._read()

    def _on_changed(self, changes: Changes) -> None:
        """Look again, also after what waited for the disk since this was open before."""
        if "recommendation" in changes.kinds:
            self._read()

    def _read(self) -> None:
        from db.evaluation.recommendations import recommendations

        self._operations.read(recommendations, self._evaluation_id, done=self._set_rows, key=(self, "rows"))

    def _refuse(self, error: KnownError) -> None:
        self.say(sentence(error))

    def _set_rows(self, rows: Sequence[RecommendationRow]) -> None:
        for one in rows:
            if self._said.get(one.id) == (one.result, one.seen):
                del self._said[one.id]
        self.model.set_rows(rows)


def _two_lines(one: RecommendationRow) -> TwoLines:
    outcome = one.outcome
    kind = "ok" if outcome is RecommendationResult.DONE else "neutral"
    second = " · ".join(filter(None, (one.owner, one.seen)))
    return TwoLines(one.text, second, first_weight=500, badge=(result_word(outcome), kind, None))


def _spoken(one: RecommendationRow) -> str:
    return ", ".join(filter(None, (one.text, result_word(one.outcome), one.seen)))
