"""Fills a meeting pack from the record: the agenda, the minutes before, open actions, and the papers of each item."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from sqlalchemy.orm import Session

from db.agenda import agenda
from db.meetings import last_written_meeting, meeting, meeting_labels
from db.papers import PaperRow, paper_content, papers
from desktop import texts
from desktop.naming.meetings import approval_title, meeting_name, paper_name
from desktop.reports.from_record import agenda_sheet, meeting_facts, minutes_sheet, planned_end
from desktop.reports.making import wanted
from desktop.reports.room_from_record import open_actions_sheet
from desktop.texts import _

if TYPE_CHECKING:
    from desktop.reports.pack import Enclosures, OwnPart
    from desktop.reports.page import PaperName, Progress
    from desktop.reports.room_sheets import NotPacked


def export_pack(
    session: Session,
    meeting_id: uuid.UUID,
    out: Path | BinaryIO,
    *,
    today: dt.date,
    paper: "PaperName | None" = None,
    language: str | None = None,
    progress: "Progress | None" = None,
) -> "tuple[PaperName, list[NotPacked]]":
    """Put the pack of a meeting together; return the paper it was laid out for, and the papers that are not in it.

    Raises:
        NotFound: If there is no such meeting.
        OSError: If the file cannot be written; what stood there before is untouched.
    """
    from desktop.reports.pack import build_pack

    paper, language = wanted(session, paper, language)
    with texts.speaking(language):
        detail = meeting(session, meeting_id)
        left_out = build_pack(
            meeting_facts(session, detail, detail.row.start_time, planned_end(detail)),
            list(_own(session, meeting_id, today, paper)),
            list(_enclosed(session, meeting_id)),
            out,
            paper=paper,
            language=language,
            progress=progress,
            printed_on=today,
        )
    return paper, left_out


@dataclass(frozen=True, slots=True)
class PackMaker:
    """What the preview calls to put a pack together; it takes its time, and says how far it has come."""

    meeting_id: uuid.UUID
    today: dt.date
    tells_progress: ClassVar[bool] = True

    def __call__(
        self, session: Session, out: BinaryIO, paper: "PaperName | None", *, progress: "Progress | None" = None
    ) -> "PaperName":
        return export_pack(session, self.meeting_id, out, today=self.today, paper=paper, progress=progress)[0]


def _own(session: Session, meeting_id: uuid.UUID, today: dt.date, paper: "PaperName") -> "Iterator[OwnPart]":
    from desktop.reports.agenda import build_agenda
    from desktop.reports.minutes import build_minutes
    from desktop.reports.open_actions import build_open_actions
    from desktop.reports.pack import OwnPart

    made = BytesIO()
    build_agenda(agenda_sheet(session, meeting_id, today=today), made, paper=paper, numbered=False)
    yield OwnPart(_("Agenda"), made.getvalue())
    for earlier_id, name in _minutes_before(session, meeting_id):
        made = BytesIO()
        build_minutes(minutes_sheet(session, earlier_id, today=today), made, paper=paper, numbered=False)
        yield OwnPart(_("Minutes – {meeting}").format(meeting=name), made.getvalue())
    actions = open_actions_sheet(session, meeting_id, today=today)
    if actions.actions:
        made = BytesIO()
        build_open_actions(actions, made, paper=paper, numbered=False)
        yield OwnPart(_("Open actions"), made.getvalue())


def _minutes_before(session: Session, meeting_id: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Return the meetings whose minutes this one approves, or else the one before it of the same body."""
    about = [item.about.id for item in agenda(session, meeting_id) if item.about is not None]
    if not about and (before := last_written_meeting(session, before=meeting_id)) is not None:
        about = [before.id]
    labels = meeting_labels(session, about)
    return [(key, meeting_name(labels[key])) for key in about if key in labels]


def _enclosed(session: Session, meeting_id: uuid.UUID) -> "Iterator[Enclosures]":
    from desktop.reports.pack import Enclosed, Enclosures

    for number, of_item in groupby(papers(session, meeting_id), key=lambda row: row.item_number):
        rows = list(of_item)
        own = [Enclosed(row.label, paper_name(row), partial(paper_content, session, row.id)) for row in rows]
        yield Enclosures("" if number is None else str(number), _title(rows), own)


def _title(rows: Sequence[PaperRow]) -> str:
    first = rows[0]
    if first.item_number is None:
        return _("Papers for the whole meeting")
    return first.item_title or (approval_title(first.about) if first.about else "")
