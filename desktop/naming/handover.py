"""What is said of the desk, of a pack, and of copies of a file. No Qt."""

import datetime as dt

from db.desk import DeskRow
from db.engine import Given
from db.situation import Checklist, Role
from desktop import texts
from desktop.copies_seen import Copy, Found
from desktop.sentences import holder_words
from desktop.texts import _, ngettext, pgettext


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
    parts = [said]
    day = texts.date_long(found.at.astimezone()) if found.at else ""
    if found.lacks:
        words = ngettext("It lacks {n} change", "It lacks {n} changes", found.lacks).format(n=texts.number(found.lacks))
        parts.append(_("{words}; the newest was made on {day}.").format(words=words, day=day) if day else f"{words}.")
    elif day:
        parts.append(_("The other one was changed last on {day}.").format(day=day))
    if found.path:
        parts.append(_("It was {place}.").format(place=found.path))
    return " ".join(parts)


def checks(found: Checklist) -> list[tuple[str, int, str]]:
    """Return what had better be settled before a handover: a key, how many, and the sentence (of none: that all is)."""
    return [
        ("minutes", len(found.minutes), _minutes(len(found.minutes))),
        ("late", len(found.late), _late(len(found.late))),
        ("not_agreed", len(found.not_agreed), _not_agreed(len(found.not_agreed))),
        ("papers", len(found.without_paper), _papers(len(found.without_paper))),
        ("unanswered", len(found.unanswered), _unanswered(len(found.unanswered))),
        ("unclosed", len(found.unclosed), _unclosed(len(found.unclosed))),
    ]


def _minutes(n: int) -> str:
    if not n:
        return _("All minutes went out")
    return ngettext("{n} meeting has no minutes out yet", "{n} meetings have no minutes out yet", n).format(
        n=texts.number(n)
    )


def _late(n: int) -> str:
    if not n:
        return _("No action is late")
    return ngettext("{n} action is late: chase its owner", "{n} actions are late: chase their owners", n).format(
        n=texts.number(n)
    )


def _not_agreed(n: int) -> str:
    if not n:
        return _("Every open action has an owner and a date")
    return ngettext(
        "{n} action is not agreed yet: it lacks an owner or a date",
        "{n} actions are not agreed yet: they lack an owner or a date", n,
    ).format(n=texts.number(n))  # fmt: skip


def _papers(n: int) -> str:
    if not n:
        return _("Whatever is to be decided has its paper")
    return ngettext("{n} item to decide has no paper yet", "{n} items to decide have no paper yet", n).format(
        n=texts.number(n)
    )


def _unanswered(n: int) -> str:
    if not n:
        return _("Everybody asked for a turn has answered")
    return ngettext("{n} turn waits for an answer", "{n} turns wait for an answer", n).format(n=texts.number(n))


def _unclosed(n: int) -> str:
    if not n:
        return _("Of every turn that is over it is said who did it")
    return ngettext(
        "{n} turn is over, and nobody said who did it", "{n} turns are over, and nobody said who did them", n
    ).format(n=texts.number(n))


def role_word(role: Role) -> str:
    """Return why somebody is worth knowing."""
    match role:
        case Role.CO_CHAIR:
            return _("Co-chair")
        case Role.COORDINATOR:
            return _("Coordinator")
        case Role.GIVER:
            return _("Had the desk before")


def counts_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Return how much is in a pack, by kind, for people."""
    words = {
        "members": _("Members"),
        "people": _("People"),
        "meetings": _("Meetings"),
        "minutes": pgettext("how many", "Minutes"),
        "decisions": _("Decisions"),
        "actions": _("Actions"),
        "papers": _("Papers"),
        "turns": _("Turns"),
    }
    return [(word, counts.get(kind, 0)) for kind, word in words.items()]


def moment_words(iso: str) -> str:
    """Return a moment that a manifest names."""
    try:
        return texts.date_and_time(dt.datetime.fromisoformat(iso).astimezone())
    except ValueError:
        return iso


def claim_words(holder: str) -> str:
    """Return what is said when a pack brings a desk that somebody else has, as far as this computer knows."""
    return _("This computer has seen a later handover: {holder} has the desk there. Ask them before you go on.").format(
        holder=holder
    )
