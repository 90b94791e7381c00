"""The papers about duties in the preview, and one's own turns saved as a calendar, through keyboard and mouse."""

from datetime import date, datetime
from typing import Any

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from db.duties.keeping import duties
from db.duties.planning import plan_ahead
from db.duties.rota import turn_rows
from desktop import texts
from desktop.operations import Operations
from desktop.preview.duties import print_ledger, print_rota, print_slip, save_turns
from desktop.widgets.print_preview import PrintPreview
from tests.db.duties.duty_kit import TODAY, alliance_in_turn
from tests.new_file import new_file


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley") as made:
        with made.writing(who="Ana") as session:
            alliance_in_turn(session)
            plan_ahead(session, today=TODAY)
        yield made


def shown(qtbot: Any) -> PrintPreview:
    def standing() -> list[PrintPreview]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, PrintPreview) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(standing()) and standing()[0].print_button.isEnabled())
    return standing()[0]


def ready(qtbot: Any, dialog: PrintPreview) -> tuple[int, int]:
    qtbot.waitUntil(dialog.print_button.isEnabled)
    width, height = dialog._sizes[0]
    return round(width), round(height)


def put_away(dialog: PrintPreview, operations: Operations) -> None:
    dialog.close()
    operations.wait()


def test_the_rota_comes_as_poster_or_list_on_four_papers(qtbot, home, operations):
    print_rota(home, operations, today=TODAY)
    dialog = shown(qtbot)
    assert ready(qtbot, dialog) == (842, 595)
    qtbot.mouseClick(dialog.paper.button("a3"), Qt.MouseButton.LeftButton)
    assert ready(qtbot, dialog) == (1191, 842)
    qtbot.mouseClick(dialog.layouts.button("list"), Qt.MouseButton.LeftButton)
    assert ready(qtbot, dialog) == (842, 1191)
    assert dialog.paper.value() == "a3"
    dialog.paper.button("a3").setFocus()
    qtbot.keyClick(dialog.paper.button("a3"), Qt.Key.Key_Right)
    assert ready(qtbot, dialog) == (612, 792)
    qtbot.mouseClick(dialog.layouts.button("contacts"), Qt.MouseButton.LeftButton)
    assert ready(qtbot, dialog) == (612, 792)
    assert dialog.layouts.accessibleName() == "Layout"
    put_away(dialog, operations)


def test_the_ledger_is_shown_for_its_duty(qtbot, home, operations, file):
    with file.reading() as session:
        of = duties(session)[1]
    print_ledger(home, operations, of.id, today=TODAY)
    dialog = shown(qtbot)
    assert dialog.accessibleName() == "Fairness ledger – Chairing"
    assert ready(qtbot, dialog) == (595, 842)
    put_away(dialog, operations)


def test_the_slip_is_shown_for_its_person(qtbot, home, operations, file):
    with file.reading() as session:
        turn = next(turn for turn in turn_rows(session) if turn.person)
    print_slip(home, operations, turn.person_id, today=TODAY)
    dialog = shown(qtbot)
    assert dialog.accessibleName() == f"Turns of {turn.person}"
    assert ready(qtbot, dialog) == (298, 420)
    qtbot.mouseClick(dialog.paper.button("letter"), Qt.MouseButton.LeftButton)
    assert ready(qtbot, dialog) == (306, 396)
    put_away(dialog, operations)


def test_ones_own_turns_are_saved_where_one_says(qtbot, home, operations, file, tmp_path, monkeypatch):
    with file.reading() as session:
        turn = next(turn for turn in turn_rows(session) if turn.person)
    asked: list[str] = []
    said: list[str] = []

    def choose(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    now = datetime(2026, 1, 1, 9).astimezone()
    with texts.speaking("en"):
        save_turns(home, operations, turn.person_id, today=date(2026, 1, 1), now=now, said=said.append)
        qtbot.waitUntil(lambda: bool(said))
    assert asked[0].endswith(f"Turns of {turn.person}.ics")
    assert said == ["“mine.ics” is written."]
    assert Calendar.from_ical((tmp_path / "mine.ics").read_bytes()).walk("VEVENT")
