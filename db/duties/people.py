"""Through whom a member does its turns: its representatives alternate by the same rule as members do."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Container
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.eligible import Days, Eligibility, Speaking
from db.duties.keeping import DutyRow
from db.schema import TurnCredit
from db.turn_units import TURN


class PeopleInTurn:
    """Who of a member's people did its turns so far, those planned meanwhile included."""

    def __init__(self, session: Session, asked: Eligibility) -> None:
        self._asked = asked
        self._turns: dict[tuple[uuid.UUID, uuid.UUID], list[tuple[dt.date, uuid.UUID, int]]] = defaultdict(list)
        rows = select(TurnCredit).where(TurnCredit.person_id.is_not(None)).order_by(TurnCredit.day, TurnCredit.id)
        for row in session.scalars(rows):
            if row.person_id is not None:
                self._turns[row.duty_id, row.member_id].append((row.day, row.person_id, row.units))

    def choose(
        self,
        duty: DutyRow,
        member_id: uuid.UUID,
        days: Days,
        *,
        keeping: uuid.UUID | None = None,
        but: Container[uuid.UUID | None] = (),
    ) -> tuple[uuid.UUID | None, uuid.UUID | None]:
        """Return who does a member's turn and who stands by; it counts as planned from then on.

        Representatives take turns, alternates stand by and step in where no representative can. `keeping` stays if
        they can come. `but`: who has another turn there that the same person may not have.
        """
        everyone = self._asked.people(duty, member_id, days)
        able = [one for one in everyone if one.person_id not in but] or everyone
        in_turn = _in_turn(able)
        if not in_turn:
            return None, None
        chosen = keeping if any(one.person_id == keeping for one in able) else None
        if chosen is None:
            chosen = min(in_turn, key=lambda key: (*self._standing(duty, member_id, key, in_turn), key))
        self._turns[duty.id, member_id].append((days.first, chosen, TURN))
        others = [one for one in able if one.person_id != chosen]
        others.sort(key=lambda one: one.primary)
        return chosen, others[0].person_id if others else None

    def _standing(
        self, duty: DutyRow, member_id: uuid.UUID, person_id: uuid.UUID, in_turn: list[uuid.UUID]
    ) -> tuple[Fraction, dt.date]:
        """Return a person's balance within the member's turns, and when they served last."""
        if len(in_turn) == 1:
            return Fraction(0), dt.date.min
        balance, last = Fraction(0), dt.date.min
        for day, who, units in self._turns[duty.id, member_id]:
            able = _in_turn(self._asked.people(duty, member_id, Days(day, day + dt.timedelta(days=1))))
            if person_id in able:
                balance -= Fraction(units, len(able))
            if who == person_id:
                balance += units
                last = day
        return balance, last


def _in_turn(able: list[Speaking]) -> list[uuid.UUID]:
    """Return who takes turns: the representatives, or the alternates where none of those can."""
    primary = [one.person_id for one in able if one.primary]
    return primary or [one.person_id for one in able]
