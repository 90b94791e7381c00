"""The cards under the meeting in hand: actions by owner, what comes up, what is worth attention."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from db.today.today import ComingRow, OwnerLoad, Today
from db.vocabulary import MeetingStatus
from desktop import texts, theme
from desktop.naming.meetings import meeting_name, status_word
from desktop.texts import _, ngettext
from desktop.today.signal_words import SignalWords, all_words
from desktop.today.whole import WholeLines, WholeRows, more_words
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import RowDelegate, TwoLineDelegate, TwoLines
from desktop.widgets.labels import IconLabel, Label, plain_tip
from desktop.widgets.layouts import clear, row
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.messages import EmptyState
from desktop.widgets.painting import draw_text, round_rect, text_width
from desktop.widgets.rows import Column, RowsModel, RowsTable, row_of
from desktop.widgets.targets import OpenActions

SQUARE, STEP, MOST_SQUARES = 12, 16, 8


def when_words(load: OwnerLoad, today: dt.date) -> str:
    """Return "41 days late" or "due 22 Oct"."""
    if load.late:
        return texts.days_late((today - load.due).days)
    return _("due {day}").format(day=texts.date_in(load.due, today.year))


def load_words(load: OwnerLoad, today: dt.date) -> str:
    """Return an owner's load as it is read aloud: "Terra Partners: 2 late, 1 on time, 41 days late"."""
    return _("{name}: {late} late, {in_time} on time, {when}").format(
        name=load.name, late=load.late, in_time=load.in_time, when=when_words(load, today)
    )


