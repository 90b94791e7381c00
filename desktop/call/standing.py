"""Where the call stands: what is missing before it, since when it is out, what changed since, or that it is off."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.meetings.calls import CallSheet
from db.meetings.cycle import Missing
from db.meetings.meetings import MeetingDetail
from db.vocabulary import MeetingStatus, MissingFact, What
from desktop import texts
from desktop.naming.meetings import missing_sentence
from desktop.texts import _, ngettext
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from desktop.widgets.layouts import clear, row
from desktop.widgets.looking import writes
from desktop.widgets.messages import InlineMessage

_OVER = (MeetingStatus.RUNNING, MeetingStatus.WRITING_UP, MeetingStatus.FOLLOWING_UP, MeetingStatus.CLOSED)


class StandingCard(Card):
    """One sentence on how the call stands, and each thing missing with the button that leads to its repair."""

    open_requested = Signal(object)
    """Please go to where this `MissingFact` is put right."""

    announce_requested = Signal()
    """Please have everybody told anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8, parent=parent)
        self.setAccessibleName(_("The call"))
        self.title = Label("", 16, 600, elide=True)
        self.line = Label("", 14, 400, "text2", wrap=True)
        self._missing = QVBoxLayout()
        self._missing.setSpacing(8)
        self.change = InlineMessage(clicked=self.announce_requested.emit)
        self.message = InlineMessage()
        self.cancel_button = Button(_("Cancel meeting…"), "small")
        writes(self.cancel_button)
        head = row(self.title, self.cancel_button)
        head.setStretch(0, 1)
        self.add(head, self.line, self._missing, self.change, self.message)

    def show_state(self, detail: MeetingDetail, sheet: CallSheet, *, agenda_changed: bool) -> None:
        """Show how things stand."""
        status = detail.row.status
        self.message.say("")
        self.title.setText(_title(detail, sheet))
        self.line.setText(_line(detail, sheet))
        self.line.setVisible(bool(self.line.text()))
        clear(self._missing)
        if status in (MeetingStatus.PREPARING, MeetingStatus.CALLED):
            for missing in sheet.missing:
                self._missing.addWidget(self._message(missing))
        called = status is MeetingStatus.CALLED
        verb = _("Tell them") if called and agenda_changed else ""
        self.change.say(_change(sheet, agenda_changed=agenda_changed, called=called), "warn", verb)
        self.cancel_button.setVisible(status in (MeetingStatus.PREPARING, MeetingStatus.CALLED))

    def say(self, words: str) -> None:
        """Say what was refused."""
        self.message.say(words, "danger")

    def _message(self, missing: Missing) -> InlineMessage:
        verbs = {
            MissingFact.PURPOSE: _("Write purpose"),
            MissingFact.ITEMS: _("Add items"),
            MissingFact.ITEM_PURPOSE: _("Open agenda"),
            MissingFact.TIME: _("Set time"),
            MissingFact.PLACE: _("Set place"),
        }
        kind = "warn" if missing.blocking else "info"
        fact = missing.fact
        made = InlineMessage(clicked=lambda: self.open_requested.emit(fact))
        made.say(missing_sentence(missing), "warn" if kind == "warn" else "info", verbs[fact])
        return made


def _title(detail: MeetingDetail, sheet: CallSheet) -> str:
    match detail.row.status:
        case MeetingStatus.PREPARING if sheet.ready:
            return _("Ready to be called")
        case MeetingStatus.PREPARING:
            return _("Not ready to be called")
        case MeetingStatus.CANCELLED:
            return _("Cancelled")
        case _ if detail.called_on:
            return _("Called on {day}").format(day=texts.date_long(detail.called_on))
        case _:
            return _("Held without a call")


def _line(detail: MeetingDetail, sheet: CallSheet) -> str:
    status = detail.row.status
    left = len(sheet.not_told)
    if status is MeetingStatus.CANCELLED:
        return detail.cancelled_reason
    if status in _OVER:
        return _("The meeting has begun; nobody needs to be called any more.")
    if status is MeetingStatus.PREPARING:
        if not sheet.ready:
            return _("Meetings without a purpose or an agenda are not called. This is missing:")
        return _("Purpose and agenda are there. Call it, then tell the members.")
    if not left:
        return _("Everybody was told.")
    return ngettext("{n} has not been told yet.", "{n} have not been told yet.", left).format(n=texts.number(left))


def _change(sheet: CallSheet, *, agenda_changed: bool, called: bool) -> str:
    if not called:
        return ""
    if agenda_changed:
        return _("Agenda or papers changed since members were told.")
    if sheet.what is What.CHANGE and any(one.told_before and one.told is None for one in sheet.recipients):
        return _("The meeting changed after the call: tell the members of the change.")
    return ""
