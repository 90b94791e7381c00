"""Nothing is left behind by pages, dialogs and windows that were closed."""

import gc
import time
from collections import Counter
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.engine import open_file
from desktop.showcase.scenes import Scene
from desktop.showcase.shooting import EVERY
from desktop.showcase.stage import Stage, stage
from desktop.theme import Appearance
from tests.end_to_end.playing import SampleAt

ROUNDS = 5
PATIENCE_SECONDS = 5.0
OTHER_WINDOWS = ("start", "empty", "in-use", "both-changed", "stick-leaving", "passphrase", "new-protected")
"""Scenes over another file or none, and those that bring their dialog themselves instead of asking the program."""


def settle() -> None:
    """Let go of what was to be let go."""
    for _turn in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
        gc.collect()


def census() -> Counter[str]:
    """Count what lives, by kind."""
    tops = QApplication.topLevelWidgets()
    inner = (child for top in tops for child in top.findChildren(QObject))
    return Counter(type(each).__name__ for each in (*tops, *inner) if shiboken6.isValid(each))


def grown(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    return {kind: count - before[kind] for kind, count in after.items() if count > before[kind]}


def still_grown(before: Counter[str]) -> dict[str, int]:
    """Return what is more than before and does not go: what moves or fades may take its time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (more := grown(before, census())) and time.monotonic() < until:
        QTest.qWait(100)
        settle()
    return more


def test_pages_and_dialogs_leave_nothing_behind(
    qapp: QApplication, appearance: Appearance, sample_at: SampleAt, tmp_path: Path
) -> None:
    """Once round builds what is kept; going round again must not add to it."""
    for at in dict.fromkeys(scene.at for scene in EVERY):
        scenes = [scene for scene in EVERY if scene.at == at and not scene.name.startswith(OTHER_WINDOWS)]
        with stage(
            qapp, appearance, sample_at("en", at), tmp_path / f"{at:%d}", language="en", at=at, who="Ana", breath_ms=5
        ) as on:
            round_through(on, scenes)
            settled = census()
            round_through(on, scenes)
            more = still_grown(settled)
            assert not more, more


def round_through(on: Stage, scenes: list[Scene]) -> None:
    for scene in scenes:
        target = scene.play(on)
        if target is not None:
            on.put_away(target)
    on.window.show_page(next(iter(on.window._entries)).key)
    on.window.toast.hide()
    on.settle()
    settle()


def test_windows_leave_nothing_behind(
    qapp: QApplication, appearance: Appearance, sample_at: SampleAt, tmp_path: Path
) -> None:
    at = EVERY[0].at
    counts = []
    with stage(
        qapp, appearance, sample_at("en", at), tmp_path / "open", language="en", at=at, who="Ana", breath_ms=5
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
    assert not grown(counts[1], counts[-1])
