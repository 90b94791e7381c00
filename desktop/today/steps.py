"""The five steps of the meeting in hand in words: what is done, what is still to do, and when. No widgets here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from db.meetings import deadlines
from db.meetings.labels import MeetingLabel
from db.today.today import Today
from db.today.today_focus import Focus
from db.vocabulary import MeetingStatus
from desktop import texts
from desktop.naming.meetings import step_names
from desktop.texts import _, ngettext

LineKind = Literal["done", "open", "warn", "left", "who"]
"""What was left out can no longer be done: the meeting has begun."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a step's small checklist."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the cycle: its name, when it is to be done, and its checklist."""

    name: str
    when: str
    late: bool
    lines: tuple[StepLine, ...]
    whole: bool = True
    """For a step that is past: whether everything in it was done."""


_NOW = {
    MeetingStatus.PREPARING: 0,
    MeetingStatus.CALLED: 1,
    MeetingStatus.RUNNING: 2,
    MeetingStatus.WRITING_UP: 3,
    MeetingStatus.FOLLOWING_UP: 4,
}


def step_now(facts: Today, focus: Focus) -> int:
    """Return which step is in hand, counted from 0: once everybody was told, the next one is to meet."""
    if focus.label.date <= facts.day and focus.status in (MeetingStatus.PREPARING, MeetingStatus.CALLED):
        return 2
    if focus.status is MeetingStatus.CALLED and focus.told >= focus.to_tell:
        return 2
    return _NOW.get(focus.status, 4)


def steps(facts: Today, focus: Focus) -> tuple[Step, ...]:
    """Return the five steps in words."""
    now = step_now(facts, focus)
    lines = (_prepare(focus), _call(focus), _meet(focus), _write_up(facts, focus), _follow_up(focus))
    days = _days(facts, focus)
    return tuple(
        Step(name, *_when(place - now, day, shown, facts.day), tuple(shown), whole=_count(shown)[0] == _count(shown)[1])
        for place, (name, day, shown) in enumerate(zip(step_names(), days, lines, strict=True))
    )


def minutes_due(facts: Today, focus: Focus) -> dt.date:
    """Return the day by which the minutes should be out."""
    return deadlines.minutes_due(focus.label.date, focus.finished_on, minutes_days=facts.minutes_days)


def call_due(facts: Today, meeting: MeetingLabel) -> dt.date:
    """Return the day by which the call of a meeting should go out."""
    return meeting.date - dt.timedelta(days=facts.notice_days)


def _when(place: int, day: "_Day", lines: Sequence[StepLine], today: dt.date) -> tuple[str, bool]:
    """Return when a step is to be done, and whether it is late; `place` counts from the step in hand."""
    done, every = _count(lines)
    if place < 0:
        some = _("{done} of {count} done").format(done=done, count=every)
        return (_("Done") if done == every else some), False
    late = (today - day.day).days if day.day is not None and day.due else 0
    if place == 0 and late > 0:
        return _("Now · {late}").format(late=texts.days_late(late)), True
    if place == 0:
        return _("Now · {done} of {count} done").format(done=done, count=every), False
    when = day.pattern.format(day=texts.weekday_date(day.day)) if day.day is not None else ""
    return texts.as_beginning(when), late > 0


def _count(lines: Sequence[StepLine]) -> tuple[int, int]:
    """Return how many lines of a checklist are done, and how many there are to do."""
    return sum(line.kind == "done" for line in lines), sum(line.kind != "who" for line in lines)


@dataclass(frozen=True, slots=True)
class _Day:
    """The day of a step in a pattern of words; `due` where being after it is being late."""

    day: dt.date | None
    pattern: str
    due: bool = False


def _days(facts: Today, focus: Focus) -> tuple[_Day, ...]:
    """Return the day of each step."""
    return (
        _Day(call_due(facts, focus.label), _("By {day}"), due=True),
        _Day(call_due(facts, focus.label), _("By {day}"), due=True),
        _Day(focus.label.date, "{day}"),
        _Day(minutes_due(facts, focus), _("By {day}"), due=True),
        _Day(focus.next_date, _("Until {day}")),
    )


def _tick(done: bool, text: str) -> StepLine:
    return StepLine("done" if done else "open", text)


def _begun(focus: Focus) -> bool:
    return focus.status not in (MeetingStatus.PREPARING, MeetingStatus.CALLED)


def _task(focus: Focus, done: str | None, to_do: str, left: str) -> StepLine:
    """Return what is done, what is to do, or, once the meeting has begun, what was left out."""
    if done is not None:
        return StepLine("done", done)
    return StepLine("left", left) if _begun(focus) else StepLine("open", to_do)


def _prepare(focus: Focus) -> list[StepLine]:
    written = _("Purpose written") if focus.has_purpose else None
    lines = [_task(focus, written, _("Write the purpose"), _("No purpose was written"))]
    if _begun(focus) and (focus.start_time is None or not focus.place):
        pass  # it began, and somewhere
    elif focus.start_time is None:
        lines.append(StepLine("open", _("Set a time and a place")))
    elif not focus.place:
        lines.append(StepLine("open", _("Set a place")))
    else:
        place = focus.place.split(",")[-1].strip()
        where = f"{place[:1].upper()}{place[1:]}, {texts.time_of_day(focus.start_time)}"
        lines.append(StepLine("done", where))
    if focus.items:
        gathered = ngettext("{n} item on the agenda", "{n} items on the agenda", focus.items)
        if focus.brought:
            gathered = _("{n} items, {m} from members") if focus.items > 1 else _("{n} item, from a member")
        lines.append(StepLine("done", gathered.format(n=focus.items, m=focus.brought)))
    else:
        lines.append(_task(focus, None, _("Gather items for the agenda"), _("No items on the agenda")))
    if lacking := len(focus.without_purpose):
        words = ngettext("{n} item has no purpose yet", "{n} items have no purpose yet", lacking)
        lines.append(StepLine("warn", words.format(n=lacking)))
    if focus.co_chairs:
        approved = _("Agenda approved") if focus.agenda_approved_on is not None else None
        lines.append(_task(focus, approved, _("Co-chairs approve the agenda"), _("The agenda was not approved")))
    return lines


def _call(focus: Focus) -> list[StepLine]:
    told = ngettext("{n} member told", "{n} members told", focus.told).format(n=focus.told)
    some = _("{n} of {count} members told").format(n=focus.told, count=focus.to_tell)
    send = ngettext("Send the call to {n} member", "Send the call to {n} members", focus.to_tell)
    send = send.format(n=focus.to_tell)
    everybody = told if focus.told >= focus.to_tell > 0 else None
    lines = [_task(focus, everybody, some if focus.told else send, some if focus.told else _("Nobody was told"))]
    if focus.papers and not (_begun(focus) and focus.called_on is None):
        gone = focus.called_on is not None
        words = ngettext("{n} paper attached", "{n} papers attached", focus.papers) if gone else ""
        words = words or ngettext("Attach {n} paper", "Attach {n} papers", focus.papers)
        lines.append(_tick(gone, words.format(n=focus.papers)))
    if focus.callers:
        lines.append(StepLine("who", _("{name} calls").format(name=texts.list_of(focus.callers))))
    return lines


def _meet(focus: Focus) -> list[StepLine]:
    over = focus.status in (MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP, MeetingStatus.CLOSED)
    lines = []
    if _begun(focus):
        here = _("{n} of {count} here") if not over else _("{n} of {count} came")
        enough = focus.present >= focus.needed
        words = here.format(n=focus.present, count=focus.seats)
        if not enough:
            needed = _("{here}, quorum was {needed}") if over else _("{here}, quorum is {needed}")
            words = needed.format(here=words, needed=focus.needed)
        nobody: LineKind = "left" if over else "open"
        lines.append(StepLine("warn" if not enough else "done" if focus.present else nobody, words))
        if focus.items:
            words = _("{n} of {count} items done").format(n=focus.items_done, count=focus.items)
            lines.append(_tick(focus.items_done == focus.items, words))
    else:
        if focus.needed:
            words = _("Quorum: {needed} of {count} members").format(needed=focus.needed, count=focus.seats)
        else:
            words = ngettext("{n} member has a seat", "{n} members have a seat", focus.seats).format(n=focus.seats)
        lines.append(StepLine("open", words))
        if focus.total_minutes:
            over_by = focus.total_minutes - focus.planned_minutes
            words = _("{time} on the agenda").format(time=texts.duration(focus.total_minutes))
            if focus.planned_minutes and over_by > 0:
                words = _("Agenda {time} too long").format(time=texts.duration(over_by))
            lines.append(StepLine("warn" if focus.planned_minutes and over_by > 0 else "open", words))
    if focus.chairs:
        pattern = ngettext("{names} chairs", "{names} chair", len(focus.chairs))
        lines.append(StepLine("who", pattern.format(names=texts.list_of(focus.chairs))))
    return lines


def _write_up(facts: Today, focus: Focus) -> list[StepLine]:
    out = focus.circulated_on is not None
    if focus.status is MeetingStatus.WRITING_UP and focus.not_agreed:
        words = ngettext("{n} action not agreed yet", "{n} actions not agreed yet", focus.not_agreed)
        lines = [StepLine("warn", words.format(n=focus.not_agreed))]
    else:
        lines = []
    if out and focus.circulated_on is not None:
        lines.append(StepLine("done", _("Minutes out on {day}").format(day=texts.date_short(focus.circulated_on))))
    else:
        words = ngettext("Minutes out within {n} day", "Minutes out within {n} days", facts.minutes_days)
        lines.append(StepLine("open", words.format(n=facts.minutes_days)))
    if focus.comments_by is not None:
        over = focus.comments_by < facts.day
        lines.append(_tick(over, _("Comments until {day}").format(day=texts.date_short(focus.comments_by))))
    else:
        words = ngettext("Comments for {n} day", "Comments for {n} days", facts.comment_days)
        lines.append(StepLine("open", words.format(n=facts.comment_days)))
    if focus.minute_takers:
        pattern = ngettext("{names} takes minutes", "{names} take minutes", len(focus.minute_takers))
        lines.append(StepLine("who", pattern.format(names=texts.list_of(focus.minute_takers))))
    return lines


def _follow_up(focus: Focus) -> list[StepLine]:
    lines = [StepLine("open", _("Approve the minutes"))]
    if focus.actions:
        closed = focus.actions - focus.actions_open
        words = _("{n} of {count} actions closed").format(n=closed, count=focus.actions)
        lines.append(_tick(not focus.actions_open, words))
    else:
        lines.append(StepLine("open", _("Remind action owners")))
    if focus.keepers:
        lines.append(StepLine("who", _("{name} keeps records").format(name=texts.list_of(focus.keepers))))
    return lines
