"""Where the desk stands, and what the record alone says is worth a look."""

import datetime as dt
from operator import attrgetter

import pytest

from db.alliance import change_alliance
from db.charter.charter import adopt_version, begin_version, change_version, set_review_date
from db.history.history import date_steps
from db.look import looking
from db.meetings.agenda import set_purpose
from db.meetings.attendance import attendance, record_all_present, record_attendance
from db.meetings.calls import record_told
from db.meetings.cycle import call_meeting, cancel_meeting
from db.meetings.meetings import meetings, plan_meeting
from db.meetings.running import finish_meeting, go_to_item, start_meeting
from db.meetings.seats import seats
from db.members.attendance_strips import attendance_strips, missed_last
from db.members.co_chairs import add_co_chair, end_co_chair
from db.members.groups import change_group
from db.members.members import add_member, change_member
from db.members.memberships import leave, rejoin
from db.members.people import add_person
from db.minutes.actions import actions, add_action, count_actions
from db.minutes.minutes import approve_minutes, circulate_minutes
from db.today.signals import SignalKind
from db.today.today import late_actions, today
from db.vocabulary import AttendanceStatus, Channel, CharterKind, ItemPurpose, MeetingStatus, QuorumKind
from tests.desktop.desk import DAY, HELD, busy_desk
from tests.new_file import fill_once

DAIRY = "Upper Phasis Dairy"


@pytest.fixture
def desk(file):
    return fill_once(file, busy_desk)


def look(file, day=DAY):
    with file.reading() as session:
        return today(looking(session), day)


def kinds(facts):
    return {signal.kind: signal for signal in facts.signals}


def test_a_new_file_has_nothing_in_hand(file):
    facts = look(file)
    assert (facts.focus, facts.last, facts.meetings, facts.members, facts.signals) == (None, None, 0, 0, ())


def test_the_meeting_in_hand_with_what_its_steps_ask_for(file, desk):
    focus = look(file).focus
    assert focus.label.number == 6
    assert (focus.status, focus.has_purpose, focus.place) == (MeetingStatus.PREPARING, True, "Hall 2")
    # 1 approves minutes 5, 2 hears of open actions
    assert [(ref.number, ref.label.title) for ref in focus.without_purpose] == [(4, "Cold storage")]
    assert (focus.items, focus.brought, focus.proposals) == (4, 1, 1)
    assert (focus.seats, focus.needed, focus.to_tell, focus.told) == (6, 4, 6, 0)


def test_who_was_told_counts_only_of_the_newest_call(file, desk):
    with file.writing() as session:
        set_purpose(session, desk.items[1], ItemPurpose.INFORM)
        members = sorted(seats(looking(session)).holders(None, DAY))
        call_meeting(session, desk.ahead, on=DAY)
        at = dt.datetime(2026, 10, 15, 9, tzinfo=dt.UTC)
        record_told(session, desk.ahead, members[:4], channel=Channel.PHONE, at=at)
    assert look(file).focus.told == 4


def test_a_running_meeting_comes_first_then_minutes_to_write_then_the_next(file, desk):
    with file.writing() as session:
        group, _ = plan_meeting(session, date=DAY, group_id=desk.names["Finance"])
        start_meeting(session, group, at=dt.time(9))
        item = desk.items[0]
    assert look(file).focus.label.group == "Finance"
    with file.writing() as session:
        finish_meeting(session, group, at=dt.time(11), on=DAY)
    facts = look(file)
    assert facts.focus.status is MeetingStatus.WRITING_UP
    assert [row.label.number for row in facts.coming] == [6]
    facts = look(file, DAY + dt.timedelta(days=15))
    assert facts.focus.label.number == 6  # long over, its minutes are a signal now, and the plenary's turn has come
    assert facts.coming[0].minutes_due == DAY + dt.timedelta(days=7)
    assert SignalKind.MINUTES_LATE in kinds(facts)
    with file.writing() as session:
        start_meeting(session, desk.ahead, at=dt.time(10))
        go_to_item(session, item, at=dt.time(10, 5))
    focus = look(file, dt.date(2026, 10, 29)).focus
    assert (focus.current.label.title, focus.present) == ("Trainers", 0)


def test_only_past_meetings(file, desk):
    with file.writing() as session:
        cancel_meeting(session, desk.ahead, reason="No hall")
    facts = look(file)
    assert (facts.focus, facts.last.number, facts.coming) == (None, 5, ())


def test_loads_count_agreed_actions_only(file, desk):
    facts = look(file)
    loads = {load.name: (load.late, load.in_time, load.due) for load in facts.owners}
    assert loads == {
        DAIRY: (1, 1, dt.date(2026, 10, 10)),
        "Consumers' Watch": (1, 0, dt.date(2026, 10, 8)),
    }
    assert facts.owners[0].name == "Consumers' Watch"
    assert (facts.late, facts.in_time, facts.not_agreed) == (2, 1, 2)  # one without a date, one without anything
    with file.reading() as session:
        assert sum(row.agreed for row in actions(session, overdue_on=DAY)) == facts.late


