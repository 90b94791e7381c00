"""Attendance by seat, and the quorum that follows from it."""

import datetime as dt

import pytest

from db.alliance import change_alliance
from db.engine import AllianceFile
from db.errors.minutes import LeftBeforeArriving, MinutesApproved
from db.errors.records import NameMissing, NotFound
from db.history import history
from db.ids import new_id
from db.listing import listed_meetings
from db.look import looking
from db.meetings.attendance import (
    add_attendee,
    attendance,
    change_attendee,
    record_all_present,
    record_attendance,
    remove_attendee,
)
from db.meetings.meetings import change_meeting, meeting
from db.meetings.quorum_rules import quorum_rule
from db.meetings.running import finish_meeting, start_meeting
from db.meetings.time_of_day import before, meeting_start
from db.members.doubles import join_doubles
from db.minutes.minutes import approve_minutes
from db.schema import Group, GroupMembership
from db.vocabulary import AttendanceStatus, QuorumKind, Seat
from tests.db.meeting_kit import DAY, Kit, small_alliance
from tests.new_file import fill_once

PRESENT, APOLOGIES, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.APOLOGIES, AttendanceStatus.ABSENT


@pytest.fixture
def kit(file: AllianceFile) -> Kit:
    return fill_once(file, small_alliance)


def test_before_anything_is_marked_every_seat_is_absent(file: AllianceFile, kit: Kit) -> None:
    with file.reading() as session:
        sheet = attendance(session, kit.meeting)
    assert [row.status for row in sheet.seats] == [ABSENT] * 5
    assert (sheet.needed, sheet.here, sheet.met, sheet.marked) == (3, 0, False, False)
    assert [speaker.name for speaker in sheet.seats[0].speakers] == ["Lia Hazel"]


