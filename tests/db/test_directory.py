"""The directory holds of people's ways only what they agreed to; an organisation's own are its own."""

import datetime as dt

import pytest

from db.history.history import undo
from db.members.directory import directory
from db.members.doubles import join_doubles
from db.members.members import add_member
from db.members.people import add_person, change_person, person
from db.members.representatives import add_representative, change_representative, representatives
from db.vocabulary import RepresentativeRole
from tests.new_file import new_file

DAY = dt.date(2026, 10, 7)
JOINED = dt.date(2019, 3, 1)


@pytest.fixture
def session(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley") as file, file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def orchard(session):
    member, _ = add_member(session, name="Orchard", from_date=JOINED, email="office@orchard.example", phone="555 00")
    add_representative(
        session, member, role=RepresentativeRole.PRIMARY, name="Ana Ruiz", email="ana@x.example", phone="555 01"
    )
    return member


def speaker(session):
    [row] = directory(session, DAY).rows
    [found] = row.speakers
    return found.email, found.phone


def test_nothing_of_a_person_is_listed_unless_they_agreed(session, orchard):
    found = directory(session, DAY)
    assert [(row.email, row.phone) for row in found.rows] == [("office@orchard.example", "555 00")]
    assert speaker(session) == ("", "")
    assert found.to_ask == ("Ana Ruiz",)


def test_each_way_is_agreed_to_by_itself_and_can_be_undone(session, orchard):
    [row] = representatives(session, orchard)
    change_person(session, row.person_id, share_phone=True)
    assert speaker(session) == ("", "555 01")
    assert directory(session, DAY).to_ask == ("Ana Ruiz",)
    change_person(session, row.person_id, share_email=True)
    assert speaker(session) == ("ana@x.example", "555 01")
    assert directory(session, DAY).to_ask == ()
    undo(session)
    assert speaker(session) == ("", "555 01")


def test_who_refused_is_left_out_without_a_word(session, orchard):
    [row] = representatives(session, orchard)
    change_person(session, row.person_id, share_phone=False)
    assert directory(session, DAY).to_ask == ("Ana Ruiz",)  # of the address nobody asked
    change_person(session, row.person_id, share_email=False)
    assert speaker(session) == ("", "")
    assert directory(session, DAY).to_ask == ()


def test_consent_is_set_together_with_the_representative(session, orchard):
    [row] = representatives(session, orchard)
    change_representative(
        session, row.id, role=row.role, from_date=None, to_date=None, phone=" 555 09 ", share_phone=True
    )
    [row] = representatives(session, orchard)
    assert (row.phone, row.share_phone, row.share_email) == ("555 09", True, None)
    undo(session)
    assert representatives(session, orchard)[0].phone == "555 01"


def test_somebody_without_address_or_number_need_not_be_asked(session):
    member, _ = add_member(session, name="Orchard", from_date=JOINED)
    add_representative(session, member, role=RepresentativeRole.PRIMARY, name="Ana Ruiz")
    assert directory(session, DAY).to_ask == ()


def test_an_individual_is_listed_with_what_that_person_agreed_to(session):
    add_member(session, name="Nana Gomi", individual=True, from_date=JOINED, email="nana@x.example", phone="555 07")
    found = directory(session, DAY)
    [row] = found.rows
    assert (row.email, row.phone, row.speakers, found.to_ask) == ("", "", (), ("Nana Gomi",))
    assert row.member.person_id is not None
    change_person(session, row.member.person_id, share_email=True)
    assert directory(session, DAY).rows[0].email == "nana@x.example"
    assert directory(session, DAY).rows[0].phone == ""


def test_when_doubles_are_joined_consent_stays_with_what_it_was_given_for(session):
    kept, _ = add_person(session, name="Ana Ruiz", email="ana@x.example", share_email=True, share_phone=True)
    double, _ = add_person(session, name="Ana Ruiz Paz", phone="555 01")
    join_doubles(session, kept, double)
    row = person(session, kept)
    assert (row.phone, row.share_phone, row.share_email) == ("555 01", None, True)
