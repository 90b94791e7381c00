"""The tables are saved into a new folder; one that is there already is refused in place."""

from PySide6.QtCore import Qt

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
