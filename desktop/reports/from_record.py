"""Fills the sheets of agenda and minutes from the record, and prints them. The record's rows in, a PDF out. No Qt.

Papers speak the alliance's language, whatever the window speaks, and come in the alliance's paper size unless another
is asked for.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.errors.asked import ItemInternal, ItemNotFound
from db.meetings.agenda import ItemRow, agenda, chair_notes
from db.meetings.coming_back import hearing_item
from db.meetings.labels import HELD, UPCOMING, MeetingLabel
from db.meetings.meetings import MeetingDetail, meeting, meeting_labels
from db.meetings.open_actions import CarriedAction, actions_asked_about, open_actions
from db.meetings.papers import papers
from db.minutes import actions as record_actions
from db.minutes import decisions as record_decisions
from db.minutes.marks import Mark, parse_line
from db.minutes.minutes import approved_at, corrections
from db.vocabulary import ItemKind, ItemOrigin, MeetingRole, MeetingStatus, MinutesState
from desktop.naming.meetings import approval_done, brought_by, item_title, meeting_name, with_corrections
from desktop.naming.outcomes import owner_words
from desktop.reports.attendance_from_record import attendance_of, without_people
from desktop.reports.making import Maker, Printed
from desktop.reports.sheets import (
    Action,
    AgendaBreak,
    AgendaItem,
    AgendaSheet,
    Approval,
    Correction,
    Decision,
    Heard,
    ItemMinutes,
    LeftOut,
    MeetingFacts,
    MinutesSheet,
    Missing,
    OpenAction,
    Point,
    Votes,
)
from desktop.texts import _, list_of

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName

_Result = tuple[record_decisions.DecisionRow, Decision] | tuple[record_actions.ActionRow, Action]
AgendaVersion = Literal["members", "chair", "public"]
"""For whom an agenda is printed: for the members, for the chair alone, for everybody."""
_ANY_DAY = dt.date(2000, 1, 1)


# Printing


def agenda_maker(meeting_id: uuid.UUID, *, today: dt.date, version: AgendaVersion = "members") -> Maker:
    """Return what makes the agenda of a meeting."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.agenda import lay_out_agenda
        from desktop.reports.chairs_agenda import lay_out_chairs_agenda

        sheet = agenda_sheet(session, meeting_id, today=today, version=version)
        return (lay_out_chairs_agenda if version == "chair" else lay_out_agenda)(sheet, paper)

    return Printed(lay_out)


