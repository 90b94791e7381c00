"""The alliance's kinds of member, in a dialog beside the list they order."""

from PySide6.QtWidgets import QWidget

from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.dialogs import Dialog
from desktop.widgets.kinds import KindsList


class KindsDialog(Dialog):
    """Each change is kept at once; everything can be undone."""

    scrolling_height = 600

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        lead = _("The list of members is ordered by these kinds. A kind that members have cannot be deleted.")
        super().__init__(_("Kinds of member"), parent, width=560, scrolls=True, lead=lead)
        self.list = KindsList(operations)
        self.add(self.list)
        self.set_close(_("Close"))
