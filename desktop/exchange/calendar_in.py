"""Events of a calendar (iCalendar) that are to become planned meetings; nothing is written here. No Qt.

events = read_calendar(path, first=…, last=…)   each event between two days, repeated ones each time they come
"""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice, takewhile
from pathlib import Path
from typing import Any, Final

from db.errors.incoming import CalendarUnreadable, NestedTooDeep, SheetTooLong
from db.incoming.calendar_events import PlannedEvent
from desktop.apart import Tick, run_apart
from desktop.exchange.tables import check_lines, decode, read_bytes

LARGEST_BYTES: Final = 8_000_000
MOST_EVENTS: Final = 2000
_MOST_TIMES: Final = 120
"""Of one repeated event."""
_DEEPEST: Final = 10
_SECONDS: Final = 4
_LONGEST: Final = 2000
_SHAPE: Final = [
    {"uid": str, "date": str, "start": str, "minutes": int, "title": str, "place": str, "called_off": bool}
]
_OFTEN: Final = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE)


def read_calendar(path: Path, *, first: dt.date, last: dt.date, tick: Tick | None = None) -> tuple[PlannedEvent, ...]:
    """Return the events from `first` to `last`, both included, in order of time. The file is read apart.

    Raises:
        CalendarUnreadable: If it holds no event at all.
        FileMissing, NotARegularFile, PlaceReadOnly, SheetTooLarge, LineTooLong, SheetTooLong, NestedTooDeep: And
            what `desktop.apart` raises.
    """
    content = read_bytes(path, LARGEST_BYTES)
    found = run_apart(
        events_in,
        content,
        path,
        shape=_SHAPE,
        seconds=_SECONDS,
        tick=tick,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    try:
        events = [_event(one) for one in found]
    except ValueError:
        raise CalendarUnreadable(path) from None
    return tuple(sorted(events, key=lambda one: (one.date, one.start or dt.time(), one.title)))


def _event(told: dict[str, Any]) -> PlannedEvent:
    start = dt.time.fromisoformat(told["start"]) if told["start"] else None
    return PlannedEvent(**told | {"date": dt.date.fromisoformat(told["date"]), "start": start})


def events_in(content: bytes, path: Path, *, first: str, last: str) -> list[dict[str, Any]]:
    """Return the events between two days as plain data. For `desktop.apart`."""
    from icalendar import Calendar

    text, _sure = decode(content)
    check_lines(text, path)
    _check_nesting(text, path)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise CalendarUnreadable(path) from None
    if not events:
        raise CalendarUnreadable(path)
    moved = {(_words(event.get("UID")), _moment(event, "RECURRENCE-ID")) for event in events}
    span = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    found = list(islice((told for event in events for told in _times(event, span, moved)), MOST_EVENTS + 1))
    if len(found) > MOST_EVENTS:
        raise SheetTooLong(path, MOST_EVENTS)
    return found


def _check_nesting(text: str, path: Path) -> None:
    depth = 0
    for found in re.finditer(r"^(BEGIN|END):", text, re.IGNORECASE | re.MULTILINE):
        depth += 1 if found[1].upper() == "BEGIN" else -1
        if depth > _DEEPEST:
            raise NestedTooDeep(path, _DEEPEST)


def _times(
    event: Any, span: tuple[dt.date, dt.date], moved: set[tuple[str, dt.datetime | None]]
) -> Iterator[dict[str, Any]]:
    begin = _moment(event, "DTSTART")
    if begin is None:
        return
    timed = isinstance(event.get("DTSTART").dt, dt.datetime)
    end = _moment(event, "DTEND")
    length = event.get("DURATION").dt if event.get("DURATION") is not None else end - begin if end else dt.timedelta()
    minutes = int(length.total_seconds() // 60) if timed and isinstance(length, dt.timedelta) else 0
    uid = _words(event.get("UID"))
    for time in _repeated(event, begin, span[1]):
        if not span[0] <= time.date() <= span[1] or (time != begin and (uid, time) in moved):
            continue
        yield {
            "uid": uid,
            "date": time.date().isoformat(),
            "start": time.time().isoformat("minutes") if timed else "",
            "minutes": minutes if 0 < minutes < 24 * 60 else 0,
            "title": _words(event.get("SUMMARY")),
            "place": _words(event.get("LOCATION")),
            "called_off": _words(event.get("STATUS")).upper() == "CANCELLED",
        }


def _repeated(event: Any, begin: dt.datetime, last: dt.date) -> Iterator[dt.datetime]:
    """Yield the times an event comes, the first included, those taken out left out."""
    rule = event.get("RRULE")
    if rule is None or isinstance(rule, list):
        yield begin
        return
    written = rule.to_ical().decode()
    if _OFTEN.search(written):
        yield begin
        return
    from dateutil.rrule import rrulestr

    without = _taken_out(event)
    until = re.sub(r"(UNTIL=\d{8})(T\d{6})?Z?", r"\1T235959", written)
    times = rrulestr(until, dtstart=begin)
    for time in islice(takewhile(lambda each: each.date() <= last, times), _MOST_TIMES):
        if time not in without:
            yield time


def _taken_out(event: Any) -> set[dt.datetime]:
    held = event.get("EXDATE")
    lists = held if isinstance(held, list) else [held] if held is not None else []
    return {_local(each.dt) for one in lists for each in one.dts}


def _moment(event: Any, name: str) -> dt.datetime | None:
    held = event.get(name)
    value = getattr(held, "dt", None)
    return _local(value) if isinstance(value, dt.date) else None


def _local(value: dt.date | dt.datetime) -> dt.datetime:
    """Return a moment as clocks at the place show it: world time by this computer's, else as it is written."""
    if not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    if value.tzinfo is not None and value.tzname() == "UTC":
        value = value.astimezone()
    return value.replace(tzinfo=None, second=0, microsecond=0)


def _words(value: Any) -> str:
    return " ".join(str(value if value is not None else "").split())[:_LONGEST]
