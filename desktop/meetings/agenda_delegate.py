"""How the lines of an agenda are painted and edited in place."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QSpinBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.meetings.agenda import BroughtBy
from db.members.choices import NameChoice
from db.vocabulary import ItemPurpose
from desktop import icons, theme
from desktop.meetings.agenda_model import AgendaLine, AgendaModel, Part
from desktop.naming.meetings import brought_by, item_title, purpose_word
from desktop.texts import _
from desktop.widgets.delegates import Index
from desktop.widgets.name_field import NameField
from desktop.widgets.painting import badge_width, draw_badge, draw_text, focus_ring, round_rect
from desktop.widgets.rows import row_of

LINE: Final = 48
BREAK_LINE: Final = 32
ASKING_LINE: Final = 88
MOST_MINUTES: Final = 600
BADGES: Final[dict[ItemPurpose | None, tuple[str, str]]] = {
    ItemPurpose.DECIDE: ("accent", "seal-check"),
    ItemPurpose.DISCUSS: ("soft", "chats-circle"),
    ItemPurpose.INFORM: ("outline", "info"),
    None: ("warn", "warning"),
}
"""Purpose → kind of badge and icon."""
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def line_height(line: AgendaLine) -> int:
    """Return how high a line is, in pixels."""
    if line.asks_purpose:
        return theme.px(ASKING_LINE)
    return theme.px(LINE if line.is_item else BREAK_LINE)


class ItemEditor(QWidget):
    """A line's title with who brings it below, to type into; Tab goes from one to the other."""

    finished = Signal(bool)
    """Whether what was typed is to be kept."""

    def __init__(self, choices: Sequence[NameChoice], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.title = QLineEdit()
        self.title.setAccessibleName(_("Title of the item"))
        self.title.setPlaceholderText(_("What is it about?"))
        self.title.setFont(theme.font(14, 600))
        self.who = NameField(name=_("Who brings it"), placeholder=_("Who brings it? A member, a group, or anyone"))
        self.who.set_choices(choices)
        self.who.returnPressed.connect(self._on_name_entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(0)
        for line in (self.title, self.who):
            column.addWidget(line)
            line.setStyleSheet(f"min-height: {theme.px(19)}px; max-height: {theme.px(19)}px; padding: 0 5px;")
            line.installEventFilter(self)
        self.setFocusProxy(self.title)
        self.needs_title = True
        """Whether there is no item without a title; one that Ronda put there has a name without."""
        self.had_title = ""
        """The title it had, which stays where there must be one and none is typed."""
        self.over = False
        """Whether it is finished."""

    def has_title(self) -> bool:
        """Return whether a title is typed."""
        return bool(self.title.text().strip())

    def kept_title(self) -> str:
        """Return the title to keep: as typed, or the one it had where that was emptied and there must be one."""
        return self.title.text().strip() or (self.had_title if self.needs_title else "")

    def brought_by(self) -> BroughtBy:
        """Return who was typed to bring it."""
        choice = self.who.choice()
        if choice is None:
            return BroughtBy(text=self.who.text().strip())
        return BroughtBy(member_id=choice.member_id, group_id=choice.group_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.finish(keep=False)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.finish(keep=True)
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Down) and watched is self.title:
                self.who.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if key in (Qt.Key.Key_Backtab, Qt.Key.Key_Up) and watched is self.who:
                self.title.setFocus(Qt.FocusReason.BacktabFocusReason)
                return True
            if key == Qt.Key.Key_Tab:
                self.finish(keep=True)
                return True
        elif event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._look_who_has_the_keyboard)
        return super().eventFilter(watched, event)

    def _on_name_entered(self) -> None:
        """End the line where Enter came by the list of names, too: the next key is the table's."""
        self.who.close_offers()
        self.finish(keep=True)

    def _look_who_has_the_keyboard(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self and not self.isAncestorOf(focus):
            self.finish(keep=True)

    def finish(self, *, keep: bool) -> None:
        """Say once that this is the end, and whether what was typed is to be kept."""
        if not self.over:
            self.over = True
            self.finished.emit(keep)


class MinutesSpin(QSpinBox):
    """Minutes typed or stepped in the narrow box of a line; the style's own places leave no room for digits there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setRange(0, MOST_MINUTES)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(_RIGHT)
        self.setAccessibleName(_("Minutes for this item"))
        self.setStyleSheet(
            f"QSpinBox {{ min-height: {theme.px(20)}px; max-height: {theme.px(20)}px; padding: 0; }}"
            "QLineEdit { padding: 0; border: 0; min-height: 0; background: transparent; }"
        )

    def _place_digits(self) -> None:
        self.lineEdit().setGeometry(self.rect().adjusted(2, 2, -6, -2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_digits()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_digits()


class AgendaDelegate(QStyledItemDelegate):
    """Paints a line's cells; edits minutes with a spin box and the item with an `ItemEditor`."""

    editing_finished = Signal(bool)
    """Whether the item that was being typed is kept."""

    def __init__(self, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._choices: Sequence[NameChoice] = ()

    def set_choices(self, choices: Sequence[NameChoice]) -> None:
        """Offer these names for who brings an item."""
        self._choices = choices

    # Painting

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = row_of(index)
        return QSize(theme.px(40), line_height(line) if isinstance(line, AgendaLine) else theme.px(LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = row_of(index)
        if not isinstance(line, AgendaLine):
            return
        painter.save()
        rect = QRectF(option.rect)
        view = option.widget
        has_focus = isinstance(view, QAbstractItemView) and view.hasFocus()
        current = isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()
        self._paint_ground(painter, rect, line, index, chosen=current and has_focus)
        top = QRectF(rect.x(), rect.y(), rect.width(), min(rect.height(), float(theme.px(LINE))) - 1)
        self._paint_cell(painter, top.adjusted(8, 0, 0, 0), line, Part(index.column()))
        if has_focus and isinstance(view, QAbstractItemView) and view.currentIndex() == index:
            focus_ring(painter, top.adjusted(1, 1, -1, -1), 5)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, line: AgendaLine, index: Index, *, chosen: bool) -> None:
        if line.asks_purpose:
            painter.fillRect(rect, theme.color("warn_soft"))
        elif chosen:
            painter.fillRect(rect, theme.color("select"))
        elif not line.is_item:
            painter.fillRect(rect, theme.color("sunken"))
        bar = "warn_line" if line.asks_purpose else "accent_text" if chosen else ""
        if bar and index.column() == Part.GRIP:
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height() - 1), theme.color(bar))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(QPointF(rect.x(), rect.bottom() - 0.5), QPointF(rect.right(), rect.bottom() - 0.5))

    def _paint_cell(self, painter: QPainter, rect: QRectF, line: AgendaLine, part: Part) -> None:
        item = line.item
        soft = "text" if line.is_item else "text2"
        match part:
            case Part.GRIP:
                if line.is_item:
                    _paint_icon(painter, rect.x(), rect, "dots-six-vertical", "text3")
            case Part.START:
                text = "" if line.start is None else f"{line.start:%H:%M}"
                draw_text(painter, rect, text, 14, 500 if line.is_item else 400, role=soft)
            case Part.MINUTES:
                self._paint_minutes(painter, rect, line)
            case Part.NUMBER:
                draw_text(painter, _title_line(rect, line), str(item.number or ""), 14, 600, role="text2")
            case Part.ITEM:
                self._paint_item(painter, rect.adjusted(0, 0, -8, 0), line)
            case Part.PURPOSE:
                if line.is_item and not line.draft:
                    kind, icon = BADGES[item.purpose]
                    place = QPointF(rect.x(), rect.y() + (rect.height() - theme.px(20)) / 2)
                    draw_badge(painter, place, purpose_word(item.purpose), kind, icon)
            case Part.PAPERS:
                if line.is_item and item.papers:
                    _paint_icon(painter, rect.x() + 4, rect, "paperclip", "text2")
                    draw_text(painter, rect.adjusted(theme.px(24), 0, 0, 0), str(item.papers))
                elif line.is_item:
                    draw_text(painter, rect.adjusted(8, 0, 0, 0), "–", role="text3")

    def _paint_minutes(self, painter: QPainter, rect: QRectF, line: AgendaLine) -> None:
        box = QRectF(rect.x(), rect.center().y() - theme.px(12), theme.px(36), theme.px(24))
        if line.is_item:
            round_rect(painter, box, 5, fill="surface", edge="line_mid")
        role = "text" if line.is_item else "text2"
        draw_text(painter, box.adjusted(0, 0, -7, 0), str(line.item.planned_minutes), role=role, align=_RIGHT)

    def _paint_item(self, painter: QPainter, rect: QRectF, line: AgendaLine) -> None:
        if not line.is_item:
            draw_text(painter, rect, item_title(line.item), 13, 400, role="text2")
            return
        who = brought_by(line.item)
        title = _title_line(rect, line)
        signs = self._paint_signs(painter, title, line)
        draw_text(painter, title.adjusted(0, 0, -signs, 0), item_title(line.item), 14, 600)
        if who:
            second = QRectF(rect.x(), rect.y() + theme.px(24), rect.width(), theme.px(18))
            draw_text(painter, second, who, 13, 400, role="text2")

    def _paint_signs(self, painter: QPainter, title: QRectF, line: AgendaLine) -> float:
        """Paint, behind the title, that an item is internal and that the chair has a note; return their width."""
        words, right = _("Internal"), title.right()
        if line.item.internal:
            right -= badge_width(words, "lock")
            top = title.y() + (title.height() - theme.px(20)) / 2
            draw_badge(painter, QPointF(right, top), words, "neutral", "lock")
            right -= 6
        if line.chair_note:
            right -= theme.px(16)
            _paint_icon(painter, right, title, "note", "text2")
            right -= 6
        return float(title.right() - right)

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        if index.column() == Part.MINUTES:
            return MinutesSpin(parent)
        editor = ItemEditor(self._choices, parent)
        editor.finished.connect(lambda keep: self._close(editor, keep=keep))
        return editor

    def _close(self, editor: ItemEditor, *, keep: bool) -> None:
        kept = keep and bool(editor.kept_title() or not editor.needs_title)
        if kept:
            self.commitData.emit(editor)
        self.closeEditor.emit(editor)
        self.editing_finished.emit(kept)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, ItemEditor):
            return False  # it knows itself when it is finished
        return super().eventFilter(editor, event)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        line = row_of(index)
        if not isinstance(line, AgendaLine):
            return
        if isinstance(editor, QSpinBox):
            editor.setValue(line.item.planned_minutes)
            editor.selectAll()
        elif isinstance(editor, ItemEditor) and not editor.title.isModified() and not editor.who.isModified():
            editor.needs_title, editor.had_title = not line.item.names_itself, line.item.title
            editor.title.setText(line.item.title)
            editor.title.setPlaceholderText(item_title(line.item) if line.item.names_itself else _("What is it about?"))
            editor.who.setText(brought_by(line.item))
            editor.who.setVisible(line.is_item)
            editor.title.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QSpinBox):
            editor.interpretText()
            model.setData(index, editor.value())
        elif isinstance(editor, ItemEditor) and isinstance(model, AgendaModel):
            model.give_item(index, editor.kept_title(), editor.brought_by())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        cell: QRect = option.rect
        if isinstance(editor, QSpinBox):
            top = min(cell.height(), theme.px(LINE)) // 2 - theme.px(12)
            editor.setGeometry(cell.x() + 8, cell.y() + top, theme.px(36), theme.px(24))
        else:
            editor.setGeometry(cell.x() + 2, cell.y(), cell.width() - 2, min(cell.height(), theme.px(LINE)) - 1)


def _title_line(rect: QRectF, line: AgendaLine) -> QRectF:
    """Return where an item's title stands, and its number with it: above who brings it, or in the middle."""
    return QRectF(rect.x(), rect.y() + theme.px(4), rect.width(), theme.px(21)) if brought_by(line.item) else rect


def _paint_icon(painter: QPainter, left: float, rect: QRectF, name: str, role: str) -> None:
    side = theme.px(16)
    icons.paint(painter, QPointF(left, rect.center().y() - side / 2), name, role, side)
