"""What each tab of the page Purpose is to the page."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from db.errors import KnownError
from desktop.clock import Clock
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.widgets.badges import KeyHint
from desktop.widgets.dialogs import Dialog


class View(QWidget):
    """One tab: what it shows, its verb in the header, its keys."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    """Names of the tables this tab shows."""

    said = Signal(str)
    said_with_undo = Signal(str)
    open_requested = Signal(object)
    header_changed = Signal()
    """Fact, actions or key hints are others than before."""
    print_requested = Signal()
    """Please print what this tab shows."""

    def __init__(self, operations: Operations, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = operations
        self.clock = clock
        self.dialog: Dialog | None = None
        """The dialog open now, or opened last."""

    def fact(self) -> str:
        """Return the one supporting fact beside the page's title."""
        return ""

    def verbs(self) -> Sequence[QWidget]:
        """Return the header's buttons of this tab, made once; those in sight now are not hidden."""
        return ()

    def key_hints(self) -> Sequence[KeyHint]:
        """Return up to four keys that matter here."""
        return ()

    def panels(self) -> Sequence[QWidget]:
        """Return what F6 goes round."""
        return ()

    def refresh(self) -> None:
        """Look at the record again."""

    def show_ref(self, ref: uuid.UUID | None) -> None:
        """Choose the thing of this key."""

    def current(self) -> Any:
        """Return the row chosen, which has an `id` to come back to; nothing if none is."""
        return None

    def start_new(self) -> None:
        """Begin something new."""

    def flush(self) -> None:
        """Keep what is half typed."""

    def ask(self, dialog: Dialog, said: str = "") -> None:
        """Open a dialog; say what was done once it is."""
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if said:
            dialog.accepted.connect(lambda: self.said_with_undo.emit(said))
        dialog.open()

    def write(
        self,
        use_case: Callable[..., Any],
        *args: Any,
        said: str = "",
        then: Callable[[Any], object] | None = None,
        field: QObject | None = None,
        **values: Any,
    ) -> None:
        """Do something to the record; say what was done and go on with `then`, or say why not.

        What was typed into a `field` is tried again until it is on the disk.
        """

        def done(result: Any) -> None:
            if said:
                self.said_with_undo.emit(said)
            if then is not None:
                then(result)

        if field is not None:
            self.operations.keep(use_case, *args, fields=(field,), failed=self.refused, **values)
        else:
            self.operations.write(use_case, *args, done=done, failed=self.refused, **values)

    def refused(self, error: KnownError) -> None:
        """Say why something could not be done, and show again what stands."""
        self.said.emit(sentence(error))
        self.refresh()
