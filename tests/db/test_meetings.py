import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors.meetings import NotReadyForCall, NumberFixed, NumberTaken, WrongStage
from db.errors.minutes import MinutesApproved, ReasonMissing
from db.errors.records import NotFound, StillNeeded
from db.history import history
from db.meetings.agenda import add_item, agenda, set_purpose
from db.meetings.cycle import (
    approve_agenda,
    call_meeting,
    cancel_meeting,
    close_meeting,
    missing_for_call,
    reinstate_meeting,
)
from db.meetings.meetings import (
    change_meeting,
    delete_meeting,
    duplicate_meeting,
    meeting,
    meeting_years,
    meetings,
    next_meeting,
    plan_meeting,
)
from db.meetings.officers import Named, set_officers
from db.meetings.proposals import pool, propose_item, take_from_pool
from db.meetings.running import start_meeting
from db.minutes.actions import actions
from db.minutes.decisions import decisions
from db.minutes.minutes import save_item_text
from db.schema import Group, Meeting, Member, Person
from db.vocabulary import ItemOrigin, ItemPurpose, MeetingRole, MeetingStatus, MinutesState, MissingFact

DAY = dt.date(2026, 10, 22)


@pytest.fixture
def session(file: AllianceFile) -> Iterator[Session]:
    with file.writing(who="Ana") as opened:
        yield opened


def plan(session: Session, day: dt.date = DAY, **fields: Any) -> uuid.UUID:
    return plan_meeting(session, date=day, **fields)[0]


def set_fields(session: Session, meeting_id: uuid.UUID, **fields: Any) -> None:
    """Bring a meeting to where the minutes' use cases would."""
    with history.step(session, "test"):
        obj = session.get(Meeting, meeting_id)
        for name, value in fields.items():
            setattr(obj, name, value)


def group(session: Session, name: str = "Gender in agriculture") -> uuid.UUID:
    with history.step(session, "test"):
        row = Group(name=name)
        session.add(row)
        session.flush()
    return row.id


def ready(session: Session, meeting_id: uuid.UUID) -> None:
    change_meeting(session, meeting_id, purpose="Agree on the fee", start_time=dt.time(10), place="Hall 2")
    add_item(session, meeting_id, title="Water-user fee", purpose=ItemPurpose.DECIDE)


def test_each_body_counts_its_own_meetings(session: Session) -> None:
    gender = group(session)
    keys = [plan(session), plan(session, group_id=gender), plan(session, dt.date(2026, 11, 26))]
    assert [meeting(session, key).row.number for key in keys] == [1, 1, 2]
    assert meeting(session, keys[1]).row.group == "Gender in agriculture"


def test_an_alliance_that_met_before_goes_on_counting(session: Session) -> None:
    plan(session, number=41)
    assert meeting(session, plan(session, dt.date(2026, 11, 26))).row.number == 42
    with pytest.raises(NumberTaken):
        plan(session, number=41)


def test_numbers_of_meetings_nobody_was_told_of_follow_the_dates(session: Session) -> None:
    october, december = plan(session, number=41), plan(session, dt.date(2026, 12, 3))
    november = plan(session, dt.date(2026, 11, 5))
    assert [meeting(session, key).row.number for key in (october, november, december)] == [41, 42, 43]
    change_meeting(session, october, date=dt.date(2026, 11, 20))
    assert [meeting(session, key).row.number for key in (november, october, december)] == [41, 42, 43]


def test_meetings_after_one_that_gets_a_number_count_on_from_there(file: AllianceFile) -> None:
    with file.writing(who="Ana") as session:
        keys = [plan(session, DAY + dt.timedelta(days=7 * week)) for week in range(4)]
        ready(session, keys[2])
        call_meeting(session, keys[2], on=DAY)

    def numbers() -> list[int | None]:
        with file.reading() as session:
            return [meeting(session, key).row.number for key in keys]

    with file.writing(who="Ana") as session:
        change_meeting(session, keys[0], number=2)
    assert numbers() == [2, 4, 3, 5], "people were told of meeting 3"
    with file.writing(who="Ana") as session:
        history.undo(session)
    assert numbers() == [1, 2, 3, 4]
    with file.writing(who="Ana") as session:
        history.redo(session)
    assert numbers() == [2, 4, 3, 5]
    with file.writing(who="Ana") as session, pytest.raises(NumberTaken):
        change_meeting(session, keys[0], number=3)
    assert numbers() == [2, 4, 3, 5]


