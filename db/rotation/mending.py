"""Passing turns on until everyone is within the tolerance: a tabu search over single changes (F. Glover, 1989)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from db.rotation.table import Table
from db.turn_units import TURN

PATIENCE_WITHIN_A_TURN, PATIENCE = 40, 1000
"""How many changes one search may try while the tolerance is below one turn, and from there on."""

IN_ALL = TURN * 7 // 4
"""How far a member may be off in all duties together before a change is chosen that avoids more of it."""

REMEMBERED = 5
"""For how many changes, at least, a turn does not go back to who just gave it up."""

Seat = tuple[int, int]
"""A duty and a member: their balance is meant."""


class Change(NamedTuple):
    """`member` takes `duty` at `place` from `giver`, who takes `other` in exchange if `member` had that there."""

    place: int
    duty: int
    member: int
    giver: int
    other: int | None

    def back(self) -> "Change":
        """Return the change that undoes this one."""
        return Change(self.place, self.duty, self.giver, self.member, self.other)


class Mending:
    """One search over the occasions of a table so far."""

    def __init__(self, table: Table, since: int) -> None:
        self._table = table
        self._all_duties = True
        self._excess: dict[Seat, int] = {}
        for duty, rows in enumerate(table.balances):
            for member, row in enumerate(rows):
                recent = row[since:]
                if max(recent) > table.tolerance or min(recent) < -table.tolerance:
                    self._note((duty, member), self._beyond((duty, member), row))

    def succeeds(self) -> bool:
        """Bring everyone within the tolerance; where that cannot be done, leave everything as it was."""
        if self._search():
            return True
        self._all_duties = False
        return self._table.tolerance >= TURN and self._search()

    def _search(self) -> bool:
        """Search once; the first time with an eye on what members do in all duties together."""
        if not self._excess:
            return True
        blamed = {seat: self._first_beyond(seat) for seat in self._excess}
        done: list[Change] = []
        tabu: dict[tuple[int, int, int], int] = {}
        patience = PATIENCE if self._table.tolerance >= TURN and not self._all_duties else PATIENCE_WITHIN_A_TURN
        while self._excess and len(done) < patience:
            change = self._best(tabu, len(done))
            if change is None:
                break
            until = len(done) + REMEMBERED + (change.place + len(done)) % REMEMBERED
            tabu[change.place, change.duty, change.giver] = until
            if change.other is not None:
                tabu[change.place, change.other, change.member] = until
            self._make(change)
            done.append(change)
        if self._excess:
            for change in reversed(done):
                self._make(change.back())
            return False
        seat, place = min(blamed.items(), key=lambda pair: pair[1])
        self._table.passed_on |= {(change.place, change.duty): (seat[1], place) for change in done}
        return True

    def _best(self, tabu: Mapping[tuple[int, int, int], int], now: int) -> Change | None:
        """Return the change that leaves least beyond the tolerance, then breaks fewest promises, then is latest."""
        best: tuple[tuple[int, ...], Change] | None = None
        total = sum(self._excess.values())
        for change in self._changes():
            gained = self._gained(change)
            if tabu.get((change.place, change.duty, change.member), -1) >= now and total + gained > 0:
                continue
            rank = (gained + self._in_all(change), self._promises(change), -change.place, change.duty, change.member)
            if best is None or rank < best[0]:
                best = rank, change
        return best[1] if best else None

    def _changes(self) -> Iterator[Change]:
        """Yield what could help somebody who is beyond the tolerance: a turn more or a turn less, before it happens."""
        table = self._table
        for duty, member in sorted(self._excess):
            last = self._first_beyond((duty, member))
            behind = table.balances[duty][member][last] < 0
            for place in range(max(last - table.members, 0), last + 1):
                giver = table.turns[place][duty]
                if giver is None or table.keeps(place, duty):
                    continue
                pool = table.occasions[place].pools[duty]
                takers = ([member] if behind and member in pool else []) if giver != member else [] if behind else pool
                for taker in takers:
                    yield from self._allowed(place, duty, taker, giver)

    def _allowed(self, place: int, duty: int, member: int, giver: int) -> Iterator[Change]:
        """Yield the change if it can be made: who has another turn there exchanges it, if the other may do it."""
        table = self._table
        if member == giver:
            return
        occasion, turns = table.occasions[place], table.turns[place]
        taken = occasion.in_the_way(turns, member, duty)
        if not taken:
            yield Change(place, duty, member, giver, None)
        elif len(taken) == 1 and giver in occasion.pools[taken[0]] and not table.keeps(place, taken[0]):
            yield from self._exchange(place, duty, member, giver, taken[0])

    def _exchange(self, place: int, duty: int, member: int, giver: int, other: int) -> Iterator[Change]:
        """Yield the exchange of two turns of an occasion, if nothing else that the giver has is in the way."""
        table = self._table
        if set(table.occasions[place].in_the_way(table.turns[place], giver, other)) <= {duty}:
            yield Change(place, duty, member, giver, other)

    def _gained(self, change: Change) -> int:
        """Return how much more would be beyond the tolerance after a change."""
        table, gained = self._table, 0
        for seat, units in _effects(change):
            row = table.balances[seat[0]][seat[1]][change.place :]
            gained += self._beyond(seat, [balance + units for balance in row])
            if seat in self._excess:
                gained -= self._beyond(seat, row)
        return gained

    def _in_all(self, change: Change) -> int:
        """Return how much further members would be off in all duties together, beyond `IN_ALL`, after a change."""
        if change.other is not None or not self._all_duties:
            return 0
        further = 0
        for member, units in ((change.member, TURN), (change.giver, -TURN)):
            row = self._table.totals[member][change.place :]
            if max(row) + TURN > IN_ALL or min(row) - TURN < -IN_ALL:
                further += sum(max(abs(total + units), IN_ALL) - max(abs(total), IN_ALL) for total in row)
        return further

    def _promises(self, change: Change) -> int:
        """Return how many more promises a change would break."""
        table, place = self._table, change.place
        broken = 0
        for duty, taker in ((change.duty, change.member), (change.other, change.giver)):
            if duty is not None:
                promised = table.promised(place, duty)
                broken += (promised == table.turns[place][duty]) - (promised == taker)
        return broken

    def _make(self, change: Change) -> None:
        """Make a change."""
        table = self._table
        table.take(change.place, change.duty)
        if change.other is not None:
            table.take(change.place, change.other)
            table.give(change.place, change.other, change.giver)
        table.give(change.place, change.duty, change.member)
        for seat, _units in _effects(change):
            self._note(seat, self._beyond(seat, table.balances[seat[0]][seat[1]]))

    def _note(self, seat: Seat, beyond: int) -> None:
        """Remember how far a balance is beyond the tolerance."""
        if beyond:
            self._excess[seat] = beyond
        else:
            self._excess.pop(seat, None)

    def _beyond(self, seat: Seat, row: list[int]) -> int:
        """Return how far a row of balances is beyond the tolerance, added up over the occasions."""
        most = self._table.tolerance
        if (max(row) <= most and min(row) >= -most) or seat in self._table.unguarded:
            return 0
        return sum(abs(balance) - most for balance in row if abs(balance) > most)

    def _first_beyond(self, seat: Seat) -> int:
        """Return the first occasion after which a balance is beyond the tolerance."""
        most = self._table.tolerance
        return next(
            place for place, balance in enumerate(self._table.balances[seat[0]][seat[1]]) if abs(balance) > most
        )


def _effects(change: Change) -> Iterator[tuple[Seat, int]]:
    """Yield whose balance of what a change moves, by how much."""
    yield (change.duty, change.member), TURN
    yield (change.duty, change.giver), -TURN
    if change.other is not None:
        yield (change.other, change.member), -TURN
        yield (change.other, change.giver), TURN
