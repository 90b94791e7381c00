"""Writes a meeting that was held: it runs from item to item, is written up, sent round, and approved at a later one."""

import datetime as dt
import uuid

from db import history
from db.agenda import agenda
from db.minutes import circulate_minutes, correct_minutes
from db.running import approve_by_item, finish_meeting, go_to_item, set_item_done, start_meeting
from desktop.sample.agendas import Written
from desktop.sample.desk import Desk
from desktop.sample.outcomes import follow_up, write_minutes
from desktop.sample.plan import chance
from desktop.sample.presence import write_attendance
from desktop.sample.sitting import Sitting

_COMMENTS = dt.timedelta(days=5)
_OVER_WITHOUT_PURPOSE_MINUTES = 9


def hold_meeting(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written) -> None:
    """Write what happened at the meeting and after it, as far as the desk's day has come."""
    session = desk.session
    begin = _later(sitting.start, int(7 * chance("start", sitting.text.group, sitting.text.number)))
    with history.step(session, "start_meeting"):
        start_meeting(session, meeting_id, at=begin)
    present = write_attendance(desk, meeting_id, sitting, written)
    end = _run(desk, meeting_id, sitting, written, begin)
    with history.step(session, "save_item_text"):
        for item_id, item in written:
            write_minutes(desk, sitting, item_id, item, present)
    with history.step(session, "finish_meeting"):
        finish_meeting(session, meeting_id, at=end)
        for item_id, item in written:
            if not item.is_break:
                set_item_done(session, item_id, done=not item.left_over)
    _approve(desk, meeting_id, sitting, written)
    sent_on = sitting.day + dt.timedelta(days=7 if sitting.plenary else 3)
    desk.date_steps(sent_on)
    circulate_minutes(session, meeting_id, on=sent_on, comments_by=sent_on + _COMMENTS)
    follow_up(desk, sitting, written)


def _run(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written, begin: dt.time) -> dt.time:
    """Go from item to item; return when the meeting ended."""
    now = begin
    planned = {row.id: row.planned_minutes for row in agenda(desk.session, meeting_id)}
    with history.step(desk.session, "go_to_item"):
        for item_id, item in written:
            if item.left_over:
                continue
            go_to_item(desk.session, item_id, at=now, done=True)
            drift = round((chance("drift", sitting.text.number, item.title) - 0.6) * planned[item_id] / 2)
            if item.added:
                drift = _OVER_WITHOUT_PURPOSE_MINUTES + drift
            now = _later(now, max(planned[item_id] + drift, 3))
    return now


def _approve(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written) -> None:
    """Approve the minutes that the meeting was asked about, then mend those that turned out wrong later."""
    rows = {row.id: row for row in agenda(desk.session, meeting_id)}
    for item_id, item in written:
        about = rows[item_id].about
        if about is None or item.left_over:
            continue
        approve_by_item(desk.session, item_id, on=sitting.day)
        if sitting.plenary and about.number is not None:
            _mend(desk, about.id, about.number)


def _mend(desk: Desk, meeting_id: uuid.UUID, number: int) -> None:
    for mend in desk.content.plenary[number].mends:
        row = next(row for row in agenda(desk.session, meeting_id) if row.title == mend.title)
        at = dt.datetime.combine(desk.plan.plenary[number] + mend.after, dt.time(11, 20)).astimezone()
        desk.date_steps(at.date(), at.time())
        correct_minutes(
            desk.session,
            row.id,
            text=row.text.replace(mend.old, mend.new),
            reason=mend.reason,
            who=desk.content.secretary,
            at=at,
        )


def _later(time: dt.time, minutes: int) -> dt.time:
    return (dt.datetime.combine(dt.date.min, time) + dt.timedelta(minutes=minutes)).time()
