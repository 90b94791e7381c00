"""Scenes of what is brought in: lists of members, an address book, past meetings, a calendar, and what is refused."""

import csv
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog

from db.engine import AllianceFile
from desktop.imports.calendar import CalendarImport
from desktop.imports.meetings import MeetingsImport
from desktop.imports.members import MembersImport
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import Stage

_MEMBERS = (
    ("Name", "Type", "Contact person", "Phone", "E-mail", "Town", "Member since"),
    ("Irva Weavers' Circle", "Member-based organisation", "Salome Irvani", "555 02 11 20", "weavers@irva.example",
     "Lower Irva", "12/03/2024"),
    ("Field Law Clinic", "Local NGO", "Rusa Toreli", "555 01 12 11", "office@law.example", "Telora", "2023"),
    ("Rural Footbridges International", "International NGO", "Jonas Weller", "", "", "Telora", ""),
    ("Khvami School of Beekeeping", "School", "Tamar Nadiri", "555 02 14 09", "bees@khvami.example", "Khvami",
     "next spring"),
    ("", "Donor", "Somebody", "", "", "", ""),
)  # fmt: skip
_CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:{of}\r\nTEL:{phone}\r\nEND:VCARD\r\n"
_MEETINGS = (
    ("Date", "Title", "Group", "Place", "Present", "Minutes"),
    ("14.03.2023", "General meeting", "", "Telora, town hall", "Rusa Toreli; Jonas Weller; Nora Tamm", "2023-03.txt"),
    ("20.06.2023", "Cold rooms", "Water and storage", "Khvami", "Rusa Toreli; Somebody Else", "2023-06.txt"),
    ("the autumn", "General meeting", "", "", "", ""),
)

_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Town hall//EN
BEGIN:VEVENT
UID:1@town.example
DTSTART:20270114T183000
DTEND:20270114T203000
RRULE:FREQ=MONTHLY;COUNT=5
SUMMARY:Water group
LOCATION:Town hall\\, room 2
END:VEVENT
BEGIN:VEVENT
UID:2@town.example
DTSTART:20270220T090000
SUMMARY:Walk along the canal
LOCATION:Upper weir
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:3@town.example
DTSTART;VALUE=DATE:20270306
SUMMARY:Assembly of all users of the canal
END:VEVENT
END:VCALENDAR
"""


def _table(stage: Stage, name: str, rows: Sequence[Sequence[str]]) -> Path:
    """Write a table beside the alliance's file."""
    file = stage.operations.file
    assert isinstance(file, AllianceFile)
    path = file.path.with_name(name)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def _members_import(stage: Stage) -> MembersImport:
    stage.window.import_members_requested.emit()
    dialog = stage.dialog()
    assert isinstance(dialog, MembersImport)
    dialog.take_file(_table(stage, "Members of the alliance.csv", _MEMBERS))
    stage.settle()
    return dialog


def _members_rows(stage: Stage) -> QDialog:
    dialog = _members_import(stage)
    dialog.next_button.click()
    stage.settle()
    return dialog


def _members_cards(stage: Stage) -> QDialog:
    """Picture contacts of an address book, as the rows they would come in as."""
    dialog = _members_import(stage)
    cards = _table(stage, "Contacts.vcf", ())
    cards.write_text("".join(_CARD.format(name=row[2], of=row[0], phone=row[3]) for row in _MEMBERS[1:4]), "utf-8")
    dialog.take_file(cards)
    stage.settle()
    dialog.next_button.click()
    stage.settle()
    return dialog


def _members_refused(stage: Stage) -> QDialog:
    """Picture a file that is no list of members."""
    dialog = _members_import(stage)
    dialog.back()
    wrong = _table(stage, "Members.xlsx", ())
    wrong.write_bytes(b"PK\x03\x04 nothing that can be unpacked")
    dialog.take_file(wrong)
    stage.settle()
    return dialog


def _members_out(stage: Stage) -> QDialog:
    """Picture a list of which nothing comes in."""
    dialog = _members_import(stage)
    dialog.take_file(_table(stage, "Donors.csv", (_MEMBERS[0], *(("", *row[1:]) for row in _MEMBERS[1:4]))))
    stage.settle()
    dialog.next_button.click()
    stage.settle()
    return dialog


def _meetings_import(stage: Stage) -> MeetingsImport:
    stage.window.import_meetings_requested.emit()
    dialog = stage.dialog()
    assert isinstance(dialog, MeetingsImport)
    sheet = _table(stage, "Meetings since 2023.csv", _MEETINGS)
    for name in ("2023-03.txt", "2023-06.txt"):
        sheet.with_name(name).write_text("The cold rooms stay open until the harvest is in.\n", "utf-8")
    dialog.take_sheet(sheet)
    stage.settle()
    dialog.next_button.click()
    stage.settle()
    return dialog


def _meetings_rows(stage: Stage) -> QDialog:
    dialog = _meetings_import(stage)
    dialog.next_button.click()
    stage.settle()
    return dialog


def _meetings_out(stage: Stage) -> QDialog:
    """Picture a list of meetings of which none has a date."""
    dialog = _meetings_import(stage)
    dialog.back()
    dialog.take_sheet(_table(stage, "Meetings.csv", (_MEETINGS[0], _MEETINGS[-1])))
    stage.settle()
    for _step in range(2):
        dialog.next_button.click()
        stage.settle()
    return dialog


def _calendar_import(stage: Stage) -> QDialog:
    stage.window.import_calendar_requested.emit()
    dialog = stage.dialog()
    assert isinstance(dialog, CalendarImport)
    file = stage.operations.file
    assert isinstance(file, AllianceFile)
    path = file.path.with_name("Water group.ics")
    path.write_text(_CALENDAR, encoding="utf-8")
    dialog.take_file(path)
    stage.settle()
    return dialog


BRINGING_IN: tuple[Scene, ...] = (
    Scene("imports-members-columns", _members_import, page=False),
    Scene("imports-members-rows", _members_rows, page=False),
    Scene("imports-members-cards", _members_cards, page=False),
    Scene("imports-members-refused", _members_refused, page=False),
    Scene("imports-members-out", _members_out, page=False),
    Scene("imports-meetings-columns", _meetings_import, page=False),
    Scene("imports-meetings-rows", _meetings_rows, page=False),
    Scene("imports-meetings-out", _meetings_out, page=False),
    Scene("imports-calendar", _calendar_import, page=False),
)
