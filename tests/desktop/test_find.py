"""The palette that finds anything: typed into, moved through and opened with the keyboard, on a real file."""

import datetime as dt
import uuid

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMainWindow
from sqlalchemy import select

from db.charter.challenges import judge_challenge
from db.evaluation.evaluations import begin_evaluation
from db.evaluation.recommendations import add_recommendation
from db.measures.period import year
from db.meetings.agenda import add_item
from db.meetings.meetings import plan_meeting
from db.members.groups import add_group
from db.schema import Challenge
from db.search.search import Hit, find
from db.vocabulary import SEARCH_KINDS
from desktop import texts
from desktop.clock import stopped_at
from desktop.find.delegate import line_of
from desktop.find.palette import FindPalette
from desktop.find.words import Piece, hints, is_of_title, passage_pieces, spoken, target, title_pieces
from desktop.naming.filters import understood
from desktop.naming.hits import title_of, where
from desktop.operations import Operations
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenAction, OpenDecision, OpenEvaluation, OpenMember, OpenPurpose
from tests.desktop.desk import DAY, busy_desk
from tests.drawn import seen
from tests.new_file import fill_once, new_file

Key = Qt.Key


@pytest.fixture
def file(tmp_path):
    with new_file(tmp_path / "alliance.ronda", name="Lake Valley", who="Ana") as opened:
        yield opened


@pytest.fixture
def desk(file):
    return fill_once(file, busy_desk, who="Ana")


