"""What is marked, ticked or answered with a reason, and keeps itself: how people do it, and what then stands on record.

Where it is ticked in sight, it stays so while the disk refuses.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from db.handover.desk import keys
from db.meetings.attendance import attendance, record_attendance
from db.meetings.cycle import reinstate_meeting
from db.meetings.meetings import meeting
from db.members.people import people
from db.minutes.actions import actions, reopen_action
from db.vocabulary import ActionState, AttendanceStatus, MeetingStatus, Seat
from desktop.followup.tab import DateDialog
from desktop.meetings.cancel_dialog import CancelDialog
from desktop.widgets.reason_dialog import ReasonDialog
from tests.db.meeting_kit import Kit
from tests.faults.typed_fields import INDIVIDUAL, WORDS, Desk, member_form, page, tab

ROUND = (AttendanceStatus.PRESENT, AttendanceStatus.APOLOGIES, AttendanceStatus.ABSENT)
CONSENT = (True, False, None)


@dataclass(frozen=True)
class Mark:
    """Something done with few keys. `make_ready` is done while there is room, `read` returns what stands on record."""

    do: Callable[[Desk, QtBot, int], None]
    read: Callable[[Session, Kit], object]
    wanted: Callable[[int], object] = lambda turn: f"{WORDS} {turn}"
    shown: Callable[[Desk], object] | None = None
    """What is to be seen of it, on record or not; nothing where it is seen once it is there."""
    make_ready: Callable[[Desk], None] = lambda _desk: None


def _seats(desk: Desk) -> Any:
    from desktop.minutes.attendance_dialog import AttendanceDialog

    make = lambda: AttendanceDialog(desk.operations, desk.clock, desk.kit.meeting, desk.window)  # noqa: E731
    dialog = desk.dialog("seats", make)
    dialog.table.select_key((Seat.MEMBER, desk.kit.members[0]))
    return dialog


def _mark_seat(desk: Desk, qtbot: QtBot, _turn: int) -> None:
    qtbot.keyClick(_seats(desk).search, Qt.Key.Key_Space)


def _seat(session: Session, kit: Kit) -> Any:
    return next(seat for seat in attendance(session, kit.meeting).seats if seat.member_id == kit.members[0])


def _seat_shown(desk: Desk) -> Any:
    dialog = _seats(desk)
    dialog.reload()
    desk.operations.wait()
    return _seats(desk).current()


def _somebody_here(desk: Desk) -> None:
    here = AttendanceStatus.PRESENT
    desk.operations.write(record_attendance, desk.kit.meeting, desk.kit.members[0], status=here)
    desk.operations.wait()
    _seats(desk)


def _type_arrival(desk: Desk, qtbot: QtBot, turn: int) -> None:
    field = _seats(desk).arrived
    field.selectAll()
    qtbot.keyClicks(field, f"10:{10 + turn}")
    qtbot.keyClick(field, Qt.Key.Key_Return)


def _consent(desk: Desk, qtbot: QtBot, _turn: int) -> None:
    qtbot.keyClick(member_form(desk, INDIVIDUAL).consent.phone, Qt.Key.Key_Space)


def _share(session: Session, kit: Kit) -> bool | None:
    return next(row.share_phone for row in people(session) if row.id == kit.people[INDIVIDUAL])


def _keys_page(desk: Desk) -> Any:
    shown = page(desk, "handover")
    shown.refresh(None)
    desk.operations.wait()
    return shown


def _tick_key(desk: Desk, qtbot: QtBot, _turn: int) -> None:
    qtbot.keyClick(_keys_page(desk).keys.boxes[0], Qt.Key.Key_Space)


def _action(desk: Desk) -> Any:
    shown = tab(desk, "follow_up")
    shown.actions_card.table.selectRow(0)
    return shown


def _reopen(desk: Desk) -> None:
    (row,) = desk.read(actions, meeting=desk.kit.meeting)
    if row.state is not ActionState.OPEN:
        desk.operations.write(reopen_action, row.id)
        desk.operations.wait()
    _action(desk)


def _close_action(desk: Desk, qtbot: QtBot, _turn: int) -> None:
    qtbot.keyClick(_action(desk).actions_card.table, Qt.Key.Key_Return)


def _drop_action(desk: Desk, qtbot: QtBot, turn: int) -> None:
    shown = _action(desk)
    shown.actions_card.drop_button.click()
    _answer(qtbot, shown, ReasonDialog, turn)


def _move_action(desk: Desk, qtbot: QtBot, turn: int) -> None:
    shown = _action(desk)
    shown.actions_card.date_button.click()
    dialog = _asked(shown, DateDialog)
    dialog.field.line.selectAll()
    qtbot.keyClicks(dialog.field.line, f"{1 + turn} Dec 2026")
    dialog.primary.click()


def _reinstate(desk: Desk) -> None:
    if desk.read(meeting, desk.kit.meeting).row.status is MeetingStatus.CANCELLED:
        desk.operations.write(reinstate_meeting, desk.kit.meeting)
        desk.operations.wait()


def _cancel_in_list(desk: Desk, qtbot: QtBot, turn: int) -> None:
    shown = page(desk, "meetings")
    shown.show_list()
    desk.operations.wait()
    shown.list.table.select_key(desk.kit.meeting)
    shown.list.cancel_button.click()
    _answer(qtbot, shown, CancelDialog, turn)


def _cancel_in_call(desk: Desk, qtbot: QtBot, turn: int) -> None:
    shown = tab(desk, "call")
    shown._cancel()
    _answer(qtbot, shown, ReasonDialog, turn)


def _asked(shown: QWidget, kind: type) -> Any:
    return next(one for one in shown.findChildren(kind) if one.isVisible())


def _answer(qtbot: QtBot, shown: QWidget, kind: type, turn: int) -> None:
    dialog = _asked(shown, kind)
    qtbot.keyClicks(dialog.findChild(QLineEdit), f"{WORDS} {turn}")
    dialog.primary.click()


def _reason(session: Session, kit: Kit) -> str:
    return meeting(session, kit.meeting).cancelled_reason


MARKS: dict[str, Mark] = {
    "who is here": Mark(
        _mark_seat, lambda session, kit: _seat(session, kit).status, lambda turn: ROUND[turn % 3],
        lambda desk: _seat_shown(desk).status,
    ),
    "when somebody came": Mark(
        _type_arrival, lambda session, kit: _seat(session, kit).arrived_at, lambda turn: dt.time(10, 10 + turn),
        lambda desk: _seat_shown(desk).arrived_at, make_ready=_somebody_here,
    ),
    "consent to be listed": Mark(
        _consent, _share,
        lambda turn: CONSENT[turn % 3], lambda desk: member_form(desk, INDIVIDUAL).consent.phone.value(),
    ),
    "a key passed on": Mark(
        _tick_key, lambda session, _kit: keys(session)[0].passed_in is not None, lambda turn: turn % 2 == 0,
        lambda desk: _keys_page(desk).keys.boxes[0].isChecked(),
    ),
    "an action done": Mark(
        _close_action, lambda session, kit: actions(session, meeting=kit.meeting)[0].state,
        lambda _turn: ActionState.DONE, make_ready=_reopen,
    ),
    "why an action is dropped": Mark(
        _drop_action, lambda session, kit: actions(session, meeting=kit.meeting)[0].dropped_reason, make_ready=_reopen,
    ),
    "another day for an action": Mark(
        _move_action, lambda session, kit: actions(session, meeting=kit.meeting)[0].due_date,
        lambda turn: dt.date(2026, 12, 1 + turn), make_ready=_reopen,
    ),
    "why a meeting is cancelled": Mark(_cancel_in_list, _reason, make_ready=_reinstate),
    "why a called meeting is cancelled": Mark(_cancel_in_call, _reason, make_ready=_reinstate),
}  # fmt: skip
