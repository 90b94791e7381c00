"""How many records of a kind, in words, and many names in few. No Qt."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from desktop import texts
from desktop.texts import ngettext

NAMES_SHOWN: Final = 4
"""Names in a line; of more, the number."""

_WORDS: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "member": lambda count: ngettext("{n} member", "{n} members", count),
        "person": lambda count: ngettext("{n} person", "{n} people", count),
        "meeting": lambda count: ngettext("{n} meeting", "{n} meetings", count),
        "attendance": lambda count: ngettext("{n} attendance", "{n} attendances", count),
        "agenda_item": lambda count: ngettext("{n} agenda item", "{n} agenda items", count),
        "decision": lambda count: ngettext("{n} decision", "{n} decisions", count),
        "action": lambda count: ngettext("{n} action", "{n} actions", count),
        "paper": lambda count: ngettext("{n} paper", "{n} papers", count),
        "working_group": lambda count: ngettext("{n} group", "{n} groups", count),
        "endorsement": lambda count: ngettext("{n} endorsement", "{n} endorsements", count),
        "duty_turn": lambda count: ngettext("{n} turn", "{n} turns", count),
        "representative": lambda count: ngettext("{n} seat spoken for", "{n} seats spoken for", count),
        "meeting_officer": lambda count: ngettext(
            "{n} meeting led or written down", "{n} meetings led or written down", count
        ),
    }
)
"""By table: its rows counted; asked for in the language of the moment."""


def some_names(names: Sequence[str]) -> str:
    """Return the first names of many, and how many more there are."""
    if len(names) <= NAMES_SHOWN + 1:
        return texts.list_of(names)
    more = len(names) - NAMES_SHOWN
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
        names=", ".join(names[:NAMES_SHOWN]), n=texts.number(more)
    )


def counted(kind: str, count: int) -> str:
    """Return "3 meetings" for the records of a kind, named as the record names its tables."""
    word = _WORDS.get(kind)
    text = word(count) if word else ngettext("{n} record", "{n} records", count)
    return text.format(n=texts.number(count))


def counted_all(uses: Mapping[str, int]) -> str:
    """Return "3 meetings, 1 action and 2 records" for the records of several kinds; those without a word are last."""
    named = {kind: count for kind, count in uses.items() if kind in _WORDS}
    rest = sum(uses.values()) - sum(named.values())
    return texts.list_of([counted(kind, count) for kind, count in (*named.items(), ("", rest)) if count])
