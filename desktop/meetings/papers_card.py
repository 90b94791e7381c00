"""The papers of one meeting: added by button or drop, opened, renamed, put under another item, saved, deleted."""

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QActionGroup,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QStyleOptionViewItem, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors import KnownError
from db.errors.meetings import PaperTooLarge
from db.history import history
from db.meetings.agenda import ItemRow
from db.meetings.papers import LIMIT_BYTES, PaperRow, add_paper, delete_paper, move_paper, rename_paper
from desktop import texts, theme
from desktop.naming.meetings import item_title, paper_item, paper_name
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import Index, RowDelegate
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState
from desktop.widgets.painting import draw_text
from desktop.widgets.paper_files import PaperFiles
from desktop.widgets.rows import Column, RowsModel, RowsTable, row_of

COLUMNS: tuple[Column[PaperRow], ...] = (
    Column(lambda: _("No."), attrgetter("label")),
    Column(lambda: _("Paper and item"), paper_name, spoken=lambda paper: f"{paper_name(paper)}, {paper_item(paper)}"),
    Column(lambda: _("Size"), lambda paper: texts.size_bytes(paper.size_bytes), right=True),
)
_NAME = 1


def ask_for_files(parent: QWidget) -> list[Path]:
    """Ask which files to add."""
    chosen, _filter = QFileDialog.getOpenFileNames(parent, _("Add papers"))
    return [Path(name) for name in chosen]


def add_files(
    session: Session, meeting_id: uuid.UUID, paths: Sequence[Path], *, item_id: uuid.UUID | None
) -> tuple[list[tuple[str, str]], Changes]:
    """Add files as papers in one step; return those that could not be read (name, what the system said).

    Raises:
        PaperTooLarge: If one is too large; none was added.
    """
    unread: list[tuple[str, str]] = []
    with history.step(session, "add_paper") as step:
        for path in paths:
            try:
                size = path.stat().st_size
                if size > LIMIT_BYTES:
                    raise PaperTooLarge(path.name, size, LIMIT_BYTES)
                data = path.read_bytes()
            except OSError as error:
                unread.append((path.name, error.strerror or str(error)))
            else:
                add_paper(session, meeting_id, name=path.name, data=data, item_id=item_id)
    return unread, step.changes


class PaperDelegate(RowDelegate):
    """A paper's name with the item it stands under."""

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() != _NAME:
            super().paint_content(painter, rect, option, index)
            return
        paper: PaperRow = row_of(index)
        line = theme.px(18)
        top = rect.y() + (rect.height() - 2 * line) / 2 - 0.5
        draw_text(painter, QRectF(rect.x(), top, rect.width(), line), paper_name(paper), 14, 500)
        second = QRectF(rect.x(), top + line, rect.width(), line)
        draw_text(painter, second, paper_item(paper), 13, 400, role="text2")


class PaperTable(RowsTable):
    """Papers, onto which files may be dropped."""

    files_dropped = Signal(list, object)
    """Paths, and the `PaperRow` they were dropped on (or None)."""
    rename_requested = Signal()
    delete_requested = Signal()
    move_requested = Signal(int)
    """-1 for the item before, 1 for the next."""
    menu_requested = Signal(object)
    """The point on the screen where the menu of the current paper is to open."""

    def __init__(self, model: RowsModel[PaperRow], parent: QWidget | None = None) -> None:
        super().__init__(model, name=_("Papers"), row_height=48, parent=parent)
        self.setItemDelegate(PaperDelegate(self))
        self.set_widths(56, 0, 80)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths, self._rows_model.row_at(self.indexAt(event.position().toPoint())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.currentIndex().isValid():
            self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.rename_requested.emit()
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.delete_requested.emit()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_requested.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)


