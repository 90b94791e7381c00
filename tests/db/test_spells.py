"""Stretches of days, checked day by day against the plainest reading of them."""

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from db.meetings.seats import Seats
from db.spells import (
    Stretch,
    covers,
    day_after,
    joined,
    last_day,
    merged,
    shared_day,
    since,
    status_on,
    without,
)
from db.vocabulary import MemberStatus

FIRST = dt.date(2024, 1, 1)
DAYS = [FIRST + dt.timedelta(days=n) for n in range(-2, 14)]

days = st.none() | st.sampled_from(DAYS[2:12])


@given(st.none() | st.dates())
def test_people_write_the_last_day(last: dt.date | None) -> None:
    end = day_after(last)
    if last is not None and end is not None:
        assert (covers(Stretch(None, end), last), covers(Stretch(None, end), end)) == (True, False)
        assert last_day(end) == last
    else:
        assert (end, last_day(end)) == (None, None), "open; so is what ends with the last day there is"


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    start, end = draw(days), draw(days)
    if start and end and end < start:
        start, end = end, start
    return Stretch(start, end, draw(st.sampled_from(["member", "observer"])))


@st.composite
def histories(draw: st.DrawFn) -> list[Stretch]:
    found: list[Stretch] = []
    for stretch in draw(st.lists(stretches(), max_size=5)):
        if not any(shared_day(stretch, other) for other in found):
            found.append(stretch)
    return found


def words_by_day(history: list[Stretch]) -> dict[dt.date, set[str]]:
    return {day: {spell.word for spell in history if covers(spell, day)} for day in DAYS}


@given(stretches(), stretches())
def test_two_spells_share_a_day_when_some_day_is_in_both(a, b):
    both = [day for day in DAYS if covers(a, day) and covers(b, day)]
    assert (shared_day(a, b) is not None) == bool(both)
    assert shared_day(a, b) == shared_day(b, a)


@given(histories())
def test_joining_spells_changes_no_day(history):
    assert words_by_day(joined(history)) == words_by_day(history)


@given(histories(), histories())
def test_merging_two_histories_loses_no_day_and_the_kept_one_is_right(kept, dropped):
    result = merged(kept, dropped)
    ours, theirs = words_by_day(kept), words_by_day(dropped)
    assert words_by_day(result) == {day: ours[day] or theirs[day] for day in DAYS}
    assert not any(shared_day(a, b) for n, a in enumerate(result) for b in result[:n])


@given(stretches(), histories())
def test_what_is_left_outside_others(spell, others):
    left = without(spell, others)
    for day in DAYS:
        assert any(covers(part, day) for part in left) == (
            covers(spell, day) and not any(covers(other, day) for other in others)
        )


@given(histories(), st.sampled_from(DAYS))
def test_the_status_of_a_day_is_that_of_its_spell_or_left_after_one(history, day):
    found = status_on([(spell, MemberStatus(spell.word)) for spell in history], day)
    if words_by_day(history)[day]:
        assert {found} == words_by_day(history)[day]
    else:
        over = any(spell.to_date and spell.to_date <= day for spell in history)
        assert found is (MemberStatus.LEFT if over else None)


def test_since_reaches_back_over_spells_that_touch():
    first, second = dt.date(2019, 3, 1), dt.date(2021, 1, 1)
    history = [Stretch(second, None, "member"), Stretch(first, second, "member")]
    assert since(history, dt.date(2024, 5, 1)) == first
    assert since(history, dt.date(2018, 5, 1)) is None


@given(st.lists(histories(), min_size=1, max_size=4), st.lists(st.sampled_from(DAYS), min_size=1))
def test_seats_are_those_of_the_day_in_whatever_order_days_are_asked(
    own: list[list[Stretch]], asked: list[dt.date]
) -> None:
    belongs = {uuid.UUID(int=n): spells for n, spells in enumerate(own)}
    seats = Seats({}, belongs, {})
    for day in asked:
        holders = {key for key in belongs if seats.status(key, day) is MemberStatus.MEMBER}
        assert seats.holders(None, day) == holders
