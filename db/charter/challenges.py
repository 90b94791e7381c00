"""Challenges that alliances are known to meet, and this alliance's own: how people judge them, and what is done."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.charter.known_challenges import KNOWN
from db.errors.charter import ChallengeKnown
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.members.names import required
from db.schema import Challenge
from db.vocabulary import ChallengeStanding


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    """A challenge; one of `KNOWN` that nobody judged yet has no key of its own. `name` is empty for known ones."""

    id: uuid.UUID | None
    key: str
    name: str
    standing: ChallengeStanding | None
    judgement: str
    doing: str
    judged_on: dt.date | None

    @property
    def known(self) -> bool:
        """Whether it is one that alliances are known to meet."""
        return self.key in KNOWN


def challenges(session: Session) -> list[ChallengeRow]:
    """Return the known challenges in their order, judged or not, then the alliance's own."""
    rows = {row.key: _row(row) for row in session.scalars(select(Challenge).order_by(Challenge.position, Challenge.id))}
    unjudged = (ChallengeRow(None, key, "", None, "", "", None) for key in KNOWN)
    return [*(rows.get(row.key, row) for row in unjudged), *(row for row in rows.values() if not row.known)]


def challenge(session: Session, key: str) -> ChallengeRow:
    """Return one challenge.

    Raises:
        NotFound: If there is none of this key.
    """
    found = [row for row in challenges(session) if row.key == key]
    if not found:
        raise NotFound("challenge")
    return found[0]


def judge_challenge(
    session: Session,
    key: str,
    *,
    standing: ChallengeStanding | None,
    judgement: str,
    doing: str,
    on: dt.date | None,
) -> Changes:
    """Note how people judge a challenge and what is done about it; no standing takes the judgement back.

    Raises:
        NotFound: If it is neither known nor one of the alliance's own.
    """
    with history.step(session, "judge_challenge") as step:
        row = session.scalars(select(Challenge).where(Challenge.key == key)).first()
        if row is None:
            if key not in KNOWN:
                raise NotFound("challenge")
            row = Challenge(id=new_id(), key=key, position=KNOWN.index(key))
            session.add(row)
        row.standing, row.judgement, row.doing = standing, judgement.strip(), doing.strip()
        row.judged_on = None if standing is None else on
    return step.changes


def add_challenge(session: Session, *, name: str) -> tuple[str, Changes]:
    """Add a challenge of the alliance's own; return its key and what changed.

    Raises:
        NameMissing: If the name is empty.
    """
    with history.step(session, "add_challenge") as step:
        last = session.scalar(select(func.max(Challenge.position))) or 0
        row = Challenge(
            id=new_id(), key=new_id().hex, name=required(name, "challenge"), position=max(last + 1, len(KNOWN))
        )
        session.add(row)
    return row.key, step.changes


def rename_challenge(session: Session, key: str, *, name: str) -> Changes:
    """Rename a challenge of the alliance's own.

    Raises:
        NotFound: If there is none of this key.
        NameMissing: If the name is empty.
        ChallengeKnown: If it is one of the known ones.
    """
    with history.step(session, "rename_challenge") as step:
        _own(session, key).name = required(name, "challenge")
    return step.changes


def delete_challenge(session: Session, key: str) -> Changes:
    """Delete a challenge of the alliance's own.

    Raises:
        NotFound: If there is none of this key.
        ChallengeKnown: If it is one of the known ones.
    """
    with history.step(session, "delete_challenge") as step:
        row = _own(session, key)
        delete_row(session, row, name=row.name)
    return step.changes


def _own(session: Session, key: str) -> Challenge:
    if key in KNOWN:
        raise ChallengeKnown(key)
    row = session.scalars(select(Challenge).where(Challenge.key == key)).first()
    if row is None:
        raise NotFound("challenge")
    return row


def _row(row: Challenge) -> ChallengeRow:
    return ChallengeRow(row.id, row.key, row.name, row.standing, row.judgement, row.doing, row.judged_on)
