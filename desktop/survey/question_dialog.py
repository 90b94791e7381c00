"""A question of one's own: its words, how it is answered, what can be chosen, under which heading it stands."""

import uuid

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.errors import KnownError
from db.errors.survey import QuestionIncomplete
from db.surveys.surveys import OwnQuestion, QuestionRow, add_question, change_question
from db.vocabulary import QuestionKind, SurveyDomain
from desktop import theme
from desktop.naming.surveys import domain_name, kind_name, question_choices, question_text
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.messages import InlineMessage
from desktop.widgets.record_dialogs import RecordDialog


class QuestionDialog(RecordDialog):
    """Adds a question to a survey, or puts one into other words."""

    def __init__(
        self, operations: Operations, survey_id: uuid.UUID, question: QuestionRow | None = None,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        title = _("Change a question") if question else _("Add a question of your own")
        super().__init__(operations, title, parent, width=560)
        self._survey_id, self._question = survey_id, question
        self.text = _writing(_("Question"), 64)
        self.kind = Choice([(kind, kind_name(kind)) for kind in QuestionKind], name=_("How it is answered"))
        self.choices = _writing(_("Answers to choose from"), 112)
        self.domain = Choice(
            [(domain, domain_name(domain)) for domain in SurveyDomain], name=_("Heading"), searchable=False
        )
        rows = self.rows = FormRows(above=True)
        rows.add(_("Question"), self.text)
        rows.add(_("How it is answered"), self.kind)
        rows.add(_("Answers to choose from, one on each line"), self.choices)
        rows.add(_("Heading"), self.domain, hint=_("Its number counts with the others under this heading."))
        self.new_message = InlineMessage(
            _("In other words it is another question: it will not be compared with earlier surveys.")
        )
        self.new_message.set_shown(question is not None)
        self.add(rows, self.new_message)
        self.kind.chosen.connect(lambda _kind: self._on_kind())
        if question is None:
            self.domain.set_value(SurveyDomain.OTHER)
        else:
            self.text.setPlainText(question_text(question))
            self.kind.set_value(question.kind)
            self.choices.setPlainText("\n".join(question_choices(question)))
            self.domain.set_value(question.domain)
        self._on_kind()
        self.set_primary(_("Keep the change") if question else _("Add question"), self._save)

    def asked(self) -> OwnQuestion:
        """Return the question as it stands in the fields."""
        kind, domain = self.kind.value(), self.domain.value()
        assert isinstance(kind, QuestionKind)
        assert isinstance(domain, SurveyDomain)
        return OwnQuestion(
            " ".join(self.text.toPlainText().split()), kind, domain, tuple(self.choices.toPlainText().split("\n"))
        )

    def _on_kind(self) -> None:
        self.rows.set_row_visible(self.choices, self.kind.value() is QuestionKind.CHOICE)
        if self.isVisible():
            for layout in (self.rows.layout(), self.layout()):
                if layout is not None:
                    layout.invalidate()  # they remember how high they were without the row
            self.fit()

    def _save(self) -> None:
        if self._question is None:
            self.save(add_question, self._survey_id, self.asked())
        else:
            self.save(change_question, self._question.id, self.asked())

    def _on_refused(self, error: KnownError) -> None:
        super()._on_refused(error)
        if isinstance(error, QuestionIncomplete):
            (self.text if error.lacks == "text" else self.choices).setFocus()


def _writing(name: str, height: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setFixedHeight(theme.px(height))
    return field
