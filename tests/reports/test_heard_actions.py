"""The open actions on the papers that lie before a meeting: short, under the item that hears them."""

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest

from db.meetings.agenda import agenda, mark_internal
from db.meetings.coming_back import bring_back, set_heard
from db.meetings.cycle import approve_agenda
from db.meetings.open_actions import open_actions
from db.meetings.running import finish_meeting
from db.minutes.actions import close_action
from db.vocabulary import ItemOrigin
from desktop.reports.agenda import lay_out_agenda
from desktop.reports.chairs_agenda import lay_out_chairs_agenda
from desktop.reports.from_record import agenda_maker
from desktop.reports.making import build
from desktop.reports.minutes_form import lay_out_minutes_form
from desktop.reports.room_from_record import minutes_form_maker
from desktop.reports.room_sheets import FormSheet
from desktop.reports.sheets import AgendaSheet, Heard, OpenAction
from tests.db.call_kit import DAY, called_alliance
from tests.reports.reading import missing_glyphs, pages
from tests.reports.samples import AGENDA
from tests.reports.test_agenda import inside_margins, long_agenda
from tests.reports.test_from_record import PRINTED, held
from tests.reports.test_text import HOSTILE

ON = dt.date(2026, 11, 11)


@pytest.fixture
def kit(session):
    """A meeting that has been held, and the next one, which is to hear of what was agreed there."""
    kit = called_alliance(session)
    held(session, kit)
    bring_back(session, kit.next_meeting)
    return kit


def heard(count: int, text: str = "Send the map") -> Heard:
    due = dt.date(2026, 11, 9)
    return Heard(1, [OpenAction(f"A{n}", f"{text} {n}", "Dairies", due + dt.timedelta(n)) for n in range(count)], ON)


def hearing(sheet: AgendaSheet, count: int) -> AgendaSheet:
    return replace(sheet, heard=heard(count))


def laid(lay_out, sheet, **options) -> bytes:
    out = BytesIO()
    build(lay_out, sheet, out, **options)
    return out.getvalue()


def made(maker, session) -> str:
    out = BytesIO()
    maker(session, out)
    return " ".join(pages(out.getvalue()))


@pytest.mark.parametrize("lay_out", [lay_out_agenda, lay_out_chairs_agenda])
@pytest.mark.parametrize(("paper", "language"), [("a4", "en"), ("letter", "es")])
def test_an_ordinary_agenda_with_actions_is_still_one_page(lay_out, paper, language):
    for count in (1, 4, 30):
        pdf = laid(lay_out, hearing(AGENDA, count), paper=paper, language=language)
        assert len(pages(pdf)) == 1
        assert inside_margins(pdf, paper)


def test_the_first_few_are_told_one_by_one_and_the_others_are_counted():
    [text] = pages(laid(lay_out_agenda, hearing(replace(AGENDA, rows=AGENDA.rows[:3]), 9)))
    assert "9 open actions, heard under item 1 Send the map 0 Dairies 9 Nov, late Send the map 1 Dairies" in text
    assert "Send the map 3 Dairies 12 Nov Send the map 4" in text
    assert "Send the map 5 Dairies 14 Nov and 3 more Before each item closes" in text
    [text] = pages(laid(lay_out_agenda, hearing(AGENDA, 1)))
    assert "1 open action, heard under item 1 Send the map 0 Dairies 9 Nov, late Before each item closes" in text


def test_note_lines_give_way_to_actions_and_these_to_a_single_page():
    pdfs = [laid(lay_out_agenda, hearing(long_agenda(items), 30)) for items in (8, 10, 12, 13)]
    assert [len(pages(pdf)) for pdf in pdfs] == [1, 1, 1, 1]
    shown = [pages(pdf)[0].count("Send the map") for pdf in pdfs]
    assert shown == sorted(shown, reverse=True)
    assert "Send the map 5" in pages(laid(lay_out_agenda, hearing(long_agenda(30), 30)))[-1]


def test_a_long_action_is_told_in_short():
    long = [OpenAction("A1", "Send the map " * 40, "Dairies of the lower valley " * 9)]
    [text] = pages(laid(lay_out_agenda, replace(AGENDA, heard=Heard(1, long, ON))))
    assert text.count("Send the map") == 9
    assert text.count("Dairies of the lower valley") == 1
    assert text.count("…") == 2


