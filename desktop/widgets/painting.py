"""Small strokes shared by painted parts and row delegates. Everything takes colours by role."""

from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop import icons, texts, theme
from desktop.theme import Theme

# Kind of a badge: (fill, text, edge, dashed).
BADGE_KINDS: dict[str, tuple[str | None, str, str | None, bool]] = {
    "neutral": ("hover", "text2", None, False),
    "outline": (None, "text2", "line_strong", False),
    "accent": ("accent", "on_accent", None, False),
    "soft": ("accent_soft", "accent_text", None, False),
    "warn": ("warn_soft", "warn", "warn_line", True),
    "warnsolid": ("warn_soft", "warn", None, False),
    "danger": ("danger_soft", "danger", None, False),
    "ok": ("ok_soft", "ok", None, False),
    "action": ("action_soft", "action", None, False),
    "dash": (None, "text3", "line_strong", True),
}

_ONE_LINE = int(Qt.TextFlag.TextSingleLine)


def round_rect(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    *,
    fill: str | None = None,
    edge: str | None = None,
    width: float = 1,
    dashed: bool = False,
) -> None:
    """Paint a rounded rectangle; an edge lies inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if edge:
        pen = QPen(theme.color(edge), width)
        if dashed:
            pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if fill:
        painter.setBrush(theme.color(fill))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def focus_ring(painter: QPainter, rect: QRectF, radius: float = 6) -> None:
    """Paint the 2 px outline of the part that has the keyboard."""
    round_rect(painter, rect, radius, edge="accent_text", width=2)


def text_width(text: str, px: int = 14, weight: int = 400) -> float:
    """Return how wide `text` is in pixels."""
    return _advance((theme.current(), px, weight), text)


@lru_cache(maxsize=4096)  # as below: names in a list are measured each time it is painted
def _advance(face: tuple[Theme, int, int], text: str) -> float:
    return _metrics(*face).horizontalAdvance(text)


@cache
def _metrics(look: Theme, px: int, weight: int) -> QFontMetricsF:
    return QFontMetricsF(look.font(px, weight))


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    px: int = 14,
    weight: int = 400,
    *,
    role: str = "text",
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Paint one line of text, shortened with an ellipsis where it does not fit."""
    look = theme.current()
    painter.setFont(look.font(px, weight))
    painter.setPen(look.color(role))
    line, from_right = _as_drawn((look, px, weight), text, elide, rect.width() + 0.5)
    before = painter.layoutDirection()
    if from_right:  # a widget's painter would begin it at the left
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        align |= Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(rect, int(align) | _ONE_LINE, line)
    painter.setLayoutDirection(before)


def cut_to(room: float, text: str, px: int = 14, weight: int = 400) -> str:
    """Return as much of `text` as has room, with an ellipsis where that is not all."""
    return _metrics(theme.current(), px, weight).elidedText(text, Qt.TextElideMode.ElideRight, room)


def person_in(room: float, name: str, px: int = 14, weight: int = 400) -> str:
    """Return as much of a person's name, in whole words, as has room; the whole name where two have none."""
    for said in (name, *texts.shorter_names(name)):
        if text_width(said, px, weight) <= room:
            return said
    return name


def in_two_lines(text: str, room: float, px: int = 14, weight: int = 400) -> tuple[str, ...]:
    """Return `text` as the one or two lines that fit into `room`; what is too long for the second is left to it."""
    words = text.split()
    if text_width(" ".join(words), px, weight) <= room:
        return (" ".join(words),)
    first = len(words)
    while first > 1 and text_width(" ".join(words[:first]), px, weight) > room:
        first -= 1
    return tuple(" ".join(part) for part in (words[:first], words[first:]) if part)


@lru_cache(maxsize=4096)  # a table is painted again and again, and to measure a line takes longer than to paint it
def _as_drawn(face: tuple[Theme, int, int], text: str, elide: Qt.TextElideMode, room: float) -> tuple[str, bool]:
    """Return one line of as much of a text as has room, in order, and whether it runs from the right."""
    line = " ".join(text.split())
    return _metrics(*face).elidedText(texts.in_order(line), elide, room), texts.runs_right_to_left(line)


def badge_width(text: str, icon: str | None = None) -> int:
    """Return the width of a badge in pixels."""
    return round(text_width(text, 13, 600)) + 16 + (theme.px(18) if icon else 0)


def draw_badge(
    painter: QPainter, place: QPointF, text: str, kind: str = "neutral", icon: str | None = None, *, width: int = 0
) -> int:
    """Paint a badge with its top left corner at `place`; return its width."""
    fill, role, edge, dashed = BADGE_KINDS[kind]
    width = width or badge_width(text, icon)
    height = theme.px(20)
    rect = QRectF(place.x(), place.y(), width, height)
    round_rect(painter, rect, 5, fill=fill, edge=edge, dashed=dashed)
    left = 8.0
    if icon:
        side = theme.px(14)
        icons.paint(painter, QPointF(place.x() + 6, place.y() + (height - side) / 2), icon, role, side)
        left = 6 + side + 4
    painter.setFont(theme.font(13, 600))
    painter.setPen(theme.color(role))
    if not icon and width > badge_width(text):
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    else:
        if width < badge_width(text, icon):
            text = _metrics(theme.current(), 13, 600).elidedText(text, Qt.TextElideMode.ElideRight, width - left - 6)
        painter.drawText(rect.adjusted(left, -1, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
    return width
