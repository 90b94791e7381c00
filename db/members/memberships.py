"""Since when, until when and as what a member belongs: joining, changing status, leaving, coming back."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.members import NotBelonging
from db.errors.records import NotFound, SpellsOverlap
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.members.members import get_member
from db.schema import Member, Membership
from db.spells import Stretch, check_order, check_room, covers, in_order
from db.vocabulary import MemberStatus


@dataclass(frozen=True, slots=True)
class SpellRow:
    """What a member was from `from_date` (empty: not known) until the day before `to_date` (empty: open)."""

    id: uuid.UUID
    status: MemberStatus
    from_date: dt.date | None
    to_date: dt.date | None


def spells(session: Session, member_id: uuid.UUID) -> list[SpellRow]:
    """Return what a member has been, the earliest first."""
    return [SpellRow(row.id, row.status, row.from_date, row.to_date) for row in _spells(session, member_id)]


def set_status(session: Session, member_id: uuid.UUID, status: MemberStatus, from_date: dt.date) -> Changes:
    """Make a member something else from a day on.

    The spell that covers the day ends there and the new one takes its end. On the first day of a spell its status
    is put right instead. `MemberStatus.LEFT` means leaving.

    Raises:
        NotFound: If there is no such member.
        SpellsOverlap: If nothing covers the day but a later spell is known.
        NotBelonging: If somebody leaves who does not belong on that day.
    """
    if status is MemberStatus.LEFT:
        return leave(session, member_id, from_date)
    with history.step(session, "set_status") as step:
        member = get_member(session, member_id)
        current = _covering(session, member_id, from_date)
        if current is None:
            _add(session, member, status, Stretch(from_date, None))
        elif current.status is not status:
            if current.from_date == from_date:
                current.status = status
            else:
                end, current.to_date = current.to_date, from_date
                _add(session, member, status, Stretch(from_date, end))
    return step.changes


def leave(session: Session, member_id: uuid.UUID, on: dt.date) -> Changes:
    """End what a member is on a day: the day before is its last.

    Raises:
        NotFound: If there is no such member.
        NotBelonging: If it does not belong on that day.
        SpellsOverlap: If the record says that it went straight on as something else.
    """
    with history.step(session, "leave") as step:
        member = get_member(session, member_id)
        current = _covering(session, member_id, on)
        if current is None:
            raise NotBelonging(member.name, on)
        if current.to_date and any(row.from_date == current.to_date for row in _spells(session, member_id)):
            raise SpellsOverlap(member.name, current.to_date)
        current.to_date = on
    return step.changes


def rejoin(
    session: Session, member_id: uuid.UUID, *, on: dt.date, status: MemberStatus = MemberStatus.MEMBER
) -> Changes:
    """Take back a member that left: a new spell, open at its end.

    Raises:
        NotFound: If there is no such member.
        SpellsOverlap: If it belongs on that day, or is known to come back later.
    """
    with history.step(session, "rejoin") as step:
        _add(session, get_member(session, member_id), status, Stretch(on, None))
    return step.changes


def add_spell(
    session: Session, member_id: uuid.UUID, *, status: MemberStatus, from_date: dt.date | None,
    to_date: dt.date | None = None,
) -> tuple[uuid.UUID, Changes]:  # fmt: skip
    """Note what a member was for a time; return the key of the spell and the changes.

    Raises:
        NotFound: If there is no such member.
        DatesOutOfOrder: If it ends before it begins.
        SpellsOverlap: If it was something on one of those days already.
    """
    with history.step(session, "add_spell") as step:
        row = _add(session, get_member(session, member_id), status, Stretch(from_date, to_date))
    return row.id, step.changes


def change_spell(
    session: Session, spell_id: uuid.UUID, *, status: MemberStatus, from_date: dt.date | None, to_date: dt.date | None
) -> Changes:
    """Put a spell right.

    Raises:
        NotFound: If there is no such spell.
        DatesOutOfOrder, SpellsOverlap: As `add_spell` does.
    """
    with history.step(session, "change_spell") as step:
        row = _spell(session, spell_id)
        others = [other for other in _spells(session, row.member_id) if other is not row]
        check_room(get_member(session, row.member_id).name, others, Stretch(from_date, to_date))
        row.status, row.from_date, row.to_date = status, from_date, to_date
    return step.changes


def delete_spell(session: Session, spell_id: uuid.UUID) -> Changes:
    """Take a spell out of the record: it never was.

    Raises:
        NotFound: If there is no such spell.
    """
    with history.step(session, "delete_spell") as step:
        delete_row(session, _spell(session, spell_id))
    return step.changes


def set_spells(
    session: Session,
    member_id: uuid.UUID,
    spells: Sequence[tuple[MemberStatus, dt.date | None, dt.date | None]],
) -> Changes:
    """Write down all a member has been, (status, from, to) for each spell, in place of what stood there.

    Raises:
        NotFound: If there is no such member.
        DatesOutOfOrder: If a spell ends before it begins.
        SpellsOverlap: If two share a day.
    """
    with history.step(session, "set_spells") as step:
        member = get_member(session, member_id)
        wanted = in_order(Stretch(first, end, status.value) for status, first, end in spells)
        for place, days in enumerate(wanted):
            check_room(member.name, wanted[:place], days)
        rows = _spells(session, member_id)
        for row in rows[len(wanted) :]:
            delete_row(session, row)
        for row, days in zip(rows, wanted, strict=False):
            row.status, row.from_date, row.to_date = MemberStatus(days.word), days.from_date, days.to_date
        for days in wanted[len(rows) :]:
            session.add(Membership(
                id=new_id(), member_id=member_id, status=MemberStatus(days.word), from_date=days.from_date,
                to_date=days.to_date,
            ))  # fmt: skip
    return step.changes


def _spells(session: Session, member_id: uuid.UUID) -> list[Membership]:
    return in_order(session.scalars(select(Membership).where(Membership.member_id == member_id)))


def _covering(session: Session, member_id: uuid.UUID, day: dt.date) -> Membership | None:
    return next((row for row in _spells(session, member_id) if covers(row, day)), None)


def _add(session: Session, member: Member, status: MemberStatus, days: Stretch) -> Membership:
    check_order(days.from_date, days.to_date)
    check_room(member.name, _spells(session, member.id), days)
    row = Membership(id=new_id(), member_id=member.id, status=status, from_date=days.from_date, to_date=days.to_date)
    session.add(row)
    session.flush()
    return row


def _spell(session: Session, spell_id: uuid.UUID) -> Membership:
    row = session.get(Membership, spell_id)
    if row is None:
        raise NotFound("membership", spell_id)
    return row
