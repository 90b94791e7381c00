"""Two ticks: what of a person's ways to be reached may stand in the directory."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.texts import _
from desktop.widgets.layouts import row


class ConsentTicks(QWidget):
    """Whether the phone number and the e-mail address may be listed, each by itself."""

    ticked = Signal(str, bool)
    """Field of `change_person`, whether they agree; after a person's own click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phone, self.email = QCheckBox(_("Phone")), QCheckBox(_("E-mail"))
        self.phone.setAccessibleName(_("The phone number may be listed"))
        self.email.setAccessibleName(_("The e-mail address may be listed"))
        self.phone.clicked.connect(lambda on: self.ticked.emit("share_phone", on))
        self.email.clicked.connect(lambda on: self.ticked.emit("share_email", on))
        self.setLayout(row(self.phone, self.email, None, spacing=16))
        self.setFocusProxy(self.phone)

    def set_values(self, *, phone: bool, email: bool) -> None:
        """Show what was agreed."""
        self.phone.setChecked(phone)
        self.email.setChecked(email)

    def values(self) -> dict[str, bool]:
        """Return what was agreed, as fields of `change_person`."""
        return {"share_phone": self.phone.isChecked(), "share_email": self.email.isChecked()}
