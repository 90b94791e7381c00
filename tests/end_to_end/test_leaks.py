"""Nothing is left behind by windows that were closed.

Of pages and dialogs it is asked where they are all brought into sight: in `test_every_scene`.
"""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from db.engine import open_file
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import MORNING, Stage, stage
from desktop.theme import Appearance
from tests.end_to_end.census import census, left_by_another_round, settle, still_grown
from tests.end_to_end.playing import SampleAt

ROUNDS = 2


def test_windows_leave_nothing_behind(
    qapp: QApplication, appearance: Appearance, sample_at: SampleAt, tmp_path: Path
) -> None:
    counts = []
    with stage(
        qapp, appearance, sample_at("en", MORNING), tmp_path / "open", language="en", at=MORNING, who="Ana", breath_ms=1
    ) as on:
        path = next(on.folder.rglob("*.ronda"))
        for _round in range(ROUNDS + 1):
            on.program.show_start()
            on.settle()
            on.program.show_file(open_file(path, who="Ana"))
            for entry in on.window._entries:
                on.show(entry.key)
            settle()
            counts.append(census())
            assert len([top for top in QApplication.topLevelWidgets() if top.isVisible()]) == 1
        assert not still_grown(counts[1])


def test_a_dialog_that_stays_is_found(
    qapp: QApplication, appearance: Appearance, sample_at: SampleAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked for can be found."""
    monkeypatch.setattr("tests.end_to_end.census.PATIENCE_SECONDS", 0.0)

    def play(on: Stage) -> None:
        QDialog(on.window).setObjectName("left behind")

    with stage(
        qapp, appearance, sample_at("en", MORNING), tmp_path / "open", language="en", at=MORNING, who="Ana", breath_ms=1
    ) as on:
        assert not left_by_another_round(on, [])
        assert "QDialog" in left_by_another_round(on, [Scene("left", play)])
