"""The evaluation report, shown in the preview."""

import datetime as dt

from PySide6.QtWidgets import QWidget

from db.measures.period import Period
from desktop.exchange.invitation import file_name
from desktop.naming.measures import period_words
from desktop.operations import Operations
from desktop.reports.evaluation_from_record import evaluation_maker
from desktop.texts import _
from desktop.widgets.print_preview import preview


def print_evaluation(parent: QWidget, operations: Operations, period: Period, *, today: dt.date) -> None:
    """Show the report on a period."""
    words = _("Evaluation report, {period}").format(period=period_words(period))
    preview(parent, operations, words, evaluation_maker(period, today=today), file_name=file_name(words, ".pdf"))
