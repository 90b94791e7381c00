"""Who reads what: the chair's copy, the public version, the extract of one item."""

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest

from db.errors.asked import ItemInternal, ItemNotFound
from db.errors.minutes import MinutesApproved
from db.history import history
from db.history.history import undo
from db.meetings.agenda import agenda, chair_notes, change_item, mark_internal
from db.meetings.coming_back import bring_back
from db.meetings.running import approve_by_item, finish_meeting, start_meeting
from db.minutes.actions import actions, close_action
from db.minutes.minutes import approve_minutes, circulate_minutes, correct_minutes
from db.schema import Meeting
from db.vocabulary import MinutesState
from desktop.reports.chairs_agenda import lay_out_chairs_agenda
from desktop.reports.from_record import action_of, agenda_maker, agenda_sheet, minutes_maker, minutes_sheet
from desktop.reports.making import build
from desktop.reports.sheets import AgendaBreak, AgendaItem, AgendaSheet, LeftOut, MeetingFacts
from tests.db.call_kit import DAY, called_alliance
from tests.reports.reading import bookmarks, embedded, fonts, missing_glyphs, pages, solid, whole
from tests.reports.test_agenda import inside_margins
from tests.reports.test_from_record import PRINTED, held
from tests.reports.test_text import HOSTILE, LANGUAGES

SECRET = "Keep the donors out of the vote"


@pytest.fixture
def kit(session):
    return called_alliance(session)


def printed_agenda(session, kit, *, paper=None, language=None, version="members"):
    out = BytesIO()
    agenda_maker(kit.meeting, today=PRINTED, version=version)(session, out, paper, language=language)
    return out.getvalue()


def printed_minutes(session, kit, *, paper=None, language=None, **options):
    out = BytesIO()
    minutes_maker(kit.meeting, today=PRINTED, **options)(session, out, paper, language=language)
    return out.getvalue()


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_chairs_copy_has_the_notes_and_the_clock(session, kit, paper):
    rows = agenda(session, kit.meeting)
    change_item(session, rows[1].id, chair_note=SECRET, note="The union asks to speak first")
    pdf = printed_agenda(session, kit, version="chair", paper=paper)
    [text] = pages(pdf)
    for words in (
        "Chair’s copy", "For the chair alone", SECRET, "Note: The union asks to speak first",
        "10:00 to 10:10", "10 min 10 min of 55 min", "10:10 to 10:30", "20 min 30 min of 55 min",
        "10:30 Break, 10 min 40 min of 55 min", "10:40 to 10:55", "15 min 55 min of 55 min", "from to",
        "10:55 Close. 55 min in all, 1 h 35 to spare. End",
    ):  # fmt: skip
        assert words in text, words
    assert inside_margins(pdf, paper)
    assert missing_glyphs(pdf) == 0
    assert all(map(embedded, fonts(pdf).values()))
    assert bookmarks(pdf) == [(0, "Agenda", 0)]


def test_nobody_elses_agenda_has_the_notes(session, kit):
    change_item(session, agenda(session, kit.meeting)[1].id, chair_note=SECRET, note="Not for others either")
    for version in ("members", "public"):
        assert SECRET not in repr(agenda_sheet(session, kit.meeting, today=PRINTED, version=version))
        text = whole(printed_agenda(session, kit, version=version))
        assert solid(SECRET) not in text
        assert solid("Not for others either") not in text


def test_the_chairs_copy_in_spanish(session, kit):
    change_item(session, agenda(session, kit.meeting)[1].id, chair_note=SECRET)
    [text] = pages(printed_agenda(session, kit, version="chair", language="es"))
    for words in ("Copia de quien preside", "Solo para quien preside", "30 min de 55 min", "Previsto", "Real"):
        assert words in text


