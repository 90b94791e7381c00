"""What is counted, at its edges: half-open days, joining and leaving, guests, groups, records of hardly anything."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import select

from db.measures.indicators import Progress
from db.measures.outcomes import Standing
from db.measures.parts import Direction, Part
from db.measures.period import EVERYTHING, Period, group, running_year, year
from db.measures.rows import QuorumWent
from db.schema import Change, CharterVersion, Duty, Indicator, LedgerEntry, Meeting, Observation, Step, Turn, TurnCredit
from db.turn_units import TURN
from db.vocabulary import (
    ActionState,
    CharterKind,
    ItemKind,
    ItemOrigin,
    MeetingStatus,
    MemberStatus,
    MinutesState,
    Seat,
    TurnState,
)
from tests.db.measures.alliance_at_work import TODAY, YEAR, Desk, day


def test_an_alliance_without_meetings_has_nothing_to_count(desk: Desk) -> None:
    own = desk.now()
    assert own.attendance.overall == Part(0, 0)
    assert own.attendance.overall.share is None
    assert own.attendance.trend is None
    assert own.attendance.missed == own.actions.all.ids() == own.duties.due == own.indicators == ()
    assert own.meetings.of_planned.share is own.notice.kept.share is own.minutes.kept.share is None
    assert own.taking_part.items.gini is own.endorsements.on_average is None
    assert own.taking_part.kinds == own.taking_part.members == ()


def test_one_meeting(desk: Desk) -> None:
    a, b, c = desk.members(3)
    meeting = desk.meeting(day(3), [a], sorry=[b])
    own = desk.now()
    sitting = own.attendance.sittings[0]
    assert (sitting.meeting.id, sitting.seats, sitting.present, sitting.excused) == (meeting, {a, b, c}, {a}, {b})
    assert own.attendance.overall == Part(1, 3)
    assert own.attendance.trend is not None
    assert own.attendance.trend.direction is Direction.UNKNOWN
    assert own.attendance.missed == ()


def test_a_period_begins_on_its_first_day_and_ends_before_its_last(desk: Desk) -> None:
    [member] = desk.members(1)
    inside = [desk.meeting(at, [member], number=n) for n, at in enumerate((day(1, 1), day(12, 31)), 1)]
    desk.meeting(dt.date(2025, 12, 31), [member], number=3)
    desk.meeting(dt.date(2027, 1, 1), [member], number=4)
    compared = desk.compared()
    assert list(compared.now.meetings.held) == inside
    assert compared.before is not None
    assert len(compared.before.meetings.held) == 1


def test_who_joins_or_leaves_counts_only_for_its_time(desk: Desk) -> None:
    stays = desk.member("Stays")
    joins = desk.member("Joins", since=day(3))
    leaves = desk.member("Leaves", until=day(3))
    desk.meeting(day(2), [stays, leaves], number=1)
    desk.meeting(day(3), [stays, joins], number=2)  # the day of joining, and the first without the other
    own = desk.now()
    assert own.attendance.overall == Part(4, 4)
    rates = {row.member_id: row.rate for row in own.attendance.members}
    assert rates == {stays: Part(2, 2), joins: Part(1, 1), leaves: Part(1, 1)}
    assert own.membership.joiners == ((joins, day(3)),)
    assert own.membership.leavers == ((leaves, day(3)),)
    assert set(own.membership.at_start) == {stays, leaves}
    assert set(own.membership.at_end) == {stays, joins}


def test_the_first_day_is_in_the_period_and_the_day_after_it_is_not(desk: Desk) -> None:
    first, after = desk.member("First", since=day(1, 1)), desk.member("After", since=dt.date(2027, 1, 1))
    ends, goes_on = desk.member("Ends", until=day(1, 1)), desk.member("Goes on", until=dt.date(2027, 1, 1))
    own = desk.now(today=dt.date(2027, 6, 1))
    assert own.membership.joiners == ((first, day(1, 1)),)
    assert own.membership.leavers == ((ends, day(1, 1)),)
    assert set(own.membership.at_end) == {first, goes_on}
    assert after not in {line.member_id for line in own.taking_part.members}


def test_who_left_is_told_of_but_no_member_of_its_kind_any_more(desk: Desk) -> None:
    stays = desk.member("Stays", kind="donor")
    left = desk.member("Left", kind="donor", until=day(6))
    desk.item(desk.meeting(day(3), [stays, left]), stays)
    [duty] = [row.id for row in desk.session.scalars(select(Duty).where(Duty.key == "minutes"))]
    for member in (stays, left):
        desk.row(LedgerEntry(duty_id=duty, day=day(3), member_id=member, share=TURN // 2))
    own = desk.now()
    assert own.taking_part.kinds[0].members == (stays,)
    assert own.taking_part.kinds[0].came == Part(2, 2)
    assert {line.member_id for line in own.taking_part.members} == {stays, left}
    assert own.taking_part.items.members == 2
    assert set(own.duties.balances) == {stays}


def test_becoming_a_member_is_joining_and_becoming_an_observer_is_leaving(desk: Desk) -> None:
    from db.schema import Membership

    was = desk.member("Candidate", until=day(4), status=MemberStatus.CANDIDATE)
    desk.row(Membership(member_id=was, status=MemberStatus.MEMBER, from_date=day(4), to_date=day(9)))
    desk.row(Membership(member_id=was, status=MemberStatus.OBSERVER, from_date=day(9)))
    again = desk.member("Renewed", until=day(6))
    desk.row(Membership(member_id=again, status=MemberStatus.MEMBER, from_date=day(6)))  # without a gap
    own = desk.now().membership
    assert own.joiners == ((was, day(4)),)
    assert own.leavers == ((was, day(9)),)


def test_guests_observers_and_former_members_do_not_fill_seats(desk: Desk) -> None:
    a, _b = desk.members(2)
    observer = desk.member("Observer", status=MemberStatus.OBSERVER)
    meeting = desk.meeting(day(3), [a])
    desk.beside(meeting, observer, Seat.OBSERVER)
    desk.beside(meeting, None, Seat.GUEST)
    own = desk.now()
    assert own.attendance.overall == Part(1, 2)
    assert observer not in {row.member_id for row in own.attendance.members}


def test_a_member_marked_in_a_seat_anyway_counts_there_as_on_the_attendance_sheet(desk: Desk) -> None:
    a, b = desk.members(2)
    late = desk.member("Late", since=day(6))
    meeting = desk.meeting(day(3), [a, late])
    from db.meetings.attendance import attendance

    sheet = attendance(desk.session, meeting)
    sitting = desk.now().attendance.sittings[0]
    assert sitting.seats == {row.member_id for row in sheet.seats} == {a, b, late}
    assert len(sitting.present) == sheet.here


def test_a_seat_with_two_marks_is_taken_once_if_any_came(desk: Desk) -> None:
    a, b = desk.members(2)
    desk.meeting(day(3), [a, a], sorry=[a, b])
    sitting = desk.now().attendance.sittings[0]
    assert (sitting.present, sitting.excused) == ({a}, {b})
    assert desk.now().attendance.overall == Part(1, 2)


def test_before_anybody_was_a_member_nobody_was_missing(desk: Desk) -> None:
    later = desk.member("Later", since=day(6))
    for month in (2, 3, 4):
        desk.meeting(day(month), absent=[later], number=month)
    own = desk.now().attendance
    assert own.missed == ()
    assert own.overall == Part(0, 0)


def test_meetings_without_a_list_are_said_and_not_counted(desk: Desk) -> None:
    a, b = desk.members(2)
    desk.meeting(day(3), [a], number=1)
    unlisted = desk.meeting(day(4), number=2)
    desk.beside(unlisted, None, Seat.GUEST)
    own = desk.now().attendance
    assert own.without_list == (unlisted,)
    assert own.overall == Part(1, 2)
    assert b in {row.member_id for row in own.members}


def test_a_group_has_the_seats_of_its_own_members(desk: Desk) -> None:
    a, b, c = desk.members(3)
    water = desk.group("Water", [a, b])
    in_group = desk.meeting(day(3), [a], group_id=water, number=1)
    desk.meeting(day(4), [a, b, c], number=1)
    assert desk.now(scope=group(water)).attendance.overall == Part(1, 2)
    assert desk.now(scope=group(water)).meetings.held == (in_group,)
    assert desk.now().attendance.overall == Part(3, 3)
    assert desk.now(scope=EVERYTHING).attendance.overall == Part(4, 5)


def test_a_group_whose_members_nobody_noted_has_numbers_but_no_shares(desk: Desk) -> None:
    a, b = desk.members(2)
    water = desk.group("Water", [])
    for month, here in ((3, [a, b]), (4, [a]), (5, [a, b])):
        desk.meeting(day(month), here, group_id=water, number=month)
    own = desk.now(scope=group(water)).attendance
    assert [len(one.present) for one in own.sittings] == [2, 1, 2]
    assert own.overall == Part(0, 0)
    assert not own.by_share
    assert {row.member_id: row.rate for row in own.members} == {a: Part(0, 0), b: Part(0, 0)}
    assert {row.member_id: len(row.came) for row in own.members} == {a: 3, b: 2}


def test_who_was_not_seen_lately_held_a_seat_throughout_and_sent_no_apologies(desk: Desk) -> None:
    here, gone, excused = desk.members(3)
    new = desk.member("New", since=day(4))
    left = desk.member("Left", until=day(6))
    desk.meeting(day(2), [here, gone, left, excused], number=1)
    for month in (3, 4, 5):
        desk.meeting(day(month), [here], sorry=[excused] if month == 4 else [], number=month)
    assert desk.now().attendance.missed == (gone,)
    assert new not in desk.now().attendance.missed
    assert left in desk.now(Period(day(1, 1), day(6, 1))).attendance.missed


def test_who_was_written_down_after_the_meetings_and_gave_no_joining_date_was_not_missed(desk: Desk) -> None:
    [here], [before, after] = desk.members(1), desk.members(2, since=None)
    for number, (member, written) in enumerate({before: day(2, 1), after: day(5, 2)}.items(), 1):
        at = dt.datetime.combine(written, dt.time(12), dt.UTC)
        step = desk.row(Step(sequence=-number, at=at, who="", name="add_member", subject_id=None))
        desk.row(Change(step_id=step, position=0, table_name="member", row_id=member, old=None, new={}))
    for month in (3, 4, 5):
        desk.meeting(day(month, 1), [here], number=month)
    assert desk.now().attendance.missed == (before,)


def test_the_quorum_by_the_records_own_rule(desk: Desk) -> None:
    desk.ask_quorum(2)
    a, b, _c = desk.members(3)
    times = {"start_time": dt.time(10), "started_at": dt.time(10), "ended_at": dt.time(12)}
    met = desk.meeting(day(3), [a, b], number=1, **times)
    never = desk.meeting(day(4), [a], number=2, **times)
    lost = desk.meeting(day(5), [a], number=3, **times)
    from db.schema import Attendance
    from db.vocabulary import AttendanceStatus

    desk.row(Attendance(meeting_id=lost, member_id=b, status=AttendanceStatus.PRESENT, left_at=dt.time(11)))
    own = desk.now().attendance
    assert own.quorum(QuorumWent.MET) == (met,)
    assert own.quorum(QuorumWent.NEVER) == (never,)
    assert own.quorum(QuorumWent.LOST) == (lost,)
    assert [one.quorum.most for one in own.sittings] == [2, 1, 2]
    assert own.overall == Part(5, 9)  # who left early came


def test_no_quorum_asked_for_is_neither_met_nor_missed(desk: Desk) -> None:
    [a] = desk.members(1)
    meeting = desk.meeting(day(3), [a])
    assert desk.now().attendance.quorum(QuorumWent.NOT_ASKED) == (meeting,)


def test_meetings_held_against_planned(desk: Desk) -> None:
    held = desk.meeting(day(2), number=1)
    cancelled = desk.meeting(day(3), status=MeetingStatus.CANCELLED)
    forgotten = desk.meeting(day(4), status=MeetingStatus.CALLED, number=2)
    today = desk.meeting(day(5), status=MeetingStatus.CALLED, number=3)
    ahead = desk.meeting(day(6), status=MeetingStatus.PREPARING, number=4)
    own = desk.now(today=day(5)).meetings
    assert (own.held, own.cancelled, own.not_noted, own.ahead) == ((held,), (cancelled,), (forgotten,), (today, ahead))
    assert own.of_planned == Part(1, 3)


def test_days_of_notice(desk: Desk) -> None:
    enough = desk.meeting(day(3), number=1, called_on=day(3, 1))  # 14 days, as many as are set
    late = desk.meeting(day(4), number=2, called_on=day(4, 2))
    without = desk.meeting(day(5), number=3)
    past = desk.meeting(day(6), number=4, minutes_state=MinutesState.IMPORTED)
    own = desk.now().notice
    assert (own.in_time, own.late, own.missing, own.unknown) == ((enough,), (late,), (without,), (past,))
    assert own.days == ((enough, 14), (late, 13))
    assert own.median == Fraction(27, 2)
    assert own.kept == Part(1, 3)


def test_days_until_the_minutes_were_out(desk: Desk) -> None:
    out = {"minutes_state": MinutesState.CIRCULATED, "finished_on": day(3, 15)}
    kept = desk.meeting(day(3), number=1, circulated_on=day(3, 22), **out)
    late = desk.meeting(day(3, 16), number=2, circulated_on=day(3, 23), **out)  # finished the day before it was held
    approved = desk.meeting(day(4), number=3, approved_on=day(4, 20), minutes_state=MinutesState.APPROVED)
    missing = desk.meeting(day(5), number=4)
    soon = desk.meeting(TODAY - dt.timedelta(7), number=5)
    past = desk.meeting(day(6), number=6, minutes_state=MinutesState.IMPORTED)
    own = desk.now().minutes
    assert own.in_time == (kept, approved)
    assert own.late == (late,)
    assert own.missing == (missing,)
    assert own.unknown == (past,)
    assert soon not in (*own.in_time, *own.late, *own.missing)
    assert dict(own.days) == {kept: 7, late: 7, approved: 5}


def test_an_item_counts_once_where_it_was_brought(desk: Desk) -> None:
    a, b = desk.members(2)
    first = desk.meeting(day(3), [a, b], number=1)
    second = desk.meeting(day(4), [a, b], number=2)
    desk.meeting(day(5), [a, b], number=3, status=MeetingStatus.CALLED)
    brought = desk.item(first, a)
    desk.item(second, a, origin=ItemOrigin.LEFT_OVER, from_item_id=brought)
    desk.item(second, a, origin=ItemOrigin.RECURRING)
    desk.item(second, b, kind=ItemKind.BREAK)
    proposed = desk.item(second, b, origin=ItemOrigin.PROPOSED)
    by_others = desk.item(second, brought_by_text="Secretariat")
    by_nobody = desk.item(second)
    desk.item(second, origin=ItemOrigin.APPROVAL)
    own = desk.now().taking_part
    assert own.items_by_members == (brought, proposed)
    assert own.items_by_others == (by_others,)
    assert own.items_by_nobody == (by_nobody,)
    assert {line.member_id: line.items for line in own.members} == {a: (brought,), b: (proposed,)}


def test_what_was_brought_at_a_meeting_not_held_does_not_count(desk: Desk) -> None:
    [a] = desk.members(1)
    for n, status in enumerate((MeetingStatus.CALLED, MeetingStatus.CANCELLED), 1):
        meeting = desk.meeting(day(n), number=n, status=status)
        desk.item(meeting, a)
        desk.action(meeting, a, day(6))
        desk.decision(meeting)
    own = desk.now()
    assert own.taking_part.items.total == own.taking_part.actions.total == 0
    assert own.actions.all.ids() == own.endorsements.not_asked == ()


def test_kinds_against_their_share_of_seats(desk: Desk) -> None:
    ngo = desk.member("Ngo", kind="international_ngo")
    farmers = desk.member("Farmers", kind="member_based", grassroots=True)
    late = desk.member("Late farmers", kind="member_based", grassroots=True, since=day(4))
    other = desk.member("Other")
    first = desk.meeting(day(3), [ngo], number=1)
    desk.meeting(day(4), [ngo, farmers, late], number=2)
    item = desk.item(first, ngo)
    desk.item(first, farmers)
    desk.decision(first, item=item)
    desk.action(first, ngo)
    chair = desk.co_chair(ngo)
    desk.co_chair(farmers, until=day(5))
    own = desk.now().taking_part
    by_kind = {row.kind_id: row for row in own.kinds}
    assert list(by_kind) == [desk.kinds["international_ngo"], desk.kinds["member_based"], None]
    ngos, members = by_kind[desk.kinds["international_ngo"]], by_kind[desk.kinds["member_based"]]
    assert (ngos.seats, ngos.came) == (Part(2, 7), Part(2, 2))
    assert (members.seats, members.came) == (Part(3, 7), Part(2, 3))
    assert ngos.items.part == members.items.part == Part(1, 2)
    assert ngos.decisions.part == Part(1, 1)
    assert ngos.actions.part == Part(1, 1)
    assert (ngos.co_chairs.ids, members.co_chairs.part) == ((chair,), Part(0, 1))
    assert by_kind[None].members == (other,)
    assert set(own.grassroots.members) == {farmers, late}
    assert own.others.seats == Part(4, 7)


def test_concentration_counts_members_that_have_nothing(desk: Desk) -> None:
    members = desk.members(5)
    meeting = desk.meeting(day(3), members)
    for member, count in zip(members, (4, 3, 2, 1, 0), strict=True):
        desk.items(meeting, member, count)
    own = desk.now().taking_part.items
    assert own.top == ((members[0], 4), (members[1], 3), (members[2], 2))
    assert own.of_top == Part(9, 10)
    assert own.members == 5
    assert own.gini == Fraction(2, 5)


def test_how_actions_stand(desk: Desk) -> None:
    [a] = desk.members(1)
    meeting = desk.meeting(day(3), [a])
    expected = {
        Standing.IN_TIME: desk.action(meeting, a, day(4), day(4)),
        Standing.LATE: desk.action(meeting, a, day(4), day(4, 16)),
        Standing.UNDATED: desk.action(meeting, a, None, day(4)),
        Standing.OVERDUE: desk.action(meeting, a, day(5, 14)),
        Standing.AHEAD: desk.action(meeting, a, day(5, 15)),
        Standing.NOT_AGREED: desk.action(meeting, None, day(4)),
        Standing.DROPPED: desk.action(meeting, a, day(4), state=ActionState.DROPPED),
    }
    own = desk.now(today=day(5)).actions
    assert {one: own.all.ids(one) for one in Standing} == {one: (key,) for one, key in expected.items()}
    assert own.all.in_time == Part(1, 3)
    assert {owner: len(of.ids()) for owner, of in own.by_owner} == {a: 6, None: 1}
    assert [(key, len(of.ids())) for key, of in own.by_meeting] == [(meeting, 7)]
    assert set(own.incomplete.ids()) == {expected[Standing.NOT_AGREED], expected[Standing.UNDATED]}


def test_an_action_of_a_person_is_its_members(desk: Desk) -> None:
    from db.schema import Person, Representative
    from db.vocabulary import RepresentativeRole

    a, b = desk.members(2)
    person = desk.row(Person(name="Lia Hazel"))
    role = RepresentativeRole.PRIMARY
    desk.row(Representative(member_id=a, person_id=person, role=role, to_date=day(4)))
    desk.row(Representative(member_id=b, person_id=person, role=role, from_date=day(4)))
    desk.row(Representative(member_id=a, person_id=person, role=role, from_date=day(6)))
    owned = [
        desk.action(desk.meeting(day(month), [a], number=month), due=day(12), owner_person_id=person)
        for month in (3, 4, 6)
    ]
    by_owner = {owner: of.ids() for owner, of in desk.now().actions.by_owner}
    assert by_owner == {a: (owned[0],), b: (owned[1],), None: (owned[2],)}  # in June for two: nobody can say whose
    assert desk.now().actions.all.ids(Standing.NOT_AGREED) == ()


def test_decisions_endorsed_silent_and_objected(desk: Desk) -> None:
    a, b, c = desk.members(3)
    meeting = desk.meeting(day(3), [a], number=7)
    asked = desk.decision(meeting, endorse=[a, b], object_=[c])
    half = desk.decision(meeting, endorse=[a], silent=[b])
    not_asked = desk.decision(meeting)
    own = desk.now().endorsements
    assert [(one.decision.id, len(one.endorses), len(one.silent), len(one.objects)) for one in own.asked] == [
        (asked, 2, 0, 1),
        (half, 1, 1, 0),
    ]
    assert own.not_asked == (not_asked,)
    assert own.on_average == (Fraction(3, 2), Fraction(5, 2))


def test_turns_that_fell_due_and_balances_at_the_end(desk: Desk) -> None:
    a, b, c = desk.members(3)
    [duty] = [row.id for row in desk.session.scalars(select(Duty).where(Duty.key == "minutes"))]

    def turn(month: int, state: TurnState, doer: object = None, status: MeetingStatus = MeetingStatus.CLOSED,
             **fields: object) -> object:  # fmt: skip
        meeting = desk.meeting(day(month), number=month, status=status)
        planned = {"published_on": day(1), "member_id": a, **fields}
        key = desk.row(Turn(duty_id=duty, meeting_id=meeting, state=state, **planned))
        if doer:
            desk.row(TurnCredit(turn_id=key, duty_id=duty, day=day(month), member_id=doer, units=TURN))
            for one in (a, b, c):
                desk.row(LedgerEntry(duty_id=duty, turn_id=key, day=day(month), member_id=one, share=TURN // 3))
        return key

    planned = turn(1, TurnState.DONE, a)
    swapped = turn(2, TurnState.DONE, a, swapped_with_id=b)
    other = turn(3, TurnState.DONE_BY_OTHER, b)
    missed = turn(4, TurnState.MISSED)
    open_ = turn(5, TurnState.ACCEPTED, status=MeetingStatus.CALLED)
    turn(6, TurnState.ACCEPTED, status=MeetingStatus.CANCELLED)
    unplanned = turn(7, TurnState.DONE, a, published_on=None)
    turn(12, TurnState.DONE, a)
    period = Period(day(1, 1), day(12, 1))
    own = desk.now(period).duties
    assert (own.as_planned, own.swapped, own.by_other) == ((planned,), (swapped,), (other,))
    assert (own.missed, own.not_noted, own.unplanned) == ((missed,), (open_,), (unplanned,))
    assert own.doers == ((a, 3), (b, 1))
    third = Fraction(1, 3)
    assert {member: Fraction(units, TURN) for member, units in own.balances.items()} == {
        a: 3 - 4 * third,
        b: 1 - 4 * third,
        c: -4 * third,
    }
    assert own.fair == (b,)  # a is 5/3 ahead, c 4/3 behind
    assert desk.now(Period(day(1, 1), day(2, 15))).duties.fair == (b, c, a)  # by balance, then by name


def test_a_terms_turn_falls_due_on_its_last_day(desk: Desk) -> None:
    [a] = desk.members(1)
    [duty] = [row.id for row in desk.session.scalars(select(Duty).where(Duty.key == "records"))]
    facts = {"duty_id": duty, "member_id": a, "published_on": day(1), "state": TurnState.DONE}
    inside = desk.row(Turn(from_date=dt.date(2025, 7, 1), to_date=day(1, 2), **facts))
    desk.row(Turn(from_date=dt.date(2025, 1, 1), to_date=day(1, 1), **facts))
    desk.row(Turn(from_date=day(7, 1), to_date=dt.date(2027, 1, 2), **facts))
    last = desk.row(Turn(from_date=day(6, 1), to_date=dt.date(2027, 1, 1), **facts))
    assert desk.now().duties.as_planned == (inside, last)


@pytest.mark.parametrize(
    ("values", "progress", "line"),
    [
        ([], Progress.NOT_OBSERVED, "26.53"),
        ([(dt.date(2006, 1, 1), "20")], Progress.NOT_OBSERVED, "26.53"),  # the baseline's own day
        ([(dt.date(2008, 7, 2), "27")], Progress.ON_LINE, "27.00"),
        ([(dt.date(2008, 7, 2), "27.1")], Progress.BEHIND, "27.00"),
        ([(dt.date(2008, 7, 2), "24.5")], Progress.REACHED, "27.00"),
        ([(dt.date(2007, 1, 1), "20"), (dt.date(2008, 7, 2), "28")], Progress.BEHIND, "27.00"),
        ([(dt.date(2009, 1, 1), "20")], Progress.NOT_OBSERVED, "26.50"),  # after the period
    ],
)
def test_an_indicator_against_its_line(
    desk: Desk, values: list[tuple[dt.date, str]], progress: Progress, line: str
) -> None:
    key = desk.row(
        Indicator(
            name="Chronic malnutrition", unit="%", baseline_value=Decimal("29.5"), baseline_date=dt.date(2006, 1, 1),
            target_value=Decimal("24.5"), target_date=dt.date(2011, 1, 1),
        )
    )  # fmt: skip
    for at, value in values:
        desk.row(Observation(indicator_id=key, on_date=at, value=Decimal(value)))
    [own] = desk.now(year(2008)).indicators
    assert own.progress is progress
    if progress is Progress.NOT_OBSERVED:
        assert own.value is None
    else:
        assert own.line == Decimal(line)


def test_an_indicator_that_is_to_rise_and_one_without_a_target(desk: Desk) -> None:
    rising = {"baseline_date": day(1, 1), "target_date": day(12, 31), "baseline_value": 0, "target_value": 10}
    for name, value, fields in (("Good", 6, rising), ("Poor", 4, rising), ("Loose", 4, {})):
        key = desk.row(Indicator(name=name, **fields))
        desk.row(Observation(indicator_id=key, on_date=day(7, 2), value=value))
    desk.row(Indicator(name="Dropped", dropped_on=day(6)))
    told = {one.indicator.name: one.progress for one in desk.now().indicators}
    assert told == {"Good": Progress.ON_LINE, "Poor": Progress.BEHIND, "Loose": Progress.NO_LINE}


def test_the_purpose_in_force(desk: Desk) -> None:
    purpose = CharterKind.PURPOSE
    desk.row(CharterVersion(kind=purpose, version=1, in_force_from=day(1), review_date=day(4)))
    new = desk.row(CharterVersion(kind=purpose, version=2, in_force_from=YEAR.last, review_date=day(12, 30)))
    desk.row(CharterVersion(kind=purpose, version=3))
    review = desk.now().facts.review
    assert review is not None
    assert review.version_id == new


def test_the_period_before_is_compared_with_where_the_record_tells_of_it(desk: Desk) -> None:
    [a] = desk.members(1)
    desk.meeting(day(5), [a], number=1)
    assert desk.compared().comparable is None
    desk.meeting(dt.date(2025, 5, 1), [a], number=2)
    assert desk.compared().comparable is None  # a third of that year had passed
    desk.meeting(dt.date(2025, 2, 1), [a], number=3)
    compared = desk.compared()
    assert compared.comparable is compared.before is not None


def test_what_is_compared_of_the_period_before_is_its_own(desk: Desk) -> None:
    [a, b] = desk.members(2)
    desk.meeting(day(5), [a, b], number=2)
    earlier = desk.meeting(dt.date(2025, 2, 1), [a], number=1)
    desk.action(earlier, a, dt.date(2025, 3, 1), dt.date(2025, 3, 1))
    before = desk.compared().comparable
    assert before is not None
    assert before.meetings.held == (earlier,)
    assert (before.came, before.known) == (Part(1, 2), 1)
    assert before.actions_in_time == Part(1, 1)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (year(2026), (dt.date(2025, 1, 1), dt.date(2026, 1, 1))),
        (Period(day(1, 1), day(10, 1)), (dt.date(2025, 4, 1), day(1, 1))),
        (Period(day(3, 31), day(5, 31)), (day(1, 31), day(3, 31))),
        (Period(day(5, 31), day(7, 31)), (day(3, 31), day(5, 31))),
        (Period(day(3, 30), day(4, 30)), (day(2, 27), day(3, 30))),  # no 30 February: days
        (running_year(day(1, 1)), (dt.date(2025, 12, 31), day(1, 1))),
        (Period(day(3, 1), day(3, 11)), (day(2, 19), day(3, 1))),
    ],
)
def test_the_period_before_is_as_long(period: Period, before: tuple[dt.date, dt.date]) -> None:
    found = period.before()
    assert found is not None
    assert (found.from_date, found.to_date) == before


def test_nothing_lies_before_the_year_one_and_a_period_has_a_day() -> None:
    assert Period(dt.date(1, 1, 1), dt.date(1, 2, 1)).before() is None
    assert Period(dt.date(1, 1, 5), dt.date(1, 2, 1)).before() is None
    with pytest.raises(ValueError, match="2026"):
        Period(day(1), day(1))


def test_meetings_to_come_are_not_held_and_the_last_day_is_today(desk: Desk) -> None:
    [a] = desk.members(1)
    desk.member("Later", since=day(9))
    desk.meeting(day(3), [a], number=1)
    desk.meeting(day(9), number=2, status=MeetingStatus.PREPARING)
    own = desk.now(today=day(4))
    assert own.membership.at_end == (a,)
    assert own.membership.joiners == ()
    assert own.meetings.of_planned == Part(1, 1)
    assert len(desk.session.scalars(select(Meeting)).all()) == 2
    assert own.facts.last == day(4)
    assert YEAR.covers(own.facts.last)
