"""What the rule proposes from today on: all that decides it laid out for `db.rotation`, and its answer read back.

Nothing is written here. What was published is a promise, what was asked, accepted, swapped or chosen by hand stays
with who has it, and the next meetings stay as published: only an absence, or a "no", changes those.
"""

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.audit import NEVER
from db.duties.eligible import Days, eligibility, whole_weights
from db.duties.keeping import DutyRow, duties, kept_apart, pair_rules
from db.duties.ledger import Account, accounts_of
from db.duties.people import PeopleInTurn
from db.duties.slots import Slot, slots_ahead
from db.rotation import Occasion, Plan, plan
from db.rotation.reasons import PassedOver as Passed
from db.rotation.reasons import Why, reason
from db.schema import Turn, TurnCredit, TurnRefusal
from db.turn_units import TURN
from db.vocabulary import OPEN, PassedOverWhy, SameWhat, TurnState

FROZEN_MEETINGS = 3
"""How many of the next published meetings stay as they are but for absences and swaps."""

Key = tuple[uuid.UUID, uuid.UUID | dt.date | None]
"""A duty, and its meeting or the first day of its term."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Somebody further behind than who has a turn, and why they were passed over; `balance` in units, below 0."""

    member_id: uuid.UUID
    balance: int
    why: PassedOverWhy
    away_until: dt.date | None = None
    because_member_id: uuid.UUID | None = None
    because_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn as the rule proposes it, with the numbers that say why; `member_id` is empty where nobody can."""

    duty: DutyRow
    days: Days
    turn_id: uuid.UUID | None
    member_id: uuid.UUID | None
    person_id: uuid.UUID | None = None
    alternate_id: uuid.UUID | None = None
    beside_member_id: uuid.UUID | None = None
    fair_share: int | None = None
    turns_done: int | None = None
    runner_up_id: uuid.UUID | None = None
    runner_up_balance: int | None = None
    passed_over: tuple[PassedOver, ...] = ()


def key_of(duty: DutyRow, days: Days) -> Key:
    """Return what tells a turn among those of its duty."""
    return duty.id, days.meeting_id or days.first


class Board:
    """Everything on the table when one plans: what falls due, who can, what was promised, how everyone stands."""

    def __init__(self, session: Session, *, today: dt.date, until: dt.date | None = None) -> None:
        self.duties = duties(session, today)
        self.slots = slots_ahead(session, self.duties, today=today, until=until)
        self.asked = eligibility(session)
        self.turns: dict[Key, Turn] = {
            (row.duty_id, row.meeting_id or row.from_date): row for row in session.scalars(select(Turn))
        }
        self.refused: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        for turn_id, member_id in session.execute(select(TurnRefusal.turn_id, TurnRefusal.member_id)):
            self.refused[turn_id].add(member_id)
        self.accounts = accounts_of(session, self.duties)
        self.members = sorted(self.asked.weights)
        self.numbers = {key: number for number, key in enumerate(self.members)}
        self.people = PeopleInTurn(session, self.asked)
        self.stood_beside = Counter(
            (row.duty_id, row.beside_member_id) for row in self.turns.values() if row.state not in OPEN
        )
        """How often a member stood beside somebody at a duty, by both keys."""
        self.first = self.slots[0].days.first if self.slots else today
        gap = max((of.gap for of in self.duties), default=0)
        self.served_before = [frozenset(self.numbers[key] for key in served) for served in _served_last(session, gap)]
        self._rules = pair_rules(session)
        self._upcoming = [slot.days for slot in self.slots if slot.days.meeting_id and not slot.over]

    def turn(self, duty: DutyRow, days: Days) -> Turn | None:
        """Return the turn on record, if there is one."""
        return self.turns.get(key_of(duty, days))

    def is_open(self, slot: Slot, duty: DutyRow) -> bool:
        """Return whether a turn is still to be planned (or, of a meeting that was held, to be counted)."""
        turn = self.turn(duty, slot.days)
        if slot.over:
            return turn is not None and turn.state in OPEN and turn.member_id is not None
        return duty in slot.duties and (turn is None or turn.state in OPEN)

    def able(self, duty: DutyRow, days: Days) -> dict[uuid.UUID, int]:
        """Return who can take a turn, with weights as whole numbers: may do it, is not away, did not decline it."""
        turn = self.turn(duty, days)
        refused = self.refused[turn.id] if turn is not None and turn.id in self.refused else frozenset()
        pool = self.asked.pool(duty, days)
        return whole_weights(
            {key: w for key, w in pool.items() if key not in refused and self.asked.can_come(duty, key, days)}
        )

    def occasions(self) -> list[Occasion]:
        """Return what falls due as the planner wants it: a pool for every duty, empty where it is not due."""
        found = []
        for slot in self.slots:
            pools = []
            for of in self.duties:
                able = self.able(of, slot.days) if self.is_open(slot, of) else {}
                pools.append({self.numbers[key]: weight for key, weight in able.items()})
            promised = tuple(self._promised(slot, of) for of in self.duties)
            kept = promised if any(one is not None for one in promised) else ()
            found.append(Occasion(
                tuple(pools), promised=kept, fixed=self._is_fixed(slot), together=self._together(slot, pools),
                gaps=tuple(of.gap for of in self.duties),
            ))  # fmt: skip
        return found

    def planned(self, occasions: Sequence[Occasion]) -> Plan:
        """Return the rule's plan."""
        opening, last_served = [], []
        for of in self.duties:
            own = self.accounts[of.id]
            opening.append([own.get(key, Account()).balance for key in self.members])
            last_served.append([self._ago(own.get(key, Account())) for key in self.members])
        return plan(
            len(self.members), occasions, opening=opening, last_served=last_served, served_before=self.served_before
        )

    def kept_apart(self, of: DutyRow, other: DutyRow) -> SameWhat | None:
        """Return what two duties may not have in common at one meeting: the organisation, the person, or nothing."""
        return kept_apart(self._rules, of, other)

    def _together(self, slot: Slot, pools: Sequence[Mapping[int, int]]) -> dict[tuple[int, int], frozenset[int]]:
        """Return which two duties due together which members may have both, by their numbers."""
        due = [column for column, pool in enumerate(pools) if pool]
        found = {}
        for one in due:
            for two in due:
                if one < two:
                    both = frozenset(pools[one].keys() & pools[two].keys())
                    same = self.kept_apart(self.duties[one], self.duties[two])
                    if same is SameWhat.PERSON:
                        both = frozenset(key for key in both if self._has_people(key, slot, one, two, due))
                    if both and same is not SameWhat.ORGANISATION:
                        found[one, two] = both
        return found

    def _has_people(self, member: int, slot: Slot, one: int, two: int, due: Sequence[int]) -> bool:
        """Return whether a member has a person for each of the duties that no one person may have together."""
        asked, key, others = self.asked, self.members[member], (self.duties[column] for column in due)
        first, second = self.duties[one], self.duties[two]
        linked = [of for of in others if SameWhat.PERSON in (self.kept_apart(of, first), self.kept_apart(of, second))]
        able = [{each.person_id for each in asked.people(of, key, slot.days)} for of in (first, second)]
        return len(able[0] | able[1]) >= max(len(linked), 2) and all(able)

    def _promised(self, slot: Slot, of: DutyRow) -> int | None:
        turn = self.turn(of, slot.days)
        if turn is None or not self.is_open(slot, of) or turn.state is TurnState.DECLINED:
            return None
        held = turn.member_id if slot.over or is_settled(turn) else turn.promised_member_id
        if held is None or held in self.refused.get(turn.id, ()):
            return None
        return self.numbers[held]

    def _is_fixed(self, slot: Slot) -> bool:
        own = [turn for of in slot.duties if (turn := self.turn(of, slot.days)) is not None]
        if slot.over or any(is_settled(turn) for turn in own):
            return True
        near = slot.days in self._upcoming[:FROZEN_MEETINGS] or slot.days.first <= self.first
        return near and any(turn.promised_member_id for turn in own)

    def _ago(self, account: Account) -> int:
        """Return when somebody last served as a number below 0 that grows with time."""
        return NEVER if account.last_done is None else min((account.last_done - self.first).days, 0) - 1


