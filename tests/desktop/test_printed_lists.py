"""Printing a page's list: what the paper holds is what the list shows, and nothing else."""

import datetime as dt
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from db.charter.notes import add_note
from db.meetings.papers import add_paper
from db.members.members import add_member
from db.vocabulary import MemberStatus, NoteKind
from desktop import texts
from desktop.actions.page import ActionsPage
from desktop.actions.register import Show
from desktop.clock import stopped_at
from desktop.decisions.page import DecisionsPage
from desktop.groups.page import GroupsPage
from desktop.meetings.page import MeetingsPage
from desktop.members.page import MembersPage
from desktop.operations import Operations
from desktop.papers.page import KEPT, PapersPage
from desktop.preview.letters import print_invitation, print_note, print_terms
from desktop.preview.registers import print_list
from desktop.purpose.page import PurposePage
from desktop.reports.lists import LISTS
from desktop.reports.register_sheets import TableBand, TableColumn, TableSheet
from desktop.widgets.print_preview import PrintPreview
from desktop.widgets.printed_list import PrintList
from tests.desktop.desk import DAY, busy_desk
from tests.new_file import new_file

NOON = dt.datetime.combine(DAY, dt.time(12))
CLOCK = stopped_at(NOON)
PAGES = {
    "actions": lambda operations: ActionsPage(operations, clock=CLOCK),
    "decisions": lambda operations: DecisionsPage(operations, clock=CLOCK),
    "members": lambda operations: MembersPage(operations, CLOCK),
    "groups": lambda operations: GroupsPage(operations, CLOCK),
    "papers": PapersPage,
    "meetings": lambda operations: MeetingsPage(operations, clock=CLOCK),
}


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "a.ronda", name="Lake Valley", who="Ana") as made:
        with made.writing(who="Ana") as session:
            desk = busy_desk(session)
            add_paper(session, desk.ahead, name="map.pdf", data=b"map", item_id=desk.items[0], now=NOON.astimezone())
        yield made


@pytest.fixture
def operations(file, qapp):
    with closing(Operations(file)) as made:
        crashes: list[Exception] = []
        made.crashed.connect(crashes.append)
        yield made
        made.wait()
        assert not crashes


def shown(qtbot, operations, of):
    page = PAGES[of](operations)
    qtbot.addWidget(page)
    page.resize(1158, 672)
    with qtbot.waitExposed(page):
        page.show()
    if isinstance(page, PapersPage):
        page.show_tab(KEPT)
    operations.wait()
    return page


def asked(page, operations, act=None):
    found = []
    page.print_list_requested.connect(found.append)
    (act or page.print_out)()
    operations.wait()
    [request] = found
    return request


def words_of(sheet):
    return [
        row.title if isinstance(row, TableBand) else row[0] if isinstance(row[0], str) else row[0][0]
        for row in sheet.rows
    ]


@pytest.mark.parametrize("of", sorted(PAGES))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_list_page_prints_what_it_shows(qtbot, operations, of, language):
    assert set(PAGES) == set(LISTS)
    with texts.speaking(language):
        page = shown(qtbot, operations, of)
        request = asked(page, operations)
        assert request.of == of
        listed = {"meetings": "list", "papers": "kept"}.get(of)
        listed = getattr(page, listed) if listed else page
        model = listed.model
        if of == "groups":  # the plenary heads the list on the screen; it is no working group
            expected = [row.name for row in model.rows if row.group is not None]
        elif of == "members":
            expected = [model.data(model.index(n, 0)) for n in range(model.rowCount())]
        else:
            expected = [str(model.data(model.index(n, 0))) for n in range(model.rowCount())]
            heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
            assert [column.label for column in request.sheet.columns] == heads
        assert words_of(request.sheet) == expected
        assert request.sheet.title == page.title()


def test_a_narrowed_and_sorted_list_is_printed_so_and_says_so(qtbot, operations):
    page = shown(qtbot, operations, "actions")
    page.show_choice.set_value(Show.ALL)
    page.refresh(None)
    operations.wait()
    page.search_field.setText("survey")
    page.table.horizontalHeader().setSortIndicator(1, Qt.SortOrder.DescendingOrder)
    sheet = asked(page, operations, lambda: qtbot.mouseClick(page.print_button, Qt.MouseButton.LeftButton)).sheet
    assert [row[1][0] for row in sheet.rows] == ["Print the survey", "Price survey"]
    assert sheet.told == ("All", "“survey”", "sorted by: Action")
    assert sheet.rows[0][3] == ("10 Oct 2026", "Late, 5 days late")


def test_an_action_without_a_date_is_printed_as_not_agreed(qtbot, operations):
    page = shown(qtbot, operations, "actions")
    dues = [row[3] for row in asked(page, operations).sheet.rows if row[3][0] == "No date yet"]
    assert dues
    assert set(dues) == {("No date yet", "Not agreed yet")}


def test_members_are_printed_under_their_kinds_as_of_the_day_looked_at(qtbot, operations):
    page = shown(qtbot, operations, "members")
    page.search_field.setText("dairy")
    sheet = asked(page, operations).sheet
    assert words_of(sheet) == ["Member-based organisations", "Upper Phasis Dairy"]
    assert (sheet.count, sheet.told) == (1, ("as of 15 October 2026", "“dairy”"))


