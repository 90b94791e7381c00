"""Who came to a meeting: by habit, falling in the last meetings, unless the plan or the minutes say otherwise."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from db.history import history
from db.meetings.attendance import add_attendee
from db.meetings.attendance_list import SeatMark, record_list
from db.vocabulary import AttendanceStatus, Seat
from desktop.sample.agendas import Written
from desktop.sample.desk import Desk
from desktop.sample.plan import chance
from desktop.sample.sitting import Sitting

_FALLING = {35: 0.97, 36: 0.94, 37: 0.88, 38: 0.82, 39: 0.74, 40: 0.66}
"""How much of their habit is left in the last meetings of the plenary."""

_APOLOGISES = 0.55
_SENDS_DEPUTY = 0.15

Present = dict[str, dt.time | None]
"""The members present, each with the time it left (none: stayed)."""


def write_attendance(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, written: Written) -> Present:
    """Mark the seats, observers and guests; return the members present, each with the time it left (none: stayed)."""
    facts = desk.plan.attendance.get(sitting.text.number, {}) if sitting.plenary else {}
    present: Present = {}
    marks: list[SeatMark] = []
    for key in sitting.seats(desk.plan):
        status = _status(desk, sitting, written, facts, key)
        if status is AttendanceStatus.PRESENT:
            present[key] = facts.get("left", {}).get(key)
            marks.append(_present(desk, sitting, facts, key))
        elif status is AttendanceStatus.APOLOGIES:
            marks.append(SeatMark(desk.members[key], status))
    with history.step(desk.session, "record_attendance"):
        record_list(desk.session, meeting_id, marks)
        _write_others(desk, meeting_id, sitting, facts)
    return present


def check_times(desk: Desk, sitting: Sitting, end: dt.time) -> None:
    """Refuse a plan by which somebody comes or leaves while the meeting does not run.

    Raises:
        ValueError: Saying which meeting, who, and when.
    """
    facts = desk.plan.attendance.get(sitting.text.number, {}) if sitting.plenary else {}
    for key, at in (*facts.get("late", {}).items(), *facts.get("left", {}).items()):
        if not sitting.start <= at <= end:
            message = f"meeting {sitting.text.number} ends at {end}: {key} comes or leaves at {at}"
            raise ValueError(message)


def _status(
    desk: Desk, sitting: Sitting, written: Written, facts: Mapping[str, Any], key: str
) -> AttendanceStatus:  # fmt: skip
    luck = chance(sitting.text.group, sitting.text.number, key)
    if key in facts.get("away", ()):
        return AttendanceStatus.ABSENT
    if key in facts.get("sorry", ()):
        return AttendanceStatus.APOLOGIES
    if "only" in facts:
        comes = key in facts["only"]
    else:
        falling = _FALLING.get(sitting.text.number, 1.0) if sitting.plenary else 1.0
        habit = desk.plan.members[key]["habit"] / 100 * falling
        comes = luck < habit or _must_come(desk, sitting, written, facts, key)
    if comes:
        return AttendanceStatus.PRESENT
    sorry = chance("apologies", sitting.text.group, sitting.text.number, key) < _APOLOGISES
    return AttendanceStatus.APOLOGIES if sorry else AttendanceStatus.ABSENT


def _must_come(desk: Desk, sitting: Sitting, written: Written, facts: Mapping[str, Any], key: str) -> bool:
    """Return whether the minutes would be wrong without this member: it chairs, brings an item, or is named in them."""
    brings = any(item.by == key and not item.left_over for _key, item in written)
    named = key in (*facts.get("here", ()), *facts.get("late", {}), *facts.get("left", {}))
    speaker = desk.content.members[key].get("primary", desk.content.members[key]["name"])
    return key in (sitting.chair, sitting.taker, *sitting.on_duty) or brings or named or speaker in sitting.text.words


def _present(desk: Desk, sitting: Sitting, facts: Mapping[str, Any], key: str) -> SeatMark:
    speaker = desk.content.members[key].get("primary", "")
    replaceable = key in desk.alternate and key not in (sitting.chair, sitting.taker, *sitting.on_duty)
    replaceable = replaceable and speaker not in sitting.text.words
    deputy = replaceable and chance("deputy", sitting.text.number, key) < _SENDS_DEPUTY
    return SeatMark(
        desk.members[key],
        AttendanceStatus.PRESENT,
        person_id=desk.alternate[key] if deputy else desk.primary[key],
        arrived_at=facts.get("late", {}).get(key),
        left_at=facts.get("left", {}).get(key),
    )


def _write_others(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, facts: Mapping[str, Any]) -> None:
    for key in facts.get("observers", ()):
        add_attendee(
            desk.session, meeting_id, seat=Seat.OBSERVER, member_id=desk.members[key], person_id=desk.primary[key]
        )
    guest = desk.content.guests.get(str(sitting.text.number)) if sitting.plenary else None
    if guest is not None:
        add_attendee(desk.session, meeting_id, name=guest["name"], organisation=guest["organisation"])
