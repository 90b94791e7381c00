"""The papers of a meeting besides agenda and minutes: as scenes in the preview, and as printed pages."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

from PySide6.QtWidgets import QApplication, QDialog, QWidget
from sqlalchemy.orm import Session

from db.meetings import meetings
from desktop.meetings.page import MeetingsPage
from desktop.preview.documents import print_meeting
from desktop.reports.from_record import export_agenda, export_minutes
from desktop.reports.pack_from_record import export_pack
from desktop.reports.room_from_record import export_minutes_form, export_signin
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
    page.frame.print_button.click()
    stage.settle()
    menu = QApplication.activePopupWidget()
    assert menu is not None
    return menu


MEETING_PAPERS: tuple[Scene, ...] = (
    Scene("meetings-print-menu", _menu, page=False),
    Scene("preview-agenda-chair", _previewed("agenda-chair"), page=False),
    Scene("preview-signin", _previewed("signin"), page=False),
    Scene("preview-minutes-item", _previewed("minutes-item", _LAST, _ITEM), page=False),
    Scene("preview-pack", _previewed("pack"), page=False),
)

_PRINTED: MappingProxyType[str, Callable[[Session, Path, dt.date], object]] = MappingProxyType(
    {
        "agenda-chair": lambda session, out, today: export_agenda(
            session, _general(session, _NEXT), out, today=today, paper="a4", version="chair"
        ),
        "agenda-public": lambda session, out, today: export_agenda(
            session, _general(session, _NEXT), out, today=today, paper="a4", version="public"
        ),
        "minutes-item": lambda session, out, today: export_minutes(
            session, _general(session, _LAST), out, today=today, paper="a4", item=_ITEM
        ),
        "minutes-public": lambda session, out, today: export_minutes(
            session, _general(session, _LAST), out, today=today, paper="a4", public=True
        ),
        "signin": lambda session, out, today: export_signin(
            session, _general(session, _NEXT), out, today=today, paper="a4"
        ),
        "minutes-form": lambda session, out, today: export_minutes_form(
            session, _general(session, _NEXT), out, today=today, paper="a4"
        ),
        "pack": lambda session, out, today: export_pack(
            session, _general(session, _NEXT), out, today=today, paper="a4"
        ),
    }
)


def print_meeting_papers(session: Session, folder: Path, language: str, *, today: dt.date) -> Iterator[str]:
    """Print the papers of a meeting into `folder`; yield the name of each, without its ending."""
    for what, export in _PRINTED.items():
        name = f"print-{what}-{language}"
        export(session, folder / f"{name}.pdf", today)
        yield name


def _general(session: Session, number: int) -> uuid.UUID:
    return next(row.id for row in meetings(session, bodies=[None]) if row.number == number)
