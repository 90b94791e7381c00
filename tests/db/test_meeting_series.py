import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors import NotFound, StillNeeded
from db.meeting_series import add_series, all_series, change_series, delete_series, end_series, plan_ahead, skip_day
from db.meetings import change_meeting, delete_meeting, meeting, meetings
from db.running import start_meeting
from db.series import MonthlyWeekday, Series

FIRST_MONDAYS = Series(MonthlyWeekday(weekday=0, nth=1), dt.date(2026, 10, 1))


@pytest.fixture
def session(file: AllianceFile) -> Iterator[Session]:
    with file.writing(who="Ana") as opened:
        yield opened


@pytest.fixture
def series_id(session: Session) -> uuid.UUID:
    return add_series(session, rule=FIRST_MONDAYS, start_time=dt.time(10), place="Hall 2", plan=3)[0]


def days(session: Session) -> list[tuple[int, int]]:
    return [(row.date.month, row.date.day) for row in reversed(meetings(session))]


def test_the_first_meetings_are_planned(session: Session, series_id: uuid.UUID) -> None:
    assert days(session) == [(10, 5), (11, 2), (12, 7)]
    assert [row.number for row in reversed(meetings(session))] == [1, 2, 3]
    (row,) = all_series(session)
    assert (row.place, row.planned_to) == ("Hall 2", dt.date(2026, 12, 7))


def test_planning_ahead_adds_only_what_is_missing(session: Session, series_id: uuid.UUID) -> None:
    planned, _changes = plan_ahead(session, series_id, count=4, after=dt.date(2026, 10, 1))
    assert len(planned) == 1
    assert days(session)[-1] == (1, 4)


def test_a_moved_meeting_is_not_planned_again(session: Session, series_id: uuid.UUID) -> None:
    november = meetings(session)[1].id
    change_meeting(session, november, date=dt.date(2026, 11, 9))
    change_meeting(session, november, date=dt.date(2026, 11, 10))
    plan_ahead(session, series_id, count=4, after=dt.date(2026, 10, 1))
    assert days(session) == [(10, 5), (11, 10), (12, 7), (1, 4)]


def test_a_deleted_or_skipped_day_stays_free(session: Session, series_id: uuid.UUID) -> None:
    delete_meeting(session, meetings(session)[1].id)
    skip_day(session, series_id, dt.date(2026, 12, 7))
    plan_ahead(session, series_id, count=3, after=dt.date(2026, 10, 1))
    assert days(session) == [(10, 5), (1, 4), (2, 1)]


def test_a_running_meeting_cannot_be_skipped(session: Session, series_id: uuid.UUID) -> None:
    first = meetings(session)[-1]
    start_meeting(session, first.id, at=dt.time(10))
    with pytest.raises(StillNeeded):
        skip_day(session, series_id, first.date)


def test_a_change_reaches_meetings_that_did_not_differ(session: Session, series_id: uuid.UUID) -> None:
    december, november, october = (row.id for row in meetings(session))
    change_meeting(session, december, place="Elsewhere")
    change_series(session, series_id, since=dt.date(2026, 11, 1), place="Hall 3", start_time=dt.time(9))
    assert [meeting(session, key).row.place for key in (october, november, december)] == [
        "Hall 2", "Hall 3", "Elsewhere",
    ]  # fmt: skip
    assert meeting(session, december).row.start_time == dt.time(9)


def test_ending_and_deleting(session: Session, series_id: uuid.UUID) -> None:
    end_series(session, series_id, until=dt.date(2026, 11, 30))
    assert days(session) == [(10, 5), (11, 2)]
    assert plan_ahead(session, series_id, count=3, after=dt.date(2026, 11, 30))[0] == []
    delete_series(session, series_id)
    assert all_series(session) == []
    assert [row.series_id for row in meetings(session)] == [None, None]
    with pytest.raises(NotFound):
        end_series(session, series_id, until=dt.date(2026, 11, 30))
