import datetime as dt
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.alliance import alliance, change_alliance
from db.engine import AllianceFile
from db.errors.members import DaysImpossible, QuorumImpossible
from db.history import history
from db.look import looking
from db.meetings.quorum import NO_QUORUM, Presence, QuorumRule, quorum_timeline
from db.meetings.quorum_rules import quorum_rule
from db.meetings.running import finish_meeting, start_meeting
from db.members.groups import add_group, change_group, groups_on
from db.vocabulary import QuorumKind
from tests.db.meeting_kit import small_alliance

HALF_PLUS_ONE = QuorumRule(QuorumKind.MORE_THAN, 1, 2)
TWO_THIRDS = QuorumRule(QuorumKind.AT_LEAST, 2, 3)
TEN = datetime(2026, 10, 22, 10, 0)


def at(minute):
    return TEN + timedelta(minutes=minute)


@pytest.mark.parametrize(
    ("rule", "seats", "needed"),
    [
        (NO_QUORUM, 31, 0),
        (HALF_PLUS_ONE, 30, 16),
        (HALF_PLUS_ONE, 31, 16),
        (HALF_PLUS_ONE, 1, 1),
        (HALF_PLUS_ONE, 0, 1),
        (TWO_THIRDS, 30, 20),
        (TWO_THIRDS, 31, 21),
        (TWO_THIRDS, 0, 1),
        (QuorumRule(QuorumKind.AT_LEAST, 1, 2), 30, 15),
        (QuorumRule(QuorumKind.AT_LEAST, 1, 1), 30, 30),
        (QuorumRule(QuorumKind.AT_LEAST, 0, 1), 30, 1),
        (QuorumRule(QuorumKind.MORE_THAN, 2, 3), 30, 21),
        (QuorumRule(QuorumKind.NUMBER, 7), 5, 7),
        (QuorumRule(QuorumKind.NUMBER, 0), 5, 1),
        (QuorumRule(QuorumKind.NUMBER, 7, 2), 31, 7),
        (QuorumRule(QuorumKind.NONE, 1, 2), 31, 0),
    ],
)
def test_how_many_are_needed(rule, seats, needed):
    assert rule.needed(seats) == needed


@pytest.mark.parametrize(
    "values",
    [
        (QuorumKind.NUMBER, -1, 1),
        (QuorumKind.NONE, 0, 0),
        (QuorumKind.AT_LEAST, 3, 2),
        (QuorumKind.AT_LEAST, 1, 0),
        (QuorumKind.MORE_THAN, 1, 1),
    ],
)
def test_a_rule_nobody_can_keep_is_refused(values):
    with pytest.raises(ValueError, match="QuorumRule"):
        QuorumRule(*values)


@given(st.integers(1, 500), st.integers(1, 12), st.integers(1, 12))
def test_a_fraction_is_kept_exactly(seats, numerator, denominator):
    if numerator <= denominator:
        needed = QuorumRule(QuorumKind.AT_LEAST, numerator, denominator).needed(seats)
        assert Fraction(needed, seats) >= Fraction(numerator, denominator) > Fraction(needed - 1, seats)
        assert needed <= seats
    if numerator < denominator:
        needed = QuorumRule(QuorumKind.MORE_THAN, numerator, denominator).needed(seats)
        assert Fraction(needed, seats) > Fraction(numerator, denominator) >= Fraction(needed - 1, seats)
        assert needed <= seats


