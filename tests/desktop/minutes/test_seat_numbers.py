"""The list of attendance beside the sheet that was signed: the same order, the same numbers, found by them."""

import datetime as dt

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.history import history
from db.meetings.attendance import add_attendee, attendance
from db.schema import Person, Representative
from db.vocabulary import AttendanceStatus, RepresentativeRole
from desktop.minutes.page import MinutesTab
from desktop.reports.room_from_record import form_sheet, signin_sheet
from desktop.reports.sheets import AgendaItem
from tests.db.meeting_kit import NAMES, SPEAKERS, Kit

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


def test_whoever_is_found_by_name_is_who_is_here(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    with file.writing() as session, history.step(session, "test"):
        for place, name in ((4, "Bea Lund"), (0, "Beatriz Ruiz")):
            person = Person(name=name)
            session.add(person)
            session.flush()
            role = RepresentativeRole.ALTERNATE
            session.add(Representative(member_id=kit.members[place], person_id=person.id, role=role))
    names = dict(zip(kit.members, NAMES, strict=True))
    tab.mark_attendance()
    dialog = tab._attendance
    assert dialog is not None
    tab.operations.wait()

    def here(place: int) -> tuple[str, AttendanceStatus]:
        tab.operations.wait()
        with file.reading() as session:
            (row,) = [row for row in attendance(session, kit.meeting).seats if row.name == names[kit.members[place]]]
        return row.person, row.status

    assert here(4)[1] is AttendanceStatus.ABSENT
    qtbot.keyClicks(dialog.search, "bea l")
    assert dialog._two_lines(dialog.current()).second == "5 · not here · Bea Lund"
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert here(4) == ("Bea Lund", AttendanceStatus.PRESENT)
    qtbot.keyClicks(dialog.search, SPEAKERS[4].split()[0])  # it was somebody else, after all
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert here(4) == (SPEAKERS[4], AttendanceStatus.PRESENT)
    for status in (AttendanceStatus.APOLOGIES, AttendanceStatus.ABSENT, AttendanceStatus.PRESENT):
        qtbot.keyClick(dialog.search, Key.Key_Return)
        assert here(4)[1] is status
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert here(4) == ("", AttendanceStatus.APOLOGIES)
    qtbot.keyClicks(dialog.search, "beatriz")
    qtbot.keyClick(dialog.search, Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert here(0) == ("Beatriz Ruiz", AttendanceStatus.PRESENT)
    qtbot.keyClicks(dialog.search, names[kit.members[4]])  # found as a member: its first representative is here
    qtbot.keyClick(dialog.search, Key.Key_Return)
    qtbot.keyClick(dialog.search, Key.Key_Return)
    assert here(4) == (SPEAKERS[4], AttendanceStatus.PRESENT)
    dialog.close()


def test_the_form_has_the_order_and_the_numbers_of_the_minutes(tab: MinutesTab, file: AllianceFile, kit: Kit) -> None:
    with file.reading() as session:
        rows = form_sheet(session, kit.meeting, today=TODAY).rows
    printed = [(row.number if isinstance(row, AgendaItem) else None, row.title) for row in rows]
    shown = [(line.item.number, line.item.title) for line in tab.agenda.view.lines.rows]
    assert printed == shown == [(1, "Opening"), (2, "Water-user fee"), (None, "Break"), (3, "Next meeting")]
