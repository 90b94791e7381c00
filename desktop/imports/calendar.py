"""Planning meetings from a calendar: choose the file, say whose meetings they are, look at each event, do it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from db.backups.backups import Why
from db.changes import Changes
from db.incoming.calendar_events import EventLine, EventVerdict, PlannedEvent
from db.incoming.calendar_plans import import_events, plan_events
from db.members.groups import groups_on
from desktop import texts
from desktop.clock import Clock
from desktop.exchange.calendar_in import read_calendar
from desktop.exchange.import_words import event_verdict
from desktop.imports.choosers import CALENDAR_SUFFIXES, Choosers
from desktop.imports.drop import DropPlace
from desktop.imports.marks import Mark, MarkDelegate
from desktop.imports.result import ResultView
from desktop.imports.steps import StepsDialog, home_of
from desktop.operations import Operations
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.cards import Card
from desktop.widgets.fields import Choice
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.messages import InlineMessage
from desktop.widgets.rows import Column, RowsModel, RowsTable

FILE, EVENTS, DONE = range(3)
YEARS_AHEAD = 2
_MARKS = {
    EventVerdict.NEW: ("soft", "plus-bold"),
    EventVerdict.SAME: ("neutral", "check"),
    EventVerdict.DAY_TAKEN: ("warn", "eye"),
    EventVerdict.CALLED_OFF: ("danger", "prohibit"),
}


class CalendarImport(StepsDialog):
    """Events to come from a calendar's file become planned meetings. Nothing is changed that is on record."""

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        *,
        choosers: Choosers | None = None,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(operations, _("Plan meetings from a calendar"), (_("File"), _("Meetings")), parent)
        self._clock = clock
        self._choosers = choosers or Choosers()
        self._folder = folder or Path.home()
        self._path: Path | None = None
        self._events: tuple[PlannedEvent, ...] = ()
        self._lines: tuple[EventLine, ...] = ()
        self.place = DropPlace(
            _("Drop the calendar here"),
            _("Choose a file"),
            icon="calendar-blank",
            hint=_("As any calendar exports it (.ics). You see every meeting before it is planned."),
            choose=self._choose,
            takes=lambda path: path.suffix.lower() in CALENDAR_SUFFIXES,
            kind="primary",
        )
        self.place.dropped.connect(self.take_file)
        self.result_view = ResultView()
        for page in (self.place, self._make_events(), self.result_view):
            self.add_step(page)
        self.show_step(FILE)
        self.operations.read(_bodies, clock.today(), done=self._on_bodies)

    def _make_events(self) -> QWidget:
        self.body_field = Choice([(None, _("Plenary"))], name=_("Whose meetings these are"))
        self.body_field.chosen.connect(lambda _body: self._plan())
        self.model = _event_model(self)
        self.table = RowsTable(self.model, name=_("Events of the calendar"))
        self.table.opened.connect(self.lead_on)
        self.table.setItemDelegate(MarkDelegate(_mark, self.table))
        self.table.set_widths(150, 190, 110, 0, 200)
        self.events_message = InlineMessage()
        listed = Card(margins=(8, 0, 8, 8), spacing=0)
        listed.body.addWidget(self.table, 1)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row(Label(_("Whose meetings these are"), 14, 500), self.body_field, None, spacing=12))
        layout.addWidget(self.events_message)
        layout.addWidget(listed, 1)
        return page

    def take_file(self, path: Path) -> None:
        """Read the calendar and show its events."""
        self._path = path
        today = self._clock.today()
        task = self.operations.job(
            _read,
            path,
            first=today,
            last=today + dt.timedelta(days=366 * YEARS_AHEAD),
            progress=self.busy.progress,
            done=self._on_read,
            failed=self.refuse,
            stopped=self.stopped,
        )
        self.begin(_("Reading “{name}”…").format(name=path.name), task, can_stop=True)

    def _choose(self) -> None:
        chosen = self._choosers.calendar(self, home_of(self._path) if self._path else self._folder)
        if chosen is not None:
            self.take_file(chosen)

    def _on_bodies(self, bodies: Sequence[tuple[uuid.UUID, str]]) -> None:
        self.body_field.set_choices([(None, _("Plenary")), *bodies])

    def _on_read(self, events: tuple[PlannedEvent, ...]) -> None:
        self._events = events
        assert self._path is not None
        self.place.show_chosen(self._path, counted_events(len(events)))
        self._plan()

    def _plan(self) -> None:
        self.operations.read(
            plan_events, self._events, group_id=self.body_field.value(), done=self._on_planned, failed=self.refuse
        )

    def _on_planned(self, lines: tuple[EventLine, ...]) -> None:
        self._lines = lines
        self.end()
        self.model.set_rows(lines)
        if not lines:
            words = _("Nothing in this calendar lies in the next {n} years.").format(n=texts.number(YEARS_AHEAD))
            self.events_message.say(words, "warn")
        elif not self._new():
            self.events_message.say(
                _("Every event is on record already, or is left out. There is nothing to change."), "ok"
            )
        else:
            self.events_message.say("")
        if self.step() == FILE:
            self.show_step(EVENTS)
        self._name_verb()

    def _new(self) -> int:
        return sum(line.verdict is EventVerdict.NEW for line in self._lines)

    def _go_on(self) -> None:
        match self.step():
            case 0 if self._path is None:
                self._choose()
            case 0:
                self.show_step(EVENTS)
            case 1:
                self._bring_in()
            case _:
                self.accept()

    def _name_verb(self) -> None:
        new = self._new()
        plan = ngettext("Plan {n} meeting", "Plan {n} meetings", new).format(n=texts.number(new))
        words = {FILE: _("See the meetings"), EVENTS: plan if new else _("Nothing to change"), DONE: _("Close")}
        self.next_button.setText(words[self.step()])
        self.next_button.setHidden(self.step() == FILE and self._path is None)  # the place has the button itself
        self.next_button.setEnabled(self.step() != EVENTS or bool(new))

    def _bring_in(self) -> None:
        task = self.operations.write(
            import_events,
            self._events,
            group_id=self.body_field.value(),
            progress=self.busy.progress,
            done=self._on_done,
            failed=self.refuse,
            stopped=self.stopped,
            backup=Why.IMPORT,
        )
        self.begin(_("Planning the meetings…"), task, can_stop=True)

    def _on_done(self, result: tuple[tuple[EventLine, ...], Changes]) -> None:
        self.end()
        lines, _changes = result
        new = sum(line.verdict is EventVerdict.NEW for line in lines)
        words = ngettext("{n} meeting was planned.", "{n} meetings were planned.", new)
        self.result_view.show_result(
            words.format(n=texts.number(new)),
            [_("Call each of them when its agenda stands."), _("Nothing was deleted.")],
        )
        self.show_step(DONE)
        self.offer_undo()


