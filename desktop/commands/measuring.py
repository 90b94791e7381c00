"""What is counted of a period: a table to read, and every number for scripts."""

import argparse
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from db.errors.asked import DayNotUnderstood, GroupNotFound
from db.errors.records import DatesOutOfOrder
from db.folding import words
from db.measures.challenges import signals
from db.measures.findings import findings
from db.measures.measuring import Compared, Measures, measures, measures_alone
from db.measures.meetings import Days
from db.measures.outcomes import Standing, Standings
from db.measures.parts import Concentration, Counted, Part
from db.measures.period import EVERYTHING, PLENARY, Period, Scope, group
from db.measures.rows import QuorumWent, Sitting
from db.measures.taking_part import MemberLine, Slice
from db.members.groups import groups_on
from db.turn_units import TURN
from desktop.commands.console import DONE, Console, opened
from desktop.commands.output import write_json, write_table
from desktop.naming.evaluation import key_figures, lead_paragraph, sign_word, signal_sentence
from desktop.naming.findings import finding_words
from desktop.naming.measures import (
    Measure,
    counted_from,
    definition,
    direction_word,
    measure_name,
    of_words,
    part_words,
    period_words,
    scope_word,
)
from desktop.texts import _

_DAY = dt.timedelta(days=1)
_EXACT = 9
"""Decimals of shares and balances in JSON."""


def measures_of(options: argparse.Namespace, console: Console) -> int:
    """List what is counted of a period and of the one before."""
    today = console.clock.today()
    period = period_asked(options.first, options.last, today)
    with opened(options, console, read_only=True) as file, file.reading() as session:
        scope, name = scope_asked(session, options)
        compared = measures(session, period, scope=scope, today=today)
        earlier = period.before()
        before = None if earlier is None else measures_alone(session, earlier, scope=scope, today=today).now
    if options.json:
        write_json(console, _facts(compared, before, options.group or ("all" if options.all else "plenary")))
        return DONE
    console.say(scope_word(scope, name))
    console.say()
    header = (_("Measure"), period_words(period), period_words(before.facts.period) if before else "")
    then = _told(before) if before else {}
    table = [(measure_name(one), words, then.get(one, "")) for one, words in _told(compared.now).items()]
    write_table(console, header, table)
    console.say()
    console.say(lead_paragraph(compared, findings(compared)))
    console.say(counted_from(compared.now))
    return DONE


def period_asked(first: str | None, last: str | None, today: dt.date) -> Period:
    """Return the days from the first to the last one, both included."""
    end = _day(last) if last else today
    start = _day(first) if first else dt.date(end.year, 1, 1)
    if start > end:
        raise DatesOutOfOrder(start, end)
    try:
        return Period(start, end + _DAY)
    except OverflowError:
        raise DayNotUnderstood(str(last)) from None


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise DayNotUnderstood(written) from None


def scope_asked(session: Session, options: argparse.Namespace) -> tuple[Scope, str]:
    """Return whose meetings are asked for: a group's (with its name), all, or the general ones.

    Raises:
        GroupNotFound: If there is no such group.
    """
    if options.all:
        return EVERYTHING, ""
    if not options.group:
        return PLENARY, ""
    found = [row for row in groups_on(session, everyone=True) if words(row.name) == words(options.group)]
    if not found:
        raise GroupNotFound(options.group)
    return group(found[0].id), found[0].name