def test_the_minutes_tell_what_was_settled_by_a_button(session, kit):
    """Approved minutes and closed actions leave no line in the text; no outsider reads what was owed or corrected."""
    held(session, kit)
    later = DAY + dt.timedelta(days=35)
    print_it, ask = actions(session, meeting=kit.meeting)
    bring_back(session, kit.next_meeting)
    start_meeting(session, kit.next_meeting, at=dt.time(10))
    approving = next(row for row in agenda(session, kit.next_meeting) if row.about)
    approve_by_item(session, approving.id, on=later)
    opening = agenda(session, kit.meeting)[0]
    when = dt.datetime.combine(later, dt.time(10, 5)).astimezone()
    correct_minutes(session, opening.id, text="Ana opened at ten.", reason="The hour was missing", at=when)
    close_action(session, print_it.id, on=later)
    close_action(session, ask.id, on=later + dt.timedelta(days=1))
    finish_meeting(session, kit.next_meeting, at=dt.time(12))
    (text,) = pages(printed_minutes(session, replace(kit, meeting=kit.next_meeting)))
    approved = "The minutes of meeting 41 were approved."
    assert f"1 Approval of the minutes of meeting 41 {approved} with 1 correction" in text
    assert "2 Open actions Print it General meeting 41 Done, Union of Dairies" in text
    assert "No decisions" not in text
    assert ask.text not in text
    public = whole(printed_minutes(session, replace(kit, meeting=kit.next_meeting), public=True))
    assert solid(approved) in public
    for words in ("with 1 correction", "Print it", "Done, Union"):
        assert solid(words) not in public, words
    spanish = whole(printed_minutes(session, replace(kit, meeting=kit.next_meeting), language="es"))
    assert solid("Se aprobó el acta de la reunión 41. con 1 corrección") in spanish


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values(), "word " * 3000, "x" * 3000])
def test_notes_print_as_typed_and_cross_pages(text):
    facts = MeetingFacts(text[:200], text[:200], dt.date(2026, 1, 2), dt.time(9))
    item = AgendaItem(1, text[:200], dt.time(9), 10, text[:200], note=text, chair_note=text)
    out = BytesIO()
    build(lay_out_chairs_agenda, AgendaSheet(facts, (item, AgendaBreak(dt.time(9, 10), 5, text[:200]))), out)
    pdf = out.getvalue()
    assert missing_glyphs(pdf) == 0
    assert inside_margins(pdf)
    if text != LANGUAGES["Arabic"]:
        assert solid(text)[-60:] in whole(pdf)


def test_an_empty_chairs_copy_still_prints():
    out = BytesIO()
    build(lay_out_chairs_agenda, AgendaSheet(MeetingFacts("", "", dt.date(2026, 1, 2)), ()), out)
    assert len(pages(out.getvalue())) == 1


def test_internal_items_are_left_out_of_the_public_agenda_and_named_by_number(session, kit):
    rows = agenda(session, kit.meeting)
    mark_internal(session, rows[1].id, internal=True)
    sheet = agenda_sheet(session, kit.meeting, today=PRINTED, version="public")
    assert sheet.left_out == [LeftOut(2, 20)]
    assert [row.number for row in sheet.rows if isinstance(row, AgendaItem)] == [1, 3]
    [text] = pages(printed_agenda(session, kit, version="public"))
    assert "Public version. Item 2 is internal and left out. The other items keep their numbers." in text
    assert "Water-user fee" not in text
    assert "10:40 15 min 3 Loan guarantee" in text
    assert "10:55 Close. 55 min in all" in text  # the time of what is left out is not given to the others
    assert "Chair" not in text
    [text] = pages(printed_agenda(session, kit))
    assert "Water-user fee: joint position Hazelnut Growers' Union Decide Internal" in text
    assert "Public" not in text


def test_a_public_agenda_without_internal_items_says_so(session, kit):
    [text] = pages(printed_agenda(session, kit, version="public"))
    assert "Public version. No item was left out." in text


def test_internal_minutes_are_left_out_with_their_decisions_actions_and_corrections(session, kit):
    rows = held(session, kit)
    circulate_minutes(session, kit.meeting, on=DAY)
    mark_internal(session, rows[1].id, internal=True)
    approve_minutes(session, kit.meeting, on=DAY)
    correct_minutes(session, rows[1].id, text=agenda(session, kit.meeting)[1].text + "\nA word.", reason="Forgotten")
    sheet = minutes_sheet(session, kit.meeting, today=PRINTED, public=True)
    assert (sheet.decisions, sheet.actions, sheet.corrections) == ([], [], [])
    assert [item.number for item in sheet.items] == [1, 3]
    text = whole(printed_minutes(session, kit, public=True))
    for words in ("Two positions", "Send the joint position", "Print it", "41.1", "A word", "Forgotten"):
        assert solid(words) not in text
    for words in (
        "Public version. Item 2 is internal and left out, with its decisions and actions",
        "No decisions and no actions were recorded but under what is left out.",
    ):
        assert solid(words) in text
    full = minutes_sheet(session, kit.meeting, today=PRINTED)
    assert len(full.corrections) == 1
    assert solid("Internal: not in the public version.") in whole(printed_minutes(session, kit))


