"""Models over rows change as little as they can, keep what is chosen, and read well to a screen reader."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from desktop.widgets.delegates import RowDelegate, TwoLineDelegate, TwoLines, WrappedLinesDelegate
from desktop.widgets.labels import plain_tip
from desktop.widgets.rows import ROW_ROLE, Column, RowsModel, RowsTable


@dataclass(frozen=True, slots=True)
class Person:
    key: int
    name: str
    turns: float | None = 0.0


COLUMNS = (
    Column[Person](lambda: "Name", lambda row: row.name, tip=lambda row: f"<b>{row.name}"),
    Column[Person](
        lambda: "Turns",
        lambda row: row.turns,
        right=True,
        spoken=lambda row: f"{row.turns} turns",
    ),
)


def model_of(rows=()):
    model = RowsModel(COLUMNS, key=lambda row: row.key)
    model.set_rows(rows)
    return model


PEOPLE = [Person(1, "Ana", 2), Person(2, "Bo", 1), Person(3, "Cy", None)]


@given(
    st.lists(st.tuples(st.integers(0, 12), st.text(max_size=2)), unique_by=lambda pair: pair[0]),
    st.lists(st.tuples(st.integers(0, 12), st.text(max_size=2)), unique_by=lambda pair: pair[0]),
)
def test_any_change_of_rows_is_announced_rightly(qapp, before, after):
    model = model_of([Person(key, name) for key, name in before])
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    kept = {row.key: QPersistentModelIndex(model.index(place, 0)) for place, row in enumerate(model.rows)}
    new = [Person(key, name) for key, name in after]
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    model.set_rows(new)
    assert list(model.rows) == new
    if not resets:
        for key, index in kept.items():
            expected = [row for row in new if row.key == key]
            assert [model.row_at(index)] == (expected or [None])
    del tester


def test_two_rows_of_one_key_are_shown_both(qapp):
    model = model_of(PEOPLE)
    model.set_rows([Person(1, "Ana"), Person(1, "Ana again")])
    assert [row.name for row in model.rows] == ["Ana", "Ana again"]


def test_what_a_cell_says(qapp):
    model = model_of(PEOPLE)
    index = model.index(0, 1)
    assert index.data() == 2
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "2 turns"
    assert index.data(ROW_ROLE) == PEOPLE[0]
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == plain_tip("<b>Ana")
    assert "&lt;b&gt;Ana" in plain_tip("<b>Ana")
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert model.index_of(9).isValid() is False


def test_ordering_keeps_indexes_and_puts_what_is_missing_last(qapp):
    model = model_of(PEOPLE)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    cy = QPersistentModelIndex(model.index(2, 0))
    model.sort(1)
    assert [row.name for row in model.rows] == ["Bo", "Ana", "Cy"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row.name for row in model.rows] == ["Ana", "Bo", "Cy"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert model.row_at(cy) == PEOPLE[2]


@pytest.fixture
def table(qtbot):
    table = RowsTable(model_of(PEOPLE), name="People")
    table.set_widths(0, 80)
    table.resize(300, 200)
    qtbot.addWidget(table)
    table.show()
    table.activateWindow()
    table.setFocus()
    return table


def test_what_is_chosen_stays_chosen_when_rows_change(table):
    chosen = []
    table.selected.connect(chosen.append)
    assert table.select_key(2)
    table.model().set_rows([Person(9, "New"), replace(PEOPLE[1], name="Bob"), PEOPLE[0]])
    assert table.current_row() == Person(2, "Bob", 1)
    assert chosen[0] == PEOPLE[1]
    assert not table.select_key(3)


def test_the_table_is_worked_with_keys_and_mouse(table, qtbot):
    opened = []
    table.opened.connect(opened.append)
    table.select_key(1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [PEOPLE[1], PEOPLE[2]]


@pytest.mark.parametrize("two_lines", [False, True])
def test_rows_are_painted_with_choice_and_focus(table, two_lines):
    def show(row):
        return TwoLines(row.name, "second", initials="AB", badge=("Late", "danger", "clock"), right="3 days")

    past = [PEOPLE[2].key]
    delegate = TwoLineDelegate(show, table) if two_lines else RowDelegate(table, past=lambda row: row.key in past)
    table.setItemDelegate(delegate)
    table.select_key(1)
    plain = table.grab().toImage()
    table.select_key(2)
    assert table.grab().toImage() != plain


def test_lesser_columns_give_way_to_the_one_that_takes_the_rest(table, qtbot):
    table.set_widths(0, 80, give_way=(1,))
    table.show()
    for width, hidden in ((600, False), (200, True), (600, False)):
        table.resize(width, 300)
        assert table.isColumnHidden(1) is hidden


def test_rows_are_not_drawn_again_where_a_dialog_only_takes_the_keyboard(qtbot):
    drawn = []

    class Noted(RowDelegate):
        def paint(self, painter, option, index):
            drawn.append(index.row())

    window = QWidget()
    qtbot.addWidget(window)
    beside, table = QLineEdit(window), RowsTable(model_of(PEOPLE), name="People", parent=window)
    table.setItemDelegate(Noted(table))
    table.setGeometry(0, 40, 300, 200)
    window.show()
    beside.setFocus()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and bool(drawn))
    QApplication.processEvents()
    drawn.clear()
    dialog = QDialog(window)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    QApplication.processEvents()
    assert not drawn
    dialog.close()


def test_rows_are_drawn_once_where_columns_become_wider(qtbot):
    drawn = []

    class Noted(RowDelegate):
        def paint(self, painter, option, index):
            drawn.append((index.row(), index.column(), option.rect.width()))

    table = RowsTable(model_of(PEOPLE), name="People")
    table.setItemDelegate(Noted(table))
    table.set_widths(0, 80)
    table.resize(300, 200)
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    qtbot.wait(20)
    drawn.clear()
    table.set_widths(0, 100)
    qtbot.wait(20)
    rest = table.viewport().width() - 100
    assert sorted(drawn) == [(row, column, width) for row in range(3) for column, width in enumerate((rest, 100))]
    drawn.clear()
    table.resize(400, 200)
    qtbot.wait(20)
    assert sorted(drawn) == [(row, column, width) for row in range(3) for column, width in enumerate((rest + 100, 100))]


def test_what_is_too_long_for_a_line_goes_on_in_another_where_rows_may_be_higher(qtbot):
    sentence = "The letter is signed by all members that agree; the others are not named in it at all."
    model = RowsModel([Column(lambda: "Decision", str)], key=str)
    table = RowsTable(model, name="Decisions", row_height=48)
    table.setItemDelegate(WrappedLinesDelegate(lambda row: TwoLines(row, "All agree"), table))
    table.set_widths(0)
    qtbot.addWidget(table)
    table.resize(900, 200)
    table.show()
    model.set_rows((sentence, "Agreed."))
    assert [table.rowHeight(place) for place in range(2)] == [48, 48]
    table.resize(400, 200)
    qtbot.waitUntil(lambda: table.rowHeight(0) == 48 + 18)
    assert table.rowHeight(1) == 48
    model.set_rows(("Agreed.", sentence))
    assert [table.rowHeight(place) for place in range(2)] == [48, 48 + 18]
    model.set_rows((sentence, "Agreed."))
    table.resize(900, 200)
    qtbot.waitUntil(lambda: table.rowHeight(0) == 48)