@pytest.fixture
def palette(qtbot, file, desk):
    operations = Operations(file)
    crashes = []
    operations.crashed.connect(crashes.append)
    home = QMainWindow()
    qtbot.addWidget(home)
    home.resize(1366, 768)
    home.show()
    shown = FindPalette(operations, clock=stopped_at(dt.datetime.combine(DAY, dt.time(9))), parent=home)
    QAbstractItemModelTester(shown.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.look_for()
    yield shown
    shown.close()
    operations.close()
    assert not crashes


def type_in(qtbot, palette, words):
    if words.isascii():
        qtbot.keyClicks(palette.field, words)
    else:  # which no key stands for in these tests
        palette.field.insert(words)
    palette._operations.wait()


def kinds(palette):
    return [hit.kind for hit in palette.model.rows]


def opened(qtbot, palette):
    with qtbot.waitSignal(palette.open_requested) as asked:
        qtbot.keyClick(palette.field, Key.Key_Return)
    assert not palette.isVisible()
    return asked.args[0]


def test_results_come_while_typing_and_the_arrows_choose(qtbot, palette, desk):
    assert palette._stack.currentIndex() == 0
    type_in(qtbot, palette, "canal")
    assert set(kinds(palette)) >= {"decision", "minutes"}
    assert palette.list.currentIndex().row() == 0
    qtbot.keyClick(palette.field, Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    assert palette.field.accessibleDescription()
    qtbot.keyClick(palette.field, Key.Key_Up)
    qtbot.keyClick(palette.field, Key.Key_Up)
    assert palette.list.currentIndex().row() == 0
    place = kinds(palette).index("decision")
    for _ in range(place):
        qtbot.keyClick(palette.field, Key.Key_Down)
    assert opened(qtbot, palette) == OpenDecision(desk.decisions[1])


def test_filters_narrow_and_are_offered(qtbot, palette, desk):
    qtbot.mouseClick(palette.hint_buttons[1], Qt.MouseButton.LeftButton)
    palette._operations.wait()
    assert palette.field.text() == "action: open "
    assert set(kinds(palette)) == {"action"}
    assert palette.count_label.text() == "5 results"
    type_in(qtbot, palette, "map")
    assert opened(qtbot, palette) == OpenAction(desk.actions["Ask for a map"])


def test_members_are_found_without_accents_and_case(qtbot, palette, desk):
    type_in(qtbot, palette, "HAZELN")
    assert opened(qtbot, palette) == OpenMember(desk.names["Hazelnut Growers' Union"])


def test_an_item_that_waits_leads_to_the_next_meeting(qtbot, palette, desk):
    type_in(qtbot, palette, "seed prices")
    assert where(palette.model.rows[0]) == "waits for a meeting"
    assert opened(qtbot, palette) == OpenMeeting(desk.ahead, "agenda")


def test_a_person_leads_to_the_member_it_speaks_for(qtbot, palette, desk):
    type_in(qtbot, palette, "person: gia")
    assert opened(qtbot, palette) == OpenMember(desk.names["Hazelnut Growers' Union"])
    palette.look_for("person: gomi")
    palette._operations.wait()
    assert opened(qtbot, palette) == OpenMember(desk.names["Nana Gomi"])


def test_nothing_found_says_so_and_escape_leaves(qtbot, palette):
    type_in(qtbot, palette, "<b>zzz")
    assert palette._stack.currentIndex() == 2
    assert "“<b>zzz”" in palette.nothing.label.text()
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.field, Key.Key_Escape)
    assert not palette.isVisible()
    palette.look_for("can")
    palette._operations.wait()
    assert palette.field.text() == "can"
    assert palette.model.rowCount()


def test_a_click_opens(qtbot, palette, desk):
    type_in(qtbot, palette, "hazel")
    index = palette.model.index(0, 0)
    with qtbot.waitSignal(palette.open_requested):
        place = palette.list.visualRect(index).center()
        qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_results_are_painted(qtbot, palette, appearance, theme):
    appearance.choose(theme)
    type_in(qtbot, palette, "a")
    picture = palette.list.viewport().grab().toImage()
    assert len({picture.pixelColor(x, 26).name() for x in range(picture.width())}) > 3


def test_results_that_name_somebody_in_arabic_stand_in_the_order_they_are_said_in(qtbot, palette, file, tmp_path):
    """Tried: lines drawn as Qt orders them, and pieces of a title side by side; each was caught."""
    with file.writing() as session:
        group, _ = add_group(session, name="لجنة المياه", start_date=DAY)
        met, _ = plan_meeting(session, date=DAY, group_id=group)
        title = "Zanja: جمعية المزارعين 2027, Poti"
        add_item(session, met, title=title)
    type_in(qtbot, palette, "zanja")
    [hit] = palette.model.rows
    assert (hit.title, title_of(hit)) == (title, title)
    found = seen(tmp_path / "seen.pdf", lambda painter: palette.list.render(painter, QPoint()))
    assert found == ["Zanja:*2027,PotiAgendaitem", "*,meeting1,15Oct2026"]
    wide = line_of(title_pieces("لجنة المياه", ""), 500, px=14, role="text", found_role="text")
    assert wide.lineAt(0).cursorToX(0)[0] > wide.lineAt(0).cursorToX(11)[0], "words of a name from the right"
    own = line_of(title_pieces("نقبل الخطة (AWF) حتى", ""), 500, px=14, role="text", found_role="text")
    assert own.lineAt(0).cursorToX(0)[0] > own.lineAt(0).cursorToX(12)[0] > own.lineAt(0).cursorToX(18)[0]
    assert own.lineAt(0).cursorToX(20)[0] < 1, "a sentence in Arabic ends at the left"


def test_a_title_too_long_for_its_line_is_shortened_where_the_room_ends(qtbot, palette):
    pieces = title_pieces("جمعية المزارعين, 12 \N{PARTY POPPER}" + " and the canal" * 20, "canal ")
    line = line_of(pieces, 300, px=14, role="text", found_role="text")
    assert line.lineAt(0).naturalTextWidth() <= 300
    said = texts.as_said(line.text())
    assert said.endswith("…")
    assert "".join(piece.text for piece in pieces).startswith(said[:-1])
    assert len(said) > 25


def test_what_is_cut_off_a_long_title_ends_in_dots_wherever_there_is_room(qtbot, palette):
    line = line_of([Piece("i" * 1000)], 100_000, px=14, role="text", found_role="text")
    assert line.text().rstrip("…") == "i" * 300
    assert line.text().endswith("i…")


def test_filters_may_be_written_in_the_readers_language():
    with texts.speaking("es"):
        assert understood("acuerdo: agua desde:2024 hecha") == "decision: agua from:2024 done"
        assert understood("REUNION:canal") == "meeting:canal"
        assert [words for words, _meaning in hints(2026)][:2] == ["acuerdo:", "tarea: abierta"]
    assert understood("decision: water from:2024 ") == "decision: water from:2024 "
    assert understood("see: http://x") == "see: http://x"
    typed = "meetings 3, 4 and 7 of 12, 5 wells"
    assert understood(typed) == f"{typed} +meeting:3 +meeting:4 +meeting:7"
    assert understood("decision about 41, meeting general 4.2 ") == "decision about 41, meeting general 4.2 "


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en", "meeting: 5", "5"),
        ("en", "Meeting 5", "5"),
        ("en", "General meeting 6 ", "6"),
        ("es", "reunion 5", "5"),
        ("es", "Reunion: 5", "5"),
        ("es", "Reunion general 6", "6"),
        ("es", "meeting 6", "6"),
        ("es", "reunión n.º 6", "6"),
        ("es", "Reunión ordinaria nº6", "6"),
        ("es", "acta 5", "5"),
        ("es", "reuniones 6 y 5", "6"),
        ("es", "reunión 7 y 6", "6"),
        ("en", "the minutes of meeting no. 5, 9 or 7", "5"),
    ],
)
def test_a_meeting_is_found_by_its_number_in_either_language(qtbot, palette, desk, language, typed, number):
    with texts.speaking(language):
        type_in(qtbot, palette, typed)
    assert (palette.model.rows[0].kind, palette.model.rows[0].meeting) == ("meeting", number)
    assert opened(qtbot, palette) == OpenMeeting({"5": desk.held, "6": desk.ahead}[number])