def test_a_present_member_sits_there_through_its_representative(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        record_attendance(session, kit.meeting, kit.members[1], status=PRESENT)
    with file.reading() as session:
        row = next(row for row in attendance(session, kit.meeting).seats if row.member_id == kit.members[1])
    assert (row.person, row.here, row.late) == ("Gia Lobio", True, False)


def test_late_and_left_early_move_the_quorum(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        record_all_present(session, kit.meeting, kit.members[:2])
        record_attendance(session, kit.meeting, kit.members[2], status=PRESENT, arrived_at=dt.time(10, 20))
        record_attendance(session, kit.meeting, kit.members[2], status=PRESENT, left_at=dt.time(11, 5))
    with file.reading() as session:
        sheet = attendance(session, kit.meeting)
    assert sheet.timeline.first_met_at == dt.datetime(2026, 10, 22, 10, 20)
    assert sheet.timeline.lost_at == dt.datetime(2026, 10, 22, 11, 5)
    assert not sheet.met
    row = next(row for row in sheet.seats if row.member_id == kit.members[2])
    assert (row.late, row.here, row.left_at) == (True, False, dt.time(11, 5))


def test_going_to_absent_forgets_person_and_times(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        record_attendance(session, kit.meeting, kit.members[0], status=PRESENT, arrived_at=dt.time(10, 20))
        record_attendance(session, kit.meeting, kit.members[0], status=APOLOGIES)
    with file.reading() as session:
        row = attendance(session, kit.meeting).seats[0]
    assert (row.status, row.person_id, row.arrived_at) == (APOLOGIES, None, None)


def test_leaving_before_arriving_is_refused(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session, pytest.raises(LeftBeforeArriving):
        record_attendance(
            session, kit.meeting, kit.members[0], status=PRESENT, arrived_at=dt.time(11), left_at=dt.time(10)
        )


def test_a_meeting_goes_on_past_midnight(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        change_meeting(session, kit.meeting, start_time=dt.time(22))
        start_meeting(session, kit.meeting, at=dt.time(22, 5))
        record_all_present(session, kit.meeting, kit.members[:2])
        record_attendance(session, kit.meeting, kit.members[2], status=PRESENT, arrived_at=dt.time(23, 50))
        record_attendance(session, kit.meeting, kit.members[2], status=PRESENT, left_at=dt.time(0, 10))
        guest, _changes = add_attendee(session, kit.meeting, name="Ana", arrived_at=dt.time(0, 5))
        change_attendee(session, guest, left_at=dt.time(0, 20))
        with pytest.raises(LeftBeforeArriving):
            change_attendee(session, guest, left_at=dt.time(23, 55))
        finish_meeting(session, kit.meeting, at=dt.time(0, 30))
    with file.reading() as session:
        sheet = attendance(session, kit.meeting)
    assert sheet.timeline.first_met_at == dt.datetime(2026, 10, 22, 23, 50)
    assert sheet.timeline.lost_at == dt.datetime(2026, 10, 23, 0, 10)
    assert sheet.others[0].late


def test_a_meeting_begun_after_midnight(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        change_meeting(session, kit.meeting, start_time=dt.time(23, 30))
        start_meeting(session, kit.meeting, at=dt.time(0, 5))
        record_attendance(session, kit.meeting, kit.members[0], status=PRESENT, arrived_at=dt.time(23, 50))
        record_attendance(session, kit.meeting, kit.members[1], status=PRESENT, arrived_at=dt.time(0, 15))
    with file.reading() as session:
        sheet = attendance(session, kit.meeting)
    late = {row.member_id: row.late for row in sheet.seats}
    assert (late[kit.members[0]], late[kit.members[1]]) == (False, True)
    assert [change.at for change in sheet.timeline.changes] == [
        dt.datetime(2026, 10, 23, 0, 5),
        dt.datetime(2026, 10, 23, 0, 15),
    ]


@pytest.mark.parametrize(
    ("left", "arrived", "start", "wrong"),
    [
        (dt.time(20, 30), dt.time(8), dt.time(8), False),
        (dt.time(0, 10), dt.time(23), None, False),
        (dt.time(10), dt.time(11), None, True),
        (dt.time(0, 20), dt.time(23, 55), dt.time(0, 15), False),
    ],
)
def test_leaving_comes_after_arriving(left: dt.time, arrived: dt.time, start: dt.time | None, wrong: bool) -> None:
    assert before(left, arrived, meeting_start(DAY, start, None)) is wrong


def test_observers_and_guests_do_not_count_for_the_quorum(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        guest, _changes = add_attendee(session, kit.meeting, name="<b>Maya & Co</b>", organisation="Press")
        add_attendee(session, kit.meeting, seat=Seat.OBSERVER, person_id=kit.people[0])
        change_attendee(session, guest, left_at=dt.time(11))
    with file.reading() as session:
        sheet = attendance(session, kit.meeting)
    assert [(row.name, row.seat) for row in sheet.others] == [
        ("<b>Maya & Co</b>", Seat.GUEST), ("Lia Hazel", Seat.OBSERVER),
    ]  # fmt: skip
    assert sheet.here == 0
    with file.writing() as session:
        remove_attendee(session, guest)
        assert len(attendance(session, kit.meeting).others) == 1
        with pytest.raises(NameMissing):
            add_attendee(session, kit.meeting, name="  ")


def test_a_group_has_its_own_seats_and_falls_back_to_the_alliances_rule(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session, history.step(session, "add_group"):
        group = Group(name="Water")
        session.add(group)
        session.flush()
        session.add_all(GroupMembership(group_id=group.id, member_id=key) for key in kit.members[:2])
        assert quorum_rule(looking(session), group.id).kind is QuorumKind.MORE_THAN
        group.quorum_kind, group.quorum_numerator, group.quorum_denominator = QuorumKind.NUMBER, 2, 2
        session.flush()
        rule = quorum_rule(looking(session), group.id)
        assert (rule.kind, rule.needed(2)) == (QuorumKind.NUMBER, 2)


def test_approved_minutes_keep_their_attendance(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        approve_minutes(session, kit.meeting, on=DAY)
        with pytest.raises(MinutesApproved):
            record_attendance(session, kit.meeting, kit.members[0], status=PRESENT)
        with pytest.raises(NotFound):
            attendance(session, new_id())


def test_undo_brings_a_mark_back(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        record_attendance(session, kit.meeting, kit.members[0], status=APOLOGIES)
    with file.writing() as session:
        record_attendance(session, kit.meeting, kit.members[0], status=PRESENT)
    with file.writing() as session:
        history.undo(session)
        assert attendance(session, kit.meeting).seats[0].status is APOLOGIES


def test_a_seat_taken_by_two_who_were_joined_counts_once(file: AllianceFile, kit: Kit) -> None:
    first, second, third = kit.members[:3]
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        record_all_present(session, kit.meeting, [first, second, third])
        record_attendance(session, kit.meeting, first, status=PRESENT, left_at=dt.time(11))
        record_attendance(session, kit.meeting, second, status=PRESENT, arrived_at=dt.time(10, 30))
        join_doubles(session, first, second)
    with file.reading() as session:
        sheet = attendance(session, kit.meeting)
        row = meeting(session, kit.meeting).row
        listed = next(one for one in listed_meetings(session) if one.id == kit.meeting)
    assert (len(sheet.seats), sheet.here, row.present, len(listed.present)) == (4, 2, 2, 2)
    assert [(change.at.time(), change.present) for change in sheet.timeline.changes] == [(dt.time(10), 2)]
    seat = next(seat for seat in sheet.seats if seat.member_id == first)
    assert (seat.here, seat.late, seat.person, seat.also) == (True, False, "Gia Lobio", ("Lia Hazel",))
    assert sheet.others == ()


def test_a_seat_of_two_is_marked_as_one(file: AllianceFile, kit: Kit) -> None:
    first, second = kit.members[:2]
    with file.writing() as session:
        record_attendance(session, kit.meeting, first, status=APOLOGIES)
        record_attendance(session, kit.meeting, second, status=PRESENT)
        join_doubles(session, first, second)
        assert attendance(session, kit.meeting).here == 1
        record_attendance(session, kit.meeting, first, status=ABSENT)
        sheet = attendance(session, kit.meeting)
    assert [seat.status for seat in sheet.seats] == [ABSENT] * 4
    with file.writing() as session:
        history.undo(session)
        assert attendance(session, kit.meeting).here == 1


def test_an_observer_of_a_member_that_has_a_seat_stays_on_the_list(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        add_attendee(session, kit.meeting, seat=Seat.OBSERVER, member_id=kit.members[0], person_id=kit.people[1])
        record_attendance(session, kit.meeting, kit.members[0], status=PRESENT)
        sheet = attendance(session, kit.meeting)
    assert (sheet.here, [row.seat for row in sheet.others]) == (1, [Seat.OBSERVER])


def test_a_meeting_that_is_over_keeps_the_quorum_it_had(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        before = attendance(session, kit.meeting).needed
        finish_meeting(session, kit.meeting, at=dt.time(12))
        change_alliance(session, quorum_kind=QuorumKind.NUMBER, quorum_numerator=1)
        assert attendance(session, kit.meeting).needed == before > 1
        assert quorum_rule(looking(session), None).needed(5) == 1
