"""Directory, registers, lists, notes and letters: as scenes in the preview, and as printed pages."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog
from sqlalchemy.orm import Session

from db.errors import KnownError
from desktop.preview.letters import print_envelope, print_invitation, print_note, print_terms
from desktop.reports.letters_from_record import (
    envelope_maker,
    invitation_maker,
    latest_note,
    note_maker,
    only_candidate,
    terms_maker,
)
from desktop.reports.lists import LISTS, list_maker, whole_list
from desktop.reports.making import Maker
from desktop.reports.registers_from_record import actions_maker, decisions_maker, directory_maker, owners_maker
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


def _envelope(stage: Stage) -> QDialog:
    print_envelope(stage.window, stage.operations, today=MORNING.date(), set_on=MORNING.date())
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
    Scene("preview-envelope", _envelope, page=False),
    Scene("preview-terms", _terms, page=False),
    Scene("preview-note", _note, page=False),
)


def print_registers(session: Session, folder: Path, language: str, *, today: dt.date) -> Iterator[str]:
    """Print them into `folder`; yield the name of each, without its ending. What the sample has not is left out."""
    makers: dict[str, Callable[[], Maker]] = {
        "directory": lambda: directory_maker(today=today),
        "owners": lambda: owners_maker(today=today),
        "actions": lambda: actions_maker(today=today),
        "decisions": lambda: decisions_maker(today=today),
        "note": lambda: note_maker(latest_note(session).id, today=today),
        "terms": lambda: terms_maker(today=today),
        "envelope": lambda: envelope_maker(today=today, set_on=today),
        "invitation": lambda: invitation_maker(only_candidate(session, today=today).id, today=today),
    }
    makers |= {f"list-{of}": partial(list_maker, whole_list(session, of, today=today), today=today) for of in LISTS}
    for name, maker in makers.items():
        try:
            maker()(session, folder / f"print-{name}-{language}.pdf", "a4")
        except KnownError:
            continue
        yield f"print-{name}-{language}"
