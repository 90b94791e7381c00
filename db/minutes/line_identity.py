"""Which decision or action each marked line is, after the minutes' text was edited.

The text holds no keys, so lines are recognised: by their words, then by likeness, then by their place. Lines of
different marks are never the same.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from db.minutes.marks import Mark, MarkedLine

K = TypeVar("K", bound=Hashable)

_ALIKE = 0.5  # difflib ratio from which two texts are one line edited
_WITHIN = 40  # unmatched lines further apart than this many unmatched others are not compared


@dataclass(frozen=True, slots=True)
class OldMark(Generic[K]):
    """A marked line as the record knows it: its key, its mark and what it said."""

    key: K
    mark: Mark
    text: str


def match_lines(old: Sequence[OldMark[K]], new: Sequence[MarkedLine]) -> list[K | None]:
    """Return for each of `new`, in the order of the text, the key of the line of `old` it is, None for a new line.

    No key is given twice; a key in no place belongs to a line that was removed. Equal text first (also when moved),
    then the most alike (difflib ratio of at least 0.5), then, between the same recognised neighbours, the only line
    of its mark that is left on either side, however much it was rewritten.
    """
    matching = _Matching([(line.mark, line.text) for line in old], [(line.mark, line.said) for line in new])
    matching.match_ends()
    matching.match_equal()
    matching.match_alike()
    matching.match_by_place()
    return [None if at is None else old[at].key for at in matching.found]


_Line = tuple[Mark, str]


class _Matching:
    """The work of `match_lines`: each step pairs lines that earlier steps left over."""

    def __init__(self, old: Sequence[_Line], new: Sequence[_Line]) -> None:
        self._old = old
        self._new = new
        self.found: list[int | None] = [None] * len(new)
        self._taken: set[int] = set()

    def _pair(self, at_old: int, at_new: int) -> None:
        self.found[at_new] = at_old
        self._taken.add(at_old)

    def _left_old(self) -> list[int]:
        return [at for at in range(len(self._old)) if at not in self._taken]

    def _left_new(self) -> list[int]:
        return [at for at, found in enumerate(self.found) if found is None]

    def match_ends(self) -> None:
        """Pair what is equal from the top down, then from the bottom up: one place edited disturbs no other line."""
        shorter = min(len(self._old), len(self._new))
        top = 0
        while top < shorter and self._old[top] == self._new[top]:
            self._pair(top, top)
            top += 1
        bottom = 1
        while bottom <= shorter - top and self._old[-bottom] == self._new[-bottom]:
            self._pair(len(self._old) - bottom, len(self._new) - bottom)
            bottom += 1

    def match_equal(self) -> None:
        """Pair equal lines, those still in order first: of two equal lines, the one that stayed keeps its key."""
        left_old, left_new = self._left_old(), self._left_new()
        in_order = SequenceMatcher(None, [self._old[i] for i in left_old], [self._new[i] for i in left_new], False)
        for block in in_order.get_matching_blocks():
            for step in range(block.size):
                self._pair(left_old[block.a + step], left_new[block.b + step])
        moved: dict[_Line, list[int]] = {}
        for at in reversed(self._left_old()):
            moved.setdefault(self._old[at], []).append(at)
        for at in self._left_new():
            if moved.get(self._new[at]):
                self._pair(moved[self._new[at]].pop(), at)

    def match_alike(self) -> None:
        """Pair the most alike lines first; of equally alike ones those nearest in place."""
        for _ratio, _distance, at_old, at_new in sorted(self._alike()):
            if at_old not in self._taken and self.found[at_new] is None:
                self._pair(at_old, at_new)

    def _alike(self) -> Iterator[tuple[float, int, int, int]]:
        left_old = list(enumerate(self._left_old()))
        for rank_new, at_new in enumerate(self._left_new()):
            mark, text = self._new[at_new]
            matcher = SequenceMatcher(None, "", text, autojunk=False)
            for rank_old, at_old in left_old:
                distance = abs(rank_old - rank_new)
                if distance > _WITHIN or self._old[at_old][0] is not mark:
                    continue
                matcher.set_seq1(self._old[at_old][1])
                if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                    ratio = matcher.ratio()
                    if ratio >= _ALIKE:
                        yield -ratio, distance, at_old, at_new

    def match_by_place(self) -> None:
        """Pair the one old and the one new line of a mark left between the same recognised neighbours."""
        old_places: dict[tuple[object, ...], list[int]] = {}
        for place, at in self._places(self._old, [at if at in self._taken else None for at in range(len(self._old))]):
            old_places.setdefault(place, []).append(at)
        new_places: dict[tuple[object, ...], list[int]] = {}
        for place, at in self._places(self._new, self.found):
            new_places.setdefault(place, []).append(at)
        for place, (at_new, *more_new) in new_places.items():
            at_old, *more_old = old_places.get(place, (None,))
            if at_old is not None and not more_new and not more_old:
                self._pair(at_old, at_new)

    @staticmethod
    def _places(lines: Sequence[_Line], found: Sequence[int | None]) -> Iterator[tuple[tuple[object, ...], int]]:
        """Yield each unrecognised line with its place: the recognised lines before and after it, and its mark."""
        after: list[int | None] = []
        following: int | None = None
        for known in reversed(found):
            after.append(following)
            following = known if known is not None else following
        before: int | None = None
        for at, (known, next_known) in enumerate(zip(found, reversed(after), strict=True)):
            if known is None:
                yield (before, next_known, lines[at][0]), at
            else:
                before = known