def minutes_maker(meeting_id: uuid.UUID, *, today: dt.date, item: int | None = None, public: bool = False) -> Maker:
    """Return what makes the minutes of a meeting, all or an extract of one `item`; see `minutes_sheet`."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.minutes import lay_out_minutes

        return lay_out_minutes(minutes_sheet(session, meeting_id, today=today, item=item, public=public), paper)

    return Printed(lay_out)


# The agenda


def agenda_sheet(
    session: Session, meeting_id: uuid.UUID, *, today: dt.date, version: AgendaVersion = "members"
) -> AgendaSheet:
    """Return the agenda of a meeting as it is printed, in the language spoken now.

    Raises:
        NotFound: If there is no such meeting.
    """
    detail = meeting(session, meeting_id)
    labels: dict[uuid.UUID | None, list[str]] = {}
    for paper in papers(session, meeting_id):
        labels.setdefault(paper.item_id, []).append(paper.label)
    notes = chair_notes(session, meeting_id) if version == "chair" else {}
    public = version == "public"
    items = agenda(session, meeting_id)
    rows = [
        _agenda_row(row, detail.row.start_time, labels.get(row.id, ()))
        for row in items
        if not (public and row.internal)
    ]
    if version == "chair":
        rows = [_for_the_chair(shown, row, notes) for shown, row in zip(rows, items, strict=True)]
    facts = meeting_facts(session, detail, detail.row.start_time, planned_end(detail))
    return AgendaSheet(
        meeting=_unofficial(facts) if public else facts,
        rows=rows,
        why=detail.purpose,
        public=public,
        left_out=_left_out(items) if public else (),
        heard=None if public else _heard(session, detail, items, today),
        approved_by=_("the co-chairs") if detail.agenda_approved_on else "",
        approved_on=detail.agenda_approved_on,
        called_on=detail.called_on,
        printed_on=today,
        over=detail.row.date < today or detail.started_at is not None,
    )


def _heard(session: Session, detail: MeetingDetail, items: Sequence[ItemRow], today: dt.date) -> Heard | None:
    """Return the open actions under the item that hears them, until the meeting is over: then they say nothing of it.

    They are not for everybody: what is internal may have been agreed behind them.
    """
    item = hearing_item(session, items) if detail.row.status in UPCOMING else None
    if item is None or item.number is None:
        return None
    heard = actions_heard(session, detail.row.id)
    return Heard(item.number, heard, today) if heard or item.origin is ItemOrigin.OPEN_ACTIONS else None


def actions_heard(session: Session, meeting_id: uuid.UUID) -> list[OpenAction]:
    """Return the open actions that a meeting hears of, the longest overdue first.

    Raises:
        NotFound: If there is no such meeting.
    """
    return [_open_action(row) for row in open_actions(session, meeting_id) if row.heard]


def _open_action(row: CarriedAction) -> OpenAction:
    return OpenAction(
        label=f"A{row.sequence}",
        text=row.text,
        owner=row.owner,
        due=row.due_date,
        from_meeting=meeting_name(row.meeting) if row.meeting else "",
        agreed=row.agreed,
        owner_on_record=row.owner_on_record,
    )


def _agenda_row(row: ItemRow, start: dt.time | None, labels: Sequence[str]) -> AgendaItem | AgendaBreak:
    begins = later(start, row.starts_after_minutes)
    if row.kind is ItemKind.BREAK:
        return AgendaBreak(begins, row.planned_minutes, row.title)
    return AgendaItem(
        number=row.number or 0,
        title=item_title(row),
        start=begins,
        duration_minutes=row.planned_minutes,
        brought_by=brought_by(row),
        papers=labels,
        purpose=row.purpose,
        internal=row.internal,
    )


def _for_the_chair(
    shown: AgendaItem | AgendaBreak, row: ItemRow, notes: Mapping[uuid.UUID, str]
) -> AgendaItem | AgendaBreak:
    """Return a row with what the chair is to read beside it."""
    if isinstance(shown, AgendaBreak):
        return shown
    return replace(shown, note=row.note, chair_note=notes.get(row.id, ""))


def _left_out(items: Sequence[ItemRow]) -> list[LeftOut]:
    return [LeftOut(row.number, row.planned_minutes) for row in items if row.internal and row.number is not None]


def _unofficial(facts: MeetingFacts) -> MeetingFacts:
    """Return the facts of a meeting without the names of people, as everybody may read them."""
    return replace(facts, chair="", minutes_by=())


def meeting_facts(session: Session, detail: MeetingDetail, start: dt.time | None, end: dt.time | None) -> MeetingFacts:
    """Return the masthead of every paper about a meeting."""
    row = detail.row
    usual = MeetingLabel(row.id, row.group, row.number, "", row.date)
    return MeetingFacts(
        alliance=alliance(session).name,
        name=meeting_name(usual),
        day=row.date,
        start=start,
        end=end,
        title=row.title,
        place=row.place,
        chair=list_of([officer.name for officer in detail.officers_as(MeetingRole.CHAIR)]),
        minutes_by=tuple(officer.name for officer in detail.officers_as(MeetingRole.MINUTES)),
    )


def planned_end(detail: MeetingDetail) -> dt.time | None:
    """Return when a meeting is to end."""
    return later(detail.row.start_time, detail.row.planned_minutes) if detail.row.planned_minutes else None


def later(start: dt.time | None, minutes: int) -> dt.time | None:
    """Return the time of day so many minutes later."""
    if start is None:
        return None
    return (dt.datetime.combine(_ANY_DAY, start) + dt.timedelta(minutes=minutes)).time()


# The minutes


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which items of the minutes are printed: all, or one; without the internal ones where everybody may read them."""

    items: Sequence[ItemRow]
    number: int | None
    public: bool

    def has(self, item_id: uuid.UUID | None) -> bool:
        """Return whether what stands under this item (None: under no item) is printed."""
        row = next((row for row in self.items if row.id == item_id), None)
        if row is None:
            return self.number is None and item_id is None
        return self.number in (None, row.number) and not (self.public and row.internal)

    def has_correction(self, item_id: uuid.UUID | None) -> bool:
        """The same of a correction: of one without its item nobody can say whether that was internal."""
        return self.has(item_id) and not (item_id is None and self.left_out)

    @property
    def left_out(self) -> list[LeftOut]:
        return _left_out(self.items) if self.public and self.number is None else []

    def check(self) -> None:
        """See that the item wanted is there and may be read."""
        if self.number is None:
            return
        found = next((row for row in self.items if row.number == self.number), None)
        if found is None:
            raise ItemNotFound(self.number)
        if self.public and found.internal:
            raise ItemInternal(self.number)