def test_another_number_after_the_call_is_told_to_calendars(session: Session) -> None:
    key = plan(session)
    ready(session, key)
    call_meeting(session, key, on=DAY)
    change_meeting(session, key, number=41)
    assert meeting(session, key).call_sequence == 1


def test_a_number_that_decisions_are_known_by_is_fixed(session: Session) -> None:
    key = plan(session, number=14)
    set_fields(session, key, decisions_numbered=2, status=MeetingStatus.RUNNING)
    change_meeting(session, key, number=41)  # put right while only those in the room have heard it
    set_fields(session, key, status=MeetingStatus.WRITING_UP)
    with pytest.raises(NumberFixed) as refused:
        change_meeting(session, key, number=42)
    assert refused.value.number == 41
    change_meeting(session, key, number=41, place="Hall 2")
    without = plan(session, dt.date(2026, 9, 1))
    set_fields(session, without, number=None, decisions_numbered=1, status=MeetingStatus.CLOSED)
    change_meeting(session, without, number=40)
    assert meeting(session, without).row.number == 40


def test_a_number_that_minutes_went_out_with_is_fixed(session: Session) -> None:
    key = plan(session, number=41)
    set_fields(session, key, status=MeetingStatus.FOLLOWING_UP, minutes_state=MinutesState.CIRCULATED)
    with pytest.raises(NumberFixed):
        change_meeting(session, key, number=42)


def test_a_called_meeting_keeps_its_number(session: Session) -> None:
    october = plan(session)
    ready(session, october)
    call_meeting(session, october, on=dt.date(2026, 10, 8))
    earlier = plan(session, dt.date(2026, 10, 15))
    assert (meeting(session, october).row.number, meeting(session, earlier).row.number) == (1, 2)


def test_a_meeting_with_decisions_keeps_its_number_though_nobody_was_told(session: Session) -> None:
    october = plan(session, number=41)
    item, _changes = add_item(session, october, title="Fee")
    save_item_text(session, item, text="d: The fee stays", today=DAY)
    earlier = plan(session, dt.date(2026, 10, 15))
    assert [row.label for row in decisions(session, meeting=october)] == ["41.1"]
    assert meeting(session, earlier).row.number == 42


def test_the_list_counts_an_action_of_an_unknown_owner_as_not_agreed(session: Session) -> None:
    key = plan(session)
    item, _changes = add_item(session, key, title="Fee")
    save_item_text(session, item, text="a: Draw the map @Nobody Known >2026-11-12", today=DAY)
    (row,) = meetings(session)
    assert [one.agreed for one in actions(session, meeting=key)] == [False]
    assert (row.actions, row.actions_not_agreed) == (0, 1)
    set_fields(session, key, minutes_state=MinutesState.IMPORTED)
    (row,) = meetings(session)
    assert (row.actions, row.actions_not_agreed) == (1, 0)


def test_a_duplicate_has_what_was_left_over_once(session: Session) -> None:
    key = plan(session)
    add_item(session, key, title="Fee")
    set_fields(session, key, status=MeetingStatus.FOLLOWING_UP, minutes_state=MinutesState.APPROVED)
    again, _changes = duplicate_meeting(session, key, date=dt.date(2026, 11, 26))
    assert [(row.title, row.origin) for row in agenda(session, again)] == [("Fee", ItemOrigin.LEFT_OVER)]


