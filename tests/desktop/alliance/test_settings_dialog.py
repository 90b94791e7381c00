"""The alliance's settings are kept as they are typed, can be undone, and stay untouched where one only looks."""

import datetime as dt
from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from db.alliance import member_kinds
from db.engine import open_file
from db.meetings.quorum import QuorumRule
from db.members.members import members_on
from db.vocabulary import PaperSize, QuorumKind
from desktop.alliance.settings import ABOUT, COMPUTER, FILE, KINDS, MEETINGS
from desktop.reports.registers_from_record import directory_maker
from desktop.widgets.buttons import IconButton
from desktop.widgets.kept_text import PAUSE_MS
from desktop.widgets.quorum_field import quorum_sentence

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def operations(opened, path):
    return opened(open_file(path, who="Keti"))


@pytest.fixture
def dialog(show, operations):
    return show(operations)


def choose(field, key):
    """Choose as a person does."""
    field.set_value(key)
    field.activated.emit(field.currentIndex())


def test_what_is_typed_is_kept_after_a_pause(dialog, operations, row, qtbot):
    line = dialog.about.lines["place"]
    qtbot.keyClicks(line, "Poti")
    qtbot.wait(PAUSE_MS + 100)
    operations.wait()
    assert row(operations).place == "Poti"


def test_what_is_typed_is_kept_when_the_keyboard_leaves(dialog, operations, row, qtbot):
    line = dialog.about.lines["name"]
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Hill Valley")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    operations.wait()
    assert row(operations).name == "Hill Valley"


def test_closing_keeps_what_is_half_typed(dialog, operations, row, qtbot):
    qtbot.keyClicks(dialog.about.lines["phone"], "555 01")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    operations.wait()
    assert row(operations).phone == "555 01"


def test_an_alliance_without_a_name_is_refused_and_shown_as_it_stands(dialog, operations, qtbot):
    line = dialog.about.lines["name"]
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.wait(PAUSE_MS + 100)
    assert line.text() == ""
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    operations.wait()
    assert line.text() == "Lake Valley"
    assert "name is missing" in dialog.message.label.text()


def test_choices_are_kept_at_once_and_undone(dialog, operations, row, qtbot):
    choose(dialog.about.language_field, "es")
    qtbot.mouseClick(dialog.about.paper_field.button(PaperSize.LETTER), LEFT)
    operations.wait()
    assert (row(operations).language, row(operations).paper_size) == ("es", PaperSize.LETTER)
    qtbot.mouseClick(dialog.undo_button, LEFT)
    operations.wait()
    assert row(operations).paper_size == PaperSize.A4
    assert dialog.about.paper_field.value() == PaperSize.A4
    qtbot.mouseClick(dialog.undo_button, LEFT)
    operations.wait()
    assert row(operations).language == "en"
    assert not dialog.undo_button.isEnabled()


def test_the_key_takes_back_what_was_done_last_here_and_nothing_before(dialog, operations, row, qtbot):
    def press(key, modifiers=Qt.KeyboardModifier.ControlModifier):
        line.setFocus()
        qtbot.keyClick(line, key, modifiers)
        operations.wait()

    line, paper = dialog.about.lines["place"], dialog.about.paper_field
    line.setFocus()
    qtbot.keyClicks(line, "Poti")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.mouseClick(paper.button(PaperSize.LETTER), LEFT)
    operations.wait()
    line.setFocus()
    line.end(False)
    qtbot.keyClicks(line, " 2")
    seen = []
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Y):
        press(key)
        seen.append((line.text(), row(operations).place, paper.value()))
    assert seen[0][::2] == ("Poti", PaperSize.LETTER)
    assert seen[1:] == [
        ("Poti", "Poti", PaperSize.A4), ("", "", PaperSize.A4), ("", "", PaperSize.A4),
        ("Poti", "Poti", PaperSize.A4), ("Poti", "Poti", PaperSize.LETTER),
    ]  # fmt: skip
    with operations.file.reading() as session:
        assert len(members_on(session)) == 31


def test_what_is_typed_and_taken_back_leaves_nothing_to_undo(dialog, operations, row, qtbot):
    line = dialog.about.lines["place"]
    line.setFocus()
    qtbot.keyClicks(line, "Poti")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    operations.wait()
    assert dialog.undo_button.isEnabled()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    operations.wait()
    assert (row(operations).place, dialog.undo_button.isEnabled()) == ("", False)


