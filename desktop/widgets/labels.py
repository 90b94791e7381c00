"""Text, icons and dividers that follow the theme."""

from html import escape

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QSizePolicy, QWidget

from desktop import icons, texts, theme
from desktop.texts import _

ONE_LINE = 60
"""Letters of a tool tip that stand on one line."""


def plain_tip(text: str) -> str:
    """Return `text` as a tool tip that never reads people's words as markup."""
    words = escape(text).replace(chr(10), "<br>")
    if len(text) <= ONE_LINE:
        words = f'<span style="white-space: nowrap">{words}</span>'
    return f"<qt>{words}</qt>" if text else ""


class Label(QLabel):
    """Plain text, in the size, weight and colour role given; `elide` shortens it to the room there is.

    An elided label shows the whole text as its tool tip. Text is never read as markup.
    """

    def __init__(
        self,
        text: str = "",
        px: int = 14,
        weight: int = 400,
        role: str = "text",
        *,
        wrap: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._px = px
        self._weight = weight
        self._role = role
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            # Text that wraps takes its height from its width, so that a column never clips its last line.
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setText(text)
        self._dress()
        theme.follow(self._dress)

    def elides(self) -> bool:
        """Return whether the text is shortened to the room there is."""
        return self._elide

    def set_role(self, role: str) -> None:
        """Show the text in the colour of `role`."""
        if role != self._role:
            self._role = role
            self._dress()

    def set_weight(self, weight: int) -> None:
        """Show the text in `weight` (400, 500, 600)."""
        if weight != self._weight:
            self._weight = weight
            self._dress()

    def _dress(self) -> None:
        font, color = theme.font(self._px, self._weight), theme.color(self._role)
        if self.font() != font:  # only then: each of these has the style sheet looked through once more
            self.setFont(font)
        palette = self.palette()
        if palette.color(QPalette.ColorRole.WindowText) != color:
            palette.setColor(QPalette.ColorRole.WindowText, color)
            self.setPalette(palette)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.px(48)), hint.height()) if self._elide else hint

    def setText(self, text: str) -> None:
        self._said = text
        super().setText(texts.in_order(text))
        self._tell_whole()

    def text(self) -> str:
        return self._said

    def let_select(self) -> None:
        """Let words be chosen with the mouse and copied, without the signs that order them here."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        menu = QMenu(self)
        copy = menu.addAction(_("Copy"), self._copy)
        menu.addAction(_("Select all"), lambda: self.setSelection(0, len(super(Label, self).text())))
        menu.aboutToShow.connect(lambda: copy.setEnabled(self.hasSelectedText()))
        self.customContextMenuRequested.connect(lambda point: menu.popup(self.mapToGlobal(point)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(texts.as_said(self.selectedText()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        """Have the whole text as the tool tip where it is shortened."""
        if self._elide:
            short = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
            tip = plain_tip(self.text()) if short else ""
            if tip != self.toolTip():
                self.setToolTip(tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        rect = self.contentsRect()
        text = self._fitting(rect.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        alignment = self.alignment()
        if texts.runs_right_to_left(text):  # so that what is left out stands at its end
            painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            alignment |= Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(rect, alignment, text)

    def _fitting(self, room: int) -> str:
        """Return as much of the text as has room."""
        return self.fontMetrics().elidedText(super().text(), Qt.TextElideMode.ElideRight, room)


class PersonLabel(Label):
    """A person's name, shortened by whole words where two of them have room: "Rosa Quispe" for "Rosa Quispe Mamani"."""

    def __init__(self, name: str = "", px: int = 14, weight: int = 400, role: str = "text") -> None:
        super().__init__(name, px, weight, role, elide=True)

    def _fitting(self, room: int) -> str:
        measure = self.fontMetrics().horizontalAdvance
        said = (self.text(), *texts.shorter_names(self.text()))
        fitting = (texts.in_order(name) for name in said if measure(name) <= room)
        return next(fitting, super()._fitting(room))


class IconLabel(QLabel):
    """An icon that is not a button. Give `meaning` where no word beside it says the same."""

    def __init__(
        self, name: str, role: str = "text2", size: int = 18, *, meaning: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._role = role
        self._size = size
        self._fit()
        theme.follow(self._fit)
        if meaning:
            self.setAccessibleName(meaning)
            self.setToolTip(plain_tip(meaning))

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())

    def set_icon(self, name: str, role: str | None = None) -> None:
        """Show another icon, in another role if given."""
        self._name = name
        self._role = role or self._role
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = theme.px(self._size)
        place = QPointF((self.width() - side) / 2, (self.height() - side) / 2)
        icons.paint(QPainter(self), place, self._name, self._role, side)


def hline() -> QFrame:
    """Return a horizontal divider."""
    line = QFrame()
    line.setObjectName("hline")
    line.setFixedHeight(1)
    return line


def vline() -> QFrame:
    """Return a vertical divider."""
    line = QFrame()
    line.setObjectName("vline")
    line.setFixedWidth(1)
    return line
