"""Colours the marked lines of the minutes; each line is read once, when it changes, and what it means kept with it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QSyntaxHighlighter,
    QTextBlock,
    QTextBlockFormat,
    QTextBlockUserData,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from db.minutes.marks import Mark, Span
from desktop import texts, theme
from desktop.minutes.understanding import LineState, Understanding

EDITOR_PX = 15
_LAST_OF_FIRST_PLANE = "\uffff"


class LineData(QTextBlockUserData):
    """What is known of one line: what it means, and the number of its decision or action once saved."""

    def __init__(self) -> None:
        super().__init__()
        self.state: LineState | None = None
        self.label = ""


def line_data(block: QTextBlock) -> LineData | None:
    """Return what is known of the line `block`."""
    data = block.userData()
    return data if isinstance(data, LineData) else None


def qt_span(text: str, span: Span) -> tuple[int, int]:
    """Return a span's start and length as Qt counts: characters beyond the first plane are two."""
    start, end = span
    if text.isascii() or max(text) <= _LAST_OF_FIRST_PLANE:
        return start, end - start
    before = len(text[:start].encode("utf-16-le")) // 2
    return before, len(text[start:end].encode("utf-16-le")) // 2


class MarkHighlighter(QSyntaxHighlighter):
    """Keeps every line's `LineData` and its colours up to date."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._understanding = Understanding()
        self._formats: dict[str, QTextCharFormat] = {}
        self._dress()

    def set_understanding(self, understanding: Understanding) -> None:
        """Read every line anew with `understanding`."""
        self._understanding = understanding
        self.rehighlight()

    def restyle(self) -> None:
        """Colour every line anew after a change of theme or text size."""
        self._dress()
        self.rehighlight()

    def _dress(self) -> None:
        self._formats = {
            "decision": _format("accent_text", 600),
            "action": _format("action", 600),
            "point": _format("text2", 600),
            "open": _format("warn", 600),
            "agreed": _format("text", 500),
            "reference": _format("accent_text", 600),
        }

    def highlightBlock(self, text: str) -> None:
        data = line_data(self.currentBlock())
        state = self._understanding.read(text)
        if data is None:
            if state is None:
                return
            data = LineData()
            self.setCurrentBlockUserData(data)
        data.state = state
        if state is None:
            data.label = ""
            return
        marked = state.marked
        if marked.mark is Mark.DECISION:
            self.setFormat(0, len(text.encode("utf-16-le")) // 2, self._formats["agreed"])
        self._colour(text, marked.prefix_span, state.kind)
        for span, sure in ((marked.owner_span, state.owner_known), (marked.due_span, not state.early)):
            if span is not None:
                self._colour(text, span, "reference" if sure else "open")

    def _colour(self, text: str, span: Span, name: str) -> None:
        start, length = qt_span(text, span)
        self.setFormat(start, length, self._formats[name])


def _format(role: str, weight: int) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFont(theme.font(EDITOR_PX, weight))
    form.setForeground(theme.color(role))
    return form


def direct(block: QTextBlock) -> None:
    """Let a line run the way its language does: one that only names somebody in Arabic runs left to right.

    That is done as text is shown, never while it is typed: it would be one more thing to undo.
    """
    backward = texts.mostly_right_to_left(block.text())
    wanted = Qt.LayoutDirection.RightToLeft if backward else Qt.LayoutDirection.LeftToRight
    if block.textDirection() != wanted:
        form = QTextBlockFormat()
        form.setLayoutDirection(wanted)
        QTextCursor(block).mergeBlockFormat(form)
