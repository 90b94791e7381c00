"""Fills the evaluation report from the record and prints it. No Qt.

Everything that is counted comes from `db.measures`, the sentences from `desktop.naming`. What people wrote (their own
words for a finding, recommendations, interviews) is handed in as `Written`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.challenges import challenges
from db.charter import in_force
from db.indicators import indicators
from db.measures.challenges import signals
from db.measures.findings import findings
from db.measures.found import Finding as Computed
from db.measures.found import Key, Tone
from db.measures.measuring import Compared, Measures, measures
from db.measures.period import PLENARY, Period, Scope
from db.members import members_on
from db.vocabulary import CharterKind
from desktop import texts
from desktop.naming.charter import (
    QUESTIONS,
    against_the_line,
    challenge_name,
    challenge_standing,
    question,
)
from desktop.naming.evaluation import key_figures, lead_paragraph, signal_sentence
from desktop.naming.findings import FindingWords, finding_words
from desktop.naming.measures import counted_from, definitions, period_words
from desktop.reports.charts_from_record import (
    actions_chart,
    attendance_chart,
    balances_chart,
    endorsed_chart,
    indicator_chart,
    kinds_chart,
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
from desktop.reports.making import Maker, wanted
from desktop.texts import _

if TYPE_CHECKING:
    from desktop.reports.page import PaperName


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote in an evaluation. Everything may be empty.

    findings: by the key of what was computed, people's own words for it; None leaves it out. more: their own findings.
    """

    summary: str = ""
    findings: Mapping[str, Finding | None] = field(default_factory=dict)
    more: Sequence[Finding] = ()
    recommended: Sequence[Recommended] = ()
    became: Sequence[Became] = ()
    became_of: str = ""
    survey: SurveyPart | None = None
    evaluators: str = ""
    talks: Sequence[Talk] = ()
    limits: Sequence[str] = ()
    discussion: str = ""
    foot: str = ""


NOTHING_WRITTEN = Written()
_MOST_FOUND = 6
"""As many findings stand on the first page, and the recommendations below them."""
_RANK: Mapping[Tone, int] = MappingProxyType({Tone.WORRY: 0, Tone.GOOD: 1, Tone.NEUTRAL: 2})


def export_evaluation(
    session: Session,
    out: Path | BinaryIO,
    *,
    period: Period,
    today: dt.date,
    written: Written = NOTHING_WRITTEN,
    paper: "PaperName | None" = None,
    language: str | None = None,
) -> "PaperName":
    """Print the evaluation of a period; return the paper it was laid out for.

    Raises:
        OSError: If the file cannot be written; what stood there before is untouched.
    """
    from desktop.reports.evaluation import build_evaluation

    paper, language = wanted(session, paper, language)
    with texts.speaking(language):
        sheet = evaluation_sheet(session, period, today=today, written=written)
        build_evaluation(sheet, out, paper=paper, language=language)
    return paper


def evaluation_maker(period: Period, *, today: dt.date, written: Written = NOTHING_WRITTEN) -> Maker:
    """Return what the preview calls to print an evaluation."""
    return lambda session, out, paper: export_evaluation(
        session, out, period=period, today=today, written=written, paper=paper
    )


def evaluation_sheet(
    session: Session, period: Period, *, today: dt.date, scope: Scope = PLENARY, written: Written = NOTHING_WRITTEN
) -> EvaluationSheet:
    """Return the evaluation of a period as it is printed, in the language spoken now."""
    compared = measures(session, period, scope=scope, today=today)
    own, found = compared.now, findings(compared)
    said = {one.key: finding_words(one) for one in found}
    letters: dict[object, str] = {row.id: row.code for row in members_on(session, own.facts.last, everyone=True)}
    return EvaluationSheet(
        alliance=alliance(session).name,
        period=period_words(period),
        figures=tuple(Figure(one.value, one.words) for one in key_figures(compared)),
        lead=written.summary.strip() or lead_paragraph(compared, found),
        found=(*_found(found, said, written), *written.more),
        recommended=written.recommended,
        became=written.became,
        became_of=written.became_of,
        counted=counted_from(own),
        purpose=_purpose(session, today),
        participation=tuple(_participation(own, said)),
        follow_through=tuple(_follow_through(own, said)),
        duties=tuple(_duties(own, said, letters)),
        survey=written.survey,
        challenges=_challenges(session, compared),
        method=_method(compared, written),
        discussion=written.discussion,
        foot=written.foot or _("As it stood on {date}").format(date=texts.date_long(today)),
        printed_on=today,
    )


def _found(computed: Sequence[Computed], said: Mapping[Key, FindingWords], written: Written) -> Iterator[Finding]:
    """Yield what was found: what stands out first of all, in people's own words where they wrote some.

    What does not stand out is read further on; on the first page it only fills up what room is left.
    """
    standing_out = [one.key for one in sorted(computed, key=lambda one: _RANK[one.tone])][:_MOST_FOUND]
    for key, words in said.items():
        if key.value in written.findings:
            own = written.findings[key.value]
            if own is not None:
                yield own
        elif key in standing_out:
            yield Finding(f"{words.title}.", words.text)


