"""The series of meetings: their rules in words, the days to come, and what can be done with each."""

import datetime as dt
import uuid
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.meetings.meeting_series import (
    SeriesRow,
    all_series,
    delete_series,
    end_series,
    move_day,
    plan_ahead,
    skip_day,
    take_day_in,
)
from db.meetings.series_days import SeriesDay, series_days
from desktop import texts, theme
from desktop.clock import Clock
from desktop.meetings.series_change import SeriesChangeDialog
from desktop.naming.meetings import status_word
from desktop.naming.series import series_words
from desktop.operations import Operations
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.buttons import Button
from desktop.widgets.days import day_reader
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.fields import DateField, FormRows, NumberField
from desktop.widgets.labels import Label
from desktop.widgets.layouts import FlowLayout, column, row
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import EmptyState
from desktop.widgets.record_dialogs import DeedsDialog, RecordDialog
from desktop.widgets.rows import Column, RowsModel, RowsTable

DAYS_SHOWN = 8
"""Days to come that are shown, whether planned or not; all that have their meeting are."""
KINDS = frozenset({"meeting", "meeting_series", "working_group"})


def body_name(series: SeriesRow) -> str:
    """Return whose meetings they are: a title of their own, the group, or general meetings."""
    return series.title or series.group or _("General meetings")


def series_facts(series: SeriesRow) -> str:
    """Return "10:00–12:30  ·  Hall 2  ·  until 30 June 2027"."""
    start = dt.datetime.combine(series.rule.start, series.start_time)
    times = texts.time_span(start, start + dt.timedelta(minutes=series.planned_minutes))
    until = series.rule.until
    end = _("until {day}").format(day=texts.date_long(until)) if until else ""
    return "  ·  ".join(filter(None, (times, series.place, end)))


def load_series(
    session: Session, wanted: uuid.UUID | None, today: dt.date
) -> tuple[list[SeriesRow], SeriesRow | None, list[SeriesDay]]:
    """Return all series, the one wanted (the first if it is not there), and its days from today on."""
    found = all_series(session)
    chosen = next((one for one in found if one.id == wanted), found[0] if found else None)
    yesterday = today - dt.timedelta(days=1)
    days = series_days(session, chosen.id, after=yesterday, count=DAYS_SHOWN) if chosen else []
    return found, chosen, days


class MoveDayDialog(RecordDialog):
    """Asks on which day a meeting of a series is held instead."""

    def __init__(
        self, operations: Operations, clock: Clock, series: SeriesRow, day: dt.date, parent: QWidget | None = None
    ) -> None:
        words = _("Another day instead of {day}").format(day=texts.date_long(day))
        super().__init__(operations, words, parent, width=440)
        self._series_id, self._held = series.id, day
        self.day = DateField(name=_("Day"), read=day_reader(clock), write=texts.weekday_date_short, value=day)
        rows = FormRows(above=True)
        rows.add(_("Day"), self.day)
        self.add(rows)
        self.set_primary(_("Move to this day"), self._save)

    def _save(self) -> None:
        day = self.chosen_day(self.day)
        if day is not None:
            self.save(move_day, self._series_id, self._held, to=day)


class EndSeriesDialog(RecordDialog):
    """Asks for the last day on which a series may meet."""

    def __init__(self, operations: Operations, clock: Clock, series: SeriesRow, parent: QWidget | None = None) -> None:
        lead = _("Later meetings that are still being prepared are taken out.")
        super().__init__(operations, _("End the series"), parent, width=440, lead=lead)
        self._series_id = series.id
        self.day = DateField(name=_("Last day"), read=day_reader(clock), value=clock.today())
        rows = FormRows(above=True)
        rows.add(_("Last day"), self.day)
        self.add(rows)
        self.set_primary(_("End the series"), self._save)

    def _save(self) -> None:
        day = self.chosen_day(self.day)
        if day is not None:
            self.save(end_series, self._series_id, until=day)


class DaysTable(RowsTable):
    """The days to come; Delete leaves one out."""

    skip_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.skip_requested.emit()
            return
        super().keyPressEvent(event)


def _meeting_words(day: SeriesDay) -> str:
    if day.meeting_id is None:
        return "–"
    return _("Meeting") if day.number is None else _("Meeting {number}").format(number=day.number)


