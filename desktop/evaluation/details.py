"""The whole evaluation beside its charts: findings, interviews, challenges, and who evaluates how."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.changes import Changes
from db.evaluation.evaluations import EvaluationRow
from desktop.clock import Clock
from desktop.evaluation.findings_tab import FindingsTab
from desktop.evaluation.held import Held
from desktop.evaluation.interviews_tab import InterviewsTab
from desktop.evaluation.loading import View, load
from desktop.evaluation.method_tab import ChallengesTab, MethodTab
from desktop.naming.measures import period_words, scoped
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.dialogs import Dialog
from desktop.widgets.headers import TabStrip

FINDINGS, INTERVIEWS, CHALLENGES, METHOD = "findings", "interviews", "challenges", "method"
_KINDS: Final = frozenset({"evaluation", "finding", "interview"})


class DetailsDialog(Dialog):
    """Four tabs. What is changed is kept at once; the first change of a period begins its evaluation."""

    began = Signal(object)
    """An evaluation was begun: its key."""

    def __init__(self, operations: Operations, clock: Clock, view: View, parent: QWidget | None = None) -> None:
        period = scoped(period_words(view.period), view.scope, view.group)
        super().__init__(_("Evaluation of {period}").format(period=period), parent, width=920)
        self.operations = operations
        self._clock = clock
        self._alone = view.alone
        self._held = Held(operations, view, self)
        self._held.began.connect(self.began)
        self._held.kept.connect(self._read)
        operations.changed.connect(self._on_changed)
        self.tabs = TabStrip(
            [
                (FINDINGS, _("Findings")), (INTERVIEWS, _("Interviews")), (CHALLENGES, _("Challenges")),
                (METHOD, _("Who and how")),
            ],
            name=_("Evaluation"),
        )  # fmt: skip
        self.findings = FindingsTab(self._held)
        self.interviews = InterviewsTab(self._held, clock)
        self.challenges = ChallengesTab()
        self.method = MethodTab(self._held, clock)
        self._stack = QStackedWidget()
        for tab in (self.findings, self.interviews, self.challenges, self.method):
            self._stack.addWidget(tab)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.add(self.tabs)
        self.body.addWidget(self._stack, 1)
        for key in (INTERVIEWS, METHOD):
            self.tabs.set_shown(key, shown=not view.alone)
        self.set_close(_("Close"))
        self._held.refused.connect(self.say)
        self._show(view)

    def show_at(self, kind: str, key: object) -> None:
        """Bring the "finding" or "interview" of this key into sight."""
        tab, at = (self.interviews, INTERVIEWS) if kind == "interview" else (self.findings, FINDINGS)
        self.tabs.set_key(at)
        if key is not None and tab.table.select_key(key):
            tab.table.setFocus()

    def reject(self) -> None:
        if not self._alone:
            self.method.settle()
        super().reject()

    def _on_changed(self, changes: Changes) -> None:
        """Look again, also after what waited for the disk since this was open before."""
        if changes.kinds & _KINDS and not self._alone:
            self._read()

    def _read(self) -> None:
        evaluation: EvaluationRow | None = self._held.evaluation
        chosen = evaluation.id if evaluation is not None else self._held.period
        self.operations.read(load, chosen, self._clock.today(), done=self._show, key=(self, "view"))

    def _show(self, view: View) -> None:
        self.say("")
        self._held.take(view)
        self.findings.show_view(view)
        self.interviews.show_view(view)
        self.challenges.show_view(view)
        self.method.show_view(view)
