"""What is said of backups: why each was taken, how old a copy is, what differs from now. No Qt."""

import datetime as dt
from pathlib import Path
from typing import Final

from db.backups import Backup, Why
from db.differing import Differs, KindDiffers, MeetingThen
from db.meeting_labels import HELD, UPCOMING
from db.vocabulary import MeetingStatus, MinutesState
from desktop import texts
from desktop.naming.meetings import meeting_name
from desktop.texts import _, ngettext

MOST_MEETINGS: Final = 6
"""So many meetings are told by name; the rest are counted."""


def why_words(why: Why) -> str:
    """Return why a backup was taken, as a fact beside its date."""
    words = {
        Why.OPENING: _("When the file was opened"),
        Why.WORK: _("While working"),
        Why.CLOSING: _("When the file was closed"),
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


def age_words(then: dt.datetime, now: dt.datetime) -> str:
    """Return how long ago something was, in the largest unit that says enough: "3 days old"."""
    days = (now.astimezone().date() - then.astimezone().date()).days
    if days > 0:
        return ngettext("{n} day old", "{n} days old", days).format(n=texts.number(days))
    hours = int((now - then).total_seconds() // 3600)
    if hours > 0:
        return ngettext("{n} hour old", "{n} hours old", hours).format(n=texts.number(hours))
    return _("of just now")


def copy_line(place: Path, copied_at: dt.datetime | None, now: dt.datetime) -> str:
    """Return what the footer says of the second place: "Copy on “STICK”: 3 days old"."""
    name = place.name or str(place)
    if copied_at is None:
        return _("No copy on “{place}” yet").format(place=name)
    return _("Copy on “{place}”: {age}").format(place=name, age=age_words(copied_at, now))


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
    return lines


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
    }
    return words[one.kind].format(n=texts.number(count))


def _meeting_then(one: MeetingThen) -> str:
    name = meeting_name(one.label)
    if one.status in UPCOMING and one.status_now in HELD:
        words = _("{meeting}: not yet held.")
    elif MeetingStatus.CANCELLED in (one.status, one.status_now) and one.status is not one.status_now:
        words = _("{meeting}: not yet called off.") if one.status in UPCOMING else _("{meeting}: called off.")
    elif one.status is MeetingStatus.PREPARING and one.status_now is MeetingStatus.CALLED:
        words = _("{meeting}: not yet called.")
    elif one.minutes is not MinutesState.APPROVED and one.minutes_now is MinutesState.APPROVED:
        words = _("{meeting}: minutes not yet approved.")
    elif one.minutes is MinutesState.DRAFT and one.minutes_now is MinutesState.CIRCULATED:
        words = _("{meeting}: minutes not yet circulated.")
    else:
        words = _("{meeting}: stood elsewhere.")
    return words.format(meeting=name)
