"""Finding things: accents, case, prefixes, filters, and an index that keeps up with every step."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db import alliance
from db.charter.challenges import add_challenge, judge_challenge
from db.charter.charter import add_section, adopt_version, begin_version, change_version, delete_section, version
from db.charter.indicators import add_indicator, record_observation
from db.charter.notes import add_note
from db.engine import AllianceFile
from db.evaluation.evaluations import add_interview, begin_evaluation, edit_finding, leave_out_finding
from db.evaluation.recommendations import Owner, add_recommendation, record_result, turn_into_action
from db.history import history
from db.history.deletion import delete_row
from db.measures.period import Period
from db.members.groups import change_group
from db.members.members import change_member, delete_offer
from db.members.people import add_person, change_person
from db.minutes.actions import close_action
from db.minutes.decisions import supersede
from db.schema import Action, AgendaItem, Decision, Group, Meeting, Member, Offer, Recommendation
from db.search import search
from db.search.search import Query, find, read_query
from db.surveys.answers import enter_sheet
from db.surveys.surveys import OwnQuestion, add_question, make_survey
from db.vocabulary import (
    ActionState,
    ChallengeStanding,
    CharterKind,
    MeetingStatus,
    MinutesState,
    NoteKind,
    QuestionKind,
    RecommendationResult,
)


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


@pytest.fixture
def numbered(filled: AllianceFile) -> AllianceFile:
    """The same, with a third meeting 40 (a group's, imported) and one without a number, each with decisions."""
    with filled.writing() as session, history.step(session, "set_up"):
        group = session.scalars(select(Group)).one()
        past = Meeting(number=40, group_id=group.id, date=dt.date(2030, 1, 1), minutes_state=MinutesState.IMPORTED)
        bare = Meeting(date=dt.date(2025, 1, 1), title="Assembly")
        old = session.scalars(select(Meeting).where(Meeting.number == 40)).one()
        session.add_all([past, bare])
        session.flush()
        for meeting, sequence, text in (
            (old, 2, "Gates are painted"),
            (old, 20, "Gates are oiled"),
            (past, 2, "Loans at 3 %"),
            (bare, 40, "We go on"),
        ):
            session.add(Decision(meeting_id=meeting.id, sequence=sequence, text=text))
    return filled


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("decision: 40.2", ["Gates are painted", "Loans at 3 %"]),
        ("decision:40.2 ", ["Gates are painted", "Loans at 3 %"]),
        ("40.2", ["Gates are painted", "Loans at 3 %"]),
        ("#40.20", ["Gates are oiled"]),
        ("n.º40.20", ["Gates are oiled"]),
        ("+decision:40. acuerdos 40.", ["The canal fee stays", "Gates are painted", "Gates are oiled", "Loans at 3 %"]),
        ("access 40.2", ["Loans at 3 %", "Gates are painted"]),
        ("decision: 40.", ["The canal fee stays", "Gates are painted", "Gates are oiled", "Loans at 3 %"]),
        ("decision: 40", ["We go on", "The canal fee stays", "Gates are painted", "Gates are oiled", "Loans at 3 %"]),
        ("decision: 40.2 superseded", []),
        ("decision: 40. superseded", ["The canal fee stays"]),
        ("40.2 from:2029", ["Loans at 3 %"]),
        ("action: 40.2", []),
        ("40.", []),
        ("40", []),
        ("decision: 41.2", []),
        ("decision: 40.9999999", []),
    ],
)
def test_decisions_are_found_by_number(numbered: AllianceFile, typed: str, found: list[str]) -> None:
    with numbered.reading() as session:
        assert [hit.title for hit in find(session, typed)] == found


@pytest.mark.parametrize(
    ("typed", "dates"),
    [
        ("meeting: 40", [2024, 2030]),
        ("meeting: nº40", [2024, 2030]),
        ("meeting: n.º 40", [2024, 2030]),
        ("+meeting:40 reunión 40", [2024, 2030]),
        ("Access to finance, meeting 40 +meeting:40", [2030, 2024]),
        ("meeting: 3", [2026]),
        ("+meeting:3. meeting 3.", [2026]),
        ("meeting: 40 to:2025", [2024]),
        ("decision: +meeting:40 meeting 40", []),
        ("meeting: 4", []),
        ("40 meeting", []),
    ],
)
def test_meetings_are_found_by_number(numbered: AllianceFile, typed: str, dates: list[int]) -> None:
    with numbered.reading() as session:
        assert [hit.date and hit.date.year for hit in find(session, typed) if hit.kind == "meeting"] == dates


