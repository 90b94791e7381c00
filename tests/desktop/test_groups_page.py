"""The groups' page through a person's hands, on a real file."""

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget

from db.alliance import change_alliance
from db.engine import AllianceFile
from db.look import looking
from db.meetings.quorum import QuorumRule
from db.meetings.quorum_rules import quorum_rule
from db.members.co_chairs import co_chairs_on
from db.members.groups import change_group, groups_on
from db.members.memberships import leave
from db.vocabulary import QuorumKind
from desktop.clock import stopped_at
from desktop.groups.bodies import PLENARY
from desktop.groups.page import GroupsPage
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.sections import MenuButton
from desktop.widgets.targets import OpenGroup, OpenMember
from tests.desktop.record import TODAY, fill
from tests.new_file import fill_once, new_file


@pytest.fixture
def file(tmp_path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def keys(file):
    return fill_once(file, fill, who="Ana")


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
    page.dialog.end.set_value(dt.date(2026, 10, 14))
    page.dialog.start.set_value(dt.date(2026, 11, 15))
    finish(page)
    assert "The end, 14 October 2026, comes before the start, 15 November 2026. Nothing was changed." in said(
        page.dialog
    )
    page.dialog.start.set_value(dt.date(2024, 1, 1))
    finish(page)
    assert page.model.rows[-1].ended
    with file.reading() as session:
        assert "Water & land" not in [row.name for row in groups_on(session, TODAY.date())]
    press(page, "More to do with this group", "Delete")
    assert "Water & land" not in [line.name for line in page.model.rows]


def test_who_left_the_alliance_is_in_no_group_any_more(page, keys):
    show(page, keys["Cooperatives"])
    assert any(word.startswith("2 members") for word in said(page.card))
    page.operations.write(leave, keys["Upper Phasis Dairy"], TODAY.date())
    page.operations.wait()
    words = said(page.card)
    assert any(word.startswith("1 member ") for word in words)
    assert "Upper Phasis Dairy left the alliance: who coordinates the group now?" in words
    assert words.index("left the alliance") > words.index("Earlier or later members")


def test_members_join_and_leave_a_group(page, keys):
    show(page, keys["Finance"])
    assert "No members yet." in said(page.card)
    press(page, "Add a member to the group")
    page.dialog.member.set_value(keys["Upper Phasis Dairy"])
    page.dialog.since.set_value(dt.date(2026, 1, 1))
    finish(page)
    assert "since Jan 2026" in said(page.card)
    press(page, "What to do with Upper Phasis Dairy", "Leaves the group…")
    finish(page)
    assert "Jan 2026 to Oct 2026" in said(page.card)
    press(page, "What to do with Upper Phasis Dairy", "Put the dates right…")
    assert page.dialog.until.value() == TODAY.date() - dt.timedelta(days=1), "today is the first without it"
    page.dialog.until.set_value(dt.date(2025, 12, 31))  # the day before: no day at all
    finish(page)
    assert "The end, 31 December 2025, comes before the start, 1 January 2026. Nothing was changed." in said(
        page.dialog
    )
    page.dialog.until.set_value(dt.date(2026, 10, 31))
    finish(page)
    QApplication.processEvents()  # the card of before goes
    press(page, "What to do with Upper Phasis Dairy", "Put the dates right…")
    assert page.dialog.until.value() == dt.date(2026, 10, 31)
    page.dialog.until.set_value(None)
    finish(page)
    assert "since Jan 2026" in said(page.card)


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
    page.dialog.until.set_value(dt.date(2026, 12, 31))
    finish(page)
    with file.reading() as session:
        assert dt.date(2027, 1, 1) in [row.to_date for row in co_chairs_on(session, TODAY.date())]
    QApplication.processEvents()  # the card of before goes
    press(page, "What to do with Zaza Kveli", "Change the term…")
    assert page.dialog.until.value() == dt.date(2026, 12, 31)
    page.dialog.reject()
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


def test_a_group_has_its_own_quorum_or_that_of_the_alliance(page, keys, file):
    show(page, keys["Cooperatives"])
    press(page, "Edit")
    field = page.dialog.quorum
    assert field.rule_field.currentText() == "The same rule as the alliance"
    field.rule_field.setCurrentIndex(4)
    field.rule_field.activated.emit(4)
    finish(page)
    with file.reading() as session:
        assert quorum_rule(looking(session), keys["Cooperatives"]) == QuorumRule(QuorumKind.AT_LEAST, 2, 3)
        assert quorum_rule(looking(session), keys["Finance"]).kind is QuorumKind.NONE
    press(page, "Edit")
    assert page.dialog.quorum.rule_field.currentText() == "At least two thirds of the members"
    page.dialog.reject()


def test_a_group_needs_no_quorum_while_the_alliance_does(page, keys, file):
    with file.writing() as session:
        change_alliance(session, quorum_kind=QuorumKind.MORE_THAN)
    show(page, keys["Cooperatives"])
    press(page, "Edit")
    field = page.dialog.quorum
    assert field.sentence_label.text() == "What the alliance has set holds for its members."
    field.rule_field.setCurrentIndex(1)
    field.rule_field.activated.emit(1)
    assert field.rule_field.currentText() == "No quorum"
    assert field.sentence_label.text() == "A meeting may decide with any number of members."
    finish(page)
    with file.reading() as session:
        assert quorum_rule(looking(session), keys["Cooperatives"]).kind is QuorumKind.NONE
        assert quorum_rule(looking(session), keys["Finance"]).kind is QuorumKind.MORE_THAN
    press(page, "Edit")
    assert page.dialog.quorum.rule_field.currentText() == "No quorum"
    page.dialog.reject()


def test_groups_as_of_a_day_are_only_looked_at(page, qtbot, keys):
    page.day_button.click()
    qtbot.keyClicks(page.dialog.field.line, "May 2022")
    qtbot.keyClick(page.dialog.field.line, Qt.Key.Key_Return)
    page.operations.wait()
    assert page.day_button.text() == "31 May 2022"
    assert page.model.rows[1].second == "starts in January 2023"
    show(page, keys["Cooperatives"])
    assert not page.card.edit_button.isEnabled()
    assert not [one for one in page.card.findChildren(QPushButton) if one.accessibleName().startswith("Add a member")]
    assert [action.text() for action in page.card.more_button.menu_of_choices().actions()] == ["Who changed this…"]
    page.day_message.button.click()
    page.operations.wait()
    assert page.card.edit_button.isEnabled()


def test_who_changed_a_group_and_its_members(page, keys):
    show(page, keys["Cooperatives"])
    page.operations.write(change_group, keys["Cooperatives"], purpose="Share mills")
    page.operations.wait()
    press(page, "More to do with this group", "Who changed this…")
    rows = page.dialog.model.rows
    assert (rows[0].who, rows[0].field, rows[0].before, rows[0].after) == (
        "Keti", "Purpose", "Share machines", "Share mills",
    )  # fmt: skip
    assert ("Hazelnut Growers' Union, since", "1 Jan 2023") in [(row.field, row.after) for row in rows]
    page.dialog.reject()
    show(page, None)
    press(page, "Add a co-chair")
    page.dialog.person.setText("Nana Ghomi")
    finish(page)
    press(page, "More to do with this group", "Who changed this…")
    assert ("Co-chair", "Nana Ghomi") in [(row.field, row.after) for row in page.dialog.model.rows]
    page.dialog.reject()
