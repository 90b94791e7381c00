"""The fields answers are typed into, eyes on the paper: a digit answers and goes on, Enter goes on, arrows go back."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QPlainTextEdit, QSizePolicy, QWidget

from db.surveys.surveys import QuestionRow
from db.vocabulary import QuestionKind
from desktop import theme
from desktop.naming.surveys import question_choices, question_text, scale_ends
from desktop.texts import _
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column, row
from desktop.widgets.painting import focus_ring, round_rect

RING = 28
_TAKES_BACK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_0)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Ring(QAbstractButton):
    """One circle of a question, with its number, as it stands on the form."""

    def __init__(self, number: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.setText(str(number))
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme.px(RING)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        on = self.isChecked()
        painter.setPen(QPen(theme.color("accent" if on else "line_strong"), 1.2))
        painter.setBrush(theme.color("accent" if on else "surface"))
        painter.drawEllipse(rect)
        painter.setFont(theme.font(13, 600 if on else 500))
        painter.setPen(theme.color("on_accent" if on else "text2"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), self.height() / 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell_line()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell_line()

    def _tell_line(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, AnswerLine):
            above = above.parentWidget()
        if above is not None:
            above.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()  # its field knows


class RingsField(QWidget):
    """The circles of a scale or a choice, of which at most one is chosen. One stop of the Tab key."""

    changed = Signal()
    stepped = Signal(int)
    """Go so many questions on."""

    def __init__(self, question: QuestionRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(question_text(question))
        self.rings = [Ring(n, name, self) for n, name in enumerate(_names(question), 1)]
        for ring in self.rings:
            ring.clicked.connect(lambda _on, ring=ring: self._on_clicked(ring))
        if question.kind is QuestionKind.CHOICE:
            lines = []
            for ring, words in zip(self.rings, question_choices(question), strict=True):
                line = row(ring, Label(words, 14, 400, wrap=True), spacing=8)
                line.setStretch(1, 1)
                lines.append(line)
            self.setLayout(column(*lines, spacing=2))
        else:
            self.setLayout(row(*self.rings, spacing=6))
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.rings[0])
        self._mark_stop()

    def value(self) -> str:
        """Return the number chosen, empty for none."""
        return next((str(ring.number) for ring in self.rings if ring.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Choose a number, or none; no `changed` signal."""
        for ring in self.rings:
            ring.setChecked(str(ring.number) == value)
        self._mark_stop()

    def give_focus(self) -> None:
        """Take the keyboard, at the circle chosen."""
        self._stop().setFocus(Qt.FocusReason.TabFocusReason)

    def _stop(self) -> Ring:
        return next((ring for ring in self.rings if ring.isChecked()), self.rings[0])

    def _mark_stop(self) -> None:
        stop = self._stop()
        for ring in self.rings:
            ring.setFocusPolicy(Qt.FocusPolicy.StrongFocus if ring is stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(stop)

    def _on_clicked(self, ring: Ring) -> None:
        for other in self.rings:
            if other is not ring:
                other.setChecked(False)
        self._mark_stop()
        self.changed.emit()

    def _choose(self, value: str) -> None:
        self.set_value(value)
        self.give_focus()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        typed = event.text()
        if plain and typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(self.rings):
            self._choose(typed)
            self.stepped.emit(1)
        elif plain and key in _TAKES_BACK:
            self._choose("")
        elif plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            held = int(self.value() or 0)
            to = held + (1 if key == Qt.Key.Key_Right else -1)
            self._choose(str(min(max(to, 1), len(self.rings))))
        elif plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif plain and key in _ENTER:
            self.stepped.emit(1)
        else:
            super().keyPressEvent(event)


class WordsField(QPlainTextEdit):
    """Words; Enter goes on, Shift+Enter begins a line."""

    changed = Signal()
    stepped = Signal(int)

    def __init__(self, question: QuestionRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(question_text(question))
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.px(84))
        self.textChanged.connect(self.changed)

    def value(self) -> str:
        """Return the words."""
        return self.toPlainText()

    def set_value(self, value: str) -> None:
        """Show words; no `changed` signal."""
        self.blockSignals(True)
        self.setPlainText(value)
        self.blockSignals(False)

    def give_focus(self) -> None:
        """Take the keyboard, after the words."""
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(1)
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # the dialog's verb
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if (line := self.parentWidget()) is not None:
            line.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if (line := self.parentWidget()) is not None:
            line.update()


class AnswerLine(QFrame):
    """A question with its number and its field; lit up while it has the keyboard."""

    def __init__(self, question: QuestionRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.field: RingsField | WordsField
        number = Label(str(question.position + 1), 14, 600, "text3")
        number.setFixedWidth(theme.px(28))
        number.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = Label(question_text(question), 14, 400, wrap=True)
        if question.kind is QuestionKind.TEXT:
            self.field = WordsField(question)
        else:
            self.field = RingsField(question)
        if question.kind is QuestionKind.SCALE:
            inside = row(number, words, self.field, spacing=8, margins=(12, 2, 12, 2))
            inside.setAlignment(number, Qt.AlignmentFlag.AlignVCenter)
            inside.setStretch(1, 1)
            number.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        else:
            below = column(words, self.field, spacing=4)
            inside = row(number, below, spacing=8, margins=(12, 6, 12, 6))
            inside.setStretch(1, 1)
        self.setLayout(inside)

    def lit(self) -> bool:
        """Return whether it has the keyboard."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.lit():
            rect = QRectF(self.rect())
            painter = QPainter(self)
            round_rect(painter, rect, 6, fill="select")
            round_rect(painter, QRectF(rect.x(), rect.y() + 4, 3, rect.height() - 8), 1.5, fill="accent_text")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()


def _names(question: QuestionRow) -> Sequence[str]:
    """Return what a screen reader says of each circle."""
    if question.kind is QuestionKind.CHOICE:
        return [f"{n}, {words}" for n, words in enumerate(question_choices(question), 1)]
    least, most = scale_ends()
    names = [str(n) for n in range(1, question.options + 1)]
    names[0], names[-1] = f"{names[0]}, {least}", f"{names[-1]}, {most}"
    said = _("{question} Answer {value}")
    return [said.format(question=question_text(question), value=name) for name in names]
