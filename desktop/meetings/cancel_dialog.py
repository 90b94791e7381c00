"""Why a meeting is cancelled."""

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.texts import _
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import FormRows


class CancelDialog(Dialog):
    """Asks for the reason, which the members will be told."""

    def __init__(self, meeting: str, *, called: bool, parent: QWidget) -> None:
        lead = _("Members were told of it: tell them again, from the Call tab.") if called else ""
        super().__init__(_("Cancel {meeting}").format(meeting=meeting), parent, width=480, lead=lead)
        self.reason_field = QLineEdit()
        form = FormRows(above=True)
        form.add(_("Why is it cancelled?"), self.reason_field)
        self.add(form)
        button = self.set_primary(_("Cancel meeting"), kind="danger")
        button.setEnabled(False)
        self.set_close(_("Keep it"))
        self.reason_field.textChanged.connect(lambda text: button.setEnabled(bool(text.strip())))

    def reason(self) -> str:
        """Return the reason given."""
        return self.reason_field.text().strip()