def minutes_sheet(
    session: Session, meeting_id: uuid.UUID, *, today: dt.date, item: int | None = None, public: bool = False
) -> MinutesSheet:
    """Return the minutes of a meeting as they are printed, in the language spoken now.

    Raises:
        NotFound: If there is no such meeting.
        ItemNotFound: If the meeting has no item of this number.
        ItemInternal: If it has no public version.
    """
    detail = meeting(session, meeting_id)
    asked = _Wanted(agenda(session, meeting_id), item, public)
    asked.check()
    taken = [
        (row, decision_of(row))
        for row in record_decisions.decisions(session, meeting=meeting_id)
        if asked.has(row.item_id)
    ]
    agreed = [
        (row, action_of(row, people=not public))
        for row in record_actions.actions_as_approved(session, meeting_id)
        if asked.has(row.item_id)
    ]
    start = detail.started_at or detail.row.start_time
    facts = meeting_facts(session, detail, start, detail.ended_at or planned_end(detail))
    came = attendance_of(session, detail)
    original = "" if item is not None or asked.left_out else detail.original_text
    return MinutesSheet(
        meeting=_unofficial(facts) if public else facts,
        state=detail.row.minutes_state,
        attendance=without_people(came) if public else came,
        items=_items(session, detail, asked, [*taken, *agreed]),
        decisions=[decision for _row, decision in taken],
        actions=[action for _row, action in agreed],
        circulated_on=detail.circulated_on,
        comments_by=detail.comments_by,
        approved_on=detail.approved_on,
        approved_at=_approved_at(session, detail),
        corrections=_corrections(session, meeting_id, asked),
        original=original,
        original_name=detail.original_name,
        printed_on=today,
        public=public,
        left_out=asked.left_out,
        original_left_out=bool(asked.left_out and detail.original_text.strip()),
        extract_of=item,
    )


def _items(session: Session, detail: MeetingDetail, asked: _Wanted, results: Sequence[_Result]) -> list[ItemMinutes]:
    written = detail.row.minutes_state is not MinutesState.IMPORTED
    language = alliance(session).language
    decided = {row.item_id for row, shown in results if isinstance(shown, Decision)}
    settled = _settled(session, detail, asked, decided) if written else {}
    return [
        ItemMinutes(
            item_title(row),
            row.number,
            (*_said(row, results, language), *settled.get(row.id, ())) if written else _kept(row.text),
            left_over=written and not row.done and detail.ended_at is not None,
            internal=row.internal,
        )
        for row in asked.items
        if row.kind is ItemKind.ITEM and asked.has(row.id)
    ]


def _kept(text: str) -> tuple[str, ...]:
    return (text,) if text.strip() else ()


