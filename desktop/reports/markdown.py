"""Simple Markdown as parts of a document: headings, bold, italics, lists, tables, links with their address.

What people typed never becomes markup of the printed page: no HTML, no pictures, nothing fetched. A text that the
parser would print only in part is printed as it was typed, sign by sign.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Spacer

from desktop.reports import fonts
from desktop.reports.long_table import Column, LongTable
from desktop.reports.parts import Box, Grid, stays_whole
from desktop.reports.style import GREY, HAIR, INK, TEXT, Paper, make, style
from desktop.reports.table import shared_widths, wish
from desktop.reports.text import Prose, as_typed, hanging, para

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_DEEPEST: Final = 6
"""Lists within lists move in so many times; below that they stay where they are."""
_STEP: Final = 15.0
_BEGINNING: Final = 60.0
_SMALL: Final = 220.0  # points; a table no higher stays on one page
_OFF: Final = ("code", "fence", "backticks", "reference", "lheading", "entity", "html_block", "html_inline")
_MOST_NESTED: Final = 60


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in one face."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: how deep in lists and quotations, and the sign that hangs before it."""

    depth: int = 0
    quoted: bool = False
    bullet: str = ""


def markdown_story(text: str, paper: Paper) -> list[Flowable]:
    """Return the parts of a text, its headings kept beside what follows them; nothing for an empty text."""
    if not text.strip():
        return []
    tokens = _parser().parse(text)
    if _lost(text, tokens):
        return _plain(text)
    return kept_with_next(list(_Reader(tokens, paper).blocks(len(tokens), _Place())), paper)


def kept_with_next(parts: Sequence[Flowable], paper: Paper) -> list[Flowable]:
    """Return the parts, each heading (or several in a row) where the beginning of what follows fits beneath."""
    found: list[Flowable] = []
    headed = False
    for place, part in enumerate(parts):
        heads = getattr(part, "heads", False)
        if heads and not headed:
            found.append(CondPageBreak(min(_needed(parts[place:], paper), paper.text_height)))
        headed = heads or (headed and isinstance(part, Spacer))
        found.append(part)
    return found


def _needed(parts: Sequence[Flowable], paper: Paper) -> float:
    needed = 0.0
    for part in parts:
        if isinstance(part, LongTable):
            return needed + part.beginning()
        height = float(part.wrap(paper.text_width, paper.text_height)[1])
        heads = getattr(part, "heads", False)
        if heads or isinstance(part, Spacer):
            needed += height + (part.getSpaceBefore() + part.getSpaceAfter() if heads else 0)
            continue
        whole = isinstance(part, Box | Grid) and stays_whole(part, height)
        return needed + (height if whole else min(height, _BEGINNING))
    return needed


# Reading


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MOST_NESTED})
    parser.enable("table").disable(list(_OFF))
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # as it was typed
    return parser


def _lost(text: str, tokens: Sequence["Token"]) -> bool:
    """Return whether some letter of the text would not be printed: cells too many in a table, lists too deep."""
    printed = "".join(
        words
        for token in tokens
        for words in ((run.text for run in _runs(token)) if token.type == "inline" else (token.info,))
    )
    return bool(Counter(filter(str.isalnum, text)) - Counter(filter(str.isalnum, printed)))


def _runs(token: "Token") -> Iterator[_Run]:
    """Yield the words of an inline token; a link is followed by its address, a picture is its words and address."""
    bold = italic = 0
    links: list[tuple[str, str, int]] = []
    said: list[str] = []
    for child in token.children or ():
        text = ""
        match child.type:
            case "strong_open" | "strong_close":
                bold += child.nesting
            case "em_open" | "em_close":
                italic += child.nesting
            case "link_open":
                links.append((str(child.attrs.get("href", "")), str(child.attrs.get("title", "")), len(said)))
            case "link_close":
                href, title, since = links.pop()
                text = _address("".join(said[since:]), href, title)
            case "softbreak" | "hardbreak":
                text = "\n"
            case "image":
                text = child.content + _address(
                    child.content, str(child.attrs.get("src", "")), str(child.attrs.get("title", ""))
                )
            case _:
                text = child.content
        if text:
            said.append(text)
            yield _Run(text, bold > 0, italic > 0)


def _address(words: str, href: str, title: str) -> str:
    """Return " (address)", unless that is what the link reads already."""
    known = href.removeprefix("mailto:") == words
    told = ", ".join(filter(None, ("" if known else href, title)))
    return f" ({told})" if told else ""


