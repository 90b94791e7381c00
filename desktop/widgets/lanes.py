"""What stands side by side in a wide window and one below the other in a narrow one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QStackedLayout, QWidget

from desktop import theme
from desktop.widgets.labels import vline
from desktop.widgets.layouts import UNLIMITED, Margins, row
from desktop.widgets.whole import stand_whole

Room = Literal["wide", "narrow", "stacked"]


@dataclass(frozen=True, slots=True)
class Lane:
    """One part of a page: pixels at 100 % text that it takes where there is room, and where there is little.

    With a `share` it takes its part of what is left over, and the pixels are the least it can do with. `height` is
    the least it has when the parts stand one below the other, 0 for what is just as high as it is. Lists and texts in
    it are then as high as what is in them; but where a part `chooses` what another shows, that would stand far below.
    """

    widget: QWidget
    wide: int
    narrow: int
    share: int = 0
    height: int = 320
    chooses: bool = False


class Lanes(QWidget):
    """Parts side by side; in a window too narrow for that one below the other, for the page to scroll through.

    Nothing ever has to be scrolled sideways. `first` is the part that comes first in a column, if it is not the
    first in a row; `divided` draws a line between parts that stand side by side.
    `least` is the height in pixels at 100 % text that they keep, whatever their parts could do with.
    """

    def __init__(
        self,
        lanes: Sequence[Lane],
        *,
        spacing: int = 16,
        margins: Margins = (0, 0, 0, 0),
        first: QWidget | None = None,
        divided: bool = False,
        least: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._lanes = tuple(lanes)
        self._first = first
        self._least = least
        self._lines = [vline() for _lane in self._lanes[1:]] if divided else []
        self._room: Room = "wide"
        self._whole = False
        self._arranged: object = None
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setSpacing(spacing)
        self._box.setContentsMargins(*margins)
        for lane in self._lanes:
            self._box.addWidget(lane.widget, lane.share)
            lane.widget.installEventFilter(self)
        for place, line in enumerate(self._lines):
            self._box.insertWidget(2 * place + 1, line)
        self._arrange()

    def room(self) -> Room:
        """Return how the parts stand."""
        return self._room

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest part: more is never needed, for then they stand one below the other."""
        margins = self._box.contentsMargins()
        widths = [lane.widget.minimumSizeHint().width() for lane in self._shown()]
        height = max(self._box.minimumSize().height(), theme.px(self._least))
        return QSize(max(widths, default=0) + margins.left() + margins.right(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        self._stand_whole()  # not before there is a place: as yet all would stand so, and then not
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._arranged = None
            self._arrange()
        super().changeEvent(event)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
            if self.isVisible():
                self._stand_whole()
        elif self._whole and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._give_height(watched)
        return super().eventFilter(watched, event)

    def _stand_whole(self) -> None:
        whole = self._room == "stacked"
        if whole != self._whole:
            self._whole = whole
            for lane in self._lanes:
                if lane.height and not lane.chooses:
                    stand_whole(lane.widget, whole)

    def _give_height(self, part: QWidget) -> None:
        """Have a part be as high as what is in it: the least height that is set takes the place of that."""
        lane = next(lane for lane in self._lanes if lane.widget is part)
        layout = part.layout()
        if layout is not None and lane.height and not lane.chooses:
            wraps, width = layout.hasHeightForWidth(), part.width()
            high = layout.totalMinimumHeightForWidth(width) if wraps else layout.totalMinimumSize().height()
            part.setMinimumHeight(max(theme.px(lane.height), high))

    def _shown(self) -> list[Lane]:
        return [lane for lane in self._lanes if not lane.widget.isHidden()]

    def _fitting(self) -> Room:
        shown, margins = self._shown(), self._box.contentsMargins()
        left = self.width() - margins.left() - margins.right() - self._box.spacing() * max(0, len(shown) - 1)
        if left >= sum(theme.px(lane.wide) for lane in shown):
            return "wide"
        return "narrow" if left >= sum(theme.px(lane.narrow) for lane in shown) else "stacked"

    def _arrange(self) -> None:
        alone, room = len(self._shown()) < 2, self._fitting()
        if (alone, room) == self._arranged:
            return
        self._arranged = alone, room
        self._room = room
        stacked = room == "stacked"
        for lane in self._lanes:
            width = theme.px(lane.wide if room == "wide" else lane.narrow)
            free = stacked or alone or lane.share > 0
            lane.widget.setMinimumWidth(0 if free else width)
            lane.widget.setMaximumWidth(UNLIMITED if free else width)
            lane.widget.setMinimumHeight(theme.px(lane.height) if stacked else 0)
        if self._first is not None:
            for lane in self._lanes:
                self._box.removeWidget(lane.widget)
            for lane in sorted(self._lanes, key=lambda lane: stacked and lane.widget is not self._first):
                self._box.addWidget(lane.widget, lane.share)
        for line in self._lines:
            line.setVisible(not stacked and not alone)
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._box.setDirection(direction)
        self.updateGeometry()


def bar(looking: QLayout, doing: Sequence[QWidget], *, widths: tuple[int, int]) -> Lanes:
    """Return what a list is looked through with and, at its right or below, what is done with a row of it.

    `widths` are the pixels at 100 % text that each of the two needs: fields are not narrowed to a letter or two.
    """
    parts = QWidget(), QWidget()
    for part, layout in zip(parts, (looking, row(None, *doing)), strict=True):
        part.setLayout(layout)
    lanes = [Lane(part, width, width, height=0) for part, width in zip(parts, widths, strict=True)]
    both = Lanes((replace(lanes[0], share=1), lanes[1]), spacing=8, margins=(16, 12, 8, 12))
    both.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return both


class _CurrentLayout(QStackedLayout):
    """Asks for the room that the widget in sight asks for.

    Qt's own asks for that of the largest, and one never shown is as high as its parts one below the other.
    """

    def sizeHint(self) -> QSize:
        shown = self.currentWidget()
        return super().sizeHint() if shown is None else shown.sizeHint()

    def minimumSize(self) -> QSize:
        shown = self.currentWidget()
        return super().minimumSize() if shown is None else shown.minimumSizeHint().expandedTo(shown.minimumSize())

    def hasHeightForWidth(self) -> bool:
        shown = self.currentWidget()
        return shown is not None and shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        shown = self.currentWidget()
        return -1 if shown is None else max(shown.heightForWidth(width), self.minimumSize().height())

    def minimumHeightForWidth(self, width: int) -> int:
        shown = self.currentWidget()
        within = None if shown is None else shown.layout()
        if within is None:
            return self.heightForWidth(width)
        # Not its least size: that is the height of its words where it is narrowest.
        return max(within.totalMinimumHeightForWidth(width), shown.minimumHeight() if shown is not None else 0)


class CurrentStack(QWidget):
    """Widgets in one place, as large as the one in sight: the others do not ask for room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = _CurrentLayout(self)
        self._pages.currentChanged.connect(lambda _index: self.updateGeometry())

    def addWidget(self, widget: QWidget) -> int:
        """Add a widget; the first is in sight. Returns its place."""
        return self._pages.addWidget(widget)

    def currentWidget(self) -> QWidget | None:
        """Return the widget in sight."""
        return self._pages.currentWidget()

    def setCurrentWidget(self, widget: QWidget) -> None:
        """Bring a widget that was added into sight."""
        self._pages.setCurrentWidget(widget)

    def currentIndex(self) -> int:
        """Return the place of the widget in sight, -1 where there is none."""
        return self._pages.currentIndex()

    def setCurrentIndex(self, index: int) -> None:
        """Bring the widget at a place into sight."""
        self._pages.setCurrentIndex(index)