def test_what_nobody_owns_is_late_nowhere(file, desk):
    with file.writing() as session:
        add_action(session, text="Sweep the yard", due_date=DAY - dt.timedelta(days=9))
    facts = look(file)
    assert (facts.late, facts.not_agreed) == (2, 3)
    with file.reading() as session:
        assert late_actions(looking(session), DAY) == facts.late, "the sidebar"
        assert count_actions(session, today=DAY).late == facts.late, "the print room"


def test_those_who_missed_the_last_three_meetings(file, desk):
    missed = kinds(look(file))[SignalKind.MISSED]
    assert missed.count == len(missed.names) == 2
    assert "Hazelnut Growers' Union" in missed.names
    assert DAIRY not in missed.names
    assert "Gone Society" not in missed.names


def test_who_was_written_down_later_and_gave_no_joining_date_missed_nothing(file, desk):
    first = dt.datetime(2025, 1, 2, 9, tzinfo=dt.UTC)
    with file.writing() as session:
        date_steps(session, first)
        add_member(session, name="Long on record")
        date_steps(session, dt.datetime(2026, 10, 2, 9, tzinfo=dt.UTC))  # the day after the last meeting
        new, _ = add_member(session, name="New on record")
        seen, _ = add_member(session, name="New, on an old list")
        date_steps(session, None)
        oldest = min(meetings(session), key=attrgetter("date"))
        record_attendance(session, oldest.id, seen, status=AttendanceStatus.PRESENT)
    missed = kinds(look(file))[SignalKind.MISSED]
    assert missed.count == 4
    assert {"Long on record", "New, on an old list"} < set(missed.names)
    with file.reading() as session:
        strips = attendance_strips(session, DAY)
        gone = {key for key, marks in strips.items() if missed_last(marks)}
        assert set(missed.ids) <= gone
    assert new not in {*gone, *strips}
    with file.writing() as session:
        record_attendance(session, desk.held, new, status=AttendanceStatus.APOLOGIES)
    with file.reading() as session:
        assert [mark.number for mark in attendance_strips(session, DAY)[new]] == [5]  # on that list, at least


@pytest.mark.parametrize(
    ("back", "missed", "marked"), [(dt.date(2026, 1, 1), True, 5), (dt.date(2026, 9, 1), False, 1)]
)
def test_who_came_back_on_a_day_that_is_known_missed_what_was_held_since(file, desk, back, missed, marked):
    """An old spell without a start puts nothing in doubt of the one with dates, though both were written down later."""
    with file.writing() as session:
        date_steps(session, dt.datetime(2026, 10, 2, 9, tzinfo=dt.UTC))  # the day after the last meeting
        member, _ = add_member(session, name="Came back")
        leave(session, member, dt.date(2020, 1, 1))
        rejoin(session, member, on=back)
        date_steps(session, None)
    assert ("Came back" in kinds(look(file))[SignalKind.MISSED].names) is missed
    with file.reading() as session:
        assert len(attendance_strips(session, DAY)[member]) == marked


def test_the_record_is_silent_where_no_attendance_was_taken(file):
    with file.writing() as session:
        add_member(session, name="One", from_date=dt.date(2020, 1, 1))
        meeting, _ = plan_meeting(session, date=HELD)
        finish_meeting(session, meeting, at=dt.time(12))
    assert not {SignalKind.MISSED, SignalKind.NO_QUORUM} & set(kinds(look(file)))


def test_groups_that_do_not_meet_and_reviews_that_are_due(file, desk):
    found = look(file).signals
    quiet = [signal.names[0] for signal in found if signal.kind is SignalKind.QUIET]
    assert quiet == ["Cooperatives", "Finance"]
    assert [signal.names[0] for signal in found if signal.kind is SignalKind.REVIEW] == ["Cooperatives"]
    with file.writing() as session:
        change_group(session, desk.names["Cooperatives"], end_date=DAY)
        plan_meeting(session, date=DAY + dt.timedelta(days=5), group_id=desk.names["Finance"])
    assert not {SignalKind.QUIET, SignalKind.REVIEW} & set(kinds(look(file)))


def test_the_last_minutes_of_a_group_that_ended_wait_for_no_meeting(file, desk):
    group = desk.names["Cooperatives"]
    with file.writing() as session:
        held, _ = plan_meeting(session, date=dt.date(2026, 10, 1), group_id=group)
        finish_meeting(session, held, at=dt.time(12))
        circulate_minutes(session, held, on=dt.date(2026, 10, 2))

    def waiting():
        return [one.meeting.id for one in look(file).signals if one.kind is SignalKind.TO_APPROVE]

    assert held in waiting()
    with file.writing() as session:
        change_group(session, group, end_date=DAY)
    assert held not in waiting()


