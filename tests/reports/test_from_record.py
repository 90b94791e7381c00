"""Agenda and minutes as printed say what the record says."""

import datetime as dt
from io import BytesIO

import pytest
from pypdf import PdfReader

from db.alliance import change_alliance
from db.meetings.agenda import agenda
from db.meetings.attendance import add_attendee, record_attendance
from db.meetings.cycle import approve_agenda, call_meeting
from db.meetings.meetings import change_meeting
from db.meetings.officers import Named, set_officers
from db.meetings.papers import add_paper
from db.meetings.running import finish_meeting, start_meeting
from db.minutes.actions import actions, drop_action
from db.minutes.decisions import decisions, record_votes, supersede
from db.minutes.minutes import approve_minutes, circulate_minutes, correct_minutes, save_item_text
from db.vocabulary import AttendanceStatus, ItemPurpose, MeetingRole, MinutesState, PaperSize, Seat
from desktop import texts
from desktop.reports.agenda import agenda_foot
from desktop.reports.from_record import agenda_maker, agenda_sheet, minutes_maker, minutes_sheet
from desktop.reports.sheets import (
    Action,
    AgendaBreak,
    Decision,
    Missing,
    Point,
    Quorum,
    Votes,
)
from tests.db.call_kit import DAY, NOON, TODAY, called_alliance
from tests.reports.reading import pages

PRINTED = dt.date(2026, 10, 21)


@pytest.fixture
def kit(session):
    return called_alliance(session)


def test_the_agenda_is_printed_with_times_bringers_and_papers(session, kit):
    rows = agenda(session, kit.meeting)
    for name in ("draft.pdf", "map.pdf"):
        add_paper(session, kit.meeting, name=name, data=name.encode(), item_id=rows[1].id, now=NOON)
    add_paper(session, kit.meeting, name="pilot.pdf", data=b"pilot", item_id=rows[3].id, now=NOON)
    approve_agenda(session, kit.meeting, on=TODAY)
    call_meeting(session, kit.meeting, on=TODAY)
    sheet = agenda_sheet(session, kit.meeting, today=PRINTED)
    assert (sheet.meeting.alliance, sheet.meeting.name) == ("Kolkha Agriculture", "General meeting 41")
    assert (sheet.meeting.start, sheet.meeting.end, sheet.why) == (
        dt.time(10), dt.time(12, 30), "To settle the water-user fee.",
    )  # fmt: skip
    assert (sheet.approved_by, sheet.approved_on, sheet.called_on) == ("the co-chairs", TODAY, TODAY)
    fee, pause, loan = sheet.rows[1], sheet.rows[2], sheet.rows[3]
    assert (fee.number, fee.start, fee.duration_minutes, fee.brought_by, list(fee.papers), fee.purpose) == (
        2, dt.time(10, 10), 20, "Hazelnut Growers' Union", ["2a", "2b"], ItemPurpose.DECIDE,
    )  # fmt: skip
    assert pause == AgendaBreak(dt.time(10, 30), 10, "")
    assert (loan.number, loan.start, list(loan.papers)) == (3, dt.time(10, 40), ["3"])


def test_the_agenda_of_a_meeting_that_began_before_it_was_called_no_longer_changes(session, kit):
    open_words = "Not called yet: this agenda may still change."
    agenda_foots = [agenda_foot(agenda_sheet(session, kit.meeting, today=TODAY))]
    start_meeting(session, kit.meeting, at=dt.time(9))
    agenda_foots.append(agenda_foot(agenda_sheet(session, kit.meeting, today=TODAY)))
    assert [open_words in foot for foot in agenda_foots] == [True, False]


def held(session, kit):
    """Hold meeting 41: two seats here, one late; a decision, a replaced one, an action nobody owns, a point."""
    set_officers(session, kit.meeting, MeetingRole.CHAIR, [Named(as_written="Eka"), Named(as_written="Gia")])
    set_officers(session, kit.meeting, MeetingRole.MINUTES, [Named(as_written="Nana")])
    start_meeting(session, kit.meeting, at=dt.time(10, 5))
    here = AttendanceStatus.PRESENT
    record_attendance(session, kit.meeting, kit.hazelnut, status=here)
    record_attendance(session, kit.meeting, kit.dairies, status=here, arrived_at=dt.time(10, 20))
    record_attendance(session, kit.meeting, kit.clinic, status=AttendanceStatus.APOLOGIES)
    add_attendee(session, kit.meeting, seat=Seat.OBSERVER, member_id=kit.donor)
    add_attendee(session, kit.meeting, name="Zaza", organisation="Ministry")
    rows = agenda(session, kit.meeting)
    save_item_text(session, rows[0].id, text="Ana opened.\n\nAll agreed.\np: the hall is cold", today=DAY)
    save_item_text(
        session,
        rows[1].id,
        text="Two positions.\nd: Send the joint position\nd: Send it in two languages\n"
        "a: Print it @Union of Dairies >29 Oct\na: Ask the district for a map",
        today=DAY,
    )
    first, second = sorted(decisions(session, meeting=kit.meeting), key=lambda row: row.sequence)
    record_votes(session, first.id, votes_for=2, votes_against=0, abstentions=1)
    supersede(session, second.id, supersedes_id=first.id)
    finish_meeting(session, kit.meeting, at=dt.time(12, 10), on=DAY)
    return rows


