"""Sending the minutes through the hands of the person who took them: the draft, then who got it."""

import datetime as dt
import threading
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.meetings.calls import circulation_sheet
from db.meetings.running import finish_meeting, minutes_sheet
from db.members.members import change_member
from desktop.minutes.meeting_dialogs import CirculateDialog
from desktop.minutes.page import MinutesTab
from desktop.widgets.saving import write_file
from tests.db.meeting_kit import DAY, Kit
from tests.desktop.minutes.conftest import open_dialog


def test_the_draft_comes_before_who_got_it_is_noted(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with file.writing() as session:
        for number, member in enumerate(kit.members[:2]):
            change_member(session, member, email=f"desk{number}@example.org")
        change_member(session, kit.members[2], email="ask Vazha")  # nothing that can be written to
    tab.operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    tab.operations.wait()
    monkeypatch.setattr("desktop.widgets.mail_draft.ask_where", lambda *_args: tmp_path / "minutes.eml")
    tab.header.circulate.click()
    dialog: CirculateDialog = open_dialog(CirculateDialog, qtbot)
    assert dialog.draft_button.accessibleDescription() == "To 2 of 5, hidden from each other; the minutes attached."
    dialog.comments.line.clear()
    qtbot.keyClicks(dialog.comments.line, "30 Oct")
    qtbot.mouseClick(dialog.draft_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Saved as minutes.eml" in dialog.saved.label.text(), timeout=15000)
    assert "cannot be written to: ask Vazha" in dialog.saved.label.text()
    assert "Without an address:" in dialog.saved.label.text()
    assert dialog.saved.button.text() == "Open draft"
    mail = message_from_bytes((tmp_path / "minutes.eml").read_bytes(), policy=default)
    assert sorted(one.addr_spec for one in mail["Bcc"].addresses) == ["desk0@example.org", "desk1@example.org"]
    assert "30 October" in mail.get_body().get_content()
    with file.reading() as session:
        assert minutes_sheet(session, kit.meeting).circulated_on is None  # a draft is not sent by being saved
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    with file.reading() as session:
        assert minutes_sheet(session, kit.meeting).comments_by == dt.date(2026, 10, 30)


def test_the_draft_is_not_offered_where_nobody_has_an_address(tab: MinutesTab, qtbot: QtBot, kit: Kit) -> None:
    tab.operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    tab.operations.wait()
    tab.header.circulate.click()
    dialog: CirculateDialog = open_dialog(CirculateDialog, qtbot)
    assert not dialog.draft_button.isEnabled()
    assert dialog.draft_button.accessibleDescription().startswith("No address that can be written to is on record")
    dialog.reject()


def test_a_draft_may_be_written_to_a_slow_stick_while_the_dialog_is_closed(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(path: Path, data: bytes) -> Path:
        begun.set()
        assert go_on.wait(15)
        return write_file(path, data)

    with file.writing() as session:
        change_member(session, kit.members[0], email="desk@example.org")
    tab.operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    tab.operations.wait()
    monkeypatch.setattr("desktop.widgets.mail_draft.ask_where", lambda *_args: tmp_path / "minutes.eml")
    monkeypatch.setattr("desktop.widgets.mail_draft.write_file", slowly)
    tab.header.circulate.click()
    dialog: CirculateDialog = open_dialog(CirculateDialog, qtbot)
    qtbot.mouseClick(dialog.draft_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(begun.is_set, timeout=15000)
    dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    go_on.set()
    tab.operations.wait()
    assert (tmp_path / "minutes.eml").exists()


def test_circulating_without_saying_to_whom(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    tab.operations.write(finish_meeting, kit.meeting, at=dt.time(12))
    tab.operations.wait()
    tab.header.circulate.click()
    dialog: CirculateDialog = open_dialog(CirculateDialog, qtbot)
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    with file.reading() as session:
        assert circulation_sheet(session, kit.meeting).log == ()
        assert minutes_sheet(session, kit.meeting).circulated_on == DAY