def is_settled(turn: Turn) -> bool:
    """Return whether a turn stays with who has it: asked, accepted, swapped or chosen by hand."""
    return turn.member_id is not None and (turn.frozen or turn.state in (TurnState.ASKED, TurnState.ACCEPTED))


def drafts(board: Board) -> list[Draft]:
    """Return every turn that is to be planned as the rule proposes it, in order of time, then of duties."""
    occasions = board.occasions()
    return list(_Answer(board, occasions).drafts()) if occasions else []


class _Answer:
    """The rule's plan, read back as turns."""

    def __init__(self, board: Board, occasions: Sequence[Occasion]) -> None:
        self._board = board
        self._occasions = occasions
        self._made = board.planned(occasions)
        self._planned: Counter[tuple[int, int]] = Counter()
        """How many turns of a duty are planned for a member before the slot in hand."""
        self._beside = board.stood_beside.copy()
        """How often somebody stands beside at a duty, planned turns included."""
        self._people: dict[tuple[int, int], uuid.UUID | None] = {}
        """Through whom turns are done, by slot and duty."""

    def drafts(self) -> Iterator[Draft]:
        """Yield the turns of slots that are not over."""
        board = self._board
        for place, slot in enumerate(board.slots):
            for column, of in enumerate(board.duties):
                if slot.over or not board.is_open(slot, of):
                    continue
                turn = board.turn(of, slot.days)
                draft = Draft(of, slot.days, turn.id if turn else None, None)
                yield draft if self._made.turns[place][column] is None else self._explained(place, column, draft)
            for column, member in enumerate(self._made.turns[place]):
                if member is not None:
                    self._planned[column, member] += 1

    def _explained(self, place: int, column: int, draft: Draft) -> Draft:
        """Return a draft with whose turn it is, through whom, and why."""
        board, of, days = self._board, draft.duty, draft.days
        why = reason(self._made, self._occasions, place, column)
        assert why is not None
        member_id = board.members[why.chosen.member]
        done = board.accounts[of.id].get(member_id, Account()).done + self._planned[column, why.chosen.member] * TURN
        turn = board.turn(of, days)
        keeping = turn.person_id if turn is not None and turn.member_id == member_id else None
        person_id, alternate_id = board.people.choose(
            of, member_id, days, keeping=keeping, but=self._other_people(place, column, member_id)
        )
        self._people[place, column] = person_id
        return replace(
            draft,
            member_id=member_id,
            person_id=person_id,
            alternate_id=alternate_id,
            beside_member_id=self._beside_first(place, column) if of.beside_first and not done else None,
            fair_share=done - why.chosen.balance,
            turns_done=done,
            runner_up_id=board.members[why.runner_up.member] if why.runner_up else None,
            runner_up_balance=why.runner_up.balance if why.runner_up else None,
            passed_over=self._passed_over(of, days, why.passed_over),
        )

    def _beside_first(self, place: int, column: int) -> uuid.UUID | None:
        """Return who stands beside somebody who does a duty for the first time.

        Of those who can come, have no turn there and have done it by then: who has stood beside least, then whoever
        did it last.
        """
        board, of, days = self._board, self._board.duties[column], self._board.slots[place].days
        busy = {board.members[one] for one in self._made.turns[place] if one is not None}
        own: Mapping[uuid.UUID, Account] = board.accounts[of.id]

        def order(key: uuid.UUID) -> tuple[int, int, uuid.UUID]:
            last = own.get(key, Account()).last_done
            return self._beside[of.id, key], -(last.toordinal() if last else 0), key

        able = (key for key in board.able(of, days) if key not in busy)
        chosen = min(
            (
                key for key in able
                if own.get(key, Account()).last_done or self._planned[column, board.numbers[key]]
            ), key=order, default=None,
        )  # fmt: skip
        self._beside[of.id, chosen] += 1
        return chosen

    def _other_people(self, place: int, column: int, member_id: uuid.UUID) -> set[uuid.UUID | None]:
        """Return a member's people that have another turn in a slot which the same person may not have with this."""
        board, found = self._board, set()
        for other, number in enumerate(self._made.turns[place]):
            if number is None or board.members[number] != member_id:
                continue
            if board.kept_apart(board.duties[column], board.duties[other]) is SameWhat.PERSON:
                turn = board.turn(board.duties[other], board.slots[place].days)
                kept = turn.person_id if turn is not None and turn.member_id == member_id else None
                found.add(self._people.get((place, other), kept))
        return found

    def _passed_over(self, of: DutyRow, days: Days, passed: Sequence[Passed]) -> tuple[PassedOver, ...]:
        """Return those passed over who may do the duty at all, the furthest behind first."""
        board, turn = self._board, self._board.turn(of, days)
        pool = board.asked.pool(of, days)
        refused: set[uuid.UUID] = board.refused.get(turn.id, set()) if turn is not None else set()
        found = []
        for one in passed:
            member_id = board.members[one.standing.member]
            if member_id not in pool:
                continue
            why, until = PassedOverWhy(one.why.value), None
            if one.why is Why.AWAY and member_id in refused:
                why = PassedOverWhy.DECLINED
            elif one.why is Why.AWAY:
                until = board.asked.away_until(member_id, days)
            left = board.members[one.because[0]] if one.because else None
            left_on = board.slots[one.because[1]].days.first if one.because else None
            found.append(PassedOver(member_id, one.standing.balance, why, until, left, left_on))
        return tuple(found)


def _served_last(session: Session, gap: int) -> list[set[uuid.UUID]]:
    """Return who did a turn on each of the last days that any was done, the latest first."""
    days = session.scalars(select(TurnCredit.day).distinct().order_by(TurnCredit.day.desc()).limit(gap)).all()
    return [set(session.scalars(select(TurnCredit.member_id).where(TurnCredit.day == day))) for day in days]
