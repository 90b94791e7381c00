"""What is said of who has the desk, and of copies of a file. Light: the window says it as it opens. No Qt."""

from db.engine import Given
from db.folding import words
from db.handover.standing import DeskRow
from desktop import texts
from desktop.copies_seen import Copy, Found
from desktop.texts import _, ngettext


def given_words(given: Given) -> str:
    """Return who has the desk now, for the head of every page of a file that gave it."""
    return _("{holder} has had the desk since {since}. This file can be looked at, printed and searched.").format(
        holder=holder_words(given.name, given.office), since=texts.date_long(given.since.astimezone())
    )


def held_words(row: DeskRow) -> str:
    """Return who has the desk: "Rosa Quispe (Hill Beekeepers) since 15 October 2026"."""
    if not row.name:
        return _("Nobody said yet who has the desk")
    holder = holder_words(row.name, row.office)
    return _("{holder} since {day}").format(holder=holder, day=texts.date_long(row.since)) if row.since else holder


def desk_words(row: DeskRow, who: str) -> str:
    """Return what the sidebar says under the one who works here: that they have the desk, or who has."""
    if not row.name:
        return ""
    if words(row.name) == words(who):
        return _("Has the desk")
    return _("The desk: {name}").format(name=row.name)


def handovers_words(count: int) -> str:
    """Return "3 handovers so far"."""
    if not count:
        return _("never handed over")
    return ngettext("{n} handover so far", "{n} handovers so far", count).format(n=texts.number(count))


def copy_words(found: Found) -> str:
    """Return what is wrong with an opened copy, and how much it lacks."""
    match found.copy:
        case Copy.OLDER:
            said = _("This is an older copy.")
        case Copy.APART:
            said = _("This copy was changed apart from another one that this computer has seen.")
        case Copy.BEFORE_HANDOVER:
            said = _("This is a copy from before the desk went to {holder}.").format(holder=found.holder)
        case Copy.TWO_DESKS:
            said = _("Two files claim the desk: in another one that this computer has seen, {holder} has it.").format(
                holder=found.holder
            )
        case Copy.SECOND:
            said = _("This is a second copy from one handover pack. Go on with one of the two only.")
    parts = [said]
    day = texts.date_long(found.at.astimezone()) if found.at else ""
    if found.lacks:
        lacking = ngettext("It lacks {n} change", "It lacks {n} changes", found.lacks).format(
            n=texts.number(found.lacks)
        )
        parts.append(
            _("{words}; the newest was made on {day}.").format(words=lacking, day=day) if day else f"{lacking}."
        )
    elif day and found.copy is Copy.SECOND:
        parts.append(_("The first was kept on {day}.").format(day=day))
    elif day:
        parts.append(_("The other one was changed last on {day}.").format(day=day))
    if found.path:
        parts.append(_("It was seen at {place}.").format(place=found.path))
    return " ".join(parts)


def holder_words(name: str, office: str) -> str:
    """Return "Rosa Quispe (Hill Beekeepers)"."""
    return f"{name} ({office})" if office else name
