"""Parts of a page stand side by side, narrower, or one below the other, by the room there is."""

from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.widgets.labels import Label
from desktop.widgets.lanes import CurrentStack, Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column


def lanes(qtbot, **options):
    """Two parts: a list, and what is left over for the rest."""
    first, second = QWidget(), QWidget()
    made = Lanes((Lane(first, 400, 300), Lane(second, 500, 360, share=1, height=240)), **options)
    qtbot.addWidget(made)
    made.show()
    return made, first, second


def resized(made, width):
    made.resize(width, 800)
    QApplication.processEvents()


def test_parts_narrow_and_then_stand_one_below_the_other(qtbot):
    made, first, second = lanes(qtbot)
    for width, room in ((1000, "wide"), (700, "narrow"), (600, "stacked"), (1000, "wide")):
        resized(made, width)
        assert made.room() == room
        if room == "stacked":
            assert first.width() == second.width() == width
            assert first.geometry().bottom() < second.geometry().top()
            assert second.height() >= 240
        else:
            assert first.width() == (400 if room == "wide" else 300)
            assert first.geometry().right() < second.geometry().left()


def test_nothing_needs_more_width_than_its_widest_part(qtbot):
    made, _first, second = lanes(qtbot, margins=(24, 16, 24, 16))
    second.setLayout(column(widest := QWidget()))
    widest.setMinimumWidth(150)
    QApplication.processEvents()
    assert made.minimumSizeHint().width() == 150 + 48


def test_the_part_that_matters_comes_first_in_a_column(qtbot):
    first, second = QWidget(), QWidget()
    made = Lanes((Lane(first, 400, 300), Lane(second, 500, 360, share=1)), first=second)
    qtbot.addWidget(made)
    made.show()
    resized(made, 600)
    assert second.geometry().bottom() < first.geometry().top()
    resized(made, 1000)
    assert first.geometry().right() < second.geometry().left()


def test_a_part_alone_takes_all_the_room(qtbot):
    made, first, second = lanes(qtbot)
    made.resize(1000, 800)
    second.hide()
    qtbot.waitUntil(lambda: first.width() == 1000)
    second.show()
    qtbot.waitUntil(lambda: first.width() == 400)


def test_what_is_not_in_sight_asks_for_no_room(qtbot):
    stack = CurrentStack()
    qtbot.addWidget(stack)
    small, large = QLabel("a"), QWidget()
    large.setMinimumSize(900, 700)
    stack.addWidget(small)
    stack.addWidget(large)
    assert stack.minimumSizeHint() == small.minimumSizeHint()
    stack.setCurrentWidget(large)
    assert stack.minimumSizeHint() == large.minimumSize()


def test_a_page_gives_room_to_all_parts_that_stand_one_below_the_other(qtbot):
    first, second = QWidget(), QWidget()
    made = Lanes((Lane(first, 400, 300, height=300), Lane(second, 500, 360, share=1, height=240)), least=200)
    page = ScrollArea(column(made))
    qtbot.addWidget(page)
    page.resize(1000, 150)
    page.show()
    QApplication.processEvents()
    assert made.height() == 200
    page.resize(600, 150)
    QApplication.processEvents()
    assert made.room() == "stacked"
    assert (first.height(), second.height()) == (300, 240)
    assert first.geometry().bottom() < second.geometry().top()


def test_what_stands_whole_has_no_bar_beside_which_its_words_would_wrap_and_need_one(qtbot):
    label = Label("Words that wrap " * 20, wrap=True)
    area = ScrollArea(column(label, spacing=0))
    qtbot.addWidget(area)
    area.stand_whole(True)
    area.show()
    width = next(wide for wide in range(300, 900) if label.heightForWidth(wide) < label.heightForWidth(wide - 6))
    for height in (20, area.heightForWidth(width)):  # too low at first, as all is before it has its place
        area.resize(width, height)
        QApplication.processEvents()
    assert area.verticalScrollBar().maximum() == 0
