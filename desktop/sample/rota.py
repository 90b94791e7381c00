"""Writes the rota of the general meetings: from the second year on the rule shares turns out, and life goes otherwise.

What happens stands in the plan by the number of a meeting: who swaps, who declines, who shares a turn, what nobody did.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from db.duties.absences import report_absence
from db.duties.closing import Doer, close_meeting_turns
from db.duties.keeping import Listed, change_duty, duties, exempt, pool_of, set_pool
from db.duties.planning import plan_ahead, publish_plan
from db.duties.rota import TurnRow, meeting_turns, rota
from db.duties.standard import ROLE_OF
from db.duties.swapping import swap_partners, swap_turns
from db.duties.turns import accept_turn, ask_turn, candidates, decline_turn
from db.meetings.officers import Named, set_officers
from db.vocabulary import Channel, DutyBody, PoolRule, TurnState
from desktop.sample.desk import Desk
from desktop.sample.presence import Present
from desktop.sample.sitting import Sitting

AHEAD = 2
"""How many meetings after the next are in the calendar, once plans are published."""

_ANSWERED_AFTER = dt.timedelta(days=2)
_A_DAY = dt.timedelta(days=1)
_ASKED_AT = dt.time(9, 30)


def write_duties(desk: Desk) -> None:
    """Write what the duties are, since when they count, and who need not do one."""
    facts = desk.plan.duties
    desk.date_steps(facts["since"])
    for of in duties(desk.session):
        first_beside = of.key == facts["beside_first"]
        change_duty(desk.session, of.id, body=DutyBody.PLENARY, from_date=facts["since"], beside_first=first_beside)
    own = {of.key: of.id for of in duties(desk.session)}
    for key, names in facts["exempt"].items():
        for name in names:
            exempt(desk.session, own[key], member_id=desk.members[name], reason=desk.content.duties["exempt"])
    for key, (first, end) in facts["away"].items():
        desk.date_steps(first)
        note = desk.content.duties["away"]
        report_absence(desk.session, member_id=desk.members[key], from_date=first, to_date=end, note=note, today=first)


def has_rota(desk: Desk, sitting: Sitting) -> bool:
    """Return whether a meeting's turns are shared out by the rule."""
    return sitting.plenary and sitting.day >= desk.plan.duties["since"]


def ahead(desk: Desk, sitting: Sitting) -> int:
    """Return how many meetings after this one are planned with it; in the first year of the rota none."""
    return AHEAD if sitting.text.number >= desk.plan.duties["published_from"] else 0


def share_out_turns(desk: Desk, sitting: Sitting, day: dt.date) -> Sitting:
    """Plan and publish the turns ahead, and ask for those of a meeting; return it with those who have them."""
    session, meeting_id = desk.session, desk.plenary[sitting.text.number]
    _list_co_chairs(desk, sitting.day)
    for key in desk.plan.attendance.get(sitting.text.number, {}).get("sorry", ()):
        report_absence(
            session, member_id=desk.members[key], from_date=sitting.day, to_date=sitting.day + _A_DAY, today=day
        )
    if ahead(desk, sitting):
        _publish(desk, day)
        happens = _happens(desk, sitting.text.number)
        for turn in meeting_turns(session, meeting_id):
            if turn.state is TurnState.PLANNED:
                _settle(desk, turn, happens.get(turn.duty.key, "accepted"), day)
    else:
        plan_ahead(session, today=day)
    turns = meeting_turns(session, meeting_id)
    _name_officers(desk, meeting_id, {turn.duty.key: [Doer(_holder(turn), turn.person_id)] for turn in turns})
    keys = {turn.duty.key: _keys(desk)[_holder(turn)] for turn in turns}
    in_room = tuple(keys[turn.duty.key] for turn in turns if turn.duty.in_room)
    return replace(sitting, chair=keys["chairing"], taker=keys["minutes"], on_duty=in_room)


