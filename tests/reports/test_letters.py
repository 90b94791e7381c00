"""Notes, terms of reference and letters of invitation: what stands on them, and in whose name."""

import datetime as dt
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from db.charter.charter import add_section, adopt_version, begin_version, change_version
from db.charter.endorsements import Subject, SubjectKind, record_endorsement
from db.charter.notes import add_note, send_note
from db.engine import create_file
from db.errors.charter import NothingToPrint
from db.members.co_chairs import add_co_chair
from db.members.members import add_member
from db.vocabulary import CharterKind, MemberStatus, NoteKind, Stance
from desktop.reports.envelope import lay_out_envelope
from desktop.reports.invitation import lay_out_invitation
from desktop.reports.letter_sheets import (
    EnvelopeSheet,
    InvitationSheet,
    NextMeeting,
    NotePart,
    NoteSheet,
    Signer,
    TermsPart,
    TermsSection,
    TermsSheet,
)
from desktop.reports.letters_from_record import (
    envelope_maker,
    invitation_sheet,
    latest_note,
    note_sheet,
    only_candidate,
    terms_sheet,
)
from desktop.reports.note import lay_out_note
from desktop.reports.style import PAPERS
from desktop.reports.terms import lay_out_terms
from tests.desktop.desk import DAY, busy_desk
from tests.reports.reading import bookmarks, embedded, fonts, missing_glyphs, pages, solid
from tests.reports.test_registers import HOSTILE, inside_margins, pdf_of

NOTE = NoteSheet(
    "Lake Valley", NoteKind.BRIEFING, "Pay for the water that arrives", dt.date(2026, 9, 28),
    (NotePart("The issue", "Sold **by the hour**."), NotePart("Why now", ""), NotePart("What we ask", "1. A decree.")),
    "The Ministry", endorsers=("Orchard Union", "Fund"), contact="office@lake.example", printed_on=DAY,
)  # fmt: skip
TERMS = TermsSheet(
    "Lake Valley",
    (TermsPart("Principles", "Version 1. In force since 5 March 2026.", "We hold to these.",
               (TermsSection("Water by volume", "Nobody *pays*.", non_negotiable=True), TermsSection("Openness"))),
     TermsPart("Ways of working", sections=(TermsSection("Seats", "One each."), TermsSection("Deciding")),
               numbered=True)),
    contact="office@lake.example", printed_on=DAY,
)  # fmt: skip
LETTER = InvitationSheet(
    "Lake Valley", "Stone Mill", DAY, "Manana Pureli", members=12, kinds=("7 local NGOs", "5 donors"), place="Telora",
    purpose="Fair *water*.", duties=("Minutes", "Chairing"), principles=("Water by volume",), has_terms=True,
    meeting=NextMeeting("General meeting 41", dt.date(2026, 10, 22), dt.time(10), "Hall 2"),
    answer_by=dt.date(2026, 11, 6), contact="office@lake.example",
    signers=(Signer("Eka Nigozi", "Fund"), Signer("Ivo Paz")),
)  # fmt: skip
BUILDS: dict[str, Any] = {
    "note": lambda **options: pdf_of(lay_out_note, NOTE, **options),
    "terms": lambda **options: pdf_of(lay_out_terms, TERMS, **options),
    "envelope": lambda **options: pdf_of(lay_out_envelope, EnvelopeSheet("Lake Valley", DAY, DAY), **options),
    "invitation": lambda **options: pdf_of(lay_out_invitation, LETTER, **options),
}


@pytest.mark.parametrize("kind", sorted(BUILDS))
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_is_whole_on_both_papers_and_in_both_languages(kind: str, paper: str, language: str) -> None:
    pdf = BUILDS[kind](paper=paper, language=language)
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert round(float(reader.pages[0].mediabox.height)) == round(PAPERS[paper].height)
    assert inside_margins(pdf, PAPERS[paper])
    assert missing_glyphs(pdf) == 0
    assert all(map(embedded, fonts(pdf).values()))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert bookmarks(pdf)
    assert len(reader.pages) == 1


def test_a_note_says_to_whom_what_and_in_whose_name() -> None:
    [text] = pages(BUILDS["note"]())
    for words in (
        "Pay for the water that arrives Briefing note, draft: not sent yet", "To The Ministry", "28 September 2026",
        "The issue Sold by the hour.", "What we ask 1. A decree.", "In the name of 2 members Orchard Union, Fund",
        "Not sent yet.",
    ):  # fmt: skip
        assert words in text.replace("\xa0", " ")
    assert "Why now" not in text  # what says nothing has no heading
    sent = pages(pdf_of(lay_out_note, replace(NOTE, gone_out_on=DAY)))[0]
    assert "draft" not in sent.lower()
    assert "Sent on 15 October 2026." in sent
    nobody = pages(pdf_of(lay_out_note, replace(NOTE, endorsers=())))[0]
    assert "No member endorses it so far." in nobody
    assert "In the name of" not in nobody


