"""Each shared part answers to keys and mouse, says what it is, and paints in both themes."""

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QToolTip,
    QWidget,
)

from desktop import theme
from desktop.widgets import dialogs
from desktop.widgets.badges import Avatar, Badge, Key, KeyHint, KeyHints, Mark
from desktop.widgets.bars import AttendanceStrip, Bar
from desktop.widgets.buttons import Button, IconButton, Segmented
from desktop.widgets.cards import Card
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import CalendarPopup, Choice, DateField, FormRows, NumberField, TimeField
from desktop.widgets.headers import Breadcrumb, CycleSteps, PageHeader, TabStrip, TallHeader
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import FlowLayout, ScrollArea, column
from desktop.widgets.messages import Busy, EmptyState, InlineMessage, Toast
from desktop.widgets.painting import BADGE_KINDS, text_width
from desktop.widgets.search_field import SearchField
from desktop.widgets.strips import NumberedStrip

STATES = ("here", "apologies", "away", "none")


def strip():
    strip = AttendanceStrip()
    strip.set_states(STATES, summary="1 of the last 3", tips=[f"Meeting {number}" for number in range(4)])
    return strip


def bar():
    bar = Bar(outlined=True)
    bar.set_value(19, 31, words="19, need 16", mark=16, role="ok")
    return bar


def name_of(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


PAINTED = [
    lambda: Badge("7 overdue", "danger", "clock"),
    lambda: Key("Ctrl"),
    lambda: Avatar("KA", name="Keti Adjika"),
    lambda: CycleSteps(["Prepare", "Call", "Meet"], 1),
    strip,
    bar,
    lambda: IconLabel("warning-fill", "warn_line", meaning="No owner yet"),
    lambda: Label("A rather long name of an organisation", elide=True),
]


@pytest.mark.parametrize("make", PAINTED)
def test_painted_parts_are_read_aloud_and_follow_the_theme(qtbot, appearance, make):
    widget = make()
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint())
    widget.show()
    assert name_of(widget)
    light = widget.grab().toImage()
    appearance.choose("dark")
    assert widget.grab().toImage() != light
    small = widget.sizeHint()
    appearance.set_text_percent(130)
    assert widget.sizeHint().height() >= small.height()


def test_steps_say_where_things_stand(qtbot):
    steps = CycleSteps()
    qtbot.addWidget(steps)
    steps.set_steps(["Prepare", "Call", "Meet"], 1)
    assert name_of(steps) == "Step 2 of 3: Call"
    steps.set_steps(["Prepare", "Call", "Meet"], 3)
    assert name_of(steps) == "All 3 steps are done"


def test_where_there_is_little_room_only_the_step_in_hand_bears_its_word(qtbot):
    words = ("Prepare", "Call", "Meet", "Write up", "Follow up")
    steps = CycleSteps(words, 4)
    qtbot.addWidget(steps)
    steps.resize(steps.sizeHint())
    steps.show()
    assert steps.words_shown() == words
    steps.resize(steps.minimumSizeHint())
    assert steps.width() < steps.sizeHint().width()
    assert steps.words_shown() == ("Follow up",)
    place = steps._word_place(4, steps.width() / 5)
    assert place.left() >= 0
    assert place.right() <= steps.width()
    assert steps.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Maximum, "a header may take room from it"


@pytest.mark.parametrize("kind", BADGE_KINDS)
def test_every_kind_of_badge_is_painted(qtbot, kind):
    badge = Badge("", "neutral")
    qtbot.addWidget(badge)
    badge.show_as("Decide", kind, "check")
    assert badge.grab().width() == badge.sizeHint().width()


def test_labels_never_read_words_as_markup(qtbot):
    label = Label("Smith <b>Ltd</b> & sons", elide=True)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert "&lt;b&gt;" in label.toolTip()


def test_buttons_are_pressed_by_mouse_by_space_and_once_by_enter(qtbot):
    pressed = []
    button = Button("Print agenda", "primary", "printer", tip="Ctrl+P", clicked=lambda: pressed.append("button"))
    gear = IconButton("gear-six", "Settings", clicked=lambda: pressed.append("gear"))
    for widget in (button, gear):
        qtbot.addWidget(widget)
        widget.show()
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        qtbot.keyClick(widget, Qt.Key.Key_Space)
        qtbot.keyClick(widget, Qt.Key.Key_Return)
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
        QApplication.sendEvent(widget, held)
    assert pressed == ["button"] * 3 + ["gear"] * 3
    assert name_of(gear) == "Settings"


