"""An evaluation at a glance, in words: its four key figures, its lead paragraph, signals of known challenges. No Qt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from db.measures.challenges import Sign, Signal
from db.measures.findings import point
from db.measures.found import (
    AttendanceFacts,
    ConcentrationFacts,
    Finding,
    GrassrootsFacts,
    IndicatorsFacts,
    Key,
    KindFacts,
    Records,
    Tone,
    What,
)
from db.measures.measuring import Compared, Measures
from db.measures.outcomes import Standing
from db.measures.parts import Direction, Part
from db.vocabulary import DutyBody
from desktop import texts
from desktop.naming.measures import (
    SMALL_WHOLE,
    actions_words,
    day_in,
    in_words,
    items_words,
    part_words,
    percent_words,
    seats_words,
)
from desktop.naming.members import kind_words
from desktop.texts import N_, _, ngettext, pgettext

NEVER_ON_RECORD: Final = "one_sided_politics"
"""The challenge that no number tells anything of."""
_MOST_CLAUSES: Final = 4
"""More facts in one sentence nobody remembers."""
_NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number to be printed large, what it counts, and the records behind it. "–" where there is nothing to count."""

    key: Key
    value: str
    words: str
    records: Records


def key_figures(compared: Compared) -> tuple[KeyFigure, KeyFigure, KeyFigure, KeyFigure]:
    """Return the four key figures: who came last, actions on time, endorsements, fair shares of duties."""
    own = compared.now
    return _came_last(own), _in_time(own), _endorsing(own), _fair(own)


def _came_last(own: Measures) -> KeyFigure:
    sittings = own.attendance.sittings
    if not sittings:
        return KeyFigure(Key.ATTENDANCE, _NOTHING, _("no meeting with an attendance list"), Records())
    first, last = point(sittings[0]), point(sittings[-1])
    if last.seats is not None:
        told = ngettext("of {n} member came to the last meeting", "of {n} members came to the last meeting", last.seats)
        words = told.format(n=texts.number(last.seats))
    else:
        words = ngettext("member came to the last meeting", "members came to the last meeting", last.came)
    if len(sittings) > 1 and (first.date.year, first.date.month) != (last.date.year, last.date.month):
        before = _("{words}; {n} came in {month}")
        words = before.format(words=words, n=texts.number(first.came), month=day_in(first.date, last.date))
    return KeyFigure(Key.ATTENDANCE, texts.number(last.came), words, Records(meetings=(last.meeting_id,)))


def _in_time(own: Measures) -> KeyFigure:
    part, all_of = own.actions.all.in_time, own.actions.all
    if not part.whole:
        return KeyFigure(Key.ACTIONS, _NOTHING, _("no action was due yet"), Records(actions=all_of.ids()))
    late = Part(len(all_of.ids(Standing.OVERDUE)), part.whole)
    if part.whole < SMALL_WHOLE:
        value = texts.number(part.part)
        words = _("of {whole} actions due were done on time; {late} still open")
    else:
        value = percent_words(part)
        words = _("of actions due were done on time; {late} still open")
    told = words.format(
        whole=texts.number(part.whole),
        late=texts.number(late.part) if part.whole < SMALL_WHOLE else percent_words(late),
    )
    due = all_of.ids(Standing.IN_TIME, Standing.LATE, Standing.OVERDUE)
    return KeyFigure(Key.ACTIONS, value, told, Records(actions=due))


def _endorsing(own: Measures) -> KeyFigure:
    mean = own.endorsements.on_average
    if mean is None:
        return KeyFigure(Key.ENDORSEMENTS, _NOTHING, _("no endorsement is on record"), Records())
    endorse, asked = (_rounded(number) for number in mean)
    words = _("members, on average, endorse a decision, of {asked} asked").format(asked=asked)
    records = Records(decisions=tuple(one.decision.id for one in own.endorsements.asked))
    return KeyFigure(Key.ENDORSEMENTS, endorse, words, records)