def test_terms_number_their_sections_and_mark_what_is_not_negotiable() -> None:
    pdf = BUILDS["terms"]()
    [text] = pages(pdf)
    for words in ("Version 1. In force since 5 March 2026.", "1 Seats One each. 2 Deciding", "Non-negotiable"):
        assert words in text
    assert text.count("Non-negotiable") == 1
    titles = [(level, title) for level, title, _page in bookmarks(pdf)]
    assert titles[1:] == [
        (0, "Principles"), (1, "Water by volume"), (1, "Openness"),
        (0, "Ways of working"), (1, "Seats"), (1, "Deciding"),
    ]  # fmt: skip
    [drafted] = pages(pdf_of(lay_out_terms, replace(TERMS, draft=True)))
    assert "a draft, not adopted yet" in drafted


def test_a_letter_says_who_what_for_what_is_expected_when_and_how() -> None:
    [text] = pages(BUILDS["invitation"]())
    for words in (
        "Dear Manana Pureli,", "Lake Valley is an alliance of 12 members: 7 local NGOs and 5 donors.", "Fair water.",
        "minutes and chairing;", "stand by what is not negotiable: Water by volume.",
        "General meeting 41 is on Thursday 22 October 2026, 10:00, Hall 2.",
        "tell us by 6 November 2026", "terms of reference are enclosed", "Eka Nigozi", "Co-chair, Fund",
        "Telora, 15 October",
    ):  # fmt: skip
        assert words in text.replace("\xa0", " "), words
    bare = InvitationSheet("Lake Valley", "Stone Mill", DAY)
    [text] = pages(pdf_of(lay_out_invitation, bare))
    assert "Dear friends of Stone Mill," in text
    assert "For Lake Valley" in text
    assert "enclosed" not in text


def test_long_ones_cross_pages_with_their_signatures_whole() -> None:
    long = "\n\n".join(f"Paragraph {n}. " + "words " * 40 for n in range(40))
    pdf = pdf_of(lay_out_invitation, replace(LETTER, purpose=long))
    assert len(pages(pdf)) > 1
    for count in range(4, 24):
        filling = "\n\n".join(["A line."] * count)
        signed = next(
            page for page in pages(pdf_of(lay_out_invitation, replace(LETTER, purpose=filling))) if "With kind" in page
        )
        assert "Eka Nigozi" in signed
    found = " ".join(pages(pdf_of(lay_out_note, replace(NOTE, parts=(NotePart("The issue", long),)))))
    assert all(f"Paragraph {n}." in found for n in range(40))


def test_hostile_words_print_as_they_were_typed() -> None:
    section = TermsSection(HOSTILE, HOSTILE, non_negotiable=True)
    for pdf in (
        pdf_of(lay_out_note, replace(NOTE, title=HOSTILE, addressed_to=HOSTILE, endorsers=(HOSTILE,) * 60,
                                   parts=(NotePart(HOSTILE, HOSTILE),))),
        pdf_of(lay_out_terms, replace(TERMS, parts=(TermsPart(HOSTILE, HOSTILE, HOSTILE, (section,)),))),
        pdf_of(lay_out_invitation, replace(LETTER, to=HOSTILE, person=HOSTILE, purpose=HOSTILE, kinds=(HOSTILE,),
                                         principles=(HOSTILE,), duties=(HOSTILE,),
                                         signers=(Signer(HOSTILE, HOSTILE),))),
    ):  # fmt: skip
        assert solid("<b>A & B</b> {name} %s &amp; <para>") in solid("".join(pages(pdf)))
        assert missing_glyphs(pdf) == 0


def test_only_those_who_endorse_give_their_names(session) -> None:
    desk = busy_desk(session)
    with pytest.raises(NothingToPrint):
        latest_note(session)
    key, _ = add_note(
        session, kind=NoteKind.STATEMENT, title="On seed", written_on=DAY, issue="We **ask** Parliament.", asks="never"
    )
    for name, stance in (
        ("Upper Phasis Dairy", Stance.ENDORSES), ("Consumers' Watch", Stance.SILENT), ("Nana Gomi", Stance.OBJECTS)
    ):  # fmt: skip
        record_endorsement(session, Subject(SubjectKind.NOTE, key), desk.names[name], stance=stance, on=DAY)
    sheet = note_sheet(session, latest_note(session).id, today=DAY)
    assert sheet.endorsers == ("Upper Phasis Dairy",)
    assert sheet.parts == [NotePart("", "We **ask** Parliament.")]  # a statement is its text, without headings
    assert sheet.gone_out_on is None
    send_note(session, key, on=DAY)
    assert note_sheet(session, key, today=DAY).gone_out_on == DAY


