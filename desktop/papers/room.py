"""The print room: every document as a picture of its first page, with what it stands for and what it lacks."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from db.changes import Changes
from db.folding import fold
from desktop import texts, theme
from desktop.clock import Clock
from desktop.naming.documents import OCCASIONS
from desktop.operations import Operations
from desktop.papers.card import PICTURE, DocumentCard
from desktop.papers.mending import mend_target, mend_word
from desktop.papers.pictures import Pictures, Shown
from desktop.reports.catalogue import Document, Standing, standings
from desktop.reports.documents import DOCUMENTS
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from desktop.widgets.layouts import ScrollArea, column
from desktop.widgets.room_requests import PrintDocument

_GAP: Final = 16
_WORDS_WIDTH: Final = 130
"""The least room for the words of a card, at 100 % text."""
_AROUND_PICTURE: Final = 16 + 16 + 12
_SETTLE_MS: Final = 60
_PAGES_OF_CARDS: Final = 2
_AT_A_TIME: Final = 8
"""So many documents out of sight are looked at in one go: whoever leaves the page waits no longer for it."""


class _Body(QWidget):
    """As narrow as one card may be: cards that stand side by side go below each other before anything is cut."""

    def minimumSizeHint(self) -> QSize:
        return QSize(least_width(), super().minimumSizeHint().height())


def least_width() -> int:
    """Return how narrow a card may be."""
    return PICTURE.width() + _AROUND_PICTURE + theme.px(_WORDS_WIDTH)


class PrintRoom(QWidget):
    """Arrows go from card to card, a letter to the next document it begins; Enter or Ctrl+P opens the preview."""

    print_requested = Signal(object)
    """Please print this `PrintDocument`."""
    open_requested = Signal(object)
    header_changed = Signal()

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        *,
        documents: Sequence[Document] = DOCUMENTS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._clock = clock
        self._documents = documents
        self._day = clock.today()
        self._lines: list[list[DocumentCard]] = []
        self._columns = 0
        self._unread: set[str] = set()
        """Keys of the documents of which it is not known how they stand now."""
        self._reading = False
        self.pictures = Pictures(operations, self)
        self.pictures.made.connect(self._on_made)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._go_on)
        self.print_button = Button(_("Print…"), "primary", "printer", clicked=self.print_out)
        self._body = _Body()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(3, 16, 3, 16)  # the outline of the card with the keyboard is drawn whole
        self._grid.setSpacing(_GAP)
        self._headings = {key: Label(word(), 16, 600, parent=self._body) for key, word in OCCASIONS.items()}
        self.cards = [self._card(one) for one in documents]
        self._current = self.cards[0]
        self._current.choose(chosen=True)
        self.area = ScrollArea(self._body, bar_room=12)
        self.area.setAccessibleName(_("Documents"))
        self.area.verticalScrollBar().valueChanged.connect(lambda _top: self._settle.start())
        self.setLayout(column(self.area, margins=(21, 0, 12, 0)))
        theme.follow(self._arrange)

    def _card(self, document: Document) -> DocumentCard:
        card = DocumentCard(document, mend_word, self._body)
        card.opened.connect(partial(self._print, card))
        card.mend_requested.connect(partial(self._mend, card))
        card.arrow_pressed.connect(self._on_arrow)
        card.typed.connect(self._jump)
        card.reached.connect(partial(self._on_reached, card))
        return card

    # What the page asks

    def fact(self) -> str:
        """Return how many documents there are, and how many lack something."""
        lacking = sum(1 for card in self.cards if card.standing is not None and card.standing.missing)
        count = len(self.cards)
        words = ngettext("{n} document", "{n} documents", count).format(n=texts.number(count))
        if not lacking:
            return words
        more = ngettext("{n} lacks something", "{n} lack something", lacking).format(n=texts.number(lacking))
        return f"{words}, {more}"

    def verbs(self) -> Sequence[QWidget]:
        """Return the header's buttons, made once."""
        return (self.print_button,)

    def key_hints(self) -> Sequence[KeyHint]:
        """Return the keys that matter here."""
        return (
            KeyHint("Enter", _("look at it")),
            KeyHint("Ctrl P", _("print")),
            KeyHint("↑ ↓ ← →", _("next document")),
            KeyHint("A–Z", _("by its first letter")),
        )

    def panels(self) -> Sequence[QWidget]:
        """Return what F6 goes round."""
        return (self._current,)

    def print_out(self) -> bool:
        """Open the preview of the document that is chosen; False where there is nothing to print."""
        return self._print(self._current)

    def refresh(self, changes: Changes | None) -> None:
        """Look again at the documents whose records changed; they are drawn anew when they are in sight."""
        day = self._clock.today()
        anew = changes is None or day != self._day
        changed = {one.key for one in self._documents if anew or (changes is not None and one.kinds & changes.kinds)}
        self.pictures.forget(changed.__contains__)
        self._day = day
        self._unread |= changed
        self._read_next()

    def read_beforehand(self) -> bool:
        """Have it found out how a few more documents stand; return whether there were such."""
        if self._reading or not self._unread:
            return False
        self._read_next()
        return True

    def _read_next(self) -> None:
        """Have it found out how documents stand, first of those in sight."""
        unread = [card for card in self.cards if card.document.key in self._unread]
        seen = [card for card in unread if self._in_sight(card)] if self.isVisible() else []
        cards = seen or unread[:_AT_A_TIME]
        if cards:
            self._reading = True
            self._operations.read(
                standings, [card.document for card in cards], today=self._day, done=self._show,
                key=("print room", id(self)),
            )  # fmt: skip

    # What is shown

    def _show(self, found: dict[str, Standing]) -> None:
        self._reading = False
        self._unread -= found.keys()
        for card in self.cards:
            if card.document.key in found:
                card.show_standing(found[card.document.key])
                shown = self._shown(card)
                card.show_picture(self.pictures.of(shown) or self.pictures.last(shown.key))
        self._mark_print_button()
        if not self._unread:
            self.header_changed.emit()
        if self.isVisible():
            self._settle.start()

    def _shown(self, card: DocumentCard) -> Shown:
        standing, key = card.standing or Standing(), card.document.key
        scale = self.devicePixelRatioF()
        box = (round(PICTURE.width() * scale), round(PICTURE.height() * scale))
        return Shown(key, standing.ref, standing.item, standing.about, self._day, box)

    def _go_on(self) -> None:
        """Once what is in sight is painted and stands still: read how other documents stand; then draw."""
        if not self._unread:
            self._draw_next()
        elif not self._reading:  # nor again before something changed, where that could not be read
            self._read_next()

    def _draw_next(self) -> None:
        """Have the first card in sight that lacks its picture drawn; `_on_made` goes on with the next."""
        if self._unread or not self.isVisible() or self.pictures.busy:
            return
        for card in self.cards:
            standing = card.standing
            if standing is None or standing.make is None or not self._in_sight(card):
                continue
            shown = self._shown(card)
            if self.pictures.of(shown) is None:
                self.pictures.ask(shown, standing)
                return

    def _in_sight(self, card: DocumentCard) -> bool:
        top = self.area.verticalScrollBar().value()
        return card.y() < top + self.area.viewport().height() and card.y() + card.height() > top

    def _on_made(self, key: str) -> None:
        card = next(one for one in self.cards if one.document.key == key)
        card.show_picture(self.pictures.last(key))
        QTimer.singleShot(0, self, self._draw_next)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._settle.stop()
        self.pictures.stop()
        super().hideEvent(event)

    # Where cards stand

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._settle.start()

    def _arrange(self) -> None:
        """Put as many cards side by side as there is room for."""
        columns = max(1, (self.width() - 21 - 24 - 6 + _GAP) // (least_width() + _GAP))
        if columns == self._columns:
            return
        for at in range(max(columns, self._columns)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self._columns = columns
        while self._grid.takeAt(0) is not None:
            pass
        self._lines = []
        line = 0
        for occasion, cards in groupby(self.cards, key=lambda card: card.document.occasion):
            self._grid.addWidget(self._headings[occasion], line, 0, 1, columns)
            together = list(cards)
            for start in range(0, len(together), columns):
                line += 1
                self._lines.append(together[start : start + columns])
                for at, card in enumerate(self._lines[-1]):
                    self._grid.addWidget(card, line, at)
            line += 1
        self._body.updateGeometry()

    # The keyboard

    def choose(self, key: str) -> None:
        """Give the keyboard to the card of a document, and bring it into sight."""
        self._go(next(card for card in self.cards if card.document.key == key))

    def _go(self, card: DocumentCard) -> None:
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        heading = self._headings[card.document.occasion]
        if card.y() - heading.y() < card.height():  # the first line below it
            self.area.ensureWidgetVisible(heading, 0, _GAP)
        self.area.ensureWidgetVisible(card, 0, _GAP)

    def _on_reached(self, card: DocumentCard) -> None:
        if card is not self._current:
            self._current.choose(chosen=False)
            self._current = card
            card.choose(chosen=True)
            self._mark_print_button()

    def _mark_print_button(self) -> None:
        standing = self._current.standing
        self.print_button.setEnabled(standing is not None and standing.make is not None)
        self.print_button.setAccessibleDescription(self._current.text())

    def _on_arrow(self, key: int) -> None:
        at = self.cards.index(self._current)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at += 1 if key == Qt.Key.Key_Right else -1
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            at = 0 if key == Qt.Key.Key_Home else len(self.cards) - 1
        else:
            at = self.cards.index(self._above_or_below(key))
        self._go(self.cards[max(0, min(at, len(self.cards) - 1))])

    def _above_or_below(self, key: int) -> DocumentCard:
        number = next(number for number, line in enumerate(self._lines) if self._current in line)
        place = self._lines[number].index(self._current)
        far = _PAGES_OF_CARDS if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) else 1
        number += far if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -far
        line = self._lines[max(0, min(number, len(self._lines) - 1))]
        return line[min(place, len(line) - 1)]

    def _jump(self, letter: str) -> None:
        """Go to the next document whose name begins with a letter."""
        at = self.cards.index(self._current)
        for card in (*self.cards[at + 1 :], *self.cards[:at]):
            if fold(card.text()).startswith(fold(letter)):
                self._go(card)
                return

    # What a card asks

    def _print(self, card: DocumentCard) -> bool:
        standing = card.standing
        if standing is None or standing.make is None:
            return False
        self.print_requested.emit(PrintDocument(card.document.key, card.text(), standing))
        return True

    def _mend(self, card: DocumentCard) -> None:
        if card.standing is not None:
            self.open_requested.emit(mend_target(card.standing))
