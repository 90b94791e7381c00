"""Dialogs at the turns of the minutes: finishing, circulating, correcting, and lines taken out."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.finishing import FinishSheet
from db.errors import KnownError
from db.errors.minutes import Dependent
from db.meetings.calls import CallSheet, send_minutes
from db.meetings.running import FinishGap
from db.minutes.minutes import CorrectionRow, Removed, circulate_minutes
from db.vocabulary import Channel
from desktop import texts, theme
from desktop.clock import Clock
from desktop.exchange.reachable import mail_address
from desktop.minutes import words
from desktop.minutes.result_dialogs import settle
from desktop.naming.meetings import item_title
from desktop.operations import Operations
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.labels import IconLabel, Label, plain_tip
from desktop.widgets.layouts import column, row
from desktop.widgets.mail_draft import save_draft
from desktop.widgets.messages import InlineMessage
from desktop.widgets.recipients import channel_word
from desktop.widgets.turn_done import DoneLines

if TYPE_CHECKING:
    from desktop.sending import Outgoing

_MOST_NAMES = 4


class FinishDialog(Dialog):
    """The short list of what is missing, and who really did each turn, before the meeting is finished."""

    def __init__(self, sheet: FinishSheet, today: dt.date, parent: QWidget | None = None) -> None:
        lead = _("The clock stops and the minutes are yours to write up. You can still change them afterwards.")
        turns, gaps = bool(sheet.done.turns), sheet.gaps
        scrolls = turns or sum(len(gap.items) for gap in gaps) > _MOST_NAMES
        super().__init__(_("Finish the meeting?"), parent, width=680 if turns else 480, scrolls=scrolls, lead=lead)
        self.scrolling_height = 560
        self.boxes: dict[uuid.UUID, QCheckBox] = {}
        """The items that are left over unless they are ticked."""
        self.lines = DoneLines(sheet.done, today)
        if turns:
            self.add(Label(_("Who really did it?"), 14, 600), self.lines)
        if gaps:
            self.add(Label(_("Still missing"), 14, 600))
        for gap in gaps:
            self.add(_gap_lines(gap))
            self._offer_items(gap)
        if not gaps:
            self.add(row(IconLabel("check-circle-fill", "ok", 18), Label(_("Nothing is missing.")), None))
        self.lines.changed.connect(lambda: self.say(""))
        self.set_primary(_("Finish meeting"))
        self.set_close(_("Back to the meeting"))

    def _offer_items(self, gap: FinishGap) -> None:
        """Let what is left over be ticked: who sits in the room knows what needs no more time.

        What asks for an approval is only listed: without it the next meeting is asked again.
        """
        asking = [Label(item_title(item), elide=True) for item in gap.items if item.about is not None]
        boxes = {item.id: _box(item_title(item)) for item in gap.items if item.about is None}
        self.boxes |= boxes
        if asking:
            words_of_it = _(
                "Was it approved here? Go back and press “Approve these minutes” at it; else it is asked again."
            )
            asking.append(Label(words_of_it, 13, 400, "text2", wrap=True))
        hint = [Label(_("Tick what was dealt with all the same."), 13, 400, "text2")] if boxes else []
        if gap.items:
            self.add(column(*asking, *hint, *boxes.values(), spacing=4, margins=(24, 0, 0, 0)))

    def dealt_with(self) -> list[uuid.UUID]:
        """Return the items that were ticked: they do not come back."""
        return [key for key, box in self.boxes.items() if box.isChecked()]

    def accept(self) -> None:
        """Close, unless a name is nobody's."""
        if problem := self.lines.problem():
            self.say(problem)
        else:
            super().accept()


def _box(title: str) -> QCheckBox:
    box = QCheckBox()
    shown = box.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, theme.px(380))
    box.setText(shown.replace("&", "&&"))
    box.setAccessibleName(title)
    box.setToolTip(plain_tip(title) if shown != title else "")
    return box


