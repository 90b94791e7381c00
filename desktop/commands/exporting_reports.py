"""Commands that write the papers about the alliance as a whole: the brief, the evaluation report."""

import argparse
import datetime as dt

from sqlalchemy.orm import Session

from desktop.commands.console import Console
from desktop.commands.measuring import period_asked, scope_asked
from desktop.commands.papers import Asked, write_paper
from desktop.naming.measures import period_words, scoped
from desktop.reports.making import PAPER_OR_WORD
from desktop.texts import _


def brief(options: argparse.Namespace, console: Console) -> int:
    """Write the alliance in two pages."""
    from desktop.reports.brief_from_record import brief_maker

    return write_paper(options, console, lambda _session, today: Asked(brief_maker(today=today)), endings=PAPER_OR_WORD)


def evaluation(options: argparse.Namespace, console: Console) -> int:
    """Write the evaluation report; of this year’s evaluation, or the year so far, unless days are given."""
    from desktop.reports.evaluation_from_record import evaluation_maker, this_year

    def ask(session: Session, today: dt.date) -> Asked:
        days = options.first or options.last
        of = period_asked(options.first, options.last, today) if days else this_year(session, today)
        scope, name = scope_asked(session, options)
        words = _("It is of {period}.").format(period=scoped(period_words(of), scope, name))
        return Asked(evaluation_maker(of, scope, today=today), more=[words])

    return write_paper(options, console, ask, endings=PAPER_OR_WORD)
