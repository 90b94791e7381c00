"""The call of a meeting: who is to be told, of what, who was told when and how, and who has not been told yet.

Calling and cancelling belong to the cycle (`db.meetings.cycle`). What changes in people's calendars after the call
raises the meeting's `call_sequence`; who was told of an earlier one is to be told again.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.meetings import NobodyChosen
from db.errors.records import NotFound
from db.history import history
from db.history.deletion import delete_row
from db.meetings.cycle import Missing, call_meeting, missing_for_call
from db.meetings.labels import HELD
from db.meetings.lookup import at_stage, get_meeting
from db.members.members import members_on, representatives_on, seats_on
from db.minutes.minutes import circulate_minutes
from db.schema import AgendaItem, CallLog, Change, Meeting, Member, Paper, Person, Step
from db.vocabulary import Channel, MeetingStatus, MemberStatus, MinutesState, RepresentativeRole, Seat, What

_SENT_FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "meeting": frozenset({"purpose"}),
        "agenda_item": frozenset(
            {"meeting_id", "position", "kind", "title", "purpose", "planned_minutes", "brought_by_member_id",
             "brought_by_group_id", "brought_by_text"}
        ),
        "paper": frozenset({"meeting_id", "item_id", "digest"}),
    }
)  # fmt: skip
"""What goes out with the call, by table and field. Of the meeting itself, `call_sequence` tells the rest."""

_OF_THE_CALL = (What.CALL, What.CHANGE, What.CANCELLATION)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who speaks for a member, and how to reach them."""

    person_id: uuid.UUID
    name: str
    role: RepresentativeRole
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the log. `told_at` is a moment; `member` and `person` are empty where the record lost them."""

    id: uuid.UUID
    member_id: uuid.UUID | None
    member: str
    person_id: uuid.UUID | None
    person: str
    channel: Channel
    told_at: dt.datetime
    what: What
    sequence: int
    note: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """A member with a seat, or an observer, who is to be told."""

    member_id: uuid.UUID
    name: str
    code: str
    seat: Seat
    contacts: tuple[Contact, ...]
    """Who speaks for the member that day, the primary representative first."""
    own_email: str
    own_phone: str
    told: Told | None
    """The newest entry about what they are to be told of now; empty if they have not been told."""
    told_before: bool
    """Whether they were told of the call, though perhaps not of what changed since."""

    @property
    def written_to(self) -> Contact | None:
        """Return the first of its speakers whose address is known; `None`: the member's own, if any, is written to."""
        return next((contact for contact in self.contacts if contact.email), None)

    @property
    def rung(self) -> Contact | None:
        """Return the first of its speakers whose number is known; `None`: the member's own, if any, is rung."""
        return next((contact for contact in self.contacts if contact.phone), None)

    @property
    def email(self) -> str:
        """Return the address to write to: the first of its speakers' that is known, else the member's own."""
        return self.written_to.email if self.written_to else self.own_email

    @property
    def phone(self) -> str:
        """Return the number to ring: the first of its speakers' that is known, else the member's own."""
        return self.rung.phone if self.rung else self.own_phone

    @property
    def addressee(self) -> str:
        """Return whose address `email` is."""
        return self.written_to.name if self.written_to else self.name

    @property
    def person(self) -> str:
        """Return who speaks for the member first; empty if nobody is named."""
        return self.contacts[0].name if self.contacts else ""


@dataclass(frozen=True, slots=True)
class CallSheet:
    """Who is to be told of a meeting (or of its minutes), and who was."""

    meeting_id: uuid.UUID
    status: MeetingStatus
    what: What
    """What people are to be told of as things stand."""
    sequence: int
    missing: tuple[Missing, ...]
    recipients: tuple[Recipient, ...]
    log: tuple[Told, ...]
    """What was told so far, newest first."""

    @property
    def ready(self) -> bool:
        """Whether nothing stops the call."""
        return not any(missing.blocking for missing in self.missing)

    @property
    def told(self) -> int:
        """How many were told of what is to be told now."""
        return sum(recipient.told is not None for recipient in self.recipients)

    @property
    def not_told(self) -> tuple[Recipient, ...]:
        """Who has not been told yet."""
        return tuple(recipient for recipient in self.recipients if recipient.told is None)


