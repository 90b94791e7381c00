"""The palette that finds anything (Ctrl+K): results while typing, ↑ ↓ to choose, Enter to open."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QGraphicsDropShadowEffect,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors.asked import DateNotUnderstood
from db.meetings.proposals import meeting_to_take
from db.members.people import member_spoken_for
from db.search.search import Hit, find, unread_dates
from desktop import theme
from desktop.clock import Clock
from desktop.find.delegate import HitDelegate
from desktop.find.words import hints, spoken, target
from desktop.naming.filters import numbers_told, understood
from desktop.naming.hits import kind_of, title_of
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint, KeyHints
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label, hline
from desktop.widgets.layouts import column, row
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import EmptyState
from desktop.widgets.rows import Column, RowsModel
from desktop.widgets.search_field import SearchField
from desktop.widgets.targets import OpenMember

MOST = 50
WIDTH, HEIGHT, TOP = 680, 500, 12
SHADOW = 16


class FindPalette(QDialog):
    """Finds anything in the record and asks the window to open it."""

    open_requested = Signal(object)
    """Please show this target."""

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._operations = operations
        self._clock = clock or Clock()
        self._typed = ""
        self.setWindowTitle(_("Find anything"))
        self._behind: QPixmap | None = None
        if QGuiApplication.platformName() != "xcb":
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.field = SearchField(_("Member, decision, words of the minutes…"), name=_("Find anything"))
        columns = (Column[Hit](lambda: _("Result"), title_of, spoken=spoken),)
        self.model: RowsModel[Hit] = RowsModel(columns, key=lambda hit: (hit.kind, hit.ref), parent=self)
        self.list = QListView()
        self._delegate = HitDelegate(self.list)
        self._make_list()
        self.count_label = Label("", 13, 400, "text2")
        self.nothing = EmptyState("", icon="magnifying-glass")
        self.hint_buttons: list[Button] = []
        self._stack = QStackedWidget()
        for widget in (self._hints(), self.list, self.nothing):
            self._stack.addWidget(widget)
        self._lay_out()
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self._look("")

    def _make_list(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(_("Results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows move it from the field, where one goes on typing
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._open_index)

    def _hints(self) -> QWidget:
        """Return what stands there before anything is typed."""
        page = QWidget()
        lead = Label(
            _("Type a word or its beginning. Accents and capitals do not matter."), 14, 400, "text2", wrap=True
        )
        numbers = Label(numbers_told(), 14, 400, "text2", wrap=True)
        narrow = Label(_("Narrow it down"), 13, 600, "text2")
        lines = column(lead, numbers, 4, narrow, spacing=10, margins=(24, 20, 24, 20))
        for words, meaning in hints(self._clock.today().year):
            button = Button(words, "small", clicked=partial(self._add_filter, words))
            button.setMinimumWidth(theme.px(120))
            button.setAccessibleName(f"{words} {meaning}")
            self.hint_buttons.append(button)
            lines.addLayout(row(button, Label(meaning, 14, 400, "text2"), None, spacing=12))
        lines.addStretch(1)
        page.setLayout(lines)
        return page

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setObjectName("popup")
        shadow = QGraphicsDropShadowEffect(frame)
        shadow.setBlurRadius(2 * SHADOW)
        shadow.setOffset(0, 4)
        shadow.setColor(theme.color("shadow", 70))
        frame.setGraphicsEffect(shadow)
        keys = KeyHints(
            [KeyHint("↑ ↓", _("choose")), KeyHint("Enter", _("open")), KeyHint("Esc", _("close"))], role="text2"
        )
        foot = row(self.count_label, None, keys, margins=(16, 8, 16, 8))
        foot.setStretch(0, 1)
        inner = column(row(self.field, margins=(12, 12, 12, 12)), hline(), spacing=0, margins=(1, 1, 1, 1))
        inner.addWidget(self._stack, 1)
        inner.addWidget(hline())
        inner.addLayout(foot)
        frame.setLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        outer.addWidget(frame)

    def look_for(self, typed: str = "") -> None:
        """Open over the window and look for what is typed; without letters what was looked for stands chosen."""
        if typed:
            self.field.setText(typed)
        self.open()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if typed:
            self.field.end(False)
        else:
            self.field.selectAll()
            self._look(self.field.text())

    def showEvent(self, event: QShowEvent) -> None:
        home = self.parentWidget()
        if home is not None:
            room = home.window().rect()
            width = min(theme.px(WIDTH) + 2 * SHADOW, room.width() - 16)
            height = min(theme.px(HEIGHT) + 2 * SHADOW, room.height() - TOP - 16)
            self.resize(width, height)
            place = QPoint((room.width() - width) // 2, TOP)
            self.move(home.window().mapToGlobal(place))
            if not self.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground):
                self._behind = home.window().grab(QRect(place, self.size()))
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        # Without a compositing window manager, as on small X11 desktops, what should shine through would be black.
        if self._behind is not None:
            QPainter(self).drawPixmap(0, 0, self._behind)
        else:
            super().paintEvent(event)

    def _add_filter(self, words: str) -> None:
        self.field.setText(f"{words} ")
        self.field.setFocus()

    def _look(self, typed: str) -> None:
        self._typed = typed
        if not typed.strip():
            self.model.set_rows([])
            self._stack.setCurrentIndex(0)
            self.count_label.setText("")
            return
        query = understood(typed)
        self._operations.read(find, query, limit=MOST, done=partial(self._show, typed, query), key="find")

    def _show(self, typed: str, query: str, hits: Sequence[Hit]) -> None:
        if typed != self._typed:
            return
        self._delegate.typed = query
        self.model.set_rows(hits)
        self._stack.setCurrentIndex(1 if hits else 2)
        if hits:
            self.list.setCurrentIndex(self.model.index(0, 0))
            self.list.scrollToTop()
            self.list.viewport().update()
            found = ngettext("{n} result", "{n} results", len(hits))
            self.count_label.setText((_("The first {n}") if len(hits) == MOST else found).format(n=len(hits)))
        else:
            self.count_label.setText("")
            words = _("Nothing found for “{words}”. Try fewer words, or only their beginning.")
            unread = unread_dates(query)
            self.nothing.set_sentence(
                sentence(DateNotUnderstood(unread[0])) if unread else words.format(words=typed.strip())
            )
        self._announce()

    def _announce(self) -> None:
        """Let a screen reader on the field know the result now chosen."""
        index = self.list.currentIndex()
        hit = self.model.row_at(index)
        self.field.setAccessibleDescription("" if hit is None else f"{kind_of(hit)}: {title_of(hit)}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 7,
            Qt.Key.Key_PageUp: -7,
        }
        key: Any = event.key()
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_index(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.reject()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        count = self.model.rowCount()
        if count:
            place = max(0, min(count - 1, self.list.currentIndex().row() + by))
            self.list.setCurrentIndex(self.model.index(place, 0))
            self._announce()

    def _open_index(self, index: QModelIndex) -> None:
        hit = self.model.row_at(index)
        if hit is None:
            return
        found = target(hit)
        if hit.kind == "person":
            self._operations.read(member_spoken_for, hit.ref, self._clock.today(), done=self._open_member)
        elif found is None:
            self._operations.read(meeting_to_take, hit.ref, self._clock.today(), done=self._open_proposal)
        else:
            self.accept()
            self.open_requested.emit(found)

    def _open_member(self, member_id: Any) -> None:
        if member_id is None:
            self.count_label.setText(_("This person speaks for no member."))
        else:
            self.accept()
            self.open_requested.emit(OpenMember(member_id))

    def _open_proposal(self, meeting_id: Any) -> None:
        if meeting_id is None:
            self.count_label.setText(_("It waits for a meeting, and none is planned."))
        else:
            self.accept()
            self.open_requested.emit(OpenMeeting(meeting_id, "agenda"))
