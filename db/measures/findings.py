"""What of the numbers is worth a sentence, by rules with names: facts only, the sentences are in `desktop.naming`.

Each finding is made wherever its records exist, so that an evaluation of every alliance has the same parts; `tone` says
whether it stands out. What no record speaks of makes no finding.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from db.measures.attendance import LEAST_POINTS, Attendance
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
    Key,
    KindFacts,
    MeetingsFacts,
    MembershipFacts,
    Point,
    QuorumFacts,
    Records,
    Tone,
    What,
)
from db.measures.indicators import Progress, with_progress
from db.measures.measuring import Compared, Earlier, Measures
from db.measures.meetings import Days
from db.measures.outcomes import Standing
from db.measures.parts import FEWEST_FOR_TREND, Concentration, Direction, Part, seldom_so_few, seldom_so_many
from db.measures.rows import QuorumWent, Sitting
from db.measures.taking_part import Slice
from db.minutes.decisions import decision_label
from db.turn_units import TURN

MOST: Final = Fraction(3, 4)
"""What holds for three of four or more is said to be so on the whole."""
NEARLY_ALL: Final = Fraction(9, 10)
"""Where a quorum was missing at fewer than one meeting in ten, that does not stand out."""
HALF: Final = Fraction(1, 2)
"""What holds for fewer than half is worth a worry."""
FEW_OF_SHARE: Final = Fraction(1, 2)
"""Who brings half of what its share of seats would be, or less, brings little, where chance would seldom do so."""
MANY_OF_SHARE: Final = Fraction(3, 2)
"""Who brings half as much again as its share of seats would be, or more, brings much, where chance seldom would."""
FEWEST_FOR_SPREAD: Final = 10
"""Fewer items (or actions), or fewer members, are too few to say that some dominate, or that all have their share."""
TOP_HALF: Final = Fraction(1, 2)
"""Three members that have more than half of everything have most of it."""
GRASSROOTS_POINTS: Final = Fraction(10, 100)
"""Grassroots members come less where their attendance is ten points of a hundred lower, or more."""
MISSED_SHARE: Final = Fraction(1, 10)
"""Duties are done on the whole where fewer than one turn in ten was missed."""


def findings(compared: Compared) -> tuple[Finding, ...]:
    """Return what was found, in the order of `Key`; what no record speaks of is left out."""
    return tuple(finding for find in _FINDERS for finding in find(compared))


def _attendance(compared: Compared) -> Iterator[Finding]:
    own = compared.now.attendance
    if not own.sittings or own.trend is None:
        return
    earlier = compared.comparable
    before = earlier.came if earlier else None
    moved = than_before(own, earlier) if earlier else Direction.UNKNOWN
    numbers = [len(sitting.present) for sitting in own.sittings]
    facts = AttendanceFacts(
        direction=own.trend.direction,
        meetings=len(own.sittings),
        first=point(own.sittings[0]),
        last=point(own.sittings[-1]),
        overall=own.overall,
        before=before if before and before.whole else None,
        than_before=moved,
        fewest=min(numbers),
        most=max(numbers),
        missed=len(own.missed),
    )
    tones = {Direction.FALLING: Tone.WORRY, Direction.RISING: Tone.GOOD}
    tone = tones.get(own.trend.direction) or tones.get(moved, Tone.NEUTRAL)
    meetings = tuple(sitting.meeting.id for sitting in own.sittings)
    yield Finding(Key.ATTENDANCE, tone, facts, Records(meetings=meetings, members=own.missed))


def than_before(own: Attendance, before: Earlier) -> Direction:
    """Return whether attendance is higher or lower than before, by five points of a hundred or more.

    Unknown where a period has fewer than four meetings whose seats are known.
    """
    now, then = own.overall.share, before.came.share
    if now is None or then is None or min(len(own.known), before.known) < FEWEST_FOR_TREND:
        return Direction.UNKNOWN
    if abs(now - then) < LEAST_POINTS:
        return Direction.NEITHER
    return Direction.RISING if now > then else Direction.FALLING


def point(sitting: Sitting) -> Point:
    """Return the attendance at one meeting."""
    seats = len(sitting.seats) if sitting.known else None
    return Point(sitting.meeting.id, sitting.meeting.date, len(sitting.present), seats)


def _quorum(compared: Compared) -> Iterator[Finding]:
    own = compared.now.attendance
    met, never, lost = (own.quorum(went) for went in (QuorumWent.MET, QuorumWent.NEVER, QuorumWent.LOST))
    asked = len(met) + len(never) + len(lost)
    if asked:
        tone = (
            Tone.GOOD if len(met) == asked else Tone.NEUTRAL if Fraction(len(met), asked) >= NEARLY_ALL else Tone.WORRY
        )
        facts = QuorumFacts(Part(len(met), asked), len(never), len(lost))
        yield Finding(Key.QUORUM, tone, facts, Records(meetings=(*never, *lost) or met))


def _meetings(compared: Compared) -> Iterator[Finding]:
    own = compared.now.meetings
    share = own.of_planned.share
    if share is None and not own.held:
        return
    before = len(compared.comparable.meetings.held) if compared.comparable else None
    facts = MeetingsFacts(own.of_planned, len(own.imported), len(own.cancelled), len(own.not_noted), before)
    tone = Tone.NEUTRAL if share is None else Tone.GOOD if share >= MOST else Tone.WORRY
    yield Finding(Key.MEETINGS, tone, facts, Records(meetings=(*own.held, *own.cancelled, *own.not_noted)))


def _notice(compared: Compared) -> Iterator[Finding]:
    yield from _days(Key.NOTICE, compared.now.notice)


def _minutes(compared: Compared) -> Iterator[Finding]:
    yield from _days(Key.MINUTES, compared.now.minutes)


def _days(key: Key, own: Days) -> Iterator[Finding]:
    share = own.kept.share
    if share is None:
        return
    facts = DaysFacts(key is Key.MINUTES, own.kept, len(own.missing), own.median, own.asked)
    yield Finding(key, _tone(share), facts, Records(meetings=(*own.in_time, *own.late, *own.missing)))


def _tone(share: Fraction) -> Tone:
    """Return how something stands that had better be so: three in four is good, fewer than half a worry."""
    return Tone.GOOD if share >= MOST else Tone.WORRY if share < HALF else Tone.NEUTRAL


def _actions(compared: Compared) -> Iterator[Finding]:
    own = compared.now.actions.all
    if not own.ids():
        return
    incomplete = compared.now.actions.incomplete
    done = incomplete.ids(Standing.IN_TIME, Standing.LATE, Standing.UNDATED)
    before = compared.comparable.actions_in_time if compared.comparable else None
    facts = ActionsFacts(
        in_time=own.in_time,
        late=len(own.ids(Standing.LATE)),
        overdue=len(own.ids(Standing.OVERDUE)),
        ahead=len(own.ids(Standing.AHEAD)),
        not_agreed=len(own.ids(Standing.NOT_AGREED)),
        dropped=len(own.ids(Standing.DROPPED)),
        undated=len(own.ids(Standing.UNDATED)),
        incomplete_done=Part(len(done), len(incomplete.ids())),
        before=before if before and before.whole else None,
    )
    share = own.in_time.share
    tone = Tone.NEUTRAL if share is None else _tone(share)
    yield Finding(Key.ACTIONS, tone, facts, Records(actions=own.ids()))


def _endorsements(compared: Compared) -> Iterator[Finding]:
    own = compared.now.endorsements
    decisions = (*(one.decision.id for one in own.asked), *own.not_asked)
    if not decisions:
        return
    carried = [one for one in own.asked if (one.of_asked.share or 0) > HALF]
    objected = sum(bool(one.objects) for one in own.asked)
    lowest = min(own.asked, key=lambda one: (one.of_asked.share or 0, one.decision.id), default=None)
    numbers = {row.id: row.label.number for row in compared.now.facts.meetings}
    named = None
    if lowest is not None:
        number = numbers[lowest.decision.meeting_id]
        named = decision_label(number, lowest.decision.sequence), lowest.decision.text, lowest.of_asked
    part = Part(len(carried), len(own.asked))
    facts = EndorsementsFacts(len(decisions), len(own.asked), part, objected, named)
    tone = Tone.NEUTRAL if part.share is None else _tone(part.share)
    yield Finding(Key.ENDORSEMENTS, tone, facts, Records(decisions=decisions))


def _kinds(compared: Compared) -> Iterator[Finding]:
    """The kind that is furthest from its share: first one that brings few items, then one that brings many."""
    own = compared.now
    for little, much in ((True, False), (False, True)):
        found = [
            (gap, row) for row in own.taking_part.kinds
            if row.kind_id and (gap := out_of_proportion(row.seats, row.items.part, little=little)) is not None
        ]  # fmt: skip
        if found:
            _gap, row = max(found, key=lambda pair: (pair[0], str(pair[1].kind_id)))
            facts = _kind_facts(own, row, much=much)
            records = Records(members=row.members, items=row.items.ids)
            yield Finding(Key.KINDS, Tone.WORRY if little else Tone.NEUTRAL, facts, records)
            return
    brought = own.taking_part.items_by_members
    if brought and sum(row.kind_id is not None for row in own.taking_part.kinds) > 1:
        nobody = Part(0, 0)
        too_few = len(brought) < FEWEST_FOR_SPREAD
        facts = KindFacts(None, False, nobody, Part(len(brought), len(brought)), nobody, too_few)
        yield Finding(Key.KINDS, Tone.NEUTRAL, facts, Records(items=brought))


def _kind_facts(own: Measures, row: Slice, *, much: bool) -> KindFacts:
    kind = next(kind for kind in own.facts.people.kinds if kind.id == row.kind_id)
    return KindFacts(kind, much, row.seats, row.items.part, row.co_chairs.part)


def out_of_proportion(seats: Part, did: Part, *, little: bool) -> Fraction | None:
    """Return how far what some did lies from their share of seats, if it is little (or much) by the rule."""
    share, done = seats.share, did.share
    if not share or done is None or share == 1:
        return None
    if little and done <= share * FEW_OF_SHARE and seldom_so_few(did, share):
        return share - done
    if not little and done >= share * MANY_OF_SHARE and seldom_so_many(did, share):
        return done - share
    return None


def _grassroots(compared: Compared) -> Iterator[Finding]:
    own, others = compared.now.taking_part.grassroots, compared.now.taking_part.others
    members = Part(len(own.members), len(own.members) + len(others.members))
    if not members.part:
        return
    less = comes_less(own, others)
    little = out_of_proportion(own.seats, own.items.part, little=True) is not None
    facts = GrassrootsFacts(
        members, own.came, others.came, own.items.part, own.seats, own.co_chairs.part, less, little
    )  # fmt: skip
    tone = Tone.WORRY if less or little else Tone.NEUTRAL
    yield Finding(Key.GRASSROOTS, tone, facts, Records(members=own.members, items=own.items.ids))


def comes_less(own: Slice, others: Slice) -> bool:
    """Return whether some members came less than the others by the rule for grassroots members."""
    came, others_came = own.came.share, others.came.share
    return came is not None and others_came is not None and others_came - came >= GRASSROOTS_POINTS


def _concentration(compared: Compared) -> Iterator[Finding]:
    """Where three members have most of the items or actions, the one of which they have more; else the items."""
    part = compared.now.taking_part
    both = [(What.ITEMS, part.items), (What.ACTIONS, part.actions)]
    told = [(what, own) for what, own in both if own.total]
    if not told:
        return
    dominated = [pair for pair in told if dominate(pair[1])]
    what, own = max(dominated, key=lambda pair: pair[1].of_top.share or 0) if dominated else told[0]
    members = tuple(member for member, _count in own.top)
    facts = ConcentrationFacts(what, len(own.top), own.of_top, own.members, own.gini, bool(dominated))
    rows = [line for line in part.members if line.member_id in members]
    if what is What.ITEMS:
        records = Records(members=members, items=tuple(key for line in rows for key in line.items))
    else:
        records = Records(members=members, actions=tuple(key for line in rows for key in line.actions))
    yield Finding(Key.CONCENTRATION, Tone.WORRY if dominated else Tone.NEUTRAL, facts, records)


def dominate(own: Concentration) -> bool:
    """Return whether three members have more than half, where there are enough members and things to say so."""
    share = own.of_top.share
    return enough_to_spread(own) and share is not None and share > TOP_HALF


def enough_to_spread(own: Concentration) -> bool:
    """Return whether there are enough members and things to say that some dominate."""
    return own.total >= FEWEST_FOR_SPREAD and own.members >= FEWEST_FOR_SPREAD


def _duties(compared: Compared) -> Iterator[Finding]:
    own = compared.now.duties
    if not own.due:
        return
    facts = DutiesFacts(
        len(own.due), len(own.as_planned), len(own.swapped), len(own.by_other), len(own.missed), len(own.not_noted)
    )
    few = Fraction(len(own.missed) + len(own.not_noted), len(own.due)) < MISSED_SHARE
    yield Finding(Key.DUTIES, Tone.GOOD if few else Tone.WORRY, facts, Records(turns=own.due))


_MOST_TURNS: Final = 3
"""Duties are not shared fairly where somebody is further from the fair share."""


def _balances(compared: Compared) -> Iterator[Finding]:
    own = compared.now.duties
    share = own.of_fair.share
    if share is not None:
        unfair = tuple(member for member in own.balances if member not in set(own.fair))
        ahead, behind = max(own.balances.values()), -min(own.balances.values())
        tone = _tone(share)
        if tone is Tone.GOOD and max(ahead, behind) > _MOST_TURNS * TURN:
            tone = Tone.NEUTRAL  # most may be near their share because one does nearly all
        facts = BalancesFacts(own.of_fair, max(ahead, 0), max(behind, 0))
        yield Finding(Key.BALANCES, tone, facts, Records(members=unfair or own.fair))


def _membership(compared: Compared) -> Iterator[Finding]:
    own = compared.now.membership
    facts = MembershipFacts(len(own.at_start), len(own.at_end), len(own.joiners), len(own.leavers))
    if facts.start or facts.end or facts.left:
        moved = dict.fromkeys(member for member, _day in (*own.joiners, *own.leavers))
        yield Finding(Key.MEMBERSHIP, Tone.NEUTRAL, facts, Records(members=tuple(moved) or own.at_end))


def _indicators(compared: Compared) -> Iterator[Finding]:
    own = compared.now.indicators
    if not own:
        return
    well = with_progress(own, Progress.REACHED, Progress.ON_LINE)
    behind = with_progress(own, Progress.BEHIND)
    each = tuple(
        IndicatorFacts(one.indicator.name, one.indicator.unit, one.progress, one.value, one.on_date, one.line)
        for one in own
    )
    part = Part(len(well), len(well) + len(behind))
    tone = Tone.WORRY if behind else Tone.GOOD if well else Tone.NEUTRAL
    records = Records(indicators=tuple(one.indicator.id for one in own))
    yield Finding(Key.INDICATORS, tone, IndicatorsFacts(part, each), records)


_FINDERS: tuple[Callable[[Compared], Iterator[Finding]], ...] = (
    _attendance,
    _quorum,
    _meetings,
    _notice,
    _minutes,
    _actions,
    _endorsements,
    _kinds,
    _grassroots,
    _concentration,
    _duties,
    _balances,
    _membership,
    _indicators,
)