def call_sheet(session: Session, meeting_id: uuid.UUID) -> CallSheet:
    """Return who is to be told of a meeting: of the call, of its change, or of its cancellation.

    Of a cancellation only those are told who had been told of the meeting; if nobody had, nobody needs to be.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    what = _what(meeting)
    log = _log(session, meeting_id, _OF_THE_CALL)
    everybody = _recipients(session, meeting, [told for told in log if told.sequence == meeting.call_sequence], log)
    if what is What.CANCELLATION:
        everybody = [recipient for recipient in everybody if recipient.told_before]
    missing = missing_for_call(session, meeting_id)
    return CallSheet(
        meeting_id, meeting.status, what, meeting.call_sequence, missing, tuple(everybody), tuple(log)
    )  # fmt: skip


def circulation_sheet(session: Session, meeting_id: uuid.UUID) -> CallSheet:
    """Return who is to get the minutes of a meeting, and who got them.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    log = _log(session, meeting_id, (What.MINUTES,))
    recipients = tuple(_recipients(session, meeting, log, log))
    return CallSheet(meeting_id, meeting.status, What.MINUTES, meeting.call_sequence, (), recipients, tuple(log))


def members_to_reach(session: Session, day: dt.date) -> list[Recipient]:
    """Return the members with a seat in the plenary on a day, and through whom they are reached, about anything."""
    contacts = _contacts(session, day)
    own = {key: (email, phone) for key, email, phone in session.execute(select(Member.id, Member.email, Member.phone))}
    return [
        Recipient(
            seat.member_id, seat.name, seat.code, Seat.MEMBER, tuple(contacts[seat.member_id]), *own[seat.member_id],
            None, told_before=False,
        )
        for seat in seats_on(session, None, day)
    ]  # fmt: skip


def record_told(
    session: Session,
    meeting_id: uuid.UUID,
    member_ids: Sequence[uuid.UUID],
    *,
    channel: Channel,
    at: dt.datetime,
    what: What | None = None,
    note: str = "",
    answers_by: dt.date | None = None,
) -> Changes:
    """Note that members were told of the meeting (or were sent its minutes) at a moment, and how.

    Without `what`, it is what they are to be told of now. Telling the first of them calls a meeting that was being
    prepared. Of each member the first of its speakers who can be reached that way is noted as the one told; if none
    can, who speaks for it first. `answers_by` is the day by
    which they were asked to answer; it stays the meeting's.

    Raises:
        NobodyChosen: If no member is given.
        NotFound: If the meeting or a member does not exist.
        NotReadyForCall: If the meeting lacks what a call needs.
        WrongStage: If there is nothing to tell of: the meeting runs or is over, or its minutes are not written yet.
    """
    if not member_ids:
        raise NobodyChosen
    with history.step(session, "record_told") as step:
        meeting = get_meeting(session, meeting_id)
        what = what or _what(meeting)
        if what is What.MINUTES:
            at_stage(session, meeting_id, *HELD)
        elif what is What.CANCELLATION:
            at_stage(session, meeting_id, MeetingStatus.CANCELLED)
        else:
            call_meeting(session, meeting_id, on=at.date())
            meeting.answers_by = answers_by or meeting.answers_by
        contacts = _contacts(session, meeting.date)
        for member_id in member_ids:
            if session.get(Member, member_id) is None:
                raise NotFound("member", member_id)
            first = _told_first(contacts[member_id], channel)
            session.add(
                CallLog(
                    meeting_id=meeting_id, member_id=member_id, person_id=first.person_id if first else None,
                    channel=channel, told_at=at, what=what.value, sequence=meeting.call_sequence, note=note.strip(),
                )
            )  # fmt: skip
    return step.changes


def send_minutes(
    session: Session,
    meeting_id: uuid.UUID,
    member_ids: Sequence[uuid.UUID],
    *,
    channel: Channel,
    at: dt.datetime,
    comments_by: dt.date | None = None,
) -> Changes:
    """Note that members were sent the minutes; a draft that was not circulated yet is so with the first of them.

    Raises:
        NobodyChosen, NotFound, WrongStage: As `record_told`.
        DatesOutOfOrder: If comments would end before they begin.
    """
    with history.step(session, "send_minutes") as step:
        record_told(session, meeting_id, member_ids, channel=channel, at=at, what=What.MINUTES)
        if get_meeting(session, meeting_id).minutes_state is MinutesState.DRAFT:
            circulate_minutes(session, meeting_id, on=at.date(), comments_by=comments_by)
    return step.changes


def forget_told(session: Session, told_ids: Sequence[uuid.UUID]) -> Changes:
    """Take entries out of the log that were made by mistake.

    Raises:
        NotFound: If there is no such entry.
    """
    with history.step(session, "forget_told") as step:
        for told_id in told_ids:
            row = session.get(CallLog, told_id)
            if row is None:
                raise NotFound("call_log", told_id)
            delete_row(session, row)
    return step.changes


