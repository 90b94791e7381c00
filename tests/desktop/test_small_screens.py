"""Small windows and large letters: one thing is scrolled, and the head of the page stays."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from db.engine import open_file
from db.meetings.meetings import meetings
from db.vocabulary import MeetingStatus
from desktop.evaluation.page import EvaluationPage
from desktop.papers.page import KEPT
from desktop.purpose.page import CHALLENGES, INDICATORS, NOTES, PURPOSE
from desktop.showcase.clipped import findings, in_sight
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice
from desktop.widgets.focus import focus_into
from desktop.widgets.labels import Label
from desktop.widgets.layouts import bring_into_sight, column
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.painting import text_width
from desktop.widgets.search_field import SearchField
from desktop.widgets.sections import Line, Link
from desktop.widgets.whole import stand_whole
from tests.desktop.conftest import settle

OLD_SCREENS = [(1024, 640, 100), (1366, 696, 130)]
TABS = ("papers", "agenda", "call", "minutes", "follow_up")


@pytest.fixture
def window(program, appearance, tmp_path, sample_file, request):
    width, height, percent = request.param
    appearance.set_text_percent(percent)
    program.show_file(open_file(Path(shutil.copy(sample_file(), tmp_path / "Sample.ronda"))))
    program.window.resize(width, height)
    settle(program)
    return program.window


def scrolled_twice(window):
    """Return what is scrolled inside of something that is scrolled itself."""
    hiding = [each for each in in_sight(window) if isinstance(each, QAbstractScrollArea)]
    hiding = [each for each in hiding if each.verticalScrollBar().maximum() > 1]
    return [(outer, inner) for outer in hiding for inner in hiding if outer is not inner and outer.isAncestorOf(inner)]


@pytest.mark.parametrize("window", OLD_SCREENS, indirect=True)
def test_no_page_is_scrolled_around_what_is_scrolled_and_nothing_is_cut(program, window):
    for entry in window._entries:
        window.show_page(entry.key)
        settle(program)
        assert scrolled_twice(window) == [], entry.key
        assert findings(window) == [], entry.key


@pytest.mark.parametrize("window", OLD_SCREENS, indirect=True)
def test_no_tab_is_scrolled_around_what_is_scrolled_and_nothing_is_cut(program, window):
    with program.operations.file.reading() as session:
        held = next(row for row in meetings(session) if row.status is MeetingStatus.CLOSED)
    for tab in TABS:
        window.open(OpenMeeting(held.id, tab))
        settle(program)
        assert scrolled_twice(window) == [], tab
        assert findings(window) == [], tab
    window.show_page("purpose")
    for key in (PURPOSE, INDICATORS, NOTES, CHALLENGES):
        window.current_page().strip.set_key(key)
        settle(program)
        assert scrolled_twice(window) == [], key
        assert findings(window) == [], key


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_where_parts_stand_one_below_the_other_the_page_alone_is_scrolled(program, window, qtbot):
    with program.operations.file.reading() as session:
        ahead = next(row for row in meetings(session) if row.status is MeetingStatus.PREPARING)
        written = next(row for row in meetings(session) if row.status is MeetingStatus.FOLLOWING_UP)
    for tab, part in (("papers", "left"), ("agenda", "side"), ("call", "left")):
        window.open(OpenMeeting(ahead.id, tab))
        settle(program)
        qtbot.waitUntil(lambda: scrolled_twice(window) == [])
        whole = getattr(window.current_page().frame.tab(), part)
        assert whole.height() >= whole.widget().height()
        assert findings(window) == [], tab
    for tab in ("minutes", "follow_up"):
        window.open(OpenMeeting(written.id, tab))
        settle(program)
        qtbot.waitUntil(lambda: scrolled_twice(window) == [])
        assert findings(window) == [], tab
    for page in ("today", "duties", "purpose"):
        window.show_page(page)
        settle(program)
        held = [inner for _outer, inner in scrolled_twice(window) if inner.accessibleName() != "Why"]
        assert held == [], page  # the reasons of a turn have a few lines, so that what is below them stays in its place
        assert findings(window) == [], page
    window.open(OpenMeeting(ahead.id, "call"))
    window.resize(1800, 640)  # where they stand side by side, a column is scrolled by itself
    qtbot.waitUntil(lambda: whole.height() < whole.widget().height())
    assert window._places["meetings"].area.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_nothing_in_a_part_that_stands_whole_stands_over_what_is_below_it(program, window, qtbot):
    with program.operations.file.reading() as session:
        ahead = next(row for row in meetings(session, bodies=[None]) if row.number == 41)
    window.open(OpenMeeting(ahead.id, "agenda"))
    settle(program)
    tab = window.current_page().frame.tab()
    assert tab.table.model().rowCount() > 6
    qtbot.waitUntil(lambda: tab.table.verticalScrollBar().maximum() == 0)
    qtbot.waitUntil(lambda: tab.table.geometry().bottom() < tab.totals.geometry().top())
    qtbot.waitUntil(lambda: tab.list_card.geometry().bottom() < tab.side.geometry().top())


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_the_row_that_arrows_choose_is_in_sight_where_the_page_is_scrolled(program, window, qtbot):
    with program.operations.file.reading() as session:
        ahead = next(row for row in meetings(session, bodies=[None]) if row.status is MeetingStatus.PREPARING)
    window.open(OpenMeeting(ahead.id, "call"))
    settle(program)
    table = next(each for each in in_sight(window) if isinstance(each, QTableView))
    qtbot.waitUntil(lambda: scrolled_twice(window) == [])
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _row in range(table.model().rowCount() - 1):
        qtbot.keyClick(table, Qt.Key.Key_Down)
        assert table.viewport().visibleRegion().contains(table.visualRect(table.currentIndex()).center())
    assert table.currentIndex().row() == table.model().rowCount() - 1


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_what_any_key_gives_the_keyboard_to_is_scrolled_into_sight(program, window, qtbot):
    window.show_page("duties")
    settle(program)
    area, page = window._places["duties"].area, window.current_page()
    reached = []
    for _panel in range(6):
        area.verticalScrollBar().setValue(0)
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F6)
        QApplication.processEvents()
        focus = QApplication.focusWidget()
        if page.isAncestorOf(focus):
            reached.append(focus)
            assert not focus.visibleRegion().isEmpty(), focus.accessibleName()
    assert len(set(reached)) > 1


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_the_keyboard_is_scrolled_to_where_nothing_had_it_or_it_was_scrolled_away_from(program, window, qtbot):
    window.show_page("duties")
    settle(program)
    page, bar = window.current_page(), window._places["duties"].area.verticalScrollBar()
    lowest = page.panels()[-1]
    assert focus_into(lowest)
    QApplication.processEvents()
    focus = QApplication.focusWidget()
    bar.setValue(0)
    assert focus.visibleRegion().isEmpty()
    assert focus_into(lowest)  # has it already
    QApplication.processEvents()
    assert not focus.visibleRegion().isEmpty()
    focus.clearFocus()
    bar.setValue(0)
    assert focus_into(lowest)
    QApplication.processEvents()
    assert not focus.visibleRegion().isEmpty()


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_what_fits_is_scrolled_to_whole_and_stays_where_all_of_it_is_seen(program, window):
    window.show_page("evaluation")
    settle(program)
    area = window.current_page().findChild(QScrollArea)
    charts = [each for each in area.widget().findChildren(QWidget) if type(each).__name__ == "_Chart"]
    charts = [each for each in charts if each.isVisible() and 8 < area.viewport().height() - each.height() < 200]
    assert charts
    for chart in charts:
        bar = area.verticalScrollBar()
        bar.setValue(0)
        bring_into_sight(chart, chart.rect())
        assert chart.visibleRegion().boundingRect() == chart.rect()
        bar.setValue(bar.value() - 4)
        before = bar.value()
        bring_into_sight(chart, chart.rect())
        assert abs(bar.value() - before) <= 4, "was seen whole"


def test_what_a_choice_offers_is_no_higher_than_before(qtbot):
    box = QWidget()
    choice = QComboBox()
    choice.addItems([f"Item {number}" for number in range(200)])
    box.setLayout(column(choice))
    qtbot.addWidget(box)
    least = choice.view().minimumHeight()
    stand_whole(box, whole=True)
    assert choice.view().minimumHeight() == least


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_what_was_just_built_is_scrolled_to_where_it_will_stand(program, window, qtbot):
    window.show_page("duties")
    settle(program)
    built = QPushButton("Built now")
    window.current_page().layout().insertSpacing(0, 2000)
    window.current_page().layout().addWidget(built)
    built.show()
    built.setFocus()
    QApplication.processEvents()
    assert not built.visibleRegion().isEmpty()


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_a_list_that_chooses_what_stands_below_it_is_scrolled_by_itself(program, window, qtbot):
    window.setMinimumSize(640, 480)  # the words of another language may be as much longer
    window.resize(800, 640)
    window.show_page("decisions")
    settle(program)
    page = window.current_page()
    tops = [part.mapTo(window, part.rect().topLeft()) for part in (page.table, page.detail)]
    assert tops[1].x() < page.table.width(), "one below the other"
    assert page.table.verticalScrollBar().maximum() > 0
    assert page.table.height() < window.height()


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_captions_over_the_seats_are_whole(program, window):
    with program.operations.file.reading() as session:
        written = next(row for row in meetings(session) if row.status is MeetingStatus.FOLLOWING_UP)
    window.open(OpenMeeting(written.id, "minutes"))
    settle(program)
    strip = window.current_page().frame.tab().strip
    for row in (strip.here, strip.apologies, strip.away, strip.others):
        if row.isVisible():
            words = row.caption.text()
            assert row.caption.width() >= row.caption.fontMetrics().horizontalAdvance(words), words


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_a_header_is_no_higher_than_what_it_says_where_its_buttons_have_no_room_beside_the_tabs(program, window):
    window.show_page("purpose")
    settle(program)
    header = window.current_page().header
    window.current_page().strip.set_key(CHALLENGES)
    settle(program)
    title, button = header.title_label, next(each for each in in_sight(header) if isinstance(each, QPushButton))
    assert header.height() <= 130
    assert abs(button.mapTo(window, button.rect().center()).y() - title.mapTo(window, title.rect().center()).y()) < 12
    with program.operations.file.reading() as session:
        ahead = next(row for row in meetings(session, bodies=[None]) if row.status is MeetingStatus.PREPARING)
    window.open(OpenMeeting(ahead.id, "agenda"))
    settle(program)
    assert window.current_page().frame.header.height() <= 170
    assert findings(window) == []


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_where_parts_stand_one_below_the_other_they_end_at_the_same_place(program, window):
    with program.operations.file.reading() as session:
        ahead = next(row for row in meetings(session) if row.status is MeetingStatus.PREPARING)
    window.open(OpenMeeting(ahead.id, "call"))
    settle(program)
    tab = window.current_page().frame.tab()
    ends = {card.mapTo(window, card.rect().topRight()).x() for card in (tab.standing, tab.paper_card, tab.whom)}
    assert len(ends) == 1


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_what_a_check_names_stands_under_its_words(program, window):
    window.show_page("handover")
    settle(program)
    checks = window.current_page().checks
    begins = {
        label.mapTo(checks, label.contentsRect().topLeft()).x()
        for label in checks.findChildren(Label)
        if label is not checks.title_label
    }
    assert len(begins) == 1


@pytest.mark.parametrize("window", [(1366, 768, 100), (1366, 696, 100)], indirect=True)
def test_nothing_is_scrolled_for_a_few_pixels(program, window):
    with program.operations.file.reading() as session:
        held = next(row for row in meetings(session, bodies=[None]) if row.number == 40)
    window.open(OpenMeeting(held.id, "follow_up"))
    for page in ("meetings", "handover", "decisions"):
        window.show_page(page)
        settle(program)
        if page == "decisions":
            window.current_page().table.selectRow(0)
            settle(program)
        scrolled = [each for each in in_sight(window) if isinstance(each, QAbstractScrollArea)]
        assert [each for each in scrolled if 0 < each.verticalScrollBar().maximum() <= 24] == [], page


@pytest.mark.parametrize("window", [(1024, 640, 100), (1366, 696, 115)], indirect=True)
def test_today_is_not_scrolled_for_a_line_or_two_said_above_it(program, window):
    window.set_banner("Beside this file lies a second version of it, “Alliance.ronda”. " * 3, "Show folder")
    settle(program)
    assert window.banner.height() >= 2 * window.banner.label.fontMetrics().height()
    assert scrolled_twice(window) == []
    assert findings(window) == []


@pytest.mark.parametrize("window", [(1024, 640, 130), (1024, 640, 100), (1366, 696, 100)], indirect=True)
@pytest.mark.parametrize("page", ["meetings", "papers"])
def test_what_a_list_is_looked_through_with_keeps_its_room(program, window, page):
    window.show_page(page)
    settle(program)
    shown = window.current_page()
    if page == "papers":
        shown.show_tab(KEPT)
        settle(program)
    field = next(each for each in in_sight(shown) if isinstance(each, SearchField))
    assert field.width() >= text_width(field.placeholderText(), 14) + 48
    for each in in_sight(shown):
        if isinstance(each, Choice | QPushButton):
            assert each.width() >= each.sizeHint().width(), each.accessibleName()


@pytest.mark.parametrize("window", [(1366, 768, 130), (1366, 768, 100), (1024, 640, 130)], indirect=True)
def test_the_meetings_of_a_group_are_named_whole(program, window):
    window.show_page("groups")
    settle(program)
    links = [line.label for line in in_sight(window.current_page()) if isinstance(line, Line)]
    named = [link.text() for link in links if isinstance(link, Link)]
    assert len(named) > 10
    assert all(name.startswith("Meeting ") for name in named), "not shortened"


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_the_head_of_a_page_stays_where_the_page_is_scrolled(program, window):
    window.show_page("duties")
    settle(program)
    page = window.current_page()
    bar = window._places["duties"].area.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    settle(program)
    for verb in page.header_actions():
        assert window.rect().contains(verb.mapTo(window, verb.rect().center()))
        assert verb.visibleRegion().boundingRect() == verb.rect()


@pytest.mark.parametrize("window", [*OLD_SCREENS, (1024, 640, 130)], indirect=True)
@pytest.mark.parametrize("words", ["The offer is deleted.", "Something went wrong in Ronda itself. " * 6])
def test_what_was_done_is_said_where_it_covers_nothing_and_goes_again(program, window, words):
    foot, page = window.footer, window._places["today"].widget
    plain = foot.height()
    window.current_page().said_with_undo.emit(words)
    settle(program)
    toast = window.toast
    assert toast.isVisible()
    assert foot.rect().contains(toast.geometry())
    assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())
    assert toast.button.width() >= toast.button.sizeHint().width()
    assert (
        not toast.rect()
        .translated(toast.mapTo(window, toast.rect().topLeft()))
        .intersects(page.rect().translated(page.mapTo(window, page.rect().topLeft())))
    )
    assert not any("needs" in finding for finding in findings(window))
    toast.hide()
    settle(program)
    assert foot.height() == plain
    assert foot.hints.isVisible()


@pytest.mark.parametrize("window", [*OLD_SCREENS, (1366, 768, 100), (1024, 640, 130)], indirect=True)
@pytest.mark.parametrize("words", ["The offer is deleted.", "Something went wrong in Ronda itself. " * 6])
@pytest.mark.parametrize(
    ("copy", "place"),
    [
        (("No backup was made: the disk refused", "warn"), ("", "text2")),
        (("Copy on “BLUE”: today", "text2"), ("Safe here; “STICK” is not there", "warn")),
        (("No backup was made: there is no room left on the disk", "warn"), ("Safe here; “STICK” is full", "warn")),
    ],
)
def test_what_should_be_looked_to_stays_while_what_was_done_is_said(program, window, words, copy, place):
    foot = window.footer
    foot.set_copy(*copy)
    foot.set_place(*place)
    settle(program)
    plain = foot.height()
    window.current_page().said_with_undo.emit(words)
    settle(program)
    toast = foot.toast
    for label, (_words, role) in ((foot.copy_label, copy), (foot.place_label, place)):
        if role == "warn":
            assert label.isVisible()
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
            assert foot.rect().contains(label.geometry())
            assert not label.geometry().intersects(toast.geometry())
    assert foot.rect().contains(toast.geometry())
    assert toast.label.height() >= toast.label.heightForWidth(toast.label.width())
    assert foot.width() == window.width() - foot.mapTo(window, foot.rect().topLeft()).x()
    toast.hide()
    settle(program)
    assert foot.height() == plain
    assert foot.state_label.isVisible()
    assert foot.hints.isVisible()


@pytest.mark.parametrize("window", [(1366, 696, 100)], indirect=True)
def test_the_last_row_of_a_chart_is_seen(program, window, qtbot):
    window.show_page("evaluation")
    settle(program)
    page = window.current_page()
    assert isinstance(page, EvaluationPage)
    qtbot.waitUntil(lambda: all(card.view.drawn for card in page.cards.values()))
    settle(program)
    for card in page.cards.values():
        assert card.view.height() >= card.view.minimumHeight()
        assert card.view.geometry().bottom() <= card.rect().bottom()


@pytest.mark.parametrize("window", [*OLD_SCREENS, (1024, 640, 130)], indirect=True)
def test_the_line_being_written_stays_in_sight(program, window, qtbot):
    with program.operations.file.reading() as session:
        written = next(row for row in meetings(session) if row.status is MeetingStatus.FOLLOWING_UP)
    window.open(OpenMeeting(written.id, "minutes"))
    settle(program)
    tab = window.current_page().frame.tab()
    editor = tab.editor
    assert not editor.isReadOnly()
    editor.setFocus()
    for number in range(20):
        qtbot.keyClicks(editor, f"a: Ring number {number}")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: caret_seen(editor))
    window.resize(window.width(), 600)
    qtbot.waitUntil(lambda: caret_seen(editor))


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_the_owners_offered_stand_beside_the_line_that_the_page_is_scrolled_to(program, window, qtbot):
    with program.operations.file.reading() as session:
        written = next(row for row in meetings(session) if row.status is MeetingStatus.FOLLOWING_UP)
    window.open(OpenMeeting(written.id, "minutes"))
    settle(program)
    editor = window.current_page().frame.tab().editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    for _line in range(8):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "a: Ring @")  # faster than the page is scrolled
    qtbot.waitUntil(lambda: caret_seen(editor))
    popup = editor.popup()
    caret = editor.cursorRect().translated(editor.viewport().mapTo(window, QPoint(0, 0)))
    assert window.rect().contains(popup.geometry())
    assert not popup.geometry().intersects(caret)
    assert min(abs(popup.geometry().top() - caret.bottom()), abs(popup.geometry().bottom() - caret.top())) < 12


def caret_seen(editor):
    caret = editor.cursorRect()
    return editor.viewport().visibleRegion().contains(caret.adjusted(0, 0, 0, -1))


@pytest.fixture
def low_screen(monkeypatch):
    """The screen of an old laptop: dialogs are as high as it allows."""

    class Screen:
        def availableGeometry(self):
            return QRect(0, 0, 1024, 640)

    monkeypatch.setattr(Dialog, "screen", lambda _dialog: Screen())


def dialog_in_sight(program, qtbot):
    settle(program)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    settle(program)
    return QApplication.activeModalWidget()


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
@pytest.mark.parametrize("page", ["groups", "members", "meetings"])
def test_a_form_too_high_for_the_screen_is_scrolled_and_every_field_comes_into_sight(
    program, window, qtbot, low_screen, page
):
    window.show_page(page)
    settle(program)
    window.current_page().start_new()
    dialog = dialog_in_sight(program, qtbot)
    assert dialog.height() <= 592
    assert findings(dialog) == []
    reached = set()
    while QApplication.focusWidget() not in reached:
        field = QApplication.focusWidget()
        assert field.visibleRegion().contains(field.rect().center()), field.accessibleName()
        reached.add(field)
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert dialog.primary in reached or not dialog.primary.isEnabled()
    dialog.reject()


@pytest.mark.parametrize("window", [(1024, 640, 130)], indirect=True)
def test_the_seats_stand_over_nothing_where_the_screen_is_low(program, window, qtbot, low_screen):
    with program.operations.file.reading() as session:
        written = next(row for row in meetings(session) if row.status is MeetingStatus.FOLLOWING_UP)
    window.open(OpenMeeting(written.id, "minutes"))
    settle(program)
    window.current_page().frame.tab().mark_attendance()
    dialog = dialog_in_sight(program, qtbot)
    assert dialog.height() <= 592
    table = dialog.table
    assert table.height() >= 3 * table.rowHeight(0)
    assert (
        table.mapTo(dialog, table.rect().bottomLeft()).y() < dialog.who.mapTo(dialog, dialog.who.rect().topLeft()).y()
    )
    assert scrolled_twice(dialog) == []
    dialog.reject()
