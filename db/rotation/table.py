"""The plan in the making: who does what so far, and everyone's balance after every occasion so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from db.rotation.occasion import Occasion, before
from db.turn_units import TURN

NEVER = -(10**9)
"""When somebody last served who never did, as a number that grows with time."""


@dataclass(slots=True)
class Table:
    """Rows of balances are lists that grow by one number an occasion; the last is the balance as things stand."""

    members: int
    duties: int
    occasions: Sequence[Occasion]
    opening: Sequence[Sequence[int]]
    last_served: Sequence[Sequence[int]]
    served_before: Sequence[frozenset[int]]
    tolerance: int = 0
    turns: list[list[int | None]] = field(default_factory=list)
    shares: list[list[dict[int, int]]] = field(default_factory=list)
    balances: list[list[list[int]]] = field(default_factory=list)
    totals: list[list[int]] = field(default_factory=list)
    unguarded: set[tuple[int, int]] = field(default_factory=set)
    exchanged: set[tuple[int, int]] = field(default_factory=set)
    passed_on: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.opening = self.opening or [[0] * self.members for _duty in range(self.duties)]
        self.balances = [[[] for _member in range(self.members)] for _duty in range(self.duties)]
        self.totals = [[] for _member in range(self.members)]
        off = {(duty, member): abs(units) for duty, row in enumerate(self.opening) for member, units in enumerate(row)}
        # Who is further off than a turn before the first occasion comes first or last, and is not guarded besides.
        self.unguarded = {seat for seat, units in off.items() if units > TURN}
        if any(occasion.promised for occasion in self.occasions):
            self.tolerance = TURN
        elif self.occasions:
            guarded = [units for seat, units in off.items() if seat not in self.unguarded]
            least = _least(self.occasions[0])
            self.tolerance = max([least if self.duties == 1 else (least + TURN) // 2, *guarded])

    def open_occasion(self, place: int) -> None:
        """Let everyone who could do this occasion's turns accrue their shares."""
        occasion = self.occasions[place]
        shares = occasion.shares()
        shares += [{} for _duty in range(self.duties - len(shares))]
        for duty, rows in enumerate(self.balances):
            before, share = self.opening[duty], shares[duty]
            for member, row in enumerate(rows):
                row.append((row[-1] if row else before[member]) - share.get(member, 0))
        for member, total in enumerate(self.totals):
            total.append(sum(rows[member][place] for rows in self.balances))
        self.shares.append(shares)
        self.turns.append([None] * self.duties)

    def keep_promises(self, place: int) -> None:
        """Give the turns that were promised to who can still do them."""
        occasion = self.occasions[place]
        for duty, member in enumerate(occasion.promised):
            if member is not None and member in occasion.pools[duty] and self._is_free(place, duty, member):
                self.give(place, duty, member)

    def stand_in(self, place: int) -> None:
        """Find a stand-in for each who was promised a turn and cannot come, so that little else changes.

        Who comes first takes the turn, if all stay within the tolerance. Else somebody with a later turn exchanges it
        with who cannot come now.
        """
        for duty, absent in enumerate(self.occasions[place].promised):
            if absent is None or self.turns[place][duty] is not None:
                continue
            first = sorted(
                entry for entry in self.order(place) if entry[2] == duty and self._is_free(place, duty, entry[1])
            )
            if first and min(self.balances[duty][absent][place:]) >= -self.tolerance:
                self.give(place, duty, first[0][1])
            elif exchange := self._exchange(place, duty, absent):
                stand_in, later = exchange
                self.take(later, duty)
                self.give(later, duty, absent)
                self.exchanged.add((later, duty))
                self.give(place, duty, stand_in)

    def _exchange(self, place: int, duty: int, absent: int) -> tuple[int, int] | None:
        """Return who could take a turn now and which of their turns `absent` could take for it: the soonest."""
        occasion = self.occasions[place]
        for later in range(place + 1, len(self.turns)):
            stand_in, there = self.turns[later][duty], self.occasions[later]
            if (
                stand_in is not None
                and stand_in in occasion.pools[duty]
                and self._is_free(place, duty, stand_in)
                and absent in there.pools[duty]
                and self._is_free(later, duty, absent)
                and max(self.balances[duty][stand_in][place:later]) + TURN <= self.tolerance
            ):
                return stand_in, later
        return None

    def _is_free(self, place: int, duty: int, member: int) -> bool:
        """Tell whether a member may take a turn more at an occasion."""
        return not self.occasions[place].in_the_way(self.turns[place], member, duty)

    def fill(self, place: int) -> None:
        """Give every turn that is left to who comes first."""
        occasion, turns = self.occasions[place], self.turns[place]
        for _rank, member, duty in sorted(self.order(place)):
            if turns[duty] is None and self._is_free(place, duty, member):
                self.give(place, duty, member)
        for duty, pool in enumerate(occasion.pools):
            if pool and turns[duty] is None:
                self._make_room(place, duty, set())

    def order(self, place: int) -> Iterator[tuple[tuple[bool, int, int], int, int]]:
        """Yield for each open turn, and each who could do it within the tolerance, rank (least first), member, duty.

        First who would fall out of the tolerance without this turn; then who is furthest behind, in this duty and, half
        as much, in all, where having served lately (`Occasion.gaps`) counts as half a turn more; then who last served
        longest ago.
        """
        for duty, pool in enumerate(self.occasions[place].pools):
            if self.turns[place][duty] is not None:
                continue
            spared = set(before(self.turns, place, self.served_before, self.occasions[place].gap(duty)))
            for member in pool:
                balance = max(self.balances[duty][member][place:])
                if balance + TURN <= self.tolerance or (duty, member) in self.unguarded:
                    behind = 2 * balance + max(self.totals[member][place:]) + (TURN if member in spared else 0)
                    yield (balance >= -self.tolerance, behind, self._served(place, duty, member)), member, duty

    def _served(self, place: int, duty: int, member: int) -> int:
        """Return when a member last did a duty, as a number that grows with time."""
        for earlier in range(place - 1, -1, -1):
            if self.turns[earlier][duty] == member:
                return earlier
        return self.last_served[duty][member] if self.last_served else NEVER

    def _make_room(self, place: int, duty: int, asked: set[int]) -> bool:
        """Find somebody for a turn whatever their balance, passing other turns of the occasion on if need be."""
        occasion, turns = self.occasions[place], self.turns[place]
        for member in sorted(occasion.pools[duty], key=lambda each: (self.balances[duty][each][place], each)):
            if member in asked:
                continue
            asked.add(member)
            taken = occasion.in_the_way(turns, member, duty)
            if len(taken) > 1 or any(self.keeps(place, other) for other in taken):
                continue
            for other in taken:
                self.take(place, other)
            if all(self._make_room(place, other, asked) for other in taken):
                self.give(place, duty, member)
                return True
            for other in taken:
                self.give(place, other, member)
        return False

    def keeps(self, place: int, duty: int) -> bool:
        """Tell whether a turn is certain: promised so, or exchanged for one that was."""
        has = self.turns[place][duty]
        return self.occasions[place].fixed and (has == self.promised(place, duty) or (place, duty) in self.exchanged)

    def promised(self, place: int, duty: int) -> int | None:
        """Return whom the published plan names."""
        promised = self.occasions[place].promised
        return promised[duty] if promised else None

    def give(self, place: int, duty: int, member: int) -> None:
        """Give a turn that nobody has."""
        self.turns[place][duty] = member
        _add(self.balances[duty][member], place, TURN)
        _add(self.totals[member], place, TURN)

    def take(self, place: int, duty: int) -> None:
        """Take a turn from who has it."""
        member = self.turns[place][duty]
        if member is not None:
            self.turns[place][duty] = None
            _add(self.balances[duty][member], place, -TURN)
            _add(self.totals[member], place, -TURN)


def _least(occasion: Occasion) -> int:
    """Return the least tolerance a plan that begins here can have: whoever serves first is ahead by 1 − their share."""
    shares = occasion.shares()
    return max((TURN - max(share.values()) for share in shares if share), default=TURN)


def _add(row: list[int], place: int, units: int) -> None:
    """Change a balance from an occasion on."""
    row[place:] = [balance + units for balance in row[place:]]
