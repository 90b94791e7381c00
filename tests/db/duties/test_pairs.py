"""Which duties one member, or one person, may have at the same meeting; and who served lately comes last."""

import datetime as dt

import pytest

from db.duties.closing import Doer, close_meeting_turns
from db.duties.drafting import Board
from db.duties.keeping import change_duty, keep_apart
from db.duties.ledger import accounts
from db.duties.planning import plan_ahead
from db.duties.turns import candidates, give_turn
from db.errors.duties import NotInPool
from db.members.members import add_member
from db.members.representatives import add_representative
from db.turn_units import TURN
from db.vocabulary import RepresentativeRole, SameWhat
from tests.db.duties.duty_kit import TODAY, alliance_in_turn, by_slot, duty_by_key, hold

FIRST = dt.date(2026, 2, 5)
KEYS = ("minutes", "chairing", "calling", "records")


@pytest.fixture
def alone(session):
    """One member for all duties; none of them is apart from the others."""
    kit = alliance_in_turn(session, members=1, meetings=1)
    for key in KEYS:
        change_duty(session, duty_by_key(session, key).id, apart=False)
    return kit


def planned(session):
    """Return the duties that somebody has."""
    plan_ahead(session, today=TODAY)
    return {key for (_day, key), row in by_slot(session).items() if row.member_id}


def test_one_may_have_all_that_nothing_keeps_apart(session, alone):
    assert planned(session) == set(KEYS)


def test_a_pair_that_is_kept_apart_leaves_the_others_together(session, alone):
    keep_apart(session, duty_by_key(session, "minutes").id, duty_by_key(session, "chairing").id,
               same=SameWhat.ORGANISATION)  # fmt: skip
    assert len(planned(session) & {"minutes", "chairing"}) == 1
    assert planned(session) >= {"calling", "records"}


def test_a_duty_that_is_apart_is_done_alone(session, alone):
    change_duty(session, duty_by_key(session, "minutes").id, apart=True)
    found = planned(session)
    assert found in ({"minutes"}, {"chairing", "calling", "records"})


def test_two_people_of_one_member_may_have_what_one_may_not(session):
    kit = alliance_in_turn(session, members=0, meetings=2)
    house, _changes = add_member(session, name="House", from_date=dt.date(2020, 1, 1))
    for key in KEYS:
        change_duty(session, duty_by_key(session, key).id, apart=False)
    minutes, chairing = (duty_by_key(session, key).id for key in ("minutes", "chairing"))
    keep_apart(session, minutes, chairing, same=SameWhat.PERSON)
    add_representative(session, house, role=RepresentativeRole.PRIMARY, name="Ada", from_date=dt.date(2020, 1, 1))
    plan_ahead(session, today=TODAY)
    held = [key for (_day, key), row in by_slot(session).items() if row.member_id and key in ("minutes", "chairing")]
    assert len(held) == len(kit.meetings)
    add_representative(session, house, role=RepresentativeRole.ALTERNATE, name="Ben", from_date=dt.date(2020, 1, 1))
    assert planned(session) >= {"minutes", "chairing"}
    slots = by_slot(session)
    for day in {day for day, _key in slots}:
        assert {slots[day, "minutes"].person, slots[day, "chairing"].person} == {"Ada", "Ben"}


def test_by_hand_nobody_gets_what_does_not_go_together(session):
    kit = alliance_in_turn(session, members=4, meetings=1)
    for key in KEYS:
        change_duty(session, duty_by_key(session, key).id, apart=False)
    keep_apart(session, duty_by_key(session, "minutes").id, duty_by_key(session, "chairing").id,
               same=SameWhat.ORGANISATION)  # fmt: skip
    plan_ahead(session, today=TODAY)
    slots = by_slot(session)
    minutes, chairing, calling = (slots[FIRST, key] for key in ("minutes", "chairing", "calling"))
    busy = {one.member_id for one in candidates(session, minutes.id, today=TODAY) if one.hindered}
    assert busy == {chairing.member_id}
    with pytest.raises(NotInPool):
        give_turn(session, minutes.id, chairing.member_id, today=TODAY)
    give_turn(session, minutes.id, calling.member_id, today=TODAY)
    assert by_slot(session)[FIRST, "minutes"].member_id in kit.members


def test_only_what_does_not_go_together_is_capped_at_one_turn(session):
    """Two members alone: of two duties kept apart nobody owes more than a turn; the two others come on top."""
    kit = alliance_in_turn(session, members=1, meetings=1)
    for key in KEYS:
        change_duty(session, duty_by_key(session, key).id, apart=False)
    hold(session, kit.meetings[0], kit.members)
    done = {duty_by_key(session, key).id: (Doer(kit.members[0]),) for key in ("minutes", "records")}
    close_meeting_turns(session, kit.meetings[0], done=done, today=FIRST)
    for key in ("minutes", "records"):
        assert accounts(session, duty_by_key(session, key))[kit.members[0]].share == TURN


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_who_served_lately_is_spared_as_long_as_the_duty_says(session, gap):
    """The board tells the planner who served at as many meetings as some duty looks back."""
    kit = alliance_in_turn(session, members=4, meetings=4)
    records = duty_by_key(session, "records")
    for key in ("chairing", "calling"):
        change_duty(session, duty_by_key(session, key).id, from_date=dt.date(2030, 1, 1))
    for key in KEYS:
        change_duty(session, duty_by_key(session, key).id, gap=gap)
    for meeting_id, doer in zip(kit.meetings[:3], kit.members, strict=False):
        hold(session, meeting_id, kit.members)
        close_meeting_turns(session, meeting_id, done={records.id: (Doer(doer),)}, today=TODAY)
    board = Board(session, today=FIRST + dt.timedelta(weeks=9))
    assert [{board.members[n] for n in served} for served in board.served_before] == [
        {kit.members[2 - back]} for back in range(gap)
    ]
    assert {occasion.gap(board.duties.index(duty_by_key(session, "minutes"))) for occasion in board.occasions()} == {
        gap
    }