def _gap_lines(gap: FinishGap) -> QVBoxLayout:
    said = Label(words.gap(gap), wrap=True)
    said.setMinimumWidth(theme.px(390))
    lines = column(row(IconLabel("warning-fill", "warn_line", 16), said, None), spacing=2)
    names = words.gap_names(gap)
    left_out = len(names) - _MOST_NAMES
    if left_out > 0:
        names = [*names[:_MOST_NAMES], _("{count} more").format(count=texts.number(left_out))]
    for name in names:
        detail = Label(name, 13, 400, "text2", elide=True)
        detail.setContentsMargins(24, 0, 0, 0)
        lines.addWidget(detail)
    return lines


class CirculateDialog(Dialog):
    """Sending the minutes: the e-mail draft first, then noting when they went out, to whom and how.

    Nobody is noted as having them until somebody says so: Ronda sends nothing by itself.
    """

    def __init__(
        self,
        operations: Operations,
        clock: Clock,
        comment_days: int,
        sheet: CallSheet,
        *,
        read_date: Callable[[str], dt.date | None],
        parent: QWidget | None = None,
    ) -> None:
        lead = _("Send them first, by e-mail or on paper. Then note here when they went out and who got them.")
        super().__init__(_("Circulate the minutes"), parent, width=520, lead=lead)
        self._operations = operations
        self._clock = clock
        self._meeting_id = sheet.meeting_id
        self._members = [recipient.member_id for recipient in sheet.not_told]
        today, count = clock.today(), len(self._members)
        addressed = sum(mail_address(recipient.email) is not None for recipient in sheet.not_told)
        self.comments = DateField(
            name=_("Comments until"), read=read_date, value=today + dt.timedelta(days=comment_days)
        )
        self.draft_button = Button(_("Save e-mail draft…"), icon="envelope", clicked=self._make_draft)
        self.draft_button.setEnabled(addressed > 0)
        self.saved = InlineMessage()
        self.sent = DateField(name=_("Sent out on"), read=read_date, value=today)
        words = ngettext("{n} member got them", "All {n} members got them", count).format(n=texts.number(count))
        self.everybody = QCheckBox(words)
        self.channel = Choice(
            [(channel, texts.as_beginning(channel_word(channel))) for channel in Channel], name=_("How")
        )
        self.channel.setEnabled(False)
        self.everybody.toggled.connect(self.channel.setEnabled)
        rows = FormRows()
        rows.add(_("Comments until"), self.comments, hint=_("Empty: no limit."))
        if count:
            rows.add(_("E-mail"), self._draft_part(_reach(addressed, count)))
        rows.add(_("Sent out on"), self.sent)
        if count:
            rows.add(_("Sent to"), self.everybody, hint=_("Without the tick, mark them one by one under Follow-up."))
            rows.add(_("How"), self.channel)
        self._rows = rows
        self.add(rows, self.saved)
        self.set_primary(_("Mark as circulated"))

    def fit(self) -> None:
        """Be as high as the contents ask for; by its width alone, Qt has a form with hints ask for too little."""
        self._rows.setMinimumHeight(self._rows.minimumSizeHint().height())
        super().fit()

    def _draft_part(self, reach: str) -> QWidget:
        """Return the button that saves the draft, and whom that reaches."""
        self.draft_button.setAccessibleDescription(reach)
        part = QWidget()
        said = Label(reach, 13, 400, "text3", wrap=True)
        part.setLayout(column(row(self.draft_button, None), said, spacing=4))
        return part

    def _make_draft(self) -> None:
        """Make the mail to all who have not got the minutes yet, and ask where it goes."""
        from desktop import sending

        settle(self.comments)
        self._operations.read(
            sending.minutes_draft, self._meeting_id, member_ids=self._members, now=self._clock.now(),
            comments_by=self.comments.value(), done=self._save_draft, failed=self._refuse,
        )  # fmt: skip

    def _save_draft(self, made: "Outgoing") -> None:
        self.say("")
        save_draft(
            self, self._operations, made, self.saved, done=self.fit, failed=self._refuse,
            then=_("Open it, read it once more and send it; then mark who got the minutes."),
        )  # fmt: skip

    def _refuse(self, error: KnownError) -> None:
        self.say(sentence(error))

    def chosen(self, meeting_id: uuid.UUID, now: dt.datetime) -> Callable[[Session], Changes]:
        """Return what is to be written: the day, and in the log everybody who got them."""
        sent, until = self.sent.value() or now.date(), self.comments.value()
        if not self.everybody.isChecked():
            return partial(circulate_minutes, meeting_id=meeting_id, on=sent, comments_by=until)
        at = dt.datetime.combine(sent, now.timetz())
        channel = Channel(str(self.channel.value()))
        return partial(
            send_minutes, meeting_id=meeting_id, member_ids=self._members, channel=channel, at=at, comments_by=until
        )

    def accept(self) -> None:
        """Close, unless a day is missing or before the other."""
        for field in (self.sent, self.comments):
            settle(field)
        sent, until = self.sent.value(), self.comments.value()
        if sent is None or not self.comments.readable():
            self.say(_("This is not a date. Write it as 22 Oct 2026."))
        elif until is not None and until < sent:
            self.say(_("Comments would end before the minutes go out. Choose a later day."))
        else:
            super().accept()


