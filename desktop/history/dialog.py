"""What was done lately: when, who and what; and bringing back what was deleted."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from db.errors import KnownError
from db.history.history import StepRow, restore
from db.history.steps_told import ToldStep, what_was_done
from desktop import texts
from desktop.history.told import step_sentence
from desktop.naming.counting import counted
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.dialogs import Dialog
from desktop.widgets.painting import in_two_lines
from desktop.widgets.rows import Column, RowsModel, RowsTable

MOST = 300


def deleted_words(step: StepRow) -> str:
    """Return the names of what a step deleted: "Deleted: Cold storage map, 2 papers"; nothing if it deleted nothing."""
    names = list(dict.fromkeys(name or counted(table, 1) for table, name in step.deleted))
    if not names:
        return ""
    shown = names[:4] + (["…"] if len(names) > 4 else [])
    return _("Deleted: {names}").format(names=", ".join(" ".join(name.split()) for name in shown))


def second_line(step: StepRow) -> str:
    """Return what else is to say about a step: what it deleted, whether it was undone."""
    undone = _("Undone") if step.state == "undone" else ""
    return "  ·  ".join(filter(None, (undone, deleted_words(step))))


class _StepDelegate(TwoLineDelegate):
    """What was done; a long sentence goes on in the second line where nothing else stands there."""

    def _parted(self, shown: TwoLines, room: float, weight: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if shown.second:
            return super()._parted(shown, room, weight)
        return in_two_lines(shown.first, room, 14, weight), ()


class WhatWasDone(Dialog):
    """The newest steps, newest first."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(_("What was done"), parent, width=860)
        self._operations = operations
        columns: tuple[Column[ToldStep], ...] = (
            Column(lambda: _("When"), lambda step: texts.date_and_time_short(step.at.astimezone())),
            Column(lambda: _("Who"), lambda step: step.who or _("somebody")),
            Column(
                lambda: _("What"),
                step_sentence,
                tip=_tip,
                spoken=lambda step: ", ".join(filter(None, (step_sentence(step), second_line(step)))),
            ),
        )
        self.model = RowsModel(columns, key=lambda step: step.id, parent=self)
        self.table = RowsTable(self.model, name=_("What was done"), row_height=44)
        self.table.set_widths(144, 160, 0)
        show = _StepDelegate(_shown, self.table, past=lambda step: step.state == "undone")
        self.table.setItemDelegateForColumn(2, show)
        self.table.setMinimumHeight(380)
        self.add(self.table)
        self.restore_button = self.add_button(_("Bring back"), self._restore)
        self.restore_button.setToolTip(_("Brings back what the chosen step deleted"))
        self.set_close(_("Close"))
        self.table.selected.connect(self._on_selected)
        self._on_selected(None)
        self._read()

    def _read(self) -> None:
        self._operations.read(what_was_done, limit=MOST, done=self._show, key=(self, "steps"))

    def _show(self, steps: Sequence[ToldStep]) -> None:
        self.model.set_rows(sorted(steps, key=lambda step: step.at, reverse=True))
        if steps and not self.table.currentIndex().isValid():
            self.table.select_key(self.model.rows[0].id)
        self._on_selected(self.table.current_row())

    def _on_selected(self, step: ToldStep | None) -> None:
        self.restore_button.setEnabled(step is not None and bool(step.deleted) and step.state != "undone")

    def _restore(self) -> None:
        step = self.table.current_row()
        if step is not None:
            self.say("")
            self._operations.write(restore, step.id, done=self._restored, failed=self._refused)

    def _restored(self, _changes: object) -> None:
        self.say(_("It is back."), kind="info")
        self._read()

    def _refused(self, error: KnownError) -> None:
        self.say(sentence(error))


def _tip(step: ToldStep) -> str:
    return "\n".join(filter(None, (step_sentence(step), deleted_words(step))))


def _shown(step: ToldStep) -> TwoLines:
    return TwoLines(step_sentence(step), second_line(step), first_weight=400)
