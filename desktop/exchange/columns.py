"""Which column is which: guessed from headings in English and Spanish, and from what the cells hold."""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from db.folding import words
from desktop.exchange.cells import read_date
from desktop.exchange.tables import Table

_MOSTLY = 0.8
_ALONE = "="
_PASSED_OVER = re.compile(
    r"(?<=\w\w\w)\s?(?:/\s?-?|\(-?)(?:[ao]|[aoe]?s|r?as?|ora|oras|ores)\)?(?!\w)|\.(?=º)", re.IGNORECASE
)
"""Of "Moderador/a", "Delegado (a)", "Member(s)" the ending; of "N.º" the dot."""
_COUNTED = frozenset(("number", "numero", "nro", "no", "n", "num", "cantidad", "total"))
"""How the heading of a column begins that counts what its other words name: "Number of participants"."""
_WEB = re.compile(r"\s*(https?://|www\.)\S+\s*$", re.IGNORECASE)
_MAIL = re.compile(r"\s*\S+@\S+\.\S+\s*$")
_DOCUMENT = re.compile(r"\s*\S.*\.(txt|md|docx)\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\+?[\d\s()./-]+$")
_YEARS = re.compile(r"\s*(19|20)\d\d\s*[-/]\s*(19|20)\d\d\s*$")
_FEWEST_DIGITS = 6


def _says_number(cell: str) -> bool:
    """Return whether a cell is a telephone number and no date, nor "2024-2025"."""
    long = sum(map(str.isdigit, cell)) >= _FEWEST_DIGITS
    return long and bool(_NUMBER.match(cell)) and not _YEARS.match(cell) and read_date(cell) is None


CELLS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "website": lambda cell: bool(_WEB.match(cell)),
        "email": lambda cell: bool(_MAIL.match(cell)),
        "file": lambda cell: bool(_DOCUMENT.match(cell)),
        "date": lambda cell: read_date(cell) is not None,
        "phone": _says_number,
    }
)
"""By field, what its cells look like whatever their heading says."""


def guess_columns(
    header: Sequence[str], headings: Mapping[str, Sequence[str]], *, loosely: bool = True
) -> dict[str, int]:  # fmt: skip
    """Return field → column. `headings` gives each field's usual headings, folded, the most telling first.

    A heading that is one of them wins over one that only holds their words, which counts where one looks `loosely`;
    but "=member" is no heading of "Number of members", nor of what else holds its word. No column serves two fields.
    """
    folded = [words(_PASSED_OVER.sub("", title)) for title in header]
    found: dict[str, int] = {}
    for whole in (True, False) if loosely else (True,):
        for field, usual in headings.items():
            if field in found:
                continue
            free = [n for n in range(len(folded)) if n not in found.values()]
            column = _matching(folded, free, usual, whole=whole)
            if column is not None:
                found[field] = column
    return found


def told_by_cells(table: Table, taken: Mapping[str, int], fields: Sequence[str]) -> dict[str, int]:
    """Return the columns of those `fields` not `taken` yet that their cells tell, whatever their headings say."""
    found: dict[str, int] = {}
    for field in fields:
        if field in taken:
            continue
        for column in range(len(table.header)):
            if column in taken.values() or column in found.values():
                continue
            if mostly(CELLS[field], table.column(column)):
                found[field] = column
                break
    return found


def mostly(shape: Callable[[str], bool], cells: Sequence[str]) -> bool:
    """Return whether there are cells, and most of them are of a shape."""
    return bool(cells) and sum(map(shape, cells)) >= _MOSTLY * len(cells)


def _matching(folded: Sequence[Sequence[str]], free: Sequence[int], usual: Sequence[str], *, whole: bool) -> int | None:
    for heading in usual:
        if heading.startswith(_ALONE) and not whole:
            continue
        wanted = heading.removeprefix(_ALONE).split()
        for column in free:
            title = list(folded[column])
            if title == wanted if whole else _contains(title, wanted) and title[0] not in _COUNTED:
                return column
    return None


def _contains(title: Sequence[str], wanted: Sequence[str]) -> bool:
    length = len(wanted)
    return any(list(title[start : start + length]) == list(wanted) for start in range(len(title) - length + 1))
