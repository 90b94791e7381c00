"""The ledger: what is written when a turn is closed, that it adds up to nothing, and that the past stays."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.closing import (
    Doer,
    close_meeting_turns,
    close_term_turn,
    reopen_turn,
    turns_to_close,
)
from db.duties.keeping import DutyRow, Listed, archive_duty, change_duty, duties, set_pool
from db.duties.ledger import Ledger, ledger
from db.duties.planning import plan_ahead
from db.duties.rota import meeting_turns, member_turns, rota, turn_rows
from db.duties.swapping import swap_partners, swap_turns
from db.duties.turns import ask_turn, change_turn, freeze_turn
from db.errors.duties import TurnClosed
from db.errors.meetings import WrongStage
from db.errors.members import SameTwice
from db.errors.records import NotFound, StillNeeded
from db.history import history
from db.meetings.cycle import cancel_meeting
from db.meetings.officers import Named, set_officers
from db.members.doubles import join_doubles
from db.members.members import add_member, change_member, delete_member
from db.members.memberships import leave, rejoin
from db.schema import LedgerEntry, Member, Turn, TurnCredit
from db.turn_units import TURN
from db.vocabulary import MeetingRole, PoolRule, TurnState
from tests.db.duties.duty_kit import TODAY, Kit, account_entries, as_planned, by_slot, duty_by_key, hold

FIRST = dt.date(2026, 2, 5)
MONTH = dt.timedelta(weeks=4)


def accounts_of(session: Session, key: str = "minutes") -> Ledger:
    found = ledger(session, duty_by_key(session, key).id, today=TODAY)
    assert sum(row.balance for row in found.rows) + found.left == 0
    return found


def balances(session: Session, key: str = "minutes") -> dict[str, float]:
    return {row.member: round(row.balance / TURN, 3) for row in accounts_of(session, key).rows}


def test_a_turn_done_is_shared_among_who_was_here(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    minutes = duty_by_key(session, "minutes")
    whose = by_slot(session)[FIRST, "minutes"].member_id
    assert whose
    here = [whose, *[key for key in kit.members if key != whose][:3]]
    hold(session, kit.meetings[0], here)
    close_meeting_turns(session, kit.meetings[0], done={minutes.id: [Doer(whose)]}, today=FIRST)
    found = balances(session)
    assert found[kit.name(whose)] == 0.75
    assert sorted(found.values()) == [-0.25, -0.25, -0.25, 0, 0, 0.75]
    turn = by_slot(session)[FIRST, "minutes"]
    assert (turn.state, [one.units for one in turn.done_by]) == (TurnState.DONE, [TURN])
    with pytest.raises(TurnClosed):
        close_meeting_turns(session, kit.meetings[0], done={minutes.id: [Doer(whose)]}, today=FIRST)
    history.undo(session)
    assert set(balances(session).values()) == {0}
    history.redo(session)
    assert balances(session) == found


def test_several_share_a_turn_and_somebody_else_may_do_it(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    minutes = duty_by_key(session, "minutes")
    turn = by_slot(session)[FIRST, "minutes"]
    others = [key for key in kit.members if key != turn.member_id]
    hold(session, kit.meetings[0], others)
    with pytest.raises(SameTwice):
        close_meeting_turns(session, kit.meetings[0], done={minutes.id: [Doer(others[0])] * 2}, today=FIRST)
    done = [Doer(key) for key in others[:3]]
    close_meeting_turns(session, kit.meetings[0], done={minutes.id: done}, today=FIRST)
    closed = by_slot(session)[FIRST, "minutes"]
    assert closed.state is TurnState.DONE_BY_OTHER
    assert sum(one.units for one in closed.done_by) == TURN
    found = balances(session)
    assert found[kit.name(turn.member_id)] == 0
    assert found[kit.name(others[0])] == round(1 / 3 - 1 / 5, 3)
    assert [row.id for row in member_turns(session, others[1])].count(turn.id) == 1


def test_a_turn_nobody_did_is_missed_and_nobody_owes_it(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    hold(session, kit.meetings[0], kit.members)
    close_meeting_turns(session, kit.meetings[0], done={duty_by_key(session, "minutes").id: ()}, today=FIRST)
    assert by_slot(session)[FIRST, "minutes"].state is TurnState.MISSED
    assert set(balances(session).values()) == {0}
    turn = by_slot(session)[FIRST, "minutes"]
    reopen_turn(session, turn.id)
    assert by_slot(session)[FIRST, "minutes"].state is TurnState.PLANNED


def test_what_was_noted_wrongly_is_taken_back(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    hold(session, kit.meetings[0], kit.members)
    minutes = duty_by_key(session, "minutes")
    close_meeting_turns(session, kit.meetings[0], done={minutes.id: [Doer(kit.members[0])]}, today=FIRST)
    turn = by_slot(session)[FIRST, "minutes"]
    reopen_turn(session, turn.id)
    assert set(balances(session).values()) == {0}
    close_meeting_turns(session, kit.meetings[0], done={minutes.id: [Doer(kit.members[1])]}, today=FIRST)
    assert balances(session)[kit.name(kit.members[1])] == round(5 / 6, 3)


def test_whose_turn_it_was_and_whom_the_record_names_are_suggested(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    planned = by_slot(session)[FIRST, "chairing"]
    stranger = next(key for key in kit.members if key != planned.member_id)
    person = session.get_one(Member, stranger).person_id
    set_officers(session, kit.meetings[0], MeetingRole.CHAIR, [Named(stranger, person)])
    absent = by_slot(session)[FIRST, "minutes"].member_id
    hold(session, kit.meetings[0], [key for key in kit.members if key != absent])
    asked = {row.duty.key: row for row in turns_to_close(session, kit.meetings[0])}
    assert set(asked) == {"minutes", "chairing", "calling", "records"}
    assert asked["minutes"].planned == Doer(absent, session.get_one(Member, absent).person_id)
    assert asked["minutes"].suggested == ()
    assert asked["chairing"].suggested == (Doer(stranger, person),)
    assert asked["calling"].suggested == (asked["calling"].planned,)
    close_meeting_turns(
        session, kit.meetings[0], done={row.duty.id: row.suggested for row in asked.values()}, today=FIRST
    )
    assert turns_to_close(session, kit.meetings[0]) == []
    assert {row.state for row in meeting_turns(session, kit.meetings[0])} == {
        TurnState.MISSED, TurnState.DONE_BY_OTHER, TurnState.DONE
    }  # fmt: skip


def test_calling_can_be_done_by_who_was_not_in_the_room(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    hold(session, kit.meetings[0], kit.members[:2])
    close_meeting_turns(
        session, kit.meetings[0], done={duty_by_key(session, "calling").id: [Doer(kit.members[5])]}, today=FIRST
    )
    assert sorted(balances(session, "calling").values()) == [*[-0.167] * 5, 0.833]


def test_a_cancelled_meeting_has_nothing_to_close(session: Session, kit: Kit) -> None:
    cancel_meeting(session, kit.meetings[0], reason="Flood")
    with pytest.raises(WrongStage):
        close_meeting_turns(session, kit.meetings[0], done={}, today=FIRST)


def test_a_term_is_closed_on_its_own(session: Session, kit: Kit) -> None:
    from db.duties.keeping import add_duty
    from db.vocabulary import DutyRhythm

    desk, _changes = add_duty(session, name="Desk", rhythm=DutyRhythm.MONTH)
    plan_ahead(session, today=TODAY, until=dt.date(2026, 3, 1))
    turns = [row for row in by_slot(session).values() if row.duty.id == desk]
    with pytest.raises(NotFound):
        close_term_turn(session, turns[0].id, doers=[Doer(desk)], today=TODAY)
    assert turns[0].member_id
    close_term_turn(session, turns[0].id, doers=[Doer(turns[0].member_id)], today=dt.date(2026, 2, 1))
    found = ledger(session, desk, today=TODAY)
    assert sorted(round(row.balance / TURN, 3) for row in found.rows) == [*[-0.167] * 5, 0.833]
    assert not [row for row in by_slot(session).values() if row.id == turns[0].id and row.state is TurnState.PLANNED]


def test_another_weight_leaves_past_entries_alone(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    for number in (0, 1):
        hold(session, kit.meetings[number], kit.members)
        close_meeting_turns(session, kit.meetings[number], done={minutes.id: [Doer(kit.members[number])]}, today=FIRST)
        before = balances(session)
        change_member(session, kit.members[5], duty_share=Decimal("0.5"))
        assert balances(session) == before
    entries = account_entries(session, minutes.id, kit.members[5])
    assert [entry.share for entry in entries] == [TURN // 6, TURN // 11 + (TURN % 11 > 10)]
    weights = session.scalars(select(LedgerEntry.weight).where(LedgerEntry.member_id == kit.members[5]))
    assert list(weights) == [Decimal(1), Decimal("0.5")]


def test_who_joins_starts_at_nothing_and_who_comes_back_too(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    for number in range(3):
        hold(session, kit.meetings[number], kit.members)
        close_meeting_turns(session, kit.meetings[number], done={minutes.id: [Doer(kit.members[number])]}, today=FIRST)
    joiner, _changes = add_member(session, name="Herders", individual=True, from_date=FIRST + 3 * MONTH)
    assert "Herders" not in balances(session)
    leave(session, kit.members[5], FIRST + 3 * MONTH)
    today = FIRST + 3 * MONTH
    hold(session, kit.meetings[3], [*kit.members[:5], joiner])
    close_meeting_turns(session, kit.meetings[3], done={minutes.id: [Doer(joiner)]}, today=today)
    found = accounts_of(session)
    by_name = {row.member: row for row in found.rows}
    assert round(by_name["Herders"].balance / TURN, 3) == 0.833
    assert by_name[kit.name(kit.members[5])].balance == 0
    assert found.left == -TURN // 2
    assert account_entries(session, minutes.id, kit.members[5])[-1].share == -TURN // 2
    rejoin(session, kit.members[5], on=FIRST + 5 * MONTH)
    assert accounts_of(session).left == -TURN // 2
    history.undo(session)
    history.undo(session)
    assert accounts_of(session).left == 0


def test_a_fresh_start_counts_from_a_day_on(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    for number in range(2):
        hold(session, kit.meetings[number], kit.members)
        close_meeting_turns(session, kit.meetings[number], done={minutes.id: [Doer(kit.members[0])]}, today=FIRST)
    assert balances(session)[kit.name(kit.members[0])] == round(2 - 1 / 3, 3)
    change_duty(session, minutes.id, from_date=FIRST + MONTH)
    assert balances(session)[kit.name(kit.members[0])] == round(1 - 1 / 6, 3)


def test_who_did_something_cannot_be_deleted_but_joined_with_another(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    hold(session, kit.meetings[0], kit.members[:4])
    close_meeting_turns(session, kit.meetings[0], done={minutes.id: [Doer(kit.members[0])]}, today=FIRST)
    with pytest.raises(StillNeeded):
        delete_member(session, kit.members[1])
    join_doubles(session, kit.members[1], kit.members[0])
    assert balances(session) == {"Bakers": 0.5, "Canal users": -0.25, "Dairies": -0.25, "Elders": 0, "Foresters": 0}


def test_only_possible_partners_are_offered_and_a_swap_conserves(session: Session, kit: Kit) -> None:
    minutes = duty_by_key(session, "minutes")
    for of in duties(session)[2:]:
        archive_duty(session, of.id, on=TODAY)
    set_pool(session, minutes.id, PoolRule.LISTED, [Listed(member_id=key) for key in kit.members[:4]])
    plan_ahead(session, today=TODAY)
    turn = by_slot(session)[FIRST, "minutes"]
    partners = swap_partners(session, turn.id, today=TODAY)
    assert partners
    rows = {row.id: row for row in by_slot(session).values()}
    for one in partners:
        other = rows[one.turn_id]
        assert (other.duty.key, other.member_id != turn.member_id) == ("minutes", True)
        assert (one.own.member_id, one.other.member_id) == (turn.member_id, other.member_id)
        assert (one.own.day_after, one.other.day_after) == (other.first, turn.first)
        there = {row.member_id for row in rows.values() if row.first == other.first}
        assert turn.member_id not in there, "who has another duty that day is not offered"
        assert one.own.furthest_after >= 0
    chosen = partners[0]
    swap_turns(session, turn.id, chosen.turn_id, today=TODAY, note="Agreed by phone")
    after = {row.id: row for row in by_slot(session).values()}
    assert after[turn.id].member_id == chosen.other.member_id
    assert after[chosen.turn_id].member_id == turn.member_id
    assert after[turn.id].swapped_with == turn.member
    assert after[turn.id].state is TurnState.ACCEPTED
    plan_ahead(session, today=TODAY)
    assert by_slot(session)[FIRST, "minutes"].member_id == chosen.other.member_id, "planning leaves it"
    hold(session, kit.meetings[0], kit.members)
    close_meeting_turns(session, kit.meetings[0], done=as_planned(session, kit.meetings[0]), today=FIRST)
    assert balances(session)[kit.name(chosen.other.member_id)] == 0.75
    history.undo(session)
    history.undo(session)
    with pytest.raises(SameTwice):
        swap_turns(session, turn.id, turn.id, today=TODAY)


def test_the_rota_shows_the_last_meetings_and_what_comes(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    for number in range(4):
        hold(session, kit.meetings[number], kit.members)
        done = as_planned(session, kit.meetings[number])
        close_meeting_turns(session, kit.meetings[number], done=done, today=FIRST)
    today = FIRST + 3 * MONTH + dt.timedelta(days=2)
    shown = rota(session, today=today, past=3)
    assert [of.key for of in shown.duties] == ["minutes", "chairing", "calling", "records"]
    assert [row.held for row in shown.rows] == [True] * 3 + [False] * 4
    assert shown.next == 3
    assert all(len(row.turns) == 4 and all(row.turns) for row in shown.rows)
    assert max(abs(value) for of in duties(session) for value in balances(session, of.key).values()) <= 1


def test_a_turn_is_held_on_to_and_annotated(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    turn = by_slot(session)[FIRST, "minutes"]
    freeze_turn(session, turn.id, frozen=True)
    change_turn(session, turn.id, note=" Bring the projector ")
    found = by_slot(session)[FIRST, "minutes"]
    assert (found.frozen, found.note) == (True, "Bring the projector")
    with pytest.raises(TypeError):
        change_turn(session, turn.id, state=TurnState.DONE)
    close_term_turn(session, turn.id, doers=[Doer(kit.members[0])], today=FIRST)
    with pytest.raises(TurnClosed):
        ask_turn(session, turn.id, how="phone", at=dt.datetime.now(dt.UTC))  # type: ignore[arg-type]
    assert session.scalars(select(TurnCredit)).one().units == TURN


def only_minutes(session: Session) -> DutyRow:
    """Leave nothing but minutes to do, so that whoever has no turn is free, and let first times be accompanied."""
    for of in duties(session):
        if of.key != "minutes":
            archive_duty(session, of.id, on=TODAY)
    minutes = duty_by_key(session, "minutes")
    change_duty(session, minutes.id, beside_first=True)
    return minutes


def companions(session: Session) -> list[str]:
    return [row.beside for row in turn_rows(session) if row.first > FIRST and row.state is TurnState.PLANNED]


def test_who_does_it_for_the_first_time_has_somebody_beside(session: Session, kit: Kit) -> None:
    minutes = only_minutes(session)
    hold(session, kit.meetings[0], kit.members)
    close_meeting_turns(session, kit.meetings[0], done={minutes.id: [Doer(kit.members[0])]}, today=FIRST)
    plan_ahead(session, today=FIRST)
    found = companions(session)
    assert found[0] == "Apiary", "the only one who did it"
    assert found[5:] == ["", ""], "by then everybody did"
    assert len(set(found[:5])) == 5, "nobody twice while somebody else can"
    for row, before in zip(turn_rows(session)[1:6], range(1, 6), strict=True):
        assert row.beside in {one.member for one in turn_rows(session)[:before]}
    plan_ahead(session, today=FIRST)
    assert companions(session) == found


def test_who_stood_beside_once_comes_after_who_did_not(session: Session, kit: Kit) -> None:
    minutes = only_minutes(session)
    for place in (0, 1):
        hold(session, kit.meetings[place], kit.members)
        whose = [Doer(kit.members[place])]
        close_meeting_turns(session, kit.meetings[place], done={minutes.id: whose}, today=FIRST + place * MONTH)
    with history.step(session, "test"):
        second = session.scalars(select(Turn).where(Turn.meeting_id == kit.meetings[1])).one()
        second.beside_member_id = kit.members[1]
    plan_ahead(session, today=FIRST + MONTH)
    assert companions(session)[0] == "Apiary", "though it did it longer ago"