def test_segments_are_chosen_with_arrows_and_mouse(qtbot):
    choice = Segmented([("item", "This item"), ("meeting", "Meeting")], name="What is shown")
    qtbot.addWidget(choice)
    choice.show()
    chosen = []
    choice.chosen.connect(chosen.append)
    choice.activateWindow()
    choice.button("item").setFocus()
    qtbot.waitUntil(choice.button("item").hasFocus)
    qtbot.keyClick(choice.button("item"), Qt.Key.Key_Right)
    assert choice.value() == "meeting"
    qtbot.mouseClick(choice.button("item"), Qt.MouseButton.LeftButton)
    choice.set_value("meeting")
    assert chosen == ["meeting", "item"]


def test_a_dialog_begins_at_the_choice_that_holds(qtbot):
    dialog = Dialog("Decision 40.1")
    qtbot.addWidget(dialog)
    choice = Segmented([("", "Not recorded"), ("consensus", "All agree")], name="How it was taken")
    choice.set_value("consensus")
    dialog.add(choice)
    dialog.show()
    qtbot.waitUntil(choice.button("consensus").hasFocus)


def test_the_search_field_empties_with_escape_and_leads_down(qtbot):
    field = SearchField("Find anything", key="Ctrl K", width=240)
    qtbot.addWidget(field)
    field.show()
    down = []
    field.down_pressed.connect(lambda: down.append(1))
    qtbot.keyClicks(field, "water")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert down == [1]
    assert name_of(field) == "Find anything"


@pytest.mark.parametrize("kind", ["", "filter"])
def test_a_choice_asks_for_room_for_its_widest_word(qtbot, kind):
    window = QWidget()
    qtbot.addWidget(window)
    words = ("Este año", "Este año hasta hoy", "Por medio de…", "Reuniones generales", "Faltó a las tres últimas")
    choices = [Choice([(word, word)], name="Which", kind=kind, parent=window) for word in words]
    window.resize(400, 300)
    theme.dress(window)
    window.show()
    for choice in choices:
        choice.resize(choice.sizeHint())
        choice.grab()
        assert choice.toolTip() == "", choice.currentText()  # the whole word is a tip where it is cut


def test_a_short_choice_is_typed_ahead_and_not_scrolled_over(qtbot):
    choice = Choice([(None, "All types"), ("donor", "Donor"), ("ngo", "Local NGO")], name="Type")
    qtbot.addWidget(choice)
    choice.show()
    chosen = []
    choice.chosen.connect(chosen.append)
    qtbot.keyClicks(choice, "lo")
    assert choice.value() == "ngo"
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, wheel)
    assert choice.value() == "ngo"
    choice.set_choices([("ngo", "Local NGO")])
    assert choice.value() == "ngo"
    choice.set_value("gone")
    assert choice.value() is None


def test_a_long_choice_is_searched_and_forgets_nonsense(qtbot):
    choice = Choice([(number, f"Member {number}") for number in range(40)], name="Owner", placeholder="Nobody yet")
    qtbot.addWidget(choice)
    choice.show()
    chosen = []
    choice.chosen.connect(chosen.append)
    assert choice.value() is None
    line = choice.lineEdit()
    qtbot.keyClicks(line, "member 17")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert choice.value() == 17
    line.setText("somebody else")
    line.editingFinished.emit()
    assert line.text() == "Member 17"
    assert set(chosen) == {17}


def test_a_choice_makes_its_lists_when_one_goes_to_it(qtbot):
    window, before = QWidget(), QLineEdit()
    choice = Choice([(number, f"Member {number}") for number in range(40)], name="Owner")
    window.setLayout(column(before, choice))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    choice.lineEdit().selectAll()
    QTest.keyClicks(choice, "17")
    popup = choice.completer().popup()
    assert popup.isVisible()
    assert [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())] == ["Member 17"]
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    choice.showPopup()
    assert isinstance(choice.view().itemDelegate(), QStyledItemDelegate)
    choice.hidePopup()


