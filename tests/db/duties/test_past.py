"""Turns of the past: the three real folders against a count in plain Python from meetings.csv, and small cases."""

import csv
import datetime as dt
import unicodedata
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.duties.audit import Account, audit
from db.duties.keeping import change_duty
from db.duties.ledger import ledger
from db.duties.past import enter_past_turns
from db.engine import AllianceFile
from db.history import history
from db.incoming.imports import import_meetings
from db.meetings.officers import Named, set_officers
from db.schema import Meeting, Turn
from db.turn_units import TURN
from db.vocabulary import DutyBody, MeetingRole, TurnState
from desktop.exchange.meetings_in import read_meetings
from tests.db.duties.duty_kit import TODAY, alliance_in_turn, duty_by_key, hold

COLUMNS = {"minutes": "Minutes taken by", "chairing": "Chair"}
KNOWN = {
    ("kanthaus", "minutes"): (164, 42.8),
    ("kanthaus", "chairing"): (174, 15.8),
    ("w3c_json_ld_wg", "minutes"): (89, 8.8),
    ("w3c_json_ld_wg", "chairing"): (87, 43.6),
    ("openjs_cpc", "minutes"): (0, 0.0),
    ("openjs_cpc", "chairing"): (0, 0.0),
}
"""Turns on record, and how far somebody was off at most, as anybody can count from the tables."""


def plainly(name: str) -> str:
    """Return what tells a name again: no accents, no case, no remark in brackets."""
    bare = unicodedata.normalize("NFKD", name.partition("(")[0]).casefold()
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def is_plain_name(name: str) -> bool:
    """Return whether a cell names somebody: "friend of somebody" and "somebody with help" are no members."""
    return bool(name) and " of " not in name and " with " not in name


def counted(table: Path, column: str) -> tuple[int, dict[str, Fraction], dict[str, Fraction], Fraction]:
    """Count turns, what everyone did and accrued, and the largest distance, from the table alone."""
    done: dict[str, Fraction] = defaultdict(Fraction)
    share: dict[str, Fraction] = defaultdict(Fraction)
    turns, largest = 0, Fraction(0)
    with table.open(encoding="utf-8-sig", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["Date"])
    for row in rows:
        here = dict.fromkeys(filter(is_plain_name, map(plainly, row["Present"].split(";"))))
        did = list(dict.fromkeys(filter(is_plain_name, map(plainly, row[column].split(";")))))
        if not here or not did:
            continue
        turns += 1
        pool = here | dict.fromkeys(did)
        for name in pool:
            share[name] += Fraction(1, len(pool))
        for name in did:
            done[name] += Fraction(1, len(did))
        largest = max([largest, *(abs(done[name] - share[name]) for name in pool)])
    return turns, done, share, largest


@pytest.mark.parametrize("folder", ["kanthaus", "w3c_json_ld_wg", "openjs_cpc"])
def test_the_audit_of_a_real_folder_is_what_one_counts_from_its_table(
    file: AllianceFile, shared: Path, folder: str
) -> None:
    table = shared / "meetings" / folder / "meetings.csv"
    with file.writing() as session:
        import_meetings(session, read_meetings(table).meetings)
    with file.reading() as session:
        for key, column in COLUMNS.items():
            found = audit(session, duty_by_key(session, key).id)
            turns, done, share, largest = counted(table, column)
            assert (found.turns, round(float(largest), 1)) == (turns, KNOWN[folder, key][1])
            assert found.turns == KNOWN[folder, key][0]
            assert near(found.happened.largest, largest)
            rows = {plainly(row.member): row for row in found.happened.rows}
            assert rows.keys() == share.keys()
            assert all(near(row.done, done[name]) and near(row.share, share[name]) for name, row in rows.items())
            check_rule(found.rule, found.turns)


def near(units: int, turns: Fraction) -> bool:
    """Return whether units say the same as turns; a turn that many share is rounded to a unit each."""
    return abs(Fraction(units, TURN) - turns) < Fraction(1, 10**9)


def check_rule(rule: Account, turns: int) -> None:
    assert rule.largest <= 1.3 * TURN
    assert sum(row.done for row in rule.rows) == turns * TURN
    assert sum(row.balance for row in rule.rows) == 0


def test_an_import_enters_its_turns_and_undoes_with_them(file: AllianceFile, tmp_path: Path) -> None:
    table = tmp_path / "past.csv"
    table.write_text(
        "Date,Present,Chair,Minutes taken by\n"
        "2024-01-01,Ana Ruiz; Ivo Paz; Rosa Quispe,Ana Ruiz,Ivo Paz; Rosa Quispe\n"
        "2024-02-01,Ana Ruiz; Ivo Paz,Ana Ruiz,Rosa Quispe\n"
        "2024-03-01,,Ana Ruiz,Ivo Paz\n"
    )
    with file.writing() as session:
        import_meetings(session, read_meetings(table).meetings)
        found = audit(session, duty_by_key(session, "minutes").id)
        assert {row.member: (row.done, row.share) for row in found.happened.rows} == {
            "Ana Ruiz": (0, TURN * 2 // 3), "Ivo Paz": (TURN // 2, TURN * 2 // 3),
            "Rosa Quispe": (TURN * 3 // 2, TURN * 2 // 3),
        }  # fmt: skip
        assert found.happened.largest == TURN * 5 // 6
        assert (found.turns, found.first, found.last) == (2, dt.date(2024, 1, 1), dt.date(2024, 2, 1))
        assert [(row.member, row.turns, row.last_done) for row in ledger(session, found.duty.id, today=TODAY).rows] == [
            ("Ana Ruiz", 0, None), ("Ivo Paz", 1, dt.date(2024, 1, 1)), ("Rosa Quispe", 2, dt.date(2024, 2, 1))
        ]  # fmt: skip
        assert not enter_past_turns(session)
        history.undo(session)
        assert session.scalars(select(Turn)).all() == []
        history.redo(session)
        assert len(session.scalars(select(Turn)).all()) == 4


def test_a_meeting_held_without_a_rota_can_be_entered_later(file: AllianceFile) -> None:
    with file.writing() as session:
        kit = alliance_in_turn(session, meetings=2)
        named(session, kit.meetings[0], kit.members[0])
        hold(session, kit.meetings[0], kit.members[:2])
        named(session, kit.meetings[1], kit.members[1])
        minutes = duty_by_key(session, "minutes")
        change_duty(session, minutes.id, body=DutyBody.PLENARY)
        enter_past_turns(session, [kit.meetings[1]])
        assert session.scalars(select(Turn)).all() == [], "the second has not been held"
        enter_past_turns(session)
        [turn] = session.scalars(select(Turn))
        assert (turn.state, turn.member_id, turn.closed_on) == (TurnState.DONE, kit.members[0], dt.date(2026, 2, 5))
        change_duty(session, minutes.id, from_date=dt.date(2026, 2, 6))
        assert audit(session, minutes.id).turns == 0, "what was before the duty came into use does not count"


def named(session: Session, meeting_id: object, member_id: object) -> None:
    """Let a member take the minutes of a meeting."""
    row = next(one for one in session.scalars(select(Meeting)) if one.id == meeting_id)
    set_officers(session, row.id, MeetingRole.MINUTES, [Named(member_id)])  # type: ignore[arg-type]
