"""How a result is painted: icon, title with the words found in bold, the passage, where and when."""

from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db.search.search import Hit
from desktop import icons, texts, theme
from desktop.find.words import ICONS, Piece, is_of_title, passage_pieces, state_word, title_pieces
from desktop.naming.hits import kind_of, title_of, where
from desktop.widgets.painting import draw_text, round_rect, text_width
from desktop.widgets.rows import row_of

HEIGHT = 52
_ENDLESS = 1_000_000.0
"""Pixels no line reaches."""
_LONGEST = 300
"""Letters that no line of this list has room for, of which more are not laid out."""


def draw_pieces(
    painter: QPainter, rect: QRectF, pieces: Sequence[Piece], *, px: int, role: str, found_role: str
) -> None:
    """Paint a line of pieces, those found in bold, shortened where the room ends."""
    line = line_of(pieces, rect.width(), px=px, role=role, found_role=found_role)
    line.draw(painter, QPointF(rect.x(), rect.center().y() - line.boundingRect().height() / 2))


def line_of(pieces: Sequence[Piece], room: float, *, px: int, role: str, found_role: str) -> QTextLayout:
    """Return pieces laid out as one line, so that those in Arabic or Hebrew stand as they are read."""
    plain, bold = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(theme.color(role))
    bold.setForeground(theme.color(found_role))
    bold.setFont(theme.font(px, 700))
    whole = "".join(piece.text for piece in pieces)
    said = whole[:_LONGEST]
    looks = list(islice((bold if piece.found else plain for piece in pieces for _letter in piece.text), _LONGEST))
    line = _laid_out(said, looks, px)
    if said != whole or line.lineAt(0).naturalTextWidth() > room:
        dots = QFontMetricsF(theme.font(px)).horizontalAdvance("…")
        begun = _laid_out(said, looks, px, max(0.0, room - dots))  # held: a line of it does not outlive it
        shown = line.text().encode("utf-16-le")[: 2 * begun.lineAt(0).textLength()].decode("utf-16-le", "ignore")
        kept = len(texts.as_said(shown).rstrip())
        line = _laid_out(f"{said[:kept]}…", [*looks[:kept], plain], px)
    return line


def _laid_out(said: str, looks: Sequence[QTextCharFormat], px: int, room: float = _ENDLESS) -> QTextLayout:
    """Lay out as much as `room` holds, each letter in its look. What is added to order them has none."""
    layout = QTextLayout(texts.in_order(said), theme.font(px))
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    ranges: list[QTextLayout.FormatRange] = []
    place = at = 0
    for letter in layout.text():
        units = len(letter.encode("utf-16-le")) // 2
        if said[at : at + 1] == letter:
            if not at or looks[at] is not looks[at - 1]:
                ranges.append(QTextLayout.FormatRange())
                ranges[-1].start, ranges[-1].format = place, looks[at]
            ranges[-1].length = place + units - ranges[-1].start
            at += 1
        place += units
    layout.setFormats(ranges)
    layout.beginLayout()
    layout.createLine().setLineWidth(room)
    layout.endLayout()
    return layout


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
        kind = "  ·  ".join(filter(None, (state_word(hit.state), kind_of(hit))))
        kind_width = text_width(kind, 13) + 16
        both = bool(passage or second)
        top = rect.center().y() - (line if both else line / 2)
        draw_text(painter, QRectF(rect.x(), top, rect.width(), line), kind, 13, role="text3", align=right)
        title = QRectF(rect.x(), top, rect.width() - kind_width, line)
        pieces = title_pieces(title_of(hit)[: _LONGEST + 1], self.typed)
        draw_pieces(painter, title, pieces, px=14, role="text", found_role="accent_text")
        if not both:
            return
        below = QRectF(rect.x(), top + line, rect.width(), line)
        if not passage:
            draw_text(painter, below, second, 13, role="text2")
            return
        second_width = min(text_width(second, 13) + 16, rect.width() * 0.45) if second else 0
        draw_text(painter, below.adjusted(rect.width() - second_width, 0, 0, 0), second, 13, role="text3", align=right)
        draw_pieces(painter, below.adjusted(0, 0, -second_width, 0), passage, px=13, role="text2", found_role="text")
