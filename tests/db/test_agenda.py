import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors.records import NameMissing, NotFound, StillNeeded
from db.history import history
from db.look import looking
from db.meetings.agenda import (
    BroughtBy,
    add_break,
    add_item,
    agenda,
    change_item,
    copy_agenda,
    delete_item,
    move_item,
    set_brought_by,
    set_purpose,
)
from db.meetings.coming_back import bring_back, set_heard
from db.meetings.cycle import approve_agenda, cancel_meeting, reinstate_meeting
from db.meetings.meetings import change_meeting, plan_meeting
from db.meetings.open_actions import open_actions
from db.meetings.overruns import overrun_without_purpose
from db.meetings.papers import add_paper, papers
from db.meetings.proposals import pool, propose_item, proposed_items, skip_item, take_from_pool, withdraw_item
from db.schema import Action, AgendaItem, Member
from db.vocabulary import ActionState, ItemKind, ItemOrigin, ItemPurpose, MinutesState
from tests.db.agenda_kit import DAY, LATER, hold, mark_done, titles


@pytest.fixture
def session(file: AllianceFile) -> Iterator[Session]:
    with file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def key(session: Session) -> uuid.UUID:
    return plan_meeting(session, date=DAY)[0]


def test_items_are_numbered_and_breaks_are_not(session: Session, key: uuid.UUID) -> None:
    add_item(session, key, title=" Opening ", planned_minutes=10, brought_by=BroughtBy(text="Co-chairs"))
    add_break(session, key)
    add_item(session, key, title="Fee", planned_minutes=20)
    rows = agenda(session, key)
    assert [(row.number, row.title, row.starts_after_minutes) for row in rows] == [
        (1, "Opening", 0), (None, "", 10), (2, "Fee", 20),
    ]  # fmt: skip
    assert rows[0].brought_by == "Co-chairs"
    assert rows[1].kind is ItemKind.BREAK
    with pytest.raises(NameMissing):
        add_item(session, key, title="  ")


def test_changing_and_moving(session: Session, key: uuid.UUID) -> None:
    keys = [add_item(session, key, title=title)[0] for title in "abc"]
    move_item(session, keys[2], to=0)
    assert titles(session, key) == ["c", "a", "b"]
    move_item(session, keys[2], to=9)
    assert titles(session, key) == ["a", "b", "c"]
    add_item(session, key, title="d", position=1)
    assert titles(session, key) == ["a", "d", "b", "c"]
    change_item(session, keys[0], title="A", planned_minutes=25)
    set_purpose(session, keys[0], ItemPurpose.DISCUSS)
    with history.step(session, "test"):
        member = Member(name="Hazelnut Growers' Union")
        session.add(member)
        session.flush()
    set_brought_by(session, keys[0], BroughtBy(member_id=member.id))
    row = agenda(session, key)[0]
    assert (row.title, row.planned_minutes, row.purpose, row.brought_by) == (
        "A", 25, ItemPurpose.DISCUSS, "Hazelnut Growers' Union",
    )  # fmt: skip
    with pytest.raises(NameMissing):
        change_item(session, keys[0], title="")
    with pytest.raises(NotFound):
        set_purpose(session, uuid.uuid4(), None)


def test_stepping_minutes_is_one_step_to_undo(file: AllianceFile) -> None:
    with file.writing() as session:
        key, _changes = plan_meeting(session, date=DAY)
        item, _changes = add_item(session, key, title="Fee", planned_minutes=15)
    for minutes in (16, 17, 18):
        with file.writing() as session:
            change_item(session, item, planned_minutes=minutes)
    with file.writing() as session:
        history.undo(session)
        assert agenda(session, key)[0].planned_minutes == 15


def test_an_item_with_minutes_stays(session: Session, key: uuid.UUID) -> None:
    item, _changes = add_item(session, key, title="Fee")
    with history.step(session, "test"):
        row = session.get(AgendaItem, item)
        assert row is not None
        row.text = "Gia showed the draft."
    with pytest.raises(StillNeeded):
        delete_item(session, item)


def test_the_pool_of_proposed_items(session: Session, key: uuid.UUID) -> None:
    first, _changes = propose_item(session, title="Seed prices", proposed_on=DAY, planned_minutes=15)
    second, _changes = propose_item(session, title="Roads", proposed_on=DAY)
    skip_item(session, first, key)
    assert [row.title for row in proposed_items(session, key)] == ["Roads"]
    assert [row.title for row in pool(session, None)] == ["Seed prices", "Roads"]
    take_from_pool(session, second, key, position=0)
    assert titles(session, key) == ["Roads"]
    with pytest.raises(NotFound):
        take_from_pool(session, second, key)
    delete_item(session, second)
    assert [row.title for row in pool(session, None)] == ["Seed prices", "Roads"]
    assert proposed_items(session, key) == []
    withdraw_item(session, first, reason="Settled by phone")
    assert [row.title for row in pool(session, None)] == ["Roads"]


