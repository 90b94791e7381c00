"""Lets the next general meeting of the sample run up to the moment of a picture, through the use cases.

Its minutes are in `resources/demo/<language>/running.md`, in the marked text of `desktop.sample.content`.
"""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.meetings.agenda import ItemRow, agenda, set_purpose
from db.meetings.attendance import attendance, record_attendance
from db.meetings.calls import call_sheet, record_told
from db.meetings.cycle import approve_agenda, call_meeting
from db.meetings.meetings import MeetingRow, meetings
from db.meetings.running import approve_by_item, go_to_item, start_meeting
from db.minutes.decisions import decisions, record_consensus, record_votes
from db.minutes.minutes import save_item_text
from db.vocabulary import AttendanceStatus, Channel, ItemKind, ItemPurpose, MeetingStatus
from desktop.sample.content import MeetingText, read_meetings
from resources import resource

_BEGUN = dt.time(10, 5)
_LATE = {7: dt.time(10, 15), 12: dt.time(10, 20)}
"""Who came late, by place among those present."""


def run_until(session: Session, at: dt.datetime) -> None:
    """Call the next general meeting, start it, and write its minutes as far as they have come at `at`."""
    row = next_general_meeting(session)
    words = next(read_meetings(resource("demo", alliance(session).language, "running.md").read_text("utf-8")))
    items = [item for item in agenda(session, row.id) if item.kind is ItemKind.ITEM]
    for item in items:
        if item.purpose is None:
            set_purpose(session, item.id, ItemPurpose.DISCUSS)
    approve_agenda(session, row.id, on=at.date() - dt.timedelta(days=14))
    call_meeting(session, row.id, on=at.date() - dt.timedelta(days=14))
    seats = [one.member_id for one in call_sheet(session, row.id).recipients]
    record_told(session, row.id, seats, channel=Channel.EMAIL, at=at - dt.timedelta(days=14))
    start_meeting(session, row.id, at=_BEGUN)
    _mark(session, row.id)
    _write(session, items, words, at)


def next_general_meeting(session: Session) -> MeetingRow:
    """Return the first meeting of the plenary that is being prepared."""
    return meetings(session, bodies=[None], statuses=[MeetingStatus.PREPARING])[-1]


def _mark(session: Session, meeting_id: uuid.UUID) -> None:
    """Mark about two thirds of the seats present, two of them late."""
    present = 0
    for place, seat in enumerate(attendance(session, meeting_id).seats):
        assert seat.member_id is not None
        if place % 8 in (2, 5):
            sorry = AttendanceStatus.APOLOGIES if place % 8 == 2 else AttendanceStatus.ABSENT
            record_attendance(session, meeting_id, seat.member_id, status=sorry)
        elif place % 8 != 7:
            late = _LATE.get(present)
            record_attendance(
                session, meeting_id, seat.member_id, status=AttendanceStatus.PRESENT, arrived_at=late
            )  # fmt: skip
            present += 1


def _write(session: Session, items: list[ItemRow], words: MeetingText, at: dt.datetime) -> None:
    times = (_BEGUN, dt.time(10, 16), dt.time(10, 20))
    for item, said, begun in zip(items, words.items, times, strict=False):
        go_to_item(session, item.id, at=begun, dealt_with=True)
        if item.about is not None:
            approve_by_item(session, item.id, on=at.date())
        save_item_text(session, item.id, text=said.text, today=at.date())
        for row in decisions(session, item=item.id):
            if any(fate.word == "votes" for fate in said.fates.get(row.line, ())):
                record_votes(session, row.id, votes_for=19, votes_against=0, abstentions=1)
            else:
                record_consensus(session, row.id)
