"""The card of who is on duty next: the turns of the next meeting and of the terms that run, and how each stands."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from db.duties.desk import DeskTurn
from db.today.today import Today
from db.vocabulary import TurnState
from desktop import icons, texts, theme
from desktop.naming.duties import duty_name
from desktop.naming.turns import duty_icon, turn_badge, turn_where
from desktop.texts import _, ngettext
from desktop.today.steps import call_due
from desktop.today.whole import WholeRows, more_words
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import RowDelegate
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.painting import badge_width, draw_badge, draw_text, round_rect
from desktop.widgets.rows import Column, RowsModel, RowsTable, row_of
from desktop.widgets.targets import OpenDuties, OpenMeetings

ROW, SQUARE = 56, 40
LOW_ROW, LOW_SQUARE = 44, 36
"""Where there is room for fewer than all turns otherwise: a row without the member's name."""


def badge_of(turn: DeskTurn, call_in: int | None) -> tuple[str, str, str | None]:
    """Return how a turn stands; that the call is late or due within a day goes before that it is accepted.

    call_in: days until the call should go out; nothing where it did, or where there is no meeting to call.
    """
    waits = turn.meeting is not None and turn.key == "calling" and turn.state is TurnState.ACCEPTED
    if not waits or call_in is None or call_in > 1:
        return turn_badge(turn)
    if call_in < 0:
        return texts.days_late(-call_in), "danger", "clock"
    return (_("Due today") if call_in == 0 else _("Due tomorrow")), "warnsolid", "clock"


def who_of(turn: DeskTurn) -> tuple[str, str]:
    """Return who has a turn, in two lines: the person and the member, or nobody and who declined."""
    if turn.member_id is None:
        return _("Nobody yet"), ""
    member = turn.short_name or turn.member
    if turn.state is TurnState.DECLINED:
        return _("Nobody yet"), _("{name} declined").format(name=turn.person or member)
    return (turn.person, turn.member) if turn.person and turn.person != turn.member else (turn.member, "")


def spoken(turn: DeskTurn, call_in: int | None) -> str:
    """Return a turn as it is read aloud: "Minutes: Nana Ghomi, Upper Phasis Dairy, Accepted"."""
    first, second = who_of(turn)
    badge = badge_of(turn, call_in)[0]
    said = [part for part in (first, second) if part]
    if badge != first:
        said.append(badge)
    if turn.end is not None:
        said.append(turn_where(turn))
    return f"{duty_name(turn)}: {', '.join(said)}"


