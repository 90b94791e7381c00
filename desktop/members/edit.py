"""The fields of a member, edited where it stands; each is kept as soon as it is left."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import partial
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from db.alliance import KindRow
from db.members.member_record import MemberDetail
from db.members.members import change_member
from db.members.people import change_person
from desktop.kept_writes import UNSAVED, waits
from desktop.members.consent import ConsentTicks
from desktop.naming.members import kind_word
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.layouts import column
from desktop.widgets.way_back import WayBack

_FRACTIONS = MappingProxyType({"½": "0.5", "1/2": "0.5", "¼": "0.25", "1/4": "0.25", "¾": "0.75", "3/4": "0.75"})
TEXTS = ("name", "short_name", "code", "sector", "place", "phone", "email", "website")


class NoteEdit(QPlainTextEdit):
    """A small field for several lines; Tab leaves it."""

    left = Signal()
    """The keyboard has gone elsewhere."""

    def __init__(self, *, name: str, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 16)

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class EditForm(QWidget):
    """All fields of a member. `changed` names the field a person has just settled, and its new value."""

    changed = Signal(str, object)
    """Field of `change_member`, value."""
    consent_changed = Signal(str, object)
    """Field of `change_person`, whether the person this member is agrees."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._member_id: object = None
        self._kept: dict[str, Any] = {}
        self.texts: dict[str, QLineEdit] = {name: QLineEdit() for name in TEXTS}
        self.kind = Choice(name=_("Kind"), placeholder=_("No kind yet"))
        self.kind.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.grassroots = QCheckBox(_("A grassroots organisation"))
        self.consent = ConsentTicks()
        self.share = QLineEdit()
        self.note = NoteEdit(name=_("Note"))
        self.texts["code"].setMaxLength(3)
        self._place_fields()
        for name, field in self.texts.items():
            field.editingFinished.connect(lambda name=name: self._settle(name))
        self.share.editingFinished.connect(lambda: self._settle("duty_share"))
        self._written: dict[str, QLineEdit | NoteEdit] = {**self.texts, "duty_share": self.share, "note": self.note}
        self._ways_back = {name: WayBack(field) for name, field in self._written.items()}
        for name, way_back in self._ways_back.items():
            way_back.handed_on.connect(partial(self._settle, name))
        self.kind.chosen.connect(lambda _key: self._settle("kind_id"))
        self.grassroots.toggled.connect(lambda _on: self._settle("grassroots"))
        self.consent.ticked.connect(self.consent_changed)
        self.note.left.connect(lambda: self._settle("note"))

    def _place_fields(self) -> None:
        words = {
            "name": _("Name"), "short_name": _("Short name"), "code": _("Code"), "sector": _("Sector"),
            "place": _("Place"), "phone": _("Phone"), "email": _("E-mail"), "website": _("Website"),
        }  # fmt: skip
        self.rows = rows = FormRows()
        hints = {"code": _("Two or three letters for its tile.")}
        for name in ("name", "short_name", "code"):
            rows.add(words[name], self.texts[name], hint=hints.get(name, ""))
        rows.add(_("Kind"), self.kind)
        rows.add(_("Grassroots"), self.grassroots)
        for name in ("sector", "place", "phone", "email", "website"):
            rows.add(words[name], self.texts[name])
        rows.add(_("In the directory"), self.consent, hint=_("Press until it says what the person answered."))
        rows.add(_("Share of duties"), self.share, hint=_("1 is a full share, ½ half of one, 0 none."))
        rows.add(_("Note"), self.note)
        self.setLayout(column(rows, None, margins=(24, 16, 24, 16)))

    def first_field(self) -> QWidget:
        """Return where editing begins."""
        return self.texts["name"]

    def set_detail(self, detail: MemberDetail, kinds: tuple[KindRow, ...]) -> None:
        """Show a member with what waits for the disk; of the same member, a field being typed in stays as it is."""
        other = detail.row.id != self._member_id
        self._member_id = detail.row.id
        if waits(self) and not other:
            return
        self.setProperty(UNSAVED, False)
        before = {name: self._words(name) for name in self._kept.keys() & self._written.keys()}
        self._kept = _values(detail) | self._operations.kept_writes.waiting(change_member, detail.row.id)
        for name, way_back in self._ways_back.items():
            typed, stands = self._typed(name), self._words(name)
            unkept = self._written[name].hasFocus() and typed != before.get(name)
            if other or (typed != stands and not unkept):
                way_back.show(stands, other=other)
        self.kind.set_choices([(kind.id, kind_word(kind)) for kind in kinds])
        self.kind.set_value(self._kept["kind_id"])
        self.grassroots.blockSignals(True)
        self.grassroots.setChecked(self._kept["grassroots"])
        self.grassroots.blockSignals(False)
        self.rows.set_row_visible(self.consent, detail.person is not None)
        if detail.person is not None:
            waiting = self._operations.kept_writes.waiting(change_person, detail.person.id)
            person = replace(detail.person, **waiting)
            self.consent.set_values(phone=person.share_phone, email=person.share_email)

    def _typed(self, name: str) -> str:
        field = self._written[name]
        return (field.text() if isinstance(field, QLineEdit) else field.toPlainText()).strip()

    def _words(self, name: str) -> str:
        """Return what a field says of what stands on record."""
        value = self._kept[name]
        return _plain(value) if isinstance(value, Decimal) else str(value)

    def settle_all(self) -> None:
        """Keep what is half typed."""
        for name in (*TEXTS, "duty_share", "note"):
            self._settle(name)

    def _settle(self, name: str) -> None:
        if self._member_id is None:
            return
        value = self._value(name)
        if value is not None and value != self._kept.get(name):
            self._kept[name] = value
            self.changed.emit(name, value)
            if name in self._ways_back:
                self._ways_back[name].begin_anew()  # it is a step of its own, which goes back as a whole

    def _value(self, name: str) -> Any:
        if name in self.texts:
            return self._typed(name)
        if name == "duty_share":
            try:
                typed = self._typed(name)
                return Decimal(_FRACTIONS.get(typed, typed.replace(",", ".")))
            except InvalidOperation:
                self.share.setText(_plain(self._kept[name]))
                return None
        if name == "kind_id":
            return self.kind.value()
        return self.grassroots.isChecked() if name == "grassroots" else self._typed(name)


def _plain(share: Decimal) -> str:
    return f"{share.normalize():f}"


def _values(detail: MemberDetail) -> dict[str, Any]:
    row = detail.row
    return {
        "name": row.name, "short_name": row.short_name, "code": row.code, "sector": row.sector, "place": row.place,
        "phone": detail.phone, "email": detail.email, "website": detail.website, "duty_share": detail.duty_share,
        "kind_id": row.kind_id, "grassroots": row.grassroots, "note": detail.note,
    }  # fmt: skip
