"""Members, their spells, representatives and offers, on real files."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.alliance import member_kinds
from db.errors.members import NotBelonging, ShareNotPossible
from db.errors.records import DatesOutOfOrder, NameMissing, NotFound, SpellsOverlap, StillNeeded
from db.history import history
from db.ids import new_id
from db.listing import listed_members
from db.members.member_record import member_detail
from db.members.members import (
    add_member,
    add_offer,
    change_member,
    change_offer,
    delete_member,
    delete_offer,
    member_row,
    members_on,
    seats_on,
)
from db.members.memberships import add_spell, change_spell, delete_spell, leave, rejoin, set_spells, set_status, spells
from db.members.people import add_person, change_person, delete_person, people
from db.members.representatives import (
    add_representative,
    change_representative,
    delete_representative,
    end_representative,
    representatives,
)
from db.schema import Member, Person
from db.spells import Stretch, covers
from db.vocabulary import MemberStatus, RepresentativeRole

JOINED = dt.date(2019, 3, 1)
LEFT = dt.date(2022, 6, 1)
BACK = dt.date(2023, 1, 10)
TODAY = dt.date(2026, 10, 15)
PRIMARY, ALTERNATE = RepresentativeRole.PRIMARY, RepresentativeRole.ALTERNATE


def test_who_was_a_member_in_may_2024(file):
    with file.writing() as session:
        dairy, _ = add_member(session, name="Upper Phasis Dairy Cooperative", from_date=JOINED)
        add_member(session, name="Late Comers' Union", from_date=dt.date(2025, 1, 1))
        gone, _ = add_member(session, name="Gone Again Society", from_date=JOINED)
        leave(session, gone, LEFT)
        watcher, _ = add_member(session, name="Soil Institute", status=MemberStatus.OBSERVER)
    with file.reading() as session:
        rows = members_on(session, dt.date(2024, 5, 15))
        assert [(row.name, row.status) for row in rows] == [
            ("Soil Institute", MemberStatus.OBSERVER),
            ("Upper Phasis Dairy Cooperative", MemberStatus.MEMBER),
        ]
        everyone = {row.id: row.status for row in members_on(session, dt.date(2024, 5, 15), everyone=True)}
        assert everyone[gone] is MemberStatus.LEFT
        assert None in everyone.values()
        assert [seat.member_id for seat in seats_on(session, None, dt.date(2024, 5, 15))] == [dairy]
        assert watcher in everyone


def test_leaving_and_coming_back_are_two_spells(file):
    with file.writing() as session:
        member, _ = add_member(session, name="Hill Beekeepers", from_date=JOINED)
        leave(session, member, LEFT)
        rejoin(session, member, on=BACK)
        with pytest.raises(SpellsOverlap) as refused:
            rejoin(session, member, on=dt.date(2024, 1, 1))
        assert (refused.value.name, refused.value.day) == ("Hill Beekeepers", dt.date(2024, 1, 1))
        with pytest.raises(NotBelonging):
            leave(session, member, dt.date(2022, 12, 1))
    with file.reading() as session:
        assert [(row.from_date, row.to_date) for row in spells(session, member)] == [(JOINED, LEFT), (BACK, None)]
        by_day = {day: member_row(session, member, day).status for day in (LEFT, BACK, JOINED - dt.timedelta(days=1))}
        assert list(by_day.values()) == [MemberStatus.LEFT, MemberStatus.MEMBER, None]
        assert member_row(session, member, TODAY).since == BACK


def test_a_candidate_becomes_a_member_and_an_observer(file):
    with file.writing() as session:
        member, _ = add_member(session, name="Young Farmers", status=MemberStatus.CANDIDATE, from_date=JOINED)
        set_status(session, member, MemberStatus.MEMBER, LEFT)
        set_status(session, member, MemberStatus.OBSERVER, BACK)
        set_status(session, member, MemberStatus.INVITED, BACK)  # put right on its first day
        assert [row.status.value for row in spells(session, member)] == ["candidate", "member", "invited"]
        set_status(session, member, MemberStatus.LEFT, TODAY)
        assert member_row(session, member, TODAY).status is MemberStatus.LEFT
        with pytest.raises(SpellsOverlap):
            leave(session, member, dt.date(2020, 1, 1))  # the record says it went straight on
        with pytest.raises(SpellsOverlap):
            set_status(session, member, MemberStatus.MEMBER, dt.date(2018, 1, 1))


def test_spells_are_put_right_by_hand(file):
    with file.writing() as session:
        member, _ = add_member(session, name="Tea Growers", status=None)
        assert members_on(session, TODAY) == []
        first, _ = add_spell(session, member, status=MemberStatus.MEMBER, from_date=JOINED, to_date=LEFT)
        second, _ = add_spell(session, member, status=MemberStatus.OBSERVER, from_date=LEFT)
        with pytest.raises(SpellsOverlap):
            change_spell(session, first, status=MemberStatus.MEMBER, from_date=JOINED, to_date=BACK)
        with pytest.raises(DatesOutOfOrder):
            change_spell(session, first, status=MemberStatus.MEMBER, from_date=LEFT, to_date=JOINED)
        delete_spell(session, second)
        change_spell(session, first, status=MemberStatus.MEMBER, from_date=None, to_date=BACK)
        assert [(row.from_date, row.to_date) for row in spells(session, member)] == [(None, BACK)]
        with pytest.raises(NotFound):
            delete_spell(session, second)
        observer, late = (MemberStatus.OBSERVER, BACK, None), (MemberStatus.MEMBER, LEFT, TODAY)
        with pytest.raises(SpellsOverlap):
            set_spells(session, member, [observer, late])
        set_spells(session, member, [observer, (MemberStatus.MEMBER, JOINED, LEFT)])
        assert [(row.from_date, row.to_date) for row in spells(session, member)] == [(JOINED, LEFT), (BACK, None)]
        set_spells(session, member, [])
        assert spells(session, member) == []


deeds = st.tuples(
    st.sampled_from(["set", "leave", "rejoin"]),
    st.integers(0, 40),
    st.sampled_from([MemberStatus.CANDIDATE, MemberStatus.MEMBER, MemberStatus.OBSERVER]),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(deeds, max_size=8))
def test_whatever_is_done_a_member_is_one_thing_a_day(file, done):
    with file.writing() as session:
        member, _ = add_member(session, name="M", from_date=JOINED)
        for deed, offset, status in done:
            day = JOINED + dt.timedelta(days=offset)
            before = spells(session, member)
            try:
                if deed == "set":
                    set_status(session, member, status, day)
                elif deed == "leave":
                    leave(session, member, day)
                else:
                    rejoin(session, member, on=day, status=status)
                expected = MemberStatus.LEFT if deed == "leave" else status
                assert member_row(session, member, day).status is expected
            except (SpellsOverlap, NotBelonging):
                assert spells(session, member) == before
        found = [Stretch(row.from_date, row.to_date) for row in spells(session, member)]
        for offset in range(45):
            day = JOINED + dt.timedelta(days=offset)
            assert sum(covers(spell, day) for spell in found) <= 1
        delete_member(session, member)


def test_codes_are_unique_and_names_required(file):
    with file.writing() as session:
        kind = member_kinds(session)[0].id
        for name in ("Hazelnut Growers' Union", "Highland Goats"):
            add_member(session, name=f"  {name} ", kind_id=kind)
        assert [row.code for row in members_on(session)] == ["HG", "HI"]
        assert [row.name for row in members_on(session)] == ["Hazelnut Growers' Union", "Highland Goats"]
        with pytest.raises(NameMissing):
            add_member(session, name=" ")
        with pytest.raises(ShareNotPossible):
            add_member(session, name="X", duty_share=Decimal("-1"))
        with pytest.raises(DatesOutOfOrder):
            add_member(session, name="X", from_date=LEFT, to_date=JOINED)


def test_changing_a_member_dates_its_note_and_is_undone(file):
    with file.writing(who="Keti") as session:
        member, _ = add_member(session, name="Dairy")
        changes = change_member(session, member, note=" Before milking time ", grassroots=True, duty_share="0.5")
        assert changes.kinds == {"member"}
        detail = member_detail(session, member)
        assert (detail.note, detail.row.grassroots, detail.duty_share) == ("Before milking time", True, Decimal("0.5"))
        assert detail.noted_on is not None
        with pytest.raises(NameMissing):
            change_member(session, member, name="")
        with pytest.raises(TypeError):
            change_member(session, member, person_id=new_id())
        with pytest.raises(ShareNotPossible):
            change_member(session, member, duty_share=Decimal("NaN"))
    with file.writing() as session:
        history.undo(session)
        assert member_detail(session, member).note == ""
        assert {change.field for change in history.changes_of_row(session, member)} >= {"note", "duty_share"}


def test_an_individual_is_a_person_and_speaks_for_itself(file):
    with file.writing() as session:
        member, _ = add_member(session, name="Nana Ghomi", individual=True)
        row = member_row(session, member)
        assert (row.primary_id, row.primary_name) == (row.person_id, "Nana Ghomi")
        other, _ = add_representative(session, member, role=ALTERNATE, name="Zaza Kveli")
        assert member_row(session, member).people == ("Nana Ghomi", "Zaza Kveli")
        change_representative(session, other, role=PRIMARY, from_date=None, to_date=None)
        assert member_row(session, member).people == ("Zaza Kveli", "Nana Ghomi")
        change_member(session, member, name="Nana Gomi")
        assert [person.name for person in people(session)] == ["Nana Gomi", "Zaza Kveli"]
        change_person(session, row.person_id, name="Nana Ghomi")
        assert member_row(session, member).name == "Nana Ghomi"
        delete_representative(session, other)
        delete_member(session, member)
        assert [person.name for person in people(session)] == ["Zaza Kveli"]


def test_representatives_have_dates_and_roles(file):
    with file.writing() as session:
        member, _ = add_member(session, name="Dairy", from_date=JOINED)
        zaza, _ = add_person(session, name="Zaza Kveli", phone=" 555 01 ")
        nana_row, _ = add_representative(
            session, member, role=PRIMARY, name="Nana", email="n@d.example", from_date=BACK
        )
        zaza_row, _ = add_representative(session, member, role=ALTERNATE, person_id=zaza, to_date=LEFT)
        with pytest.raises(SpellsOverlap):
            add_representative(session, member, role=PRIMARY, person_id=zaza, from_date=JOINED)
        add_representative(session, member, role=PRIMARY, person_id=zaza, from_date=LEFT, to_date=BACK)
        assert [member_row(session, member, day).people for day in (JOINED, LEFT, BACK)] == [
            ("Zaza Kveli",), ("Zaza Kveli",), ("Nana",)
        ]  # fmt: skip
        assert member_row(session, member, LEFT).primary_name == "Zaza Kveli"
        end_representative(session, nana_row, on=TODAY)
        with pytest.raises(NotBelonging):
            end_representative(session, nana_row, on=TODAY + dt.timedelta(days=1))
        with pytest.raises(NotBelonging):  # ended so, she would have spoken for it on no day
            end_representative(session, nana_row, on=BACK)
        assert member_row(session, member, TODAY).primary_name == ""
        assert [row.id for row in representatives(session, member)][-1] == zaza_row
        seat = seats_on(session, None, BACK)[0]
        assert [(name, role) for _person, name, role in seat.representatives] == [("Nana", PRIMARY)]


def test_what_the_record_speaks_of_is_not_deleted(file, add_meeting):
    with file.writing() as session:
        member, _ = add_member(session, name="Dairy", from_date=JOINED)
        row, _ = add_representative(session, member, role=PRIMARY, name="Nana")
        person = representatives(session, member)[0].person_id
        with history.step(session, "test"):
            add_meeting(session, 1, JOINED, present=[(member, person)])
        with pytest.raises(StillNeeded) as refused:
            delete_member(session, member)
        assert refused.value.uses == {"attendance": 1}
        with pytest.raises(StillNeeded):
            delete_person(session, person)
        other, _ = add_member(session, name="Never Came")
        add_offer(session, other, text="A room")
        delete_member(session, other)
        with pytest.raises(NotFound):
            delete_member(session, other)
    with file.writing() as session:
        step = next(made for made in history.recent_steps(session) if made.name == "delete_member")
        history.restore(session, step.id)
        assert [offer.text for offer in member_detail(session, other).offers] == ["A room"]
        assert row


def test_offers(file):
    with file.writing() as session:
        member, _ = add_member(session, name="Dairy")
        room, _ = add_offer(session, member, text=" Room for 25 ")
        van, _ = add_offer(session, member, text="Van")
        change_offer(session, room, text="Room for 30")
        delete_offer(session, van)
        assert [offer.text for offer in member_detail(session, member).offers] == ["Room for 30"]
        with pytest.raises(NameMissing):
            add_offer(session, member, text="")
        with pytest.raises(NotFound):
            delete_offer(session, van)


def test_people_in_every_script_are_found_by_name(file):
    with file.writing() as session:
        for name in ("ქეთი აჯიკა", "Արամ", "أحمد", "Ñusta Qhispi"):
            add_member(session, name=name, individual=True)
    with file.reading() as session:
        assert {row.name for row in people(session)} == set(session.scalars(select(Person.name)))
        assert all(session.scalars(select(Member.code)))


def test_names_stand_where_people_look_for_them(file):
    names = ["Ávila", "Ærø", "Łódzkie", "Österreich", "Water", "zinc"]
    with file.writing(who="Ana") as session:
        for name in reversed(names):
            add_member(session, name=name, from_date=JOINED)
    with file.reading() as session:
        assert [row.name for row in members_on(session, JOINED)] == ["Ærø", "Ávila", *names[2:]]
        assert [row.name for row in listed_members(session, JOINED)] == ["Ærø", "Ávila", *names[2:]]
