"""Planning ahead: what falls due, who may, what was promised stays, and each step can be undone."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.absences import absences, change_absence, report_absence, withdraw_absence
from db.duties.closing import Doer, close_meeting_turns
from db.duties.keeping import (
    Listed,
    add_duty,
    archive_duty,
    change_duty,
    delete_duty,
    duties,
    end_exemption,
    exempt,
    exemptions,
    keep_apart,
    order_duties,
    pool_of,
    set_pool,
    set_terms,
)
from db.duties.planning import plan_ahead, plan_preview, publish_plan, publish_preview
from db.duties.rota import next_on_duty, next_turns, open_turns, planned_until, rota, turn_rows, why
from db.duties.slots import slots_ahead
from db.duties.turns import accept_turn, ask_turn, candidates, decline_turn, give_turn
from db.errors.duties import DutyKnown, GroupNeeded, NotInPool, PoolEmpty, TurnWithoutMember, WhoseMissing
from db.errors.minutes import ReasonMissing
from db.errors.records import StillNeeded
from db.history import history
from db.meetings.attendance import record_all_present, record_attendance
from db.meetings.cycle import cancel_meeting
from db.meetings.running import start_meeting
from db.members.members import change_member
from db.members.representatives import add_representative
from db.schema import Meeting, Member, Turn
from db.turn_units import TURN
from db.vocabulary import (
    AttendanceStatus,
    Channel,
    DutyBody,
    DutyRhythm,
    PassedOverWhy,
    PoolRule,
    RepresentativeRole,
    SameWhat,
    TurnState,
)
from tests.db.duties.duty_kit import TODAY, Kit, alliance_in_turn, as_planned, by_slot, duty_by_key, hold

FIRST = dt.date(2026, 2, 5)
MONTH = dt.timedelta(weeks=4)


def whose(session: Session) -> dict[tuple[dt.date, str], uuid.UUID | None]:
    return {key: row.member_id for key, row in by_slot(session).items()}


def test_until_when_turns_are_planned_is_the_last_row_of_the_rota(session: Session, kit: Kit) -> None:
    assert planned_until(session, today=TODAY) is None
    plan_ahead(session, today=TODAY)
    rows = rota(session, today=TODAY, past=0).rows
    last = rows[-1].meeting
    assert planned_until(session, today=TODAY) == rows[-1].first
    assert last is not None
    cancel_meeting(session, last.id, reason="Flood")
    rows = rota(session, today=TODAY, past=0).rows
    assert planned_until(session, today=TODAY) == rows[-1].first < last.date
    assert planned_until(session, today=rows[-1].first + dt.timedelta(days=1)) is None


def test_a_new_alliance_has_its_duties(session: Session) -> None:
    assert [of.key for of in duties(session)] == ["minutes", "chairing", "calling", "records"]
    assert [of.in_room for of in duties(session)] == [True, True, False, True]


def test_everyone_takes_a_turn_and_nobody_two_at_one_meeting(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    planned = turn_rows(session)
    assert len(planned) == 8 * 4
    for meeting in kit.meetings:
        here = [row.member_id for row in planned if row.meeting and row.meeting.id == meeting]
        assert len(set(here)) == 4
        assert None not in here
    for key in kit.members:
        assert 4 <= sum(row.member_id == key for row in planned) <= 7
    assert all(row.person and row.state is TurnState.PLANNED and not row.published for row in planned)


def test_planning_again_changes_nothing_and_each_step_can_be_undone(session: Session, kit: Kit) -> None:
    assert plan_ahead(session, today=TODAY).ids
    before = whose(session)
    assert not plan_ahead(session, today=TODAY)
    assert plan_preview(session, today=TODAY) == []
    assert len(publish_preview(session, today=TODAY)) == 32
    assert publish_plan(session, today=TODAY)
    assert not publish_plan(session, today=TODAY)
    assert not plan_ahead(session, today=TODAY)
    history.undo(session)
    assert not any(row.published for row in turn_rows(session))
    history.undo(session)
    assert turn_rows(session) == []
    history.redo(session)
    assert whose(session) == before


def test_planning_stops_where_it_is_told(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY, until=FIRST + MONTH + dt.timedelta(days=1))
    assert {row.first for row in turn_rows(session)} == {FIRST, FIRST + MONTH}


def test_an_absence_moves_little_of_what_was_promised(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    publish_plan(session, today=TODAY)
    before = by_slot(session)
    absent = before[FIRST, "minutes"].member_id
    assert absent
    row_id, _changes = report_absence(
        session, member_id=absent, from_date=FIRST, to_date=FIRST + dt.timedelta(days=1), note="Harvest", today=TODAY
    )
    foreseen = plan_preview(session, today=TODAY)
    plan_ahead(session, today=TODAY)
    after = by_slot(session)
    changed = [key for key in before if before[key].member_id != after[key].member_id]
    assert [(one.days.first, one.duty.key) for one in foreseen] == changed
    assert all(one.published and one.after == after[one.days.first, one.duty.key].member_id for one in foreseen)
    assert (FIRST, "minutes") in changed
    assert len(changed) <= 4
    assert absent not in {row.member_id for (day, _key), row in after.items() if day == FIRST}
    assert [row.changed for row in after.values()].count(True) == len(changed)
    assert len(publish_preview(session, today=TODAY)) == len(changed)
    withdraw_absence(session, row_id)
    plan_ahead(session, today=TODAY)
    assert whose(session) == {key: row.member_id for key, row in before.items()}, "the promise is kept again"


def test_who_was_passed_over_is_named_with_the_day_they_are_back(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    set_pool(session, minutes.id, PoolRule.LISTED, [Listed(member_id=key) for key in kit.members[:3]])
    plan_ahead(session, today=TODAY)
    days = [FIRST, FIRST + MONTH, FIRST + 2 * MONTH]
    first, second, third = (by_slot(session)[day, "minutes"] for day in days)
    reason = why(session, first.id)
    assert reason
    assert (reason.member_id, reason.fair_share, reason.turns_done) == (first.member_id, TURN // 3, 0)
    assert reason.runner_up_balance == -TURN // 3
    for turn in (first, second):
        accept_turn(session, turn.id)
    back = days[2] + dt.timedelta(days=12)
    report_absence(session, member_id=third.member_id, from_date=days[2], to_date=back, today=TODAY)
    plan_ahead(session, today=TODAY)
    again = why(session, third.id)
    assert again
    assert again.member_id in (first.member_id, second.member_id)
    assert (again.turns_done, again.fair_share) == (TURN, TURN * 2 // 3 + TURN // 2)
    [(passed, name, left)] = again.passed_over
    assert (passed.member_id, passed.why, passed.away_until) == (
        third.member_id,
        PassedOverWhy.AWAY,
        back - dt.timedelta(days=1),
    )
    assert (passed.balance, name, left) == (-TURN * 2 // 3, third.member, "")


def test_who_sent_apologies_cannot_come(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    turn = by_slot(session)[FIRST, "chairing"]
    assert turn.member_id
    record_attendance(session, kit.meetings[0], turn.member_id, status=AttendanceStatus.APOLOGIES)
    plan_ahead(session, today=TODAY)
    in_the_room = [row.member_id for (day, key), row in by_slot(session).items() if day == FIRST and key != "calling"]
    assert turn.member_id not in in_the_room


def test_on_the_day_only_who_is_here_can_stand_in(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    publish_plan(session, today=TODAY)
    start_meeting(session, kit.meetings[0], at=dt.time(10))
    absent = by_slot(session)[FIRST, "minutes"].member_id
    here = [key for key in kit.members if key != absent]
    record_all_present(session, kit.meetings[0], here)
    plan_ahead(session, today=FIRST)
    found = by_slot(session)
    assert {found[FIRST, key].member_id for key in ("minutes", "chairing", "records")} <= set(here)
    assert found[FIRST, "minutes"].changed


def test_asked_declined_and_given_to_somebody_else(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    turn = by_slot(session)[FIRST, "minutes"]
    ask_turn(session, turn.id, how=Channel.PHONE, at=dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC))
    assert [row.id for row in open_turns(session) if row.is_unanswered(TODAY)] == [turn.id]
    decline_turn(session, turn.id, today=TODAY, note="Too busy")
    assert [row.state for row in open_turns(session) if row.is_unanswered(TODAY)] == [TurnState.DECLINED]
    plan_ahead(session, today=TODAY)
    given = by_slot(session)[FIRST, "minutes"]
    assert given.member_id not in (turn.member_id, None)
    assert given.state is TurnState.PLANNED
    assert not any(row.is_unanswered(TODAY) for row in open_turns(session))
    rows = candidates(session, turn.id, today=TODAY)
    assert {row.member_id: row.hindered for row in rows}[turn.member_id] is PassedOverWhy.DECLINED
    free = next(row for row in rows if row.hindered is None and row.member_id != given.member_id)
    assert free.balance == free.done - free.share == 0
    give_turn(session, turn.id, free.member_id, today=TODAY)
    accept_turn(session, turn.id)
    plan_ahead(session, today=TODAY)
    kept = by_slot(session)[FIRST, "minutes"]
    assert (kept.member_id, kept.state, kept.frozen) == (free.member_id, TurnState.ACCEPTED, True)
    assert why(session, turn.id) is not None, "planning says how the numbers stand, also of a choice by hand"
    busy = next(row for row in rows if row.hindered is PassedOverWhy.BUSY)
    with pytest.raises(NotInPool):
        give_turn(session, turn.id, busy.member_id, today=TODAY)
    assert kept.person_id
    assert next_turns(session, kept.person_id, today=TODAY)[0].id == turn.id


def test_who_has_the_duty_soon_anyhow_is_proposed_last_of_those_equally_behind(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    turns = [turn for (_day, key), turn in sorted(by_slot(session).items()) if key == "minutes"]
    rows = [row for row in candidates(session, turns[0].id, today=TODAY) if row.hindered is None]
    soon = {turn.member_id for turn in turns[1:]}
    assert any(row.planned for row in rows)
    assert all((row.planned > 0) == (row.member_id in soon) for row in rows)
    assert [row.planned for row in rows] == sorted(row.planned for row in rows), "all are at 0 before the first turn"


def test_nobody_can_be_asked_for_a_turn_nobody_has(session: Session) -> None:
    alliance_in_turn(session, members=0, meetings=1)
    plan_ahead(session, today=TODAY)
    turn = by_slot(session)[FIRST, "minutes"]
    assert turn.member_id is None
    with pytest.raises(TurnWithoutMember):
        accept_turn(session, turn.id)


def test_a_cancelled_meeting_has_no_turns_and_comes_back_with_them(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    cancel_meeting(session, kit.meetings[0], reason="Flood")
    plan_ahead(session, today=TODAY)
    assert FIRST not in {row.first for row in turn_rows(session)}
    assert next_on_duty(session, today=TODAY)[0].first == FIRST + MONTH


def test_pools_weights_and_exemptions(session: Session, kit: Kit) -> None:
    minutes, chairing = duty_by_key(session, "minutes"), duty_by_key(session, "chairing")
    with pytest.raises(PoolEmpty):
        set_pool(session, minutes.id, PoolRule.LISTED)
    set_pool(session, minutes.id, PoolRule.LISTED, [Listed(member_id=key) for key in kit.members[:3]])
    set_pool(session, minutes.id, PoolRule.LISTED, [Listed(member_id=key) for key in kit.members[1:4]])
    assert {one.member_id for one in pool_of(session, minutes.id)} == set(kit.members[1:4])
    change_member(session, kit.members[1], duty_share="0")
    with pytest.raises(ReasonMissing):
        exempt(session, chairing.id, member_id=kit.members[0], reason=" ")
    with pytest.raises(WhoseMissing):
        exempt(session, chairing.id, reason="Deaf")
    row, _changes = exempt(
        session, chairing.id, member_id=kit.members[0], reason="Chaired for years", to_date=FIRST + 2 * MONTH
    )
    plan_ahead(session, today=TODAY)
    found = by_slot(session)
    assert {one.member_id for (_day, key), one in found.items() if key == "minutes"} == set(kit.members[2:4])
    chairs = {day: one.member_id for (day, key), one in found.items() if key == "chairing"}
    assert all(member != kit.members[0] for day, member in chairs.items() if day < FIRST + 2 * MONTH)
    assert kit.members[0] in chairs.values()
    assert kit.members[1] not in {one.member_id for one in found.values()}
    end_exemption(session, row, on=TODAY)
    assert exemptions(session, chairing.id)[0].to_date == TODAY


def test_a_kind_of_member_and_a_person_of_a_member(session: Session, kit: Kit) -> None:
    minutes, chairing = duty_by_key(session, "minutes"), duty_by_key(session, "chairing")
    kind = session.scalars(select(Member.kind_id)).first()
    assert kind is None
    from db.alliance import member_kinds

    kind_id = member_kinds(session)[2].id
    for key in kit.members[:2]:
        change_member(session, key, kind_id=kind_id)
    set_pool(session, minutes.id, PoolRule.KINDS, [Listed(kind_id=kind_id)])
    person = session.get_one(Member, kit.members[4]).person_id
    set_pool(session, chairing.id, PoolRule.LISTED, [Listed(person_id=person)])
    plan_ahead(session, today=TODAY)
    found = by_slot(session)
    assert {one.member_id for (_day, key), one in found.items() if key == "minutes"} == set(kit.members[:2])
    assert {one.person_id for (_day, key), one in found.items() if key == "chairing"} == {person}


def test_representatives_alternate_and_the_alternate_stands_by(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    member = kit.members[0]
    set_pool(session, minutes.id, PoolRule.LISTED, [Listed(member_id=member)])
    for name in ("Rosa", "Luz"):
        add_representative(session, member, role=RepresentativeRole.PRIMARY, name=name)
    add_representative(session, member, role=RepresentativeRole.ALTERNATE, name="Ivo")
    plan_ahead(session, today=TODAY)
    rows = [row for (_day, key), row in by_slot(session).items() if key == "minutes"]
    assert [row.person for row in rows] == ["Rosa", "Luz"] * 4
    assert {row.alternate for row in rows} <= {"Ivo", "Apiary"}


def test_two_duties_that_do_not_go_together(session: Session, kit: Kit) -> None:
    minutes, chairing = duty_by_key(session, "minutes"), duty_by_key(session, "chairing")
    for of in duties(session):
        change_duty(session, of.id, apart=False)
        if of.key in ("calling", "records"):
            archive_duty(session, of.id, on=TODAY)
    for of in (minutes, chairing):
        set_pool(session, of.id, PoolRule.LISTED, [Listed(member_id=key) for key in kit.members[:2]])
    plan_ahead(session, today=TODAY)
    keep_apart(session, minutes.id, chairing.id, same=SameWhat.ORGANISATION)
    plan_ahead(session, today=TODAY)
    found = by_slot(session)
    for meeting in range(8):
        day = FIRST + meeting * MONTH
        assert found[day, "minutes"].member_id != found[day, "chairing"].member_id
    keep_apart(session, minutes.id, chairing.id, same=None)


def test_terms_of_months_of_meetings_and_of_set_dates(session: Session, kit: Kit) -> None:
    for of in duties(session):
        delete_duty(session, of.id)
    desk, _changes = add_duty(session, name="Desk", rhythm=DutyRhythm.MONTH)
    host, _changes = add_duty(session, key="hosting", rhythm=DutyRhythm.MEETINGS, every=3)
    stall, _changes = add_duty(session, name="Stall", rhythm=DutyRhythm.DATES)
    set_terms(session, stall, [(dt.date(2026, 3, 1), dt.date(2026, 3, 8)), (dt.date(2026, 5, 1), dt.date(2026, 5, 8))])
    set_terms(session, stall, [(dt.date(2026, 3, 1), dt.date(2026, 3, 8)), (dt.date(2026, 6, 1), dt.date(2026, 6, 8))])
    away = kit.members[0]
    report_absence(session, member_id=away, from_date=dt.date(2026, 1, 10), to_date=dt.date(2026, 3, 15), today=TODAY)
    plan_ahead(session, today=TODAY, until=dt.date(2026, 7, 1))
    rows = turn_rows(session)
    assert [row.first for row in rows if row.duty.id == desk] == [dt.date(2026, month, 1) for month in range(1, 7)]
    assert [row.first for row in rows if row.duty.id == host] == [FIRST, FIRST + 3 * MONTH]
    assert [row.first for row in rows if row.duty.id == stall] == [dt.date(2026, 3, 1), dt.date(2026, 6, 1)]
    early = [row.member_id for row in rows if row.first < dt.date(2026, 3, 1) and row.duty.id == desk]
    assert away not in early
    assert {row.duty.id for row in next_on_duty(session, today=TODAY)} == {desk, host}
    assert not plan_ahead(session, today=TODAY, until=dt.date(2026, 7, 1))
    change_duty(session, desk, rhythm=DutyRhythm.QUARTER)
    plan_ahead(session, today=TODAY, until=dt.date(2026, 7, 1))
    rows = turn_rows(session)
    assert [row.first for row in rows if row.duty.id == desk] == [dt.date(2026, 1, 1), dt.date(2026, 4, 1)]


def test_terms_of_several_meetings_are_counted_from_the_one_that_began_last(session: Session, kit: Kit) -> None:
    for of in duties(session):
        delete_duty(session, of.id)
    add_duty(session, key="hosting", rhythm=DutyRhythm.MEETINGS, every=3)
    plan_ahead(session, today=TODAY)
    for key in kit.meetings[:2]:
        hold(session, key, kit.members)
    close_meeting_turns(session, kit.meetings[0], done=as_planned(session, kit.meetings[0]), today=FIRST)
    plan_ahead(session, today=FIRST + 2 * MONTH)
    assert [row.first for row in turn_rows(session)] == [FIRST, FIRST + 3 * MONTH, FIRST + 6 * MONTH]


def test_a_meeting_held_whose_turns_nobody_closed_still_has_its_turns(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    hold(session, kit.meetings[0], kit.members)
    hold(session, kit.meetings[1], kit.members)
    close_meeting_turns(session, kit.meetings[1], done=as_planned(session, kit.meetings[1]), today=FIRST + MONTH)
    ahead = slots_ahead(session, duties(session), today=FIRST + 2 * MONTH)
    assert [(slot.days.meeting_id, slot.over) for slot in ahead] == [
        (key, n == 0) for n, key in enumerate(kit.meetings) if n != 1
    ]


def test_the_plenary_or_a_group_only(session: Session, kit: Kit) -> None:
    from db.members.groups import add_group

    group, _changes = add_group(session, name="Water")
    with history.step(session, "set_up"):
        session.add(Meeting(group_id=group, number=1, date=FIRST + dt.timedelta(days=1)))
    minutes, chairing = duty_by_key(session, "minutes"), duty_by_key(session, "chairing")
    change_duty(session, minutes.id, body=DutyBody.PLENARY)
    with pytest.raises(GroupNeeded):
        change_duty(session, chairing.id, body=DutyBody.GROUP)
    change_duty(session, chairing.id, body=DutyBody.GROUP, group_id=group)
    plan_ahead(session, today=TODAY)
    there = {key for (day, key) in by_slot(session) if day == FIRST + dt.timedelta(days=1)}
    assert there == {"chairing", "calling", "records"}
    assert {day for (day, key) in by_slot(session) if key == "chairing"} == {FIRST + dt.timedelta(days=1)}


def test_keeping_duties(session: Session, kit: Kit) -> None:
    with pytest.raises(DutyKnown):
        add_duty(session, key="minutes")
    own, _changes = add_duty(session, name=" Tea ", beside_first=True)
    order_duties(session, [own, *(of.id for of in duties(session) if of.id != own)])
    assert duties(session)[0].name == "Tea"
    plan_ahead(session, today=TODAY)
    archive_duty(session, own, on=TODAY)
    assert {row.duty.key for row in turn_rows(session)} == {"minutes", "chairing", "calling", "records"}
    assert [of.id for of in duties(session, TODAY)].count(own) == 0
    assert len(rota(session, today=TODAY).duties) == 4
    delete_duty(session, own)
    done = duties(session)[0].id
    with history.step(session, "set_up"):
        session.add(Turn(duty_id=done, meeting_id=None, from_date=TODAY, state=TurnState.DONE))
    with pytest.raises(StillNeeded):
        delete_duty(session, done)


def test_absences_are_listed_and_changed(session: Session, kit: Kit) -> None:
    with pytest.raises(WhoseMissing):
        report_absence(session, from_date=FIRST, to_date=None, today=TODAY)
    person = session.get_one(Member, kit.members[0]).person_id
    key, _changes = report_absence(session, person_id=person, from_date=TODAY, to_date=None, today=TODAY)
    assert [(row.name, row.reported_on) for row in absences(session, since=FIRST)] == [("Apiary", TODAY)]
    plan_ahead(session, today=TODAY)
    assert kit.members[0] not in {row.member_id for row in turn_rows(session)}
    change_absence(session, key, from_date=FIRST, to_date=FIRST + dt.timedelta(days=1), note="One meeting")
    plan_ahead(session, today=TODAY)
    assert kit.members[0] in {row.member_id for row in turn_rows(session)}
    assert absences(session, since=FIRST + MONTH) == []


def test_all_who_are_further_behind_are_remembered(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    for of in duties(session):
        if of.key != "minutes":
            archive_duty(session, of.id, on=TODAY)
    for place in (0, 1):
        hold(session, kit.meetings[place], kit.members)
        done = {minutes.id: [Doer(kit.members[0])]}
        close_meeting_turns(session, kit.meetings[place], done=done, today=FIRST + place * MONTH)
    second = FIRST + MONTH
    for key in kit.members[1:]:
        report_absence(session, member_id=key, from_date=second, to_date=None, today=second)
    plan_ahead(session, today=second)
    told = why(session, by_slot(session)[second + MONTH, "minutes"].id)
    assert told
    assert told.member_id == kit.members[0]
    assert {one.member_id for one, _name, _left in told.passed_over} == set(kit.members[1:])