def test_left_over_items_come_back_with_their_papers(session: Session, key: uuid.UUID) -> None:
    dealt, _changes = add_item(session, key, title="Dealt with")
    left, _changes = add_item(session, key, title="Left over", purpose=ItemPurpose.DECIDE)
    add_paper(session, key, name="map.pdf", data=b"map", item_id=left)
    mark_done(session, dealt)
    hold(session, key)
    following, _changes = plan_meeting(session, date=LATER)
    (row,) = agenda(session, following)
    assert (row.title, row.origin, row.from_item_id, row.papers) == ("Left over", ItemOrigin.LEFT_OVER, left, 1)
    assert [paper.label for paper in papers(session, following)] == ["1"]
    assert not bring_back(session, following)


def test_what_came_back_can_be_skipped_once_or_for_good(session: Session, key: uuid.UUID) -> None:
    for title in ("Once", "For good"):
        add_item(session, key, title=title)
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    once, for_good = agenda(session, second)
    delete_item(session, once.id)
    delete_item(session, for_good.id, for_good=True)
    bring_back(session, second)
    assert agenda(session, second) == []
    hold(session, second)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    assert titles(session, third) == ["Once"]


def test_only_the_next_meeting_gets_what_comes_back(session: Session, key: uuid.UUID) -> None:
    add_item(session, key, title="Left over")
    second, _changes = plan_meeting(session, date=LATER)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    hold(session, key)
    assert not bring_back(session, third)
    bring_back(session, second)
    assert (titles(session, second), titles(session, third)) == (["Left over"], [])


def test_the_agenda_of_a_cancelled_meeting_comes_back(session: Session, key: uuid.UUID) -> None:
    add_item(session, key, title="Fee")
    cancel_meeting(session, key, reason="Flood")
    following, _changes = plan_meeting(session, date=LATER)
    assert titles(session, following) == ["Fee"]


def test_the_agenda_of_a_meeting_held_after_all_is_its_own_again(session: Session, key: uuid.UUID) -> None:
    hold(session, key, MinutesState.CIRCULATED)
    second, _changes = plan_meeting(session, date=LATER)
    for title in ("Fee", "Nets", "Map"):
        item, _changes = add_item(session, second, title=title)
        add_paper(session, second, name=f"{title}.txt", data=title.encode(), item_id=item)
    cancel_meeting(session, second, reason="Flood")
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    _approval, _fee, nets, map_ = agenda(session, third)
    change_item(session, nets.id, note="Ask the dairy first")
    add_paper(session, third, name="roads.txt", data=b"Roads", item_id=map_.id)
    reinstate_meeting(session, second)
    assert titles(session, second) == ["", "Fee", "Nets", "Map"]
    assert titles(session, third) == ["Nets", "Map"], "what nobody touched; the approval is asked for before"
    hold(session, second, MinutesState.APPROVED)
    bring_back(session, third)
    assert titles(session, third) == ["", "Fee", "Nets", "Map"], "left over there after all"


def test_an_approved_agenda_loses_nothing_where_an_earlier_meeting_is_held_after_all(
    session: Session, key: uuid.UUID
) -> None:
    add_item(session, key, title="Fee")
    cancel_meeting(session, key, reason="Flood")
    following, _changes = plan_meeting(session, date=LATER)
    approve_agenda(session, following, on=DAY)
    reinstate_meeting(session, key)
    assert titles(session, following) == ["Fee"]


def test_recurring_items_come_back_where_they_stood(session: Session, key: uuid.UUID) -> None:
    for title in ("Opening", "Fee", "Next meeting"):
        item, _changes = add_item(session, key, title=title, recurring=title != "Fee")
        mark_done(session, item)
    hold(session, key, MinutesState.CIRCULATED)
    second, _changes = plan_meeting(session, date=LATER)
    rows = agenda(session, second)
    assert [(row.title, row.origin) for row in rows] == [
        ("Opening", ItemOrigin.RECURRING), ("", ItemOrigin.APPROVAL), ("Next meeting", ItemOrigin.RECURRING),
    ]  # fmt: skip
    change_item(session, rows[0].id, recurring=False)
    for row in rows:
        mark_done(session, row.id)
    hold(session, second)
    hold(session, key)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    assert titles(session, third) == ["Next meeting"]


