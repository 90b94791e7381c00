"""What pages ask to print, shown in the preview."""

import datetime as dt

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.meetings import meeting, meeting_label
from desktop.exchange.invitation import file_name
from desktop.naming.meetings import meeting_name
from desktop.operations import Operations
from desktop.reports.from_record import agenda_maker, minutes_maker
from desktop.texts import _
from desktop.widgets.meeting_tab import PrintMeeting
from desktop.widgets.print_preview import preview


def print_meeting(parent: QWidget, operations: Operations, request: PrintMeeting, *, today: dt.date) -> None:
    """Show the agenda or the minutes of a meeting in the preview, over `parent`."""

    def show(name: str) -> None:
        of_minutes = request.what == "minutes"
        maker = minutes_maker if of_minutes else agenda_maker
        words = (_("Minutes – {meeting}") if of_minutes else _("Agenda – {meeting}")).format(meeting=name)
        preview(
            parent, operations, words, maker(request.meeting_id, today=today), file_name=file_name(words, ".pdf")
        )  # fmt: skip

    operations.read(_name, request, done=show)


def _name(session: Session, request: PrintMeeting) -> str:
    return meeting_name(meeting_label(meeting(session, request.meeting_id)))
