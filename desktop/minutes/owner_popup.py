"""The names offered while an owner is typed after `@`: arrows choose, Enter or Tab takes, Escape closes."""

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QListView, QVBoxLayout, QWidget

from db.minutes.owner_options import OwnerOption
from desktop import theme
from desktop.texts import _
from desktop.widgets.badges import KeyHint, KeyHints
from desktop.widgets.delegates import TwoLineDelegate, TwoLines
from desktop.widgets.layouts import Margins
from desktop.widgets.rows import Column, RowsModel

WIDTH = 304
ROW_HEIGHT = 40
MOST_ROWS = 5
_MARGINS: Margins = (9, 6, 9, 6)


class OwnerPopup(QFrame):
    """A list of owners over the window; the keyboard stays in the editor, which passes the keys on."""

    picked = Signal(object)
    """The `OwnerOption` picked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model: RowsModel[OwnerOption] = RowsModel(
            (Column(lambda: _("Owner"), attrgetter("candidate.name"), spoken=_spoken),),
            key=lambda option: (option.candidate.kind, option.candidate.key),
            parent=self,
        )
        self.view = QListView()
        self.view.setAccessibleName(_("Owners to choose from"))
        self.view.setModel(self._model)
        self.view.setItemDelegate(TwoLineDelegate(_two_lines, self.view, lines=False, height=ROW_HEIGHT))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.clicked.connect(lambda _index: self.take())
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(*_MARGINS)
        row.addWidget(KeyHints([KeyHint("Enter", _("choose")), KeyHint("Esc", _("close"))]))
        row.addStretch(1)
        line = QFrame()
        line.setObjectName("hline")
        line.setFixedHeight(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 0)
        column.setSpacing(0)
        column.addWidget(self.view)
        column.addWidget(line)
        column.addWidget(foot)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(20)
        shadow.setOffset(0, 4)
        shadow.setColor(theme.color("shadow", 160 if theme.current().dark else 70))
        self.setGraphicsEffect(shadow)
        self.hide()

    def offer(self, options: Sequence[OwnerOption], caret: QRect, room: QRect) -> None:
        """Show `options` at a place as `place` says; none hides the list."""
        if not options:
            self.hide()
            return
        self._model.set_rows(options)
        self.view.setCurrentIndex(self._model.index(0, 0))
        self.view.scrollToTop()
        rows = min(len(options), MOST_ROWS)
        self.view.setFixedHeight(theme.px(ROW_HEIGHT) * rows)
        self.setFixedWidth(theme.px(WIDTH))
        self.adjustSize()
        self.place(caret, room)
        self.show()
        self.raise_()

    def move_choice(self, step: int) -> None:
        """Go `step` rows on, stopping at the ends."""
        row = max(0, min(self._model.rowCount() - 1, self.view.currentIndex().row() + step))
        self.view.setCurrentIndex(self._model.index(row, 0))

    def take(self) -> None:
        """Pick the chosen row."""
        option = self._model.row_at(self.view.currentIndex())
        self.hide()
        if option is not None:
            self.picked.emit(option)

    def options(self) -> Sequence[OwnerOption]:
        """Return what is offered."""
        return self._model.rows

    def place(self, caret: QRect, room: QRect) -> None:
        """Stand below (or above) `caret`, within the width of `room` if possible: rectangles of the parent."""
        home = self.parentWidget()
        height = home.height() if home is not None else room.bottom()
        left = max(room.left(), min(caret.left() - theme.px(20), room.right() - self.width() - 8))
        top = caret.bottom() + 4
        if top + self.height() > height - 8:
            top = max(8, caret.top() - self.height() - 4)
        self.move(QPoint(left, top))


def _two_lines(option: OwnerOption) -> TwoLines:
    return TwoLines(option.candidate.name, _detail(option))


def _detail(option: OwnerOption) -> str:
    if not option.candidate.present:
        return option.detail
    return _("{name}, here").format(name=option.detail) if option.detail else _("here")


def _spoken(option: OwnerOption) -> str:
    return ", ".join(filter(None, (option.candidate.name, _detail(option))))
