"""The groups' page through a person's hands, on a real file."""

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from db.co_chairs import co_chairs_on
from db.engine import AllianceFile, create_file
from db.groups import groups_on
from desktop.clock import stopped_at
from desktop.groups.bodies import PLENARY
from desktop.groups.page import GroupsPage
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.sections import MenuButton
from desktop.widgets.targets import OpenGroup, OpenMember
from tests.desktop.record import TODAY, fill


@pytest.fixture
def file(tmp_path) -> Iterator[AllianceFile]:
    with create_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def keys(file):
    with file.writing(who="Ana") as session:
        return fill(session)


@pytest.fixture
def page(qtbot, qapp, file, keys) -> Iterator[GroupsPage]:
    operations = Operations(file, who="Keti")
    crashes: list[Exception] = []
    operations.crashed.connect(crashes.append)
    shown = GroupsPage(operations, stopped_at(TODAY))
    qtbot.addWidget(shown)
    shown.resize(1158, 672)
    with qtbot.waitExposed(shown):
        shown.show()
    operations.wait()
    yield shown
    operations.close()
    assert not crashes


def said(widget: QWidget) -> list[str]:
    """Return the words in sight."""
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text()]


def press(page, name: str, choice: str = "") -> None:
    """Press the button of the card with this accessible name, and choose from its menu."""
    buttons = [*page.card.findChildren(QPushButton), *page.card.findChildren(QToolButton)]
    button = next(button for button in buttons if name in (button.accessibleName(), button.text()))
    if isinstance(button, MenuButton):
        menu = button.menu_of_choices()
        next(action for action in menu.actions() if action.text() == choice).trigger()
        menu.deleteLater()
    else:
        button.click()
    page.operations.wait()


def finish(page) -> None:
    page.dialog.primary.click()
    page.operations.wait()


def show(page, key) -> None:
    page.open(OpenGroup(key))
    page.operations.wait()


def test_the_plenary_comes_first_and_groups_say_when_their_review_is_due(page):
    assert [line.name for line in page.model.rows] == ["Plenary", "Cooperatives", "Finance"]
    assert page.list.current_row().key == PLENARY
    assert page.model.rows[1].review_due
    assert page.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("review due")
    assert page.fact() == "2 working groups"
    assert "All members together  ·  5 seats" not in said(page.card)
    assert "All members together  ·  6 seats" in said(page.card)


def test_a_group_shows_its_purpose_members_and_warning(page, qtbot, keys):
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    page.operations.wait()
    words = said(page.card)
    assert "Share machines" in words
    assert any("Its review was due on 1 June 2026" in text for text in words)
    qtbot.keyClick(page.list, Qt.Key.Key_F2)
    assert page.dialog.purpose.toPlainText() == "Share machines"
    page.dialog.reject()
    with qtbot.waitSignal(page.open_requested) as asked:
        press(page, "Hazelnut Growers' Union")
    assert asked.args == [OpenMember(keys["Hazelnut Growers' Union"])]


def test_a_group_is_added_changed_ended_and_deleted(page, qtbot, keys, file):
    assert page.start_new()
    qtbot.keyClicks(page.dialog.name, "Water & land")
    page.dialog.coordinator.set_value(keys["Consumers' Watch"])
    finish(page)
    assert page.card.name_label.text() == "Water & land"
    assert "coordinates" in said(page.card)
    press(page, "Edit")
    page.dialog.end.set_value(dt.date(2026, 10, 15))
    page.dialog.start.set_value(dt.date(2026, 11, 15))
    finish(page)
    assert any("comes before the start" in text for text in said(page.dialog))
    page.dialog.start.set_value(dt.date(2024, 1, 1))
    finish(page)
    assert page.model.rows[-1].ended
    with file.reading() as session:
        assert "Water & land" not in [row.name for row in groups_on(session, TODAY.date())]
    menu = page.card.more_button.menu_of_choices()
    menu.actions()[0].trigger()
    menu.deleteLater()
    page.operations.wait()
    assert "Water & land" not in [line.name for line in page.model.rows]


def test_members_join_and_leave_a_group(page, keys):
    show(page, keys["Finance"])
    assert "No members yet." in said(page.card)
    press(page, "Add a member to the group")
    page.dialog.member.set_value(keys["Upper Phasis Dairy"])
    page.dialog.since.set_value(dt.date(2026, 1, 1))
    finish(page)
    assert "since January 2026" in said(page.card)
    press(page, "What to do with Upper Phasis Dairy", "Leaves the group…")
    finish(page)
    assert "January 2026 to October 2026" in said(page.card)
    press(page, "What to do with Upper Phasis Dairy", "Put the dates right…")
    page.dialog.until.set_value(None)
    finish(page)
    assert "since January 2026" in said(page.card)


def test_co_chairs_have_terms_and_two_of_one_organisation_are_a_warning(page, qtbot, keys, file):
    for name in ("Nana Ghomi", "Zaza Kveli"):
        press(page, "Add a co-chair")
        qtbot.keyClicks(page.dialog.person, name)
        if name == "Nana Ghomi":
            assert page.dialog.member.value() == keys["Upper Phasis Dairy"]  # she speaks for it
        page.dialog.member.set_value(keys["Upper Phasis Dairy"])
        finish(page)
    assert any("both speak for Upper Phasis Dairy" in text for text in said(page.card))
    assert page.model.rows[0].second == "Co-chairs: Nana Ghomi and Zaza Kveli"
    press(page, "What to do with Zaza Kveli", "Change the term…")
    page.dialog.since.set_value(dt.date(2026, 1, 1))
    finish(page)
    press(page, "What to do with Zaza Kveli", "End the term…")
    finish(page)
    assert not any("both speak for" in text for text in said(page.card))
    with file.reading() as session:
        assert [row.name for row in co_chairs_on(session, TODAY.date())] == ["Nana Ghomi"]
    press(page, "What to do with Zaza Kveli", "Take out of the record")
    assert "Zaza Kveli" not in said(page.card)


def test_meetings_open(page, qtbot):
    with qtbot.waitSignal(page.open_requested) as asked:
        press(page, "Open Meeting 4")
    assert isinstance(asked.args[0], OpenMeeting)


def test_the_model_is_sound_while_it_changes(page, qtbot):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.start_new()
    qtbot.keyClicks(page.dialog.name, "Zebra")
    finish(page)
    assert page.model.rowCount() == 4
