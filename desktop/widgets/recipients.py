"""Whom to tell of a meeting: who can be reached how, who was told, and marking those who were."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QWidget

from db.meetings.calls import CallSheet, Recipient, Told
from db.vocabulary import Channel, Seat, What
from desktop import icons, texts, theme
from desktop.exchange.reachable import mail_address
from desktop.texts import _, ngettext, pgettext
from desktop.widgets.badges import Badge
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.delegates import Index, RowDelegate
from desktop.widgets.fields import Choice
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.looking import writes
from desktop.widgets.painting import cut_to, draw_text, round_rect, text_width
from desktop.widgets.rows import Column, RowsModel, RowsTable, row_of

_CHECK: int = Qt.ItemDataRole.CheckStateRole
_BETWEEN = "  ·  "
"""Stands between the ways somebody is reached."""


def channel_word(channel: Channel) -> str:
    """Return how somebody was told: "e-mail", "message"."""
    words = {
        Channel.EMAIL: _("e-mail"),
        Channel.MESSAGE: _("phone message"),
        Channel.PHONE: _("phone call"),
        Channel.PAPER: pgettext("how somebody was told", "paper"),
        Channel.IN_PERSON: _("in person"),
    }
    return words[channel]


def told_words(told: Told) -> str:
    """Return when and how: "7 Oct, e-mail"."""
    return f"{texts.date_short(told.told_at.astimezone().date())}, {channel_word(told.channel)}"


def reach_words(recipient: Recipient) -> str:
    """Return through whom, and how, somebody is reached: "Lia Hazel  ·  lia@hazelnut.example  ·  +995 555 010"."""
    first = recipient.contacts[0] if recipient.contacts else None
    ways: dict[str, list[str]] = {}
    for contact, way in ((recipient.written_to, recipient.email), (recipient.rung, recipient.phone)):
        if way:
            of = contact or first
            ways.setdefault(of.name if of else "", []).append(way)
    ways = ways or {recipient.person: [_("no address, no phone")]}
    return _BETWEEN.join(part for who in ways for part in (who, *ways[who]) if part and part != recipient.name)


def reach_in(room: float, recipient: Recipient) -> str:
    """Return as much of that as has room in pixels, the number whole: it is dialled by hand, and mail is drafted."""
    words = " ".join(reach_words(recipient).split())  # as it is drawn
    address = words.find(recipient.email) if recipient.email else -1
    end = address + len(recipient.email) if address >= 0 else words.rfind(_BETWEEN.strip()) - 1
    if not recipient.phone or end <= 0 or text_width(words, 13) <= room:
        return words
    return cut_to(room - text_width(words[end:], 13), words[:end], 13) + words[end:]


class RecipientsModel(RowsModel[Recipient]):
    """Recipients with a tick each."""

    def __init__(self, head: Callable[[], str], parent: QWidget | None = None) -> None:
        columns = (
            Column[Recipient](lambda: _("Who"), attrgetter("name"), spoken=_spoken, tip=_tip),
            Column[Recipient](head, lambda one: told_words(one.told) if one.told else _("not yet")),
        )
        super().__init__(columns, key=attrgetter("member_id"), parent=parent)
        self._ticked: set[uuid.UUID] = set()

    @property
    def ticked(self) -> list[Recipient]:
        """Those ticked, in their order."""
        return [one for one in self.rows if one.member_id in self._ticked]

    def tick(self, member_ids: set[uuid.UUID]) -> None:
        """Tick these and no others."""
        self._ticked = set(member_ids)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0), [_CHECK])

    def flags(self, index: Index) -> Qt.ItemFlag:
        own = super().flags(index)
        return own | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == 0 else own

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == _CHECK and index.isValid() and index.column() == 0:
            one = self.row_at(index)
            ticked = one is not None and one.member_id in self._ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        one = self.row_at(index)
        if role != _CHECK or one is None or index.column():
            return False
        checked = Qt.CheckState(value) == Qt.CheckState.Checked
        (self._ticked.add if checked else self._ticked.discard)(one.member_id)
        self.dataChanged.emit(index, index, [_CHECK])
        return True


class _Delegate(RowDelegate):
    """A tick box, the member with how to reach it, and when it was told."""

    def editorEvent(
        self, _event: QEvent, _model: QAbstractItemModel, _option: QStyleOptionViewItem, _index: Index
    ) -> bool:
        return False  # the table ticks, where the box is painted and not where Qt would have it

    def paint_content(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        one: Recipient = row_of(index)
        if index.column():
            told = one.told is not None
            icon, role = ("check-circle-fill", "ok") if told else ("circle-dashed", "text3")
            icons.paint(painter, QPointF(rect.x(), rect.center().y() - theme.px(8)), icon, role, theme.px(16))
            words = str(index.data(Qt.ItemDataRole.DisplayRole))
            draw_text(painter, rect.adjusted(theme.px(22), 0, 0, 0), words, 13, 400, role="text" if told else "text2")
            return
        side = theme.px(16)
        box = QRectF(rect.x() + 4, rect.center().y() - side / 2, side, side)
        checked = index.data(_CHECK) == Qt.CheckState.Checked
        round_rect(painter, box, 4, fill="accent" if checked else "surface", edge=None if checked else "line_strong")
        if checked:
            icons.paint(painter, box.topLeft() + QPointF(2, 2), "check-bold", "on_accent", side - 4)
        beside = rect.adjusted(side + 16, 0, 0, 0)
        line = theme.px(18)
        top = rect.center().y() - line
        name = f"{one.name}  ({_('observer')})" if one.seat is Seat.OBSERVER else one.name
        draw_text(painter, QRectF(beside.x(), top, beside.width(), line), name, 14, 500)
        role = "text2" if one.email or one.phone else "warn"
        below = QRectF(beside.x(), top + line, beside.width(), line)
        draw_text(painter, below, reach_in(below.width(), one), 13, role=role)


class RecipientsTable(RowsTable):
    """Space ticks the chosen row, a click on the box its own; Ctrl+A ticks all."""

    all_requested = Signal()

    def __init__(self, model: RecipientsModel, name: str) -> None:
        super().__init__(model, name=name, row_height=48)
        self.setItemDelegate(_Delegate(self))
        self.set_widths(0, 188)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._toggle(self.currentIndex())
        elif event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.all_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if index.isValid() and not index.column() and event.position().x() < theme.px(36):
            self._toggle(index)

    def _toggle(self, index: QModelIndex) -> None:
        first = index.siblingAtColumn(0)
        checked = first.data(_CHECK) == Qt.CheckState.Checked
        self.model().setData(first, Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked, _CHECK)


@dataclass(frozen=True, slots=True)
class CardWords:
    """What a card of recipients is called and says; `count` has places for {n} and {all}."""

    title: str
    told: str
    rest: str
    count: str
    verb: Callable[[int], str]


class RecipientsCard(Card):
    """Whom to tell: ticks, counts, and marking those ticked as told. What was told is asked for with signals."""

    told_requested = Signal(object, object)
    """Please note that these (list of member keys) were told by this `Channel`."""
    ticks_changed = Signal()

    def __init__(self, words: CardWords, parent: QWidget | None = None) -> None:
        self.count_badge = Badge("", "neutral", "users")
        super().__init__(words.title, extra=self.count_badge, margins=(0, 12, 0, 0), spacing=8, parent=parent)
        if (head := self.body.itemAt(0)) is not None and (layout := head.layout()) is not None:
            layout.setContentsMargins(16, 0, 16, 0)
        self._words = words
        self._possible = True
        self._ticked_for: tuple[uuid.UUID, What, int] | None = None
        self.model = RecipientsModel(lambda: words.told, self)
        self.table = RecipientsTable(self.model, words.title)
        self.all_button = Button(pgettext("members", "All"), "small", clicked=lambda: self._tick(lambda one: True))
        self.rest_button = Button(words.rest, "small", clicked=lambda: self._tick(lambda one: one.told is None))
        self.mail_button = Button(_("With e-mail"), "small", clicked=lambda: self._tick(_has_mail))
        self.none_button = Button(pgettext("members", "Nobody"), "small", clicked=lambda: self._tick(lambda one: False))
        self.channel = Choice([(one, channel_word(one)) for one in Channel], name=_("Told by"))
        self.mark_button = Button("", clicked=self._mark)
        writes(self.mark_button)
        ticks = row(
            Label(_("Tick:"), 13, 500, "text2"), self.all_button, self.rest_button, self.mail_button, self.none_button,
            None, margins=(16, 0, 16, 4),
        )  # fmt: skip
        self.add(ticks, row(self.table, margins=(8, 0, 8, 0)))
        self.set_footer(self._make_foot())
        self.table.all_requested.connect(self.all_button.click)
        self.model.dataChanged.connect(self._on_ticks)
        self._on_ticks()

    def _make_foot(self) -> QHBoxLayout:
        self.chosen_label = Label("", 13, 500, "text2")
        return row(self.chosen_label, None, Label(_("by"), 13, 500, "text2"), self.channel, self.mark_button)

    def show_sheet(self, sheet: CallSheet) -> None:
        """Show whom to tell as things stand; ticks are kept until there is something else to tell of."""
        kept = {one.member_id for one in self.model.ticked}
        told = {one.member_id for one in sheet.recipients if one.told is not None}
        news = (sheet.meeting_id, sheet.what, sheet.sequence)
        wanted = kept - told if news == self._ticked_for else {one.member_id for one in sheet.not_told}
        self._ticked_for = news
        self.model.set_rows(sheet.recipients)
        self.model.tick(wanted)
        count, whole = sheet.told, len(sheet.recipients)
        words = self._words.count.format(n=texts.number(count), all=texts.number(whole))
        self.count_badge.show_as(words, "ok" if whole and count == whole else "neutral", "users")
        self._on_ticks()

    def set_marking(self, *, possible: bool) -> None:
        """Let those ticked be marked as told, or not yet."""
        self._possible = possible
        self._on_ticks()

    @property
    def ticked(self) -> list[Recipient]:
        """Those ticked."""
        return self.model.ticked

    def _tick(self, wanted: Callable[[Recipient], bool]) -> None:
        self.model.tick({one.member_id for one in self.model.rows if wanted(one)})
        self._on_ticks()

    def _on_ticks(self, *_where: object) -> None:
        count = len(self.model.ticked)
        words = ngettext("{n} ticked", "{n} ticked", count).format(n=texts.number(count))
        self.chosen_label.setText(words)
        self.mark_button.setText(self._words.verb(count))
        self.mark_button.setEnabled(bool(count) and self._possible)
        self.ticks_changed.emit()

    def _mark(self) -> None:
        self.told_requested.emit([one.member_id for one in self.model.ticked], self.channel.value())


class ToldLog(Card):
    """What was told so far, newest first; an entry made by mistake can be taken back."""

    forget_requested = Signal(object)
    """Please take these entries (list of keys) out of the log."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.forget_button = Button(_("Take entry back"), "small", clicked=self._forget)
        super().__init__(_("Log"), extra=self.forget_button, margins=(0, 12, 0, 0), spacing=4, parent=parent)
        if (head := self.body.itemAt(0)) is not None and (layout := head.layout()) is not None:
            layout.setContentsMargins(16, 0, 16, 0)
        columns = (
            Column[Told](lambda: _("When"), lambda told: texts.date_and_time_short(told.told_at.astimezone())),
            Column[Told](lambda: _("Who"), lambda told: told.member or told.person),
            Column[Told](
                lambda: _("What and how"), lambda told: f"{what_word(told.what)}, {channel_word(told.channel)}"
            ),
        )
        self.model = RowsModel(columns, key=attrgetter("id"), parent=self)
        self.table = RowsTable(self.model, name=_("Log of who was told"), row_height=28)
        self.table.set_widths(184, 0, 176)
        self.table.horizontalHeader().hide()
        self.table.setFixedHeight(theme.px(28 * 4))
        self.table.selected.connect(lambda told: self.forget_button.setEnabled(told is not None))
        self.forget_button.setEnabled(False)
        self.empty = Label(_("Nobody has been told yet."), 14, 400, "text2")
        self.empty.setContentsMargins(16, 0, 16, 12)
        self.add(row(self.table, margins=(8, 0, 8, 8)), self.empty)

    def show_log(self, log: tuple[Told, ...]) -> None:
        """Show the entries."""
        self.model.set_rows(log)
        self.table.setVisible(bool(log))
        self.forget_button.setVisible(bool(log))
        self.empty.setVisible(not log)

    def _forget(self) -> None:
        told = self.table.current_row()
        if told is not None:
            self.forget_requested.emit([told.id])


def what_word(what: What) -> str:
    """Return what somebody was told of: "the call"."""
    words = {
        What.CALL: _("the call"),
        What.CHANGE: _("the change"),
        What.CANCELLATION: _("the cancellation"),
        What.MINUTES: _("the minutes"),
    }
    return words[what]


def _has_mail(one: Recipient) -> bool:
    return mail_address(one.email) is not None


def _spoken(one: Recipient) -> str:
    told = _("told {when}").format(when=told_words(one.told)) if one.told else _("not told yet")
    return f"{one.name}, {reach_words(one)}, {told}"


def _tip(one: Recipient) -> str:
    lines = [one.name]
    for contact in one.contacts:
        lines.append("  ".join(filter(None, (contact.name, contact.email, contact.phone))))
    return "\n".join(lines)
