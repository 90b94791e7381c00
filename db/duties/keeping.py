"""The duties themselves: what there is to do, how often, for which meetings, and who may be asked."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.standard import AT_FIRST, FROM_HOME, KNOWN_DUTIES
from db.errors.duties import DutyKnown, GroupNeeded, PoolEmpty, WhoseMissing
from db.errors.members import SameTwice
from db.errors.minutes import ReasonMissing
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.members.names import required
from db.schema import Duty, DutyExemption, DutyPair, DutyPool, DutyTerm, Meeting, Turn
from db.spells import Stretch, check_order, check_room, covers
from db.vocabulary import OPEN, DutyBody, DutyRhythm, PoolRule, SameWhat

FIELDS = frozenset(
    {
        "name",
        "description",
        "rhythm",
        "every",
        "body",
        "group_id",
        "in_room",
        "apart",
        "gap",
        "beside_first",
        "from_date",
    }
)
"""What `add_duty` and `change_duty` may set.

apart: who has it at a meeting has no other duty there. gap: at how many meetings before somebody served, in whatever
duty, who comes last (1 where nothing is said, 0 spares nobody). What two duties may not have in common is `keep_apart`.
"""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty; an empty `name` or `description` means the translated one of `key`. In use in `[from_date, to_date)`."""

    id: uuid.UUID
    key: str
    name: str
    description: str
    position: int
    rhythm: DutyRhythm
    every: int
    body: DutyBody
    group_id: uuid.UUID | None
    pool: PoolRule
    in_room: bool
    apart: bool
    gap: int
    """At how many meetings before somebody served, in whatever duty, who comes last; 0: nobody is spared."""
    beside_first: bool
    from_date: dt.date | None
    """The first day that counts in the ledger; empty: everything on record counts."""
    to_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a pool: a kind, a member, or a person (of a member)."""

    kind_id: uuid.UUID | None = None
    member_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ExemptionRow:
    """A member or a person who need not do a duty in `[from_date, to_date)`."""

    id: uuid.UUID
    duty_id: uuid.UUID
    member_id: uuid.UUID | None
    person_id: uuid.UUID | None
    reason: str
    from_date: dt.date | None
    to_date: dt.date | None


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two duties that one person, or one organisation, may not have at the same meeting."""

    first_id: uuid.UUID
    second_id: uuid.UUID
    same: SameWhat


def duties(session: Session, on: dt.date | None = None) -> list[DutyRow]:
    """Return the duties in their order; with a day, those in use then or later."""
    rows = session.scalars(select(Duty).order_by(Duty.position, Duty.id))
    return [row_of(row) for row in rows if on is None or row.to_date is None or row.to_date > on]


def duty(session: Session, duty_id: uuid.UUID) -> DutyRow:
    """Return one duty.

    Raises:
        NotFound: If there is no such duty.
    """
    return row_of(get_duty(session, duty_id))


def pool_of(session: Session, duty_id: uuid.UUID) -> tuple[Listed, ...]:
    """Return what the pool of a duty lists; nothing where it is everyone."""
    rows = session.scalars(select(DutyPool).where(DutyPool.duty_id == duty_id).order_by(DutyPool.id))
    return tuple(Listed(row.kind_id, row.member_id, row.person_id) for row in rows)


def exemptions(session: Session, duty_id: uuid.UUID) -> list[ExemptionRow]:
    """Return who need not do a duty, the newest first."""
    rows = session.scalars(select(DutyExemption).where(DutyExemption.duty_id == duty_id))
    found = [ExemptionRow(**{name: getattr(row, name) for name in ExemptionRow.__slots__}) for row in rows]
    return sorted(found, key=lambda row: (row.from_date or dt.date.min, row.id), reverse=True)


def pairs(session: Session) -> list[PairRow]:
    """Return the duties that may not come together."""
    rows = session.scalars(select(DutyPair).order_by(DutyPair.id))
    return [PairRow(row.first_id, row.second_id, row.same) for row in rows]


def pair_rules(session: Session) -> dict[frozenset[uuid.UUID], SameWhat]:
    """Return the duties that may not come together, by both their keys."""
    return {frozenset((pair.first_id, pair.second_id)): pair.same for pair in pairs(session)}


def kept_apart(rules: Mapping[frozenset[uuid.UUID], SameWhat], of: DutyRow, other: DutyRow) -> SameWhat | None:
    """Return what two duties may not have in common at one meeting, by the alliance's rules about pairs of them."""
    if of.id == other.id:
        return None
    return SameWhat.ORGANISATION if of.apart or other.apart else rules.get(frozenset((of.id, other.id)))