def _reach(addressed: int, count: int) -> str:
    """Return to how many a mail would go."""
    if not addressed:
        return _("No address that can be written to is on record: print the minutes, or send them another way.")
    words = _("To {n} of {count}, hidden from each other; the minutes attached.")
    return words.format(n=texts.number(addressed), count=texts.number(count))


class CorrectionDialog(Dialog):
    """Correcting approved minutes openly: the text of one item, and why."""

    def __init__(self, title: str, text: str, earlier: Sequence[CorrectionRow], parent: QWidget | None = None) -> None:
        lead = _("The text before, your name, the time and the reason stay on record.")
        super().__init__(_("Record a correction"), parent, width=640, lead=lead)
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(_("Corrected text of “{title}”").format(title=title))
        self.text.setMinimumHeight(theme.px(200))
        self.text.setTabChangesFocus(True)
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.px(60))
        self.add(Label(title, 14, 600, wrap=True), self.text)
        self.add(Label(_("Why is it corrected?"), 13, 500, "text2"), self.reason)
        if earlier:
            self.add(Label(_("Corrected before"), 13, 600, "text2"))
        for past in earlier:
            said = _("{date}, {who}: {reason}").format(
                date=texts.date_and_time(past.corrected_at.astimezone()),
                who=past.who or _("someone"),
                reason=past.reason,
            )
            self.add(Label(said, 13, 400, "text2", wrap=True))
        self.set_primary(_("Record the correction"))

    def accept(self) -> None:
        """Close, unless the reason is missing."""
        if not self.reason.toPlainText().strip():
            self.say(_("Say in a few words why the minutes are corrected."))
            self.reason.setFocus()
            return
        super().accept()


class RemovedDialog(Dialog):
    """A line went although something rests on its decision or action: keep it in the register, delete it, or put it
    back."""

    def __init__(self, dependents: Sequence[Dependent], parent: QWidget | None = None) -> None:
        super().__init__(_("Something depends on this line"), parent, width=520)
        self.answer: Removed | None = None
        for found in dependents:
            self.add(Label(words.dependent(found), 14, 400, wrap=True))
        self.add(
            Label(
                _("You can keep it in the register without its line, delete it, or put the line back."),
                13, 400, "text2", wrap=True,
            )
        )  # fmt: skip
        self.set_close(_("Put the line back"))
        self.add_button(_("Delete"), self._delete, kind="danger")
        self.set_primary(_("Keep in the register"), self.keep)

    def wait(self) -> None:
        """Wait until it is answered, for whoever leaves the page; at the end of the program it is not."""
        if self.isVisible():
            loop = QEventLoop()
            self.finished.connect(loop.quit)
            loop.exec()

    def keep(self) -> None:
        """Keep in the register what lost its line: nothing is lost that way."""
        self.answer = "keep"
        self.accept()

    def _delete(self) -> None:
        self.answer = "delete"
        self.accept()