def announce_change(session: Session, meeting_id: uuid.UUID) -> Changes:
    """Have everybody told anew, of a change the calendar does not show by itself: another agenda, other papers.

    Raises:
        NotFound: If there is no such meeting.
        WrongStage: If it has not been called, has begun, or was cancelled.
    """
    with history.step(session, "announce_change") as step:
        at_stage(session, meeting_id, MeetingStatus.CALLED).call_sequence += 1
    return step.changes


def agenda_changed_after_call(session: Session, meeting_id: uuid.UUID) -> bool:
    """Return whether agenda, purpose or papers changed since people were last told; the order of steps decides.

    Raises:
        NotFound: If there is no such meeting.
    """
    meeting = get_meeting(session, meeting_id)
    if meeting.status is not MeetingStatus.CALLED:
        return False
    mine = select(CallLog.id).where(CallLog.meeting_id == meeting_id, CallLog.sequence == meeting.call_sequence)
    last_told = session.scalar(
        select(func.max(Step.sequence)).join(Change, Change.step_id == Step.id).where(Change.row_id.in_(mine))
    )
    if last_told is None:
        return False
    since = session.execute(
        select(Change.table_name, Change.row_id, Change.old, Change.new)
        .join(Step, Step.id == Change.step_id)
        .where(Step.sequence > last_told, Change.table_name.in_(_SENT_FIELDS))
    )
    items = set(session.scalars(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)))
    ours = {meeting_id, *items, *session.scalars(select(Paper.id).where(Paper.meeting_id == meeting_id))}
    return any(
        (row_id in ours or meeting_id.hex in ((old or {}).get("meeting_id"), (new or {}).get("meeting_id")))
        and _SENT_FIELDS[table] & {*(old or {}), *(new or {})}
        for table, row_id, old, new in since
    )


def _what(meeting: Meeting) -> What:
    if meeting.status is MeetingStatus.CANCELLED:
        return What.CANCELLATION
    return What.CHANGE if meeting.call_sequence else What.CALL


def _recipients(session: Session, meeting: Meeting, now: Sequence[Told], ever: Sequence[Told]) -> list[Recipient]:
    told: dict[uuid.UUID | None, Told] = {}
    for entry in now:  # newest first
        told.setdefault(entry.member_id, entry)
    before = {entry.member_id for entry in ever}
    contacts = _contacts(session, meeting.date)
    own = {key: (email, phone) for key, email, phone in session.execute(select(Member.id, Member.email, Member.phone))}
    holding = [(seat.member_id, seat.name, seat.code) for seat in seats_on(session, meeting.group_id, meeting.date)]
    rows = [(*one, Seat.MEMBER) for one in holding]
    if meeting.group_id is None:
        rows += [
            (row.id, row.name, row.code, Seat.OBSERVER)
            for row in members_on(session, meeting.date)
            if row.status is MemberStatus.OBSERVER
        ]
    return [
        Recipient(key, name, code, seat, tuple(contacts[key]), *own[key], told.get(key), key in before)
        for key, name, code, seat in rows
    ]


def _contacts(session: Session, day: dt.date) -> dict[uuid.UUID, list[Contact]]:
    reach = {
        key: (email, phone) for key, email, phone in session.execute(select(Person.id, Person.email, Person.phone))
    }
    contacts: dict[uuid.UUID, list[Contact]] = defaultdict(list)
    for member_id, speakers in representatives_on(session, day).items():
        contacts[member_id] = [Contact(key, name, role, *reach[key]) for key, name, role in speakers]
    return contacts


def _told_first(contacts: Sequence[Contact], channel: Channel) -> Contact | None:
    """Return who of a member's speakers was told by a channel."""
    by_way = {Channel.EMAIL: "email", Channel.MESSAGE: "phone", Channel.PHONE: "phone"}.get(channel, "person_id")
    return next((contact for contact in contacts if getattr(contact, by_way)), next(iter(contacts), None))


def _log(session: Session, meeting_id: uuid.UUID, of: Sequence[What]) -> list[Told]:
    found = session.execute(
        select(CallLog, Member.name, Person.name)
        .outerjoin(Member, Member.id == CallLog.member_id)
        .outerjoin(Person, Person.id == CallLog.person_id)
        .where(CallLog.meeting_id == meeting_id, CallLog.what.in_([what.value for what in of]))
        .order_by(CallLog.told_at.desc(), CallLog.sequence.desc(), CallLog.id.desc())
    )
    return [
        Told(
            row.id, row.member_id, member or "", row.person_id, person or "", row.channel, row.told_at,
            What(row.what), row.sequence, row.note,
        )
        for row, member, person in found
    ]  # fmt: skip
