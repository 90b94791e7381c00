"""Who evaluates how, with what each number means; and what the records say of known challenges."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from db.evaluation.evaluations import change_evaluation
from db.measures.challenges import Sign, Signal
from db.vocabulary import EvaluatorKind
from desktop import texts
from desktop.clock import Clock
from desktop.evaluation.held import Held
from desktop.evaluation.loading import View
from desktop.evaluation.words import evaluator_word
from desktop.kept_writes import UNSAVED, waits
from desktop.naming.charter import challenge_name, challenge_standing
from desktop.naming.evaluation import sign_word, signal_sentence
from desktop.naming.measures import counted_from, definitions
from desktop.naming.outcomes import dated_meeting
from desktop.texts import _
from desktop.widgets.badges import Badge
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.labels import Label, hline
from desktop.widgets.layouts import ScrollArea, clear, column, row
from desktop.widgets.looking import writes

_LINES = 64
_NOTHING: Final[Mapping[str, Any]] = {
    "evaluator_kind": EvaluatorKind.COMMITTEE, "evaluators": "", "summary": "", "discussion": "", "limits": "",
    "presented_at_meeting_id": None, "survey_id": None, "finished_on": None,
}  # fmt: skip
"""What is said of an evaluation before anything is."""


class MethodTab(QWidget):
    """Fields that are kept as one leaves them, and below what each number means."""

    def __init__(self, held: Held, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held, self._clock = held, clock
        self._shown: object = None
        self.kind_choice = Choice([(one, evaluator_word(one)) for one in EvaluatorKind], name=_("Who evaluates"))
        self.names_field = QLineEdit()
        self.summary_field = _Words(self._keep)
        self.discussion_field = _Words(self._keep)
        self.limits_field = _Words(self._keep)
        self.survey_choice = Choice([], name=_("Survey of members"))
        self.meeting_choice = Choice([], name=_("Presented at"))
        self.finished_box = QCheckBox(_("The evaluation is finished"))
        form = FormRows(above=True)
        form.add(_("Who evaluates"), self.kind_choice)
        form.add(_("Names, as they are printed"), self.names_field)
        form.add(_("Summary"), self.summary_field, hint=_("Left empty, it is made from the findings."))
        form.add(_("A question for discussion"), self.discussion_field)
        form.add(_("What this cannot say, in the evaluators’ words"), self.limits_field)
        form.add(_("Survey of members"), self.survey_choice)
        form.add(_("Presented at"), self.meeting_choice)
        form.add_wide(self.finished_box)
        self.counted_label = Label("", 13, 400, "text2", wrap=True)
        parts: list[QWidget] = [form, self.counted_label, Label(_("What each number means"), 16, 600)]
        for name, words in definitions():
            parts += [Label(name, 14, 600), Label(words, 13, 400, "text2", wrap=True)]
        area = ScrollArea(column(*parts, spacing=4, margins=(0, 0, 12, 8)), bar_room=12)
        area.setMinimumHeight(340)
        self.setLayout(column(area))
        writes(
            self.kind_choice, self.names_field, self.summary_field, self.discussion_field, self.limits_field,
            self.meeting_choice, self.finished_box,
        )  # fmt: skip
        self.kind_choice.chosen.connect(lambda _kind: self._keep())
        self.survey_choice.chosen.connect(lambda _key: self._keep())
        self.meeting_choice.chosen.connect(lambda _key: self._keep())
        self.names_field.editingFinished.connect(self._keep)
        self.finished_box.clicked.connect(lambda _on: self._keep())

    def settle(self) -> None:
        """Keep what stands half typed."""
        self._keep()

    def show_view(self, view: View) -> None:
        """Show who evaluates a period."""
        of = view.evaluation
        if waits(self) and self._held.period == self._shown:
            return
        self._shown = self._held.period
        self.setProperty(UNSAVED, False)
        self.meeting_choice.set_choices([("", _("Not said")), *((one.id, dated_meeting(one)) for one in view.meetings)])
        stands = self._standing()
        self.kind_choice.set_value(stands["evaluator_kind"])
        self.survey_choice.set_choices(
            [("", _("The latest of the period")), *((one.id, one.title) for one in view.surveys)]
        )
        self.survey_choice.set_value(stands["survey_id"] or "")
        self.meeting_choice.set_value(stands["presented_at_meeting_id"] or "")
        if not self.names_field.hasFocus():
            self.names_field.setText(stands["evaluators"])
        for name, field in self._words().items():
            if not field.hasFocus():
                field.setPlainText(stands[name])
        self.finished_box.setChecked(stands["finished_on"] is not None)
        if of and of.finished_on:
            words = _("The evaluation was finished on {day}").format(day=texts.date_long(of.finished_on))
            self.finished_box.setText(words)
        else:
            self.finished_box.setText(_("The evaluation is finished"))
        self.counted_label.setText(counted_from(view.own))

    def _words(self) -> dict[str, QPlainTextEdit]:
        return {"summary": self.summary_field, "discussion": self.discussion_field, "limits": self.limits_field}

    def _standing(self) -> dict[str, Any]:
        """Return by name what is shown here, as it is once what waits for the disk is written."""
        of = self._held.evaluation
        recorded = dict(_NOTHING) if of is None else {name: getattr(of, name) for name in _NOTHING}
        return recorded | self._held.waiting(change_evaluation)

    def _keep(self) -> None:
        before = self._standing()
        now: dict[str, Any] = {
            "evaluator_kind": self.kind_choice.value() or EvaluatorKind.COMMITTEE,
            "evaluators": self.names_field.text().strip(),
            **{name: field.toPlainText().strip() for name, field in self._words().items()},
            "presented_at_meeting_id": self.meeting_choice.value() or None,
            "survey_id": self.survey_choice.value() or None,
            "finished_on": (before["finished_on"] or self._clock.today()) if self.finished_box.isChecked() else None,
        }
        changed = {name: value for name, value in now.items() if value != before[name]}
        if changed:
            self._held.write(change_evaluation, typed=self, **self._held.waiting(change_evaluation) | changed)


class _Words(QPlainTextEdit):
    """A few lines, kept when one leaves them."""

    def __init__(self, keep: object) -> None:
        super().__init__()
        self._keep = keep
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES)

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        if callable(self._keep):
            self._keep()


class ChallengesTab(QWidget):
    """Each known challenge with what the records say of it. How people judge it stands on the page Purpose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column(spacing=8, margins=(0, 0, 12, 8))
        area = ScrollArea(self._column, bar_room=12)
        area.setMinimumHeight(340)
        self.setLayout(column(area))

    def show_view(self, view: View) -> None:
        """Show the signals of a period."""
        clear(self._column)
        signals = {one.key: one for one in view.signals}
        for at, one in enumerate(view.challenges):
            if at:
                self._column.addWidget(hline())
            signal = signals.get(one.key)
            head = row(Label(challenge_name(one), 14, 600, wrap=True), spacing=8)
            head.setStretch(0, 1)
            if signal is not None:
                head.addWidget(Badge(sign_word(signal.sign), _badge(signal)))
            self._column.addLayout(head)
            if signal is not None:
                self._column.addWidget(Label(signal_sentence(signal), 13, 400, "text2", wrap=True))
            judged = ". ".join(filter(None, (challenge_standing(one.standing), one.judgement.rstrip("."))))
            self._column.addWidget(Label(f"{judged}.", 13, 400, wrap=True))
        self._column.addStretch(1)


def _badge(one: Signal) -> str:
    return {Sign.SEEN: "warn", Sign.NOT_SEEN: "ok", Sign.UNKNOWN: "neutral"}[one.sign]
