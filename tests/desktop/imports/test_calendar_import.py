"""Meetings planned from a calendar, through the dialog; the same calendar again changes nothing."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from db.backups.backups import Why
from db.incoming.calendar_events import EventVerdict
from db.meetings.meetings import meetings
from desktop.imports.calendar import DONE, EVENTS, CalendarImport

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:monthly
DTSTART;TZID=America/Lima:{first}T183000
DTEND;TZID=America/Lima:{first}T203000
RRULE:FREQ=MONTHLY;COUNT=4
EXDATE;TZID=America/Lima:{third}T183000
SUMMARY:Water group\\, monthly
LOCATION:Town hall
END:VEVENT
BEGIN:VEVENT
UID:monthly
RECURRENCE-ID;TZID=America/Lima:{second}T183000
DTSTART;TZID=America/Lima:{second}T090000
SUMMARY:Water group\\, in the morning
END:VEVENT
BEGIN:VEVENT
UID:off
DTSTART;VALUE=DATE:{off}
STATUS:CANCELLED
SUMMARY:Visit
END:VEVENT
BEGIN:VEVENT
UID:past
DTSTART:20200101T100000Z
SUMMARY:Long ago
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def dialog(qtbot, operations, clock, choosers, chosen, tmp_path):
    first = clock.today().replace(day=1) + dt.timedelta(days=40)
    first = first.replace(day=5)
    later = [(first + dt.timedelta(days=32 * n)).replace(day=5) for n in range(3)]
    path = tmp_path / "group.ics"
    words = {"first": f"{first:%Y%m%d}", "second": f"{later[1]:%Y%m%d}", "third": f"{later[2]:%Y%m%d}"}
    off = f"{first + dt.timedelta(days=3):%Y%m%d}"
    path.write_text(CALENDAR.format(**words, off=off).replace("\n", "\r\n"))
    chosen["sheet"] = path
    dialog = CalendarImport(operations, clock, choosers=choosers)
    dialog.tester = QAbstractItemModelTester(dialog.model)
    qtbot.addWidget(dialog)
    dialog.show()
    operations.wait()
    return dialog


def planned(file):
    with file.reading() as session:
        return [(row.date, row.start_time, row.title) for row in meetings(session)]


def test_each_event_to_come_becomes_a_meeting_after_a_look(dialog, operations, file, choosers, clock, qtbot):
    dialog.place.button.click()
    operations.wait(60)
    assert dialog.step() == EVENTS
    verdicts = [line.verdict for line in dialog._lines]
    assert verdicts.count(EventVerdict.NEW) == 3
    assert verdicts.count(EventVerdict.CALLED_OFF) == 1
    assert "3" in dialog.next_button.text()
    before, backed_up = planned(file), []
    operations.before_big = backed_up.append
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    operations.wait(60)
    assert planned(file) == before
    assert dialog.focusWidget() is dialog.next_button
    dialog.next_button.click()
    operations.wait(60)
    assert backed_up == [Why.IMPORT]
    assert dialog.step() == DONE
    new = [each for each in planned(file) if each not in before]
    assert sorted((time.hour, title) for _day, time, title in new) == [
        (9, "Water group, in the morning"), (18, "Water group, monthly"), (18, "Water group, monthly"),
    ]  # fmt: skip
    again = CalendarImport(operations, clock, choosers=choosers)
    qtbot.addWidget(again)
    again.show()
    again.place.button.click()
    operations.wait(60)
    assert {line.verdict for line in again._lines} == {EventVerdict.SAME, EventVerdict.CALLED_OFF}
    assert not again.next_button.isEnabled()
    dialog.undo_button.click()
    operations.wait()
    assert planned(file) == before
