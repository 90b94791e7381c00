"""The card in the middle: what the item is, the editor of its minutes, and the keys that mark lines."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from db.meetings.agenda import ItemRow
from db.meetings.papers import PaperRow
from db.vocabulary import ItemPurpose
from desktop import theme
from desktop.key_names import key_names
from desktop.minutes.editor import MinutesEditor
from desktop.naming.meetings import brought_by, item_title, paper_name, purpose_word
from desktop.texts import _, pgettext
from desktop.widgets.badges import Badge, Key, KeyHint, KeyHints
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import IconLabel, Label, hline
from desktop.widgets.layouts import clear, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import EmptyState, InlineMessage

_PURPOSES = {
    ItemPurpose.DECIDE: ("accent", "seal-check"),
    ItemPurpose.DISCUSS: ("soft", "chats-circle"),
    ItemPurpose.INFORM: ("outline", "info"),
}
_MOST_PAPERS = 3
_MOST_LETTERS = 28
_FULL_WIDTH = 500
"""Pixels of this card at 100 % text from which titles of papers get so many letters."""
"""Of the titles of all papers named beside an item: its line is as wide as the editor at 1366 pixels."""


class WritingCard(Card):
    """One item being written."""

    paper_requested = Signal(object)
    """The `PaperRow` to open."""
    done_chosen = Signal(bool)
    """The person says that the item was dealt with, or not."""
    approve_requested = Signal()
    """Please approve the minutes this item asks about."""
    agenda_requested = Signal()
    """Please show the agenda: there is no item to write about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(1, 1, 1, 1), spacing=0, parent=parent)
        self.setAccessibleName(_("Minutes of this item"))
        self.number = Label("", 18, 600, "text3")
        self.title = Label("", 18, 600, elide=True)
        self.badge = Badge("")
        self.brought_by = Label("", 13, 400, "text2", elide=True)
        self.brought_by.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._shown_papers: Sequence[PaperRow] = ()
        self._letters_shown = _MOST_LETTERS
        self._papers = QHBoxLayout()
        self._papers.setSpacing(4)
        self.done_box = QCheckBox(_("Dealt with"))
        self.done_box.clicked.connect(self.done_chosen)
        self.approve_button = Button(_("Approve these minutes"), "small", "check", clicked=self.approve_requested.emit)
        self.notice = InlineMessage()
        self.editor = MinutesEditor()
        writes(self.editor, self.done_box, self.approve_button)
        self.editor.installEventFilter(self)
        self.body.addLayout(self._head())
        self.body.addWidget(hline())
        self.body.addWidget(self.notice)
        self.empty = EmptyState(
            _("This meeting has no agenda yet. Put items on it, then write here."), _("Go to the agenda"),
            icon="list-numbers", clicked=self.agenda_requested.emit,
        )  # fmt: skip
        self._stack = QStackedLayout()
        self.body.addLayout(self._stack, 1)  # before its first part, which would be shown as a window of its own
        self._stack.addWidget(self.editor)
        self._stack.addWidget(self.empty)
        self.body.addWidget(self._key_strip())

    def _head(self) -> QVBoxLayout:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.number)
        first.addWidget(self.title, 1)
        first.addWidget(self.done_box)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.badge)
        second.addWidget(self.brought_by)
        second.addLayout(self._papers)
        second.addStretch(1)
        second.addWidget(self.approve_button)
        head = QVBoxLayout()
        head.setContentsMargins(16, 11, 16, 9)
        head.setSpacing(6)
        head.addLayout(first)
        head.addLayout(second)
        return head

    def _key_strip(self) -> QFrame:
        self.keys = QFrame()
        self.keys.setObjectName("sunken")
        self.keys.setFixedHeight(theme.px(40))
        line = QHBoxLayout(self.keys)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(5)
        marks = (
            KeyHint("d:", pgettext("key", "decision")),
            KeyHint("a:", pgettext("key", "action")),
            KeyHint("p:", pgettext("key", "point")),
            KeyHint("@", pgettext("key", "owner")),
            KeyHint(">", pgettext("key", "due date")),
        )
        line.addWidget(KeyHints(marks, spacing=8), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        step = (Key(cap) for cap in key_names("Ctrl ↓"))
        line.addLayout(row(*step, Label(pgettext("key", "next item"), 13, 400, "text2"), spacing=5))
        return self.keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_tone("focus" if event.type() == QEvent.Type.FocusIn else "")
        return super().eventFilter(watched, event)

    def show_item(self, item: ItemRow | None, papers: Sequence[PaperRow], *, fixed: bool, begun: bool) -> None:
        """Show what the item is; its text is the editor's own affair.

        What asks about minutes is dealt with by their approval, once the meeting has `begun`; it has no tick to set.
        """
        self._stack.setCurrentWidget(self.empty if item is None else self.editor)
        self.keys.setVisible(item is not None and not fixed)
        self.number.setText(str(item.number) if item and item.number else "")
        self.number.setVisible(bool(self.number.text()))
        self.title.setText(item_title(item) if item else "")
        self.badge.setVisible(item is not None and item.purpose is not None)
        if item is not None and item.purpose is not None:
            kind, icon = _PURPOSES[item.purpose]
            self.badge.show_as(purpose_word(item.purpose), kind, icon)
        self.brought_by.setText(brought_by(item) if item else "")
        self.brought_by.setVisible(bool(item and item.brought_by))
        self._show_papers(papers)
        approving = item is not None and item.about is not None
        self.done_box.setVisible(item is not None and not approving and not fixed)
        self.done_box.setChecked(item is not None and item.done)
        self.approve_button.setVisible(approving and not fixed and item is not None and not item.done and begun)
        self.editor.setReadOnly(fixed or item is None)

    def show_original(self, text: str, name: str) -> None:
        """Show minutes brought in from the past, to the letter."""
        self._stack.setCurrentWidget(self.editor)
        self.keys.hide()
        for part in (self.number, self.badge, self.done_box, self.approve_button):
            part.hide()
        self.title.setText(_("The minutes as they were written"))
        self.brought_by.setText(name)
        self.brought_by.setVisible(bool(name))
        self._show_papers(())
        self.editor.setReadOnly(True)
        if self.editor.text() != text:
            self.editor.set_text(text)
            self.editor.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._letters() != self._letters_shown:
            self._show_papers(self._shown_papers)

    def _letters(self) -> int:
        """Return how many letters the titles of the papers have for themselves, all together."""
        return min(_MOST_LETTERS, int(_MOST_LETTERS * self.width() / theme.px(_FULL_WIDTH)))

    def _show_papers(self, papers: Sequence[PaperRow]) -> None:
        self._shown_papers = papers
        self._letters_shown = self._letters()
        clear(self._papers)
        if not papers:
            return
        self._papers.addWidget(Label("·", 13, 400, "text3"))
        self._papers.addWidget(IconLabel("paperclip", "accent_text", 16, meaning=_("Papers")))
        most = self._letters_shown // min(len(papers), _MOST_PAPERS)
        for paper in papers[:_MOST_PAPERS]:
            name = paper_name(paper)
            title = name if len(name) <= most else f"{name[: most - 1]}…"
            link = Button(f"{paper.label} {title}", "link", tip=name)
            link.setAccessibleName(f"{paper.label} {name}")
            link.clicked.connect(lambda _checked, row=paper: self.paper_requested.emit(row))
            self._papers.addWidget(link, 0, Qt.AlignmentFlag.AlignVCenter)
        if len(papers) > _MOST_PAPERS:
            self._papers.addWidget(Label(_("{count} more").format(count=len(papers) - _MOST_PAPERS), 13, 400, "text2"))