def test_what_has_the_number_comes_before_what_has_the_words_and_once(numbered: AllianceFile) -> None:
    with numbered.writing() as session, history.step(session, "set_up"):
        session.scalars(
            select(Decision).where(Decision.text == "Gates are oiled")
        ).one().text = "As 40.2 says, meeting 40"
    with numbered.reading() as session:
        assert titles(session, "40.2")[1:] == [("decision", "Loans at 3 %"), ("decision", "As 40.2 says, meeting 40")]
        both = titles(session, "+meeting:40 meeting 40")
        assert [kind for kind, _title in both] == ["meeting", "meeting", "decision"]
        assert len(find(session, "decision: 40.", limit=2)) == 2
        assert len(find(session, "decision: 40.")) == 4


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


@pytest.fixture
def evaluated(file: AllianceFile) -> AllianceFile:
    with file.writing() as session:
        of, _ = begin_evaluation(session, Period(dt.date(2026, 1, 1), dt.date(2026, 10, 1)))
        edit_finding(session, of, "attendance", title="The hall is half empty", text="Since the road closed.")
        leave_out_finding(session, of, "duties", left_out=True)
        add_interview(session, of, on_date=dt.date(2026, 9, 14), with_whom="Two herders", notes="The road is closed.")
        person, _ = add_person(session, name="Gia Lobio")
        add_recommendation(session, of, text="Meet beyond the road", owner=Owner(person_id=person))
        add_recommendation(session, of, text="Hire a bus")
        judge_challenge(
            session, "few_dominate", standing=ChallengeStanding.WATCH, judgement="The same three speak", doing="",
            on=dt.date(2026, 9, 1),
        )  # fmt: skip
        add_challenge(session, name="The road is closed in winter")
    return file


def test_what_an_evaluation_noted_and_challenges_are_found(evaluated: AllianceFile) -> None:
    with evaluated.reading() as session:
        assert {kind for kind, _title in titles(session, "road")} == {
            "finding", "interview", "recommendation", "challenge",
        }  # fmt: skip
        assert titles(session, "finding: empty") == [("finding", "The hall is half empty")]
        assert [title for _kind, title in titles(session, "finding:")] == ["The hall is half empty"]
        assert titles(session, "recommendation: lobio") == [("recommendation", "Meet beyond the road")]
        for words in ("same three", "dominan", "dominate"):
            assert [(hit.kind, hit.state) for hit in find(session, words)] == [("challenge", "few_dominate")]
        assert search.disagreements(session) == 0


def test_what_an_evaluation_noted_stands_by_its_days(evaluated: AllianceFile) -> None:
    period = Period(dt.date(2026, 1, 1), dt.date(2026, 10, 1))
    with evaluated.reading() as session:
        found = {hit.kind: (hit.period, hit.date) for hit in find(session, "road from:2026-09-14 to:2026-09-30")}
        assert found == {
            "finding": (period, dt.date(2026, 9, 30)),
            "interview": (period, dt.date(2026, 9, 14)),
            "recommendation": (period, dt.date(2026, 9, 30)),
        }
        assert {hit.kind for hit in find(session, "road from:2026-09-15")} == {"finding", "recommendation"}
        assert titles(session, "recommendation: from:2027") == []


def test_a_recommendation_stands_as_its_action_and_under_its_owners_name(evaluated: AllianceFile) -> None:
    def open_ones(session: Session) -> set[str]:
        return {title for _kind, title in titles(session, "recommendation: open")}

    with evaluated.writing() as session:
        assert open_ones(session) == {"Meet beyond the road", "Hire a bus"}
        meet, hire = session.scalars(select(Recommendation).order_by(Recommendation.number))
        action, _ = turn_into_action(session, meet.id)
        close_action(session, action, on=dt.date(2026, 10, 2))
        record_result(session, hire.id, result=RecommendationResult.NOT_DONE)
        assert open_ones(session) == set()
        assert titles(session, "recommendation: done") == [("recommendation", "Meet beyond the road")]
        change_person(session, meet.owner_person_id, name="Gia Hazel")
        assert titles(session, "recommendation: hazel") == [("recommendation", "Meet beyond the road")]
        assert search.disagreements(session) == 0


def test_what_a_survey_was_answered_is_never_found(file: AllianceFile) -> None:
    with file.writing() as session:
        of, _ = make_survey(session, title="How we work", language="en", opened_on=dt.date(2026, 9, 1), keys=())
        asked, _ = add_question(session, of, OwnQuestion("What keeps you away?", QuestionKind.TEXT))
        enter_sheet(session, of, {asked: "The quarrelsome chair"})
        assert titles(session, "quarrelsome") == []
        search.rebuild(session)
        assert titles(session, "quarrelsome") == []
