"""Fills a meeting pack from the record: the agenda, the minutes before, open actions, and the papers of each item."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy.orm import Session

from db.alliance import alliance
from db.meetings.agenda import agenda
from db.meetings.meetings import last_written_meeting, meeting, meeting_labels
from db.meetings.papers import PaperRow, paper_content, papers
from desktop import texts
from desktop.naming.meetings import item_title, meeting_name, paper_name
from desktop.reports.from_record import agenda_sheet, meeting_facts, minutes_sheet, planned_end
from desktop.reports.making import Maker, wanted
from desktop.reports.room_from_record import open_actions_sheet
from desktop.texts import _

if TYPE_CHECKING:
    from desktop.reports.pack import Enclosures, OwnPart
    from desktop.reports.page import PaperName, Progress
    from desktop.reports.room_sheets import NotPacked


@dataclass(slots=True)
class PackMaker(Maker):
    """Puts the pack of a meeting together, always a PDF."""

    meeting_id: uuid.UUID
    today: dt.date
    left_out: "Sequence[NotPacked]" = ()
    """The papers that are not in what was put together last."""

    def __call__(
        self,
        session: Session,
        out: Path | BinaryIO,
        paper: "PaperName | None" = None,
        *,
        language: str | None = None,
        word: bool = False,
        progress: "Progress | None" = None,
    ) -> "PaperName":
        from desktop.reports.pack import build_pack

        paper, language = wanted(session, paper, language)
        with texts.speaking(language):
            detail = meeting(session, self.meeting_id)
            self.left_out = build_pack(
                meeting_facts(session, detail, detail.row.start_time, planned_end(detail)),
                list(_own(session, self.meeting_id, self.today, paper)),
                list(_enclosed(session, self.meeting_id)),
                out,
                paper=paper,
                language=language,
                progress=progress,
                printed_on=self.today,
                logo=alliance(session).logo,
            )
        return paper


def _own(session: Session, meeting_id: uuid.UUID, today: dt.date, paper: "PaperName") -> "Iterator[OwnPart]":
    from desktop.reports.agenda import lay_out_agenda
    from desktop.reports.minutes import lay_out_minutes
    from desktop.reports.open_actions import lay_out_open_actions
    from desktop.reports.pack import own_part

    logo = alliance(session).logo
    yield own_part(_("Agenda"), lay_out_agenda(agenda_sheet(session, meeting_id, today=today), paper).headed(logo))
    for earlier_id, name in _minutes_before(session, meeting_id):
        minutes = lay_out_minutes(minutes_sheet(session, earlier_id, today=today), paper)
        yield own_part(_("Minutes – {meeting}").format(meeting=name), minutes.headed(logo))
    actions = open_actions_sheet(session, meeting_id, today=today)
    if actions.actions:
        yield own_part(_("Open actions"), lay_out_open_actions(actions, paper).headed(logo))


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
    item = rows[0].item
    return _("Papers for the whole meeting") if item is None else item_title(item)
