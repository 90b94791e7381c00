"""Scenes of the start page that nobody wishes for: a file from elsewhere, a damaged one, what was saved of it."""

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QDialog

from db.backups.backups import Backup, Why
from db.rescue.rescue import Rescued
from desktop.damage import Help
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import MORNING, Stage
from desktop.start.trouble_dialogs import DamagedDialog, ElsewhereDialog, RescuedDialog
from desktop.texts import _

_SAVED = Rescued(
    saved={"member": 34, "person": 51, "working_group": 7, "meeting": 71, "agenda_item": 276, "decision": 106,
           "action": 113, "paper": 6, "step": 648, "change": 7029},
    lost={"agenda_item": 2, "paper": 1, "change": 112},
    restored={"meeting": 13, "decision": 11},
    stand_ins={"person": 1},
    uncertain=frozenset({"change"}),
)  # fmt: skip


def _path(stage: Stage) -> Path:
    return stage.folder / "Navresi.ronda"


def _elsewhere(stage: Stage) -> QDialog:
    page = stage.program.show_start()
    ElsewhereDialog(_path(stage), page).open()
    return stage.dialog()


def _damaged(stage: Stage) -> QDialog:
    page, path = stage.program.show_start(), _path(stage)
    taken = MORNING.astimezone() - dt.timedelta(hours=18)
    backup = Backup(path, taken, Why.CLOSING, 8_000_000)
    DamagedDialog(_("It cannot be read whole. Nothing was changed."), Help(path, backup, 14, 1), page).open()
    return stage.dialog()


def _no_backup(stage: Stage) -> QDialog:
    page, path = stage.program.show_start(), _path(stage)
    DamagedDialog(_("It cannot be read whole. Nothing was changed."), Help(path, None, None, 0), page).open()
    return stage.dialog()


def _rescued(stage: Stage) -> QDialog:
    page, path = stage.program.show_start(), _path(stage)
    RescuedDialog(path, _SAVED, path.with_name(f"{path.name}.damaged"), page).open()
    return stage.dialog()


TROUBLED: tuple[Scene, ...] = (
    Scene("start-elsewhere", _elsewhere, page=False),
    Scene("start-damaged", _damaged, page=False),
    Scene("start-no-backup", _no_backup, page=False),
    Scene("start-rescued", _rescued, page=False),
)
"""Played at the end: no file is open then."""
