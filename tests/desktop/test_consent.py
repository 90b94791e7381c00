"""The two ticks that say what of a person may stand in the directory, through a person's hands, on a real file."""

from contextlib import closing

import pytest
from PySide6.QtCore import Qt

from db.history.history import undo
from db.members.directory import directory
from db.members.people import people
from desktop.clock import stopped_at
from desktop.members.page import MembersPage
from desktop.operations import Operations
from tests.desktop.record import TODAY, fill
from tests.new_file import new_file


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley", who="Ana") as made:
        yield made


@pytest.fixture
def keys(file):
    with file.writing(who="Ana") as session:
        return fill(session)


@pytest.fixture
def page(qtbot, file, keys):
    with closing(Operations(file, who="Keti")) as operations:
        crashes: list[Exception] = []
        operations.crashed.connect(crashes.append)
        shown = MembersPage(operations, stopped_at(TODAY))
        qtbot.addWidget(shown)
        shown.resize(1158, 672)
        with qtbot.waitExposed(shown):
            shown.show()
        operations.wait()
        yield shown
        assert not crashes


def choose(page, key):
    page.show_member(key)
    page.operations.wait()


def dialog_for(page, speaker=None):
    if speaker is None:
        page.card.add_representative_requested.emit()
    else:
        page.card.change_representative_requested.emit(speaker)
    page.operations.wait()
    return page.deeds.dialog


def person(file, name):
    with file.reading() as session:
        return next(row for row in people(session) if row.name == name)


def test_a_representatives_consent_is_ticked_and_can_be_undone(qtbot, page, keys, file):
    choose(page, keys["Hazelnut Growers' Union"])
    dialog = dialog_for(page, page.card.detail.representatives[0])
    assert (dialog.phone.text(), dialog.consent.phone.text()) == ("555 01", "Phone: not asked yet")
    dialog.consent.phone.setFocus()
    qtbot.keyClick(dialog.consent.phone, Qt.Key.Key_Space)
    dialog.email.setFocus()
    qtbot.keyClicks(dialog.email, "gia@x.example")
    dialog.primary.click()
    page.operations.wait()
    row = person(file, "Gia Lobio")
    assert (row.phone, row.email, row.share_phone, row.share_email) == ("555 01", "gia@x.example", True, None)
    with file.reading() as session:
        listed = {one.name: one for found in directory(session, TODAY.date()).rows for one in found.speakers}
    assert (listed["Gia Lobio"].phone, listed["Gia Lobio"].email) == ("555 01", "")
    with file.writing() as session:
        undo(session)
    assert person(file, "Gia Lobio").share_phone is None


def test_a_new_name_never_takes_over_what_is_somebody_elses(qtbot, page, keys):
    choose(page, keys["Hazelnut Growers' Union"])
    dialog = dialog_for(page)
    dialog.person.setText("Nana Ghomi")
    assert dialog.phone.text() == "555 01"
    assert not dialog.consent.isEnabled()
    dialog.person.setText("Nana Ghomi the Younger")
    assert (dialog.phone.text(), dialog.consent.values()) == ("", {"share_phone": None, "share_email": None})
    assert dialog.consent.isEnabled()
    dialog.consent.email.set_value(True)
    dialog.email.setText("young@x.example")
    dialog.primary.click()
    page.operations.wait()
    listed = [one for one in page.card.detail.representatives if one.name == "Nana Ghomi the Younger"]
    assert [(one.email, one.share_email, one.share_phone) for one in listed] == [("young@x.example", True, None)]


def test_an_individuals_consent_stands_among_its_fields_and_nobody_elses(qtbot, page, keys, file):
    choose(page, keys["Upper Phasis Dairy"])
    page.toggle_editing()
    assert not page.form.consent.isVisible()
    choose(page, keys["Nana Gomi"])
    if not page.card.editing():
        page.toggle_editing()
    assert page.form.consent.isVisible()
    page.form.consent.phone.setFocus()
    qtbot.keyClick(page.form.consent.phone, Qt.Key.Key_Space)
    page.operations.wait()
    assert person(file, "Nana Gomi").share_phone is True
    tick = page.form.consent.phone
    for value, words in (
        (False, "Phone: not to be listed"),
        (None, "Phone: not asked yet"),
        (True, "Phone: may be listed"),
    ):
        qtbot.keyClick(tick, Qt.Key.Key_Space)
        page.operations.wait()
        assert person(file, "Nana Gomi").share_phone is value
        assert tick.text() == words


def test_a_consent_that_waits_for_the_disk_stands_with_its_own_person_again(qtbot, page, keys, full_disk):
    choose(page, keys["Nana Gomi"])
    page.toggle_editing()
    full_disk(page.operations)
    qtbot.keyClick(page.form.consent.phone, Qt.Key.Key_Space)
    choose(page, keys["Upper Phasis Dairy"])
    choose(page, keys["Nana Gomi"])
    assert page.form.consent.values() == {"share_phone": True, "share_email": None}


def test_both_ticks_say_what_they_are_for(page, keys):
    ticks = page.form.consent
    assert ticks.phone.accessibleName() == "The phone number in the directory: not asked yet"
    assert ticks.email.accessibleName() == "The e-mail address in the directory: not asked yet"
