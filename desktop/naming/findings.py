"""Findings in words: a title and a sentence or two that claim no more than the numbers hold. No Qt.

What falls, what is much, what is few is decided by the rules of `db.measures`; here it is only said. Where nothing
stands out, the words are neutral.
"""

from dataclasses import dataclass
from functools import singledispatch

from db.measures.found import (
    ActionsFacts,
    AttendanceFacts,
    BalancesFacts,
    ConcentrationFacts,
    DaysFacts,
    DutiesFacts,
    EndorsementsFacts,
    Finding,
    GrassrootsFacts,
    IndicatorFacts,
    IndicatorsFacts,
    KindFacts,
    MeetingsFacts,
    MembershipFacts,
    Point,
    QuorumFacts,
    Tone,
    What,
)
from db.measures.indicators import Progress
from db.measures.parts import Direction, Part
from db.turn_units import TURN
from desktop import texts
from desktop.naming.measures import (
    actions_words,
    day_in,
    days_words,
    in_words,
    items_words,
    of_words,
    part_words,
    said,
    seats_words,
    value_words,
)
from desktop.naming.members import kind_words
from desktop.texts import _, ngettext

_LONGEST = 70
"""Letters of a decision's text that are quoted."""


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A finding as it is printed: the title in bold, the text after it (which may be empty)."""

    title: str
    text: str

    @property
    def whole(self) -> str:
        """Return both as one, as an edited finding remembers what was computed."""
        return " ".join(filter(None, (f"{self.title}.", self.text)))


def finding_words(finding: Finding) -> FindingWords:
    """Return a finding in words."""
    return _words(finding.facts, finding.tone)


@singledispatch
def _words(facts: object, _tone: Tone) -> FindingWords:
    raise TypeError(facts)


@_words.register
def _attendance(facts: AttendanceFacts, _tone: Tone) -> FindingWords:
    last = facts.last
    titles = {
        Direction.FALLING: _("Attendance is falling"),
        Direction.RISING: _("Attendance is rising"),
        Direction.NEITHER: _("Attendance shows no clear trend"),
        Direction.UNKNOWN: ngettext("{n} member came to the last meeting", "{n} members came to the last meeting",
                                    last.came).format(n=texts.number(last.came)),
    }  # fmt: skip
    if facts.direction is Direction.UNKNOWN and last.seats is not None:
        titles[Direction.UNKNOWN] = _("{n} of {seats} members came to the last meeting").format(
            n=texts.number(last.came), seats=texts.number(last.seats)
        )
    title = titles[facts.direction]
    if facts.direction in (Direction.NEITHER, Direction.UNKNOWN) and facts.than_before is Direction.FALLING:
        title = _("Attendance is lower than in the period before")
    elif facts.direction in (Direction.NEITHER, Direction.UNKNOWN) and facts.than_before is Direction.RISING:
        title = _("Attendance is higher than in the period before")
    sentences = [_course(facts)]
    if facts.overall.whole and facts.before is not None:
        sentence = _("In all, {now} were taken; in the period before, {before}.")
        sentences.append(sentence.format(now=seats_words(facts.overall), before=part_words(facts.before)))
    if facts.missed:
        sentence = ngettext(
            "{n} member neither came to the last three meetings nor sent apologies.",
            "{n} members neither came to the last three meetings nor sent apologies.",
            facts.missed,
        )
        sentences.append(sentence.format(n=texts.number(facts.missed)))
    return FindingWords(title, " ".join(filter(None, sentences)))


def _course(facts: AttendanceFacts) -> str:
    """Return how attendance went from meeting to meeting."""
    first, last = facts.first, facts.last
    months = day_in(first.date, last.date), texts.month_year(last.date)
    way = _level(last) - _level(first)
    moves = (facts.direction is Direction.FALLING and way < 0) or (facts.direction is Direction.RISING and way > 0)
    if moves and (first.date.year, first.date.month) != (last.date.year, last.date.month):
        sentence = ngettext(
            "From {first} member in {first_month} to {last} in {last_month}.",
            "From {first} members in {first_month} to {last} in {last_month}.",
            first.seats or first.came,
        )
        return sentence.format(
            first=_at(first), first_month=months[0], last=_at(last), last_month=day_in(last.date, first.date)
        )
    if facts.meetings == 1:
        return ""
    if facts.direction is Direction.UNKNOWN:
        sentence = _("{n} meetings are too few to see where attendance goes.")
        return sentence.format(n=texts.number(facts.meetings))
    if facts.fewest == facts.most:
        return _("{n} members came to each of {meetings} meetings.").format(
            n=texts.number(facts.most), meetings=texts.number(facts.meetings)
        )
    sentence = _("Between {fewest} and {most} members came to each of {meetings} meetings.")
    numbers = (texts.number(n) for n in (facts.fewest, facts.most, facts.meetings))
    return sentence.format(**dict(zip(("fewest", "most", "meetings"), numbers, strict=True)))


def _level(point: Point) -> float:
    return point.came / point.seats if point.seats else float(point.came)


def _at(point: Point) -> str:
    return of_words(Part(point.came, point.seats)) if point.seats else texts.number(point.came)


@_words.register
def _quorum(facts: QuorumFacts, _tone: Tone) -> FindingWords:
    asked, met = facts.met.whole, facts.met.part
    if met == asked:
        title = ngettext("The meeting had a quorum", "Every meeting had a quorum", asked)
        text = ngettext("{n} meeting asked for one.", "{n} meetings asked for one.", asked)
        return FindingWords(title, text.format(n=texts.number(asked)))
    sentences = []
    if facts.never:
        words = ngettext("{n} meeting never had one.", "{n} meetings never had one.", facts.never)
        sentences.append(words.format(n=texts.number(facts.never)))
    if facts.lost:
        words = ngettext("{n} meeting lost it before its end.", "{n} meetings lost it before their end.", facts.lost)
        sentences.append(words.format(n=texts.number(facts.lost)))
    title = said(facts.met, _("{n} of {whole} meetings had a quorum"), _("{percent} of the meetings had a quorum"))
    return FindingWords(title, " ".join(sentences))


@_words.register
def _meetings(facts: MeetingsFacts, _tone: Tone) -> FindingWords:
    held, planned = facts.held.part, facts.held.whole
    sentences = []
    if not planned:
        title = ngettext("{n} meeting was held", "{n} meetings were held", facts.imported)
        title = title.format(n=texts.number(facts.imported))
        sentences.append(_("What was planned beside what was brought in from the past is not on record."))
    elif held == planned:
        title = ngettext("The meeting planned was held", "All {n} meetings planned were held", planned)
        title = title.format(n=texts.number(planned))
    else:
        title = _("{n} of {whole} meetings planned were held")
        title = in_words(title, Part(held, planned))
    if facts.cancelled:
        words = ngettext("{n} was cancelled.", "{n} were cancelled.", facts.cancelled)
        sentences.append(words.format(n=texts.number(facts.cancelled)))
    if facts.not_noted:
        words = ngettext(
            "Of {n} nobody noted whether it was held.", "Of {n} nobody noted whether they were held.", facts.not_noted
        )
        sentences.append(words.format(n=texts.number(facts.not_noted)))
    if facts.before:
        words = ngettext("In the period before, {n} was held.", "In the period before, {n} were held.", facts.before)
        sentences.append(words.format(n=texts.number(facts.before)))
    return FindingWords(title, " ".join(sentences))


@_words.register
def _days_kept(facts: DaysFacts, _tone: Tone) -> FindingWords:
    return _minutes(facts) if facts.minutes else _notice(facts)


def _notice(facts: DaysFacts) -> FindingWords:
    title = _("Every call went out on time")
    if facts.kept.part < facts.kept.whole:
        title = said(facts.kept, _("{n} of {whole} calls went out on time"), _("{percent} of calls went out on time"))
    sentences = []
    if facts.median is not None:
        words = _("Half of the calls went out {median} days before the meeting or earlier; {asked} are asked for.")
        sentences.append(words.format(median=days_words(facts.median), asked=texts.number(facts.asked)))
    if facts.missing:
        words = ngettext(
            "{n} meeting was held without a call on record.", "{n} meetings were held without a call on record.",
            facts.missing,
        )  # fmt: skip
        sentences.append(words.format(n=texts.number(facts.missing)))
    return FindingWords(title, " ".join(sentences))


def _minutes(facts: DaysFacts) -> FindingWords:
    title = _("All minutes went out on time")
    if facts.kept.part < facts.kept.whole:
        title = said(
            facts.kept, _("The minutes of {n} of {whole} meetings went out on time"),
            _("The minutes of {percent} of the meetings went out on time"),
        )  # fmt: skip
    sentences = []
    if facts.median is not None:
        words = _("Half of them were out {median} days after the meeting or sooner; {asked} are asked for.")
        sentences.append(words.format(median=days_words(facts.median), asked=texts.number(facts.asked)))
    if facts.missing:
        words = ngettext(
            "The minutes of {n} meeting should be out and are not.",
            "The minutes of {n} meetings should be out and are not.",
            facts.missing,
        )
        sentences.append(words.format(n=texts.number(facts.missing)))
    return FindingWords(title, " ".join(sentences))


@_words.register
def _actions(facts: ActionsFacts, _tone: Tone) -> FindingWords:
    due = facts.in_time
    title = _("No action was due yet")
    if due.whole:
        small, large = (
            _("{n} of {whole} actions due were done on time"),
            _("{percent} of actions due were done on time"),
        )
        title = said(due, small, large)
    parts = [
        (facts.late, ngettext("{n} was done late", "{n} were done late", facts.late)),
        (facts.overdue, ngettext("{n} is open past its day", "{n} are open past their day", facts.overdue)),
        (facts.ahead, ngettext("{n} is not due yet", "{n} are not due yet", facts.ahead)),
        (facts.undated, ngettext("{n} was done without a day set", "{n} were done without a day set", facts.undated)),
        (facts.dropped, ngettext("{n} was dropped", "{n} were dropped", facts.dropped)),
        (facts.not_agreed, ngettext("{n} has no owner or no day", "{n} have no owner or no day", facts.not_agreed)),
    ]
    sentences = [_sentence([words.format(n=texts.number(n)) for n, words in parts if n])]
    incomplete = facts.incomplete_done
    if incomplete.whole and incomplete.part:
        words = _("Of {whole} agreed without an owner or a day, {n} were done.")
        sentences.append(in_words(words, incomplete))
    if due.whole and facts.before is not None:
        sentences.append(_("In the period before: {part} on time.").format(part=part_words(facts.before)))
    return FindingWords(title, " ".join(filter(None, sentences)))


@_words.register
def _endorsements(facts: EndorsementsFacts, tone: Tone) -> FindingWords:
    sentences = []
    if not facts.asked:
        words = ngettext("{n} decision was taken.", "{n} decisions were taken.", facts.decisions)
        return FindingWords(_("Endorsements are not on record"), words.format(n=texts.number(facts.decisions)))
    title = _("Most members asked endorse {n} of {whole} decisions")
    if tone is Tone.GOOD and facts.asked > 1:
        title = _("Members endorse most decisions")
        words = _("More than half of those asked endorse {n} of {whole}.")
        sentences.append(in_words(words, facts.carried))
    if facts.lowest is not None and facts.carried.part < facts.carried.whole:
        number, text, part = facts.lowest
        words = _("Fewest endorse {number} (“{text}”): {part}.")
        sentences.append(words.format(number=number, text=_short(text), part=of_words(part)))
    if facts.objected:
        words = ngettext("{n} decision met with objections.", "{n} decisions met with objections.", facts.objected)
        sentences.append(words.format(n=texts.number(facts.objected)))
    if facts.decisions > facts.asked:
        rest = facts.decisions - facts.asked
        words = ngettext(
            "Of {n} more decision no endorsement is on record.", "Of {n} more decisions no endorsement is on record.",
            rest,
        )  # fmt: skip
        sentences.append(words.format(n=texts.number(rest)))
    return FindingWords(in_words(title, facts.carried), " ".join(sentences))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


@_words.register
def _kinds(facts: KindFacts, _tone: Tone) -> FindingWords:
    if facts.too_few:
        count = facts.items.whole
        text = ngettext("Members brought {n} item.", "Members brought {n} items.", count)
        return FindingWords(_("Too few items to compare the kinds of members"), text.format(n=texts.number(count)))
    if facts.kind is None:
        text = _("No kind brings far fewer items than its share of seats, or far more.")
        return FindingWords(_("Items come from the kinds of members in proportion"), text)
    few, many = _("{kinds}: few agenda items"), _("{kinds}: many agenda items")
    title = (many if facts.much else few).format(kinds=kind_words(facts.kind))
    sentences = [
        _("They hold {seats} and {items}.").format(seats=seats_words(facts.seats), items=items_words(facts.items))
    ]
    sentences.append(_co_chairs(facts.co_chairs))
    return FindingWords(title, " ".join(filter(None, sentences)))


def _co_chairs(part: Part) -> str:
    """Return that no co-chair is one of them, where that is so."""
    if not part.whole or part.part:
        return ""
    words = ngettext(
        "The co-chair is not one of them.", "None of the {n} co-chairs is one of them.", part.whole
    )  # fmt: skip
    return words.format(n=texts.number(part.whole))


@_words.register
def _grassroots(facts: GrassrootsFacts, _tone: Tone) -> FindingWords:
    compared = bool(facts.came.whole and facts.others_came.whole)
    title = in_words(_("{n} of {whole} members are grassroots"), facts.members)
    sentences = []
    if facts.come_less and facts.bring_little:
        title = _("Grassroots members come less often and bring few items")
    elif facts.come_less:
        title = _("Grassroots members come less often than the others")
    elif facts.bring_little:
        title = _("Grassroots members bring few agenda items")
    if facts.come_less or facts.bring_little:
        words = _("They are {n} of {whole} members.")
        sentences.append(in_words(words, facts.members))
    if compared:
        words = _("They took {own} of their seats, the others {others}.")
        sentences.append(words.format(own=part_words(facts.came), others=part_words(facts.others_came)))
    if facts.items.whole:
        words = _("They hold {seats} and {items}.")
        sentences.append(words.format(seats=seats_words(facts.seats), items=items_words(facts.items)))
    sentences.append(_co_chairs(facts.co_chairs))
    return FindingWords(title, " ".join(filter(None, sentences)))


@_words.register
def _concentration(facts: ConcentrationFacts, _tone: Tone) -> FindingWords:
    of_items = facts.what is What.ITEMS
    title = _("Who brings agenda items") if of_items else _("Who owns actions")
    if facts.most and of_items:
        title = _("Three members bring most of the members’ items")
    elif facts.most:
        title = _("Three members own most of the members’ actions")
    part = items_words(facts.of_top) if of_items else actions_words(facts.of_top)
    top = ngettext("The member with most has {part}", "The {n} members with most have {part}", facts.top)
    words = ngettext("{top}; {members} member held a seat.", "{top}; {members} members held a seat.", facts.members)
    text = words.format(top=top.format(n=texts.number(facts.top), part=part), members=texts.number(facts.members))
    if facts.gini is not None:
        words = _("The Gini coefficient is {gini}.")
        text += " " + words.format(gini=texts.number(float(facts.gini), decimals=2))
    return FindingWords(title, text)


@_words.register
def _duties(facts: DutiesFacts, tone: Tone) -> FindingWords:
    undone = facts.missed + facts.not_noted
    title = _("Duties are done")
    if tone is Tone.WORRY:
        words = ngettext(
            "{n} of {whole} turns was missed, or nobody noted who did it",
            "{n} of {whole} turns were missed, or nobody noted who did them",
            undone,
        )
        title = in_words(words, Part(undone, facts.due))
    words = ngettext(
        "{n} of {whole} turns was done by whose turn it was", "{n} of {whole} turns were done by whose turn it was",
        facts.as_planned,
    )  # fmt: skip
    clauses = [in_words(words, Part(facts.as_planned, facts.due))]
    rest = [
        (facts.swapped, ngettext("{n} was swapped", "{n} were swapped", facts.swapped)),
        (facts.by_other, ngettext("{n} was done by somebody else", "{n} were done by somebody else", facts.by_other)),
        (facts.missed, ngettext("{n} was missed", "{n} were missed", facts.missed)),
        (facts.not_noted, ngettext("{n} was not noted", "{n} were not noted", facts.not_noted)),
    ]
    clauses += [words.format(n=texts.number(n)) for n, words in rest if n]
    return FindingWords(title, _sentence(clauses))


@_words.register
def _balances(facts: BalancesFacts, _tone: Tone) -> FindingWords:
    words = _("{n} of {whole} members carry about a fair share of duties")
    text = _("They are at most one turn ahead or behind, all duties added up.")
    if facts.fair.rest.part:
        ahead, behind = (texts.number(units / TURN, decimals=1) for units in (facts.ahead, facts.behind))
        further = _("The furthest ahead is by {ahead} turns, the furthest behind by {behind}.")
        text = f"{text} {further.format(ahead=ahead, behind=behind)}"
    return FindingWords(in_words(words, facts.fair), text)


@_words.register
def _membership(facts: MembershipFacts, _tone: Tone) -> FindingWords:
    numbers = {"start": texts.number(facts.start), "end": texts.number(facts.end)}
    if facts.end > facts.start:
        title = _("Membership grew from {start} to {end}")
    elif facts.end < facts.start:
        title = _("Membership fell from {start} to {end}")
    else:
        title = _("Membership is as large as it was: {end}")
    parts = [
        (facts.joined, ngettext("{n} joined", "{n} joined", facts.joined)),
        (facts.left, ngettext("{n} left", "{n} left", facts.left)),
    ]
    clauses = [words.format(n=texts.number(n)) for n, words in parts if n]
    return FindingWords(title.format(**numbers), _sentence(clauses) or _("Nobody joined or left."))


@_words.register
def _indicators(facts: IndicatorsFacts, _tone: Tone) -> FindingWords:
    title = _("No indicator can be judged yet")
    if facts.well.whole:
        title = _("{n} of {whole} indicator is on its line or better")
        if facts.well.whole > 1:
            title = ngettext(
                "{n} of {whole} indicators is on its line or better",
                "{n} of {whole} indicators are on their line or better",
                facts.well.part,
            )
        title = in_words(title, facts.well)
    return FindingWords(title, " ".join(indicator_sentence(one) for one in facts.each))


def indicator_sentence(facts: IndicatorFacts) -> str:
    """Return how one indicator stands, in a sentence."""
    if facts.value is None or facts.on_date is None:
        return _("{name}: no value yet.").format(name=facts.name)
    told = {"name": facts.name, "value": value_words(facts.value, facts.unit), "day": texts.date_long(facts.on_date)}
    if facts.progress is Progress.NO_LINE or facts.line is None:
        return _("{name}: {value} on {day}; there is no line to a target.").format(**told)
    line = value_words(facts.line, facts.unit)
    sentences = {
        Progress.REACHED: _("{name}: {value} on {day}, the target is reached."),
        Progress.ON_LINE: _("{name}: {value} on {day}; the line to the target stood at {line}."),
        Progress.BEHIND: _("{name}: {value} on {day}, behind the line to the target, which stood at {line}."),
    }
    return sentences[facts.progress].format(line=line, **told)


def _sentence(clauses: list[str]) -> str:
    """Return clauses as one sentence; nothing for none."""
    words = texts.list_of(clauses)
    return f"{words[0].upper()}{words[1:]}." if words else ""
