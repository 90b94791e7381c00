"""What the rota promises, on small alliances of every shape in a real file: each in `make properties` 3,000 times.

A file is made once; each case is written into it and taken back.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.ledger import accounts, ledger
from db.duties.planning import plan_ahead
from db.duties.rota import why
from db.duties.swapping import swap_partners, swap_turns
from db.engine import AllianceFile, create_file
from db.members.members import add_member, change_member
from db.members.people import change_person
from db.rotation import share_out
from db.schema import LedgerEntry, Turn, TurnCredit
from db.turn_units import TURN
from tests.cases import CASES
from tests.db.duties.small_alliances import (
    WEIGHTS,
    Alliance,
    Held,
    Written,
    alliances,
    keys_for,
    tried,
    write,
)
from tests.db.duties.test_stories import everything, steps_done
from tests.db.rotation.problems import fair_shares

cases = settings(max_examples=CASES)

Balances = list[dict[uuid.UUID, int]]
"""Of each duty, by member, in units."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AllianceFile]:
    with create_file(tmp_path_factory.mktemp("desk") / "alliance.ronda", name="Lake Valley Alliance") as opened:
        yield opened


@given(alliances())
@cases
def test_only_who_may_and_can_and_nobody_twice(desk: AllianceFile, alliance: Alliance) -> None:
    with tried(desk) as record:
        made = write(record, alliance)
        plan_ahead(record, today=alliance.today)
        planned = turns_ahead(record, made)
        assert planned.keys() == {(meeting, key) for meeting in alliance.coming for key in alliance.keys}
        for meeting in alliance.coming:
            turns = [planned[meeting, key] for key in alliance.keys]
            given_to = [made.number(turn.member_id) for turn in turns]
            whose = [each for each in given_to if each is not None]
            assert len(set(whose)) == len(whose) == alliance.most_turns(meeting)
            for key, turn, each in zip(alliance.keys, turns, given_to, strict=True):
                if each is None:
                    assert turn.person_id is turn.alternate_id is None
                    continue
                assert each in alliance.pool(key, meeting)
                able = [made.people[each][one] for one in alliance.people_at(each, meeting)]
                assert turn.person_id in able
                assert turn.alternate_id in able or turn.alternate_id is None
                assert turn.alternate_id != turn.person_id


@given(alliances())
@cases
def test_shares_of_a_turn_are_one_turn_and_balances_are_nothing(desk: AllianceFile, alliance: Alliance) -> None:
    with tried(desk) as record:
        made = write(record, alliance)
        shares, parts = entries_by_turn(record, made)
        for number, held in enumerate(alliance.held):
            fair = shares_then(alliance, number)
            for key, doers, own in zip(alliance.keys, held.doers, fair, strict=True):
                assert sum(parts[number, key].values()) == sum(shares[number, key].values()) == (TURN if doers else 0)
                assert {each for each, units in parts[number, key].items() if units} == set(doers)
                if sum(own.values()) == 1:  # else too few could do these turns: they owe more than one each
                    for each in alliance.members:
                        assert near(shares[number, key].get(each, 0), own.get(each, Fraction(0)))
        for balances in balances_of(record, made):
            assert sum(balances.values()) == 0


@given(alliances())
@cases
def test_the_same_record_has_the_same_plan(desk: AllianceFile, alliance: Alliance) -> None:
    """The same facts, however often one plans, and in whatever order they were written down."""
    plans, keys = [], keys_for(alliance)
    for backwards in (False, True):
        with tried(desk) as record:
            made = write(record, alliance, keys, backwards=backwards)
            plan_ahead(record, today=alliance.today)
            planned, steps = everything(record), steps_done(record)
            plans.append({place: numbers(record, turn) for place, turn in turns_ahead(record, made).items()})
            plan_ahead(record, today=alliance.today)
            assert everything(record) == planned
            assert steps_done(record) == steps
    assert plans[0] == plans[1]


