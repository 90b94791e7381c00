"""The table of an agenda: order by drag and by keys, minutes and titles in place, purpose by a key."""

import uuid
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QSpinBox, QWidget

from db.vocabulary import ItemPurpose
from desktop import theme
from desktop.meetings.agenda_delegate import LINE, AgendaDelegate, ItemEditor, line_height
from desktop.meetings.agenda_model import AgendaLine, AgendaModel, Part
from desktop.naming.meetings import item_title, purpose_word
from desktop.texts import _
from desktop.widgets.badges import Key
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.painting import text_width
from desktop.widgets.rows import RowsTable

PURPOSES: Final = (ItemPurpose.DECIDE, ItemPurpose.DISCUSS, ItemPurpose.INFORM)
"""In the order of the keys 1, 2, 3."""


class PurposeQuestion(QWidget):
    """What should the meeting do with this item? Three answers, also on the keys 1, 2, 3."""

    answered = Signal(object)
    """The `ItemPurpose` chosen."""

    def __init__(self, line: AgendaLine, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.label = Label(_("What should the meeting do with this?"), 13, 600, "warn", elide=True)
        row.addWidget(self.label)
        row.addSpacing(12)
        for place, purpose in enumerate(PURPOSES, 1):
            button = Button(purpose_word(purpose), "warn", clicked=partial(self.answered.emit, purpose))
            button.setAccessibleName(
                _("{purpose}: {item}").format(purpose=purpose_word(purpose), item=item_title(line.item))
            )
            row.addWidget(button)
            row.addWidget(Key(str(place)))
            row.addSpacing(4)
        row.addStretch(1)

        self._dress()

    def _dress(self) -> None:
        # Inside a table the table's style sheet decides the colour of a label, unless the label has one of its own.
        self.label.setStyleSheet(f"color: {theme.current().value('warn')};")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)