def _told(own: Measures) -> Mapping[Measure, str]:
    """Return the numbers that stand for a period, in words."""
    came, part = own.attendance, own.taking_part
    quorum = Part(len(came.quorum(QuorumWent.MET)), len(came.sittings) - len(came.quorum(QuorumWent.NOT_ASKED)))
    asked = own.endorsements.asked
    carried = Part(sum((one.of_asked.share or 0) > Fraction(1, 2) for one in asked), len(asked))
    return {
        Measure.ATTENDANCE: _both(came.overall),
        Measure.TREND: direction_word(came.trend.direction) if came.trend else "–",
        Measure.QUORUM: _both(quorum),
        Measure.MISSED: str(len(came.missed)),
        Measure.MEETINGS: _both(own.meetings.of_planned),
        Measure.NOTICE: _both(own.notice.kept),
        Measure.MINUTES: _both(own.minutes.kept),
        Measure.TOP_THREE: _both(part.items.of_top),
        Measure.ACTIONS: _both(own.actions.all.in_time),
        Measure.ENDORSEMENTS: _both(carried),
        Measure.DUTIES: _both(Part(len(own.duties.done), len(own.duties.due))),
        Measure.BALANCES: _both(own.duties.of_fair),
        Measure.MEMBERSHIP: f"+{len(own.membership.joiners)} −{len(own.membership.leavers)}",
    }


def _both(part: Part) -> str:
    """Return "60 % (30 of 50)", or "3 of 5"."""
    told, counted = part_words(part), of_words(part)
    return told if told == counted or not part.whole else f"{told} ({counted})"


def _facts(compared: Compared, before: Measures | None, scope: str) -> dict[str, Any]:
    """Return what `list measures --json` gives."""
    found = findings(compared)
    own = compared.now.facts
    figures = [{"key": one.key.value, "value": one.value, "words": one.words} for one in key_figures(compared)]
    told = [(one, finding_words(one)) for one in found]
    return {
        "scope": scope,
        "as_of": own.today,
        "now": _numbers(compared.now),
        "before": _numbers(before) if before else None,
        "comparable": compared.comparable is not None,
        "key_figures": figures,
        "lead": lead_paragraph(compared, found),
        "findings": [
            {"key": one.key.value, "tone": one.tone.value, "title": said.title, "text": said.text} for one, said in told
        ],
        "signals": [
            {"key": one.key, "sign": one.sign.value, "word": sign_word(one.sign), "text": signal_sentence(one)}
            for one in signals(compared)
        ],
        "definitions": {one.value: definition(one) for one in Measure},
    }


def _numbers(own: Measures) -> dict[str, Any]:
    """Return every number of one period."""
    came, part, duties = own.attendance, own.taking_part, own.duties
    named = _Names(own)
    return {
        "from": own.facts.period.from_date,
        "to": own.facts.period.last,
        "meetings": {
            name: len(getattr(own.meetings, name)) for name in ("held", "imported", "cancelled", "not_noted", "ahead")
        },
        "attendance": {
            **_part(came.overall),
            "trend": came.trend.direction.value if came.trend else None,
            "meetings": [named.sitting(one) for one in came.sittings],
            "without_list": len(came.without_list),
            "missed": named.members(came.missed),
        },
        "notice": _days(own.notice),
        "minutes": _days(own.minutes),
        "members": [named.line(line) for line in part.members],
        "kinds": [{"kind": named.kind(one.kind_id), **_slice(one)} for one in part.kinds],
        "grassroots": _slice(part.grassroots),
        "others": _slice(part.others),
        "items": named.spread(part.items),
        "items_by_others": len(part.items_by_others),
        "items_by_nobody": len(part.items_by_nobody),
        "actions_owned": named.spread(part.actions),
        "actions": {
            **_standings(own.actions.all),
            "by_owner": [{"member": named.or_none(one), **_standings(of)} for one, of in own.actions.by_owner],
            "by_meeting": [{**named.meeting(one), **_standings(of)} for one, of in own.actions.by_meeting],
        },
        "endorsements": [
            {
                "number": one.decision.sequence,
                **named.meeting(one.decision.meeting_id),
                "endorses": len(one.endorses),
                "silent": len(one.silent),
                "objects": len(one.objects),
            }
            for one in own.endorsements.asked
        ],
        "decisions_not_asked": len(own.endorsements.not_asked),
        "duties": {
            "due": len(duties.due),
            **{
                name: len(getattr(duties, name))
                for name in ("as_planned", "swapped", "by_other", "missed", "not_noted", "unplanned")
            },
        },
        "membership": {
            "start": len(own.membership.at_start),
            "end": len(own.membership.at_end),
            "joined": [{"member": named.member(one), "date": day} for one, day in own.membership.joiners],
            "left": [{"member": named.member(one), "date": day} for one, day in own.membership.leavers],
        },
        "indicators": [
            {
                "name": one.indicator.name,
                "unit": one.indicator.unit,
                "progress": one.progress.value,
                "value": one.value,
                "date": one.on_date,
                "line": one.line,
            }
            for one in own.indicators
        ],
    }


