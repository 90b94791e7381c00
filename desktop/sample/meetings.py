"""Writes the meetings in the order of their days, each as far through the cycle as it has come."""

import datetime as dt
import uuid

from db.history import history
from db.meetings.coming_back import bring_back
from db.meetings.cycle import approve_agenda, call_meeting, cancel_meeting
from db.meetings.meetings import plan_meeting
from db.meetings.officers import Named, set_officers
from db.meetings.proposals import propose_item
from db.vocabulary import ItemPurpose, MeetingRole, What
from desktop.sample.agendas import PLANNED_BEFORE, Written, add_late_items, write_agenda
from desktop.sample.desk import Desk
from desktop.sample.held import hold_meeting
from desktop.sample.rota import ahead, has_rota, plan_on, share_out_turns
from desktop.sample.series import GROUP, add_group_series, add_plenary_series
from desktop.sample.sitting import Sitting, sittings
from desktop.sample.telling import tell

_CALLED_BEFORE = dt.timedelta(days=14)


def write_meetings(desk: Desk) -> None:
    """Write all meetings, the one after the next, and the proposals that wait."""
    everyone = sittings(desk.plan, desk.content)
    plenaries = {sitting.text.number: sitting for sitting in everyone if sitting.plenary}
    for proposed in everyone:
        sitting = proposed
        day = min(sitting.day - PLANNED_BEFORE, desk.plan.today)
        desk.date_steps(day)
        if has_rota(desk, sitting):
            for number in range(sitting.text.number, sitting.text.number + ahead(desk, sitting) + 1):
                if number in plenaries and number not in desk.plenary:
                    _put_down(desk, plenaries[number])
            sitting = share_out_turns(desk, sitting, day)
        meeting_id, written = _plan(desk, sitting)
        _go_on(desk, sitting, meeting_id, written)
    desk.date_steps(desk.plan.today)
    add_plenary_series(desk)
    plan_on(desk)
    _propose(desk)


def _put_down(desk: Desk, sitting: Sitting, series_id: uuid.UUID | None = None) -> uuid.UUID:
    """Put a meeting into the calendar."""
    text = sitting.text
    meeting_id, _changes = plan_meeting(
        desk.session,
        date=sitting.day,
        group_id=desk.groups.get(text.group),
        start_time=sitting.start,
        planned_minutes=sitting.minutes,
        place=sitting.place,
        title=text.title,
        purpose=text.why,
        series_id=series_id,
    )
    if sitting.plenary:
        desk.plenary[text.number] = meeting_id
    return meeting_id


def _plan(desk: Desk, sitting: Sitting) -> tuple[uuid.UUID, Written]:
    text = sitting.text
    again = text.group == GROUP and sitting.day > desk.plan.today
    series_id = add_group_series(desk, sitting.day) if again else None
    with history.step(desk.session, "plan_meeting"):
        if sitting.plenary and text.number in desk.plenary:
            meeting_id = desk.plenary[text.number]
            bring_back(desk.session, meeting_id)
        else:
            meeting_id = _put_down(desk, sitting, series_id)
            for role, key in ((MeetingRole.CHAIR, sitting.chair), (MeetingRole.MINUTES, sitting.taker)):
                set_officers(desk.session, meeting_id, role, [Named(desk.members[key], desk.primary[key])])
        written = write_agenda(desk, meeting_id, text, sitting.day)
    return meeting_id, written


def _go_on(desk: Desk, sitting: Sitting, meeting_id: uuid.UUID, written: Written) -> None:
    called_on = sitting.day - _CALLED_BEFORE
    if called_on > desk.plan.today:
        return
    desk.date_steps(called_on)
    with history.step(desk.session, "call_meeting"):
        approve_agenda(desk.session, meeting_id, on=called_on - dt.timedelta(days=1))
        call_meeting(desk.session, meeting_id, on=called_on)
        tell(desk, meeting_id, sitting, called_on, What.CALL)
    if sitting.text.cancelled:
        desk.date_steps(sitting.day - dt.timedelta(days=1))
        cancel_meeting(desk.session, meeting_id, reason=sitting.text.cancelled)
    elif sitting.day < desk.plan.today:
        desk.date_steps(sitting.day, sitting.start)
        hold_meeting(desk, meeting_id, sitting, add_late_items(desk, meeting_id, sitting.text, written))


def _propose(desk: Desk) -> None:
    for facts in desk.content.proposals:
        day = desk.plan.today - dt.timedelta(weeks=facts["weeks_before"])
        desk.date_steps(day)
        propose_item(
            desk.session,
            title=facts["title"],
            proposed_on=day,
            group_id=desk.groups.get(facts.get("group", "")),
            purpose=ItemPurpose(facts["purpose"]) if "purpose" in facts else None,
            planned_minutes=facts["minutes"],
            brought_by=desk.brought_by(facts["by"]),
            note=facts.get("note", ""),
        )
