"""The Call tab: what is missing, the ways the call goes out, whom to tell, and who was told."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.alliance import alliance
from db.changes import Changes
from db.errors import KnownError
from db.meetings import calls
from db.meetings.agenda import agenda
from db.meetings.calls import CallSheet
from db.meetings.cycle import call_meeting, cancel_meeting
from db.meetings.meetings import MeetingDetail, change_meeting, meeting
from db.vocabulary import Channel, MeetingStatus, MissingFact, What
from db.when import parse_when
from desktop import sending, texts
from desktop.call.standing import StandingCard
from desktop.call.ways import MailCard, MessageCard, WayCard
from desktop.clock import Clock
from desktop.exchange.invitation import answer_day
from desktop.exchange.mail_out import Addressee
from desktop.exchange.reachable import mail_address
from desktop.kept_writes import waits
from desktop.naming.meetings import meeting_name
from desktop.operations import Operations
from desktop.sending import Outgoing
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.fields import DateField, FormRows
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import ScrollArea, column
from desktop.widgets.looking import writes
from desktop.widgets.mail_draft import save_draft
from desktop.widgets.meeting_tab import MeetingTab, OpenMeeting, PrintMeeting
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.reason_dialog import ReasonDialog
from desktop.widgets.recipients import CardWords, RecipientsCard, ToldLog
from desktop.widgets.saving import ask_where, write_file

KINDS = frozenset(
    {"meeting", "agenda_item", "call_log", "member", "membership", "representative", "person", "group_membership",
     "working_group", "paper", "alliance"}
)  # fmt: skip
_BEFORE = (MeetingStatus.PREPARING, MeetingStatus.CALLED)


@dataclass(frozen=True, slots=True)
class CallState:
    """Everything this tab shows."""

    detail: MeetingDetail
    sheet: CallSheet
    agenda_changed: bool
    without_purpose: uuid.UUID | None
    """The first item that has no purpose."""
    language: str


def call_state(session: Session, meeting_id: uuid.UUID) -> CallState:
    """Return how things stand with the call of a meeting."""
    items = agenda(session, meeting_id)
    return CallState(
        meeting(session, meeting_id),
        calls.call_sheet(session, meeting_id),
        calls.agenda_changed_after_call(session, meeting_id),
        next((item.id for item in items if item.number and item.purpose is None), None),
        alliance(session).language,
    )


class CallTab(MeetingTab):
    """See this module's own text."""

    kinds = KINDS

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._state: CallState | None = None
        self._preparing = True
        self.print_button = Button(_("Print agenda"), icon="printer", clicked=self.print_out)
        self.call_button = Button(_("Call the meeting"), "primary", "megaphone", clicked=self._call)
        writes(self.call_button)
        self.standing = StandingCard()
        self.paper_card = WayCard(
            "file-pdf", _("Agenda on paper"), _("Print it, or save it as PDF."),
            Button(_("Print or save…"), "small", clicked=self.print_out),
        )  # fmt: skip
        self.mail_card = MailCard(self._save_mail)
        self.calendar_card = WayCard(
            "calendar-plus", _("Calendar file"), _("For any calendar. If the date changes, a new file corrects it."),
            Button(_("Save file…"), "small", clicked=self._save_calendar),
        )  # fmt: skip
        self.message_card = MessageCard()
        self.whom = RecipientsCard(
            CardWords(_("Whom to tell"), _("Told"), _("Not told yet"), _("{n} of {all} told"), _mark_verb)
        )
        self.log = ToldLog()
        self.answer_field = DateField(name=_("Answers by"), read=self._read_date)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._form = FormRows()
        self._form.add(_("Answers by"), self.answer_field)
        self.standing.add(self._form)
        ways = (self.paper_card, self.mail_card, self.calendar_card, self.message_card)
        self.left = ScrollArea(column(self.standing, *ways, None, spacing=12), bar_room=12)
        right = column(self.whom, self.log, spacing=16)
        right.setStretch(0, 1)
        whom = QWidget()
        whom.setLayout(right)
        lanes = (Lane(self.left, 400, 400, share=5), Lane(whom, 440, 440, share=6, height=480))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))
        # Who comes here with the keyboard begins at what is to be done, not at what ends the meeting.
        self.setTabOrder(self.message_card.copy_button, self.standing.cancel_button)

    def _connect(self) -> None:
        self.standing.open_requested.connect(self._open)
        self.standing.announce_requested.connect(self._announce)
        self.standing.cancel_button.clicked.connect(self._cancel)
        self.whom.told_requested.connect(self._mark)
        self.whom.ticks_changed.connect(self._on_ticks)
        self.log.forget_requested.connect(self._forget)
        self.answer_field.changed.connect(self._on_answer_day)
        self.message_card.copied.connect(lambda: self.said.emit(_("Copied. Paste it into a message.")))

    # What the frame asks

    def header_actions(self) -> Sequence[QWidget]:
        return (self.print_button, self.call_button) if self._preparing else (self.print_button,)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("Space", _("tick a member")),
            KeyHint("Ctrl A", _("tick all")),
            KeyHint("F6", _("next panel")),
            KeyHint("Ctrl P", _("print")),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.left, self.whom, self.log)

    def print_out(self) -> bool:
        self.print_requested.emit(PrintMeeting(self.meeting_id, "agenda"))
        return True

    def forget(self) -> None:
        self._state = None
        self.answer_field.set_value(None)
        for card in (self.mail_card, self.calendar_card):
            card.message.say("")

    def refresh(self, changes: Changes | None) -> None:
        self.operations.read(call_state, self.meeting_id, done=self._show, key=(id(self), "state"))

    # Showing

    def _show(self, state: CallState) -> None:
        if state.detail.row.id != self.meeting_id:
            return
        before, self._state = self._state, state
        if before is None or (not waits(self.answer_field) and self._asks_otherwise(before, state)):
            self.answer_field.set_value(self._standing(_answers_by(state.detail, self._clock)))
        status = state.detail.row.status
        preparing = status is MeetingStatus.PREPARING
        cancelled = state.sheet.what is What.CANCELLATION and bool(state.sheet.recipients)
        telling = cancelled or (status in _BEFORE and state.sheet.ready)
        self.standing.show_state(state.detail, state.sheet, agenda_changed=state.agenda_changed)
        self._form.setVisible(status in _BEFORE)
        self.whom.show_sheet(state.sheet)
        self.whom.set_marking(possible=telling)
        self.log.show_log(state.sheet.log)
        for card in (self.mail_card, self.calendar_card, self.message_card):
            card.set_possible(possible=telling)
        self.call_button.setEnabled(state.sheet.ready)
        self.count_changed.emit(len(state.sheet.not_told) or None if telling and not preparing else None)
        if preparing != self._preparing:
            self._preparing = preparing
            self.header_changed.emit()
        self._on_ticks()
        self._read_message()

    def _standing(self, recorded: dt.date | None) -> dt.date | None:
        """Return the day to answer by once what waits for the disk is written."""
        waiting = self.operations.kept_writes.waiting(change_meeting, self.meeting_id)
        day: dt.date | None = waiting.get("answers_by", recorded)
        return day

    def _asks_otherwise(self, before: CallState, state: CallState) -> bool:
        """Return whether the day to answer by was changed elsewhere, or undone; a field just emptied stays so."""
        asked = state.detail.answers_by
        return before.detail.answers_by != asked and (asked is not None or self.answer_field.value() is not None)

    def _on_ticks(self) -> None:
        ticked = self.whom.ticked
        cancelled = self._state is not None and self._state.sheet.what is What.CANCELLATION
        with_address = [Addressee(one.addressee, one.email) for one in ticked if one.email]
        unusable = [one for one in with_address if mail_address(one.email) is None]
        addressed = len(with_address) - len(unusable)
        self.mail_card.set_counts(addressed, len(ticked), unusable, cancelled=cancelled)

    def _read_message(self) -> None:
        if self._state is not None:
            self.operations.read(
                sending.call_message, self.meeting_id, answer_by=self.answer_field.value(),
                done=self.message_card.set_text, key=(id(self), "message"),
            )  # fmt: skip

    def _read_date(self, words: str) -> dt.date | None:
        return parse_when(words, today=self._clock.today(), language=texts.language())

    # Doing

    def _on_answer_day(self, day: dt.date | None) -> None:
        self._read_message()
        if self._state is None or not self.answer_field.readable():
            return
        if day != self._standing(self._state.detail.answers_by):
            self.operations.keep(
                change_meeting, self.meeting_id, fields=(self.answer_field,), answers_by=day, failed=self._refuse
            )

    def _answer_by(self) -> dt.date | None:
        self.answer_field.settle()
        return self.answer_field.value()

    def _open(self, fact: MissingFact) -> None:
        item = self._state.without_purpose if self._state else None
        on_agenda = fact in (MissingFact.ITEMS, MissingFact.ITEM_PURPOSE)
        self.open_requested.emit(
            OpenMeeting(self.meeting_id, "agenda", item) if on_agenda else OpenMeeting(self.meeting_id, "papers")
        )

    def _call(self) -> None:
        self.operations.write(
            call_meeting, self.meeting_id, on=self._clock.today(), failed=self._refuse,
            done=lambda _changes: self.said_with_undo.emit(_("The meeting is called. Now tell the members.")),
        )  # fmt: skip

    def _mark(self, member_ids: list[uuid.UUID], channel: Channel) -> None:
        words = ngettext("{n} member is marked as told.", "{n} members are marked as told.", len(member_ids))
        self.operations.write(
            calls.record_told, self.meeting_id, member_ids, channel=channel, at=self._clock.now(),
            answers_by=self._answer_by(), failed=self._refuse,
            done=lambda _changes: self.said_with_undo.emit(words.format(n=texts.number(len(member_ids)))),
        )  # fmt: skip

    def _forget(self, told_ids: list[uuid.UUID]) -> None:
        self.operations.write(
            calls.forget_told, told_ids, failed=self._refuse,
            done=lambda _changes: self.said_with_undo.emit(_("The entry was taken back.")),
        )  # fmt: skip

    def _announce(self) -> None:
        self.operations.write(
            calls.announce_change, self.meeting_id, failed=self._refuse,
            done=lambda _changes: self.said_with_undo.emit(_("Everybody is to be told of the change.")),
        )  # fmt: skip

    def _cancel(self) -> None:
        if self._state is None:
            return
        dialog = ReasonDialog(
            _("Cancel {meeting}").format(meeting=meeting_name(self._state.detail.row)), _("Why is it cancelled?"),
            _("Cancel meeting"), self, kind="danger", lead=_("Everyone who was called must then be told."),
        )  # fmt: skip
        dialog.set_close(_("Keep it"))
        dialog.accepted.connect(lambda: self._on_cancel(dialog.reason()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_cancel(self, reason: str) -> None:
        self.operations.keep(
            cancel_meeting, self.meeting_id, reason=reason, failed=self._refuse,
            done=lambda _changes: self.said_with_undo.emit(_("The meeting is cancelled. Now tell the members.")),
        )  # fmt: skip

    def _save_mail(self) -> None:
        self.operations.read(
            sending.call_draft, self.meeting_id, member_ids={one.member_id for one in self.whom.ticked},
            now=self._clock.now(), answer_by=self._answer_by(),
            show_addresses=self.mail_card.show_box.isChecked(),
            done=self._keep_mail, failed=partial(self._refuse_at, self.mail_card),
        )  # fmt: skip

    def _save_calendar(self) -> None:
        self.operations.read(
            sending.call_calendar, self.meeting_id, now=self._clock.now(), answer_by=self._answer_by(),
            done=self._keep_calendar, failed=self._refuse,
        )  # fmt: skip

    def _keep_mail(self, made: Outgoing) -> None:
        save_draft(
            self, self.operations, made, self.mail_card.message,
            then=_("Open it, read it once more and send it; then mark who was told."),
            failed=partial(self._refuse_at, self.mail_card),
        )  # fmt: skip

    def _keep_calendar(self, made: Outgoing) -> None:
        path = ask_where(self, _("Save"), made.name, _("Calendar file (*.ics)"))
        if path is not None:
            refuse = partial(self._refuse_at, self.calendar_card)
            self.operations.job(write_file, path, made.data, done=self.calendar_card.say_saved, failed=refuse)

    def _refuse_at(self, card: WayCard, error: KnownError) -> None:
        card.message.say(sentence(error), "danger")

    def _refuse(self, error: KnownError) -> None:
        self.standing.say(sentence(error))


def _answers_by(detail: MeetingDetail, clock: Clock) -> dt.date | None:
    return answer_day(detail.row.date, detail.answers_by, today=clock.today())


def _mark_verb(count: int) -> str:
    return ngettext("Mark {n} as told", "Mark {n} as told", count).format(n=texts.number(count))
