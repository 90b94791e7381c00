"""What one cell of somebody's spreadsheet says: a date, yes or no, a number, a list."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from db.folding import fold, words
from db.members.written_names import is_name
from db.when import parse_when

YES = frozenset(("yes", "y", "true", "1", "x", "✓", "✔", "si", "s", "verdadero"))
NO = frozenset(("no", "n", "false", "0", "-", "falso"))

_NUMERIC_DATE = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\b")
_ISO_DATE = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_PARTS_PEOPLE = re.compile(r"\s*[;\r\n]+\s*|\s+/\s+")
# Capitals among small letters are initials: "Luis Y. Paz", "María E Paz".
_MAY_PART_PEOPLE = re.compile(r"\s(?:y|e|and|AND|(?<=[A-Z] )Y)\s|[&/;]")
# What stands beside one person's name, folded, in English and Spanish.
_OFFICES_BY_LANGUAGE = (
    "director executive manager president chair chairman chairwoman chairperson secretary treasurer coordinator "
    "officer head representative alternate deputy delegate assistant adviser lawyer "
    "directora ejecutivo ejecutiva gerente gerenta administrador administradora presidente presidenta vicepresidente "
    "vicepresidenta secretario secretaria tesorero tesorera coordinador coordinadora jefe jefa responsable encargado "
    "encargada representante titular suplente alterno alterna delegado delegada vocal fiscal asesor asesora asistente"
)
_OFFICES = frozenset(_OFFICES_BY_LANGUAGE.split())
# What spreadsheets write, in English and Spanish, where they cannot reckon a cell or have no room to show it.
_ERROR = re.compile(
    r"#[¡¿]?(?:REF|N/?[AD]|NAME|NOMBRE|VALUE|VALOR|DIV/0|NUM|NULL|NULO|SPILL|DESBORDAMIENTO|CALC)[!?]?|err:\d{3}|#{3,}",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<(?:/?[a-z]|!)[^<>]*>|&(?:[a-z]{2,8}|#\d{2,6});", re.IGNORECASE)
_ANY_DAY = dt.date(2000, 1, 1)
_TWO_DIGIT_YEARS_FROM = 1970


def month_comes_first(cells: Iterable[str]) -> bool:
    """Return whether a column writes 10/22/2018: some second number is beyond 12 and no first one is."""
    found = [match for cell in cells if (match := _NUMERIC_DATE.match(cell))]
    return any(int(m[2]) > 12 for m in found) and not any(int(m[1]) > 12 for m in found)


def unsettled_date(cells: Iterable[str]) -> str:
    """Return the first date of a column that may be read both ways ("03/04/2025"), unless another settles the order."""
    found = [(cell, int(m[1]), int(m[2])) for cell in cells if (m := _NUMERIC_DATE.match(cell))]
    if any(max(first, second) > 12 for _cell, first, second in found):
        return ""
    return next((cell.strip() for cell, first, second in found if first != second), "")


def read_date(cell: str, *, month_first: bool = False) -> dt.date | None:
    """Return the day a cell says, with its year: ISO, 22/10/2018, 22.10.18, "22 October 2018", the same in Spanish."""
    if found := _ISO_DATE.match(cell):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC_DATE.match(cell):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if year < 100:
            year += 1900 if year + 2000 >= _TWO_DIGIT_YEARS_FROM + 100 else 2000
        return _day(year, first, second) if month_first else _day(year, second, first)
    if not _YEAR.search(cell):
        return None
    return parse_when(cell, today=_ANY_DAY, language="en") or parse_when(cell, today=_ANY_DAY, language="es")


def read_year(cell: str) -> int | None:
    """Return the year that a cell says and no more: "2020"."""
    return int(cell) if _YEAR.fullmatch(cell.strip()) else None


def read_yes(cell: str) -> bool | None:
    """Return what a yes-or-no cell says; `None` where it says neither."""
    folded = fold(cell)
    return True if folded in YES else False if folded in NO else None


def from_a_program(cell: str) -> bool:
    """Return whether no person wrote what a cell holds: "#REF!", "#¿NOMBRE?", or nothing but "</html>"."""
    cell = cell.strip()
    return bool(_ERROR.fullmatch(cell) or (_MARKUP.search(cell) and not _MARKUP.sub("", cell).strip()))


def has_markup(cell: str) -> bool:
    """Return whether marks of a web page stand among the words of a cell: "Delta &amp; Sons", "Delta<br>"."""
    return bool(_MARKUP.search(cell))


def read_decimal(cell: str) -> Decimal | None:
    """Return a number written with a point or a comma."""
    try:
        value = Decimal(cell.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def several_people(cell: str) -> tuple[str, ...]:
    """Return the people that a cell for one person names beyond doubt; nothing where it may be one.

    Each begins a line, or stands behind a semicolon or a bar between spaces, and reads as a name as whole as the
    others: not "Rosa Quispe / Lima", nor "Rosa Quispe; treasurer".
    """
    parts = tuple(filter(None, _PARTS_PEOPLE.split(cell.strip())))
    said = [words(part) for part in parts]
    whole = len({len(each) > 1 for each in said}) == 1 and not any(_OFFICES & set(each) for each in said)
    return parts if len(parts) > 1 and whole and all(map(is_name, parts)) else ()


def may_be_several_people(cell: str) -> bool:
    """Return whether a cell for one person may name two: "Ana Ruiz y Luis Paz", though "Ortega y Gasset" is one."""
    return bool(_MAY_PART_PEOPLE.search(cell)) and not has_markup(cell)


def list_separator(cells: Iterable[str]) -> str:
    """Return what parts other lists in a column: a bar between spaces, else a new line, else nothing does."""
    every = list(cells)
    return next((mark for mark in (" | ", "\n") if any(mark in cell for cell in every)), "\n")


def split_names(cell: str, separator: str) -> tuple[str, ...]:
    """Return the names in a cell as written, without the spaces around them."""
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def split_list(cell: str, separator: str) -> tuple[str, ...]:
    """Return the parts of a cell to the letter, without those that are empty."""
    return tuple(part for part in cell.split(separator) if part.strip())


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
