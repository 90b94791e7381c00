"""The command that writes the evaluation report."""

import argparse
import io

from db.errors import OutputNotUnderstood
from db.places import refused
from desktop import texts
from desktop.commands.console import DONE, Console, opened
from desktop.commands.exporting import check_place
from desktop.commands.measuring import asked_period
from desktop.naming.measures import period_words
from desktop.texts import _


def evaluation(options: argparse.Namespace, console: Console) -> int:
    """Write the evaluation report as PDF, of this year unless other days are given."""
    from desktop.reports.evaluation_from_record import export_evaluation, this_year
    from desktop.reports.page import replace_file

    if options.output.suffix.lower() != ".pdf":
        raise OutputNotUnderstood(options.output, (".pdf",))
    today = console.clock.today()
    asked = options.first or options.last
    with opened(options, console, read_only=True) as file, file.reading() as session:
        check_place(options.output, file.path)
        period = asked_period(options.first, options.last, today) if asked else this_year(session, today)
        with io.BytesIO() as made:
            export_evaluation(
                session, made, today=today, period=period, paper=options.paper, language=texts.language()
            )  # fmt: skip
            try:
                replace_file(options.output, made.getvalue())
            except OSError as error:
                raise refused(error, options.output) from None
    console.say(_("“{file}” is written.").format(file=options.output.name))
    if not asked:
        console.say(_("It is on {period}.").format(period=period_words(period)))
    return DONE
