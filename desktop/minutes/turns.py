"""What is asked at the turns of a meeting's minutes: finishing, circulating, approving, correcting."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from db.duties.finishing import FinishSheet, finish_sheet, finish_with_turns
from db.meetings.calls import CallSheet, circulation_sheet
from db.minutes.minutes import CorrectionRow, approve_minutes, correct_minutes, corrections
from desktop.clock import Clock
from desktop.minutes.meeting_dialogs import CirculateDialog, CorrectionDialog, FinishDialog
from desktop.minutes.result_dialogs import date_reader
from desktop.minutes.view import MinutesView
from desktop.naming.meetings import item_title
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.dialogs import ask


@dataclass(frozen=True, slots=True)
class Shown:
    """The meeting that the turns are about: what is looked up of it, if it is yet, and the item being written."""

    meeting_id: uuid.UUID
    view: MinutesView | None
    item_id: uuid.UUID | None


class Turns(QObject):
    """Asks what is to be asked, over `place`, and has the answer written. What is typed is kept first, always."""

    def __init__(
        self,
        operations: Operations,
        place: QWidget,
        *,
        clock: Clock,
        who: Callable[[], str],
        shown: Callable[[], Shown],
        keep: Callable[[], object],
        write: Callable[..., object],
        done: Callable[[str, object], object],
    ) -> None:
        super().__init__(place)
        self._operations = operations
        self._place = place
        self._clock = clock
        self._who = who
        self._shown = shown
        self._keep = keep
        self._write = write
        self._done = done
        """Says what was done, and that it may be undone; called with those words and the changes."""

    def finish(self) -> None:
        """Show what is missing, ask who did the turns, then finish the meeting."""
        self._keep()
        self._operations.read(finish_sheet, self._shown().meeting_id, done=self._ask_finish)

    def _ask_finish(self, sheet: FinishSheet) -> None:
        dialog = FinishDialog(sheet, self._clock.today(), self._place)
        meeting_id = self._shown().meeting_id
        dialog.accepted.connect(lambda: self._finish(meeting_id, dialog))
        self._operations.soon(open_dialog, dialog)  # a turn each: making it, and finding its size

    def _finish(self, meeting_id: uuid.UUID, dialog: FinishDialog) -> None:
        now = self._clock.now()
        at, who_did = now.time().replace(microsecond=0), dialog.lines.done()
        dealt_with = dialog.dealt_with()
        self._write(
            finish_with_turns, meeting_id, at=at, who_did=who_did, today=now.date(), dealt_with=dealt_with,
            done=partial(self._done, _("The meeting is finished.")),
        )  # fmt: skip

    def circulate(self) -> None:
        """Have the minutes sent, and ask when they went out, to whom, and until when members may comment."""
        self._keep()
        self._operations.read(circulation_sheet, self._shown().meeting_id, done=self._ask_circulate)

    def _ask_circulate(self, sheet: CallSheet) -> None:
        view = self._shown().view
        if view is None:
            return
        read_date = date_reader(self._clock.today(), view.language, view.next_meeting)
        dialog = CirculateDialog(
            self._operations, self._clock, view.comment_days, sheet, read_date=read_date, parent=self._place
        )  # fmt: skip
        dialog.accepted.connect(lambda: self._write(dialog.chosen(sheet.meeting_id, self._clock.now())))
        open_dialog(dialog)

    def approve(self) -> None:
        """Approve the minutes without a meeting that does."""
        self._keep()
        sentence = _("From now on they change only by a recorded correction. Usually the next meeting approves them.")
        if ask(self._place, _("Approve these minutes?"), sentence, _("Approve"), kind="primary"):
            done = partial(self._done, _("The minutes are approved."))
            self._write(approve_minutes, self._shown().meeting_id, on=self._clock.today(), done=done)

    def correct(self) -> None:
        """Record a correction of the item shown."""
        self._operations.read(corrections, self._shown().meeting_id, done=self._ask_correction)

    def _ask_correction(self, earlier: Sequence[CorrectionRow]) -> None:
        shown = self._shown()
        item = shown.view.item(shown.item_id) if shown.view else None
        if item is None:
            return
        of_item = [past for past in earlier if past.item_id == item.id]
        dialog = CorrectionDialog(item_title(item), item.text, of_item, self._place)
        dialog.accepted.connect(lambda: self._correct(item.id, dialog))
        open_dialog(dialog)

    def _correct(self, item_id: uuid.UUID, dialog: CorrectionDialog) -> None:
        values: dict[str, Any] = {"text": dialog.text.toPlainText(), "reason": dialog.reason.toPlainText()}
        self._write(correct_minutes, item_id, who=self._who(), removed="keep", **values)


def open_dialog(dialog: QDialog) -> None:
    """Open a dialog that goes for good once it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
