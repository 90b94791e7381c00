"""The surveys of the members: at the left all of them, beside it one with what can be done with it now."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.alliance import alliance
from db.changes import Changes
from db.errors import KnownError
from db.surveys.forms import form_code
from db.surveys.results import FEWEST, results
from db.surveys.surveys import SurveyRow, close_survey, delete_survey, reopen_survey, surveys
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.surveys import returned_words
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.survey.form import load_form
from desktop.survey.giving_out import GiveOutDialog
from desktop.survey.questions_dialog import QuestionsDialog
from desktop.survey.reading import Choosers, ReadFormsDialog
from desktop.survey.results_dialog import ResultsDialog
from desktop.survey.survey_dialog import SurveyDialog
from desktop.survey.typing import TypeInDialog
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.buttons import Button
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog, ask
from desktop.widgets.labels import Label, vline
from desktop.widgets.layouts import FlowLayout, column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState
from desktop.widgets.rows import Column, RowsModel, RowsTable

KINDS = frozenset({"survey", "survey_question", "survey_answer"})


@dataclass(frozen=True, slots=True)
class Shown:
    """All surveys, and the language a new one is likely printed in."""

    surveys: tuple[SurveyRow, ...]
    language: str


def load_surveys(session: Session) -> Shown:
    """Return the surveys, the newest first."""
    return Shown(tuple(surveys(session)), alliance(session).language)


class SurveysTable(RowsTable):
    """Surveys; Enter shows what one says, Delete deletes."""

    delete_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.delete_requested.emit()
            return
        super().keyPressEvent(event)


class SurveysDialog(Dialog):
    """Make a survey, give it out, take in what comes back, see what it says."""

    def __init__(
        self, operations: Operations, clock: Clock, parent: QWidget | None = None, *,
        choosers: Choosers | None = None, folder: Path | None = None,
    ) -> None:  # fmt: skip
        super().__init__(_("Survey of members"), parent, width=960)
        self._operations, self._clock = operations, clock
        self._choosers, self._folder = choosers, folder
        self._shown: Shown | None = None
        self._wanted: uuid.UUID | None = None
        self.dialog: Dialog | None = None
        """The dialog open above this one, or opened last."""
        self.empty = EmptyState(
            _("No survey yet. Ask the members once a year how the alliance works for them."), _("New survey…"),
            icon="chats-circle", clicked=self.start_new,
        )  # fmt: skip
        self.empty.hide()
        self._inside = QWidget()
        inside = row(self._make_list(), vline(), self._make_side(), spacing=20)
        inside.setStretch(2, 1)
        self._inside.setLayout(inside)
        self._inside.hide()
        self.add(self._inside, self.empty)
        self.new_button = self.add_button(_("New survey…"), self.start_new)
        writes(self.new_button)
        if self.empty.button is not None:
            writes(self.empty.button)
        self.set_close(_("Close"))
        operations.changed.connect(self._on_changed)
        self._look()

    def _make_list(self) -> QWidget:
        self.model: RowsModel[SurveyRow] = RowsModel(
            [Column(lambda: _("Survey"), attrgetter("title"), spoken=lambda one: f"{one.title}, {_second(one)}")],
            key=attrgetter("id"), parent=self,
        )  # fmt: skip
        self.table = SurveysTable(self.model, name=_("Surveys"), row_height=48)
        self.table.horizontalHeader().hide()
        self.table.set_widths(0)
        self.table.setItemDelegate(TwoLineDelegate(_lines, self.table))
        self.table.setFixedWidth(theme.px(288))
        self.table.setMinimumHeight(theme.px(312))
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(lambda _row: self.show_results())
        self.table.delete_requested.connect(self._delete)
        return self.table

    def _make_side(self) -> QWidget:
        self.name_label = Label("", 16, 600, wrap=True)
        self.facts_label = Label("", 14, 400, "text2", wrap=True)
        self.stand_label = Label("", 14, 400, wrap=True)
        self.questions_button = Button(_("Questions…"), icon="list-numbers", clicked=self.show_questions)
        self.give_button = Button(_("Give out…"), icon="printer", clicked=self.give_out)
        self.type_button = Button(_("Type in answers…"), icon="keyboard", clicked=self.type_in)
        self.read_button = Button(_("Read returned forms…"), icon="file-pdf", clicked=self.read_forms)
        self.results_button = Button(_("Results…"), icon="chart-bar", clicked=self.show_results)
        self.change_button = Button(_("Change…"), "quiet", clicked=self._change)
        self.close_survey_button = Button(_("Close the survey"), "quiet", clicked=self._close_or_reopen)
        self.delete_button = Button(_("Delete"), "quiet", clicked=self._delete)
        writes(self.type_button, self.read_button, self.change_button, self.close_survey_button, self.delete_button)
        steps = column(
            _step(pgettext("survey", "Ask"), self.questions_button, self.give_button),
            _step(pgettext("survey", "Take in"), self.type_button, self.read_button),
            _step(pgettext("survey", "See"), self.results_button), spacing=12,
        )  # fmt: skip
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=4)
        for button in (self.change_button, self.close_survey_button, self.delete_button):
            flow.addWidget(button)
        holder = QWidget()
        holder.setLayout(
            column(self.name_label, self.facts_label, self.stand_label, 8, steps, None, deeds, spacing=4)
        )  # fmt: skip
        return holder

    # Looking

    def _look(self) -> None:
        self._operations.read(load_surveys, done=self._show, key=("surveys", id(self)))

    def _on_changed(self, changes: Changes) -> None:
        if KINDS & changes.kinds:
            self._look()

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        some = bool(shown.surveys)
        first = self._inside.isHidden() and some
        self._inside.setVisible(some)
        self.new_button.setVisible(some)
        self.empty.setVisible(not some)
        self.model.set_rows(shown.surveys)
        wanted = self._wanted or (held.id if (held := self.chosen()) else None)
        if some and not (wanted and self.table.select_key(wanted)):
            self.table.select_key(shown.surveys[0].id)
        self._wanted = None
        self._on_selected(self.chosen())
        if first:
            self.table.setFocus()
        if self.isVisible():
            self.fit()

    def chosen(self) -> SurveyRow | None:
        """Return the survey chosen."""
        found: SurveyRow | None = self.table.current_row()
        return found

    def _on_selected(self, survey: SurveyRow | None) -> None:
        if survey is None:
            return
        self.name_label.setText(survey.title)
        self.facts_label.setText(_facts(survey))
        self.stand_label.setText(_stand(survey))
        open_now = survey.closed_on is None
        self.close_survey_button.setText(_("Close the survey") if open_now else _("Reopen"))
        for button in (self.type_button, self.read_button):
            button.setEnabled(open_now and survey.questions > 0)
        self.give_button.setEnabled(survey.questions > 0)
        self.results_button.setEnabled(survey.sheets > 0)

    # Doing

    def start_new(self) -> None:
        """Ask what a new survey needs."""
        if self._shown is not None and not self._operations.read_only:
            self._ask_for(None, self._shown)

    def _change(self) -> None:
        survey = self.chosen()
        if survey is not None and self._shown is not None:
            self._ask_for(survey, self._shown)

    def _ask_for(self, survey: SurveyRow | None, shown: Shown) -> None:
        dialog = SurveyDialog(
            self._operations, self._clock, language=shown.language, known=shown.surveys, survey=survey, parent=self
        )
        dialog.accepted.connect(lambda: self._on_made(dialog.result_value))
        self._open(dialog)

    def _on_made(self, result: Any) -> None:
        if isinstance(result, tuple):
            self._wanted = result[0]
            self._look()

    def show_questions(self) -> None:
        """Open the questions of the survey chosen."""
        self._with_form(lambda form: QuestionsDialog(self._operations, form, self))

    def give_out(self) -> None:
        """Open the ways to give the survey out."""
        if (survey := self.chosen()) is not None:
            self._open(GiveOutDialog(self._operations, self._clock, survey, self))

    def type_in(self) -> None:
        """Open the form to type answers in."""
        self._with_form(lambda form: TypeInDialog(self._operations, form, self))

    def read_forms(self) -> None:
        """Open the reading of returned forms."""
        self._with_form(
            lambda form: ReadFormsDialog(
                self._operations, form, choosers=self._choosers, folder=self._folder, parent=self
            )
        )

    def show_results(self) -> None:
        """Open what the survey says."""
        survey = self.chosen()
        if survey is not None and self.results_button.isEnabled():
            self._operations.read(
                results, survey.id, done=lambda found: self._open(ResultsDialog(found, self)), failed=self._refuse
            )

    def _with_form(self, make: Callable[[Any], Dialog]) -> None:
        if (survey := self.chosen()) is not None:
            self._operations.read(
                load_form, survey.id, done=lambda form: self._open(make(form)), failed=self._refuse
            )  # fmt: skip

    def _close_or_reopen(self) -> None:
        survey = self.chosen()
        if survey is None:
            return
        if survey.closed_on is None:
            words = _("“{title}” is closed: it takes no more answers.").format(title=survey.title)
            self._write(words, close_survey, survey.id, today=self._clock.today())
        else:
            self._write(_("“{title}” takes answers again.").format(title=survey.title), reopen_survey, survey.id)

    def _delete(self) -> None:
        survey = self.chosen()
        if survey is None or not self.delete_button.isEnabled():
            return
        words = _("“{title}” is deleted.").format(title=survey.title)
        if not survey.sheets:
            self._write(words, delete_survey, survey.id)
            return
        asked = ngettext(
            "“{title}” and its {n} answered form are deleted for good. This cannot be undone.",
            "“{title}” and its {n} answered forms are deleted for good. This cannot be undone.",
            survey.sheets,
        ).format(title=survey.title, n=texts.number(survey.sheets))
        if ask(self, _("Delete the survey"), asked, _("Delete for good"), keep=_("Keep it")):
            self._operations.write(
                delete_survey, survey.id, done=lambda _changes: self.message.say(words, "ok"), failed=self._refuse
            )

    def _open(self, dialog: Dialog) -> None:
        self.say("")
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _write(self, words: str, use_case: Callable[..., Changes], *args: Any, **kwargs: Any) -> None:
        self.say("")
        self._operations.write(
            use_case, *args, done=lambda _changes: self._say_done(words), failed=self._refuse, **kwargs
        )  # fmt: skip

    def _say_done(self, words: str) -> None:
        self.say(words, kind="info")
        self.message.say(words, "ok", _("Undo"), self._undo)

    def _undo(self) -> None:
        self.say("")
        self._operations.undo()

    def _refuse(self, error: KnownError) -> None:
        self.say(sentence(error))


def _step(word: str, *buttons: Button) -> QWidget:
    """Return a step of the survey: its word, and beside it what is done then."""
    label = Label(word, 13, 500, "text2")
    label.setFixedWidth(theme.px(72))
    deeds = QWidget()
    flow = FlowLayout(deeds, spacing=8)
    for button in buttons:
        flow.addWidget(button)
    holder = QWidget()
    line = row(label, deeds, spacing=8)
    line.setStretch(1, 1)
    holder.setLayout(line)
    return holder


def _second(survey: SurveyRow) -> str:
    words = returned_words(survey)
    if survey.closed_on is not None:
        return pgettext("survey", "Closed") + "  ·  " + words
    return texts.as_beginning(words)


def _lines(survey: SurveyRow) -> TwoLines:
    role = "text2" if survey.closed_on else "text"
    return TwoLines(survey.title, _second(survey), first_role=role)


def _facts(survey: SurveyRow) -> str:
    asked = ngettext("{n} question", "{n} questions", survey.questions).format(n=texts.number(survey.questions))
    parts = [asked, texts.OWN_NAMES.get(survey.language, survey.language)]
    if survey.answers_by is not None:
        parts.append(_("answers by {day}").format(day=texts.date_long(survey.answers_by)))
    parts.append(_("form {code}").format(code=form_code(survey.id)))
    return "  ·  ".join(parts)


def _stand(survey: SurveyRow) -> str:
    """Return how far it is, in a sentence or two."""
    words = returned_words(survey)
    parts = [texts.as_beginning(words) + "."]
    if survey.closed_on is not None:
        parts.append(_("Closed on {day}.").format(day=texts.date_long(survey.closed_on)))
    if survey.waiting:
        words = ngettext(
            "{n} of them is in no backup before the survey is closed: backups must not tell who answered when.",
            "{n} of them are in no backup before the survey is closed: backups must not tell who answered when.",
            survey.waiting,
        )
        parts.append(words.format(n=texts.number(survey.waiting)))
    if survey.sheets < FEWEST:
        parts.append(_("Results are shown from {fewest} answers on.").format(fewest=texts.number(FEWEST)))
    return " ".join(parts)
