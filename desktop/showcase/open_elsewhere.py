"""Scenes of a file that somebody else has open, or that was lost while it was open."""

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QDialog

from db.errors.files import FileInUse, FileTakenOver
from db.lock import Holder
from desktop.alliance_files import rescued_name
from desktop.lost_file import rescued_words
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import Stage
from desktop.start.dialogs import InUseDialog, TakeOverDialog
from desktop.texts import _

_BESIDE = Path("/home/office/Documents/Alliance.ronda")
_SINCE = dt.datetime(2026, 10, 7, 9, 12).astimezone()
_HOLDER = Holder("Nora Tamm", "OFFICE-2", 1, _SINCE, "", office="Tamara Green House")
_USED = FileInUse(_BESIDE, _HOLDER.who, _HOLDER.computer, _SINCE, _HOLDER.office, _HOLDER)


def _in_use(stage: Stage) -> QDialog:
    dialog = InUseDialog(_BESIDE, _USED, stage.window)
    dialog.open()
    stage.settle()
    return dialog


def _take_over(stage: Stage) -> QDialog:
    dialog = TakeOverDialog(_BESIDE.name, _USED, stage.window)
    dialog.open()
    stage.settle()
    return dialog


def _taken_over(stage: Stage) -> None:
    stage.show("decisions")
    error = FileTakenOver(_BESIDE, _HOLDER.who, _HOLDER.computer, _SINCE, _HOLDER.office)
    safe = _BESIDE.with_name(rescued_name(_BESIDE, _SINCE))
    stage.window.footer.set_state(_("Saved in a rescued copy"), icon="check-circle", role="warn")
    stage.window.set_banner(rescued_words(error, safe), _("Show folder"))
    stage.settle()


SCENES: tuple[Scene, ...] = (
    Scene("in-use", _in_use, page=False),
    Scene("in-use-taking-over", _take_over, page=False),
)
LAST: tuple[Scene, ...] = (Scene("taken-over", _taken_over, page=False),)
"""What they say stays in the window."""
