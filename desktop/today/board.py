"""The five steps side by side, each with its small checklist, and the one next thing to do beside the step in hand."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop import icons, theme
from desktop.texts import _
from desktop.today.next_step import NextStep
from desktop.today.steps import LineKind, Step, StepLine
from desktop.widgets.buttons import Button
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import clear
from desktop.widgets.painting import draw_text, round_rect

_ICONS: dict[LineKind, tuple[str, str, str, int]] = {
    "done": ("check-bold", "accent_text", "text2", 400),
    "warn": ("warning-fill", "warn_line", "warn", 600),
    "open": ("circle", "line_strong", "text", 400),
    "left": ("minus-bold", "text3", "text2", 400),
    "who": ("user", "text3", "text2", 400),
}
NODE = 24
NOW_WIDTH = 240
PAST_WIDTH = 184
GAP = 16
STRIP = 40


class _Line(QWidget):
    """One line of a checklist."""

    def __init__(self, line: StepLine) -> None:
        super().__init__()
        icon, icon_role, role, weight = _ICONS[line.kind]
        meanings = {"done": _("Done"), "warn": _("Missing"), "open": _("To do"), "left": _("Left out"), "who": _("Who")}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel(icon, icon_role, 14, meaning=meanings[line.kind]))
        self.label = Label(line.text, 13, weight, role, elide=True)
        row.addWidget(self.label, 1)
        self.setFixedHeight(theme.px(20))


class StepColumn(QWidget):
    """One step: its number in a circle, name, when, and the checklist."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self.distance = 0
        """0 for the step in hand, below for those done, above for those to come."""
        self.last = False
        self._whole = True
        self.name_label = Label("", 16, 600, elide=True)
        self.when_label = Label("", 13, 400, "text2", elide=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._lines.setContentsMargins(0, 3, 0, 0)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addSpacing(theme.px(NODE) + 20)
        column.addWidget(self.name_label)
        column.addWidget(self.when_label)
        column.addLayout(self._lines)
        column.addStretch(1)

    def show_step(self, step: Step, distance: int, *, last: bool) -> None:
        """Show a step that is `distance` from the one in hand."""
        self.distance, self.last, self._whole = distance, last, step.whole
        now = distance == 0
        column = self.layout()
        assert column is not None
        beyond_box = GAP if now and not last else 0
        column.setContentsMargins(GAP if now else 8, 0, beyond_box + 8, 8)
        self.name_label.setText(step.name)
        self.name_label.set_role("text" if distance >= 0 else "text2")
        self.when_label.setText(step.when)
        self.when_label.set_role("danger" if step.late else "accent_text" if distance in (0, 1) else "text2")
        self.when_label.set_weight(600 if distance in (0, 1) else 400)
        clear(self._lines)
        for line in step.lines:
            part = _Line(line)
            self._lines.addWidget(part)
            part.show()  # else it asks for no room until Qt shows it, and the board has its height by then
        number = self.place + 1
        if now:
            words = _("Step {number}, now: {name}").format(number=number, name=step.name)
        else:
            words = _("Step {number}: {name}").format(number=number, name=step.name)
        self.setAccessibleName(words)
        self.setAccessibleDescription("; ".join(filter(None, (step.when, *(line.text for line in step.lines)))))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, side = self.distance == 0, theme.px(NODE)
        left, top = (GAP if now else 8), 16
        right = self.width()
        if now:
            right -= 0 if self.last else GAP
            round_rect(painter, QRectF(0, 0, right, self.height()), 8, fill="accent_soft")
        middle = top + side / 2
        if not self.last:
            painter.setPen(QPen(theme.color("accent_text" if self.distance <= 0 else "line_mid"), 2))
            painter.drawLine(QLineF(left + side + 8, middle, self.width(), middle))
        elif self.distance < 0:
            painter.setPen(QPen(theme.color("line_mid"), 2))
        self._paint_node(painter, QRectF(left, top, side, side))

    def _paint_node(self, painter: QPainter, rect: QRectF) -> None:
        if self.distance < 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawEllipse(rect)
            side = theme.px(14)
            icon = "check-bold" if self._whole else "minus-bold"
            icons.paint(painter, rect.center() - QPointF(side / 2, side / 2), icon, "accent_text", side)
            return
        if self.distance == 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(rect)
            role = "on_accent"
        else:
            role = "accent_text" if self.distance == 1 else "text3"
            painter.setPen(QPen(theme.color("accent_text" if self.distance == 1 else "line_strong"), 1.5))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
        align = Qt.AlignmentFlag.AlignCenter
        draw_text(painter, rect.adjusted(0, -1, 0, -1), str(self.place + 1), 13, 600, role=role, align=align)


class NextStrip(QWidget):
    """What to do next, in a sentence, with the button that goes there."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence_label = Label("", 14, 600, elide=True)
        self.sentence_label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.then_label = Label("", 14, 400, "text2", elide=True)
        self.button = Button("", "small")
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("arrow-right", "accent_text", 18))
        row.addSpacing(2)
        row.addWidget(self.sentence_label)
        row.addWidget(self.then_label, 1000)
        row.addStretch(1)
        row.addWidget(self.button)

    def show_next(self, step: NextStep) -> None:
        """Show what to do next."""
        self.sentence_label.setText(step.sentence)
        self.then_label.setText(step.then)
        self.then_label.setToolTip("")
        self.button.setText(step.button)
        self.setAccessibleName(step.sentence)
        self.setAccessibleDescription(step.then)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the second sentence out where only its first word would find room."""
        taken = 0 if self.button.isHidden() else self.button.sizeHint().width()
        room = self.width() - taken - self.sentence_label.sizeHint().width() - theme.px(76)
        whole = self.then_label.fontMetrics().horizontalAdvance(self.then_label.text())
        self.then_label.setVisible(bool(self.then_label.text()) and room >= min(whole, theme.px(160)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        round_rect(QPainter(self), QRectF(self.rect()), 8, fill="sunken")


class CycleBoard(QWidget):
    """Prepare, Call, Meet, Write up, Follow up; the step in hand stands out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(StepColumn(place) for place in range(5))
        self.strip = NextStrip()
        for child in (*self.columns, self.strip):
            child.setParent(self)
        self._now = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step], now: int, next_step: NextStep) -> None:
        """Show the steps; `now` is the place of the one in hand."""
        self._now = now
        for place, (column, step) in enumerate(zip(self.columns, steps, strict=True)):
            column.show_step(step, place - now, last=place == len(steps) - 1)
        self.strip.show_next(next_step)
        self.updateGeometry()
        self._place()

    def sizeHint(self) -> QSize:
        high = self.columns[self._now].sizeHint().height()
        beside = max(column.sizeHint().height() for column in self._beside())
        others = max(column.sizeHint().height() for column in self.columns if column.place != self._now)
        return QSize(
            theme.px(736), max(high, others, beside + theme.px(STRIP) + 4, theme.px(NODE) + 20 + theme.px(136))
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(560), self.sizeHint().height())

    def _beside(self) -> list[StepColumn]:
        """Return the columns over the strip: those to come, or where few are left those done."""
        after = [column for column in self.columns if column.place > self._now]
        return after if self._now <= 2 else [column for column in self.columns if column.place < self._now]

    def _widths(self) -> list[int]:
        """Return the columns' widths; where there is little room, that in hand has a bit more for what is to do."""
        past, ahead = self._now, 4 - self._now
        whole = self.width()
        wanted = self.columns[self._now].sizeHint().width()
        now = min(theme.px(NOW_WIDTH) + GAP, max(whole // 3, min(wanted, whole * 3 // 8)))
        if not ahead:
            now = max(now, whole - past * theme.px(PAST_WIDTH + 24))
        narrow = min(theme.px(PAST_WIDTH), (whole - now) // 4)
        done = narrow if ahead else (whole - now) // past
        rest = (whole - now - past * done) // ahead if ahead else 0
        return [done] * past + [now] + [rest] * ahead

    def _place(self) -> None:
        left = 0
        edges = []
        for column, width in zip(self.columns, self._widths(), strict=True):
            column.setGeometry(QRect(left, 0, width, self.height()))
            edges.append((left, left + width))
            left += width
        beside = self._beside()
        start, end = edges[beside[0].place][0], edges[beside[-1].place][1]
        if beside[0].place == 0:
            end -= 8
        height = theme.px(STRIP)
        self.strip.setGeometry(QRect(start, self.height() - height, end - start, height))
        self.strip.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
            self._place()
        super().changeEvent(event)