@given(alliances(), st.data())
@cases
def test_a_name_changed_changes_nothing(desk: AllianceFile, alliance: Alliance, data: st.DataObject) -> None:
    with tried(desk) as record:
        made = write(record, alliance)
        plan_ahead(record, today=alliance.today)
        before = everything(record), balances_of(record, made)
        member, name = data.draw(st.sampled_from(alliance.members)), data.draw(st.sampled_from(["Aaa", "Zzz", "Ñandú"]))
        change_member(record, made.members[member], name=name, short_name=name, code=name[:2])
        person = data.draw(st.sampled_from([key for own in made.people for key in own]))
        change_person(record, person, name=data.draw(st.sampled_from(["Aaa", "Zzz", "Ñandú"])))
        plan_ahead(record, today=alliance.today)
        assert everything(record) == before[0]
        assert balances_of(record, made) == before[1]


@given(alliances())
@cases
def test_who_joins_starts_at_nothing(desk: AllianceFile, alliance: Alliance) -> None:
    """No debt, no bonus: what comes later is all that counts, and nobody else's account moves."""
    with tried(desk) as record:
        made = write(record, alliance)
        before = balances_of(record, made)
        late, _changes = add_member(record, name="Late", individual=True, from_date=alliance.today)
        assert balances_of(record, made) == [{**own, late: 0} for own in before]
        for of in made.duties:
            row = next(row for row in ledger(record, of.id, today=alliance.today).rows if row.member_id == late)
            assert (row.done, row.share, row.turns, row.last_done) == (0, 0, 0, None)
        plan_ahead(record, today=alliance.today)
        planned = turns_ahead(record, made)
        joined, share = len(made.members), dict.fromkeys(alliance.keys, 0)
        done = dict.fromkeys(alliance.keys, 0)
        for meeting in alliance.coming:
            pools = [pool | {joined: 2} for pool in alliance.pools(meeting)]
            for key, own in zip(alliance.keys, share_out(pools), strict=True):
                share[key] += own[joined]
                turn = planned[meeting, key]
                if turn.member_id == late:
                    assert (turn.turns_done, turn.fair_share) == (done[key], share[key])
                    done[key] += TURN


@given(alliances(ahead=(1, 2)), st.data())
@cases
def test_another_weight_leaves_past_entries_alone(desk: AllianceFile, alliance: Alliance, data: st.DataObject) -> None:
    with tried(desk) as record:
        made = write(record, alliance)
        before, past = balances_of(record, made), rows_of(record)
        weights = list(alliance.weights)
        for member in data.draw(st.lists(st.sampled_from(alliance.members), min_size=1, max_size=2, unique=True)):
            weights[member] = data.draw(st.sampled_from(WEIGHTS))
            change_member(record, made.members[member], duty_share=weights[member])
        assert rows_of(record) == past
        assert balances_of(record, made) == before
        made.close(record, alliance.coming[0], alliance.members, [[0], [1]][: len(alliance.keys)])
        found = rows_of(record)
        assert found.items() >= past.items()
        new = [row for key, row in found.items() if key not in past and row["table"] == "ledger_entry"]
        assert new
        assert all(row["weight"] == weights[made.members.index(row["member_id"])] for row in new if row["in_pool"])
        assert all(row["share"] > 0 for row in new if row["in_pool"] and len(alliance.keys) == 1)


