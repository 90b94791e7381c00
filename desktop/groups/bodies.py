"""What the groups' page reads: the plenary, the groups, and the details of one of them. No widgets here."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.members.co_chairs import CoChairRow, SameOrganisation, co_chair_terms, co_chair_warnings, co_chairs_on
from db.members.groups import BodyMeetingRow, GroupDetail, GroupRow, body_meetings, group_detail, groups_on
from db.members.members import MemberRow, members_on
from db.members.people import PersonRow, people
from db.vocabulary import MemberStatus
from desktop import texts
from desktop.naming.members import counted_members
from desktop.texts import _

PLENARY = "plenary"
"""Key of the plenary's line."""


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line of the list: the plenary (no group) or a group."""

    group: GroupRow | None
    name: str
    second: str
    ended: bool = False
    review_due: bool = False

    @property
    def key(self) -> object:
        """The group's key, or `PLENARY`."""
        return self.group.id if self.group else PLENARY


@dataclass(frozen=True, slots=True)
class Bodies:
    """Everything the page needs beside the details."""

    lines: tuple[BodyLine, ...]
    members: tuple[MemberRow, ...]
    people: tuple[PersonRow, ...]


@dataclass(frozen=True, slots=True)
class Plenary:
    """The alliance itself: who holds seats, who co-chairs, when it met."""

    seats: int
    co_chairs: tuple[CoChairRow, ...]
    earlier: tuple[CoChairRow, ...]
    warnings: tuple[SameOrganisation, ...]
    meetings: tuple[BodyMeetingRow, ...]


def load_bodies(session: Session, day: dt.date) -> Bodies:
    """Return the plenary and all groups: those at work, then those to come or ended, each by name."""
    members = members_on(session, day)
    seats = sum(member.status is MemberStatus.MEMBER for member in members)
    chairs = texts.list_of([row.name for row in co_chairs_on(session, day)])
    plenary = _("Co-chairs: {names}").format(names=chairs) if chairs else counted_members(seats)
    lines = [BodyLine(None, _("Plenary"), plenary)]
    groups = [_line(group, day) for group in groups_on(session, day, everyone=True)]
    lines += sorted(groups, key=lambda line: line.ended)
    return Bodies(tuple(lines), tuple(members), tuple(people(session)))


def load_plenary(session: Session, day: dt.date) -> Plenary:
    """Return the plenary as of a day."""
    chairs = co_chairs_on(session, day)
    seats = sum(member.status is MemberStatus.MEMBER for member in members_on(session, day))
    others = tuple(term for term in co_chair_terms(session) if term not in chairs)
    return Plenary(
        seats, tuple(chairs), others, tuple(co_chair_warnings(session, day)), tuple(body_meetings(session, None))
    )


def load_group(session: Session, group_id: uuid.UUID, day: dt.date) -> GroupDetail:
    """Return a group as of a day."""
    return group_detail(session, group_id, day)


def _line(group: GroupRow, day: dt.date) -> BodyLine:
    ended = end_of_group(group) <= day
    if ended:
        second = _("ended in {month}").format(month=texts.month_year(end_of_group(group)))
    elif group.start_date and group.start_date > day:
        second = _("starts in {month}").format(month=texts.month_year(group.start_date))
    else:
        second = "  ·  ".join(filter(None, (_counted(group), group.coordinator_member)))
    return BodyLine(group, group.name, second, ended, group.review_due)


def _counted(group: GroupRow) -> str:
    return counted_members(group.member_count) if group.member_count else _("No members yet")


def end_of_group(group: GroupRow) -> dt.date:
    """Return the day a group ends, the last day of time while it goes on."""
    return group.end_date or dt.date.max
