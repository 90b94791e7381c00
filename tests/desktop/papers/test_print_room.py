"""The print room: what it shows, when it draws, how one goes about in it, and where its buttons lead."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.changes import Changes
from db.engine import AllianceFile
from db.files.copies import change_passphrase
from db.meetings.meetings import change_meeting
from db.meetings.papers import add_paper
from db.surveys.surveys import close_survey, make_survey
from desktop import texts
from desktop.clock import Clock, stopped_at
from desktop.commands import Console
from desktop.commands.parser import parser
from desktop.naming.documents import KINDS, LISTS, OCCASIONS
from desktop.operations import Operations
from desktop.papers.card import DocumentCard
from desktop.papers.page import KEPT, ROOM, PapersPage
from desktop.preview.room import print_document
from desktop.reports.catalogue import Mend, is_of_a_meeting, standings
from desktop.reports.documents import DOCUMENTS
from desktop.reports.lists import whole_list
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.print_preview import PrintPreview
from desktop.widgets.targets import OpenMembers, OpenPassphrase, OpenPurpose, OpenSurveys, PlanMeeting
from tests.desktop.desk import DAY, Desk, busy_desk
from tests.new_file import fill_once, new_file

CLOCK = stopped_at(dt.datetime.combine(DAY, dt.time(12)))
Opened = Callable[..., PapersPage]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "empty.ronda", name="Lake Valley", who="Ana") as made:
        yield made


@pytest.fixture
def desk(file: AllianceFile) -> Desk:
    return fill_once(file, busy_desk, who="Ana")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "a.ronda", name="Lake Valley", who="Ana") as made:
        yield made


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Opened]:
    """Open the page over a file and wait until everything in sight is drawn."""
    running: list[Operations] = []
    crashes: list[Exception] = []

    def open_over(file: AllianceFile, *, clock: Clock = CLOCK, height: int = 560) -> PapersPage:
        operations = Operations(file)
        operations.crashed.connect(crashes.append)
        running.append(operations)
        page = PapersPage(operations, clock)
        qtbot.addWidget(page)
        page.resize(1158, height)
        with qtbot.waitExposed(page):
            page.show()
        drawn(qtbot, page)
        return page

    yield open_over
    for operations in running:
        operations.close()
    assert not crashes


def drawn(qtbot: QtBot, page: PapersPage) -> None:
    """Wait until nothing is under way and nothing in sight lacks its picture."""

    def all_there() -> None:
        assert page.operations.idle
        assert not page.room.pictures.busy
        seen = [one for one in page.room.cards if page.room._in_sight(one)]
        assert all(one.standing is not None for one in seen)
        wanted = [one for one in seen if one.standing is not None and one.standing.make is not None]
        assert all(page.room.pictures.of(page.room._shown(one)) for one in wanted)

    qtbot.waitUntil(all_there, timeout=60_000)


def card(page: PapersPage, key: str) -> DocumentCard:
    return next(one for one in page.room.cards if one.document.key == key)


def has_keyboard(page: PapersPage) -> str:
    focused = page.room.window().focusWidget()
    assert isinstance(focused, DocumentCard)
    return focused.document.key


# What there is


def test_every_document_stands_for_what_its_command_writes(file: AllianceFile, desk: Desk) -> None:
    with file.reading() as session:
        found = standings(session, DOCUMENTS, today=DAY)
    for key in ("agenda", "agenda-chair", "agenda-public", "pack", "signin", "minutes-form"):
        assert found[key].ref == desk.ahead
        assert is_of_a_meeting(key)
    for key in ("minutes", "minutes-public", "minutes-item"):
        assert found[key].ref == desk.held
    assert found["minutes-item"].item == 3, "the approval of older minutes is no extract worth printing"
    assert "29 October 2026" in found["agenda"].about
    assert {one.occasion for one in DOCUMENTS} == set(OCCASIONS)
    assert len({one.key for one in DOCUMENTS}) == len(DOCUMENTS)


def test_how_documents_stand_is_found_out_a_few_at_a_time(file: AllianceFile, desk: Desk, qtbot: QtBot) -> None:
    operations = Operations(file)
    page = PapersPage(operations, CLOCK)
    qtbot.addWidget(page)

    def known() -> int:
        operations.wait()
        return sum(one.standing is not None for one in page.room.cards)

    page.fill_beforehand()
    counts = [0, known()]
    while page.build_beforehand():
        counts.append(known())
    assert max(later - before for before, later in pairwise(counts)) == 8
    assert counts[-1] == len(page.room.cards)
    with qtbot.waitExposed(page):
        page.show()
    page.room.refresh(None)
    qtbot.waitUntil(lambda: not page.room._unread)
    operations.close()


def test_the_command_line_knows_every_document_and_no_other() -> None:
    def below(command: Any) -> dict[str, Any]:
        return next(dict(one.choices) for one in command._actions if isinstance(one.choices, dict))

    top = parser(Console(io.StringIO(), io.StringIO(), clock=CLOCK))
    exported = below(top)["export"]
    made = {kind.asked[0] for kind in KINDS}
    assert set(below(exported)) - {"csv"} == made
    for kind in KINDS:
        more = ["--person", "Ana"] if kind.asked[0] == "turns" else []
        asked = top.parse_args(["export", kind.asked[0], "a.ronda", *kind.asked[1:], *more, "-o", "out.pdf"])
        assert asked.output.name == "out.pdf"
    told = " ".join(exported.format_help().split())
    assert "Public agenda: agenda --public" in told


def test_without_a_passphrase_the_sheet_for_it_leads_to_where_one_is_set(
    file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(file)
    page.room.choose("envelope")
    drawn(qtbot, page)
    shown = card(page, "envelope")
    assert shown.standing.missing == ("The file has no passphrase yet.",)
    assert shown.sheet.image is not None
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(shown.lack.mend_button, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenPassphrase()]
    operations = page.room._operations
    operations.replace_file(change_passphrase, old=None, new="canal stone bridge lamp")
    operations.wait()
    page.room.refresh(Changes(kinds=frozenset({"protection"})))
    drawn(qtbot, page)
    assert shown.standing.missing == ()


def test_a_survey_that_takes_answers_is_printed_and_none_leads_to_the_surveys(
    file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(file)
    page.room.choose("survey")
    drawn(qtbot, page)
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(card(page, "survey").lack.mend_button, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenSurveys()]
    with file.writing() as session:
        key, changes = make_survey(session, title="How we work", language="en", opened_on=DAY)
    page.room.refresh(changes)
    drawn(qtbot, page)
    shown = card(page, "survey")
    assert (shown.standing.about, shown.standing.ref, shown.standing.missing) == ("How we work", key, ())
    assert shown.sheet.image is not None
    with file.writing() as session:
        changes = close_survey(session, key, today=DAY)
    page.room.refresh(changes)
    drawn(qtbot, page)
    assert shown.standing.make is None


@pytest.mark.parametrize("of", LISTS)
def test_each_list_has_as_many_rows_as_it_says(file: AllianceFile, desk: Desk, of: str) -> None:
    with file.reading() as session:
        found = standings(session, [one for one in DOCUMENTS if one.key == f"list-{of}"], today=DAY)[f"list-{of}"]
        count = whole_list(session, of, today=DAY).count
        out = io.BytesIO()
        if found.make is None:
            assert count == 0
            return
        found.make(session, out, None)
    assert found.about.split()[0] == str(count)
    assert len(pypdf.PdfReader(out).pages) >= 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_in_a_new_alliance_it_is_said_what_to_do_first(empty: AllianceFile, language: str) -> None:
    with texts.speaking(language), empty.reading() as session:
        found = standings(session, DOCUMENTS, today=DAY)
    without = {key: one.mend for key, one in found.items() if one.make is None}
    assert without["agenda"] is without["pack"] is Mend.PLAN_MEETING
    assert without["minutes"] is Mend.MEETINGS
    assert without["note"] is Mend.NOTES
    assert without["terms"] is Mend.TERMS
    assert without["directory"] is without["invitation"] is Mend.MEMBERS
    assert all(one.missing for one in found.values() if one.make is None)
    assert all(one.missing for one in found.values() if one.mend is not None)


# What is drawn, and when


def test_only_what_is_in_sight_is_drawn_and_the_rest_once_one_goes_there(
    file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(file, height=420)
    assert card(page, "agenda").sheet.image is not None
    assert card(page, "list-decisions").sheet.image is None
    qtbot.keyClick(card(page, "agenda"), Qt.Key.Key_End)
    drawn(qtbot, page)
    assert has_keyboard(page) == "list-papers"
    assert card(page, "list-decisions").sheet.image is not None


def test_nothing_is_drawn_again_when_nothing_changed(
    file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(file)
    before = page.room.pictures.count
    page.hide()
    page.show()
    page.resize(page.width() - 8, page.height())
    drawn(qtbot, page)
    page.show_tab(KEPT)
    page.show_tab(ROOM)
    drawn(qtbot, page)
    qtbot.wait(150)
    assert page.room.pictures.count == before


def test_a_change_draws_anew_what_it_concerns_and_nothing_else(
    file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(file, height=4000)
    before, old = page.room.pictures.count, card(page, "agenda").sheet.image
    page.operations.write(change_meeting, desk.ahead, place="The new hall by the river")
    drawn(qtbot, page)
    again = page.room.pictures.count - before
    assert card(page, "agenda").sheet.image is not old
    concerned = [one for one in DOCUMENTS if "meeting" in one.kinds]
    assert 0 < again <= len(concerned) < len(DOCUMENTS)


def test_leaving_the_page_lets_go_of_the_picture_under_way(
    file: AllianceFile, desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    operations = Operations(file)
    page = PapersPage(operations, CLOCK)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.room.pictures.busy, timeout=10_000)
    page.hide()
    assert not page.room.pictures.busy
    operations.wait(30)
    asked = page.room.pictures.count
    qtbot.wait(150)
    assert page.room.pictures.count == asked
    operations.close()


def test_the_window_goes_on_while_pages_are_laid_out(
    file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot
) -> None:
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(10)
    page = opened(file)
    timer.stop()
    assert page.room.pictures.count > 3
    assert len(ticks) > page.room.pictures.count


def test_one_that_cannot_be_made_says_so_and_the_next_one_is_drawn(
    file: AllianceFile, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("desktop.reports.agenda.lay_out_agenda", fails)
    operations = Operations(file)
    crashes: list[Exception] = []
    operations.crashed.connect(crashes.append)
    page = PapersPage(operations, CLOCK)
    qtbot.addWidget(page)
    page.resize(1158, 420)
    page.show()
    drawn(qtbot, page)
    assert crashes
    assert card(page, "agenda").pages_label.text() == "It could not be laid out."
    assert card(page, "agenda-chair").sheet.image is not None
    operations.close()


# By keyboard


def test_arrows_letters_and_enter(file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened(file)
    page.room.choose("agenda")
    width = len(page.room._lines[0])
    assert width == 3
    for key, there in (
        (Qt.Key.Key_Right, "agenda-chair"), (Qt.Key.Key_Down, "signin"), (Qt.Key.Key_Left, "pack"),
        (Qt.Key.Key_Up, "agenda"), (Qt.Key.Key_Up, "agenda"), (Qt.Key.Key_End, "list-papers"),
        (Qt.Key.Key_Home, "agenda"),
    ):  # fmt: skip
        qtbot.keyClick(page.room.window().focusWidget(), key)
        assert has_keyboard(page) == there
    for letter, there in (("r", "actions"), ("r", "decisions"), ("m", "pack"), ("M", "minutes"), ("z", "minutes")):
        qtbot.keyClicks(page.room.window().focusWidget(), letter)
        assert has_keyboard(page) == there
    with qtbot.waitSignal(page.print_document_requested) as asked:
        qtbot.keyClick(page.room.window().focusWidget(), Qt.Key.Key_Return)
    [request] = asked.args
    assert (request.key, request.standing.ref) == ("minutes", desk.held)


def test_of_the_cards_one_takes_tab(file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened(file)
    page.room.choose("minutes")
    tabbed = [one.document.key for one in page.room.cards if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tabbed == ["minutes"]


def test_every_card_says_what_it_shows(file: AllianceFile, desk: Desk, opened: Opened) -> None:
    page = opened(file, height=4000)
    for one in page.room.cards:
        assert one.text()
        assert one.standing is not None
        for words in one.standing.missing:
            assert words.rstrip(".") in one.accessibleDescription()
        if one.lack is not None and one.lack.mend_button.isVisible():
            assert one.text() in one.lack.mend_button.accessibleName()
    assert "1 page" in card(page, "agenda").accessibleDescription()


def test_cards_go_below_each_other_where_text_is_large(
    file: AllianceFile, desk: Desk, opened: Opened, appearance: Any, qtbot: QtBot
) -> None:
    page = opened(file)
    appearance.set_text_percent(130)
    page.resize(754, 480)
    qtbot.waitUntil(lambda: len(page.room._lines[0]) == 2)
    page.resize(500, 480)
    qtbot.waitUntil(lambda: len(page.room._lines[0]) == 1)


# What is missing


def test_buttons_lead_to_where_it_is_put_right(empty: AllianceFile, opened: Opened, qtbot: QtBot) -> None:
    page = opened(empty, height=4000)
    for key, target in (
        ("agenda", PlanMeeting()), ("note", OpenPurpose("note")), ("directory", OpenMembers()),
        ("terms", OpenPurpose("section")),
    ):  # fmt: skip
        with qtbot.waitSignal(page.open_requested) as asked:
            qtbot.mouseClick(card(page, key).lack.mend_button, Qt.MouseButton.LeftButton)
        assert asked.args == [target]
    assert not page.print_out()
    assert not page.room.print_button.isEnabled()
    assert page.header.fact_label.text().startswith(f"{len(DOCUMENTS)} documents, ")


def test_what_a_meeting_lacks_is_put_right_where_it_is_prepared(
    file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot
) -> None:
    page = opened(file)
    agenda = card(page, "agenda")
    assert agenda.lack.missing_label.text() == "Item 4 has no purpose."
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(agenda.lack.mend_button, Qt.MouseButton.LeftButton)
    assert asked.args == [OpenMeeting(desk.ahead, "agenda")]
    page.operations.write(change_meeting, desk.ahead, purpose="", place="")
    drawn(qtbot, page)
    assert "missing" in agenda.lack.more_label.text()


# In the preview


def test_each_document_opens_in_the_preview(
    file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot, qapp: QApplication
) -> None:
    page = opened(file)
    page.print_document_requested.connect(lambda request: print_document(page, page.operations, request, today=DAY))
    for one in page.room.cards:
        if one.standing is None or one.standing.make is None:
            continue
        page.room.choose(one.document.key)
        assert page.print_out()
        page.operations.wait(30)
        [dialog] = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, PrintPreview) and each.isVisible()
        ]
        assert dialog.print_button.isEnabled(), one.document.key
        dialog.close()
        qapp.processEvents()
        page.operations.wait(30)


def test_papers_that_are_kept_stand_beside(file: AllianceFile, desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    with file.writing() as session:
        add_paper(
            session, desk.ahead, name="map.pdf", data=b"map", item_id=desk.items[0], now=dt.datetime.now().astimezone()
        )
    page = opened(file)
    qtbot.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    page.operations.wait()
    assert page.strip.key() == KEPT
    assert [row.name for row in page.kept.model.rows] == ["map.pdf"]
