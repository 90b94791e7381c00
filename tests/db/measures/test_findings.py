"""What is worth a sentence, by the rules, and what of it is a sign of a known challenge."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest

from db.measures.challenges import Sign, Signal, signals
from db.measures.findings import _balances, findings, out_of_proportion
from db.measures.found import (
    AttendanceFacts,
    BalancesFacts,
    ConcentrationFacts,
    Finding,
    GrassrootsFacts,
    Key,
    KindFacts,
    Tone,
    What,
)
from db.measures.parts import Direction, Part
from db.schema import CharterVersion, Duty, Indicator, Observation, Turn
from db.turn_units import TURN
from db.vocabulary import CharterKind, MeetingStatus, MinutesState, TurnState
from tests.db.measures.alliance_at_work import Desk, day

KEYS = (
    "unrealistic_expectations", "overshadowed_by_large", "missing_grassroots", "one_sided_politics",
    "members_without_means", "few_dominate", "minutes_or_duties_undone", "purpose_spent",
)  # fmt: skip


def found(desk: Desk) -> dict[Key, Finding]:
    return {one.key: one for one in findings(desk.compared())}


def signal(desk: Desk, key: str) -> Signal:
    return next(one for one in signals(desk.compared()) if one.key == key)


def test_an_empty_record_makes_no_finding_and_no_sign(desk: Desk) -> None:
    assert findings(desk.compared()) == ()
    assert [one.key for one in signals(desk.compared())] == list(KEYS)
    assert {one.sign for one in signals(desk.compared())} == {Sign.UNKNOWN}


def test_falling_attendance_stands_out_and_names_its_meetings(desk: Desk) -> None:
    members = desk.members(31)
    meetings = [
        desk.meeting(day(month), members[:here], number=month)
        for month, here in enumerate((25, 24, 24, 22, 20, 18), 1)
    ]  # fmt: skip
    one = found(desk)[Key.ATTENDANCE]
    assert isinstance(one.facts, AttendanceFacts)
    assert (one.tone, one.facts.direction, one.facts.missed) == (Tone.WORRY, Direction.FALLING, 9)
    assert (one.facts.first.came, one.facts.last.came, one.facts.last.seats) == (25, 18, 31)
    assert (one.records.meetings, len(one.records.members)) == (tuple(meetings), 9)


def test_lower_than_before_stands_out_only_by_five_points_and_four_meetings(desk: Desk) -> None:
    members = desk.members(20)
    for month in range(1, 5):
        desk.meeting(dt.date(2025, month, 5), members[:15], number=month)
        desk.meeting(dt.date(2026, month, 5), members[:14], number=10 + month)
    assert found(desk)[Key.ATTENDANCE].tone is Tone.WORRY  # 75 and 70 of a hundred
    desk.meeting(dt.date(2026, 5, 5), members[:15], number=20)
    assert found(desk)[Key.ATTENDANCE].tone is Tone.NEUTRAL


def test_a_kind_brings_little_when_half_its_share_is_not_reached_and_chance_seldom_does_so(desk: Desk) -> None:
    ngos = [desk.member(f"Ngo {n}", kind="international_ngo") for n in range(5)]
    farmers = [desk.member(f"Farmer {n}", kind="member_based") for n in range(5)]
    meeting = desk.meeting(day(3), [*ngos, *farmers])
    desk.co_chair(ngos[0])
    for ngo in ngos:
        desk.items(meeting, ngo, 3)
    desk.items(meeting, farmers[0], 5)
    one = found(desk)[Key.KINDS]
    assert isinstance(one.facts, KindFacts)
    assert one.facts.kind is not None
    assert (one.tone, one.facts.kind.key, one.facts.much) == (Tone.WORRY, "member_based", False)
    assert (one.facts.seats, one.facts.items, one.facts.co_chairs) == (Part(5, 10), Part(5, 20), Part(0, 1))
    desk.items(meeting, farmers[1], 3)  # 8 of 23: more than half of its share
    facts = found(desk)[Key.KINDS].facts
    assert isinstance(facts, KindFacts)
    assert (facts.kind, facts.too_few) == (None, False)


def test_of_few_items_it_is_not_said_that_every_kind_has_its_share(desk: Desk) -> None:
    members = [desk.member(f"Ngo {n}", kind="international_ngo") for n in range(2)]
    members += [desk.member(f"Farmer {n}", kind="member_based") for n in range(2)]
    meeting = desk.meeting(day(3), members)
    desk.items(meeting, members[0], 1)
    facts = found(desk)[Key.KINDS].facts
    assert isinstance(facts, KindFacts)
    assert (facts.kind, facts.too_few, facts.items) == (None, True, Part(1, 1))


@pytest.mark.parametrize(
    ("seats", "did", "little", "much"),
    [
        (Part(1, 2), Part(5, 20), True, False),
        (Part(1, 2), Part(6, 20), False, False),
        (Part(1, 2), Part(1, 4), False, False),  # of four things chance does so often
        (Part(1, 2), Part(15, 20), False, True),
        (Part(1, 2), Part(14, 20), False, False),
        (Part(1, 2), Part(40, 100), False, False),  # chance seldom does so, but it is not half as few
        (Part(1, 2), Part(60, 100), False, False),
        (Part(1, 1), Part(20, 20), False, False),
        (Part(0, 0), Part(5, 20), False, False),
        (Part(1, 2), Part(0, 0), False, False),
    ],
)
def test_out_of_proportion(seats: Part, did: Part, little: bool, much: bool) -> None:
    assert (out_of_proportion(seats, did, little=True) is not None) is little
    assert (out_of_proportion(seats, did, little=False) is not None) is much


def test_three_have_most_when_it_is_more_than_half_and_there_is_enough(desk: Desk) -> None:
    members = desk.members(10)
    meeting = desk.meeting(day(3), members)
    for member in members[:3]:
        desk.items(meeting, member, 2)
    for member in members[3:7]:
        desk.items(meeting, member, 1)
    one = found(desk)[Key.CONCENTRATION]
    assert isinstance(one.facts, ConcentrationFacts)
    assert (one.tone, one.facts.most, one.facts.of_top) == (Tone.WORRY, True, Part(6, 10))
    assert set(one.records.members) == set(members[:3])
    assert len(one.records.items) == 6
    assert signal(desk, "few_dominate").sign is Sign.SEEN
    desk.items(meeting, members[7], 1)
    desk.items(meeting, members[8], 1)  # 6 of 12: not more than half
    assert found(desk)[Key.CONCENTRATION].tone is Tone.NEUTRAL
    assert signal(desk, "few_dominate").sign is Sign.NOT_SEEN


def test_three_of_a_few_do_not_dominate(desk: Desk) -> None:
    members = desk.members(9)
    meeting = desk.meeting(day(3), members)
    for member in members[:3]:
        desk.action(meeting, member)
        desk.items(meeting, member, 5)
    one = found(desk)[Key.CONCENTRATION]
    assert isinstance(one.facts, ConcentrationFacts)
    assert (one.tone, one.facts.what) == (Tone.NEUTRAL, What.ITEMS)
    assert signal(desk, "few_dominate").sign is Sign.UNKNOWN


def test_grassroots_members_beside_the_others(desk: Desk) -> None:
    farmers = [desk.member(f"Farmer {n}", grassroots=True) for n in range(5)]
    others = [desk.member(f"Other {n}") for n in range(5)]
    for month in range(1, 5):
        desk.meeting(day(month), [*others, *farmers[:4]], number=month)
    one = found(desk)[Key.GRASSROOTS]
    assert isinstance(one.facts, GrassrootsFacts)
    assert (one.tone, one.facts.come_less, one.facts.members) == (Tone.WORRY, True, Part(5, 10))
    assert (one.facts.came, one.facts.others_came) == (Part(16, 20), Part(20, 20))
    told = signal(desk, "missing_grassroots")
    assert (told.sign, told.part, told.other) == (Sign.SEEN, Part(16, 20), Part(20, 20))


def test_no_grassroots_co_chair_is_a_sign_and_no_mark_at_all_is_none(desk: Desk) -> None:
    a = desk.member("Ngo")
    desk.meeting(day(3), [a])
    assert signal(desk, "missing_grassroots").sign is Sign.UNKNOWN
    b = desk.member("Farmers", grassroots=True, since=day(4))
    assert signal(desk, "missing_grassroots").sign is Sign.UNKNOWN  # nothing it could have done yet
    desk.co_chair(a)
    assert signal(desk, "missing_grassroots").sign is Sign.SEEN
    desk.co_chair(b)
    assert signal(desk, "missing_grassroots").sign is Sign.NOT_SEEN


def test_a_kind_of_mostly_grassroots_members_overshadows_nobody(desk: Desk) -> None:
    ngos = [desk.member(f"Ngo {n}", kind="international_ngo") for n in range(2)]
    farmers = [desk.member(f"Farmer {n}", kind="member_based", grassroots=True) for n in range(2)]
    donors = [desk.member(f"Donor {n}", kind="donor") for n in range(2)]
    meeting = desk.meeting(day(3), [*ngos, *farmers, *donors])
    desk.items(meeting, farmers[0], 12)
    assert signal(desk, "overshadowed_by_large").sign is Sign.NOT_SEEN
    desk.items(meeting, ngos[0], 40)
    told = signal(desk, "overshadowed_by_large")
    assert told.kind is not None
    assert (told.sign, told.kind.key, told.items) == (Sign.SEEN, "international_ngo", Part(40, 52))


def test_quiet_members(desk: Desk) -> None:
    members = desk.members(5)
    meetings = [desk.meeting(day(month), members[:4], number=month) for month in range(1, 5)]
    told = signal(desk, "members_without_means")
    assert (told.sign, told.part, told.records.members) == (Sign.SEEN, Part(1, 5), (members[4],))
    desk.action(meetings[0], members[4])
    assert signal(desk, "members_without_means").sign is Sign.NOT_SEEN


def test_minutes_or_duties_undone(desk: Desk) -> None:
    [a] = desk.members(1)
    for month in range(1, 5):
        out = day(month, 16) if month > 1 else None
        state = MinutesState.CIRCULATED if out else MinutesState.DRAFT
        desk.meeting(day(month), [a], number=month, circulated_on=out, minutes_state=state)
    assert signal(desk, "minutes_or_duties_undone").sign is Sign.NOT_SEEN  # one of four
    duty = desk.session.query(Duty).first()
    assert duty is not None
    ahead = desk.meeting(day(5), number=5, status=MeetingStatus.CALLED, circulated_on=day(5))
    turn = desk.row(Turn(duty_id=duty.id, meeting_id=ahead, member_id=a, published_on=day(1), state=TurnState.PLANNED))
    told = signal(desk, "minutes_or_duties_undone")
    assert (told.sign, told.other, told.records.turns) == (Sign.SEEN, Part(1, 1), (turn,))


def test_expectations_and_a_purpose_that_is_spent(desk: Desk) -> None:
    def indicator(value: int) -> None:
        key = desk.row(
            Indicator(name="Canals", baseline_value=0, baseline_date=day(1, 1), target_value=10, target_date=day(12))
        )
        desk.row(Observation(indicator_id=key, on_date=day(7), value=value))

    indicator(10)
    assert signal(desk, "purpose_spent").sign is Sign.SEEN
    assert signal(desk, "unrealistic_expectations").sign is Sign.NOT_SEEN
    indicator(1)
    assert signal(desk, "purpose_spent").sign is Sign.NOT_SEEN
    told = signal(desk, "unrealistic_expectations")
    assert (told.sign, told.part) == (Sign.SEEN, Part(1, 2))
    purpose = CharterVersion(kind=CharterKind.PURPOSE, version=1, in_force_from=day(1), review_date=day(6))
    desk.row(purpose)
    told = signal(desk, "purpose_spent")
    assert (told.sign, told.day) == (Sign.SEEN, day(6))
    purpose.reviewed_on = day(5)
    desk.session.flush()
    assert signal(desk, "purpose_spent").sign is Sign.NOT_SEEN


def test_duties_that_one_member_does_nearly_alone_are_not_called_fair() -> None:
    few, most = uuid.uuid4(), [uuid.uuid4() for _member in range(9)]

    def found(ahead: int) -> Finding:
        balances = {few: ahead * TURN, **dict.fromkeys(most, -TURN // 2)}
        duties = SimpleNamespace(balances=balances, fair=tuple(most), of_fair=Part(9, 10))
        [one] = _balances(SimpleNamespace(now=SimpleNamespace(duties=duties)))  # type: ignore[arg-type]
        return one

    assert found(2).tone is Tone.GOOD
    assert found(51).tone is Tone.NEUTRAL
    assert found(51).facts == BalancesFacts(Part(9, 10), 51 * TURN, TURN // 2)
