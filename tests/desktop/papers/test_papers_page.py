import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.meetings.agenda import add_item
from db.meetings.meetings import plan_meeting
from db.meetings.papers import add_paper
from desktop.operations import Operations
from desktop.papers.page import KEPT, PapersPage
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenPaper
from tests.new_file import new_file


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "alliance.ronda", name="Kolkha Agriculture Alliance", who="Keti") as opened:
        yield opened


@pytest.fixture
def page(file: AllianceFile, qtbot: QtBot, qapp: QApplication) -> Iterator[PapersPage]:
    with file.writing() as session:
        for number, name in ((40, "acta año.pdf"), (41, "note.pdf")):
            key, _changes = plan_meeting(session, date=dt.date(2026, number - 31, 1), number=number)
            item, _changes = add_item(session, key, title="Fee <&> levy")
            add_paper(session, key, name=name, data=name.encode(), item_id=item)
    operations = Operations(file)
    made = PapersPage(operations)
    qtbot.addWidget(made)
    made.show_tab(KEPT)
    made.show()
    operations.wait()
    qapp.processEvents()
    yield made
    operations.close()


def names(page: PapersPage) -> list[str]:
    return [page.kept.model.index(row, 0).data() for row in range(page.kept.model.rowCount())]


def test_papers_are_found_without_accents(page: PapersPage) -> None:
    QAbstractItemModelTester(page.kept.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert names(page) == ["note.pdf", "acta año.pdf"]
    assert page.kept.fact().startswith("2 papers, ")
    page.kept.search_field.setText("ano meeting 40")
    assert names(page) == ["acta año.pdf"]
    page.kept.search_field.setText("no such paper")
    assert page.kept.empty.isVisible()


def test_a_paper_leads_to_its_meeting(qtbot: QtBot, page: PapersPage) -> None:
    page.kept.table.select_key(page.kept.model.rows[1].id)
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(page.kept.meeting_button, Qt.MouseButton.LeftButton)
    paper = page.kept.model.rows[1]
    assert paper.meeting_id is not None
    assert asked.args == [OpenMeeting(paper.meeting_id, "papers", paper.item_id)]


def test_a_paper_asked_for_is_chosen(page: PapersPage) -> None:
    wanted = page.kept.model.rows[1].id
    page.kept.search_field.setText("no such paper")
    assert page.open(OpenPaper(wanted))
    page.operations.wait()
    assert page.kept.table.current_row().id == wanted
    assert not page.open("something else")