def _settled(
    session: Session, detail: MeetingDetail, asked: _Wanted, decided: Collection[uuid.UUID | None]
) -> dict[uuid.UUID, list[Approval | OpenAction]]:
    """Return by item what the meeting settled without a line of its text: minutes approved, earlier actions done.

    Where a decision stands under the approval, that says so already, in the words of the meeting. The actions are not
    for everybody, as on the agenda, nor is how much of earlier minutes was corrected.
    """
    if detail.row.status not in (MeetingStatus.RUNNING, *HELD):
        return {}
    approved = approved_at(session, detail.row.id)
    settled: dict[uuid.UUID, list[Approval | OpenAction]] = {
        row.id: [Approval(approval_done(row.about), "" if asked.public else with_corrections(approved[row.about.id]))]
        for row in asked.items
        if row.about is not None and row.about.id in approved and row.id not in decided
    }
    hearing = None if asked.public else hearing_item(session, asked.items)
    if hearing is not None:
        done = (row for row in actions_asked_about(session, detail.row.id) if row.done)
        settled.setdefault(hearing.id, []).extend(map(_open_action, done))
    return settled


def decision_of(row: record_decisions.DecisionRow) -> Decision:
    """Return a decision as it is printed."""
    voted = row.consensus is False and row.votes_for is not None
    return Decision(
        number=row.label,
        text=row.text,
        votes=Votes(row.votes_for or 0, row.votes_against or 0, row.abstentions or 0) if voted else None,
        consensus=bool(row.consensus),
        effective_on=row.effective_date,
        supersedes=row.supersedes,
        superseded_by=list_of([label for _key, label in row.superseded_by]),
    )


def action_of(row: record_actions.ActionRow, *, people: bool = True) -> Action:
    """Return an action as it is printed; without the names of people where everybody may read it."""
    lacks = {record_actions.Missing.OWNER: Missing.OWNER, record_actions.Missing.DATE: Missing.DUE}
    both = row.owner_member and row.owner_person and row.owner_member != row.owner_person
    owner = f"{row.owner_member} ({row.owner_person})" if both else owner_words(row)
    if not people and owner:
        owner = row.owner_member or _("a person")
    return Action(
        label=row.label,
        text=row.text,
        owner=owner,
        due=row.due_date,
        missing=frozenset(lacks[missing] for missing in row.missing),
        state=row.state,
        reason=row.dropped_reason,
    )


def _said(
    row: ItemRow,
    results: Sequence[_Result],
    language: str,
) -> Iterator[str | Point | Decision | Action]:
    """Yield what an item's text holds: runs of plain lines, points, and its decisions and actions where they stand.

    Those whose line was taken out of the text, but which were kept, come at the end.
    """
    mine = [(recorded.line, shown) for recorded, shown in results if recorded.item_id == row.id]
    by_line = {line: shown for line, shown in mine if line != record_decisions.NOT_IN_TEXT}
    lines = [by_line.get(number) or _line(line, language) for number, line in enumerate(row.text.split("\n"))]
    for plain, run in groupby(lines, key=lambda line: isinstance(line, str)):
        if not plain:
            yield from run
        elif text := "\n".join(map(str, run)).strip("\n"):
            yield text
    yield from (shown for line, shown in mine if line == record_decisions.NOT_IN_TEXT)


def _line(line: str, language: str) -> str | Point:
    mark = parse_line(line, language=language)
    return Point(mark.text) if mark is not None and mark.mark is Mark.POINT else line


def _approved_at(session: Session, detail: MeetingDetail) -> str:
    key = detail.approved_at_meeting_id
    found = meeting_labels(session, [key]).get(key) if key else None
    return meeting_name(found) if found else ""


def _corrections(session: Session, meeting_id: uuid.UUID, asked: _Wanted) -> list[Correction]:
    places = {row.id: f"{row.number} {item_title(row)}" for row in asked.items}
    return [
        Correction(
            recorded_on=row.corrected_at.astimezone().date(),
            by="" if asked.public else row.who,
            where=places.get(row.item_id, "") if row.item_id else "",
            was=row.before,
            now=row.after,
            reason=row.reason,
        )
        for row in corrections(session, meeting_id)
        if asked.has_correction(row.item_id)
    ]
