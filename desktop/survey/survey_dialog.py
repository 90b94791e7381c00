"""Making a survey, or changing what is said about it: its title, language, words above the questions, last day."""

import uuid

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from db.errors import KnownError
from db.errors.records import DatesOutOfOrder, NameMissing
from db.surveys.surveys import SurveyRow, change_survey, make_survey
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.surveys import usual_introduction
from desktop.operations import Operations
from desktop.texts import _, pgettext
from desktop.widgets.days import day_reader
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.record_dialogs import RecordDialog

TEMPLATE = "template"
EMPTY = "empty"


class SurveyDialog(RecordDialog):
    """Asks for what a new survey needs, with the template's questions or an earlier survey's; or changes one."""

    def __init__(
        self, operations: Operations, clock: Clock, *, language: str, known: tuple[SurveyRow, ...] = (),
        survey: SurveyRow | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = _("Change the survey") if survey else _("New survey")
        super().__init__(operations, title, parent, width=640)
        self._clock, self._survey = clock, survey
        self.title_field = QLineEdit()
        self.language = Choice(list(texts.languages().items()), name=_("Language of the form"))
        self.questions = Choice(_sources(known), name=_("Questions"), searchable=False)
        self.answers_by = DateField(name=_("Answers by"), read=day_reader(clock))
        self.introduction = QPlainTextEdit()
        self.introduction.setTabChangesFocus(True)
        self.introduction.setFixedHeight(theme.px(112))
        rows = self.rows = FormRows()
        rows.add(_("Title"), self.title_field)
        rows.add(_("Questions"), self.questions, hint=_("Add, change and leave out afterwards, until answers come."))
        rows.add(_("Language of the form"), self.language)
        rows.add(_("Answers by"), self.answers_by)
        rows.add(
            _("Words above the questions"), self.introduction, hint=_("Left empty, the form says what stands here.")
        )
        self.add(rows)
        self.language.chosen.connect(lambda _code: self._show_usual())
        if survey is None:
            self.title_field.setText(_("Survey of members {year}").format(year=clock.today().year))
            self.language.set_value(language)
        else:
            rows.set_row_visible(self.questions, False)
            self.title_field.setText(survey.title)
            self.language.set_value(survey.language)
            self.answers_by.set_value(survey.answers_by)
            self.introduction.setPlainText(survey.introduction)
        self._show_usual()
        self.set_primary(_("Keep the change") if survey else _("Create survey"), self._save)
        self.title_field.selectAll()

    def _show_usual(self) -> None:
        with texts.speaking(str(self.language.value())):
            self.introduction.setPlaceholderText(usual_introduction())

    def _save(self) -> None:
        if not self.dates_read(self.answers_by):
            return
        said = {
            "title": self.title_field.text(), "language": str(self.language.value()),
            "introduction": self.introduction.toPlainText(), "answers_by": self.answers_by.value(),
        }  # fmt: skip
        if self._survey is not None:
            self.save(change_survey, self._survey.id, **said)
            return
        source = self.questions.value()
        like = source if isinstance(source, uuid.UUID) else None
        keys = () if source == EMPTY else None
        self.save(make_survey, **said, opened_on=self._clock.today(), like=like, keys=keys)

    def _on_refused(self, error: KnownError) -> None:
        super()._on_refused(error)
        if isinstance(error, NameMissing):
            self.title_field.setFocus()
        elif isinstance(error, DatesOutOfOrder):
            self.answers_by.line.setFocus()


def _sources(known: tuple[SurveyRow, ...]) -> list[tuple[object, str]]:
    like: list[tuple[object, str]]
    like = [(row.id, _("The same as “{title}”").format(title=row.title)) for row in known if row.questions]
    none = (EMPTY, pgettext("questions of a survey", "None yet"))
    return [*like[:1], (TEMPLATE, _("The template’s, along the six domains")), *like[1:], none]
