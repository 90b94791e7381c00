"""Who is here, at a glance: the quorum with its bar, and a tile for each seat."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from db.meetings.attendance import AttendanceRow, AttendanceSheet
from db.vocabulary import AttendanceStatus
from desktop import texts, theme
from desktop.minutes import words
from desktop.naming.members import seat_code
from desktop.texts import _
from desktop.widgets.bars import Bar
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import Index
from desktop.widgets.labels import IconLabel, Label, plain_tip, vline
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes
from desktop.widgets.painting import draw_text, focus_ring, round_rect
from desktop.widgets.rows import Column, RowsModel, row_of

TILE_WIDTH = 22
TILE_HEIGHT = 26
STEP = 24
DOT = 9
_DOT_ROOM = 5
_SIDE, _GAP = 15, 16


class TileList(QListView):
    """Tiles of seats in one row; arrows go along it, Enter opens the seat."""

    opened = Signal(object)
    """The `AttendanceRow` to look at."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: RowsModel[AttendanceRow] = RowsModel(
            (Column(lambda: _("Seat"), seat_code, tip=_spoken, spoken=_spoken),),
            key=lambda seat: seat.member_id or seat.id,
            parent=self,
        )
        self.setModel(self.tiles)
        self.setItemDelegate(_TileDelegate(self))
        self.setAccessibleName(name)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_activated)

    def show_seats(self, seats: Sequence[AttendanceRow], most: int) -> None:
        """Show the first `most` of `seats`."""
        self.tiles.set_rows(list(seats)[:most])
        self.setFixedSize(theme.px(STEP) * len(self.tiles.rows), theme.px(TILE_HEIGHT) + _DOT_ROOM + 2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.tiles.rows else Qt.FocusPolicy.NoFocus)

    def _on_activated(self, index: QModelIndex) -> None:
        seat = self.tiles.row_at(index)
        if seat is not None:
            self.opened.emit(seat)


class _TileDelegate(QStyledItemDelegate):
    """Form, not colour alone, tells the state: here filled, apologies outlined, not here dashed; late has a dot."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(STEP), theme.px(TILE_HEIGHT) + _DOT_ROOM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        seat: AttendanceRow = row_of(index)
        view = self.parent()
        painter.save()
        rect = QRectF(option.rect.x(), option.rect.y() + _DOT_ROOM, theme.px(TILE_WIDTH), theme.px(TILE_HEIGHT))
        if seat.here:
            round_rect(painter, rect, 4, fill="accent_soft")
            _code(painter, rect, seat, 600, "accent_text")
            if seat.late:
                dot = QRectF(rect.right() - 8, rect.y() - 4, DOT, DOT)
                round_rect(painter, dot, DOT / 2, fill="mark", edge="surface", width=1.5)
        elif seat.status is AttendanceStatus.APOLOGIES:
            round_rect(painter, rect, 4, edge="line_strong")
            _code(painter, rect, seat, 500, "text2")
        else:
            round_rect(painter, rect, 4, edge="line_strong", dashed=True)
            _code(painter, rect, seat, 400, "text3")
        if isinstance(view, QListView) and view.hasFocus() and view.currentIndex() == index:
            focus_ring(painter, rect, 4)
        painter.restore()


class _Tiles(QWidget):
    """A caption over a row of tiles, and how many more there are."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.caption = Label("", 12, 500, "text2", elide=True)
        self.tiles = TileList(name)
        self.more = Button("", "link")
        self.more.hide()
        self.caption.setBuddy(self.tiles)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.tiles)
        line.addWidget(self.more)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def width_with(self, caption: str, shown: int, seats: int) -> int:
        """Return how wide it is with so many of its seats shown."""
        tiles = shown * theme.px(STEP)
        if shown < seats:
            self.more.setText(_("{count} more").format(count=texts.number(seats - shown)))
            tiles += 4 + self.more.sizeHint().width()
        return max(tiles, self.caption.fontMetrics().horizontalAdvance(caption) + 1)

    def show_seats(self, caption: str, seats: Sequence[AttendanceRow], most: int) -> None:
        self.setVisible(bool(seats))
        self.caption.setText(caption)
        self.tiles.show_seats(seats, most)
        left_out = len(seats) - most
        self.more.setVisible(left_out > 0)
        self.more.setText(_("{count} more").format(count=texts.number(max(left_out, 0))))


_Group = tuple[_Tiles, str, Sequence[AttendanceRow]]
"""A row of tiles, its caption and its seats."""