class AgendaTable(RowsTable):
    """An agenda to be read and changed in place. Every wish is a signal; the record's answer comes back as lines."""

    purpose_chosen = Signal(object, object)
    """Key of the item, `ItemPurpose`."""
    move_requested = Signal(object, int)
    """Key of the item, its new place counted from 0."""
    delete_requested = Signal(object)
    """The `AgendaLine` to take off the agenda."""
    papers_requested = Signal(object)
    """Key of the item whose papers are to be shown."""
    menu_requested = Signal(object, object)
    """The `AgendaLine` and the point on the screen where its menu is to open."""
    draft_dropped = Signal()
    """The new item was given up."""

    def __init__(self, model: AgendaModel, parent: QWidget | None = None) -> None:
        self._questions: dict[uuid.UUID, PurposeQuestion] = {}  # Qt asks for the geometry while the base is made
        self._agenda = model
        self._editable = True
        super().__init__(model, name=_("Agenda"), row_height=LINE, parent=parent)
        self.delegate = AgendaDelegate(self)
        self.setItemDelegate(self.delegate)
        self.delegate.editing_finished.connect(self._on_editing_finished)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)  # the model takes only its own lines
        self.setDragDropOverwriteMode(False)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.horizontalHeader().setMinimumSectionSize(8)
        # the delegate paints the ground; the style's own would hide what a line says about itself
        self.setStyleSheet(
            "QTableView { selection-background-color: transparent; }"
            "QTableView::item:selected, QTableView::item:hover { background: transparent; }"
        )
        papers = round(text_width(_("Papers"), 13, 500) / theme.px(1)) + 20
        self.set_widths(24, 64, 56, 20, 0, 144, max(80, papers))
        self.horizontalHeader().setSectionsClickable(False)
        self.clicked.connect(self._on_clicked)
        model.modelReset.connect(self._settle)
        model.rowsInserted.connect(self._settle)
        model.rowsRemoved.connect(self._settle)
        model.rowsMoved.connect(self._settle)
        model.dataChanged.connect(self._settle)

    def set_editable(self, editable: bool) -> None:
        """Let the agenda be changed, or only read."""
        self._editable = editable
        self._agenda.set_editable(editable)
        self.setDragEnabled(editable)
        self._settle()

    @property
    def editable(self) -> bool:
        """Whether the agenda may be changed."""
        return self._editable

    def current_line(self) -> AgendaLine | None:
        """Return the line that has the keyboard, or None."""
        return self._agenda.line(self.currentIndex())

    def go_to(self, item_id: uuid.UUID, part: Part = Part.ITEM) -> bool:
        """Put the keyboard on a cell of an item; return whether it is there."""
        index = self._agenda.index_of(item_id)
        if not index.isValid():
            return False
        self.setCurrentIndex(index.siblingAtColumn(part))
        self.scrollTo(index)
        return True

    def edit_line(self, part: Part = Part.ITEM) -> None:
        """Edit the current line in place."""
        index = self.currentIndex().siblingAtColumn(part)
        if self.is_editing():
            return  # the key that ends the editing of minutes comes here too
        if self._editable and index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    def is_editing(self) -> bool:
        """Return whether something is being typed in a line."""
        return self.state() == QAbstractItemView.State.EditingState

    def item_editors(self) -> list[ItemEditor]:
        """Return what an item is being typed into; Qt takes down later those that are finished."""
        return [editor for editor in self.viewport().findChildren(ItemEditor) if not editor.over]

    def types_nothing_yet(self) -> bool:
        """Return whether a new line is open and nothing is typed into it."""
        typed = any(editor.has_title() for editor in self.item_editors())
        return self.is_editing() and self._agenda.has_draft() and not typed

    def end_editing(self) -> None:
        """Keep what is being typed in a line, if anything is."""
        if self.is_editing():
            for editor in self.item_editors():
                editor.finish(keep=True)
            self.setFocus()  # minutes being typed are kept when the keyboard leaves them

    def content_height(self) -> int:
        """Return how high header and lines are together."""
        return self.horizontalHeader().height() + sum(map(self.rowHeight, range(self._agenda.rowCount()))) + 1

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), self.content_height())

    def minimumSizeHint(self) -> QSize:
        """Return room for the question and its answers."""
        asked = max((question.sizeHint().width() for question in self._questions.values()), default=0)
        left = sum(self.columnWidth(part) for part in range(Part.ITEM)) + 24
        return QSize(max(super().minimumSizeHint().width(), left + asked), super().minimumSizeHint().height())

    def _settle(self) -> None:
        """Give each line its height, and each item without a purpose its question."""
        wanted = {line.item.id: line for line in self._agenda.rows if line.asks_purpose and self._editable}
        for item_id in [held for held in self._questions if held not in wanted]:
            self._questions.pop(item_id).deleteLater()
        for place, line in enumerate(self._agenda.rows):
            self.setRowHeight(place, line_height(line))
            if line.item.id in wanted and line.item.id not in self._questions:
                question = PurposeQuestion(line, self.viewport())
                question.answered.connect(partial(self.purpose_chosen.emit, line.item.id))
                self._questions[line.item.id] = question
        self._place_questions()
        self.setMaximumHeight(self.content_height())
        self.updateGeometry()

    def _place_questions(self) -> None:
        left = self.columnViewportPosition(Part.ITEM) + 8
        for item_id, question in self._questions.items():
            index = self._agenda.index_of(item_id)
            top = self.rowViewportPosition(index.row()) + theme.px(LINE)
            question.setGeometry(left, top, self.viewport().width() - left, theme.px(32))
            question.setVisible(index.isValid())

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_questions()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_questions()

    def _on_clicked(self, index: QModelIndex) -> None:
        line = self._agenda.line(index)
        if line is None:
            return
        if index.column() == Part.MINUTES:
            self.edit_line(Part.MINUTES)
        elif index.column() == Part.PURPOSE and line.is_item:
            self._ask_purpose(index)
        elif index.column() == Part.PAPERS and line.is_item:
            self.papers_requested.emit(line.item.id)

    def _on_opened(self, index: QModelIndex) -> None:
        """Enter or a double click: edit what stands in the cell."""
        line = self._agenda.line(index)
        if line is None:
            return
        if index.column() == Part.PURPOSE and line.is_item:
            self._ask_purpose(index)
        elif index.column() == Part.PAPERS and line.is_item:
            self.papers_requested.emit(line.item.id)
        else:
            self.edit_line(Part.MINUTES if index.column() == Part.MINUTES else Part.ITEM)

    def _ask_purpose(self, index: QModelIndex) -> None:
        line = self._agenda.line(index)
        if line is None or not self._editable:
            return
        menu = QMenu(self)
        one = QActionGroup(menu)
        for place, purpose in enumerate(PURPOSES, 1):
            action = one.addAction(menu.addAction(f"&{place}  {purpose_word(purpose)}"))
            action.setCheckable(True)
            action.setChecked(line.item.purpose is purpose)
            action.triggered.connect(partial(self._choose, line.item.id, purpose))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).topLeft() + QPoint(8, theme.px(36))))

    def _choose(self, item_id: uuid.UUID, purpose: ItemPurpose, _checked: bool = False) -> None:
        self.purpose_chosen.emit(item_id, purpose)

    def _on_editing_finished(self, kept: bool) -> None:
        if not kept and self._agenda.has_draft():
            self.draft_dropped.emit()
        self.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        new_here = not self.currentIndex().isValid()
        super().focusInEvent(event)
        index = self.currentIndex()
        if index.isValid() and (new_here or index.column() in (Part.GRIP, Part.NUMBER)):
            self.setCurrentIndex(index.siblingAtColumn(Part.ITEM))

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        index = super().moveCursor(action, modifiers)
        if index.column() == Part.GRIP:  # nothing to do there, nor at the number
            return index.siblingAtColumn(Part.START)
        if index.column() == Part.NUMBER:
            back = self.currentIndex().column() > Part.NUMBER
            return index.siblingAtColumn(Part.MINUTES if back else Part.ITEM)
        return index

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current_line()
        if line is None or not self._take_key(event, line):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent, line: AgendaLine) -> bool:
        """Do what a key means on a line; return whether it means anything."""
        key, place = event.key(), self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = place.row() + (1 if key == Qt.Key.Key_Down else -1)
            if self._editable and 0 <= to < self._agenda.rowCount():
                self.move_requested.emit(line.item.id, to)
            return True
        if not plain:
            return False
        if key == Qt.Key.Key_F2:
            self.edit_line(Part.MINUTES if place.column() == Part.MINUTES else Part.ITEM)
        elif key == Qt.Key.Key_Delete and self._editable:
            self.delete_requested.emit(line)
        elif key == Qt.Key.Key_Space:
            self._on_opened(place)
        elif event.text().isdigit() and place.column() == Part.MINUTES:
            return self._type_minutes(event)
        elif event.text() in ("1", "2", "3") and line.is_item and self._editable:
            self.purpose_chosen.emit(line.item.id, PURPOSES[int(event.text()) - 1])
        else:
            return False
        return True

    def _type_minutes(self, event: QKeyEvent) -> bool:
        """Begin to type minutes with the digit pressed."""
        self.edit_line(Part.MINUTES)
        spin = self.viewport().findChild(QSpinBox)
        if spin is not None:  # all of it is chosen, so the digit takes its place
            QCoreApplication.sendEvent(spin, event)
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.pos() if event.reason() == QContextMenuEvent.Reason.Mouse else None
        index = self.indexAt(place) if place is not None else self.currentIndex()
        line = self._agenda.line(index)
        if line is not None:
            self.menu_requested.emit(line, self.viewport().mapToGlobal(self.visualRect(index).center()))
