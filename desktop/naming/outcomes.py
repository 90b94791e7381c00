"""What decisions and actions are called, and how they stand, on screen and on paper. No Qt."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from db.meetings.labels import MeetingLabel
from db.minutes.actions import ActionRow, Missing
from db.minutes.decisions import DecisionRow
from db.vocabulary import ActionState
from desktop import texts
from desktop.naming.meetings import item_title, meeting_name
from desktop.texts import _, ngettext, pgettext


def action_meeting(row: ActionRow) -> MeetingLabel | None:
    """Return what the name of the meeting that agreed an action is made of; nothing if no meeting did."""
    if row.meeting_id is None or row.meeting_date is None:
        return None
    return MeetingLabel(row.meeting_id, row.group, row.meeting_number, row.meeting_title, row.meeting_date)


def action_origin(row: ActionRow) -> str:
    """Return "General meeting 41, 17 Sep 2026"; where no meeting agreed it, "Between meetings"."""
    label = action_meeting(row)
    return _("Between meetings") if label is None else dated_meeting(label)


def dated_meeting(label: MeetingLabel) -> str:
    """Return "General meeting 41, 17 Sep 2026"."""
    name = meeting_name(label)
    if label.number is None and not label.title:
        return name  # such a name holds its day
    return _("{meeting}, {day}").format(meeting=name, day=texts.date_short_year(label.date))


def decision_meeting(row: DecisionRow) -> MeetingLabel:
    """Return what the name of the meeting that took a decision is made of."""
    return MeetingLabel(row.meeting_id, row.group, row.meeting_number, row.meeting_title, row.meeting_date)


def agreed_under(row: ActionRow | DecisionRow) -> str:
    """Return the title of the item under which it was agreed; empty where that was under none."""
    return item_title(row.item) if row.item is not None else ""


def state_word(row: ActionRow, today: dt.date) -> str:
    """Return "Open", "Late", "Not agreed yet", "Done" or "Dropped"."""
    if row.state is ActionState.DONE:
        return pgettext("state of an action", "Done")
    if row.state is ActionState.DROPPED:
        return pgettext("state of an action", "Dropped")
    if not row.agreed:
        return _("Not agreed yet")
    return pgettext("state of an action", "Late") if row.overdue(today) else pgettext("state of an action", "Open")


def due_words(row: ActionRow, today: dt.date) -> str:
    """Return "41 days late", "due today", "due in 15 days", "No date yet", "done on 5 Oct 2026"."""
    if row.state is not ActionState.OPEN:
        done = row.state is ActionState.DONE
        if row.closed_on is None:
            return pgettext("state of an action", "done") if done else _("dropped")
        pattern = _("done on {day}") if done else _("dropped on {day}")
        return pattern.format(day=texts.date_short_year(row.closed_on))
    if row.due_date is None:
        return _("No date yet")
    days = (row.due_date - today).days
    return texts.days_late(-days) if days < 0 else _("due {when}").format(when=texts.in_days(days))


def counted_actions(rows: Sequence[ActionRow], today: dt.date) -> str:
    """Return "21 open, 7 late, 2 not agreed yet" for `rows`; what is not agreed yet is not among the open ones."""
    still = [row for row in rows if row.state is ActionState.OPEN]
    late = sum(row.agreed and row.overdue(today) for row in still)
    loose = sum(not row.agreed for row in still)
    agreed = len(still) - loose
    parts = [ngettext("{n} open", "{n} open", agreed).format(n=texts.number(agreed))]
    if late:
        parts.append(ngettext("{n} late", "{n} late", late).format(n=texts.number(late)))
    if loose:
        parts.append(ngettext("{n} not agreed yet", "{n} not agreed yet", loose).format(n=texts.number(loose)))
    return ", ".join(parts)


def missing_words(row: ActionRow) -> str:
    """Return what an action needs to be agreed: "Needs an owner and a date."; nothing if it is agreed."""
    match row.missing:
        case (Missing.OWNER, Missing.DATE):
            return _("Needs an owner and a date.")
        case (Missing.OWNER,):
            return _("Needs an owner.")
        case (Missing.DATE,):
            return _("Needs a date.")
    return ""


class Owned(Protocol):
    """Anything that somebody owes: who, and whether it is known who that is."""

    @property
    def owner(self) -> str: ...
    @property
    def owner_on_record(self) -> bool: ...


def owner_words(row: Owned, *, most: int = 0) -> str:
    """Return who owes an action, "Pepe (not on record)" where nobody is known so; nothing where nobody is named.

    `most` letters of the name are told, 0 means all: what is said behind it is never cut off.
    """
    name = shortened(row.owner, most) if most else row.owner
    if name and not row.owner_on_record:
        return _("{name} (not on record)").format(name=name)
    return name


def not_on_record(name: str) -> str:
    """Return "“Pepe” is not on record"."""
    return _("“{name}” is not on record").format(name=shortened(name, 32))


def due_before_meeting(row: ActionRow) -> str:
    """Return "Due 1 Feb 2025: before the meeting" of such an action; nothing of any other."""
    if row.due_date is None or row.meeting_date is None or row.due_date >= row.meeting_date:
        return ""
    return _("Due {date}: before the meeting").format(date=texts.date_short_year(row.due_date))


def how_taken(row: DecisionRow, *, brief: bool = False) -> str:
    """Return "All agree", "19 agree, 3 against, 1 abstains" (abstentions only if not `brief`); nothing if unknown."""
    if row.consensus:
        return _("All agree")
    if row.votes_for is None:
        return ""
    return counted_votes(row.votes_for, row.votes_against or 0, 0 if brief else row.abstentions or 0)


def counted_votes(agree: int, against: int, abstain: int) -> str:
    """Return "18 agree, 2 against, 1 abstains"; nobody against or abstaining is not told."""
    counted = [ngettext("{n} agrees", "{n} agree", agree).format(n=texts.number(agree))]
    if against:
        counted.append(_("{n} against").format(n=texts.number(against)))
    if abstain:
        counted.append(ngettext("{n} abstains", "{n} abstain", abstain).format(n=texts.number(abstain)))
    return ", ".join(counted)


def superseded_words(row: DecisionRow) -> str:
    """Return "Superseded by 45.1"; nothing for a decision in force."""
    labels = [label for _key, label in row.superseded_by]
    return _("Superseded by {labels}").format(labels=texts.list_of(labels)) if labels else ""


def due_or_late(due: dt.date | None, today: dt.date) -> tuple[str, str]:
    """Return when an action is due, as words and the role of their colour."""
    if due is None:
        return _("no date"), "warn"
    if due < today:
        return texts.days_late((today - due).days), "danger"
    return _("due {day}").format(day=texts.date_in(due, today.year)), "text2"


def shortened(text: str, most: int = 60) -> str:
    """Return the beginning of a text, for a sentence about it; it ends after a whole word if none is very long."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    begun = line[: most - 1]
    whole = begun if line[most - 1] == " " else begun.rpartition(" ")[0]
    return (whole if len(whole) > most / 2 else begun).rstrip(" ,;:") + "…"
