"""A file with two surveys: one answered, one of this year still open; and the dialog over it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from db.surveys.answers import enter_sheet
from db.surveys.surveys import make_survey, questions
from desktop.clock import stopped_at
from desktop.operations import Operations
from desktop.survey.dialog import SurveysDialog
from desktop.survey.reading import Choosers
from desktop.survey.typing import TypeInDialog
from tests.new_file import new_file

NOW = dt.datetime(2026, 10, 7, 10, 35).astimezone()
KEYS = ["leadership_1", "leadership_2", "relations_1", "go_on", "keep"]


@pytest.fixture
def place(qtbot, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The file, its operations, the keys of its surveys, what is to be chosen next, and the dialog."""
    chosen: list[Path] = []
    with new_file(tmp_path / "a.ronda", name="Lake Valley Alliance", who="Ana") as file:
        with file.writing() as session:
            before, _ = make_survey(
                session, title="Survey 2025", language="en", opened_on=dt.date(2025, 9, 1), keys=KEYS
            )
            asked = questions(session, before)
            for n in range(6):
                enter_sheet(session, before, {asked[0].id: str(n % 5 + 1), asked[4].id: f"word {n}"})
            now, _ = make_survey(
                session, title="Survey 2026", language="en", opened_on=dt.date(2026, 9, 1), like=before
            )
        operations = Operations(file, clock=stopped_at(NOW))
        dialog = SurveysDialog(
            operations, stopped_at(NOW), choosers=Choosers(lambda *_: chosen, lambda *_: chosen), folder=tmp_path
        )
        dialog.open()
        operations.wait()
        yield SimpleNamespace(
            file=file, operations=operations, before=before, now=now, dialog=dialog, chosen=chosen, folder=tmp_path
        )
        operations.wait()
        while (above := QApplication.activeModalWidget()) not in (None, dialog):
            if isinstance(above, TypeInDialog):
                above.set_lines({})
            above.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        dialog.close()
        operations.wait()
        operations.close()
        dialog.deleteLater()
