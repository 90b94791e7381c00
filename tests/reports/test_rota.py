"""The printed rota: on one sheet where it can be, every name on it, legible on the wall and without colour."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
from reportlab.lib.units import mm

from desktop.reports.duty_sheets import RotaDuty, RotaRow, RotaSection, RotaSheet, RotaTurn, TurnMark
from desktop.reports.making import build
from desktop.reports.rota import lay_out_rota, lay_out_rota_list
from desktop.reports.style import PAPERS, Paper
from tests.reports.duty_samples import MIXED, PEOPLE, PLENARY, ROTA, meeting
from tests.reports.reading import bookmarks, embedded, fonts, letters, lines, missing_glyphs, pages, solid, whole
from tests.reports.test_text import HOSTILE, LANGUAGES


def printed(sheet: RotaSheet, layout: str = "poster", **options: Any) -> bytes:
    out = BytesIO()
    build(lay_out_rota_list if layout == "list" else lay_out_rota, sheet, out, **options)
    return out.getvalue()


def inside_margins(pdf: bytes, paper: Paper) -> bool:
    return all(
        letter.left >= paper.side - 2
        and letter.right <= paper.width - paper.side + 2
        and 8 * mm <= letter.bottom
        and letter.top <= paper.height - 8 * mm
        for page in letters(pdf)
        for letter in page
        if letter.text.strip() and letter.right > letter.left
    )


def long_rota(meetings: int, duties: int) -> RotaSheet:
    own = tuple(RotaDuty(f"Duty {n}", "Something that has to be done again and again") for n in range(duties))
    rows = tuple(
        RotaRow(
            date(2026, 10, 1) + timedelta(weeks=n),
            tuple(RotaTurn(f"Person {n}x{d}", f"Member {n}x{d}") for d in range(duties)),
            place=f"Hall {n}",
        )
        for n in range(meetings)
    )
    return replace(ROTA, sections=(RotaSection("General meetings", own, rows),))


@pytest.mark.parametrize("paper", ["a4", "a3", "letter", "tabloid"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_five_meetings_hang_on_one_sheet(paper: str, language: str) -> None:
    pdf = printed(ROTA, paper=paper, language=language)
    assert len(pages(pdf)) == 1
    on = PAPERS[paper].turned()
    box = pypdf.PdfReader(BytesIO(pdf)).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (round(on.width), round(on.height))
    assert on.width > on.height
    assert inside_margins(pdf, on)
    assert missing_glyphs(pdf) == 0
    assert all(map(embedded, fonts(pdf).values()))


def test_everything_people_need_is_on_it() -> None:
    [text] = pages(printed(ROTA))
    for words in (
        "Kolkha Agriculture Alliance",
        "Duty rota",
        "Who does what",
        "General meetings, October 2026 to March 2027",
        "Thursdays, 10:00 to 12:30",
        "Minutes Writes decisions and actions down and sends them out",
        "22 October Agrarian University, Hall 2",
        "January 2027",
        "Place to be agreed",
        "Seed & Soil Network",
        "Cannot come? Find a swap and tell the secretariat in good time: 555 01 23 40.",
        "Planned No answer yet Accepted",
        "Published on 1 October 2026. Printed 7 October 2026. Please replace older copies.",
        "Page 1 of 1",
    ):
        assert words in text.replace("\xa0", " ")
    assert all(person in text for person, _member in PEOPLE)


def test_in_spanish() -> None:
    [text] = pages(printed(ROTA, language="es"))
    for words in ("Quién hace qué", "octubre de 2026 a marzo de 2027", "Jueves, 10:00 a 12:30", "Lugar por acordar"):
        assert words in text.replace("\xa0", " ")


def test_names_are_as_large_as_the_style_asks() -> None:
    [drawn] = lines(printed(ROTA))
    sizes = {line.text: line.size for line in drawn}
    assert sizes["Nana Ghomi"] == 17
    assert sizes["Maia Tkemali"] == 17
    assert sizes["22"] == 34


def test_a_draft_says_so() -> None:
    assert "Not published yet: names may still change." in pages(printed(replace(ROTA, settled=False)))[0]


def test_each_state_has_its_sign_and_only_those_on_the_page_are_explained() -> None:
    def of(standing: TurnMark) -> bytes:
        turns = tuple(RotaTurn("Ana", "Orchard", standing) for _duty in PLENARY.duties)
        rows = (replace(PLENARY.rows[0], turns=turns),)
        return printed(replace(ROTA, sections=(replace(PLENARY, rows=rows),)))

    drawn = set()
    words = {
        TurnMark.PLANNED: "Planned", TurnMark.ASKED: "No answer yet", TurnMark.ACCEPTED: "Accepted",
        TurnMark.DONE: "Done", TurnMark.MISSED: "Missed", TurnMark.NOBODY: "Nobody yet",
    }  # fmt: skip
    for standing, word in words.items():
        pdf = of(standing)
        text = pages(pdf)[0]
        assert word in text
        assert not any(other in text for other in words.values() if other not in word)
        assert ("Ana" in text) is (standing is not TurnMark.NOBODY)
        page = pypdf.PdfReader(BytesIO(pdf)).pages[0]
        shapes = (b"c", b"l", b"d", b"rg", b"f", b"f*", b"S", b"B", b"b")
        drawn.add(tuple((op, str(operands)) for operands, op in page.get_contents().operations if op in shapes))
    assert len(drawn) == len(words)


def test_the_sign_of_an_accepted_turn_is_full_and_of_a_planned_one_empty() -> None:
    import pypdfium2

    def middle(standing: TurnMark) -> tuple[int, ...]:
        rows = (replace(PLENARY.rows[0], turns=(RotaTurn("Ana", "", standing), None, None, None)),)
        pdf = printed(replace(ROTA, sections=(replace(PLENARY, rows=rows),)))
        [page] = letters(pdf)
        line = next(letter for letter in page if letter.text == "A" and letter.top - letter.bottom > 10)
        document = pypdfium2.PdfDocument(pdf)
        picture = document[0].render(scale=4)
        x = int((line.left - 8) * 4)
        y = int((PAPERS["a4"].turned().height - (line.bottom + line.top) / 2 + 0.5) * 4)
        at = y * picture.stride + x * picture.n_channels
        found = tuple(bytes(picture.buffer)[at : at + 3])
        document.close()
        return found

    assert max(middle(TurnMark.ACCEPTED)) < 60
    assert min(middle(TurnMark.PLANNED)) > 200


@pytest.mark.parametrize("layout", ["poster", "list"])
@pytest.mark.parametrize(("meetings", "duties"), [(24, 4), (5, 11), (30, 13), (1, 1)])
def test_many_meetings_and_duties_flow_on_with_repeated_heads(layout: str, meetings: int, duties: int) -> None:
    pdf = printed(long_rota(meetings, duties), layout=layout)
    found = pages(pdf)
    together = " ".join(found)
    for n in range(meetings):
        for d in range(duties):
            assert together.count(f"Person {n}x{d} ") == 1
    assert all(f"Page {number} of {len(found)}" in text for number, text in enumerate(found, 1))
    if layout == "poster":
        assert all("Who does what" in text and "Cannot come?" in text for text in found)
        assert all(any(f"Duty {d} " in text for d in range(duties)) for text in found)
    else:
        assert all("When Duty Who State" in text for text in found if "Person" in text)
    on = PAPERS["a4"].turned() if layout == "poster" else PAPERS["a4"]
    assert inside_margins(pdf, on)


def test_a_larger_sheet_holds_more() -> None:
    sheet = long_rota(20, 6)
    assert len(pages(printed(sheet, paper="a3"))) < len(pages(printed(sheet, paper="a4")))


def test_groups_and_terms_stand_by_themselves_and_share_sheets_where_they_fit() -> None:
    found = pages(printed(MIXED, paper="a3"))
    together = " ".join(found)
    for words in (
        "Group: Access to finance, October 2026 to January 2027",
        "Duties by term",
        "October to December 2026",
        "1 Oct to 31 Dec",
        "3 Feb 2027 to 19 Feb 2027",
        "Swapped with Hill Beekeepers’ Association",
        "With Rural College Network",
        "Nobody yet",
        "Annual assembly",
    ):
        assert words in together
    small = replace(MIXED, sections=(replace(PLENARY, rows=PLENARY.rows[:1]), MIXED.sections[1]))
    assert len(pages(printed(small, paper="a3"))) == 1


def test_outline_and_title_lead_to_each_body() -> None:
    pdf = printed(MIXED)
    titles = [title for _level, title, _page in bookmarks(pdf)]
    assert [title.partition(",")[0] for title in titles] == [
        "General meetings", "Group: Access to finance", "Duties by term",
    ]  # fmt: skip
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Duty rota · Kolkha Agriculture Alliance"
    assert [title for _level, title, _page in bookmarks(printed(MIXED, layout="list"))] == [
        "Who does what", "General meetings", "Group: Access to finance", "Duties by term",
    ]  # fmt: skip


def test_the_list_says_who_stands_by_and_how_to_reach_people() -> None:
    turns = (RotaTurn("Ana", "Orchard", alternate="Ben", contact="555 01, ana@x.example"), None, None, None)
    sheet = replace(ROTA, sections=(replace(PLENARY, rows=(replace(PLENARY.rows[0], turns=turns),)),))
    [text] = pages(printed(sheet, layout="list"))
    for words in ("Thu 22 Oct 2026", "10:00 to 12:30", "Stands by: Ben", "555 01, ana@x.example", "Planned"):
        assert words in text
    assert "How to reach them" not in pages(printed(ROTA, layout="list"))[0]


def test_a_place_is_named_whole_in_the_list() -> None:
    place = "Universidad Agraria de Sumaqpampa, aula 2"
    turns = tuple(turn and replace(turn, contact="555 01 18 11") for turn in PLENARY.rows[0].turns)
    rows = (replace(PLENARY.rows[0], place=place, turns=turns),)
    pdf = printed(replace(ROTA, sections=(replace(PLENARY, rows=rows),)), layout="list")
    assert solid(place) in whole(pdf)


def everywhere(text: str) -> RotaSheet:
    turn = RotaTurn(text, text + "m", TurnMark.ACCEPTED, text, text, text, text)
    row = RotaRow(date(2026, 1, 2), (turn, turn), title=text, place=text)
    return RotaSheet(text, (RotaSection(text, (RotaDuty(text, text),) * 2, (row, row)),), text)


@pytest.mark.parametrize("layout", ["poster", "list"])
@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values()])
def test_names_print_as_typed(text: str, layout: str) -> None:
    text = text[:48]
    turn = RotaTurn(text, "")
    sheet = replace(
        ROTA, sections=(replace(PLENARY, rows=(replace(PLENARY.rows[0], turns=(turn, None, None, None)),)),)
    )
    pdf = printed(sheet, layout=layout)
    assert missing_glyphs(pdf) == 0
    if text not in LANGUAGES["Arabic"]:
        assert solid(text) in whole(pdf)


@pytest.mark.parametrize("layout", ["poster", "list"])
@pytest.mark.parametrize(
    "text",
    ["x" * 5000, "word " * 1000, "ش" * 5000, "😀" * 500 + "\n" * 50, "\x00\x1b[31m\u202eabc\x07", "Smith <Ltd> & Sons"],
)
def test_fields_without_end_stay_inside(text: str, layout: str) -> None:
    for paper in ("a4", "tabloid"):
        pdf = printed(everywhere(text), layout=layout, paper=paper)
        on = PAPERS[paper].turned() if layout == "poster" else PAPERS[paper]
        assert inside_margins(pdf, on)
        assert missing_glyphs(pdf) == 0
        assert len(pages(pdf)) <= 2


def test_nothing_planned_is_said() -> None:
    for layout in ("poster", "list"):
        assert "No turns are planned yet." in pages(printed(replace(ROTA, sections=()), layout=layout))[0]


def test_the_same_sheet_gives_the_same_bytes() -> None:
    first = printed(MIXED)
    printed(everywhere(LANGUAGES["Georgian"]))
    assert printed(MIXED) == first


def test_a_row_for_somebody_who_only_has_a_member_shows_the_member() -> None:
    turns = (RotaTurn("", "Orchard Keepers"), None, None, None)
    sheet = replace(ROTA, sections=(replace(PLENARY, rows=(replace(meeting(0, date(2026, 10, 22)), turns=turns),)),))
    assert pages(printed(sheet))[0].count("Orchard Keepers") == 1
