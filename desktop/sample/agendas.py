"""Writes the agenda of a meeting over what came back on it by itself."""

import datetime as dt
import uuid

from db.meetings.agenda import ItemRow, add_break, add_item, agenda, change_item, move_item, set_purpose
from db.meetings.papers import add_paper
from db.vocabulary import ItemOrigin
from desktop.sample.content import ItemText, MeetingText
from desktop.sample.desk import Desk
from desktop.sample.printed import paper_bytes

PLANNED_BEFORE = dt.timedelta(days=24)
_OPEN_ACTIONS = "open actions"
Written = list[tuple[uuid.UUID, ItemText]]
"""The items of a meeting in their order, with the words that belong to each."""


def write_agenda(desk: Desk, meeting_id: uuid.UUID, text: MeetingText, day: dt.date) -> Written:
    """Write the items there were at the call. What came back is known again by its title."""
    written: Written = []
    back = agenda(desk.session, meeting_id)
    for item in _with_what_has_no_words(back, text):
        if item.added:
            continue
        row = _found(back, item, desk.content.filled(item.title))
        if row is None:
            item_id = _add(desk, meeting_id, item, len(written))
        else:
            item_id = _take_over(desk, row, item)
            if [other.id for other in back].index(item_id) != len(written):
                move_item(desk.session, item_id, to=len(written))
        if item.internal or item.chair:
            change_item(desk.session, item_id, internal=item.internal, chair_note=desk.content.filled(item.chair))
        _add_papers(desk, meeting_id, item_id, item, day)
        written.append((item_id, item))
    if {row.id for row in back} - dict(written).keys():
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


def _with_what_has_no_words(back: list[ItemRow], text: MeetingText) -> list[ItemText]:
    """Return the items, with approvals and open actions that came back but have no words of their own in front."""
    approvals = [ItemText(f"approval {row.about.number}") for row in back if row.about]
    if any(item.approves for item in text.items):
        approvals = []
    open_actions = [ItemText(_OPEN_ACTIONS) for row in back if row.origin is ItemOrigin.OPEN_ACTIONS]
    return [*approvals, *open_actions, *text.items]


def _take_over(desk: Desk, row: ItemRow, item: ItemText) -> uuid.UUID:
    if item.minutes is not None and row.purpose is not item.purpose:
        set_purpose(desk.session, row.id, item.purpose)
    if item.minutes is not None and row.planned_minutes != item.minutes:
        change_item(desk.session, row.id, planned_minutes=item.minutes)
    return row.id


def _found(rows: list[ItemRow], item: ItemText, title: str) -> ItemRow | None:
    if item.approves:
        _word, _gap, number = item.title.partition(" ")
        return next((row for row in rows if row.about and number in ("", str(row.about.number))), None)
    if item.title == _OPEN_ACTIONS:
        return next(row for row in rows if row.origin is ItemOrigin.OPEN_ACTIONS)
    return next((row for row in rows if row.title == title), None)


def _add(desk: Desk, meeting_id: uuid.UUID, item: ItemText, place: int) -> uuid.UUID:
    if item.minutes is None:
        message = f"{item.title}: did not come back by itself, and is new without a length"
        raise ValueError(message)
    if item.is_break:
        return add_break(desk.session, meeting_id, planned_minutes=item.minutes, position=place)[0]
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
        data = paper_bytes(name, desk.content.papers[name], alliance=desk.content.alliance["name"], day=day)
        add_paper(desk.session, meeting_id, name=name, data=data, item_id=item_id, title=title, now=at)
