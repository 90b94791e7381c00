"""An occasion: what is due together, who could do it, and what one member may not have at the same time."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db.rotation.shares import Weights, share_out

GAP = 1
"""At how many occasions before this one somebody served who comes last, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting or the beginning of a term, with the duties due at it.

    pools: for each duty of the plan, who may do it and can come, with weights above 0; empty: not due here.
    promised: whom the published plan names for each duty, None where nobody; () where nothing was published.
    fixed: a promise stands unless who was promised cannot come; else it is only kept where it can be.
    apart: nobody takes two of these turns, but for
    together: two duties (the smaller number first) that these members may have both.
    gaps: for each duty, at how many occasions before this one somebody had a turn who comes last; (): `GAP`.
    """

    pools: tuple[Weights, ...]
    promised: tuple[int | None, ...] = ()
    fixed: bool = False
    apart: bool = True
    together: Mapping[tuple[int, int], Container[int]] = field(default_factory=dict, hash=False)
    gaps: tuple[int, ...] = ()

    def may_both(self, member: int, one: int, other: int) -> bool:
        """Tell whether a member may have two turns here at once."""
        return not self.apart or member in self.together.get((min(one, other), max(one, other)), ())

    def in_the_way(self, turns: Sequence[int | None], member: int, duty: int) -> list[int]:
        """Return the turns a member has that do not go with another."""
        if not self.apart or member not in turns:
            return []
        return [
            other for other, has in enumerate(turns)
            if has == member and other != duty and not self.may_both(member, duty, other)
        ]  # fmt: skip

    def shares(self) -> list[dict[int, int]]:
        """Divide the turns: of duties that do not go together nobody owes more than one in all."""
        return share_out(self.pools, groups=self._groups() if self.apart else ())

    def gap(self, duty: int) -> int:
        """Return at how many occasions before this one somebody had a turn who comes last."""
        return self.gaps[duty] if self.gaps else GAP

    def _groups(self) -> list[frozenset[int]]:
        """Return the duties due here that do not go together, directly or through a third."""
        due = [duty for duty, pool in enumerate(self.pools) if pool]
        if not self.together:
            return [frozenset(due)]
        groups: list[frozenset[int]] = []
        for duty in due:
            linked = [own for own in groups if any(self._clash(duty, other) for other in own)]
            groups = [own for own in groups if own not in linked]
            groups.append(frozenset([duty]).union(*linked))
        return groups

    def _clash(self, one: int, other: int) -> bool:
        """Tell whether two duties do not go together, for somebody who could do both."""
        both = self.pools[one].keys() & self.pools[other].keys()
        return any(not self.may_both(member, one, other) for member in both)


def before(
    turns: Sequence[Sequence[int | None]], place: int, earlier: Sequence[frozenset[int]], gap: int
) -> Iterator[int]:
    """Yield who had a turn at the `gap` occasions before `place`; `earlier`: before the first, the latest first."""
    for back in range(1, gap + 1):
        if back <= place:
            yield from (member for member in turns[place - back] if member is not None)
        elif back - place <= len(earlier):
            yield from earlier[back - place - 1]
