"""The Follow-up tab: what the meeting agreed and how it stands, and its minutes on their way to the members.

Writing, correcting and approving minutes is on the Minutes tab.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from db.alliance import alliance
from db.changes import Changes
from db.errors import KnownError
from db.meetings.calls import CallSheet, circulation_sheet, send_minutes
from db.meetings.labels import HELD
from db.meetings.meetings import MeetingDetail, MeetingRow, meeting, meeting_labels, next_meeting
from db.minutes.actions import ActionRow, actions, close_action, drop_action, reopen_action, set_due_date
from db.minutes.decisions import DecisionRow, decisions
from db.vocabulary import Channel, MinutesState
from db.when import parse_when
from desktop import sending, texts
from desktop.clock import Clock
from desktop.followup.results import ActionsCard, DecisionsCard
from desktop.naming.meetings import meeting_name
from desktop.operations import Operations
from desktop.sending import Outgoing
from desktop.sentences import sentence
from desktop.texts import _, ngettext
from desktop.widgets.badges import KeyHint
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.dialogs import Dialog
from desktop.widgets.fields import DateField, FormRows
from desktop.widgets.labels import Label
from desktop.widgets.lanes import Lane, Lanes
from desktop.widgets.layouts import column
from desktop.widgets.mail_draft import save_draft
from desktop.widgets.meeting_tab import MeetingTab, OpenMeeting, PrintMeeting
from desktop.widgets.messages import InlineMessage
from desktop.widgets.page import PAGE_MARGINS
from desktop.widgets.reason_dialog import ReasonDialog
from desktop.widgets.recipients import CardWords, RecipientsCard

KINDS = frozenset(
    {"meeting", "action", "decision", "call_log", "member", "person", "representative", "membership",
     "group_membership", "agenda_item", "alliance"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FollowUpState:
    """Everything this tab shows."""

    detail: MeetingDetail
    actions: list[ActionRow]
    decisions: list[DecisionRow]
    sheet: CallSheet
    following: MeetingRow | None
    approved_at: str
    comment_days: int


def follow_up_state(session: Session, meeting_id: uuid.UUID) -> FollowUpState:
    """Return what a meeting agreed, and where its minutes are."""
    detail = meeting(session, meeting_id)
    approving = detail.approved_at_meeting_id
    labels = meeting_labels(session, [approving] if approving else [])
    return FollowUpState(
        detail,
        actions(session, meeting=meeting_id),
        decisions(session, meeting=meeting_id),
        circulation_sheet(session, meeting_id),
        next_meeting(session, detail.row.group_id, detail.row.date),
        meeting_name(labels[approving]) if approving in labels else "",
        alliance(session).comment_days,
    )


class FollowUpTab(MeetingTab):
    """See this module's own text."""

    kinds = KINDS

    def __init__(self, operations: Operations, *, clock: Clock | None = None, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._clock = clock or Clock()
        self._state: FollowUpState | None = None
        self.print_button = Button(_("Print minutes"), icon="printer", clicked=self.print_out)
        self.mail_button = Button(_("Save e-mail draft…"), "primary", "envelope", clicked=self._save_mail)
        self.actions_card = ActionsCard()
        self.decisions_card = DecisionsCard()
        self.standing = Label("", 14, 400, wrap=True)
        self.approval = Label("", 13, 400, "text2", wrap=True)
        self.comments_field = DateField(name=_("Comments until"), read=self._read_date)
        self.message = InlineMessage()
        self.whom = RecipientsCard(
            CardWords(_("Who got the minutes"), _("Sent"), _("Not sent yet"), _("{n} of {all} have them"), _mark_verb)
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._form = FormRows()
        self._form.add(_("Comments until"), self.comments_field)
        self.minutes_card = Card(_("Minutes"))
        self.minutes_card.add(self.standing, self.approval, self._form, self.message)
        left = column(self.actions_card, self.decisions_card, spacing=16)
        left.setStretch(0, 4)
        left.setStretch(1, 3)
        right = column(self.minutes_card, self.whom, spacing=16)
        right.setStretch(1, 1)
        agreed, sent = QWidget(), QWidget()
        agreed.setLayout(left)
        sent.setLayout(right)
        lanes = (Lane(agreed, 440, 440, share=6, height=480), Lane(sent, 400, 400, share=5, height=480))
        self.setLayout(column(Lanes(lanes, margins=PAGE_MARGINS)))

    def _connect(self) -> None:
        card = self.actions_card
        card.done_requested.connect(self._close)
        card.date_requested.connect(self._move)
        card.drop_requested.connect(self._drop)
        card.reopen_requested.connect(self._reopen)
        card.minutes_requested.connect(
            lambda action: self.open_requested.emit(OpenMeeting(self.meeting_id, "minutes", action.item_id))
        )
        self.whom.told_requested.connect(self._mark)

    # What the frame asks

    def header_actions(self) -> Sequence[QWidget]:
        return (self.print_button, self.mail_button)

    def key_hints(self) -> Sequence[KeyHint]:
        return (
            KeyHint("Enter", _("action done"), changes=True),
            KeyHint("Del", _("drop action"), changes=True),
            KeyHint("F6", _("next panel")),
            KeyHint("Ctrl P", _("print")),
        )

    def panels(self) -> Sequence[QWidget]:
        return (self.actions_card, self.decisions_card, self.minutes_card, self.whom)

    def print_out(self) -> bool:
        self.print_requested.emit(PrintMeeting(self.meeting_id, "minutes"))
        return True

    def forget(self) -> None:
        self._state = None
        self.message.say("")

    def refresh(self, changes: Changes | None) -> None:
        self.operations.read(follow_up_state, self.meeting_id, done=self._show, key=(id(self), "state"))

    # Showing

    def _show(self, state: FollowUpState) -> None:
        if state.detail.row.id != self.meeting_id:
            return
        first, self._state = self._state is None, state
        today = self._clock.today()
        held = state.detail.row.status in HELD
        fixed = state.detail.row.minutes_state in (MinutesState.APPROVED, MinutesState.IMPORTED)
        if first:
            usual = today + dt.timedelta(days=state.comment_days) if held and not fixed else None
            self.comments_field.set_value(state.detail.comments_by or usual)
        self.actions_card.show_actions(state.actions, today=today)
        self.decisions_card.show_decisions(state.decisions)
        self.standing.setText(_standing(state, today=today))
        self.approval.setText(_approval(state))
        self.approval.setVisible(bool(self.approval.text()))
        self._form.setVisible(held and state.detail.row.minutes_state is MinutesState.DRAFT)
        self.whom.show_sheet(state.sheet)
        self.whom.set_marking(possible=held)
        self.mail_button.setEnabled(held)
        late = sum(action.overdue(today) for action in state.actions)
        self.count_changed.emit(late or None)

    def _read_date(self, words: str) -> dt.date | None:
        following = self._state.following if self._state else None
        return parse_when(
            words, today=self._clock.today(), language=texts.language(),
            next_meeting=following.date if following else None,
        )  # fmt: skip

    # Doing

    def _write(self, function: Callable[..., Any], *args: Any, said: str, **kwargs: Any) -> None:
        self.operations.keep(
            function, *args, failed=self._refuse, done=lambda _changes: self.said_with_undo.emit(said), **kwargs
        )

    def _close(self, action: ActionRow) -> None:
        said = _("{label} is done.").format(label=action.label)
        self._write(close_action, action.id, on=self._clock.today(), said=said)

    def _reopen(self, action: ActionRow) -> None:
        self._write(reopen_action, action.id, said=_("{label} is open again.").format(label=action.label))

    def _drop(self, action: ActionRow) -> None:
        dialog = ReasonDialog(
            _("Drop {label}").format(label=action.label), _("Why is it dropped?"), _("Drop action"), self,
            lead=action.text,
        )  # fmt: skip
        said = _("{label} is dropped.").format(label=action.label)
        dialog.accepted.connect(
            lambda: self._write(drop_action, action.id, on=self._clock.today(), reason=dialog.reason(), said=said)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _move(self, action: ActionRow) -> None:
        dialog = DateDialog(action, self._read_date, self)
        said = _("The date of {label} is changed.").format(label=action.label)
        dialog.accepted.connect(lambda: self._write(set_due_date, action.id, due_date=dialog.day(), said=said))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _comments_by(self) -> dt.date | None:
        self.comments_field.settle()
        return self.comments_field.value()

    def _mark(self, member_ids: list[uuid.UUID], channel: Channel) -> None:
        words = ngettext("{n} member is marked as having the minutes.", "{n} members are marked as having the minutes.",
                         len(member_ids))  # fmt: skip
        self._write(
            send_minutes, self.meeting_id, member_ids, channel=channel, at=self._clock.now(),
            comments_by=self._comments_by(), said=words.format(n=texts.number(len(member_ids))),
        )  # fmt: skip

    def _save_mail(self) -> None:
        self.operations.read(
            sending.minutes_draft, self.meeting_id, member_ids={one.member_id for one in self.whom.ticked},
            now=self._clock.now(), comments_by=self._comments_by(), done=self._keep, failed=self._refuse,
        )  # fmt: skip

    def _keep(self, made: Outgoing) -> None:
        save_draft(
            self, self.operations, made, self.message, failed=self._refuse,
            then=_("Open it, read it once more and send it; then mark who got the minutes."),
        )  # fmt: skip

    def _refuse(self, error: KnownError) -> None:
        self.message.say(sentence(error), "danger")


class DateDialog(Dialog):
    """Another day for an action; the day before stays in its history."""

    def __init__(self, action: ActionRow, read: Callable[[str], dt.date | None], parent: QWidget) -> None:
        super().__init__(
            _("Change the date of {label}").format(label=action.label), parent, width=440, lead=action.text
        )
        self.field = DateField(name=_("Due"), read=read, value=action.due_date)
        form = FormRows(above=True)
        form.add(_("Due"), self.field, hint=_("Such as: 29 Oct, in two weeks, next meeting."))
        self.add(form)
        self.set_primary(_("Change date"))

    def day(self) -> dt.date | None:
        """Return the day given."""
        return self.field.value()

    def accept(self) -> None:
        """Close, unless no day was given."""
        self.field.settle()
        if self.field.value() is None:
            self.say(_("This is not a date. Write it as 22 Oct 2026."))
            self.field.setFocus()
        else:
            super().accept()


def _standing(state: FollowUpState, *, today: dt.date) -> str:
    detail = state.detail
    if detail.row.status not in HELD:
        return _("There are no minutes yet: the meeting is still to be held.")
    match detail.row.minutes_state:
        case MinutesState.APPROVED:
            return _approved(state)
        case MinutesState.IMPORTED:
            return _("Brought in from older records, kept to the letter.")
        case MinutesState.CIRCULATED if detail.circulated_on:
            words = _("Sent out on {day}.").format(day=texts.date_long(detail.circulated_on))
            return " ".join(filter(None, (words, _comments(detail.comments_by, today=today))))
        case _:
            return _("A draft. Send it to the members, then mark who got it.")


def _approved(state: FollowUpState) -> str:
    if state.detail.approved_on is None:
        return _("Approved.")
    day = texts.date_long(state.detail.approved_on)
    if state.approved_at:
        return _("Approved at {meeting} on {day}.").format(meeting=state.approved_at, day=day)
    return _("Approved on {day}.").format(day=day)


def _comments(until: dt.date | None, *, today: dt.date) -> str:
    if until is None:
        return ""
    words = _("Comments were possible until {day}.") if until < today else _("Comments until {day}.")
    return words.format(day=texts.date_long(until))


def _approval(state: FollowUpState) -> str:
    detail, following = state.detail, state.following
    settled = detail.row.minutes_state in (MinutesState.APPROVED, MinutesState.IMPORTED)
    if settled or detail.row.status not in HELD:
        return ""
    if following is None:
        return _("The next meeting is asked to approve them; it is not planned yet.")
    return _("{meeting} on {day} will be asked to approve them.").format(
        meeting=meeting_name(following), day=texts.date_long(following.date)
    )


def _mark_verb(count: int) -> str:
    return ngettext("Mark {n} as sent", "Mark {n} as sent", count).format(n=texts.number(count))
