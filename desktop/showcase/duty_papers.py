"""The papers about duties: as scenes in the preview, and as printed pages."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QDialog
from sqlalchemy.orm import Session

from db.duties.keeping import duties
from db.duties.rota import turn_rows
from desktop.preview.duties import print_ledger, print_rota, print_slip
from desktop.reports.duties_from_record import ledger_maker, rota_maker, slip_maker
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import MORNING, Stage
from desktop.widgets.print_preview import PrintPreview


def _previewed(show: Callable[[Stage], object], layout: str = "") -> Play:
    """Return a scene that shows a paper in the preview, laid out as `layout` where it has several."""

    def play(stage: Stage) -> QDialog:
        show(stage)
        stage.settle()
        dialog = stage.dialog()
        if layout and isinstance(dialog, PrintPreview):
            dialog.layouts.button(layout).click()
            stage.settle()
        return dialog

    return play


def _rota(stage: Stage) -> None:
    print_rota(stage.window, stage.operations, today=MORNING.date())


def _ledger(stage: Stage) -> None:
    print_ledger(stage.window, stage.operations, stage.read(_first_duty), today=MORNING.date())


def _slip(stage: Stage) -> None:
    print_slip(stage.window, stage.operations, stage.read(_next_on_duty, MORNING.date()), today=MORNING.date())


PAPERS: tuple[Scene, ...] = (
    Scene("preview-rota", _previewed(_rota), page=False),
    Scene("preview-rota-list", _previewed(_rota, "list"), page=False),
    Scene("preview-ledger", _previewed(_ledger), page=False),
    Scene("preview-slip", _previewed(_slip), page=False),
)


def print_duties(session: Session, folder: Path, language: str, *, today: dt.date) -> Iterator[str]:
    """Print the papers about duties into `folder`; yield the name of each, without its ending."""
    makers = {
        "rota": rota_maker(today=today),
        "rota-list": rota_maker(today=today, layout="list", contacts=True),
        "ledger": ledger_maker(_first_duty(session), today=today),
        "slip": slip_maker(_next_on_duty(session, today), today=today),
    }
    for what, make in makers.items():
        name = f"print-{what}-{language}"
        make(session, folder / f"{name}.pdf", "a4")
        yield name


def _first_duty(session: Session) -> uuid.UUID:
    return duties(session)[0].id


def _next_on_duty(session: Session, today: dt.date) -> uuid.UUID:
    """Return who has the most turns ahead, so that a slip has something to say."""
    ahead = [turn.person_id for turn in turn_rows(session) if turn.first >= today and turn.person_id is not None]
    return max(sorted(set(ahead)), key=ahead.count)
