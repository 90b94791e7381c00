import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from db.engine import AllianceFile
from db.errors.records import NotFound, StillNeeded
from db.meetings.agenda import add_item, agenda
from db.meetings.meeting_series import (
    add_series,
    all_series,
    change_rule,
    change_series,
    delete_series,
    end_series,
    move_day,
    plan_ahead,
    skip_day,
    take_day_in,
)
from db.meetings.meetings import change_meeting, delete_meeting, meeting, meetings
from db.meetings.running import start_meeting
from db.meetings.series import MonthlyWeekday, Series, Weekly
from db.meetings.series_days import series_days
from db.minutes.actions import actions
from db.minutes.minutes import save_item_text

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
    assert row.place == "Hall 2"


def test_planning_ahead_adds_only_what_is_missing(session: Session, series_id: uuid.UUID) -> None:
    planned, _changes = plan_ahead(session, series_id, count=1, after=dt.date(2026, 10, 1))
    assert len(planned) == 1
    assert days(session)[-1] == (1, 4)


def test_a_day_that_a_meeting_moved_past_is_planned_before_the_series_goes_on(session: Session) -> None:
    rule = Series(Weekly(frozenset({3})), dt.date(2026, 12, 17))
    key, _changes = add_series(session, rule=rule, start_time=dt.time(10), plan=2)
    change_meeting(session, meetings(session)[1].id, date=dt.date(2027, 1, 8))
    plan_ahead(session, key, count=2, after=dt.date(2026, 12, 16))
    assert days(session) == [(12, 24), (12, 31), (1, 7), (1, 8)]


def test_a_moved_meeting_is_not_planned_again(session: Session, series_id: uuid.UUID) -> None:
    november = meetings(session)[1].id
    change_meeting(session, november, date=dt.date(2026, 11, 9))
    change_meeting(session, november, date=dt.date(2026, 11, 10))
    plan_ahead(session, series_id, count=1, after=dt.date(2026, 10, 1))
    assert days(session) == [(10, 5), (11, 10), (12, 7), (1, 4)]


def test_a_deleted_or_skipped_day_stays_free(session: Session, series_id: uuid.UUID) -> None:
    delete_meeting(session, meetings(session)[1].id)
    skip_day(session, series_id, dt.date(2026, 12, 7))
    plan_ahead(session, series_id, count=2, after=dt.date(2026, 10, 1))
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


def test_another_rule_takes_the_coming_meetings_along(session: Session, series_id: uuid.UUID) -> None:
    november = meetings(session)[1].id
    add_item(session, november, title="Nets")
    skip_day(session, series_id, dt.date(2027, 1, 4))
    change_rule(session, series_id, pattern=Weekly(frozenset({3}), 2), since=dt.date(2026, 11, 1))
    assert days(session) == [(10, 5), (11, 5), (11, 19)]
    assert meetings(session)[1].id == november
    assert [item.title for item in agenda(session, november)][-1] == "Nets"
    plan_ahead(session, series_id, count=1, after=dt.date(2026, 11, 1))
    assert days(session)[-1] == (12, 3)
    with pytest.raises(NotFound):
        change_rule(session, uuid.uuid4(), pattern=Weekly(frozenset({3})), since=dt.date(2026, 11, 1))


def test_what_is_due_at_the_next_meeting_follows_another_rule(session: Session, series_id: uuid.UUID) -> None:
    october = meetings(session)[-1].id
    item, _changes = add_item(session, october, title="Nets")
    start_meeting(session, october, at=dt.time(10))
    save_item_text(session, item, text="a: Buy them >next meeting", today=dt.date(2026, 10, 5))
    assert [row.due_date for row in actions(session)] == [dt.date(2026, 11, 2)]
    change_rule(session, series_id, pattern=Weekly(frozenset({3}), 2), since=dt.date(2026, 11, 1))
    assert [row.due_date for row in actions(session)] == [dt.date(2026, 11, 5)]


def test_a_rule_that_counts_goes_on_for_what_is_left(session: Session) -> None:
    rule = Series(MonthlyWeekday(weekday=0, nth=1), dt.date(2026, 10, 1), count=3)
    key, _changes = add_series(session, rule=rule, start_time=dt.time(10), plan=3)
    change_rule(session, key, pattern=MonthlyWeekday(weekday=1, nth=1), since=dt.date(2026, 11, 1))
    assert days(session) == [(10, 5), (11, 3), (12, 1)]
    assert plan_ahead(session, key, count=5, after=dt.date(2026, 10, 1))[0] == []


def test_a_day_is_moved_with_or_without_its_meeting(session: Session, series_id: uuid.UUID) -> None:
    move_day(session, series_id, dt.date(2026, 11, 2), to=dt.date(2026, 11, 3))
    move_day(session, series_id, dt.date(2027, 1, 4), to=dt.date(2027, 1, 11))
    plan_ahead(session, series_id, count=1, after=dt.date(2026, 10, 1))
    assert days(session) == [(10, 5), (11, 3), (12, 7), (1, 11)]
    move_day(session, series_id, dt.date(2027, 1, 11), to=dt.date(2027, 1, 4))
    assert days(session)[-1] == (1, 4)
    assert not any(day.moved for day in series_days(session, series_id, after=dt.date(2026, 12, 1), count=3))


def test_the_days_to_come_say_what_is_planned(session: Session, series_id: uuid.UUID) -> None:
    skip_day(session, series_id, dt.date(2026, 11, 2))
    move_day(session, series_id, dt.date(2027, 1, 4), to=dt.date(2027, 1, 5))
    found = series_days(session, series_id, after=dt.date(2026, 10, 5), count=3)
    assert [(day.day.month, day.day.day, day.number, day.skipped, day.moved) for day in found] == [
        (11, 2, None, True, False), (12, 7, 2, False, False), (1, 5, None, False, True), (2, 1, None, False, False),
    ]  # fmt: skip
    take_day_in(session, series_id, dt.date(2026, 11, 2))
    plan_ahead(session, series_id, count=1, after=dt.date(2026, 10, 5))
    assert days(session) == [(10, 5), (11, 2), (12, 7)]
    end_series(session, series_id, until=dt.date(2026, 12, 31))
    assert len(series_days(session, series_id, after=dt.date(2026, 10, 5), count=9)) == 2
    with pytest.raises(NotFound):
        series_days(session, uuid.uuid4(), after=dt.date(2026, 10, 5), count=1)
