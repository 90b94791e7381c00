"""What stands in the ledger of a duty turn by turn, so that anyone can do the sums again."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.keeping import duty
from db.meetings.labels import MeetingLabel
from db.meetings.lookup import label
from db.schema import Group, LedgerEntry, Meeting, Turn, TurnCredit
from db.vocabulary import EntryKind


@dataclass(frozen=True, slots=True)
class WrittenTurn:
    """A turn that was done, or the closing of the account of a member that left; units of `db.turn_units.TURN`.

    weights: who could have done it, with their share of duties as it was then.
    shares, done: what each accrued of it, and did of it. Of a closing, `shares` is what was left on the account.
    """

    day: dt.date
    meeting: MeetingLabel | None
    closing: bool
    weights: Mapping[uuid.UUID, Decimal]
    shares: Mapping[uuid.UUID, int]
    done: Mapping[uuid.UUID, int]

    @property
    def moved(self) -> set[uuid.UUID]:
        """Return whose account this turn changed."""
        return {*self.shares, *self.done}


@dataclass(frozen=True, slots=True)
class Furthest:
    """Who was furthest from their fair share, when, and how far: below 0 is behind."""

    member_id: uuid.UUID
    day: dt.date
    balance: int


def written_turns(session: Session, duty_id: uuid.UUID) -> list[WrittenTurn]:
    """Return everything in the ledger of a duty, oldest first.

    Raises:
        NotFound: If there is no such duty.
    """
    of = duty(session, duty_id)
    since = of.from_date or dt.date.min
    done: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(lambda: defaultdict(int))
    for credit in session.scalars(select(TurnCredit).where(TurnCredit.duty_id == of.id, TurnCredit.day >= since)):
        done[credit.turn_id][credit.member_id] += credit.units
    entries = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.duty_id == of.id, LedgerEntry.day >= since)
        .order_by(LedgerEntry.day, LedgerEntry.id)
    )
    by_turn: dict[uuid.UUID, list[LedgerEntry]] = defaultdict(list)
    found: list[tuple[tuple[object, ...], WrittenTurn]] = []
    for entry in entries:
        if entry.kind is EntryKind.CLOSING or entry.turn_id is None:
            closing = WrittenTurn(entry.day, None, True, {}, {entry.member_id: entry.share}, {})
            found.append(((entry.day, 1, dt.time.max, entry.id), closing))
        else:
            by_turn[entry.turn_id].append(entry)
    meetings = _meetings(session, of.id)
    for turn_id, own in by_turn.items():
        start, at = meetings.get(turn_id, (dt.time.min, None))
        turn = WrittenTurn(
            own[0].day, at, closing=False,
            weights={entry.member_id: entry.weight for entry in own if entry.in_pool},
            shares={entry.member_id: entry.share for entry in own},
            done=dict(done.get(turn_id, {})),
        )  # fmt: skip
        found.append(((turn.day, 0, start, at.id if at else turn_id), turn))
    return [turn for _key, turn in sorted(found, key=lambda pair: pair[0])]


def furthest_ever(turns: Sequence[WrittenTurn]) -> Furthest | None:
    """Return the largest distance from the fair share after any turn, the first time it was reached."""
    balances: dict[uuid.UUID, int] = defaultdict(int)
    furthest: Furthest | None = None
    for turn in turns:
        for key in sorted(turn.moved):
            balances[key] += turn.done.get(key, 0) - turn.shares.get(key, 0)
            if furthest is None or abs(balances[key]) > abs(furthest.balance):
                furthest = Furthest(key, turn.day, balances[key])
    return furthest


def _meetings(session: Session, duty_id: uuid.UUID) -> dict[uuid.UUID, tuple[dt.time, MeetingLabel]]:
    rows = session.execute(
        select(Turn.id, Meeting, Group.name)
        .join(Meeting, Meeting.id == Turn.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(Turn.duty_id == duty_id)
    )
    return {key: (meeting.start_time or dt.time.min, label(meeting, group)) for key, meeting, group in rows}
