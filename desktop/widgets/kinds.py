"""The list of the alliance's kinds of member: their names, their order, adding and deleting."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from sqlalchemy.orm import Session

from db.alliance import (
    KindRow,
    add_member_kind,
    delete_member_kind,
    member_kinds,
    members_of_kinds,
    order_member_kinds,
    rename_member_kind,
)
from db.errors import KnownError
from db.errors.records import StillNeeded
from desktop import texts
from desktop.kept_writes import waits
from desktop.naming.members import kind_word
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.labels import plain_tip
from desktop.widgets.layouts import clear, column, row
from desktop.widgets.messages import InlineMessage
from desktop.widgets.shortcuts import on_key
from desktop.widgets.way_back import WayBack


def _kinds_and_uses(session: Session) -> tuple[list[KindRow], dict[uuid.UUID, int]]:
    return member_kinds(session), members_of_kinds(session)


class KindsList(QWidget):
    """Each change is kept at once and can be undone. A kind that members have is not deleted: its button says so.

    Alt+Up and Alt+Down move the kind whose name has the keyboard.
    """

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = operations
        self._kinds: tuple[KindRow, ...] = ()
        self._wanted: uuid.UUID | None = None
        self.fields: dict[uuid.UUID, QLineEdit] = {}
        self.message = InlineMessage()
        self._lines = column(spacing=4)
        self.new = QLineEdit()
        self.new.setPlaceholderText(_("Another kind"))
        self.new.setAccessibleName(_("Another kind"))
        self.add_button = Button(_("Add kind"), icon="plus", clicked=self._add)
        self.new.returnPressed.connect(self._add)
        self.setLayout(column(self.message, self._lines, row(self.new, self.add_button), None, spacing=8))
        on_key(self, "Alt+Up", partial(self._move_current, -1))
        on_key(self, "Alt+Down", partial(self._move_current, 1))
        self.refresh()

    def refresh(self, _result: object = None) -> None:
        """Read the kinds again."""
        self.operations.read(_kinds_and_uses, done=self._show, key=(self, "kinds"))

    def _show(self, read: tuple[Sequence[KindRow], Mapping[uuid.UUID, int]]) -> None:
        kinds, uses = read
        if waits(self):
            return
        focus = self._wanted or next((key for key, field in self.fields.items() if field.hasFocus()), None)
        self._wanted = None
        self._kinds = tuple(kinds)
        clear(self._lines)
        self.fields = {}
        for place, kind in enumerate(kinds):
            self._lines.addLayout(self._line(place, kind, len(kinds), uses.get(kind.id, 0)))
        if focus in self.fields:
            self.fields[focus].setFocus()

    def _line(self, place: int, kind: KindRow, count: int, uses: int) -> QHBoxLayout:
        name = self._standing(kind)
        field = QLineEdit(name)
        field.setAccessibleName(_("Name of this kind"))
        rename = partial(self._rename, kind, field)
        field.editingFinished.connect(rename)
        WayBack(field).handed_on.connect(rename)
        up = IconButton("arrow-up", _("Move “{name}” up").format(name=name), clicked=partial(self._move, place, -1))
        down = IconButton(
            "arrow-down", _("Move “{name}” down").format(name=name), clicked=partial(self._move, place, 1)
        )
        gone = IconButton("trash", _("Delete “{name}”").format(name=name), clicked=partial(self._delete, kind))
        gone.setEnabled(uses == 0)
        if uses:
            words = ngettext(
                "{n} member on record is of this kind: it cannot be deleted.",
                "{n} members on record are of this kind: it cannot be deleted.",
                uses,
            )
            gone.setToolTip(plain_tip(words.format(n=texts.number(uses))))
        up.setEnabled(place > 0)
        down.setEnabled(place < count - 1)
        self.fields[kind.id] = field
        return row(field, up, down, gone, spacing=4)

    def _add(self) -> None:
        if self.new.text().strip():
            self.message.say("")
            name = self.new.text()
            self.operations.keep(
                add_member_kind, name=name, fields=(self.new,), done=partial(self._on_added, name),
                failed=self._on_refused,
            )  # fmt: skip

    def _standing(self, kind: KindRow) -> str:
        """Return the name of a kind once what waits for the disk is written."""
        return kind_word(replace(kind, **self.operations.kept_writes.waiting(rename_member_kind, kind.id)))

    def _rename(self, kind: KindRow, field: QLineEdit) -> None:
        name = field.text().strip()
        if name != self._standing(kind):
            self.message.say("")
            self.operations.keep(
                rename_member_kind, kind.id, name=name, fields=(self,), done=self.refresh, failed=self._on_refused
            )  # fmt: skip

    def _move_current(self, step: int) -> None:
        for place, kind in enumerate(self._kinds):
            if self.fields[kind.id].hasFocus() and 0 <= place + step < len(self._kinds):
                self._move(place, step)
                return

    def _move(self, place: int, step: int) -> None:
        keys = [kind.id for kind in self._kinds]
        self._wanted = keys[place]
        keys.insert(place + step, keys.pop(place))
        self._write(order_member_kinds, keys)

    def _delete(self, kind: KindRow) -> None:
        self.message.say("")
        self.operations.write(
            delete_member_kind, kind.id, done=self.refresh, failed=partial(self._on_not_deleted, kind)
        )

    def _write(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self.message.say("")
        self.operations.write(function, *args, done=self.refresh, failed=self._on_refused, **kwargs)

    def _on_added(self, name: str, result: object) -> None:
        if self.new.text() == name:  # else the next is being typed
            self.new.clear()
        self.refresh(result)

    def _on_not_deleted(self, kind: KindRow, error: KnownError) -> None:
        # The record knows a usual kind by its key; people know it by its word.
        self._on_refused(StillNeeded(kind_word(kind), error.uses) if isinstance(error, StillNeeded) else error)

    def _on_refused(self, error: KnownError) -> None:
        self.message.say(sentence(error), "danger")
        self.refresh()
