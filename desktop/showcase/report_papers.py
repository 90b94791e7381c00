"""The papers about the alliance as a whole: as scenes in the preview, and as printed pages."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QDialog
from sqlalchemy.orm import Session

from desktop.preview.reports import print_brief, print_evaluation
from desktop.reports.brief_from_record import brief_maker
from desktop.reports.evaluation_from_record import evaluation_maker, this_year
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import MORNING, Stage


def _previewed(show: Callable[[Stage], object]) -> Play:
    def play(stage: Stage) -> QDialog:
        show(stage)
        stage.settle()
        return stage.dialog()

    return play


def _brief(stage: Stage) -> None:
    print_brief(stage.window, stage.operations, today=MORNING.date())


def _evaluation(stage: Stage) -> None:
    today = MORNING.date()
    print_evaluation(stage.window, stage.operations, stage.read(this_year, today), today=today)


REPORTS: tuple[Scene, ...] = (
    Scene("preview-brief", _previewed(_brief), page=False),
    Scene("preview-evaluation", _previewed(_evaluation), page=False),
)


def print_reports(session: Session, folder: Path, language: str, *, today: dt.date) -> Iterator[str]:
    """Print the papers about the alliance into `folder`; yield the name of each, without its ending."""
    makers = {
        "brief": brief_maker(today=today),
        "evaluation": evaluation_maker(this_year(session, today), today=today),
    }
    for what, make in makers.items():
        name = f"print-{what}-{language}"
        make(session, folder / f"{name}.pdf", "a4")
        yield name