def test_the_minutes_are_printed_as_recorded(session, kit):
    held(session, kit)
    sheet = minutes_sheet(session, kit.meeting, today=PRINTED)
    assert (sheet.meeting.chair, sheet.meeting.minutes_by) == ("Eka and Gia", ("Nana",))
    assert (sheet.meeting.start, sheet.meeting.end) == (dt.time(10, 5), dt.time(12, 10))
    assert [item.number for item in sheet.items] == [1, 2, 3]
    assert sheet.items[0].said == ("Ana opened.\n\nAll agreed.", Point("the hall is cold"))
    said = sheet.items[1].said
    assert said[0] == "Two positions."
    assert [type(line) for line in said[1:]] == [Decision, Decision, Action, Action]
    first, second = sheet.decisions
    assert (first.number, first.votes, first.superseded_by) == ("41.1", Votes(2, 0, 1), "41.2")
    assert (second.supersedes, second.superseded_by) == ("41.1", "")
    print_it, ask = sheet.actions
    assert (print_it.owner, print_it.due, print_it.agreed) == ("Union of Dairies", dt.date(2026, 10, 29), True)
    assert ask.missing == {Missing.OWNER, Missing.DUE}


def test_attendance_is_printed_by_kind_with_the_quorum(session, kit):
    held(session, kit)
    here = minutes_sheet(session, kit.meeting, today=PRINTED).attendance
    assert [(kind.kind, [one.name for one in kind.here], kind.seats) for kind in here.kinds] == [
        ("Local NGOs", [], 1),
        ("Member-based organisations", ["Hazelnut Growers' Union", "Union of Dairies"], 2),
    ]
    hazelnut, dairies = here.kinds[1].here
    assert (hazelnut.person, hazelnut.arrived) == ("Lia Hazel", None)
    assert dairies.arrived == dt.time(10, 20)
    assert (here.apologies, here.not_here) == (["Village Law Clinic"], [])
    assert [one.name for one in here.observers] == ["Green Fund"]
    assert [(one.name, one.person) for one in here.guests] == [("Zaza", "Ministry")]
    assert here.quorum == Quorum(2, dt.time(10, 20), None)


def test_nobody_marked_is_not_the_same_as_nobody_there(session, kit):
    assert minutes_sheet(session, kit.meeting, today=PRINTED).attendance.kinds == ()


def test_states_corrections_and_dropped_actions_are_printed(session, kit):
    rows = held(session, kit)
    assert minutes_sheet(session, kit.meeting, today=PRINTED).state is MinutesState.DRAFT
    circulate_minutes(session, kit.meeting, on=DAY, comments_by=DAY + dt.timedelta(days=5))
    sheet = minutes_sheet(session, kit.meeting, today=PRINTED)
    assert (sheet.state, sheet.circulated_on, sheet.comments_by) == (
        MinutesState.CIRCULATED, DAY, DAY + dt.timedelta(days=5),
    )  # fmt: skip
    drop_action(session, actions(session, meeting=kit.meeting)[1].id, on=DAY, reason="The map exists")
    approve_minutes(session, kit.meeting, at_meeting_id=kit.next_meeting, on=DAY + dt.timedelta(days=35))
    correct_minutes(session, rows[0].id, text="Ana opened at ten.", reason="The hour was missing", who="Ana", at=NOON)
    sheet = minutes_sheet(session, kit.meeting, today=PRINTED)
    assert (sheet.state, sheet.approved_at) == (MinutesState.APPROVED, "General meeting 42")
    assert sheet.actions[1].reason == "The map exists"
    [correction] = sheet.corrections
    assert (correction.where, correction.by, correction.now) == ("1 Opening", "Ana", "Ana opened at ten.")


def test_papers_speak_the_alliances_language_in_its_size(session, kit):
    change_alliance(session, language="es", paper_size=PaperSize.LETTER)
    out = BytesIO()
    assert agenda_maker(kit.meeting, today=PRINTED)(session, out, None) == "letter"
    page = PdfReader(out).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [612, 792]
    assert "Antes de cerrar cada punto" in pages(out.getvalue())[0]
    assert texts.language() == "en"
    out = BytesIO()
    assert agenda_maker(kit.meeting, today=PRINTED)(session, out, "a4") == "a4"
    change_alliance(session, language="ka")
    assert agenda_maker(kit.meeting, today=PRINTED)(session, BytesIO()) == "letter"


def test_a_title_of_its_own_stands_beside_the_usual_name(session, kit, tmp_path):
    change_meeting(session, kit.meeting, title="Spring <assembly> & more")
    held(session, kit)
    out = tmp_path / "minutes.pdf"
    minutes_maker(kit.meeting, today=PRINTED)(session, out)
    text = " ".join(pages(out.read_bytes()))
    assert "General meeting 41 · Spring <assembly> & more" in text
    assert "41.2" in text
    assert "Not agreed yet" in text
