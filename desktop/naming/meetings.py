"""What meetings, agenda items, purposes and papers are called, on screen and on paper. No Qt."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from db.meetings.labels import ItemLabel, MeetingLabel
from db.vocabulary import ItemKind, ItemOrigin, ItemPurpose, MeetingStatus, MinutesState, MissingFact
from desktop import texts
from desktop.texts import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from db.listing import ListedMeeting
    from db.meetings.agenda import ItemRow
    from db.meetings.cycle import Missing
    from db.meetings.meetings import MeetingDetail, MeetingRow
    from db.meetings.papers import PaperRow

STEPS = (N_("Prepare"), N_("Call"), N_("Meet"), N_("Write up"), N_("Follow up"))
_CALL = 1
_STEP_OF: Mapping[MeetingStatus, int] = MappingProxyType(
    {
        MeetingStatus.PREPARING: 0,
        MeetingStatus.CALLED: 1,
        MeetingStatus.RUNNING: 2,
        MeetingStatus.WRITING_UP: 3,
        MeetingStatus.FOLLOWING_UP: 4,
        MeetingStatus.CLOSED: 5,
        MeetingStatus.CANCELLED: 0,
    }
)


def meeting_name(of: "MeetingLabel | MeetingRow") -> str:
    """Return "General meeting 41", "Access to finance, meeting 7", or the title people gave."""
    if of.title:
        return of.title if of.number is None else _("{title} ({number})").format(title=of.title, number=of.number)
    if of.number is None:
        day = texts.date_long(of.date)
        if of.group:
            return _("{group}, meeting of {day}").format(group=of.group, day=day)
        return _("General meeting of {day}").format(day=day)
    if of.group:
        return _("{group}, meeting {number}").format(group=of.group, number=of.number)
    return _("General meeting {number}").format(number=of.number)


def meeting_times(row: "MeetingRow") -> str:
    """Return "10:00–12:30", or nothing where no time is set."""
    if row.start_time is None:
        return ""
    start = dt.datetime.combine(row.date, row.start_time)
    if not row.planned_minutes:
        return texts.time_of_day(start)
    return texts.time_span(start, start + dt.timedelta(minutes=row.planned_minutes))


def meeting_fact(row: "MeetingRow") -> str:
    """Return "Thu 22 Oct 2026, 10:00–12:30  ·  Hall 2"."""
    when = ", ".join(filter(None, (texts.weekday_date_brief(row.date), meeting_times(row))))
    return "  ·  ".join(filter(None, (when, row.place)))


def step_names() -> tuple[str, ...]:
    """Return the five steps of the cycle."""
    return tuple(_(step) for step in STEPS)


def step_of(status: MeetingStatus) -> int:
    """Return which step a meeting is at, counted from 0; 5 when all are done."""
    return _STEP_OF[status]


def steps_left_out(detail: "MeetingDetail") -> frozenset[int]:
    """Return which steps a meeting has behind it without having done them, counted from 0.

    It may begin without having been called. Of meetings brought in from before, nobody noted the day of their call.
    """
    row = detail.row
    passed = step_of(row.status) > _CALL and row.minutes_state is not MinutesState.IMPORTED
    return frozenset({_CALL}) if passed and detail.called_on is None else frozenset()


def status_word(status: MeetingStatus) -> str:
    """Return where a meeting stands, in a word."""
    words = {
        MeetingStatus.PREPARING: _("Preparing"),
        MeetingStatus.CALLED: _("Called"),
        MeetingStatus.RUNNING: _("Running"),
        MeetingStatus.WRITING_UP: _("Writing up"),
        MeetingStatus.FOLLOWING_UP: _("Following up"),
        MeetingStatus.CLOSED: _("Closed"),
        MeetingStatus.CANCELLED: _("Cancelled"),
    }
    return words[status]


def item_title(row: "ItemRow | ItemLabel") -> str:
    """Return the title of an item or a break, made where Ronda put it there itself."""
    if row.title:
        return row.title
    if row.kind is ItemKind.BREAK:
        return _("Break")
    if row.origin is ItemOrigin.APPROVAL and row.about is not None:
        return approval_title(row.about)
    if row.origin is ItemOrigin.OPEN_ACTIONS:
        return _("Open actions")
    return _("Item without a title")


def minutes_text(row: "ListedMeeting") -> str:
    """Return the minutes: to the letter where they were brought in, else item by item under its title."""
    said = (f"{item_title(item)}\n{item.text}" for item in row.items if item.text)
    return row.original_text or "\n\n".join(said)


def approval_title(about: MeetingLabel) -> str:
    """Return "Approval of the minutes of meeting 40"."""
    if about.number is not None and not about.title:
        return _("Approval of the minutes of meeting {number}").format(number=about.number)
    return _("Approval of the minutes: {meeting}").format(meeting=meeting_name(about))


def approval_done(about: MeetingLabel) -> str:
    """Return "The minutes of meeting 40 were approved."."""
    if about.number is not None and not about.title:
        return _("The minutes of meeting {number} were approved.").format(number=about.number)
    return _("The minutes were approved: {meeting}.").format(meeting=meeting_name(about))


def with_corrections(count: int) -> str:
    """Return "with 2 corrections"; nothing where there were none."""
    if not count:
        return ""
    return ngettext("with {n} correction", "with {n} corrections", count).format(n=texts.number(count))


def brought_by(row: "ItemRow") -> str:
    """Return who brings an item: "Hazelnut Growers' Union", "Group: Access to finance"."""
    return _("Group: {group}").format(group=row.brought_by) if row.brought_by_group_id else row.brought_by


def purpose_word(purpose: ItemPurpose | None) -> str:
    """Return "Decide", "Discuss", "Inform" or "No purpose"."""
    words = {
        ItemPurpose.DECIDE: pgettext("purpose of an item", "Decide"),
        ItemPurpose.DISCUSS: pgettext("purpose of an item", "Discuss"),
        ItemPurpose.INFORM: pgettext("purpose of an item", "Inform"),
        None: _("No purpose"),
    }
    return words[purpose]


def missing_sentence(missing: "Missing") -> str:
    """Return what a meeting lacks before it is called, as something to do."""
    if missing.fact is MissingFact.ITEM_PURPOSE:
        numbers = texts.list_of([str(number) for number in missing.item_numbers])
        message = ngettext(
            "Item {numbers} has no purpose.", "Items {numbers} have no purpose.", len(missing.item_numbers)
        )
        return message.format(numbers=numbers)
    sentences = {
        MissingFact.PURPOSE: _("The purpose of the meeting is not written yet."),
        MissingFact.ITEMS: _("There is nothing on the agenda yet."),
        MissingFact.TIME: _("No time is set."),
        MissingFact.PLACE: _("No place is set."),
    }
    return sentences[missing.fact]


def paper_name(row: "PaperRow") -> str:
    """Return what people call a paper: its title, else the name of its file."""
    return row.title or row.name


def paper_item(row: "PaperRow") -> str:
    """Return under which item a paper stands: "2  Water-user fee"."""
    if row.item is None:
        return _("Whole meeting")
    return f"{row.item_number}  {item_title(row.item)}"
