"""The part of the rota that is looked up is the end of the whole."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from db.duties.closing import close_meeting_turns
from db.duties.keeping import add_duty, change_duty
from db.duties.planning import plan_ahead, plan_preview, publish_plan, publish_preview
from db.duties.progress import progress
from db.duties.rota import rota, turn_rows
from db.duties.turns import candidates, decline_turn, give_turn
from db.history import history
from db.schema import Meeting
from db.vocabulary import DutyRhythm
from tests.db.duties.duty_kit import TODAY, Kit, as_planned, duty_by_key, hold

LATER = dt.date(2026, 6, 1)


@pytest.fixture
def half_way(session: Session, kit: Kit) -> Kit:
    """Four meetings are over; the records go by months, and nobody has said yet who kept them in spring."""
    add_duty(session, name="Keys", rhythm=DutyRhythm.QUARTER)
    change_duty(session, duty_by_key(session, "records").id, rhythm=DutyRhythm.MONTH)
    plan_ahead(session, today=TODAY)
    publish_plan(session, today=TODAY)
    for meeting_id in kit.meetings[:4]:
        hold(session, meeting_id, kit.members)
        close_meeting_turns(session, meeting_id, done=as_planned(session, meeting_id), today=LATER)
    return kit


@pytest.mark.parametrize("past", [0, 1, 2, 3, 4, 6])
def test_the_last_rows_are_those_of_the_whole(session: Session, half_way: Kit, past: int) -> None:
    whole = rota(session, today=LATER, past=1000)
    part = rota(session, today=LATER, past=past)
    assert whole.next is not None
    assert part.next is not None
    assert part.duties == whole.duties
    assert part.rows[part.next :] == whole.rows[whole.next :]
    assert part.rows[: part.next] == whole.rows[max(0, whole.next - past) : whole.next]


def test_what_planning_changes_now_and_since_publishing_are_told_apart(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    publish_plan(session, today=TODAY)
    turn = turn_rows(session)[0]
    decline_turn(session, turn.id, today=TODAY)
    plan_ahead(session, today=TODAY)
    assert plan_preview(session, today=TODAY, since_published=False) == []
    assert turn.member_id in [one.before for one in plan_preview(session, today=TODAY)]


def test_progress_counts_what_the_planner_would_and_what_publishing_would(session: Session, half_way: Kit) -> None:
    with history.step(session, "plan_meeting"):
        session.add(Meeting(number=99, date=dt.date(2026, 11, 26)))
    turn = next(row for row in turn_rows(session) if row.first > LATER and row.duty.key == "minutes")
    free = next(one for one in candidates(session, turn.id, today=LATER) if one.hindered is None
                and one.member_id != turn.member_id)  # fmt: skip
    give_turn(session, turn.id, free.member_id, today=LATER)
    found = progress(session, today=LATER)
    assert found.unpublished == len(publish_preview(session, today=LATER)) == 1
    new = [one for one in plan_preview(session, today=LATER, since_published=False) if one.before is None]
    assert found.missing == len(new)
    assert found.missing > 3
    assert found.ahead[-1] == dt.date(2026, 11, 26)
