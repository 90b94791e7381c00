"""Fills the sheets of agenda and minutes from the record, and prints them. The record's rows in, a PDF out. No Qt.

Papers speak the alliance's language, whatever the window speaks, and come in the alliance's paper size unless another
is asked for.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from db import actions as record_actions
from db import decisions as record_decisions
from db.agenda import ItemRow, agenda
from db.alliance import alliance
from db.marks import Mark, parse_line
from db.meeting_labels import MeetingLabel
from db.meetings import MeetingDetail, meeting, meeting_labels
from db.minutes import corrections
from db.papers import papers
from db.vocabulary import ItemKind, MeetingRole, MinutesState
from desktop import texts
from desktop.naming.meetings import brought_by, item_title, meeting_name
from desktop.reports.attendance_from_record import attendance_of
from desktop.reports.making import Maker, wanted
from desktop.reports.sheets import (
    Action,
    AgendaBreak,
    AgendaItem,
    AgendaSheet,
    Correction,
    Decision,
    ItemMinutes,
    MeetingFacts,
    MinutesSheet,
    Missing,
    Point,
    Votes,
)
from desktop.texts import _, list_of

if TYPE_CHECKING:
    from desktop.reports.page import PaperName

_ANY_DAY = dt.date(2000, 1, 1)


# Printing


def export_agenda(
    session: Session,
    meeting_id: uuid.UUID,
    out: Path | BinaryIO,
    *,
    today: dt.date,
    paper: "PaperName | None" = None,
    language: str | None = None,
) -> "PaperName":
    """Print the agenda of a meeting; return the paper it was laid out for.

    Raises:
        NotFound: If there is no such meeting.
        OSError: If the file cannot be written; what stood there before is untouched.
    """
    from desktop.reports.agenda import build_agenda

    paper, language = wanted(session, paper, language)
    with texts.speaking(language):
        build_agenda(agenda_sheet(session, meeting_id, today=today), out, paper=paper, language=language)
    return paper


def export_minutes(
    session: Session,
    meeting_id: uuid.UUID,
    out: Path | BinaryIO,
    *,
    today: dt.date,
    paper: "PaperName | None" = None,
    language: str | None = None,
) -> "PaperName":
    """Print the minutes of a meeting; return the paper they were laid out for.

    Raises:
        NotFound: If there is no such meeting.
        OSError: If the file cannot be written; what stood there before is untouched.
    """
    from desktop.reports.minutes import build_minutes

    paper, language = wanted(session, paper, language)
    with texts.speaking(language):
        build_minutes(minutes_sheet(session, meeting_id, today=today), out, paper=paper, language=language)
    return paper


def agenda_maker(meeting_id: uuid.UUID, *, today: dt.date) -> Maker:
    """Return what the preview calls to print an agenda."""
    return lambda session, out, paper: export_agenda(session, meeting_id, out, today=today, paper=paper)


def minutes_maker(meeting_id: uuid.UUID, *, today: dt.date) -> Maker:
    """Return what the preview calls to print minutes."""
    return lambda session, out, paper: export_minutes(session, meeting_id, out, today=today, paper=paper)


# The agenda


def agenda_sheet(session: Session, meeting_id: uuid.UUID, *, today: dt.date) -> AgendaSheet:
    """Return the agenda of a meeting as it is printed, in the language spoken now.

    Raises:
        NotFound: If there is no such meeting.
    """
    detail = meeting(session, meeting_id)
    labels: dict[uuid.UUID | None, list[str]] = {}
    for paper in papers(session, meeting_id):
        labels.setdefault(paper.item_id, []).append(paper.label)
    return AgendaSheet(
        meeting=_facts(session, detail, detail.row.start_time, _planned_end(detail)),
        rows=[_agenda_row(row, detail.row.start_time, labels.get(row.id, ())) for row in agenda(session, meeting_id)],
        why=detail.purpose,
        approved_by=_("the co-chairs") if detail.agenda_approved_on else "",
        approved_on=detail.agenda_approved_on,
        called_on=detail.called_on,
        printed_on=today,
    )


def _agenda_row(row: ItemRow, start: dt.time | None, labels: Sequence[str]) -> AgendaItem | AgendaBreak:
    begins = _later(start, row.starts_after_minutes)
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
    )


def _facts(session: Session, detail: MeetingDetail, start: dt.time | None, end: dt.time | None) -> MeetingFacts:
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


def _planned_end(detail: MeetingDetail) -> dt.time | None:
    return _later(detail.row.start_time, detail.row.planned_minutes) if detail.row.planned_minutes else None


def _later(start: dt.time | None, minutes: int) -> dt.time | None:
    if start is None:
        return None
    return (dt.datetime.combine(_ANY_DAY, start) + dt.timedelta(minutes=minutes)).time()


# The minutes


def minutes_sheet(session: Session, meeting_id: uuid.UUID, *, today: dt.date) -> MinutesSheet:
    """Return the minutes of a meeting as they are printed, in the language spoken now.

    Raises:
        NotFound: If there is no such meeting.
    """
    detail = meeting(session, meeting_id)
    items = agenda(session, meeting_id)
    taken = [(row, decision_of(row)) for row in record_decisions.decisions(session, meeting=meeting_id)]
    agreed = [(row, action_of(row)) for row in record_actions.actions_as_approved(session, meeting_id)]
    written = detail.row.minutes_state is not MinutesState.IMPORTED
    said = [
        ItemMinutes(
            item_title(row),
            row.number,
            tuple(_said(row, [*taken, *agreed], alliance(session).language)),
            left_over=not row.done and detail.ended_at is not None,
        )
        if written
        else ItemMinutes(item_title(row), row.number, (row.text,) if row.text.strip() else ())
        for row in items
        if row.kind is ItemKind.ITEM
    ]
    start = detail.started_at or detail.row.start_time
    return MinutesSheet(
        meeting=_facts(session, detail, start, detail.ended_at or _planned_end(detail)),
        state=detail.row.minutes_state,
        attendance=attendance_of(session, detail),
        items=said if written else [item for item in said if item.said],
        decisions=[decision for _row, decision in taken],
        actions=[action for _row, action in agreed],
        circulated_on=detail.circulated_on,
        comments_by=detail.comments_by,
        approved_on=detail.approved_on,
        approved_at=_approved_at(session, detail),
        corrections=_corrections(session, meeting_id, items),
        original=detail.original_text,
        original_name=detail.original_name,
        printed_on=today,
    )


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


def action_of(row: record_actions.ActionRow) -> Action:
    """Return an action as it is printed."""
    lacks = {record_actions.Missing.OWNER: Missing.OWNER, record_actions.Missing.DATE: Missing.DUE}
    both = row.owner_member and row.owner_person and row.owner_member != row.owner_person
    return Action(
        label=row.label,
        text=row.text,
        owner=f"{row.owner_member} ({row.owner_person})" if both else row.owner,
        due=row.due_date,
        missing=frozenset(lacks[missing] for missing in row.missing),
        state=row.state,
        reason=row.dropped_reason,
    )


def _said(
    row: ItemRow,
    results: Sequence[tuple[record_decisions.DecisionRow, Decision] | tuple[record_actions.ActionRow, Action]],
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


def _corrections(session: Session, meeting_id: uuid.UUID, items: Sequence[ItemRow]) -> list[Correction]:
    places = {row.id: f"{row.number} {item_title(row)}" for row in items}
    return [
        Correction(
            recorded_on=row.corrected_at.astimezone().date(),
            by=row.who,
            where=places.get(row.item_id, "") if row.item_id else "",
            was=row.before,
            now=row.after,
            reason=row.reason,
        )
        for row in corrections(session, meeting_id)
    ]
