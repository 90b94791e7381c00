"""Fills the papers that go into the room from the record, and prints them: the sheet to sign, the form for minutes.

Both stand in the order in which they are keyed back: `AttendanceSheet.listed`, and the items of the agenda.
"""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.alliance import member_kinds
from db.meetings.attendance import AttendanceRow, AttendanceSheet, attendance
from db.meetings.meetings import meeting
from db.members.members import members_on
from db.vocabulary import AttendanceStatus, Seat
from desktop.naming.members import kind_word, seat_code
from desktop.reports.from_record import actions_heard, agenda_sheet, meeting_facts, planned_end
from desktop.reports.making import Maker, Printed
from desktop.reports.room_sheets import FormSheet, OpenActionsSheet, SeatToSign, SignInSheet

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName


def signin_maker(meeting_id: uuid.UUID, *, today: dt.date) -> Maker:
    """Return what makes the attendance sheet of a meeting."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.signin import lay_out_signin

        return lay_out_signin(signin_sheet(session, meeting_id, today=today), paper)

    return Printed(lay_out)


def minutes_form_maker(meeting_id: uuid.UUID, *, today: dt.date) -> Maker:
    """Return what makes an empty form for the minutes of a meeting."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.minutes_form import lay_out_minutes_form

        return lay_out_minutes_form(form_sheet(session, meeting_id, today=today), paper)

    return Printed(lay_out)


def signin_sheet(session: Session, meeting_id: uuid.UUID, *, today: dt.date) -> SignInSheet:
    """Return the attendance sheet of a meeting, in the language spoken now.

    Raises:
        NotFound: If there is no such meeting.
    """
    detail = meeting(session, meeting_id)
    came = attendance(session, meeting_id)
    words = {kind.id: kind_word(kind) for kind in member_kinds(session)}
    kinds = {
        row.id: words.get(row.kind_id, "") if row.kind_id else ""
        for row in members_on(session, detail.row.date, everyone=True)
    }
    listed = [_seat(number, row, kinds) for number, row in enumerate(came.listed, 1)]
    return SignInSheet(
        meeting=meeting_facts(session, detail, detail.row.start_time, planned_end(detail)),
        seats=listed[: len(came.seats)],
        others=listed[len(came.seats) :],
        quorum=came.needed,
        printed_on=today,
    )


def _seat(number: int, row: AttendanceRow, kinds: dict[uuid.UUID, str]) -> SeatToSign:
    kind = kinds.get(row.member_id, "") if row.member_id else ""
    through = row.person if row.person != row.name else ""
    return SeatToSign(
        number=number,
        name=row.name,
        code=seat_code(row),
        detail=kind if row.seat is Seat.MEMBER else row.organisation or through,
        speakers=tuple(speaker.name for speaker in row.speakers),
        apologies=row.status is AttendanceStatus.APOLOGIES,
    )


def form_sheet(session: Session, meeting_id: uuid.UUID, *, today: dt.date) -> FormSheet:
    """Return the empty form for a meeting's minutes, in the language spoken now.

    Raises:
        NotFound: If there is no such meeting.
    """
    planned = agenda_sheet(session, meeting_id, today=today)
    came: AttendanceSheet = attendance(session, meeting_id)
    return FormSheet(
        planned.meeting,
        planned.rows,
        seats=len(came.seats),
        quorum=came.needed,
        heard=planned.heard,
        printed_on=today,
    )


def open_actions_sheet(session: Session, meeting_id: uuid.UUID, *, today: dt.date) -> OpenActionsSheet:
    """Return the open actions that a meeting hears of, in the language spoken now.

    Raises:
        NotFound: If there is no such meeting.
    """
    detail = meeting(session, meeting_id)
    return OpenActionsSheet(
        meeting=meeting_facts(session, detail, detail.row.start_time, planned_end(detail)),
        actions=actions_heard(session, meeting_id),
        printed_on=today,
    )