def _fair(own: Measures) -> KeyFigure:
    part = own.duties.of_fair
    if not part.whole:
        return KeyFigure(Key.BALANCES, _NOTHING, _("no turn of duty is in a ledger"), Records())
    words = ngettext(
        "of {n} member carry about a fair share of duties", "of {n} members carry about a fair share of duties",
        part.whole,
    )  # fmt: skip
    return KeyFigure(
        Key.BALANCES, texts.number(part.part), words.format(n=texts.number(part.whole)),
        Records(members=tuple(own.duties.balances)),
    )  # fmt: skip


def _rounded(number: Fraction) -> str:
    """Return a mean as people say it: whole from ten on, else with one decimal where it has one."""
    tenths = round(float(number), 1)
    if tenths >= 10 or tenths == int(tenths):
        return texts.number(round(tenths))
    return texts.number(tenths, decimals=1)


_GOOD: Mapping[Key, str] = MappingProxyType(
    {
        Key.MEETINGS: N_("meets as planned"),
        Key.QUORUM: N_("has its quorum"),
        Key.NOTICE: N_("calls its meetings on time"),
        Key.MINUTES: N_("sends its minutes out on time"),
        Key.ACTIONS: N_("does most of what is due on time"),
        Key.ENDORSEMENTS: N_("endorses most of its decisions"),
        Key.DUTIES: N_("does its duties"),
        Key.BALANCES: N_("shares its duties about fairly"),
        Key.INDICATORS: N_("is on the way to its targets"),
        Key.ATTENDANCE: N_("has a higher attendance than before"),
    }
)
"""What can be said of the alliance where a finding is good, as the end of a sentence that begins with it."""


def lead_paragraph(compared: Compared, found: Sequence[Finding]) -> str:
    """Return the paragraph an evaluation begins with, made from what stands out of its findings."""
    if not found:
        return _("The records of this period hold nothing to count.")
    of_group = compared.now.facts.scope.body is DutyBody.GROUP
    good = [_(_GOOD[one.key]) for one in found if one.tone is Tone.GOOD and one.key in _GOOD][:_MOST_CLAUSES]
    worries = [clause for one in found if one.tone is Tone.WORRY for clause in _worry(one)][:_MOST_CLAUSES]
    sentences = []
    if good:
        template = _("The group {clauses}.") if of_group else _("The alliance {clauses}.")
        sentences.append(template.format(clauses=texts.list_of(good)))
    if worries:
        clauses = texts.list_of(worries)
        plain = f"{clauses[0].upper()}{clauses[1:]}."
        sentences.append(_("But {clauses}.").format(clauses=clauses) if good else plain)
    return " ".join(sentences) or _("Nothing in the records of this period stands out.")


def _worry(finding: Finding) -> list[str]:
    """Return what is worrying in a finding, as clauses that stand for themselves."""
    simple = {
        Key.QUORUM: _("not every meeting had a quorum"),
        Key.MEETINGS: _("more than a quarter of the meetings planned are not on record as held"),
        Key.NOTICE: _("fewer than half of the calls went out on time"),
        Key.MINUTES: _("the minutes of fewer than half of the meetings went out on time"),
        Key.ACTIONS: _("fewer than half of the actions due were done on time"),
        Key.ENDORSEMENTS: _("most members endorse fewer than half of the decisions"),
        Key.DUTIES: _("not every turn of duty is on record as done"),
        Key.BALANCES: _("fewer than half of the members carry about a fair share of duties"),
    }
    match finding.facts:
        case AttendanceFacts(direction=direction):
            falls = direction is Direction.FALLING
            return [_("attendance is falling") if falls else _("attendance is lower than in the period before")]
        case KindFacts(kind=kind) if kind is not None:
            name = kind_words(kind)
            inside = name if kind.name or name[1:2].isupper() else f"{name[0].lower()}{name[1:]}"
            return [_("few agenda items come from {kinds}").format(kinds=inside)]
        case GrassrootsFacts() as facts:
            less = [_("grassroots members come less often than the others")] if facts.come_less else []
            return less + ([_("grassroots members bring few agenda items")] if facts.bring_little else [])
        case ConcentrationFacts(what=what):
            items, actions = (
                _("three members bring most of the members’ items"),
                _("three members own most of the members’ actions"),
            )
            return [items if what is What.ITEMS else actions]
        case IndicatorsFacts(well=well):
            n = well.rest.part
            words = ngettext("{n} indicator is behind its line", "{n} indicators are behind their lines", n)
            return [words.format(n=texts.number(n))]
    return [simple[finding.key]]


