from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.meetings.series import (
    LAST,
    MonthlyDay,
    MonthlyWeekday,
    Occurrence,
    Series,
    Weekly,
    Yearly,
    _planned,
    from_text,
    next_occurrence,
    to_text,
)

THURSDAY = 3
START = date(2026, 1, 1)  # a Thursday
MONDAY = 0


def occurrences(series: Series, *, start: date, until: date) -> list[Occurrence]:
    """Return what happens from `start` up to and including `until`, in order of the days it happens."""
    furthest = max([until, *(planned for planned in series.moved)])
    found = []
    for planned in _planned(series):
        if planned > furthest:
            break
        day = series.moved.get(planned, planned)
        if planned not in series.skipped and start <= day <= until:
            found.append(Occurrence(day, planned))
    return sorted(found)


def planned(series, start=START, until=date(2027, 12, 31)):
    return [occurrence.day.isoformat() for occurrence in occurrences(series, start=start, until=until)]


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        (Weekly(frozenset({THURSDAY}), 2), ["2026-01-01", "2026-01-15", "2026-01-29", "2026-02-12"]),
        (Weekly(frozenset({MONDAY})), ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26"]),
        (Weekly(frozenset({0, 3}), 2), ["2026-01-01", "2026-01-12", "2026-01-15", "2026-01-26"]),
        (Weekly(frozenset({0, 2}), 2), ["2026-01-05", "2026-01-07", "2026-01-19", "2026-01-21"]),
        (MonthlyWeekday(MONDAY, 1), ["2026-01-05", "2026-02-02", "2026-03-02", "2026-04-06"]),
        (MonthlyWeekday(THURSDAY, LAST), ["2026-01-29", "2026-02-26", "2026-03-26", "2026-04-30"]),
        (MonthlyWeekday(6, 4, 3), ["2026-01-25", "2026-04-26", "2026-07-26", "2026-10-25"]),
        (MonthlyDay(31), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (MonthlyDay(1, 2), ["2026-01-01", "2026-03-01", "2026-05-01", "2026-07-01"]),
        (Yearly(2, 29), ["2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]),
        (Yearly(1, 1, 2), ["2026-01-01", "2028-01-01", "2030-01-01", "2032-01-01"]),
    ],
)
def test_patterns_meet_on_their_days(pattern, first):
    assert planned(Series(pattern, START, count=4), until=date(2040, 1, 1)) == first


def test_a_series_starts_with_its_first_fitting_day_and_counts_steps_from_there():
    late = date(2026, 1, 20)
    assert planned(Series(MonthlyDay(15, 2), late, count=2)) == ["2026-02-15", "2026-04-15"]
    assert planned(Series(MonthlyWeekday(MONDAY, 1, 2), late, count=2)) == ["2026-02-02", "2026-04-06"]
    assert planned(Series(Yearly(1, 15), late, count=1)) == ["2027-01-15"]
    assert planned(Series(Weekly(frozenset({MONDAY}), 2), late, count=2)) == ["2026-01-26", "2026-02-09"]


def test_the_end_is_a_day_or_a_count():
    weekly = Weekly(frozenset({THURSDAY}))
    assert planned(Series(weekly, START, until=date(2026, 1, 15))) == ["2026-01-01", "2026-01-08", "2026-01-15"]
    assert planned(Series(weekly, START, until=date(2026, 1, 14))) == ["2026-01-01", "2026-01-08"]
    assert planned(Series(weekly, START, until=date(2025, 12, 31))) == []
    with pytest.raises(ValueError, match="Series"):
        Series(weekly, START, until=START, count=3)


def test_exceptions_count_as_days_of_the_series():
    series = Series(
        Weekly(frozenset({THURSDAY})),
        START,
        count=4,
        skipped=frozenset({date(2026, 1, 1), date(2026, 3, 3)}),
        moved={date(2026, 1, 8): date(2026, 1, 23), date(2026, 3, 4): date(2026, 1, 2)},
    )
    assert occurrences(series, start=START, until=date(2026, 12, 31)) == [
        Occurrence(date(2026, 1, 15), date(2026, 1, 15)),
        Occurrence(date(2026, 1, 22), date(2026, 1, 22)),
        Occurrence(date(2026, 1, 23), date(2026, 1, 8)),
    ]


def test_a_day_moved_into_or_out_of_what_is_asked_is_found_where_it_happens():
    series = Series(Weekly(frozenset({THURSDAY})), START, moved={date(2026, 1, 29): date(2026, 1, 12)})
    assert planned(series, date(2026, 1, 9), date(2026, 1, 14)) == ["2026-01-12"]
    assert planned(series, date(2026, 1, 26), date(2026, 2, 1)) == []


def test_the_next_one_may_have_been_moved_ahead():
    series = Series(
        Weekly(frozenset({THURSDAY})),
        START,
        until=date(2026, 1, 31),
        skipped=frozenset({date(2026, 1, 15)}),
        moved={date(2026, 1, 29): date(2026, 1, 12), date(2026, 1, 22): date(2026, 2, 10)},
    )
    assert next_occurrence(series, after=date(2026, 1, 8)).planned == date(2026, 1, 29)
    assert next_occurrence(series, after=date(2026, 1, 12)).day == date(2026, 2, 10)
    assert next_occurrence(series, after=date(2026, 2, 10)) is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: Weekly(frozenset()),
        lambda: Weekly(frozenset({7})),
        lambda: Weekly(frozenset({1}), 0),
        lambda: MonthlyWeekday(0, 5),
        lambda: MonthlyDay(32),
        lambda: Yearly(2, 30),
        lambda: Yearly(13, 1),
        lambda: Series(MonthlyDay(1), START, count=0),
    ],
)
def test_what_cannot_happen_is_refused(make):
    with pytest.raises(ValueError, match=r"Weekly|Monthly|Yearly|Series"):
        make()


