"""The page Papers: the print room, with every document Ronda makes, and the papers that are kept."""

import uuid
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from desktop.clock import Clock
from desktop.operations import Operations
from desktop.papers.kept import Filters, KeptPapers
from desktop.papers.room import PrintRoom
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.headers import TabStrip, TallHeader
from desktop.widgets.lanes import CurrentStack
from desktop.widgets.layouts import column
from desktop.widgets.page import Page
from desktop.widgets.targets import AsItStood, OpenPaper

ROOM: Final = "room"
KEPT: Final = "kept"


class PapersPage(Page):
    """Two tabs. What a tab shows is read when it comes into sight; the second one is built then, or beforehand."""

    print_document_requested = Signal(object)
    """Please print this `PrintDocument`."""

    def __init__(self, operations: Operations, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self.room = PrintRoom(operations, clock or Clock())
        self._kept: KeptPapers | None = None
        self._kept_unread = True
        self.strip = TabStrip([(ROOM, _("Print room")), (KEPT, _("Kept papers"))], name=_("Parts of this page"))
        self._stack = CurrentStack()
        self.setLayout(column(self._stack))
        self.header = TallHeader(None, self.strip, title_px=24)
        self.room.print_requested.connect(self.print_document_requested)
        self._add(self.room)
        self.strip.currentChanged.connect(lambda _index: self._on_tab())
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._step_tab(step))
        self._on_tab()

    @property
    def kept(self) -> KeptPapers:
        """The second tab."""
        return self._kept or self._build_kept()

    def _build_kept(self) -> KeptPapers:
        made = self._kept = KeptPapers(self.operations)
        made.said.connect(self.said)
        made.print_list_requested.connect(self.print_list_requested)
        self._add(made)
        return made

    def _add(self, view: PrintRoom | KeptPapers) -> None:
        view.open_requested.connect(self.open_requested)
        view.header_changed.connect(self._tell_header)
        self.header.keep_actions(view.verbs())
        self._stack.addWidget(view)

    def build_beforehand(self) -> bool:
        if self._kept is not None:
            return self.room.read_beforehand()
        self._build_kept()
        return True

    def view(self) -> PrintRoom | KeptPapers:
        """Return the tab in sight."""
        return self.room if self.strip.key() == ROOM else self.kept

    def show_tab(self, key: str) -> None:
        """Bring the tab of `key` into sight."""
        self.strip.set_key(key)
        self._on_tab()

    def title(self) -> str:
        return _("Papers")

    def header_widget(self) -> QWidget | None:
        return self.header

    def key_hints(self) -> Sequence[KeyHint]:
        return self.view().key_hints()

    def all_keys(self) -> Sequence[KeyHint]:
        return (*self.key_hints(), KeyHint("Ctrl PgDn", _("next tab")), KeyHint("Ctrl PgUp", _("tab before")))

    def panels(self) -> Sequence[QWidget]:
        return (*self.view().panels(), self.strip)

    def print_out(self) -> bool:
        return self.view().print_out()

    def search(self) -> bool:
        view = self.view()
        return isinstance(view, KeptPapers) and view.search()

    def open(self, target: object) -> bool:
        if isinstance(target, AsItStood) and isinstance(target.filters, Filters):
            filters, key = target.filters, target.key
        elif isinstance(target, OpenPaper):
            filters, key = Filters(), target.paper_id
        else:
            return False
        self.show_tab(KEPT)
        self._kept_unread = False
        self.kept.narrow(filters, key if isinstance(key, uuid.UUID) else None)
        return True

    def shown(self) -> object:
        if self.strip.key() == ROOM:
            return None
        paper = self.kept.table.current_row()
        return AsItStood(self.kept.filters(), paper.id if paper is not None else None)

    def refresh(self, changes: Changes | None) -> None:
        self.room.refresh(changes)
        self._kept_unread |= changes is None or bool(KeptPapers.kinds & changes.kinds)
        self._read_kept()

    def _read_kept(self) -> None:
        if self._kept_unread and self.strip.key() == KEPT:
            self._kept_unread = False
            self.kept.refresh()

    def _on_tab(self) -> None:
        self._stack.setCurrentWidget(self.view())
        self.header.set_actions(self.view().verbs())
        self._read_kept()
        self._tell_header()

    def _tell_header(self) -> None:
        self.header.set_title(self.title(), self.view().fact())
        self.header_changed.emit()

    def _step_tab(self, step: int) -> None:
        self.strip.setCurrentIndex((self.strip.currentIndex() + step) % self.strip.count())
