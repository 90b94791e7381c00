"""What every command that writes a paper does alike: refuse what cannot be, write all or nothing, and say so."""

import argparse
import datetime as dt
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from db.errors.asked import OutputNotUnderstood
from db.errors.files import FileExists, FolderMissing
from db.files.places import refused
from desktop import texts
from desktop.commands.console import DONE, Console, opened
from desktop.reports.making import DOCX, Maker
from desktop.texts import _


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be written: what makes it, or its content; what it is about, and what more there is to say."""

    what: Maker | bytes
    about: str = ""
    more: Sequence[str] = ()
    own_language: bool = False
    """Whether it speaks its own language, whatever the command speaks."""


Ask = Callable[[Session, dt.date], Asked]
"""Finds in the record, as of a day, what the options ask for."""


def write_paper(
    options: argparse.Namespace, console: Console, ask: Ask, *, endings: tuple[str, ...] = (".pdf",)
) -> int:
    """Write a paper where the options say; its name's ending must be one of `endings`."""
    from desktop.reports.page import replace_file

    if options.output.suffix.lower() not in endings:
        raise OutputNotUnderstood(options.output, endings)
    with opened(options, console, read_only=True) as file, file.reading() as session, io.BytesIO() as made:
        check_place(options.output, file.path)
        asked = ask(session, console.clock.today())
        if isinstance(asked.what, bytes):
            made.write(asked.what)
        else:
            language = None if asked.own_language else texts.language()
            word = options.output.suffix.lower() == DOCX
            asked.what(session, made, options.paper, language=language, word=word)
        try:
            replace_file(options.output, made.getvalue())
        except OSError as error:
            raise refused(error, options.output) from None
    written = _("“{file}” is written: {title}.") if asked.about else _("“{file}” is written.")
    console.say(written.format(file=options.output.name, title=asked.about))
    for words in filter(None, asked.more):
        console.say(words)
    return DONE


def check_place(out: Path, file: Path) -> None:
    """Refuse to write over the alliance's file itself, or where there is no folder."""
    if out.exists() and out.samefile(file):
        raise FileExists(out)
    if not out.absolute().parent.is_dir():
        raise FolderMissing(out)
