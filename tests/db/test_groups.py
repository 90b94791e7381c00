"""Groups, their members with dates, and the co-chairs' terms."""

import datetime as dt

import pytest

from db.errors.members import NotBelonging
from db.errors.records import DatesOutOfOrder, NameMissing, NotFound, SpellsOverlap, StillNeeded
from db.history import history
from db.ids import new_id
from db.members.co_chairs import (
    add_co_chair,
    change_co_chair,
    co_chair_terms,
    co_chair_warnings,
    co_chairs_on,
    delete_co_chair,
    end_co_chair,
)
from db.members.groups import (
    add_group,
    add_group_member,
    body_meetings,
    change_group,
    change_group_member,
    delete_group,
    delete_group_member,
    end_group_member,
    group_detail,
    groups_on,
)
from db.members.members import add_member, members_on, seats_on
from db.members.memberships import leave, rejoin
from db.members.people import add_person

START = dt.date(2023, 1, 1)
MIDDLE = dt.date(2024, 1, 1)
END = dt.date(2025, 1, 1)
TODAY = dt.date(2026, 10, 15)


def test_a_group_has_a_coordinator_members_and_dates(file):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Dairy", from_date=START)
        bees, _ = add_member(session, name="Bees", from_date=START)
        group, _ = add_group(
            session, name=" Cooperatives ", coordinator_member_id=dairy, start_date=START, review_date=MIDDLE
        )
        row, _ = add_group_member(session, group, bees, from_date=START)
        with pytest.raises(SpellsOverlap):
            add_group_member(session, group, bees, from_date=MIDDLE)
        with pytest.raises(NotBelonging):  # it would have been in it on no day
            end_group_member(session, row, on=START)
        end_group_member(session, row, on=MIDDLE)
        with pytest.raises(NotBelonging):
            end_group_member(session, row, on=END)
    with file.reading() as session:
        found = group_detail(session, group, TODAY)
        assert (found.group.name, found.group.coordinator_member, found.group.member_count) == (
            "Cooperatives", "Dairy", 1
        )  # fmt: skip
        assert found.group.review_due
        assert [(member.name, member.current, member.coordinates) for member in found.members] == [
            ("Dairy", True, True),
            ("Bees", False, False),
        ]
        assert [seat.name for seat in seats_on(session, group, START)] == ["Bees", "Dairy"]
        assert [seat.name for seat in seats_on(session, group, MIDDLE)] == ["Dairy"]
        assert next(row for row in members_on(session, START) if row.id == bees).group_ids == {group}


def test_a_group_ends_and_is_still_known(file):
    with file.writing() as session:
        group, _ = add_group(session, name="Access to finance", start_date=START)
        change_group(session, group, end_date=END, purpose=" Credit for all ")
        with pytest.raises(DatesOutOfOrder):
            change_group(session, group, end_date=START - dt.timedelta(days=1))
    with file.reading() as session:
        assert [row.name for row in groups_on(session, MIDDLE)] == ["Access to finance"]
        assert groups_on(session, END) == []
        assert [row.purpose for row in groups_on(session, END, everyone=True)] == ["Credit for all"]


def test_who_left_the_alliance_has_no_seat_in_a_group(file):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Dairy", from_date=START)
        group, _ = add_group(session, name="G", coordinator_member_id=dairy)
        leave(session, dairy, MIDDLE)
    with file.reading() as session:
        assert seats_on(session, group, END) == []
        before, after = (group_detail(session, group, day) for day in (START, END))
        assert (before.group.member_count, before.group.coordinator_left, before.members[0].current) == (1, False, True)
        assert (after.group.member_count, after.group.coordinator_left, after.members[0].current) == (0, True, False)
    with file.writing() as session:
        rejoin(session, dairy, on=END)
        assert group_detail(session, group, END).group.member_count == 1
        leave(session, dairy, END)
        change_group(session, group, end_date=END)
        assert not group_detail(session, group, END).group.coordinator_left, "nobody needs to coordinate it any more"


def test_a_group_that_met_stays(file, add_meeting):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Dairy")
        group, _ = add_group(session, name="G", coordinator_member_id=dairy)
        with history.step(session, "test"):
            meeting = add_meeting(session, 1, MIDDLE, group_id=group)
            add_meeting(session, 7, MIDDLE)
        with pytest.raises(StillNeeded) as refused:
            delete_group(session, group)
        assert refused.value.uses == {"meeting": 1}
        assert [row.id for row in group_detail(session, group).meetings] == [meeting]
        assert [row.number for row in body_meetings(session, None, limit=5)] == [7]
        other, _ = add_group(session, name="H", coordinator_member_id=dairy)
        delete_group(session, other)
        with pytest.raises(NotFound):
            group_detail(session, other)


def test_a_groups_members_are_put_right(file):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Dairy")
        group, _ = add_group(session, name="G")
        first, _ = add_group_member(session, group, dairy, from_date=START, to_date=MIDDLE)
        second, _ = add_group_member(session, group, dairy, from_date=END)
        with pytest.raises(SpellsOverlap):
            change_group_member(session, first, from_date=START, to_date=None)
        delete_group_member(session, second)
        change_group_member(session, first, from_date=None, to_date=None)
        assert group_detail(session, group).members[0].current
        with pytest.raises(NameMissing):
            change_group(session, group, name="")
        with pytest.raises(TypeError):
            change_group(session, group, id=new_id())
        with pytest.raises(NotFound):
            change_group(session, new_id(), name="X")


def test_two_co_chairs_of_one_organisation_are_a_warning(file):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Dairy")
        nana, _ = add_person(session, name="Nana")
        zaza, _ = add_person(session, name="Zaza")
        gia, _ = add_person(session, name="Gia")
        add_co_chair(session, person_id=nana, member_id=dairy, from_date=START)
        term, _ = add_co_chair(session, person_id=zaza, member_id=dairy, from_date=MIDDLE)
        add_co_chair(session, person_id=gia, from_date=MIDDLE)
        with pytest.raises(SpellsOverlap):
            add_co_chair(session, person_id=zaza, from_date=END)
        assert co_chair_warnings(session, START) == []
        (warning,) = co_chair_warnings(session, TODAY)
        assert (warning.member_name, warning.names) == ("Dairy", ("Nana", "Zaza"))
        with pytest.raises(NotBelonging):  # it would have been a term of no day
            end_co_chair(session, term, on=MIDDLE)
        end_co_chair(session, term, on=END)
        assert co_chair_warnings(session, TODAY) == []
        assert [row.name for row in co_chairs_on(session, TODAY)] == ["Nana", "Gia"]
        with pytest.raises(NotBelonging):
            end_co_chair(session, term, on=TODAY)
        change_co_chair(session, term, member_id=None, from_date=START, to_date=MIDDLE)
        delete_co_chair(session, term)
        assert len(co_chair_terms(session)) == 2
        add_co_chair(session, name="Somebody New", from_date=TODAY)
        assert "Somebody New" in [row.name for row in co_chairs_on(session, TODAY)]
        with pytest.raises(NameMissing):
            add_co_chair(session, from_date=TODAY)
        with pytest.raises(NotFound):
            delete_co_chair(session, term)