def test_a_long_register_of_decisions_is_read_whole_before_it_is_printed(qtbot, operations, monkeypatch):
    monkeypatch.setattr("desktop.decisions.page.FIRST", 1)
    page = shown(qtbot, operations, "decisions")
    assert len(page.model.rows) == 1
    sheet = asked(page, operations).sheet
    assert sheet.count == 2
    assert sheet.told == ("In force", "sorted by: Taken")


def test_the_preview_offers_the_papers_of_the_same_records(qtbot, operations):
    home = QWidget()
    home.resize(1366, 768)
    qtbot.addWidget(home)
    home.show()
    for of, keys in (
        ("actions", ["list", "owners", "whole"]), ("decisions", ["list", "register"]),
        ("members", ["list", "directory"]), ("groups", []),
    ):  # fmt: skip
        request = asked(shown(qtbot, operations, of), operations)
        print_list(home, operations, request, today=DAY)
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PrintPreview))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PrintPreview)
        qtbot.waitUntil(lambda d=dialog: d.print_button.isEnabled() and d.busy.isHidden(), timeout=20_000)
        assert dialog.accessibleName() == request.sheet.title
        for key in keys:
            dialog.layouts.button(key).click()
            qtbot.waitUntil(lambda d=dialog: d.print_button.isEnabled() and d.busy.isHidden(), timeout=20_000)
        dialog.close()
        operations.wait()


def test_laying_out_a_long_register_shows_how_far_it_is_and_can_be_stopped(qtbot, operations):
    home = QWidget()
    qtbot.addWidget(home)
    home.show()
    rows = [[f"Row {n}", "words"] for n in range(20_000)]
    sheet = TableSheet("", "Long", [TableColumn("A"), TableColumn("B")], rows, len(rows))
    dialog = print_list(home, operations, PrintList("papers", sheet), today=DAY)
    qtbot.waitUntil(lambda: dialog.busy.bar.value() > 50, timeout=20_000)
    assert dialog.busy.bar.maximum() == len(rows)
    qtbot.mouseClick(dialog.busy.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=20_000)  # nothing was made to look at
    operations.wait()


def test_the_page_purpose_prints_the_note_chosen_or_the_terms(qtbot, operations, file):
    with file.writing(who="Ana") as session:
        key, _changes = add_note(session, kind=NoteKind.BRIEFING, title="On water", written_on=DAY, issue="Late.")
    page = PurposePage(operations, clock=CLOCK)
    qtbot.addWidget(page)
    page.resize(1158, 672)
    with qtbot.waitExposed(page):
        page.show()
    operations.wait()
    notes, terms = [], []
    page.print_note_requested.connect(notes.append)
    page.print_terms_requested.connect(lambda: terms.append(True))
    assert page.print_out()
    assert (notes, terms) == ([], [True])
    page.show_tab("notes")
    operations.wait()
    qtbot.mouseClick(page.view().print_button, Qt.MouseButton.LeftButton)
    assert notes == [key]
    page.show_tab("indicators")
    operations.wait()
    assert not page.print_out()


def test_notes_terms_and_letters_are_shown_in_the_preview(qtbot, operations, file):
    with file.writing(who="Ana") as session:
        key, _changes = add_note(session, kind=NoteKind.BRIEFING, title="On water", written_on=DAY, issue="Late.")
        mill, _more = add_member(session, name="Stone Mill", status=MemberStatus.CANDIDATE, from_date=DAY)
    home = QWidget()
    qtbot.addWidget(home)
    home.show()
    for show, title in (
        (lambda: print_note(home, operations, key, today=DAY), "Briefing note – On water"),
        (lambda: print_invitation(home, operations, mill, today=DAY), "Invitation – Stone Mill"),
        (lambda: print_terms(home, operations, today=DAY), "Terms of reference"),
    ):
        show()
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PrintPreview))
        dialog = QApplication.activeModalWidget()
        qtbot.waitUntil(dialog.busy.isHidden, timeout=20_000)
        assert dialog.accessibleName() == title
        nothing = title == "Terms of reference"  # none are written in this file, and the preview says so
        assert dialog.print_button.isEnabled() is not nothing
        assert dialog.message.label.text().startswith("Neither principles") is nothing
        dialog.close()
        operations.wait()


def test_a_candidate_is_sent_a_letter_from_its_menu(qtbot, operations, file):
    with file.writing(who="Ana") as session:
        mill, _more = add_member(session, name="Stone Mill", status=MemberStatus.CANDIDATE, from_date=DAY)
    page = shown(qtbot, operations, "members")
    page.show_member(mill)
    operations.wait()
    asked_for = []
    page.invitation_requested.connect(asked_for.append)
    words = [word for _icon, word, _do in page.deeds.member_choices(page.card.detail)]
    assert "Letter of invitation…" in words
    page.deeds.member_choices(page.card.detail)[words.index("Letter of invitation…")][2]()
    assert asked_for == [mill]
