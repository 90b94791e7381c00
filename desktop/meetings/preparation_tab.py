"""Purpose and papers: why the meeting is held, when and where, who chairs, and what there is to read."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QLineEdit,
    QWidget,
)
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.officers import name_officers
from db.duties.standard import ROLE_OF
from db.duties.standing import Standings, standings_by_key
from db.errors import KnownError
from db.meetings.agenda import ItemRow, agenda
from db.meetings.cycle import approve_agenda
from db.meetings.meeting_series import SeriesRow, all_series
from db.meetings.meetings import MeetingDetail, change_meeting, meeting
from db.meetings.officers import Named
from db.meetings.papers import PaperRow, papers
from db.members.choices import NameChoice, person_choices
from db.vocabulary import ItemKind, MeetingRole, MeetingStatus, MinutesState
from db.when import parse_when
from desktop import texts, theme
from desktop.clock import Clock
from desktop.kept_writes import UNSAVED, waits
from desktop.meetings.new_meeting import LONGEST_MINUTES
from desktop.meetings.papers_card import PapersCard
from desktop.meetings.series_change import SeriesChangeDialog
from desktop.naming.series import series_words
from desktop.naming.turns import history_words
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.fields import DateField, FormRows, NumberField, TimeField
from desktop.widgets.kept_text import KeptLine, KeptText
from desktop.widgets.labels import Label
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column, row
from desktop.widgets.looking import writes
from desktop.widgets.meeting_tab import MeetingTab, PrintMeeting
from desktop.widgets.meeting_turns import MeetingTurns, OnDuty, on_duty
from desktop.widgets.messages import InlineMessage
from desktop.widgets.name_field import NamesField, choice_word
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.way_back import WayBack

PAUSE_MS: Final = 700
"""A length or a time is kept when the person pauses this long."""


@dataclass(frozen=True, slots=True)
class PreparationState:
    """What this tab looks at."""

    detail: MeetingDetail
    items: tuple[ItemRow, ...]
    papers: tuple[PaperRow, ...]
    people: tuple[NameChoice, ...]
    series: SeriesRow | None
    duties: OnDuty
    histories: dict[MeetingRole, Standings]
    """By role: what members did of its duty."""


def read_preparation(session: Session, meeting_id: uuid.UUID) -> PreparationState:
    """Return the state of a meeting's purpose and papers.

    Raises:
        NotFound: If there is no such meeting.
    """
    detail = meeting(session, meeting_id)
    items = (item for item in agenda(session, meeting_id) if item.kind is ItemKind.ITEM)
    found = person_choices(session, detail.row.date)
    mine = detail.row.series_id
    series = next((row for row in all_series(session) if row.id == mine), None) if mine else None
    histories = {role: standings_by_key(session, key) for key, role in ROLE_OF.items()}
    return PreparationState(
        detail, tuple(items), tuple(papers(session, meeting_id)), tuple(found), series, on_duty(session, meeting_id),
        histories,
    )  # fmt: skip


class PreparationTab(MeetingTab):
    """What everybody should know before the meeting. Text is kept at every pause."""

    kinds = frozenset(
        {
            "meeting",
            "meeting_officer",
            "meeting_series",
            "agenda_item",
            "paper",
            "person",
            "member",
            "representative",
            "duty",
            "duty_turn",
            "turn_credit",
        }
    )

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._state: PreparationState | None = None
        self._wanted_item: uuid.UUID | None = None
        self._filled: uuid.UUID | None = None
        self._named: dict[MeetingRole, list[str]] = {}
        """Who was shown last, or kept from what was typed."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep_times)
        self._make_fields()
        self.papers_card = PapersCard(operations, self)
        self.papers_card.said.connect(self.said)
        self.papers_card.said_with_undo.connect(self.said_with_undo)
        self.pack_button = Button(_("Print pack"), icon="printer", clicked=self._print_pack)
        self.add_button = Button(_("Add papers…"), "primary", "paperclip", clicked=self.papers_card.ask_for_files)
        writes(self.add_button)
        self._lay_out()
        self._connect()

    def _make_fields(self) -> None:
        asks = _("Why do we meet? What should be different afterwards?")
        own = _("Only if it has a name of its own")
        self.purpose_field = KeptText(self.operations, name=_("Purpose of the meeting"), placeholder=asks, height=96)
        self.title_field = KeptLine(self.operations, name=_("Title"), placeholder=own)
        self.number_field = QLineEdit()
        self.number_field.setAccessibleName(_("Number"))
        self.number_field.setMaxLength(5)
        self.number_field.setFixedWidth(theme.px(72))
        self.date_field = DateField(name=_("Date"), read=self._read_date, write=texts.weekday_date_short)
        self.time_field = TimeField(name=_("Time"))
        self.minutes_field = NumberField(name=_("Length"), most=LONGEST_MINUTES, step=15, suffix=" " + _("min"))
        self.place_field = KeptLine(self.operations, name=_("Place"))
        anyone = _("A name, or several with “;” between")
        self.chair_field = NamesField(name=_("Chair"), placeholder=anyone)
        self.writer_field = NamesField(name=_("Minutes"), placeholder=anyone)
        self.approved_box = QCheckBox(_("The co-chairs approved the agenda"))
        self.approved_label = Label("", 13, 400, "text2")
        self.series_message = InlineMessage()
        self.turns = MeetingTurns(self.operations, self._clock)

    def _lay_out(self) -> None:
        purpose = Card(_("Purpose"))
        purpose.add(self.purpose_field)
        when = Card(_("When, where, who"))
        form = FormRows()
        number = Label(_("Number"), 13, 500, "text2")
        number.setBuddy(self.number_field)
        date = QWidget()
        date.setLayout(row(self.date_field, 8, number, self.number_field))
        date.setFocusProxy(self.date_field)
        form.add(_("Date"), date)
        times = QWidget()
        length = Label(_("Length"), 13, 500, "text2")
        length.setBuddy(self.minutes_field)
        times.setLayout(row(self.time_field, 8, length, self.minutes_field, None))
        times.setFocusProxy(self.time_field)
        form.add(_("Time"), times)
        for word, field in (
            (_("Place"), self.place_field),
            (_("Title"), self.title_field),
            (_("Chair"), self.chair_field),
            (_("Minutes"), self.writer_field),
        ):
            form.add(word, field)
        when.add(form, row(self.approved_box, self.approved_label, None), self.series_message)
        self.turns_card = Card(_("On duty"))
        self.turns_card.add(self.turns)
        self.left = ScrollArea(column(purpose, when, self.turns_card, None, spacing=16))
        lanes = (Lane(self.left, 400, 400, share=1, height=440), Lane(self.papers_card, 400, 400, share=1, height=360))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))

    def _connect(self) -> None:
        self._lines: dict[str, KeptText | KeptLine] = {
            "purpose": self.purpose_field, "title": self.title_field, "place": self.place_field,
        }  # fmt: skip
        for name, line in self._lines.items():
            line.kept.connect(partial(self._keep_words, name))
        self.minutes_field.valueChanged.connect(self._typed)
        self.time_field.timeChanged.connect(self._typed)
        for box in (self.minutes_field, self.time_field):
            box.editingFinished.connect(self._keep_times)
        self.date_field.changed.connect(self._keep_date)
        self.number_field.editingFinished.connect(self._keep_number)
        self.chair_field.editingFinished.connect(lambda: self._keep_officer(MeetingRole.CHAIR, self.chair_field))
        self.writer_field.editingFinished.connect(lambda: self._keep_officer(MeetingRole.MINUTES, self.writer_field))
        self.approved_box.clicked.connect(self._keep_approval)
        self._take_back()
        self.turns.open_requested.connect(self.open_requested)
        self.turns.said.connect(self.said)
        self.turns.said_with_undo.connect(self.said_with_undo)

    def _take_back(self) -> None:
        """Have Ctrl+Z take back what was done last also where a number, a time or a name is kept as a whole."""
        boxes = {"planned_minutes": self.minutes_field, "start_time": self.time_field}
        self._times = {name: WayBack(box.lineEdit(), keys=box) for name, box in boxes.items()}
        for way_back in self._times.values():
            way_back.handed_on.connect(self._keep_times)
        WayBack(self.number_field).handed_on.connect(self._keep_number)
        officers = {MeetingRole.CHAIR: self.chair_field, MeetingRole.MINUTES: self.writer_field}
        self._officers = {role: WayBack(field) for role, field in officers.items()}
        for role, way_back in self._officers.items():
            way_back.handed_on.connect(partial(self._keep_officer, role, officers[role]))

    def _read_date(self, typed: str) -> dt.date | None:
        return parse_when(typed, today=self._clock.today(), language=texts.language())

    # What the frame asks

    def header_actions(self) -> Sequence[QWidget]:
        return (self.pack_button, self.add_button)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("Ctrl N", _("add papers"), changes=True),
            KeyHint("Enter", _("open a paper")),
            KeyHint("F2", _("rename it"), changes=True),
            KeyHint("Alt ↑ ↓", _("move to another item"), changes=True),
        )

    def all_keys(self) -> Sequence[KeyHint]:
        return (*self.key_hints(), KeyHint("Del", _("delete it"), changes=True), KeyHint("F6", _("next panel")))

    def panels(self) -> Sequence[QWidget]:
        return (self.left, self.papers_card)

    def start_new(self) -> bool:
        self.papers_card.ask_for_files()
        return True

    def _print_pack(self) -> None:
        self.flush()
        self.print_requested.emit(PrintMeeting(self.meeting_id, "pack"))

    def show_item(self, item_id: uuid.UUID) -> None:
        self._wanted_item = item_id
        if self._state is not None:
            self._go_to_wanted()

    def flush(self) -> bool:
        self._keep_typed()
        self._keep_number()
        for role, field in ((MeetingRole.CHAIR, self.chair_field), (MeetingRole.MINUTES, self.writer_field)):
            self._keep_officer(role, field)
        return True

    def forget(self) -> None:
        self._pause.stop()
        self._state = None
        for line in self._lines.values():
            line.forget()
        for way_back in (*self._times.values(), *self._officers.values()):
            way_back.begin_anew()

    # Looking

    def refresh(self, changes: Changes | None) -> None:
        self.operations.read(read_preparation, self.meeting_id, done=self._show, key=("preparation", id(self)))

    def _show(self, state: PreparationState) -> None:
        if state.detail.row.id != self._meeting_id:
            return
        first = self._state is None
        self._state = state
        shown = state.detail.row
        if first or not self._pause.isActive():
            self._fill()
        editable = shown.minutes_state is not MinutesState.APPROVED
        self.purpose_field.setReadOnly(not editable)
        lines = (self.number_field, self.date_field.line, self.place_field, self.title_field)
        for line in (*lines, self.chair_field, self.writer_field):
            line.setReadOnly(not editable)
        for box in (self.minutes_field, self.time_field):
            box.setReadOnly(not editable)
        self.date_field.button.setEnabled(editable)
        self.approved_box.setEnabled(editable)
        self._show_series(state, editable=editable)
        self._show_turns(state)
        self.papers_card.set_papers(self.meeting_id, state.papers, state.items)
        self._go_to_wanted()

    def _show_series(self, state: PreparationState, *, editable: bool) -> None:
        words = ""
        if state.series is not None:
            words = _("One of a series: {rule}. What you change here is for this meeting only.")
            words = words.format(rule=series_words(state.series.rule))
        verb = _("Change all from here on…") if words and editable else ""
        self.series_message.say(words, "info", verb, self._change_series)

    def _show_turns(self, state: PreparationState) -> None:
        held = state.detail.row.status is not MeetingStatus.CANCELLED
        self.turns.show_turns(state.duties, may_change=held)
        self.turns_card.setVisible(bool(state.duties.turns))
        planned = {row.role for row in state.detail.officers if row.by_turn}
        for role, field in ((MeetingRole.CHAIR, self.chair_field), (MeetingRole.MINUTES, self.writer_field)):
            said = _("By the rota. Another name here is only for this meeting.") if role in planned else ""
            field.setToolTip(said or _("Several names: put a semicolon between them."))

    def _change_series(self) -> None:
        self._keep_typed()
        state = self._state
        if state is not None and state.series is not None:
            shown = state.detail.row._replace(
                start_time=self.time_field.value(), planned_minutes=self.minutes_field.value(),
                place=self.place_field.text().strip(), title=self.title_field.text().strip(),
            )  # fmt: skip
            dialog = SeriesChangeDialog(
                self.operations, self._clock, state.series, shown.date, meeting=shown, parent=self
            )
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            words = _("All meetings from here on were changed.")
            dialog.accepted.connect(lambda: self.said_with_undo.emit(words))
            dialog.open()

    def _fill(self) -> None:
        if waits(self) and self._filled == self.meeting_id:
            return
        self._filled = self.meeting_id
        self.setProperty(UNSAVED, False)
        detail = self._standing()
        shown = detail.row
        boxes: tuple[QAbstractSpinBox, ...] = (self.minutes_field, self.time_field)
        for box in boxes:
            box.blockSignals(True)
        self.minutes_field.setValue(shown.planned_minutes)
        self.time_field.set_value(shown.start_time or dt.time())
        for box in boxes:
            box.blockSignals(False)
        self.date_field.set_value(shown.date)
        for name, line in self._lines.items():
            line.show_kept(getattr(detail if name == "purpose" else shown, name))
        if not (self.number_field.isModified() and self.number_field.hasFocus()):
            self._show_number(shown.number)
        people = self._state.people if self._state else ()
        for role, field in ((MeetingRole.CHAIR, self.chair_field), (MeetingRole.MINUTES, self.writer_field)):
            field.set_choices(people, self._histories(role))
            names, typed_names = self._names(role), field.names()
            if not field.hasFocus() or (names != typed_names == self._named.get(role)):
                field.set_names(names)
                self._named[role] = names
        on = detail.agenda_approved_on
        self.approved_box.setChecked(on is not None)
        self.approved_label.setText(texts.date_long(on) if on else "")

    def _standing(self) -> MeetingDetail:
        """Return the meeting as it is once what waits for the disk is written."""
        assert self._state is not None
        detail, kept_writes = self._state.detail, self.operations.kept_writes
        waiting = kept_writes.waiting(change_meeting, self.meeting_id)
        own = {name: waiting.pop(name) for name in waiting.keys() & set(detail.row._fields)}
        approval = kept_writes.waiting(approve_agenda, self.meeting_id)
        approved_on = approval.get("on", detail.agenda_approved_on)
        return replace(detail, row=detail.row._replace(**own), agenda_approved_on=approved_on, **waiting)

    def _names(self, role: MeetingRole) -> list[str]:
        if self._state is None:
            return []
        people = {choice.person_id: choice_word(choice) for choice in self._state.people}
        waiting = self.operations.kept_writes.waiting(name_officers, self.meeting_id, role)
        named = [(row.person_id, row.name) for row in self._state.detail.officers_as(role)]
        if "named" in waiting:
            named = [(one.person_id, one.as_written) for one in waiting["named"]]
        return [people.get(person_id, name) if person_id else name for person_id, name in named]

    def _histories(self, role: MeetingRole) -> dict[uuid.UUID, str]:
        """Return what stands below each member's people where the alliance's rota counts that duty."""
        known = self._state.histories[role] if self._state is not None else {}
        return {key: history_words(own, self._clock.today()) for key, own in known.items()}

    def _go_to_wanted(self) -> None:
        if self._wanted_item is not None:
            self.papers_card.go_to_item(self._wanted_item)
            self._wanted_item = None

    # Keeping

    def _typed(self, *_what: object) -> None:
        self._pause.start()

    def _keep_typed(self) -> None:
        for line in self._lines.values():
            line.flush()
        self._keep_times()

    def _keep_words(self, name: str, words: str) -> None:
        if self._state is not None:
            self._keep(change_meeting, self.meeting_id, typed=(self._lines[name],), **{name: words})

    def _keep_times(self) -> None:
        self._pause.stop()
        if self._state is None:
            return
        held, start = self._standing().row, self.time_field.value()
        given: dict[str, Any] = {"planned_minutes": self.minutes_field.value()}
        if held.start_time is not None or start != dt.time():
            given["start_time"] = start
        for name, value in given.items():
            if value != getattr(held, name):
                self._keep(change_meeting, self.meeting_id, **{name: value})
                self._times[name].begin_anew()

    def _keep_date(self, day: object) -> None:
        if self._state is None:
            return
        held = self._standing().row.date
        if isinstance(day, dt.date) and day != held:
            self._keep(change_meeting, self.meeting_id, date=day)
        elif day is None and self.date_field.readable():
            self.date_field.set_value(held)

    def _show_number(self, number: int | None) -> None:
        self.number_field.setText("" if number is None else str(number))

    def _keep_number(self) -> None:
        """Keep the number, once it is all typed; what is none gives way to the one on record."""
        if self._state is None or not self.number_field.isModified():
            return
        typed, held = self.number_field.text().strip(), self._standing().row.number
        number = int(typed) if typed.isdecimal() and int(typed) else held
        self._show_number(number)
        if number != held:
            self._keep(change_meeting, self.meeting_id, number=number)

    def _keep_officer(self, role: MeetingRole, field: NamesField) -> None:
        if self._state is None or field.names() == self._names(role):
            return
        self._named[role] = field.names()
        named = [_named(field, typed) for typed in field.names()]
        today, done = self._clock.today(), self._officers_kept
        self._keep(name_officers, self.meeting_id, role, named=named, today=today, done=done)
        self._officers[role].begin_anew()

    def _officers_kept(self, changes: Changes) -> None:
        if not changes.kinds:  # the rota says it already: show its name again
            self.refresh(None)

    def _keep_approval(self, approved: bool) -> None:
        on = self._clock.today() if approved else None
        self._keep(approve_agenda, self.meeting_id, on=on)

    def _keep(self, use_case: Callable[..., Any], *args: Any, typed: Sequence[QWidget] = (), **values: Any) -> None:
        """Write what was typed, again and again while the disk refuses; meanwhile it stays as it stands here."""
        self.operations.keep(use_case, *args, fields=(self, *typed), failed=self._refuse, **values)

    def _refuse(self, error: KnownError) -> None:
        self.said.emit(sentence(error))
        if self._state is not None:
            self._fill()


def _named(field: NamesField, typed: str) -> Named:
    choice = field.choice_of(typed)
    if choice is None:
        return Named(as_written=typed.strip())
    return Named(member_id=choice.member_id, person_id=choice.person_id, as_written=choice.name)