def test_people_are_not_named_in_public_minutes(session, kit):
    held(session, kit)
    text = whole(printed_minutes(session, kit, public=True))
    for name in ("Lia Hazel", "Nana Ghomi", "Zaza", "Eka", "Gia"):
        assert solid(name) not in text, name
    for words in ("Hazelnut Growers' Union", "Union of Dairies (from 10:20)", "Guests 1 Ministry", "Green Fund"):
        assert solid(words) in text, words
    assert solid("Zaza (Ministry)") in whole(printed_minutes(session, kit))


def test_a_person_who_owes_an_action_is_not_named(session, kit):
    held(session, kit)
    row = next(row for row in actions(session) if row.owner_member)
    both = replace(row, owner_person="Lia Hazel")
    assert action_of(both).owner == f"{row.owner_member} (Lia Hazel)"
    assert action_of(both, people=False).owner == row.owner_member
    alone = replace(row, owner_member="", owner_person="Lia Hazel")
    assert (action_of(alone).owner, action_of(alone, people=False).owner) == ("Lia Hazel", "a person")


def test_an_old_text_is_left_out_where_it_holds_an_internal_item(session, kit):
    mark_internal(session, agenda(session, kit.meeting)[0].id, internal=True)
    with history.step(session, "test"):
        meeting = session.get(Meeting, kit.meeting)
        meeting.minutes_state, meeting.original_text = MinutesState.IMPORTED, "Everything that was said, secrets too"
    text = whole(printed_minutes(session, kit, public=True))
    assert solid("secrets too") not in text
    assert solid("The text kept from the past is left out too") in text
    with history.step(session, "test"):
        meeting.minutes_state = MinutesState.DRAFT
        mark_internal(session, agenda(session, kit.meeting)[0].id, internal=False)
        meeting.minutes_state = MinutesState.IMPORTED
    assert solid("secrets too") in whole(printed_minutes(session, kit, public=True))


def test_an_extract_is_one_item_and_says_of_what(session, kit):
    held(session, kit)
    pdf = printed_minutes(session, kit, item=2)
    [text] = pages(pdf)
    for words in (
        "Extract of the minutes · General meeting 41 · Draft", "Draft: nothing in it is settled yet.",
        "Only item 2 of the minutes of General meeting 41 is printed here. 2 of 3 seats were taken.",
        "The quorum of 2 was met at", "2 decisions", "2 actions", "2 Water-user fee: joint position Two positions.",
    ):  # fmt: skip
        assert words in text, words
    for words in ("Opening", "Loan guarantee", "the hall is cold", "Who was here"):
        assert words not in text
    assert (
        "No decisions and no actions were recorded under this item." in pages(printed_minutes(session, kit, item=1))[0]
    )


def test_an_item_that_is_not_there_or_not_public_is_refused(session, kit):
    rows = held(session, kit)
    mark_internal(session, rows[1].id, internal=True)
    with pytest.raises(ItemNotFound):
        printed_minutes(session, kit, item=4)
    with pytest.raises(ItemInternal):
        printed_minutes(session, kit, item=2, public=True)
    assert "Extract" in pages(printed_minutes(session, kit, item=2))[0]
    assert "Public version" in pages(printed_minutes(session, kit, item=1, public=True))[0]


def test_marking_is_one_step_to_undo_and_approved_minutes_stay(session, kit):
    rows = held(session, kit)
    mark_internal(session, rows[1].id, internal=True)
    assert agenda(session, kit.meeting)[1].internal
    assert undo(session)[0] == "mark_internal"
    assert not agenda(session, kit.meeting)[1].internal
    circulate_minutes(session, kit.meeting, on=DAY)
    approve_minutes(session, kit.meeting, on=DAY)
    for change in (
        lambda: mark_internal(session, rows[1].id, internal=True),
        lambda: change_item(session, rows[1].id, chair_note="late"),
    ):
        with pytest.raises(MinutesApproved):
            change()
    assert chair_notes(session, kit.meeting) == {}


def test_what_is_left_over_stays_internal_but_the_note_was_for_that_chair(session, kit):
    rows = agenda(session, kit.meeting)
    mark_internal(session, rows[3].id, internal=True)
    change_item(session, rows[3].id, chair_note=SECRET)
    held(session, kit)
    bring_back(session, kit.next_meeting)
    again = {row.title: row for row in agenda(session, kit.next_meeting)}
    assert again["Loan guarantee"].internal
    assert chair_notes(session, kit.next_meeting) == {}
