"""The cards of the page: a finding with its chart, and the recommendations."""

import uuid
from collections.abc import Callable, Sequence
from operator import attrgetter

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from db.evaluation.evaluations import EvaluationRow
from db.evaluation.recommendations import RecommendationRow
from db.measures.found import Key
from db.vocabulary import RecommendationResult
from desktop import icons, texts, theme
from desktop.evaluation.loading import Picture
from desktop.evaluation.words import became_brief, due_brief, missing_words
from desktop.naming.recommendations import result_word
from desktop.operations import Operations
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.chart_view import ChartView
from desktop.widgets.delegates import Index, RowDelegate
from desktop.widgets.labels import Label
from desktop.widgets.lanes import CurrentStack
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState
from desktop.widgets.painting import draw_text, in_two_lines, text_width
from desktop.widgets.rows import Column, RowsModel, RowsTable, row_of

_ROW = 56
_EDGE = 8
"""Pixels that a row leaves free at both its ends."""
_BECAME = {
    RecommendationResult.DONE: ("check-circle", "ok"),
    RecommendationResult.PARTLY: ("circle-dashed", "text2"),
    RecommendationResult.NOT_DONE: ("x-circle", "text2"),
    RecommendationResult.DROPPED: ("prohibit", "text2"),
}
_LEAST = 100
"""So many pixels a chart has at least, until it is drawn and says itself what it needs."""


class _Stack(CurrentStack):
    """As high as what is in sight at least needs: the list grows into what room there is."""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()


class _Chart(ChartView):
    """As high as it needs at least, and higher where there is room."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class ChartCard(Card):
    """A finding, what is counted, and the chart; where nothing is on record, one sentence and one button."""

    numbers_requested = Signal(object)
    """Please show the numbers behind the chart of this `Key`."""

    def __init__(self, operations: Operations, key: Key, parent: QWidget | None = None) -> None:
        super().__init__(spacing=4, parent=parent)
        self.key = key
        self.heading = Label("", 16, 600, wrap=True)
        self.below = Label("", 13, 400, "text2", wrap=True)
        self.foot = Label("", 13, 400, "text2", wrap=True)
        self.foot.hide()
        self.view = _Chart(operations)
        self.view.numbers_requested.connect(lambda: self.numbers_requested.emit(self.key))
        self.view.setToolTip(_("Show the numbers"))
        self.view.setCursor(Qt.CursorShape.PointingHandCursor)
        self._go: Callable[[], object] = self.view.click
        self.empty = EmptyState("", _("Go there"), clicked=self._follow)
        self.view.setMinimumHeight(theme.px(_LEAST))
        self.add(self.heading, self.below)
        self.body.addSpacing(4)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.empty, 1)
        self.add(self.foot)
        self.empty.hide()

    def _follow(self) -> None:
        self._go()

    def show_picture(self, picture: Picture, foot: str = "") -> None:
        """Show a finding with its chart."""
        self.heading.setText(picture.title)
        self.setAccessibleName(picture.title)
        self.below.setText(picture.below)
        self.below.setVisible(bool(picture.below))
        self.foot.setText(foot)
        self.foot.setVisible(bool(foot) and picture.chart is not None)
        if picture.chart is not None:
            self.view.set_chart(picture.chart)
        self.view.setVisible(picture.chart is not None)
        self.empty.setVisible(picture.chart is None)

    def set_nothing(self, sentence: str, verb: str, clicked: Callable[[], object]) -> None:
        """Say what stands where nothing is on record."""
        self.empty.set_sentence(sentence)
        button = self.empty.button
        assert button is not None
        button.setText(verb)
        self._go = clicked


class RecommendationsCard(Card):
    """What is recommended, to whom and until when; what became of those before."""

    add_requested = Signal()
    opened = Signal(object)
    """The `RecommendationRow` to change."""
    menu_requested = Signal(object, QPoint)
    """The row, and where on the screen."""
    move_requested = Signal(object, int)
    """The row is to go up (-1) or down (1)."""
    actions_requested = Signal()
    """Make actions of all that are agreed."""
    became_requested = Signal()
    general_requested = Signal()
    """Please look at the general meetings, whose evaluation recommends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.add_button = Button(_("Add"), "link", "plus", clicked=self._add)
        self.add_button.setAccessibleName(_("Add a recommendation"))
        writes(self.add_button)
        super().__init__(_("Recommendations"), extra=self.add_button, margins=(8, 12, 8, 12), spacing=4, parent=parent)
        head = self.body.itemAt(0)
        if head is not None and (inner := head.layout()) is not None:
            inner.setContentsMargins(8, 0, 8, 0)
        self.caption = Label(_("Each has an owner and a date, or is not agreed yet"), 13, 400, "text2", wrap=True)
        self.caption.setContentsMargins(8, 0, 8, 0)
        self.model: RowsModel[RecommendationRow] = RowsModel(
            (Column(lambda: _("Recommendation"), attrgetter("text"), spoken=spoken, tip=attrgetter("text")),),
            key=attrgetter("id"), parent=self,
        )  # fmt: skip
        self.table = _Table(self.model)
        self.table.opened.connect(self.opened)
        self.table.moved.connect(self.move_requested)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._ask_menu)
        self.empty = EmptyState("", _("Add a recommendation"), clicked=self.add_requested.emit)
        if self.empty.button is not None:
            writes(self.empty.button)
        self.actions_button = Button(
            _("Turn into actions"), "small", "check-square", clicked=self.actions_requested.emit
        )
        writes(self.actions_button)
        self.became_button = Button("", "link", clicked=self.became_requested.emit)
        self._stack = _Stack()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.elsewhere = EmptyState(
            _("What is recommended belongs to the evaluation of the general meetings."),
            _("Look at the general meetings"),
            clicked=self.general_requested.emit,
        )
        self._stack.addWidget(self.elsewhere)
        self.add(self.caption)
        self.body.addWidget(self._stack, 1)
        self.add(row(self.became_button, None, self.actions_button, margins=(8, 4, 8, 0)))

    def show_rows(
        self,
        rows: Sequence[RecommendationRow],
        before: EvaluationRow | None,
        became: Sequence[RecommendationRow],
        *,
        select: uuid.UUID | None = None,
        elsewhere: bool = False,
    ) -> None:
        """Show what is recommended, and in a line what became of what was recommended before.

        `elsewhere`: what is looked at has no recommendations of its own.
        """
        held = self.table.current_row()
        self.model.set_rows(rows)
        wanted = select or (held.id if held is not None else None)
        if not (wanted and self.table.select_key(wanted)) and rows:
            self.table.select_key(rows[0].id)
        self._stack.setCurrentIndex(2 if elsewhere else 0 if rows else 1)
        self.add_button.setVisible(not elsewhere)
        self.caption.setVisible(not elsewhere)
        self.empty.set_sentence(_("Nothing is recommended yet."))
        ready = [one for one in rows if one.agreed and one.action_id is None and one.outcome is None]
        self.actions_button.setVisible(bool(ready))
        told = became_brief(before, became) if before is not None and became else ""
        self.became_button.setText(told)
        self.became_button.setVisible(bool(told))

    def _add(self) -> None:
        self.add_requested.emit()

    def _ask_menu(self, place: QPoint) -> None:
        chosen = self.table.current_row()
        if chosen is not None:
            self.menu_requested.emit(chosen, self.table.viewport().mapToGlobal(place))


