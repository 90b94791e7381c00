"""What is said of a handover: the checklist, who is worth knowing, what is in a pack. No Qt."""

import datetime as dt

from db.handover.situation import Checklist, Role
from desktop import texts
from desktop.copies_seen import Receipt
from desktop.texts import _, ngettext, pgettext


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
        return _("Every past turn names who did it")
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
        "members": _("Members in all"),
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


def received_words(receipt: Receipt) -> str:
    """Return what is said when a pack was kept on this computer before: when, and where its file is."""
    words = _("This pack was received on this computer already, on {moment}. Its file is “{place}”: open that one.")
    return words.format(moment=moment_words(receipt.at), place=receipt.path)


def claim_words(holder: str) -> str:
    """Return what is said when a pack brings a desk that somebody else has, as far as this computer knows."""
    return _("This computer has seen a later handover: {holder} has the desk there. Ask them before you go on.").format(
        holder=holder
    )
