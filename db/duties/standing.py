"""What stands beside a name where several are offered: when they did a duty last, how often, and their fair share."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.keeping import DutyRow, duties, row_of
from db.duties.ledger import accounts, turns_had
from db.schema import Duty


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's history with one duty; `done` and `share` in units of `db.turn_units.TURN`."""

    last_done: dt.date | None
    turns: int
    """How many turns they had a part in."""
    done: int
    share: int


Standings = dict[uuid.UUID, Standing]
"""By member; who never did it and owes nothing is not there."""


def standings(session: Session, of: DutyRow) -> Standings:
    """Return each member's history with a duty."""
    had = turns_had(session, of)
    return {
        key: Standing(own.last_done, had.get(key, 0), own.done, own.share) for key, own in accounts(session, of).items()
    }


def standings_by_key(session: Session, key: str) -> Standings:
    """Return each member's history with the duty of this key; nothing where the alliance does not keep it."""
    row = session.scalars(select(Duty).where(Duty.key == key)).first()
    return {} if row is None else standings(session, row_of(row))


def member_standings(session: Session, member_id: uuid.UUID) -> list[tuple[DutyRow, Standing]]:
    """Return one member's history with every duty it did or owes, in the order of the duties."""
    found = [(of, standings(session, of).get(member_id)) for of in duties(session)]
    return [(of, own) for of, own in found if own is not None]
