"""Asking why, before something is given up."""

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.widgets.buttons import Kind
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import FormRows


class ReasonDialog(Dialog):
    """Asks for a reason in one line; its verb waits until there is one."""

    def __init__(
        self, title: str, question: str, verb: str, parent: QWidget, *, kind: Kind = "primary", lead: str = ""
    ) -> None:
        super().__init__(title, parent, width=480, lead=lead)
        self.field = QLineEdit()
        form = FormRows(above=True)
        form.add(question, self.field)
        self.add(form)
        self.verb = self.set_primary(verb, kind=kind)
        self.verb.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.verb.setEnabled(bool(text.strip())))

    def reason(self) -> str:
        """Return what was given."""
        return self.field.text().strip()
