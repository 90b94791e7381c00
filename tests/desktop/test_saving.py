"""Where a dialog that saves begins."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from db.engine import open_file
from desktop.widgets.paper_files import ask_where_to_save
from desktop.widgets.saving import ask_where


@pytest.fixture
def window(program, path):
    window = program.show_file(open_file(path))
    program.operations.wait()
    return window


def test_saving_begins_beside_the_file_and_then_where_it_ended(window, path, tmp_path, monkeypatch):
    begun = []

    def choose(_parent, _title, start, _kinds):
        begun.append(Path(start))
        return str(tmp_path / "elsewhere" / "minutes"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    (tmp_path / "elsewhere").mkdir()
    dialog = QDialog(QDialog(window))
    saved = ask_where(QWidget(dialog), "Save", "agenda.pdf", "PDF (*.pdf)")
    assert saved == tmp_path / "elsewhere" / "minutes.pdf"
    ask_where_to_save(window.centralWidget(), "map.png")
    assert begun == [path.parent / "agenda.pdf", tmp_path / "elsewhere" / "map.png"]
    (tmp_path / "elsewhere").rename(tmp_path / "gone")
    ask_where(dialog, "Save", "agenda.pdf", "PDF (*.pdf)")
    assert begun[-1].parent.is_dir()
