"""Which column is which: guessed from headings in English and Spanish, and from what the cells hold."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from db.folding import words
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
_CELLS = MappingProxyType({"website": _WEB, "email": _MAIL, "file": _DOCUMENT})


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
    """Return the columns of those `fields` not `taken` yet that their cells tell, whatever their headings say: those of
    a "website", of an "email", or of the "file" of minutes.
    """
    found: dict[str, int] = {}
    for field in fields:
        if field in taken:
            continue
        pattern = _CELLS[field]
        for column in range(len(table.header)):
            if column in taken.values() or column in found.values():
                continue
            cells = table.column(column)
            if cells and sum(bool(pattern.match(cell)) for cell in cells) >= _MOSTLY * len(cells):
                found[field] = column
                break
    return found


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
