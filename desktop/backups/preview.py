"""What one backup holds otherwise than the file does now, in counts and in words."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from db.backups.backups import Backup, Secrecy
from db.backups.differing import Differs
from db.backups.restoring import compare_backup
from db.engine import AllianceFile
from db.errors import KnownError
from desktop import texts, theme
from desktop.backups.keeper import BackupKeeper
from desktop.naming.backups import differs_lines, meeting_lines, moment_words, steps_words, why_words
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import clear, column

_WIDTH: Final = 360


class _Passphrase(QLineEdit):
    """A hidden line whose Enter is its own, not the dialog's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class BackupPreview(QFrame):
    """The chosen backup. One under another passphrase is looked into once that is typed."""

    def __init__(self, keeper: BackupKeeper) -> None:
        super().__init__()
        self.setObjectName("card")
        self._keeper = keeper
        self._backup: Backup | None = None
        self._secrecy = Secrecy.SAME
        self.title_label = Label("", 16, 600, wrap=True)
        self.fact_label = Label("", 13, 400, "text2", wrap=True)
        self.key_label = Label(_("It has the passphrase the file had then. Type it to look into it."), 14, wrap=True)
        self.key_field = _Passphrase()
        self.key_field.setEchoMode(QLineEdit.EchoMode.Password)
        self.key_field.setAccessibleName(_("Passphrase of the backup"))
        self.key_field.returnPressed.connect(self._look)
        self.key_button = Button(_("Look into it"), "small", clicked=self._look)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        safe = _("Restoring writes a new file. The open file and the backup stay as they are.")
        self.safe_label = Label(safe, 13, 400, "text2", wrap=True)
        layout = column(
            self.title_label, self.fact_label, self.key_label, self.key_field, self.key_button, self.lines, None,
            self.safe_label, spacing=8, margins=(16, 12, 16, 12),
        )  # fmt: skip
        self.setLayout(layout)
        self.setFixedWidth(theme.px(_WIDTH))
        self.clear()

    def clear(self) -> None:
        """Show that none is chosen."""
        self._backup = None
        self._say(_("Choose a backup to see what it holds otherwise than the file does now."))
        for part in (self.title_label, self.fact_label, self.key_label, self.key_field, self.key_button):
            part.hide()

    def show_backup(self, backup: Backup, secrecy: Secrecy) -> None:
        """Show a backup, and what differs once that is known."""
        if self._backup is not None and backup.path != self._backup.path:
            self.key_field.clear()
        self._backup, self._secrecy = backup, secrecy
        self.title_label.setText(moment_words(backup))
        self.fact_label.setText(f"{why_words(backup.why)}  ·  {texts.size_bytes(backup.size_bytes)}")
        self.title_label.show()
        self.fact_label.show()
        asked = secrecy is Secrecy.OTHER
        for part in (self.key_label, self.key_field, self.key_button):
            part.setVisible(asked)
        if asked:
            self._say()
        else:
            self._look()

    def passphrase(self, file: AllianceFile) -> str | None:
        """Return what opens the backup, as far as it is known."""
        return (self.key_field.text() or None) if self._secrecy is Secrecy.OTHER else file.passphrase

    def _look(self) -> None:
        file, backup = self._keeper.file, self._backup
        if backup is None:
            return
        self._say(_("Comparing…"))
        self._keeper.aside(
            compare_backup, file, backup.path, passphrase=self.passphrase(file),
            done=partial(self._show, backup), failed=partial(self._refuse, backup),
        )  # fmt: skip

    def _show(self, backup: Backup, found: Differs) -> None:
        if backup is not self._backup:
            return
        self._say()
        said = [*([] if found and not found.steps else [steps_words(found)]), *differs_lines(found)]
        for heading, lines in ((_("Against the file as it is now"), said), (_("Meetings then"), meeting_lines(found))):
            if lines:
                self.lines.addSpacing(theme.px(8))
                self.lines.addWidget(Label(heading, 13, 600, "text2"))
            for words in lines:
                self.lines.addWidget(Label(words, 14, 400, wrap=True))

    def _refuse(self, backup: Backup, error: KnownError) -> None:
        if backup is self._backup:
            self._say(sentence(error))

    def _say(self, words: str = "") -> None:
        clear(self.lines)
        if words:
            self.lines.addWidget(Label(words, 14, 400, "text2", wrap=True))