def test_the_beginning_of_one_choice_is_enough_and_of_two_is_not(qtbot):
    words = [*(f"Member {number}" for number in range(20)), "Harvest Commons", "Thijs, for Harvest Commons"]
    choice = Choice([(word, word) for word in words], name="Who", placeholder="Choose a member")
    qtbot.addWidget(choice)
    choice.show()
    chosen = []
    choice.chosen.connect(chosen.append)
    line = choice.lineEdit()
    qtbot.keyClicks(line, "harv")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (choice.value(), line.text(), chosen) == ("Harvest Commons", "Harvest Commons", ["Harvest Commons"])
    line.setText("harv")
    line.editingFinished.emit()
    assert line.text() == "Harvest Commons"
    line.setText("member 1")
    line.editingFinished.emit()
    assert choice.value() == "Member 1"
    line.setText("memb")
    line.editingFinished.emit()
    assert (choice.value(), line.text()) == ("Member 1", "Member 1")
    assert chosen == ["Harvest Commons", "Member 1"]


def read_day(text):
    return dt.date.fromisoformat(text) if text[:2] == "20" else None


def test_a_date_is_typed_cleared_and_marked_when_it_is_none(qtbot):
    field = DateField(name="Due", read=read_day, write=dt.date.isoformat)
    qtbot.addWidget(field)
    field.show()
    changed = []
    field.changed.connect(changed.append)
    qtbot.keyClicks(field.line, "2026-10-22")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.value() == dt.date(2026, 10, 22)
    field.line.setText("soon")
    field.line.editingFinished.emit()
    assert (field.value(), field.readable()) == (None, False)
    assert field.line.property("wrong") is True
    field.line.setText("")
    field.line.editingFinished.emit()
    assert field.readable()
    assert changed == [dt.date(2026, 10, 22), None]


