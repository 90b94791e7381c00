"""What every command that writes a paper does alike: refuse what cannot be, write, and say so."""

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from db.errors.asked import OutputNotUnderstood
from db.places import refused
from desktop.commands.console import DONE, Console, opened
from desktop.commands.exporting import check_place
from desktop.reports.docx_asked import as_asked
from desktop.texts import _

Write = Callable[[Session, Path, dt.date], str]
"""Writes a paper to a path as of a day; returns what more there is to say, or nothing."""


def write_paper(
    options: argparse.Namespace, console: Console, write: Write, *, endings: tuple[str, ...] = (".pdf",)
) -> int:
    """Write a paper where the options say; its name's ending must be one of `endings`."""
    if options.output.suffix.lower() not in endings:
        raise OutputNotUnderstood(options.output, endings)
    with opened(options, console, read_only=True) as file, file.reading() as session:
        check_place(options.output, file.path)
        try:
            with as_asked(options.output):
                more = write(session, options.output, console.clock.today())
        except OSError as error:
            raise refused(error, options.output) from None
    console.say(_("“{file}” is written.").format(file=options.output.name))
    if more:
        console.say(more)
    return DONE
