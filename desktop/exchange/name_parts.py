"""A person's name that stands in several columns, first and last names apart: which columns, told by their headings."""

from collections.abc import Mapping, Sequence
from typing import Final

from db.folding import words

NAME_PARTS: Final = ("first_name", "second_name", "last_name", "second_last_name")
"""The fields of such columns, in the order in which they are joined."""

_FIRST = frozenset(("first", "given", "forename", "forenames", "name", "names", "nombre", "nombres"))
_ONLY_FIRST = frozenset(("first", "given", "forename", "forenames", "nombres", "pila", "primer"))
"""Words that tell of first names where a bare "Name" may be a whole one."""
_LAST = frozenset(("last", "family", "surname", "surnames", "apellido", "apellidos"))
_SECOND = frozenset(("second", "middle", "segundo", "materno"))
_WHOLE = frozenset(("full", "complete", "completo", "completos", "and", "y", "e"))
"""Words that tell of first and last names in one column."""
_TELL_OF_MORE = frozenset(("first", "given", "last", "family"))
"""Words that tell of a name only beside that word, or alone: not "Last meeting"."""
_FILL = frozenset(
    ("of", "the", "de", "del", "la", "el", "member", "miembro", "person", "persona", "participant", "participante",
     "primer", "primero", "paterno", "pila", "s")
)  # fmt: skip
_OF_CONTACT = frozenset(
    ("contact", "contacto", "representative", "representante", "delegate", "delegado", "delegada", "titular")
)


def name_parts(header: Sequence[str]) -> dict[str, int]:
    """Return field → column of first and last names that stand apart; nothing unless there are both.

    Those of a contact go together, and are taken where there are no others.
    """
    found: dict[frozenset[str], dict[str, list[int]]] = {}
    for column, title in enumerate(header):
        part, whose = _part(frozenset(words(title)))
        if part:
            found.setdefault(whose, {}).setdefault(part, []).append(column)
    for whose in sorted(found, key=len):
        parts = found[whose]
        if "first_name" in parts and ("last_name" in parts or "second_last_name" in parts):
            return {part: _surest(header, columns) for part, columns in parts.items()}
    return {}


def joined_name(cells: Mapping[str, str]) -> str:
    """Return the name made of its parts."""
    return " ".join(filter(None, (cells[part] for part in NAME_PARTS)))


def _part(said: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Return which part of a name a heading tells of, if one, and whose beside the row's own: a contact's."""
    whose = said & _OF_CONTACT
    bare = not said & {"name", "names"} and said & _TELL_OF_MORE and len(said) > 1
    if said & _WHOLE or bare or said - _FIRST - _LAST - _SECOND - _FILL - whose:
        return "", whose
    if said & _LAST:
        return ("second_last_name" if said & _SECOND else "last_name"), whose
    if said & _FIRST:
        return ("second_name" if said & _SECOND else "first_name"), whose
    return "", whose


def _surest(header: Sequence[str], columns: Sequence[int]) -> int:
    return next((column for column in columns if _ONLY_FIRST & {*words(header[column])}), columns[0])
