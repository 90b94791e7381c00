"""Commands that write the directory, the registers, and any list."""

import argparse
import datetime as dt
import uuid
from pathlib import Path

from sqlalchemy.orm import Session

from db.actions import actions as action_rows
from db.errors.asked import MemberNotFound, SeveralFit
from db.folding import words
from db.vocabulary import ActionState
from desktop import texts
from desktop.commands.console import Console
from desktop.commands.papers import write_paper
from desktop.texts import _


def directory(options: argparse.Namespace, console: Console) -> int:
    """Write the directory as PDF."""
    from desktop.reports.registers_from_record import export_directory

    def write(session: Session, out: Path, today: dt.date) -> str:
        export_directory(session, out, today=today, paper=options.paper, language=texts.language())
        return ""

    return write_paper(options, console, write)


def actions(options: argparse.Namespace, console: Console) -> int:
    """Write a page of open actions for each owner, for one, or the whole register, as PDF."""
    from desktop.reports.registers_from_record import export_actions, export_owners

    def write(session: Session, out: Path, today: dt.date) -> str:
        if options.whole:
            export_actions(session, out, today=today, paper=options.paper, language=texts.language())
            return ""
        owner, name = _owner(session, options.owner) if options.owner else (None, "")
        export_owners(session, out, today=today, owner=owner, paper=options.paper, language=texts.language())
        return _("These are the actions of {owner}.").format(owner=name) if options.owner else ""

    return write_paper(options, console, write)


def decisions(options: argparse.Namespace, console: Console) -> int:
    """Write the register of decisions as PDF."""
    from desktop.reports.registers_from_record import export_decisions

    def write(session: Session, out: Path, today: dt.date) -> str:
        export_decisions(session, out, today=today, paper=options.paper, language=texts.language())
        return ""

    return write_paper(options, console, write)


def register(options: argparse.Namespace, console: Console) -> int:
    """Write a list as its page shows it, as PDF."""
    from desktop.reports.lists import export_list, whole_list

    def write(session: Session, out: Path, today: dt.date) -> str:
        export_list(session, whole_list(session, options.of, today=today), out, today=today, paper=options.paper)
        return ""

    return write_paper(options, console, write)


def _owner(session: Session, wanted: str) -> tuple[uuid.UUID, str]:
    """Return the member or person who owns an open action, by name or enough of it.

    Raises:
        MemberNotFound, SeveralFit: If there is none, or there are several.
    """
    typed = set(words(wanted))
    owners: dict[uuid.UUID, str] = {}
    for row in action_rows(session, state=ActionState.OPEN):
        for key, name in ((row.owner_member_id, row.owner_member), (row.owner_person_id, row.owner_person)):
            if key is not None:
                owners[key] = name
    whole = {key: name for key, name in owners.items() if typed and set(words(name)) == typed}
    found = whole or {key: name for key, name in owners.items() if typed and typed <= set(words(name))}
    if not found:
        raise MemberNotFound(wanted)
    if len(found) > 1:
        raise SeveralFit(wanted, tuple(sorted(found.values())))
    return next(iter(found.items()))
