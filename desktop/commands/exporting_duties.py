"""Commands that write the papers about duties: the rota, a duty's ledger, one person's own turns."""

import argparse
import datetime as dt
import io
import uuid
from collections.abc import Callable

from sqlalchemy.orm import Session

from db.duties.keeping import DutyRow, duties
from db.duties.ledger import ledger
from db.errors.asked import MemberNotFound, OutputNotUnderstood, SeveralFit
from db.errors.duties import DutyNotFound
from db.folding import words
from db.members import members_on
from db.people import find_person
from db.places import refused
from desktop import texts
from desktop.commands.console import DONE, Console, opened
from desktop.commands.duties import wanted_duty
from desktop.commands.exporting import check_place
from desktop.naming.duties import duty_name, nobody_in_ledger
from desktop.texts import _, ngettext


def rota(options: argparse.Namespace, console: Console) -> int:
    """Write the rota as PDF."""
    from desktop.reports.duties_from_record import export_rota

    def write(session: Session, today: dt.date) -> str:
        with io.BytesIO() as made:
            export_rota(
                session, made, today=today, paper=options.paper, layout=options.layout, contacts=options.contacts,
                language=texts.language(),
            )  # fmt: skip
            _put(options, made.getvalue())
        return ""

    return _written(options, console, (".pdf",), write)


def ledger_of(options: argparse.Namespace, console: Console) -> int:
    """Write the ledger of a duty, as PDF or as a table."""
    from desktop.exchange.ledger_out import ledger_table
    from desktop.reports.duties_from_record import export_ledger

    def write(session: Session, today: dt.date) -> str:
        of = wanted_duty(session, options.duty) if options.duty else _first_duty(session)
        who = wanted_member(session, options.member, today) if options.member else None
        found = ledger(session, of.id, today=today)
        if options.output.suffix.lower() == ".csv":
            _put(options, ledger_table(found))
        else:
            with io.BytesIO() as made:
                export_ledger(
                    session, of.id, made, today=today, member_id=who, paper=options.paper, language=texts.language()
                )
                _put(options, made.getvalue())
        which = "" if options.duty else _("It is the ledger of {duty}.").format(duty=duty_name(of))
        return " ".join(filter(None, (which, "" if found.rows else nobody_in_ledger())))

    return _written(options, console, (".pdf", ".csv"), write)


def turns(options: argparse.Namespace, console: Console) -> int:
    """Write one person's own turns, as a calendar file or as a slip."""
    from desktop.exchange.turns_out import turns_calendar, turns_file
    from desktop.reports.duties_from_record import export_slip

    def write(session: Session, today: dt.date) -> str:
        who = find_person(session, options.person).id
        calendar = turns_calendar(session, who, today=today)
        if options.output.suffix.lower() == ".ics":
            _put(options, turns_file(calendar, now=console.clock.now()))
        else:
            with io.BytesIO() as made:
                export_slip(session, who, made, today=today, paper=options.paper, language=texts.language())
                _put(options, made.getvalue())
        counted = ngettext("{n} turn", "{n} turns", calendar.held)
        return f"{calendar.person}: {counted.format(n=texts.number(calendar.held))}"

    return _written(options, console, (".ics", ".pdf"), write)


def _written(
    options: argparse.Namespace,
    console: Console,
    endings: tuple[str, ...],
    write: Callable[[Session, dt.date], str],
) -> int:
    """Write a paper, and say so; `write` returns what more there is to say."""
    if options.output.suffix.lower() not in endings:
        raise OutputNotUnderstood(options.output, endings)
    with opened(options, console, read_only=True) as file, file.reading() as session:
        check_place(options.output, file.path)
        try:
            more = write(session, console.clock.today())
        except OSError as error:
            raise refused(error, options.output) from None
    console.say(_("“{file}” is written.").format(file=options.output.name))
    if more:
        console.say(more)
    return DONE


def _put(options: argparse.Namespace, content: bytes) -> None:
    from desktop.reports.page import replace_file

    replace_file(options.output, content)


def _first_duty(session: Session) -> DutyRow:
    own = duties(session)
    if not own:
        raise DutyNotFound("")
    return own[0]


def wanted_member(session: Session, wanted: str, today: dt.date) -> uuid.UUID:
    """Return the member of a name, a short name or a code; a part of a name where only one has it.

    Raises:
        MemberNotFound, SeveralFit: If there is none, or there are several.
    """
    typed = set(words(wanted))
    rows = members_on(session, today, everyone=True) if typed else []
    whole = [row for row in rows if typed in [set(words(one)) for one in (row.name, row.short_name, row.code)]]
    found = whole or [row for row in rows if typed <= set(words(row.name))]
    if not found:
        raise MemberNotFound(wanted)
    if len(found) > 1:
        raise SeveralFit(wanted, tuple(row.name for row in found))
    return found[0].id
