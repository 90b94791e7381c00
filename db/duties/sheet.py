"""A duty as one sheet: what it is, when it falls due, and who may be asked, kept in one step and tried before it is."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.eligible import Eligibility, eligibility
from db.duties.keeping import (
    DutyRow,
    Listed,
    add_duty,
    change_duty,
    duties,
    duty,
    end_exemption,
    exempt,
    exemptions,
    keep_apart,
    pairs,
    pool_of,
    row_of,
    set_pool,
    set_terms,
)
from db.folding import fold
from db.history import history
from db.ids import new_id
from db.schema import Duty, DutyPool, DutyTerm
from db.spells import Stretch, covers
from db.vocabulary import DutyBody, DutyRhythm, MemberStatus, PoolRule, SameWhat

FACTS = (
    "name", "description", "rhythm", "every", "body", "group_id", "in_room", "apart", "gap", "beside_first",
    "from_date",
)  # fmt: skip
"""What a sheet says of the duty itself, by the names of its columns."""


@dataclass(frozen=True, slots=True)
class Exempted:
    """A member or a person who need not do the duty in `[from_date, to_date)`; without `id` while it is new."""

    member_id: uuid.UUID | None
    person_id: uuid.UUID | None
    reason: str
    from_date: dt.date | None = None
    to_date: dt.date | None = None
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DutySheet:
    """Everything about a duty. `key` is a known one's; of one's own duty that is new, empty."""

    key: str = ""
    name: str = ""
    description: str = ""
    rhythm: DutyRhythm = DutyRhythm.MEETING
    every: int = 1
    body: DutyBody = DutyBody.ALL
    group_id: uuid.UUID | None = None
    in_room: bool = True
    apart: bool = True
    gap: int = 1
    beside_first: bool = False
    from_date: dt.date | None = None
    pool: PoolRule = PoolRule.EVERYONE
    listed: tuple[Listed, ...] = ()
    terms: tuple[tuple[dt.date, dt.date], ...] = ()
    """Of a duty with set dates: each `[from, to)`."""
    not_with: tuple[tuple[uuid.UUID, SameWhat], ...] = ()
    """Other duties that the same person, or organisation, may not have at one meeting."""
    exempted: tuple[Exempted, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return what stands in the duty's own row."""
        return {name: getattr(self, name) for name in FACTS}


