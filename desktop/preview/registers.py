"""Lists, registers and the directory, shown in the preview."""

import datetime as dt

from PySide6.QtWidgets import QWidget

from desktop.operations import Operations
from desktop.reports.lists import list_maker
from desktop.reports.registers_from_record import actions_maker, decisions_maker, directory_maker, owners_maker
from desktop.texts import _
from desktop.widgets.print_preview import Layout, PrintPreview, preview
from desktop.widgets.printed_list import PrintList


def print_list(
    parent: QWidget, operations: Operations, request: PrintList, *, today: dt.date, layout: str = ""
) -> PrintPreview:
    """Show a page's list in the preview, as it stands there, beside the papers that are made of the same records.

    `layout` begins with another of them: "owners", "whole", "register" or "directory".
    """
    layouts = [Layout("list", _("This list"), list_maker(request.sheet, today=today))]
    if request.of == "actions":
        layouts += [
            Layout("owners", _("A page for each owner"), owners_maker(today=today)),
            Layout("whole", _("Whole register"), actions_maker(today=today)),
        ]
    elif request.of == "decisions":
        layouts.append(Layout("register", _("Whole register"), decisions_maker(today=today)))
    elif request.of == "members":
        layouts.append(Layout("directory", _("Directory"), directory_maker(today=today)))
    layouts.sort(key=lambda one: one.key != layout)
    what = tuple(layouts) if len(layouts) > 1 else layouts[0].make
    return preview(parent, operations, request.sheet.title, what)
