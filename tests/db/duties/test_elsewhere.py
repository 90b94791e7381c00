"""The turns seen from elsewhere: who chairs a meeting, finishing it, what Today says, histories, the search."""

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.absences import report_absence
from db.duties.closing import Doer, close_meeting_turns
from db.duties.finishing import finish_sheet, finish_with_turns, note_who_did, turn_sheet
from db.duties.keeping import change_duty, duties
from db.duties.ledger import accounts
from db.duties.member import member_duties
from db.duties.officers import name_officers
from db.duties.planning import plan_ahead, publish_plan
from db.duties.rota import meeting_turns, turn_rows
from db.duties.standing import standings_by_key
from db.duties.turns import accept_turn, ask_turn, change_turn, decline_turn, give_turn
from db.engine import AllianceFile
from db.history import history
from db.history.deletion import delete_row
from db.look import looking
from db.meetings.cycle import cancel_meeting
from db.meetings.meetings import duplicate_meeting, meeting
from db.meetings.officers import Named, officers
from db.meetings.running import missing_for_finish, start_meeting
from db.members.members import add_member, change_member
from db.schema import LedgerEntry, Meeting, MeetingOfficer, Turn, TurnCredit
from db.search.search import disagreements, find
from db.today.signals import SignalKind
from db.today.today import today
from db.turn_units import TURN
from db.vocabulary import Channel, DutyRhythm, MeetingRole, MeetingStatus, TurnState
from tests.db.duties.duty_kit import TODAY, Kit, as_planned, by_slot, duty_by_key, hold

FIRST = dt.date(2026, 2, 5)
NOON = dt.time(12)


def who(session: Session, meeting_id: object, role: MeetingRole = MeetingRole.MINUTES) -> list[tuple[str, bool]]:
    return [(row.name, row.by_turn) for row in officers(session, meeting_id) if row.role is role]  # type: ignore[arg-type]


def stored(session: Session) -> int:
    return len(session.scalars(select(MeetingOfficer)).all())


def planned(session: Session, key: str = "minutes", day: dt.date = FIRST) -> Doer:
    row = by_slot(session)[day, key]
    assert row.member_id is not None
    return Doer(row.member_id, row.person_id)


def others(session: Session, kit: Kit) -> list[Doer]:
    """Return two members without a turn at the first meeting."""
    busy = {row.member_id for row in turn_rows(session) if row.first == FIRST}
    return [Doer(key) for key in kit.members if key not in busy][:2]


def name(session: Session, kit: Kit, doer: Doer, role: MeetingRole = MeetingRole.MINUTES) -> None:
    named = [Named(doer.member_id, doer.person_id, kit.name(doer.member_id))]
    name_officers(session, kit.meetings[0], role, named, today=TODAY)