def _state_words(day: SeriesDay) -> str:
    state = status_word(day.status) if day.status else _("Left out") if day.skipped else _("Not planned yet")
    if day.moved:
        return _("{state}, instead of {day}").format(state=state, day=texts.date_short(day.planned))
    return state


class SeriesDialog(DeedsDialog):
    """All series at the left, the days to come of one beside it."""

    opened = Signal(object)
    """The `OpenMeeting` to show."""
    plan_requested = Signal()
    """Please begin to plan a meeting that comes again."""

    def __init__(
        self, operations: Operations, clock: Clock, *, series_id: uuid.UUID | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(operations, _("Series of meetings"), parent, width=800)
        self._clock = clock
        self._wanted = series_id
        self._chosen: SeriesRow | None = None
        self.empty = EmptyState(
            _("No meetings come again by a rule yet. Plan one and say how often."), _("Plan a series…"),
            icon="calendar-plus", clicked=self._plan_new,
        )  # fmt: skip
        self._inside = QWidget()
        inside = row(self._make_list(), self._make_days(), spacing=20)
        inside.setStretch(1, 1)
        inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setLayout(inside)
        self.add(self._inside, self.empty)
        self.empty.hide()
        self.new_button = self.add_button(_("Plan a series…"), self._plan_new)
        operations.changed.connect(self._on_changed)
        self._look()

    def _make_list(self) -> QWidget:
        name: Column[SeriesRow] = Column(
            lambda: _("Series"), body_name, spoken=lambda one: f"{body_name(one)}, {series_words(one.rule)}"
        )
        self.list_model = RowsModel([name], key=attrgetter("id"), parent=self)
        self.list = RowsTable(self.list_model, name=_("Series"), row_height=48)
        self.list.horizontalHeader().hide()
        self.list.set_widths(0)
        self.list.setItemDelegate(
            TwoLineDelegate(lambda one: TwoLines(body_name(one), series_words(one.rule)), self.list)
        )
        self.list.setFixedWidth(theme.px(256))
        self.list.setMinimumHeight(400)
        self.list.selected.connect(self._on_series)
        return self.list

    def _make_days(self) -> QWidget:
        self.rule_label = Label("", 16, 600, wrap=True)
        self.fact_label = Label("", 13, 400, "text2", wrap=True)
        columns: tuple[Column[SeriesDay], ...] = (
            Column(lambda: _("Day"), lambda one: texts.as_beginning(texts.weekday_date_brief(one.day))),
            Column(lambda: _("Meeting"), _meeting_words),
            Column(lambda: pgettext("of a meeting", "Status"), _state_words),
        )
        self.days_model = RowsModel(columns, key=lambda one: (one.day, one.meeting_id, one.skipped), parent=self)
        self.days = DaysTable(self.days_model, name=_("Days to come"), row_height=36)
        self.days.set_widths(132, 92, 0)
        self.days.selected.connect(lambda _day: self._mark_buttons())
        self.days.opened.connect(lambda _day: self._open())
        self.days.skip_requested.connect(self._skip)
        self.open_button = Button(_("Open"), "quiet", clicked=self._open)
        self.skip_button = Button(_("Leave this day out"), "quiet", clicked=self._skip)
        self.move_button = Button(_("Move to another day…"), "quiet", clicked=self._move)
        self.more_field = NumberField(name=_("How many meetings to plan"), value=6, least=1, most=30)
        self.more_field.setFixedWidth(72)
        self.more_button = Button(_("Plan more meetings"), clicked=self._plan_more)
        self.change_button = Button(_("Change…"), clicked=self._change)
        self.end_button = Button(_("End…"), clicked=self._end)
        self.delete_button = Button(_("Delete"), "quiet", clicked=self._delete)
        head = row(column(self.rule_label, self.fact_label, spacing=2), self.change_button, spacing=12)
        head.setStretch(0, 1)
        head.setAlignment(self.change_button, Qt.AlignmentFlag.AlignTop)
        one, whole = FlowLayout(spacing=4), FlowLayout(spacing=8)
        for button in (self.open_button, self.skip_button, self.move_button):
            one.addWidget(button)
        more = QWidget()
        more.setLayout(row(self.more_field, self.more_button))
        for part in (more, self.end_button, self.delete_button):
            whole.addWidget(part)
        holder = QWidget()
        side = column(head, self.days, one, whole, spacing=8)
        side.setStretch(1, 1)
        holder.setLayout(side)
        return holder

    # Looking

    def _look(self) -> None:
        self.operations.read(load_series, self._wanted, self._clock.today(), done=self._show, key=("series", id(self)))

    def _on_changed(self, changes: Changes) -> None:
        if KINDS & changes.kinds:
            self._look()

    def _show(self, found: tuple[list[SeriesRow], SeriesRow | None, list[SeriesDay]]) -> None:
        rows, self._chosen, days = found
        self._inside.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.new_button.setVisible(bool(rows))
        self.list_model.set_rows(rows)
        if self._chosen is not None:
            self._wanted = self._chosen.id
            self.list.blockSignals(True)
            self.list.select_key(self._chosen.id)
            self.list.blockSignals(False)
            self.rule_label.setText(series_words(self._chosen.rule))
            self.fact_label.setText(series_facts(self._chosen))
        held = self.days.currentIndex().row()
        self.days_model.set_rows(days)
        if not self.days.currentIndex().isValid() and days:
            self.days.selectRow(min(max(held, 0), len(days) - 1))
        self._mark_buttons()
        if self.isVisible():
            self.fit()

    def _mark_buttons(self) -> None:
        day: SeriesDay | None = self.days.current_row()
        self.open_button.setEnabled(day is not None and day.meeting_id is not None)
        self.skip_button.setEnabled(day is not None)
        self.skip_button.setText(_("Take it in again") if day is not None and day.skipped else _("Leave this day out"))
        self.move_button.setEnabled(day is not None and not day.skipped)

    def _on_series(self, chosen: SeriesRow | None) -> None:
        if chosen is not None and chosen.id != self._wanted:
            self._wanted = chosen.id
            self.say("")
            self._look()

    # Doing

    def _open(self) -> None:
        day: SeriesDay | None = self.days.current_row()
        if day is not None and day.meeting_id is not None:
            self.opened.emit(OpenMeeting(day.meeting_id))
            self.accept()

    def _plan_new(self) -> None:
        self.accept()
        self.plan_requested.emit()

    def _skip(self) -> None:
        day: SeriesDay | None = self.days.current_row()
        if day is None or self._chosen is None:
            return
        words = _("{day} is taken in again.") if day.skipped else _("{day} is left out.")
        use_case = take_day_in if day.skipped else skip_day
        self._write(words.format(day=texts.date_long(day.day)), use_case, self._chosen.id, day.day)

    def _move(self) -> None:
        day: SeriesDay | None = self.days.current_row()
        if day is not None and self._chosen is not None:
            self.open_above(MoveDayDialog(self.operations, self._clock, self._chosen, day.day, self))

    def _change(self) -> None:
        if self._chosen is not None:
            day: SeriesDay | None = self.days.current_row()
            since = day.day if day is not None else self._clock.today()
            self.open_above(SeriesChangeDialog(self.operations, self._clock, self._chosen, since, parent=self))

    def _end(self) -> None:
        if self._chosen is not None:
            self.open_above(EndSeriesDialog(self.operations, self._clock, self._chosen, self))

    def _delete(self) -> None:
        if self._chosen is not None:
            words = _("The series is deleted; its meetings stay.")
            self._write(words, delete_series, self._chosen.id)

    def _plan_more(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        yesterday = self._clock.today() - dt.timedelta(days=1)
        self.operations.write(
            plan_ahead, chosen.id, count=self.more_field.value(), after=yesterday, done=self._on_planned,
            failed=self.refuse,
        )  # fmt: skip

    def _on_planned(self, result: tuple[list[uuid.UUID], Changes]) -> None:
        count = len(result[0])
        if not count:
            self.say(_("The series is over: there are no more days to plan."), kind="info")
            return
        self.say_done(ngettext("{n} meeting is planned.", "{n} meetings are planned.", count).format(n=count))

    def _write(self, words: str, use_case: Callable[..., Changes], *args: Any) -> None:
        self.operations.write(use_case, *args, done=lambda _changes: self.say_done(words), failed=self.refuse)
