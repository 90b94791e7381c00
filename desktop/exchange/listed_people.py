"""The people in the cells of a list of past meetings, parted as a person would who has read the whole list."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from db.members.written_names import is_name, name_key, parted_at_and, without_remark

_LINES = re.compile(r"[\r\n]+")
_SEMICOLONS_AND_LINES = re.compile(r";|(?<!,)[\r\n]")
_BARS = re.compile(r"\|")
_BETWEEN_COMMAS = re.compile(r"(?:\([^()]*\)|[^,(]+|\()+")  # those in a remark aside: "Ana (FAO, Lima)"
_COMMA_ENDS_LINE = re.compile(r",\s*[\r\n]\s*")


class _Comma(Enum):
    """What a comma is, by its own cell."""

    PARTS = auto()
    JOINS = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between semicolons, new lines or bars, and the `parts` that its commas may part."""

    text: str
    parts: tuple[str, ...]
    comma: _Comma


class ListedPeople:
    """The people in a list's columns, some of which are `of_one`: who chaired, who took minutes.

    Semicolons and new lines part them; in a cell without these, bars. A comma parts them

    - in a cell where one ends a line, as the new lines there do;
    - where each of what it parts stands by itself elsewhere in the list;
    - in a column of many, where there are more commas than one name may have: that is none, where nothing else parts
      people in the column; otherwise one; and as many as some name in the list has between other marks.

    Behind commas that part people, a last "Luis y Eva" is two, if both stand by themselves elsewhere or are names like
    those before them; but one where it stands by itself elsewhere, as "Ortega y Gasset" may.

    Any other comma belongs to a name: "Rosa Quispe, Delta Bank". That name is doubtful where it does not stand between
    other marks anywhere in the list, or does, and what its commas would part stands among other commas too.
    """

    def __init__(self, columns: Mapping[str, Sequence[str]], *, of_one: Collection[str]) -> None:
        by_field = {field: [piece for cell in column for piece in _pieces(cell)] for field, column in columns.items()}
        every = [piece for pieces in by_field.values() for piece in pieces]
        self._alone = {_key(piece.text) for piece in every if len(piece.parts) == 1}
        joined = [piece for piece in every if piece.comma is _Comma.JOINS and not self._all_alone(piece)]
        self._with_commas = {_key(piece.text) for piece in joined}
        most = max((len(piece.parts) - 1 for piece in joined), default=0)
        self._most_commas = {
            field: max(most, 0 if commas_part_people(column) else 1)
            for field, column in columns.items()
            if field not in of_one
        }
        for field, pieces in by_field.items():
            for piece in pieces:
                if self._is_parted(field, piece):
                    self._alone.update(_key(part) for part in _surely(piece))

    def split_people(self, field: str, cell: str) -> tuple[str, ...]:
        """Return the people in a cell of a column as written."""
        return tuple(
            name
            for piece in _pieces(cell)
            for name in (self._named(piece) if self._is_parted(field, piece) else (piece.text,))
        )

    def parted(self, field: str, cell: str) -> tuple[str, ...]:
        """Return those in a cell that an "and" parts, which may be one name on record: "Luis y Eva"."""
        return tuple(
            piece.parts[-1]
            for piece in _pieces(cell)
            if self._is_parted(field, piece) and len(self._named(piece)) > len(piece.parts)
        )

    def doubtful(self, field: str, cell: str) -> tuple[str, ...]:
        """Return those in a cell that may be one person or several."""
        return tuple(
            piece.text
            for piece in _pieces(cell)
            if len(piece.parts) > 1
            and not self._is_parted(field, piece)
            and (_key(piece.text) not in self._with_commas or self._all_alone(piece))
        )

    def _is_parted(self, field: str, piece: _Piece) -> bool:
        if _key(piece.text) in self._with_commas:
            return False
        return self._all_alone(piece) or self._parts_by_itself(field, piece)

    def _all_alone(self, piece: _Piece) -> bool:
        return all(_key(part) in self._alone for part in self._named(piece))

    def _named(self, piece: _Piece) -> tuple[str, ...]:
        """Return the parts of a piece, the last in two where it ends the list with an "and"."""
        *before, last = piece.parts
        both = parted_at_and(last)
        if not before or not both or _key(last) in self._alone:
            return piece.parts
        known = all(_key(name) in self._alone for name in both)
        return (*before, *both) if known or _are_like(both, before) else piece.parts

    def _parts_by_itself(self, field: str, piece: _Piece) -> bool:
        """Return whether the commas part people by where they stand or how many they are."""
        if piece.comma is not _Comma.OPEN:
            return piece.comma is _Comma.PARTS
        return field in self._most_commas and len(piece.parts) - 1 > self._most_commas[field]


def commas_part_people(column: Iterable[str]) -> bool:
    """Return whether nothing but commas parts people in a column, and the ends of lines in cells where one has them."""
    return not any(piece.comma is _Comma.JOINS for cell in column for piece in _pieces(cell))


def _pieces(cell: str) -> list[_Piece]:
    """Return what stands between semicolons and new lines, else between bars.

    Where a comma ends a line, the list goes on in the next; beside semicolons it may as well be a name that does.
    """
    cell = _COMMA_ENDS_LINE.sub(",\n", cell.strip())
    wrapped = ",\n" in cell and ";" not in cell
    marks = _LINES if wrapped else _SEMICOLONS_AND_LINES if _SEMICOLONS_AND_LINES.search(cell) else _BARS
    unmarked = not marks.search(cell)
    found: list[_Piece] = []
    for text in marks.split(cell):
        comma = _Comma.PARTS if wrapped else _Comma.OPEN if unmarked or ",\n" in text else _Comma.JOINS
        if parts := tuple(part for each in _BETWEEN_COMMAS.findall(text) if (part := each.strip())):
            whole = text.replace(",\n", ", ").strip(", ") if len(parts) > 1 else parts[0]
            found.append(_Piece(whole, parts, comma))
    return found


def _surely(piece: _Piece) -> tuple[str, ...]:
    """Return the parts that are each one name, whatever an "and" does in the last."""
    return piece.parts[:-1] if parted_at_and(piece.parts[-1]) else piece.parts


def _are_like(names: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether `names` are such as the `others`: of one word as some of these or of several, begun like them."""
    kinds = {_kind(name) for name in others}
    mine = {_kind(name) for name in names}
    return all(map(is_name, names)) and len(mine) == 1 and mine <= kinds


def _kind(name: str) -> tuple[bool, bool]:
    bare = without_remark(name)
    return len(bare.split()) > 1, bare[:1].islower()


def _key(name: str) -> str:
    return name_key(without_remark(name))
