"""Rows, columns, wrapping rows and scrolling columns."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.labels import hline

_AROUND = 12
"""Pixels seen around what is scrolled to: the outline of what has the keyboard is among them."""
UNLIMITED = 16777215
"""What Qt takes for no limit of a width or height."""
Part = QWidget | QLayout | int | None
Margins = tuple[int, int, int, int]


def fill(layout: QHBoxLayout | QVBoxLayout, parts: Iterable[Part]) -> None:
    """Add `parts`: widgets, layouts, a number for so many pixels, None for the room left over."""
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def row(*parts: Part, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return `parts` side by side; see `fill` for what a part may be."""
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    fill(layout, parts)
    return layout


def column(*parts: Part, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return `parts` one below the other; see `fill` for what a part may be."""
    layout = QVBoxLayout()
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    fill(layout, parts)
    return layout


def together(parts: Iterable[Part], *, spacing: int = 8) -> QWidget:
    """Return `parts` one below the other as one part.

    What is put into a window in sight part by part finds its place anew with each of them; together they do it once.
    """
    holder = QWidget()
    holder.setLayout(column(*parts, spacing=spacing))
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return holder


def divided(parts: Iterable[QWidget], *, spacing: int = 8) -> QWidget:
    """Return `parts` as `together` does, with a line between each two."""
    lines: list[Part] = []
    for part in parts:
        lines += [part] if not lines else [hline(), part]
    return together(lines, spacing=spacing)


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()


class PlacedPart(QFrame):
    """A part that may be shown or hidden before it is put anywhere: as yet it would be shown as a window of its own."""

    def set_shown(self, shown: bool) -> None:
        """Show or hide the part; before it stands in another, have it shown with what it is put into, or not."""
        if shown and self.parentWidget() is None:
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)  # as if it had never been hidden
        else:
            self.setVisible(shown)


class WhileShown(PlacedPart):
    """Parts one below the other, with margins around them that are there only while one of the parts is."""

    def __init__(self, *parts: QWidget, margins: Margins, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self.setLayout(column(*parts, margins=margins))
        for part in parts:
            part.installEventFilter(self)
        self._show_or_hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._show_or_hide()
        return super().eventFilter(watched, event)

    def _show_or_hide(self) -> None:
        self.set_shown(any(not part.isHidden() for part in self._parts))


class _Scrolled(QWidget):
    """The column inside a scroll area. Its least height is what it takes at its width, not at its narrowest."""

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        layout = self.layout()
        return QSize(hint.width(), 0) if layout is not None and layout.hasHeightForWidth() else hint


class ScrollArea(QScrollArea):
    """A column that scrolls when it must; 12 px on the right are kept for the bar."""

    def __init__(self, content: QWidget | QLayout, *, bar_room: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = content if isinstance(content, QWidget) else _Scrolled()
        self._bar_room = bar_room
        self._whole = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(body)
        body.setAutoFillBackground(False)
        if isinstance(content, QLayout):  # last: what goes into another widget is dressed anew, all of it
            body.setLayout(content)
        if bar_room:
            # A bar that comes and goes would change the width, that the height, and that the bar, without end.
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
            self.verticalScrollBar().setEnabled(False)
            self.verticalScrollBar().rangeChanged.connect(lambda low, high: self._show_bar(high > low))

    def minimumSizeHint(self) -> QSize:
        """Return at least the width of what cannot be scrolled sideways."""
        hint, body = super().minimumSizeHint(), self.widget()
        if body is None or self.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            return hint
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(max(hint.width(), body.minimumSizeHint().width() + max(bar, self._bar_room)), hint.height())

    def stand_whole(self, whole: bool) -> None:
        """Be as high as what is in it, where that scrolls which it stands in; one thing in another is in the way."""
        if whole != self._whole:
            self._whole = whole
            policy = Qt.ScrollBarPolicy
            usual = policy.ScrollBarAlwaysOn if self._bar_room else policy.ScrollBarAsNeeded
            # A bar would make its words wrap, and so need it; without one it ends where all else does.
            self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if whole else usual)
            self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return self._whole

    def heightForWidth(self, width: int) -> int:
        body = self.widget()
        if body is None:
            return 0
        high = body.heightForWidth(width) if body.hasHeightForWidth() else body.sizeHint().height()
        return max(high, self.minimumHeight())

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Not Qt's own for areas that scroll: of what is higher than the area it brings the middle into sight.
        return QWidget.focusNextPrevChild(self, forward)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _show_bar(self, shown: bool) -> None:
        self.verticalScrollBar().setEnabled(shown)  # without a handle one sees nothing of it


class HeldColumn(_Scrolled):
    """What is scrolled only where it cannot be less high, not already where it would like to be higher."""

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return -1 if layout is None else layout.totalMinimumHeightForWidth(width)


class Place(ScrollArea):
    """What holds a page: on a screen too small for the page it is scrolled, never squeezed."""

    def __init__(self) -> None:
        held = HeldColumn()
        self._around = column(spacing=0)
        held.setLayout(self._around)
        super().__init__(held)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def hold(self, page: QWidget) -> None:
        """Put the page in."""
        self._around.addWidget(page)


def bring_into_sight(widget: QWidget, place: QRect) -> None:
    """Scroll whatever `widget` stands in so that `place` of it is seen: all of it, or as much as there is room from its
    top.
    """
    above = widget.parentWidget()
    while above is not None:
        inner = above.widget() if isinstance(above, QScrollArea) else None
        if isinstance(above, QScrollArea) and inner is not None:
            at = widget.mapTo(inner, place.topLeft())
            half = min(place.height() // 2 + _AROUND, above.viewport().height() // 2)
            above.ensureVisible(at.x() + place.width() // 2, at.y() - _AROUND + half, 0, half)
        above = above.parentWidget()


def bring_focus_into_sight(widget: QWidget) -> None:
    """Scroll so that what has the keyboard is seen: of a list its chosen row, of a text the line of the caret.

    That is at the loop's next turn: what was just built finds its place first.
    """
    QTimer.singleShot(0, widget, partial(_scroll_to_focus, widget))


def _scroll_to_focus(widget: QWidget) -> None:
    if widget.window().focusWidget() is not widget:
        return  # it went on since
    place = widget.rect()
    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        place = widget.visualRect(widget.currentIndex()).translated(widget.viewport().pos())
    elif isinstance(widget, QTextEdit | QPlainTextEdit):
        place = widget.cursorRect().translated(widget.viewport().pos())
    bring_into_sight(widget, place)


class FlowLayout(QLayout):
    """Places widgets in a row and goes on in the next where the width ends, as words do.

    What is wider than a row is narrowed; where only `whole` ones are wanted, the first row stays empty instead.
    With `at_end`, rows stand against the right.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        spacing: int = 8,
        line_spacing: int | None = None,
        whole: bool = False,
        at_end: bool = False,
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        self._at_end = at_end
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        """Height by width: a column asks for it again and again while it finds its place."""
        self._line_spacing = spacing if line_spacing is None else line_spacing
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0)).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _place(self, rect: QRect, *, move: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        y = inner.y()
        if self._whole and self._items and self._items[0].sizeHint().width() > inner.width():
            y += self._line_spacing
        for line in self._lines(inner.width()):
            height = max(size.height() for _item, size in line)
            x = inner.x()
            if self._at_end:
                taken = sum(size.width() for _item, size in line) + self.spacing() * (len(line) - 1)
                x += max(0, inner.width() - taken)
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += height + self._line_spacing
        return max(y - self._line_spacing, inner.y()) - rect.y() + self.contentsMargins().bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        room = -1
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if not self._whole:
                size.setWidth(min(size.width(), width))
            if room < size.width() or not lines:
                lines.append([])
                room = width
            lines[-1].append((item, size))
            room -= size.width() + self.spacing()
        return lines
