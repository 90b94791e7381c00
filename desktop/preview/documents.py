"""What pages ask to print, shown in the preview."""

import datetime as dt

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.meetings.meetings import meeting, meeting_label
from desktop.exchange.invitation import file_name
from desktop.naming.meetings import meeting_name
from desktop.operations import Operations
from desktop.reports.catalogue import meeting_paper
from desktop.texts import _
from desktop.widgets.meeting_tab import PrintMeeting
from desktop.widgets.print_preview import preview


def print_meeting(parent: QWidget, operations: Operations, request: PrintMeeting, *, today: dt.date) -> None:
    """Show a paper about a meeting in the preview, over `parent`."""

    def show(name: str) -> None:
        words = _title(request).format(meeting=name, number=request.item)
        make = meeting_paper(request.what, request.meeting_id, today=today, item=request.item)
        word = request.what.startswith(("agenda", "minutes")) and request.what != "minutes-form"
        preview(parent, operations, words, make, file_name=file_name(words, ".pdf"), word=word)

    operations.read(_name, request, done=show)


def _title(request: PrintMeeting) -> str:
    """What the window and the file are called."""
    return {
        "agenda": _("Agenda – {meeting}"),
        "agenda-chair": _("Agenda, chair’s copy – {meeting}"),
        "agenda-public": _("Agenda, public version – {meeting}"),
        "signin": _("Attendance sheet – {meeting}"),
        "minutes-form": _("Minutes to write by hand – {meeting}"),
        "pack": _("Meeting pack – {meeting}"),
        "minutes": _("Minutes – {meeting}"),
        "minutes-public": _("Minutes, public version – {meeting}"),
        "minutes-item": _("Minutes, item {number} – {meeting}"),
    }[request.what]


def _name(session: Session, request: PrintMeeting) -> str:
    return meeting_name(meeting_label(meeting(session, request.meeting_id)))
