"""The papers that are written on in the room: in the screen's order, with its numbers, and with room to write."""

import datetime as dt
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from reportlab.lib.units import mm

from db.meetings.agenda import add_break, agenda, change_item, move_item
from db.meetings.attendance import add_attendee, attendance, record_attendance
from db.vocabulary import AttendanceStatus, ItemPurpose, Seat
from desktop.naming.members import seat_code
from desktop.reports.by_hand import LINE_GAP, MinutesLines, ToTick
from desktop.reports.making import build
from desktop.reports.minutes_form import lay_out_minutes_form, lines_for
from desktop.reports.open_actions import lay_out_open_actions
from desktop.reports.room_from_record import (
    form_sheet,
    minutes_form_maker,
    open_actions_sheet,
    signin_maker,
    signin_sheet,
)
from desktop.reports.room_sheets import FormSheet, OpenActionsSheet, SeatToSign, SignInSheet
from desktop.reports.sheets import AgendaBreak, AgendaItem, MeetingFacts, OpenAction
from desktop.reports.signin import lay_out_signin
from desktop.reports.style import style
from desktop.reports.text import para, portions
from tests.db.call_kit import called_alliance
from tests.reports.reading import bookmarks, embedded, fonts, letters, missing_glyphs, pages, solid, whole
from tests.reports.samples import MEETING
from tests.reports.test_agenda import inside_margins
from tests.reports.test_text import HOSTILE, LANGUAGES

PRINTED = dt.date(2026, 10, 21)


@pytest.fixture
def kit(session):
    return called_alliance(session)


def signed(sheet, **options):
    out = BytesIO()
    build(lay_out_signin, sheet, out, **options)
    return out.getvalue()


def form(sheet, **options):
    out = BytesIO()
    build(lay_out_minutes_form, sheet, out, **options)
    return out.getvalue()


def test_seats_stand_in_the_order_of_the_list_under_its_numbers(session, kit):
    add_attendee(session, kit.meeting, seat=Seat.OBSERVER, member_id=kit.donor)
    add_attendee(session, kit.meeting, name="Zaza", organisation="Ministry")
    record_attendance(session, kit.meeting, kit.dairies, status=AttendanceStatus.APOLOGIES)
    listed = attendance(session, kit.meeting).listed
    sheet = signin_sheet(session, kit.meeting, today=PRINTED)
    printed = [*sheet.seats, *sheet.others]
    assert [(seat.number, seat.name, seat.code) for seat in printed] == [
        (number, row.name, seat_code(row)) for number, row in enumerate(listed, 1)
    ]
    assert [seat.name for seat in printed] == [
        "Hazelnut Growers' Union", "Union of Dairies", "Village Law Clinic", "Green Fund", "Zaza",
    ]  # fmt: skip
    hazelnut, dairies, clinic = sheet.seats
    assert (hazelnut.speakers, hazelnut.detail) == (("Lia Hazel", "Gia Lobio"), "Member-based organisation")
    assert (dairies.apologies, clinic.speakers, sheet.quorum) == (True, (), 2)
    assert [one.detail for one in sheet.others] == ["", "Ministry"]
    out = BytesIO()
    signin_maker(kit.meeting, today=PRINTED)(session, out)
    text = " ".join(pages(out.getvalue()))
    for words in (
        "The quorum is 2 of 3 seats.", "1 Hazelnut Growers' Union", "Lia Hazel Gia Lobio", "Sent apologies",
        "3 Village Law Clinic", "Guests and observers", "5 Zaza Ministry",
    ):  # fmt: skip
        assert words in text, words
    places = [text.index(words) for words in ("Hazelnut", "Union of Dairies", "Village Law", "Green Fund", "Zaza")]
    assert places == sorted(places)


def test_every_row_has_room_to_sign():
    seats = [SeatToSign(n, f"Member number {n}", f"M{n}", "Local NGO", ("Ana",)) for n in range(1, 41)]
    pdf = signed(SignInSheet(MEETING, seats, quorum=21))
    found = pages(pdf)
    assert all("Signature" in text for text in found)
    assert all(f"Member number {n}" in " ".join(found) for n in range(1, 41))
    tops = []
    for page in letters(pdf):
        text = "".join(one.text for one in page)
        starts = [index for index in range(len(text)) if text.startswith("Member number", index)]
        tops.append([page[index].top for index in starts])
    gaps = [above - below for page in tops for above, below in pairwise(page)]
    assert min(gaps) >= 11 * mm
    assert bookmarks(pdf)[-1][1] == "Guests and observers"


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_papers_of_the_room_stay_inside_the_margins(session, kit, paper, language):
    for maker, words in (
        (signin_maker, "Hoja de asistencia" if language == "es" else "Attendance sheet"),
        (minutes_form_maker, "Acta para escribir a mano" if language == "es" else "Minutes to write by hand"),
    ):
        out = BytesIO()
        assert maker(kit.meeting, today=PRINTED)(session, out, paper, language=language) == paper
        pdf = out.getvalue()
        assert words in pages(pdf)[0]
        assert inside_margins(pdf, paper)
        assert missing_glyphs(pdf) == 0
        assert all(map(embedded, fonts(pdf).values()))