def counted_events(count: int) -> str:
    """Return "12 events to come"."""
    return ngettext("{n} event to come", "{n} events to come", count).format(n=texts.number(count))


def _read(path: Path, *, first: dt.date, last: dt.date, progress: "object" = None) -> tuple[PlannedEvent, ...]:
    def tick() -> None:
        if callable(progress):
            progress(0, 0)

    return read_calendar(path, first=first, last=last, tick=tick)


def _bodies(session: Session, today: dt.date) -> list[tuple[uuid.UUID, str]]:
    return [(group.id, group.name) for group in groups_on(session, today)]


def _event_model(parent: QObject) -> RowsModel[EventLine]:
    columns: Sequence[Column[EventLine]] = (
        Column(lambda: pgettext("row of an import", "Mark"), lambda line: event_verdict(line.verdict)),
        Column(lambda: _("Day"), lambda line: texts.as_beginning(texts.weekday_date_brief(line.event.date))),
        Column(lambda: _("Time"), lambda line: _hours(line.event)),
        Column(lambda: _("Meeting"), lambda line: line.event.title or "–", tip=lambda line: line.event.title),
        Column(lambda: _("Place"), lambda line: line.event.place, tip=lambda line: line.event.place),
    )
    return RowsModel(columns, key=lambda line: (line.event.uid, line.event.date, line.event.start), parent=parent)


def _hours(event: PlannedEvent) -> str:
    return texts.time_of_day(event.start) if event.start is not None else ""


def _mark(line: EventLine) -> Mark:
    return (*_MARKS[line.verdict], event_verdict(line.verdict))
