"""What lives in the windows, counted: who left and is still there is found by going the same round once more."""

import gc
import time
from collections import Counter
from collections.abc import Iterable

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from desktop.showcase.scenes import Scene
from desktop.showcase.stage import Stage
from tests.end_to_end.hands import breathe

PATIENCE_SECONDS = 5.0


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
    """Return what is more than before."""
    return {kind: count - before[kind] for kind, count in after.items() if count > before[kind]}


def still_grown(before: Counter[str]) -> dict[str, int]:
    """Return what is more than before and does not go: what moves or fades may take its time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while (more := grown(before, census())) and time.monotonic() < until:
        breathe()
        settle()
    return more


def left_by_another_round(on: Stage, scenes: Iterable[Scene]) -> dict[str, int]:
    """Play scenes that were all played before, which built what is kept; return what that added."""
    come_to_rest(on)
    settled = census()
    round_through(on, scenes)
    return still_grown(settled)


def round_through(on: Stage, scenes: Iterable[Scene]) -> None:
    """Play the scenes, put away what they brought, and come to rest."""
    for scene in scenes:
        target = scene.play(on)
        if target is not None:
            on.put_away(target)
    come_to_rest(on)


def come_to_rest(on: Stage) -> None:
    """Show the first page and nothing over it, with everything there that is made ready while nobody is at work."""
    on.window.show_page(next(iter(on.window._entries)).key)
    while on.window.prepare_next_page():
        on.settle()
    on.window.toast.hide()
    on.settle()
    settle()
