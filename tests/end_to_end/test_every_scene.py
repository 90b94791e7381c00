"""Every page and dialog, one after the other: nothing is cut off or left behind, all can be heard and reached, no model
breaks a rule.

To bring all of them into sight takes longer than to look at them, so each is asked everything while it is there.
"""

from collections.abc import Callable, Iterator
from typing import Final

import pytest
from PySide6.QtCore import QAbstractItemModel, QSize
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QWidget
from pytestqt.qtbot import QtBot

from desktop import texts
from desktop.showcase.clipped import findings, in_sight
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import Stage
from desktop.widgets.buttons import Button
from desktop.widgets.layouts import Place, column
from desktop.widgets.meeting_tab import MeetingTab
from desktop.widgets.page import Page
from tests.end_to_end.census import left_by_another_round
from tests.end_to_end.hearing import HEARD
from tests.end_to_end.playing import Player, Seen, kinds_in_the_sources

NORMAL: Final = 1366
SIZES: Final = (QSize(NORMAL, 768), QSize(NORMAL, 696), QSize(1024, 640))
HEARD_IN: Final = "en"
"""Names, the way of Tab and models are the same in every language; the length of words is not."""
PLAYED_AGAIN_IN: Final = "es"
"""What is left behind is the same in every language, too."""


def test_every_page_and_dialog(play: Player, language: str) -> None:
    every: list[Callable[[Seen], Iterator[str]]] = [cut_off]
    kinds, models = Kinds(), Models()
    if language == HEARD_IN:
        every = [kinds, *HEARD, models, cut_off]
    more: list[dict[str, int]] = []

    def again(on: Stage, scenes: list[Scene]) -> None:
        if language == PLAYED_AGAIN_IN:
            more.append(left_by_another_round(on, scenes))

    shown = play(language, meanwhile=again)
    found = [f"{_name(ask)}: {seen.name}: {said}" for seen in shown for ask in every for said in ask(seen)]
    found += [f"left behind: {left}" for left in more if left]
    assert len(more) == (2 if language == PLAYED_AGAIN_IN else 0)
    if language == HEARD_IN:
        found += [*kinds.left_out(), *models.left_out()]
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.fixture(params=sorted(texts.languages()))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _name(ask: Callable[[Seen], Iterator[str]]) -> str:
    return getattr(ask, "__name__", type(ask).__name__)


def cut_off(seen: Seen) -> Iterator[str]:
    """Yield what is cut off at the sizes of small screens."""
    for size in SIZES if seen.dialog is None else SIZES[:1]:
        seen.window.resize(size)
        seen.stage.settle()
        at = f"at {size.width()}×{size.height()}"
        yield from (f"{at}: {said}" for said in findings(seen.target))
        if size.width() >= NORMAL:
            places = [each for each in in_sight(seen.window) if isinstance(each, Place)]
            bars = [area.horizontalScrollBar().maximum() for area in places]
            yield from (f"{at}: It scrolls sideways by {bar}." for bar in bars if bar)
    seen.window.resize(SIZES[0])


class Kinds:
    """What kinds of pages, tabs, dialogs and pop-ups came into sight."""

    def __init__(self) -> None:
        self._seen: set[type[QWidget]] = set()

    def __call__(self, seen: Seen) -> Iterator[str]:
        shown = (seen.target, *(each for each in seen.target.findChildren(QWidget) if each.isVisible()))
        self._seen.update(map(type, shown))
        return iter(())

    def left_out(self) -> Iterator[str]:
        """A new one needs a scene in `desktop/showcase`; then it is looked at, listened to and gone through by Tab."""
        pop_ups = {kind for kind in kinds_in_the_sources(QFrame) if kind.__name__.endswith("Popup")}
        for kind in (kinds_in_the_sources(Page, MeetingTab, QDialog) | pop_ups) - self._seen:
            yield f"no scene shows {kind.__module__}.{kind.__name__}"


class Models:
    """A tester on each model once it is in sight; a rule of Qt's broken later fails through Qt's log."""

    def __init__(self) -> None:
        self._tested: dict[QAbstractItemModel, QAbstractItemModelTester] = {}

    def __call__(self, seen: Seen) -> Iterator[str]:
        for model in _models(seen.target):
            if model not in self._tested:
                tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
                self._tested[model] = tester
        page = getattr(seen.window, "current_page", lambda: None)()
        if seen.dialog is None and page is not None:
            page.refresh(None)  # the testers look on while rows come
            seen.stage.settle()
        return iter(())

    def left_out(self) -> Iterator[str]:
        for kind in kinds_in_the_sources(QAbstractItemModel) - {type(model) for model in self._tested}:
            yield f"no scene shows {kind.__module__}.{kind.__name__}"


def _models(target: QWidget) -> set[QAbstractItemModel]:
    """Return the program's own models that are held or shown below `target`."""
    shown = {view.model() for view in target.findChildren(QAbstractItemView)}
    return {
        model for model in shown | set(target.findChildren(QAbstractItemModel))
        if model is not None and type(model).__module__.startswith("desktop.")
    }  # fmt: skip


def test_a_button_too_narrow_for_its_word_is_found(qtbot: QtBot) -> None:
    window, button = QWidget(), Button("Print the agenda")
    window.setLayout(column(button))
    qtbot.addWidget(window)
    window.show()
    assert not findings(window)
    button.setFixedWidth(40)
    assert "Print the agenda" in findings(window)[0]
