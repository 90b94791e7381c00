"""Dialogs at the turns of the minutes: finishing, circulating, correcting, and lines taken out."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from db.changes import Changes
from db.duties.finishing import FinishSheet
from db.errors.minutes import Dependent
from db.meetings.calls import CallSheet, send_minutes
from db.meetings.running import FinishGap
from db.minutes.minutes import CorrectionRow, Removed, circulate_minutes
from db.vocabulary import Channel
from desktop import texts, theme
from desktop.minutes import words
from desktop.minutes.result_dialogs import settle
from desktop.naming.meetings import item_title
from desktop.texts import _, ngettext
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import Choice, DateField, FormRows
from desktop.widgets.labels import IconLabel, Label, plain_tip
from desktop.widgets.layouts import column, row
from desktop.widgets.recipients import channel_word
from desktop.widgets.turn_done import DoneLines

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
    """Noting that the minutes went out, to whom and how, and until when members may comment."""

    def __init__(
        self,
        today: dt.date,
        comment_days: int,
        sheet: CallSheet,
        *,
        read_date: Callable[[str], dt.date | None],
        parent: QWidget | None = None,
    ) -> None:
        lead = _("Ronda notes the day and who got them. Print or export the minutes to send them.")
        super().__init__(_("Circulate the minutes"), parent, width=440, lead=lead)
        self.sent = DateField(name=_("Sent out on"), read=read_date, value=today)
        self.comments = DateField(
            name=_("Comments until"), read=read_date, value=today + dt.timedelta(days=comment_days)
        )
        rows = FormRows()
        rows.add(_("Sent out on"), self.sent)
        rows.add(_("Comments until"), self.comments, hint=_("Empty: no limit."))
        self._members = [recipient.member_id for recipient in sheet.not_told]
        count = len(self._members)
        words = ngettext("{n} member got them", "All {n} members got them", count).format(n=texts.number(count))
        self.everybody = QCheckBox(words)
        self.everybody.setChecked(count > 0)
        self.channel = Choice(
            [(channel, texts.as_beginning(channel_word(channel))) for channel in Channel], name=_("How")
        )
        self.everybody.toggled.connect(self.channel.setEnabled)
        if count:
            rows.add(_("Sent to"), self.everybody, hint=_("Take the tick out to mark them one by one under Follow-up."))
            rows.add(_("How"), self.channel)
        self.add(rows)
        self.set_primary(_("Mark as circulated"))

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
