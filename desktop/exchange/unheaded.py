"""Lists without headings: their first row is one of the list, told by what it has in common with those below it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from db.folding import words
from db.members.written_names import is_name
from desktop.exchange.columns import CELLS, guess_columns, mostly
from desktop.exchange.tables import Headed, Headings, Table, TableRow

_NEVER_HEADINGS = ("email", "website")
"""What tells of no headings even beside one that is known: "Company" is a kind of member, too."""
_WORDS_OF_TITLES = frozenset(
    ("list", "directory", "register", "registry", "alliance", "network", "contacts", "summary", "annex",
     "partners", "allies", "delegates", "stakeholders", "board",
     "lista", "listado", "directorio", "padron", "registro", "relacion", "alianza", "cuadro", "resumen", "anexo",
     "aliados", "aliadas", "delegados", "delegadas", "titulares", "suplentes", "directiva", "directivo")
)  # fmt: skip
_LINKS = frozenset(("de", "del", "la", "las", "los", "el", "y", "e", "van", "von", "da", "do", "dos", "di"))
_LETTERS = re.compile(r"[^\W\d]{2}")
_FEWEST_LETTERS = 4
"""Of a word by which headings are told: shorter ones stand in names, too."""


def with_its_first_row(table: Table, headings: Mapping[str, Sequence[str]], headed: Headed) -> Table:
    """Return the table, its first row among the others where that holds no headings, and how sure that is.

    It holds none where a cell is an address, a date or a number over others; or, where no word of it is one of
    headings, where a cell is repeated further down, or a name over names. In doubt it holds the headings.
    """
    first = table.header
    known = max(headed(first), len(guess_columns(first, headings, loosely=False)))
    if known > 1:
        return table
    said = {word for usual in headings.values() for heading in usual for word in words(heading)}
    if _begins_at_once(table, known=bool(known), said=said):
        rows = (TableRow(table.row, first), *table.rows)
        return replace(table, header=("",) * len(first), rows=rows, headings=Headings.NONE)
    return table if known or guess_columns(first, headings) else replace(table, headings=Headings.UNKNOWN)


def _begins_at_once(table: Table, *, known: bool, said: Iterable[str]) -> bool:
    columns = [(cell, table.column(place)) for place, cell in enumerate(table.header)]
    shapes = [CELLS[field] for field in (_NEVER_HEADINGS if known else CELLS)]
    if any(shape(cell) and mostly(shape, below) for cell, below in columns for shape in shapes):
        return True
    telling = {word for word in said if len(word) >= _FEWEST_LETTERS} | _WORDS_OF_TITLES
    if known or any(telling & set(words(cell)) for cell in table.header):
        return False
    return _is_repeated(table) or (_is_filled(table) and any(_is_name_over_names(*each) for each in columns))


def _is_repeated(table: Table) -> bool:
    """Return whether a word of the first row stands in its column again, in a row that is not the same in all."""
    first = [cell.strip() for cell in table.header]
    others = [row for row in ([cell.strip() for cell in row.cells] for row in table.rows) if row != first]
    spoken = [(place, cell) for place, cell in enumerate(first) if _LETTERS.search(cell)]
    return any(row[place] == cell for place, cell in spoken for row in others)


def _is_filled(table: Table) -> bool:
    """Return whether the first row has a cell in each column that most rows have one in: a title has not."""
    return all(cell or 2 * len(table.column(place)) < len(table.rows) for place, cell in enumerate(table.header))


def _is_name_over_names(cell: str, below: Sequence[str]) -> bool:
    """Return whether a cell is a name like most below it; one in capitals over others in small letters heads them."""

    def is_alike(other: str) -> bool:
        return _reads_as_whole_name(other) and other.isupper() == cell.isupper()

    return is_alike(cell) and len(below) > 1 and mostly(is_alike, below)


def _reads_as_whole_name(cell: str) -> bool:
    """Return whether a cell is a name of several words, each with a capital: "Ana de la Cruz", no "Nombre completo"."""
    parts = cell.split()
    return len(parts) > 1 and is_name(cell) and all(part in _LINKS or part[0].isupper() for part in parts)
