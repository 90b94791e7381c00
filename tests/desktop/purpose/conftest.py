"""The page Purpose over a small alliance in a real file."""

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from db.engine import AllianceFile
from desktop.clock import stopped_at
from desktop.operations import Operations
from desktop.purpose.page import PurposePage
from tests.db.meeting_kit import Kit, small_alliance
from tests.new_file import fill_once, new_file

NOW = dt.datetime(2026, 11, 22, 9)
TODAY = NOW.date()


@pytest.fixture
def file(tmp_path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def kit(file) -> Kit:
    return fill_once(file, small_alliance, who="Ana")


@pytest.fixture
def page(qtbot, file, kit) -> Iterator[PurposePage]:
    operations = Operations(file, who="Keti")
    crashes: list[Exception] = []
    operations.crashed.connect(crashes.append)
    shown = PurposePage(operations, clock=stopped_at(NOW))
    qtbot.addWidget(shown)
    shown.header.setParent(shown)
    shown.resize(1158, 640)
    with qtbot.waitExposed(shown):
        shown.show()
    settle(shown)
    yield shown
    shown.leave()
    operations.wait()
    operations.close()
    assert not crashes


def settle(page: PurposePage) -> None:
    """Let everything under way arrive."""
    for _turn in range(3):
        page.operations.wait()
        QApplication.processEvents()


def tab(page: PurposePage, key: str):
    """Go to a tab, and return it."""
    page.show_tab(key)
    settle(page)
    return page.view()


def finish(page: PurposePage) -> None:
    """Press the verb of the dialog that stands open."""
    page.view().dialog.primary.click()
    settle(page)


def watch(model) -> None:
    """See that a model keeps Qt's rules."""
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def hit(page: PurposePage, widget, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key with the keyboard in a widget."""
    page.activateWindow()
    widget.setFocus()
    settle(page)
    QTest.keyClick(widget, key, modifier)
    settle(page)
