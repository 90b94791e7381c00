"""Meetings and decisions looked for by their number, as people say it: `meeting: 41`, `decision: 40.2`, "nº 41".

The full-text index knows no numbers: what stands under one is read from the record, and comes before what the words
find.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

ALSO: Mapping[str, str] = MappingProxyType({"+meeting": "meeting", "+decision": "decision"})
"""`+meeting:41` finds meeting 41 besides what the words find: how "reunión 41" is put as the search knows it."""
_AROUND = "#№,;:!?()[]\"'“”«»"
_SIGN = re.compile(r"n\.?[º°]\.?", re.IGNORECASE)
_NUMBER = re.compile(r"(?:n\.?[º°o]\.?)?(\d{1,6})(\.?)(\d{0,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A meeting's number, or a decision's (kind `meeting` or `decision`); without a sequence all of that meeting's."""

    kind: str
    meeting: int
    sequence: int | None = None
    dotted: bool = False
    """Whether "40." is said: what is only 40 may also be a decision of a meeting without a number."""


def numbers_said(tokens: Sequence[str], kinds: Collection[str]) -> Iterator[Number]:
    """Yield the numbers among what was typed, which is narrowed down to `kinds`.

    A number with a point is a decision's; what is only "41" needs a filter that says whose it is.
    """
    for token in tokens:
        said = whole_number(token)
        if said is None:
            continue
        meeting, dotted, sequence = said
        if "decision" in kinds or (not kinds and sequence is not None):
            yield Number("decision", meeting, sequence, dotted)
        if sequence is None and "meeting" in kinds:
            yield Number("meeting", meeting)


def is_sign(token: str) -> bool:
    """Return whether a token only says that a number comes: "n.º"."""
    return _SIGN.fullmatch(token) is not None


def whole_number(token: str) -> tuple[int, bool, int | None] | None:
    """Return a number's parts, as in "40.2" or "n.º 40": before the point, whether there is one, behind it.

    None for a word.
    """
    found = _NUMBER.fullmatch(token.strip(_AROUND))
    if found is None or (found[3] and not found[2]):
        return None
    return int(found[1]), bool(found[2]), int(found[3]) if found[3] else None


def condition(number: Number) -> tuple[str, list[object]]:
    """Return the SQL for what stands under `number`, of entries `e`, and its values."""
    numbered: list[object] = [number.meeting, number.meeting]
    if number.kind == "meeting":
        return f"e.kind = 'meeting' AND e.ref IN ({_MEETINGS})", numbered
    taken, values = f"meeting_id IN ({_MEETINGS})", numbered
    if number.sequence is not None:
        taken, values = f"{taken} AND sequence = ?", [*values, number.sequence]
    elif not number.dotted:
        unnumbered = f"meeting_id IN ({_MEETINGS}) AND sequence = ?"
        taken, values = f"{taken} OR {unnumbered}", [*values, None, None, number.meeting]
    return f"e.kind = 'decision' AND e.ref IN (SELECT id FROM decision WHERE {taken})", values  # noqa: S608 (ours, values are bound)


_MEETINGS = (
    "SELECT id FROM meeting WHERE group_id IS NULL AND number IS ? UNION ALL "
    "SELECT id FROM meeting WHERE group_id IN (SELECT id FROM working_group) AND number IS ?"
)
"""In two parts, as the numbers are indexed: those of the plenary, and those of each group."""
ORDER = "m.number NOTNULL, m.group_id NOTNULL, m.date DESC, d.sequence"
"""The order of what has a number: "2" before "2.1", the plenary before groups, the newest first."""
