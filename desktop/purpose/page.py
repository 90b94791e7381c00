"""The page Purpose: what the alliance is for, what it goes by, what it says aloud, what stands in its way."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from db.measures.challenges import COUNTED
from db.vocabulary import CharterKind
from desktop.clock import Clock
from desktop.operations import Operations
from desktop.purpose.challenges_view import ChallengesView
from desktop.purpose.charter_view import CharterView
from desktop.purpose.indicators_view import IndicatorsView
from desktop.purpose.notes_view import NotesView
from desktop.purpose.view import View
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.headers import TabStrip, TallHeader
from desktop.widgets.lanes import CurrentStack
from desktop.widgets.layouts import column
from desktop.widgets.page import Page
from desktop.widgets.targets import OpenPurpose

PURPOSE, INDICATORS, PRINCIPLES, WAYS, NOTES, CHALLENGES = (
    "purpose", "indicators", "principles", "ways", "notes", "challenges",
)  # fmt: skip
_KEYS: Final = (PURPOSE, INDICATORS, PRINCIPLES, WAYS, NOTES, CHALLENGES)
_TAB_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "purpose": PURPOSE,
        "indicator": INDICATORS,
        "principle": PRINCIPLES,
        "section": WAYS,
        "note": NOTES,
        "challenge": CHALLENGES,
    }
)
"""By kind of target, the tab that shows it."""


class PurposePage(Page):
    """Six tabs; each is made when it is first shown."""

    print_note_requested = Signal(object)
    """Please show the note of this key as it will be printed."""
    print_terms_requested = Signal()
    """Please show the terms of reference as they will be printed."""

    kinds = COUNTED | {
        "charter_version", "charter_section", "indicator", "observation", "note", "challenge", "endorsement",
        "decision", "meeting", "member", "membership",
    }  # fmt: skip

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._views: dict[str, View] = {}
        self._unread: set[str] = set()
        self.strip = TabStrip(
            [
                (PURPOSE, _("Purpose")),
                (INDICATORS, _("Indicators")),
                (PRINCIPLES, _("Principles")),
                (WAYS, _("Ways of working")),
                (NOTES, _("Notes and statements")),
                (CHALLENGES, _("Challenges")),
            ],
            name=_("Parts of this page"),
        )
        self._stack = CurrentStack()
        self.setLayout(column(self._stack))
        self.header = TallHeader(None, self.strip, title_px=24)
        self.header.set_title(_("Purpose"))
        self.strip.currentChanged.connect(lambda _index: self._on_tab())
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._step_tab(step))

    # What the window asks

    def title(self) -> str:
        return _("Purpose")

    def header_widget(self) -> QWidget | None:
        return self.header

    def key_hints(self) -> Sequence[KeyHint]:
        return self.view().key_hints()

    def all_keys(self) -> Sequence[KeyHint]:
        return (*self.key_hints(), KeyHint("Ctrl PgDn", _("next tab")), KeyHint("Ctrl PgUp", _("tab before")))

    def panels(self) -> Sequence[QWidget]:
        return (*self.view().panels(), self.strip)

    def start_new(self) -> bool:
        self.view().start_new()
        return True

    def print_out(self) -> bool:
        view, key = self.view(), self.strip.key()
        view.flush()
        if isinstance(view, NotesView):
            note = view.table.current_row()
            if note is not None:
                self.print_note_requested.emit(note.id)
            return note is not None
        if key in (PURPOSE, PRINCIPLES, WAYS):
            self.print_terms_requested.emit()
        return key in (PURPOSE, PRINCIPLES, WAYS)

    def leave(self) -> bool:
        for view in self._views.values():
            view.flush()
        return True

    def build_beforehand(self) -> bool:
        missing = next((key for key in _KEYS if key not in self._views), None)
        if missing is None:
            return False
        self._view_of(missing)
        return True

    def open(self, target: object) -> bool:
        if not isinstance(target, OpenPurpose):
            return False
        self.show_tab(_TAB_OF[target.kind])
        if target.ref is not None:
            self.view().show_ref(target.ref)
        return True

    def shown(self) -> object:
        kind = next(kind for kind, tab in _TAB_OF.items() if tab == self.strip.key())
        chosen = self.view().current()
        return OpenPurpose(kind, None if chosen is None else chosen.id)

    def refresh(self, changes: Changes | None) -> None:
        shown = self.strip.key()
        for key in _KEYS:
            if changes is None or (key in self._views and self._views[key].kinds & changes.kinds):
                self._unread.add(key)
        self._look_again(shown)

    # Tabs

    def view(self) -> View:
        """Return the tab in sight."""
        return self._view_of(self.strip.key())

    def show_tab(self, key: str) -> None:
        """Bring the tab of `key` into sight."""
        self.strip.set_key(key)
        self._on_tab()

    def _view_of(self, key: str) -> View:
        if key not in self._views:
            made = self._make(key)
            self._views[key] = made
            self._unread.add(key)
            self._stack.addWidget(made)
            self.header.keep_actions(made.verbs())
            made.said.connect(self.said)
            made.print_requested.connect(self.print_out)
            made.said_with_undo.connect(self.said_with_undo)
            made.open_requested.connect(self.open_requested)
            made.header_changed.connect(lambda: self._on_header(key))
        return self._views[key]

    def _make(self, key: str) -> View:
        operations, clock = self.operations, self._clock
        if key == INDICATORS:
            return IndicatorsView(operations, clock)
        if key == NOTES:
            return NotesView(operations, clock)
        if key == CHALLENGES:
            return ChallengesView(operations, clock)
        kinds = {
            PURPOSE: CharterKind.PURPOSE,
            PRINCIPLES: CharterKind.PRINCIPLES,
            WAYS: CharterKind.WAYS_OF_WORKING,
        }
        return CharterView(operations, clock, kinds[key])

    def _on_tab(self) -> None:
        for view in self._views.values():
            view.flush()
        view = self.view()
        self._stack.setCurrentWidget(view)
        self.header.set_actions(view.verbs())
        self._look_again(self.strip.key())
        self._on_header(self.strip.key())

    def _look_again(self, key: str) -> None:
        view = self._view_of(key)
        if self._stack.currentWidget() is not view:
            self._stack.setCurrentWidget(view)
            self.header.set_actions(view.verbs())
        if key in self._unread:
            self._unread.discard(key)
            view.refresh()

    def _on_header(self, key: str) -> None:
        if key == self.strip.key():
            self.header.set_title(_("Purpose"), self.view().fact())
            self.header_changed.emit()

    def _step_tab(self, step: int) -> None:
        self.strip.setCurrentIndex((self.strip.currentIndex() + step) % self.strip.count())
