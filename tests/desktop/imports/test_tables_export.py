"""The tables are saved into a new folder; one that is there already is refused in place."""

import datetime as dt

from PySide6.QtCore import Qt

from db.meetings.agenda import add_item, change_item
from db.meetings.meetings import plan_meeting
from desktop.imports.export import TablesExport

LEFT = Qt.MouseButton.LeftButton


def test_the_tables_are_saved_into_a_new_folder(qtbot, operations, clock, choosers, chosen, tmp_path):
    chosen["folder"] = tmp_path / "elsewhere"
    dialog = TablesExport(operations, clock, choosers=choosers, folder=tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    operations.wait()
    qtbot.mouseClick(dialog.place_button, LEFT)
    folder = tmp_path / "elsewhere" / "Lake Valley, tables of 2026-10-08"
    assert dialog.place_field.text() == str(folder)
    qtbot.mouseClick(dialog.save_button, LEFT)
    operations.wait()
    assert (folder / "members.csv").is_file()
    assert "tables are in" in dialog.done_message.label.text()
    assert dialog.close_button.text() == "Close"


def test_a_folder_that_holds_files_is_refused(qtbot, operations, clock, tmp_path):
    folder = tmp_path / "Lake Valley, tables of 2026-10-08"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    dialog = TablesExport(operations, clock, folder=tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    operations.wait()
    qtbot.mouseClick(dialog.save_button, LEFT)
    operations.wait()
    assert "not empty" in dialog.message.label.text()
    assert dialog.save_button.isEnabled()
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_private_notes_go_along_only_where_they_are_ticked(qtbot, operations, clock, file, tmp_path):
    with file.writing() as session:
        meeting, _ = plan_meeting(session, date=dt.date(2026, 11, 5))
        item, _ = add_item(session, meeting, title="Fee")
        change_item(session, item, chair_note="Let the herders speak first")
    for ticked in (False, True):
        dialog = TablesExport(operations, clock, folder=tmp_path / str(ticked))
        qtbot.addWidget(dialog)
        dialog.show()
        operations.wait()
        assert not dialog.notes_box.isChecked()
        if ticked:
            dialog.notes_box.setFocus()
            qtbot.keyClick(dialog.notes_box, Qt.Key.Key_Space)
        qtbot.mouseClick(dialog.save_button, LEFT)
        operations.wait()
        [table] = (tmp_path / str(ticked)).glob("*/agenda.csv")
        assert ("herders" in table.read_text("utf-8")) is ticked
        assert ("1 private note of the chair is left out." in dialog.done_message.label.text()) is not ticked
