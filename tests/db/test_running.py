"""The meeting while it runs."""

import datetime as dt

import pytest

from db.engine import AllianceFile
from db.errors.meetings import WrongStage
from db.history import history
from db.meetings.attendance import record_all_present
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
from db.minutes.minutes import save_item_text
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
    assert [item.title for item in gaps[Gap.ITEMS_NOT_DONE].items] == ["Opening", "Water-user fee", "Next meeting"]
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
