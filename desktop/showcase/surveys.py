"""The surveys of members: their dialogs, and the printed form. They change the record: played after the pages."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pypdf
from PySide6.QtWidgets import QDialog, QWidget
from sqlalchemy.orm import Session

from db.surveys.forms import field_name
from db.surveys.surveys import SurveyRow, make_survey, questions, surveys
from db.vocabulary import QuestionKind
from desktop.reports.survey_from_record import survey_form_maker
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import MORNING, Stage
from desktop.survey.dialog import SurveysDialog
from desktop.survey.form import load_form
from desktop.survey.question_dialog import QuestionDialog
from desktop.survey.questions_dialog import QuestionsDialog
from desktop.survey.reading import ReadFormsDialog
from desktop.survey.results_dialog import ResultsDialog
from desktop.survey.typing import TypeInDialog


def _surveys(stage: Stage) -> SurveysDialog:
    stage.window.surveys_requested.emit()
    dialog = stage.dialog()
    assert isinstance(dialog, SurveysDialog)
    answered = next(row for row in dialog.model.rows if row.sheets)
    dialog.table.select_key(answered.id)
    stage.settle()
    return dialog


def _asked(ask: Callable[[SurveysDialog], object]) -> Play:
    """Return a scene that asks something of the surveys, and pictures the dialog that comes."""

    def play(stage: Stage) -> QDialog:
        ask(_surveys(stage))
        return stage.dialog()

    return play


def _fresh(stage: Stage) -> SurveysDialog:
    """Show the surveys with one that has no answers yet chosen; it is made when first needed."""
    dialog = _surveys(stage)
    if all(row.sheets for row in dialog.model.rows):
        like = dialog.model.rows[0]
        stage.operations.write(
            make_survey, title=f"{like.title} (2)", language=like.language, opened_on=MORNING.date(), like=like.id
        )
        stage.settle()
    fresh = next(row for row in dialog.model.rows if not row.sheets)
    dialog.table.select_key(fresh.id)
    stage.settle()
    return dialog


def _questions(stage: Stage) -> QuestionsDialog:
    _fresh(stage).show_questions()
    dialog = stage.dialog()
    assert isinstance(dialog, QuestionsDialog)
    return dialog


def _own_question(stage: Stage) -> QDialog:
    """Picture a question with answers to choose from."""
    _questions(stage).own_button.click()
    dialog = stage.dialog()
    assert isinstance(dialog, QuestionDialog)
    dialog.kind.set_value(QuestionKind.CHOICE)
    dialog.kind.chosen.emit(QuestionKind.CHOICE)
    stage.settle()
    return dialog


def _template_menu(stage: Stage) -> QWidget:
    dialog = _questions(stage)
    if not dialog.template_button.isEnabled():
        dialog.drop_button.click()
        stage.settle()
        dialog.drop_button.click()
        stage.settle()
    return stage.popup(lambda: dialog.template_button.menu().popup(dialog.mapToGlobal(dialog.rect().center())))


def _typing(stage: Stage) -> QDialog:
    """Picture a sheet half typed in, which nobody is asked about afterwards."""
    surveys_dialog = _surveys(stage)
    row = surveys_dialog.chosen()
    assert row is not None
    form = stage.read(load_form, row.id)
    dialog = TypeInDialog(stage.operations, form, surveys_dialog, keeps_rest=lambda _parent: False)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    stage.settle()
    for line, value in zip(dialog.lines, ("4", "5", "3", "4", "2"), strict=False):
        line.field.set_value(value)
    dialog.lines[5].field.give_focus()
    stage.settle()
    return dialog


def _reading(stage: Stage) -> QDialog:
    """Picture forms that can be taken in beside files that cannot."""
    surveys_dialog = _surveys(stage)
    row = surveys_dialog.chosen()
    assert row is not None
    folder = stage.folder / "back"
    if not folder.exists():
        folder.mkdir()
        stage.read(_returned, row, folder)
    surveys_dialog.read_forms()
    dialog = stage.dialog()
    assert isinstance(dialog, ReadFormsDialog)
    dialog.look_at([folder])
    stage.settle()
    stage.settle()
    return dialog


def _returned(session: Session, row: SurveyRow, folder: Path) -> None:
    """Write forms as they come back: filled, blank, printed; and a file that is none."""
    blank = BytesIO()
    survey_form_maker(row.id, fillable=True)(session, blank)
    scales = [q for q in questions(session, row.id) if q.kind is QuestionKind.SCALE]
    for n in range(1, 4):
        writer = pypdf.PdfWriter(clone_from=BytesIO(blank.getvalue()))
        values = {field_name(row.id, q.id): f"/{1 + (n + place) % 5}" for place, q in enumerate(scales)}
        for page in writer.pages:
            writer.update_page_form_field_values(page, values, auto_regenerate=False)
        writer.write(folder / f"form {n}.pdf")
    (folder / "form 4.pdf").write_bytes(blank.getvalue())
    survey_form_maker(row.id)(session, folder / "scan.pdf")
    (folder / "letter.pdf").write_text("Dear secretariat")


def _results(stage: Stage) -> QDialog:
    _surveys(stage).show_results()
    dialog = stage.dialog()
    assert isinstance(dialog, ResultsDialog)
    return dialog


def _results_end(stage: Stage) -> QDialog:
    """Picture the end of the results: what was chosen, and what was written."""
    dialog = _results(stage)
    assert isinstance(dialog, ResultsDialog)
    dialog.scroll_to_end()
    stage.settle()
    return dialog


SURVEYS: tuple[Scene, ...] = (
    Scene("survey", _surveys, page=False),
    Scene("survey-new", _asked(lambda dialog: dialog.start_new()), page=False),
    Scene("survey-questions", _questions, page=False),
    Scene("survey-question", _own_question, page=False),
    Scene("popup-survey-template", _template_menu, page=False),
    Scene("survey-give-out", _asked(lambda dialog: dialog.give_out()), page=False),
    Scene("survey-typing", _typing, page=False),
    Scene("survey-reading", _reading, page=False),
    Scene("survey-results", _results, page=False),
    Scene("survey-results-end", _results_end, page=False),
)


def print_surveys(session: Session, folder: Path, language: str) -> Iterator[str]:
    """Print the form into `folder`, on paper and to fill in; yield the name of each, without its ending."""
    for name, fillable in ((f"print-survey-{language}", False), (f"print-survey-fillable-{language}", True)):
        survey_form_maker(surveys(session)[0].id, fillable=fillable)(session, folder / f"{name}.pdf", "a4")
        yield name