def test_a_number_goes_back_from_where_it_is_written(dialog, operations, row, qtbot):
    dialog.show_tab(MEETINGS)
    key, field = next(iter(dialog.rules.days.items()))
    before = field.value()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "21")
    operations.wait()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    operations.wait()
    assert getattr(row(operations), key) == field.value() == 22
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    operations.wait()
    assert getattr(row(operations), key) == field.value() == before


def test_the_name_of_a_kind_goes_back_from_where_it_is_written(dialog, operations, qtbot):
    dialog.show_tab(KINDS)
    operations.wait()
    dialog.activateWindow()
    kind, first = next(iter(dialog.kinds.fields.items()))
    before = first.text()
    first.setFocus()
    qtbot.keyClicks(first, "!")
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    operations.wait()
    again = dialog.kinds.fields[kind]
    assert again.text() == before + "!"
    again.setFocus()
    qtbot.keyClick(again, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    operations.wait()
    assert dialog.kinds.fields[kind].text() == before


def test_what_waits_for_the_disk_stands_there_when_the_settings_are_opened_again(
    show, operations, row, qtbot, full_disk
):  # fmt: skip
    disk = full_disk(operations)
    seen = []
    for words in ("Po", "ti"):
        dialog = show(operations)
        operations.wait()
        seen.append((dialog.about.lines["place"].text(), dialog.rules.days["notice_days"].value()))
        dialog.about.lines["place"].setFocus()
        qtbot.keyClick(dialog.about.lines["place"], Qt.Key.Key_End)
        qtbot.keyClicks(dialog.about.lines["place"], words)
        dialog.rules.days["notice_days"].setValue(11)
        dialog.close()
    assert seen == [("", 14), ("Po", 11)]
    disk.has_room()
    operations.wait()
    assert (row(operations).place, row(operations).notice_days) == ("Poti", 11)


def test_the_name_of_a_kind_put_back_while_the_disk_was_full_is_put_back(dialog, operations, qtbot, full_disk):
    dialog.show_tab(KINDS)
    operations.wait()
    disk = full_disk(operations)
    kind, field = next(iter(dialog.kinds.fields.items()))
    before = field.text()
    for words in ("Choirs", before):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, words)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    disk.has_room()
    operations.wait()
    assert dialog.kinds.fields[kind].text() == before


def test_a_kind_emptied_while_the_disk_was_full_has_its_usual_name(show, operations, qtbot, full_disk):
    full_disk(operations)
    seen = []
    for words in ("Choirs", "", None):
        dialog = show(operations)
        dialog.show_tab(KINDS)
        operations.wait()
        field = next(iter(dialog.kinds.fields.values()))
        seen.append(field.text())
        if words is not None:
            field.setText(words)
            field.editingFinished.emit()
        dialog.close()
    assert seen == ["Local NGO", "Choirs", "Local NGO"]


def test_the_quorum_says_what_it_means(dialog, operations, row):
    dialog.show_tab(MEETINGS)
    quorum = dialog.rules.quorum
    choose(quorum.rule_field, QuorumRule(QuorumKind.MORE_THAN, 1, 2))
    operations.wait()
    assert quorum.sentence_label.text() == "16 of 31 members must be here."
    choose(quorum.rule_field, QuorumKind.NUMBER)
    operations.wait()
    assert quorum.number_field.value() == 16
    quorum.number_field.setValue(40)
    operations.wait()
    stands = row(operations)
    assert (stands.quorum_kind, stands.quorum_numerator) == (QuorumKind.NUMBER, 40)
    assert "never be reached" in quorum.warning.label.text()


def test_another_part_is_typed_and_never_more_than_all(dialog, operations, row):
    dialog.show_tab(MEETINGS)
    quorum = dialog.rules.quorum
    quorum.rule_field.setCurrentIndex(6)
    quorum.rule_field.activated.emit(6)
    quorum.denominator_field.setValue(5)
    quorum.numerator_field.setValue(9)
    operations.wait()
    assert quorum.rule() == QuorumRule(QuorumKind.MORE_THAN, 4, 5)
    assert quorum.numerator_field.value() == 4
    stands = row(operations)
    assert (stands.quorum_kind, stands.quorum_numerator, stands.quorum_denominator) == (QuorumKind.MORE_THAN, 4, 5)
    assert quorum.rule_field.currentText() == "More than another part"


@pytest.mark.parametrize(
    ("rule", "seats", "words", "reachable"),
    [
        (QuorumRule(QuorumKind.NONE), 0, "any number", True),
        (QuorumRule(QuorumKind.AT_LEAST, 2, 3), 31, "21 of 31 members must be here.", True),
        (QuorumRule(QuorumKind.AT_LEAST, 1, 2), 0, "no members yet", False),
    ],
)
def test_sentences_of_rules(rule, seats, words, reachable):
    found, can = quorum_sentence(rule, seats)
    assert words in found
    assert can is reachable


