"""Planning a meeting: whose, when, where; alone or coming again; with the agenda of an earlier one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.history import history
from db.meetings.meeting_series import add_series
from db.meetings.meetings import DEFAULT_MINUTES, MeetingRow, change_meeting, duplicate_meeting, meetings, plan_meeting
from db.meetings.series import LAST, MonthlyDay, MonthlyWeekday, Pattern, Series, Weekly
from db.members.choices import BodyChoice
from db.when import parse_when
from desktop import texts
from desktop.clock import Clock
from desktop.naming.meetings import meeting_name
from desktop.naming.series import series_words
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.fields import Choice, DateField, FormRows, NumberField, TimeField
from desktop.widgets.record_dialogs import RecordDialog

LONGEST_MINUTES = 24 * 60
FIRST_HOUR = 10
PAST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """What was filled in. With a `rule` it is a series, of which `ahead` meetings are planned."""

    group_id: uuid.UUID | None
    date: dt.date
    start_time: dt.time
    planned_minutes: int
    place: str
    title: str
    copy_agenda_from: uuid.UUID | None
    rule: Series | None
    ahead: int


def plan(
    session: Session, planned: PlannedMeeting, *, like: uuid.UUID | None = None
) -> tuple[uuid.UUID | None, Changes]:
    """Plan what was filled in; return the key of the (first) meeting and what changed.

    Raises:
        NotFound: If the group, or the meeting to be `like` or to copy from, is gone.
    """
    if like is not None:
        with history.step(session, "duplicate_meeting") as step:
            key, _changes = duplicate_meeting(session, like, date=planned.date, start_time=planned.start_time)
            change_meeting(
                session, key, place=planned.place, title=planned.title, planned_minutes=planned.planned_minutes
            )
        return key, step.changes
    if planned.rule is None:
        return plan_meeting(
            session, date=planned.date, group_id=planned.group_id, start_time=planned.start_time, place=planned.place,
            planned_minutes=planned.planned_minutes, title=planned.title, copy_agenda_from=planned.copy_agenda_from,
        )  # fmt: skip
    series_id, changes = add_series(
        session, rule=planned.rule, start_time=planned.start_time, group_id=planned.group_id, title=planned.title,
        planned_minutes=planned.planned_minutes, place=planned.place, plan=planned.ahead,
    )  # fmt: skip
    made = [row for row in meetings(session, bodies=[planned.group_id]) if row.series_id == series_id]
    return (made[-1].id if made else None), changes


def patterns_for(day: dt.date) -> list[Pattern]:
    """Return the ways in which a meeting on this day may come again."""
    weekday, nth = day.weekday(), (day.day - 1) // 7 + 1
    found: list[Pattern] = [Weekly(frozenset({weekday})), Weekly(frozenset({weekday}), 2)]
    if nth <= 4:
        found.append(MonthlyWeekday(weekday, nth))
    if (day + dt.timedelta(days=7)).month != day.month:
        found.append(MonthlyWeekday(weekday, LAST))
    found.append(MonthlyDay(day.day))
    found += [MonthlyWeekday(weekday, nth, 3)] if nth <= 4 else []
    return found


class NewMeetingDialog(RecordDialog):
    """Everything needed to put a meeting into the calendar. `like` duplicates that meeting; `again` begins a series."""

    def __init__(
        self,
        operations: Operations,
        groups: Sequence[BodyChoice],
        rows: Sequence[MeetingRow],
        clock: Clock,
        *,
        group_id: uuid.UUID | None = None,
        like: MeetingRow | None = None,
        again: bool = False,
        parent: QWidget,
    ) -> None:
        title = _("New meeting") if like is None else _("A meeting like {meeting}").format(meeting=meeting_name(like))
        super().__init__(operations, title, parent, width=560)
        self._rows = rows
        self._clock = clock
        self._like = like
        if like is not None:
            group_id = like.group_id
        self._make_fields(groups, group_id)
        self._lay_out()
        self._on_body(group_id)
        self._on_date(None)
        self.again_box.setChecked(again)
        self.date_field.setFocus()

    def _make_fields(self, groups: Sequence[BodyChoice], group_id: uuid.UUID | None) -> None:
        words = [(None, _("The whole alliance (general meeting)"))]
        like = self._like.group_id if self._like else None  # it is of that group, though its work may be over
        bodies = ((g.group_id, g.name) for g in groups if not g.ended or g.group_id == like)
        choices: list[tuple[object, str]] = [*words, *bodies]
        self.body_choice = Choice(choices, name=_("Whose meeting"))
        self.body_choice.set_value(group_id)
        self.date_field = DateField(name=_("Date"), read=self._read_date, write=texts.weekday_date_short)
        self.time_field = TimeField(name=_("Time"), value=dt.time(FIRST_HOUR))
        self.minutes_field = NumberField(
            name=_("Length"), value=DEFAULT_MINUTES, most=LONGEST_MINUTES, step=15, suffix=" " + _("min")
        )
        self.place_field = QLineEdit()
        self.title_field = QLineEdit()
        self.title_field.setPlaceholderText(_("Only if it has a name of its own"))
        self.again_box = QCheckBox(_("It comes again"))
        self.pattern_choice = Choice(name=_("How often"))
        self.ahead_field = NumberField(name=_("Meetings to plan now"), value=6, least=1, most=30)
        self.copy_choice = Choice(name=_("Agenda"))

    def _lay_out(self) -> None:
        self.form = FormRows()
        for word, field in (
            (_("Whose meeting"), self.body_choice),
            (_("Date"), self.date_field),
            (_("Time"), self.time_field),
            (_("Length"), self.minutes_field),
            (_("Place"), self.place_field),
            (_("Title"), self.title_field),
            (_("Agenda"), self.copy_choice),
        ):
            self.form.add(word, field)
        self.form.add_wide(self.again_box)
        self.form.add(_("How often"), self.pattern_choice)
        self.form.add(_("Meetings to plan now"), self.ahead_field)
        self.add(self.form)
        words = _("Plan meeting") if self._like is None else _("Duplicate meeting")
        self.plan_button = self.set_primary(words, self._save)
        self.body_choice.chosen.connect(self._on_body)
        self.date_field.changed.connect(self._on_date)
        self.date_field.settled.connect(lambda: self._on_date(None))
        self.again_box.toggled.connect(lambda _on: self._show_series())
        if self._like is not None:
            self.body_choice.setEnabled(False)
            self.form.set_row_visible(self.copy_choice, False)
            self.again_box.hide()
        self._show_series()

    def _read_date(self, typed: str) -> dt.date | None:
        return parse_when(typed, today=self._clock.today(), language=texts.language())

    def _show_series(self) -> None:
        again = self.again_box.isChecked()
        self.form.set_row_visible(self.pattern_choice, again)
        self.form.set_row_visible(self.ahead_field, again)
        self.form.set_row_visible(self.copy_choice, not again and self._like is None)
        self.fit()

    def _on_body(self, group_id: object) -> None:
        """Offer what the last meeting of this body had."""
        mine = [row for row in self._rows if row.group_id == group_id]
        mine.sort(key=lambda row: row.date, reverse=True)
        last = self._like or next(iter(mine), None)
        if last is not None:
            self.place_field.setText(last.place)
            self.minutes_field.setValue(last.planned_minutes)
            if last.start_time is not None:
                self.time_field.set_value(last.start_time)
        self.title_field.setText(self._like.title if self._like else "")
        past: list[tuple[object, str]] = [
            (row.id, _("As at {meeting}, {day}").format(meeting=meeting_name(row), day=texts.date_short_year(row.date)))
            for row in mine[:PAST_OFFERED]
            if row.items
        ]
        self.copy_choice.set_choices([(None, _("Empty, with what comes back by itself")), *past])

    def _on_date(self, _day: object) -> None:
        day = self.date_field.value()
        self.plan_button.setEnabled(day is not None)
        self.again_box.setEnabled(day is not None)
        if day is not None:
            held = self.pattern_choice.currentIndex()
            found = patterns_for(day)
            self.pattern_choice.set_choices([(pattern, series_words(Series(pattern, day))) for pattern in found])
            self.pattern_choice.setCurrentIndex(held if 0 <= held < len(found) else 0)
        if not self.date_field.readable():
            self.say(_("This is not a date. Write it as 22 Oct 2026."))
        else:
            past = day is not None and day < self._clock.today()
            self.say(_("This day is past.") if past else "", kind="info")

    def _save(self) -> None:
        self.date_field.settle()
        if self.date_field.value() is not None:
            self.save(plan, self.planned(), like=None if self._like is None else self._like.id)

    def planned(self) -> PlannedMeeting:
        """Return what was filled in; the date is there, or the button could not be pressed."""
        day = self.date_field.value()
        assert day is not None, "the button asks for a date"
        group_id, pattern, copied = self.body_choice.value(), self.pattern_choice.value(), self.copy_choice.value()
        again = self.again_box.isChecked() and isinstance(pattern, Pattern)
        return PlannedMeeting(
            group_id=group_id if isinstance(group_id, uuid.UUID) else None,
            date=day,
            start_time=self.time_field.value(),
            planned_minutes=self.minutes_field.value(),
            place=self.place_field.text().strip(),
            title=self.title_field.text().strip(),
            copy_agenda_from=copied if isinstance(copied, uuid.UUID) and not again else None,
            rule=Series(pattern, day) if again and isinstance(pattern, Pattern) else None,
            ahead=self.ahead_field.value(),
        )
