"""A text to read: headings, paragraphs and small print, scrolled with the keyboard, read aloud, copied from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from desktop import theme

PieceKind = Literal["lead", "heading", "caption", "text", "markdown", "missing", "mark"]


@dataclass(frozen=True, slots=True)
class ReadingPiece:
    """One paragraph or more. Only "markdown" reads people's text as markup, and that without pictures or HTML."""

    kind: PieceKind
    text: str


_LOOKS: dict[str, tuple[int, int, str, int]] = {
    "lead": (16, 500, "text", 0),
    "heading": (14, 600, "text", 16),
    "caption": (13, 400, "text2", 2),
    "text": (14, 400, "text", 4),
    "markdown": (14, 400, "text", 4),
    "missing": (14, 400, "warn", 4),
    "mark": (13, 600, "accent_text", 2),
}
"""Kind: (size, weight, colour, room above)."""


class ReadingText(QTextBrowser):
    """Shows `ReadingPiece`s; opens no links and loads nothing."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("kind", "reading")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self._pieces: tuple[ReadingPiece, ...] = ()
        theme.follow(self._write)

    def show_pieces(self, pieces: Sequence[ReadingPiece]) -> None:
        """Show other words, from their beginning; the same ones stay where they are scrolled to."""
        if tuple(pieces) != self._pieces:
            self._pieces = tuple(pieces)
            self._write()

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        return None

    def _write(self) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        for place, piece in enumerate(self._pieces):
            size, weight, role, above = _LOOKS[piece.kind]
            room = QTextBlockFormat()
            room.setTopMargin(theme.px(above) if place else 0)
            room.setLineHeight(theme.px(size + 6), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
            look = _char_format(theme.font(size, weight), role)
            if place:
                cursor.insertBlock()
            if piece.kind == "markdown":
                self._insert_markdown(cursor, piece.text, room, look)
                continue
            for number, line in enumerate(piece.text.split("\n")):
                if number:
                    cursor.insertBlock()
                cursor.setBlockFormat(room)
                cursor.insertText(line, look)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _insert_markdown(self, cursor: QTextCursor, text: str, room: QTextBlockFormat, look: QTextCharFormat) -> None:
        cursor.setBlockFormat(room)
        cursor.setCharFormat(look)
        start = cursor.position()
        features = (
            QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectCommonMark
        )
        cursor.insertMarkdown(text.strip(), features)
        reached = cursor.position()
        cursor.setPosition(start)
        cursor.setPosition(reached, QTextCursor.MoveMode.KeepAnchor)
        plain = QTextCharFormat()
        plain.setForeground(theme.color("text"))
        plain.setFontFamilies(look.fontFamilies())
        cursor.mergeCharFormat(plain)
        block = self.document().findBlock(start)
        while block.isValid() and block.position() <= reached:
            inner = QTextBlockFormat()
            listed = block.textList() is not None
            inner.setTopMargin(room.topMargin() if block.position() <= start else theme.px(2 if listed else 8))
            QTextCursor(block).mergeBlockFormat(inner)
            block = block.next()
        cursor.setPosition(reached)


def _char_format(font: QFont, role: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(font)
    look.setForeground(theme.color(role))
    return look