def test_days_are_kept_and_said(dialog, operations, row, qtbot):
    dialog.show_tab(MEETINGS)
    dialog.rules.days["notice_days"].setValue(1)
    operations.wait()
    assert row(operations).notice_days == 1
    assert dialog.rules._words["notice_days"].text() == "day before the meeting"


def test_kinds_move_with_the_keyboard_and_one_in_use_stays(dialog, operations, qtbot):
    dialog.show_tab(KINDS)
    dialog.activateWindow()
    first = next(iter(dialog.kinds.fields.values()))
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    operations.wait()
    with operations.file.reading() as session:
        assert [kind.key for kind in member_kinds(session)][:2] == ["international_ngo", "local_ngo"]
    bins = {one.accessibleName(): one for one in dialog.kinds.findChildren(IconButton)}
    assert not bins["Delete “Local NGO”"].isEnabled()
    assert "31 members on record are of this kind" in bins["Delete “Local NGO”"].toolTip()
    assert bins["Delete “International NGO”"].isEnabled()
    dialog.kinds._delete(dialog.kinds._kinds[1])
    operations.wait()
    assert dialog.kinds.message.label.text().startswith("“Local NGO” cannot be deleted while it is still needed by 31")
    qtbot.mouseClick(dialog.undo_button, LEFT)
    operations.wait()
    with operations.file.reading() as session:
        assert member_kinds(session)[0].key == "local_ngo"


def test_the_name_written_beside_changes(dialog, operations, settings, qtbot):
    dialog.show_tab(COMPUTER)
    said = [label.text() for label in dialog.pages.currentWidget().findChildren(QLabel)]
    assert "These are yours alone and stay on this computer; the file has only your name." in said
    assert "History keeps it beside what you change." in said
    field = dialog.preferences.who_field
    field.setFocus()
    with qtbot.waitSignal(dialog.who_changed):
        qtbot.keyClicks(field, "Nana")
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert settings.value.who == "Nana"


def test_one_who_only_looks_changes_nothing_of_the_alliance(opened, show, path):
    dialog = show(opened(open_file(path, read_only=True)))
    assert "opened to look at" in dialog.looking_message.label.text()
    assert not dialog.about.isEnabled()
    assert not dialog.kinds.isEnabled()
    assert dialog.preferences.isEnabled()
    assert not dialog.file_view.set_button.isEnabled()


@pytest.mark.parametrize("tab", [ABOUT, MEETINGS, KINDS, FILE, COMPUTER])
def test_every_control_has_a_name(dialog, operations, tab):
    dialog.show_tab(tab)
    operations.wait()
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def heads(operations):
    """Return how many pictures the head of a printed register holds."""
    out = BytesIO()
    with operations.file.reading() as session:
        directory_maker(today=dt.date(2026, 10, 8))(session, out)
    [page, *_more] = PdfReader(out).pages
    return len(page.images)


def test_a_logo_stands_at_the_head_of_what_is_printed_and_can_be_undone(dialog, operations, row, qtbot, tmp_path):
    about = dialog.about
    assert (heads(operations), about.no_logo_button.isVisible()) == (0, False)
    Image.new("RGB", (1200, 600), "navy").save(tmp_path / "logo.png")
    qtbot.mouseClick(about.logo_button, LEFT)
    operations.wait(60)
    assert b64decode(row(operations).logo).startswith(b"\x89PNG")
    assert (about.logo_label.isVisible(), heads(operations)) == (True, 1)
    qtbot.mouseClick(about.no_logo_button, LEFT)
    operations.wait()
    assert (row(operations).logo, heads(operations), about.logo_label.isVisible()) == ("", 0, False)
    dialog.undo()
    operations.wait()
    assert heads(operations) == 1


def test_a_picture_too_large_for_a_logo_is_refused_with_a_sentence(dialog, operations, row, qtbot, tmp_path):
    Image.new("1", (5000, 5000)).save(tmp_path / "logo.png")
    qtbot.mouseClick(dialog.about.logo_button, LEFT)
    operations.wait(60)
    assert row(operations).logo == ""
    assert "5,000" in dialog.message.label.text()


def test_the_dialog_is_as_high_as_the_first_tab_asks_where_the_screen_has_room(dialog):
    dialog.show_tab(ABOUT)
    dialog.fit()
    QApplication.processEvents()
    page = dialog.pages.currentWidget()
    room = dialog.screen().availableGeometry().height() - 48
    assert dialog.height() == room or page.verticalScrollBar().maximum() == 0
