from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from db.meetings.timetable import BREAK, Slot, TimedItem, forecast, timetable

TEN = datetime(2026, 10, 22, 10, 0)


def clock(hours, minutes):
    return TEN.replace(hour=hours, minute=minutes)


AGENDA = [
    TimedItem(10, "inform"),
    TimedItem(20, "decide"),
    TimedItem(25, "decide"),
    TimedItem(20, "discuss"),
    TimedItem(10, is_break=True),
    TimedItem(20, None),
    TimedItem(20, "decide"),
    TimedItem(25, "discuss"),
    TimedItem(10, "inform"),
]


def test_an_agenda_ten_minutes_over():
    table = timetable(AGENDA, start=TEN, planned_minutes=150)
    starts = ["10:00", "10:10", "10:30", "10:55", "11:15", "11:25", "11:45", "12:05", "12:30"]
    assert [f"{slot.start:%H:%M}" for slot in table.slots] == starts
    assert table.end == clock(12, 40)
    assert (table.total_minutes, table.over_minutes, table.untimed) == (160, 10, 0)
    assert table.minutes_by_purpose == {"inform": 20, "decide": 65, "discuss": 45, BREAK: 10, None: 20}


def test_an_agenda_without_times_still_adds_up():
    table = timetable([TimedItem(None, "inform"), TimedItem(15, "decide")])
    assert table.slots == (Slot(None, None), Slot(None, None))
    assert (table.total_minutes, table.end, table.over_minutes, table.untimed) == (15, None, None, 1)


def test_nothing_on_the_agenda_leaves_the_whole_time():
    table = timetable([], start=TEN, planned_minutes=60)
    assert (table.slots, table.end, table.over_minutes) == ((), TEN, -60)


def test_an_agenda_can_pass_midnight():
    late = TEN.replace(hour=23, minute=50)
    assert timetable([TimedItem(20)], start=late).end == datetime(2026, 10, 23, 0, 10)


@given(
    st.lists(st.builds(TimedItem, st.none() | st.integers(0, 300), st.sampled_from(["decide", None]), st.booleans()))
)
def test_slots_follow_each_other_and_purposes_make_up_the_whole(items):
    table = timetable(items, start=TEN)
    moments = [TEN, *(slot.end for slot in table.slots)]
    assert [slot.start for slot in table.slots] == moments[:-1]
    assert moments[-1] == table.end == TEN + timedelta(minutes=table.total_minutes)
    assert sum(table.minutes_by_purpose.values()) == table.total_minutes


RUNNING = [*AGENDA[:7], TimedItem(15, "discuss"), AGENDA[8]]


def test_a_meeting_nine_minutes_behind():
    found = forecast(RUNNING, start=TEN, now=clock(10, 35), done={0}, current=1, current_since=clock(10, 19))
    assert (found.spent_minutes, found.behind_minutes, found.ends_at) == (16, 9, clock(12, 39))


def test_an_item_over_its_time_pushes_the_end():
    found = forecast(RUNNING, start=TEN, now=clock(10, 50), done={0}, current=1, current_since=clock(10, 19))
    assert (found.spent_minutes, found.behind_minutes, found.ends_at) == (31, 20, clock(12, 50))


def test_a_meeting_ahead_of_its_agenda():
    found = forecast(RUNNING, start=TEN, now=TEN.replace(minute=5, second=59), done={0})
    assert (found.spent_minutes, found.behind_minutes, found.ends_at) == (0, -5, clock(12, 25))


def test_items_taken_out_of_order_are_not_counted_twice():
    assert forecast(RUNNING, start=TEN, now=clock(12, 0), done=set(range(1, 9))).ends_at == clock(12, 10)


def test_a_clock_set_back_spends_no_negative_time():
    found = forecast(RUNNING, start=TEN, now=TEN, current=0, current_since=clock(10, 5))
    assert (found.spent_minutes, found.behind_minutes) == (0, 0)
