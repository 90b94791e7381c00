"""A chart on a page: read aloud, sharp, in the theme's colours, opened by Enter, saved as a picture."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QColor, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop.operations import Operations
from desktop.widgets.chart_view import ChartView
from tests.reports.chart_samples import AWKWARD, PAIRS, TREND


@pytest.fixture
def operations(qapp):
    operations = Operations()
    yield operations
    operations.close()


@pytest.fixture
def page(qtbot):
    page = QWidget()
    QVBoxLayout(page).setContentsMargins(20, 20, 20, 20)
    page.resize(400, 280)
    qtbot.addWidget(page)
    return page


@pytest.fixture
def view(qtbot, operations, page):
    view = ChartView(operations)
    page.layout().addWidget(view)
    view.set_chart(TREND)
    page.show()
    qtbot.waitUntil(lambda: view.drawn)
    return view


def colours(view):
    image = view.grab().toImage()
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(0, image.height(), 2)}


def test_it_is_read_aloud(view):
    spoken = QAccessible.queryAccessibleInterface(view)
    assert spoken.text(QAccessible.Text.Name) == TREND.title
    assert spoken.text(QAccessible.Text.Description) == TREND.alt
    assert spoken.role() == QAccessible.Role.Button


def test_the_same_chart_is_not_drawn_again(view, qtbot):
    view.set_chart(replace(TREND))
    assert view.drawn
    view.set_chart(PAIRS)
    assert not view.drawn
    view.set_chart(replace(TREND))  # while the other is on its way
    qtbot.waitUntil(lambda: view.drawn)
    assert (view.chart, view.accessibleName()) == (TREND, TREND.title)


def test_it_follows_theme_and_size_of_text(view, qtbot, appearance):
    assert "#14606c" in colours(view)
    appearance.choose("dark")
    qtbot.waitUntil(lambda: view.drawn and "#72c6d2" in colours(view))
    before = view.minimumHeight()
    appearance.set_text_percent(130)
    qtbot.waitUntil(lambda: view.drawn and view.minimumHeight() > before)
    appearance.set_text_percent(100)
    appearance.choose("light")
    qtbot.waitUntil(lambda: view.drawn)


def test_it_is_drawn_anew_for_every_size(view, page, qtbot):
    first = view._renderer.defaultSize()
    page.resize(700, 400)
    qtbot.waitUntil(lambda: view.drawn)
    assert view._renderer.defaultSize().width() == view.width() > first.width()


def test_rows_that_need_more_height_get_it(view, qtbot):
    view.set_chart(AWKWARD["pairs-12"])
    qtbot.waitUntil(lambda: view.drawn and view.height() >= view.minimumHeight() > 300)
    view.set_chart(PAIRS)
    qtbot.waitUntil(lambda: view.drawn and view.minimumHeight() < 300)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_asks_for_the_numbers(view, qtbot, key):
    view.setFocus()
    with qtbot.waitSignal(view.numbers_requested):
        qtbot.keyClick(view, key)


def test_a_ring_shows_where_the_keyboard_is(view, page, qtbot):
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    ring = view._ring
    assert ring.isVisible()
    page.resize(600, 350)
    qtbot.waitUntil(lambda: view.drawn)
    assert ring.geometry().contains(view.geometry())
    assert ring.geometry() != view.geometry()
    view.clearFocus()
    assert view._ring is None


def test_the_menu_shows_numbers_and_saves(view, qtbot):
    view.contextMenuEvent(
        QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)))
    )
    menu = view.findChild(QMenu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Show the numbers", "Save as PNG…", "Save as SVG…"]
    with qtbot.waitSignal(view.numbers_requested):
        menu.actions()[0].trigger()
    menu.close()


@pytest.mark.parametrize(("suffix", "begins"), [(".png", b"\x89PNG"), (".svg", b"<?xml")])
def test_it_is_saved_as_a_picture(view, qtbot, tmp_path, suffix, begins):
    target = tmp_path / "attendance"

    def answer():
        dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible())
        assert dialog.findChild(QLineEdit, "fileNameEdit").text() == f"{TREND.title}{suffix}"
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(target))
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(200, answer)
    with qtbot.waitSignal(view.saved, timeout=10000) as written:
        view.save(suffix)
    assert written.args == [target.with_suffix(suffix)]
    assert target.with_suffix(suffix).read_bytes().startswith(begins)


def test_nothing_is_drawn_before_there_is_a_chart(operations, qtbot):
    empty = ChartView(operations)
    qtbot.addWidget(empty)
    empty.resize(300, 200)
    assert empty.drawn
    empty.grab()
    empty.save(".png")
