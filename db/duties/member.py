"""What the page of one member shows of duties: its turns, its fair share, and when it is away."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.conditions import on_day
from db.duties.rota import TurnRow, member_turns
from db.duties.standing import Standing, member_standings
from db.schema import Absence, Turn
from db.spells import end_of
from db.vocabulary import OPEN


@dataclass(frozen=True, slots=True)
class MemberDuties:
    """A member's turns, those to come first, then newest first; its history by the name of the duty; when it is away.

    kept: whether anybody in the alliance ever had a turn.
    """

    member_id: uuid.UUID
    kept: bool
    turns: tuple[TurnRow, ...]
    standings: tuple[tuple[str, str, Standing], ...]
    """(key, own name, history) of each duty."""
    away: bool
    away_until: dt.date | None
    """The last day it is away, where that is known."""

    @property
    def balance(self) -> int:
        """Turns done less fair share, over all duties, in units: below 0 is behind."""
        return sum(own.done - own.share for _key, _name, own in self.standings)

    @property
    def done(self) -> int:
        """Turns done, in units."""
        return sum(own.done for _key, _name, own in self.standings)

    @property
    def share(self) -> int:
        """The fair share of all duties, in units."""
        return sum(own.share for _key, _name, own in self.standings)


def member_duties(session: Session, member_id: uuid.UUID, *, day: dt.date) -> MemberDuties:
    """Return what a member did and has to do, as of a day."""
    kept = session.scalars(select(Turn.id).limit(1)).first() is not None
    turns = member_turns(session, member_id) if kept else []
    ahead = [turn for turn in turns if turn.state in OPEN and turn.is_ahead(day)]
    ahead.sort(key=lambda turn: (turn.first, turn.duty.position))
    past = [turn for turn in turns if turn not in ahead]
    known = member_standings(session, member_id) if kept else []
    found = session.scalars(select(Absence).where(Absence.member_id == member_id, on_day(Absence, day))).all()
    last = max((end_of(row) for row in found), default=None)
    until = last - dt.timedelta(days=1) if last is not None and last < dt.date.max else None
    standings = tuple((of.key, of.name, own) for of, own in known)
    return MemberDuties(member_id, kept, (*ahead, *past), standings, bool(found), until)