def test_minutes_wait_for_approval_on_the_next_agenda(session: Session, key: uuid.UUID) -> None:
    hold(session, key, MinutesState.DRAFT)
    second, _changes = plan_meeting(session, date=LATER)
    (row,) = agenda(session, second)
    assert row.about is not None
    assert (row.about.id, row.about.number, row.purpose) == (key, 1, ItemPurpose.DECIDE)
    delete_item(session, row.id)
    bring_back(session, second)
    assert agenda(session, second) == []
    hold(session, second, MinutesState.DRAFT)
    hold(session, key, MinutesState.CIRCULATED)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    assert [row.about and row.about.number for row in agenda(session, third)] == [1, 2]


def test_undoing_the_plan_takes_back_what_came_back(file: AllianceFile) -> None:
    with file.writing() as session:
        first, _changes = plan_meeting(session, date=DAY)
        add_item(session, first, title="Left over")
        hold(session, first)
    with file.writing() as session:
        second, _changes = plan_meeting(session, date=LATER)
    with file.writing() as session:
        history.undo(session)
        with pytest.raises(NotFound):
            bring_back(session, second)


def test_open_actions_are_carried_over(session: Session, key: uuid.UUID) -> None:
    def action(sequence: int, text: str, due: dt.date | None, state: ActionState = ActionState.OPEN) -> uuid.UUID:
        row = Action(meeting_id=key, sequence=sequence, text=text, due_date=due, owner_as_written="TP", state=state)
        session.add(row)
        session.flush()
        return row.id

    with history.step(session, "test"):
        action(1, "No date", None)
        action(2, "In time", LATER)
        late = action(3, "Late", DAY)
        action(4, "Done", DAY, ActionState.DONE)
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    rows = open_actions(session, second)
    assert [(row.text, row.heard) for row in rows] == [("Late", True), ("In time", True), ("No date", True)]
    set_heard(session, second, late, heard=False)
    set_heard(session, second, late, heard=False)
    assert [row.heard for row in open_actions(session, second)] == [False, True, True]
    set_heard(session, second, late, heard=True)
    assert all(row.heard for row in open_actions(session, second))
    assert open_actions(session, key) == []


def test_what_recurs_keeps_its_papers_until_it_was_dealt_with(session: Session, key: uuid.UUID) -> None:
    for title in ("Opening", "Fee", "Roads"):
        item, _changes = add_item(session, key, title=title, recurring=title != "Fee")
        add_paper(session, key, name=f"{title}.pdf", data=b"map", item_id=item)
        if title == "Roads":
            mark_done(session, item)
    cancel_meeting(session, key, reason="Flood")
    second, _changes = plan_meeting(session, date=LATER)
    assert [(row.title, row.papers) for row in agenda(session, second)] == [("Opening", 1), ("Fee", 1), ("Roads", 0)]


def test_copying_an_agenda(session: Session, key: uuid.UUID) -> None:
    add_item(session, key, title="Opening", recurring=True, planned_minutes=10)
    add_break(session, key)
    hold(session, key, MinutesState.CIRCULATED)
    for row in agenda(session, key):
        mark_done(session, row.id)
    second, _changes = plan_meeting(session, date=LATER)
    copy_agenda(session, second, from_meeting_id=key)
    assert [(row.title, row.kind) for row in agenda(session, second)] == [
        ("Opening", ItemKind.ITEM), ("", ItemKind.ITEM), ("", ItemKind.BREAK),
    ]  # fmt: skip


def test_items_without_purpose_that_run_over(session: Session) -> None:
    for month in range(1, 6):
        held, _changes = plan_meeting(session, date=dt.date(2026, month, 1))
        for _nth in range(2 if month == 5 else 1):
            item, _changes = add_item(session, held, title="No purpose", planned_minutes=10)
            mark_done(session, item, spent_minutes=21)
        fine, _changes = add_item(session, held, title="Purpose", purpose=ItemPurpose.INFORM)
        mark_done(session, fine, spent_minutes=90)
        hold(session, held)
    found = overrun_without_purpose(looking(session), None, DAY)
    assert found is not None
    assert (found.items, found.meetings, found.minutes_over) == (5, 4, 11)
    assert overrun_without_purpose(looking(session), None, dt.date(2026, 1, 2)) is None


def test_changing_the_date_does_not_touch_the_agenda(session: Session, key: uuid.UUID) -> None:
    add_item(session, key, title="Fee")
    change_meeting(session, key, date=LATER)
    assert titles(session, key) == ["Fee"]
