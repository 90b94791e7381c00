"""Fills the evaluation report from the record, and prints it. No Qt.

Of a period with a stored evaluation it says what people wrote there; of any other days what is computed alone.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.charter.challenges import challenges
from db.charter.charter import VersionRow, in_force
from db.charter.indicators import indicators
from db.evaluation.evaluations import (
    EvaluationRow,
    evaluation_before,
    evaluations,
    finding_rows,
    interviews,
)
from db.evaluation.lookups import member_codes
from db.evaluation.recommendations import recommendations
from db.measures.challenges import signals
from db.measures.findings import findings
from db.measures.found import Key, KindFacts, Tone
from db.measures.measuring import Compared, measures
from db.measures.period import PLENARY, Period, Scope, running_year
from db.meetings.meetings import meeting
from db.members.groups import groups_on
from db.vocabulary import CharterKind, EvaluatorKind
from desktop import texts
from desktop.naming.charter import challenge_name, challenge_standing, indicator_state, question_name
from desktop.naming.evaluation import key_figures, lead_paragraph, signal_sentence
from desktop.naming.measures import counted_from, definitions, part_words, period_words, scoped
from desktop.naming.meetings import meeting_name
from desktop.naming.recommendations import result_word, since_words
from desktop.naming.said_findings import SaidFinding, said_findings, title_of
from desktop.reports.alliance_charts import indicator_chart
from desktop.reports.charts.values import AnyChart, BalanceBars
from desktop.reports.evaluation_charts import (
    actions_chart,
    attendance_chart,
    balances_chart,
    endorsements_chart,
    kinds_chart,
    turns_words,
)
from desktop.reports.evaluation_sheet import (
    Became,
    Block,
    Challenge,
    EvaluationSheet,
    Figure,
    Finding,
    MethodPart,
    Numbers,
    PurposePart,
    Recommended,
    Shown,
    SurveyPart,
    Talk,
)
from desktop.reports.making import Maker, Printed
from desktop.reports.survey_part import survey_part
from desktop.texts import _

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName

_MOST_FOUND = 5
"""So many findings have room on the first page; all stand in the parts they belong to."""
_PARTICIPATION = (Key.QUORUM, Key.MEMBERSHIP, Key.GRASSROOTS, Key.CONCENTRATION)
_FOLLOW_THROUGH = (Key.MEETINGS, Key.NOTICE, Key.MINUTES)


def evaluation_maker(period: Period, scope: Scope = PLENARY, *, today: dt.date) -> Maker:
    """Return what makes the evaluation report of a period; of a group's meetings, or of all, what is counted alone."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.evaluation import lay_out_evaluation

        return lay_out_evaluation(evaluation_sheet(session, period, scope, today=today), paper)

    return Printed(lay_out)


def this_year(session: Session, today: dt.date) -> Period:
    """Return the days of the newest evaluation that begins this year; where there is none, the year so far."""
    found = (row.period for row in evaluations(session) if row.from_date.year == today.year)
    return next(found, running_year(today))


