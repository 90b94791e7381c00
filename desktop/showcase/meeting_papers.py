"""The papers of a meeting besides agenda and minutes: as scenes in the preview, and as printed pages."""

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget
from sqlalchemy.orm import Session

from db.meetings.meetings import meetings
from desktop.meetings.page import MeetingsPage
from desktop.preview.documents import print_meeting
from desktop.reports.catalogue import meeting_paper
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import MORNING, Stage
from desktop.widgets.meeting_tab import OpenMeeting, PrintMeeting

_NEXT, _LAST, _ITEM = 41, 40, 3


def _previewed(what: str, number: int = _NEXT, item: int | None = None) -> Play:
    """Return a scene that shows a paper of a general meeting in the preview."""

    def play(stage: Stage) -> QDialog:
        request = PrintMeeting(stage.read(_general, number), what, item)
        print_meeting(stage.window, stage.operations, request, today=MORNING.date())
        stage.settle()
        return stage.dialog()

    return play


def _menu(stage: Stage) -> QWidget:
    """Picture the menu of all papers of a meeting that was held."""
    stage.window.open(OpenMeeting(stage.read(_general, _LAST), "minutes"))
    stage.settle()
    page = stage.window.current_page()
    assert isinstance(page, MeetingsPage)
    return stage.popup(page.frame.print_button.click)


MEETING_PAPERS: tuple[Scene, ...] = (
    Scene("meetings-print-menu", _menu, page=False),
    Scene("preview-agenda-chair", _previewed("agenda-chair"), page=False),
    Scene("preview-signin", _previewed("signin"), page=False),
    Scene("preview-minutes-item", _previewed("minutes-item", _LAST, _ITEM), page=False),
    Scene("preview-pack", _previewed("pack"), page=False),
)

_PRINTED = ("agenda-chair", "agenda-public", "minutes-item", "minutes-public", "signin", "minutes-form", "pack")


def print_meeting_papers(session: Session, folder: Path, language: str, *, today: dt.date) -> Iterator[str]:
    """Print the papers of a meeting into `folder`; yield the name of each, without its ending."""
    for what in _PRINTED:
        name = f"print-{what}-{language}"
        meeting_id = _general(session, _LAST if what.startswith("minutes-") and what != "minutes-form" else _NEXT)
        make = meeting_paper(what, meeting_id, today=today, item=_ITEM if what == "minutes-item" else None)
        make(session, folder / f"{name}.pdf", "a4")
        yield name


def _general(session: Session, number: int) -> uuid.UUID:
    return next(row.id for row in meetings(session, bodies=[None]) if row.number == number)
