"""What is said of `db.errors.survey`."""

from typing import Final

from db.errors.survey import (
    AnswerImpossible,
    FormAnswersUnclear,
    FormBlank,
    FormFlattened,
    FormProtected,
    FormReadAlready,
    FormsImpossible,
    FormTooLarge,
    FormUnreadable,
    NotASurveyForm,
    OtherSurveysForm,
    QuestionIncomplete,
    QuestionKnown,
    QuestionsFixed,
    SheetBlank,
    SurveyClosed,
    SurveyNotFound,
    SurveyWithoutQuestions,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _, ngettext


def _questions_fixed(error: QuestionsFixed) -> str:
    words = ngettext(
        "“{title}” has {n} answer already, so its questions stay as they were asked. Nothing was changed. "
        "Make a new survey to ask something else.",
        "“{title}” has {n} answers already, so its questions stay as they were asked. Nothing was changed. "
        "Make a new survey to ask something else.",
        error.sheets,
    )
    return words.format(title=error.title, n=texts.number(error.sheets))


def _question_incomplete(error: QuestionIncomplete) -> str:
    lacks = {
        "text": _("The question has no words yet. Nothing was changed."),
        "choices": _("There must be at least two answers to choose from. Nothing was changed. Write one on each line."),
        "many": _("There can be at most nine answers to choose from. Nothing was changed. Leave some out."),
        "same": _("Two of the answers to choose from are the same. Nothing was changed."),
    }
    return lacks[error.lacks]


def _survey_not_found(error: SurveyNotFound) -> str:
    if not error.wanted:
        return _("There is no survey yet. Make one in the window first.")
    return _("There is no survey “{wanted}”. Give its title, its form’s code, or the year it began.").format(
        wanted=error.wanted
    )


def _answers_unclear(error: FormAnswersUnclear) -> str:
    words = ngettext(
        "In “{path}” the answer to question {numbers} cannot be told for sure. Nothing of it was taken. "
        "Open it, and type the answers in.",
        "In “{path}” the answers to questions {numbers} cannot be told for sure. Nothing of it was taken. "
        "Open it, and type the answers in.",
        len(error.numbers),
    )
    return words.format(path=error.path.name, numbers=texts.list_of([texts.number(n) for n in error.numbers]))


def _form_too_large(error: FormTooLarge) -> str:
    return _("“{path}” is larger than any form ({limit}). Nothing of it was taken.").format(
        path=error.path.name, limit=texts.size_bytes(error.limit_bytes)
    )


SENTENCES: Final[Sentences] = {
    QuestionsFixed: _questions_fixed,
    QuestionIncomplete: _question_incomplete,
    QuestionKnown: N_("The survey asks this question already. Nothing was changed."),
    SurveyWithoutQuestions: N_("“{title}” asks nothing yet. Add questions first."),
    SurveyClosed: N_("“{title}” was closed on {day} and takes no more answers. Nothing was changed. Reopen it first."),
    SurveyNotFound: _survey_not_found,
    FormsImpossible: N_("{count} forms cannot be. Nothing was changed."),
    SheetBlank: N_("Nothing is answered on this sheet, so it was not kept."),
    AnswerImpossible: N_("“{value}” is no answer to question {number}. Nothing was changed."),
    NotASurveyForm: N_(
        "“{path}” is no form of this survey that can be read. Nothing of it was taken. "
        "If it is a scan or a picture, type the answers in."
    ),
    FormUnreadable: N_("“{path}” is damaged. Nothing of it was taken. Ask for it again."),
    FormProtected: N_("“{path}” is protected by a password. Nothing of it was taken. Ask for it without one."),
    FormFlattened: N_(
        "“{path}” is a form of this survey, but its fields are gone: it was printed or saved as a picture. "
        "Nothing of it was taken. Type the answers in."
    ),
    OtherSurveysForm: N_("“{path}” is a form of another survey. Nothing of it was taken."),
    FormBlank: N_("Nothing is answered in “{path}”, so it was not counted."),
    FormAnswersUnclear: _answers_unclear,
    FormTooLarge: _form_too_large,
    FormReadAlready: N_("“{path}” was read before; it does not count twice."),
}
