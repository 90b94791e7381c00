"""The print room and the papers that are kept, and a document looked at from there."""

from PySide6.QtWidgets import QDialog

from desktop.papers.page import KEPT, ROOM, PapersPage
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import Stage


def _page(stage: Stage, tab: str) -> PapersPage:
    page = stage.show("papers")
    assert isinstance(page, PapersPage)
    page.show_tab(tab)
    stage.settle()
    return page


def _room(stage: Stage) -> None:
    _page(stage, ROOM).room.choose("agenda")
    stage.settle()


def _below(stage: Stage) -> None:
    """Picture what stands further down, which is drawn once it is in sight."""
    room = _page(stage, ROOM).room
    room.choose("decisions")
    quiet = 0
    while quiet < 8:  # one sheet is drawn after the other, the first once the page stands still
        stage.settle()
        quiet = 0 if room.pictures.busy else quiet + 1


def _kept(stage: Stage) -> None:
    _page(stage, KEPT)


def _printed(stage: Stage) -> QDialog:
    page = _page(stage, ROOM)
    page.room.choose("directory")
    page.print_out()
    return stage.dialog()


ROOMS: tuple[Scene, ...] = (
    Scene("papers-kept", _kept),
    Scene("papers-room-below", _below),
    Scene("papers-room-printed", _printed, page=False),
    Scene("papers", _room),
)
