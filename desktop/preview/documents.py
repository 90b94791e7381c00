"""What pages ask to print, shown in the preview."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.meetings import meeting, meeting_label
from desktop.exchange.invitation import file_name
from desktop.naming.meetings import meeting_name
from desktop.operations import Operations
from desktop.reports.from_record import agenda_maker, minutes_maker
from desktop.reports.making import Maker
from desktop.reports.pack_from_record import PackMaker
from desktop.reports.room_from_record import minutes_form_maker, signin_maker
from desktop.texts import _
from desktop.widgets.meeting_tab import PrintMeeting
from desktop.widgets.print_preview import preview


def print_meeting(parent: QWidget, operations: Operations, request: PrintMeeting, *, today: dt.date) -> None:
    """Show a paper about a meeting in the preview, over `parent`."""

    def show(name: str) -> None:
        words = _title(request).format(meeting=name, number=request.item)
        word = request.what.startswith(("agenda", "minutes")) and request.what != "minutes-form"
        preview(parent, operations, words, _maker(request, today), file_name=file_name(words, ".pdf"), word=word)

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


def _maker(request: PrintMeeting, today: dt.date) -> Maker:
    key = request.meeting_id
    makers: dict[str, Callable[[], Maker]] = {
        "agenda": lambda: agenda_maker(key, today=today),
        "agenda-chair": lambda: agenda_maker(key, today=today, version="chair"),
        "agenda-public": lambda: agenda_maker(key, today=today, version="public"),
        "signin": lambda: signin_maker(key, today=today),
        "minutes-form": lambda: minutes_form_maker(key, today=today),
        "pack": lambda: PackMaker(key, today),
        "minutes": lambda: minutes_maker(key, today=today),
        "minutes-public": lambda: minutes_maker(key, today=today, public=True),
        "minutes-item": lambda: minutes_maker(key, today=today, item=request.item),
    }
    return makers[request.what]()


def _name(session: Session, request: PrintMeeting) -> str:
    return meeting_name(meeting_label(meeting(session, request.meeting_id)))