@pytest.mark.parametrize("lay_out", [lay_out_agenda, lay_out_chairs_agenda])
def test_that_an_action_is_not_agreed_yet_is_told_however_long_its_owners_name(lay_out):
    rows = [
        OpenAction("A1", "Send the map", "Dairies of the lower valley " * 9, ON, agreed=False, owner_on_record=False),
        OpenAction("A2", "Mend the gate", "", ON, agreed=False),
        OpenAction("A3", "Print it", "Dairies", ON),
    ]
    [text] = pages(laid(lay_out, replace(AGENDA, rows=AGENDA.rows[:3], heard=Heard(1, rows, ON))))
    assert "Dairies of the lower… (not on record) Not agreed yet 11 Nov" in text
    assert "Mend the gate nobody yet Not agreed yet 11 Nov" in text
    assert "Print it Dairies 11 Nov" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_words_without_end_are_cut_and_stay_text(text):
    sheet = replace(AGENDA, heard=Heard(1, [OpenAction("A1", text * 40, text * 40)], ON))
    for lay_out in (lay_out_agenda, lay_out_chairs_agenda):
        pdf = laid(lay_out, sheet)
        assert missing_glyphs(pdf) == 0
        assert inside_margins(pdf)
        assert len(pages(pdf)) == 1


def test_the_form_for_minutes_has_them_to_tick_under_their_item():
    sheet = FormSheet(AGENDA.meeting, AGENDA.rows, heard=heard(2), printed_on=ON)
    text = pages(laid(lay_out_minutes_form, sheet))[0]
    assert (
        text.index("Opening") < text.index("2 open actions") < text.index("Send the map 1") < text.index("Draft seed")
    )


def test_who_owes_what_is_on_the_papers_of_the_next_meeting(session, kit):
    for maker in (
        agenda_maker(kit.next_meeting, today=PRINTED),
        agenda_maker(kit.next_meeting, today=PRINTED, version="chair"),
        minutes_form_maker(kit.next_meeting, today=PRINTED),
    ):
        assert "Print it Union of Dairies 29 Oct" in made(maker, session)
    close_action(session, next(row.id for row in open_actions(session, kit.next_meeting)), on=DAY)
    assert "Union of Dairies 29 Oct" not in made(agenda_maker(kit.next_meeting, today=PRINTED), session)


def test_actions_that_are_not_heard_and_papers_for_everybody_say_nothing_of_them(session, kit):
    public = made(agenda_maker(kit.next_meeting, today=PRINTED, version="public"), session)
    assert "Open actions" in public
    assert "Print it" not in public
    for row in open_actions(session, kit.next_meeting):
        set_heard(session, kit.next_meeting, row.id, heard=False)
    assert "Print it" not in made(agenda_maker(kit.next_meeting, today=PRINTED), session)


def test_an_approved_agenda_whose_actions_are_all_settled_says_so(session, kit):
    approve_agenda(session, kit.next_meeting, on=DAY)
    for row in open_actions(session, kit.next_meeting):
        close_action(session, row.id, on=DAY)
    assert not bring_back(session, kit.next_meeting)
    [own] = [row for row in agenda(session, kit.next_meeting) if row.origin is ItemOrigin.OPEN_ACTIONS]
    for maker in (
        agenda_maker(kit.next_meeting, today=PRINTED),
        agenda_maker(kit.next_meeting, today=PRINTED, version="chair"),
        minutes_form_maker(kit.next_meeting, today=PRINTED),
    ):
        assert f"No open action is heard under item {own.number}." in made(maker, session)


def test_an_internal_item_keeps_its_actions_from_the_public(session, kit):
    own = next(row for row in agenda(session, kit.next_meeting) if not row.title and row.about is None)
    mark_internal(session, own.id, internal=True)
    assert "Print it" not in made(agenda_maker(kit.next_meeting, today=PRINTED, version="public"), session)


def test_the_agenda_of_a_meeting_that_is_over_tells_nothing_of_what_is_open_since(session, kit):
    finish_meeting(session, kit.next_meeting, at=dt.time(12))
    assert "Print it" not in made(agenda_maker(kit.next_meeting, today=PRINTED), session)
