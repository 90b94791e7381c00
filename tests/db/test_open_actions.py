"""Open actions on agendas: the item that hears them, what people put into it, and when it comes and goes."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.history import history
from db.meetings.agenda import (
    add_item,
    agenda,
    chair_notes,
    change_item,
    copy_agenda,
    delete_item,
    mark_internal,
)
from db.meetings.coming_back import bring_back, hearing_item, set_heard
from db.meetings.cycle import approve_agenda, call_meeting, cancel_meeting
from db.meetings.meetings import change_meeting, plan_meeting
from db.meetings.open_actions import open_actions
from db.meetings.papers import add_paper, delete_paper, papers
from db.meetings.running import set_item_done, start_meeting
from db.minutes.actions import close_action, drop_action
from db.minutes.minutes import save_item_text
from db.schema import Action
from db.vocabulary import ItemOrigin, ItemPurpose, MinutesState
from tests.db.agenda_kit import DAY, LATER, hold, mark_done, titles


@pytest.fixture
def session(file: AllianceFile) -> Iterator[Session]:
    with file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def key(session: Session) -> uuid.UUID:
    return plan_meeting(session, date=DAY)[0]


def agree(session: Session, meeting_id: uuid.UUID, *texts: str) -> list[uuid.UUID]:
    rows = [Action(meeting_id=meeting_id, sequence=n, text=text) for n, text in enumerate(texts, 1)]
    with history.step(session, "test"):
        session.add_all(rows)
        session.flush()
    return [row.id for row in rows]


def heard_under(session: Session, meeting_id: uuid.UUID) -> int | None:
    found = hearing_item(session, agenda(session, meeting_id))
    return found and found.number


def origins(session: Session, meeting_id: uuid.UUID) -> list[ItemOrigin]:
    return [row.origin for row in agenda(session, meeting_id)]


def test_open_actions_bring_an_item_of_their_own_once(session: Session, key: uuid.UUID) -> None:
    mark_done(session, add_item(session, key, title="Elections")[0])
    agree(session, key, "Send the map", "Name a trainer")
    hold(session, key, MinutesState.CIRCULATED)
    second, _changes = plan_meeting(session, date=LATER)
    assert origins(session, second) == [ItemOrigin.APPROVAL, ItemOrigin.OPEN_ACTIONS]
    assert (heard_under(session, second), agenda(session, second)[1].purpose) == (2, ItemPurpose.INFORM)
    assert not bring_back(session, second)
    add_item(session, second, title="Elections", position=0)
    assert not bring_back(session, second)
    assert heard_under(session, second) == 3


def test_open_actions_are_heard_where_an_agenda_opens_every_time(session: Session, key: uuid.UUID) -> None:
    for title in ("Opening", "Next meeting"):
        mark_done(session, add_item(session, key, title=title, recurring=True)[0])
    agree(session, key, "Send the map")
    hold(session, key, MinutesState.CIRCULATED)
    second, _changes = plan_meeting(session, date=LATER)
    assert titles(session, second) == ["Opening", "", "Next meeting"]
    assert ItemOrigin.OPEN_ACTIONS not in origins(session, second)
    assert heard_under(session, second) == 1


def test_an_item_that_closes_every_agenda_hears_no_actions(session: Session, key: uuid.UUID) -> None:
    for title in ("Elections", "Next meeting"):
        mark_done(session, add_item(session, key, title=title, recurring=title != "Elections")[0])
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    assert (titles(session, second), heard_under(session, second)) == (["Next meeting"], None)
    agree(session, key, "Send the map")  # written up late
    bring_back(session, second)
    assert origins(session, second) == [ItemOrigin.OPEN_ACTIONS, ItemOrigin.RECURRING]
    assert heard_under(session, second) == 1


def test_the_item_of_open_actions_goes_with_the_last_tick_and_comes_with_the_first(
    session: Session, key: uuid.UUID
) -> None:
    one, other = agree(session, key, "Send the map", "Name a trainer")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    set_heard(session, second, one, heard=False)
    assert origins(session, second) == [ItemOrigin.OPEN_ACTIONS]
    set_heard(session, second, other, heard=False)
    assert agenda(session, second) == []
    set_heard(session, second, other, heard=True)
    item = agenda(session, second)[0]
    change_item(session, item.id, note="Ask the mayor too")
    set_heard(session, second, other, heard=False)
    assert origins(session, second) == [ItemOrigin.OPEN_ACTIONS]  # somebody put something into it


def test_the_item_of_open_actions_goes_when_none_is_open_any_more(file: AllianceFile) -> None:
    with file.writing() as session:
        first, _changes = plan_meeting(session, date=DAY)
        one, other = agree(session, first, "Send the map", "Name a trainer")
        hold(session, first)
        second, _changes = plan_meeting(session, date=LATER)
    with file.writing() as session:
        close_action(session, one, on=DAY)
        assert origins(session, second) == [ItemOrigin.OPEN_ACTIONS]
    for last in (close_action, partial(drop_action, reason="Nobody wants it")):
        with file.writing() as session:
            last(session, other, on=DAY)
            assert agenda(session, second) == []
        with file.writing() as session:
            history.undo(session)
            assert origins(session, second) == [ItemOrigin.OPEN_ACTIONS]


def approve(session: Session, meeting_id: uuid.UUID) -> None:
    approve_agenda(session, meeting_id, on=DAY)


def call(session: Session, meeting_id: uuid.UUID) -> None:
    change_meeting(session, meeting_id, purpose="To choose", start_time=dt.time(10), place="Hall 2")
    call_meeting(session, meeting_id, on=DAY)


@pytest.mark.parametrize("agree_on", [approve, call])
@pytest.mark.parametrize("settle", [close_action, partial(drop_action, reason="Nobody wants it")])
def test_an_agenda_that_was_approved_or_sent_keeps_the_item_of_open_actions(
    session: Session, key: uuid.UUID, agree_on: Callable[..., None], settle: Callable[..., object]
) -> None:
    one, other = agree(session, key, "Send the map", "Name a trainer")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    agree_on(session, second)
    set_heard(session, second, one, heard=False)
    settle(session, other, on=DAY)
    bring_back(session, second)
    assert origins(session, second) == [ItemOrigin.OPEN_ACTIONS]


def test_an_approval_that_was_taken_back_lets_the_item_of_open_actions_go(session: Session, key: uuid.UUID) -> None:
    (one,) = agree(session, key, "Send the map")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    approve(session, second)
    close_action(session, one, on=DAY)
    approve_agenda(session, second, on=None)
    assert agenda(session, second) == []


def test_the_item_of_open_actions_is_skipped_once(file: AllianceFile) -> None:
    with file.writing() as session:
        first, _changes = plan_meeting(session, date=DAY)
        agree(session, first, "Send the map", "Name a trainer")
        hold(session, first)
        second, _changes = plan_meeting(session, date=LATER)
    with file.writing() as session:
        delete_item(session, agenda(session, second)[0].id)
        assert [row.heard for row in open_actions(session, second)] == [False, False]
        assert not bring_back(session, second)
    with file.writing() as session:
        history.undo(session)
        assert origins(session, second) == [ItemOrigin.OPEN_ACTIONS]
        assert all(row.heard for row in open_actions(session, second))
    with file.writing() as session:
        delete_item(session, agenda(session, second)[0].id)
        hold(session, second)
        third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
        assert origins(session, third) == [ItemOrigin.OPEN_ACTIONS]


def test_open_actions_not_dealt_with_are_one_item_at_the_meeting_after(session: Session, key: uuid.UUID) -> None:
    agree(session, key, "Send the map")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    hold(session, second)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    copy_agenda(session, third, from_meeting_id=second)
    assert [(row.origin, row.from_item_id) for row in agenda(session, third)] == [(ItemOrigin.OPEN_ACTIONS, None)]


def write_on_own(session: Session, meeting_id: uuid.UUID) -> uuid.UUID:
    """Give the item of open actions a note for the chair and a paper."""
    own = next(row.id for row in agenda(session, meeting_id) if row.origin is ItemOrigin.OPEN_ACTIONS)
    change_item(session, own, chair_note="Ask the mayor first")
    add_paper(session, meeting_id, name="map.pdf", data=b"map", item_id=own)
    return own


@pytest.mark.parametrize("settled", [False, True])
def test_what_people_put_into_the_item_of_open_actions_comes_back_where_nobody_dealt_with_it(
    session: Session, key: uuid.UUID, settled: bool
) -> None:
    (action,) = agree(session, key, "Send the map")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    own = write_on_own(session, second)
    hold(session, second)
    if settled:
        close_action(session, action, on=LATER)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    (row,) = agenda(session, third)
    assert (row.origin, row.from_item_id, row.papers) == (ItemOrigin.OPEN_ACTIONS, own, 1)
    assert chair_notes(session, third) == {}  # that was for another chair
    assert heard_under(session, third) == 1
    delete_paper(session, papers(session, third)[0].id)
    bring_back(session, third)
    assert bool(agenda(session, third))  # it goes by hand, not each time anew
    delete_item(session, row.id, for_good=True)
    bring_back(session, third)
    assert agenda(session, third) == []


def test_what_was_put_into_the_item_of_open_actions_stays_with_the_meeting_that_dealt_with_it(
    session: Session, key: uuid.UUID
) -> None:
    agree(session, key, "Send the map")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    mark_done(session, write_on_own(session, second))
    hold(session, second)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    assert [(row.origin, row.from_item_id, row.papers) for row in agenda(session, third)] == [
        (ItemOrigin.OPEN_ACTIONS, None, 0)
    ]
    assert len(papers(session, second)) == 1


def test_the_item_of_open_actions_that_was_left_over_takes_the_place_of_an_empty_one(
    session: Session, key: uuid.UUID
) -> None:
    agree(session, key, "Send the map")
    hold(session, key)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    between, _changes = plan_meeting(session, date=LATER)
    own = write_on_own(session, between)
    hold(session, between)
    assert [row.from_item_id for row in agenda(session, third)] == [None]
    bring_back(session, third)
    assert [row.from_item_id for row in agenda(session, third)] == [own]


@pytest.mark.parametrize("approved", [False, True])
def test_two_items_of_open_actions_become_one_with_what_is_in_both(
    session: Session, key: uuid.UUID, approved: bool
) -> None:
    agree(session, key, "Send the map")
    hold(session, key)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    (mine,) = agenda(session, third)
    change_item(session, mine.id, chair_note="Be short", planned_minutes=25)
    between, _changes = plan_meeting(session, date=LATER)
    theirs = write_on_own(session, between)
    change_item(session, theirs, note="With the mayor", internal=True)
    if approved:
        approve(session, third)
    cancel_meeting(session, between, reason="Flood")
    for _time in range(2):
        bring_back(session, third)
        (row,) = agenda(session, third)
        assert (row.id, row.from_item_id, row.note, row.papers) == (mine.id, theirs, "With the mayor", 1)
        assert (row.internal, row.planned_minutes) == (True, 25)
        assert chair_notes(session, third) == {mine.id: "Be short"}


@pytest.mark.parametrize("cancelled", [False, True])
def test_words_under_open_actions_alone_bring_no_empty_item_back(
    session: Session, key: uuid.UUID, cancelled: bool
) -> None:
    (action,) = agree(session, key, "Send the map")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    (own,) = agenda(session, second)
    save_item_text(session, own.id, text="The mayor was asked.", today=LATER)
    if cancelled:
        cancel_meeting(session, second, reason="Flood")
    else:
        start_meeting(session, second, at=dt.time(10))
        set_item_done(session, own.id, dealt_with=False)
        hold(session, second)
    close_action(session, action, on=LATER)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    assert agenda(session, third) == []


def test_open_actions_marked_internal_stay_so(session: Session, key: uuid.UUID) -> None:
    (action,) = agree(session, key, "Send the map")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    (own,) = agenda(session, second)
    mark_internal(session, own.id, internal=True)
    for heard in (False, True):
        set_heard(session, second, action, heard=heard)
        assert [row.internal for row in agenda(session, second)] == [True]
    hold(session, second)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    assert [row.internal for row in agenda(session, third)] == [True]


def test_a_note_for_the_chair_holds_the_item_of_open_actions_at_its_meeting_alone(
    session: Session, key: uuid.UUID
) -> None:
    (action,) = agree(session, key, "Send the map")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    change_item(session, agenda(session, second)[0].id, chair_note="Ask the mayor first")
    close_action(session, action, on=DAY)
    assert origins(session, second) == [ItemOrigin.OPEN_ACTIONS]
    hold(session, second)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    assert agenda(session, third) == []


def test_an_item_of_open_actions_that_recurs_keeps_what_was_made_of_it(session: Session, key: uuid.UUID) -> None:
    agree(session, key, "Send the map")
    hold(session, key)
    second, _changes = plan_meeting(session, date=LATER)
    item = agenda(session, second)[0].id
    change_item(session, item, title="What became of it", planned_minutes=25, recurring=True)
    mark_done(session, item)
    hold(session, second)
    third, _changes = plan_meeting(session, date=dt.date(2027, 1, 14))
    (row,) = agenda(session, third)
    assert (row.title, row.planned_minutes, row.origin) == ("What became of it", 25, ItemOrigin.OPEN_ACTIONS)
    change_item(session, row.id, title="")
    assert heard_under(session, third) == 1
