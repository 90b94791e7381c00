"""What is asked about a file that comes from elsewhere, or that is damaged."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from db.rescue.rescue import Rescued
from desktop import texts
from desktop.damage import Help
from desktop.naming.backups import moment_words
from desktop.naming.rescue import rescue_words
from desktop.texts import _, ngettext
from desktop.widgets.dialogs import Dialog
from desktop.widgets.labels import Label
from desktop.widgets.messages import Busy, InlineMessage


class WorkingDialog(Dialog):
    """A dialog whose verbs take a while: its buttons rest meanwhile, and it does not close."""

    def __init__(self, title: str, parent: QWidget | None, lead: str) -> None:
        super().__init__(title, parent, width=520, lead=lead)
        self.busy = Busy()
        self.busy.button.hide()
        self.busy.hide()

    def set_working(self, words: str) -> None:
        """Show what is being done; empty words end it."""
        self._foot.setEnabled(not words)
        if words:
            self.say("")
            self.busy.start(words)
            self.busy.button.hide()
        self.busy.setVisible(bool(words))
        self.fit()

    def reject(self) -> None:
        if self._foot.isEnabled():
            super().reject()


class ElsewhereDialog(WorkingDialog):
    """Asks about a file that this computer never had open; accepting it makes a clean copy."""

    ours_said = Signal()
    """Somebody says that the file is theirs: it is to be opened itself."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        lead = _(
            "“{name}” was never open on this computer. Ronda makes a clean copy of what is in it and opens that; "
            "“{name}” itself stays as it is."
        ).format(name=path.name)
        super().__init__(_("This file comes from elsewhere"), parent, lead)
        words = _(
            "Whatever else somebody may have put into a file does not come over. Open the file itself only if it is "
            "your own and you moved it here, or work on it where it is."
        )
        self.add(Label(words, 13, 400, "text2", wrap=True), self.busy)
        self.copy_button = self.set_primary(_("Make a clean copy…"), changes=False)
        self.ours_button = self.add_button(_("It is ours: open it"), self.ours_said.emit)


class DamagedDialog(WorkingDialog):
    """Leads on from a damaged file: its newest good backup, what can still be read of it, or neither."""

    backup_chosen = Signal()
    rescue_chosen = Signal()

    def __init__(self, said: str, found: Help, parent: QWidget | None = None) -> None:
        super().__init__(_("“{name}” is damaged").format(name=found.path.name), parent, said)
        self.found = found
        for part in self._facts():
            self.add(part)
        kept = _("If you go on, the damaged file is kept beside the new one, as “{name}.damaged”, with all its bytes.")
        self.add(Label(kept.format(name=found.path.name), 13, 400, "text2", wrap=True), self.busy)
        self.set_close(_("Leave it"))
        if found.backup is not None:
            self.rescue_button = self.add_button(_("Save what can be read"), self.rescue_chosen.emit)
            self.backup_button = self.set_primary(_("Go on with the backup"), self.backup_chosen.emit, changes=False)
        else:
            self.rescue_button = self.set_primary(_("Save what can be read"), self.rescue_chosen.emit, changes=False)

    def _facts(self) -> list[QWidget]:
        found = self.found
        if found.backup is None:
            words = (
                ngettext("Its {n} backup is damaged, too.", "Its {n} backups are damaged, too.", found.unsound).format(
                    n=texts.number(found.unsound)
                )
                if found.unsound
                else _("There is no backup of it.")
            )
            return [InlineMessage(words, "warn")]
        good = _("The newest good backup is of {moment}.").format(moment=moment_words(found.backup))
        facts: list[QWidget] = [Label(good, 14, 600, wrap=True), Label(self._lacks(), 14, 400, wrap=True)]
        if found.unsound:
            newer = ngettext(
                "{n} newer backup is damaged, too.", "{n} newer backups are damaged, too.", found.unsound
            )  # fmt: skip
            facts.append(InlineMessage(newer.format(n=texts.number(found.unsound)), "warn"))
        if found.locked:
            locked = ngettext(
                "{n} newer backup cannot be read with this passphrase.",
                "{n} newer backups cannot be read with this passphrase.", found.locked,
            )  # fmt: skip
            facts.append(InlineMessage(locked.format(n=texts.number(found.locked)), "warn"))
        if found.opens_up:
            words = _("This backup has no passphrase, and “{name}” seems to have one: then anybody can read it.")
            facts.append(InlineMessage(words.format(name=found.path.name), "warn"))
        return facts

    def _lacks(self) -> str:
        lacks = self.found.lacks
        if lacks is None:
            return _("What was written after that is missing in it.")
        if not lacks:
            return _("As far as this computer knows, it holds everything.")
        words = ngettext(
            "It lacks the last change that this computer saw.", "It lacks the last {n} changes that this computer saw.",
            lacks,
        )  # fmt: skip
        return words.format(n=texts.number(lacks))


class RescuedDialog(Dialog):
    """Tells what was saved of a damaged file and what was lost; accepting it opens the new file."""

    def __init__(self, path: Path, rescued: Rescued, aside: Path, parent: QWidget | None = None) -> None:
        lead = _("“{name}” now holds what could be read. The damaged file is kept as “{aside}”.").format(
            name=path.name, aside=aside.name
        )
        super().__init__(_("What was saved"), parent, width=520, lead=lead)
        for line in rescue_words(rescued):
            self.add(Label(line, 14, 400, wrap=True))
        self.set_close(_("Close"))
        self.open_button = self.set_primary(_("Open file"), changes=False)
