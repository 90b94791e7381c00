"""The pack of a meeting on record; and that what only the chair may read reaches nobody else, on any way out."""

from email import message_from_bytes
from email.policy import default
from io import BytesIO

import pytest

from db.meetings.agenda import add_item, agenda, change_item
from db.meetings.coming_back import bring_back, set_heard
from db.meetings.cycle import call_meeting
from db.meetings.open_actions import open_actions
from db.meetings.papers import add_paper
from db.minutes.minutes import circulate_minutes
from db.search.search import find
from db.vocabulary import ItemPurpose
from desktop.exchange.invitation import invitation
from desktop.reports.from_record import agenda_maker, minutes_maker
from desktop.reports.pack_from_record import PackMaker
from desktop.reports.room_from_record import minutes_form_maker, open_actions_sheet, signin_maker
from desktop.sending import call_calendar, call_draft, call_message, minutes_draft
from tests.db.call_kit import DAY, NOON, TODAY, called_alliance
from tests.reports import papers_of_others as others
from tests.reports.reading import bookmarks, pages, solid, whole
from tests.reports.test_from_record import PRINTED, held

SECRET = "Keep the donors out of the vote"


@pytest.fixture
def kit(session):
    return called_alliance(session)


def packed(session, meeting_id, **options):
    out = BytesIO()
    make = PackMaker(meeting_id, PRINTED)
    make(session, out, **options)
    return out.getvalue(), make.left_out


def test_a_pack_holds_agenda_minutes_before_open_actions_and_papers_behind_their_items(session, kit):
    held(session, kit)
    circulate_minutes(session, kit.meeting, on=DAY)
    bring_back(session, kit.next_meeting)
    item, _changes = add_item(session, kit.next_meeting, title="Budget", purpose=ItemPurpose.DECIDE)
    number = next(row.number for row in agenda(session, kit.next_meeting) if row.id == item)
    for name, data, under in (
        ("budget.pdf", others.paper("the budget itself"), item),
        ("notes.txt", b"notes", item),
        ("map.pdf", others.paper("a map", "its legend"), None),
    ):
        add_paper(session, kit.next_meeting, name=name, data=data, item_id=under, now=NOON)
    pdf, left_out = packed(session, kit.next_meeting)
    assert [(one.label, one.name) for one in left_out] == [(f"{number}b", "notes.txt")]
    found = pages(pdf)
    titles = [title for level, title, _page in bookmarks(pdf) if level == 0]
    assert titles == [
        "Contents", "Agenda", "Minutes – General meeting 41", "Open actions", "Papers for the whole meeting",
        f"{number} Budget",
    ]  # fmt: skip
    at = {title: page for _level, title, page in bookmarks(pdf)}
    assert "Two positions." in found[at["Minutes – General meeting 41"]]
    assert "A1 Print it General meeting 41 Union of Dairies 29 Oct" in found[at["Open actions"]]
    assert "a map" in found[at["Papers for the whole meeting"]]
    assert "the budget itself" in found[at[f"{number} Budget"]]
    assert at["2 Water-user fee: joint position"] == at["Minutes – General meeting 41"]
    assert all(f"Page {page} of {len(found)}" in text for page, text in enumerate(found, 1))


def test_the_minutes_before_come_along_also_where_nothing_is_to_be_approved(session, kit):
    assert [title for _level, title, _page in bookmarks(packed(session, kit.next_meeting)[0])] == ["Contents", "Agenda"]
    held(session, kit)
    assert "Minutes – General meeting 41" in [mark[1] for mark in bookmarks(packed(session, kit.next_meeting)[0])]


def test_only_actions_that_are_heard_are_on_the_list(session, kit):
    held(session, kit)
    first, *others_ = open_actions(session, kit.next_meeting)
    set_heard(session, kit.next_meeting, first.id, heard=False)
    sheet = open_actions_sheet(session, kit.next_meeting, today=PRINTED)
    assert [action.text for action in sheet.actions] == [action.text for action in others_]
    assert first.text not in whole(packed(session, kit.next_meeting)[0])


def test_a_pack_in_spanish_on_letter(session, kit):
    add_paper(session, kit.meeting, name="plano.pdf", data=others.paper("plano"), now=NOON)
    pdf, _left_out = packed(session, kit.meeting, language="es", paper="letter")
    assert "Carpeta de la reunión" in pages(pdf)[0]
    assert "Página 3 de 3" in pages(pdf)[2]


def test_the_chairs_note_reaches_nobody_else(session, kit, tmp_path):
    rows = agenda(session, kit.meeting)
    for row in rows:
        change_item(session, row.id, chair_note=SECRET)
    everybody = set(kit.seats)
    call_meeting(session, kit.meeting, on=TODAY)
    ways = {}
    call = call_draft(session, kit.meeting, member_ids=everybody, now=NOON, answer_by=None)
    ways["calendar"] = call_calendar(session, kit.meeting, now=NOON, answer_by=None).data
    ways["message"] = call_message(session, kit.meeting, answer_by=None).encode()
    ways["invitation"] = repr(invitation(session, kit.meeting)).encode()
    held(session, kit)
    circulate_minutes(session, kit.meeting, on=DAY)
    sent = minutes_draft(session, kit.meeting, member_ids=everybody, now=NOON, comments_by=None)
    for what, mail in (("call", call), ("minutes", sent)):
        for number, part in enumerate(message_from_bytes(mail.data, policy=default).walk()):
            if not part.is_multipart():
                ways[f"{what} mail, part {number}"] = part.get_payload(decode=True)
    for name, maker, options in (
        ("agenda", agenda_maker, {}), ("public agenda", agenda_maker, {"version": "public"}),
        ("minutes", minutes_maker, {}), ("public minutes", minutes_maker, {"public": True}),
        ("extract", minutes_maker, {"item": 2}), ("sign-in", signin_maker, {}), ("form", minutes_form_maker, {}),
        ("pack", PackMaker, {}),
    ):  # fmt: skip
        out = BytesIO()
        maker(kit.meeting, today=PRINTED, **options)(session, out)
        ways[name] = out.getvalue()
    for way, content in ways.items():
        text = whole(content) if content.startswith(b"%PDF") else solid(content.decode("utf-8", "replace"))
        assert solid(SECRET) not in text, way
    assert len(ways) > 12
    assert not find(session, "donors vote")
    out = BytesIO()
    agenda_maker(kit.meeting, today=PRINTED, version="chair")(session, out)
    assert whole(out.getvalue()).count(solid(SECRET)) == 3
