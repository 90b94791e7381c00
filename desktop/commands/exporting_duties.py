"""Commands that write the papers about duties: the rota, a duty's ledger, one person's own turns."""

import argparse
import datetime as dt
import uuid

from sqlalchemy.orm import Session

from db.duties.keeping import DutyRow, duties
from db.duties.ledger import ledger
from db.errors.asked import MemberNotFound, SeveralFit
from db.errors.duties import DutyNotFound
from db.folding import words
from db.members.members import members_on
from db.members.people import find_person
from desktop import texts
from desktop.commands.console import Console
from desktop.commands.duties import wanted_duty
from desktop.commands.papers import Asked, write_paper
from desktop.naming.duties import duty_name, nobody_in_ledger
from desktop.texts import _, ngettext


def rota(options: argparse.Namespace, console: Console) -> int:
    """Write the rota as PDF."""
    from desktop.reports.duties_from_record import rota_maker

    def ask(_session: Session, today: dt.date) -> Asked:
        return Asked(rota_maker(today=today, layout=options.layout, contacts=options.contacts))

    return write_paper(options, console, ask)


def ledger_of(options: argparse.Namespace, console: Console) -> int:
    """Write the ledger of a duty, as PDF or as a table."""
    from desktop.exchange.ledger_out import ledger_table
    from desktop.reports.duties_from_record import ledger_maker

    def ask(session: Session, today: dt.date) -> Asked:
        of = wanted_duty(session, options.duty) if options.duty else _first_duty(session)
        who = wanted_member(session, options.member, today) if options.member else None
        found = ledger(session, of.id, today=today)
        table = options.output.suffix.lower() == ".csv"
        which = "" if options.duty else _("It is the ledger of {duty}.").format(duty=duty_name(of))
        more = " ".join(filter(None, (which, "" if found.rows else nobody_in_ledger())))
        what = ledger_table(found) if table else ledger_maker(of.id, today=today, member_id=who)
        return Asked(what, more=[more])

    return write_paper(options, console, ask, endings=(".pdf", ".csv"))


def turns(options: argparse.Namespace, console: Console) -> int:
    """Write one person's own turns, as a calendar file or as a slip."""
    from desktop.exchange.turns_out import turns_calendar, turns_file
    from desktop.reports.duties_from_record import slip_maker

    def ask(session: Session, today: dt.date) -> Asked:
        who = find_person(session, options.person).id
        calendar = turns_calendar(session, who, today=today)
        counted = ngettext("{n} turn", "{n} turns", calendar.held).format(n=texts.number(calendar.held))
        dated = options.output.suffix.lower() == ".ics"
        what = turns_file(calendar, now=console.clock.now()) if dated else slip_maker(who, today=today)
        return Asked(what, more=[f"{calendar.person}: {counted}"])

    return write_paper(options, console, ask, endings=(".ics", ".pdf"))


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