@given(alliances(ahead=(2, 5)), st.data())
@cases
def test_a_swap_conserves(desk: AllianceFile, alliance: Alliance, data: st.DataObject) -> None:
    """Both have as many turns as before, nobody else is touched, and when all is done everybody stands the same."""
    with tried(desk) as record:
        made = write(record, alliance)
        plan_ahead(record, today=alliance.today)
        before, past = turns_ahead(record, made), rows_of(record)
        found = None
        for place in data.draw(st.permutations(sorted(each for each, turn in before.items() if turn.member_id))):
            if partners := swap_partners(record, before[place].id, today=alliance.today):
                found = place, data.draw(st.sampled_from(partners))
                break
        if found is None:
            return
        place, partner = found
        other = next(each for each, turn in before.items() if turn.id == partner.turn_id)
        whose = {each: turn.member_id for each, turn in before.items()}
        swapped = {**whose, place: whose[other], other: whose[place]}
        opening, column = balances_of(record, made), alliance.keys.index(place[1])
        walked, then = walk(made, whose, opening), walk(made, swapped, opening)
        for effect in (partner.own, partner.other):
            assert effect.furthest_before == max(abs(row[column][effect.member_id]) for row in walked)
            assert effect.furthest_after == max(abs(row[column][effect.member_id]) for row in then)
        swap_turns(record, before[place].id, partner.turn_id, today=alliance.today)
        assert {each: turn.member_id for each, turn in turns_ahead(record, made).items()} == swapped
        assert rows_of(record) == past
        both = sorted({place[0], other[0]})
        for meeting in both:
            made.close(record, meeting, alliance.members, doers(made, swapped, meeting))
        assert balances_of(record, made) == held_by_all(made, whose, both, opening)


@given(alliances())
@cases
def test_the_explanation_has_the_ledgers_numbers(desk: AllianceFile, alliance: Alliance) -> None:
    with tried(desk) as record:
        made = write(record, alliance)
        plan_ahead(record, today=alliance.today)
        planned = turns_ahead(record, made)
        rows = [ledger(record, of.id, today=alliance.today).rows for of in made.duties]
        done = [{row.member_id: row.done for row in own} for own in rows]
        share = [{row.member_id: row.share for row in own} for own in rows]
        for meeting in alliance.coming:
            units = share_out(alliance.pools(meeting))
            for column, key in enumerate(alliance.keys):
                for each, part in units[column].items():
                    share[column][made.members[each]] += part
                turn = planned[meeting, key]
                told = why(record, turn.id)
                assert (told is None) == (turn.member_id is None)
                if told is None:
                    continue
                balance = {each: done[column].get(each, 0) - share[column].get(each, 0) for each in made.members}
                assert (told.member_id, told.turns_done) == (turn.member_id, done[column][told.member_id])
                assert told.fair_share == share[column][told.member_id]
                if told.runner_up_id:
                    assert told.runner_up_balance == balance[told.runner_up_id]
                for one, _name, _because in told.passed_over:
                    assert one.balance == balance[one.member_id] < balance[told.member_id]
            for column, key in enumerate(alliance.keys):
                if (whose := planned[meeting, key].member_id) is not None:
                    done[column][whose] += TURN


def turns_ahead(session: Session, made: Written) -> dict[tuple[int, str], Turn]:
    """Return the turns on record of meetings to come, by the meeting's number and the duty's key."""
    session.flush()
    keys = {of.id: of.key for of in made.duties}
    return {
        (made.meetings.index(turn.meeting_id), keys[turn.duty_id]): turn
        for turn in session.scalars(select(Turn))
        if turn.meeting_id and made.meetings.index(turn.meeting_id) in made.alliance.coming
    }


def numbers(session: Session, turn: Turn) -> tuple[Any, ...]:
    """Return everything that planning says of a turn."""
    told = why(session, turn.id)
    passed = told.passed_over if told else ()
    return (
        turn.member_id, turn.person_id, turn.alternate_id, turn.state, turn.turns_done, turn.fair_share,
        turn.runner_up_id, turn.runner_up_balance, passed,
    )  # fmt: skip


def balances_of(session: Session, made: Written) -> Balances:
    """Return where everybody stands; everybody who may be asked has a row."""
    found = []
    for of in made.duties:
        shown = {row.member_id: row.balance for row in ledger(session, of.id, today=made.alliance.today).rows}
        assert {key: own.balance for key, own in accounts(session, of).items()}.items() <= shown.items()
        found.append(dict.fromkeys(made.members, 0) | shown)
    return found


