import threading
import time
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from db.ids import KeySource, new_id


def test_a_key_is_version_7_of_the_rfc():
    key = new_id()
    assert key.version == 7
    assert key.variant == RFC_4122


def made_at_ms(key: UUID) -> int:
    """Return the moment in a version 7 key, in milliseconds since 1970 (UTC)."""
    return key.int >> 80


def test_a_key_tells_when_it_was_made():
    before = time.time_ns() // 1_000_000
    key = KeySource().new_id()
    assert before <= made_at_ms(key) <= time.time_ns() // 1_000_000


def test_the_bits_are_where_the_rfc_puts_them():
    source = KeySource(clock_ms=lambda: 0x017F22E279B0, entropy=lambda count: bytes([0xFF]) * count)
    assert source.new_id() == UUID("017f22e2-79b0-77ff-bfff-ffffffffffff")


@given(st.lists(st.integers(min_value=0, max_value=2**47), min_size=2, max_size=60))
def test_keys_grow_whatever_the_clock_does(times_ms):
    clock = iter(times_ms)
    source = KeySource(clock_ms=lambda: next(clock))
    keys = [source.new_id() for _ in times_ms]
    assert keys == sorted(set(keys))
    assert all(key.version == 7 and key.variant == RFC_4122 for key in keys)


def test_a_full_counter_borrows_the_next_millisecond():
    source = KeySource(clock_ms=lambda: 1000)
    first = source.new_id()
    source._counter = (1 << 42) - 1
    second = source.new_id()
    assert made_at_ms(second) == 1001
    assert second > first


def test_threads_never_get_the_same_key_and_each_sees_them_grow():
    seen = [[] for _ in range(8)]

    def take(mine):
        mine.extend(new_id() for _ in range(2000))

    threads = [threading.Thread(target=take, args=(mine,)) for mine in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == sorted(mine) for mine in seen)
    assert len({key for mine in seen for key in mine}) == 16000