def test_a_date_is_picked_from_a_calendar(qtbot):
    field = DateField(name="Due", read=read_day, write=dt.date.isoformat, value=dt.date(2026, 10, 22))
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClick(field.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = field.findChild(CalendarPopup)
    view = popup.calendar.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert field.value() == dt.date(2026, 10, 23)
    assert not popup.isVisible()


def test_numbers_and_times_are_plain_values(qtbot):
    number = NumberField(name="Minutes", value=20, least=1, most=240, step=5)
    time = TimeField(name="Starts", value=dt.time(10, 30))
    for field in (number, time):
        qtbot.addWidget(field)
    qtbot.keyClick(number, Qt.Key.Key_Up)
    assert number.value() == 25
    assert time.value() == dt.time(10, 30)


@pytest.mark.parametrize("typed", ["0815", "815", "8:15", "8.15"])
@pytest.mark.parametrize("how", ["tab", "all", "click"])
def test_a_time_is_typed_over_the_one_that_stands_there(qtbot, how, typed):
    field = TimeField(name="Starts", value=dt.time(10, 30))
    qtbot.addWidget(field)
    field.show()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    if how == "all":
        qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    elif how == "click":
        line = field.lineEdit()
        qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() - 2, line.height() // 2))
        assert not line.selectedText()
    qtbot.keyClicks(field, typed)
    assert (field.value(), field.text()) == (dt.time(8, 15), "08:15")


@pytest.mark.parametrize("above", [False, True])
def test_labels_are_their_fields_buddies(qtbot, above):
    form = FormRows(above=above)
    qtbot.addWidget(form)
    field = form.add("Name", QLineEdit(), hint="As the statutes have it.")
    form.show()
    assert name_of(field) == "Name"
    assert field.accessibleDescription() == "As the statutes have it."
    form.set_row_visible(field, False)
    assert not field.isVisible()


def test_words_flow_into_as_many_lines_as_they_need(qtbot):
    widget = QWidget()
    flow = FlowLayout(widget, spacing=8)
    for _number in range(6):
        flow.addWidget(Badge("Some words"))
    qtbot.addWidget(widget)
    assert flow.heightForWidth(2000) < flow.heightForWidth(200)
    widget.resize(200, 300)
    widget.show()
    assert flow.itemAt(5).geometry().y() > flow.itemAt(0).geometry().y()
    assert flow.itemAt(6) is None
    assert flow.takeAt(9) is None


def test_key_hints_without_room_are_left_out(qtbot):
    hints = KeyHints([KeyHint("Ctrl K", "find anything"), KeyHint("F6", "next panel")])
    qtbot.addWidget(hints)
    hints.show()
    hints.set_hints([KeyHint("Alt ↑ ↓", "move")])
    qtbot.waitUntil(lambda: [key.text() for key in hints.findChildren(Key) if key.isVisible()] == ["Alt", "↑", "↓"])
    assert hints.minimumSizeHint().width() == 0


def test_a_scroll_area_keeps_room_for_its_bar(qtbot):
    area = ScrollArea(column(*(Label(f"Line {number}") for number in range(40))), bar_room=12)
    qtbot.addWidget(area)
    area.resize(200, 100)
    area.show()
    assert area.verticalScrollBar().isVisible()


def test_a_long_message_is_read_in_whole_in_a_narrow_place_and_takes_no_more(qtbot):
    message, place = InlineMessage(), QWidget()
    place.setLayout(column(message))
    qtbot.addWidget(place)
    place.resize(320, 600)
    place.show()
    for count in (40, 8):
        message.say("word " * count, "ok", "Open draft")
        QApplication.processEvents()
        assert message.label.height() >= message.label.heightForWidth(message.label.width())
        assert message.height() == message.heightForWidth(message.width()) < 600


def test_messages_offer_the_repair(qtbot):
    pressed = []
    message = InlineMessage("Item 5 has no purpose.", "warn", "Fix item 5", clicked=lambda: pressed.append(1))
    empty = EmptyState("No proposals.", "Ask members", icon="hand", clicked=lambda: pressed.append(2))
    for widget in (message, empty):
        qtbot.addWidget(widget)
        widget.show()
    qtbot.mouseClick(message.button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    assert pressed == [1, 2]
    message.say("")
    assert not message.isVisible()


def test_a_message_is_seen_where_it_is_put_and_not_before(qtbot):
    said, silent, said_since = InlineMessage("Item 5 has no purpose."), InlineMessage(), InlineMessage()
    said_since.say("Item 6 has none, either.")
    assert not any(message.isVisible() for message in (said, said_since))
    place = QWidget()
    qtbot.addWidget(place)
    place.setLayout(column(said, silent, said_since))
    place.show()
    assert [message.isVisible() for message in (said, silent, said_since)] == [True, False, True]
    late, late_again = InlineMessage("Item 8."), InlineMessage("Item 9.")
    late_again.say("")
    late_again.say("Item 10.")
    place.layout().addWidget(late)
    place.layout().addWidget(late_again)
    QApplication.processEvents()
    assert [(message.isVisible(), message.isHidden()) for message in (late, late_again)] == 2 * [(True, False)]
    silent.say("Item 7.")
    said.say("")
    assert [message.isVisible() for message in (said, silent, said_since)] == [False, True, True]


def test_a_toast_offers_to_undo_and_leaves_by_itself(qtbot):
    home = QWidget()
    home.resize(600, 300)
    qtbot.addWidget(home)
    home.show()
    toast = Toast(seconds=0.05, parent=home)
    toast.move(300, 200)  # away from the pointer, on which it would stay
    pressed = []
    toast.say("Action dropped", clicked=lambda: pressed.append(1))
    assert toast.button.text() == "Undo"
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert (pressed, toast.isVisible()) == ([1], False)
    toast.say("Saved")
    assert not toast.button.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_long_work_shows_how_far_it_is_and_can_be_stopped(qtbot):
    busy = Busy()
    qtbot.addWidget(busy)
    busy.start("Reading 193 meetings…")
    busy.progress(40, 100)
    assert busy.bar.value() == 40
    with qtbot.waitSignal(busy.stop_requested):
        qtbot.mouseClick(busy.button, Qt.MouseButton.LeftButton)
    assert not busy.button.isEnabled()


def test_headers_show_title_fact_and_actions(qtbot):
    went = []
    crumbs = Breadcrumb()
    crumbs.set_places([("Meetings", lambda: went.append("meetings"))], "2026")
    tabs = TabStrip([("agenda", "Agenda"), ("minutes", "Minutes")], name="Parts of the meeting")
    tabs.set_count("agenda", "Agenda", 8)
    first, second = Button("Add item"), Button("Finish")
    tall = TallHeader(crumbs, tabs, corner=CycleSteps(["Prepare", "Call"], 0), actions=[first])
    plain = PageHeader("Members", "31 organisations", [Button("Add member", "primary")])
    for header in (tall, plain):
        qtbot.addWidget(header)
        header.resize(1000, 112)
        header.show()
    assert (tall.height(), plain.height()) == (112, 64)
    qtbot.mouseClick(crumbs.findChild(Button), Qt.MouseButton.LeftButton)
    assert went == ["meetings"]
    tabs.setFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.key() == "minutes"
    assert tabs.tabText(0) == "Agenda  8"
    tall.set_actions([second])
    assert (first.isVisible(), second.isVisible()) == (False, True)
    tall.set_title("General meeting 41", "Thu 22 Oct 2026")
    assert tall.title_label.text() == "General meeting 41"


def test_squares_of_attendance_explain_themselves(qtbot):
    widget = strip()
    qtbot.addWidget(widget)
    widget.show()
    place = QPoint(20, 5)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    assert "Meeting 1" in QToolTip.text()
    QToolTip.hideText()
    assert "Meeting 3" in widget.accessibleDescription()


def test_cards_hold_a_title_content_and_a_footer(qtbot):
    card = Card("Time", extra=Badge("10 min over", "danger"))
    card.add(Label("2 h 40"), None)
    card.set_footer(Label("of 2 h 30 planned"))
    qtbot.addWidget(card)
    card.show()
    card.set_tone("warn")
    assert card.accessibleName() == "Time"
    assert Mark(32).sizeHint().width() == 32


@pytest.fixture
def dialog(qtbot):
    dialog = Dialog("Rename the member")
    dialog.name = QLineEdit()
    dialog.note = QPlainTextEdit()
    dialog.add(dialog.name, dialog.note)
    dialog.set_primary("Rename member")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_dialog_begins_in_its_first_field_and_enter_does_the_verb(dialog, qtbot):
    assert dialog.focusWidget() is dialog.name
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_dialog_that_grows_stays_on_the_screen(dialog):
    room = dialog.screen().availableGeometry()
    dialog.move(0, room.bottom() - dialog.height())
    dialog.say("The name is taken. " * 30)
    assert dialog.frameGeometry().bottom() <= room.bottom()


def test_enter_in_a_longer_text_is_a_new_line_and_ctrl_enter_does_the_verb(dialog, qtbot):
    dialog.note.setFocus()
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.note.toPlainText() == "\n"
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_escape_closes_a_dialog_and_it_says_what_is_wrong(dialog, qtbot):
    dialog.say("There is a member of this name already.")
    assert dialog.message.isVisible()
    dialog.primary.setEnabled(False)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("key", "agreed"), [(Qt.Key.Key_Space, True), (Qt.Key.Key_Escape, False)])
def test_asking_first_leaves_everything_as_it_is_unless_agreed(qtbot, monkeypatch, key, agreed):
    def answer(dialog):
        dialog.show()
        assert dialog.focusWidget() is dialog.close_button
        qtbot.keyClick(dialog.primary, key)
        return dialog.result()

    monkeypatch.setattr(dialogs.Dialog, "exec", answer)
    home = QWidget()
    qtbot.addWidget(home)
    assert dialogs.ask(home, "Delete the file?", "It cannot be undone.", "Delete file") is agreed


@pytest.mark.parametrize(("place", "agreed"), [("close_button", False), ("primary", True)])
def test_enter_does_what_the_focus_stands_on(qtbot, monkeypatch, place, agreed):
    def answer(dialog):
        dialog.show()
        button = getattr(dialog, place)
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return)
        return dialog.result()

    monkeypatch.setattr(dialogs.Dialog, "exec", answer)
    home = QWidget()
    qtbot.addWidget(home)
    assert dialogs.ask(home, "Approve the minutes?", "Then they are corrected only.", "Approve") is agreed


@pytest.mark.parametrize("text_percent", [100, 130])
def test_a_numbered_strip_draws_all_that_its_words_count_where_it_is_narrow(qtbot, appearance, text_percent):
    appearance.set_text_percent(text_percent)
    strip = NumberedStrip()
    squares = [("here", str(number)) for number in range(30, 42)]
    strip.set_squares(squares, summary="12 of the last 12", tips=["came"] * 12)
    qtbot.addWidget(strip)
    strip.resize(round(285 * text_percent / 100), 60)
    columns = [strip.column(index) for index in range(12)]
    assert columns[0].left() >= 0
    assert columns[-1].right() <= strip.width() + 1
    assert all(place.width() >= text_width("41", 12) for place in columns)
    strip.resize(600, 60)
    assert strip.column(1).left() == theme.px(24)
