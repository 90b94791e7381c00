"""The questions of the start page: the passphrase of a file, and what a new alliance is called and where it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from db.errors.files import BothChanged, FileInUse
from desktop import texts
from desktop.sentences import sentence
from desktop.sentences.files import holder_words
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, FormRows, PathField
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.protection import Protection

SUFFIX = ".ronda"


@dataclass(frozen=True, slots=True)
class NewFile:
    """What a person said about the alliance file to make."""

    path: Path
    name: str
    language: str
    passphrase: str | None


class PassphraseDialog(Dialog):
    """Asks for the passphrase of one file; `say` tells that it was wrong."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            _("This file is protected"),
            parent,
            width=440,
            lead=_("Type the passphrase of “{name}”.").format(name=path.name),
        )
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._show = QCheckBox(_("Show what I type"))
        self._show.toggled.connect(self._on_show)
        form = FormRows(above=True)
        form.add(_("Passphrase"), self.field)
        form.add_wide(self._show)
        self.add(form)
        self.open_button = self.set_primary(_("Open file"), changes=False)
        self.open_button.setEnabled(False)
        self.field.textChanged.connect(lambda text: self.open_button.setEnabled(bool(text)))

    def passphrase(self) -> str:
        """Return what was typed."""
        return self.field.text()

    def say_wrong(self, sentence: str) -> None:
        """Say that it does not open the file, and let it be typed again."""
        self.say(sentence)
        self.field.selectAll()
        self.field.setFocus()

    def _on_show(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class InUseDialog(Dialog):
    """Says who has a file open since when; lets it be looked at, copied, or taken over from them."""

    copy_requested = Signal()
    take_over_requested = Signal()

    def __init__(self, path: Path, error: FileInUse, parent: QWidget | None = None) -> None:
        title = _("“{name}” is open elsewhere").format(name=path.name)
        super().__init__(title, parent, width=560, lead=sentence(error))
        self._name, self._error = path.name, error
        self.add(Label(_("What you change in a copy stays in the copy."), 13, 400, "text2", wrap=True))
        self.look_button = self.set_primary(_("Only look at it"), changes=False)
        self.copy_button = self.add_button(_("Make a copy"), self.copy_requested.emit)
        self.take_over_button = self.add_button(_("Take it over…"), self._on_take_over)
        self.take_over_button.setVisible(error.holder is not None and not error.holder.is_mine())

    def _on_take_over(self) -> None:
        if TakeOverDialog(self._name, self._error, self).exec():
            self.take_over_requested.emit()


class TakeOverDialog(Dialog):
    """Asks whether to take a file over, saying from whom and what becomes of their work."""

    def __init__(self, name: str, error: FileInUse, parent: QWidget | None = None) -> None:
        who = error.who or _("someone")
        super().__init__(_("Take “{name}” over from {who}?").format(name=name, who=who), parent, width=560)
        self.add(Label(take_over_words(error), 14, 400, wrap=True))
        self.take_button = self.set_primary(_("Take it over"), kind="danger", changes=False)
        self.set_close(_("Leave it to them"))
        self.close_button.setFocus()


class BothChangedDialog(Dialog):
    """Says that a file and the copy of it on this computer were both changed; asks with which to go on. Both stay."""

    chosen = Signal(bool)
    """Whether to go on with what is on this computer."""

    def __init__(self, error: BothChanged, parent: QWidget | None = None) -> None:
        title = _("“{name}” was changed in two places").format(name=error.path.name)
        super().__init__(title, parent, width=560, lead=sentence(error))
        words = _(
            "What is on this computer is put beside the other file, under a name that says where it comes from. With "
            "which one do you want to go on? Compare the two afterwards, and bring over by hand what one of them lacks."
        )
        self.add(Label(words, 14, 400, wrap=True))
        self.theirs_button = self.set_primary(
            _("Open the one on “{medium}”").format(medium=error.medium), lambda: self._choose(False), changes=False
        )
        self.mine_button = self.add_button(_("Open mine"), lambda: self._choose(True))

    def _choose(self, mine: bool) -> None:
        self.accept()
        self.chosen.emit(mine)


def take_over_words(error: FileInUse) -> str:
    """Return from whom a file would be taken, and what they would notice."""
    who, since = error.who or _("Someone"), texts.date_and_time(error.since.astimezone())
    if error.holder is not None and error.holder.is_of_this_run():
        first = _("{who} opened it on this computer on {since}, and that window is still open.")
    else:
        who, first = holder_words(who, error.office, error.computer), _("{who} opened it on {since}.")
    then = _(
        "Once you take it over, nothing more is saved there: they are told so, and what they type goes to a copy of "
        "theirs, which somebody must compare with this file by hand. Take it over only if they cannot close it "
        "themselves, such as when that computer is switched off."
    )
    return f"{first.format(who=who, since=since)} {then}"


class NewAllianceDialog(Dialog):
    """Asks what a new alliance is called, in which language it works, where its file goes and whether to protect it."""

    def __init__(
        self,
        folder: Path,
        *,
        choose_folder: Callable[[QWidget, Path], Path | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        lead = _("Everything is kept in one file on this computer.")
        super().__init__(_("New alliance"), parent, scrolls=True, lead=lead)
        self._folder = folder
        self._choose_folder = choose_folder or _ask_folder
        self.name_field = QLineEdit()
        self.language_field = Choice(list(texts.languages().items()), name=_("Language"))
        self.language_field.set_value(texts.language())
        self.place_field = PathField(name=_("File"))
        self.place_button = Button(_("Change folder"), clicked=self._on_folder)
        self.protection = Protection(_("Protect the file with a passphrase"), self._refresh)
        self._form = self._make_form()
        self.add(self._form)
        self.make_button = self.set_primary(_("Create alliance"), changes=False)
        self.name_field.textChanged.connect(self._refresh)
        self._refresh()

    def _make_form(self) -> FormRows:
        form = FormRows(above=True)
        form.add(_("Name of the alliance"), self.name_field)
        form.add(_("Language"), self.language_field, hint=_("Minutes and printed papers use it. It can be changed."))
        place = QWidget()
        place.setLayout(row(self.place_field, self.place_button))
        form.add(_("File"), place)
        self.protection.add_to(form, hint=_("Without it nobody can open or recover the file: keep it somewhere safe."))
        return form

    def answer(self) -> NewFile:
        """Return what was said."""
        return NewFile(
            path=self._path(),
            name=self.name_field.text().strip(),
            language=str(self.language_field.value()),
            passphrase=self.protection.passphrase(),
        )

    def problem(self) -> str:
        """Return what keeps the alliance from being made, or an empty text."""
        if not self.name_field.text().strip():
            return _("Give the alliance a name.")
        return self.protection.problem()

    def _path(self) -> Path:
        return self._folder / (file_name(self.name_field.text()) + SUFFIX)

    def _refresh(self) -> None:
        self.protection.show_fields(self._form, [self.name_field.text()])
        self.place_field.setText(str(self._path()))
        problem = self.problem()
        self.make_button.setEnabled(not problem)
        touched = self.name_field.isModified() or self.protection.box.isChecked()
        named = bool(self.name_field.text().strip())
        self.say(self.protection.complaint() if named else problem if touched else "", kind="info")
        if self.isVisible():
            self.fit()

    def _on_folder(self) -> None:
        chosen = self._choose_folder(self, self._folder)
        if chosen is not None:
            self._folder = chosen
            self._refresh()


def file_name(name: str) -> str:
    """Return `name` as a file may be called on any system."""
    kept = "".join(character if character.isalnum() or character in " -_" else " " for character in name)
    return " ".join(kept.split())[:80].strip() or _("Alliance")


def _ask_folder(parent: QWidget, folder: Path) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, _("Where to keep the file"), str(folder))
    return Path(chosen) if chosen else None
