"""The file is checked, copied, protected and opened up again while its window stays open."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from db.engine import open_file
from db.errors.files import WrongPassphrase
from db.files.header import looks_protected
from desktop import texts
from desktop.alliance.passphrase import PassphraseChange
from desktop.alliance.settings import FILE
from desktop.widgets.strength import Strength, strength

PASSPHRASE = "canal stone bridge lamp"
DAY = dt.date(2026, 10, 8)

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def operations(opened, path):
    return opened(open_file(path, who="Keti"))


@pytest.fixture
def dialog(show, operations):
    dialog = show(operations)
    dialog.show_tab(FILE)
    return dialog


@pytest.fixture
def view(dialog):
    return dialog.file_view


def asked(dialog):
    """Return the passphrase dialog in sight."""
    [found] = [one for one in dialog.findChildren(PassphraseChange) if one.isVisible()]
    return found


def test_the_facts(view, path):
    assert view.place_label.text() == str(path)
    assert view.size_label.text() == texts.size_bytes(path.stat().st_size)
    assert view.protection_label.text().startswith("Not protected")
    assert view.check_label.text() == "Not checked on this computer yet"


def test_the_file_is_checked_and_that_is_remembered(view, operations, settings, path, qtbot):
    qtbot.mouseClick(view.check_button, LEFT)
    operations.wait()
    assert "is whole" in view.message.label.text()
    assert view.check_label.text() == "Whole on 8 October 2026, 10:00"
    settings.remember(path.absolute(), "Lake Valley")
    assert settings.checked(path.absolute()).startswith("2026-10-08T10:00")


def test_a_copy_is_made_and_never_over_another_file(view, operations, tmp_path, qtbot):
    qtbot.mouseClick(view.copy_button, LEFT)
    operations.wait()
    copy = tmp_path / "Lake 2026-10-08.ronda"
    assert copy.is_file()
    with open_file(copy):
        pass
    qtbot.mouseClick(view.copy_button, LEFT)
    operations.wait()
    assert "already there" in view.message.label.text()


def test_the_file_is_protected_and_the_window_goes_on(dialog, view, operations, path, row, qtbot):
    assert "passphrase" not in view.copies_label.text()
    qtbot.mouseClick(view.set_button, LEFT)
    ask = asked(dialog)
    assert not ask.do_button.isEnabled()
    qtbot.keyClicks(ask.new_field, PASSPHRASE)
    qtbot.keyClicks(ask.again_field, "canal moon")
    assert "not the same" in ask.message.label.text()
    ask.again_field.clear()
    qtbot.keyClicks(ask.again_field, PASSPHRASE)
    qtbot.keyClick(ask.again_field, Qt.Key.Key_Return)
    operations.wait()
    assert view.protection_label.text() == "Protected by a passphrase"
    assert "same passphrase" in view.copies_label.text()
    assert view.change_button.isVisible()
    assert not view.set_button.isVisible()
    qtbot.keyClicks(dialog.about.lines["place"], "Poti")
    dialog.about.keep_all()
    operations.wait()
    assert row(operations).place == "Poti"
    operations.file.close()
    assert looks_protected(path)
    with open_file(path, passphrase=PASSPHRASE):
        pass


def test_the_passphrase_is_changed_and_removed(opened, show, path, qtbot):
    from db.files.copies import change_passphrase

    operations = opened(change_passphrase(open_file(path), old=None, new=PASSPHRASE))
    dialog = show(operations)
    dialog.show_tab(FILE)
    view = dialog.file_view
    qtbot.mouseClick(view.change_button, LEFT)
    ask = asked(dialog)
    qtbot.keyClicks(ask.old_field, "not this one")
    for field in (ask.new_field, ask.again_field):
        qtbot.keyClicks(field, "another good passphrase")
    qtbot.mouseClick(ask.do_button, LEFT)
    operations.wait()
    assert ask.isVisible()
    assert "does not open" in ask.message.label.text()
    ask.old_field.clear()
    qtbot.keyClicks(ask.old_field, PASSPHRASE)
    qtbot.mouseClick(ask.do_button, LEFT)
    operations.wait()
    assert "is changed" in view.message.label.text()
    assert operations.file.opens_with("another good passphrase")
    qtbot.mouseClick(view.remove_button, LEFT)
    ask = asked(dialog)
    qtbot.keyClicks(ask.old_field, "another good passphrase")
    qtbot.mouseClick(ask.do_button, LEFT)
    operations.wait()
    assert view.protection_label.text().startswith("Not protected")
    assert not operations.file.protected


def test_after_setting_and_changing_it_the_sheet_for_the_envelope_is_offered(dialog, view, operations, qtbot):
    """Set, changed, removed: the sheet is offered twice, of the day, and what offers it goes with the passphrase."""
    wanted = []
    dialog.envelope_requested.connect(wanted.append)
    told = []
    operations.changed.connect(lambda changes: told.append(changes.kinds))

    def do(button, *fields):
        qtbot.mouseClick(button, LEFT)
        ask = asked(dialog)
        for name, words in fields:
            qtbot.keyClicks(getattr(ask, name), words)
        qtbot.mouseClick(ask.do_button, LEFT)
        operations.wait()

    do(view.set_button, ("new_field", PASSPHRASE), ("again_field", PASSPHRASE))
    assert view.message.button.text() == "Print the sheet…"
    qtbot.mouseClick(view.message.button, LEFT)
    other = "another good passphrase"
    do(view.change_button, ("old_field", PASSPHRASE), ("new_field", other), ("again_field", other))
    qtbot.mouseClick(view.message.button, LEFT)
    assert wanted == [DAY, DAY]
    do(view.remove_button, ("old_field", other))
    assert view.message.isVisible()
    assert not view.message.button.isVisible()
    assert told == [frozenset({"protection"})] * 3  # the print room looks again


def test_a_wrong_passphrase_leaves_the_file_open(path):
    from db.files.copies import change_passphrase

    with change_passphrase(open_file(path), old=None, new=PASSPHRASE) as file:
        with pytest.raises(WrongPassphrase):
            change_passphrase(file, old="not this one", new=None)
        with file.reading():
            pass


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("short", Strength.TOO_SHORT),
        ("password", Strength.WEAK),
        ("12345678", Strength.WEAK),
        ("aaaaaaaaaaaa", Strength.WEAK),
        ("lakevalley2026", Strength.WEAK),
        ("canal stone bridge lamp", Strength.FAIR),
        ("canal stone bridge lamp hazel", Strength.STRONG),
        ("x7Q9m2K4p8Zt", Strength.STRONG),
    ],
)
def test_strength(passphrase, expected):
    assert strength(passphrase, ("Lake Valley",)) is expected