def test_missing_facts_stop_the_call(session: Session) -> None:
    key = plan(session)
    assert [missing.fact for missing in missing_for_call(session, key)] == [
        MissingFact.PURPOSE, MissingFact.ITEMS, MissingFact.TIME, MissingFact.PLACE,
    ]  # fmt: skip
    ready(session, key)
    second, _changes = add_item(session, key, title="Cold storage map")
    (missing,) = missing_for_call(session, key)
    assert (missing.fact, missing.item_numbers) == (MissingFact.ITEM_PURPOSE, (2,))
    with pytest.raises(NotReadyForCall):
        call_meeting(session, key, on=DAY)
    set_purpose(session, second, ItemPurpose.INFORM)
    change_meeting(session, key, place="")
    call_meeting(session, key, on=DAY)
    assert meeting(session, key).row.status is MeetingStatus.CALLED


def test_the_calendar_entry_counts_changes_after_the_call(session: Session) -> None:
    key = plan(session)
    ready(session, key)
    call_meeting(session, key, on=DAY)
    assert meeting(session, key).call_sequence == 0
    change_meeting(session, key, start_time=dt.time(11), place="Hall 3")
    change_meeting(session, key, purpose="Agree on the fee and the map")
    change_meeting(session, key, place="Hall 3")
    assert meeting(session, key).call_sequence == 1


def test_cancelling_needs_a_reason_and_gives_the_number_back(session: Session) -> None:
    first, second = plan(session), plan(session, dt.date(2026, 11, 26))
    with pytest.raises(ReasonMissing):
        cancel_meeting(session, first, reason=" ")
    cancel_meeting(session, first, reason="The road is closed")
    assert meeting(session, first).row.number is None
    assert meeting(session, second).row.number == 1
    with pytest.raises(WrongStage):
        start_meeting(session, first, at=dt.time(10))
    reinstate_meeting(session, first)
    assert (meeting(session, first).row.number, meeting(session, second).row.number) == (1, 2)


def test_a_called_meeting_that_is_cancelled_keeps_its_number(session: Session) -> None:
    key = plan(session)
    ready(session, key)
    call_meeting(session, key, on=DAY)
    cancel_meeting(session, key, reason="Flood")
    detail = meeting(session, key)
    assert (detail.row.number, detail.call_sequence, detail.cancelled_reason) == (1, 1, "Flood")
    assert meeting(session, plan(session, dt.date(2026, 11, 26))).row.number == 2


def test_starting_and_closing(session: Session) -> None:
    key = plan(session)
    start_meeting(session, key, at=dt.time(10, 4, 30))
    detail = meeting(session, key)
    assert (detail.row.status, detail.started_at) == (MeetingStatus.RUNNING, dt.time(10, 4, 30))
    with pytest.raises(WrongStage):
        close_meeting(session, key)
    set_fields(session, key, status=MeetingStatus.FOLLOWING_UP)
    close_meeting(session, key)
    assert meeting(session, key).row.status is MeetingStatus.CLOSED


def test_only_a_meeting_without_records_can_be_deleted(session: Session) -> None:
    proposal, _changes = propose_item(session, title="Seed prices", proposed_on=DAY)
    key = plan(session)
    take_from_pool(session, proposal, key)
    delete_meeting(session, key)
    assert [row.title for row in pool(session, None)] == ["Seed prices"]
    with pytest.raises(NotFound):
        meeting(session, key)
    other = plan(session)
    start_meeting(session, other, at=dt.time(10))
    with pytest.raises(StillNeeded):
        delete_meeting(session, other)


def test_planning_a_meeting_before_another_can_be_undone_and_done_again(file: AllianceFile) -> None:
    def numbers() -> list[tuple[dt.date, int | None]]:
        with file.reading() as session:
            return sorted((row.date, row.number) for row in meetings(session))

    with file.writing() as session:
        plan_meeting(session, date=DAY)
    with file.writing() as session:
        plan_meeting(session, date=DAY - dt.timedelta(days=7))
    both = numbers()
    assert [number for _date, number in both] == [1, 2]
    with file.writing() as session:
        history.undo(session)
    assert numbers() == [(DAY, 1)]
    with file.writing() as session:
        history.redo(session)
    assert numbers() == both