class NotAskedWhy(StrEnum):
    """Why a member may not be asked."""

    STATUS = "status"
    """It is no member: a candidate, invited, or an observer."""
    NOT_IN_GROUP = "not_in_group"
    NO_SHARE = "no_share"
    EXEMPT = "exempt"
    PEOPLE = "people"
    """None of its people may."""
    KIND = "kind"
    NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A member who may not be asked, and why; the reason and the day it is over, of an exemption."""

    member_id: uuid.UUID
    name: str
    why: NotAskedWhy
    status: MemberStatus | None = None
    reason: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class MayBeAsked:
    """Who may be asked for a duty on a day, away or not, and who not; both by name."""

    names: tuple[str, ...]
    others: tuple[NotAsked, ...]


def duty_sheet(session: Session, duty_id: uuid.UUID) -> DutySheet:
    """Return everything about a duty.

    Raises:
        NotFound: If there is no such duty.
    """
    row = duty(session, duty_id)
    terms = session.scalars(select(DutyTerm).where(DutyTerm.duty_id == duty_id).order_by(DutyTerm.from_date))
    return DutySheet(
        key=row.key,
        **{name: getattr(row, name) for name in FACTS},
        pool=row.pool,
        listed=pool_of(session, duty_id),
        terms=tuple((one.from_date, one.to_date) for one in terms if one.from_date and one.to_date),
        not_with=tuple(_not_with(session, duty_id).items()),
        exempted=tuple(
            Exempted(one.member_id, one.person_id, one.reason, one.from_date, one.to_date, one.id)
            for one in exemptions(session, duty_id)
        ),
    )


def keep_sheet(
    session: Session, duty_id: uuid.UUID | None, sheet: DutySheet, *, today: dt.date
) -> tuple[uuid.UUID, Changes]:
    """Keep everything about a duty in one step: a new one (no key of a row), or as it is from now on.

    An exemption that is on the sheet no more ends today.

    Raises:
        NotFound, NameMissing, DutyKnown, GroupNeeded, DatesOutOfOrder, SpellsOverlap, PoolEmpty, ReasonMissing,
        WhoseMissing: As the use cases of `db.duties.keeping` say.
    """
    with history.step(session, "add_duty" if duty_id is None else "change_duty") as step:
        if duty_id is None:
            duty_id, _changes = add_duty(session, key=sheet.key, **sheet.facts())
        else:
            change_duty(session, duty_id, **sheet.facts())
        set_pool(session, duty_id, sheet.pool, sheet.listed)
        set_terms(session, duty_id, sheet.terms if sheet.rhythm is DutyRhythm.DATES else ())
        wanted, held = dict(sheet.not_with), _not_with(session, duty_id)
        for other in wanted.keys() | held.keys():
            if wanted.get(other) is not held.get(other):
                keep_apart(session, duty_id, other, same=wanted.get(other))
        kept = {one.id for one in sheet.exempted}
        for row in exemptions(session, duty_id):
            if row.id not in kept:
                end_exemption(session, row.id, on=today)
        for one in sheet.exempted:
            if one.id is None:
                exempt(session, duty_id, member_id=one.member_id, person_id=one.person_id, reason=one.reason,
                       from_date=one.from_date, to_date=one.to_date)  # fmt: skip
    return duty_id, step.changes


def may_be_asked(session: Session, duty_id: uuid.UUID | None, sheet: DutySheet, *, on: dt.date) -> MayBeAsked:
    """Return who may be asked for a duty as its sheet stands, kept or not, by the very rules that planning follows.

    For a duty at all meetings, who holds a seat in the plenary counts.
    """
    row = _as_row(duty_id or new_id(), sheet)
    asked = _as_if(eligibility(session), row, sheet)
    group_id = row.group_id if row.body is DutyBody.GROUP else None
    holders = asked.seats.holders(group_id, on)
    here = {key: asked.seats.status(key, on) for key in asked.seats.belongs}
    names, others = [], []
    for key, status in here.items():
        if key not in holders and status in (None, MemberStatus.LEFT):
            continue
        name = asked.seats.names[key]
        why = _why_not(asked, row, key, holders, on)
        if why is None:
            names.append(name)
        else:
            exemption = _exemption(sheet, key, on) if why is NotAskedWhy.EXEMPT else None
            reason, until = (exemption.reason, exemption.to_date) if exemption else ("", None)
            others.append(NotAsked(key, name, why, status, reason, until))
    return MayBeAsked(tuple(sorted(names, key=fold)), tuple(sorted(others, key=lambda one: fold(one.name))))


def may_be_asked_now(session: Session, duty_id: uuid.UUID, *, on: dt.date) -> tuple[DutySheet, MayBeAsked]:
    """Return a duty's sheet, and who may be asked for it.

    Raises:
        NotFound: If there is no such duty.
    """
    sheet = duty_sheet(session, duty_id)
    return sheet, may_be_asked(session, duty_id, sheet, on=on)


def _not_with(session: Session, duty_id: uuid.UUID) -> dict[uuid.UUID, SameWhat]:
    """Return the duties that may not come together with one, those out of use left out."""
    known = {row.id for row in duties(session)}
    found = {}
    for row in pairs(session):
        if duty_id in (row.first_id, row.second_id):
            other = row.second_id if row.first_id == duty_id else row.first_id
            if other in known:
                found[other] = row.same
    return found


def _as_row(duty_id: uuid.UUID, sheet: DutySheet) -> DutyRow:
    return row_of(Duty(id=duty_id, key=sheet.key, position=0, pool=sheet.pool, **sheet.facts()))


def _as_if(asked: Eligibility, row: DutyRow, sheet: DutySheet) -> Eligibility:
    """Return who may be asked, were the sheet kept."""
    listed = [DutyPool(duty_id=row.id, kind_id=one.kind_id, member_id=one.member_id, person_id=one.person_id)
              for one in sheet.listed]  # fmt: skip
    spells: dict[tuple[uuid.UUID, uuid.UUID], list[Stretch]] = defaultdict(list)
    for one in sheet.exempted:
        whose = one.member_id or one.person_id
        if whose is not None:
            spells[row.id, whose].append(Stretch(one.from_date, one.to_date))
    return replace(asked, listed={row.id: listed}, exempt=spells)


def _why_not(
    asked: Eligibility, row: DutyRow, key: uuid.UUID, holders: set[uuid.UUID], on: dt.date
) -> NotAskedWhy | None:
    if key not in holders:
        return NotAskedWhy.NOT_IN_GROUP if row.body is DutyBody.GROUP else NotAskedWhy.STATUS
    if asked.weights.get(key, 0) <= 0:
        return NotAskedWhy.NO_SHARE
    if any(covers(spell, on) for spell in asked.exempt.get((row.id, key), ())):
        return NotAskedWhy.EXEMPT
    if not asked.may(row, key, on):
        return NotAskedWhy.KIND if row.pool is PoolRule.KINDS else NotAskedWhy.NOT_LISTED
    speakers = asked.speakers(key, on)
    if speakers and not any(asked.person_may(row, key, one.person_id, on) for one in speakers):
        return NotAskedWhy.PEOPLE
    return None


def _exemption(sheet: DutySheet, member_id: uuid.UUID, on: dt.date) -> Exempted | None:
    return next((one for one in sheet.exempted if one.member_id == member_id and covers(one, on)), None)
