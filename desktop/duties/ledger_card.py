"""The fairness ledger: turns done beside the fair share, and a bar to the left of the line or to its right."""

import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import QLineF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from db.duties.keeping import DutyRow
from db.folding import fold
from db.turn_units import TURN
from desktop import texts, theme
from desktop.duties.loading import LedgerView, MemberBalance
from desktop.naming.duties import amount, duty_name, signed_amount
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.cards import Card
from desktop.widgets.delegates import Index, RowDelegate
from desktop.widgets.fields import Choice
from desktop.widgets.labels import Label
from desktop.widgets.lanes import CurrentStack
from desktop.widgets.messages import EmptyState
from desktop.widgets.painting import draw_text, round_rect, text_width
from desktop.widgets.rows import Column, RowsModel, RowsTable, row_of

ALL: Final = "all"
_ROW: Final = 20
_BAR_COLUMN: Final = 3
_SPOKEN: Final = Qt.ItemDataRole.AccessibleTextRole


def _columns() -> Sequence[Column[MemberBalance]]:
    return (
        Column(lambda: _("Member"), attrgetter("member"), tip=_tip, spoken=_spoken, sort=lambda one: fold(one.member)),
        Column(lambda: _("Turns"), lambda one: amount(one.done), right=True, sort=attrgetter("done")),
        Column(lambda: pgettext("column: fair share of turns", "Share"), lambda one: amount(one.share), right=True,
               sort=attrgetter("share")),
        Column(lambda: _("Behind or ahead"), lambda one: "", spoken=_balance_words, sort=attrgetter("balance")),
        Column(lambda: _("Balance"), lambda one: signed_amount(one.balance), right=True, sort=attrgetter("balance")),
    )  # fmt: skip


class LedgerModel(RowsModel[MemberBalance]):
    """Standings; the header paints what stands over the numbers."""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and section > 0:
            return ""  # painted closer to the edge; the numbers after the bars say themselves what they are
        return super().headerData(section, orientation, role)


class LedgerTable(RowsTable):
    """Members by how far behind they are."""

    def __init__(self, model: RowsModel[MemberBalance], parent: QWidget | None = None) -> None:
        super().__init__(model, name=_("Fairness ledger"), row_height=_ROW, parent=parent)
        self.most = TURN
        """The largest balance shown, which takes the whole half of a bar."""
        self.setItemDelegate(_Delegate(self))
        head = _Header(self)
        self.setHorizontalHeader(head)
        self.set_widths(0, 50, 46, 88, 44, give_way=(2,))
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSortIndicator(_BAR_COLUMN, Qt.SortOrder.AscendingOrder)
        head.sortIndicatorChanged.connect(model.sort)
        self._fit_head()
        theme.follow(self._fit_head)

    def _fit_head(self) -> None:
        self.horizontalHeader().setFixedHeight(theme.px(32))