class _OwnerDelegate(RowDelegate):
    """Name, a square for each action (filled: late, outlined: on time), and when."""

    def __init__(self, parent: QWidget, today: Callable[[], dt.date]) -> None:
        super().__init__(parent)
        self._today = today
        self.loads: Sequence[OwnerLoad] = ()
        """All that are shown: names take more than half of a line where no owner's squares need it."""

    def paint_content(
        self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        load: OwnerLoad = row_of(index)
        when = when_words(load, self._today())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        when_width = theme.px(104)
        name_width = self._name_width(rect.width(), when_width)
        draw_text(painter, rect.adjusted(0, 0, name_width - rect.width() - 8, 0), load.name, 14, 500)
        self._paint_squares(painter, rect, load, rect.x() + name_width, rect.right() - when_width)
        place = QRectF(rect.right() - when_width, rect.y(), when_width, rect.height())
        role, weight = ("danger", 500) if load.late else ("text2", 400)
        draw_text(painter, place, when, 13, weight, role=role, align=right)

    def _name_width(self, width: float, when_width: float) -> float:
        most = max((load.late + load.in_time for load in self.loads), default=0)
        longest = max((text_width(load.name, 14, 500) for load in self.loads), default=0.0) + theme.px(16)
        left = width - when_width - theme.px(STEP) * min(most, MOST_SQUARES)
        return max(width * 0.5, min(longest, left))

    def _paint_squares(self, painter: QPainter, rect: QRectF, load: OwnerLoad, left: float, end: float) -> None:
        side, step = theme.px(SQUARE), theme.px(STEP)
        fit = min(MOST_SQUARES, int((end - left) // step))
        every = load.late + load.in_time
        if fit < min(every, 2):
            return  # a narrow window keeps the name and how late it is
        shown = every if every <= fit else fit - 1
        for place in range(shown):
            square = QRectF(left + place * step, rect.center().y() - side / 2, side, side)
            if place < load.late:
                round_rect(painter, square, 3, fill="danger")
            else:
                round_rect(painter, square, 3, edge="line_strong", width=1.25)
        if shown < every:
            place_left = QRectF(left + shown * step, rect.y(), end - left - shown * step, rect.height())
            draw_text(painter, place_left, f"+{every - shown}", 12, 500, role="text2")


class _ListCard(Card):
    """A card with a list that scrolls, and what stands at its foot: how many more, and a link."""

    open_requested = Signal(object)
    """Please show this target."""

    def __init__(self, title: str, table: RowsTable, nothing: str, extra: QWidget, link: str) -> None:
        super().__init__(title, extra=extra, spacing=0, margins=(8, 12, 8, 12))
        head = self.body.itemAt(0)
        if head is not None and (inner := head.layout()) is not None:
            inner.setContentsMargins(8, 0, 8, 0)  # names stand under the title: rows keep 8 px for their outline
        self.table = table
        table.horizontalHeader().hide()
        table.setMinimumHeight(theme.px(36))
        self.nothing_label = Label(nothing, 14, 400, "text2", wrap=True)
        self.more_label = Label("", 13, 400, "text2")
        self.link = Button(link, "link")
        self.body.addSpacing(4)
        self.body.addWidget(self.nothing_label)
        self.nothing_label.setContentsMargins(8, 4, 8, 0)
        self.rows = WholeRows(table)
        self.body.addWidget(self.rows, 1)
        self.body.addStretch(0)
        self.body.addLayout(row(self.more_label, None, self.link, margins=(8, 8, 5, 0)))
        bar = table.verticalScrollBar()
        bar.valueChanged.connect(self._count)
        bar.rangeChanged.connect(self._count)

    def _fill(self, model: RowsModel[object], rows: Sequence[object]) -> None:
        model.set_rows(rows)
        self.rows.fit()
        self.rows.setVisible(bool(rows))
        self.nothing_label.setVisible(not rows)
        self._count()

    def _count(self, *_of_the_bar: int) -> None:
        self.more_label.setText(more_words(self.rows.below()) if self.rows.isVisibleTo(self) else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._count()


class OwnersCard(_ListCard):
    """Who owes what: the longest late first."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        self._today = today
        self._owe = False
        column = Column[OwnerLoad](
            lambda: _("Owner"), lambda load: load.name, tip=lambda load: load_words(load, today()),
            spoken=lambda load: load_words(load, today()),
        )  # fmt: skip
        self.model: RowsModel[OwnerLoad] = RowsModel([column], key=lambda load: (load.owner_id, load.name))
        table = RowsTable(self.model, name=_("Actions by owner"), row_height=36)
        self._delegate = _OwnerDelegate(table, today)
        table.setItemDelegate(self._delegate)
        table.set_widths(0)
        self.late_badge = Badge("", "danger")
        self.in_time_label = Label("", 13, 400, "text2")
        extra = QWidget()
        extra.setLayout(row(self.late_badge, self.in_time_label))
        super().__init__(_("Actions by owner"), table, _("No owner has open actions."), extra, _("All actions"))
        self.model.setParent(self)
        table.opened.connect(self._open)
        table.clicked.connect(lambda index: self._open(self.model.row_at(index)))
        self.link.clicked.connect(lambda: self.open_requested.emit(OpenActions("open")))

    def show_today(self, facts: Today) -> None:
        """Show who owes what."""
        self.late_badge.show_as(
            ngettext("{n} late", "{n} late", facts.late).format(n=texts.number(facts.late)), "danger"
        )
        self.late_badge.setVisible(facts.late > 0)
        self.in_time_label.setText(_("{n} on time").format(n=texts.number(facts.in_time)))
        self._owe = bool(facts.owners)
        self.in_time_label.setVisible(self._owe and self.width() >= theme.px(360))
        self._delegate.loads = facts.owners
        self._fill(self.model, facts.owners)  # type: ignore[arg-type]  # rows of one kind

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.in_time_label.setVisible(self._owe and self.width() >= theme.px(360))

    def _open(self, load: OwnerLoad | None) -> None:
        if load is not None:
            self.open_requested.emit(OpenActions("open", load.owner_id))


class ComingCard(_ListCard):
    """The other meetings: those to come, and those whose minutes are to be written."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        self._today = today
        column = Column[ComingRow](
            lambda: _("Meeting"), lambda row: meeting_name(row.label), tip=lambda row: meeting_name(row.label),
            spoken=lambda row: f"{meeting_name(row.label)}, {self._second(row)}, {self._badge(row)[0]}",
        )  # fmt: skip
        self.model: RowsModel[ComingRow] = RowsModel([column], key=lambda row: row.label.id)
        table = RowsTable(self.model, name=_("Also coming up"), row_height=52)
        table.setItemDelegate(TwoLineDelegate(self._show, table))
        table.set_widths(0)
        self.count_label = Label("", 13, 400, "text2")
        super().__init__(
            _("Also coming up"), table, _("No other meeting is planned."), self.count_label, _("Plan a meeting")
        )
        self.model.setParent(self)
        table.opened.connect(self._open)
        table.clicked.connect(lambda index: self._open(self.model.row_at(index)))

    def show_today(self, facts: Today) -> None:
        """Show the other meetings."""
        self._fill(self.model, facts.coming)  # type: ignore[arg-type]  # rows of one kind

    def _show(self, row: ComingRow) -> TwoLines:
        return TwoLines(meeting_name(row.label), self._second(row), badge=self._badge(row))

    def _second(self, row: ComingRow) -> str:
        if row.minutes_due is not None:
            return _("Minutes due {day}").format(day=texts.date_short(row.minutes_due))
        when = texts.weekday_date(row.label.date)
        return when if row.start_time is None else f"{when}, {texts.time_of_day(row.start_time)}"

    def _badge(self, row: ComingRow) -> tuple[str, str, str | None]:
        if row.minutes_due is not None:
            late = (self._today() - row.minutes_due).days
            return (
                (texts.days_late(late), "danger", "clock") if late > 0 else (status_word(row.status), "warnsolid", None)
            )
        if row.label.date < self._today():
            return _("Not begun"), "warn", "warning"
        kinds = {MeetingStatus.CALLED: ("ok", "check"), MeetingStatus.RUNNING: ("accent", None)}
        kind, icon = kinds.get(row.status, ("outline", None))
        return status_word(row.status), kind, icon

    def _open(self, row: ComingRow | None) -> None:
        if row is not None:
            self.open_requested.emit(OpenMeeting(row.label.id))


class SignalLine(QWidget):
    """One finding with what to do about it."""

    def __init__(self, words: SignalWords) -> None:
        super().__init__()
        self.label = Label(words.sentence, 14, 400, wrap=True)
        self.label.setContentsMargins(3, 0, 0, 0)  # the link below keeps 3 px for its focus outline
        if words.names:
            self.label.setToolTip(plain_tip(words.names))
            self.label.setAccessibleDescription(words.names)
        self.button = Button(words.link, "link")
        self.button.setAccessibleDescription(words.sentence)
        words_column = QVBoxLayout()
        words_column.setSpacing(0)
        words_column.addWidget(self.label)
        under = QHBoxLayout()
        under.addWidget(self.button)
        under.addStretch(1)
        words_column.addLayout(under)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(9)
        line.addWidget(IconLabel(words.icon, words.role, 20), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words_column, 1)


class SignalsCard(Card):
    """What the record says is worth a look."""

    open_requested = Signal(object)
    """Please show this target."""

    def __init__(self) -> None:
        super().__init__(_("Worth your attention"), spacing=8, margins=(16, 12, 4, 12))
        self.lines: list[SignalLine] = []
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 2, 12, 0)
        self._column.setSpacing(12)
        self.nothing = EmptyState(_("Nothing stands out. Ronda looks at attendance, actions, minutes and groups."))
        self.scroller = WholeLines(self._column)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(self.scroller, 1)

    def show_today(self, facts: Today) -> None:
        """Show the findings, the weightiest first."""
        clear(self._column)
        self.lines = []
        for words in all_words(facts.signals, facts.day):
            line = SignalLine(words)
            line.button.clicked.connect(partial(self._open, words.target))
            self.lines.append(line)
            self._column.addWidget(line)
        self._column.addStretch(1)
        self.nothing.setVisible(not self.lines)
        self.scroller.setVisible(bool(self.lines))

    def _open(self, target: object, _checked: bool = False) -> None:
        self.open_requested.emit(target)
