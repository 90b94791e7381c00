"""The evaluation a dialog works on: begun by the first thing that is kept of it."""

import uuid
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors import KnownError
from db.evaluation.evaluations import EvaluationRow, begin_evaluation, evaluation_of
from db.history import history
from db.measures.period import Period
from desktop.evaluation.loading import View
from desktop.operations import Operations
from desktop.sentences import sentence


class Held(QObject):
    """What is shown, and how to change it."""

    began = Signal(object)
    """An evaluation was begun: its key."""
    kept = Signal()
    refused = Signal(str)
    """Why something was not kept, in a sentence."""

    def __init__(self, operations: Operations, view: View, parent: QObject) -> None:
        super().__init__(parent)
        self.operations = operations
        self.period: Period = view.period
        self.evaluation: EvaluationRow | None = view.evaluation

    def take(self, view: View) -> None:
        """Work on what was read anew."""
        self.period, self.evaluation = view.period, view.evaluation

    def write(
        self,
        use_case: Callable[..., Any],
        *args: Any,
        done: Callable[[], object] | None = None,
        typed: QWidget | None = None,
        **kw: Any,
    ) -> None:
        """Call a use case that takes the evaluation's key first; what was `typed` somewhere until it is on the disk."""
        key = self.evaluation.id if self.evaluation is not None else None

        def told(result: tuple[uuid.UUID, Changes]) -> None:
            if key is None:
                self.began.emit(result[0])
            self.kept.emit()
            if done is not None:
                done()

        given = (_on_evaluation, key, self.period, _later(use_case, args, kw), use_case.__name__)
        if typed is not None:
            self.operations.keep(*given, fields=(typed,), done=told, failed=self._refuse, subject=given[-1])
        else:
            self.operations.write(*given, done=told, failed=self._refuse)

    def write_plain(self, use_case: Callable[..., Any], *args: Any, **kw: Any) -> None:
        """Call a use case that does not take the evaluation's key; where the disk refuses, again until it does not."""
        self.operations.keep(use_case, *args, done=lambda _result: self.kept.emit(), failed=self._refuse, **kw)

    def _refuse(self, error: KnownError) -> None:
        self.refused.emit(sentence(error))


def _on_evaluation(
    session: Session,
    evaluation_id: uuid.UUID | None,
    period: Period,
    change: Callable[..., Any],
    name: str,
) -> tuple[uuid.UUID, Changes]:
    """Call `change(session, evaluation_id=…)` on an evaluation, begun where there is none; both are one step.

    Where something was kept just before, and its answer is still on its way, there is one by now.
    """
    with history.step(session, name) as step:
        if evaluation_id is None:
            evaluation_id = evaluation_of(session, period)
        if evaluation_id is None:
            evaluation_id, _began = begin_evaluation(session, period)
        change(session, evaluation_id)
    return evaluation_id, step.changes


def _later(use_case: Callable[..., Any], args: tuple[Any, ...], kw: dict[str, Any]) -> Callable[..., Any]:
    """Return the use case still to be told the session and the evaluation."""
    return lambda session, evaluation_id: use_case(session, evaluation_id, *args, **kw)
