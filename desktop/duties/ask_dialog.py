"""Asking whether somebody takes their turn: a mail as a draft, a message to copy; then noting that, when and how."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.duties.rota import TurnRow
from db.duties.turns import ask_turn
from db.errors import KnownError
from db.vocabulary import Channel
from desktop import theme
from desktop.exchange.mail_out import MailText
from desktop.exchange.reachable import mail_address, may_be_number
from desktop.naming.duties import duty_name
from desktop.naming.turns import in_sentence, turn_when
from desktop.operations import Operations
from desktop.sending import Outgoing, TurnRequest, request_draft, turn_request
from desktop.sentences import sentence
from desktop.texts import _, pgettext
from desktop.widgets.buttons import Button, Segmented
from desktop.widgets.labels import Label
from desktop.widgets.layouts import row
from desktop.widgets.messages import InlineMessage
from desktop.widgets.record_dialogs import RecordDialog
from desktop.widgets.saving import ask_where, write_file

_WRITTEN: Final = (Channel.EMAIL, Channel.MESSAGE)


class AskDialog(RecordDialog):
    """What to write or say to whoever has a turn, and that it was said. Nothing is sent from here."""

    def __init__(
        self, operations: Operations, turn: TurnRow, now: Callable[[], dt.datetime], parent: QWidget | None = None
    ) -> None:
        who = turn.person or turn.member
        of = in_sentence(duty_name(turn.duty))
        lead = f"{turn.member}  ·  {turn_when(turn)}" if turn.person != turn.member else turn_when(turn)
        super().__init__(
            operations, _("Ask {name} about {duty}").format(name=who, duty=of), parent, width=600, lead=lead
        )
        self._turn, self._now = turn, now
        self._request: TurnRequest | None = None
        self._mail: MailText | None = None
        self.how = Segmented(
            [
                (Channel.EMAIL, _("E-mail")),
                (Channel.MESSAGE, _("Phone message")),
                (Channel.PHONE, _("Phone call")),
                (Channel.IN_PERSON, _("In person")),
                (Channel.PAPER, pgettext("how somebody was told", "Paper")),
            ],
            name=_("How to ask"),
        )
        self.how.chosen.connect(lambda _key: self._show_way())
        self.reach = Label("", 14, 400, "text2", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(_("What is written"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.px(208))
        self.draft_button = Button(_("Save draft…"), "normal", "envelope", clicked=self._save_draft)
        self.copy_button = Button(_("Copy"), "normal", "copy", clicked=self._copy)
        self.said_label = InlineMessage()
        buttons = row(self.draft_button, self.copy_button, None)
        self.add(row(self.how, None), self.reach, self.text, buttons, self.said_label)
        self.ask_button = self.set_primary(_("Note as asked"), self._ask)
        operations.read(turn_request, turn.id, done=self._show, failed=self._refuse)
        self._show_way()

    def channel(self) -> Channel:
        """Return how is to be asked."""
        found = self.how.value()
        assert isinstance(found, Channel)
        return found

    def _show(self, request: TurnRequest) -> None:
        self._request, self._mail = request, request.mail
        if mail_address(request.email) is None and may_be_number(request.phone):
            self.how.set_value(Channel.MESSAGE)
        self._show_way()

    def _show_way(self) -> None:
        channel, request = self.channel(), self._request
        written = channel in _WRITTEN
        for part in (self.text, self.copy_button):
            part.setVisible(written)
        self.draft_button.setVisible(channel is Channel.EMAIL)
        self.said_label.say("")
        if request is None:
            return
        words = request.mail.body if channel is Channel.EMAIL else request.message
        self.text.setPlainText(words)
        self.draft_button.setEnabled(mail_address(request.email) is not None)
        self.reach.setText(_reach(request, channel))
        if self.isVisible():
            self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._tell(_("Copied. Paste it into a message."))

    def _save_draft(self) -> None:
        if self._request is None:
            return
        mail = MailText(self._request.mail.subject, self.text.toPlainText())
        made = request_draft(self._request, mail)
        self._keep(made)

    def _keep(self, made: Outgoing) -> None:
        path = ask_where(self, _("Save"), made.name, _("E-mail draft (*.eml)"))
        if path is not None:
            self.operations.job(write_file, path, made.data, done=self._on_written, failed=self._refuse)

    def _on_written(self, path: Path) -> None:
        words = _("Saved as {name} in {folder}. Open it, read it once more and send it.")
        self._tell(
            words.format(name=path.name, folder=path.parent), _("Open draft"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
        )  # fmt: skip

    def _tell(self, words: str, button: str = "", act: Callable[[], object] | None = None) -> None:
        self.said_label.say(words, "ok", button, act)
        if self.isVisible():
            self.fit()

    def _ask(self) -> None:
        self.save(ask_turn, self._turn.id, how=self.channel(), at=self._now())

    def _refuse(self, error: KnownError) -> None:
        self.say(sentence(error))


def _reach(request: TurnRequest, channel: Channel) -> str:
    """Return how whoever has the turn is reached."""
    match channel:
        case Channel.EMAIL:
            return _by_mail(request)
        case Channel.MESSAGE:
            return _by_phone(request, _("To {phone}. Copy the text into a message."))
        case Channel.PHONE:
            return _by_phone(request, _("Call {phone}, then note it here."))
    return _("Ask, then note it here.")


def _by_mail(request: TurnRequest) -> str:
    """Return whom the mail goes to, or why it goes to nobody."""
    if not request.email:
        words = _("{name} has no e-mail address on record. Copy the text, or ask another way.")
    elif mail_address(request.email) is None:
        words = _("“{email}” cannot be an e-mail address. Copy the text, or ask another way.")
    else:
        words = _("To {email}  ·  {subject}")
    return words.format(name=request.person, email=request.email, subject=request.mail.subject)


def _by_phone(request: TurnRequest, words: str) -> str:
    """Return `words` with the number, or why there is none to ring or write to."""
    if not request.phone:
        words = _("{name} has no phone number on record.")
    elif not may_be_number(request.phone):
        words = _("“{phone}” cannot be a phone number.")
    return words.format(name=request.person, phone=request.phone)
