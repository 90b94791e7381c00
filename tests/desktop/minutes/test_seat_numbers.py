"""The list of attendance beside the sheet that was signed: the same order, the same numbers, found by them."""

import datetime as dt

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.meetings.attendance import add_attendee, attendance
from db.vocabulary import AttendanceStatus
from desktop.minutes.page import MinutesTab
from desktop.reports.room_from_record import form_sheet, signin_sheet
from desktop.reports.sheets import AgendaItem
from tests.db.meeting_kit import Kit

Key = Qt.Key
TODAY = dt.date(2026, 10, 21)


def test_the_list_has_the_order_and_the_numbers_of_the_sheet(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    with file.writing() as session:
        add_attendee(session, kit.meeting, name="Zaza", organisation="Ministry")
        sheet = signin_sheet(session, kit.meeting, today=TODAY)
    tab.mark_attendance()
    dialog = tab._attendance
    assert dialog is not None
    tab.operations.wait()
    shown = [(dialog._two_lines(row).second.split(" · ")[0], row.name) for row in dialog.model.rows]
    assert shown == [(str(seat.number), seat.name) for seat in (*sheet.seats, *sheet.others)]
    assert [seat.name for seat in sheet.seats] == sorted(seat.name for seat in sheet.seats)
    assert dialog.model.index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Union of Dairies, Not here, 5")
    qtbot.keyClicks(dialog.search, "5")
    assert dialog.current() is not None
    assert dialog.current().name == "Union of Dairies"
    qtbot.keyClick(dialog.search, Key.Key_Space)
    tab.operations.wait()
    with file.reading() as session:
        rows = {row.name: row.status for row in attendance(session, kit.meeting).seats}
    assert rows["Union of Dairies"] is AttendanceStatus.PRESENT
    assert dialog._two_lines(dialog.current()).second.startswith("5 · ")
    dialog.close()


def test_the_form_has_the_order_and_the_numbers_of_the_minutes(tab: MinutesTab, file: AllianceFile, kit: Kit) -> None:
    with file.reading() as session:
        rows = form_sheet(session, kit.meeting, today=TODAY).rows
    printed = [(row.number if isinstance(row, AgendaItem) else None, row.title) for row in rows]
    shown = [(line.item.number, line.item.title) for line in tab.agenda.view.lines.rows]
    assert printed == shown == [(1, "Opening"), (2, "Water-user fee"), (None, "Break"), (3, "Next meeting")]
