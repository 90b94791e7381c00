"""Parts of wholes, how unevenly things are spread, and whether a row of numbers falls or rises. Pure arithmetic.

Whatever is said of numbers is said by these rules, so that nobody claims more than they hold.
"""

import math
import uuid
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

CHANCE: Final = 0.05
"""What would come about by chance less than once in twenty times is worth saying."""
_Z: Final = 1.6449
"""The standard normal value that is exceeded with a probability of `CHANCE`."""
FEWEST_FOR_TREND: Final = 4
"""Of three numbers, one order in six falls all the way by chance; of four, one in 24."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many."""

    part: int
    whole: int

    @property
    def share(self) -> Fraction | None:
        """Return the part of the whole, 0 to 1; nothing where there is no whole."""
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def rest(self) -> "Part":
        """Return what is not in it."""
        return Part(self.whole - self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Counted:
    """Records counted, out of so many."""

    ids: tuple[uuid.UUID, ...]
    whole: int

    @property
    def part(self) -> Part:
        """Return how many of how many."""
        return Part(len(self.ids), self.whole)


@dataclass(frozen=True, slots=True)
class Concentration:
    """How things are spread over members, those who have none included.

    top: the (at most three) members that have most, and how many. gini: 0 where all have the same number, towards 1
    where one has all (1 − 1/members at most); nothing for fewer than two members or without anything.
    """

    total: int
    members: int
    top: tuple[tuple[uuid.UUID, int], ...]
    gini: Fraction | None

    @property
    def of_top(self) -> Part:
        """Return how many of all the top three have."""
        return Part(sum(count for _member, count in self.top), self.total)


def concentration(counts: Mapping[uuid.UUID, int], members: Iterable[uuid.UUID], *, top: int = 3) -> Concentration:
    """Return how things are spread over `members` and whoever else has some."""
    everyone = set(members) | counts.keys()
    numbers = sorted(counts.get(one, 0) for one in everyone)
    most = sorted(((one, n) for one, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))[:top]
    return Concentration(sum(numbers), len(numbers), tuple(most), gini(numbers))


def gini(numbers: Sequence[int]) -> Fraction | None:
    """Return the Gini coefficient: half the mean distance between any two numbers, in terms of the mean (Gini 1912)."""
    total, n = sum(numbers), len(numbers)
    if n < 2 or total <= 0:
        return None
    ranked = sum((2 * place - n - 1) * number for place, number in enumerate(sorted(numbers), 1))
    return Fraction(ranked, n * total)


class Direction(StrEnum):
    """Where a row of numbers goes."""

    FALLING = "falling"
    RISING = "rising"
    NEITHER = "neither"
    UNKNOWN = "unknown"
    """Too few numbers to say."""


@dataclass(frozen=True, slots=True)
class Trend:
    """Where a row of numbers goes, and the means of its first and of its last third."""

    direction: Direction
    early: Fraction
    late: Fraction


def trend(numbers: Sequence[Fraction], *, least: Fraction) -> Trend | None:
    """Return where a row of numbers goes; nothing for no numbers.

    It falls (rises) where there are at least four, where later numbers are smaller (larger) than earlier ones in so
    many pairs that chance would do so less than once in twenty times (Mann 1945, Kendall: normal approximation with
    ties and continuity corrected, one side), and where the means of the first and the last third differ by `least` or
    more.
    """
    if not numbers:
        return None
    third = max(1, len(numbers) // 3)
    early, late = _mean(numbers[:third]), _mean(numbers[-third:])
    if len(numbers) < FEWEST_FOR_TREND:
        return Trend(Direction.UNKNOWN, early, late)
    z = _kendall(numbers)
    if z <= -_Z and early - late >= least:
        return Trend(Direction.FALLING, early, late)
    if z >= _Z and late - early >= least:
        return Trend(Direction.RISING, early, late)
    return Trend(Direction.NEITHER, early, late)


def seldom_so_few(part: Part, share: Fraction) -> bool:
    """Return whether so few (or fewer) of the whole would come about by chance less than once in twenty times.

    Each of the whole is taken to fall into the part with the probability `share`.
    """
    n = part.whole
    if part.part >= n or share <= 0:
        return False
    if share >= 1:
        return True
    # By logarithms: of a thousand and more, the numbers of ways are beyond a float and the powers below it.
    yes, no, ways = math.log(share), math.log(1 - share), math.lgamma(n + 1)
    below = math.fsum(
        math.exp(ways - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * yes + (n - k) * no)
        for k in range(part.part + 1)
    )
    return below < CHANCE


def seldom_so_many(part: Part, share: Fraction) -> bool:
    """Return the same for so many, or more."""
    return seldom_so_few(part.rest, 1 - share)


def median(numbers: Iterable[int]) -> Fraction | None:
    """Return the middle number, or the mean of the two in the middle."""
    ordered = sorted(numbers)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return Fraction(ordered[middle]) if len(ordered) % 2 else Fraction(ordered[middle - 1] + ordered[middle], 2)


def _mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def _kendall(numbers: Sequence[Fraction]) -> float:
    """Return how far the balance of rising and falling pairs lies from 0, in standard deviations."""
    n, balance = len(numbers), 0
    earlier: list[float] = []
    for number in map(float, numbers):  # in the same order, and much sooner compared: their denominators are small
        smaller, not_larger = bisect_left(earlier, number), bisect_right(earlier, number)
        balance += smaller - (len(earlier) - not_larger)
        earlier.insert(smaller, number)
    ties = Counter(numbers).values()
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    if not balance or variance <= 0:
        return 0.0
    return (balance - math.copysign(1, balance)) / math.sqrt(variance)
