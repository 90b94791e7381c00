"""Commands that write the directory, the registers, and any list."""

import argparse
import datetime as dt
import uuid

from sqlalchemy.orm import Session

from db.errors.asked import MemberNotFound, SeveralFit
from db.folding import words
from db.minutes.actions import actions as action_rows
from db.vocabulary import ActionState
from desktop.commands.console import Console
from desktop.commands.papers import Asked, write_paper
from desktop.texts import _


def directory(options: argparse.Namespace, console: Console) -> int:
    """Write the directory as PDF."""
    from desktop.reports.registers_from_record import directory_maker

    return write_paper(options, console, lambda _session, today: Asked(directory_maker(today=today)))


def actions(options: argparse.Namespace, console: Console) -> int:
    """Write a page of open actions for each owner, for one, or the whole register, as PDF."""
    from desktop.reports.registers_from_record import actions_maker, owners_maker

    def ask(session: Session, today: dt.date) -> Asked:
        if options.whole:
            return Asked(actions_maker(today=today))
        if not options.owner:
            return Asked(owners_maker(today=today))
        owner, name = _owner(session, options.owner)
        words = _("These are the actions of {owner}.").format(owner=name)
        return Asked(owners_maker(today=today, owner=owner), more=[words])

    return write_paper(options, console, ask)


def decisions(options: argparse.Namespace, console: Console) -> int:
    """Write the register of decisions as PDF."""
    from desktop.reports.registers_from_record import decisions_maker

    return write_paper(options, console, lambda _session, today: Asked(decisions_maker(today=today)))


def register(options: argparse.Namespace, console: Console) -> int:
    """Write a list as its page shows it, as PDF."""
    from desktop.reports.lists import list_maker, whole_list

    def ask(session: Session, today: dt.date) -> Asked:
        return Asked(list_maker(whole_list(session, options.of, today=today), today=today))

    return write_paper(options, console, ask)


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
