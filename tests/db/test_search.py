"""Finding things: accents, case, prefixes, filters, and an index that keeps up with every step."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import alliance, history, search
from db.charter import add_section, adopt_version, begin_version, change_version, delete_section, version
from db.decisions import supersede
from db.deletion import delete_row
from db.engine import AllianceFile
from db.groups import change_group
from db.indicators import add_indicator, record_observation
from db.members import change_member, delete_offer
from db.notes import add_note
from db.people import add_person, change_person
from db.schema import Action, AgendaItem, Decision, Group, Meeting, Member, Offer
from db.search import Query, find, read_query
from db.vocabulary import ActionState, CharterKind, MeetingStatus, NoteKind


@pytest.fixture
def filled(file: AllianceFile) -> AllianceFile:
    with file.writing() as session, history.step(session, "set_up"):
        group = Group(name="Access to finance", purpose="Loans for small farms")
        session.add(group)
        session.flush()
        old = Meeting(
            number=40, date=dt.date(2024, 5, 2), status=MeetingStatus.CLOSED, original_text="Caña de azúcar\r\n"
        )
        new = Meeting(number=3, group_id=group.id, date=dt.date(2026, 10, 22), place="Hall 2")
        session.add_all([old, new])
        session.flush()
        item = AgendaItem(meeting_id=new.id, title="Water-user fee", text="Users of the lower canal pay twice.")
        session.add(item)
        session.flush()
        first = Decision(meeting_id=old.id, sequence=1, text="The canal fee stays")
        session.add(first)
        session.flush()
        session.add(
            Decision(
                meeting_id=new.id, item_id=item.id, sequence=1, text="A canal fee by volume", supersedes_id=first.id
            )
        )
        session.add(Action(meeting_id=new.id, sequence=1, text="Draw the canal map", state=ActionState.OPEN))
        session.add(Action(meeting_id=old.id, sequence=2, text="Measure the canal", state=ActionState.DONE))
        member = Member(name="Ñandú Ağri ქართული")
        session.add(member)
        session.flush()
        session.add(Offer(member_id=member.id, text="A van with eight seats"))
    return file


def titles(session: Session, typed: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.title) for hit in find(session, typed)]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("nandu", "member"), ("ÑANDÚ", "member"), ("agri", "member"), ("ქართ", "member"), ("eight sea", "member"),
        ("cana azucar", "minutes"), ("lower canal", "minutes"), ("water fee", "item"), ("finance", "group"),
        ("hall", "meeting"),
    ],
)  # fmt: skip
def test_accents_case_and_prefixes(filled: AllianceFile, typed: str, kind: str) -> None:
    with filled.reading() as session:
        assert kind in {hit.kind for hit in find(session, typed)}


def test_a_finished_word_is_not_a_prefix(filled: AllianceFile) -> None:
    with filled.reading() as session:
        assert titles(session, "decision: can")
        assert not titles(session, "decision: can ")


def test_filters(filled: AllianceFile) -> None:
    with filled.reading() as session:
        assert titles(session, "canal action: open") == [("action", "Draw the canal map")]
        assert titles(session, "canal superseded") == [("decision", "The canal fee stays")]
        assert titles(session, "canal current") == [("decision", "A canal fee by volume")]
        assert titles(session, "decision:canal from:2025") == [("decision", "A canal fee by volume")]
        assert titles(session, "decision: to:2024-05") == [("decision", "The canal fee stays")]
        assert titles(session, "decision: to:2024-05-01") == []


def test_a_hit_says_where_it_stands_and_shows_the_passage(filled: AllianceFile) -> None:
    with filled.reading() as session:
        hit = find(session, "minutes: canal")[0]
    assert (hit.meeting, hit.group, hit.date) == ("3", "Access to finance", dt.date(2026, 10, 22))
    assert hit.passage == "Users of the lower \ue000canal\ue001 pay twice."


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', "'", "*", "a AND", "NEAR(", "title:x", "from:", "from:20x", "-", "^a", "from:9999-12", "from:0"],
)
def test_whatever_is_typed_is_never_syntax(filled: AllianceFile, typed: str) -> None:
    with filled.reading() as session:
        find(session, typed)


def test_the_index_follows_changes_undo_and_rebuild(filled: AllianceFile) -> None:
    with filled.writing() as session, history.step(session, "rename"):
        member = session.query(Member).one()
        member.name = "Hill Beekeepers"
    with filled.writing() as session:
        assert titles(session, "beek") == [("member", "Hill Beekeepers")]
        assert not titles(session, "nandu")
        history.undo(session)
        assert not titles(session, "beek")
        assert titles(session, "nandu")
        before = sorted(titles(session, "canal"))
        search.rebuild(session)
        assert sorted(titles(session, "canal")) == before
    with filled.writing() as session, history.step(session, "delete"):
        session.delete(session.query(Action).filter_by(sequence=1).one())
    with filled.reading() as session:
        assert not titles(session, "action: map")


def test_settings_of_the_alliance_are_not_found(filled: AllianceFile) -> None:
    with filled.writing() as session:
        alliance.change_alliance(session, place="Zanzibar")
        assert find(session, "zanzibar") == []


def test_what_was_typed_is_taken_apart() -> None:
    query = read_query("Decision: water open from:2024-12 fee ")
    assert query == Query(("water", "fee"), ("decision",), ("open",), dt.date(2024, 12, 1), None, True)
    assert read_query("to:2024-12").to_date == dt.date(2025, 1, 1)


def test_what_stands_under_a_name_is_found_under_the_new_one(filled: AllianceFile) -> None:
    with filled.writing() as session:
        member = session.query(Member).one()
        person_id, _changes = add_person(session, name="Gia Lobio")
        with history.step(session, "give"):
            drawn, measured = session.query(Action).order_by(Action.sequence)
            drawn.owner_member_id, measured.owner_person_id = member.id, person_id
        change_member(session, member.id, name="Hazelnut Union")
        change_person(session, person_id, name="Gia Hazel")
        change_group(session, session.query(Group).one().id, name="Credit")
    with filled.reading() as session:
        assert ("action", "Draw the canal map") in titles(session, "hazelnut")
        assert ("action", "Measure the canal") in titles(session, "gia hazel")
        assert titles(session, "action: lobio") == titles(session, "action: nandu") == []
        assert ("meeting", "Credit") in titles(session, "credit")
        assert search.disagreements(session) == 0
    with filled.writing() as session:
        for _step in range(3):
            history.undo(session)
    with filled.reading() as session:
        assert titles(session, "action: nandu") == [("action", "Draw the canal map")]
        assert search.disagreements(session) == 0


def test_an_older_decision_is_current_again_when_nothing_supersedes_it(filled: AllianceFile) -> None:
    with filled.writing() as session:
        newer = session.scalars(select(Decision).where(Decision.supersedes_id.is_not(None))).one()
        supersede(session, newer.id, supersedes_id=None)
        assert ("decision", "The canal fee stays") in titles(session, "canal current")
    with filled.writing() as session:
        history.undo(session)
        assert ("decision", "The canal fee stays") in titles(session, "canal superseded")
    with filled.writing() as session, history.step(session, "delete_decision"):
        delete_row(session, session.get_one(Decision, newer.id))
    with filled.reading() as session:
        assert ("decision", "The canal fee stays") in titles(session, "canal current")
        assert search.disagreements(session) == 0


def test_an_offer_taken_away_is_not_found_any_more(filled: AllianceFile) -> None:
    with filled.writing() as session:
        delete_offer(session, session.scalars(select(Offer.id)).one())
        assert titles(session, "eight seats") == []
        assert search.disagreements(session) == 0
        history.undo(session)
        assert titles(session, "eight seats") != []


def test_the_charter_indicators_and_notes_are_found(file):
    with file.writing() as session:
        first, _ = begin_version(session, CharterKind.PRINCIPLES)
        add_section(session, first, heading="Water before profit", text="No fee for drinking water.")
        adopt_version(session, first, on=dt.date(2024, 1, 1))
        second, _ = begin_version(session, CharterKind.PURPOSE)
        change_version(session, second, text="Fewer hungry children", measurable="Stunting under five")
        key, _ = add_indicator(session, name="Stunting", unit="%")
        record_observation(session, key, on_date=dt.date(2024, 1, 1), value=Decimal(29), source="Ministry of Health")
        add_note(
            session, kind=NoteKind.BRIEFING, title="School meals", written_on=dt.date(2024, 1, 1), asks="Milk each day"
        )
    with file.reading() as session:
        assert titles(session, "principle: profit") == [("principle", "Water before profit")]
        assert {kind for kind, _title in titles(session, "stunting")} == {"purpose", "indicator"}
        assert titles(session, "ministry") == [("indicator", "Stunting")]
        assert titles(session, "note: milk") == [("note", "School meals")]
        assert search.disagreements(session) == 0


def test_older_versions_are_found_as_superseded(file):
    with file.writing() as session:
        for year, words in ((2020, "Drinking water"), (2024, "Water and drains")):
            key, _ = begin_version(session, CharterKind.WAYS_OF_WORKING)
            for section in version(session, key).sections:
                delete_section(session, section.id)
            add_section(session, key, heading=words)
            adopt_version(session, key, on=dt.date(year, 1, 1))
        found = {hit.title: hit.state for hit in find(session, "water")}
        assert found == {"Drinking water": "superseded", "Water and drains": "current"}
        assert search.disagreements(session) == 0
        history.undo(session)
        assert search.disagreements(session) == 0
