"""The printed agenda: one page where it can be, everything on it, nothing outside its margins."""

from dataclasses import replace
from datetime import date, time
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from reportlab.lib.units import mm

from db.vocabulary import ItemPurpose
from desktop.reports.agenda import lay_out_agenda
from desktop.reports.making import build
from desktop.reports.sheets import AgendaBreak, AgendaItem, AgendaSheet, MeetingFacts
from desktop.reports.style import PAPERS
from tests.reports.reading import bookmarks, embedded, fonts, letters, missing_glyphs, pages, printed, solid, whole
from tests.reports.samples import AGENDA, MEETING
from tests.reports.test_text import HOSTILE, LANGUAGES


def inside_margins(pdf: bytes, paper: str = "a4") -> bool:
    """Return whether every letter of every page stands inside the margins, but for the overhang of its own ink."""
    sheet = PAPERS[paper]
    return all(
        letter.left >= 20 * mm - 2
        and letter.right <= sheet.width - 20 * mm + 2
        and 8 * mm <= letter.bottom
        and letter.top <= sheet.height - 8 * mm
        for page in letters(pdf)
        for letter in page
        if letter.text.strip() and letter.right > letter.left
    )


def long_agenda(count: int) -> AgendaSheet:
    rows = tuple(
        AgendaItem(n, f"Item number {n} of many", time(9), 5, "Somebody", ("1",), list(ItemPurpose)[n % 3])
        for n in range(1, count + 1)
    )
    return replace(AGENDA, rows=rows)


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_ordinary_agenda_is_one_page(paper: str, language: str) -> None:
    pdf = printed(AGENDA, paper=paper, language=language)
    assert len(pages(pdf)) == 1
    assert inside_margins(pdf, paper)
    assert missing_glyphs(pdf) == 0
    assert all(map(embedded, fonts(pdf).values()))


def test_everything_people_need_is_on_it() -> None:
    [text] = pages(printed(AGENDA))
    for words in (
        "Alder Valley Food Alliance",
        "Agenda · General meeting 27",
        "Thursday 12 November 2026",
        "10:00 to 12:30",
        "Weir Road Community Hall, upper room",
        "Orla Fenwick",
        "Tomás Ibarra",
        "Why we meet. To settle how we answer",
        "10:10 20 min 2 Draft seed law: our joint answer Orchard Keepers’ Union · Papers 2a, 2b Decide",
        "11:15 Break, 10 min",
        "12:30 Close. 2 h 30 in all.",
        "Before each item closes, ask: What did we decide? Who does it? By when?",
        "Approved by the co-chairs on 29 Oct 2026. Printed 11 Nov 2026.",
        "Page 1 of 1",
    ):
        assert words in text


def test_in_spanish() -> None:
    [text] = pages(printed(AGENDA, language="es"))
    for words in ("Jueves 12 de noviembre de 2026", "10:00 a 12:30", "Decidir", "Documentos 2a, 2b", "Página 1 de 1"):
        assert words in text


def test_more_time_than_planned_is_said() -> None:
    shorter = replace(AGENDA, meeting=replace(MEETING, end=time(12)))
    assert "Close. 2 h 30 in all, 30 min more than planned." in pages(printed(shorter))[0]
    longer = replace(AGENDA, meeting=replace(MEETING, end=time(13)))
    assert "Close. 2 h 30 in all, 30 min to spare." in pages(printed(longer))[0]


def test_an_agenda_not_sent_says_so() -> None:
    draft = replace(AGENDA, approved_on=None, approved_by="", printed_on=None)
    assert "Not called yet: this agenda may still change." in pages(printed(draft))[0]


def test_an_agenda_of_a_day_that_has_passed_no_longer_changes() -> None:
    over = replace(AGENDA, approved_on=None, approved_by="", printed_on=None, over=True)
    assert "may still change" not in pages(printed(over))[0]


def test_note_lines_shrink_before_a_second_page_is_taken() -> None:
    assert [len(pages(printed(long_agenda(count)))) for count in (1, 8, 12, 14)] == [1, 1, 1, 1]
    assert len(pages(printed(long_agenda(20)))) > 1


