"""The questions that Ronda offers for a survey of members: the same ones year after year, so that years compare.

They go along the six measured domains of how a coalition works: leadership, relations between members, task focus,
benefits and costs of taking part, planning to last, support in the community (Brown, Feinberg and Greenberg 2012,
Health Education & Behavior 39(4)). Only the domains are theirs; the questions are our own, short and plain. Their
words, in each language, are in `desktop/naming/surveys.py`. A question keeps its key and its meaning for good: one that
asks something else gets a new key.
"""

from dataclasses import dataclass

from db.vocabulary import QuestionKind, SurveyDomain


@dataclass(frozen=True, slots=True)
class TemplateQuestion:
    """A question of the template. `options` is how many answers a choice offers."""

    key: str
    domain: SurveyDomain
    kind: QuestionKind = QuestionKind.SCALE
    options: int = 0


TEMPLATE = (
    TemplateQuestion("leadership_1", SurveyDomain.LEADERSHIP),
    TemplateQuestion("leadership_2", SurveyDomain.LEADERSHIP),
    TemplateQuestion("leadership_3", SurveyDomain.LEADERSHIP),
    TemplateQuestion("relations_1", SurveyDomain.RELATIONS),
    TemplateQuestion("relations_2", SurveyDomain.RELATIONS),
    TemplateQuestion("relations_3", SurveyDomain.RELATIONS),
    TemplateQuestion("task_focus_1", SurveyDomain.TASK_FOCUS),
    TemplateQuestion("task_focus_2", SurveyDomain.TASK_FOCUS),
    TemplateQuestion("task_focus_3", SurveyDomain.TASK_FOCUS),
    TemplateQuestion("taking_part_1", SurveyDomain.TAKING_PART),
    TemplateQuestion("taking_part_2", SurveyDomain.TAKING_PART),
    TemplateQuestion("taking_part_3", SurveyDomain.TAKING_PART),
    TemplateQuestion("lasting_1", SurveyDomain.LASTING),
    TemplateQuestion("lasting_2", SurveyDomain.LASTING),
    TemplateQuestion("community_1", SurveyDomain.COMMUNITY),
    TemplateQuestion("community_2", SurveyDomain.COMMUNITY),
    TemplateQuestion("go_on", SurveyDomain.OTHER, QuestionKind.CHOICE, 3),
    TemplateQuestion("keep", SurveyDomain.OTHER, QuestionKind.TEXT),
    TemplateQuestion("change", SurveyDomain.OTHER, QuestionKind.TEXT),
)

KNOWN = {question.key: question for question in TEMPLATE}
