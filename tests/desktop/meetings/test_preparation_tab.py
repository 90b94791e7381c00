import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.errors.files import PlaceUnreachable
from db.meetings import papers as record
from db.meetings.agenda import agenda
from db.meetings.meetings import MeetingDetail, change_meeting, meeting, plan_meeting
from db.meetings.papers import PaperRow, add_paper, papers
from db.vocabulary import MeetingRole
from desktop.meetings.page import MeetingsPage
from desktop.meetings.preparation_tab import PreparationTab
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.widgets.paper_files import PaperFiles
from tests.desktop.conftest import FillDisk, FullDisk

Settle = Callable[[], None]


@pytest.fixture
def tab(opened: Callable[[str], Any]) -> PreparationTab:
    shown = opened("papers")
    assert isinstance(shown, PreparationTab)
    return shown


def kept(file: AllianceFile, meeting_id: uuid.UUID) -> MeetingDetail:
    with file.reading() as session:
        return meeting(session, meeting_id)


def kept_papers(file: AllianceFile, meeting_id: uuid.UUID) -> list[PaperRow]:
    with file.reading() as session:
        return papers(session, meeting_id)


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    made = []
    for name in ("note.txt", "table.csv"):
        path = tmp_path / "outside" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
        made.append(path)
    return made


def test_the_purpose_is_kept_at_a_pause(
    qtbot: QtBot, tab: PreparationTab, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.purpose_field.setFocus()
    with qtbot.waitSignal(tab.operations.saved, timeout=3000):
        qtbot.keyClicks(tab.purpose_field, "Agree on the fee ")
    assert kept(file, meeting_id).purpose == "Agree on the fee "


def test_what_is_typed_is_kept_before_leaving(
    qtbot: QtBot, page: MeetingsPage, tab: PreparationTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    qtbot.keyClicks(tab.purpose_field, "Agree")
    qtbot.keyClicks(tab.chair_field, "eka nigozi")
    tab.minutes_field.setValue(150)
    assert page.leave()
    settle()
    detail = kept(file, meeting_id)
    assert (detail.purpose, detail.row.planned_minutes) == ("Agree", 150)
    (chair,) = detail.officers_as(MeetingRole.CHAIR)
    assert (chair.name, chair.person_id is not None) == ("Eka Nigozi", True)


def test_anybody_may_take_minutes(
    qtbot: QtBot, tab: PreparationTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    qtbot.keyClicks(tab.writer_field, "Eka Nigozi; teamwork")
    qtbot.keyClick(tab.writer_field, Qt.Key.Key_Return)
    settle()
    found = kept(file, meeting_id).officers_as(MeetingRole.MINUTES)
    assert [(row.name, row.as_written) for row in found] == [("Eka Nigozi", "Eka Nigozi"), ("teamwork", "teamwork")]
    assert tab.writer_field.text() == "Eka Nigozi; teamwork"


def test_each_of_several_names_is_completed(
    qtbot: QtBot, tab: PreparationTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.chair_field.setFocus()
    qtbot.keyClicks(tab.chair_field, "Somebody; nig")
    popup = tab.chair_field.completer().popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert tab.chair_field.text() == "Somebody; Eka Nigozi"
    tab.place_field.setFocus()
    settle()
    chairs = kept(file, meeting_id).officers_as(MeetingRole.CHAIR)
    assert [(one.name, one.person_id is not None) for one in chairs] == [("Somebody", False), ("Eka Nigozi", True)]


def test_another_date_and_the_approval(
    qtbot: QtBot, tab: PreparationTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    tab.date_field.line.selectAll()
    qtbot.keyClicks(tab.date_field.line, "29 Oct")
    qtbot.keyClick(tab.date_field.line, Qt.Key.Key_Return)
    qtbot.keyClick(tab.approved_box, Qt.Key.Key_Space)
    settle()
    detail = kept(file, meeting_id)
    assert detail.row.date == dt.date(2026, 10, 29)
    assert detail.agenda_approved_on == dt.date(2026, 10, 7)
    assert tab.approved_label.text() == "7 October 2026"


def test_typing_is_not_overwritten_by_a_change_elsewhere(
    qtbot: QtBot, tab: PreparationTab, operations: Operations, settle: Settle, meeting_id: uuid.UUID
) -> None:
    qtbot.keyClicks(tab.purpose_field, "Half a sent")
    operations.write(change_meeting, meeting_id, place="Hall 3")
    settle()
    assert tab.purpose_field.toPlainText() == "Half a sent"


@pytest.fixture
def disk(tab: PreparationTab, full_disk: FillDisk) -> FullDisk:
    return full_disk(tab.operations)


def shown(tab: PreparationTab) -> tuple[object, ...]:
    fields = (tab.purpose_field.toPlainText(), tab.chair_field.text(), tab.minutes_field.value())
    return (*fields, tab.date_field.value(), tab.approved_box.isChecked())


def test_what_waits_for_the_disk_stands_with_its_meeting_again(
    qtbot: QtBot, tab: PreparationTab, disk: FullDisk, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    day = kept(file, meeting_id).row.date
    with file.writing(who="Keti") as session:
        other, _changes = plan_meeting(session, date=day + dt.timedelta(days=30), planned_minutes=60)
    before = shown(tab)
    qtbot.keyClicks(tab.purpose_field, "Agree")
    qtbot.keyClicks(tab.chair_field, "eka nigozi")
    tab.minutes_field.setValue(150)
    tab.date_field.line.selectAll()
    qtbot.keyClicks(tab.date_field.line, (day + dt.timedelta(days=1)).isoformat())
    qtbot.keyClick(tab.date_field.line, Qt.Key.Key_Return)
    tab.approved_box.click()
    tab.flush()
    typed = ("Agree", "Eka Nigozi", 150, day + dt.timedelta(days=1), True)
    seen = []
    for one in (other, meeting_id):
        tab.set_meeting(one)
        settle()
        seen.append(shown(tab))
    assert seen == [(*before[:3], day + dt.timedelta(days=30), False), typed]
    disk.has_room()
    settle()
    detail = kept(file, meeting_id)
    (chair,) = detail.officers_as(MeetingRole.CHAIR)
    approved = detail.agenda_approved_on is not None
    assert (detail.purpose, chair.name, detail.row.planned_minutes, detail.row.date, approved) == typed
    assert shown(tab) == typed


def test_what_was_put_back_while_the_disk_was_full_is_put_back(
    qtbot: QtBot, tab: PreparationTab, disk: FullDisk, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    before, day = shown(tab), kept(file, meeting_id).row.date
    for name, minutes, on in (("Eka Nigozi", 150, day + dt.timedelta(days=1)), ("", before[2], day)):
        tab.chair_field.selectAll()
        qtbot.keyClick(tab.chair_field, Qt.Key.Key_Delete)
        qtbot.keyClicks(tab.chair_field, name)
        tab.minutes_field.setValue(minutes)
        tab.date_field.line.selectAll()
        qtbot.keyClicks(tab.date_field.line, on.isoformat())
        qtbot.keyClick(tab.date_field.line, Qt.Key.Key_Return)
        tab.flush()
    disk.has_room()
    settle()
    detail = kept(file, meeting_id)
    assert (detail.officers, detail.row.planned_minutes, detail.row.date) == ((), before[2], day)
    assert shown(tab) == before


def test_papers_are_added_under_an_item(
    tab: PreparationTab, paths: list[Path], settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    with file.reading() as session:
        item = agenda(session, meeting_id)[2]
    tab.show_item(item.id)
    tab.papers_card._choose_files = lambda _parent: paths
    tab.start_new()
    settle()
    assert [(row.label, row.name) for row in kept_papers(file, meeting_id)] == [("2a", "note.txt"), ("2b", "table.csv")]
    QAbstractItemModelTester(tab.papers_card.model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_files_can_be_dropped(
    tab: PreparationTab, paths: list[Path], settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop = QDropEvent(
        QPointF(40, 40), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    tab.papers_card.dropEvent(drop)
    settle()
    assert len(kept_papers(file, meeting_id)) == 2


def test_a_file_too_large_or_gone_is_named(
    qtbot: QtBot, tab: PreparationTab, paths: list[Path], settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(tab.said) as said:
        tab.papers_card.add_files([paths[0].with_name("gone.pdf")])
    assert said.args is not None
    assert "“gone.pdf”" in said.args[0]
    monkeypatch.setattr("desktop.meetings.papers_card.LIMIT_BYTES", 3)
    monkeypatch.setattr(record, "LIMIT_BYTES", 3)
    with qtbot.waitSignal(tab.said) as said:
        tab.papers_card.add_files(paths)
    assert said.args is not None
    assert said.args[0].startswith("“note.txt” has 8")


def test_papers_are_moved_and_deleted(
    qtbot: QtBot, tab: PreparationTab, operations: Operations, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    operations.write(add_paper, meeting_id, name="note.txt", data=b"note")
    settle()
    card = tab.papers_card
    card.table.select_key(card.model.rows[0].id)
    menu = card._items_menu(card.model.rows[0], card)
    menu.actions()[2].trigger()
    settle()
    assert [row.label for row in kept_papers(file, meeting_id)] == ["2"]
    card.table.setFocus()
    for key, label in ((Qt.Key.Key_Down, "3"), (Qt.Key.Key_Down, "3"), (Qt.Key.Key_Up, "2")):
        qtbot.keyClick(card.table, key, Qt.KeyboardModifier.AltModifier)
        settle()
        assert [row.label for row in kept_papers(file, meeting_id)] == [label]
    with qtbot.waitSignal(tab.said_with_undo):
        qtbot.keyClick(card.table, Qt.Key.Key_Delete)
    assert kept_papers(file, meeting_id) == []


def test_a_paper_opens_from_a_private_copy(
    qtbot: QtBot, page: MeetingsPage, operations: Operations, settle: Settle, file: AllianceFile,
    meeting_id: uuid.UUID, tmp_path: Path,
) -> None:  # fmt: skip
    opened: list[Path] = []

    def look(url: QUrl) -> bool:
        opened.append(Path(url.toLocalFile()))
        return True

    files = PaperFiles(operations, open_url=look, ask_where=lambda _p, name: tmp_path / name, parent=page)
    for name in ("note.txt", "virus.exe"):
        operations.write(add_paper, meeting_id, name=name, data=name.encode())
    settle()
    note, program = kept_papers(file, meeting_id)
    files.open(note)
    settle()
    assert opened[0].read_bytes() == b"note.txt"
    assert opened[0].parent.stat().st_mode & 0o077 == 0
    private = opened[0].parent.parent
    assert private.stat().st_mode & 0o077 == 0
    with qtbot.waitSignal(files.said):
        files.open(program)
    assert len(opened) == 1
    with qtbot.waitSignal(files.said):
        files.save(note)
    assert (tmp_path / "note.txt").read_bytes() == b"note.txt"
    files.deleteLater()
    qtbot.waitUntil(lambda: not private.exists())
    files = PaperFiles(operations, ask_where=lambda _p, name: tmp_path / "gone" / name, parent=page)
    with qtbot.waitSignal(files.said) as told:
        files.save(note)
    assert told.args == [sentence(PlaceUnreachable(tmp_path / "gone" / "note.txt"))]


def test_a_meeting_gets_the_number_that_people_know_it_by(
    qtbot: QtBot, tab: PreparationTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    with file.writing() as session:
        later = [plan_meeting(session, date=dt.date(2026, 11, day))[0] for day in (5, 19)]
    field = tab.number_field
    assert field.text() == "41"
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    qtbot.keyClicks(field, "112")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert [kept(file, key).row.number for key in (meeting_id, *later)] == [112, 113, 114]
    for nonsense in ("", "0", "12a"):
        field.selectAll()
        qtbot.keyClicks(field, nonsense) if nonsense else qtbot.keyClick(field, Qt.Key.Key_Delete)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        settle()
        assert (field.text(), kept(file, meeting_id).row.number) == ("112", 112)


def test_the_number_of_another_meeting_is_refused(
    qtbot: QtBot, tab: PreparationTab, settle: Settle, file: AllianceFile, meeting_id: uuid.UUID
) -> None:
    with file.writing() as session:
        plan_meeting(session, date=dt.date(2026, 10, 1), number=40)
    said: list[str] = []
    tab.said.connect(said.append)
    qtbot.mouseClick(tab.number_field, Qt.MouseButton.LeftButton)
    tab.number_field.selectAll()
    qtbot.keyClicks(tab.number_field, "40")
    qtbot.keyClick(tab.number_field, Qt.Key.Key_Return)
    settle()
    assert said == ["There is a meeting 40 already. Nothing was changed. Choose another number."]
    assert (tab.number_field.text(), kept(file, meeting_id).row.number) == ("41", 41)
