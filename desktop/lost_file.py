"""What the window does when the open file is lost: replaced, deleted, taken over, gone with its disk.

Saving stops and is said to; a copy of what was saved is made, and the work goes on in that, with what is being typed.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.engine import AllianceFile
from db.errors import KnownError
from db.errors.files import FileOverwritten
from desktop.alliance_files import AllianceFiles, name_and_language
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.settings import SettingsFile
from desktop.texts import _
from desktop.widgets.saving import show_folder
from desktop.window import Window


class LostFile(QObject):
    """Sees to it over one window. Belongs to the window and goes with it."""

    rescued = Signal()
    """The work goes on in a copy, which nobody looked over yet."""

    def __init__(self, window: Window, operations: Operations, files: AllianceFiles, settings: SettingsFile) -> None:
        super().__init__(window)
        self._window = window
        self._operations = operations
        self._files = files
        self._settings = settings
        self._told = False
        self._rescued: tuple[KnownError, Path] | None = None
        """What happened to the file, and the copy in which the work goes on."""
        operations.replaced.connect(self._on_replaced)

    def _on_replaced(self, error: KnownError) -> None:
        if self._told:
            return
        self._told = True
        self._window.footer.set_state(_("Saving has stopped"), icon="warning-circle-fill", role="danger")
        self._window.set_banner(sentence(error))
        if not isinstance(error, FileOverwritten):  # what can be read of that is not what was saved
            self._operations.replace_file(
                self._files.go_on_in_safety,
                done=partial(self._on_safe, error),
                failed=partial(self._on_not_safe, error),
            )

    def _on_safe(self, error: KnownError, file: AllianceFile) -> None:
        self._told = False
        name, _language = name_and_language(file)
        self._settings.remember(file.path.absolute(), name)
        self._rescued = error, file.path
        self._say_rescued()
        self.rescued.emit()

    def say_again(self, before: "LostFile") -> None:
        """Say where the work goes on, if that was said in a window before."""
        self._rescued = before._rescued
        self._say_rescued()

    def _say_rescued(self) -> None:
        if self._rescued is None:
            return
        error, safe = self._rescued
        self._window.footer.set_state(_("Saved in a rescued copy"), icon="check-circle", role="warn")
        self._window.set_banner(rescued_words(error, safe), _("Show folder"), partial(show_folder, safe))

    def _on_not_safe(self, error: KnownError, why: KnownError) -> None:
        self._window.set_banner(f"{sentence(error)} {sentence(why)}")


def rescued_words(error: KnownError, safe: Path) -> str:
    """Return what happened to the file, and where the work goes on."""
    on = _("Your work goes on in “{name}”, in {place}. Look whether your last change is there.")
    return f"{sentence(error)} {on.format(name=safe.name, place=safe.absolute().parent)}"