def seen(timeline):
    return [((change.at - TEN) // timedelta(minutes=1), change.present, change.met) for change in timeline.changes]


def test_late_arrivals_make_the_quorum_and_leaving_loses_it():
    timeline = quorum_timeline(
        [
            Presence("OF"),
            Presence("AD", arrived=at(-10)),
            Presence("NC", arrived=at(12)),
            Presence("FM", arrived=at(20), left=at(90)),
            Presence("KU", left=at(100)),
        ],
        needed=4,
        start=TEN,
    )
    assert seen(timeline) == [(0, 3, False), (12, 4, True), (20, 5, True), (90, 4, True), (100, 3, False)]
    assert timeline.first_met_at == at(12)
    assert timeline.losses == ((at(100), None),)
    assert timeline.lost_at == at(100)
    assert timeline.at(at(95)).present == 4
    assert timeline.at(at(-1)) is None


def test_a_member_counts_once_however_many_people_it_sends():
    timeline = quorum_timeline([Presence("OF"), Presence("OF", at(5), at(15)), Presence("AD")], needed=2, start=TEN)
    assert seen(timeline) == [(0, 2, True)]


def test_an_alternate_taking_over_loses_no_seat():
    timeline = quorum_timeline([Presence("OF", None, at(30)), Presence("OF", at(30))], needed=1, start=TEN)
    assert seen(timeline) == [(0, 1, True)]
    assert timeline.losses == ()


def test_a_quorum_lost_and_found_again():
    timeline = quorum_timeline(
        [Presence("OF"), Presence("AD", None, at(20)), Presence("AD", at(35), at(50))], needed=2, start=TEN
    )
    assert timeline.losses == ((at(20), at(35)), (at(50), None))
    assert timeline.lost_at == at(50)


def test_going_home_at_the_end_loses_nothing():
    timeline = quorum_timeline([Presence("OF", None, at(60)), Presence("AD", at(61))], needed=1, start=TEN, end=at(60))
    assert seen(timeline) == [(0, 1, True)]
    assert timeline.lost_at is None


def test_nobody_came():
    timeline = quorum_timeline([], needed=3, start=TEN)
    assert seen(timeline) == [(0, 0, False)]
    assert (timeline.first_met_at, timeline.lost_at, timeline.losses) == (None, None, ())


def test_times_the_wrong_way_round_count_for_nothing():
    timeline = quorum_timeline([Presence("OF", at(30), at(20)), Presence("AD", None, at(-5))], needed=1, start=TEN)
    assert seen(timeline) == [(0, 0, False)]


minutes = st.one_of(st.none(), st.integers(-10, 70))


@given(st.lists(st.tuples(st.sampled_from("ABCD"), minutes, minutes), max_size=8), st.integers(1, 4))
def test_the_timeline_agrees_with_counting_minute_by_minute(rows, needed):
    def moment(minute):
        return None if minute is None else at(minute)

    presences = [Presence(member, moment(arrived), moment(left)) for member, arrived, left in rows]
    timeline = quorum_timeline(presences, needed=needed, start=TEN, end=at(60))
    for minute in range(60):
        here = {
            member
            for member, arrived, left in rows
            if (arrived is None or arrived <= minute)
            and (left is None or minute < left)
            # somebody gone before coming was not there
            and (left is None or left > max(arrived or 0, 0))
        }
        change = timeline.at(at(minute))
        assert (change.present, change.met) == (len(here), len(here) >= needed)
    met = [change.met for change in timeline.changes]
    assert len(timeline.losses) == sum(a and not b for a, b in pairwise(met))


@pytest.mark.parametrize(
    "fields",
    [
        {"quorum_kind": QuorumKind.AT_LEAST, "quorum_numerator": 3, "quorum_denominator": 2},
        {"quorum_kind": QuorumKind.MORE_THAN, "quorum_numerator": 2, "quorum_denominator": 2},
        {"quorum_kind": QuorumKind.NUMBER, "quorum_numerator": 0},
        {"quorum_kind": QuorumKind.AT_LEAST, "quorum_numerator": 0},
        {"quorum_kind": QuorumKind.MORE_THAN, "quorum_numerator": -1},
        {"quorum_kind": QuorumKind.AT_LEAST, "quorum_denominator": 0},
    ],
)
def test_a_rule_that_nobody_can_follow_is_refused(file: AllianceFile, fields: dict[str, Any]) -> None:
    with file.writing() as session:
        group, _changes = add_group(session, name="Water")
        before = alliance(session)
        with pytest.raises(QuorumImpossible):
            change_alliance(session, **fields)
        with pytest.raises(QuorumImpossible):
            change_group(session, group, **fields)
        with pytest.raises(QuorumImpossible):
            add_group(session, name="Soil", **fields)
        assert alliance(session) == before
        assert [row.name for row in groups_on(session)] == ["Water"]


def test_only_a_group_follows_the_alliance(file: AllianceFile) -> None:
    with file.writing() as session:
        group, _changes = add_group(session, name="Water")
        change_alliance(session, quorum_kind=QuorumKind.MORE_THAN)
        assert quorum_rule(looking(session), group) == HALF_PLUS_ONE
        change_group(session, group, quorum_kind=QuorumKind.NONE)
        assert quorum_rule(looking(session), group).kind is QuorumKind.NONE
        with pytest.raises(QuorumImpossible):
            change_alliance(session, quorum_kind=QuorumKind.AS_ALLIANCE)


@pytest.mark.parametrize("days", [-1, 366])
def test_days_that_cannot_be_are_refused(file: AllianceFile, days: int) -> None:
    with file.writing() as session, pytest.raises(DaysImpossible):
        change_alliance(session, notice_days=days)


def test_the_rule_of_a_meeting_that_runs_again_is_todays(file: AllianceFile) -> None:
    with file.writing() as session:
        kit = small_alliance(session)
        start_meeting(session, kit.meeting, at=dt.time(10))
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(11))
    with file.writing() as session:
        change_alliance(session, quorum_kind=QuorumKind.NONE)
        assert quorum_rule(looking(session), None, meeting_id=kit.meeting) == HALF_PLUS_ONE
    with file.writing() as session:
        history.undo(session)
        history.undo(session)
    with file.writing() as session:
        change_alliance(session, quorum_kind=QuorumKind.NONE)
        assert quorum_rule(looking(session), None, meeting_id=kit.meeting).kind is QuorumKind.NONE
    with file.writing() as session:
        finish_meeting(session, kit.meeting, at=dt.time(11))
        change_alliance(session, quorum_kind=QuorumKind.MORE_THAN)
        assert quorum_rule(looking(session), None, meeting_id=kit.meeting).kind is QuorumKind.NONE


def test_a_meeting_brought_in_keeps_the_rule_it_was_brought_in_under(
    file: AllianceFile, add_meeting: Callable[..., uuid.UUID]
) -> None:
    with file.writing() as session, history.step(session, "import_meetings"):
        past = add_meeting(session, 1, dt.date(2019, 5, 6))
    with file.writing() as session:
        before = quorum_rule(looking(session), None, meeting_id=past)
        change_alliance(session, quorum_kind=QuorumKind.AT_LEAST, quorum_numerator=2, quorum_denominator=3)
        assert quorum_rule(looking(session), None) != before
        assert quorum_rule(looking(session), None, meeting_id=past) == before
