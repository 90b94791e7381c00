"""The minutes tab through the hands of the person who takes them."""

import datetime as dt
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.errors.files import PlaceFull
from db.history import history
from db.meetings.attendance import attendance
from db.meetings.meetings import meeting
from db.meetings.running import minutes_sheet
from db.minutes.actions import actions, close_action
from db.minutes.decisions import decisions
from db.minutes.minutes import save_item_text
from db.schema import Meeting
from db.vocabulary import ActionState, AttendanceStatus, MeetingStatus, MinutesState
from desktop import texts
from desktop.clock import stopped_at
from desktop.minutes.keeping import PAUSE_MS
from desktop.minutes.meeting_dialogs import RemovedDialog
from desktop.minutes.page import MinutesTab
from desktop.minutes.result_dialogs import HowTakenDialog, RepairDialog
from desktop.minutes.words import pace
from desktop.operations import Operations
from tests.db.meeting_kit import DAY, Kit, small_alliance
from tests.desktop.minutes.conftest import NOW, open_dialog

Key = Qt.Key


def pause(tab: MinutesTab, qtbot: QtBot) -> None:
    """Wait as long as somebody who stops typing, until it is kept."""
    with qtbot.waitSignal(tab.keeper.kept, timeout=PAUSE_MS * 5):
        pass
    tab.operations.wait()
    QApplication.processEvents()  # what was put in a layout is shown at the loop's next turn


def write(tab: MinutesTab, qtbot: QtBot, *lines: str) -> None:
    for number, line in enumerate(lines):
        if number:
            qtbot.keyClick(tab.editor, Key.Key_Return)
        qtbot.keyClicks(tab.editor, line)


def saved_text(file: AllianceFile, kit: Kit, item: int) -> str:
    with file.reading() as session:
        return minutes_sheet(session, kit.meeting).items[item].text


