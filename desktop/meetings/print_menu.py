"""Every paper about one meeting, in a menu: what Ctrl+P does not print."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget
from sqlalchemy.orm import Session

from db.meetings.agenda import ItemRow, agenda
from db.meetings.meetings import MeetingDetail, meeting
from db.vocabulary import ItemKind, MeetingStatus, MinutesState
from desktop.naming.meetings import item_title
from desktop.naming.outcomes import shortened
from desktop.texts import _
from desktop.widgets.meeting_tab import PrintMeeting

_UNHELD = (MeetingStatus.PREPARING, MeetingStatus.CALLED, MeetingStatus.CANCELLED)
Asked = Callable[[PrintMeeting], object]


def read_papers(session: Session, meeting_id: uuid.UUID) -> tuple[MeetingDetail, list[ItemRow]]:
    """Return what the menu goes by.

    Raises:
        NotFound: If there is no such meeting.
    """
    items = [row for row in agenda(session, meeting_id) if row.kind is ItemKind.ITEM]
    return meeting(session, meeting_id), items


def papers_menu(detail: MeetingDetail, items: Sequence[ItemRow], asked: Asked, parent: QWidget) -> QMenu:
    """Return a menu that asks for a paper; it goes by itself once it is closed."""
    menu = QMenu(_("Print another document"), parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    row, key = detail.row, detail.row.id
    before = (
        ("agenda", _("Agenda")), ("agenda-chair", _("Agenda, chair’s copy")),
        ("agenda-public", _("Agenda, public version")), None,
        ("signin", _("Attendance sheet to sign")), ("minutes-form", _("Form for minutes by hand")),
        ("pack", _("Meeting pack: agenda, minutes before, papers")), None,
        ("minutes", _("Minutes")), ("minutes-public", _("Minutes, public version")),
    )  # fmt: skip
    written = row.minutes_state is MinutesState.IMPORTED or row.status not in _UNHELD
    for entry in before:
        if entry is None:
            menu.addSeparator()
            continue
        action = menu.addAction(entry[1], partial(asked, PrintMeeting(key, entry[0])))
        action.setEnabled(written or not entry[0].startswith("minutes") or entry[0] == "minutes-form")
    extract = menu.addMenu(_("Minutes, one item"))
    for item in items:
        words = f"{item.number}  {shortened(item_title(item))}".replace("&", "&&")
        extract.addAction(words, partial(asked, PrintMeeting(key, "minutes-item", item.number)))
    extract.setEnabled(written and bool(items))
    return menu
