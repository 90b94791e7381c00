"""The time an agenda takes against the time planned: words, and a bar split by purpose."""

import datetime as dt
from typing import Final

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from db.meetings.timetable import BREAK, Timetable
from db.vocabulary import ItemPurpose
from desktop import texts, theme
from desktop.naming.meetings import purpose_word
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.badges import Badge, Painted
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.layouts import FlowLayout, clear, row
from desktop.widgets.painting import draw_text, round_rect

ORDER: Final[tuple[str | None, ...]] = (
    ItemPurpose.DECIDE.value,
    ItemPurpose.DISCUSS.value,
    ItemPurpose.INFORM.value,
    None,
    BREAK,
)
# Purpose → fill, edge, dashed.
_LOOKS: Final[dict[str | None, tuple[str | None, str | None, bool]]] = {
    ItemPurpose.DECIDE.value: ("accent", None, False),
    ItemPurpose.DISCUSS.value: ("accent_soft", "line_strong", False),
    ItemPurpose.INFORM.value: ("surface", "line_strong", False),
    None: ("warn_soft", "warn_line", True),
    BREAK: ("hover", "line_strong", False),
}


def part_word(purpose: str | None) -> str:
    """Return what a part of the time is for."""
    if purpose == BREAK:
        return _("Break")
    return purpose_word(None if purpose is None else ItemPurpose(purpose))


def over_words(over_minutes: int) -> str:
    """Return "10 minutes over", "5 minutes left", "Exactly on time"."""
    if over_minutes > 0:
        return ngettext("{n} minute over", "{n} minutes over", over_minutes).format(n=over_minutes)
    if over_minutes < 0:
        return ngettext("{n} minute left", "{n} minutes left", -over_minutes).format(n=-over_minutes)
    return _("Exactly on time")


def _parts(times: Timetable) -> list[tuple[str | None, int]]:
    found = times.minutes_by_purpose
    return [(purpose, found[purpose]) for purpose in ORDER if found.get(purpose)]


def _draw_part(painter: QPainter, rect: QRectF, purpose: str | None) -> None:
    fill, edge, dashed = _LOOKS[purpose]
    round_rect(painter, rect, 3, fill=fill, edge=edge, dashed=dashed)


class TimeBar(Painted):
    """The agenda's time as a bar: its parts by purpose, and a line where the planned time ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._times: Timetable | None = None

    def set_times(self, times: Timetable) -> None:
        """Show these times; the same is said in words to who cannot see it."""
        self._times = times
        said = [f"{part_word(purpose)} {texts.duration(minutes)}" for purpose, minutes in _parts(times)]
        if times.over_minutes is not None:
            said.append(over_words(times.over_minutes))
        self.setText(", ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(46))

    def paintEvent(self, _event: QPaintEvent) -> None:
        times = self._times
        if times is None:
            return
        painter = QPainter(self)
        whole = max(times.total_minutes, times.planned_minutes or 0, 1)
        scale = self.width() / whole
        top, high = theme.px(6), theme.px(20)
        left = 0.0
        for purpose, minutes in _parts(times):
            width = minutes * scale
            _draw_part(painter, QRectF(left, top, max(width - 2, 1), high), purpose)
            left += width
        if times.total_minutes < whole:
            round_rect(painter, QRectF(left, top, self.width() - left, high), 3, edge="line")
        self._paint_times(painter, times, scale, top + high)

    def _paint_times(self, painter: QPainter, times: Timetable, scale: float, bottom: float) -> None:
        if not times.planned_minutes:
            return
        over = (times.over_minutes or 0) > 0
        end = min(times.planned_minutes * scale, self.width() - 1.0)
        painter.setPen(QPen(theme.color("danger" if over else "text2"), 2))
        painter.drawLine(QLineF(end, 0, end, bottom + 6))
        if not times.slots or times.slots[0].start is None or times.end is None:
            return
        line = QRectF(0, bottom + 2, self.width(), theme.px(18))
        draw_text(painter, line, texts.time_of_day(times.slots[0].start), 12, 400, role="text2")
        planned_end = times.slots[0].start + dt.timedelta(minutes=times.planned_minutes)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        room = QRectF(0, line.y(), end - 4, line.height())
        draw_text(
            painter, room, texts.time_of_day(planned_end), 12, 600, role="danger" if over else "text2", align=align
        )


class _Swatch(Painted):
    def __init__(self, purpose: str | None, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._purpose = purpose

    def sizeHint(self) -> QSize:
        return QSize(theme.px(12), theme.px(12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        _draw_part(QPainter(self), QRectF(self.rect()), self._purpose)


class TimeCard(Card):
    """How long the agenda is, how long the meeting may be, and what the time is for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.over_badge = Badge("", "danger", "clock")
        super().__init__(pgettext("that an agenda takes", "Time"), extra=self.over_badge, spacing=4, parent=parent)
        self.total_label = Label("", 24, 600)
        self.planned_label = Label("", 14, 400, "text2")
        self.bar = TimeBar()
        legend = QWidget()
        self._legend = FlowLayout(legend, spacing=16, line_spacing=4)
        self.add(row(self.total_label, self.planned_label, None), self.bar, legend)

    def set_times(self, times: Timetable) -> None:
        """Show these times."""
        over = times.over_minutes or 0
        self.over_badge.setVisible(over > 0)
        if over > 0:
            self.over_badge.show_as(_("{minutes} min over").format(minutes=over), "danger", "clock")
        self.total_label.setText(texts.duration(times.total_minutes))
        planned = times.planned_minutes
        self.planned_label.setText(
            "" if planned is None else _("of {time} planned").format(time=texts.duration(planned))
        )
        self.bar.set_times(times)
        clear(self._legend)
        for purpose, minutes in _parts(times):
            entry = QWidget()
            entry.setLayout(
                row(_Swatch(purpose), Label(f"{part_word(purpose)} {minutes}", 13, 400, "text2"), spacing=6)
            )
            self._legend.addWidget(entry)