def test_an_action_without_owner_is_not_agreed(tab: MinutesTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask the district for the canal map >12 Nov")
    assert [state.kind for state in tab.editor.line_states()] == ["open"]
    pause(tab, qtbot)
    card = tab.results.action_cards()[0]
    assert card.state == "Not agreed yet"
    assert tab.results.owner_button(0).isVisible()
    assert card.date_button is None


def test_what_is_typed_is_kept_at_a_pause(tab: MinutesTab, file: AllianceFile, kit: Kit, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.editor, "Gia showed <b>the</b> note & more")
    pause(tab, qtbot)
    assert saved_text(file, kit, 0) == "Gia showed <b>the</b> note & more"


def test_alt_and_a_letter_mark_the_line(tab: MinutesTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.editor, "Send the position")
    qtbot.keyClick(tab.editor, Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert tab.editor.text() == "d: Send the position"
    qtbot.keyClick(tab.editor, Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert tab.editor.text() == "a: Send the position"
    qtbot.keyClick(tab.editor, Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert tab.editor.text() == "Send the position"
    qtbot.keyClick(tab.editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tab.editor.text() == "a: Send the position"


def test_a_mark_on_several_lines_is_taken_back_as_one(tab: MinutesTab, qtbot: QtBot) -> None:
    typed = "a: Ask @Luka\nWe spoke\nd: Go"
    tab.editor.insertPlainText(typed)
    tab.editor.selectAll()
    qtbot.keyClick(tab.editor, Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert tab.editor.text() == "p: Ask @Luka\np: We spoke\np: Go"
    qtbot.keyClick(tab.editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tab.editor.text() == typed


def test_an_owner_is_completed_present_first(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    qtbot.keyClicks(tab.editor, "a: Find three farmers @h")
    popup = tab.editor.popup()
    assert popup is not None
    names = [option.candidate.name for option in popup.options()]
    assert names[:2] == ["Highland Shepherds' Association", "Hill Beekeepers' Association"]
    assert "Hazelnut Growers' Union" in names[2:]
    qtbot.keyClick(tab.editor, Key.Key_Down)
    qtbot.keyClick(tab.editor, Key.Key_Return)
    assert tab.editor.popup() is None
    qtbot.keyClicks(tab.editor, ">in two weeks")
    assert tab.editor.text() == "a: Find three farmers @Hill Beekeepers' Association >in two weeks"
    assert tab.editor.hint.text() == "→ Thu 5 November 2026"
    pause(tab, qtbot)
    with file.reading() as session:
        (row,) = actions(session, meeting=kit.meeting)
    assert (row.owner, row.due_date, row.agreed) == ("Hill Beekeepers' Association", dt.date(2026, 11, 5), True)


def test_escape_and_a_full_name_close_the_list(tab: MinutesTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.editor, "a: Call @hi")
    assert tab.editor.popup() is not None
    qtbot.keyClick(tab.editor, Key.Key_Escape)
    assert tab.editor.popup() is None
    qtbot.keyClicks(tab.editor, " mail a@b.example")
    assert tab.editor.popup() is None


def test_emoji_before_the_owner_do_not_shift_the_completion(tab: MinutesTab, qtbot: QtBot) -> None:
    tab.editor.textCursor().insertText("a: 😀😀 Call ")
    qtbot.keyClicks(tab.editor, "@vazh")
    qtbot.keyClick(tab.editor, Key.Key_Tab)
    assert tab.editor.text() == "a: 😀😀 Call @Vazha Guda "


def test_pasted_words_stay_plain(tab: MinutesTab, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("one\r\ntwo\u2028three")
    qtbot.keyClick(tab.editor, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert tab.editor.text() == "one\ntwo\nthree"
    qtbot.keyClick(tab.editor, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert tab.editor.text() == "one\ntwo\nthree\n"


def test_next_item_keeps_the_text_and_moves_the_clock(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    qtbot.keyClicks(tab.editor, "d: The agenda stands")
    qtbot.keyClick(tab.editor, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    tab.operations.wait()
    assert tab.item_id == kit.items[1]
    assert tab.editor.text() == ""
    assert tab.writing.title.text() == "Water-user fee"
    with file.reading() as session:
        sheet = minutes_sheet(session, kit.meeting)
    assert sheet.items[0].text == "d: The agenda stands"
    assert (sheet.items[0].done, sheet.items[0].spent_seconds) == (True, 1812)
    assert sheet.current_item_id == kit.items[1]
    qtbot.keyClick(tab.editor, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    tab.operations.wait()
    assert tab.item_id == kit.items[3]  # breaks are passed over
    qtbot.keyClick(tab.editor, Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(tab.editor, Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    tab.operations.wait()
    assert tab.editor.text() == "d: The agenda stands"


def test_arrows_in_the_agenda_go_to_items(tab: MinutesTab, qtbot: QtBot, kit: Kit) -> None:
    tab.agenda.view.setFocus()
    qtbot.keyClick(tab.agenda.view, Key.Key_Down)
    tab.operations.wait()
    assert tab.item_id == kit.items[1]


def test_numbers_stand_beside_their_lines(tab: MinutesTab, qtbot: QtBot) -> None:
    write(tab, qtbot, "d: First", "a: Second @Gia Lobio >3 Nov", "words")
    pause(tab, qtbot)
    labels = [data.label for data in _lines(tab)]
    assert labels == ["41.1", "A1", ""]
    assert tab.results.total.text() == "Whole meeting: 1 decision, 1 action"


def _lines(tab: MinutesTab) -> list[Any]:
    from desktop.minutes.highlighter import LineData, line_data

    block, found = tab.editor.document().begin(), []
    while block.isValid():
        found.append(line_data(block) or LineData())
        block = block.next()
    return found


def test_a_refused_save_keeps_the_text_and_is_tried_again(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_values: object) -> None:
        raise PlaceFull(file.path)

    monkeypatch.setattr("desktop.minutes.keeping.save_item_text", refuse)
    qtbot.keyClicks(tab.editor, "Words")
    with qtbot.waitSignals([tab.keeper.refused, tab.operations.unsaved]):
        pass
    assert tab.writing.notice.isVisible()
    assert tab.writing.notice.label.text().startswith("Not saved yet: There is no room left")
    assert tab.editor.text() == "Words"
    monkeypatch.setattr("desktop.minutes.keeping.save_item_text", save_item_text)
    qtbot.mouseClick(tab.writing.notice.button, Qt.MouseButton.LeftButton)
    tab.operations.wait()
    assert saved_text(file, kit, 0) == "Words"
    assert not tab.writing.notice.isVisible()


def test_taking_out_a_line_that_matters_asks(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask @Gia Lobio >3 Nov")
    pause(tab, qtbot)
    tab.operations.write(close_action, tab.results.action_cards()[0].action.id, on=DAY)
    tab.operations.wait()
    seen: list[str] = []

    def answer() -> None:
        dialog = open_dialog(RemovedDialog, qtbot)
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.primary.click()

    QTimer.singleShot(PAUSE_MS + 300, answer)
    tab.editor.selectAll()
    qtbot.keyClick(tab.editor, Key.Key_Delete)
    with qtbot.waitSignal(tab.keeper.kept, timeout=5000):
        pass
    tab.operations.wait()
    assert "A1 Ask: it is done" in seen
    with file.reading() as session:
        assert [row.line for row in actions(session, meeting=kit.meeting)] == [-1]
    assert saved_text(file, kit, 0) == ""


def test_putting_the_line_back(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask @Gia Lobio >3 Nov")
    pause(tab, qtbot)
    tab.operations.write(close_action, tab.results.action_cards()[0].action.id, on=DAY)
    tab.operations.wait()
    QTimer.singleShot(PAUSE_MS + 300, lambda: open_dialog(RemovedDialog, qtbot).reject())
    tab.editor.selectAll()
    qtbot.keyClick(tab.editor, Key.Key_Delete)
    with qtbot.waitSignal(tab.keeper.asked, timeout=5000):
        pass
    qtbot.waitUntil(lambda: tab.editor.text() == "a: Ask @Gia Lobio >3 Nov")
    assert saved_text(file, kit, 0) == "a: Ask @Gia Lobio >3 Nov"


@pytest.mark.parametrize(
    ("choice", "lines"), [("Keep in the register", [-1]), ("Delete", []), ("Put the line back", [0])]
)
def test_leaving_asks_what_becomes_of_a_line_that_matters(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit, choice: str, lines: list[int]
) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask @Gia Lobio >3 Nov")
    pause(tab, qtbot)
    tab.operations.write(close_action, tab.results.action_cards()[0].action.id, on=DAY)
    tab.operations.wait()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RemovedDialog):
            next(button for button in dialog.findChildren(QPushButton) if button.text() == choice).click()
        else:
            QTimer.singleShot(20, answer)

    tab.editor.selectAll()
    qtbot.keyClick(tab.editor, Key.Key_Delete)
    QTimer.singleShot(0, answer)
    assert tab.flush()
    tab.operations.wait()
    with file.reading() as session:
        assert [row.line for row in actions(session, meeting=kit.meeting)] == lines


def test_leaving_keeps_what_was_typed_at_once(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    qtbot.keyClicks(tab.editor, "Last words")
    assert tab.flush()
    assert saved_text(file, kit, 0) == "Last words"


def test_naming_the_owner_on_the_card_writes_it_into_the_line(tab: MinutesTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask the district >12 Nov")
    pause(tab, qtbot)
    qtbot.mouseClick(tab.results.owner_button(0), Qt.MouseButton.LeftButton)
    dialog: RepairDialog = open_dialog(RepairDialog, qtbot)
    line = dialog.owner.lineEdit() or dialog.owner
    qtbot.keyClicks(line, "institute of soil science")
    dialog.owner.set_value(next(key for key, option in dialog._options.items() if "Soil" in option.candidate.name))
    qtbot.keyClick(dialog, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    tab.operations.wait()
    assert tab.editor.text() == "a: Ask the district @Institute of Soil Science >12 Nov"
    assert tab.results.action_cards()[0].state == "Open"


def test_setting_the_date_on_the_card(tab: MinutesTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask the district @Gia Lobio")
    pause(tab, qtbot)
    qtbot.mouseClick(tab.results.date_button(0), Qt.MouseButton.LeftButton)
    dialog: RepairDialog = open_dialog(RepairDialog, qtbot)
    qtbot.keyClicks(dialog.due.line, "in two weeks")
    qtbot.keyClick(dialog.due.line, Key.Key_Tab)
    qtbot.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    tab.operations.wait()
    assert tab.editor.text() == "a: Ask the district @Gia Lobio >5 Nov"


def test_how_a_decision_was_taken(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    qtbot.keyClicks(tab.editor, "d: Fee by volume")
    pause(tab, qtbot)
    tab.results.decision_cards()[0].how.click()
    tab.operations.wait()
    dialog: HowTakenDialog = open_dialog(HowTakenDialog, qtbot)
    qtbot.mouseClick(dialog.how.button("votes"), Qt.MouseButton.LeftButton)
    dialog.votes_for.setValue(18)
    dialog.abstentions.setValue(1)
    assert dialog.primary is not None
    dialog.primary.click()
    tab.operations.wait()
    with file.reading() as session:
        (row,) = decisions(session, meeting=kit.meeting)
    assert (row.votes_for, row.votes_against, row.abstentions) == (18, 0, 1)
    (vote,) = (label for label in tab.results.findChildren(QLabel) if label.text() == "18 agree, 1 abstains")
    assert vote.wordWrap()  # a longer one, in a narrow column, goes on below


def test_undo_brings_the_record_and_the_page_back(tab: MinutesTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.editor, "d: Fee by volume")
    pause(tab, qtbot)
    tab.operations.undo()
    tab.operations.wait()
    assert tab.editor.text() == ""
    assert tab.results.decision_cards() == ()


def test_hours_late_or_early_are_said_in_hours() -> None:
    ends = dt.datetime(2026, 10, 7, 12, 39)
    assert pace(120, ends) == "120 min behind; ends 12:39"
    assert pace(699, ends) == "11 h 39 behind; ends 12:39"
    assert pace(-343, ends) == "5 h 43 ahead; ends 12:39"
    assert pace(-120, ends) == "120 min ahead; ends 12:39"


def test_an_item_ticked_by_hand_takes_no_more_time_and_one_written_about_does(tab: MinutesTab, qtbot: QtBot) -> None:
    tab.step_item(1)
    tab.operations.wait()
    tab.editor.setFocus()
    qtbot.keyClicks(tab.editor, "Gia showed the note.")
    pause(tab, qtbot)
    assert tab.writing.done_box.isChecked()
    paces = [tab.agenda.pace_label.text()]
    for _tick in (False, True):
        tab.writing.done_box.click()
        tab.operations.wait()
        paces.append(tab.agenda.pace_label.text())
    assert paces == [*2 * ["15 min behind; ends 11:35"], "5 min ahead; ends 11:15"]


def test_marking_who_is_here_by_keyboard(tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit) -> None:
    qtbot.keyClick(tab.editor, Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    dialog = tab._attendance
    assert dialog is not None
    tab.operations.wait()
    qtbot.keyClicks(dialog.search, "un")
    qtbot.keyClick(dialog.search, Key.Key_Space)
    tab.operations.wait()
    qtbot.keyClicks(dialog.search, "ha")
    qtbot.keyClick(dialog.search, Key.Key_L, Qt.KeyboardModifier.AltModifier)
    tab.operations.wait()
    qtbot.keyClicks(dialog.search, "so")
    qtbot.keyClick(dialog.search, Key.Key_Space)
    tab.operations.wait()
    with file.reading() as session:
        rows = {row.name: row for row in attendance(session, kit.meeting).seats}
    assert rows["Union of Dairies"].person == "Nana Ghomi"
    assert (rows["Hazelnut Growers' Union"].arrived_at, rows["Hazelnut Growers' Union"].late) == (dt.time(10, 35), True)
    assert rows["Institute of Soil Science"].status is AttendanceStatus.APOLOGIES
    assert tab.strip.here.caption.text() == "Here 4, 1 came late"
    qtbot.keyClicks(dialog.search, "union of")
    assert dialog.search.text() == "union of"
    assert [row.name for row in dialog.model.rows] == ["Union of Dairies"]
    qtbot.keyClicks(dialog.search, "x")
    assert dialog.nothing_label.isVisible()
    assert dialog.nothing_label.text() == "No seat and nobody on the list fits “union ofx”."
    dialog.search.clear()
    assert not dialog.nothing_label.isVisible()
    dialog.guest.setFocus()
    qtbot.keyClicks(dialog.guest, "Maya")
    qtbot.keyClick(dialog.guest, Key.Key_Return)
    tab.operations.wait()
    assert [row.name for row in dialog.model.rows if row.seat.value == "guest"] in (["Maya"], [])
    assert tab.strip.others.caption.text() == "Also here 1"
    assert [row.name for row in tab.strip.others.tiles.tiles.rows] == ["Maya"]
    dialog.close()


def test_minutes_from_the_past_are_shown_to_the_letter(
    tab: MinutesTab, qtbot: QtBot, file: AllianceFile, kit: Kit
) -> None:
    def bring_in(session: Any) -> Any:
        with history.step(session, "bring_in") as step:
            meeting = session.get(Meeting, kit.meeting)
            meeting.minutes_state, meeting.status = MinutesState.IMPORTED, MeetingStatus.CLOSED
            meeting.original_text, meeting.original_name = "As\u00a0written <b>then</b>", "2019.txt"
        return step.changes

    tab.operations.write(bring_in)
    tab.operations.wait()
    assert tab.editor.text() == "As\u00a0written <b>then</b>"
    assert tab.editor.isReadOnly()
    assert tab.writing.brought_by.text() == "2019.txt"


def test_every_model_is_sound(tab: MinutesTab, qtbot: QtBot) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tab.mark_attendance()
    assert tab._attendance is not None
    models = (tab.agenda.view.lines, tab.strip.here.tiles.tiles, tab._attendance.model)
    testers = [QAbstractItemModelTester(model, mode) for model in models]
    tab.operations.wait()
    tab._attendance.mark()
    tab.operations.wait()
    tab.step_item(1)
    tab.operations.wait()
    tab._attendance.close()
    del testers


def test_everything_has_a_name_and_a_place_in_the_tab_order(tab: MinutesTab, qtbot: QtBot) -> None:
    write(tab, qtbot, "a: Ask", "d: Decide", "a: Send @Gia Lobio >3 Nov")
    pause(tab, qtbot)
    tab.mark_attendance()
    tab.operations.wait()
    for home in (tab, tab._attendance):
        assert isinstance(home, QWidget)
        for widget in home.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
            if takes and widget.isVisible() and not isinstance(widget, QDialog):
                text = getattr(widget, "text", lambda: "")
                name = widget.accessibleName() or (text() if not isinstance(widget, QLabel) else "")
                assert name, widget
    assert tab._attendance is not None
    tab._attendance.close()


def test_it_speaks_spanish(tab: MinutesTab, operations: Operations, kit: Kit, qtbot: QtBot) -> None:
    with texts.speaking("es"):
        spanish = MinutesTab(operations)
        qtbot.addWidget(spanish)
        spanish.set_meeting(kit.meeting)
        spanish.show()
        operations.wait()
        assert spanish.strip.quorum_label.text() == "Hay quórum"
        assert spanish.results.total.text() == "Toda la reunión: 0 acuerdos, 0 tareas"
        assert spanish.header.finish.text() == "Terminar reunión"


def test_an_action_done_looks_past(tab: MinutesTab, qtbot: QtBot) -> None:
    qtbot.keyClicks(tab.editor, "a: Ask @Gia Lobio >3 Nov")
    pause(tab, qtbot)
    tab.operations.write(close_action, tab.results.action_cards()[0].action.id, on=DAY)
    tab.operations.wait()
    card = tab.results.action_cards()[0]
    assert (card.action.state, card.state) == (ActionState.DONE, "Done 22 Oct")


def test_a_line_that_begins_with_an_arabic_name_runs_left_to_right(tab: MinutesTab, qtbot: QtBot) -> None:
    first = tab.editor.document().begin
    tab.editor.set_text("ليلى read the draft aloud.")
    assert first().textDirection() == Qt.LayoutDirection.LeftToRight
    tab.editor.set_text("جمعية مستخدمي مياه الوادي ABC")
    assert first().textDirection() == Qt.LayoutDirection.RightToLeft
    for words in ("d: قررنا شراء مضخة للماء", "قالت مريم إن UNICEF ستدفع 200 GEL"):
        tab.editor.set_text(words)
        assert first().textDirection() == Qt.LayoutDirection.RightToLeft
    tab.editor.set_text("جمعية مستخدمي مياه الوادي ABC")
    tab.editor.insertPlainText("!")
    tab.editor.undo()
    assert tab.editor.text() == "جمعية مستخدمي مياه الوادي ABC"


@pytest.mark.parametrize(("verb", "day"), [("Start today", dt.date(2026, 9, 20)), ("Cancel", None)])
def test_a_meeting_that_starts_before_its_day_asks_and_bears_the_true_day(file, operations, qtbot, verb, day):
    with file.writing() as session:
        kit = small_alliance(session, titles=("Opening",))
        planned = meeting(session, kit.meeting).row.date
    early = NOW.replace(year=2026, month=9, day=20)
    assert early.date() < planned
    tab = MinutesTab(operations, clock=stopped_at(early))
    qtbot.addWidget(tab)
    tab.set_meeting(kit.meeting)
    with qtbot.waitActive(tab):
        tab.show()
    operations.wait()

    def answer():
        asking = QApplication.activeModalWidget()
        if asking is None or not any("planned for" in label.text() for label in asking.findChildren(QLabel)):
            QTimer.singleShot(20, answer)
            return
        next(button for button in asking.findChildren(QPushButton) if button.text() == verb).click()

    QTimer.singleShot(0, answer)
    qtbot.mouseClick(tab.header.start, Qt.MouseButton.LeftButton)
    operations.wait()
    with file.reading() as session:
        found = meeting(session, kit.meeting)
    assert (found.row.date, found.row.status) == (
        day or planned,
        MeetingStatus.RUNNING if day else MeetingStatus.CALLED,
    )
