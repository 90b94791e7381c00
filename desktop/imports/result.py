"""The last step: what was done, in one sentence, with the figures below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import clear, row


class ResultView(QWidget):
    """A tick, a sentence, facts; `extra` stands below them."""

    def __init__(self, extra: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label("", 20, 600, wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._labels: list[Label] = []
        self._facts = QVBoxLayout()
        self._facts.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        if extra is None:
            layout.addStretch(2)
        layout.addLayout(row(None, IconLabel("check-circle-fill", "ok", 32), None))
        layout.addWidget(self.sentence)
        layout.addLayout(self._facts)
        if extra is None:
            layout.addStretch(3)
        else:
            layout.addSpacing(4)
            layout.addWidget(extra, 1)

    def show_result(self, sentence: str, facts: Sequence[str]) -> None:
        """Say what was done."""
        self.sentence.setText(sentence)
        clear(self._facts)
        self._labels = []
        for fact in facts:
            label = Label(fact, 14, 400, "text2", wrap=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._facts.addWidget(label)
            self._labels.append(label)

    def facts(self) -> list[str]:
        """Return what stands below the sentence."""
        return [label.text() for label in self._labels]
