"""The meeting pack: everything in its place under one numbering, whatever others send."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pypdf
import pypdfium2
import pytest
from pypdf.generic import DictionaryObject, StreamObject

from desktop.reports import foreign_pages, pack
from desktop.reports.agenda import lay_out_agenda
from desktop.reports.pack import Enclosed, Enclosures, OwnPart, build_pack, own_part
from desktop.reports.room_sheets import NotPacked
from desktop.reports.sheets import MeetingFacts
from desktop.reports.style import PAPERS
from tests.reports import papers_of_others as others
from tests.reports.reading import bookmarks, embedded, letters, missing_glyphs, pages, solid
from tests.reports.samples import AGENDA, MEETING
from tests.reports.test_text import HOSTILE

TODAY = date(2026, 11, 11)


def enclosed(*contents: bytes, label: str = "2") -> Enclosures:
    papers = [Enclosed(f"{label}{letter}", f"Paper {letter}", lambda content=content: content)
              for letter, content in zip("abcdefgh", contents, strict=False)]  # fmt: skip
    return Enclosures(label, "Draft seed law", papers)


def own() -> list[OwnPart]:
    return [own_part("Agenda", lay_out_agenda(AGENDA, "a4"))]


def packed(*items: Enclosures, meeting: MeetingFacts = MEETING, **options: object) -> tuple[bytes, list[NotPacked]]:
    out = BytesIO()
    left_out = build_pack(meeting, own(), items, out, printed_on=TODAY, **options)
    return out.getvalue(), left_out


def words_at(pdf: bytes, page: int, start: str) -> tuple[float, float, float, float]:
    """Return the box of a line of text that begins so: left, bottom, right, top, as one sees the page."""
    found = list(letters(pdf))[page]
    text = "".join(letter.text for letter in found)
    first = text.index(start)
    mine = [one for one in found[first : first + len(start)] if one.text.strip()]
    return (
        min(one.left for one in mine), min(one.bottom for one in mine),
        max(one.right for one in mine), max(one.top for one in mine),
    )  # fmt: skip


def test_bookmarks_and_the_title_of_the_file_tell_the_beginning_of_what_is_long() -> None:
    name, title = "The assembly of the lower valley " * 150, "Draft seed law " * 300
    one = replace(enclosed(others.paper("first")), title=title)
    pdf, _left_out = packed(one, meeting=replace(MEETING, name=name))
    assert [words for level, words, _page in bookmarks(pdf) if not level][2] == f"2 {'Draft seed law ' * 7}Draft seed…"
    assert pypdf.PdfReader(BytesIO(pdf)).metadata.title == (
        f"Meeting pack · {'The assembly of the lower valley ' * 3}The assembly of the… · {MEETING.alliance}"
    )


def test_parts_stand_in_their_order_under_one_numbering() -> None:
    pdf, left_out = packed(enclosed(others.paper("first", "second"), others.paper("third")))
    found = pages(pdf)
    assert left_out == []
    assert len(found) == 5
    for number, (text, words) in enumerate(
        zip(found, ("What is in it", "Why we meet", "first", "second", "third"), strict=True), 1
    ):
        assert words in text
        assert f"Page {number} of 5" in text
    assert "Page 1 of 1" not in " ".join(found)
    assert "Alder Valley Food Alliance · Paper 2b · Paper b" in found[4]
    assert bookmarks(pdf) == [
        (0, "Contents", 0), (0, "Agenda", 1), (0, "2 Draft seed law", 2), (1, "2a Paper a", 2), (1, "2b Paper b", 4),
    ]  # fmt: skip
    for line in ("Agenda 1 page 2", "2 Draft seed law 3", "2a Paper a 2 pages 3", "2b Paper b 1 page 5"):
        assert line in found[0]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_pages_are_whole_on_both_papers(paper: str, language: str) -> None:
    pdf, _left_out = packed(enclosed(others.paper("first")), paper=paper, language=language)
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [round(one) for one in PAPERS[paper].size]
    assert missing_glyphs(pdf) == 0
    assert reader.trailer["/Root"]["/Lang"] == language
    assert ("Página 1 de 3" if language == "es" else "Page 1 of 3") in pages(pdf)[0]
    assert reader.metadata is not None
    assert reader.metadata.author == "Alder Valley Food Alliance"


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_stands_as_one_sees_it(degrees: int) -> None:
    size, place = (420.0, 300.0), (40.0, 30.0)
    content = others.turned(others.paper("corner words", size=size, place=place), degrees)
    pdf, _left_out = packed(enclosed(content))
    box = pypdf.PdfReader(BytesIO(pdf)).pages[2].mediabox
    seen = size if degrees % 180 == 0 else size[::-1]
    assert (round(float(box.width)), round(float(box.height))) == (round(seen[0]), round(seen[1]))
    assert "/Rotate" not in pypdf.PdfReader(BytesIO(pdf)).pages[2]
    left, bottom, right, top = words_at(pdf, 2, "corner words")
    along, across = (right - left, top - bottom) if degrees % 180 == 0 else (top - bottom, right - left)
    assert along > 4 * across
    near = {  # where the corner of the words comes to stand
        0: (left < 80, bottom < 90), 90: (left < 60, top > seen[1] - 90),
        180: (right > seen[0] - 80, top > seen[1] - 60), 270: (right > seen[0] - 80, bottom < 90),
    }[degrees]  # fmt: skip
    assert all(near)


@pytest.mark.parametrize(
    "size", [(595, 842), (842, 595), (298, 420), (2384, 3370), (144, 144), (226, 5669), (5669, 226), (14400, 14400)]
)
def test_the_number_stands_below_the_page_and_can_be_read(size: tuple[float, float]) -> None:
    pdf, _left_out = packed(enclosed(others.paper("edge", size=size, place=(size[0] * 0.4, 1.5))))
    reader = pypdf.PdfReader(BytesIO(pdf))
    width, height = (float(side) for side in reader.pages[2].mediabox[2:])
    assert (round(width), round(height)) == (round(size[0]), round(size[1]))
    edge, number = words_at(pdf, 2, "edge"), words_at(pdf, 2, "Page 3 of 3")
    assert number[3] < edge[1]
    assert number[0] >= 0
    assert number[2] <= width
    on_paper = max(min(595 / width, 842 / height), min(595 / height, 842 / width), 0)
    if min(width, height) >= 200 and max(width, height) / min(width, height) < 3:
        assert (number[3] - number[1]) * min(1, on_paper) > 4.5  # points, once it is printed
    before = words_at(others.paper("edge", size=size, place=(0, 10)), 0, "edge")
    assert (edge[3] - edge[1]) / (before[3] - before[1]) > 0.9


def test_of_a_cropped_page_only_what_is_seen_stands_there() -> None:
    content = others.cropped(others.paper("shown", place=(120, 140)), (100, 100, 400, 300))
    pdf, _left_out = packed(enclosed(content))
    box = pypdf.PdfReader(BytesIO(pdf)).pages[2].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (300, 200)
    left, bottom, _right, _top = words_at(pdf, 2, "shown")
    assert 15 < left < 40
    assert 40 < bottom < 70


def test_a_page_in_disorder_disorders_nothing_after_it() -> None:
    clean, _left_out = packed(enclosed(others.paper("words")))
    pdf, _left_out = packed(enclosed(others.disorderly("words")))
    assert words_at(pdf, 2, "Page 3 of 3") == pytest.approx(words_at(clean, 2, "Page 3 of 3"), abs=0.5)


def test_what_was_filled_in_is_seen() -> None:
    pdf, _left_out = packed(enclosed(others.filled_form("Yes, all eleven")))
    assert "Yes, all eleven" in pages(pdf)[2]
    assert "/Annots" not in pypdf.PdfReader(BytesIO(pdf)).pages[2]
    assert "/AcroForm" not in pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]


def test_a_layer_that_is_off_stays_off() -> None:
    pdf, _left_out = packed(enclosed(others.layered("seen", "hidden")))
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[2].render(scale=0.2)
    middle = bitmap.to_pil().convert("L").getpixel((bitmap.width // 2, bitmap.height - 30))
    document.close()
    assert middle > 240


def test_nothing_that_acts_or_hides_comes_along() -> None:
    pdf, left_out = packed(enclosed(others.hostile("harmless words")))
    assert left_out == []
    assert "harmless words" in pages(pdf)[2]
    reader = pypdf.PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(root)
    assert all(not {"/Annots", "/AA"} & set(page) for page in reader.pages)
    for number in range(1, len(reader.xref[0]) + 1):
        held = reader.get_object(number)
        assert "HARM" not in repr(held)
        if isinstance(held, StreamObject):
            assert b"HARM" not in held.get_data()
        if isinstance(held, DictionaryObject):
            assert held.get("/S") != "/JavaScript"


def test_what_cannot_be_merged_is_listed_with_its_reason() -> None:
    whole = others.paper("whole")
    long = others.paper(*["page"] * 12)
    item = enclosed(
        b"Village;m3\nUpper;12\n", whole[:80], others.protected(whole, password="secret"),
        others.protected(whole, password=""), whole, b"%PDF-1.4\n%%EOF", b"",
    )  # fmt: skip
    pdf, left_out = packed(item, enclosed(long, label="3"))
    assert [(one.label, one.reason) for one in left_out] == [
        ("2a", "It is not a PDF."), ("2b", "The file is damaged."),
        ("2c", "It is protected: with a password, or against being changed."),
        ("2d", "It is protected: with a password, or against being changed."),
        ("2f", "The file is damaged."), ("2g", "It is not a PDF."),
    ]  # fmt: skip
    found = pages(pdf)
    assert "Not in this pack: hand these out separately" in found[0]
    assert "2a Paper a It is not a PDF." in found[0]
    assert "2a Paper a separately" in found[0]
    assert "2e Paper e 1 page 3" in found[0]
    assert [mark[1] for mark in bookmarks(pdf)][2:] == [
        "2 Draft seed law",
        "2e Paper e",
        "3 Draft seed law",
        "3a Paper a",
    ]
    assert len(found) == 2 + 1 + 12


def test_a_paper_too_long_or_too_slow_or_a_pack_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    two, one = others.paper("a", "b"), others.paper("c")
    monkeypatch.setattr(foreign_pages, "MOST_SECONDS", -1.0)
    assert [left.reason for left in packed(enclosed(one))[1]] == ["It takes too long to read."]
    monkeypatch.undo()
    monkeypatch.setattr(pack, "MOST_PAGES", 3)
    pdf, left_out = packed(enclosed(one, two, one))
    assert [(left.label, left.reason) for left in left_out] == [("2b", "The pack would become too large.")]
    assert len(pages(pdf)) == 4
    monkeypatch.undo()
    monkeypatch.setattr(pack, "MOST_BYTES", 10)
    assert [left.label for left in packed(enclosed(one))[1]] == ["2a"]
    long = others.paper(*"x" * (foreign_pages.MOST_PAGES + 1))
    monkeypatch.undo()
    assert [left.reason for left in packed(enclosed(long))[1]] == ["It has more than 400 pages."]


def test_an_item_of_which_nothing_is_here_has_no_bookmark() -> None:
    pdf, _left_out = packed(enclosed(b"text", label="2"), enclosed(others.paper("here"), label="3"))
    assert [mark[1] for mark in bookmarks(pdf)] == ["Contents", "Agenda", "3 Draft seed law", "3a Paper a"]


def test_the_same_paper_twice_and_many_do_not_mix() -> None:
    many = [others.paper(f"paper number {number}") for number in range(8)]
    pdf, _left_out = packed(enclosed(*many), enclosed(*many, label="3"))
    found = pages(pdf)
    assert [f"paper number {number}" in found[2 + number] for number in range(8)] == [True] * 8
    assert [f"paper number {number}" in found[10 + number] for number in range(8)] == [True] * 8


@pytest.mark.parametrize("text", HOSTILE)
def test_names_print_as_typed(text: str) -> None:
    papers = [Enclosed("1", text, lambda: others.paper("x")), Enclosed("2", text, lambda: b"none")]
    facts = MeetingFacts(text, text, date(2026, 1, 2), title=text, place=text)
    pdf, _left_out = packed(Enclosures("1", text, papers), meeting=facts)
    assert missing_glyphs(pdf) == 0
    assert solid(text) in solid(pages(pdf)[0])


def test_stopped_work_leaves_no_file(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise StoppedError

    out = tmp_path / "pack.pdf"
    out.write_bytes(b"before")
    with pytest.raises(StoppedError):
        build_pack(MEETING, own(), [enclosed(others.paper("a"), others.paper("b"))], out, progress=progress)
    assert out.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["pack.pdf"]
    assert told[0] == (0, 4)
    told.clear()
    build_pack(
        MEETING, own(), [enclosed(others.paper("a"))], out, progress=lambda done, total: told.append((done, total))
    )
    assert told[-1] == (2, 3)
    assert out.read_bytes().startswith(b"%PDF")


def test_it_can_be_stopped_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class StoppedError(Exception):
        pass

    real, writing = pypdf.PdfWriter.write, []

    def write(writer: pypdf.PdfWriter, file: BinaryIO) -> object:
        writing.append(file)
        return real(writer, file)

    def progress(_done: int, _total: int) -> None:
        if writing and writing[0].tell() > 2000:  # in the midst of it
            raise StoppedError

    monkeypatch.setattr(pypdf.PdfWriter, "write", write)
    out = tmp_path / "pack.pdf"
    with pytest.raises(StoppedError):
        build_pack(MEETING, own(), [enclosed(others.paper("a"))], out, progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_writer: object, file: BinaryIO) -> None:
        file.write(b"%PDF-half")
        raise OSError(28, "full")

    monkeypatch.setattr(pypdf.PdfWriter, "write", fail)
    with pytest.raises(OSError, match="full"):
        build_pack(MEETING, own(), [], tmp_path / "pack.pdf")
    assert list(tmp_path.iterdir()) == []


def test_papers_are_read_one_at_a_time() -> None:
    read: list[str] = []

    def reading(name: str) -> Callable[[], bytes]:
        def read_now() -> bytes:
            read.append(name)
            return others.paper(name)

        return read_now

    item = Enclosures("2", "x", [Enclosed(name, name, reading(name)) for name in ("a", "b")])
    seen: list[tuple[str, ...]] = []
    packed(item, progress=lambda _done, _total: seen.append(tuple(read)))
    assert () in seen
    assert ("a",) in seen


def test_fonts_of_our_own_pages_travel_along() -> None:
    pdf, _left_out = packed()
    form = pypdf.PdfReader(BytesIO(pdf)).pages[1]["/Resources"]["/XObject"]["/Page"].get_object()
    assert all(embedded(font.get_object()) for font in form["/Resources"]["/Font"].values())
