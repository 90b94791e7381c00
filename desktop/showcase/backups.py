"""Scenes of backups: two months of them with what one holds otherwise than now, a stick that is behind, and closing."""

import datetime as dt
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QDialog, QWidget
from sqlalchemy.orm import Session

from db.backups.backups import Why, backup_folder, take_backup
from db.backups.restoring import restore_backup
from db.engine import AllianceFile, open_file
from db.history import history
from db.history.deletion import delete_row
from db.meetings.meetings import meetings
from db.minutes.actions import actions
from db.minutes.decisions import decisions
from db.schema import Action, Decision, Meeting
from db.vocabulary import MeetingStatus
from desktop.backups.closing import ClosingNote
from desktop.backups.dialog import BackupsDialog
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import MORNING, Stage
from desktop.texts import _

_OLD: Final = (
    (Why.CLOSING, dt.timedelta(days=61, hours=-6)),
    (Why.CLOSING, dt.timedelta(days=30, hours=-7)),
    (Why.IMPORT, dt.timedelta(days=16, hours=1)),
    (Why.CLOSING, dt.timedelta(days=9, hours=-6)),
    (Why.CLOSING, dt.timedelta(days=3, hours=-6)),
)
_NEW: Final = (
    (Why.MERGE, dt.timedelta(days=2, hours=1)),
    (Why.CLOSING, dt.timedelta(days=1, hours=-5)),
    (Why.CLOSING, dt.timedelta(hours=18)),
    (Why.WORK, dt.timedelta(minutes=22)),
)
_SHOWN: Final = 5


def show_backups(stage: Stage) -> QDialog:
    """Show the list with a backup chosen that lacks what was decided since."""
    stick = stage.folder / "STICK"
    if not stick.exists():
        stick.mkdir()
        _take_them(stage)
    stage.window.backups_requested.emit()
    dialog = stage.dialog()
    assert isinstance(dialog, BackupsDialog)
    _wait(stage, dialog)
    if dialog.keeper.place.folder is None:
        dialog.keeper.choose_place(stick)
        _wait(stage, dialog)
    dialog.table.selectRow(len(dialog.model.rows) - _SHOWN)
    _wait(stage, dialog)
    return dialog


def _take_them(stage: Stage) -> None:
    """Take backups as of other days; the older ones of a copy that lacks things."""
    file = stage.operations.file
    assert isinstance(file, AllianceFile)
    first = take_backup(file, at=MORNING - _NEW[0][1], why=_NEW[0][0])
    copy = stage.folder / "then" / file.path.name
    copy.parent.mkdir()
    restore_backup(first.path, copy)
    with open_file(copy) as then:
        with then.writing() as session:
            _take_away(session)
        for why, before in _OLD:
            take_backup(then, at=MORNING - before, why=why, folder=backup_folder(file.path))
    for why, before in _NEW[1:]:
        take_backup(file, at=MORNING - before, why=why)


def _take_away(session: Session) -> None:
    """Leave a record as it was before the last meeting was held."""
    last = next(row for row in meetings(session, bodies=[None]) if row.number == 40)  # the last that was held
    with history.step(session, "take_away", undoable=False):
        for action in actions(session, meeting=last.id)[:3]:
            delete_row(session, session.get_one(Action, action.id))
        for decision in decisions(session, meeting=last.id)[:3]:
            delete_row(session, session.get_one(Decision, decision.id))
        session.get_one(Meeting, last.id).status = MeetingStatus.CALLED


def _closing(_stage: Stage) -> QWidget:
    note = ClosingNote(_("Keeping a backup of “{file}”…").format(file=Path(_("Sample alliance") + ".ronda").name))
    note.show()
    return note


def _late_copy(stage: Stage) -> None:
    """Show the window while the stick is away and its copy nine days old."""
    stage.show("actions")
    stage.window.backups_requested.emit()
    dialog = stage.dialog()
    assert isinstance(dialog, BackupsDialog)
    _wait(stage, dialog)
    away = stage.folder / "away" / "STICK" / "backups"
    alliance = dialog.keeper.file.alliance_id.hex
    stage.settings.set_place(alliance, str(away), (MORNING - dt.timedelta(days=9)).isoformat())
    dialog.keeper.begin()
    _wait(stage, dialog)
    stage.put_away(dialog)


def _wait(stage: Stage, dialog: BackupsDialog) -> None:
    for _turn in range(200):
        stage.settle()
        if dialog.keeper.idle:
            break
    stage.settle()


BACKUPS: tuple[Scene, ...] = (
    Scene("backups", show_backups),
    Scene("backups-late", _late_copy),
    Scene("backups-closing", _closing, page=False),
)
