"""A list of members comes in through the dialog: columns, marks, doubles, exact counts, and the same file again."""

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from db.listing import listed_members
from desktop.imports.members import COLUMNS, DONE, FILE, ROWS, MembersImport
from desktop.imports.row_card import DIFFERENT, IN, SAME, SKIP

LEFT = Qt.MouseButton.LeftButton
LIST = """Organisation;Type;Town;Telephone;Since;Colour
Hazelnut Growers' Union;Member-based organisation;Poti;555 77;;green
Upper Phasis Dairy Co-operative;Member-based organisation;Poti;555 02;;
Valley Credit Union;private sector;Senaki;;2020-05-01;red
Tea Growers;member based;Ozurgeti;;some day;
;local NGO;Poti;;;
"""


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def dialog(qtbot, operations, clock, choosers, chosen, sheet):
    chosen["sheet"] = sheet
    dialog = MembersImport(operations, clock, choosers=choosers)
    dialog.tester = QAbstractItemModelTester(dialog.model)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.fixture
def rows(dialog, operations, qtbot):
    """The dialog at its third step."""
    qtbot.mouseClick(dialog.place.button, LEFT)
    operations.wait()
    qtbot.mouseClick(dialog.next_button, LEFT)
    operations.wait()
    assert dialog.step() == ROWS
    return dialog


def marks(dialog):
    return [(line.row, line.mark.value) for line in dialog.model.rows]


def members(file, clock):
    with file.reading() as session:
        return {member.name: member for member in listed_members(session, clock.today())}


def press(dialog, qtbot, key):
    qtbot.mouseClick(dialog.row_card.choice.button(key), LEFT)
    dialog.operations.wait()


def test_columns_are_guessed_and_shown_with_the_first_rows(dialog, operations, qtbot):
    assert dialog.step() == FILE
    assert not dialog.next_button.isVisible()
    qtbot.mouseClick(dialog.place.button, LEFT)
    operations.wait()
    assert dialog.step() == COLUMNS
    assert [choice.value() for choice in dialog.columns_view.choices] == [
        "name", "kind", "place", "phone", "joined", None,
    ]  # fmt: skip


def test_where_the_list_was_found_is_said(dialog, operations, tmp_path, sheet):
    dialog.take_file(sheet)
    operations.wait()
    assert not dialog.columns_view.about_message.isVisible()
    book = openpyxl.Workbook()
    book.active.append(["Lake Valley"])
    listed = book.create_sheet("List")
    for row in (["Members 2025"], [], ["Name", "Town"], ["Tea Growers", "Ozurgeti"]):
        listed.append(row)
    path = tmp_path / "members.xlsx"
    book.save(path)
    dialog.take_file(path)
    operations.wait()
    assert dialog.columns_view.about_message.label.text() == (
        "The list was read from the sheet “List”. The headings are in row 3; what stands above them is left out."
    )
    dialog.next_button.click()
    operations.wait()
    assert marks(dialog) == [(4, "new")]


def test_a_list_without_headings_is_said_to_have_none_and_loses_no_row(dialog, operations, sheet, file, clock, qtbot):
    sheet.write_text("Delta Bank;ana@delta.example;555 770 01\nGamma;gia@gamma.example;555 770 02\n", encoding="utf-8")
    dialog.take_file(sheet)
    operations.wait()
    view = dialog.columns_view
    assert view.about_message.label.text() == (
        "The list has no headings: row 1 is one of it, and its cells tell what each column holds."
    )
    assert [choice.value() for choice in view.choices] == ["name", "email", "phone"]
    shown = [label.text() for label in view.findChildren(QLabel)]
    assert {"Column A", "Delta Bank", "Gamma"} <= set(shown)
    for _step in range(2):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
    assert {"Delta Bank", "Gamma"} <= members(file, clock).keys()