def rows_of(session: Session) -> dict[uuid.UUID, dict[str, Any]]:
    """Return what stands in the ledger, whole."""
    session.flush()
    return {
        row["id"]: {**row, "table": model.__tablename__}
        for model in (LedgerEntry, TurnCredit)
        for row in session.execute(select(model.__table__)).mappings()
    }


def entries_by_turn(session: Session, made: Written) -> tuple[Any, Any]:
    """Return shares and parts of each turn of the past, by the meeting's number and the duty's key."""
    keys = {of.id: of.key for of in made.duties}
    turns = {row.id: (made.meetings.index(row.meeting_id), keys[row.duty_id]) for row in session.scalars(select(Turn))}
    shares: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    parts: dict[tuple[int, str], Counter[int]] = defaultdict(Counter)
    for entry in session.scalars(select(LedgerEntry)):
        shares[turns[entry.turn_id]][made.members.index(entry.member_id)] += entry.share
    for credit in session.scalars(select(TurnCredit)):
        parts[turns[credit.turn_id]][made.members.index(credit.member_id)] += credit.units
    return shares, parts


def shares_then(alliance: Alliance, number: int) -> list[dict[int, Fraction]]:
    """Return who accrued what of each turn of a meeting that was held, in fractions of a turn."""
    held = alliance.held[number]
    pools = alliance.pool_then(number, held)
    done = [place for place, doers in enumerate(held.doers) if doers]
    counted = [place for place in done if pools[place]]
    did = [each for place in done for each in held.doers[place]]
    shares: list[dict[int, Fraction]] = [{} for _doers in held.doers]
    apart = [counted] if len(set(did)) == len(did) else [[place] for place in counted]
    for group in apart:
        for place, own in zip(group, fair_shares([pools[place] for place in group]), strict=True):
            shares[place] = own
    for place in set(done) - set(counted):  # nobody may do it: it is theirs who did
        shares[place] = {each: Fraction(1, len(held.doers[place])) for each in held.doers[place]}
    return shares


def near(units: int, share: Fraction) -> bool:
    """Return whether units are a share, but for the rounding of a unit a member."""
    return abs(Fraction(units, TURN) - share) < Fraction(1, 10**12)


def walk(made: Written, whose: dict[tuple[int, str], uuid.UUID | None], opening: Balances) -> list[Balances]:
    """Return where everybody stands after each meeting to come, if all goes as planned."""
    alliance, found, now = made.alliance, [], [dict(own) for own in opening]
    for meeting in alliance.coming:
        for column, (key, units) in enumerate(zip(alliance.keys, share_out(alliance.pools(meeting)), strict=True)):
            for each, part in units.items():
                now[column][made.members[each]] -= part
            if member_id := whose[meeting, key]:
                now[column][member_id] += TURN
        found.append([dict(own) for own in now])
    return found


def doers(made: Written, whose: dict[tuple[int, str], uuid.UUID | None], meeting: int) -> list[tuple[int, ...]]:
    """Return who has each turn of a meeting, nobody where nobody can."""
    own = [made.number(whose[meeting, key]) for key in made.alliance.keys]
    return [() if each is None else (each,) for each in own]


def held_by_all(
    made: Written, whose: dict[tuple[int, str], uuid.UUID | None], meetings: list[int], opening: Balances
) -> Balances:
    """Return where everybody stands when everybody came to some meetings and all was done as planned."""
    now = [dict(own) for own in opening]
    for meeting in meetings:
        did = doers(made, whose, meeting)
        pools = made.alliance.pool_then(meeting, Held(frozenset(made.alliance.members), tuple(did)))
        counted = [column for column, own in enumerate(did) if own]
        for column, units in zip(counted, share_out([pools[column] for column in counted]), strict=True):
            for each, part in units.items():
                now[column][made.members[each]] -= part
            now[column][made.members[did[column][0]]] += TURN
    return now