def test_deleting_and_cancelling_can_be_undone(file: AllianceFile) -> None:
    with file.writing() as session:
        key = plan(session)
        add_item(session, key, title="Fee")
        later = plan(session, dt.date(2026, 11, 26))
    with file.writing() as session:
        delete_meeting(session, key)
        assert meeting(session, later).row.number == 1
    with file.writing() as session:
        history.undo(session)
        assert [meeting(session, one).row.number for one in (key, later)] == [1, 2]
        assert [row.title for row in agenda(session, key)] == ["Fee"]


def test_duplicating_takes_agenda_and_officers_along(session: Session) -> None:
    key = plan(session)
    ready(session, key)
    set_officers(session, key, MeetingRole.CHAIR, [Named(as_written="Co-chairs")])
    copy, _changes = duplicate_meeting(session, key, date=dt.date(2026, 11, 26))
    detail = meeting(session, copy)
    assert (detail.purpose, detail.row.start_time, detail.row.place) == ("Agree on the fee", dt.time(10), "Hall 2")
    assert [officer.name for officer in detail.officers_as(MeetingRole.CHAIR)] == ["Co-chairs"]
    assert [row.title for row in agenda(session, copy)] == ["Water-user fee"]


def test_officers_are_people_members_or_words(session: Session) -> None:
    key = plan(session)
    with history.step(session, "test"):
        person, member = Person(name="Nana Ghomi"), Member(name="Upper Phasis Dairy")
        session.add_all([person, member])
        session.flush()
    both = Named(member_id=member.id, person_id=person.id)
    set_officers(session, key, MeetingRole.MINUTES, [both, Named(member_id=member.id), Named(as_written="teamwork")])
    found = meeting(session, key).officers_as(MeetingRole.MINUTES)
    assert [row.name for row in found] == ["Nana Ghomi", "Upper Phasis Dairy", "teamwork"]
    set_officers(session, key, MeetingRole.MINUTES, [Named(as_written="Ana")])
    assert [row.name for row in meeting(session, key).officers] == ["Ana"]


def test_approved_minutes_lock_the_meeting(session: Session) -> None:
    key = plan(session)
    set_fields(session, key, minutes_state=MinutesState.APPROVED, status=MeetingStatus.CLOSED)
    for change in (
        lambda: change_meeting(session, key, place="Elsewhere"),
        lambda: add_item(session, key, title="Late idea"),
        lambda: set_officers(session, key, MeetingRole.CHAIR, []),
        lambda: approve_agenda(session, key, on=DAY),
    ):
        with pytest.raises(MinutesApproved):
            change()


def test_lists_and_neighbours(session: Session) -> None:
    gender = group(session)
    first, second = plan(session), plan(session, dt.date(2027, 1, 14))
    plan(session, dt.date(2026, 11, 5), group_id=gender)
    assert [row.date.year for row in meetings(session)] == [2027, 2026, 2026]
    assert [row.id for row in meetings(session, bodies=[None])] == [second, first]
    assert [row.group for row in meetings(session, bodies=[gender])] == ["Gender in agriculture"]
    assert [row.id for row in meetings(session, year=2027)] == [second]
    assert meeting_years(session) == [2027, 2026]
    following = next_meeting(session, None, DAY)
    assert following is not None
    assert following.id == second


def test_typing_a_purpose_is_one_step(file: AllianceFile) -> None:
    with file.writing() as session:
        key = plan(session)
    for typed in ("Ag", "Agree", "Agree on the fee"):
        with file.writing() as session:
            change_meeting(session, key, purpose=typed)
    with file.writing() as session:
        history.undo(session)
        assert meeting(session, key).purpose == ""


def test_only_fields_of_a_meeting_can_be_changed(session: Session) -> None:
    with pytest.raises(TypeError):
        change_meeting(session, plan(session), status=MeetingStatus.CLOSED)