def evaluation_sheet(session: Session, period: Period, scope: Scope = PLENARY, *, today: dt.date) -> EvaluationSheet:
    """Return what the report of a period says."""
    own = alliance(session)
    groups = groups_on(session, today, everyone=True) if scope.group_id else ()
    own_group = next((row.name for row in groups if row.id == scope.group_id), "")
    kept = evaluations(session) if scope == PLENARY else ()
    held = next((row for row in kept if row.period == period), None)
    compared = measures(session, period, scope=scope, today=today)
    found = findings(compared)
    said = said_findings(found, finding_rows(session, held.id) if held else ())
    before = evaluation_before(session, period, but=held.id if held else None) if scope == PLENARY else None
    codes = member_codes(session)
    return EvaluationSheet(
        alliance=own.name,
        period=scoped(period_words(period), scope, own_group),
        title=_("How well does the group work?") if own_group else "",
        figures=[Figure(one.value, one.words) for one in key_figures(compared)],
        lead=held.summary if held and held.summary else lead_paragraph(compared, found),
        found=_on_top(said),
        recommended=[
            Recommended(row.number, row.text, row.owner, row.due_date, since_words(row, today))
            for row in (recommendations(session, held.id) if held else ())
        ],
        became=[
            Became(row.text, result_word(row.outcome), row.seen)
            for row in (recommendations(session, before.id) if before else ())
        ],
        became_of=_("of {period}").format(period=period_words(before.period)) if before else "",
        counted=counted_from(compared.now),
        purpose=None if own_group else _purpose(session, compared),
        participation=_participation(compared, said),
        follow_through=_follow_through(compared, said),
        duties=_duties(compared, said, codes),
        survey=None if own_group else _survey(session, held, period),
        challenges=() if own_group else _challenges(session, compared),
        method=_method(session, held, compared),
        discussion=held.discussion if held else "",
        foot=_foot(session, held),
        printed_on=today,
    )


def _on_top(said: Sequence[SaidFinding]) -> list[Finding]:
    """Return the findings of the first page: people's own words first, worries, what is good, in their order."""
    shown = [one for one in said if not one.left_out]
    tones = (Tone.WORRY, Tone.GOOD, Tone.NEUTRAL)
    rank = [(not (one.edited or one.own), tones.index(one.tone)) for one in shown]
    chosen = sorted(range(len(shown)), key=lambda at: (rank[at], at))[:_MOST_FOUND]
    return [Finding(f"{shown[at].title}.", shown[at].text) for at in sorted(chosen)]


def _words(said: Sequence[SaidFinding], key: Key) -> tuple[str, str] | None:
    one = title_of(said, key)
    return (one.title, one.text) if one is not None else None


def _block(said: Sequence[SaidFinding], key: Key) -> list[Block]:
    words = _words(said, key)
    return [Finding(f"{words[0]}.", words[1])] if words else []


def _shown(said: Sequence[SaidFinding], key: Key, chart: AnyChart | None) -> list[Block]:
    """Return a chart with what is said about it; where its finding is left out, nothing."""
    words = _words(said, key)
    return [Shown(chart, words[1])] if words and chart is not None else []


def _participation(compared: Compared, said: Sequence[SaidFinding]) -> list[Block]:
    own = compared.now
    title = _words(said, Key.ATTENDANCE) or ("", "")
    several = len(own.attendance.sittings) > 1  # a line through one point shows nothing
    blocks = _shown(said, Key.ATTENDANCE, attendance_chart(own, *title, months=True) if several else None)
    blocks = blocks or _block(said, Key.ATTENDANCE)
    kinds = title_of(said, Key.KINDS)
    facts = kinds.finding.facts if kinds and kinds.finding else None
    strong = facts.kind.id if isinstance(facts, KindFacts) and facts.kind else None
    if kinds is not None and own.taking_part.items_by_members:
        blocks += _shown(said, Key.KINDS, kinds_chart(own, kinds.title, kinds.text, strong=strong))
    for key in _PARTICIPATION:
        blocks += _block(said, key)
    if rows := [line for line in own.taking_part.members if line.attendance.seats or line.items or line.actions]:
        head = (
            _("Member"), _("Meetings attended"), _("Items brought"), _("Actions owned"),
        )  # fmt: skip
        cells = [
            (
                own.facts.people.name(line.member_id), part_words(line.attendance.rate), texts.number(len(line.items)),
                texts.number(len(line.actions)),
            )
            for line in rows
        ]  # fmt: skip
        blocks.append(Numbers(_("Member by member"), _("In the period, of each member’s own seats"), head, cells))
    return blocks


