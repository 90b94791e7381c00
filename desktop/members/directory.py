"""The list of members: what it holds, how it is narrowed and grouped. No widgets here."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.alliance import KindRow, member_kinds
from db.folding import fold
from db.members.attendance_strips import Mark, always_there, attendance_strips, missed_last
from db.members.groups import GroupRow, groups_on
from db.members.members import MemberRow, members_on
from db.vocabulary import MemberStatus
from desktop.naming.lists import member_second_line
from desktop.naming.members import attendance_summary, kind_words
from desktop.texts import _

ANY, MISSED, ALWAYS = "any", "missed", "always"
"""Choices of the attendance filter."""

INDIVIDUALS = "individuals"
"""The choice of kind that stands for individual members."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything the list shows, as of one day."""

    rows: tuple[MemberRow, ...]
    strips: Mapping[uuid.UUID, tuple[Mark, ...]]
    kinds: tuple[KindRow, ...]
    groups: tuple[GroupRow, ...]

    def row(self, member_id: uuid.UUID) -> MemberRow | None:
        """Return the member, if it is in the list."""
        return next((row for row in self.rows if row.id == member_id), None)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to: words, a kind (or `INDIVIDUALS`), a group, a way of attending."""

    words: str = ""
    kind: object = None
    group_id: object = None
    attendance: str = ANY


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """The heading of one kind of member."""

    key: object
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member in the list, with its attendance."""

    row: MemberRow
    marks: tuple[Mark, ...]

    @property
    def key(self) -> uuid.UUID:
        """The member's key."""
        return self.row.id

    @property
    def warned(self) -> bool:
        """Whether the member missed its last three meetings."""
        return self.row.status is not MemberStatus.LEFT and missed_last(self.marks)

    def second(self) -> str:
        """Return the line under the name: a warning, what it is if not a member, who speaks for it."""
        return member_second_line(self.row, self.marks)

    def spoken(self) -> str:
        """Return the line as it is read aloud."""
        return ", ".join((self.row.name, self.second(), attendance_summary(self.marks)))


def load(session: Session, on: dt.date, everyone: bool) -> Directory:
    """Return the list as of a day, those who left by then only with `everyone`."""
    return Directory(
        tuple(members_on(session, on, everyone=everyone)),
        attendance_strips(session, on),
        tuple(member_kinds(session)),
        tuple(groups_on(session, on)),
    )


def lines(directory: Directory, filters: Filters) -> list[HeadingLine | MemberLine]:
    """Return what passes the filters, under a heading for each kind; individuals without one come last."""
    shown = [
        MemberLine(row, marks)
        for row in directory.rows
        if _passes(row, marks := directory.strips.get(row.id, ()), filters)
    ]
    result: list[HeadingLine | MemberLine] = []
    headings: list[tuple[object, str]] = [(kind.id, kind_words(kind)) for kind in directory.kinds]
    for key, word in [*headings, (None, _("No kind yet")), (INDIVIDUALS, _("Individuals"))]:
        under = [line for line in shown if _heading(line.row) == key]
        if under:
            result += [HeadingLine(key, word, len(under)), *under]
    return result


def _heading(row: MemberRow) -> object:
    if row.kind_id is None and row.person_id is not None:
        return INDIVIDUALS
    return row.kind_id


def _passes(row: MemberRow, marks: Sequence[Mark], filters: Filters) -> bool:
    if filters.kind == INDIVIDUALS and row.person_id is None:
        return False
    if filters.kind not in (None, INDIVIDUALS) and row.kind_id != filters.kind:
        return False
    if filters.group_id is not None and filters.group_id not in row.group_ids:
        return False
    if filters.attendance == MISSED and not missed_last(tuple(marks)):
        return False
    if filters.attendance == ALWAYS and not always_there(tuple(marks)):
        return False
    text = fold(" ".join((row.name, row.short_name, row.code, row.place, row.sector, *row.people)))
    return all(word in text for word in fold(filters.words).split())