def add_duty(session: Session, *, key: str = "", name: str = "", **fields: object) -> tuple[uuid.UUID, Changes]:
    """Add a duty at the end of the list: a known one by its `key`, or one's own by its `name`; return its key.

    Raises:
        NotFound: If there is no known duty of this key.
        NameMissing: If an own duty has no name.
        DutyKnown: If the alliance has this known duty already.
        GroupNeeded: If it is for a group and none is named.
    """
    if key and key not in KNOWN_DUTIES:
        raise NotFound("duty")
    with history.step(session, "add_duty") as step:
        if key and session.scalars(select(Duty).where(Duty.key == key)).first() is not None:
            raise DutyKnown(key)
        last = max((row.position for row in session.scalars(select(Duty))), default=-1)
        name = name.strip() if key else required(name, "duty")
        _check(fields)
        row = Duty(id=new_id(), key=key or new_id().hex, name=name, position=last + 1, in_room=key not in FROM_HOME)
        _fill(row, fields)
        session.add(row)
    return row.id, step.changes


def add_usual_duties(session: Session) -> Changes:
    """Add those of the duties an alliance usually starts with that it does not have; none of them is changed."""
    with history.step(session, "add_usual_duties") as step:
        known = set(session.scalars(select(Duty.key)))
        for key in AT_FIRST:
            if key not in known:
                add_duty(session, key=key)
    return step.changes


def change_duty(session: Session, duty_id: uuid.UUID, **fields: object) -> Changes:
    """Change the named `FIELDS` of a duty. What is planned stays until the next planning.

    Raises:
        NotFound: If there is no such duty.
        NameMissing: If an own duty would have no name.
        GroupNeeded: If it would be for a group and none is named.
        DatesOutOfOrder: If its time in use would end before it begins.
    """
    with history.step(session, "change_duty") as step:
        row = get_duty(session, duty_id)
        _check({name: getattr(row, name) for name in ("body", "group_id", "from_date", "to_date")} | fields)
        if row.key not in KNOWN_DUTIES and "name" in fields:
            fields["name"] = required(str(fields["name"]), "duty")
        _fill(row, fields)
    return step.changes


def order_duties(session: Session, duty_ids: Sequence[uuid.UUID]) -> Changes:
    """List the duties in this order.

    Raises:
        NotFound: If there is no such duty.
    """
    with history.step(session, "order_duties") as step:
        for position, duty_id in enumerate(duty_ids):
            get_duty(session, duty_id).position = position
    return step.changes


def archive_duty(session: Session, duty_id: uuid.UUID, *, on: dt.date | None) -> Changes:
    """Take a duty out of use from a day on (no day: take it back into use); its ledger stays.

    Turns planned for that day and later are taken out.

    Raises:
        NotFound: If there is no such duty.
        DatesOutOfOrder: If it would end before it began.
    """
    with history.step(session, "archive_duty") as step:
        row = get_duty(session, duty_id)
        check_order(row.from_date, on)
        row.to_date = on
        if on is not None:
            _drop_open_turns(session, duty_id, since=on)
    return step.changes


def delete_duty(session: Session, duty_id: uuid.UUID) -> Changes:
    """Delete a duty that was never done.

    Raises:
        NotFound: If there is no such duty.
        StillNeeded: If a turn of it was done; archive it instead.
    """
    with history.step(session, "delete_duty") as step:
        row = get_duty(session, duty_id)
        _drop_open_turns(session, duty_id)
        delete_row(session, row, name=row.name or row.key)
    return step.changes


def set_pool(session: Session, duty_id: uuid.UUID, rule: PoolRule, listed: Iterable[Listed] = ()) -> Changes:
    """Say who may be asked: everyone with a seat, members of some kinds, or the members and people listed.

    Raises:
        NotFound: If there is no such duty.
        PoolEmpty: If a pool that lists would list nobody.
    """
    wanted = list(dict.fromkeys(listed)) if rule is not PoolRule.EVERYONE else []
    fitting = [one for one in wanted if (one.kind_id is not None) == (rule is PoolRule.KINDS)]
    if rule is not PoolRule.EVERYONE and not fitting:
        raise PoolEmpty
    with history.step(session, "set_pool") as step:
        row = get_duty(session, duty_id)
        row.pool = rule
        for old in session.scalars(select(DutyPool).where(DutyPool.duty_id == duty_id)).all():
            here = Listed(old.kind_id, old.member_id, old.person_id)
            if here in fitting:
                fitting.remove(here)
            else:
                delete_row(session, old)
        session.add_all(DutyPool(duty_id=duty_id, kind_id=one.kind_id, member_id=one.member_id,
                                 person_id=one.person_id) for one in fitting)  # fmt: skip
    return step.changes


