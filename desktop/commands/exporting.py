"""Commands that write papers and tables."""

import argparse
import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.orm import Session

from db.errors.asked import MeetingAmbiguous, MeetingNotFound, NoMeetingToCome, NoMinutesWritten
from db.folding import words
from db.meetings.agenda import agenda as agenda_rows
from db.meetings.meetings import MeetingRow, last_written_meeting, meeting_to_come
from db.meetings.meetings import meetings as meeting_rows
from db.vocabulary import ItemKind
from desktop import texts
from desktop.commands.console import DONE, Console, opened
from desktop.commands.papers import Asked, write_paper
from desktop.exchange.csv_out import export_csv, notes_told
from desktop.naming.meetings import meeting_name
from desktop.reports.making import PAPER_OR_WORD
from desktop.texts import _, ngettext


def agenda(options: argparse.Namespace, console: Console) -> int:
    """Write a meeting's agenda, to print or to edit: for the members, for the chair, or for everybody."""
    from desktop.reports.from_record import AgendaVersion, agenda_maker

    version: AgendaVersion = "chair" if options.chair else "public" if options.public else "members"

    def ask(session: Session, today: dt.date) -> Asked:
        row = asked_meeting(options, session, today)
        empty = all(item.kind is ItemKind.BREAK for item in agenda_rows(session, row.id))
        more = [_("It is empty: this meeting has no agenda items yet.")] if empty else []
        return Asked(agenda_maker(row.id, today=today, version=version), which(options, row), more)

    return write_paper(options, console, ask, endings=PAPER_OR_WORD)


def minutes(options: argparse.Namespace, console: Console) -> int:
    """Write a meeting's minutes, to print or to edit: all, an extract of one item, or what everybody may read."""
    from desktop.reports.from_record import minutes_maker

    def ask(session: Session, today: dt.date) -> Asked:
        row = asked_meeting(options, session, today, _written)
        make = minutes_maker(row.id, today=today, item=options.item, public=options.public)
        return Asked(make, which(options, row))

    return write_paper(options, console, ask, endings=PAPER_OR_WORD)


def tables(options: argparse.Namespace, console: Console) -> int:
    """Write every table as CSV."""
    with opened(options, console, read_only=True) as file, file.reading() as session:
        written = export_csv(session, options.output, today=console.clock.today(), chair_notes=options.chair_notes)
    counted = (
        (ngettext("{n} table", "{n} tables", len(written.rows)), len(written.rows)),
        (ngettext("{n} text of minutes", "{n} texts of minutes", written.texts), written.texts),
        (ngettext("{n} paper", "{n} papers", written.papers), written.papers),
    )
    what = ", ".join(words.format(n=texts.number(count)) for words, count in counted)
    console.say(_("Written to “{folder}”: {what}.").format(folder=options.output.name, what=what))
    if told := notes_told(written):
        console.say(f"{told} " + _("--chair-notes writes them, too."))
    return DONE


def wanted_meeting(session: Session, wanted: str) -> MeetingRow:
    """Return the meeting of a number, a group and a number, or a day; where several have a number, the plenary's.

    Raises:
        MeetingNotFound: If there is none.
        MeetingAmbiguous: If several groups have it and the plenary has not, or several met that day.
    """
    rows = list(meeting_rows(session))
    found: list[MeetingRow] = []
    if wanted.isdecimal():
        found = [row for row in rows if row.number == int(wanted)]
        found = [row for row in found if row.group_id is None] or found
    else:
        found = [row for row in rows if row.group and words(wanted) == words(f"{row.group} {row.number}")]
        with suppress(ValueError):
            day = dt.date.fromisoformat(wanted)
            found = [row for row in rows if row.date == day]
    if not found:
        raise MeetingNotFound(wanted)
    if len(found) > 1:
        raise MeetingAmbiguous(wanted, tuple(_told_apart(row) for row in found))
    return found[0]


def _told_apart(row: MeetingRow) -> str:
    return f"{row.group} {row.number}" if row.group and row.number else meeting_name(row)


def to_come(session: Session, today: dt.date) -> MeetingRow:
    """Return the next meeting.

    Raises:
        NoMeetingToCome: If none is planned.
    """
    row = meeting_to_come(session, today)
    if row is None:
        raise NoMeetingToCome
    return row


def _written(session: Session, _today: dt.date) -> MeetingRow:
    row = last_written_meeting(session)
    if row is None:
        raise NoMinutesWritten
    return row


def asked_meeting(
    options: argparse.Namespace,
    session: Session,
    today: dt.date,
    usual: Callable[[Session, dt.date], MeetingRow] = to_come,
) -> MeetingRow:
    """Return the meeting that the options name, else the usual one."""
    return usual(session, today) if options.meeting is None else wanted_meeting(session, options.meeting)


def which(options: argparse.Namespace, row: MeetingRow) -> str:
    """Return which meeting it is, where the options did not say."""
    return f"{meeting_name(row)}, {texts.date_long(row.date)}" if options.meeting is None else ""
