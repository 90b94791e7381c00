"""The editor of the minutes: plain text, with the marks of its lines drawn beside and behind them.

Nothing but the text is ever stored. What a line means is kept with its block (`highlighter.LineData`), so a key costs
one line read and the lines in sight painted, however long the text is.
"""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from db.minutes.marks import Mark, meant_mark, toggle_mark, typed_owner
from db.minutes.owner_options import OwnerOption
from desktop import icons, theme
from desktop.minutes import words
from desktop.minutes.highlighter import EDITOR_PX, MarkHighlighter, direct, line_data
from desktop.minutes.owner_popup import OwnerPopup
from desktop.minutes.understanding import LineState, Understanding
from desktop.texts import _
from desktop.widgets.labels import Label
from desktop.widgets.layouts import bring_into_sight
from desktop.widgets.painting import draw_text, round_rect
from desktop.widgets.way_back import WayBack, replace, units

GUTTER = 64
LINE_HEIGHT = 22
_BELOW = 6
"""Pixels below the line being written: the ground of a marked line reaches so far."""
_BREAKS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"})
_GROUND = {"decision": "accent_soft", "action": "action_soft", "point": "sunken", "open": "warn_soft"}
_EDGE = {"decision": "accent_text", "action": "action", "point": "line_strong", "open": "warn_line"}
_NUMBER = {"decision": "accent_text", "action": "action", "point": "text2", "open": "warn"}
_MARKS = {Qt.Key.Key_D: Mark.DECISION, Qt.Key.Key_A: Mark.ACTION, Qt.Key.Key_P: Mark.POINT}


