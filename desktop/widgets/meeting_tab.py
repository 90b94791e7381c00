"""What a tab of a meeting is to the frame around it.

A feature's tab in its shortest form:

    class CallTab(MeetingTab):
        kinds = frozenset({"meeting", "call_log"})        # tables whose changes concern it; empty: all

        def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
            super().__init__(operations, parent)
            self._write_button = Button(_("Write the call"), "primary", clicked=self._write)

        def header_actions(self) -> Sequence[QWidget]:
            return (self._write_button,)

        def refresh(self, changes: Changes | None) -> None:
            self.operations.read(calls.told, self.meeting_id, done=self._show, key=(self, "told"))

The frame makes a tab when it is first chosen (`TabEntry.factory`) and then calls `set_meeting`. The base class calls
`refresh` when the tab shows a meeting it has not shown, when something that concerns it changed while it was in
sight, and when it comes back into sight after that. `meeting_id` is never None by then.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from db.changes import Changes
from desktop.operations import Operations
from desktop.widgets.badges import KeyHint


@dataclass(frozen=True, slots=True)
class OpenMeeting:
    """A target of `Page.open_requested`: this meeting, on the tab of this key, at this item."""

    meeting_id: uuid.UUID
    tab: str = ""
    """"papers", "agenda", "call", "minutes" or "follow_up"; empty: the tab for where the meeting stands."""
    item_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class PrintMeeting:
    """A request to print something of a meeting.

    `what` is "agenda", "agenda-chair", "agenda-public", "signin", "minutes-form", "pack", "minutes", "minutes-public"
    or "minutes-item", the extract of the item of this number.
    """

    meeting_id: uuid.UUID
    what: str = "agenda"
    item: int | None = None


class MeetingTab(QWidget):
    """One tab of a meeting. See this module's own text for how to write one."""

    kinds: ClassVar[frozenset[str]] = frozenset()
    """Names of the tables this tab shows; empty: it looks again after every change."""

    header_changed = Signal()
    """The header's actions or the key hints are others than before."""
    count_changed = Signal(object)
    """How many stand here (or None), to be shown beside the tab's word."""
    open_requested = Signal(object)
    """Please show this target, as `Page.open_requested`; an `OpenMeeting` of this meeting changes the tab."""
    print_requested = Signal(object)
    """Please print this `PrintMeeting`."""
    said = Signal(str)
    """A sentence for the foot of the window: what was just done."""
    said_with_undo = Signal(str)
    """The same, with a button that undoes it."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = operations
        self._meeting_id: uuid.UUID | None = None
        self._pending: Changes | None = None
        self._stale = True
        operations.changed.connect(self._on_changed)
        operations.day_began.connect(self._on_day)

    @property
    def meeting_id(self) -> uuid.UUID:
        """The meeting shown."""
        assert self._meeting_id is not None, "the frame sets the meeting before it shows a tab"
        return self._meeting_id

    def shown_meeting(self) -> uuid.UUID | None:
        """Return the meeting shown, or None before the first."""
        return self._meeting_id

    def set_meeting(self, meeting_id: uuid.UUID) -> None:
        """Show another meeting; what was typed for the one before has been kept by `flush`."""
        if meeting_id != self._meeting_id:
            self._meeting_id = meeting_id
            self._stale = True
            self.forget()
        if self.isVisible():
            self._look()

    def forget(self) -> None:
        """Take away what belongs to the meeting shown before; `refresh` follows."""

    def refresh(self, changes: Changes | None) -> None:
        """Look at the record again; `changes` is None when everything may be new."""

    @property
    def item_id(self) -> uuid.UUID | None:
        """The item of the agenda that is shown, where the tab shows one at a time."""
        return None

    def show_item(self, item_id: uuid.UUID) -> None:
        """Go to this item of the agenda, where the tab has items."""

    def header_actions(self) -> Sequence[QWidget]:
        """Return the buttons at the right of the tabs, made once; the primary one last."""
        return ()

    def key_hints(self) -> Sequence[KeyHint]:
        """Return up to four keys that matter here."""
        return ()

    def all_keys(self) -> Sequence[KeyHint]:
        """Return every key of this tab, for the sheet F1 shows."""
        return self.key_hints()

    def panels(self) -> Sequence[QWidget]:
        """Return what F6 goes round, in reading order."""
        return ()

    def flush(self) -> bool:
        """Keep what is typed and not yet kept, before the tab or the meeting changes; False to stay."""
        return True

    def let_go(self) -> bool:
        """Keep what is typed before the window closes, and ask where it cannot be kept; False to stay."""
        return self.flush()

    def start_new(self) -> bool:
        """Begin something new here (Ctrl+N); return False to leave it to the page."""
        return False

    def print_out(self) -> bool:
        """Print what this tab shows (Ctrl+P); return False where there is nothing to print."""
        return False

    def search(self) -> bool:
        """Go to the tab's own search (Ctrl+F); return False where there is none."""
        return False

    def _on_changed(self, changes: Changes) -> None:
        if self._meeting_id is None or (self.kinds and not self.kinds & changes.kinds):
            return
        if self.isVisible():
            self.refresh(changes)
        elif not self._stale:
            self._pending = changes if self._pending is None else self._pending | changes

    def _on_day(self) -> None:
        self._stale = True
        if self._meeting_id is not None and self.isVisible():
            self._look()

    def _look(self) -> None:
        if self._stale:
            self._stale, self._pending = False, None
            self.refresh(None)
        elif self._pending is not None:
            pending, self._pending = self._pending, None
            self.refresh(pending)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._meeting_id is not None:
            self._look()


@dataclass(frozen=True, slots=True)
class TabEntry:
    """A tab the frame offers. `title` is called when shown, in the reader's language; `factory` makes it once.

    `module` is what the factory loads, where that is not loaded with the frame.
    """

    key: str
    title: Callable[[], str]
    factory: Callable[[], MeetingTab]
    module: str = ""
