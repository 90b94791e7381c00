"""Joining doubles and attaching individuals: every mention moves, nothing is lost, one step to undo."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from db.errors.members import NotAnIndividual, NotAnOrganisation, SameTwice
from db.errors.records import NotFound
from db.history import history
from db.members.co_chairs import add_co_chair, co_chairs_on
from db.members.doubles import attach_individual_to_organisation, join_doubles, likely_doubles, note_different
from db.members.groups import add_group, add_group_member, group_detail
from db.members.member_record import member_detail
from db.members.members import add_member, add_offer, change_member, member_row, members_on
from db.members.memberships import add_spell, spells
from db.members.people import add_person, people
from db.members.representatives import add_representative, representatives
from db.schema import Action, AgendaItem, Attendance, Base, MeetingOfficer
from db.vocabulary import MeetingRole, MemberStatus, RepresentativeRole

JOINED = dt.date(2019, 3, 1)
LATER = dt.date(2021, 3, 1)
TODAY = dt.date(2026, 10, 15)
PRIMARY, ALTERNATE = RepresentativeRole.PRIMARY, RepresentativeRole.ALTERNATE


def record_work(session, add_meeting, member, person):
    """Let a member (and its person) appear in every place that may speak of one."""
    with history.step(session, "test"):
        meeting = add_meeting(session, 1, JOINED, present=[(member, person)])
        session.add(MeetingOfficer(meeting_id=meeting, role=MeetingRole.CHAIR, member_id=member, as_written="N. Ghomi"))
        session.add(AgendaItem(meeting_id=meeting, title="Milk", brought_by_member_id=member))
        session.add(Action(meeting_id=meeting, sequence=1, text="Map", owner_member_id=member))
    return meeting


def everything(session):
    names = [
        table.name for table in Base.metadata.sorted_tables if table.name not in ("step", "change", "search_entry")
    ]
    return {name: sorted(map(str, session.execute(text(f"SELECT * FROM {name}")))) for name in names}


def test_an_individual_is_attached_to_an_organisation_in_one_step(file, add_meeting):
    with file.writing() as session:
        organisation, _ = add_member(session, name="Dairy", from_date=LATER)
        nana, _ = add_member(session, name="Nana Ghomi", individual=True, from_date=JOINED, email="n@d.example")
        person = member_row(session, nana).person_id
        record_work(session, add_meeting, nana, None)
        group, _ = add_group(session, name="Cooperatives", coordinator_member_id=nana, start_date=JOINED)
        add_group_member(session, group, organisation, from_date=LATER)
        add_offer(session, nana, text="A van")
        change_member(session, nana, note="Speaks Svan")
        add_co_chair(session, person_id=person, member_id=nana, from_date=JOINED)
        before = everything(session)
        changes = attach_individual_to_organisation(session, nana, organisation)
        assert {"member", "attendance", "meeting_officer", "action", "agenda_item", "membership"} <= changes.kinds
    with file.writing() as session:
        assert [row.name for row in members_on(session, TODAY)] == ["Dairy"]
        seat = session.scalars(select(Attendance)).one()
        assert (seat.member_id, seat.person_id) == (organisation, person)
        officer = session.scalars(select(MeetingOfficer)).one()
        assert (officer.member_id, officer.person_id, officer.as_written) == (organisation, person, "N. Ghomi")
        action = session.scalars(select(Action)).one()
        assert (action.owner_member_id, action.owner_person_id) == (organisation, person)
        (speaker,) = representatives(session, organisation)
        assert (speaker.person_id, speaker.role, speaker.from_date, speaker.to_date) == (
            person,
            ALTERNATE,
            JOINED,
            None,
        )
        found = group_detail(session, group, TODAY)
        assert (found.group.coordinator_member_id, found.group.coordinator_person_id) == (organisation, person)
        assert [(row.from_date, row.to_date) for row in found.members] == [(JOINED, None)]
        detail = member_detail(session, organisation, TODAY)
        brought = [row.label.title for row in detail.brought]
        assert ([offer.text for offer in detail.offers], brought) == (["A van"], ["Milk"])
        assert [row.member_id for row in co_chairs_on(session, TODAY)] == [organisation]
        assert [row.from_date for row in detail.spells] == [LATER]
        assert [(row.name, row.note) for row in people(session)] == [("Nana Ghomi", "Speaks Svan")]
        history.undo(session)
        assert everything(session) == before


def test_an_organisation_without_dates_takes_those_of_the_individual(file):
    with file.writing() as session:
        organisation, _ = add_member(session, name="Dairy", status=None)
        nana, _ = add_member(session, name="Nana", individual=True, from_date=JOINED)
        attach_individual_to_organisation(session, nana, organisation)
        assert member_row(session, organisation, TODAY).since == JOINED


def test_only_individuals_are_attached_and_only_to_organisations(file):
    with file.writing() as session:
        organisation, _ = add_member(session, name="Dairy")
        other, _ = add_member(session, name="Bees")
        nana, _ = add_member(session, name="Nana", individual=True)
        zaza, _ = add_member(session, name="Zaza", individual=True)
        with pytest.raises(NotAnIndividual):
            attach_individual_to_organisation(session, organisation, other)
        with pytest.raises(NotAnOrganisation):
            attach_individual_to_organisation(session, nana, zaza)
        with pytest.raises(SameTwice):
            attach_individual_to_organisation(session, nana, nana)
        with pytest.raises(SameTwice):
            join_doubles(session, nana, nana)
        with pytest.raises(NotAnOrganisation):
            join_doubles(session, nana, organisation)
        with pytest.raises(NotFound):
            join_doubles(session, nana, member_row(session, nana).person_id)


def test_two_spellings_of_an_individual_become_one(file, add_meeting):
    with file.writing() as session:
        keep, _ = add_member(session, name="Nana Ghomi", individual=True, from_date=LATER, phone="555")
        drop, _ = add_member(session, name="Nana Gomi", individual=True, from_date=JOINED, email="n@d.example")
        record_work(session, add_meeting, drop, member_row(session, drop).person_id)
        (pair,) = likely_doubles(session)
        assert (pair.table, {pair.first_id, pair.second_id}) == ("member", {keep, drop})
        before = everything(session)
        join_doubles(session, keep, drop)
        detail = member_detail(session, keep, TODAY)
        assert (detail.phone, detail.email) == ("555", "n@d.example")
        assert [(row.from_date, row.to_date) for row in detail.spells] == [(JOINED, None)]
        assert [row.name for row in people(session)] == ["Nana Ghomi"]
        seat = session.scalars(select(Attendance)).one()
        assert (seat.member_id, seat.person_id) == (keep, detail.row.person_id)
        history.undo(session)
        assert everything(session) == before


def test_an_individual_joined_with_an_organisation_is_attached(file):
    with file.writing() as session:
        organisation, _ = add_member(session, name="Dairy", from_date=JOINED)
        nana, _ = add_member(session, name="Nana", individual=True, from_date=LATER)
        join_doubles(session, organisation, nana)
        assert member_row(session, organisation, TODAY).people == ("Nana",)


def test_two_people_become_one_who_speaks_once_a_day(file):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Dairy")
        keep, _ = add_person(session, name="Nana Ghomi", phone="555")
        drop, _ = add_person(session, name="N. Ghomi", email="n@d.example")
        add_representative(session, dairy, person_id=keep, role=PRIMARY, from_date=LATER)
        add_representative(session, dairy, person_id=drop, role=ALTERNATE, from_date=JOINED)
        add_co_chair(session, person_id=keep, from_date=LATER, to_date=TODAY)
        add_co_chair(session, person_id=drop, member_id=dairy, from_date=JOINED)
        assert [pair.table for pair in likely_doubles(session)] in ([], ["person"])
        join_doubles(session, keep, drop)
        assert [(row.role, row.from_date, row.to_date) for row in representatives(session, dairy)] == [
            (PRIMARY, LATER, None),
            (ALTERNATE, JOINED, LATER),
        ]
        assert [row.member_id for row in co_chairs_on(session, JOINED)] == [dairy]
        assert [row.member_id for row in co_chairs_on(session, LATER)] == [None]
        assert [row.member_id for row in co_chairs_on(session, TODAY)] == [dairy]
        (row,) = people(session)
        assert (row.phone, row.email) == ("555", "n@d.example")


def test_joining_two_people_who_are_members_joins_the_members(file):
    with file.writing() as session:
        keep, _ = add_member(session, name="Nana", individual=True)
        drop, _ = add_member(session, name="Nanna", individual=True)
        join_doubles(session, member_row(session, keep).person_id, member_row(session, drop).person_id)
        assert [row.id for row in members_on(session)] == [keep]
        assert len(people(session)) == 1


days = st.integers(0, 20)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), days, st.none() | days, st.sampled_from(["member", "observer"])), max_size=6))
def test_joining_keeps_every_day_either_belonged(file, wanted):
    with file.writing() as session:
        pair = [add_member(session, name=name, status=None)[0] for name in ("A", "B")]
        known: list[dict[int, str]] = [{}, {}]
        for side, start, end, word in wanted:
            span = range(start, 22 if end is None else end)
            if (end is not None and end < start) or any(day in known[side] for day in span):
                continue
            first = JOINED + dt.timedelta(days=start)
            last = None if end is None else JOINED + dt.timedelta(days=end)
            if end is None and any(day >= start for day in known[side]):
                continue
            add_spell(session, pair[side], status=MemberStatus(word), from_date=first, to_date=last)
            known[side].update(dict.fromkeys(span, word))
        join_doubles(session, *pair)
        found = spells(session, pair[0])
        for day in range(22):
            date = JOINED + dt.timedelta(days=day)
            on = [row.status for row in found if row.from_date <= date and (row.to_date is None or date < row.to_date)]
            word = known[0].get(day) or known[1].get(day)
            assert on == ([MemberStatus(word)] if word else [])


def test_those_found_to_be_different_are_not_asked_about_again(file):
    with file.writing() as session:
        one, _ = add_member(session, name="Nana Gomi", individual=True)
        other, _ = add_member(session, name="Nana Ghomi", individual=True)
        assert len(likely_doubles(session)) == 1
        note_different(session, other, one)
        note_different(session, one, other)
        assert likely_doubles(session) == []
        third, _ = add_member(session, name="Nana Gomii", individual=True)
        join_doubles(session, third, one)
        assert likely_doubles(session) == []  # what was known of the one is known of the third
        with pytest.raises(SameTwice):
            note_different(session, third, third)
        with pytest.raises(NotFound):
            note_different(session, third, member_row(session, other).person_id)
        history.undo(session)
        history.undo(session)
        history.undo(session)
        assert len(likely_doubles(session)) == 1
