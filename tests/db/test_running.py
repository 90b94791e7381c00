"""The meeting while it runs."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors.meetings import WrongStage
from db.history import history
from db.meetings.agenda import agenda, delete_item
from db.meetings.attendance import record_all_present
from db.meetings.cycle import cancel_meeting
from db.meetings.meetings import plan_meeting
from db.meetings.proposals import pool, propose_item, take_from_pool
from db.meetings.running import (
    Gap,
    approve_by_item,
    finish_meeting,
    go_to_item,
    minutes_sheet,
    missing_for_finish,
    seconds_between,
    set_item_done,
    start_meeting,
)
from db.minutes.minutes import approve_minutes, save_item_text
from db.schema import AgendaItem, MeetingOfficer
from db.vocabulary import ItemOrigin, MeetingRole, MeetingStatus, MinutesState
from tests.db.meeting_kit import DAY, Kit, small_alliance
from tests.new_file import fill_once


@pytest.fixture
def kit(file: AllianceFile) -> Kit:
    return fill_once(file, small_alliance, titles=("Opening", "Water-user fee", "Break", "Next meeting"))


def test_time_adds_up_item_by_item(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10, 2))
        go_to_item(session, kit.items[1], at=dt.time(10, 16), dealt_with=True)
        go_to_item(session, kit.items[0], at=dt.time(10, 30))
        go_to_item(session, kit.items[1], at=dt.time(10, 31))
        finish_meeting(session, kit.meeting, at=dt.time(11))
        sheet = minutes_sheet(session, kit.meeting)
    assert [item.spent_seconds // 60 for item in sheet.items] == [15, 43, 0, 0]
    assert [item.number for item in sheet.items] == [1, 2, None, 3]
    assert sheet.items[0].done
    assert (sheet.status, sheet.started_at, sheet.ended_at) == (
        MeetingStatus.WRITING_UP, dt.time(10, 2), dt.time(11),
    )  # fmt: skip


def test_a_meeting_starts_once_and_ends_once(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        with pytest.raises(WrongStage):
            go_to_item(session, kit.items[1], at=dt.time(10))
        start_meeting(session, kit.meeting, at=dt.time(10))
        with pytest.raises(WrongStage):
            start_meeting(session, kit.meeting, at=dt.time(10))
        finish_meeting(session, kit.meeting, at=dt.time(11))
        with pytest.raises(WrongStage):
            finish_meeting(session, kit.meeting, at=dt.time(11))


def test_what_is_missing_before_finishing(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        save_item_text(session, kit.items[1], text="a: Ask the district >12 Nov", today=DAY)
        gaps = {gap.gap: gap for gap in missing_for_finish(session, kit.meeting)}
    assert set(gaps) == {Gap.NO_ATTENDANCE, Gap.NO_MINUTE_TAKER, Gap.ITEMS_NOT_DONE, Gap.ACTIONS_NOT_AGREED}
    assert [item.title for item in gaps[Gap.ITEMS_NOT_DONE].items] == ["Opening", "Next meeting"]
    assert [row.text for row in gaps[Gap.ACTIONS_NOT_AGREED].actions] == ["Ask the district"]
    with file.writing() as session:
        record_all_present(session, kit.meeting, kit.members[:1])
        assert missing_for_finish(session, kit.meeting)[0].gap is Gap.QUORUM_NEVER_MET
        record_all_present(session, kit.meeting, kit.members)
        with history.step(session, "appoint"):
            session.add(MeetingOfficer(meeting_id=kit.meeting, role=MeetingRole.MINUTES, person_id=kit.people[0]))
        save_item_text(session, kit.items[1], text="a: Ask the district >12 Nov @Gia Lobio", today=DAY)
        for item in kit.items:
            set_item_done(session, item, dealt_with=True)
        assert missing_for_finish(session, kit.meeting) == ()


def left_over(session: Session, kit: Kit) -> list[str]:
    """Return the titles that come back on the agenda of a meeting planned now."""
    key, _changes = plan_meeting(session, date=DAY + dt.timedelta(days=30))
    return [item.title for item in agenda(session, key) if item.about is None]


def done(session: Session, kit: Kit) -> list[bool]:
    return [item.done for item in agenda(session, kit.meeting) if item.number]


def test_what_was_written_about_does_not_come_back(file: AllianceFile, kit: Kit) -> None:
    opening, fee = kit.items[:2]
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        save_item_text(session, opening, text="Everyone was welcomed.", today=DAY)
        go_to_item(session, fee, at=dt.time(10, 10))
        save_item_text(session, fee, text="d: The fee is 12 GEL", today=DAY)
        assert done(session, kit) == [True, True, False]
        finish_meeting(session, kit.meeting, at=dt.time(11))
        assert left_over(session, kit) == ["Next meeting"]


def test_what_was_discussed_and_left_over_comes_back(file: AllianceFile, kit: Kit) -> None:
    """What a person says holds, whatever is written after it, and where the meeting ends on the item."""
    fee = kit.items[1]
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        go_to_item(session, fee, at=dt.time(10, 10), dealt_with=True)
        save_item_text(session, fee, text="Long talk.", today=DAY)
        set_item_done(session, fee, dealt_with=False)
        save_item_text(session, fee, text="Long talk. Goes on next time.", today=DAY)
        finish_meeting(session, kit.meeting, at=dt.time(11))
        assert left_over(session, kit) == ["Water-user fee", "Next meeting"]


def test_words_taken_out_again_leave_an_item_open(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        for text in ("x", "  "):
            save_item_text(session, kit.items[1], text=text, today=DAY)
        assert done(session, kit) == [False] * 3
        save_item_text(session, kit.items[1], text="The fee.", today=DAY)
    with file.writing() as session:
        history.undo(session)
        assert done(session, kit) == [False] * 3


def test_what_is_added_to_prepared_words_is_dealt_with(file: AllianceFile, kit: Kit) -> None:
    """Prepared words are no reason why a decision of the meeting would not count."""
    with file.writing() as session:
        save_item_text(session, kit.items[1], text="The fee is due.", today=DAY)
        start_meeting(session, kit.meeting, at=dt.time(10))
        save_item_text(session, kit.items[1], text="The fee is due.\nd: The fee is 12 GEL", today=DAY)
        finish_meeting(session, kit.meeting, at=dt.time(11))
        assert left_over(session, kit) == ["Opening", "Next meeting"]


@pytest.mark.parametrize(
    ("before", "said", "texts"),
    [
        ("", True, ("x", "")),
        ("The fee.", False, ("", "The fee.")),
        ("The fee.", False, ("The fee is 12 GEL.",)),
    ],
    ids=["erased", "retyped", "changed"],
)
def test_what_somebody_said_holds_whatever_is_written(
    file: AllianceFile, kit: Kit, before: str, said: bool, texts: tuple[str, ...]
) -> None:
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        save_item_text(session, kit.items[1], text=before, today=DAY)
        set_item_done(session, kit.items[1], dealt_with=said)
        for text in texts:
            save_item_text(session, kit.items[1], text=text, today=DAY)
        assert done(session, kit)[1] is said


def test_going_on_does_not_overrule_who_took_the_tick_away(file: AllianceFile, kit: Kit) -> None:
    """Whoever takes both back by undo has said nothing: then going on says it."""
    opening, fee = kit.items[:2]
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        for dealt_with in (True, False):
            set_item_done(session, opening, dealt_with=dealt_with)
        go_to_item(session, fee, at=dt.time(10, 10), dealt_with=True)
        assert not done(session, kit)[0]
    for _step in range(3):
        with file.writing() as session:
            history.undo(session)
    with file.writing() as session:
        go_to_item(session, fee, at=dt.time(10, 10), dealt_with=True)
        assert done(session, kit)[0]


def test_a_tick_taken_away_undone_and_taken_away_again_stays_away(file: AllianceFile, kit: Kit) -> None:
    opening = kit.items[0]
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        save_item_text(session, opening, text="We opened.", today=DAY)
        set_item_done(session, opening, dealt_with=False)
    with file.writing() as session:
        history.undo(session)
        assert done(session, kit)[0]
        history.redo(session)
    with file.writing() as session:
        save_item_text(session, opening, text="We opened late.", today=DAY)
        assert not done(session, kit)[0]


def test_emptied_while_it_is_written_up_it_stays_dealt_with(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        start_meeting(session, kit.meeting, at=dt.time(10))
        save_item_text(session, kit.items[1], text="The fee.", today=DAY)
        finish_meeting(session, kit.meeting, at=dt.time(11))
        save_item_text(session, kit.items[1], text="", today=DAY)
        assert left_over(session, kit) == ["Opening", "Next meeting"]


def test_a_tick_taken_away_before_holds_where_the_meeting_was_not_run(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        save_item_text(session, kit.items[0], text="Everyone was welcomed.", today=DAY)
        for dealt_with in (True, False):
            set_item_done(session, kit.items[0], dealt_with=dealt_with)
        finish_meeting(session, kit.meeting, at=dt.time(11))
        assert left_over(session, kit) == ["Opening", "Water-user fee", "Next meeting"]


def test_what_was_said_at_another_meeting_says_nothing_of_this_one(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        map_item, _changes = propose_item(session, title="A map", proposed_on=DAY)
        take_from_pool(session, map_item, kit.meeting)
        start_meeting(session, kit.meeting, at=dt.time(10))
        for dealt_with in (True, False):
            set_item_done(session, map_item, dealt_with=dealt_with)
        delete_item(session, map_item)
        key, _changes = plan_meeting(session, date=DAY + dt.timedelta(days=30))
        take_from_pool(session, map_item, key)
        start_meeting(session, key, at=dt.time(10))
        save_item_text(session, map_item, text="Gia draws it.", today=DAY)
        assert next(item for item in agenda(session, key) if item.id == map_item).done


def test_an_item_back_in_the_pool_keeps_nothing_of_the_meeting_it_was_taken_from(file: AllianceFile, kit: Kit) -> None:
    """Ticked and begun, it waits for another meeting like any other; going on from it says nothing there."""
    with file.writing() as session:
        map_item, _changes = propose_item(session, title="A map", proposed_on=DAY)
        take_from_pool(session, map_item, kit.meeting)
        start_meeting(session, kit.meeting, at=dt.time(10))
        go_to_item(session, map_item, at=dt.time(10, 5))
        set_item_done(session, map_item, dealt_with=True)
        delete_item(session, map_item)
        go_to_item(session, kit.items[1], at=dt.time(10, 35), dealt_with=True)
        (waiting,) = pool(session, None)
        assert (waiting.done, waiting.started_at, waiting.spent_seconds) == (False, None, 0)


def test_what_is_written_of_a_cancelled_meeting_does_not_keep_its_items_from_coming_back(
    file: AllianceFile, kit: Kit
) -> None:
    opening, fee = kit.items[:2]
    with file.writing() as session:
        save_item_text(session, opening, text="Words of welcome", today=DAY)
        cancel_meeting(session, kit.meeting, reason="Flood")
        save_item_text(session, fee, text="Three came all the same, and talked.", today=DAY)
        assert left_over(session, kit) == ["Opening", "Water-user fee", "Next meeting"]


def test_what_is_prepared_before_is_not_dealt_with_yet(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        save_item_text(session, kit.items[0], text="Words of welcome", today=DAY)
        start_meeting(session, kit.meeting, at=dt.time(10))
        assert minutes_sheet(session, kit.meeting).current_item_id == kit.items[0]
        save_item_text(session, kit.items[0], text="Words of welcome", today=DAY)
        finish_meeting(session, kit.meeting, at=dt.time(11))
        assert done(session, kit) == [False] * 3


def test_minutes_written_up_without_running_the_meeting(file: AllianceFile, kit: Kit) -> None:
    """Written before it is finished here or after: both are dealt with. What nobody wrote of comes back."""
    with file.writing() as session:
        save_item_text(session, kit.items[0], text="Everyone was welcomed.", today=DAY)
        gaps = {gap.gap: gap for gap in missing_for_finish(session, kit.meeting)}
        assert [item.title for item in gaps[Gap.ITEMS_NOT_DONE].items] == ["Water-user fee", "Next meeting"]
        finish_meeting(session, kit.meeting, at=dt.time(11))
        save_item_text(session, kit.items[1], text="The fee is 12 GEL.", today=DAY)
        assert left_over(session, kit) == ["Next meeting"]


def test_an_item_that_asks_for_approval_is_done_by_the_approval(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        key, _changes = plan_meeting(session, date=DAY + dt.timedelta(days=30))
        asking = next(item for item in agenda(session, key) if item.about is not None)
        start_meeting(session, key, at=dt.time(10))
        save_item_text(session, asking.id, text="Some asked for more time.", today=DAY)
        set_item_done(session, asking.id, dealt_with=True)
        go_to_item(session, agenda(session, key)[1].id, at=dt.time(10, 10), dealt_with=True)
        assert not agenda(session, key)[0].done
        approve_by_item(session, asking.id, on=DAY)
        assert agenda(session, key)[0].done


def test_minutes_approved_without_a_meeting_are_no_longer_asked_about(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        key, _changes = plan_meeting(session, date=DAY + dt.timedelta(days=30))
        approve_minutes(session, kit.meeting, on=DAY)
        assert [item.done for item in agenda(session, key) if item.about is not None] == [True]


def test_an_item_of_the_next_meeting_approves(file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(12))
        later = minutes_sheet(session, kit.meeting)
        with history.step(session, "add_item"):
            asking = AgendaItem(
                meeting_id=kit.meeting, title="Minutes", origin=ItemOrigin.APPROVAL, about_meeting_id=later.meeting_id
            )
            session.add(asking)
        approve_by_item(session, asking.id, on=DAY)
        assert minutes_sheet(session, kit.meeting).minutes_state is MinutesState.APPROVED


@pytest.mark.parametrize(
    ("start", "end", "seconds"), [((10, 0), (10, 16), 960), ((23, 50), (0, 10), 1200), ((10, 0), (9, 59), 0)]
)
def test_seconds_between(start: tuple[int, int], end: tuple[int, int], seconds: int) -> None:
    assert seconds_between(dt.time(*start), dt.time(*end)) == seconds