class PapersCard(Card):
    """The list, and what can be done with the chosen paper."""

    said = Signal(str)
    said_with_undo = Signal(str)

    def __init__(
        self,
        operations: Operations,
        parent: QWidget | None = None,
        *,
        choose_files: Callable[[QWidget], list[Path]] = ask_for_files,
    ) -> None:
        super().__init__(_("Papers"), margins=(8, 12, 8, 8), spacing=8, parent=parent)
        self._operations = operations
        self._choose_files = choose_files
        self._meeting_id: uuid.UUID | None = None
        self._items: tuple[ItemRow, ...] = ()
        self.setAcceptDrops(True)
        if self.title_label is not None:
            self.title_label.setContentsMargins(8, 0, 8, 0)
        self.files = PaperFiles(operations, parent=self)
        self.files.said.connect(self.said)
        self.model = RowsModel(COLUMNS, key=attrgetter("id"), parent=self)
        self.table = PaperTable(self.model)
        self.empty = EmptyState(
            _("No papers yet. Add files, or drop them here."), _("Add papers…"), icon="paperclip",
            clicked=self.ask_for_files,
        )  # fmt: skip
        self.under_choice = Choice(name=_("Add papers under"))
        self.open_button = Button(_("Open"), "quiet", clicked=self._open)
        self.move_button = Button(_("Move to…"), "quiet", clicked=self._offer_items)
        self.save_button = Button(_("Save a copy…"), "quiet", clicked=self._save)
        self.delete_button = Button(_("Delete"), "quiet", clicked=self._delete)
        writes(self.move_button, self.delete_button)
        under = Label(_("New papers go under"), 13, 500, "text2")
        under.setBuddy(self.under_choice)
        self.under_choice.setMinimumWidth(theme.px(120))
        self.body.addLayout(row(under, self.under_choice, spacing=8, margins=(8, 0, 8, 0)))
        self.body.setStretch(self.body.count() - 1, 0)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        buttons = (self.open_button, self.move_button, self.save_button, self.delete_button)
        self.body.addLayout(row(*buttons, None, spacing=4))
        self._connect()
        self._mark_buttons(None)

    def _connect(self) -> None:
        self.table.opened.connect(self.files.open)
        self.table.selected.connect(self._mark_buttons)
        self.table.files_dropped.connect(self._on_dropped)
        self.table.rename_requested.connect(self._rename)
        self.table.delete_requested.connect(self._delete)
        self.table.move_requested.connect(self._move_by)
        self.table.menu_requested.connect(self._show_menu)

    def set_papers(self, meeting_id: uuid.UUID, papers: Sequence[PaperRow], items: Sequence[ItemRow]) -> None:
        """Show the papers of a meeting; `items` are those of its agenda."""
        self._meeting_id = meeting_id
        self._items = tuple(items)
        words = [(item.id, f"{item.number}  {item_title(item)}") for item in items]
        self.under_choice.set_choices([(None, _("The whole meeting")), *words])
        self.model.set_rows(papers)
        self.empty.setVisible(not papers)
        self.table.setVisible(bool(papers))
        self._mark_buttons(self.table.current_row())

    def go_to_item(self, item_id: uuid.UUID) -> None:
        """Choose the first paper of an item, and let new ones go under it."""
        self.under_choice.set_value(item_id)
        for paper in self.model.rows:
            if paper.item_id == item_id:
                self.table.select_key(paper.id)
                return

    def ask_for_files(self) -> None:
        """Ask which files to add, and add them."""
        self.add_files(self._choose_files(self))

    def add_files(self, paths: Sequence[Path], item_id: uuid.UUID | None = None) -> None:
        """Add files under an item, by default the one chosen for new papers."""
        if not paths or self._meeting_id is None:
            return
        under = item_id or self.under_choice.value()
        self._operations.write(
            add_files, self._meeting_id, list(paths), item_id=under if isinstance(under, uuid.UUID) else None,
            done=partial(self._on_added, len(paths)), failed=self._refuse,
        )  # fmt: skip

    def _on_added(self, asked: int, result: tuple[list[tuple[str, str]], Changes]) -> None:
        unread = result[0]
        if unread:
            names = texts.list_of([_("“{words}”").format(words=name) + f" ({reason})" for name, reason in unread])
            self.said.emit(_("These could not be read and were not added: {names}.").format(names=names))
        elif asked:
            self.said_with_undo.emit(ngettext("{n} paper was added.", "{n} papers were added.", asked).format(n=asked))

    def _on_dropped(self, paths: list[Path], on: PaperRow | None) -> None:
        self.add_files(paths, None if on is None else on.item_id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _mark_buttons(self, paper: PaperRow | None) -> None:
        for button in (self.open_button, self.move_button, self.save_button, self.delete_button):
            button.setEnabled(paper is not None)
            button.setVisible(bool(self.model.rows))

    def _open(self) -> None:
        if (paper := self.table.current_row()) is not None:
            self.files.open(paper)

    def _save(self) -> None:
        if (paper := self.table.current_row()) is not None:
            self.files.save(paper)

    def _delete(self) -> None:
        if (paper := self.table.current_row()) is not None:
            words = _("“{name}” was deleted.").format(name=paper_name(paper))
            done = lambda _changes: self.said_with_undo.emit(words)  # noqa: E731 - one line, used once
            self._operations.write(delete_paper, paper.id, done=done)

    def _rename(self) -> None:
        paper = self.table.current_row()
        if paper is None:
            return
        dialog = Dialog(_("Rename paper"), self, width=440)
        field = QLineEdit(paper.title or paper.name)
        field.selectAll()
        form = FormRows(above=True)
        form.add(_("Title"), field, hint=_("The file is still called {name}.").format(name=paper.name))
        dialog.add(form)
        dialog.set_primary(_("Rename paper"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: self._operations.keep(
                rename_paper, paper.id, fields=(self.table,), title=field.text(), failed=self._refuse
            )
        )
        dialog.open()

    def _offer_items(self) -> None:
        paper = self.table.current_row()
        if paper is None:
            return
        menu = self._items_menu(paper, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.move_button.mapToGlobal(QPoint(0, self.move_button.height() + 4)))

    def _move_by(self, step: int) -> None:
        """Put the chosen paper under the item before or after its own; before the first stands the whole meeting."""
        paper = self.table.current_row()
        places: list[uuid.UUID | None] = [None, *(item.id for item in self._items)]
        if paper is not None and paper.item_id in places:
            place = places.index(paper.item_id) + step
            if 0 <= place < len(places):
                self._operations.write(move_paper, paper.id, item_id=places[place], failed=self._refuse)

    def _items_menu(self, paper: PaperRow, parent: QWidget) -> QMenu:
        menu = QMenu(_("Move to…"), parent)
        one = QActionGroup(menu)
        choices: list[tuple[uuid.UUID | None, str]] = [(None, _("The whole meeting"))]
        choices += [(item.id, f"{item.number}  {item_title(item)}") for item in self._items]
        for item_id, word in choices:
            action = one.addAction(menu.addAction(word.replace("&", "&&")))
            action.setCheckable(True)
            action.setChecked(paper.item_id == item_id)
            action.triggered.connect(
                partial(self._operations.write, move_paper, paper.id, item_id=item_id, failed=self._refuse)
            )
        return menu

    def _show_menu(self, place: QPoint) -> None:
        paper = self.table.current_row()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open"), self._open)
        menu.addAction(_("Rename…"), self._rename)
        menu.addMenu(self._items_menu(paper, menu))
        menu.addAction(_("Save a copy…"), self._save)
        menu.addAction(_("Delete"), self._delete)
        menu.popup(place)

    def _refuse(self, error: KnownError) -> None:
        self.said.emit(sentence(error))