def sign_word(sign: Sign) -> str:
    """Return whether the records show signs of a challenge: "signs seen"."""
    words = {
        Sign.SEEN: pgettext("signs of a challenge", "signs seen"),
        Sign.NOT_SEEN: pgettext("signs of a challenge", "no signs"),
        Sign.UNKNOWN: pgettext("signs of a challenge", "not on record"),
    }
    return words[sign]


def signal_sentence(signal: Signal) -> str:
    """Return what the records say of a known challenge, in a sentence or two; that they say nothing, where so."""
    if signal.key == NEVER_ON_RECORD:
        return _("Nothing that is kept here tells this: only people can judge it.")
    if signal.sign is Sign.UNKNOWN and signal.key != "missing_grassroots":
        return _("The records say nothing of this, or too little.")
    return _SENTENCES[signal.key](signal)


def _expectations(signal: Signal) -> str:
    return _of(_("Indicators behind the line to their target: {n} of {whole}."), signal.part)


def _overshadowed(signal: Signal) -> str:
    note = _("How large a member is, the records do not say.")
    if signal.kind is None or signal.seats is None or signal.items is None:
        none = _("No kind of member brings far more agenda items than its share of seats.")
        return f"{none} {note}"
    words = _("{kinds}: {seats}, and {items}.")
    told = words.format(kinds=kind_words(signal.kind), seats=seats_words(signal.seats), items=items_words(signal.items))
    return f"{told} {note}"


def _grassroots(signal: Signal) -> str:
    members = signal.members or Part(0, 0)
    if not members.part:
        return _("No member is marked as grassroots.")
    sentences = [_of(_("{n} of {whole} members are grassroots."), members)]
    if signal.part and signal.other and signal.part.whole and signal.other.whole:
        words = _("They took {own} of their seats, the others {others}.")
        sentences.append(words.format(own=part_words(signal.part), others=part_words(signal.other)))
    if signal.items and signal.seats and signal.items.whole:
        words = _("They hold {seats} and {items}.")
        sentences.append(words.format(seats=seats_words(signal.seats), items=items_words(signal.items)))
    if signal.co_chairs and signal.co_chairs.whole:
        sentences.append(_of(_("Co-chairs who speak for one: {n} of {whole}."), signal.co_chairs))
    return " ".join(sentences)


def _means(signal: Signal) -> str:
    words = _(
        "Members that came to fewer than half of their meetings, brought no item and own no action: {n} of {whole}. "
        "Why, the records do not say."
    )
    return _of(words, signal.part)


def _few(signal: Signal) -> str:
    if signal.part is None:
        return ""
    part = items_words(signal.part) if signal.what is What.ITEMS else actions_words(signal.part)
    return _("The three members with most have {part}.").format(part=part)


def _undone(signal: Signal) -> str:
    sentences = []
    if signal.part and signal.part.whole:
        words = _("Meetings whose minutes were late, or should be out and are not: {n} of {whole}.")
        sentences.append(_of(words, signal.part))
    if signal.other and signal.other.whole:
        words = _("Turns of duty that were missed, or of which nobody noted who did them: {n} of {whole}.")
        sentences.append(_of(words, signal.other))
    return " ".join(sentences)


def _spent(signal: Signal) -> str:
    sentences = []
    if signal.day is not None:
        words = _("The purpose was to be reviewed by {day}; no review is on record.")
        sentences.append(words.format(day=texts.date_long(signal.day)))
    if signal.part and signal.part.whole:
        sentences.append(_of(_("Indicators that reached their target: {n} of {whole}."), signal.part))
    return " ".join(sentences) or _("The review of the purpose is not due yet.")


def _of(words: str, part: Part | None) -> str:
    return in_words(words, part or Part(0, 0))


_SENTENCES: Mapping[str, Callable[[Signal], str]] = MappingProxyType(
    {
        "unrealistic_expectations": _expectations,
        "overshadowed_by_large": _overshadowed,
        "missing_grassroots": _grassroots,
        "members_without_means": _means,
        "few_dominate": _few,
        "minutes_or_duties_undone": _undone,
        "purpose_spent": _spent,
    }
)
