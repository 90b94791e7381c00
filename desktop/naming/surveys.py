"""The words of surveys of members: the template's questions, the domains, the scale, results in words. No Qt."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from db.surveys.results import FEWEST, Tally
from db.surveys.surveys import QuestionRow, SurveyRow
from db.vocabulary import QuestionKind, SurveyDomain
from desktop import texts
from desktop.texts import N_, _, ngettext

_DOMAINS: Mapping[SurveyDomain, str] = MappingProxyType(
    {
        SurveyDomain.LEADERSHIP: N_("Leadership"),
        SurveyDomain.RELATIONS: N_("Relations between members"),
        SurveyDomain.TASK_FOCUS: N_("Keeping to the task"),
        SurveyDomain.TAKING_PART: N_("What taking part gives and costs"),
        SurveyDomain.LASTING: N_("Planning to last"),
        SurveyDomain.COMMUNITY: N_("Support in the community"),
        SurveyDomain.OTHER: N_("Looking back and ahead"),
    }
)

_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "leadership_1": N_("Whoever chairs our meetings lets everybody have their say."),
        "leadership_2": N_("Those who lead the alliance keep their word."),
        "leadership_3": N_("Members have a real say in what is decided."),
        "relations_1": N_("Members trust one another."),
        "relations_2": N_("Small and large organisations are heard alike."),
        "relations_3": N_("When we disagree we say so openly, and settle it."),
        "task_focus_1": N_("I know what the alliance wants to reach this year."),
        "task_focus_2": N_("Our meetings come to decisions."),
        "task_focus_3": N_("What we agree to do gets done."),
        "taking_part_1": N_("What the alliance gives us is worth the time we give it."),
        "taking_part_2": N_("The work is shared out fairly."),
        "taking_part_3": N_("We can afford to take part: the time, the travel, the money."),
        "lasting_1": N_("The alliance would go on if those who lead it today left."),
        "lasting_2": N_("We have the people and the means for next year’s work."),
        "community_1": N_("The people we work for know what the alliance does."),
        "community_2": N_("Authorities and local leaders take the alliance seriously."),
        "go_on": N_("What should the alliance do after this year?"),
        "keep": N_("What works well and should stay as it is?"),
        "change": N_("What should we do differently?"),
    }
)

_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"go_on": (N_("Go on as it is"), N_("Go on, with another purpose or form"), N_("Come to an end"))}
)

_KINDS: Mapping[QuestionKind, str] = MappingProxyType(
    {
        QuestionKind.SCALE: N_("Scale from 1 to 5"),
        QuestionKind.CHOICE: N_("One answer to choose"),
        QuestionKind.TEXT: N_("In one’s own words"),
    }
)


def alike_words(count: int) -> str:
    """Return that forms say the same as others, and that nobody can tell whether they are the same; else nothing."""
    if not count:
        return ""
    words = ngettext(
        "{n} of them says exactly what another one does. Whether it is the same form saved anew nobody can tell: no "
        "form bears a name.",
        "{n} of them say exactly what another one does. Whether they are the same forms saved anew nobody can tell: no "
        "form bears a name.",
        count,
    )
    return words.format(n=texts.number(count))


def domain_name(domain: SurveyDomain) -> str:
    """Return a domain in words."""
    return _(_DOMAINS[domain])


def kind_name(kind: QuestionKind) -> str:
    """Return how a question is answered: "Scale from 1 to 5"."""
    return _(_KINDS[kind])


def template_text(key: str) -> str:
    """Return the words of a question of the template."""
    return _(_QUESTIONS[key])


def question_text(question: QuestionRow) -> str:
    """Return a question's own words, or the template's."""
    return question.text or template_text(question.key)


def question_choices(question: QuestionRow) -> tuple[str, ...]:
    """Return the answers of a choice in words; none for other questions."""
    if question.kind is not QuestionKind.CHOICE:
        return ()
    return question.choices or tuple(map(_, _CHOICES[question.key]))


def scale_ends() -> tuple[str, str]:
    """Return what 1 and 5 mean."""
    return _("not at all"), _("fully")


def usual_introduction() -> str:
    """Return what stands above the questions where nobody wrote anything else."""
    return _(
        "Please answer for your organisation. Nobody’s name is asked or kept, and nothing is shown before at least "
        "{fewest} answers are in. Leave out what you cannot answer."
    ).format(fewest=FEWEST)


# Results


def mean_words(mean: Fraction) -> str:
    """Return a mean of a scale, "3.8"; halves are rounded up, exactly."""
    tenths = (mean * 20 + 1) // 2
    return texts.number(float(Fraction(tenths, 10)), decimals=1)


def change_words(now: Fraction, then: Fraction) -> str:
    """Return how a mean stands beside the earlier one, "+0.3": the difference of the two as they are printed."""
    difference = Fraction((now * 20 + 1) // 2 - (then * 20 + 1) // 2, 10)
    return texts.signed(float(difference), decimals=1) if difference else _("as before")


def of_words(count: int, total: int) -> str:
    """Return "3 of 5"."""
    return _("{n} of {total}").format(n=texts.number(count), total=texts.number(total))


def agreeing(tally: Tally) -> str:
    """Return how many gave a 4 or a 5: "12 of 18 say 4 or 5"."""
    many = sum(tally.counts[3:])
    words = ngettext("{n} of {total} says 4 or 5", "{n} of {total} say 4 or 5", many)
    return words.format(n=texts.number(many), total=texts.number(tally.count))


def too_few(count: int) -> str:
    """Return why nothing is shown of so few answers."""
    if count == 0:
        return _("Nobody answered this.")
    return _("Fewer than {fewest} answers: not shown, so that nobody can be recognised.").format(fewest=FEWEST)


def returned_words(row: SurveyRow) -> str:
    """Return how many came back: "18 of 24 forms came back", or "18 forms came back"."""
    if row.given_out:
        words = ngettext("{n} of {total} forms came back", "{n} of {total} forms came back", row.sheets)
        return words.format(n=texts.number(row.sheets), total=texts.number(row.given_out))
    if not row.sheets:
        return _("no form came back yet")
    return ngettext("{n} form came back", "{n} forms came back", row.sheets).format(n=texts.number(row.sheets))
