"""The desk: who has it, the keys that go with it, what worries its holder. Handing over is in `handover.py`."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.records import NotFound
from db.handover.standing import CopyStanding, DeskRow, desk_row, standing_of
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.look import looking
from db.members.names import required
from db.schema import Desk, DeskKey, Handover
from db.vocabulary import HandoverWay


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One change of hands."""

    id: uuid.UUID
    count: int
    way: HandoverWay
    at: dt.datetime
    from_name: str
    from_office: str
    to_name: str
    to_office: str
    worries: str
    reason: str
    pack_name: str
    pack_digest: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Something to pass on. `passed_in` is the count of the handover in which it was."""

    id: uuid.UUID
    name: str
    kept_where: str
    passed_in: int | None


def desk(session: Session) -> DeskRow:
    """Return who has the desk."""
    return desk_row(looking(session))


def handovers(session: Session) -> list[HandoverRow]:
    """Return how the desk changed hands, the newest first."""
    rows = session.scalars(select(Handover).order_by(Handover.count.desc()))
    return [HandoverRow(**{name: getattr(row, name) for name in HandoverRow.__slots__}) for row in rows]


def standing(session: Session) -> CopyStanding:
    """Return where the file stands among copies of it."""
    return standing_of(looking(session))


def hold_desk(
    session: Session, *, name: str, office: str = "", person_id: uuid.UUID | None = None, since: dt.date | None = None
) -> Changes:
    """Say who has the desk, where nobody did or it was written wrongly. No handover: the count stays.

    Raises:
        NameMissing: If the name is empty.
    """
    with history.step(session, "hold_desk") as step:
        row = _desk(session)
        row.name, row.office, row.person_id = required(name, "person"), office.strip(), person_id
        row.since = since
    return step.changes


def write_worries(session: Session, *, worries: str) -> Changes:
    """Keep what the next holder should know."""
    with history.step(session, "write_worries", merge_key="worries") as step:
        _desk(session).worries = worries.strip()
    return step.changes


def put_first_page_away(session: Session, *, on: dt.date) -> Changes:
    """Note that the holder needs no introduction any more."""
    with history.step(session, "put_first_page_away", undoable=False) as step:
        _desk(session).read_on = on
    return step.changes


def keys(session: Session) -> list[KeyRow]:
    """Return what is to be passed on beside the file, in its order."""
    rows = session.scalars(select(DeskKey).order_by(DeskKey.position, DeskKey.id))
    return [KeyRow(row.id, row.name, row.kept_where, row.passed_in) for row in rows]


def add_key(session: Session, *, name: str, kept_where: str = "") -> tuple[uuid.UUID, Changes]:
    """Add a password or key to the list: what it is and where it is kept, never its value.

    Raises:
        NameMissing: If the name is empty.
    """
    with history.step(session, "add_key") as step:
        last = session.scalar(select(func.max(DeskKey.position)))
        row = DeskKey(
            id=new_id(),
            name=required(name, "key"),
            kept_where=kept_where.strip(),
            position=0 if last is None else last + 1,
        )
        session.add(row)
    return row.id, step.changes


def change_key(session: Session, key_id: uuid.UUID, *, name: str, kept_where: str) -> Changes:
    """Put a key's name and place right.

    Raises:
        NotFound: If there is no such key.
        NameMissing: If the name is empty.
    """
    with history.step(session, "change_key") as step:
        row = _key(session, key_id)
        row.name, row.kept_where = required(name, "key"), kept_where.strip()
    return step.changes


def pass_key(session: Session, key_id: uuid.UUID, *, handover: int | None) -> Changes:
    """Note in which handover (its count) a key was passed on; None takes that back.

    Raises:
        NotFound: If there is no such key.
    """
    with history.step(session, "pass_key") as step:
        _key(session, key_id).passed_in = handover
    return step.changes


def delete_key(session: Session, key_id: uuid.UUID) -> Changes:
    """Take a key off the list.

    Raises:
        NotFound: If there is no such key.
    """
    with history.step(session, "delete_key") as step:
        row = _key(session, key_id)
        delete_row(session, row, name=row.name)
    return step.changes


def _desk(session: Session) -> Desk:
    return session.scalars(select(Desk)).one()


def _key(session: Session, key_id: uuid.UUID) -> DeskKey:
    row = session.get(DeskKey, key_id)
    if row is None:
        raise NotFound("key", key_id)
    return row