def test_terms_are_what_is_in_force_else_the_draft(session) -> None:
    with pytest.raises(NothingToPrint):
        terms_sheet(session, today=DAY)
    key, _ = begin_version(session, CharterKind.WAYS_OF_WORKING)
    change_version(session, key, text="How we work.")
    add_section(session, key, heading="Seats", text="One each.")
    drafted = terms_sheet(session, today=DAY)
    assert drafted.draft
    assert [section.heading for section in drafted.parts[0].sections] == ["Seats"]
    adopt_version(session, key, on=DAY)
    adopted = terms_sheet(session, today=DAY)
    assert not adopted.draft
    assert adopted.parts[0].standing == "Version 1. In force since 15 October 2026."


def test_the_letter_is_filled_from_the_record(session) -> None:
    desk = busy_desk(session)
    with pytest.raises(NothingToPrint):
        only_candidate(session, today=DAY)
    mill, _ = add_member(session, name="Stone Mill", status=MemberStatus.CANDIDATE, from_date=DAY)
    add_co_chair(session, name="Eka Nigozi", member_id=desk.names["Consumers' Watch"], from_date=dt.date(2025, 1, 1))
    sheet = invitation_sheet(session, only_candidate(session, today=DAY).id, today=DAY)
    assert only_candidate(session, today=DAY).id == mill
    assert (sheet.to, sheet.members, sheet.person) == ("Stone Mill", 6, "")
    assert sheet.kinds[:2] == ["local NGOs\xa0(2)", "member-based organisations\xa0(2)"]
    assert sheet.meeting is not None
    assert (sheet.meeting.day, sheet.meeting.place) == (dt.date(2026, 10, 29), "Hall 2")
    assert sheet.signers == [Signer("Eka Nigozi", "Consumers' Watch")]
    assert sheet.duties
    assert not sheet.has_terms


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_sheet_for_the_envelope_stays_one_page_however_the_alliance_is_called(paper: str, language: str) -> None:
    long = EnvelopeSheet("Alliance of the Organisations of Farmers and Herders for the Water of the Upper Valley " * 2)
    pdf = pdf_of(lay_out_envelope, long, paper=paper, language=language)
    assert len(pages(pdf)) == 1
    assert inside_margins(pdf, PAPERS[paper])


def test_a_title_longer_than_a_page_has_a_bookmark_of_its_beginning() -> None:
    """Tried: bookmarks as deep as they are asked for; the note could not be made."""
    pdf = pdf_of(lay_out_note, replace(NOTE, title="x" * 3000))
    assert "".join(pages(pdf)).count("x") >= 3000
    assert bookmarks(pdf)[0] == (0, "x" * 119 + "…", 0)
    assert "The issue" in [title for _level, title, _page in bookmarks(pdf)]


def boxes(pdf: bytes) -> int:
    """Return how many rows of boxes there are to write in."""
    drawn = [page.get_contents().get_data() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    return sum(len(re.findall(rb" re S", page)) for page in drawn)


def test_the_sheet_for_the_envelope_has_a_box_for_each_letter(tmp_path: Path) -> None:
    """Tried: always three rows; caught. The file tells how many letters there are, and never which."""
    usual = boxes(pdf_of(lay_out_envelope, EnvelopeSheet("Lake Valley")))
    for letters, more in ((66, 0), (67, 1), (400, 16)):
        pdf = pdf_of(lay_out_envelope, EnvelopeSheet("Lake Valley", letters=letters))
        assert boxes(pdf) == usual + more
        assert inside_margins(pdf, PAPERS["a4"])
    passphrase = "a horse, a battery, a staple, and whatever else comes to mind on a long day at sea"
    with create_file(tmp_path / "a.ronda", name="Lake", passphrase=passphrase) as file, file.reading() as opened:
        out = BytesIO()
        envelope_maker(today=DAY)(opened, out)
    assert boxes(out.getvalue()) == usual + 1
    assert "battery" not in "".join(pages(out.getvalue()))


def test_the_sheet_for_the_envelope_is_written_on_and_says_outside_nothing_of_what_is_inside() -> None:
    [text] = pages(BUILDS["envelope"]())
    for words in ("Passphrase of the file of Lake Valley", "In use since 15 October 2026.", "A character in each box"):
        assert words in text.replace("\xa0", " ")
    inside, outside = text.split("Cut here, and glue what is below on the envelope.")
    assert "Lake Valley" in outside
    assert "passphrase" in inside.casefold()
    assert "passphrase" not in outside.casefold().split("printed")[0]
    [blank] = pages(pdf_of(lay_out_envelope, EnvelopeSheet("Lake Valley")))
    assert "In use since" in blank  # to be filled in, where the program was not told
    assert "2026" not in blank
