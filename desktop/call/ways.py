"""The ways a call goes out, a card each: paper, mail, calendar, phone message."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from desktop import texts, theme
from desktop.exchange.mail_out import MESSAGE_LIMIT, Addressee, unusable_words
from desktop.texts import _
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import IconLabel, Label
from desktop.widgets.layouts import column, row
from desktop.widgets.messages import InlineMessage
from desktop.widgets.saving import show_folder


class WayCard(Card):
    """One way: its icon, its name, one line about it, its buttons, and what came of it."""

    def __init__(self, icon: str, title: str, line: str, *buttons: Button, parent: QWidget | None = None) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=8, parent=parent)
        self.setAccessibleName(title)
        self.line = Label(line, 13, 400, "text2", wrap=True)
        self.buttons = buttons
        self.message = InlineMessage()
        head = row(
            IconLabel(icon, "accent_text", 20), column(Label(title, 14, 600), self.line, spacing=0), spacing=12
        )  # fmt: skip
        head.setStretch(1, 1)
        for button in buttons:
            head.addWidget(button)
        self.add(head, self.message)

    def set_possible(self, *, possible: bool) -> None:
        """Let its buttons be used, or not yet."""
        for button in self.buttons:
            button.setEnabled(possible)

    def say_saved(self, path: Path) -> None:
        """Say where a file was saved."""
        words = _("Saved as {name} in {folder}.").format(name=path.name, folder=path.parent)
        self.message.say(words, "ok", _("Open folder"), lambda: show_folder(path))


class MailCard(WayCard):
    """The mail as a draft, to the members ticked."""

    def __init__(self, save: Callable[[], object], parent: QWidget | None = None) -> None:
        self.save_button = Button(_("Save draft…"), "small", clicked=save)
        super().__init__("envelope", _("E-mail draft"), "", self.save_button, parent=parent)
        self.show_box = QCheckBox(_("Members see each other’s addresses"))
        self.body.insertWidget(1, self.show_box)

    def set_counts(self, addressed: int, ticked: int, unusable: Sequence[Addressee], *, cancelled: bool) -> None:
        """Say how many of those ticked can be written to, what goes with the mail, and which addresses are none."""
        line = _("To {n} of the {ticked} ticked; agenda and calendar file attached.")
        if cancelled:
            line = _("To {n} of the {ticked} ticked; the cancellation for calendars attached.")
        counted = line.format(n=texts.number(addressed), ticked=texts.number(ticked))
        self.line.setText(" ".join(filter(None, (counted, unusable_words(unusable)))))


class MessageCard(WayCard):
    """The text for a phone message, to copy."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.copy_button = Button(_("Copy"), "small", "copy", clicked=self._copy)
        super().__init__("chat-text", _("Text for a phone message"), "", self.copy_button, parent=parent)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text for a phone message"))
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.insertWidget(1, self.text)

    def set_text(self, words: str) -> None:
        """Show the text."""
        if words != self.text.toPlainText():
            self.text.setPlainText(words)
            self._fit()
        self.line.setText(
            _("{n} of {most} characters").format(n=texts.number(len(words)), most=texts.number(MESSAGE_LIMIT))
        )

    def _fit(self) -> None:
        """Be as high as the text, so that all of it is in sight."""
        lines = max(3, round(self.text.document().size().height()))
        self.text.setFixedHeight(lines * self.text.fontMetrics().lineSpacing() + theme.px(22))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copied.emit()
