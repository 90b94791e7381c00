"""The lists of the pages as they are printed: which columns, and what stands in them. No Qt.

A cell is a text, or two of which the second stands smaller below the first.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from db.vocabulary import ActionState, MemberStatus
from desktop import texts
from desktop.naming import members as member_words
from desktop.naming.charter import tally_words
from desktop.naming.meetings import meeting_name, meeting_times, paper_item, paper_name, status_word
from desktop.naming.outcomes import (
    action_origin,
    decision_meeting,
    due_words,
    how_taken,
    state_word,
    superseded_words,
)
from desktop.texts import _, ngettext, pgettext

if TYPE_CHECKING:
    from db.charter.endorsements import Tally
    from db.meetings.meetings import MeetingRow
    from db.meetings.papers import PaperRow
    from db.members.attendance_strips import Mark
    from db.members.groups import GroupRow
    from db.members.members import MemberRow
    from db.minutes.actions import ActionRow
    from db.minutes.decisions import DecisionRow

Row = TypeVar("Row")
Cell = str | tuple[str, str]


@dataclass(frozen=True)  # without slots: `ListColumn[Row](…)` needs room for its type
class ListColumn(Generic[Row]):
    """A column: what it is called, what stands in it."""

    label: str
    cell: Callable[[Row], Cell]
    right: bool = False


def action_columns(today: dt.date) -> "tuple[ListColumn[ActionRow], ...]":
    """Return the columns of the register of actions, as of a day."""

    def owner(row: "ActionRow") -> Cell:
        person = row.owner_person if row.owner_person != row.owner else ""
        if row.owner and not row.owner_on_record:
            person = _("Not on record")
        return (row.owner, person) if row.owner else _("No owner yet")

    def due(row: "ActionRow") -> Cell:
        if row.state is not ActionState.OPEN:
            return due_words(row, today)
        word = state_word(row, today) if row.overdue(today) or not row.agreed else ""
        if row.due_date is None:
            return due_words(row, today), word
        day = texts.date_short_year(row.due_date)
        return day, ", ".join(filter(None, (word, due_words(row, today))))

    return (
        ListColumn(_("No."), lambda row: row.label),
        ListColumn(_("Action"), lambda row: (row.text, action_origin(row))),
        ListColumn(_("Owner"), owner),
        ListColumn(_("Due"), due),
    )


def decision_columns(tally_of: "Callable[[uuid.UUID], Tally | None]") -> "tuple[ListColumn[DecisionRow], ...]":
    """Return the columns of the register of decisions; `tally_of` says how many stand behind one."""
    return (
        ListColumn(_("No."), lambda row: row.label),
        ListColumn(_("Decision"), lambda row: (row.text, decision_second_line(row, tally_of(row.id)))),
        ListColumn(_("Taken"), lambda row: (texts.date_short_year(row.meeting_date), how_taken(row))),
    )


def decision_second_line(row: "DecisionRow", tally: "Tally | None") -> str:
    """Return "28 endorse, 2 silent  ·  General meeting 41": what stands under a decision's text."""
    behind = tally_words(tally) if tally is not None else ""
    return "  ·  ".join(filter(None, (superseded_words(row), behind, meeting_name(decision_meeting(row)))))


def meeting_columns() -> "tuple[ListColumn[MeetingRow], ...]":
    """Return the columns of the list of meetings."""

    def acted(row: "MeetingRow") -> Cell:
        loose = row.actions_not_agreed
        words = ngettext("{n} not agreed yet", "{n} not agreed yet", loose).format(n=texts.number(loose))
        return (_counted(row.actions), words) if loose else _counted(row.actions)

    return (
        ListColumn(_("Meeting"), meeting_name),
        ListColumn(_("Date"), lambda row: texts.date_short_year(row.date)),
        ListColumn(_("Time"), meeting_times),
        ListColumn(_("Place"), lambda row: row.place),
        ListColumn(pgettext("of a meeting", "Status"), lambda row: status_word(row.status)),
        ListColumn(_("Items"), lambda row: _counted(row.items), right=True),
        ListColumn(_("Here"), lambda row: _counted(row.present), right=True),
        ListColumn(_("Decisions"), lambda row: _counted(row.decisions), right=True),
        ListColumn(_("Actions"), acted, right=True),
    )


def paper_columns() -> "tuple[ListColumn[PaperRow], ...]":
    """Return the columns of the list of papers."""
    return (
        ListColumn(_("Paper"), lambda row: (paper_name(row), paper_item(row))),
        ListColumn(_("Meeting"), lambda row: meeting_name(row.meeting) if row.meeting else ""),
        ListColumn(_("Date"), lambda row: texts.date_short_year(row.meeting.date) if row.meeting else ""),
        ListColumn(_("No."), lambda row: row.label),
        ListColumn(_("Size"), lambda row: texts.size_bytes(row.size_bytes), right=True),
    )


def member_columns() -> "tuple[ListColumn[tuple[MemberRow, Sequence[Mark]]], ...]":
    """Return the columns of the list of members, each with its marks of attendance."""
    return (
        ListColumn(_("Member"), lambda line: (line[0].name, member_second_line(*line))),
        ListColumn(_("Attendance"), lambda line: member_words.attendance_summary(line[1])),
    )


def member_second_line(row: "MemberRow", marks: "Sequence[Mark]") -> str:
    """Return the line under a member's name: a warning, what it is if not a member, who speaks for it."""
    from db.members.attendance_strips import missed_last

    if row.status is not MemberStatus.LEFT and missed_last(tuple(marks)):
        return _("Missed the last three meetings")
    parts = [] if row.status is MemberStatus.MEMBER else [member_words.status_word(row.status)]
    if row.primary_name and row.primary_id != row.person_id:
        parts.append(row.primary_name)
    elif row.person_id is not None:
        parts.append(_("Individual"))
    return "  ·  ".join(parts) or _("No representative yet")


def group_columns() -> "tuple[ListColumn[GroupRow], ...]":
    """Return the columns of the list of working groups."""

    def coordinator(row: "GroupRow") -> Cell:
        both = row.coordinator_member and row.coordinator_person != row.coordinator_member
        return (row.coordinator_member, row.coordinator_person) if both else row.coordinator_person

    def review(row: "GroupRow") -> Cell:
        day = texts.date_short_year(row.review_date) if row.review_date else ""
        return (day, _("Review due")) if row.review_due else day

    return (
        ListColumn(_("Group"), lambda row: (row.name, row.purpose)),
        ListColumn(_("Coordinator"), coordinator),
        ListColumn(_("Members"), lambda row: _counted(row.member_count), right=True),
        ListColumn(_("At work"), lambda row: member_words.days(row.start_date, row.end_date)),
        ListColumn(_("Review"), review),
    )


def _counted(value: int) -> str:
    return texts.number(value) if value else "–"
