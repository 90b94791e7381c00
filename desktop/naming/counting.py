"""How many records of a kind, in words. No Qt."""

from desktop import texts
from desktop.texts import ngettext


def counted(kind: str, count: int) -> str:
    """Return "3 meetings" for the records of a kind, named as the record names its tables."""
    match kind:
        case "member":
            text = ngettext("{n} member", "{n} members", count)
        case "person":
            text = ngettext("{n} person", "{n} people", count)
        case "meeting":
            text = ngettext("{n} meeting", "{n} meetings", count)
        case "attendance":
            text = ngettext("{n} attendance", "{n} attendances", count)
        case "agenda_item":
            text = ngettext("{n} agenda item", "{n} agenda items", count)
        case "decision":
            text = ngettext("{n} decision", "{n} decisions", count)
        case "action":
            text = ngettext("{n} action", "{n} actions", count)
        case "paper":
            text = ngettext("{n} paper", "{n} papers", count)
        case "working_group":
            text = ngettext("{n} group", "{n} groups", count)
        case "endorsement":
            text = ngettext("{n} endorsement", "{n} endorsements", count)
        case "duty_turn":
            text = ngettext("{n} turn", "{n} turns", count)
        case _:
            text = ngettext("{n} record", "{n} records", count)
    return text.format(n=texts.number(count))