def exempt(
    session: Session,
    duty_id: uuid.UUID,
    *,
    member_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    reason: str,
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Note that a member, or a person, need not do a duty in `[from_date, to_date)`; return the key of the row.

    Raises:
        NotFound: If there is no such duty.
        ReasonMissing: If no reason is given.
        WhoseMissing: If neither a member nor a person is named.
        DatesOutOfOrder: If it would end before it begins.
    """
    if not reason.strip():
        raise ReasonMissing
    if (member_id is None) == (person_id is None):
        raise WhoseMissing
    check_order(from_date, to_date)
    with history.step(session, "exempt") as step:
        get_duty(session, duty_id)
        row = DutyExemption(
            id=new_id(), duty_id=duty_id, member_id=member_id, person_id=person_id, reason=reason.strip(),
            from_date=from_date, to_date=to_date,
        )  # fmt: skip
        session.add(row)
    return row.id, step.changes


def end_exemption(session: Session, exemption_id: uuid.UUID, *, on: dt.date) -> Changes:
    """Let an exemption end on a day; one that had not begun by then is taken out.

    Raises:
        NotFound: If there is no such exemption.
    """
    with history.step(session, "end_exemption") as step:
        row = session.get(DutyExemption, exemption_id)
        if row is None:
            raise NotFound("duty_exemption", exemption_id)
        if row.from_date is not None and row.from_date >= on:
            delete_row(session, row)
        elif row.to_date is None or row.to_date > on:
            row.to_date = on
    return step.changes


def keep_apart(session: Session, first_id: uuid.UUID, second_id: uuid.UUID, *, same: SameWhat | None) -> Changes:
    """Say that two duties at one meeting may not be done by the same person, or organisation; `None` allows it again.

    `SameWhat.PERSON`: an organisation may have both where two of its people can come. It matters only between duties
    that are not `apart` from all others already.

    Raises:
        NotFound: If there is no such duty.
        SameTwice: If both are the same duty.
    """
    if first_id == second_id:
        raise SameTwice
    first_id, second_id = sorted((first_id, second_id))
    with history.step(session, "keep_apart") as step:
        for duty_id in (first_id, second_id):
            get_duty(session, duty_id)
        both = (DutyPair.first_id == first_id, DutyPair.second_id == second_id)
        row = session.scalars(select(DutyPair).where(*both)).first()
        if same is None:
            if row is not None:
                delete_row(session, row)
        elif row is None:
            session.add(DutyPair(first_id=first_id, second_id=second_id, same=same))
        else:
            row.same = same
    return step.changes


def set_terms(session: Session, duty_id: uuid.UUID, terms: Sequence[tuple[dt.date, dt.date]]) -> Changes:
    """Set the terms of a duty one by one, each `[from, to)`; they may not share a day.

    Raises:
        NotFound: If there is no such duty.
        DatesOutOfOrder, SpellsOverlap: If the terms are not in order.
    """
    with history.step(session, "set_terms") as step:
        row = get_duty(session, duty_id)
        spells = [Stretch(start, end) for start, end in sorted(terms)]
        for number, spell in enumerate(spells):
            check_room(row.name or row.key, spells[:number], spell)
        kept = set()
        for old in session.scalars(select(DutyTerm).where(DutyTerm.duty_id == duty_id)).all():
            if (old.from_date, old.to_date) in terms:
                kept.add((old.from_date, old.to_date))
            else:
                delete_row(session, old)
        session.add_all(
            DutyTerm(duty_id=duty_id, from_date=start, to_date=end)
            for start, end in dict.fromkeys(terms)
            if (start, end) not in kept
        )
    return step.changes


def get_duty(session: Session, duty_id: uuid.UUID) -> Duty:
    """Return the live row, for use cases only.

    Raises:
        NotFound: If there is no such duty.
    """
    row = session.get(Duty, duty_id)
    if row is None:
        raise NotFound("duty", duty_id)
    return row


def row_of(row: Duty) -> DutyRow:
    """Return a live duty as a row."""
    return DutyRow(**{name: getattr(row, name) for name in DutyRow.__slots__})


def in_use(row: DutyRow, day: dt.date) -> bool:
    """Return whether a duty is in use on a day."""
    return covers(row, day)


def _fill(row: Duty, fields: dict[str, object]) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"not fields of a duty: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) and name in ("name", "description") else value)


def _check(fields: Mapping[str, Any]) -> None:
    if fields.get("body") is DutyBody.GROUP and fields.get("group_id") is None:
        raise GroupNeeded
    check_order(fields.get("from_date"), fields.get("to_date"))


def _drop_open_turns(session: Session, duty_id: uuid.UUID, *, since: dt.date = dt.date.min) -> None:
    planned = (
        select(Turn)
        .outerjoin(Meeting, Meeting.id == Turn.meeting_id)
        .where(Turn.duty_id == duty_id, Turn.state.in_(OPEN), func.coalesce(Meeting.date, Turn.from_date) >= since)
    )
    for row in session.scalars(planned).all():
        delete_row(session, row)