class _Reader:
    """Goes through the tokens once and makes parts of them."""

    def __init__(self, tokens: Sequence["Token"], paper: Paper) -> None:
        self._tokens, self._paper = tokens, paper
        self._at = 0

    def blocks(self, end: int, place: _Place) -> Iterator[Flowable]:
        """Yield the parts of the blocks up to the token `end`."""
        first = place
        while self._at < end:
            token = self._tokens[self._at]
            close = self._close()
            self._at += 1
            match token.type:
                case "heading_open":
                    yield _heading(self._tokens[self._at], int(token.tag[1:]))
                case "paragraph_open":
                    yield _paragraph(self._tokens[self._at], first)
                case "bullet_list_open" | "ordered_list_open":
                    yield from self._items(close, place)
                case "blockquote_open":
                    yield from self.blocks(close, _Place(place.depth + 1, quoted=True, bullet=first.bullet))
                case "table_open":
                    yield from self._table(close)
                case "hr":
                    yield HRFlowable("100%", 0.6, color=HAIR, spaceBefore=4, spaceAfter=8)
            first = _Place(place.depth, place.quoted)
            self._at = close + 1

    def _items(self, end: int, place: _Place) -> Iterator[Flowable]:
        start = self._tokens[self._at].info
        for number in count(int(start) if start.isdecimal() else 0):
            if self._at >= end:
                return
            close = self._close()
            self._at += 1
            bullet = f"{number}." if start else "•"
            if self._at == close:
                yield hanging(bullet, "", _style("item", place.depth + 1, quoted=place.quoted))
            yield from self.blocks(close, _Place(place.depth + 1, place.quoted, bullet))
            self._at = close + 1

    def _table(self, end: int) -> Iterator[Flowable]:
        rows: list[list[Token]] = []
        for token in self._tokens[self._at : end]:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(token)
        right = [
            "right" in str(token.attrs.get("style", ""))
            for token in self._tokens[self._at : end]
            if token.type == "th_open"
        ]
        words = [["".join(run.text for run in _runs(cell)) for cell in row] for row in rows]
        wishes = [
            tuple(map(max, zip(*(wish(row[column], fonts.SANS_SEMIBOLD) for row in words), strict=True)))
            for column in range(len(right))
        ]
        widths = shared_widths([(least + 8, most + 8) for least, most in wishes], self._paper.text_width, right)
        columns = [
            Column(label, width, is_right) for label, width, is_right in zip(words[0], widths, right, strict=True)
        ]
        body = [[[_cell(cell, right=right[n])] for n, cell in enumerate(row)] for row in rows[1:]]
        yield from (Spacer(1, 3), LongTable(columns, body, whole_up_to=_SMALL), Spacer(1, 9))

    def _close(self) -> int:
        """Return where the token at hand closes; its own place if it opens nothing."""
        opening, place = self._tokens[self._at], self._at
        if opening.nesting != 1:
            return place
        while True:
            place += 1
            token = self._tokens[place]
            if token.nesting == -1 and token.level == opening.level:
                return place


# Making parts


def _template(runs: Sequence[_Run]) -> tuple[str, dict[str, str]]:
    """Return a template of our own marks, and the people's words that stand in it as values."""
    merged: list[_Run] = []
    for run in runs:
        if merged and (merged[-1].bold, merged[-1].italic) == (run.bold, run.italic):
            merged[-1] = _Run(merged[-1].text + run.text, run.bold, run.italic)
        else:
            merged.append(run)
    parts, values = [], {}
    for number, run in enumerate(merged):
        name = f"{{v{number}}}"
        values[f"v{number}"] = run.text
        name = f"<i>{name}</i>" if run.italic else name
        parts.append(f"<b>{name}</b>" if run.bold else name)
    return "".join(parts), values


def _heading(token: "Token", level: int) -> Prose:
    template, values = _template(list(_runs(token)))
    made = para(template, _style(f"heading {min(level, 3)}", 0), **values)
    made.heads = True
    return made


def _paragraph(token: "Token", place: _Place) -> Prose:
    template, values = _template(list(_runs(token)))
    look = _style("item" if place.depth and not place.quoted else "text", place.depth, quoted=place.quoted)
    if place.bullet:
        return hanging(place.bullet, template, look, **values)
    return para(template, look, **values)


def _cell(token: "Token", *, right: bool) -> Prose:
    template, values = _template(list(_runs(token)))
    return para(template, style("figure" if right else "cell"), **values)


def _plain(text: str) -> list[Flowable]:
    """A paragraph for each line, as it was typed."""
    look = _style("text", 0)
    return [para("{line}", look, line=line) if line.strip() else Spacer(1, 4) for line in as_typed(text).split("\n")]


@cache
def _style(name: str, depth: int, *, quoted: bool = False) -> ParagraphStyle:
    fonts.register()
    match name:
        case "heading 1":
            return make(name, fonts.SUBHEAD, 12.5, 16, INK, shaping=1, spaceBefore=7, spaceAfter=3)
        case "heading 2":
            return make(name, fonts.SANS_SEMIBOLD, 11, 14.5, INK, spaceBefore=6, spaceAfter=2)
        case "heading 3":
            return make(name, fonts.SANS_SEMIBOLD, 10, 14, INK, spaceBefore=5, spaceAfter=1)
    indent = min(depth, _DEEPEST) * _STEP
    return make(
        f"{name} {depth}",
        fonts.SANS,
        10,
        14,
        GREY if quoted else TEXT,
        leftIndent=indent,
        bulletIndent=max(0.0, indent - _STEP + 1),
        spaceAfter=3 if name == "item" else 6,
        follows_direction=True,
        bulletFontName=fonts.SANS_SEMIBOLD,
        bulletFontSize=10,
        bulletColor=INK,
    )
