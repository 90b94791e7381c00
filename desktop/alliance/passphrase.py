"""Setting, changing and taking away the passphrase of the open file."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from db.errors import KnownError
from db.files.copies import change_passphrase
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import FormRows
from desktop.widgets.messages import Busy, InlineMessage
from desktop.widgets.strength import Strength, StrengthMeter, strength, strength_word


class Deed(Enum):
    """What is done about the passphrase."""

    SET = "set"
    CHANGE = "change"
    REMOVE = "remove"


class PassphraseChange(Dialog):
    """Asks for what is needed, has the file written anew and goes on with it; the window stays as it is."""

    def __init__(
        self, operations: Operations, deed: Deed, *, known: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        title, verb, lead = _words(deed)
        super().__init__(title, parent, width=520, lead=lead)
        self.operations = operations
        self._deed = deed
        self._known = tuple(known)
        self._working = False
        self.old_field, self.new_field, self.again_field = (QLineEdit() for _number in range(3))
        for field in (self.old_field, self.new_field, self.again_field):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.textChanged.connect(self._refresh)
        self.show_box = QCheckBox(_("Show what I type"))
        self.show_box.toggled.connect(self._on_show)
        self.meter = StrengthMeter()
        self.add(self._form())
        if deed is not Deed.REMOVE:
            self.add(
                InlineMessage(
                    _(
                        "Nobody can open the file without it, and nobody can recover a lost passphrase. Write it down "
                        "and keep it somewhere safe, away from this computer."
                    ),
                    "warn",
                )
            )
        self.busy = Busy()
        self.busy.hide()
        self.add(self.busy)
        self.do_button = self.set_primary(verb, self._do, changes=False)
        self._refresh()

    def _form(self) -> FormRows:
        form = FormRows(above=True)
        if self._deed is not Deed.SET:
            form.add(_("Current passphrase"), self.old_field)
        if self._deed is not Deed.REMOVE:
            form.add(_("New passphrase"), self.new_field, hint=_("Four or five words that do not belong together."))
            form.add_wide(self.meter)
            form.add(_("New passphrase again"), self.again_field)
        form.add_wide(self.show_box)
        return form

    def problem(self) -> str:
        """Return what keeps the verb from being done, or an empty text."""
        if self._deed is not Deed.SET and not self.old_field.text():
            return _("Type the current passphrase.")
        if self._deed is Deed.REMOVE:
            return ""
        found = strength(self.new_field.text(), self._known)
        if found is Strength.TOO_SHORT:
            return strength_word(found)
        return "" if self.new_field.text() == self.again_field.text() else _("The two passphrases are not the same.")

    def _refresh(self) -> None:
        typed = self.new_field.text()
        self.meter.show_of(typed, self._known)
        self.do_button.setEnabled(not self.problem() and not self._working)
        differs = bool(self.again_field.text()) and not typed.startswith(self.again_field.text())
        self.say(_("The two passphrases are not the same.") if differs else "", kind="info")
        if self.isVisible():
            self.fit()

    def _do(self) -> None:
        if self.problem() or self._working:
            return
        self._set_working(True)
        new = None if self._deed is Deed.REMOVE else self.new_field.text()
        old = None if self._deed is Deed.SET else self.old_field.text()
        self.operations.replace_file(
            change_passphrase, old=old, new=new, done=self._on_done, failed=self._on_refused
        )  # fmt: skip

    def _on_done(self, _file: object) -> None:
        self._set_working(False)
        self.accept()

    def _on_refused(self, error: KnownError) -> None:
        self._set_working(False)
        self.say(sentence(error))
        if self._deed is not Deed.SET:
            self.old_field.setFocus()
            self.old_field.selectAll()
        QTimer.singleShot(0, self.fit)  # once the sentence is laid out

    def _set_working(self, working: bool) -> None:
        self._working = working
        for part in (self.old_field, self.new_field, self.again_field, self.show_box, self.close_button):
            part.setEnabled(not working)
        self.do_button.setEnabled(not working)
        if working:
            self.busy.start(_("The file is written anew and checked…"))
            self.busy.button.hide()
        self.busy.setVisible(working)
        self.fit()

    def _on_show(self, shown: bool) -> None:
        for field in (self.old_field, self.new_field, self.again_field):
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def reject(self) -> None:
        if not self._working:
            super().reject()


def _words(deed: Deed) -> tuple[str, str, str]:
    """Return title, verb and lead."""
    if deed is Deed.SET:
        lead = _("Whoever finds or copies the file cannot read it without the passphrase.")
        return _("Protect with a passphrase"), _("Protect this file"), lead
    if deed is Deed.CHANGE:
        lead = _("Copies made before keep the passphrase they have.")
        return _("Change the passphrase"), _("Change passphrase"), lead
    lead = _("Whoever has the file can read it afterwards. Copies made before keep the passphrase they have.")
    return _("Remove the passphrase"), _("Remove passphrase"), lead
