"""What a page is to the window.

A feature's page in its shortest form:

    class PapersPage(Page):
        kinds = frozenset({"paper"})                      # tables whose changes concern it; empty: all

        def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
            super().__init__(operations, parent)
            self._model = RowsModel(COLUMNS, key=attrgetter("id"))
            self._table = RowsTable(self._model, name=_("Papers"))
            self._table.opened.connect(lambda row: self.open_requested.emit(OpenPaper(row.id)))
            self.setLayout(column(Card().add(self._table), margins=PAGE_MARGINS))

        def title(self) -> str:
            return _("Papers")

        def refresh(self, changes: Changes | None) -> None:
            self.operations.read(papers.rows, done=self._model.set_rows)

The base class calls `refresh` when the page is first shown, when something that concerns it changed while it was in
sight, and when it comes back into sight after that.
"""

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from desktop.operations import Operations
from desktop.widgets.badges import KeyHint
from desktop.widgets.layouts import Margins

PAGE_MARGINS: Final[Margins] = (24, 16, 24, 16)


class Page(QWidget):
    """One page of the window. See this module's own text for how to write one."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    """Names of the tables this page shows; empty: it looks again after every change."""

    open_requested = Signal(object)
    """Please show this target (a member, a meeting…); the window asks each page in turn with `open`."""
    header_changed = Signal()
    """Title, fact or key hints are others than before."""
    said = Signal(str)
    """A sentence for the foot of the window: what was just done."""
    said_with_undo = Signal(str)
    """The same, with a button that undoes it."""
    print_list_requested = Signal(object)
    """Please print this `PrintList`."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = operations
        self._pending: Changes | None = None
        self._stale = True
        operations.changed.connect(self._on_changed)
        operations.day_began.connect(self._on_day)

    def title(self) -> str:
        """Return what stands large in the header."""
        return ""

    def fact(self) -> str:
        """Return the one supporting fact beside the title."""
        return ""

    def header_actions(self) -> Sequence[QWidget]:
        """Return the header's buttons, made once; the primary one last."""
        return ()

    def header_widget(self) -> QWidget | None:
        """Return a header of the page's own, made once, in place of title, fact and actions."""
        return None

    def key_hints(self) -> Sequence[KeyHint]:
        """Return up to four keys that matter here."""
        return ()

    def all_keys(self) -> Sequence[KeyHint]:
        """Return every key of this page, for the sheet F1 shows; by default those of the footer."""
        return self.key_hints()

    def panels(self) -> Sequence[QWidget]:
        """Return what F6 goes round, in reading order."""
        return ()

    def refresh(self, changes: Changes | None) -> None:
        """Look at the record again; `changes` is None when everything may be new."""

    def open(self, target: object) -> bool:
        """Show `target` if it is one of this page's; return whether it is."""
        return False

    def shown(self) -> object:
        """Return what `open` would bring into sight as it stands now; None where that is the page itself."""
        return None

    def start_new(self) -> bool:
        """Begin something new (Ctrl+N); return False to leave it to the window."""
        return False

    def print_out(self) -> bool:
        """Print what this page shows (Ctrl+P); return False where there is nothing to print."""
        return False

    def search(self) -> bool:
        """Go to the page's own search (Ctrl+F); return False where there is none."""
        return False

    def leave(self) -> bool:
        """Keep what is half typed before the page goes out of sight; False to stay."""
        return True

    def let_go(self) -> bool:
        """Keep what is half typed before the page goes for good, and ask where it cannot be kept; False to stay."""
        return self.leave()

    def _on_changed(self, changes: Changes) -> None:
        if self.kinds and not self.kinds & changes.kinds:
            return
        if self.isVisible():
            self.refresh(changes)
        elif not self._stale:
            self._pending = changes if self._pending is None else self._pending | changes

    def _on_day(self) -> None:
        if self.isVisible():
            self.refresh(None)
        else:
            self._stale = True

    def fill_beforehand(self) -> bool:
        """Look at the record before the page is ever shown; return whether it had not."""
        if not self._stale or self.isVisible():
            return False
        self._stale = False
        self.refresh(None)
        return True

    def build_beforehand(self) -> bool:
        """Build one more part that is first shown later, or read for it; return whether there was one."""
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale, self._pending = False, None
            self.refresh(None)
        elif self._pending is not None:
            pending, self._pending = self._pending, None
            self.refresh(pending)
