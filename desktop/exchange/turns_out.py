"""One's own turns as a calendar file (RFC 5545), as `calendar_out` makes one of a meeting.

Times float, terms are entries of whole days. The UID of an entry stays for the life of the turn in the hands of one
person: who gets a turn from somebody else has an entry of their own, and the other's is cancelled. SEQUENCE rises with
every change. What is not accepted yet is tentative.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.duties.calendar import CalendarTurn, calendar_turns
from db.members.people import person
from db.vocabulary import TurnState
from desktop.exchange.invitation import plain_line, plain_text
from desktop.naming.duties import duty_name, duty_task, state_word
from desktop.naming.meetings import meeting_name
from desktop.texts import _

if TYPE_CHECKING:
    from icalendar import Event


@dataclass(frozen=True, slots=True)
class TurnsCalendar:
    """A person's turns, the soonest first; those taken from them are cancelled."""

    person_id: uuid.UUID
    person: str
    alliance: str
    contact: str
    turns: Sequence[CalendarTurn]

    @property
    def held(self) -> int:
        """Return how many turns they have."""
        return sum(not turn.cancelled for turn in self.turns)


def turns_calendar(session: Session, person_id: uuid.UUID, *, today: dt.date) -> TurnsCalendar:
    """Return what a person's calendar is to know of their turns from today on.

    Raises:
        NotFound: If there is no such person.
    """
    own = alliance(session)
    turns = calendar_turns(session, person_id, today=today)
    return TurnsCalendar(person_id, person(session, person_id).name, own.name, own.phone or own.email, turns)


def turns_file(of: TurnsCalendar, *, now: dt.datetime) -> bytes:
    """Return the calendar file in the language spoken now; `now` is a moment."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Ronda//Ronda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if of.turns and not of.held else "PUBLISH")
    calendar.add("x-wr-calname", plain_line(_("Turns of {person}").format(person=of.person)))
    for turn in of.turns:
        calendar.add_component(_event(of, turn, now))
    return bytes(calendar.to_ical())


def _event(of: TurnsCalendar, turn: CalendarTurn, now: dt.datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{turn.turn_id}-{of.person_id}@ronda")
    event.add("sequence", turn.sequence)
    event.add("dtstamp", now.astimezone(dt.UTC))
    _add_days(event, turn)
    duty = duty_name(turn.duty)
    where = meeting_name(turn.meeting) if turn.meeting else of.alliance
    event.add("summary", plain_line(_("{duty}: {meeting}").format(duty=duty, meeting=where)))
    if turn.place:
        event.add("location", plain_line(turn.place))
    event.add("description", plain_text(_description(of, turn)))
    event.add("status", _status(turn))
    if turn.end is not None:
        event.add("transp", "TRANSPARENT")
    return event


def _add_days(event: "Event", turn: CalendarTurn) -> None:
    if turn.end is not None:
        days: tuple[dt.date, dt.date | None] = (turn.first, turn.end)
    elif turn.hours.start is None:
        days = (turn.first, None)
    else:
        begins = dt.datetime.combine(turn.first, turn.hours.start)
        days = (begins, begins + dt.timedelta(minutes=turn.hours.planned_minutes))
    event.add("dtstart", days[0])
    if days[1] is not None:
        event.add("dtend", days[1])


def _status(turn: CalendarTurn) -> str:
    if turn.cancelled:
        return "CANCELLED"
    settled = turn.turn is not None and turn.turn.state is TurnState.ACCEPTED
    return "CONFIRMED" if settled else "TENTATIVE"


def _description(of: TurnsCalendar, turn: CalendarTurn) -> str:
    row = turn.turn
    if row is None:
        return _("This turn is not yours any more, or the meeting is not held.")
    lines = [duty_task(turn.duty), _("For {member} in {alliance}.").format(member=row.member, alliance=of.alliance)]
    lines.append(f"{state_word(row)}.")
    if row.alternate:
        lines.append(_("Stands by: {name}").format(name=row.alternate))
    if row.beside:
        lines.append(_("With {name}").format(name=row.beside))
    if row.note:
        lines.append(row.note)
    if of.contact:
        words = _("Cannot come? Find a swap and tell the secretariat in good time: {contact}.")
        lines.append(words.format(contact=of.contact))
    return "\n".join(filter(None, lines))