def test_a_long_agenda_repeats_its_head_and_keeps_its_order() -> None:
    found = pages(printed(long_agenda(40)))
    assert len(found) >= 3
    assert all("Item, and who brings it" in text for text in found[:-1])
    assert all(f"Page {number} of {len(found)}" in text for number, text in enumerate(found, 1))
    together = " ".join(found)
    places = [together.index(f"Item number {n} of many") for n in range(1, 41)]
    assert places == sorted(places)
    assert inside_margins(printed(long_agenda(40)))


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values()])
def test_every_field_prints_as_typed(text: str) -> None:
    sheet = AgendaSheet(
        MeetingFacts(text, text, date(2026, 1, 2), time(9), time(10), text, text, text, (text,)),
        (AgendaItem(1, text, time(9), 10, text, (text,), ItemPurpose.DECIDE), AgendaBreak(time(9, 10), 5, text)),
        why=text,
        approved_by=text,
        approved_on=date(2026, 1, 1),
    )
    pdf = printed(sheet)
    assert missing_glyphs(pdf) == 0
    assert inside_margins(pdf)
    if text != LANGUAGES["Arabic"]:
        assert whole(pdf).count(solid(text)) >= 9


@pytest.mark.parametrize("text", ["x" * 5000, "word " * 1000, "ش" * 5000, "ש" * 800 + "\n" * 50 + "😀" * 500])
def test_fields_without_end_cross_pages_and_stay_inside(text: str) -> None:
    sheet = AgendaSheet(
        MeetingFacts(text, text, date(2026, 1, 2), time(9), time(10), text, text, text, (text,)),
        (AgendaItem(1, text, time(9), 10, text, (text,), ItemPurpose.DECIDE), AgendaBreak(time(9, 10), 5, text)),
        why=text,
        approved_by=text,
        approved_on=date(2026, 1, 1),
    )
    pdf = printed(sheet)
    assert inside_margins(pdf)
    assert f"Page {len(pages(pdf))} of {len(pages(pdf))}" in pages(pdf)[-1]


def test_an_empty_agenda_still_prints() -> None:
    assert len(pages(printed(AgendaSheet(MeetingFacts("", "", date(2026, 1, 2)), ())))) == 1


def test_what_the_file_says_of_itself() -> None:
    reader = pypdf.PdfReader(BytesIO(printed(AGENDA, language="es")))
    assert reader.metadata is not None
    assert reader.metadata.title == "Agenda · General meeting 27 · Alder Valley Food Alliance"
    assert reader.metadata.author == "Alder Valley Food Alliance"
    assert reader.metadata["/CreationDate"] == "D:20261111000000Z"
    assert reader.trailer["/Root"]["/Lang"] == "es"
    assert bookmarks(printed(AGENDA)) == [(0, "Agenda", 0)]


def test_the_same_sheet_gives_the_same_bytes() -> None:
    first = printed(AGENDA)
    printed(replace(AGENDA, why=LANGUAGES["Arabic"] + LANGUAGES["Georgian"]))
    assert printed(AGENDA) == first


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "agenda.pdf"
    path.write_bytes(b"what stood here before")

    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        if done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(lay_out_agenda, AGENDA, path, progress=stop)
    assert [each.name for each in tmp_path.iterdir()] == ["agenda.pdf"]
    assert path.read_bytes() == b"what stood here before"
    build(lay_out_agenda, AGENDA, path)
    assert path.read_bytes() == printed(AGENDA)
    assert [each.name for each in tmp_path.iterdir()] == ["agenda.pdf"]
    with pytest.raises(FileNotFoundError):
        build(lay_out_agenda, AGENDA, tmp_path / "no such folder" / "agenda.pdf")


def test_a_failed_replacement_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "agenda.pdf").mkdir()
    with pytest.raises(OSError, match=r"agenda\.pdf"):
        build(lay_out_agenda, AGENDA, tmp_path / "agenda.pdf")
    assert [each.name for each in tmp_path.iterdir()] == ["agenda.pdf"]
