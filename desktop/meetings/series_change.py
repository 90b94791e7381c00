"""Changing a series of meetings from a day on: when, where, how long, called what, and by which rule."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.history import history
from db.meetings.meeting_series import SeriesRow, change_rule, change_series
from db.meetings.meetings import MeetingRow
from db.meetings.series import Pattern, Series
from desktop import texts
from desktop.clock import Clock
from desktop.meetings.new_meeting import LONGEST_MINUTES, patterns_for
from desktop.naming.series import series_words
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.days import day_reader
from desktop.widgets.fields import Choice, DateField, FormRows, NumberField, TimeField
from desktop.widgets.labels import Label
from desktop.widgets.record_dialogs import RecordDialog


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """What is to be otherwise from the day `since` on; with a `pattern` also the rule, from the day `first` on."""

    since: dt.date
    fields: dict[str, Any]
    pattern: Pattern | None = None
    first: dt.date | None = None


def change_from(session: Session, series_id: uuid.UUID, change: SeriesChange) -> Changes:
    """Change a series and its coming meetings in one step.

    Raises:
        NotFound: If there is no such series.
    """
    with history.step(session, "change_series") as step:
        change_series(session, series_id, since=change.since, **change.fields)
        if change.pattern is not None:
            change_rule(session, series_id, pattern=change.pattern, since=change.since, first=change.first)
    return step.changes


class SeriesChangeDialog(RecordDialog):
    """Asks what is to be otherwise. With a `meeting` of the series, what that one has is offered to all after it."""

    def __init__(
        self, operations: Operations, clock: Clock, series: SeriesRow, since: dt.date, *,
        meeting: MeetingRow | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        lead = _("Meetings that are still being prepared follow, but for what was changed in one of them alone.")
        super().__init__(operations, _("Change the series"), parent, width=560, lead=lead)
        self._series = series
        shown: SeriesRow | MeetingRow = meeting or series
        read = day_reader(clock)
        self.since = DateField(name=_("From"), read=read, write=texts.weekday_date_short, value=since)
        self.time = TimeField(name=_("Time"), value=shown.start_time or series.start_time)
        self.minutes = NumberField(
            name=_("Length"), value=shown.planned_minutes, most=LONGEST_MINUTES, step=15, suffix=" " + _("min")
        )
        self.place, self.title = QLineEdit(shown.place), QLineEdit(shown.title)
        self.title.setPlaceholderText(_("Only if it has a name of its own"))
        self.other_rule = QCheckBox(_("Another rule"))
        self.first = DateField(name=_("First day"), read=read, write=texts.weekday_date_short, value=since)
        self.pattern = Choice(name=_("How often"))
        self._lay_out()
        self.set_primary(_("Change from here on"), self._save)

    def _lay_out(self) -> None:
        self.rows = FormRows()
        self.rows.add(_("Rule now"), Label(series_words(self._series.rule), 14, 600, wrap=True))
        self.rows.add(_("From"), self.since)
        self.rows.add(_("Time"), self.time)
        self.rows.add(_("Length"), self.minutes)
        self.rows.add(_("Place"), self.place)
        self.rows.add(_("Title"), self.title)
        self.rows.add_wide(self.other_rule)
        self.rows.add(_("First day"), self.first)
        self.rows.add(_("How often"), self.pattern)
        self.add(self.rows)
        self.other_rule.toggled.connect(self._show_rule)
        self.first.changed.connect(lambda _day: self._offer_patterns())
        self._offer_patterns()
        self._show_rule(False)

    def _show_rule(self, other: bool) -> None:
        self.rows.set_row_visible(self.first, other)
        self.rows.set_row_visible(self.pattern, other)
        if self.isVisible():
            self.fit()

    def _offer_patterns(self) -> None:
        day = self.first.value()
        if day is not None:
            held = self.pattern.currentIndex()
            found = patterns_for(day)
            self.pattern.set_choices([(pattern, series_words(Series(pattern, day))) for pattern in found])
            self.pattern.setCurrentIndex(held if 0 <= held < len(found) else 0)

    def _save(self) -> None:
        since, pattern, other = self.chosen_day(self.since), self.pattern.value(), self.other_rule.isChecked()
        first = self.chosen_day(self.first) if since is not None and other else since
        if since is None or first is None:
            return
        fields = {
            "start_time": self.time.value(), "planned_minutes": self.minutes.value(),
            "place": self.place.text().strip(), "title": self.title.text().strip(),
        }  # fmt: skip
        held = {name: getattr(self._series, name) for name in fields}
        changed = {name: value for name, value in fields.items() if value != held[name]}
        rule = pattern if other and isinstance(pattern, Pattern) else None
        self.save(change_from, self._series.id, SeriesChange(since, changed, rule, first if rule else None))