def test_a_purpose_whose_review_is_due_is_worth_a_look(file):
    with file.writing() as session:
        key, _ = begin_version(session, CharterKind.PURPOSE)
        change_version(session, key, text="Water all year")
        set_review_date(session, key, review_date=DAY)
    assert SignalKind.PURPOSE_REVIEW not in kinds(look(file)), "a draft is not reviewed"
    with file.writing() as session:
        adopt_version(session, key, on=DAY - dt.timedelta(days=400))
    [found] = [signal for signal in look(file).signals if signal.kind is SignalKind.PURPOSE_REVIEW]
    assert (found.date, found.ids) == (DAY, (key,))
    with file.writing() as session:
        set_review_date(session, key, review_date=DAY + dt.timedelta(days=1))
    assert SignalKind.PURPOSE_REVIEW not in kinds(look(file))


def test_co_chairs_without_grassroots_from_one_member_or_gone(file, desk):
    with file.writing() as session:
        change_member(session, desk.names["Consumers' Watch"], grassroots=True)
        terms = []
        for name in ("Ana", "Bo"):
            person, _ = add_person(session, name=name)
            term, _ = add_co_chair(
                session, person_id=person, member_id=desk.names[DAIRY], from_date=dt.date(2026, 1, 1)
            )
            terms.append(term)
    found = kinds(look(file))
    assert found[SignalKind.NO_GRASSROOTS].count == 2
    assert found[SignalKind.SAME_ORGANISATION].names == (DAIRY, "Ana", "Bo")
    with file.writing() as session:
        change_member(session, desk.names[DAIRY], grassroots=True)
        end_co_chair(session, terms[0], on=DAY + dt.timedelta(days=11))
    found = kinds(look(file))
    assert SignalKind.NO_GRASSROOTS not in found
    assert found[SignalKind.TERM_ENDS].date == DAY + dt.timedelta(days=10)
    with file.writing() as session:
        for term in terms:
            end_co_chair(session, term, on=dt.date(2026, 2, 1))
    assert kinds(look(file))[SignalKind.NO_CO_CHAIR].date == dt.date(2026, 2, 1)


def test_quorum_approvals_proposals_and_members_nobody_speaks_for(file, desk):
    found = kinds(look(file))
    assert SignalKind.NO_QUORUM not in found  # four of six came
    assert SignalKind.APPROVAL_LATE not in found  # nobody met since
    assert found[SignalKind.PROPOSALS].count == 1
    with file.writing() as session:
        for number in range(4):
            add_member(session, name=f"New {number}", from_date=dt.date(2026, 9, 1))
        later, _ = plan_meeting(session, date=dt.date(2026, 10, 12))
        finish_meeting(session, later, at=dt.time(12))
    found = kinds(look(file))
    assert (found[SignalKind.NO_QUORUM].count, found[SignalKind.NO_QUORUM].of) == (4, 6)
    assert found[SignalKind.APPROVAL_LATE].meeting.number == 5
    assert found[SignalKind.UNREPRESENTED].count == 4
    with file.writing() as session:
        approve_minutes(session, desk.held, on=DAY)
    assert SignalKind.APPROVAL_LATE not in kinds(look(file))


def test_falling_attendance(file, desk, add_meeting):
    with file.writing() as session:
        from db.history import history

        with history.step(session, "more_meetings"):
            for number in range(1, 7):
                here = list(desk.names.values())[: 5 if number < 4 else 2]
                date = dt.date(2026, 10, number + 2)
                add_meeting(session, 20 + number, date, present=[(key, None) for key in here])
    falling = kinds(look(file))[SignalKind.FALLING]
    assert (falling.of, falling.count) == (83, 33)


def test_the_quorum_is_counted_as_the_meetings_own_page_counts_it(file, desk):
    with file.writing() as session:
        later, _ = plan_meeting(session, date=dt.date(2026, 10, 12), start_time=dt.time(10))
        start_meeting(session, later, at=dt.time(10))
        present = sorted(seats(looking(session)).holders(None, HELD))[:4]
        record_all_present(session, later, present)
        record_attendance(session, later, present[0], status=AttendanceStatus.PRESENT, left_at=dt.time(11, 5))
        finish_meeting(session, later, at=dt.time(12))
        sheet = attendance(session, later)
    found = kinds(look(file))[SignalKind.NO_QUORUM]
    assert (found.count, found.of, found.time) == (3, sheet.needed, dt.time(11, 5))
    assert sheet.timeline.lost_at.time() == found.time
    with file.writing() as session:
        record_attendance(session, later, present[0], status=AttendanceStatus.PRESENT, left_at=dt.time(12))
        change_alliance(session, quorum_kind=QuorumKind.AT_LEAST, quorum_numerator=1, quorum_denominator=1)
    assert SignalKind.NO_QUORUM not in kinds(look(file))  # the rule as it was then, as on the meeting's page
