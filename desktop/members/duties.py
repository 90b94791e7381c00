"""A member's duties on its card: how far it is behind or ahead, its turns, and what they add up to."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from db.duties.member import MemberDuties
from db.duties.rota import TurnRow
from db.turn_units import TURN
from db.vocabulary import OPEN, TurnState
from desktop import texts, theme
from desktop.naming.duties import amount, duty_name
from desktop.naming.turns import duty_icon, history_words, turn_badge, turn_day, turns_words
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.badges import Badge, Painted
from desktop.widgets.labels import Label, plain_tip
from desktop.widgets.painting import round_rect
from desktop.widgets.sections import Line, Link, Section, hugging

MOST = 2 * TURN
"""At the ends of the line of the balance."""


@dataclass(frozen=True, slots=True)
class DutyName:
    """A duty by its key and own name, for `duty_name`."""

    key: str
    name: str


class BalanceMark(Painted):
    """Where a member stands on a line from two turns behind to two ahead; the middle is its fair share."""

    def __init__(self, units: int) -> None:
        super().__init__(balance_words(units))
        self._part = max(-1.0, min(1.0, units / MOST))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(72), theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(10)
        middle, reach = QRectF(self.rect()).center(), (self.width() - side) / 2
        painter.setPen(QPen(theme.color("line_mid"), 1))
        painter.drawLine(QLineF(0, middle.y(), self.width(), middle.y()))
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(QLineF(middle.x(), middle.y() - 8, middle.x(), middle.y() + 8))
        left = middle.x() + self._part * reach - side / 2
        fill = "accent" if not theme.current().dark else "accent_text"
        round_rect(painter, QRectF(left, middle.y() - side / 2, side, side), 2, fill=fill)


def balance_words(units: int) -> str:
    """Return how far behind or ahead a member is: "0.3 turns behind"."""
    if abs(units) < TURN / 20:
        return _("just at its fair share")
    pattern = _("{n} turns behind") if units < 0 else _("{n} turns ahead")
    return pattern.format(n=amount(abs(units)))


def away_words(duties: MemberDuties, today: dt.date) -> str:
    """Return "away until 30 Nov"; nothing where the member is not away."""
    if not duties.away:
        return ""
    if duties.away_until is None:
        return pgettext("a member that cannot come", "away")
    return _("away until {day}").format(day=texts.date_in(duties.away_until, today.year))


def summary_words(duties: MemberDuties) -> str:
    """Return what a member's turns add up to: "3 turns done, fair share 3.6, 1 planned, 1 missed"."""
    if not duties.turns and not duties.standings:
        return _("No turn yet.")
    planned = sum(turn.state in OPEN for turn in duties.turns)
    missed = sum(turn.state is TurnState.MISSED for turn in duties.turns)
    parts = [_("{turns} done, fair share {share}").format(turns=turns_words(duties.done), share=amount(duties.share))]
    if planned:
        parts.append(ngettext("{n} planned", "{n} planned", planned).format(n=texts.number(planned)))
    if missed:
        parts.append(ngettext("{n} missed", "{n} missed", missed).format(n=texts.number(missed)))
    return ", ".join(parts)


def history_lines(duties: MemberDuties, today: dt.date) -> list[str]:
    """Return a member's history with each duty, a line each: "Minutes: last in March, 3 turns, share 3.6"."""
    return [f"{duty_name(DutyName(key, name))}: {history_words(own, today)}" for key, name, own in duties.standings]


def duties_section(
    duties: MemberDuties, today: dt.date, *, shown: int, clicked: Callable[[TurnRow], object]
) -> Section | None:
    """Return a member's duties; nothing where the alliance has no turns. `clicked` is told of a turn to show."""
    if not duties.kept:
        return None
    extra: list[QWidget] = []
    if duties.standings:
        extra = [BalanceMark(duties.balance), Label(balance_words(duties.balance), 13, 400, "text2")]
    section = Section(_("Duties"), *extra)
    for turn in duties.turns[:shown]:
        section.add(_line(turn, duties.member_id, clicked))
    left = len(duties.turns) - shown
    if left > 0:
        section.add(hugging(ngettext("{n} more", "{n} more", left).format(n=texts.number(left)), 13, 400, "text2"))
    summary = Label(summary_words(duties), 13, 400, "text2", wrap=True)
    lines = history_lines(duties, today)
    summary.setToolTip(plain_tip("\n".join(lines)))
    summary.setAccessibleDescription("; ".join(lines))
    section.add(summary)
    return section


def _day(turn: TurnRow) -> str:
    return texts.date_short_year(turn.first) if turn.end is None else turn_day(turn)


def _line(turn: TurnRow, member_id: uuid.UUID, clicked: Callable[[TurnRow], object]) -> QWidget:
    name = duty_name(turn.duty)
    link = Link(name, clicked=lambda: clicked(turn))
    link.setAccessibleName(f"{name}, {turn_day(turn)}")
    word, kind, icon = turn_badge(turn)
    if turn.swapped_with and turn.state in (TurnState.DONE, TurnState.ACCEPTED):
        word, icon = pgettext("state of a turn", "Swapped"), None
    if turn.state is TurnState.DONE_BY_OTHER and any(one.member_id == member_id for one in turn.done_by):
        word = _("Done for another")  # the turn is another's, and this member did it
    return Line(duty_icon(turn.duty.key), "", _day(turn), Badge(word, kind, icon), lead=link)
