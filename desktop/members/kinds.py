"""The alliance's kinds of member: their names, their order, adding and deleting."""

import uuid
from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from db.alliance import (
    KindRow,
    add_member_kind,
    delete_member_kind,
    member_kinds,
    order_member_kinds,
    rename_member_kind,
)
from db.errors import KnownError
from desktop.member_naming import kind_word
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.dialogs import Dialog
from desktop.widgets.layouts import clear, column, row


class KindsDialog(Dialog):
    """Each change is kept at once; everything can be undone."""

    scrolling_height = 600

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        lead = _("The list of members is ordered by these kinds. A kind that members have cannot be deleted.")
        super().__init__(_("Kinds of member"), parent, width=560, scrolls=True, lead=lead)
        self.operations = operations
        self._kinds: tuple[KindRow, ...] = ()
        self.fields: dict[uuid.UUID, QLineEdit] = {}
        self._lines = column(spacing=4)
        self.body.addLayout(self._lines)
        self.new = QLineEdit()
        self.new.setPlaceholderText(_("Another kind"))
        self.new.setAccessibleName(_("Another kind"))
        self.add_kind_button = Button(_("Add kind"), icon="plus", clicked=self._add)
        self.add(row(self.new, self.add_kind_button), None)
        self.set_close(_("Close"))
        self.new.returnPressed.connect(self._add)
        self._read()

    def _read(self, _result: object = None) -> None:
        self.operations.read(member_kinds, done=self._show)

    def _show(self, kinds: Sequence[KindRow]) -> None:
        focus = next((key for key, field in self.fields.items() if field.hasFocus()), None)
        self._kinds = tuple(kinds)
        clear(self._lines)
        self.fields = {}
        for place, kind in enumerate(kinds):
            field = QLineEdit(kind_word(kind))
            field.setAccessibleName(_("Name of this kind"))
            field.editingFinished.connect(partial(self._rename, kind, field))
            name = kind_word(kind)
            up = IconButton("arrow-up", _("Move “{name}” up").format(name=name), clicked=partial(self._move, place, -1))
            down = IconButton("arrow-down", _("Move “{name}” down").format(name=name),
                              clicked=partial(self._move, place, 1))  # fmt: skip
            gone = IconButton("trash", _("Delete “{name}”").format(name=name), clicked=partial(self._delete, kind))
            up.setEnabled(place > 0)
            down.setEnabled(place < len(kinds) - 1)
            self.fields[kind.id] = field
            self._lines.addLayout(row(field, up, down, gone, spacing=4))
        if focus in self.fields:
            self.fields[focus].setFocus()

    def _add(self) -> None:
        if self.new.text().strip():
            self._write(add_member_kind, name=self.new.text())
            self.new.clear()

    def _rename(self, kind: KindRow, field: QLineEdit) -> None:
        name = field.text().strip()
        if name != kind_word(kind):
            self._write(rename_member_kind, kind.id, name=name)

    def _move(self, place: int, step: int) -> None:
        keys = [kind.id for kind in self._kinds]
        keys.insert(place + step, keys.pop(place))
        self._write(order_member_kinds, keys)

    def _delete(self, kind: KindRow) -> None:
        self._write(delete_member_kind, kind.id)

    def _write(self, function: object, *args: object, **kwargs: object) -> None:
        self.say("")
        self.operations.write(function, *args, done=self._read, failed=self._refused, **kwargs)  # type: ignore[arg-type]

    def _refused(self, error: KnownError) -> None:
        self.say(sentence(error))
        self._read()
