"""Headers of pages, and the parts of the tall one: breadcrumb, tabs, steps of a cycle."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from desktop import icons, texts, theme
from desktop.texts import _
from desktop.widgets.badges import Painted
from desktop.widgets.buttons import Button
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import clear
from desktop.widgets.painting import draw_text, text_width


class _Fact(Label):
    """A supporting fact: left out where no more than a word or two of it would find room."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.width() >= min(self.fontMetrics().horizontalAdvance(self.text()), theme.px(160)):
            super().paintEvent(event)


class PageHeader(QFrame):
    """Title, one supporting fact, actions at the right; 64 px high."""

    def __init__(
        self, title: str, fact: str = "", actions: Sequence[QWidget] = (), *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.title_label = Label(title, 24, 600)
        self.fact_label = _Fact(texts.as_beginning(fact), 14, 400, "text2", elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(8)
        row.addWidget(self.title_label)
        row.addSpacing(4)
        row.addWidget(self.fact_label, 1)
        for action in actions:
            row.addWidget(action)
        self.fact_label.setContentsMargins(0, theme.px(6), 0, 0)
        self._size()

    def set_title(self, title: str, fact: str = "") -> None:
        """Show another title and fact."""
        self.title_label.setText(title)
        self.fact_label.setText(texts.as_beginning(fact))

    def _size(self) -> None:
        self.setFixedHeight(max(64, theme.px(56)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._size()
        super().changeEvent(event)


class TallHeader(QFrame):
    """Breadcrumb and title with a fact, something at their right, tabs with actions below; 112 px high.

    A page of its own, which has nothing above it, goes without a breadcrumb and with the larger title of pages.
    """

    def __init__(
        self,
        breadcrumb: QWidget | None,
        tabs: QWidget,
        *,
        corner: QWidget | None = None,
        actions: Sequence[QWidget] = (),
        title_px: int = 20,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.title_label = Label("", title_px, 600)
        self.fact_label = Label("", 14, 400, "text2", elide=True)
        title = QHBoxLayout()
        title.setSpacing(9)
        title.addWidget(self.title_label)
        title.addWidget(self.fact_label, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(breadcrumb) if breadcrumb is not None else left.addSpacing(10)
        left.addLayout(title)
        top = QHBoxLayout()
        title.setContentsMargins(3, 0, 0, 0)
        top.setContentsMargins(21, 9, 16, 0)  # the breadcrumb's link keeps 3 px for its focus outline
        top.addLayout(left, 1)
        self._beside_title = None if corner is not None else top
        if corner is not None:
            top.addWidget(corner, 0, Qt.AlignmentFlag.AlignBottom)
        self._tabs = tabs
        self._bottom = QHBoxLayout()
        self._bottom.setContentsMargins(18, 0, 24, 0)
        self._bottom.setSpacing(8)
        self._bottom.addWidget(tabs, 0, Qt.AlignmentFlag.AlignBottom)
        self._bottom.addStretch(1)
        self._holder = QWidget()
        self._actions = QHBoxLayout(self._holder)
        self._actions.setContentsMargins(0, 0, 0, 0)
        self._actions.setSpacing(8)
        self._bottom.addWidget(self._holder)
        self._home = self._bottom
        self._extra = QHBoxLayout()
        self._extra.setContentsMargins(24, 4, 24, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(self._extra)
        column.addStretch(1)
        column.addLayout(self._bottom)
        self.set_actions(actions)
        self._size()

    def set_title(self, title: str, fact: str = "") -> None:
        """Show another title and fact."""
        self.title_label.setText(title)
        self.fact_label.setText(texts.as_beginning(fact))

    def keep_actions(self, actions: Sequence[QWidget]) -> None:
        """Take a tab's buttons from the beginning, out of sight: `set_actions` shows those of the tab in sight.

        A button that waited without a parent would be a window of its own, and outlive this one.
        """
        for action in actions:
            action.setParent(self)
            action.hide()

    def set_actions(self, actions: Sequence[QWidget]) -> None:
        """Show `actions` in place of those before, which stay their owner's (a tab brings its own)."""
        while (item := self._actions.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
        for action in actions:
            self._actions.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
            action.show()
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        wanted = max(self._tabs.minimumSizeHint().width() + 42, self._actions.minimumSize().width() + 48)
        return QSize(wanted, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a tab or an action has other words now
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the actions beside the tabs; where there is too little room, beside the title or on a line between."""
        actions = self._actions.sizeHint().width() + 42 + 16
        home = self._bottom
        if self.isVisible() and self._tabs.sizeHint().width() + actions > self.width():
            title = self._beside_title
            free = self.title_label.sizeHint().width() + actions + 24 <= self.width()
            home = title if title is not None and free else self._extra
        self._holder.setContentsMargins(*((16, 0, 8, 0) if home is self._beside_title else (0, 0, 0, 0)))
        if home is self._home:
            return
        self._home.removeWidget(self._holder)
        self._home = home
        home.addWidget(self._holder, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._size()

    def _size(self) -> None:
        between = theme.px(28) if self._home is self._extra else 0
        self.setFixedHeight(max(112, theme.px(100)) + between)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._size()
        super().changeEvent(event)


class Breadcrumb(QWidget):
    """Where this page belongs: links to the places above it, then its own place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def set_places(self, places: Sequence[tuple[str, Callable[[], object]]], here: str) -> None:
        """Show `places` as links, each calling its function, and `here` as words."""
        clear(self._row)
        for word, go in places:
            self._row.addWidget(Button(word, "link", clicked=go))
            self._row.addWidget(IconLabel("caret-right", "text3", 12))
        self._row.addWidget(Label(here, 13, 400, "text2"))
        self._row.addStretch(1)


class TabStrip(QTabBar):
    """Tabs under a title. Each has a key; a count beside a word is part of the tab's text.

    `currentChanged(int)` says when another was chosen.
    """

    def __init__(self, tabs: Sequence[tuple[str, str]] = (), *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)
        for key, word in tabs:
            self.setTabData(self.addTab(word), key)

    def minimumSizeHint(self) -> QSize:
        # In a narrow window the tabs scroll; the actions beside them never move.
        return QSize(theme.px(120), super().minimumSizeHint().height())

    def key(self) -> str:
        """Return the key of the current tab."""
        return str(self.tabData(self.currentIndex()))

    def set_key(self, key: str) -> None:
        """Show the tab of `key`."""
        self.setCurrentIndex(self._index(key))

    def set_count(self, key: str, word: str, count: int | None) -> None:
        """Show `count` after the word of the tab `key`."""
        self.setTabText(self._index(key), f"{word}  {count}" if count else word)

    def set_shown(self, key: str, *, shown: bool) -> None:
        """Show or hide the tab of `key`."""
        if self.isTabVisible(self._index(key)) != shown:
            self.setTabVisible(self._index(key), shown)
        self.updateGeometry()  # Qt keeps the width from before the tab was hidden or shown

    def _index(self, key: str) -> int:
        return next(index for index in range(self.count()) if self.tabData(index) == key)


class CycleSteps(Painted):
    """Named steps with the one that is now: past ones ticked, future ones outlined. Read aloud as one sentence.

    A past one that was left out has a dash; the tool tip says so too.
    """

    STEP_WIDTH = 72

    def __init__(self, steps: Sequence[str] = (), now: int = 0, *, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._steps: tuple[str, ...] = ()
        self._now = 0
        self._left_out: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_steps(steps, now)

    def set_steps(self, steps: Sequence[str], now: int, *, left_out: Collection[int] = ()) -> None:
        """Show `steps`; `now` is the index of the current one, or how many there are when all are behind.

        `left_out` are the indices of those behind that were not done.
        """
        self._steps = tuple(steps)
        self._now = now
        self._left_out = frozenset(left_out)
        self.setText(self._sentence())
        self.setToolTip(self.text() if left_out else "")
        self.updateGeometry()
        self.update()

    def _sentence(self) -> str:
        count = len(self._steps)
        if not self._steps:
            return ""
        if self._now < count:
            text = _("Step {number} of {count}: {step}")
            text = text.format(number=self._now + 1, count=count, step=self._steps[self._now])
        elif self._left_out:
            text = _("{done} of {count} steps are done").format(done=count - len(self._left_out), count=count)
        else:
            text = _("All {count} steps are done").format(count=count)
        if not self._left_out:
            return text
        left_out = texts.list_of([self._steps[index] for index in sorted(self._left_out)])
        return text + ". " + _("Left out: {steps}").format(steps=left_out)

    def _state(self, index: int) -> str:
        if index in self._left_out:
            return "left out"
        return "done" if index < self._now else "now" if index == self._now else "later"

    def _step_width(self) -> int:
        widest = max((text_width(step, 12, 600) for step in self._steps), default=0)
        return max(theme.px(self.STEP_WIDTH), round(widest) + 12)

    def sizeHint(self) -> QSize:
        return QSize(self._step_width() * len(self._steps), theme.px(40))

    def minimumSizeHint(self) -> QSize:
        # In a narrow window with large words the nodes move together, and only the step in hand bears its word.
        own = max((text_width(step, 12, 600) for step in self._steps), default=0)
        return QSize(max(theme.px(28) * len(self._steps), round(own) + 4), theme.px(40))

    def words_shown(self) -> tuple[str, ...]:
        """Return the steps whose words have room: all of them, or the one in hand."""
        if not self._steps or self.width() >= self.sizeHint().width():
            return self._steps
        return (self._steps[min(self._now, len(self._steps) - 1)],)

    def _word_place(self, index: int, width: float) -> QRectF:
        """Return where the word of a step stands: below its node, moved in where it would pass the edge."""
        wide = max(width, text_width(self._steps[index], 12, 600) + 4)
        left = min(max(0.0, (index + 0.5) * width - wide / 2), self.width() - wide)
        return QRectF(left, theme.px(22), wide, theme.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        worded = self.words_shown()
        width = min(self._step_width(), self.width() / max(1, len(self._steps)))
        for index, step in enumerate(self._steps):
            center = QPointF(index * width + width / 2, theme.px(12))
            if index < len(self._steps) - 1:
                painter.setPen(QPen(theme.color("accent_text" if index < self._now else "line_mid"), 2))
                painter.drawLine(center + QPointF(11, 0), center + QPointF(width - 11, 0))
            draw_step(painter, center, self._state(index))
            if step not in worded:
                continue
            now = index == self._now
            draw_text(
                painter,
                self._word_place(index, width),
                step,
                12,
                600 if now else 400,
                role="text" if now else "text2",
                align=Qt.AlignmentFlag.AlignCenter,
            )


def draw_step(painter: QPainter, center: QPointF, state: str, radius: float = 8) -> None:
    """Paint the node of a step: "done" a tick, "left out" a dash, "now" filled, "later" an outline."""
    if state == "later":
        painter.setPen(QPen(theme.color("line_strong"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(center, radius - 1, radius - 1)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent" if state == "now" else "accent_soft"))
    painter.drawEllipse(center, radius, radius)
    if state == "now":
        painter.setBrush(theme.color("on_accent"))
        painter.drawEllipse(center, 3, 3)
    else:
        icon = "check-bold" if state == "done" else "minus-bold"
        icons.paint(painter, center - QPointF(6, 6), icon, "accent_text", 12)
