"""Keys of the record: UUID version 7 (RFC 9562), so two offices' copies never collide and keys sort by age."""

import os
import threading
import time
from collections.abc import Callable
from uuid import UUID

_COUNTER_LIMIT = 1 << 42  # rand_a (12 bits) and the top of rand_b (30 bits): RFC 9562, section 6.2, method 1
_NEVER_MS = -1


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


class KeySource:
    """Makes keys that only ever grow, also within one millisecond and when the clock is set back.

    Any thread may ask. `clock_ms` (milliseconds since 1970, UTC) and `entropy` (random bytes by count) can be replaced.
    """

    def __init__(self, *, clock_ms: Callable[[], int] = _now_ms, entropy: Callable[[int], bytes] = os.urandom) -> None:
        self._clock_ms = clock_ms
        self._entropy = entropy
        self._lock = threading.Lock()
        self._last_ms = _NEVER_MS
        self._counter = 0

    def new_id(self) -> UUID:
        """Return the next key.

        A burst that uses up the counter of one millisecond, or a clock set back, borrows from the following
        milliseconds: keys stay in order and their time is then slightly ahead.
        """
        entropy = self._entropy(10)
        tail = int.from_bytes(entropy[:4])
        start = int.from_bytes(entropy[4:]) & ((_COUNTER_LIMIT >> 1) - 1)  # top bit clear: room to count up
        with self._lock:
            now_ms = self._clock_ms()
            if now_ms > self._last_ms:
                self._last_ms, self._counter = now_ms, start
            else:
                self._counter += 1
                if self._counter == _COUNTER_LIMIT:
                    self._last_ms, self._counter = self._last_ms + 1, start
            milliseconds, counter = self._last_ms, self._counter
        value = (milliseconds & ((1 << 48) - 1)) << 80
        value |= 0x7 << 76 | (counter >> 30) << 64  # version, rand_a
        value |= 0b10 << 62 | (counter & ((1 << 30) - 1)) << 32 | tail  # variant, rand_b
        return UUID(int=value)


_keys = KeySource()  # the process's one source: two sources would not be in order with each other


def new_id() -> UUID:
    """Return a new key, greater than every key this process made before."""
    return _keys.new_id()