def test_the_rota_names_who_chairs_and_nothing_is_written_twice(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    own = planned(session)
    assert who(session, kit.meetings[0]) == [(kit.name(own.member_id), True)]
    assert [row.name for row in meeting(session, kit.meetings[0]).officers_as(MeetingRole.MINUTES)]
    assert not [gap for gap in missing_for_finish(session, kit.meetings[0]) if gap.gap == "no_minute_taker"]
    name(session, kit, own)
    assert stored(session) == 0
    other = others(session, kit)[0]
    name(session, kit, other)
    assert who(session, kit.meetings[0]) == [(kit.name(other.member_id), False)]
    name_officers(session, kit.meetings[0], MeetingRole.MINUTES, [], today=TODAY)
    assert who(session, kit.meetings[0]) == [(kit.name(own.member_id), True)]
    assert stored(session) == 0
    row = by_slot(session)[FIRST, "minutes"]
    decline_turn(session, row.id, today=TODAY)
    assert who(session, kit.meetings[0]) == []


def test_another_meeting_like_it_asks_the_rota(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    name(session, kit, others(session, kit)[0])
    new, _changes = duplicate_meeting(session, kit.meetings[0], date=dt.date(2026, 12, 1))
    assert who(session, new) == []


def test_finishing_and_who_did_it_are_one_step(file: AllianceFile) -> None:
    from tests.db.duties.duty_kit import alliance_in_turn

    with file.writing() as session:
        kit = alliance_in_turn(session)
        plan_ahead(session, today=TODAY)
        other, second = others(session, kit)
        start_meeting(session, kit.meetings[0], at=dt.time(10))
    with file.writing() as session:
        sheet = finish_sheet(session, kit.meetings[0]).done
        assert [one.duty.key for one in sheet.turns] == ["minutes", "chairing", "calling", "records"]
        assert all(one.suggested == (one.planned,) for one in sheet.turns)
        own = {one.duty.key: one for one in sheet.turns}
        assert sheet.name_of(other) == kit.name(other.member_id)
        who_did = {
            own["minutes"].duty.id: (other, second),
            own["chairing"].duty.id: own["chairing"].suggested,
            own["records"].duty.id: (),
        }
        finish_with_turns(session, kit.meetings[0], at=NOON, who_did=who_did, today=FIRST)
    with file.writing() as session:
        states = {row.duty.key: row.state for row in meeting_turns(session, kit.meetings[0])}
        assert states == {
            "minutes": TurnState.DONE_BY_OTHER, "chairing": TurnState.DONE, "records": TurnState.MISSED,
            "calling": TurnState.PLANNED,
        }  # fmt: skip
        assert who(session, kit.meetings[0]) == [(kit.name(one.member_id), False) for one in (other, second)]
        assert len(who(session, kit.meetings[0], MeetingRole.CHAIR)) == 1
        history.undo(session)
        assert session.get_one(Meeting, kit.meetings[0]).status is MeetingStatus.RUNNING
        assert {row.state for row in meeting_turns(session, kit.meetings[0])} == {TurnState.PLANNED}
        assert not session.scalars(select(TurnCredit)).all()
        assert stored(session) == 0


def test_naming_somebody_else_afterwards_moves_the_credit(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    own, (other, _second) = planned(session), others(session, kit)
    hold(session, kit.meetings[0], kit.members)
    close_meeting_turns(session, kit.meetings[0], done=as_planned(session, kit.meetings[0]), today=FIRST)
    of = duty_by_key(session, "minutes")
    assert accounts(session, of)[own.member_id].done == TURN
    name(session, kit, other)
    assert {key: one.done for key, one in accounts(session, of).items() if one.done} == {other.member_id: TURN}
    assert who(session, kit.meetings[0]) == [(kit.name(other.member_id), False)]
    shares = session.scalars(select(LedgerEntry.share).where(LedgerEntry.duty_id == of.id))
    assert sum(shares) == TURN
    named = [Named(as_written="Somebody's cousin")]
    name_officers(session, kit.meetings[0], MeetingRole.MINUTES, named, today=TODAY)
    assert accounts(session, of)[other.member_id].done == TURN
    name_officers(session, kit.meetings[0], MeetingRole.MINUTES, [], today=TODAY)
    assert by_slot(session)[FIRST, "minutes"].state is TurnState.PLANNED


def test_a_term_that_is_over_is_asked_about_and_can_be_put_right(session: Session, kit: Kit) -> None:
    of = duty_by_key(session, "records")
    change_duty(session, of.id, rhythm=DutyRhythm.MONTH)
    plan_ahead(session, today=TODAY, until=dt.date(2026, 3, 1))
    row = next(row for row in turn_rows(session) if row.duty.key == "records" and row.first == dt.date(2026, 1, 1))
    day = dt.date(2026, 2, 2)
    facts = today(looking(session), day)
    found = next(one for one in facts.signals if one.kind is SignalKind.TURN_NOT_CLOSED)
    assert [turn.id for turn in found.turns] == [row.id]
    sheet = turn_sheet(session, row.id)
    assert (sheet.begun, sheet.ended) == (dt.date(2026, 1, 1), dt.date(2026, 2, 1))
    assert sheet.turns[0].suggested == (Doer(row.member_id, row.person_id),)  # type: ignore[arg-type]
    note_who_did(session, row.id, doers=sheet.turns[0].suggested, today=day)
    assert not [one for one in today(looking(session), day).signals if one.kind is SignalKind.TURN_NOT_CLOSED]
    other = next(key for key in kit.members if key != row.member_id)
    note_who_did(session, row.id, doers=[Doer(other)], today=day)
    assert turn_sheet(session, row.id).turns[0].suggested == (Doer(other),)
    assert {key: one.done for key, one in accounts(session, of).items() if one.done} == {other: TURN}


def test_nobody_is_asked_where_nobody_has_turns(session: Session, kit: Kit) -> None:
    assert finish_sheet(session, kit.meetings[0]).done.turns == ()
    assert today(looking(session), TODAY).duties is None


def test_today_says_who_is_next_and_what_should_not_wait(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    day = FIRST - dt.timedelta(days=3)
    rows = {row.duty.key: row for row in meeting_turns(session, kit.meetings[0])}
    accept_turn(session, rows["minutes"].id)
    accept_turn(session, rows["calling"].id)
    ask_turn(session, rows["chairing"].id, how=Channel.PHONE, at=dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC))
    decline_turn(session, rows["records"].id, today=day)
    facts = today(looking(session), day)
    stands = facts.duties
    assert stands is not None
    assert stands.meeting is not None
    assert stands.meeting.id == kit.meetings[0]
    assert [(turn.key, turn.state) for turn in stands.next] == [
        ("minutes", TurnState.ACCEPTED), ("chairing", TurnState.ASKED), ("calling", TurnState.ACCEPTED),
        ("records", TurnState.DECLINED),
    ]  # fmt: skip
    found = {one.kind: one for one in facts.signals}
    assert [turn.key for turn in found[SignalKind.NOBODY_ON_DUTY].turns] == ["records"]
    assert [turn.key for turn in found[SignalKind.TURN_UNANSWERED].turns] == ["chairing"]
    assert SignalKind.TURN_DECLINED not in found
    assert found[SignalKind.ROTA_NOT_PUBLISHED].count == len([turn for turn in stands.ahead if turn.member_id])
    assert facts.focus is not None
    assert facts.focus.minute_takers == (rows["minutes"].member,)
    assert facts.focus.callers == (rows["calling"].member,)
    assert facts.focus.keepers == ()
    publish_plan(session, today=day)
    later = meeting_turns(session, kit.meetings[1])[0]
    decline_turn(session, later.id, today=day)
    found = {one.kind: one for one in today(looking(session), day).signals}
    assert [turn.id for turn in found[SignalKind.TURN_DECLINED].turns] == [later.id]
    assert SignalKind.ROTA_NOT_PUBLISHED not in found
    earlier = {one.kind for one in today(looking(session), TODAY).signals}
    assert SignalKind.TURN_UNANSWERED not in earlier


def test_a_duty_that_nobody_planned_has_nobody(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    with history.step(session, "test"):
        delete_row(session, session.get_one(Turn, meeting_turns(session, kit.meetings[0])[0].id))
    stands = today(looking(session), FIRST).duties
    assert stands is not None
    assert next((turn.key, turn.id is None) for turn in stands.next) == ("minutes", True)
    assert [turn.key for turn in stands.free(FIRST)] == ["minutes"]


def test_who_is_more_than_a_turn_behind_and_passed_over_is_told(session: Session, kit: Kit) -> None:
    from db.schema import TurnPassedOver
    from db.vocabulary import PassedOverWhy

    plan_ahead(session, today=TODAY)
    turn = meeting_turns(session, kit.meetings[0])[0]
    with history.step(session, "test"):
        for place, (member, balance) in enumerate(((kit.members[0], -TURN), (kit.members[1], -TURN - TURN // 2))):
            session.add(TurnPassedOver(turn_id=turn.id, position=50 + place, member_id=member, balance=balance,
                                       why=PassedOverWhy.SERVED))  # fmt: skip
    found = [one for one in today(looking(session), TODAY).signals if one.kind is SignalKind.BEHIND]
    assert [(one.names, one.units, one.count) for one in found] == [((kit.name(kit.members[1]),), TURN + TURN // 2, 1)]


def test_today_asks_little_for_the_duties(session: Session, kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    look = looking(session)
    rows, row = look.rows, look.row
    monkeypatch.setattr(look, "rows", lambda sql, *values: asked.append(sql) or rows(sql, *values))
    monkeypatch.setattr(look, "row", lambda sql, *values: asked.append(sql) or row(sql, *values))
    today(look, TODAY)
    without = len(asked)
    assert without > 5
    assert not [sql for sql in asked if "FROM duty\n" in sql]
    plan_ahead(session, today=TODAY)
    session.flush()
    asked.clear()
    today(look, TODAY)
    assert len(asked) <= without + 2


def test_a_history_stands_beside_each_name(session: Session, kit: Kit) -> None:
    assert standings_by_key(session, "minutes") == {}
    plan_ahead(session, today=TODAY)
    own, other = planned(session), others(session, kit)[0]
    hold(session, kit.meetings[0], kit.members)
    of = duty_by_key(session, "minutes")
    close_meeting_turns(session, kit.meetings[0], done={of.id: (own, other)}, today=FIRST)
    found = standings_by_key(session, "minutes")
    half = found[own.member_id]
    assert (half.last_done, half.turns, half.done) == (FIRST, 1, TURN // 2)
    assert sum(one.share for one in found.values()) == TURN
    idle = next(key for key in kit.members if key not in (own.member_id, other.member_id))
    assert found[idle].last_done is None
    assert standings_by_key(session, "cooking") == {}


def test_a_members_duties_and_absence(session: Session, kit: Kit) -> None:
    key = kit.members[0]
    assert not member_duties(session, key, day=TODAY).kept
    plan_ahead(session, today=TODAY)
    hold(session, kit.meetings[0], kit.members)
    close_meeting_turns(session, kit.meetings[0], done=as_planned(session, kit.meetings[0]), today=FIRST)
    report_absence(session, member_id=key, from_date=FIRST, to_date=dt.date(2026, 3, 1), today=TODAY)
    day = FIRST + dt.timedelta(days=1)
    own = member_duties(session, key, day=day)
    assert own.away
    assert own.away_until == dt.date(2026, 2, 28)
    assert not member_duties(session, key, day=TODAY).away
    held = [turn for turn in own.turns if turn.first == FIRST]
    assert list(own.turns[: len(own.turns) - len(held)]) == sorted(
        (turn for turn in own.turns if turn.first > FIRST), key=lambda turn: turn.first
    )
    assert own.balance == own.done - own.share
    for other in kit.members:
        each = member_duties(session, other, day=day)
        assert each.done == TURN * sum(turn.state is TurnState.DONE for turn in each.turns)


@pytest.mark.parametrize("typed", ["minute-taking", "actas", "duty:acta", "duty: Apiary"])
def test_duties_are_found_by_their_words_and_by_who_has_turns(session: Session, kit: Kit, typed: str) -> None:
    plan_ahead(session, today=TODAY)
    hits = [hit for hit in find(session, typed) if hit.kind == "duty"]
    assert hits
    known = {of.id for of in duties(session)}
    assert all(hit.ref in known and hit.state for hit in hits)


def test_turns_are_found_by_their_notes_also_once_names_change(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    row = by_slot(session)[FIRST, "minutes"]
    change_turn(session, row.id, note="Bring the long cable")
    (hit,) = find(session, "duty: long cable")
    assert (hit.ref, hit.title, hit.meeting_id, hit.state) == (row.id, "Bring the long cable", kit.meetings[0], "open")
    assert row.member_id is not None
    change_member(session, row.member_id, name="Zelkova Circle", duty_share=Decimal(1))
    assert row.id in {hit.ref for hit in find(session, "duty: zelkova")}
    change_duty(session, row.duty.id, name="Chronicle")
    assert {hit.ref for hit in find(session, "duty: chronicle")} == {row.id, row.duty.id}
    change_turn(session, row.id, note="")
    assert find(session, "duty: long cable") == []
    assert disagreements(session) == 0
    history.undo(session)
    assert [hit.ref for hit in find(session, "duty: long cable")] == [row.id]
    assert disagreements(session) == 0


def test_a_turn_is_found_by_the_new_name_of_an_organisation(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    row = by_slot(session)[FIRST, "minutes"]
    key, _changes = add_member(session, name="Osiers", from_date=dt.date(2020, 1, 1))
    give_turn(session, row.id, key, today=TODAY)
    change_turn(session, row.id, note="Bring the long cable")
    change_member(session, key, name="Willows")
    assert {hit.ref for hit in find(session, "duty: willows")} == {row.id, row.duty.id}
    assert find(session, "duty: osiers") == []
    assert disagreements(session) == 0


def test_a_cancelled_meeting_needs_nobody(session: Session, kit: Kit) -> None:
    plan_ahead(session, today=TODAY)
    cancel_meeting(session, kit.meetings[0], reason="Snow")
    stands = today(looking(session), FIRST).duties
    assert stands is not None
    assert stands.meeting is not None
    assert stands.meeting.id == kit.meetings[1]
    assert not [turn for turn in (*stands.ahead, *stands.unclosed) if turn.first == FIRST]
