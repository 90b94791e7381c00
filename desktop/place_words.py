"""Words for where a file lies: a working copy, when it was put at its place, copies made by a conflict. No Qt."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from db.errors import KnownError
from db.errors.files import FileInUse, FileTakenOver, PlaceFull, PlaceReadOnly
from desktop import texts
from desktop.sentences import sentence
from desktop.sentences.files import holder_words
from desktop.texts import _, ngettext


def published_words(medium: str, at: dt.datetime | None, *, today: dt.date, changed: bool = False) -> str:
    """Return what the footer says of a working copy: when it was put at its place last."""
    if at is None:
        if changed:
            return _("Working copy, not yet on “{medium}”").format(medium=medium)
        return _("Working copy of “{medium}”").format(medium=medium)
    at = at.astimezone()
    when = texts.time_of_day(at) if at.date() == today else texts.date_and_time(at)
    return _("Working copy, last put on “{medium}”: {when}").format(medium=medium, when=when)


def unpublished_words(medium: str, why: KnownError) -> str:
    """Return what the footer says where the copy could not be put at its place."""
    match why:
        case PlaceFull():
            return _("Safe here; “{medium}” is full").format(medium=medium)
        case PlaceReadOnly():
            return _("Safe here; “{medium}” cannot be written").format(medium=medium)
        case FileInUse():
            return _("Safe here; somebody else has it open on “{medium}”").format(medium=medium)
    return _("Safe here; “{medium}” is not there").format(medium=medium)


def kept_both_words(medium: str, why: KnownError, beside: Path) -> str:
    """Return what happened where somebody else changed the file meanwhile, and where this computer's work is."""
    if isinstance(why, FileTakenOver):
        who = holder_words(why.who, why.office, why.computer)
        first = _("{who} took “{name}” over on “{medium}” while you worked on it.")
        said = first.format(who=who, name=why.path.name, medium=medium)
    else:
        said = sentence(why)
    then = _(
        "Your work goes on in “{name}”, beside it. Compare the two, bring over by hand what one of them lacks, and "
        "then go on with one only."
    )
    return f"{said} {then.format(name=beside.name)}"


def left_words(medium: str, why: KnownError) -> str:
    """Return what a person is told who closes a file that could not be put at its place."""
    said = _("Everything is saved on this computer, but not on “{medium}”: whoever opens it there sees an older state.")
    return f"{said.format(medium=medium)} {sentence(why)}"


def conflict_words(copies: Sequence[Path], program: str) -> str:
    """Return what copies beside the file are that a program made because of a conflict, and what to do."""
    names = texts.list_of([_("“{words}”").format(words=one.name) for one in copies])
    first = ngettext(
        "Beside this file lies a second version of it, {names}.",
        "Beside this file lie {count} other versions of it, {names}.",
        len(copies),
    ).format(names=names, count=texts.number(len(copies)))
    why = (
        _("{program} made it because two computers changed the file at the same time.").format(program=program)
        if program
        else _("A program that synchronises folders made it because two computers changed the file at the same time.")
    )
    what = _("Open it, bring over what is missing here, and then delete it.")
    return f"{first} {why} {what}"
