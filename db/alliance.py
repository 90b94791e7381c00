"""The alliance itself: founding it, its settings, its kinds of member."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.standard import AT_FIRST, FROM_HOME
from db.errors.members import DaysImpossible
from db.errors.records import NotFound
from db.files.driver import driver
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings.quorum import check_quorum
from db.members.names import required
from db.schema import Alliance, Desk, Duty, Member, MemberKind
from db.vocabulary import PaperSize, QuorumKind

KNOWN_KINDS = (
    "local_ngo",
    "international_ngo",
    "member_based",
    "womens_rights",
    "donor",
    "academic",
    "private_sector",
    "government",
    "faith_based",
    "other",
)
"""Kinds of member a new alliance starts with, in the order of its lists."""

DAYS = frozenset(("notice_days", "minutes_days", "comment_days"))
MOST_DAYS = 365


_ALLIANCE = select(Alliance)


@dataclass(frozen=True, slots=True)
class AllianceRow:
    """The alliance's name and settings; days and minutes as their names say."""

    id: uuid.UUID
    name: str
    short_name: str
    language: str
    place: str
    email: str
    phone: str
    paper_size: PaperSize
    notice_days: int
    minutes_days: int
    comment_days: int
    quorum_kind: QuorumKind
    quorum_numerator: int
    quorum_denominator: int
    logo: str
    """A small PNG in base64; empty where there is none."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of member; an empty `name` means the translated name of `key`."""

    id: uuid.UUID
    key: str
    name: str
    position: int


def found_alliance(session: Session, *, name: str, language: str) -> Changes:
    """Write the first rows of a new file."""
    with history.step(session, "found_alliance", undoable=False) as step:
        session.add(Alliance(name=required(name, "alliance"), language=language))
        session.add(Desk(name=str(session.info.get("who", "")), since=history.moment(session).date()))
        session.add_all(MemberKind(key=key, position=n) for n, key in enumerate(KNOWN_KINDS))
        session.add_all(Duty(key=key, position=n, in_room=key not in FROM_HOME) for n, key in enumerate(AT_FIRST))
    return step.changes


def alliance(session: Session) -> AllianceRow:
    """Return the alliance's name and settings."""
    row = session.scalars(_ALLIANCE).one()
    return AllianceRow(**{name: getattr(row, name) for name in AllianceRow.__slots__})


def change_alliance(session: Session, **fields: object) -> Changes:
    """Change the named settings of the alliance (the fields of `AllianceRow`, except its key).

    Raises:
        NameMissing: If the name would be empty.
        QuorumImpossible: If the quorum's numbers make no rule.
        DaysImpossible: If a number of days is less than none or more than a year.
    """
    if "name" in fields:
        fields["name"] = required(str(fields["name"]), "alliance")
    unknown = set(fields) - set(AllianceRow.__slots__) | {"id"} & set(fields)
    if unknown:
        raise TypeError(f"not settings of an alliance: {sorted(unknown)}")
    typed = "" if "logo" in fields else f"alliance {' '.join(sorted(fields))}"
    with history.step(session, "change_alliance", merge_key=typed) as step:
        (key,) = driver(session).execute("SELECT id FROM alliance").fetchone()
        row = session.get_one(Alliance, uuid.UUID(key))
        check_quorum(row, fields)
        for name in DAYS & set(fields):
            if not 0 <= int(str(fields[name])) <= MOST_DAYS:
                raise DaysImpossible(name, int(str(fields[name])))
        for name, value in fields.items():
            setattr(row, name, value)
    return step.changes


def member_kinds(session: Session) -> list[KindRow]:
    """Return the kinds of member in their order."""
    rows = session.scalars(select(MemberKind).order_by(MemberKind.position))
    return [KindRow(row.id, row.key, row.name, row.position) for row in rows]


def members_of_kinds(session: Session) -> dict[uuid.UUID, int]:
    """Return how many members, past ones too, are of each kind that any is of: those kinds cannot be deleted."""
    counted = select(Member.kind_id, func.count()).where(Member.kind_id.is_not(None)).group_by(Member.kind_id)
    return {kind: count for kind, count in session.execute(counted) if kind is not None}


def add_member_kind(session: Session, *, name: str) -> tuple[uuid.UUID, Changes]:
    """Add a kind of the alliance's own at the end of the list; return its key and what changed.

    Raises:
        NameMissing: If the name is empty.
    """
    with history.step(session, "add_member_kind") as step:
        last = max((row.position for row in session.scalars(select(MemberKind))), default=-1)
        row = MemberKind(id=new_id(), key=new_id().hex, name=required(name, "member_kind"), position=last + 1)
        session.add(row)
    return row.id, step.changes


def rename_member_kind(session: Session, kind_id: uuid.UUID, *, name: str) -> Changes:
    """Rename a kind; an empty name gives a known kind its translated name back.

    Raises:
        NotFound: If there is no such kind.
    """
    with history.step(session, "rename_member_kind") as step:
        _kind(session, kind_id).name = name.strip()
    return step.changes


def order_member_kinds(session: Session, kind_ids: Sequence[uuid.UUID]) -> Changes:
    """List the kinds in this order.

    Raises:
        NotFound: If there is no such kind.
    """
    with history.step(session, "order_member_kinds") as step:
        for position, kind_id in enumerate(kind_ids):
            _kind(session, kind_id).position = position
    return step.changes


def delete_member_kind(session: Session, kind_id: uuid.UUID) -> Changes:
    """Delete a kind that no member has.

    Raises:
        NotFound: If there is no such kind.
        StillNeeded: If members are of this kind.
    """
    with history.step(session, "delete_member_kind") as step:
        row = _kind(session, kind_id)
        delete_row(session, row, name=row.name or row.key)
    return step.changes


def _kind(session: Session, kind_id: uuid.UUID) -> MemberKind:
    row = session.get(MemberKind, kind_id)
    if row is None:
        raise NotFound("member_kind", kind_id)
    return row
