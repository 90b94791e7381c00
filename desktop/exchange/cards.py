"""Contacts (vCard 2.1, 3.0 and 4.0, one or many in a file) as rows of a list of members. No Qt.

An organisation's card is a member; a person's card with an organisation is a member who that person speaks for; a
person's card without one is an individual member. Pictures, sounds and keys are passed over unread.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from db.errors.incoming import CardsUnreadable, LineTooLong, SheetTooLong
from desktop.exchange.tables import LONGEST_LINE, MOST_ROWS, check_lines, decode, size_in_bytes

HEADER: Final = (
    "Name", "Short name", "Kind", "Representative", "Email", "Phone", "Place", "Website", "Note",
)  # fmt: skip
"""Headings of the rows, as `members_in` knows them."""
_PASSED_OVER: Final = ("PHOTO", "LOGO", "SOUND", "KEY", "AGENT")
_ONCE: Final = ("FN", "N", "ORG", "NICKNAME", "KIND", "ADR", "URL", "NOTE", "X-ABSHOWAS", "TITLE")
_PREFERRED: Final = re.compile(r"\bPREF\b(?!=([2-9]|\d\d))", re.IGNORECASE)
_CHARSET: Final = re.compile(r"CHARSET=\"?([\w-]+)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


@dataclass(slots=True)
class _Card:
    said: dict[str, str] = field(default_factory=dict)
    """What stands in it, each once; an e-mail address and a telephone number are the preferred ones."""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    name: str
    parameters: str
    value: str


def cards_in(content: bytes, path: Path) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Return a sheet: a row of headings, and one for each contact with the number it has in the file.

    For `desktop.apart`.

    Raises:
        CardsUnreadable: If there is none.
        LineTooLong, SheetTooLong: If it is no list of contacts that people keep.
    """
    text, _sure = decode(content)
    check_lines(text, path)
    rows = [_row(card) for card in _cards(text, path)]
    if not rows:
        raise CardsUnreadable(path)
    return [("", [(0, list(HEADER)), *enumerate(rows, 1)])]


def _cards(text: str, path: Path) -> Iterator[_Card]:
    card, depth, found = _Card(), 0, 0
    for line in _lines(text, path):
        word = line.value.strip().upper()
        if line.name == "BEGIN" and word == "VCARD":
            depth += 1
            if depth == 1:
                card = _Card()
        elif line.name == "END" and word == "VCARD":
            depth = max(0, depth - 1)
            if depth == 0 and card.said:
                found += 1
                if found > MOST_ROWS:
                    raise SheetTooLong(path, MOST_ROWS)
                yield card
                card = _Card()
        elif depth == 1:
            _note(card, line)


def _note(card: _Card, line: _Line) -> None:
    if line.name in ("EMAIL", "TEL"):
        if line.name not in card.said or _PREFERRED.search(line.parameters):
            card.said[line.name] = re.sub(r"^(tel|mailto):", "", line.value.strip(), flags=re.IGNORECASE)
    elif line.name in _ONCE and line.value.strip():
        card.said.setdefault(line.name, line.value)


def _lines(text: str, path: Path) -> Iterator[_Line]:
    """Yield the properties, each unfolded, with its group ("item1.") taken off."""
    written = text.splitlines()
    place = 0
    while place < len(written):
        number, line = place + 1, written[place]
        place += 1
        head, colon, value = _parted(line)
        name, _semicolon, parameters = head.partition(";")
        name = name.rpartition(".")[2].strip().upper()
        quoted = "QUOTED-PRINTABLE" in parameters.upper()
        pieces, length = [value], size_in_bytes(value)
        while place < len(written):
            if written[place][:1] in (" ", "\t"):
                piece = written[place][1:]
            elif quoted and pieces[-1].endswith("="):
                pieces[-1], piece = pieces[-1][:-1], written[place]
            else:
                break
            place += 1
            if name not in _PASSED_OVER:
                pieces.append(piece)
                length += size_in_bytes(piece)
                if length > LONGEST_LINE:
                    raise LineTooLong(path, number, LONGEST_LINE)
        if colon and name not in _PASSED_OVER:
            whole = "".join(pieces)
            yield _Line(number, name, parameters, _from_quoted(whole, parameters) if quoted else whole)


def _parted(line: str) -> tuple[str, str, str]:
    """Return what stands before the first colon outside quotation marks, the colon, and what stands behind it."""
    inside = False
    for place, letter in enumerate(line):
        if letter == '"':
            inside = not inside
        elif letter == ":" and not inside:
            return line[:place], ":", line[place + 1 :]
    return line, "", ""


def _from_quoted(value: str, parameters: str) -> str:
    said = _CHARSET.search(parameters)
    try:
        return quopri.decodestring(value.encode("utf-8", "replace")).decode(said[1] if said else "utf-8", "replace")
    except LookupError:
        return value


def _row(card: _Card) -> list[str]:
    said = card.said
    organisation = next(iter(_parts(said.get("ORG", ""))), "")  # behind it stand its parts
    person = _plain(said.get("FN", "")) or _in_order(said.get("N", ""))
    is_organisation = said.get("KIND", "").strip().lower() in ("org", "group") or "X-ABSHOWAS" in said
    if person == organisation or (is_organisation and organisation):
        person = ""
    elif is_organisation:
        organisation, person = person, ""
    name = organisation or person
    return [
        name,
        _plain(said.get("NICKNAME", "")).split(",")[0] if not person else "",
        "" if organisation or not person else "individual",
        person if organisation else "",
        _plain(said.get("EMAIL", "")),
        _plain(said.get("TEL", "")),
        ", ".join(_parts(said.get("ADR", ""))),
        _plain(said.get("URL", "")),
        _plain(said.get("NOTE", "")),
    ]


def _plain(value: str) -> str:
    """Return a value with its escapes undone."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _parts(value: str) -> list[str]:
    """Return the parts of a value that semicolons part, those that say something."""
    return [plain for part in re.split(r"(?<!\\);", value) if (plain := _plain(part))]


def _in_order(value: str) -> str:
    """Return a name given as "family;given;more;before;after" as people say it."""
    parts = [_plain(part) for part in re.split(r"(?<!\\);", value)] + [""] * 5
    family, given, more, before, after = parts[:5]
    return " ".join(filter(None, (before, given, more, family, after)))
