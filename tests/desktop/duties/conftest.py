"""An alliance whose duties go round, in a real file, and the dialogs about them."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db.duties.planning import plan_ahead, publish_plan
from db.engine import AllianceFile
from db.members.members import add_member
from db.members.representatives import add_representative
from db.vocabulary import RepresentativeRole
from desktop.clock import Clock, stopped_at
from desktop.operations import Operations
from desktop.widgets.dialogs import Dialog
from tests.db.duties.duty_kit import TODAY, Kit, alliance_in_turn
from tests.new_file import fill_once, new_file


@pytest.fixture
def clock() -> Clock:
    return stopped_at(dt.datetime.combine(TODAY, dt.time(9)))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def members() -> int:
    """How many there are."""
    return 6


@pytest.fixture
def kit(file: AllianceFile, members: int) -> Kit:
    return fill_once(file, alliance_in_turn, who="Ana", members=members)


@pytest.fixture
def planned(file: AllianceFile, kit: Kit, members: int) -> Kit:
    """Every turn is planned, and the plan is published."""
    fill_once(file, plan_all, who="Ana", members=members)
    return kit


def plan_all(session: Session, *, members: int) -> None:
    """Plan every turn, and publish the plan; with another number of members it is another plan."""
    plan_ahead(session, today=TODAY)
    publish_plan(session, today=TODAY)


@pytest.fixture
def mill(file: AllianceFile, kit: Kit) -> uuid.UUID:
    """An organisation that speaks through Rosa, or else through Ivo."""
    with file.writing(who="Ana") as session:
        key, _changes = add_member(session, name="Stone Mill", from_date=dt.date(2020, 1, 1))
        add_representative(session, key, role=RepresentativeRole.PRIMARY, name="Rosa")
        add_representative(session, key, role=RepresentativeRole.ALTERNATE, name="Ivo")
    return key


@pytest.fixture
def opened(qtbot: QtBot, operations: Operations) -> Callable[[Dialog], Dialog]:
    """Return what shows a dialog and waits until it is filled."""

    def show(dialog: Dialog) -> Dialog:
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        operations.wait()
        QApplication.processEvents()
        return dialog

    return show


def said(widget: QWidget) -> list[str]:
    """Return the words in sight."""
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text()]