intervals = st.integers(1, 5)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
patterns = st.one_of(
    st.builds(Weekly, st.frozensets(st.integers(0, 6), min_size=1), intervals),
    st.builds(MonthlyWeekday, st.integers(0, 6), st.sampled_from([1, 2, 3, 4, LAST]), intervals),
    st.builds(MonthlyDay, st.integers(1, 31), intervals),
    st.builds(Yearly, st.integers(1, 12), st.integers(1, 28), intervals),
)
ends = st.one_of(
    st.builds(lambda until: {"until": until}, st.none() | days),
    st.builds(lambda count: {"count": count}, st.integers(1, 50)),
)
series_of_all_kinds = st.builds(
    lambda pattern, start, end, skipped, moved: Series(pattern, start, **end, skipped=skipped, moved=moved),
    patterns,
    days,
    ends,
    st.frozensets(days, max_size=3),
    st.dictionaries(days, days, max_size=3),
)


@given(series_of_all_kinds)
def test_a_series_is_stored_and_read_back(series):
    text = to_text(series)
    assert from_text(text) == series
    assert to_text(from_text(text)) == text


def test_the_stored_form_is_what_released_files_hold():
    series = Series(Weekly(frozenset({3, 0}), 2), START, count=3, moved={date(2026, 1, 12): date(2026, 1, 13)})
    assert to_text(series) == (
        '{"count": 3, "moved": {"2026-01-12": "2026-01-13"}, '
        '"pattern": {"interval": 2, "kind": "weekly", "weekdays": [0, 3]}, '
        '"skipped": [], "start": "2026-01-01", "until": null}'
    )


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "3", '{"pattern": 3}', '{"pattern": {"kind": "daily"}, "start": "2026-01-01"}'],
)
def test_any_other_text_is_no_series(text):
    with pytest.raises(ValueError, match=r".*"):
        from_text(text)


@given(patterns, days)
def test_days_fit_the_pattern_and_keep_its_step(pattern, start):
    found = [some.day for some in occurrences(Series(pattern, start, count=12), start=date.min, until=date.max)]
    assert len(found) == 12
    assert found[0] >= start
    assert all(one < other for one, other in pairwise(found))
    for one, other in pairwise(found):
        months = (other.year - one.year) * 12 + other.month - one.month
        match pattern:
            case Weekly(weekdays, interval):
                weeks = (other - timedelta(other.weekday()) - (one - timedelta(one.weekday()))).days // 7
                assert one.weekday() in weekdays
                assert weeks in (0, interval)
            case MonthlyWeekday(weekday, nth, interval):
                assert (one.weekday(), months) == (weekday, interval)
                length = monthrange(one.year, one.month)[1]
                assert (one.day + 7 > length) if nth == LAST else ((one.day - 1) // 7 + 1 == nth)
            case MonthlyDay(day, interval):
                assert months == interval
                assert one.day == min(day, monthrange(one.year, one.month)[1])
            case Yearly(month, day, interval):
                assert (one.month, one.day, months) == (month, day, 12 * interval)


@given(series_of_all_kinds, days, st.integers(0, 900))
def test_a_part_of_the_time_shows_that_part_of_the_series(series, start, length):
    until = start + timedelta(length)
    whole = occurrences(series, start=date(1980, 1, 1), until=date(2150, 1, 1))
    assert occurrences(series, start=start, until=until) == [some for some in whole if start <= some.day <= until]
    later = [some for some in whole if some.day > start]
    if later:
        assert next_occurrence(series, after=start) == later[0]
