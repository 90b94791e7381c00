"""A passphrase for something new: whether to, and typed twice."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QCheckBox, QLineEdit

from db.engine import SHORTEST_PASSPHRASE
from desktop import texts
from desktop.texts import _
from desktop.widgets.fields import FormRows
from desktop.widgets.strength import StrengthMeter


class Protection:
    """A box to tick, and where the passphrase is typed twice; `changed` is called at each tick and key."""

    def __init__(self, words: str, changed: Callable[[], object]) -> None:
        self.box = QCheckBox(words)
        self.box.toggled.connect(changed)
        self.field, self.again = QLineEdit(), QLineEdit()
        for field in (self.field, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(changed)
        self.meter = StrengthMeter()

    def add_to(self, form: FormRows, *, hint: str) -> None:
        """Add the box and both fields; `hint` stands below the first."""
        form.add_wide(self.box)
        form.add(_("Passphrase"), self.field, hint=hint)
        form.add_wide(self.meter)
        form.add(_("Passphrase again"), self.again)

    def show_fields(self, form: FormRows, known: Iterable[str] = ()) -> None:
        """Show the fields where the box is ticked, and how hard to guess the passphrase is for who has `known`."""
        for field in (self.field, self.again):
            form.set_row_visible(field, self.box.isChecked())
        self.meter.setVisible(self.box.isChecked())
        self.meter.show_of(self.field.text(), known)

    def passphrase(self) -> str | None:
        """Return what was typed; None where nothing is to be protected."""
        return self.field.text() if self.box.isChecked() else None

    def problem(self) -> str:
        """Return why what was typed will not do, or an empty text."""
        typed = self.passphrase()
        if typed is None:
            return ""
        if len(typed) < SHORTEST_PASSPHRASE:
            return _("The passphrase needs at least {count} characters.").format(
                count=texts.number(SHORTEST_PASSPHRASE)
            )
        return "" if typed == self.again.text() else _("The two passphrases are not the same.")

    def complaint(self) -> str:
        """Return what to say of the two fields now: nothing of what is only half typed."""
        typed, again = self.passphrase(), self.again.text()
        differs = typed is not None and bool(again) and not typed.startswith(again)
        return _("The two passphrases are not the same.") if differs else ""
