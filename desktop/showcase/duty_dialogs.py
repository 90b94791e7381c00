"""The dialogs in which duties are set up and absences reported. They change the record: played after the pages."""

from typing import TypeVar

from PySide6.QtWidgets import QDialog

from db.duties.past import PastDuty, PastTurns
from db.duties.planning import plan_ahead, publish_plan
from db.duties.rota import next_on_duty
from db.members.members import members_on
from db.vocabulary import DutyRhythm, MemberStatus, PoolRule
from desktop.clock import stopped_at
from desktop.duties.absence_form import Span
from desktop.duties.absences import AbsencesDialog
from desktop.duties.duty_dialog import DutyDialog
from desktop.duties.past_dialog import PastTurnsDialog
from desktop.duties.setup import DutiesDialog
from desktop.showcase.scenes import Scene
from desktop.showcase.stage import MORNING, Stage

D = TypeVar("D", bound=QDialog)
_CLOCK = stopped_at(MORNING)


def _open(stage: Stage, dialog: D) -> D:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    stage.settle()
    return dialog


def _setup(stage: Stage) -> DutiesDialog:
    return _open(stage, DutiesDialog(stage.operations, _CLOCK, stage.window))


def _edit(stage: Stage) -> QDialog:
    dialog = _setup(stage)
    dialog.change_button.click()
    return stage.dialog()


def _add(stage: Stage) -> QDialog:
    """Picture a duty of one's own: for terms with dates, of some kinds of members, with an exemption."""
    dialog = _setup(stage)
    dialog.add_duty_button.click()
    editor = stage.dialog()
    assert isinstance(editor, DutyDialog)
    editor.rhythm.set_value(DutyRhythm.DATES)
    editor.rhythm.chosen.emit(DutyRhythm.DATES)
    editor.pool.rule.set_value(PoolRule.KINDS)
    editor.pool.rule.chosen.emit(PoolRule.KINDS)
    for box in list(editor.pool.boxes.values())[:2]:
        box.click()
    return stage.dialog()


def _exempt(stage: Stage) -> QDialog:
    editor = _edit(stage)
    assert isinstance(editor, DutyDialog)
    editor.exempt.add_button.click()
    return stage.dialog()


def _ends(stage: Stage) -> QDialog:
    _setup(stage).end_button.click()
    return stage.dialog()


def _past(stage: Stage) -> QDialog:
    """Picture the question with names that are no member, of which the sample itself has none."""
    dialog = _setup(stage)
    assert dialog.model.rows
    found = PastTurns(
        meetings=38, members=24, nobody_here=2,
        duties=(PastDuty(dialog.model.rows[0], 38, 24), PastDuty(dialog.model.rows[1], 36, 6)),
        unmatched=(("M. Kapanadze", 3), ("Sopio", 1)),
    )  # fmt: skip
    return _open(stage, PastTurnsDialog(stage.operations, found, dialog))


def _absences(stage: Stage) -> QDialog:
    dialog = _open(stage, AbsencesDialog(stage.operations, _CLOCK, stage.window))
    seated = [row for row in stage.read(members_on, _CLOCK.today()) if row.status is MemberStatus.MEMBER]
    dialog.form.choose(seated[2].id)
    stage.settle()
    return dialog


def _touched(stage: Stage) -> QDialog:
    """Picture an absence that a turn falls into, and what planning again would change."""
    stage.operations.write(plan_ahead, today=_CLOCK.today())
    stage.operations.write(publish_plan, today=_CLOCK.today())
    stage.settle()
    turn = next(row for row in stage.read(next_on_duty, today=_CLOCK.today()) if row.member_id is not None)
    dialog = _open(stage, AbsencesDialog(stage.operations, _CLOCK, stage.window, turn.member_id))
    dialog.form.span.button(Span.OPEN).click()
    dialog.verb.click()
    stage.settle()
    return dialog


DUTY_DIALOGS: tuple[Scene, ...] = (
    Scene("duties-setup", _setup, page=False),
    Scene("duties-edit", _edit, page=False),
    Scene("duties-add", _add, page=False),
    Scene("duties-exempt", _exempt, page=False),
    Scene("duties-ends", _ends, page=False),
    Scene("duties-past", _past, page=False),
    Scene("duties-absences", _absences, page=False),
    Scene("duties-touched", _touched, page=False),
)
