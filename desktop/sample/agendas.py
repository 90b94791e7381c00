"""Writes the agenda of a meeting over what came back on it by itself."""

import datetime as dt
import uuid

from db.agenda import ItemRow, add_break, add_item, agenda, change_item, move_item, set_purpose
from db.papers import add_paper
from desktop.sample.content import ItemText, MeetingText
from desktop.sample.desk import Desk

PLANNED_BEFORE = dt.timedelta(days=24)
Written = list[tuple[uuid.UUID, ItemText]]
"""The items of a meeting in their order, with the words that belong to each."""


def write_agenda(desk: Desk, meeting_id: uuid.UUID, text: MeetingText, day: dt.date) -> Written:
    """Write the items there were at the call. What came back is known again by its title."""
    written: Written = []
    for item in _with_approvals(desk, meeting_id, text):
        if item.added:
            continue
        item_id = _came_back(desk, meeting_id, item) or _add(desk, meeting_id, item)
        move_item(desk.session, item_id, to=len(written))
        _add_papers(desk, meeting_id, item_id, item, day)
        written.append((item_id, item))
    forgotten = {row.id: row.title for row in agenda(desk.session, meeting_id)}.keys() - dict(written).keys()
    if forgotten:
        message = f"{text.group} {text.number}: items came back that the sample does not speak of"
        raise ValueError(message)
    return written


def add_late_items(desk: Desk, meeting_id: uuid.UUID, text: MeetingText, written: Written) -> Written:
    """Write the items put in after the call; return all of them in their order."""
    words = [item for _key, item in written]
    for item in text.items:
        if item.added:
            place = min((words.index(other) for other in _after(text, item) if other in words), default=len(words))
            written = [*written[:place], (_add(desk, meeting_id, item, place), item), *written[place:]]
            words = [item for _key, item in written]
    return written


def _after(text: MeetingText, item: ItemText) -> list[ItemText]:
    return text.items[text.items.index(item) + 1 :]


def _with_approvals(desk: Desk, meeting_id: uuid.UUID, text: MeetingText) -> list[ItemText]:
    """Return the items, with approvals that came back but have no words of their own in front."""
    if any(item.approves for item in text.items):
        return text.items
    rows = agenda(desk.session, meeting_id)
    return [*(ItemText(f"approval {row.about.number}") for row in rows if row.about), *text.items]


def _came_back(desk: Desk, meeting_id: uuid.UUID, item: ItemText) -> uuid.UUID | None:
    row = _found(agenda(desk.session, meeting_id), item, desk.content.filled(item.title))
    if row is None:
        return None
    if item.minutes is not None:
        set_purpose(desk.session, row.id, item.purpose)
        change_item(desk.session, row.id, planned_minutes=item.minutes)
    return row.id


def _found(rows: list[ItemRow], item: ItemText, title: str) -> ItemRow | None:
    if item.approves:
        _word, _gap, number = item.title.partition(" ")
        return next((row for row in rows if row.about and number in ("", str(row.about.number))), None)
    return next((row for row in rows if row.title == title), None)


def _add(desk: Desk, meeting_id: uuid.UUID, item: ItemText, place: int | None = None) -> uuid.UUID:
    if item.minutes is None:
        message = f"{item.title}: did not come back by itself, and is new without a length"
        raise ValueError(message)
    if item.is_break:
        return add_break(desk.session, meeting_id, planned_minutes=item.minutes)[0]
    return add_item(
        desk.session,
        meeting_id,
        title=desk.content.filled(item.title),
        purpose=item.purpose,
        planned_minutes=item.minutes,
        brought_by=desk.brought_by(item.by),
        recurring=item.recurring,
        position=place,
    )[0]


def _add_papers(desk: Desk, meeting_id: uuid.UUID, item_id: uuid.UUID, item: ItemText, day: dt.date) -> None:
    for name, title in item.papers:
        at = dt.datetime.combine(day - PLANNED_BEFORE, dt.time(15)).astimezone()
        data = desk.content.papers[name].lstrip().encode()
        add_paper(desk.session, meeting_id, name=name, data=data, item_id=item_id, title=title, now=at)