def close_turns(desk: Desk, meeting_id: uuid.UUID, sitting: Sitting, present: Present) -> None:
    """Write who really did the turns of a meeting."""
    if not has_rota(desk, sitting):
        return
    happens = _happens(desk, sitting.text.number)
    done: dict[str, list[Doer]] = {}
    turns = meeting_turns(desk.session, meeting_id)
    for turn in turns:
        done[turn.duty.key] = _doers(desk, turn, happens.get(turn.duty.key, ""), sitting, present)
    _name_officers(desk, meeting_id, done)
    by_id = {turn.duty.id: done[turn.duty.key] for turn in turns}
    close_meeting_turns(desk.session, meeting_id, done=by_id, today=sitting.day)


def plan_on(desk: Desk) -> None:
    """Share out the turns of all meetings to come, as the desk's day finds them: some answered, some not asked yet."""
    today = desk.plan.today
    _publish(desk, today)
    for row in rota(desk.session, today=today, past=0).rows:
        happens = _happens(desk, row.meeting.number if row.meeting else None)
        for turn in row.turns:
            if turn is not None and turn.state is TurnState.PLANNED and turn.duty.key in happens:
                _settle(desk, turn, happens[turn.duty.key], today)


def _settle(desk: Desk, turn: TurnRow, fate: str, day: dt.date) -> None:
    """Ask who has a turn, and write what comes of it."""
    session, words = desk.session, desk.content.duties
    at = dt.datetime.combine(day, _ASKED_AT).astimezone()
    ask_turn(session, turn.id, how=Channel.MESSAGE if fate == "asked" else Channel.EMAIL, at=at)
    if fate == "asked":
        return
    if fate == "declined":
        decline_turn(session, turn.id, today=min(day + _ANSWERED_AFTER, desk.plan.today), note=words["declined"])
        _publish(desk, day)
        ask_turn(session, turn.id, how=Channel.PHONE, at=at + _ANSWERED_AFTER)
    if fate == "swapped":
        partner = swap_partners(session, turn.id, today=day)[0]
        swap_turns(session, turn.id, partner.turn_id, today=day, note=words["swapped"])
    else:
        accept_turn(session, turn.id)


def _doers(desk: Desk, turn: TurnRow, fate: str, sitting: Sitting, present: Present) -> list[Doer]:
    """Return who did a turn: who has it, if they came; else who is furthest behind of those who did."""
    if fate == "missed":
        return []
    keys, holder = _keys(desk), _holder(turn)
    doers = [Doer(holder, turn.person_id)] if not turn.duty.in_room or keys[holder] in present else []
    if not doers or fate == "shared":
        busy = {*sitting.on_duty, *desk.plan.duties["away"]}
        able = [one for one in candidates(desk.session, turn.id, today=sitting.day) if not one.hindered]
        able.sort(key=lambda one: (one.balance, one.member_id))  # not by name, which would differ between languages
        here = (keys[one.member_id] for one in able)
        stand_in = next(key for key in here if key in present and key not in busy)
        doers.append(Doer(desk.members[stand_in], desk.primary[stand_in]))
    return doers


def _publish(desk: Desk, day: dt.date) -> None:
    plan_ahead(desk.session, today=day)
    publish_plan(desk.session, today=day)


def _list_co_chairs(desk: Desk, day: dt.date) -> None:
    """Let the co-chairs of the day chair in turn."""
    chairing = next(of for of in duties(desk.session) if of.key == "chairing")
    listed = [Listed(member_id=desk.members[key]) for key in desk.plan.co_chairs_on(day)]
    if set(pool_of(desk.session, chairing.id)) != set(listed):
        set_pool(desk.session, chairing.id, PoolRule.LISTED, listed)


def _name_officers(desk: Desk, meeting_id: uuid.UUID, done: Mapping[str, Sequence[Doer]]) -> None:
    for key, role in ROLE_OF.items():
        set_officers(desk.session, meeting_id, role, [Named(one.member_id, one.person_id) for one in done[key]])


def _happens(desk: Desk, number: int | None) -> Mapping[str, Any]:
    """Return what becomes of the turns of a meeting, by duty."""
    return desk.plan.duties["happens"].get(str(number), {})  # type: ignore[no-any-return]


def _keys(desk: Desk) -> dict[uuid.UUID, str]:
    return {member_id: key for key, member_id in desk.members.items()}


def _holder(turn: TurnRow) -> uuid.UUID:
    assert turn.member_id is not None
    return turn.member_id