def test_a_first_row_that_may_be_one_of_the_list_is_said_to_be_taken_for_headings(dialog, operations, sheet):
    sheet.write_text("Delta;Poti\nGamma;Senaki\n", encoding="utf-8")
    dialog.take_file(sheet)
    operations.wait()
    assert dialog.columns_view.about_message.label.text().startswith("Row 1 was taken for the headings, though none")


def test_cells_under_no_heading_are_told_until_somebody_says_what_they_are(dialog, operations, sheet, qtbot):
    sheet.write_text("Name;;Town;\nTea Growers;a;Poti;\nDelta;;Poti;b\nGamma;c;;\n", encoding="utf-8")
    dialog.take_file(sheet)
    operations.wait()
    view = dialog.columns_view
    assert view.about_message.label.text() == "3 cells stand under no heading and are left out: in B and D."
    assert "Column D" in [label.text() for label in view.findChildren(QLabel)]
    view.choices[1].set_value("note")
    view.choices[1].activated.emit(view.choices[1].currentIndex())
    assert view.about_message.label.text() == "1 cell stands under no heading and is left out: in D."
    view.choices[3].set_value("sector")
    view.choices[3].activated.emit(view.choices[3].currentIndex())
    assert not view.about_message.isVisible()


def test_without_a_column_of_names_one_cannot_go_on(dialog, operations, qtbot):
    dialog.take_file(dialog._choosers.sheet(dialog, None))
    operations.wait()
    first, second = dialog.columns_view.choices[:2]
    first.set_value(None)
    first.activated.emit(0)
    assert not dialog.next_button.isEnabled()
    assert dialog.columns_view.message.isVisible()
    second.setCurrentIndex(1)
    second.activated.emit(1)
    assert dialog.next_button.isEnabled()
    assert dialog.columns_view.columns()["name"] == 1


