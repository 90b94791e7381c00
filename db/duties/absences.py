"""Who cannot come when: one meeting, a holiday ("back next time") and a leave are the same, with other dates."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.eligible import Days, takes_most
from db.duties.rota import TurnRow, turn_rows
from db.errors.duties import WhoseMissing
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.look import looking
from db.meetings.labels import UPCOMING, MeetingLabel
from db.meetings.lookup import label
from db.meetings.seats import seats
from db.members.members import get_member
from db.members.people import get_person, member_spoken_for
from db.schema import Absence, Group, Meeting, Member, Person, Turn
from db.spells import Stretch, check_order, end_of, start_of
from db.vocabulary import OPEN


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A member or a person who cannot come in `[from_date, to_date)`; an open end is not known yet."""

    id: uuid.UUID
    member_id: uuid.UUID | None
    person_id: uuid.UUID | None
    name: str
    from_date: dt.date | None
    to_date: dt.date | None
    note: str
    reported_on: dt.date


def absences(session: Session, *, since: dt.date | None = None) -> list[AbsenceRow]:
    """Return the absences by their first day; with a day, those that are not over by then."""
    found = session.execute(
        select(Absence, Member.name, Person.name)
        .outerjoin(Member, Member.id == Absence.member_id)
        .outerjoin(Person, Person.id == Absence.person_id)
    )
    rows = [
        AbsenceRow(row.id, row.member_id, row.person_id, member or person or "", row.from_date, row.to_date,
                   row.note, row.reported_on)
        for row, member, person in found
    ]  # fmt: skip
    rows = [row for row in rows if since is None or end_of(row) > since]
    return sorted(rows, key=lambda row: (start_of(row), row.id))


def touched_turns(
    session: Session,
    *,
    member_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    from_date: dt.date,
    to_date: dt.date | None,
    today: dt.date,
) -> list[TurnRow]:
    """Return the turns ahead that a member (or one person) has in days of absence, the soonest first.

    Of a term, only where the absence takes half of its days or more, as planning has it.
    """
    spell = Stretch(from_date, to_date)
    whose = Turn.member_id == member_id if member_id is not None else Turn.person_id == person_id
    rows = turn_rows(session, whose, Turn.state.in_(OPEN))
    found = []
    for row in rows:
        days = Days(row.first, row.end or row.first + dt.timedelta(days=1))
        if days.end > today and takes_most(spell, days):
            found.append(row)
    return found


def next_meeting_of(
    session: Session, *, member_id: uuid.UUID | None = None, person_id: uuid.UUID | None = None, today: dt.date
) -> MeetingLabel | None:
    """Return the next meeting, today's included, at which a member (or the member a person speaks for) has a seat."""
    if person_id is not None:
        member_id = member_spoken_for(session, person_id, today)
    known = seats(looking(session))
    rows = session.execute(
        select(Meeting, Group.name)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(Meeting.status.in_(UPCOMING), Meeting.date >= today)
        .order_by(Meeting.date, Meeting.start_time, Meeting.id)
    )
    for meeting, group in rows:
        if member_id is None or member_id in known.holders(meeting.group_id, meeting.date):
            return label(meeting, group)
    return None


def report_absence(
    session: Session,
    *,
    member_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    from_date: dt.date,
    to_date: dt.date | None,
    note: str = "",
    today: dt.date,
) -> tuple[uuid.UUID, Changes]:
    """Note that a member (all its people) or one person cannot come in `[from_date, to_date)`; return the row's key.

    Plans stay as they are until the next planning.

    Raises:
        WhoseMissing: If not exactly one of member and person is named.
        NotFound: If they do not exist.
        DatesOutOfOrder: If it would end before it begins.
    """
    if (member_id is None) == (person_id is None):
        raise WhoseMissing
    check_order(from_date, to_date)
    with history.step(session, "report_absence") as step:
        if member_id is not None:
            get_member(session, member_id)
        if person_id is not None:
            get_person(session, person_id)
        row = Absence(
            id=new_id(), member_id=member_id, person_id=person_id, from_date=from_date, to_date=to_date,
            note=note.strip(), reported_on=today,
        )  # fmt: skip
        session.add(row)
    return row.id, step.changes


def change_absence(
    session: Session, absence_id: uuid.UUID, *, from_date: dt.date, to_date: dt.date | None, note: str = ""
) -> Changes:
    """Put right when somebody cannot come.

    Raises:
        NotFound: If there is no such absence.
        DatesOutOfOrder: If it would end before it begins.
    """
    check_order(from_date, to_date)
    with history.step(session, "change_absence") as step:
        row = _absence(session, absence_id)
        row.from_date, row.to_date, row.note = from_date, to_date, note.strip()
    return step.changes


def withdraw_absence(session: Session, absence_id: uuid.UUID) -> Changes:
    """Take an absence back: they can come after all.

    Raises:
        NotFound: If there is no such absence.
    """
    with history.step(session, "withdraw_absence") as step:
        delete_row(session, _absence(session, absence_id))
    return step.changes


def _absence(session: Session, absence_id: uuid.UUID) -> Absence:
    row = session.get(Absence, absence_id)
    if row is None:
        raise NotFound("absence", absence_id)
    return row
