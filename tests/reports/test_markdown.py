"""Simple Markdown on paper: what it makes of the marks, and that no letter people typed is lost or obeyed."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import Flowable, Spacer

from desktop.reports.long_table import LongTable
from desktop.reports.markdown import markdown_story
from desktop.reports.page import Laid, Running, paper_named, write
from desktop.reports.parts import Box
from desktop.reports.style import PAPERS
from tests.reports.reading import bookmarks, letters, lines, missing_glyphs, pages, solid

A4 = PAPERS["a4"]
SAMPLE = """# Water
Paid **by the hour**, *not* by volume.
Second line.

1. first
3. second
   - inner

> quoted

| Canal | Families |
|---|---:|
| Upper | 48 |

See [the table](https://a.example/x_y) and <https://b.example>.
"""

KEPT = (
    "script", "alert", "picture", "evil", "passwd", "javascript", "base64", "code", "never", "lost", "import", "deep",
    "&#65;", "&copy;", "Setext", "after", "{v0}", "%(x)s", "<b>bold</b>", "&amp;", "reversed",
)  # fmt: skip


def printed(text: str) -> bytes:
    out = BytesIO()
    write(out, Laid(markdown_story(text, A4), Running("Lake Valley", "Note", "", "en"), paper_named("a4")))
    return out.getvalue()


def test_marks_become_faces_lists_and_tables() -> None:
    pdf = printed(SAMPLE)
    [drawn] = lines(pdf)
    faces = {line.text: line.font for line in drawn}
    assert "Semibold" in faces["by the hour"]
    assert "It" in faces["not"]
    assert "Subhead" in faces["Water"]
    [text] = pages(pdf)
    assert "1. first 2. second • inner quoted" in text
    assert "Canal Families Upper 48" in text
    assert "*" not in text
    assert "|" not in text


def test_a_link_stands_with_its_address_once() -> None:
    [text] = pages(printed(SAMPLE))
    assert "the table (https://a.example/x_y) and https://b.example." in text
    assert text.count("https://b.example") == 1


def test_a_line_end_that_was_typed_stays_one() -> None:
    [drawn] = lines(printed("First\nSecond"))
    heights = {line.text: line.y for line in drawn if line.text in ("First", "Second")}
    assert heights["First"] > heights["Second"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script> <b>bold</b> <para> &amp; &lt;",
        "![picture](http://evil.example/x.png) ![](file:///etc/passwd)",
        "[click](javascript:alert(1)) [b](data:text/html;base64,AAAA)",
        "{v0} {name} %s %(x)s \\alpha `code` ``` ~~~",
        "[ref]: http://never.example 'title'\n\nno reference",
        "| a | b |\n|---|---|\n| 1 | 2 | lost cell |",
        "```python\nimport os\n```",
        "- " * 200 + "deep",
        "> " * 200 + "deep",
        "*" * 3000 + "x" + "_" * 3000,
        "&#65; &copy; &nbsp;",
        "Setext\n======\n\n---\nafter",
        "عربي **غامق** ქართული ☃\u202e reversed",
        "a\x00b\x07c",
    ],
)
def test_no_letter_is_lost_and_nothing_is_obeyed(hostile: str) -> None:
    pdf = printed(hostile)
    found = solid("".join(pages(pdf)))
    for word in KEPT:
        if word in hostile:
            assert word in found, word
    assert missing_glyphs(pdf) == 0
    assert b"/URI" not in pdf
    assert b"/Subtype /Image" not in pdf


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("ab c*_[]()#>-|`~!<&1.\n\\:/\"'+="), max_size=120))
def test_any_text_keeps_its_letters(text: str) -> None:
    story = markdown_story(text, A4)
    out = BytesIO()
    write(out, Laid(story or [Spacer(1, 1)], Running("x", "y", "", "en"), paper_named("a4")))
    found = solid("".join(pages(out.getvalue())))
    for letter in "abc":
        assert found.count(letter) >= text.count(letter)


def test_a_heading_never_ends_a_page_and_a_small_table_is_whole() -> None:
    rows = "\n".join(f"| r{n} | {n} |" for n in range(6))
    for gap in range(0, 60, 3):
        text = "\n\n".join(["filler"] * gap + [f"## Heading\n\n| What | How |\n|---|---|\n{rows}"] + ["end"])
        page = next(page for page in pages(printed(text)) if "Heading" in page)
        assert "Heading What How r0" in page
        assert "r5" in page


def test_a_small_table_without_a_heading_is_whole_too() -> None:
    rows = "\n".join(f"| r{n} | {n} |" for n in range(6))
    for gap in range(20, 50):
        text = "\n\n".join([*["filler"] * gap, f"| What | How |\n|---|---|\n{rows}"])
        page = next(page for page in pages(printed(text)) if "r0 0" in page)
        assert "r5 5" in page


def test_an_address_is_printed_as_it_was_typed() -> None:
    [text] = pages(printed("[here](https://peru.example/año?x=ñ)"))
    assert "here (https://peru.example/año?x=ñ)" in text


def test_long_tables_and_long_lists_cross_pages() -> None:
    rows = "\n".join(f"| row{n} | {n} |" for n in range(200))
    pdf = printed(f"| What | How |\n|---|---|\n{rows}\n\n" + "\n".join(f"- point{n}" for n in range(200)))
    found = " ".join(pages(pdf))
    assert all(f"row{n} " in found and f"point{n} " in found + " " for n in range(200))
    assert found.count("What How") == sum("row" in page for page in pages(pdf))


def test_everything_keeps_to_its_margins() -> None:
    long = "x" * 400
    pdf = printed(f"# {long}\n\n{long}\n\n- {long}\n\n| a | b |\n|---|---|\n| {long} | {long} |\n\n> {long}")
    for page in letters(pdf):
        assert all(letter.right <= A4.width - A4.side + 2 for letter in page if letter.text.strip())


def test_nothing_makes_nothing() -> None:
    assert markdown_story(" \n\n ", A4) == []


def test_parts_are_of_known_kinds() -> None:
    assert all(isinstance(part, Flowable) for part in markdown_story(SAMPLE, A4))
    assert sum(isinstance(part, LongTable) for part in markdown_story(SAMPLE, A4)) == 1
    assert not any(isinstance(part, Box) for part in markdown_story(SAMPLE, A4))
    assert bookmarks(printed(SAMPLE)) == []
