"""How a result is painted: icon, title with the words found in bold, the passage, where and when."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db.search.search import Hit
from desktop import icons, theme
from desktop.find.words import ICONS, Piece, is_of_title, passage_pieces, state_word, title_pieces
from desktop.naming.hits import kind_word, title_of, where
from desktop.widgets.painting import draw_text, round_rect, text_width
from desktop.widgets.rows import row_of

HEIGHT = 52


def draw_pieces(
    painter: QPainter, rect: QRectF, pieces: Sequence[Piece], *, px: int, role: str, found_role: str
) -> None:
    """Paint pieces side by side, those found in semibold, shortened where the room ends."""
    left = rect.x()
    for piece in pieces:
        weight = 700 if piece.found else 400
        metrics = QFontMetricsF(theme.font(px, weight))
        width = metrics.horizontalAdvance(piece.text)
        room = rect.right() - left
        painter.setFont(theme.font(px, weight))
        painter.setPen(theme.color(found_role if piece.found else role))
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
        place = QRectF(left, rect.y(), max(0.0, room), rect.height())
        if width > room:
            painter.drawText(place, flags, metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, room))
            return
        painter.drawText(place, flags, piece.text)
        left += width


class HitDelegate(QStyledItemDelegate):
    """Paints results; `typed` is what is looked for, so that titles show it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.typed = ""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(200), theme.px(HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        hit: Hit = row_of(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(8, 1, -8, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            round_rect(painter, rect, 6, fill="select")
            round_rect(painter, QRectF(rect.x(), rect.y() + 12, 3, rect.height() - 24), 1.5, fill="accent_text")
        elif option.state & QStyle.StateFlag.State_MouseOver:
            round_rect(painter, rect, 6, fill="hover")
        side = theme.px(18)
        icon = QRectF(rect.x() + 12, rect.center().y() - side / 2, side, side)
        icons.paint(painter, icon.topLeft(), ICONS[hit.kind], "accent_text", side)
        self._paint_words(painter, rect.adjusted(12 + side + 12, 0, -12, 0), hit)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRectF, hit: Hit) -> None:
        line = theme.px(19)
        passage = [] if is_of_title(hit) else passage_pieces(hit.passage)
        second = where(hit)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        kind = "  ·  ".join(filter(None, (state_word(hit.state), kind_word(hit.kind))))
        kind_width = text_width(kind, 13) + 16
        both = bool(passage or second)
        top = rect.center().y() - (line if both else line / 2)
        draw_text(painter, QRectF(rect.x(), top, rect.width(), line), kind, 13, role="text3", align=right)
        title = QRectF(rect.x(), top, rect.width() - kind_width, line)
        draw_pieces(
            painter, title, title_pieces(title_of(hit), self.typed), px=14, role="text", found_role="accent_text"
        )
        if not both:
            return
        below = QRectF(rect.x(), top + line, rect.width(), line)
        if not passage:
            draw_text(painter, below, second, 13, role="text2")
            return
        second_width = min(text_width(second, 13) + 16, rect.width() * 0.45) if second else 0
        draw_text(painter, below.adjusted(rect.width() - second_width, 0, 0, 0), second, 13, role="text3", align=right)
        draw_pieces(painter, below.adjusted(0, 0, -second_width, 0), passage, px=13, role="text2", found_role="text")
