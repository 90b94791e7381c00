"""Commands that write the papers that go into the room: the sheet to sign, the form for minutes, the meeting pack."""

import argparse
import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop.commands.console import Console
from desktop.commands.exporting import to_come, write_paper
from desktop.texts import list_of, ngettext


def signin(options: argparse.Namespace, console: Console) -> int:
    """Write the attendance sheet of a meeting as PDF."""
    from desktop.reports.room_from_record import export_signin

    return write_paper(options, console, export_signin, to_come)


def minutes_form(options: argparse.Namespace, console: Console) -> int:
    """Write an empty form for the minutes of a meeting as PDF."""
    from desktop.reports.room_from_record import export_minutes_form

    return write_paper(options, console, export_minutes_form, to_come)


def pack(options: argparse.Namespace, console: Console) -> int:
    """Write the pack of a meeting as PDF, and name the papers that are not in it."""
    from desktop.reports.pack_from_record import export_pack

    missing: list[str] = []

    def write(session: Session, meeting_id: uuid.UUID, out: Path, *, today: dt.date, **wanted: Any) -> None:
        _paper, left_out = export_pack(session, meeting_id, out, today=today, **wanted)
        missing.extend(" ".join(filter(None, (one.label, f"“{one.name}”"))) for one in left_out)

    code = write_paper(options, console, write, to_come)
    if missing:
        words = ngettext(
            "{n} paper is not in it, the first page says why: {names}.",
            "{n} papers are not in it, the first page says why: {names}.",
            len(missing),
        )
        console.say(words.format(n=len(missing), names=list_of(missing)))
    return code
