"""Lists of names to choose from in which each name's history stands below it."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, QStringListModel, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop import theme
from desktop.widgets.painting import draw_text

Index = QModelIndex | QPersistentModelIndex
HISTORY_ROLE = Qt.ItemDataRole.UserRole + 7
LINE = 18


class NamesModel(QStringListModel):
    """Names; under `HISTORY_ROLE` what is known of each, read aloud with it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._histories: Mapping[str, str] = {}

    def set_names(self, names: list[str], histories: Mapping[str, str]) -> None:
        """Offer these names; `histories` by name."""
        self._histories = dict(histories)
        self.setStringList(names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (HISTORY_ROLE, Qt.ItemDataRole.AccessibleTextRole):
            name = str(super().data(index, Qt.ItemDataRole.DisplayRole) or "")
            history = self._histories.get(name, "")
            if role == HISTORY_ROLE:
                return history
            return f"{name}, {history}" if history else name
        return super().data(index, role)


class HistoryDelegate(QStyledItemDelegate):
    """A name, and below it in smaller letters its history (`HISTORY_ROLE`)."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        held = super().sizeHint(option, index)
        if not index.data(HISTORY_ROLE):
            return held
        return QSize(held.width(), theme.px(2 * LINE + 8))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        history = index.data(HISTORY_ROLE)
        if not history:
            super().paint(painter, option, index)
            return
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        name, ground.text = ground.text, ""
        view = getattr(option, "widget", None)
        style = view.style() if view is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, view)
        line = theme.px(LINE)
        rect = QRectF(option.rect).adjusted(10, 0, -10, 0)
        top = rect.center().y() - line
        draw_text(painter, QRectF(rect.x(), top, rect.width(), line), name, 14, 500)
        draw_text(painter, QRectF(rect.x(), top + line, rect.width(), line), history, 13, 400, role="text2")