def _title(said: Mapping[Key, FindingWords], key: Key) -> str:
    return said[key].title if key in said else ""


def _text(said: Mapping[Key, FindingWords], key: Key) -> str:
    return said[key].text if key in said else ""


def _as_finding(said: Mapping[Key, FindingWords], *keys: Key) -> Iterator[Finding]:
    yield from (Finding(f"{said[key].title}.", said[key].text) for key in keys if key in said)


# The parts


def _purpose(session: Session, today: dt.date) -> PurposePart | None:
    version = in_force(session, CharterKind.PURPOSE, today)
    followed = [row for row in indicators(session) if row.observations or row.target_value is not None]
    if version is None and not followed:
        return None
    review = ""
    if version is not None and version.review_date is not None:
        review = _("To be reviewed by {date}: continue, change or end.").format(
            date=texts.date_long(version.review_date)
        )
    return PurposePart(
        text=version.text if version else "",
        questions=tuple((question(name), str(getattr(version, name))) for name in QUESTIONS) if version else (),
        review=review,
        indicators=tuple(Shown(indicator_chart(row), against_the_line(row)) for row in followed),
    )


def _participation(own: Measures, said: Mapping[Key, FindingWords]) -> Iterator[Block]:
    if own.attendance.sittings:
        title = _title(said, Key.ATTENDANCE)
        yield Shown(attendance_chart(own, title), _text(said, Key.ATTENDANCE))
    yield from _as_finding(said, Key.QUORUM, Key.MEETINGS, Key.NOTICE, Key.MINUTES)
    if any(one.items.ids for one in own.taking_part.kinds):
        yield Shown(kinds_chart(own, _title(said, Key.KINDS)), _text(said, Key.KINDS))
    yield from _as_finding(said, Key.GRASSROOTS, Key.CONCENTRATION, Key.MEMBERSHIP)
    if own.taking_part.members:
        yield _by_member(own)


def _by_member(own: Measures) -> Numbers:
    """Return what each member did, those not seen at the last meetings in bold."""
    names, missed = own.facts.people.name, set(own.attendance.missed)
    lines = own.taking_part.members
    rows = [
        (
            names(line.member_id),
            _of(line.attendance.rate.part, line.attendance.rate.whole),
            texts.number(len(line.items)),
            texts.number(len(line.actions)),
        )
        for line in lines
    ]
    return Numbers(
        _("Member by member"),
        _("Meetings it came to, of those where it held a seat; agenda items it brought; actions it owns. In bold: not "
          "seen at the last three meetings."),
        (_("Member"), _("Came"), _("Items"), _("Actions")),
        rows,
        frozenset(at for at, line in enumerate(lines) if line.member_id in missed),
    )  # fmt: skip


def _of(part: int, whole: int) -> str:
    return _("{n} of {whole}").format(n=texts.number(part), whole=texts.number(whole)) if whole else "–"


def _follow_through(own: Measures, said: Mapping[Key, FindingWords]) -> Iterator[Block]:
    if own.actions.by_meeting:
        yield Shown(actions_chart(own, _title(said, Key.ACTIONS)), _text(said, Key.ACTIONS))
    else:
        yield from _as_finding(said, Key.ACTIONS)
    if own.endorsements.asked:
        yield Shown(endorsed_chart(own, _title(said, Key.ENDORSEMENTS)), _text(said, Key.ENDORSEMENTS))
    else:
        yield from _as_finding(said, Key.ENDORSEMENTS)


def _duties(own: Measures, said: Mapping[Key, FindingWords], letters: dict[object, str]) -> Iterator[Block]:
    yield from _as_finding(said, Key.DUTIES)
    if own.duties.balances:
        yield Shown(balances_chart(own, letters, _title(said, Key.BALANCES)), _text(said, Key.BALANCES))


def _challenges(session: Session, compared: Compared) -> tuple[Challenge, ...]:
    told = {signal.key: signal_sentence(signal) for signal in signals(compared)}
    return tuple(
        Challenge(
            challenge_name(row), challenge_standing(row.standing), told.get(row.key, ""), row.judgement, row.doing
        )
        for row in challenges(session)
    )


def _method(compared: Compared, written: Written) -> MethodPart:
    counted = [_("Every number is counted from the alliance’s own record, as it stood on the day of printing.")]
    if compared.comparable is not None:
        before = period_words(compared.comparable.facts.period)
        counted.append(_("It is compared with {period}.").format(period=before))
    elif compared.before is not None:
        counted.append(_("The record does not go back far enough to compare with the period before."))
    return MethodPart(
        evaluators=written.evaluators,
        counted=tuple(counted),
        talks=written.talks,
        definitions=tuple((f"{name}.", words) for name, words in definitions()),
        limits=written.limits,
    )
