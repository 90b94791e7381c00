"""Directory, registers, lists, notes and letters: as scenes in the preview, and as printed pages."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QDialog
from sqlalchemy.orm import Session

from db.errors import KnownError
from desktop.preview.letters import print_invitation, print_note, print_terms
from desktop.reports.letters_from_record import (
    export_invitation,
    export_note,
    export_terms,
    latest_note,
    only_candidate,
)
from desktop.reports.lists import LISTS, export_list, whole_list
from desktop.reports.registers_from_record import export_actions, export_decisions, export_directory, export_owners
from desktop.showcase.scenes import Play, Scene
from desktop.showcase.stage import MORNING, Stage
from desktop.widgets.print_preview import PrintPreview


def _printed(page: str, layout: str) -> Play:
    """Return a scene that prints a page's list, laid out as `layout`."""

    def play(stage: Stage) -> QDialog:
        stage.show(page).print_out()
        stage.settle()
        dialog = stage.dialog()
        if layout != "list" and isinstance(dialog, PrintPreview):
            dialog.layouts.button(layout).click()
            stage.settle()
        return dialog

    return play


def _invitation(stage: Stage) -> QDialog:
    key = stage.read(lambda session: only_candidate(session, today=MORNING.date()).id)
    print_invitation(stage.window, stage.operations, key, today=MORNING.date())
    stage.settle()
    return stage.dialog()


def _terms(stage: Stage) -> QDialog:
    print_terms(stage.window, stage.operations, today=MORNING.date())
    stage.settle()
    return stage.dialog()


def _note(stage: Stage) -> QDialog:
    print_note(stage.window, stage.operations, stage.read(latest_note).id, today=MORNING.date())
    stage.settle()
    return stage.dialog()


REGISTERS: tuple[Scene, ...] = (
    Scene("preview-list-meetings", _printed("meetings", "list"), page=False),
    Scene("preview-list-actions", _printed("actions", "list"), page=False),
    Scene("preview-owners", _printed("actions", "owners"), page=False),
    Scene("preview-actions", _printed("actions", "whole"), page=False),
    Scene("preview-decisions", _printed("decisions", "register"), page=False),
    Scene("preview-directory", _printed("members", "directory"), page=False),
    Scene("preview-invitation", _invitation, page=False),
    Scene("preview-terms", _terms, page=False),
    Scene("preview-note", _note, page=False),
)


def print_registers(session: Session, folder: Path, language: str, *, today: dt.date) -> Iterator[str]:
    """Print them into `folder`; yield the name of each, without its ending. What the sample has not is left out."""
    makes: dict[str, Callable[[Path], object]] = {
        "directory": lambda out: export_directory(session, out, today=today, paper="a4"),
        "owners": lambda out: export_owners(session, out, today=today, paper="a4"),
        "actions": lambda out: export_actions(session, out, today=today, paper="a4"),
        "decisions": lambda out: export_decisions(session, out, today=today, paper="a4"),
        "note": lambda out: export_note(session, latest_note(session).id, out, today=today, paper="a4"),
        "terms": lambda out: export_terms(session, out, today=today, paper="a4"),
        "invitation": lambda out: export_invitation(
            session, only_candidate(session, today=today).id, out, today=today, paper="a4"
        ),
    }
    for name, make in makes.items():
        try:
            make(folder / f"print-{name}-{language}.pdf")
        except KnownError:
            continue
        yield f"print-{name}-{language}"
    for of in LISTS:
        out = folder / f"print-list-{of}-{language}.pdf"
        export_list(session, whole_list(session, of, today=today), out, today=today, paper="a4")
        yield out.stem
