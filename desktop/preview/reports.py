"""The papers about the alliance as a whole, shown in the preview."""

import datetime as dt

from PySide6.QtWidgets import QWidget

from db.measures.period import PLENARY, Period, Scope
from desktop.exchange.invitation import file_name
from desktop.naming.measures import period_words
from desktop.operations import Operations
from desktop.reports.brief_from_record import brief_maker
from desktop.reports.evaluation_from_record import evaluation_maker
from desktop.texts import _
from desktop.widgets.print_preview import preview


def print_brief(parent: QWidget, operations: Operations, *, today: dt.date) -> None:
    """Show the alliance in two pages in the preview."""
    words = _("The alliance in brief")
    preview(parent, operations, words, brief_maker(today=today), file_name=file_name(words, ".pdf"), word=True)


def print_evaluation(
    parent: QWidget, operations: Operations, period: Period, scope: Scope = PLENARY, *, today: dt.date
) -> None:
    """Show the evaluation report of a period in the preview."""
    words = _("Evaluation report – {period}").format(period=period_words(period))
    make = evaluation_maker(period, scope, today=today)
    preview(parent, operations, words, make, file_name=file_name(words, ".pdf"), word=True)