class _Header(QHeaderView):
    """The names of the columns; over the bars stands at each side of the line what it means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        place = QRectF(rect)
        if section == _BAR_COLUMN:
            middle = place.center().x()
            left = QRectF(place.x() - 8, place.y(), middle - place.x() + 3, place.height())
            right = QRectF(middle + 5, place.y(), place.right() - middle + 3, place.height())
            draw_text(painter, left, _("behind"), 13, 500, role="text2", align=_RIGHT)
            draw_text(painter, right, _("ahead"), 13, 500, role="text2")
        elif 0 < section < _BAR_COLUMN:
            words = str(self.model().headerData(section, Qt.Orientation.Horizontal, _SPOKEN))
            draw_text(painter, place.adjusted(0, 0, -8, 0), words, 13, 500, role="text2", align=_RIGHT)


class _Delegate(RowDelegate):
    """A row of 20 px without lines: name and "away", numbers, the bar."""

    def __init__(self, table: LedgerTable) -> None:
        super().__init__(table, lines=False)
        self._table = table

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        one: MemberBalance = row_of(index)
        chosen = self._table.currentIndex().row() == index.row()
        weight = 600 if chosen else 400
        match index.column():
            case 0:
                self._paint_name(painter, rect, one, weight)
            case 1 | 2:
                number = _number(one.done if index.column() == 1 else one.share, texts.language())
                draw_text(painter, rect, number, 13, weight, role="text2", align=_RIGHT)
            case 3:
                self._paint_bar(painter, rect.adjusted(-8, 0, 8, 0), one)
            case _:
                behind = one.balance < 0
                words, role = _balance(one.balance, texts.language()), "text" if behind else "text2"
                draw_text(painter, rect, words, 13, 600 if behind or chosen else 400, role=role, align=_RIGHT)

    def _paint_name(self, painter: QPainter, rect: QRectF, one: MemberBalance, weight: int) -> None:
        word = _mark(one)
        taken = text_width(word, 13, 600) + 8 if word else 0
        room = max(0.0, rect.width() - taken)
        name = one.member
        if one.short and text_width(name, 13, weight) > room:
            name = one.short  # shortened by who knows the member, not by an ellipsis
        draw_text(painter, QRectF(rect.x(), rect.y(), room, rect.height()), name, 13, weight,
                  role="text" if one.may else "text3")  # fmt: skip
        if word:
            left = rect.x() + min(text_width(name, 13, weight), room) + 8
            role = "warn" if one.away else "text3"
            draw_text(painter, QRectF(left, rect.y(), taken, rect.height()), word, 13, 600, role=role)

    def _paint_bar(self, painter: QPainter, rect: QRectF, one: MemberBalance) -> None:
        middle = round(rect.center().x()) + 0.5
        half = rect.width() / 2 - 4
        length = max(2.0, half * min(1.0, abs(one.balance) / self._table.most)) if _counts(one) else 0.0
        height = theme.px(10)
        top = rect.y() + (rect.height() - height) / 2
        if one.balance < 0 and length:
            round_rect(painter, QRectF(middle - length, top, length, height), 2, fill="accent_text")
        elif length:
            round_rect(painter, QRectF(middle, top, length, height), 2, fill="surface", edge="line_strong")
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(QLineF(middle, rect.y(), middle, rect.bottom()))


class LedgerCard(Card):
    """The ledger of one duty, or of all together; the member of the turn chosen in the rota is marked."""

    member_opened = Signal(object)
    """Please show this member (its key)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.choice = Choice([(ALL, _("All duties"))], name=_("Which duty’s ledger"), kind="filter")
        super().__init__(_("Fairness ledger"), extra=self.choice, margins=(8, 12, 8, 8), spacing=4, parent=parent)
        self._views: Mapping[uuid.UUID | None, LedgerView] = {}
        self._followed: uuid.UUID | None = None
        self._member: uuid.UUID | None = None
        self._all = False
        """Whether somebody asked for all duties together."""
        head = self.body.itemAt(0)
        if head is not None and (inner := head.layout()) is not None:
            inner.setContentsMargins(8, 0, 0, 0)  # names stand under the title: rows keep 8 px for their ground
        self.caption = Label("", 13, 400, "text2", wrap=True)
        self.caption.setContentsMargins(8, 0, 0, 0)
        self.model = LedgerModel(_columns(), key=attrgetter("member_id"), parent=self)
        self.table = LedgerTable(self.model)
        self.empty = EmptyState("", icon="scales")
        self._stack = CurrentStack()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.add(self.caption)
        self.body.addWidget(self._stack, 1)
        self.choice.chosen.connect(self._on_chosen)
        self.table.opened.connect(lambda one: self.member_opened.emit(one.member_id))

    def show_ledgers(self, views: Mapping[uuid.UUID | None, LedgerView], duties: Sequence[DutyRow]) -> None:
        """Show other numbers."""
        self._views = views
        held = self.choice.value() if self.choice.value() != ALL else self._followed
        choices: list[tuple[object, str]] = [(of.id, duty_name(of)) for of in duties if of.id in views]
        self.choice.set_choices([*choices, (ALL, _("All duties"))])
        first = choices[0][0] if choices else ALL
        self.choice.set_value(ALL if self._all else held if held in dict(choices) else first)
        self._show()

    def follow(self, duty_id: uuid.UUID | None, member_id: uuid.UUID | None) -> None:
        """Show the ledger of the duty under the cursor (unless all are shown), with its member marked."""
        self._member = member_id
        moved = duty_id is not None and duty_id != self._followed
        self._followed = duty_id or self._followed
        if moved and duty_id in self._views and not self._all and self.choice.value() != duty_id:
            self.choice.set_value(duty_id)
            self._show()
        else:
            self._mark_member()

    def shown(self) -> LedgerView | None:
        """Return the ledger in sight."""
        key = self.choice.value()
        return self._views.get(key if isinstance(key, uuid.UUID) else None)

    def _on_chosen(self, key: object) -> None:
        self._all = key == ALL
        self._show()

    def _show(self) -> None:
        view = self.shown()
        rows = list(view.rows) if view else []
        self.table.most = max((abs(one.balance) for one in rows), default=0) or TURN
        head = self.table.horizontalHeader()
        rows.sort(key=lambda one: (one.balance, fold(one.member)))
        rows.sort(key=self.model.sort_key(head.sortIndicatorSection()),
                  reverse=head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)  # fmt: skip
        self.model.set_rows(rows)
        self.caption.setText(caption(view) if view else "")
        self.empty.set_sentence(_("Nobody may be asked for this duty yet."))
        self._stack.setCurrentIndex(0 if rows else 1)
        self.table.viewport().update()
        self._mark_member()

    def _mark_member(self) -> None:
        if self._member is None or not self.table.select_key(self._member):
            self.table.clearSelection()
            self.table.setCurrentIndex(self.model.index(-1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._mark_member()


_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def caption(view: LedgerView) -> str:
    """Return since when a ledger counts, and for whom.

    The members counted are those with a seat, as beside the alliance's name; observers come on top of them:
    "Since January 2025. 29 of 31 members share duties, 2 more observe.".
    """
    parts = []
    if view.since is not None:
        parts.append(_("Since {month}.").format(month=texts.month_year(view.since)))
    said = [_shared(view).format(n=texts.number(view.sharing), count=texts.number(view.sharing + view.apart))]
    if view.observing:
        observing = ngettext("{n} more observes", "{n} more observe", view.observing)
        said.append(observing.format(n=texts.number(view.observing)))
    return " ".join([*parts, ", ".join(said) + "."])


def _shared(view: LedgerView) -> str:
    """Return how many share a duty, or any; of how many, where not all do."""
    if view.duty_id is None and view.apart:
        return ngettext(
            "{n} of {count} member shares duties", "{n} of {count} members share duties", view.sharing + view.apart
        )
    if view.duty_id is None:
        return ngettext("{n} member shares duties", "{n} members share duties", view.sharing)
    if view.apart:
        return ngettext(
            "{n} of {count} member shares it", "{n} of {count} members share it",
            view.sharing + view.apart,
        )  # fmt: skip
    return ngettext("{n} member shares this duty", "{n} members share this duty", view.sharing)


@lru_cache(4096)  # painted again and again, and slow to write
def _number(units: int, _language: str) -> str:
    return amount(units)


@lru_cache(4096)
def _balance(units: int, _language: str) -> str:
    return signed_amount(units)


def _counts(one: MemberBalance) -> bool:
    """Return whether a balance is more than the nothing it is rounded to."""
    return abs(one.balance) * 20 >= TURN


def _mark(one: MemberBalance) -> str:
    if one.away:
        return pgettext("a member that cannot come", "away")
    return "" if one.may else pgettext("a member that need not do a duty", "not asked")


def _balance_words(one: MemberBalance) -> str:
    words = _("{n} behind") if one.balance < 0 else _("{n} ahead")
    return words.format(n=amount(abs(one.balance))) if _counts(one) else _("just even")


def _spoken(one: MemberBalance) -> str:
    return ", ".join(filter(None, (one.member, _mark(one))))


def _tip(one: MemberBalance) -> str:
    line = _("Turns done {done}, fair share {share}: {balance}").format(
        done=amount(one.done), share=amount(one.share), balance=_balance_words(one)
    )
    return "\n".join((_spoken(one), line))
