"""Writes a meeting that was held: it runs from item to item, is written up, sent round, and approved at a later one."""

import datetime as dt
import uuid

from db.history import history
from db.meetings.agenda import agenda
from db.meetings.running import approve_by_item, finish_meeting, go_to_item, set_item_done, start_meeting
from db.minutes.minutes import circulate_minutes, correct_minutes
from db.vocabulary import What
from desktop.sample.agendas import Written
from desktop.sample.desk import Desk
from desktop.sample.outcomes import follow_up, write_minutes
from desktop.sample.plan import chance
from desktop.sample.presence import check_times, write_attendance
from desktop.sample.rota import close_turns
from desktop.sample.sitting import Sitting
from desktop.sample.telling import tell

_COMMENTS = dt.timedelta(days=5)
_OVER_WITHOUT_PURPOSE_MINUTES = 9
_FIRST_TIMED = 30
"""Number of the first meeting whose minutes were typed while it ran; those before were written up afterwards."""


def hold_meeting(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written) -> None:
    """Write what happened at the meeting and after it, as far as the desk's day has come."""
    with history.step(desk.session, "finish_meeting"):
        present = write_attendance(desk, meeting_id, sitting, written)
        close_turns(desk, meeting_id, sitting, present)
        end = _run(desk, meeting_id, sitting, written)
        check_times(desk, sitting, end)
        write_minutes(desk, meeting_id, sitting, written, present)
        finish_meeting(desk.session, meeting_id, at=end)
        _settle_items(desk, meeting_id, sitting, written)
    sent_on = sitting.day + dt.timedelta(days=7 if sitting.plenary else 3)
    desk.date_steps(sent_on)
    circulate_minutes(desk.session, meeting_id, on=sent_on, comments_by=sent_on + _COMMENTS)
    tell(desk, meeting_id, sitting, sent_on, What.MINUTES)
    follow_up(desk, meeting_id, sitting, written)


def _run(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written) -> dt.time:
    """Go from item to item with the clock, where the meeting was run with it; return when the meeting ended."""
    now = _later(sitting.start, int(7 * chance("start", sitting.text.group, sitting.text.number)))
    timed = sitting.plenary and sitting.text.number >= _FIRST_TIMED
    if timed:
        start_meeting(desk.session, meeting_id, at=now)
    for row in agenda(desk.session, meeting_id):
        item = dict(written)[row.id]
        if item.left_over:
            continue
        if timed:
            go_to_item(desk.session, row.id, at=now, dealt_with=True)
        drift = round((chance("drift", sitting.text.number, item.title) - 0.6) * row.planned_minutes / 2)
        if item.added:
            drift = _OVER_WITHOUT_PURPOSE_MINUTES + drift
        now = _later(now, max(row.planned_minutes + drift, 3))
    return now


def _settle_items(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written) -> None:
    """Note which items were dealt with; approve the minutes that were asked about, and mend them if they need it."""
    items = dict(written)
    for row in agenda(desk.session, meeting_id):
        if row.number is None or items[row.id].left_over:
            continue
        if row.about is not None:
            approve_by_item(desk.session, row.id, on=sitting.day)
            if sitting.plenary and row.about.number is not None:
                _mend(desk, row.about.id, row.about.number)
        elif not row.done:
            set_item_done(desk.session, row.id, dealt_with=True)


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
