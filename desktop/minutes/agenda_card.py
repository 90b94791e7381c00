"""The agenda beside the minutes: what is done, what is being dealt with and for how long, what comes."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from db.meetings.agenda import ItemRow
from db.meetings.running import seconds_between
from db.meetings.time_of_day import meeting_start, moment_of
from db.meetings.timetable import TimedItem, forecast
from db.vocabulary import ItemKind
from desktop import icons, texts, theme
from desktop.minutes import words
from desktop.minutes.view import MinutesView
from desktop.naming.meetings import item_title
from desktop.texts import _
from desktop.widgets.bars import draw_bar
from desktop.widgets.cards import Card
from desktop.widgets.delegates import Index
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import row
from desktop.widgets.painting import draw_text, focus_ring, round_rect, text_width
from desktop.widgets.rows import Column, RowsModel, row_of

WIDTH = 248
_LEFT = 34


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item with the minutes spent on it, and whether it is the one being written."""

    item: ItemRow
    spent_minutes: int
    current: bool

    @property
    def is_break(self) -> bool:
        """Whether this is a break."""
        return self.item.kind is ItemKind.BREAK


class _AgendaModel(RowsModel[AgendaLine]):
    """Breaks are shown but never chosen."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.row_at(index)
        return Qt.ItemFlag.NoItemFlags if line is None or line.is_break else super().flags(index)


class AgendaView(QListView):
    """The items, one of them current; arrows or a click go to another."""

    chosen = Signal(object)
    """Key of the item to go to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: uuid.UUID | None = None
        self.lines = _AgendaModel(
            (Column(lambda: _("Agenda item"), lambda line: item_title(line.item), spoken=_spoken),),
            key=lambda line: line.item.id,
            parent=self,
        )
        self.setModel(self.lines)
        self.setAccessibleName(_("Agenda"))
        self.setItemDelegate(_AgendaDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_lines(self, lines: Sequence[AgendaLine]) -> None:
        """Show `lines` and choose the current one."""
        current = next((line.item.id for line in lines if line.current), None)
        changed = current != self._shown
        self._shown = current
        self.lines.set_rows(lines)
        if current is not None:
            index = self.lines.index_of(current)
            if index != self.currentIndex():
                self.setCurrentIndex(index)
            if changed:
                self.scrollTo(index)
        self.scheduleDelayedItemsLayout()

    def _on_current(self, index: QModelIndex) -> None:
        line = self.lines.row_at(index)
        if line is not None and not line.is_break and line.item.id != self._shown:
            self._shown = line.item.id
            self.chosen.emit(line.item.id)


class AgendaCard(Card):
    """The agenda with the time of day above and the pace below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.time_label = Label("", 14, 500, "text2")
        super().__init__(margins=(8, 12, 8, 12), spacing=4, parent=parent)
        self.view = AgendaView()
        self.pace_icon = IconLabel("clock", "warn", 16)
        self.pace_label = Label("", 13, 500, "warn", wrap=True)
        self._pace = QWidget()
        self._pace.setLayout(row(self.pace_icon, self.pace_label, spacing=6, margins=(8, 0, 8, 0)))
        title = Label(_("Agenda"), 16, 600)
        self.add(row(title, None, self.time_label, margins=(8, 0, 8, 0)), 2)
        self.body.addWidget(self.view, 1)
        self.add(self._pace)
        self.setAccessibleName(_("Agenda"))

    def show_view(self, view: MinutesView, current: uuid.UUID | None, now: dt.datetime) -> None:
        """Show the agenda as it stands `now`."""
        self.view.show_lines([_line(item, view, current, now) for item in view.sheet.items])
        self.time_label.setText(texts.time_of_day(now) if view.running else "")
        self._show_pace(view, now)

    def _show_pace(self, view: MinutesView, now: dt.datetime) -> None:
        start = meeting_start(view.sheet.date, None, view.sheet.start_time or view.sheet.started_at)
        self._pace.setVisible(view.running and start is not None)
        if not view.running or start is None:
            return
        clock = moment_of(now.time(), start)
        items = view.sheet.items
        current = next((n for n, item in enumerate(items) if item.id == view.sheet.current_item_id), None)
        since = None
        if current is not None:
            since = clock - dt.timedelta(seconds=spent_seconds(items[current], view, now))
        done = {n for n, item in enumerate(items) if item.done or (_break_over(items, n, current))}
        if view.closed:
            current = since = None
        found = forecast(
            [TimedItem(item.planned_minutes, is_break=item.kind is ItemKind.BREAK) for item in items],
            start=start,
            now=clock,
            done=done - {current},
            current=current,
            current_since=since,
        )
        late = found.behind_minutes > 0
        self.pace_icon.set_icon("clock", "warn" if late else "text2")
        self.pace_label.set_role("warn" if late else "text2")
        self.pace_label.setText(words.pace(found.behind_minutes, found.ends_at))


def spent_seconds(item: ItemRow, view: MinutesView, now: dt.datetime) -> int:
    """Return the seconds spent on `item` up to `now`, the stretch going on included."""
    going_on = view.running and item.id == view.sheet.current_item_id and item.started_at is not None
    return item.spent_seconds + (seconds_between(item.started_at, now.time()) if going_on and item.started_at else 0)


def _break_over(items: Sequence[ItemRow], at: int, current: int | None) -> bool:
    """Return whether the break at `at` lies before what is being dealt with."""
    return items[at].kind is ItemKind.BREAK and current is not None and at < current


def _line(item: ItemRow, view: MinutesView, current: uuid.UUID | None, now: dt.datetime) -> AgendaLine:
    return AgendaLine(item, spent_seconds(item, view, now) // 60, item.id == current)


def _break_text(line: AgendaLine) -> str:
    return _("{title}, {duration}").format(
        title=item_title(line.item), duration=texts.duration(line.item.planned_minutes)
    )


def _spoken(line: AgendaLine) -> str:
    if line.is_break:
        return _break_text(line)
    state = _("done") if line.item.done else ""
    parts = (f"{line.item.number} {item_title(line.item)}", words.item_fact(line.item, line.spent_minutes), state)
    return ", ".join(filter(None, parts))


class _AgendaDelegate(QStyledItemDelegate):
    """Paints an item: a tick when done, its time as a bar while it is current; a break as words on a line."""

    def _title_lines(self, line: AgendaLine, width: float) -> int:
        metrics = QFontMetricsF(theme.font(13, 600))
        room = QRectF(0, 0, width, 1000)
        flags = int(Qt.TextFlag.TextWordWrap)
        return min(
            3, max(1, round(metrics.boundingRect(room, flags, item_title(line.item)).height() / metrics.height()))
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: AgendaLine = row_of(index)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 200
        if line.is_break:
            return QSize(width, theme.px(28))
        if not line.current:
            return QSize(width, theme.px(44))
        rows = self._title_lines(line, width - _LEFT - 8)
        return QSize(width, theme.px(8 + 18 * (rows + 1)) + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: AgendaLine = row_of(index)
        view = self.parent()
        # Of a style option only these are stable across Qt's bindings.
        rect = QRectF(option.rect)
        painter.save()
        if line.is_break:
            self._paint_break(painter, rect, line)
        elif line.current:
            self._paint_current(painter, rect, line)
        else:
            if option.state & QStyle.StateFlag.State_MouseOver:
                round_rect(painter, rect.adjusted(0, 1, 0, -1), 6, fill="hover")
            self._paint_item(painter, rect, line)
        if isinstance(view, QListView) and view.hasFocus() and view.currentIndex() == index:
            focus_ring(painter, rect, 6)
        painter.restore()

    def _paint_break(self, painter: QPainter, rect: QRectF, line: AgendaLine) -> None:
        text = _break_text(line)
        width = text_width(text, 13)
        painter.fillRect(QRectF(rect.x() + _LEFT + width + 8, rect.center().y(), rect.right(), 1), theme.color("line"))
        draw_text(painter, rect.adjusted(_LEFT, 0, 0, 0), text, 13, 400, role="text2")

    def _paint_number(self, painter: QPainter, rect: QRectF, line: AgendaLine) -> None:
        place = QRectF(rect.x() + 6, rect.y() + 4, 24, theme.px(20))
        if line.item.done:
            side = theme.px(16)
            icons.paint(painter, place.topLeft() + _centred(place, side), "check-bold", "accent_text", side)
            return
        role = "accent_text" if line.current else "text2"
        align = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, place, str(line.item.number), 14, 600, role=role, align=align)

    def _paint_item(self, painter: QPainter, rect: QRectF, line: AgendaLine) -> None:
        self._paint_number(painter, rect, line)
        room = QRectF(rect.x() + _LEFT, rect.y() + 4, rect.width() - _LEFT - 4, theme.px(20))
        role = "text2" if line.item.done else "text"
        draw_text(painter, room, item_title(line.item), 13, 500, role=role)
        fact = words.item_fact(line.item, line.spent_minutes)
        draw_text(painter, room.translated(0, theme.px(18)), fact, 13, 400, role="text3")

    def _paint_current(self, painter: QPainter, rect: QRectF, line: AgendaLine) -> None:
        round_rect(painter, rect, 6, fill="select")
        round_rect(painter, QRectF(rect.x(), rect.y() + 8, 3, rect.height() - 16), 1.5, fill="accent_text")
        self._paint_number(painter, rect, line)
        rows = self._title_lines(line, rect.width() - _LEFT - 8)
        title = QRectF(rect.x() + _LEFT, rect.y() + 5, rect.width() - _LEFT - 8, theme.px(18) * rows + 2)
        painter.setFont(theme.font(13, 600))
        painter.setPen(theme.color("text"))
        painter.drawText(title, int(Qt.TextFlag.TextWordWrap), texts.in_order(item_title(line.item)))
        fact = QRectF(title.x(), title.bottom(), title.width(), theme.px(18))
        draw_text(painter, fact, words.item_fact(line.item, line.spent_minutes), 13, 400, role="text2")
        planned = line.item.planned_minutes
        bar = QRectF(title.x(), fact.bottom() + 5, title.width() - 4, 4)
        draw_bar(painter, bar, line.spent_minutes / planned if planned else 0.0, role=_bar_role(line))


def _bar_role(line: AgendaLine) -> str:
    return "warn_line" if line.spent_minutes > line.item.planned_minutes else "accent_text"


def _centred(place: QRectF, side: float):  # type: ignore[no-untyped-def]  # a QPointF, as the caller adds it to one
    return place.center() - place.topLeft() - QRectF(0, 0, side, side).center()
