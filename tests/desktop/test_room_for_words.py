"""Where there is little room for words: what is shortened, what is left out, and what is seen first."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QPainter
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from desktop import texts
from desktop.start.dialogs import NewAllianceDialog
from desktop.widgets.badges import KeyHint, KeyHints
from desktop.widgets.dialogs import Dialog
from desktop.widgets.headers import TabStrip
from desktop.widgets.labels import Label, PersonLabel
from desktop.widgets.layouts import ScrollArea
from desktop.widgets.messages import Toast
from desktop.widgets.navigation import Sidebar
from desktop.widgets.painting import draw_text, in_two_lines, person_in, text_width
from desktop.widgets.protection import Protection
from desktop.widgets.strength import StrengthMeter
from tests.drawn import seen

LEFT = Qt.MouseButton.LeftButton
TABS = [("findings", "Findings"), ("interviews", "Interviews"), ("method", "Who and how")]


def test_tabs_keep_their_room_where_one_is_shown_before_they_are_laid_out(qtbot):
    dialog = Dialog("Evaluation", width=800)
    qtbot.addWidget(dialog)
    tabs = TabStrip(TABS)
    dialog.add(tabs)
    tabs.set_shown("interviews", shown=True)
    dialog.show()
    assert tabs.width() == tabs.sizeHint().width()


def test_a_sentence_that_an_arabic_name_begins_is_drawn_from_the_left_and_read_as_it_is(qtbot, appearance):
    words = "سلمى no lo toma"
    label = Label(words)
    qtbot.addWidget(label)
    assert label.text() == words
    assert super(Label, label).text() != words


def test_lines_that_name_somebody_in_arabic_are_drawn_in_the_order_they_are_said_in(qtbot, appearance, tmp_path):
    words = "جمعية المزارعين, meeting 41, 22 Oct 2026"
    label, wrapped = Label(words, elide=True), Label(words, wrap=True)
    for shown in (label, wrapped):
        qtbot.addWidget(shown)
        shown.resize(600, 30)
        found = seen(tmp_path / "label.pdf", lambda painter, it=shown: it.render(painter, QPoint()))
        assert found == ["*,meeting41,22Oct2026"]
    place = QRectF(0, 0, 600, 30)
    assert seen(tmp_path / "row.pdf", lambda painter: draw_text(painter, place, words)) == ["*,meeting41,22Oct2026"]


def test_a_sentence_in_arabic_is_drawn_from_the_right(qtbot, appearance, tmp_path):
    class Row(QWidget):
        def paintEvent(self, _event):
            draw_text(QPainter(self), QRectF(0, 0, 400, 30), words)

    words = "نقبل الخطة (AWF) حتى 2027"
    for shown in (Label(words, elide=True), Label(words, wrap=True), Row()):
        qtbot.addWidget(shown)
        shown.resize(400, 30)
        [line] = seen(tmp_path / "line.pdf", lambda painter, it=shown: it.render(painter, QPoint()))
        assert line.startswith("2027*")


def test_a_line_is_put_in_order_once_however_often_it_is_painted(qtbot, appearance, tmp_path, monkeypatch):
    asked: list[str] = []
    in_order = texts.in_order
    monkeypatch.setattr(texts, "in_order", lambda line: asked.append(line) or in_order(line))

    def draw(painter):
        for _time in range(3):
            draw_text(painter, QRectF(0, 0, 300, 30), "Poti: سلمى, a line of this test alone")

    assert seen(tmp_path / "lines.pdf", draw)
    assert len(asked) == 1


def test_what_is_copied_of_a_line_is_what_was_said(qtbot, appearance):
    words = "سلمى 12, no lo toma"
    label = Label(words, wrap=True)
    label.let_select()
    qtbot.addWidget(label)
    label.show()
    label.setSelection(0, len(texts.in_order(words)))
    label.setFocus()
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == words


def test_the_menu_of_words_copies_what_is_chosen_and_nothing_else(qtbot, appearance):
    label = Label("سلمى 12, no lo toma", wrap=True)
    label.let_select()
    qtbot.addWidget(label)
    label.show()
    QGuiApplication.clipboard().setText("precious")

    [menu] = label.findChildren(QMenu)
    copy, select = menu.actions()

    def offered():
        place, by = QPoint(2, 2), QContextMenuEvent.Reason.Keyboard
        QGuiApplication.sendEvent(label, QContextMenuEvent(by, place, label.mapToGlobal(place)))
        shown = menu.isVisible()
        menu.close()
        return shown

    assert offered()
    assert not copy.isEnabled()
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "precious"
    select.trigger()
    assert offered()
    copy.trigger()
    assert QGuiApplication.clipboard().text() == "سلمى 12, no lo toma"


def test_a_person_is_named_by_whole_words_where_two_have_room(qtbot, appearance):
    label = PersonLabel("Rosa Quispe Mamani")
    qtbot.addWidget(label)
    room = label.fontMetrics().horizontalAdvance("Rosa Quispe M")
    assert label._fitting(room) == "Rosa Quispe"
    assert label._fitting(300) == "Rosa Quispe Mamani"
    assert label._fitting(room // 2).endswith("…")
    assert person_in(text_width("Rosa Quispe M"), "Rosa Quispe Mamani") == "Rosa Quispe"


def test_words_too_long_for_a_line_go_on_in_a_second(qtbot, appearance):
    words = "Ring the three members that missed three meetings"
    assert in_two_lines(words, 1000) == (words,)
    first, second = in_two_lines(words, text_width(words) * 0.7)
    assert f"{first} {second}" == words
    assert text_width(first) <= text_width(words) * 0.7


def test_keys_that_have_no_room_are_left_out_whole(qtbot, appearance):
    holder = QWidget()
    qtbot.addWidget(holder)
    hints = KeyHints([KeyHint("Ctrl K", "find anything in the whole record")], parent=holder)
    holder.show()
    group = hints.findChildren(Label)[-1]
    hints.resize(hints.sizeHint())
    assert group.parentWidget().y() < hints.height()
    hints.resize(60, hints.height())
    qtbot.waitUntil(lambda: group.parentWidget().y() >= hints.height())


def test_keys_that_are_left_stand_at_the_end(qtbot, appearance):
    keys = [KeyHint("F2", "change date"), KeyHint("Ctrl N", "add an action to this meeting")]
    hints = KeyHints(keys, at_end=True)
    qtbot.addWidget(hints)
    hints.show()
    words = [key.text for key in keys]
    first, last = (label.parentWidget() for label in hints.findChildren(Label) if label.text() in words)
    hints.resize(hints.sizeHint().width() - 20, hints.sizeHint().height())
    qtbot.waitUntil(lambda: last.y() >= hints.height())
    assert first.geometry().right() == hints.rect().right()


@pytest.mark.parametrize("verb", [True, False])
def test_what_was_done_has_the_same_room_on_both_sides(qtbot, appearance, verb):
    toast = Toast()
    qtbot.addWidget(toast)
    toast.say("Something went wrong in Ronda itself. " * 4, clicked=(lambda: None) if verb else None)
    toast.resize(toast.width(), toast.fit(360))
    last = toast.button if verb else toast.label
    qtbot.waitUntil(lambda: toast.width() == 360)
    assert toast.label.x() >= 12
    assert toast.width() - last.geometry().right() - 1 == (3 if verb else toast.label.x())
    assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())


def test_a_dialog_shows_the_beginning_of_a_long_field(qtbot, appearance):
    dialog = Dialog("Owner", width=200)
    qtbot.addWidget(dialog)
    field = QLineEdit("Field Law Clinic (Rusa Toreli, here)")
    dialog.add(field)
    field.selectAll()
    dialog.show()
    qtbot.waitUntil(lambda: field.cursorPosition() == 0)
    assert field.selectedText() == field.text()


def test_a_low_window_keeps_the_settings_in_sight_rather_than_the_person(qtbot, appearance):
    holder = QWidget()
    qtbot.addWidget(holder)
    sidebar = Sidebar([(f"Page {number}", "house") for number in range(10)])
    sidebar.setParent(holder)
    sidebar.set_person("Keti Adjika", "")
    sidebar.set_brief(True)
    sidebar.resize(sidebar.width(), 900)
    holder.show()
    assert sidebar.avatar.isVisible()
    least = sidebar.layout().minimumSize().height()
    sidebar.resize(sidebar.width(), least - 8)
    assert not sidebar.avatar.isVisible()
    assert sidebar.settings_button.isVisible()


def test_a_new_passphrase_is_weighed_and_complained_of_only_when_typed_again_otherwise(qtbot, appearance):
    meter = StrengthMeter()
    qtbot.addWidget(meter)
    meter.show_of("password")
    assert meter.label.text().startswith("Weak")
    protection = Protection("Protect it", lambda: None)
    qtbot.addWidget(protection.box)
    protection.box.setChecked(True)
    protection.field.setText("seven cold rooms")
    assert protection.problem()
    assert protection.complaint() == ""
    protection.again.setText("seven c")
    assert protection.complaint() == ""
    protection.again.setText("seven hot")
    assert "not the same" in protection.complaint()


@pytest.mark.parametrize("percent", [100, 130])
def test_a_new_alliance_has_room_for_its_passphrase_where_the_screen_has(qtbot, appearance, tmp_path, percent):
    appearance.set_text_percent(percent)
    dialog = NewAllianceDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    before = dialog.height()
    qtbot.mouseClick(dialog.protection.box, LEFT, pos=QPoint(8, dialog.protection.box.height() // 2))
    qtbot.keyClicks(dialog.protection.field, "seven cold rooms")
    qtbot.waitUntil(lambda: dialog.height() > before)
    area = dialog.findChild(ScrollArea)
    most = dialog.screen().availableGeometry().height() - 48
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0 or dialog.height() == most)
    for field in (dialog.name_field, dialog.protection.field, dialog.protection.again):
        assert field.height() >= field.sizeHint().height()
