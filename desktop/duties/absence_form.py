"""Who is away, and when: the next meeting only, some days, or until further notice."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from db.duties.absences import AbsenceRow
from db.meetings.labels import MeetingLabel
from desktop import texts, theme
from desktop.clock import Clock
from desktop.duties.who import Who, who_choices, who_of
from desktop.naming.meetings import meeting_name
from desktop.texts import _
from desktop.widgets.buttons import Segmented
from desktop.widgets.days import day_reader
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column
from desktop.widgets.looking import writes


class Span(Enum):
    """How long somebody is away."""

    NEXT = "next"
    """The next meeting only: they are back next time."""
    DAYS = "days"
    OPEN = "open"
    """Until further notice."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says: who is away in `[from_date, to_date)`, and the note."""

    who: Who
    from_date: dt.date
    to_date: dt.date | None
    note: str

    def whose(self) -> dict[str, Any]:
        """Return the keyword that names who is away."""
        return {"member_id": self.who.member_id, "person_id": self.who.person_id}


class AbsenceForm(QWidget):
    """The fields of one absence. `read` gives what they say, or `refused` the sentence and the field to put right."""

    who_changed = Signal(object)
    """The `Who` now chosen."""
    refused = Signal(str, object)
    """A sentence, and the widget to put right."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._known: tuple[Who, ...] = ()
        self._meeting: MeetingLabel | None = None
        read = day_reader(clock)
        self.who = Choice([], name=_("Who"), placeholder=_("Choose a member or a person"))
        self.span = Segmented(
            [(Span.NEXT, _("Next meeting only")), (Span.DAYS, _("Some days")), (Span.OPEN, _("Until further notice"))],
            name=_("How long"),
        )
        self.meeting_label = Label("", 14, 400, "text2", wrap=True)
        self.meeting_label.setMinimumHeight(theme.px(24))
        self.since = DateField(name=_("Away from"), read=read, value=clock.today())
        self.until = DateField(name=_("Back on"), read=read)
        self.note = QLineEdit()
        self.rows = FormRows(above=True)
        self.rows.add(_("Who"), self.who)
        self.rows.add(_("How long"), self.span)
        self.rows.add(_("Meeting"), self.meeting_label)
        self.rows.add(_("Away from"), self.since)
        self.rows.add(_("Back on"), self.until, hint=_("The first day on which they can come again."))
        self.rows.add(_("Note"), self.note, hint=_("For the secretariat: a journey, a leave."))
        self.setLayout(column(self.rows))
        writes(self.who, self.since.line, self.until.line, self.note)
        self.span.chosen.connect(lambda _span: self._mark())
        self.who.chosen.connect(self._on_who)
        self._mark()

    def set_known(self, known: Sequence[Who]) -> None:
        """Offer these members and people."""
        self._known = tuple(known)
        self.who.set_choices(who_choices(known))

    def set_meeting(self, meeting: MeetingLabel | None) -> None:
        """Show the next meeting of who is chosen."""
        self._meeting = meeting
        if meeting is None:
            self.meeting_label.setText(_("No meeting is planned for them yet."))
            return
        name = meeting_name(meeting)
        if meeting.date == self._clock.today():
            self.meeting_label.setText(_("{meeting}, today").format(meeting=name))
            return
        words = _("{meeting}, {day}").format(meeting=name, day=texts.weekday_date_brief(meeting.date))
        self.meeting_label.setText(words)

    def choose(self, key: object) -> None:
        """Choose somebody."""
        self.who.set_value(key)
        self._on_who(key)

    def start_new(self) -> None:
        """Be ready for another absence."""
        self.who.setEnabled(True)
        self.who.set_value(None)
        self.span.set_value(Span.NEXT)
        self.since.set_value(self._clock.today())
        self.until.set_value(None)
        self.note.clear()
        self._meeting = None
        self.meeting_label.setText(_("First choose who is away."))
        self._mark()

    def show_row(self, row: AbsenceRow) -> None:
        """Show an absence to be put right; whose it is stays."""
        key = row.member_id or row.person_id
        if who_of(self._known, key) is None:  # they are no member any more
            self.set_known((*self._known, Who(row.name, row.member_id, row.person_id)))
        self.choose(key)
        self.who.setEnabled(False)
        self.span.set_value(Span.OPEN if row.to_date is None else Span.DAYS)
        self.since.set_value(row.from_date)
        self.until.set_value(row.to_date)
        self.note.setText(row.note)
        self._mark()

    def read(self) -> Said | None:
        """Return what the fields say; nothing (and `refused`) where that cannot be kept."""
        for field in (self.since, self.until):
            field.settle()
        who = who_of(self._known, self.who.value())
        note = self.note.text().strip()
        if who is None:
            self.refused.emit(_("It is not said who is away. Choose a member or a person."), self.who)
            return None
        if self.span.value() is Span.NEXT:
            if self._meeting is None:
                words = _("No meeting is planned for them yet. Say in which days they are away.")
                self.refused.emit(words, self.span.button(Span.DAYS))
                return None
            return Said(who, self._meeting.date, self._meeting.date + dt.timedelta(days=1), note)
        return self._read_days(who, note)

    def _read_days(self, who: Who, note: str) -> Said | None:
        first = self._day(self.since, _("The first day is missing. Write it as 22 Oct 2026."))
        if first is None:
            return None
        if self.span.value() is Span.OPEN:
            return Said(who, first, None, note)
        words = _("The day they are back is missing. Write it, or choose “Until further notice”.")
        end = self._day(self.until, words)
        if end is None:
            return None
        if end <= first:
            words = _("They would be back on {end}, but are away only from {start} on. Put the days right.")
            start, back = texts.date_long(first), texts.date_long(end)
            self.refused.emit(words.format(start=start, end=back), self.until.line)
            return None
        return Said(who, first, end, note)

    def _day(self, field: DateField, missing: str) -> dt.date | None:
        day = field.value()
        if day is None:
            wrong = _("This is not a date. Write it as 22 Oct 2026.")
            self.refused.emit(missing if field.readable() else wrong, field.line)
        return day

    def _mark(self) -> None:
        span = self.span.value()
        self.rows.set_row_visible(self.meeting_label, span is Span.NEXT)
        self.rows.set_row_visible(self.since, span is not Span.NEXT)
        self.rows.set_row_visible(self.until, span is Span.DAYS)

    def _on_who(self, key: object) -> None:
        one = who_of(self._known, key)
        if one is not None:
            self.who_changed.emit(one)
