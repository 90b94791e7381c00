"""The meeting as a calendar file (RFC 5545), for people to open in whatever calendar they use.

The times are *floating*: "10:00" without a zone, which every calendar shows as 10:00 where its owner is. The file says
what the printed agenda says. An alliance meets in one place, and the zone set on an old office laptop is not to be
trusted with moving everybody's meeting by some hours.

The entry's UID stays for the life of the meeting; SEQUENCE rises with each change after the call, so that a calendar
that has the entry replaces it, and a cancellation (METHOD:CANCEL) takes it out.
"""

import datetime as dt

from db.vocabulary import What
from desktop import texts
from desktop.exchange.invitation import Invitation, plain_line, plain_text
from desktop.texts import _


def calendar_file(of: Invitation, *, now: dt.datetime) -> bytes:
    """Return the calendar file of a meeting in the language spoken now; `now` is a moment."""
    from icalendar import Calendar, Event, vCalAddress

    cancelled = of.what is What.CANCELLATION
    event = Event()
    event.add("uid", f"{of.meeting_id}@ronda")
    event.add("sequence", of.sequence)
    event.add("dtstamp", now.astimezone(dt.UTC))
    if of.starts is None or of.ends is None:
        event.add("dtstart", of.day)
    else:
        event.add("dtstart", of.starts)
        event.add("dtend", of.ends)
    event.add("summary", plain_line(f"{of.alliance}: {of.name}" if of.alliance else of.name))
    if of.place:
        event.add("location", plain_line(of.place))
    event.add("description", plain_text(description(of)))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if of.email.isascii() and "@" in of.email:
        organiser = vCalAddress(f"mailto:{plain_line(of.email)}")
        organiser.params["cn"] = plain_line(of.alliance).replace('"', "'")
        event.add("organizer", organiser)
    calendar = Calendar()
    calendar.add("prodid", "-//Ronda//Ronda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method(of))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def method(of: Invitation) -> str:
    """Return what a calendar is to do with the file: PUBLISH or CANCEL."""
    return "CANCEL" if of.what is What.CANCELLATION else "PUBLISH"


def description(of: Invitation) -> str:
    """Return why the meeting is held and what is on its agenda; for a cancelled one, why it is not."""
    if of.what is What.CANCELLATION:
        return _("Cancelled: {reason}").format(reason=of.reason)
    parts = [of.purpose] if of.purpose else []
    if of.items:
        parts.append("\n".join(item_lines(of)))
    if of.answer_by:
        parts.append(_("Please answer by {day}.").format(day=texts.weekday_date_short(of.answer_by)))
    return "\n\n".join(parts)


def item_lines(of: Invitation) -> list[str]:
    """Return one line for each agenda item: "2. Water-user fee (decide)"."""
    return [
        _("{number}. {title} ({purpose})").format(
            number=item.number, title=item.title, purpose=item.purpose_word.lower()
        )
        if item.purpose
        else _("{number}. {title}").format(number=item.number, title=item.title)
        for item in of.items
    ]