def test_what_a_column_holds_is_chosen_from_a_list_that_a_click_anywhere_opens(dialog, operations, qtbot):
    dialog.take_file(dialog._choosers.sheet(dialog, None))
    operations.wait()
    first = dialog.columns_view.choices[0]
    assert dialog.focusWidget() is first
    qtbot.mouseClick(first, LEFT, pos=QPoint(20, first.height() // 2))
    assert first.view().isVisible()
    first.hidePopup()


def test_one_field_has_one_column(dialog, operations):
    dialog.take_file(dialog._choosers.sheet(dialog, None))
    operations.wait()
    last = dialog.columns_view.choices[-1]
    last.set_value("place")
    last.activated.emit(last.currentIndex())
    assert dialog.columns_view.choices[2].value() is None


def test_a_row_beside_the_record_is_seen_whole(dialog, double_click, operations, sheet, qtbot):
    address = "mj.quispe.cooperativasdelosandes@mujeresvalle.org"
    sheet.write_text(f"Organisation;Type;Representative;E-mail\nValley Women;Women;María José Quispe;{address}\n")
    for _again in range(2):
        dialog.show_step(FILE)
        dialog.take_file(sheet)
        operations.wait()
        double_click(dialog.next_button)
        assert dialog.step() == ROWS
        if dialog.next_button.isEnabled():
            double_click(dialog.next_button)
    card = dialog.row_card
    assert address in [label.text() for label in card.sides.findChildren(QLabel)]
    scrolled = card.findChild(QScrollArea)
    qtbot.waitUntil(lambda: scrolled.widget().width() == scrolled.viewport().width())


def test_a_double_click_goes_one_step_and_writes_nothing(dialog, double_click, file, clock, operations, qtbot):
    before = members(file, clock)
    qtbot.mouseClick(dialog.place.button, LEFT)
    operations.wait()
    dialog.back()
    for step in (COLUMNS, ROWS):
        double_click(dialog.next_button)
        assert dialog.step() == step
    assert members(file, clock) == before
    double_click(dialog.back_button)
    assert dialog.step() == COLUMNS
    double_click(dialog.next_button)
    double_click(dialog.next_button)
    assert (dialog.step(), dialog.isVisible()) == (DONE, True)
    assert members(file, clock) != before


def test_each_row_has_its_mark_and_the_verb_counts(rows):
    assert marks(rows) == [(2, "changed"), (3, "doubtful"), (4, "new"), (5, "look"), (6, "refused")]
    assert rows.next_button.text() == "Bring in 2 members, change 1"
    assert "1 doubtful row" in rows.rows_message.label.text()
    assert rows.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Changed"


def test_the_filter_shows_one_mark(rows, qtbot):
    qtbot.mouseClick(rows.rows_message.button, LEFT)
    assert marks(rows) == [(3, "doubtful")]
    assert rows.tabs.tabText(rows.tabs.currentIndex()) == "Doubtful  1"


def test_only_marks_that_are_there_have_tabs(rows):
    shown = [rows.tabs.tabData(n) for n in range(rows.tabs.count()) if rows.tabs.isTabVisible(n)]
    assert shown == ["all", "new", "changed", "look", "doubtful", "refused"]


def test_a_list_of_meetings_is_refused_in_one_sentence(dialog, operations, tmp_path):
    past = tmp_path / "past.csv"
    past.write_text("Date,Group,Present,Decisions\n2020-01-01,Water,Ana,Go\n", "utf-8")
    dialog.take_file(past)
    operations.wait()
    assert dialog.step() == FILE
    assert dialog.message.label.text().startswith("“past.csv” looks like meetings, not members.")


def test_what_differs_is_marked_on_the_incoming_side(rows):
    rows.table.select_key(2)
    assert rows.row_card.sides.different == ["phone", "place"]


def test_the_same_changes_the_member_on_record(rows, qtbot):
    rows.table.select_key(3)
    assert rows.row_card.choice.value() == SKIP
    press(rows, qtbot, SAME)
    assert dict(marks(rows))[3] == "changed"
    assert rows.next_button.text() == "Bring in 2 members, change 2"
    assert not rows.rows_message.isVisible()


def test_different_adds_another_member(rows, qtbot):
    rows.table.select_key(3)
    press(rows, qtbot, DIFFERENT)
    assert dict(marks(rows))[3] == "new"
    assert rows.next_button.text() == "Bring in 3 members, change 1"


def test_any_row_can_be_left_out_and_taken_back(rows, qtbot):
    rows.table.select_key(4)
    press(rows, qtbot, SKIP)
    assert dict(marks(rows))[4] == "refused"
    assert rows.next_button.text() == "Bring in 1 member, change 1"
    rows.table.select_key(4)
    press(rows, qtbot, IN)
    assert dict(marks(rows))[4] == "new"


def test_everything_comes_in_and_the_same_file_changes_nothing(rows, file, clock, operations, qtbot):
    qtbot.keyClick(rows, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    operations.wait()
    assert rows.step() == DONE
    assert rows.result_view.sentence.text() == "2 members were brought in. 1 member was changed."
    assert "Nothing was deleted." in rows.result_view.facts()
    found = members(file, clock)
    assert len(found) == 4
    assert found["Hazelnut Growers' Union"].phone == "555 77"
    again = MembersImport(operations, clock, choosers=rows._choosers)
    qtbot.addWidget(again)
    again.show()
    again.take_file(rows._path)
    operations.wait()
    qtbot.mouseClick(again.next_button, LEFT)
    operations.wait()
    assert again.next_button.text() == "Nothing to change"
    assert not again.next_button.isEnabled()


def test_enter_pressed_once_too_often_brings_nothing_in(dialog, file, clock, operations, qtbot, sheet):
    sheet.write_text("Organisation;Town\nValley Credit Union;Senaki\n", encoding="utf-8")
    before = members(file, clock)
    dialog.take_file(sheet)
    operations.wait()
    for _press in range(2):
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        operations.wait()
    assert dialog.step() == ROWS
    assert members(file, clock) == before
    assert dialog.focusWidget() is dialog.next_button
    qtbot.keyClick(dialog.next_button, Qt.Key.Key_Return)
    operations.wait()
    assert dialog.step() == DONE


def test_enter_leads_to_what_is_undecided(rows, file, clock, operations, qtbot):
    before = members(file, clock)
    rows.next_button.setFocus()
    qtbot.keyClick(rows.next_button, Qt.Key.Key_Return)
    operations.wait()
    assert rows.step() == ROWS
    assert members(file, clock) == before
    assert rows.table.current_row().row == 3
    assert rows.focusWidget() is rows.row_card.choice.button(SKIP)
    qtbot.keyClick(rows.row_card.choice.button(SKIP), Qt.Key.Key_Space)
    operations.wait()
    for _press in range(2):
        qtbot.keyClick(rows.focusWidget(), Qt.Key.Key_Return)
        operations.wait()
    assert rows.step() == DONE


def test_a_list_of_which_no_row_comes_in_is_not_called_known(dialog, operations, qtbot, sheet):
    for known, words in (("", "No row of this file comes in"), ("Hazelnut Growers' Union;555 01\n", "1 row stays out")):
        sheet.write_text(f"Organisation;Phone\n{known};555 99\n", encoding="utf-8")
        dialog.show_step(FILE)
        dialog.take_file(sheet)
        operations.wait()
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
        assert dialog.rows_message.label.text().startswith(words)
        assert dialog.rows_message.label.text().endswith("choose it again.")


def spreadsheet(path, rows):
    """Put `rows` into a CSV or XLSX file."""
    if path.suffix == ".csv":
        path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_first_and_last_names_are_joined_and_one_may_say_otherwise(
    dialog, file, operations, qtbot, tmp_path, clock, suffix
):  # fmt: skip
    rows = [("Apellidos", "Nombres", "Celular"), ("Quispe Rojas", "Rosa", "999 111"), ("Paz", "Luis", "")]
    dialog.take_file(spreadsheet(tmp_path / f"people{suffix}", rows))
    operations.wait()
    assert [choice.value() for choice in dialog.columns_view.choices] == ["last_name", "first_name", "phone"]
    assert dialog.next_button.isEnabled()
    assert not dialog.columns_view.message.isVisible()
    qtbot.mouseClick(dialog.next_button, LEFT)
    operations.wait()
    assert [line.planned.entry.name for line in dialog.model.rows] == ["Rosa Quispe Rojas", "Luis Paz"]
    qtbot.mouseClick(dialog.back_button, LEFT)
    first = dialog.columns_view.choices[1]
    first.set_value("short_name")
    first.activated.emit(first.currentIndex())
    qtbot.mouseClick(dialog.next_button, LEFT)
    operations.wait()
    assert [line.planned.entry.name for line in dialog.model.rows] == ["Quispe Rojas", "Paz"]
    qtbot.mouseClick(dialog.back_button, LEFT)
    first.set_value("first_name")
    first.activated.emit(first.currentIndex())
    for _step in range(2):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
    assert dialog.step() == DONE
    assert {"Rosa Quispe Rojas", "Luis Paz"} <= members(file, clock).keys()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_first_and_last_names_beside_an_organisation_speak_for_it(
    dialog, file, operations, qtbot, tmp_path, suffix, clock
):  # fmt: skip
    rows = [("First name", "Surname", "Organisation"), ("Ana", "Ruiz", "Delta Bank")]
    dialog.take_file(spreadsheet(tmp_path / f"contacts{suffix}", rows))
    operations.wait()
    assert [choice.value() for choice in dialog.columns_view.choices] == ["first_name", "last_name", "name"]
    for _step in range(2):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
    assert members(file, clock)["Delta Bank"].representative == ("Ana Ruiz",)


def test_a_row_of_a_known_member_shows_its_persons_contact(dialog, file, operations, qtbot, sheet, clock):
    union = "Hazelnut Growers' Union"
    table = f"Nombre completo;Organización;Correo\nBea Lund;{union};bea@@union\nLia;{union};lia@union.example\n"
    sheet.write_text(table, encoding="utf-8")
    dialog.take_file(sheet)
    operations.wait()
    assert [choice.value() for choice in dialog.columns_view.choices] == ["representative", "name", "email"]
    for _step in range(2):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
    assert members(file, clock)[union].email == ""
    again = MembersImport(operations, clock, choosers=dialog._choosers)
    qtbot.addWidget(again)
    again.show()
    again.take_file(sheet)
    operations.wait()
    qtbot.mouseClick(again.next_button, LEFT)
    operations.wait()
    assert marks(again) == [(2, "look"), (3, "same")]
    assert "“bea@@union” cannot be an e-mail address; it is kept as written." in again.model.rows[0].words
    again.table.select_key(3)
    assert "email" not in again.row_card.sides.different
    sheet.write_text(table.replace("lia@", "new@"), encoding="utf-8")
    again.take_file(sheet)
    operations.wait()
    qtbot.mouseClick(again.next_button, LEFT)
    operations.wait()
    again.table.select_key(3)
    assert "email" in again.row_card.sides.different


def test_a_file_that_cannot_be_read_leaves_the_one_chosen_before(dialog, operations, qtbot, sheet, tmp_path):
    wrong = tmp_path / "picture.csv"
    wrong.write_bytes(b"\x00\x01" * 2000)
    dialog.take_file(sheet)
    operations.wait()
    qtbot.mouseClick(dialog.back_button, LEFT)
    dialog.take_file(wrong)
    operations.wait()
    assert dialog.message.label.text() == (
        "“picture.csv” does not read as a table. Nothing was changed. Save it as CSV or XLSX and try again."
    )
    for _step in range(2):
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
    assert dialog.step() == ROWS
    assert len(dialog.model.rows) == 5


def test_all_of_it_is_undone_in_one_go(rows, file, clock, operations, qtbot):
    before = members(file, clock)
    qtbot.mouseClick(rows.next_button, LEFT)
    operations.wait()
    qtbot.mouseClick(rows.undo_button, LEFT)
    operations.wait()
    assert members(file, clock) == before
    assert "Undone" in rows.message.label.text()


def test_a_file_that_is_no_table_is_refused_in_place(dialog, operations, tmp_path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x00\x01" * 2000)
    dialog.take_file(path)
    operations.wait()
    assert dialog.step() == FILE
    assert "picture.csv" in dialog.message.label.text()
    QApplication.processEvents()
    assert dialog.message.mapTo(dialog, QPoint(0, 0)).y() - dialog.pages.geometry().bottom() > 8


def test_a_list_is_dropped(dialog, operations, sheet, tmp_path):
    def drag(path, kind):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        place = QPoint(5, 5) if kind is QDragEnterEvent else QPoint(5, 5).toPointF()
        return mime, kind(place, Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)

    _mime, wrong = drag(tmp_path / "photo.png", QDragEnterEvent)
    wrong.ignore()
    dialog.place.dragEnterEvent(wrong)
    assert not wrong.isAccepted()
    _mime, right = drag(sheet, QDropEvent)
    dialog.place.dropEvent(right)
    operations.wait()
    assert dialog.step() == COLUMNS


def test_every_control_has_a_name(rows):
    for widget in rows.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_the_real_roster_comes_in_once(qtbot, operations, clock, shared, file):
    path = shared / "members" / "members_openjs_cpc.csv"
    for step, expected in ((0, True), (1, False)):
        dialog = MembersImport(operations, clock)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.take_file(path)
        operations.wait()
        qtbot.mouseClick(dialog.next_button, LEFT)
        operations.wait()
        assert dialog.next_button.isEnabled() is expected, step
        if expected:
            verb = dialog.next_button.text()
            before = len(members(file, clock))
            qtbot.mouseClick(dialog.next_button, LEFT)
            operations.wait()
            assert verb == f"Bring in {len(members(file, clock)) - before} members"