@pytest.mark.parametrize(
    ("language", "typed", "places"),
    [
        ("en", "5.2", [1]),
        ("es", "acuerdo: 5.2", [1]),
        ("en", "decision: 5.", [0, 1]),
        ("es", "acuerdo: 5", [0, 1]),
        ("en", "decision 5", [0, 1]),
        ("es", "decisión n° 5", [0, 1]),
        ("es", "acuerdos 7 y 5.", [0, 1]),
    ],
)
def test_a_decision_is_found_by_its_number(qtbot, palette, desk, language, typed, places):
    with texts.speaking(language):
        type_in(qtbot, palette, typed)
    assert [hit.ref for hit in palette.model.rows] == [desk.decisions[place] for place in places]
    with texts.speaking(language):
        called = {"en": "Decision", "es": "Acuerdo"}[language]
        assert [spoken(hit).split(",")[0] for hit in palette.model.rows] == [f"{called} 5.{n + 1}" for n in places]
    assert opened(qtbot, palette) == OpenDecision(desk.decisions[places[0]])


def test_words_found_stand_out():
    assert passage_pieces("a \ue000canal\ue001\n map") == [Piece("a "), Piece("canal", found=True), Piece(" map")]
    pieces = title_pieces("Agua y canales, canal", "canal")
    assert [piece.text for piece in pieces if piece.found] == ["canales", "canal"]
    assert "".join(piece.text for piece in pieces) == "Agua y canales, canal"
    assert [piece.text for piece in title_pieces("Árbol azul", "arb") if piece.found] == ["Árbol"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", SEARCH_KINDS)
def test_every_kind_has_words_and_a_place_to_go(kind, language):
    meeting = uuid.uuid4()
    hit = Hit(kind, uuid.uuid4(), "Water", DAY, "41", meeting, "", "open", "the \ue000water\ue001 fee")
    with texts.speaking(language):
        assert "Water" in spoken(hit)
        assert where(hit)
    assert (target(hit) is None) == (kind == "person")
    assert not is_of_title(hit)


def test_what_an_evaluation_noted_opens_there(qtbot, palette, file, desk):
    with file.writing() as session:
        of, _ = begin_evaluation(session, year(2026))
        row, _ = add_recommendation(session, of, text="Hire a ferry")
        judge_challenge(session, "few_dominate", standing=None, judgement="Ferrymen speak first", doing="", on=None)
        challenge = session.scalars(select(Challenge.id)).one()
    type_in(qtbot, palette, "ferry")
    assert kinds(palette) == ["recommendation", "challenge"]
    found, judged = palette.model.rows
    assert (where(found), title_of(judged)) == ("Evaluation of 2026", "A few dominate")
    assert not is_of_title(judged)
    assert target(judged) == OpenPurpose("challenge", challenge)
    assert opened(qtbot, palette) == OpenEvaluation("recommendation", row)


@pytest.mark.parametrize(("language", "typed", "title"), [("en", "dominate", "A few"), ("es", "dominan", "Unos pocos")])
def test_a_known_challenge_is_found_and_named_in_the_readers_language(file, desk, language, typed, title):
    with file.writing() as session:
        judge_challenge(session, "few_dominate", standing=None, judgement="Ana", doing="", on=None)
        hit = find(session, typed)[0]
    with texts.speaking(language):
        assert title_of(hit).startswith(title)
        assert is_of_title(hit)