class _Names:
    """Says members, kinds and meetings as people know them."""

    def __init__(self, own: Measures) -> None:
        self._own = own
        self._kinds = {kind.id: kind.name or kind.key for kind in own.facts.people.kinds}
        self._labels = {row.id: row.label for row in own.facts.meetings}
        self._turns = dict(own.duties.doers)

    def member(self, member_id: uuid.UUID) -> str:
        return self._own.facts.people.name(member_id)

    def members(self, ids: Iterable[uuid.UUID]) -> list[str]:
        return [self.member(one) for one in ids]

    def or_none(self, member_id: uuid.UUID | None) -> str | None:
        return None if member_id is None else self.member(member_id)

    def kind(self, kind_id: uuid.UUID | None) -> str:
        return self._kinds[kind_id] if kind_id else ""

    def meeting(self, meeting_id: uuid.UUID) -> dict[str, Any]:
        label = self._labels[meeting_id]
        return {"date": label.date, "group": label.group, "meeting": label.number, "title": label.title}

    def sitting(self, one: Sitting) -> dict[str, Any]:
        """Return one meeting; no seats where they are not known."""
        return {
            **self.meeting(one.meeting.id),
            "came": len(one.present),
            "seats": len(one.seats) if one.known else None,
            "excused": len(one.excused),
            "quorum": one.quorum.went.value,
            "needed": one.quorum.needed,
        }

    def line(self, line: MemberLine) -> dict[str, Any]:
        people, balance = self._own.facts.people, self._own.duties.balances.get(line.member_id)
        return {
            "member": self.member(line.member_id),
            "kind": self.kind(people.kind_of.get(line.member_id)),
            "grassroots": line.member_id in people.grassroots,
            "came": len(line.attendance.came),
            "seats": len(line.attendance.seats),
            "excused": len(line.attendance.excused),
            "items": len(line.items),
            "decisions": len(line.decisions),
            "actions": len(line.actions),
            "turns": self._turns.get(line.member_id, 0),
            "balance": None if balance is None else round(balance / TURN, _EXACT) + 0.0,
        }

    def spread(self, own: Concentration) -> dict[str, Any]:
        return {
            "total": own.total,
            "members": own.members,
            "top": [{"member": self.member(one), "count": count} for one, count in own.top],
            "gini": None if own.gini is None else round(float(own.gini), _EXACT),
        }


def _part(part: Part) -> dict[str, int]:
    return {"part": part.part, "whole": part.whole}


def _counted(counted: Counted) -> dict[str, int]:
    return _part(counted.part)


def _slice(own: Slice) -> dict[str, Any]:
    return {
        "members": len(own.members),
        "seats": _part(own.seats),
        "came": _part(own.came),
        "items": _counted(own.items),
        "decisions": _counted(own.decisions),
        "actions": _counted(own.actions),
        "co_chairs": _counted(own.co_chairs),
    }


def _days(own: Days) -> dict[str, Any]:
    return {
        **{name: len(getattr(own, name)) for name in ("in_time", "late", "missing", "unknown")},
        "median": None if own.median is None else float(own.median),
        "asked": own.asked,
    }


def _standings(own: Standings) -> dict[str, int]:
    return {one.value: len(own.ids(one)) for one in Standing}
