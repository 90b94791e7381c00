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
from desktop.duties.words import turn_when
from desktop.exchange.mail_out import MailText
from desktop.naming.duties import duty_name
from desktop.naming.turns import in_sentence
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
        if not request.email and request.phone:
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
        self.draft_button.setEnabled(bool(request.email))
        self.reach.setText(self._reach(request, channel))
        if self.isVisible():
            self.fit()

    def _reach(self, request: TurnRequest, channel: Channel) -> str:
        if channel is Channel.EMAIL:
            if not request.email:
                return _("{name} has no e-mail address on record. Copy the text, or ask another way.").format(
                    name=request.person
                )
            return _("To {email}  ·  {subject}").format(email=request.email, subject=request.mail.subject)
        if not request.phone and channel in (Channel.MESSAGE, Channel.PHONE):
            return _("{name} has no phone number on record.").format(name=request.person)
        if channel is Channel.MESSAGE:
            return _("To {phone}. Copy the text into a message.").format(phone=request.phone)
        if channel is Channel.PHONE:
            return _("Call {phone}, then note it here.").format(phone=request.phone)
        return _("Ask, then note it here.")

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
