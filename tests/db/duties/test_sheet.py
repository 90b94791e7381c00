"""A duty as one sheet, who may be asked for it as it stands, and what an absence touches."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.alliance import member_kinds
from db.duties.absences import next_meeting_of, report_absence, touched_turns
from db.duties.closing import close_meeting_turns
from db.duties.eligible import Days, eligibility
from db.duties.keeping import Listed, add_usual_duties, archive_duty, change_duty, delete_duty, duties
from db.duties.past import enter_past_turns, past_turns
from db.duties.planning import plan_ahead, plan_preview, publish_plan, replan_preview
from db.duties.sheet import DutySheet, Exempted, NotAskedWhy, duty_sheet, keep_sheet, may_be_asked
from db.errors.duties import GroupNeeded, PoolEmpty
from db.errors.records import NameMissing
from db.history import history
from db.meetings.officers import Named, set_officers
from db.members.groups import add_group, add_group_member
from db.members.members import add_member, change_member
from db.members.representatives import add_representative
from db.schema import Duty, Meeting, Person, Turn
from db.vocabulary import DutyBody, DutyRhythm, MeetingRole, MemberStatus, PoolRule, RepresentativeRole, SameWhat
from tests.db.duties.duty_kit import TODAY, Kit, as_planned, by_slot, duty_by_key, hold


def test_a_sheet_comes_back_as_it_was_kept_and_is_one_step(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    sheet = DutySheet(
        name="Keys", rhythm=DutyRhythm.DATES, body=DutyBody.PLENARY, pool=PoolRule.LISTED, beside_first=True,
        listed=(Listed(member_id=kit.members[0]), Listed(member_id=kit.members[1])),
        terms=((TODAY, dt.date(2026, 7, 1)),), not_with=((minutes.id, SameWhat.PERSON),),
        exempted=(Exempted(kit.members[0], None, "ill", TODAY, None),),
    )  # fmt: skip
    key, _changes = keep_sheet(session, None, sheet, today=TODAY)
    found = duty_sheet(session, key)
    assert replace(found, key="", exempted=()) == replace(sheet, exempted=())
    [one] = found.exempted
    assert replace(one, id=None) == sheet.exempted[0]
    assert not keep_sheet(session, key, found, today=TODAY)[1], "kept as it is, nothing changes"
    again = replace(found, rhythm=DutyRhythm.MONTH, pool=PoolRule.EVERYONE, not_with=(), exempted=())
    keep_sheet(session, key, again, today=dt.date(2026, 2, 1))
    found = duty_sheet(session, key)
    assert (found.rhythm, found.listed, found.terms, found.not_with) == (DutyRhythm.MONTH, (), (), ())
    assert [one.to_date for one in found.exempted] == [dt.date(2026, 2, 1)], "it ended; the record keeps that it was"
    history.undo(session)
    assert duty_sheet(session, key).rhythm is DutyRhythm.DATES
    history.undo(session)
    assert "Keys" not in {of.name for of in duties(session)}


@pytest.mark.parametrize(
    ("sheet", "error"),
    [
        (DutySheet(name=" "), NameMissing),
        (DutySheet(name="Keys", body=DutyBody.GROUP), GroupNeeded),
        (DutySheet(name="Keys", pool=PoolRule.KINDS), PoolEmpty),
    ],
)
def test_a_sheet_that_cannot_be_kept_is_refused_whole(
    session: Session, kit: Kit, sheet: DutySheet, error: type[Exception]
) -> None:
    with pytest.raises(error), session.begin_nested():
        keep_sheet(session, None, sheet, today=TODAY)
    assert len(duties(session)) == 4


def test_who_may_be_asked_is_what_planning_asks_and_every_other_member_has_a_reason(session: Session, kit: Kit) -> None:
    kinds = {kind.key: kind.id for kind in member_kinds(session)}
    change_member(session, kit.members[1], duty_share=0)
    for member in kit.members[2:5]:
        change_member(session, member, kind_id=kinds["donor"])
    mill, _changes = add_member(session, name="Mill", kind_id=kinds["donor"], from_date=dt.date(2020, 1, 1))
    add_representative(session, mill, role=RepresentativeRole.PRIMARY, name="Rosa")
    add_member(session, name="Watchers", status=MemberStatus.OBSERVER, from_date=dt.date(2020, 1, 1))
    rosa = session.scalars(select(Person.id).where(Person.name == "Rosa")).one()
    minutes = duty_by_key(session, "minutes")
    sheet = replace(
        duty_sheet(session, minutes.id), pool=PoolRule.KINDS, listed=(Listed(kind_id=kinds["donor"]),),
        exempted=(
            Exempted(kit.members[2], None, "ill", None, dt.date(2026, 3, 1)), Exempted(None, rosa, "new", None, None)
        ),
    )  # fmt: skip
    found = may_be_asked(session, minutes.id, sheet, on=TODAY)
    assert found.names == ("Dairies", "Elders")
    assert {one.name: one.why for one in found.others} == {
        "Apiary": NotAskedWhy.KIND, "Bakers": NotAskedWhy.NO_SHARE, "Canal users": NotAskedWhy.EXEMPT,
        "Foresters": NotAskedWhy.KIND, "Mill": NotAskedWhy.PEOPLE, "Watchers": NotAskedWhy.STATUS,
    }  # fmt: skip
    ill = next(one for one in found.others if one.why is NotAskedWhy.EXEMPT)
    assert (ill.reason, ill.until) == ("ill", dt.date(2026, 3, 1))
    assert may_be_asked(session, minutes.id, sheet, on=dt.date(2026, 3, 1)).names == (
        "Canal users", "Dairies", "Elders"
    )  # fmt: skip
    keep_sheet(session, minutes.id, sheet, today=TODAY)
    days = Days(TODAY, TODAY + dt.timedelta(days=1))
    asked, row = eligibility(session), duty_by_key(session, "minutes")
    able = {key for key in asked.pool(row, days) if asked.can_come(row, key, days)}
    assert able == {kit.members[3], kit.members[4]}


def test_a_groups_duty_asks_its_members(session: Session, kit: Kit) -> None:
    group, _changes = add_group(session, name="Water")
    add_group_member(session, group, kit.members[2], from_date=None)
    sheet = DutySheet(name="Pumps", body=DutyBody.GROUP, group_id=group)
    found = may_be_asked(session, None, sheet, on=TODAY)
    assert found.names == ("Canal users",)
    assert {one.why for one in found.others} == {NotAskedWhy.NOT_IN_GROUP}


def test_the_usual_duties_are_added_where_they_are_missing(session: Session, kit: Kit) -> None:
    delete_duty(session, duty_by_key(session, "chairing").id)
    add_usual_duties(session)
    assert [of.key for of in duties(session)] == ["minutes", "calling", "records", "chairing"]
    assert not add_usual_duties(session)
    assert len(session.scalars(select(Duty)).all()) == 4


def test_a_duty_that_ends_keeps_the_turns_before_its_end(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    minutes = duty_by_key(session, "minutes")
    second = session.get_one(Meeting, kit.meetings[1]).date
    archive_duty(session, minutes.id, on=second)
    left = [key for key in by_slot(session) if key[1] == "minutes"]
    assert left == [(session.get_one(Meeting, kit.meetings[0]).date, "minutes")]


def test_an_absence_touches_the_turns_of_its_days(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    turns = by_slot(session)
    (first, _key), row = next(iter(turns.items()))
    assert row.member_id is not None
    mine = [one for one in turns.values() if one.member_id == row.member_id]
    next_day = first + dt.timedelta(days=1)
    around = {"member_id": row.member_id, "today": TODAY}
    found = touched_turns(session, from_date=first, to_date=next_day, **around)  # type: ignore[arg-type]
    assert [one.id for one in found] == [one.id for one in mine if one.first == first]
    assert touched_turns(session, from_date=TODAY, to_date=first, **around) == []  # type: ignore[arg-type]
    everything = touched_turns(session, from_date=TODAY, to_date=None, **around)  # type: ignore[arg-type]
    assert {one.id for one in everything} == {one.id for one in mine}
    later = touched_turns(session, member_id=row.member_id, from_date=TODAY, to_date=None, today=next_day)
    assert all(one.first > first for one in later)


def test_planning_again_is_compared_with_the_plan_as_it_stands(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    publish_plan(session, today=TODAY)
    (first, _key), row = next(iter(by_slot(session).items()))
    report_absence(session, member_id=row.member_id, from_date=first, to_date=first + dt.timedelta(days=1), today=TODAY)
    changes = replan_preview(session, today=TODAY)
    assert changes
    assert changes == plan_preview(session, today=TODAY)
    plan_ahead(session, today=TODAY)
    assert replan_preview(session, today=TODAY) == []
    assert plan_preview(session, today=TODAY) == changes, "those to whom the plan was published do not know yet"


def test_the_next_meeting_is_one_where_they_have_a_seat(session: Session, kit: Kit) -> None:
    with history.step(session, "more"):
        group, _changes = add_group(session, name="Water")
        session.add(Meeting(date=dt.date(2026, 1, 20), group_id=group))
        session.flush()
    add_group_member(session, group, kit.members[2], from_date=None)
    dates = {}
    for member_id in kit.members[1:3]:
        label = next_meeting_of(session, member_id=member_id, today=TODAY)
        assert label is not None
        dates[member_id] = label.date
    assert dates == {kit.members[1]: dt.date(2026, 2, 5), kit.members[2]: dt.date(2026, 1, 20)}
    person = session.scalars(select(Person.id).where(Person.name == "Canal users")).one()
    mine = next_meeting_of(session, person_id=person, today=TODAY)
    assert mine is not None
    assert (mine.date, mine.group) == (dt.date(2026, 1, 20), "Water")
    assert next_meeting_of(session, member_id=kit.members[1], today=dt.date(2030, 1, 1)) is None


def test_the_preview_of_past_turns_is_what_is_entered_and_then_nothing(session: Session, kit: Kit) -> None:
    def name(place: int, role: MeetingRole, *who: Named) -> None:
        set_officers(session, kit.meetings[place], role, list(who))

    both = (Named(kit.members[0]), Named(kit.members[1]))
    name(0, MeetingRole.MINUTES, *both)
    name(0, MeetingRole.CHAIR, Named(kit.members[2]))
    name(1, MeetingRole.MINUTES, Named(None, as_written="Sopio"))
    name(2, MeetingRole.CHAIR, Named(kit.members[2]))
    name(3, MeetingRole.CHAIR, Named(kit.members[3]))
    for place, here in ((0, kit.members[:3]), (1, kit.members[:3]), (2, [])):
        hold(session, kit.meetings[place], here)
    change_duty(session, duty_by_key(session, "minutes").id, from_date=dt.date(2026, 2, 6), body=DutyBody.PLENARY)
    assert [one.duty.key for one in past_turns(session).duties] == ["chairing"], "it was not in use yet"
    change_duty(session, duty_by_key(session, "minutes").id, from_date=None)
    found = past_turns(session)
    assert (found.meetings, found.members, found.nobody_here) == (1, 3, 1)
    assert [(one.duty.key, one.turns, one.members) for one in found.duties] == [("minutes", 1, 2), ("chairing", 1, 1)]
    assert found.unmatched == (("Sopio", 1),)
    enter_past_turns(session)
    assert len(session.scalars(select(Turn)).all()) == sum(one.turns for one in found.duties)
    after = past_turns(session)
    assert (after.meetings, after.duties) == (0, ())
    assert not enter_past_turns(session)


def test_a_turn_that_was_closed_is_not_offered_as_past(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    set_officers(session, kit.meetings[0], MeetingRole.MINUTES, [Named(kit.members[0])])
    hold(session, kit.meetings[0], kit.members)
    assert past_turns(session).meetings == 1
    did = as_planned(session, kit.meetings[0])
    close_meeting_turns(session, kit.meetings[0], done=did, today=dt.date(2026, 2, 6))
    assert past_turns(session).meetings == 0
