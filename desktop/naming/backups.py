"""What is said of backups: why each was taken, how old a copy is, what differs from now. No Qt."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from db.backups.backups import Backup, Why, backup_at, is_backup
from db.backups.differing import OTHER, Differs, KindDiffers, MeetingThen
from db.errors import KnownError
from db.errors.backups import BackupUnsound
from db.errors.files import FileDamaged, PlaceFull, PlaceReadOnly, PlaceUnreachable
from db.meetings.labels import HELD, UPCOMING
from db.vocabulary import MeetingStatus, MinutesState
from desktop import texts
from desktop.naming.meetings import meeting_name
from desktop.texts import _, ngettext

MOST_MEETINGS: Final = 6
"""So many meetings are told by name; the rest are counted."""
MOST_BACKUPS: Final = 6
"""So many backups are told by their moment; the rest are counted."""


def why_words(why: Why) -> str:
    """Return why a backup was taken, as a fact beside its date."""
    words = {
        Why.OPENING: _("On opening"),
        Why.WORK: _("While working"),
        Why.CLOSING: _("On closing"),
        Why.UPGRADE: _("Before an upgrade"),
        Why.IMPORT: _("Before an import"),
        Why.RESTORE: _("Before a restore"),
        Why.MERGE: _("Before joining doubles"),
        Why.ASKED: _("Asked for"),
    }
    return words[why]


def moment_words(backup: Backup) -> str:
    """Return when a backup was taken, in the time that holds here."""
    return texts.date_and_time(backup.taken_at.astimezone())


def moment_brief(backup: Backup) -> str:
    """Return the same for a list: "28 Sep 2026, 16:35"."""
    at = backup.taken_at.astimezone()
    return texts.date_and_time_short(at)


def looked_at_words(path: Path) -> str:
    """Return what the window says over a backup that was opened where it lies; nothing of another file."""
    backup = backup_at(path) if is_backup(path) else None
    if backup is None:
        return ""
    words = _("This is the backup of {moment}. To go on with it, make a copy of it: in the settings, under “File”.")
    return words.format(moment=moment_words(backup))


def age_words(then: dt.datetime, now: dt.datetime) -> str:
    """Return how long ago something was, in the largest unit that says enough: "3 days old"."""
    days = (now.astimezone().date() - then.astimezone().date()).days
    if days > 0:
        return ngettext("{n} day old", "{n} days old", days).format(n=texts.number(days))
    hours = int((now - then).total_seconds() // 3600)
    if hours > 0:
        return ngettext("{n} hour old", "{n} hours old", hours).format(n=texts.number(hours))
    return _("less than an hour old")


def copy_line(place: str, copied_at: dt.datetime | None, now: dt.datetime) -> str:
    """Return what the footer says of the second place: "Copy on “STICK”: 3 days old"."""
    if copied_at is None:
        return _("No copy on “{place}” yet").format(place=place)
    return _("Copy on “{place}”: {age}").format(place=place, age=age_words(copied_at, now))


def still_held_line(place: str) -> str:
    """Return what the footer says while copies in the second place hold somebody who was forgotten."""
    return _("Copies on “{place}” still hold somebody who was forgotten").format(place=place)


def rewritten_later_words(place: str) -> str:
    """Return that copies which hold somebody who was forgotten are rewritten once their place is there."""
    words = _("The copies on “{place}” still hold somebody who was forgotten. They are rewritten once it is connected.")
    return words.format(place=place)


def not_rewritten_words(names: Sequence[str]) -> str:
    """Return which copies could not be rewritten when somebody was forgotten, and what can be done."""
    words = _(
        "These copies may still hold somebody who was forgotten, for they have another passphrase or cannot be read: "
        "{names}. Delete them if they are not needed."
    )
    return words.format(names=texts.list_of([_("“{words}”").format(words=name) for name in names]))


def held_words(knowing: Sequence[Path], unread: Sequence[Path]) -> str:
    """Return which backups hold somebody, told by when they were taken, and how many cannot be read and may."""
    lines = []
    if knowing:
        words = ngettext("{n} holds this person: {moments}.", "{n} hold this person: {moments}.", len(knowing))
        lines.append(words.format(n=texts.number(len(knowing)), moments=_moments(knowing)))
    else:
        lines.append(_("None of those that can be read holds this person.") if unread else _("None holds this person."))
    if unread:
        words = ngettext(
            "{n} has another passphrase or cannot be read, and may: {moments}.",
            "{n} have another passphrase or cannot be read, and may: {moments}.",
            len(unread),
        )
        lines.append(words.format(n=texts.number(len(unread)), moments=_moments(unread)))
    return " ".join(lines)


def left_as_they_are_words(names: Sequence[str]) -> str:
    """Return which backups still hold somebody who was forgotten, because they were to stay as they are."""
    words = _(
        "These backups were left as they are, and still hold somebody who was forgotten: {names}. Delete them if they "
        "are not needed."
    )
    return words.format(names=texts.list_of([_("“{words}”").format(words=name) for name in names]))


def _moments(paths: Sequence[Path]) -> str:
    told = [moment_brief(one) for path in paths[:MOST_BACKUPS] if (one := backup_at(path)) is not None]
    more = len(paths) - MOST_BACKUPS
    if more > 0:
        told.append(ngettext("{n} more", "{n} more", more).format(n=texts.number(more)))
    return "; ".join(told)


def failure_words(error: KnownError) -> str:
    """Return in a few words, for the footer, why there is no backup."""
    match error:
        case PlaceFull():
            return _("No backup was made: there is no room left on the disk")
        case PlaceReadOnly():
            return _("No backup was made: its folder cannot be written")
        case PlaceUnreachable():
            return _("No backup was made: its folder cannot be reached")
        case FileDamaged():
            return _("No backup was made: the file cannot be read whole")
        case BackupUnsound():
            return _("No backup was made: the copy was not the same as the file")
        case _:
            return _("No backup was made: the disk refused")


def copy_failure_words(place: str, error: KnownError) -> str:
    """Return in a few words, for the footer, why the second place holds no copy of the newest backup."""
    match error:
        case PlaceFull():
            return _("There is no room left on “{place}” for the copy").format(place=place)
        case PlaceReadOnly():
            return _("“{place}” cannot be written: it holds no copy of the newest backup").format(place=place)
        case _:
            return _("The copy on “{place}” could not be made").format(place=place)


def differs_lines(found: Differs) -> list[str]:
    """Return what a backup holds otherwise than the file does now, a sentence each; nothing where they agree."""
    if not found.same_alliance:
        return [_("This is the record of another alliance: {name}.").format(name=found.alliance)]
    lines = []
    for template, counts in (
        (_("{things} fewer."), [(one, one.fewer) for one in found.kinds]),
        (_("{things} more, deleted since."), [(one, one.more) for one in found.kinds]),
        (_("{things} changed since."), [(one, one.other) for one in found.kinds]),
    ):
        things = [kind_words(one, count) for one, count in counts if count]
        if things:
            lines.append(template.format(things=texts.list_of(things)))
    if found.waiting:
        lines.append(waiting_words(found.waiting))
    return lines


def waiting_words(count: int) -> str:
    """Return that the last answers to a survey are in no backup yet, and when they will be."""
    words = ngettext(
        "{n} sheet of answers to a survey is in no backup yet, so that nobody can tell whose it is: it comes in with "
        "others, or once the survey is closed.",
        "{n} sheets of answers to a survey are in no backup yet, so that nobody can tell whose they are: they come in "
        "with others, or once the survey is closed.",
        count,
    )
    return words.format(n=texts.number(count))


def meeting_lines(found: Differs) -> list[str]:
    """Return how meetings stood then, a sentence each, the latest first."""
    if not found.same_alliance:
        return []
    lines = [_("{meeting}: not planned yet.").format(meeting=meeting_name(label)) for label in found.missing]
    lines += [words for one in found.meetings if (words := _meeting_then(one))]
    more = len(lines) - MOST_MEETINGS
    if more > 0:
        rest = ngettext("{n} more meeting stood elsewhere.", "{n} more meetings stood elsewhere.", more)
        lines[MOST_MEETINGS:] = [rest.format(n=texts.number(more))]
    return lines


def steps_words(found: Differs) -> str:
    """Return how much was done since a backup."""
    if not found:
        return _("Nothing differs: it holds what the file holds now.")
    return ngettext("{n} change was made since.", "{n} changes were made since.", found.steps).format(
        n=texts.number(found.steps)
    )


def kind_words(one: KindDiffers, count: int) -> str:
    """Return a count of things of a kind: "3 decisions"."""
    words = {
        "meeting": ngettext("{n} meeting", "{n} meetings", count),
        "agenda_item": ngettext("{n} agenda item", "{n} agenda items", count),
        "decision": ngettext("{n} decision", "{n} decisions", count),
        "action": ngettext("{n} action", "{n} actions", count),
        "paper": ngettext("{n} paper", "{n} papers", count),
        "attendance": ngettext("{n} entry of attendance", "{n} entries of attendance", count),
        "member": ngettext("{n} member", "{n} members", count),
        "person": ngettext("{n} person", "{n} people", count),
        "working_group": ngettext("{n} group", "{n} groups", count),
        "duty_turn": ngettext("{n} turn", "{n} turns", count),
        "note": ngettext("{n} note", "{n} notes", count),
        OTHER: ngettext("{n} other record", "{n} other records", count),
    }
    return words[one.kind].format(n=texts.number(count))


def _meeting_then(one: MeetingThen) -> str:
    name = meeting_name(one.label)
    if one.status in UPCOMING and one.status_now in HELD:
        words = _("{meeting}: not yet held.")
    elif MeetingStatus.CANCELLED in (one.status, one.status_now) and one.status is not one.status_now:
        words = _("{meeting}: not yet cancelled.") if one.status in UPCOMING else _("{meeting}: cancelled.")
    elif one.status is MeetingStatus.PREPARING and one.status_now is MeetingStatus.CALLED:
        words = _("{meeting}: not yet called.")
    elif one.minutes is not MinutesState.APPROVED and one.minutes_now is MinutesState.APPROVED:
        words = _("{meeting}: minutes not yet approved.")
    elif one.minutes is MinutesState.DRAFT and one.minutes_now is MinutesState.CIRCULATED:
        words = _("{meeting}: minutes not yet circulated.")
    else:
        words = _("{meeting}: stood elsewhere.")
    return words.format(meeting=name)
