"""Every field that completes names takes the one chosen with Enter and with Tab, and leaves new ones as typed."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.members.choices import NameChoice
from db.members.people import PersonRow
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice
from desktop.widgets.name_field import NameField, NamesField
from desktop.widgets.people import PersonField

NAMES = [f"Member {number}" for number in range(20)] + ["Harvest Commons", "Upper Canal", "Lower Canal"]


def name_field(kind: type[NameField]) -> NameField:
    field = kind(name="Who")
    choices = [NameChoice(name, member_id=uuid.uuid4()) for name in NAMES]
    field.set_choices([*choices, NameChoice("Water users", "VES", member_id=uuid.uuid4())])
    return field


def person(name: str) -> PersonRow:
    return PersonRow(uuid.uuid4(), name, email="", phone="", note="", share_email=None, share_phone=None)


FIELDS: dict[str, Callable[[], QWidget]] = {
    "name": lambda: name_field(NameField),
    "names": lambda: name_field(NamesField),
    "person": lambda: PersonField(
        [PersonRow(uuid.uuid4(), name, "", "", "", None, None) for name in NAMES], name="Who"
    ),
    "choice": lambda: Choice([(name, name) for name in NAMES], name="Who", placeholder="Choose"),
}


@dataclass
class Hand:
    """Types into the field of a dialog, as Qt gives it the keys."""

    dialog: Dialog
    field: QWidget
    after: QLineEdit

    @property
    def line(self) -> QLineEdit:
        line = self.field.lineEdit() if isinstance(self.field, Choice) else self.field
        assert isinstance(line, QLineEdit)
        return line

    def type(self, words: str) -> None:
        QTest.keyClicks(self.line, words)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.activePopupWidget() or self.dialog.focusWidget(), key)

    @property
    def offers(self) -> bool:
        return self.line.completer().popup().isVisible()


@pytest.fixture
def hand(qtbot: QtBot, request: pytest.FixtureRequest) -> Hand:
    dialog, field, after = Dialog("Who brings it?"), FIELDS[request.param](), QLineEdit()
    dialog.add(field, after)
    dialog.set_primary("Keep")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    field.setFocus()
    return Hand(dialog, field, after)


every_field = pytest.mark.parametrize("hand", FIELDS, indirect=True)


ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@pytest.mark.parametrize(
    ("hand", "key"),
    [*((field, key) for field in ("name", "names", "choice") for key in ENTER), ("choice", Qt.Key.Key_Tab)],
    indirect=["hand"],
)
def test_the_only_name_offered_is_taken(hand: Hand, key: Qt.Key) -> None:
    hand.type("comm")
    assert hand.offers
    hand.press(key)
    assert hand.line.text() == "Harvest Commons"
    assert not hand.offers
    assert hand.dialog.isVisible()
    assert hand.dialog.focusWidget() is (hand.after if key == Qt.Key.Key_Tab else hand.field)
    hand.press(Qt.Key.Key_Return)
    assert hand.dialog.result() == Dialog.DialogCode.Accepted


@every_field
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_of_several_names_the_one_chosen_is_taken(hand: Hand, key: Qt.Key) -> None:
    hand.type("canal")
    hand.press(Qt.Key.Key_Down, Qt.Key.Key_Down, key)
    assert hand.line.text() == "Lower Canal"
    assert hand.dialog.isVisible()


@pytest.mark.parametrize(
    ("hand", "typed", "key"),
    [
        *(("person", typed, key) for typed in ("comm", "omm") for key in (*ENTER, Qt.Key.Key_Tab)),
        *((field, "comm", Qt.Key.Key_Tab) for field in ("name", "names")),
        *((field, "omm", key) for field in ("name", "names") for key in (*ENTER, Qt.Key.Key_Tab)),
    ],
    indirect=["hand"],
)
def test_a_new_name_is_no_other_though_its_letters_stand_in_that(hand: Hand, typed: str, key: Qt.Key) -> None:
    hand.type(typed)
    assert hand.offers
    hand.press(key)
    assert hand.line.text() == typed
    assert not hand.offers
    assert isinstance(hand.field, PersonField | NameField)
    assert (hand.field.person_id() if isinstance(hand.field, PersonField) else hand.field.choice()) is None


@every_field
@pytest.mark.parametrize("key", [*ENTER, Qt.Key.Key_Tab])
def test_the_arrows_choose_the_only_name_too(hand: Hand, key: Qt.Key) -> None:
    hand.type("omm")
    hand.press(Qt.Key.Key_Down, key)
    assert hand.line.text() == "Harvest Commons"
    assert hand.dialog.focusWidget() is (hand.after if key == Qt.Key.Key_Tab else hand.field)


@pytest.mark.parametrize("hand", ["name", "names", "person"], indirect=True)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
@pytest.mark.parametrize("typed", ["canal", "Somebody else"])
def test_what_could_be_two_names_or_none_stays_as_typed(hand: Hand, typed: str, key: Qt.Key) -> None:
    hand.type(typed)
    offered = hand.offers
    assert offered == (typed == "canal")
    hand.press(key)
    assert hand.line.text() == typed
    assert hand.dialog.isVisible() == (offered or key == Qt.Key.Key_Tab)


@pytest.mark.parametrize("hand", ["name"], indirect=True)
def test_a_short_name_stays_though_it_stands_in_another_name(hand: Hand) -> None:
    field = hand.field
    assert isinstance(field, NameField)
    hand.type("ves")
    assert hand.offers  # Harvest Commons
    hand.press(Qt.Key.Key_Return)
    assert (field.text(), field.choice() and field.choice().name) == ("ves", "Water users")


@pytest.mark.parametrize("hand", ["names"], indirect=True)
def test_the_last_of_several_names_is_taken(hand: Hand) -> None:
    hand.type("Somebody; harv")
    hand.press(Qt.Key.Key_Return)
    assert hand.line.text() == "Somebody; Harvest Commons"


@pytest.mark.parametrize(
    ("hand", "typed"), [("name", "low"), ("names", "low"), ("names", "Somebody; low"), ("names", "Somebody;low")],
    indirect=["hand"],
)  # fmt: skip
@pytest.mark.parametrize("key", [*ENTER, Qt.Key.Key_Tab])
def test_a_short_name_stays_though_another_name_begins_so(hand: Hand, typed: str, key: Qt.Key) -> None:
    field = hand.field
    assert isinstance(field, NameField)
    choices = [NameChoice("Terra Partners", "LOW", member_id=uuid.uuid4()), NameChoice("Lower Canal")]
    field.set_choices(choices)
    hand.type(typed)
    assert hand.offers
    hand.press(key)
    assert field.text() == typed
    assert field.choice_of(typed.rpartition(";")[2]) is choices[0]


@pytest.mark.parametrize("hand", ["names"], indirect=True)
@pytest.mark.parametrize("key", [*ENTER, Qt.Key.Key_Tab])
def test_where_no_name_was_begun_none_is_added(hand: Hand, key: Qt.Key) -> None:
    field = hand.field
    assert isinstance(field, NamesField)
    field.set_choices([NameChoice("Harvest Commons", member_id=uuid.uuid4())])
    hand.type("Somebody; ")
    assert hand.offers
    hand.press(key)
    assert field.names() == ["Somebody"]


@pytest.mark.parametrize("hand", ["choice"], indirect=True)
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_choice_tells_once_what_was_taken(hand: Hand, key: Qt.Key) -> None:
    assert isinstance(hand.field, Choice)
    chosen: list[object] = []
    hand.field.chosen.connect(chosen.append)
    hand.type("commons")
    hand.press(key)
    assert chosen == ["Harvest Commons"]
    assert hand.field.value() == "Harvest Commons"
