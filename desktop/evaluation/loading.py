"""What the page Evaluation shows of a period, read and counted beside the window's thread. No widgets here."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from db.charter.challenges import ChallengeRow, challenges
from db.evaluation.evaluations import (
    EvaluationRow,
    InterviewRow,
    evaluation_before,
    evaluations,
    finding_rows,
    interviews,
)
from db.evaluation.lookups import general_meetings_from, member_codes
from db.evaluation.recommendations import RecommendationRow, recommendations
from db.measures.challenges import Signal, signals
from db.measures.findings import findings
from db.measures.found import Key, KindFacts
from db.measures.measuring import Compared, Measures, measures
from db.measures.period import PLENARY, Period, Scope, running_year, year
from db.meetings.labels import MeetingLabel
from db.members.groups import groups_on
from db.surveys.surveys import SurveyRow, surveys
from desktop.naming.said_findings import SaidFinding, said_findings, title_of
from desktop.reports.charts.values import AnyChart
from desktop.reports.evaluation_charts import (
    actions_chart,
    attendance_chart,
    balances_chart,
    endorsements_chart,
    kinds_chart,
)
from desktop.texts import _

MOST_DECISIONS, MOST_KINDS = 5, 6
"""So many decisions, and kinds of member, have room on the page; the numbers behind the charts name all."""


class Span(StrEnum):
    """A period that is chosen by what it is, not by its days."""

    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    TWELVE_MONTHS = "twelve_months"
    OWN = "own"


Chosen = Span | Period | uuid.UUID
"""What is looked at: a span, one's own days, or a stored evaluation by its key."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One card: its title (the finding's), the line below, the finding behind it, and its chart where there is one."""

    title: str
    below: str
    finding: SaidFinding | None = None
    chart: AnyChart | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Everything the page shows. `evaluation` is the stored one of these days, where there is one.

    A stored evaluation is the alliance's, of its general meetings: of a group's meetings, or of all, what is counted is
    shown alone (`alone`).
    """

    chosen: Chosen
    period: Period
    scope: Scope
    groups: Sequence[tuple[uuid.UUID, str]]
    today: dt.date
    compared: Compared
    stored: Sequence[EvaluationRow]
    evaluation: EvaluationRow | None
    said: Sequence[SaidFinding]
    recommended: Sequence[RecommendationRow]
    before: EvaluationRow | None
    """The evaluation before this one, of whose recommendations it says what became."""
    became: Sequence[RecommendationRow]
    interviews: Sequence[InterviewRow]
    signals: Sequence[Signal]
    challenges: Sequence[ChallengeRow]
    surveys: Sequence[SurveyRow]
    meetings: Sequence[MeetingLabel]
    """Where it may be presented: the general meetings from its first day on."""
    pictures: Mapping[Key, Picture] = field(default_factory=dict)

    @property
    def alone(self) -> bool:
        """Whether nothing that people wrote belongs to what is shown."""
        return self.scope != PLENARY

    @property
    def group(self) -> str:
        """The name of the group whose meetings are looked at; empty for no single one."""
        return next((name for key, name in self.groups if key == self.scope.group_id), "")

    @property
    def own(self) -> Measures:
        """What is counted of the period."""
        return self.compared.now


def load(session: Session, chosen: Chosen | None, today: dt.date, scope: Scope = PLENARY) -> View:
    """Return what is to be shown; where nothing was chosen yet, of the newest evaluation at work, else of this year."""
    stored = evaluations(session)
    if chosen is None:
        chosen = next((row.id for row in stored if row.finished_on is None), Span.THIS_YEAR)
    period = _period(chosen, stored, today)
    held = next((row for row in stored if row.id == chosen or row.period == period), None)
    if scope != PLENARY:
        held = None
    compared = measures(session, period, scope=scope, today=today)
    found = findings(compared)
    said = said_findings(found, finding_rows(session, held.id) if held else ())
    before = evaluation_before(session, period, but=held.id if held else None) if scope == PLENARY else None
    codes = member_codes(session)
    return View(
        chosen=chosen,
        period=period,
        scope=scope,
        groups=[(row.id, row.name) for row in groups_on(session, today, everyone=True)],
        today=today,
        compared=compared,
        stored=stored,
        evaluation=held,
        said=said,
        recommended=recommendations(session, held.id) if held else (),
        before=before,
        became=recommendations(session, before.id) if before else (),
        interviews=interviews(session, held.id) if held else (),
        signals=signals(compared),
        challenges=challenges(session),
        surveys=surveys(session),
        meetings=general_meetings_from(session, period.from_date),
        pictures=pictures(compared.now, said, codes),
    )


def _period(chosen: Chosen, stored: Sequence[EvaluationRow], today: dt.date) -> Period:
    if isinstance(chosen, Period):
        return chosen
    if isinstance(chosen, uuid.UUID):
        found = next((row.period for row in stored if row.id == chosen), None)
        return found or running_year(today)
    if chosen is Span.LAST_YEAR:
        return year(today.year - 1)
    if chosen is Span.TWELVE_MONTHS:
        return twelve_months(today)
    return running_year(today)


def twelve_months(today: dt.date) -> Period:
    """Return the twelve whole months before the month of a day."""
    end = today.replace(day=1)
    return Period(end.replace(year=end.year - 1), end)


def pictures(own: Measures, said: Sequence[SaidFinding], codes: Mapping[uuid.UUID, str]) -> dict[Key, Picture]:
    """Return the five cards with a chart."""
    found = {key: title_of(said, key) for key in Key}
    words = {key: (one.title, one.text) if one else ("", "") for key, one in found.items()}
    kinds = found[Key.KINDS]
    facts = kinds.finding.facts if kinds and kinds.finding else None
    strong = facts.kind.id if isinstance(facts, KindFacts) and facts.kind else None
    charts: dict[Key, AnyChart | None] = {
        Key.ATTENDANCE: attendance_chart(own, *words[Key.ATTENDANCE]) if own.attendance.sittings else None,
        Key.ACTIONS: actions_chart(own, *words[Key.ACTIONS]) if own.actions.by_meeting else None,
        Key.ENDORSEMENTS: endorsements_chart(own, *words[Key.ENDORSEMENTS], most=MOST_DECISIONS)
        if own.endorsements.asked
        else None,
        Key.KINDS: kinds_chart(own, *words[Key.KINDS], strong=strong, most=MOST_KINDS)
        if own.taking_part.items_by_members
        else None,
        Key.BALANCES: balances_chart(own, words[Key.BALANCES][0], codes, words[Key.BALANCES][1])
        if own.duties.balances
        else None,
    }
    plain = _plain_titles()
    return {
        key: Picture(words[key][0] or plain[key], chart.below if chart else "", found[key], chart)
        for key, chart in charts.items()
    }


def _plain_titles() -> dict[Key, str]:
    """Return what a card is called where nothing was found, or its finding is left out."""
    return {
        Key.ATTENDANCE: _("Attendance"),
        Key.ACTIONS: _("Actions on time"),
        Key.ENDORSEMENTS: _("Endorsements"),
        Key.KINDS: _("Agenda items brought"),
        Key.BALANCES: _("Fair share of duties"),
    }
