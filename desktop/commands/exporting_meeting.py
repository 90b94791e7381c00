"""Commands that write the papers that go into the room: the sheet to sign, the form for minutes, the meeting pack."""

import argparse
import datetime as dt
import uuid
from collections.abc import Callable

from sqlalchemy.orm import Session

from desktop.commands.console import Console
from desktop.commands.exporting import asked_meeting, which
from desktop.commands.papers import Asked, write_paper
from desktop.reports.making import Maker
from desktop.texts import _, list_of, ngettext


def signin(options: argparse.Namespace, console: Console) -> int:
    """Write the attendance sheet of a meeting as PDF."""
    from desktop.reports.room_from_record import signin_maker

    return _of_a_meeting(options, console, signin_maker)


def minutes_form(options: argparse.Namespace, console: Console) -> int:
    """Write an empty form for the minutes of a meeting as PDF."""
    from desktop.reports.room_from_record import minutes_form_maker

    return _of_a_meeting(options, console, minutes_form_maker)


def pack(options: argparse.Namespace, console: Console) -> int:
    """Write the pack of a meeting as PDF, and name the papers that are not in it."""
    from desktop.reports.pack_from_record import PackMaker

    made: list[PackMaker] = []

    def maker(meeting_id: uuid.UUID, *, today: dt.date) -> Maker:
        made.append(PackMaker(meeting_id, today))
        return made[0]

    code = _of_a_meeting(options, console, maker)
    if missing := made[0].left_out:
        names = list_of([" ".join(filter(None, (one.label, _("“{words}”").format(words=one.name)))) for one in missing])
        words = ngettext(
            "{n} paper is not in it, the first page says why: {names}.",
            "{n} papers are not in it, the first page says why: {names}.",
            len(missing),
        )
        console.say(words.format(n=len(missing), names=names))
    return code


def _of_a_meeting(options: argparse.Namespace, console: Console, maker: Callable[..., Maker]) -> int:
    def ask(session: Session, today: dt.date) -> Asked:
        row = asked_meeting(options, session, today)
        return Asked(maker(row.id, today=today), which(options, row))

    return write_paper(options, console, ask)