class MinutesEditor(QTextEdit):
    """One item's minutes. `changed` follows every change by the person, never `set_text`."""

    changed = Signal()
    step_requested = Signal(int)
    """Ctrl+Down (1) or Ctrl+Up (-1): please go to the next or previous item."""
    left = Signal()
    """The keyboard went elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "plain")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Minutes of this item"))
        # Qt's own placeholder is cut off at the end of its first line.
        self._prompt = _("Write what is said. A line beginning d: is a decision, a: an action, p: a point.")
        self.setAccessibleDescription(self._prompt)
        self.document().setDocumentMargin(8)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        self.document().setDefaultTextOption(option)
        self._understanding = Understanding()
        self._loading = False
        self._highlighter = MarkHighlighter(self.document())
        self.gutter = Gutter(self)
        self.hint = Label("", 13, 500, "accent_text", parent=self.viewport())
        self.hint.setObjectName("due_hint")
        self.hint.setForegroundRole(QPalette.ColorRole.WindowText)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.hide()
        self._popup: OwnerPopup | None = None
        self.way_back = WayBack(self)
        self._dress()
        self.document().contentsChange.connect(self._on_contents_change)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.document().documentLayout().update.connect(self.gutter.update)

    # Text

    def text(self) -> str:
        """Return the text as it stands, to the letter (Qt's own `toPlainText` changes some spaces)."""
        lines = []
        block = self.document().begin()
        while block.isValid():
            lines.append(block.text())
            block = block.next()
        return "\n".join(lines)

    def set_text(self, text: str) -> None:
        """Show another item's text; the way back by undo begins here."""
        self._loading = True
        self._close_popup()
        self.document().setUndoRedoEnabled(False)
        self.setPlainText(text)
        self._format_blocks()
        self.document().setUndoRedoEnabled(True)
        self._loading = False
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._update_hint()

    def take_over(self, text: str) -> None:
        """Show `text` where it differs from what stands here, keeping the caret and the way back by undo."""
        self._loading = True
        replace(self.document(), 0, self.text(), text)
        self._loading = False
        self._update_hint()

    def set_understanding(self, understanding: Understanding) -> None:
        """Read the lines with `understanding` from now on."""
        self._understanding = understanding
        self._loading = True
        self._highlighter.set_understanding(understanding)
        self._loading = False
        self.viewport().update()
        self.gutter.update()

    def set_labels(self, labels: Mapping[int, str]) -> None:
        """Show the numbers of decisions and actions beside their lines (line number, from 0 → label)."""
        block = self.document().begin()
        while block.isValid():
            if (data := line_data(block)) is not None:
                data.label = labels.get(block.blockNumber(), "") if data.state else ""
            block = block.next()
        self.gutter.update()

    def line_states(self) -> list[LineState]:
        """Return what the marked lines mean, in order."""
        states = []
        block = self.document().begin()
        while block.isValid():
            data = line_data(block)
            if data is not None and data.state is not None:
                states.append(data.state)
            block = block.next()
        return states

    def toggle(self, mark: Mark) -> None:
        """Mark the line of the caret (or the chosen lines) as `mark`, or take that mark away."""
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd()).blockNumber()
        together = QTextCursor(self.document())
        together.beginEditBlock()  # several lines are one thing to take back
        while block.isValid() and block.blockNumber() <= last:
            line = block.text()
            marked = toggle_mark(line, mark, language=self._understanding.language)
            replace(self.document(), block.position(), line, marked)
            block = block.next()
        together.endEditBlock()

    # Looks

    def _dress(self) -> None:
        self.setFont(theme.font(EDITOR_PX))
        self.setViewportMargins(theme.px(GUTTER), 0, 0, 0)
        self.document().setDefaultFont(theme.font(EDITOR_PX))

    def _format_blocks(self) -> None:
        form = QTextBlockFormat()
        form.setLineHeight(theme.px(LINE_HEIGHT), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        form.setTopMargin(3)
        form.setBottomMargin(5)
        form.setRightMargin(8)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(form)
        block = self.document().begin()
        while block.isValid():
            direct(block)
            block = block.next()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "gutter"):
            self._dress()
            self._loading = True
            self._highlighter.restyle()
            self._loading = False
            self.gutter.update()

    def blocks_in_sight(self) -> Iterator[tuple[QTextBlock, QRectF]]:
        """Yield the lines in sight with their place in the viewport."""
        layout = self.document().documentLayout()
        scrolled = self.verticalScrollBar().value()
        height = self.viewport().height()
        block = self.cursorForPosition(QPoint(0, 0)).block()
        if block.previous().isValid():
            block = block.previous()
        while block.isValid():
            place = layout.blockBoundingRect(block).translated(0, -scrolled)
            if place.top() > height:
                return
            yield block, place
            block = block.next()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for block, place in self.blocks_in_sight():
            data = line_data(block)
            if data is not None and data.state is not None:
                ground = QRectF(-8, place.y() - 1, self.viewport().width(), place.height() + 4)
                round_rect(painter, ground, 4, fill=_GROUND[data.state.kind])
        if self.document().isEmpty():
            painter.setPen(theme.color("text3"))
            painter.setFont(self.font())
            room = self.viewport().rect().adjusted(8, 8, -8, -8)
            painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, self._prompt)
        painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        held = self.cursorRect().top() >= 0 and self.cursorRect().bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        if held:
            self._show_caret()
        self.gutter.setGeometry(0, 0, theme.px(GUTTER), self.height())
        self._close_popup()
        self._update_hint()

    # Keys

    def event(self, event: QEvent) -> bool:
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._own_key(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _own_key(event: QKeyEvent) -> bool:
        alone = event.modifiers() == Qt.KeyboardModifier.AltModifier
        return alone and event.key() in _MARKS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._popup_key(event):
            return
        if self._own_key(event):
            self.toggle(_MARKS[Qt.Key(event.key())])
            return
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_requested.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            event = QKeyEvent(event.type(), event.key(), Qt.KeyboardModifier.NoModifier, "\n")
        super().keyPressEvent(event)

    def _popup_key(self, event: QKeyEvent) -> bool:
        popup = self._popup
        if popup is None or not popup.isVisible() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
        if event.key() in steps:
            popup.move_choice(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            popup.take()
        elif event.key() == Qt.Key.Key_Escape:
            popup.hide()
        else:
            return False
        return True

    def focusNextPrevChild(self, next: bool) -> bool:
        """Let Tab take the owner offered while the list is open; else it leaves the editor."""
        popup = self.popup()
        if next and popup is not None:
            popup.take()
            return True
        return super().focusNextPrevChild(next)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words alone, without looks, tables or pictures."""
        if source.hasText():
            self.textCursor().insertText(source.text().replace("\r\n", "\n").translate(_BREAKS))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._close_popup()
            self.left.emit()

    # Owners and dates while they are typed

    def _on_contents_change(self, _position: int, removed: int, added: int) -> None:
        if not self._loading and (removed or added):
            self.changed.emit()
            self._typing = True

    _typing = False

    def _on_cursor_moved(self) -> None:
        if self._loading:
            return
        self._show_caret()
        if self._typing:
            self._typing = False
            self._offer_owners()
        else:
            self._close_popup()
        self._update_hint()

    def _show_caret(self) -> None:
        """Keep the line being written in sight, with the ground it stands on; in a low window the page scrolls, too."""
        self.ensureCursorVisible()
        below = self.cursorRect().bottom() + _BELOW - self.viewport().height()
        if below > 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + below)
        QTimer.singleShot(0, self, self._scroll_page)  # the text finds its height after the caret has moved

    def _scroll_page(self) -> None:
        if self.window().focusWidget() is self:
            bring_into_sight(self.viewport(), self.cursorRect())
            if (popup := self.popup()) is not None:
                popup.place(*self._caret_and_room())

    def _on_scrolled(self) -> None:
        self._close_popup()
        self.gutter.update()
        self._update_hint()

    def _caret(self) -> tuple[QTextBlock, int]:
        """Return the line of the caret and the caret's place in it, counted as Python does."""
        cursor = self.textCursor()
        block = cursor.block()
        text, units = block.text(), cursor.positionInBlock()
        if text.isascii() or len(text) == block.length() - 1:
            return block, units
        return block, len(text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))

    def _offer_owners(self) -> None:
        block, column = self._caret()
        data = line_data(block)
        if data is None or data.state is None or data.state.marked.mark is not Mark.ACTION or self.isReadOnly():
            self._close_popup()
            return
        found = typed_owner(block.text(), column, language=self._understanding.language)
        options = self._understanding.offers(found[1]) if found else []
        if not options:
            self._close_popup()
            return
        if self._popup is None or self._popup.parentWidget() is not self.window():
            self._popup = OwnerPopup(self.window())
            self._popup.picked.connect(self._on_owner_picked)
        self._popup.offer(options, *self._caret_and_room())

    def _caret_and_room(self) -> tuple[QRect, QRect]:
        """Return where the caret and the text stand in the window."""
        caret, corner = self.cursorRect(), self.viewport().mapTo(self.window(), QPoint(0, 0))
        return caret.translated(corner), QRect(corner, self.viewport().size())

    def popup(self) -> OwnerPopup | None:
        """Return the list of owners while it is in sight."""
        return self._popup if self._popup is not None and self._popup.isVisible() else None

    def _close_popup(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def _on_owner_picked(self, option: OwnerOption) -> None:
        block, column = self._caret()
        found = typed_owner(block.text(), column, language=self._understanding.language)
        if found is None:
            return
        text = block.text()
        cursor = self.textCursor()
        cursor.setPosition(block.position() + units(text[: found[0]]))
        cursor.setPosition(block.position() + units(text[:column]), QTextCursor.MoveMode.KeepAnchor)
        space = "" if text[column:].startswith(" ") else " "
        cursor.insertText(f"{option.candidate.name}{space}")
        self.setTextCursor(cursor)
        self._close_popup()

    def _update_hint(self) -> None:
        hints, role = self._hints()
        self.hint.setVisible(bool(hints))
        if not hints:
            return
        self.hint.set_role(role)
        self.hint.setText("  ·  ".join(hints))
        if self.hint.sizeHint().width() > self.viewport().width() - 8:
            self.hint.setText("\n".join(hints))
        self.hint.resize(self.hint.sizeHint())
        end = QTextCursor(self.textCursor().block())
        end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        place = self.cursorRect(end)
        left, top = place.right() + 10, place.top() + (place.height() - self.hint.height()) // 2
        if left + self.hint.width() > self.viewport().width() - 4 or "\n" in self.hint.text():
            left, top = self.viewport().width() - self.hint.width() - 8, place.bottom() + 4
            if top + self.hint.height() > self.viewport().height():
                top = place.top() - self.hint.height() - 2
        self.hint.move(max(0, left), top)

    def _hints(self) -> tuple[list[str], str]:
        """Return what to say of the line being typed, its owner and its due date, and the colour to say it in."""
        if self.isReadOnly() or not self.hasFocus():
            return [], ""
        block, column = self._caret()
        data = line_data(block)
        if data is None or data.state is None:
            meant = meant_mark(block.text(), language=self._understanding.language)
            return [words.meant_hint(meant)] if meant else [], "text2"
        if data.state.marked.mark is not Mark.ACTION:
            return [], ""
        owner = "" if self.popup() else words.owner_hint(data.state, column, self._understanding)
        due, role = words.due_hint(data.state, column, block.text())
        left = words.left_hints(data.state)
        return [*filter(None, (owner, due)), *left], "warn" if owner or left else role

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_hint()


class Gutter(QWidget):
    """The margin of the editor: numbers of decisions and actions, a warning where something is not agreed yet."""

    def __init__(self, editor: MinutesEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = float(self.width())
        for block, place in self._editor.blocks_in_sight():
            data = line_data(block)
            if data is None or data.state is None or place.bottom() < event.rect().top() - 8:
                continue
            kind = data.state.kind
            top, height = place.y() - 1, place.height() + 4
            painter.fillRect(QRectF(8, top, width - 8, height), theme.color(_GROUND[kind]))
            painter.fillRect(QRectF(8, top, 3, height), theme.color(_EDGE[kind]))
            line = QRectF(16, place.y() + 3, width - 18, theme.px(20))
            if data.label:
                draw_text(painter, line, data.label, 13, 600, role=_NUMBER[kind])
            if kind == "open" or data.state.early:
                side = theme.px(16)
                icons.paint(painter, QPointF(width - side - 8, place.y() + 5), "warning-fill", "warn_line", side)