class _TurnDelegate(RowDelegate):
    """An icon in a box; duty, person and member in three lines; how it stands at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, lines=False)
        self.call_in: int | None = None
        self.low = False

    def paint_content(
        self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        turn: DeskTurn = row_of(index)
        side = theme.px(LOW_SQUARE if self.low else SQUARE)
        box = QRectF(rect.x(), rect.center().y() - side / 2, side, side)
        round_rect(painter, box, 6, fill="sunken", edge="line")
        mark = theme.px(18)
        icons.paint(painter, box.center() - QPointF(mark / 2, mark / 2), duty_icon(turn.key), "accent_text", mark)
        word, kind, icon = badge_of(turn, self.call_in)
        first, second = who_of(turn)
        taken = 0
        if word != first:
            taken = badge_width(word, icon)
            place = QPointF(rect.right() - taken, rect.center().y() - theme.px(20) / 2)
            draw_badge(painter, place, word, kind, icon)
            taken += 8
        left, line = box.right() + 8, theme.px(17)
        lines = [(duty_name(turn), 13, 400, "text2"), (first, 14, 600, "danger" if turn.is_free else "text")]
        if second and not self.low:
            lines.append((second, 13, 400, "text2"))
        top = rect.center().y() - line * len(lines) / 2
        for words, px, weight, role in lines:
            draw_text(painter, QRectF(left, top, rect.right() - taken - left, line), words, px, weight, role=role)
            top += line


class DutyCard(Card):
    """Who is on duty next. A turn opens in the rota."""

    open_requested = Signal(object)
    """Please show this target."""

    def __init__(self) -> None:
        self.link = Button(_("Open duties"), "link")
        super().__init__(_("On duty next"), extra=self.link, spacing=0, margins=(8, 11, 8, 12))
        head = self.body.itemAt(0)
        if head is not None and (inner := head.layout()) is not None:
            inner.setContentsMargins(8, 0, 5, 0)  # rows keep 8 px for their outline, the link 3 px
        column = Column[DeskTurn](lambda: _("Turn"), duty_name, tip=self._spoken, spoken=self._spoken)
        self.model: RowsModel[DeskTurn] = RowsModel([column], key=lambda turn: (turn.key, turn.first, turn.end))
        self.table = RowsTable(self.model, name=_("On duty next"), row_height=ROW)
        self.model.setParent(self)
        self.table.horizontalHeader().hide()
        self.table.setMinimumHeight(theme.px(LOW_ROW))
        self._delegate = _TurnDelegate(self.table)
        self.table.setItemDelegate(self._delegate)
        self.table.set_widths(0)
        self.nothing = Label(_("No turn is planned. Plan ahead under Duties."), 14, 400, "text2", wrap=True)
        self.nothing.setContentsMargins(8, 4, 8, 0)
        self.when_label = Label("", 13, 400, "text2", elide=True)
        self.others = Button("", "link", clicked=lambda: self.open_requested.emit(OpenMeetings()))
        self.body.addSpacing(4)
        self.body.addWidget(self.nothing)
        self.rows = WholeRows(self.table)
        self.body.addWidget(self.rows, 1)
        self.body.addStretch(0)
        foot = row(self.when_label, self.others, spacing=8, margins=(8, 8, 5, 0))
        foot.setStretch(0, 1)
        self.body.addLayout(foot)
        self._when = ""
        bar = self.table.verticalScrollBar()
        bar.valueChanged.connect(self._count)
        bar.rangeChanged.connect(self._count)
        self.link.clicked.connect(lambda: self.open_requested.emit(OpenDuties()))
        self.table.opened.connect(self._open)
        self.table.clicked.connect(lambda index: self._open(self.model.row_at(index)))

    def show_today(self, facts: Today) -> None:
        """Show who is on duty next, and how many other meetings come up."""
        desk = facts.duties
        turns = () if desk is None else desk.next
        meeting = None if desk is None else desk.meeting
        self._delegate.call_in = None
        if desk is not None and meeting is not None and not desk.called:
            self._delegate.call_in = (call_due(facts, meeting) - facts.day).days
        self.model.set_rows(turns)
        self.rows.setVisible(bool(turns))
        self.nothing.setVisible(not turns)
        self._when = texts.date_long(meeting.date) if meeting is not None else ""
        count = len(facts.coming)
        words = ngettext("{n} other meeting", "{n} other meetings", count).format(n=texts.number(count))
        self.others.setText(words)
        self.others.setEnabled(count > 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the members' names out where the turns would not all be seen with them."""
        low = self.model.rowCount() * theme.px(ROW) > self.rows.height() > 0
        self._delegate.low = low
        self.table.verticalHeader().setDefaultSectionSize(theme.px(LOW_ROW if low else ROW))
        self.rows.fit()
        self._count()

    def _count(self, *_of_the_bar: int) -> None:
        """Say beside the day how many turns stand below what is in sight."""
        more = more_words(self.rows.below()) if self.model.rowCount() else ""
        self.when_label.setText("  ·  ".join(filter(None, (more, self._when))))

    def _spoken(self, turn: DeskTurn) -> str:
        return spoken(turn, self._delegate.call_in)

    def _open(self, turn: DeskTurn | None) -> None:
        if turn is not None:
            self.open_requested.emit(OpenDuties(turn.id))
