"""Who was at a meeting, as the minutes print it: by kind of member, with the quorum."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from db.alliance import KindRow, member_kinds
from db.meetings import attendance as record
from db.meetings.meetings import MeetingDetail
from db.members.members import members_on
from db.vocabulary import AttendanceStatus, Seat
from desktop import texts
from desktop.naming.members import kind_words
from desktop.reports.sheets import Attendance, Attendee, KindPresent, Quorum
from desktop.texts import _


def attendance_of(session: Session, detail: MeetingDetail) -> Attendance:
    """Return who was at the meeting; nothing where nobody was marked."""
    sheet = record.attendance(session, detail.row.id)
    if not sheet.marked:
        return Attendance()
    kinds = {row.id: row.kind_id for row in members_on(session, detail.row.date, everyone=True)}
    by_kind: dict[uuid.UUID | None, list[record.AttendanceRow]] = defaultdict(list)
    for seat in sheet.seats:
        by_kind[kinds.get(seat.member_id) if seat.member_id else None].append(seat)
    listed: list[KindRow | None] = [*member_kinds(session), None]
    others = [row for row in sheet.others if row.status is AttendanceStatus.PRESENT]
    return Attendance(
        kinds=[
            _kind(kind, by_kind[kind.id if kind else None]) for kind in listed if by_kind[kind.id if kind else None]
        ],
        apologies=[row.name for row in sheet.seats if row.status is AttendanceStatus.APOLOGIES],
        not_here=[row.name for row in sheet.seats if row.status is AttendanceStatus.ABSENT],
        observers=[_attendee(row) for row in others if row.seat is not Seat.GUEST],
        guests=[_attendee(row) for row in others if row.seat is Seat.GUEST],
        quorum=_quorum(sheet),
    )


def _kind(kind: KindRow | None, seats: list[record.AttendanceRow]) -> KindPresent:
    here = [_attendee(seat) for seat in seats if seat.status is AttendanceStatus.PRESENT]
    return KindPresent(kind_words(kind) if kind else _("Kind not noted"), here, len(seats))


def _attendee(row: record.AttendanceRow) -> Attendee:
    through = texts.list_of([row.person, *row.also]) if row.also else row.person or row.organisation
    arrived = row.arrived_at if row.late else None
    organisation = row.name if row.member_id else row.organisation
    return Attendee(row.name, "" if through == row.name else through, arrived, row.left_at, organisation)


def _quorum(sheet: record.AttendanceSheet) -> Quorum | None:
    if not sheet.needed:
        return None
    met, lost = sheet.timeline.first_met_at, sheet.timeline.lost_at
    return Quorum(sheet.needed, met.time() if met else None, lost.time() if lost else None)


def without_people(came: Attendance) -> Attendance:
    """Return who was there by member, without the names of people: what everybody may read."""

    def members(named: Sequence[Attendee]) -> list[Attendee]:
        return [replace(one, person="") for one in named]

    def strangers(named: Sequence[Attendee], word: str) -> list[Attendee]:
        return [replace(one, name=one.organisation or word, person="") for one in named]

    return replace(
        came,
        kinds=[replace(kind, here=members(kind.here)) for kind in came.kinds],
        observers=strangers(came.observers, _("an observer")),
        guests=strangers(came.guests, _("a guest")),
    )