def test_items_stand_in_the_order_of_the_agenda_under_its_numbers(session, kit):
    rows = agenda(session, kit.meeting)
    move_item(session, rows[3].id, to=0)
    add_break(session, kit.meeting, title="Lunch")
    change_item(session, rows[1].id, chair_note="Only for the chair", note="A note")
    sheet = form_sheet(session, kit.meeting, today=PRINTED)
    shown = agenda(session, kit.meeting)
    assert [row.title or "" for row in sheet.rows] == [row.title for row in shown]
    assert [row.number for row in sheet.rows if isinstance(row, AgendaItem)] == [1, 2, 3]
    out = BytesIO()
    minutes_form_maker(kit.meeting, today=PRINTED)(session, out)
    text = " ".join(pages(out.getvalue()))
    places = [text.index(words) for words in ("1 Loan guarantee", "2 Opening", "3 Water-user fee", "Lunch")]
    assert places == sorted(places)
    assert "Only for the chair" not in text
    assert [mark[1] for mark in bookmarks(out.getvalue())[1:]] == [
        "1 Loan guarantee", "2 Opening", "3 Water-user fee: joint position",
    ]  # fmt: skip
    for words in ("Quorum of 2 met at", "of 3 seats", "Cross out one letter", "Next meeting on", "Owner Due"):
        assert words in text, words


def test_every_line_has_its_marks():
    rows = [AgendaItem(1, "Fee", duration_minutes=20, purpose=ItemPurpose.DECIDE), AgendaItem(2, "Loan")]
    [text] = pages(form(FormSheet(MEETING, rows)))
    assert text.count("d a p") == lines_for(rows[0]) + lines_for(rows[1]) == 10
    long, short = replace(rows[0], duration_minutes=120), replace(rows[0], duration_minutes=5)
    assert (lines_for(long), lines_for(short)) == (9, 4)


def test_lines_cross_a_page_and_few_left_over_are_given_up():
    lines = MinutesLines(400, 8, ("d", "a", "p"), "Item 1 (continued)")
    whole_part = lines.split(400, 5.5 * LINE_GAP)
    assert [part.count for part in whole_part] == [5, 3]
    assert whole_part[1].goes_on
    assert [part.count for part in lines.split(400, 6.2 * LINE_GAP)] == [6]
    assert lines.split(400, 0.5 * LINE_GAP) == []


def test_a_long_form_says_where_an_item_goes_on():
    rows = [AgendaItem(n, f"Item {n}", duration_minutes=(60, 5, 30)[n % 3], purpose=None) for n in range(1, 20)]
    found = pages(form(FormSheet(MEETING, rows)))
    assert len(found) > 3
    assert any("(continued)" in text for text in found)


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values(), "word " * 400, "x" * 2000])
def test_every_field_prints_as_typed(text):
    facts = MeetingFacts(text, text, dt.date(2026, 1, 2), dt.time(9), title=text, place=text)
    seat = SeatToSign(1, text, text[:3], text, (text, text))
    sheets = (
        signed(SignInSheet(facts, [seat], [replace(seat, number=2)])),
        form(FormSheet(facts, [AgendaItem(1, text, dt.time(9), 10, text), AgendaBreak(dt.time(9), 5, text)])),
    )
    for pdf in sheets:
        assert missing_glyphs(pdf) == 0
        assert inside_margins(pdf)
        if text != LANGUAGES["Arabic"]:
            assert whole(pdf).count(solid(text)) >= 2
    out = BytesIO()
    build(lay_out_open_actions, OpenActionsSheet(facts, [OpenAction("A1", text, text, from_meeting=text)]), out)
    assert inside_margins(out.getvalue())
    assert missing_glyphs(out.getvalue()) == 0


def test_a_name_without_an_end_keeps_its_box_to_tick():
    facts = MeetingFacts("", "", dt.date(2026, 1, 2))
    parts = portions(ToTick(para("{name}", style("cell"), name="word " * 2200)))
    assert [type(part) for part in parts] == [ToTick, ToTick]
    pdf = signed(SignInSheet(facts, [SeatToSign(1, "Clinic", "C", "health", ("word " * 2200,))]))
    assert inside_margins(pdf)
    assert whole(pdf).count("word") == 2200


def test_papers_without_seats_or_items_still_print():
    empty = MeetingFacts("", "", dt.date(2026, 1, 2))
    assert len(pages(signed(SignInSheet(empty, ())))) == 1
    assert len(pages(form(FormSheet(empty, ())))) == 1


def test_open_actions_say_who_owes_what_and_what_is_late(session, kit):
    sheet = OpenActionsSheet(
        MEETING,
        [
            OpenAction("A1", "Print it", "Dairies", dt.date(2026, 10, 1), "General meeting 26"),
            OpenAction("A2", "Ask them", "", None, "General meeting 26", agreed=False),
            OpenAction("A3", "Wait", "Clinic", dt.date(2027, 1, 5)),
        ],
        dt.date(2026, 11, 11),
    )
    out = BytesIO()
    build(lay_out_open_actions, sheet, out)
    [text] = pages(out.getvalue())
    for words in (
        "3 actions, 1 late", "A1 Print it General meeting 26 Dairies 1 Oct, late",
        "A2 Ask them General meeting 26 Not agreed yet no date", "A3 Wait Clinic 5 Jan 2027",
    ):  # fmt: skip
        assert words in text, words
    assert open_actions_sheet(session, kit.next_meeting, today=PRINTED).actions == []
