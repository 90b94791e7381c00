"""What is counted of an alliance's work: names, and each definition in a sentence, for screen and paper. No Qt.

How a part of a whole is written is decided here too: in words while the whole is small, "3 of 5", else in percent.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from db.measures.indicators import Progress
from db.measures.measuring import Measures
from db.measures.outcomes import Standing
from db.measures.parts import Direction, Part
from db.measures.period import PLENARY, Period, Scope
from db.measures.rows import QuorumWent
from db.vocabulary import DutyBody
from desktop import texts
from desktop.texts import N_, _, ngettext, pgettext

SMALL_WHOLE: Final = 20
"""Of fewer, one more or less moves a percentage by more than five points: such parts are said in words."""
_NBSP = "\N{NO-BREAK SPACE}"


class Measure(StrEnum):
    """What is counted."""

    ATTENDANCE = "attendance"
    TREND = "trend"
    QUORUM = "quorum"
    MISSED = "missed"
    MEETINGS = "meetings"
    NOTICE = "notice"
    MINUTES = "minutes"
    SEATS = "seats"
    ITEMS = "items"
    DECISIONS = "decisions"
    OWNED = "owned"
    PROPORTION = "proportion"
    TOP_THREE = "top_three"
    GINI = "gini"
    ACTIONS = "actions"
    ENDORSEMENTS = "endorsements"
    DUTIES = "duties"
    BALANCES = "balances"
    MEMBERSHIP = "membership"
    INDICATORS = "indicators"
    BEFORE = "before"
    SMALL = "small"


_MEASURES: Mapping[Measure, tuple[str, str]] = MappingProxyType(
    {
        Measure.ATTENDANCE: (
            N_("Attendance"),
            N_(
                "Seats that somebody came for, however long, of all seats at the meetings held. Who joined or left in "
                "the period counts for the meetings while it was a member. Guests and observers are not counted, nor "
                "are meetings without an attendance list."
            ),
        ),
        Measure.TREND: (
            N_("Trend of attendance"),
            N_(
                "Attendance is said to fall (or rise) where at least four meetings were held, later ones had fewer "
                "(more) members than earlier ones so often that chance would do so less than once in twenty times, "
                "and the last third lies at least five points of a hundred below (above) the first."
            ),
        ),
        Measure.QUORUM: (
            N_("Quorum"),
            N_(
                "Meetings that had the quorum asked for at the time, and did not lose it before their end, of those "
                "that ask for one."
            ),
        ),
        Measure.MISSED: (
            N_("Not seen"),
            N_(
                "Members with a seat at each of the last three meetings, and on the last day, that neither came nor "
                "sent apologies."
            ),
        ),
        Measure.MEETINGS: (
            N_("Meetings held"),
            N_(
                "Meetings held, of all with a day in the period that has come: those cancelled, and those of which "
                "nobody noted whether they were held, are the rest. Meetings brought in from the past are not counted: "
                "what else was planned then is not on record."
            ),
        ),
        Measure.NOTICE: (
            N_("Days of notice"),
            N_(
                "Days from the call to the meeting; on time where they are at least as many as the alliance has set. "
                "Meetings brought in from the past are not counted."
            ),
        ),
        Measure.MINUTES: (
            N_("Days until the minutes were out"),
            N_(
                "Days from the meeting until its minutes went out; on time where they went out within the days the "
                "alliance has set, from when the meeting was finished. Meetings brought in from the past are not "
                "counted."
            ),
        ),
        Measure.SEATS: (
            N_("Share of seats"),
            N_(
                "Seats of these members at the meetings, of all seats there: so each member counts for the time it was "
                "one. Kinds are as on record today."
            ),
        ),
        Measure.ITEMS: (
            N_("Agenda items brought"),
            N_(
                "Items of meetings held that these members brought, of all items that members brought. An item counts "
                "once, not again where it is left over or comes back by itself."
            ),
        ),
        Measure.DECISIONS: (
            N_("Decisions"),
            N_("Decisions taken under items that these members brought, of all under items that members brought."),
        ),
        Measure.OWNED: (
            N_("Actions owned"),
            N_("Actions agreed in the period that these members are to do, of all that members are to do."),
        ),
        Measure.PROPORTION: (
            N_("In proportion"),
            N_(
                "A kind of member brings few (many) items where it brought at most half (at least one and a half "
                "times) what its share of seats would be, and chance would do so less than once in twenty times."
            ),
        ),
        Measure.TOP_THREE: (
            N_("Three members with most"),
            N_("Items brought, or actions owned, by the three members that have most, of all that members have."),
        ),
        Measure.GINI: (
            N_("Gini coefficient"),
            N_(
                "0 where all members have the same number of items (or actions), towards 1 where one has all. Members "
                "that held a seat in the period count, those without any too."
            ),
        ),
        Measure.ACTIONS: (
            N_("Actions on time"),
            N_(
                "Actions agreed at the meetings of the period, as they stand today: done on their day or before, of "
                "all that were done with a day or are open past it. Those dropped, not due yet, or without an owner or "
                "a day are told apart."
            ),
        ),
        Measure.ENDORSEMENTS: (
            N_("Endorsements"),
            N_(
                "Members that endorse a decision, stay silent, or object, of those asked. A decision is carried where "
                "more than half of those asked endorse it."
            ),
        ),
        Measure.DUTIES: (
            N_("Turns of duty"),
            N_(
                "Turns whose day (a term’s last) lies in the period and has come. Turns that no plan named anybody "
                "for, as those taken from old minutes, are not counted."
            ),
        ),
        Measure.BALANCES: (
            N_("Fair share of duties"),
            N_(
                "Members at most one turn ahead or behind, all duties added up, of those with a seat that stand in a "
                "ledger, at the end of the period."
            ),
        ),
        Measure.MEMBERSHIP: (
            N_("Joined and left"),
            N_(
                "Members whose seat begins, or ends, in the period. Who was a candidate before joins when it becomes a "
                "member; who becomes an observer leaves."
            ),
        ),
        Measure.INDICATORS: (
            N_("Indicators"),
            N_(
                "The newest value of each indicator beside the straight line from its baseline to its target, on "
                "the day it was measured."
            ),
        ),
        Measure.BEFORE: (
            N_("The period before"),
            N_("The days just before, as many as this period has; months where it is made of whole months."),
        ),
        Measure.SMALL: (
            N_("Small numbers"),
            N_("Parts of fewer than twenty are said in numbers, not in percent."),
        ),
    }
)


def measure_name(measure: Measure) -> str:
    """Return what is counted, as a heading: "Attendance"."""
    return _(_MEASURES[measure][0])


def definition(measure: Measure) -> str:
    """Return how it is counted, in a sentence or two."""
    return _(_MEASURES[measure][1])


def definitions() -> list[tuple[str, str]]:
    """Return every name with its definition, in order."""
    return [(measure_name(measure), definition(measure)) for measure in Measure]


def part_words(part: Part) -> str:
    """Return "3 of 5" where the whole is small, "60 %" where it is not, "–" where there is none."""
    if not part.whole:
        return "–"
    return of_words(part) if part.whole < SMALL_WHOLE else percent_words(part)


def of_words(part: Part) -> str:
    """Return "3 of 5"."""
    return in_words(_("{n} of {whole}"), part)


def in_words(template: str, part: Part) -> str:
    """Return a sentence with a part of a whole filled in: "{n} of {whole} came"."""
    return template.format(n=texts.number(part.part), whole=texts.number(part.whole))


def percent_words(part: Part) -> str:
    """Return "60 %"; what is not all is never said to be 100 %, nor something nothing. There must be a whole."""
    if 0 < part.part < part.whole:
        percent = 100 * part.part / part.whole
        if percent >= 99.5:
            return f">{_NBSP}{texts.percent(0.99)}"
        if percent < 0.5:
            return f"<{_NBSP}{texts.percent(0.01)}"
    return texts.percent(part.part / part.whole)


def seats_words(part: Part) -> str:
    """Return "12 of 18 seats" or "62 % of the seats"."""
    return said(part, _("{n} of {whole} seats"), _("{percent} of the seats"))


def items_words(part: Part) -> str:
    """Return "2 of 18 items brought by members" or "11 % of the items brought by members"."""
    return said(part, _("{n} of {whole} items brought by members"), _("{percent} of the items brought by members"))


def actions_words(part: Part) -> str:
    """Return "2 of 18 actions owned by members" or "11 % of the actions owned by members"."""
    return said(part, _("{n} of {whole} actions owned by members"), _("{percent} of the actions owned by members"))


def said(part: Part, small: str, large: str) -> str:
    """Fill in the template for a small whole, or for a large one."""
    if part.whole < SMALL_WHOLE:
        return in_words(small, part)
    return large.format(percent=percent_words(part))


def period_words(period: Period) -> str:
    """Return "2026", "September 2026", "January to September 2026", or "1 January to 7 October 2026"."""
    first, last = period.from_date, period.last
    if first.day == 1 and period.to_date.day == 1:
        if (first.month, last.month) == (1, 12):
            years = f"{first.year}", f"{last.year}"
            return years[0] if first.year == last.year else _months(*years)
        if (first.year, first.month) == (last.year, last.month):
            return texts.month_year(first)
        start = texts.month_name(first) if first.year == last.year else texts.month_year(first)
        return _months(start, texts.month_year(last))
    if first == last:
        return texts.date_long(first)
    return _("{first} to {last}").format(first=texts.date_long(first), last=texts.date_long(last))


def _months(start: str, end: str) -> str:
    return pgettext("months", "{first} to {last}").format(first=start, last=end)


def standing_word(standing: Standing) -> str:
    """Return how an action stands: "on time", "late"."""
    words = {
        Standing.IN_TIME: pgettext("standing of an action", "done on time"),
        Standing.LATE: pgettext("standing of an action", "done late"),
        Standing.UNDATED: pgettext("standing of an action", "done, without a day"),
        Standing.OVERDUE: pgettext("standing of an action", "open, late"),
        Standing.AHEAD: pgettext("standing of an action", "open, not due yet"),
        Standing.NOT_AGREED: pgettext("standing of an action", "open, not agreed yet"),
        Standing.DROPPED: pgettext("standing of an action", "dropped"),
    }
    return words[standing]


def quorum_word(went: QuorumWent) -> str:
    """Return how a quorum went: "met", "lost before the end"."""
    words = {
        QuorumWent.NOT_ASKED: pgettext("quorum", "not asked for"),
        QuorumWent.MET: pgettext("quorum", "met"),
        QuorumWent.LOST: pgettext("quorum", "lost before the end"),
        QuorumWent.NEVER: pgettext("quorum", "not met"),
    }
    return words[went]


def direction_word(direction: Direction) -> str:
    """Return where attendance goes, in a word or two."""
    words = {
        Direction.FALLING: pgettext("trend", "falling"),
        Direction.RISING: pgettext("trend", "rising"),
        Direction.NEITHER: pgettext("trend", "no clear trend"),
        Direction.UNKNOWN: pgettext("trend", "too few meetings"),
    }
    return words[direction]


def progress_word(progress: Progress) -> str:
    """Return how an indicator stands: "behind the line"."""
    words = {
        Progress.REACHED: pgettext("indicator", "target reached"),
        Progress.ON_LINE: pgettext("indicator", "on the line or better"),
        Progress.BEHIND: pgettext("indicator", "behind the line"),
        Progress.NO_LINE: pgettext("indicator", "no baseline or no target"),
        Progress.NOT_OBSERVED: pgettext("indicator", "no value yet"),
    }
    return words[progress]


def value_words(value: Decimal, unit: str) -> str:
    """Return a value of an indicator with its unit: "29.5 %"."""
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    return f"{texts.number(float(value), decimals=decimals)}{_NBSP}{unit}".rstrip()


def scope_word(scope: Scope, group: str = "") -> str:
    """Return whose meetings are looked at: "General meetings", "All meetings", or the name of the group."""
    if scope.body is DutyBody.GROUP:
        return group
    return _("General meetings") if scope.body is DutyBody.PLENARY else _("All meetings")


def scoped(words: str, scope: Scope, group: str = "") -> str:
    """Return the words of a period, with whose meetings are looked at where they are not the general ones."""
    if scope == PLENARY:
        return words
    return _("{whose}, {period}").format(whose=scope_word(scope, group), period=words)


def counted_from(measures: Measures) -> str:
    """Return what the numbers are counted from, and the rule for being here, for the foot of a page."""
    held = [row for row in measures.facts.meetings if row.held]
    numbers = [row.label.number for row in held if row.label.number is not None]
    here = _("A member is here when somebody came for its seat, however long.")
    if not held:
        return _("No meeting of this period is on record as held.")
    if len({row.group_id for row in held}) == 1 and len(numbers) == len(held) > 1:
        words = _("Counted from the records of meetings {first} to {last}.")
        return f"{words.format(first=min(numbers), last=max(numbers))} {here}"
    words = ngettext("Counted from the record of {n} meeting.", "Counted from the records of {n} meetings.", len(held))
    return f"{words.format(n=texts.number(len(held)))} {here}"


def day_in(day: dt.date, other: dt.date) -> str:
    """Return the month of a day, with its year where another day's is a different one: "January"."""
    return texts.month_name(day) if day.year == other.year else texts.month_year(day)


def days_words(days: Fraction) -> str:
    """Return a median of days: "7", "6.5"."""
    return texts.number(float(days), decimals=None if days.denominator == 1 else 1)
