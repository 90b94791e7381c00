"""The findings in their order: other words, back to the computed ones, left out, one's own."""

from operator import attrgetter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from db.evaluation.evaluations import (
    add_finding,
    delete_finding,
    edit_finding,
    leave_out_finding,
    order_findings,
    use_computed,
)
from desktop.evaluation.held import Held
from desktop.evaluation.loading import View
from desktop.naming.said_findings import SaidFinding
from desktop.texts import _
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import FormRows
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import InlineMessage
from desktop.widgets.rows import Column, RowsModel, RowsTable


class FindingsTab(QWidget):
    """The list at the left, what can be done with the one chosen at the right."""

    def __init__(self, held: Held, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held = held
        self._alone = False
        self.model: RowsModel[SaidFinding] = RowsModel(
            (Column(lambda: _("Finding"), attrgetter("title"), spoken=_spoken),), key=attrgetter("key"), parent=self
        )
        self.table = _Table(self.model, self)
        self.title_label = Label("", 16, 600, wrap=True)
        self.text_label = Label("", 14, 400, wrap=True)
        self.changed = InlineMessage()
        self.computed_label = Label("", 13, 400, "text2", wrap=True)
        self.edit_button = Button(_("Put into other words…"), icon="pencil-simple", clicked=self.edit)
        self.back_button = Button(_("Use the computed words"), clicked=self.go_back)
        self.leave_button = Button("", clicked=self.leave_out)
        self.delete_button = Button(_("Delete"), "danger", clicked=self.delete)
        self.add_button = Button(_("Add one’s own…"), icon="plus", clicked=self.add)
        self.up_button = IconButton("arrow-up", _("Move up"), clicked=lambda: self.shift(-1))
        self.down_button = IconButton("arrow-down", _("Move down"), clicked=lambda: self.shift(1))
        buttons = (
            self.edit_button, self.back_button, self.leave_button, self.delete_button, self.add_button, self.up_button,
            self.down_button,
        )  # fmt: skip
        writes(*buttons)
        left = column(self.table, row(self.add_button, None, self.up_button, self.down_button))
        right = column(
            self.title_label, self.text_label, self.changed, self.computed_label, 8,
            row(self.edit_button, self.back_button, None), row(self.leave_button, self.delete_button, None), None,
        )  # fmt: skip
        whole = row(spacing=24)
        whole.addLayout(left, 1)
        whole.addLayout(right, 1)
        self.setLayout(whole)
        self.table.selected.connect(self._show_chosen)
        self.table.opened.connect(lambda _one: self.edit())

    def show_view(self, view: View) -> None:
        """Show the findings of a period."""
        held = self.table.current_row()
        self._alone = view.alone
        for button in (self.add_button, self.up_button, self.down_button):
            button.setVisible(not view.alone)
        self.model.set_rows(view.said)
        if not (held is not None and self.table.select_key(held.key)) and view.said:
            self.table.selectRow(0)
        self._show_chosen(self.table.current_row())

    def _show_chosen(self, one: SaidFinding | None) -> None:
        self.title_label.setText(one.title if one else "")
        self.text_label.setText(one.text if one else _("Nothing is found in the records of this period."))
        changed = one is not None and one.changed
        self.changed.say(_("Something else is computed than when these words were written.") if changed else "", "warn")
        computed = one.computed.whole if one is not None and one.computed is not None and one.edited else ""
        self.computed_label.setText(_("Computed now: {words}").format(words=computed) if computed else "")
        self.computed_label.setVisible(bool(computed))
        self.edit_button.setVisible(one is not None and not self._alone)
        self.back_button.setVisible(one is not None and one.edited and one.computed is not None)
        self.leave_button.setVisible(one is not None and not one.own and not self._alone)
        self.leave_button.setText(_("Take it in again") if one is not None and one.left_out else _("Leave it out"))
        self.delete_button.setVisible(one is not None and (one.own or (one.edited and one.computed is None)))
        place = self.table.currentIndex().row()
        self.up_button.setEnabled(one is not None and place > 0)
        self.down_button.setEnabled(one is not None and place < self.model.rowCount() - 1)

    def edit(self) -> None:
        """Ask for other words of the finding chosen."""
        if (one := self.table.current_row()) is not None and not self._alone:
            self._open(WordsDialog(self._held, one, self.window()))

    def add(self) -> None:
        """Ask for a finding of one's own."""
        self._open(WordsDialog(self._held, None, self.window()))

    def _open(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def go_back(self) -> None:
        """Go back to the computed words."""
        if (one := self.table.current_row()) is not None:
            self._held.write(use_computed, one.key)

    def leave_out(self) -> None:
        """Leave the finding out, or take it in again."""
        if (one := self.table.current_row()) is not None:
            self._held.write(leave_out_finding, one.key, left_out=not one.left_out)

    def delete(self) -> None:
        """Delete a finding of one's own."""
        if (one := self.table.current_row()) is not None:
            self._held.write(delete_finding, one.key)

    def shift(self, by: int) -> None:
        """Move the finding chosen up or down."""
        keys = [] if self._alone else [one.key for one in self.model.rows]
        at = self.table.currentIndex().row()
        if 0 <= at < len(keys) and 0 <= at + by < len(keys):
            keys[at], keys[at + by] = keys[at + by], keys[at]
            self._held.write(order_findings, keys)


class _Table(RowsTable):
    """The findings by title; Alt with an arrow moves one."""

    def __init__(self, model: RowsModel[SaidFinding], tab: FindingsTab) -> None:
        super().__init__(model, name=_("Findings"), row_height=48)
        self._tab = tab
        self.setItemDelegate(TwoLineDelegate(_two_lines, self, past=attrgetter("left_out")))
        self.horizontalHeader().hide()
        self.set_widths(0)
        self.setMinimumHeight(300)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in ways:
            self._tab.shift(ways[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class WordsDialog(Dialog):
    """A finding's title and words."""

    def __init__(self, held: Held, one: SaidFinding | None, parent: QWidget | None = None) -> None:
        title = _("Put the finding into other words") if one else _("Add a finding")
        lead = "" if one else _("What no number says, as what people told in interviews.")
        super().__init__(title, parent, width=560, lead=lead)
        self._held, self._one = held, one
        self.title_field = QLineEdit(one.title if one else "")
        self.text_field = QPlainTextEdit(one.text if one else "")
        self.text_field.setTabChangesFocus(True)
        self.text_field.setFixedHeight(120)
        form = FormRows(above=True)
        form.add(_("The finding, in one short sentence"), self.title_field)
        form.add(_("What it rests on"), self.text_field)
        self.add(form)
        if one is not None and one.computed is not None:
            words = _("Computed: {words}").format(words=one.computed.whole)
            self.add(Label(words, 13, 400, "text2", wrap=True))
        self.set_primary(_("Keep these words"), self._keep)

    def _keep(self) -> None:
        title, text = self.title_field.text().strip(), self.text_field.toPlainText().strip()
        if not title:
            self.say(_("Write the finding in one short sentence."))
            self.title_field.setFocus()
            return
        if self._one is None:
            self._held.write(add_finding, title=title, text=text, done=self.accept)
        elif (title, text) == (self._one.title, self._one.text):
            self.reject()
        else:
            computed = self._one.computed.whole if self._one.computed is not None else ""
            self._held.write(
                edit_finding, self._one.key, title=title, text=text, computed=computed, done=self.accept
            )  # fmt: skip


def state_words(one: SaidFinding) -> str:
    """Return what people did with a finding: "Left out", "In other words"; nothing for a computed one."""
    if one.left_out:
        return _("Left out")
    if one.changed:
        return _("In other words; what is computed changed since")
    if one.own:
        return _("Added")
    return _("In other words") if one.edited else ""


def _two_lines(one: SaidFinding) -> TwoLines:
    role = "warn" if one.changed and not one.left_out else "text2"
    second = state_words(one) or one.text
    return TwoLines(one.title, second, first_role="text3" if one.left_out else "text", second_role=role)


def _spoken(one: SaidFinding) -> str:
    return ", ".join(filter(None, (one.title, state_words(one))))
