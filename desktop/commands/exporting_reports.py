"""Commands that write the papers about the alliance as a whole: the brief, the evaluation report."""

import argparse
import datetime as dt
import io
from collections.abc import Callable
from typing import BinaryIO

from sqlalchemy.orm import Session

from db.errors.asked import OutputNotUnderstood
from db.measures.period import Period, Scope
from db.places import refused
from desktop import texts
from desktop.commands.console import DONE, Console, opened
from desktop.commands.exporting import check_place
from desktop.commands.measuring import period_asked, scope_asked
from desktop.naming.measures import period_words, scoped
from desktop.reports.docx_asked import PAPER_OR_WORD, as_asked
from desktop.texts import _


def brief(options: argparse.Namespace, console: Console) -> int:
    """Write the alliance in two pages."""
    from desktop.reports.brief_from_record import export_brief

    def write(session: Session, out: BinaryIO, today: dt.date) -> None:
        export_brief(session, out, today=today, paper=options.paper, language=texts.language())

    return _written(options, console, write)


def evaluation(options: argparse.Namespace, console: Console) -> int:
    """Write the evaluation report; of this year’s evaluation, or the year so far, unless days are given."""
    from desktop.reports.evaluation_from_record import export_evaluation, this_year

    asked = options.first or options.last
    of: list[Period] = []
    scopes: list[tuple[Scope, str]] = []

    def write(session: Session, out: BinaryIO, today: dt.date) -> None:
        of.append(period_asked(options.first, options.last, today) if asked else this_year(session, today))
        scopes.append(scope_asked(session, options))
        export_evaluation(
            session, out, period=of[0], scope=scopes[0][0], today=today, paper=options.paper, language=texts.language()
        )  # fmt: skip

    done = _written(options, console, write)
    console.say(_("It is of {period}.").format(period=scoped(period_words(of[0]), *scopes[0])))
    return done


def _written(options: argparse.Namespace, console: Console, write: Callable[[Session, BinaryIO, dt.date], None]) -> int:
    """Write a paper whole or not at all, and say so."""
    from desktop.reports.page import replace_file

    if options.output.suffix.lower() not in PAPER_OR_WORD:
        raise OutputNotUnderstood(options.output, PAPER_OR_WORD)
    with opened(options, console, read_only=True) as file, file.reading() as session, io.BytesIO() as made:
        check_place(options.output, file.path)
        with as_asked(options.output):
            write(session, made, console.clock.today())
        try:
            replace_file(options.output, made.getvalue())
        except OSError as error:
            raise refused(error, options.output) from None
    console.say(_("“{file}” is written.").format(file=options.output.name))
    return DONE
