"""The minutes tab: attendance on top, the agenda, the editor, and what was agreed.

Text flows one way: the editor tells `TextKeeper`, that writes; what the record holds comes back through `refresh` and
is shown wherever nothing newer was typed.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from db.changes import Changes
from db.errors import KnownError
from db.errors.minutes import DependedOn
from db.meetings.agenda import ItemRow
from db.meetings.attendance import AttendanceRow
from db.meetings.labels import HELD
from db.meetings.open_actions import CarriedAction
from db.meetings.running import approve_by_item, go_to_item, set_item_done, start_meeting
from db.minutes.actions import ActionRow, close_action
from db.minutes.decisions import DecisionRow, decisions
from db.minutes.minutes import Removed
from db.vocabulary import MinutesState
from desktop import texts
from desktop.clock import Clock
from desktop.kept_writes import passes
from desktop.minutes.agenda_card import WIDTH as AGENDA_WIDTH
from desktop.minutes.agenda_card import AgendaCard
from desktop.minutes.attendance_dialog import AttendanceDialog
from desktop.minutes.attendance_strip import AttendanceStrip
from desktop.minutes.header import HeaderActions
from desktop.minutes.keeping import TextKeeper
from desktop.minutes.meeting_dialogs import RemovedDialog
from desktop.minutes.result_dialogs import HowTakenDialog, RepairDialog, date_reader
from desktop.minutes.results import WIDTH as RESULTS_WIDTH
from desktop.minutes.results import ResultsCard
from desktop.minutes.turns import Shown, Turns, open_dialog
from desktop.minutes.understanding import Understanding
from desktop.minutes.unsaved_dialog import UnsavedDialog, copy_unsaved, reason
from desktop.minutes.view import MinutesView, minutes_view
from desktop.minutes.writing import WritingCard
from desktop.naming.outcomes import shortened
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.dialogs import ask
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import column
from desktop.widgets.looking import only_looking
from desktop.widgets.meeting_tab import MeetingTab, OpenMeeting, PrintMeeting
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.paper_files import PaperFiles

_TICK_MS = 5000


class MinutesTab(MeetingTab):
    """Attendance and live minutes of one meeting."""

    kinds = frozenset(
        {
            "meeting", "agenda_item", "attendance", "decision", "action", "correction", "paper", "member", "person",
            "membership", "representative", "group_membership", "working_group", "alliance", "item_skip",
        }
    )  # fmt: skip

    def __init__(
        self,
        operations: Operations,
        *,
        clock: Clock | None = None,
        who: Callable[[], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._view: MinutesView | None = None
        self._item_id: uuid.UUID | None = None
        self._wanted_item: uuid.UUID | None = None
        self._read_with: object = None
        self.strip = AttendanceStrip()
        self.agenda = AgendaCard()
        self.writing = WritingCard()
        self.results = ResultsCard()
        self.editor = self.writing.editor
        self.header = HeaderActions()
        self.keeper = TextKeeper(operations, self)
        self.turns = Turns(
            operations, self, clock=self._clock, who=who, keep=self.keeper.keep_now, write=self._write,
            shown=lambda: Shown(self.meeting_id, self._view, self._item_id), done=self._say_done,
        )  # fmt: skip
        self.files = PaperFiles(operations, parent=self)
        self._attendance: AttendanceDialog | None = None
        lanes = (
            Lane(self.agenda, AGENDA_WIDTH, 200, height=240),
            Lane(self.writing, 420, 360, share=1),
            Lane(self.results, RESULTS_WIDTH, 272, height=240),
        )
        page = column(self.strip, Lanes(lanes, first=self.writing), spacing=16, margins=PAGE_MARGINS)
        page.setStretch(1, 1)
        self.setLayout(page)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self._connect()

    def _connect(self) -> None:
        self.editor.changed.connect(self._on_typed)
        self.editor.left.connect(self.keeper.keep_now)
        self.editor.way_back.follow(self.operations, own=self.keeper.unsaved)
        self.editor.way_back.handed_on.connect(self.keeper.keep_now)
        self.editor.step_requested.connect(self.step_item)
        self.agenda.view.chosen.connect(self.go_to)
        self.strip.mark_requested.connect(self.mark_attendance)
        self.results.how_requested.connect(self._ask_how)
        self.results.repair_requested.connect(self._repair)
        self.results.done_requested.connect(self._close_heard)
        self.writing.paper_requested.connect(self.files.open)
        self.files.said.connect(self.said)
        self.writing.done_chosen.connect(self._set_done)
        self.writing.approve_requested.connect(self._approve_asked)
        self.writing.agenda_requested.connect(lambda: self.open_requested.emit(OpenMeeting(self.meeting_id, "agenda")))
        self.keeper.asked.connect(self._on_depended_on)
        self.keeper.refused.connect(self._on_refused)
        self.keeper.kept.connect(self._on_kept)
        self.keeper.eased.connect(lambda: self.writing.notice.say(""))
        self.header.start.clicked.connect(lambda _checked: self.start())
        self.header.finish.clicked.connect(lambda _checked: self.turns.finish())
        self.header.print_draft.clicked.connect(lambda _checked: self.print_out())
        self.header.circulate.clicked.connect(lambda _checked: self.turns.circulate())
        self.header.approve.clicked.connect(lambda _checked: self.turns.approve())
        self.header.correct.clicked.connect(lambda _checked: self.turns.correct())
        for keys, act in (("Ctrl+M", self.mark_attendance), ("Ctrl+Down", partial(self.step_item, 1)),
                          ("Ctrl+Up", partial(self.step_item, -1))):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # What the frame asks for

    def forget(self) -> None:
        """Take away what belongs to the meeting shown before."""
        self.keeper.settle()
        self._view, self._item_id, self._read_with = None, None, None
        self.editor.set_text("")
        self.editor.setProperty("item", "")

    def refresh(self, changes: Changes | None) -> None:
        """Look the meeting up again, unless only the text just typed here was kept and its tick goes with it."""
        here = self._view.item(self._item_id) if self._view is not None else None
        if changes is not None and here is not None:
            only_text = changes.kinds == {"agenda_item"} and changes.ids == {here.id}
            tick_goes_with_it = here.done == bool(self.editor.text().strip())
            if only_text and tick_goes_with_it and self.keeper.under_way(here.id):
                return
        self.operations.read(minutes_view, self.meeting_id, done=self._show, key=(self, "view"))

    def show_item(self, item_id: uuid.UUID) -> None:
        """Go to this item, now or once the meeting is looked up."""
        if self._view is None:
            self._wanted_item = item_id
        else:
            self.go_to(item_id)

    def header_actions(self) -> Sequence[QWidget]:
        """Return what goes with where the meeting stands."""
        return self.header.for_view(self._view)

    def key_hints(self) -> Sequence[KeyHint]:
        """Return the keys that matter here."""
        return (
            KeyHint("Ctrl M", _("mark who is here"), changes=True),
            KeyHint("Ctrl Z", _("undo"), changes=True),
            KeyHint("F6", _("next panel")),
        )

    def all_keys(self) -> Sequence[KeyHint]:
        """Return every key of this tab."""
        return (
            KeyHint("Ctrl M", _("mark who is here"), changes=True),
            KeyHint("Ctrl ↓", _("next item")),
            KeyHint("Ctrl ↑", _("item before")),
            KeyHint("Alt D", _("decision"), changes=True),
            KeyHint("Alt A", _("action"), changes=True),
            KeyHint("Alt P", _("point"), changes=True),
            KeyHint("@", _("owner"), changes=True),
            KeyHint(">", _("due date"), changes=True),
        )

    def panels(self) -> Sequence[QWidget]:
        """Return what F6 goes round."""
        return (self.strip, self.agenda.view, self.editor, self.results)

    def flush(self) -> bool:
        """Keep what is typed; asks first what becomes of a line that went and that others depend on."""
        self.keeper.keep_before_leaving()
        for question in [one for one in self.findChildren(RemovedDialog) if one.isVisible()]:
            question.keep() if self.operations.ending else question.wait()
            self.keeper.keep_before_leaving()
        return True

    def let_go(self) -> bool:
        """Keep what is typed; where it is not on the disk yet, ask whether to stay."""
        self.flush()
        if self.operations.ending or not self.keeper.unsaved():
            return True
        question = UnsavedDialog(self.keeper, self.window())
        lost = question.exec() == QDialog.DialogCode.Accepted or self.operations.ending
        question.deleteLater()
        if lost:
            self.keeper.give_up()
        return lost

    def print_out(self) -> bool:
        """Ask for the minutes on paper, with all that is typed."""
        self.flush()
        self.print_requested.emit(PrintMeeting(self.meeting_id, "minutes"))
        return True

    # What is shown

    @property
    def item_id(self) -> uuid.UUID | None:
        """The item being written."""
        return self._item_id

    def _show(self, view: MinutesView) -> None:
        if view.sheet.meeting_id != self.meeting_id:
            return
        first = self._view is None
        self._view = view
        self.keeper.begin(view.sheet.date)
        for item in view.items:
            self.keeper.stands(item.id, item.text)
        if first or view.item(self._item_id) is None:
            self.keeper.settle()  # the editor is about to show another item
            self._item_id = self._first_item(view)
            self._wanted_item = None
        self._understand(view)
        self._show_text(view)
        self.strip.show_sheet(view.attendance, fixed=view.sheet.minutes_state is MinutesState.APPROVED)
        self._show_parts(view)
        self.header.show_view(view, self._clock.now())
        self.header_changed.emit()
        self._tick.start() if view.running and self.isVisible() else self._tick.stop()

    def _first_item(self, view: MinutesView) -> uuid.UUID | None:
        """Return the item to begin with; one whose text is not on the disk yet comes before the current one."""
        unsaved = (item.id for item in view.items if self.keeper.text(item.id) is not None)
        for wanted in (self._wanted_item, *unsaved, view.sheet.current_item_id):
            if view.item(wanted) is not None:
                return wanted
        return view.items[0].id if view.items else None

    def _understand(self, view: MinutesView) -> None:
        read_with = (view.language, view.sheet.date, view.next_meeting, view.options)
        if read_with != self._read_with:
            self._read_with = read_with
            self.editor.set_understanding(
                Understanding(
                    language=view.language, today=view.sheet.date, next_meeting=view.next_meeting, options=view.options
                )
            )

    def _show_text(self, view: MinutesView) -> None:
        """Show what the record holds, unless something newer was typed."""
        item = view.item(self._item_id)
        if view.sheet.original_text:
            self.writing.show_original(view.sheet.original_text, view.sheet.original_name)
            return
        if item is None:
            self.editor.setProperty("item", "")
        elif self.editor.property("item") != str(item.id):
            self._load(item)
        elif self.keeper.text(item.id) is None:
            if self.editor.text() != item.text:
                self.editor.take_over(item.text)
                self.editor.way_back.begin_anew()  # it was the record that changed, and there it is taken back
            self.editor.set_labels(view.labels(item.id))

    def _load(self, item: ItemRow) -> None:
        self.keeper.settle()
        typed = self.keeper.text(item.id)
        self.editor.set_text(item.text if typed is None else typed)
        self.editor.setProperty("item", str(item.id))
        if self._view is not None:
            self.editor.set_labels(self._view.labels(item.id))

    def _show_parts(self, view: MinutesView) -> None:
        if not view.sheet.original_text:
            item = view.item(self._item_id)
            papers = [paper for paper in view.sheet.papers if item is not None and paper.item_id == item.id]
            fixed = view.sheet.fixed or self.operations.read_only
            self.writing.show_item(item, papers, fixed=fixed, begun=view.running or view.sheet.status in HELD)
        self.agenda.show_view(view, self._item_id, self._clock.now())
        self.results.show_view(view, self._item_id, self._clock.today())

    def _on_tick(self) -> None:
        if self._view is not None:
            self.agenda.show_view(self._view, self._item_id, self._clock.now())
            self.header.show_view(self._view, self._clock.now())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._view is not None and self._view.running:
            self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    # Writing

    def _on_typed(self) -> None:
        if self._item_id is not None:
            self.keeper.typed(self._item_id, self.editor.text, back=self.editor.way_back.typed_back())

    def _on_kept(self, item_id: uuid.UUID, text: str) -> None:
        if self._view is not None:
            self._view = self._view.with_text(item_id, text)

    def _on_refused(self, error: Exception) -> None:
        if passes(error):
            words = _("Not saved yet: {reason} What you typed stays here and is tried again.")
        else:
            words = _("Not saved: {reason} What you typed stays here until you close Ronda.")
        words = words.format(reason=reason(error))
        if passes(error) or not isinstance(error, KnownError):
            self.writing.notice.say(words, "danger", _("Try again"), self.keeper.try_again)
        else:
            self.writing.notice.say(words, "danger", _("Copy the text"), partial(copy_unsaved, self.keeper))

    def _on_depended_on(self, item_id: uuid.UUID, error: DependedOn) -> None:
        dialog = RemovedDialog(error.dependents, self)
        dialog.finished.connect(lambda: self._on_removed(item_id, dialog.answer))
        open_dialog(dialog)

    def _on_removed(self, item_id: uuid.UUID, answer: Removed | None) -> None:
        if answer is not None:
            self.editor.way_back.begin_anew()  # the record brings the line back with all that depended on it
            self.keeper.answer(item_id, answer)
        else:
            self.keeper.take_back(item_id)
            item = self._view.item(item_id) if self._view else None
            if item is not None and item_id == self._item_id:
                self.editor.take_over(item.text)

    # Going through the agenda

    def go_to(self, item_id: object) -> None:
        """Turn to an item; while the meeting runs its clock follows."""
        self._go(item_id, done=False)

    def step_item(self, step: int) -> None:
        """Turn to the next (1) or previous (-1) item; going on says that this one was dealt with (`go_to_item`)."""
        if self._view is None:
            return
        there = self._view.neighbour(self._item_id, step)
        if there is None:
            self.said.emit(_("This is the last item.") if step > 0 else _("This is the first item."))
            return
        self._go(there.id, done=step > 0)
        self.editor.setFocus()

    def _go(self, item_id: object, *, done: bool) -> None:
        view = self._view
        item = view.item(item_id) if view and isinstance(item_id, uuid.UUID) else None
        if view is None or item is None or item.id == self._item_id:
            return
        self.keeper.keep_now()
        self._item_id = item.id
        if not view.sheet.original_text:
            self._load(item)
        self._show_parts(view)
        if view.running and not self.operations.read_only:
            self._write(go_to_item, item.id, at=self._now(), dealt_with=done)

    def _set_done(self, done: bool) -> None:
        if self._item_id is not None:
            self._write(set_item_done, self._item_id, dealt_with=done, done=lambda _changes: self.refresh(None))

    # The meeting

    def start(self) -> None:
        """Start the meeting; before its day only if that is meant, and then it bears today's date."""
        today = self._clock.today()
        if self._view is not None and today < self._view.sheet.date:
            planned = _(
                "It is planned for {day}. Started now, it is kept under today’s date, and the agenda says so too."
            )
            planned = planned.format(day=texts.date_with_weekday(self._view.sheet.date))
            if not ask(self, _("Start before its day?"), planned, _("Start today"), kind="primary"):
                return
        self._view = None  # so that the item the meeting begins with is shown
        self._write(start_meeting, self.meeting_id, at=self._now(), on=today)
        self.editor.setFocus()

    def _approve_asked(self) -> None:
        """Approve the minutes the item asks about: today, or on the meeting's day where that is over."""
        if self._item_id is not None and self._view is not None:
            on = self._clock.today() if self._view.running else self._view.sheet.date
            approved = partial(self._say_done, _("The minutes are approved."))
            self._write(approve_by_item, self._item_id, on=on, done=approved)

    def _say_done(self, words: str, _changes: object) -> None:
        self.said_with_undo.emit(words)

    # Attendance and results

    def mark_attendance(self, seat: AttendanceRow | None = None) -> None:
        """Open the panel that marks who is here."""
        if self.operations.read_only:
            self.said.emit(only_looking())
            return
        self._attendance = AttendanceDialog(self.operations, self._clock, self.meeting_id, self)
        self._attendance.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._attendance.marked.connect(self._leave_typed)
        self._attendance.open_at(seat)

    def _ask_how(self, decision: DecisionRow) -> None:
        group = self._view.sheet.group_id if self._view else None
        self.operations.read(
            decisions, group=group, plenary=group is None, current=None,
            done=lambda rows: self._show_how(decision, rows),
        )  # fmt: skip

    def _show_how(self, decision: DecisionRow, rows: Sequence[DecisionRow]) -> None:
        dialog = HowTakenDialog(decision, rows, read_date=self._reader(decision.meeting_date), parent=self)
        dialog.accepted.connect(lambda: self._write(dialog.chosen()))
        open_dialog(dialog)

    def _repair(self, what: str, action: ActionRow) -> None:
        if self._view is None:
            return
        self.keeper.keep_now()
        dialog = RepairDialog(
            action, self._view.options, what=what, read_date=self._reader(self._view.sheet.date), parent=self
        )
        dialog.accepted.connect(lambda: self._write(dialog.chosen()))
        open_dialog(dialog)

    def _close_heard(self, action: CarriedAction) -> None:
        said = partial(self._say_done, _("Done: “{action}”").format(action=shortened(action.text)))
        self._write(close_action, action.id, on=self._clock.today(), done=said)

    def _reader(self, today: dt.date) -> Callable[[str], dt.date | None]:
        view = self._view
        return date_reader(today, view.language if view else "en", view.next_meeting if view else None)

    def _now(self) -> dt.time:
        return self._clock.now().time().replace(microsecond=0)

    def _write(self, function: Callable[..., Any], *arguments: Any, **values: Any) -> None:
        """Write what was done: all but what is typed, which `keeper` writes."""
        self._leave_typed()
        self.operations.keep(function, *arguments, failed=self._on_write_failed, **values)

    def _leave_typed(self) -> None:
        """Keep what is typed, and have what takes things back take back what is done now before any of it.

        That is when it is asked for, not once it is done: keys typed meanwhile come after it.
        """
        self.keeper.keep_now()
        self.editor.way_back.begin_anew()

    def _on_write_failed(self, error: KnownError) -> None:
        self.said.emit(sentence(error))
        self.refresh(None)
