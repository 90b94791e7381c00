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
from desktop.kept_writes import alive
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
            if done is not None and alive(done):
                done()

        given = (_on_evaluation, key, self.period, use_case, *args)
        if typed is not None:
            about = (use_case, self.period)
            self.operations.keep(*given, fields=(typed,), done=told, failed=self._refuse, subject=about, **kw)
        else:
            self.operations.write(*given, done=told, failed=self._refuse, **kw)

    def waiting(self, use_case: Callable[..., Any]) -> dict[str, Any]:
        """Return by name what was typed and `use_case` is to write to this evaluation, but has not yet."""
        return self.operations.kept_writes.waiting_of((use_case, self.period))

    def write_plain(self, use_case: Callable[..., Any], *args: Any, **kw: Any) -> None:
        """Call a use case that does not take the evaluation's key; where the disk refuses, again until it does not."""
        self.operations.keep(use_case, *args, done=lambda _result: self.kept.emit(), failed=self._refuse, **kw)

    def _refuse(self, error: KnownError) -> None:
        self.refused.emit(sentence(error))


def _on_evaluation(
    session: Session,
    evaluation_id: uuid.UUID | None,
    period: Period,
    use_case: Callable[..., Any],
    *args: Any,
    **kw: Any,
) -> tuple[uuid.UUID, Changes]:
    """Call a use case that takes the evaluation's key first, begun where there is none; both are one step.

    Where something was kept just before, and its answer is still on its way, there is one by now.
    """
    with history.step(session, use_case.__name__) as step:
        if evaluation_id is None:
            evaluation_id = evaluation_of(session, period)
        if evaluation_id is None:
            evaluation_id, _began = begin_evaluation(session, period)
        use_case(session, evaluation_id, *args, **kw)
    return evaluation_id, step.changes