class AttendanceStrip(Card):
    """The card over the minutes; `mark_requested` asks to mark who is here, at a seat if one is given."""

    mark_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(_SIDE, 5, _SIDE, 5), parent=parent)
        self.setAccessibleName(_("Attendance"))
        self._sheet: AttendanceSheet | None = None
        self.quorum_icon = IconLabel("check-circle-fill", "ok", 20)
        self.quorum_label = Label("", 14, 600)
        self.bar = Bar(width=96)
        self.bar.setFixedWidth(theme.px(96))
        self.count_label = Label("", 12, 500, "text2")
        quorum = QVBoxLayout()
        quorum.setSpacing(2)
        quorum.addLayout(row(self.quorum_icon, self.quorum_label, None, spacing=6))
        quorum.addLayout(row(self.bar, self.count_label, None, spacing=8))
        self._quorum = QWidget()
        self._quorum.setLayout(quorum)
        quorum.setContentsMargins(0, 0, 0, 0)
        self._quorum.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.here, self.apologies, self.away = _Tiles(_("Here")), _Tiles(_("Sent apologies")), _Tiles(_("Not here"))
        self.others = _Tiles(_("Also here"))
        self.mark_button = Button(_("Mark"), "small", "user-plus", tip=_("Mark who is here (Ctrl+M)"))
        writes(self.mark_button)
        self.mark_button.setAccessibleName(_("Mark who is here"))
        self.mark_button.clicked.connect(lambda _checked: self.mark_requested.emit(None))
        for group in (self.here, self.apologies, self.away, self.others):
            group.tiles.opened.connect(self.mark_requested)
            group.more.clicked.connect(lambda _checked: self.mark_requested.emit(None))
        line = vline()
        self.add(
            row(
                self._quorum,
                line,
                self.here,
                self.apologies,
                self.away,
                self.others,
                None,
                self.mark_button,
                spacing=_GAP,
            )
        )
        self.setFixedHeight(max(64, theme.px(58)))

    def show_sheet(self, sheet: AttendanceSheet, *, fixed: bool) -> None:
        """Show the attendance; `fixed` where it can no longer be changed."""
        self._sheet = sheet
        text, icon, role = words.quorum_state(sheet)
        self.quorum_icon.set_icon(icon, role)
        self.quorum_label.setText(text)
        self._quorum.setToolTip(plain_tip(words.quorum_tip(sheet)))
        seats = len(sheet.seats)
        need = _("{here}, needed {needed}") if sheet.over else _("{here}, need {needed}")
        counted = need if sheet.needed else _("{here} of {seats}")
        here = sheet.here if sheet.met else sheet.at_end  # a quorum lost is not made up by who came and left
        counted = counted.format(here=here, needed=sheet.needed, seats=seats)
        bar_role = "ok" if sheet.met else "warn_line"
        self.bar.set_value(here, seats, words=counted, mark=sheet.needed or None, role=bar_role)
        self.count_label.setText(counted)
        self.mark_button.setEnabled(not fixed)
        self._spread()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sheet is not None:
            self._spread()

    def minimumSizeHint(self) -> QSize:
        """Return a width at which most tiles are counted only: the strip goes by the room there is."""
        return QSize(theme.px(624), super().minimumSizeHint().height())

    def _spread(self) -> None:
        """Share the room among the three rows of tiles; who does not fit is counted."""
        sheet = self._sheet
        if sheet is None:
            return
        here = [seat for seat in sheet.seats if seat.here]
        apologies = [seat for seat in sheet.seats if not seat.here and seat.status is AttendanceStatus.APOLOGIES]
        away = [seat for seat in sheet.seats if not seat.here and seat.status is not AttendanceStatus.APOLOGIES]
        for said in (words.here_caption(sheet), words.here_count(sheet)):
            groups = (
                (self.here, said, here),
                (self.apologies, _("Sent apologies {count}").format(count=len(apologies)), apologies),
                (self.away, _("Not here {count}").format(count=len(away)), away),
                (self.others, _("Also here {count}").format(count=len(sheet.others)), sheet.others),
            )
            shown = [group for group in groups if group[2]]
            shares = self._shares(shown)
            if shares is not None:
                break
        shares = shares or [1] * len(shown)
        for tiles, caption, seats in groups:
            tiles.show_seats(caption, seats, shares.pop(0) if seats else 0)

    def _shares(self, shown: Sequence[_Group]) -> list[int] | None:
        """Return how many tiles each row shows; None where not even one of each has room beside the captions."""
        shares = [len(seats) for _tiles, _caption, seats in shown]
        room = self._room_for_tiles(len(shown))
        while True:
            wide = [
                tiles.width_with(caption, share, len(seats))
                for (tiles, caption, seats), share in zip(shown, shares, strict=True)
            ]
            if sum(wide) <= room:
                return shares
            if max(shares) <= 1:
                return None
            shares[shares.index(max(shares))] -= 1

    def _room_for_tiles(self, groups: int) -> int:
        """Return the width that so many rows of tiles have for themselves."""
        ends = self._quorum_width() + 1 + self.mark_button.sizeHint().width()
        return self.width() - 2 * _SIDE - ends - _GAP * (groups + 2) - 4

    def _quorum_width(self) -> int:
        """Give the quorum the width its words ask for now, so that the bar never runs into them; return it."""
        below = self.bar.width() + 8 + self.count_label.sizeHint().width()
        above = self.quorum_icon.width() + 6 + self.quorum_label.sizeHint().width()
        width = max(theme.px(168), below, above)
        self._quorum.setFixedWidth(width)
        return width


def _spoken(seat: AttendanceRow) -> str:
    return f"{seat.name}: {words.seat_state(seat)}"


def _code(painter: QPainter, rect: QRectF, seat: AttendanceRow, weight: int, role: str) -> None:
    code = seat_code(seat)[:3]
    px = 12 if len(code) < 3 else 11
    draw_text(painter, rect.adjusted(-1, 0, 1, 0), code, px, weight, role=role, align=Qt.AlignmentFlag.AlignCenter)
