"""What the print room asks to print, shown in the preview: each document as where it is printed from elsewhere."""

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.exchange.invitation import file_name
from desktop.operations import Operations
from desktop.preview.documents import print_meeting
from desktop.preview.duties import print_ledger, print_rota, print_slip
from desktop.preview.letters import print_invitation, print_note
from desktop.reports.catalogue import is_of_a_meeting
from desktop.widgets.meeting_tab import PrintMeeting
from desktop.widgets.print_preview import preview
from desktop.widgets.room_requests import PrintDocument

_BY_REF: Final[Mapping[str, Callable[..., object]]] = MappingProxyType(
    {"ledger": print_ledger, "slip": print_slip, "note": print_note, "invitation": print_invitation}
)


def print_document(parent: QWidget, operations: Operations, request: PrintDocument, *, today: dt.date) -> None:
    """Show a document in the preview, over `parent`."""
    key, standing = request.key, request.standing
    if standing.ref is not None and is_of_a_meeting(key):
        print_meeting(parent, operations, PrintMeeting(standing.ref, key, standing.item), today=today)
    elif standing.ref is not None and key in _BY_REF:
        _BY_REF[key](parent, operations, standing.ref, today=today)
    elif key == "rota":
        print_rota(parent, operations, today=today)
    elif standing.make is not None:
        name, word = file_name(request.name, ".pdf"), key in ("brief", "evaluation")
        preview(parent, operations, request.name, standing.make, file_name=name, word=word)
