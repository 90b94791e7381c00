"""Command that writes a document of the print room as it stands there, where it asks for nothing more."""

import argparse
import datetime as dt
import io
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.commands.console import Console
from desktop.commands.papers import write_paper


def handover(options: argparse.Namespace, console: Console) -> int:
    """Write the handover note as PDF."""
    from desktop.reports.handover_sheet import handover_note_maker
    from desktop.reports.page import replace_file

    def write(session: Session, out: Path, today: dt.date) -> str:
        made = io.BytesIO()
        handover_note_maker(today=today)(session, made, options.paper)
        replace_file(out, made.getvalue())
        return ""

    return write_paper(options, console, write)
