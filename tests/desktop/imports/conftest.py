"""An alliance's file with its operations, choosers that need no system dialog, and the real data where it is."""

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.alliance import member_kinds
from db.members.members import add_member
from desktop.clock import stopped_at
from desktop.imports.choosers import Choosers
from tests.new_file import new_file


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "Lake.ronda", name="Lake Valley") as file:
        with file.writing(who="Keti") as session:
            kind = member_kinds(session)[2].id
            for name, phone in (("Hazelnut Growers' Union", "555 01"), ("Upper Phasis Dairy Cooperative", "555 02")):
                add_member(session, name=name, kind_id=kind, phone=phone, from_date=dt.date(2019, 3, 1))
        yield file


@pytest.fixture
def clock():
    return stopped_at(dt.datetime(2026, 10, 8, 10, 0))


@pytest.fixture
def chosen():
    """What the choosers answer: put a path under "sheet", "folder" or "list_place"."""
    return {}


@pytest.fixture
def choosers(chosen):
    return Choosers(
        lambda _parent, _folder: chosen.get("sheet"),
        folder=lambda _parent, _folder: chosen.get("folder"),
        list_place=lambda _parent, place: chosen.get("list_place", place),
        members=lambda _parent, _folder: chosen.get("sheet"),
        calendar=lambda _parent, _folder: chosen.get("sheet"),
    )


@pytest.fixture
def double_click(operations):
    """Return what clicks twice on a button; what the first click asks for is there by the second."""

    def click_twice(button):
        left, place = Qt.MouseButton.LeftButton, QPointF(button.rect().center())
        QTest.mouseClick(button, left)
        operations.wait()
        second = QEvent.Type.MouseButtonDblClick  # with which Qt tells a button of the second press
        QApplication.sendEvent(
            button, QMouseEvent(second, place, button.mapToGlobal(place), left, left, Qt.KeyboardModifier.NoModifier)
        )
        QTest.mouseRelease(button, left)
        operations.wait()

    return click_twice