class _Table(RowsTable):
    """The recommendations, without a header; Alt with an arrow moves one."""

    moved = Signal(object, int)

    def __init__(self, model: RowsModel[RecommendationRow]) -> None:
        super().__init__(model, name=_("Recommendations"), row_height=_ROW)
        self._recommended = model
        self.horizontalHeader().hide()
        self.setItemDelegate(_Delegate(self))
        self.set_widths(0)
        model.modelReset.connect(self._fit_rows)
        model.dataChanged.connect(self._fit_rows)
        model.rowsInserted.connect(self._fit_rows)
        model.rowsMoved.connect(self._fit_rows)
        self._whole = False

    def show_whole(self, whole: bool) -> None:
        """Show every row, where the page around is scrolled, or be scrolled itself."""
        self._whole = whole
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Give a recommendation of two lines the room for them."""
        room = self.viewport().width() - theme.px(20) - 2 * _EDGE
        for place, one in enumerate(self._recommended.rows):
            more = theme.px(20) if len(in_two_lines(one.text, room, 14, 500)) > 1 else 0
            self.setRowHeight(place, theme.px(_ROW) + more)
        self.setMinimumHeight(self.verticalHeader().length() + 2 * self.frameWidth() if self._whole else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() in ways and (chosen := self.current_row()) is not None:
            self.moved.emit(chosen, ways[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class _Delegate(RowDelegate):
    """Number and words; below who and until when, or what is missing."""

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        one: RecommendationRow = row_of(index)
        line = theme.px(20)
        left = rect.x() + theme.px(20)
        words = in_two_lines(one.text, rect.right() - left, 14, 500)
        top = rect.y() + (rect.height() - (len(words) + 1) * line) / 2
        draw_text(
            painter, QRectF(rect.x(), top, theme.px(20), line), texts.number(one.number), 14, 600, role="accent_text"
        )
        for below, said in enumerate(words):
            draw_text(painter, QRectF(left, top + below * line, rect.right() - left, line), said, 14, 500)
        second = QRectF(left, top + len(words) * line, rect.right() - left, line)
        right = _right_words(one)
        taken = text_width(right[0], 13, 400) + theme.px(22) if right[0] else 0
        if right[0]:
            place = QRectF(second.right() - taken, second.y(), taken, line)
            _with_icon(painter, place, right[0], right[1], role=right[2])
        room = QRectF(second.x(), second.y(), second.width() - taken - 8, line)
        missing = missing_words(one) if one.outcome is None else ""
        if missing:
            _with_icon(painter, room, missing, "warning-fill", role="warn")
        else:
            _with_icon(painter, room, one.owner, "user", role="text2")


def _with_icon(painter: QPainter, rect: QRectF, words: str, icon: str, *, role: str) -> None:
    side = theme.px(16)
    warns = role == "warn"
    place = QPointF(rect.x(), rect.y() + (rect.height() - side) / 2)
    icons.paint(painter, place, icon, "warn_line" if warns else role, side)
    draw_text(painter, rect.adjusted(side + 6, 0, 0, 0), words, 13, 600 if warns else 400, role=role)


def _right_words(one: RecommendationRow) -> tuple[str, str, str]:
    """Return what stands at the right: what became of it, else when it is due."""
    if one.outcome is not None:
        return result_word(one.outcome), *_BECAME[one.outcome]
    return due_brief(one.due_date), "check-square" if one.action_id else "calendar-blank", "text2"


def spoken(one: RecommendationRow) -> str:
    """Return a recommendation as it is read aloud."""
    parts = [texts.number(one.number), one.text, one.owner, due_brief(one.due_date), missing_words(one)]
    if one.action_id or one.outcome:
        parts.append(result_word(one.outcome))
    return ", ".join(filter(None, parts))