def _follow_through(compared: Compared, said: Sequence[SaidFinding]) -> list[Block]:
    own = compared.now
    blocks: list[Block] = []
    if own.actions.by_meeting and (words := _words(said, Key.ACTIONS)):
        blocks += _shown(said, Key.ACTIONS, actions_chart(own, *words, months=True))
    if own.endorsements.asked and (words := _words(said, Key.ENDORSEMENTS)):
        blocks += _shown(said, Key.ENDORSEMENTS, endorsements_chart(own, *words))
    for key in _FOLLOW_THROUGH:
        blocks += _block(said, key)
    return blocks


def _duties(compared: Compared, said: Sequence[SaidFinding], codes: Mapping[uuid.UUID, str]) -> list[Block]:
    own = compared.now
    blocks = _block(said, Key.DUTIES)
    if own.duties.balances and (words := _words(said, Key.BALANCES)):
        dots = balances_chart(own, words[0], codes, words[1])
        bars = BalanceBars(
            dots.title, _("Turns done, less the fair share, all duties together"), alt=dots.alt, decimals=1,
            rows=dots.rows, behind_label=_("behind"), ahead_label=_("ahead"),
        )  # fmt: skip
        blocks += _shown(said, Key.BALANCES, bars)
        if not blocks and (told := turns_words(own)):
            blocks.append(told)
    return blocks


def _purpose(session: Session, compared: Compared) -> PurposePart | None:
    row = in_force(session, CharterKind.PURPOSE, compared.now.facts.last)
    until = compared.now.facts.period.to_date
    charts = [(one, indicator_chart(one, one.name, before=until)) for one in indicators(session)]
    lines = [Shown(chart, indicator_state(one)) for one, chart in charts if chart is not None]
    if row is None and not lines:
        return None
    return PurposePart(
        row.text if row else "",
        [(question_name(field), answer) for field, answer in row.answers()] if row else (),
        _review(row),
        lines,
    )


def _review(row: VersionRow | None) -> str:
    if row is None or row.review_date is None:
        return ""
    if row.reviewed_on is not None:
        return _("The purpose was reviewed on {day}.").format(day=texts.date_long(row.reviewed_on))
    return _("The purpose is to be reviewed by {day}.").format(day=texts.date_long(row.review_date))


def _survey(session: Session, held: EvaluationRow | None, period: Period) -> SurveyPart | None:
    return survey_part(session, held.survey_id if held else None, period)


def _challenges(session: Session, compared: Compared) -> list[Challenge]:
    seen = {one.key: signal_sentence(one) for one in signals(compared)}
    return [
        Challenge(
            challenge_name(row), challenge_standing(row.standing), seen.get(row.key, ""), row.judgement, row.doing
        )
        for row in challenges(session)
    ]


def _method(session: Session, held: EvaluationRow | None, compared: Compared) -> MethodPart:
    evaluators = ""
    if held is not None and held.evaluators:
        outside = held.evaluator_kind is EvaluatorKind.OUTSIDE
        words = _("Evaluated from outside by {names}.") if outside else _("Evaluated by {names}.")
        evaluators = words.format(names=held.evaluators.rstrip("."))
    before = compared.before
    compares = []
    if before is not None:
        words = _("The period before is {period}.") if compared.whole else _(
            "The record does not go back far enough to compare with {period}."
        )  # fmt: skip
        compares = [words.format(period=period_words(before.period))]
    limits = [_("Only what was written down is counted; what was said and not noted is not.")]
    if held is not None and held.limits:
        limits += held.limits.splitlines()
    return MethodPart(
        evaluators=evaluators,
        counted=[counted_from(compared.now), *compares],
        talks=[Talk(row.on_date, row.with_whom, row.notes) for row in interviews(session, held.id)] if held else (),
        definitions=definitions(),
        limits=limits,
    )


def _foot(session: Session, held: EvaluationRow | None) -> str:
    """Return where it is presented."""
    if held is None or held.presented_at_meeting_id is None:
        return ""
    label = meeting(session, held.presented_at_meeting_id)
    return _("For {meeting}, {day}").format(meeting=meeting_name(label.row), day=texts.date_long(label.row.date))
