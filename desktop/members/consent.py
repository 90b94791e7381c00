"""Two ticks: what of a person's ways to be reached may stand in the directory, or that nobody asked yet."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.texts import _
from desktop.widgets.layouts import column

State = Qt.CheckState
_NEXT: Mapping[State, State] = MappingProxyType(
    {
        State.PartiallyChecked: State.Checked,
        State.Checked: State.Unchecked,
        State.Unchecked: State.PartiallyChecked,
    }
)
_VALUES: Mapping[State, bool | None] = MappingProxyType(
    {State.PartiallyChecked: None, State.Checked: True, State.Unchecked: False}
)


class ConsentTick(QCheckBox):
    """One way to be reached: not asked yet, may be listed, or not. Each press is the next of the three."""

    answered = Signal(object)
    """True, False, or None for not asked; after a person's own press."""

    def __init__(self, way: str, meaning: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way, self._meaning = way, meaning
        self.setTristate(True)
        self.clicked.connect(lambda _on: self.answered.emit(self.value()))
        self.checkStateChanged.connect(lambda _state: self._tell())
        self.set_value(None)
        self._tell()

    def nextCheckState(self) -> None:
        self.setCheckState(_NEXT[self.checkState()])

    def value(self) -> bool | None:
        """Return what was answered; None where nobody asked yet."""
        return _VALUES[self.checkState()]

    def set_value(self, value: bool | None) -> None:
        """Show what was answered."""
        self.setCheckState(next(state for state, meant in _VALUES.items() if meant is value))

    def _tell(self) -> None:
        words = {None: _("not asked yet"), True: _("may be listed"), False: _("not to be listed")}[self.value()]
        self.setText(f"{self._way}: {words}")
        self.setAccessibleName(f"{self._meaning}: {words}")


class ConsentTicks(QWidget):
    """Whether the phone number and the e-mail address may be listed, each by itself."""

    ticked = Signal(str, object)
    """Field of `change_person`, what they answered; after a person's own press."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.phone = ConsentTick(_("Phone"), _("The phone number in the directory"))
        self.email = ConsentTick(_("E-mail"), _("The e-mail address in the directory"))
        self.phone.answered.connect(lambda value: self.ticked.emit("share_phone", value))
        self.email.answered.connect(lambda value: self.ticked.emit("share_email", value))
        self.setLayout(column(self.phone, self.email, spacing=4))
        self.setFocusProxy(self.phone)

    def set_values(self, *, phone: bool | None, email: bool | None) -> None:
        """Show what was answered."""
        self.phone.set_value(phone)
        self.email.set_value(email)

    def values(self) -> dict[str, bool | None]:
        """Return what was answered, as fields of `change_person`."""
        return {"share_phone": self.phone.value(), "share_email": self.email.value()}
