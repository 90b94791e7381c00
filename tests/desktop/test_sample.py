"""The sample alliance is whole, the same every time, and has each awkward case that a real one has."""

import datetime as dt
import re
import shutil
import unicodedata
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from db.alliance import alliance
from db.duties.keeping import duties
from db.duties.ledger import ledger
from db.duties.planning import plan_preview
from db.duties.rota import open_turns, rota, why
from db.duties.standard import ROLE_OF
from db.engine import open_file
from db.errors.files import FileExists, WrongPassphrase
from db.errors.records import NothingToUndo
from db.history.history import recent_steps, undo
from db.meetings.agenda import agenda
from db.meetings.attendance import attendance
from db.meetings.meeting_series import all_series
from db.meetings.meetings import meeting, meetings
from db.meetings.open_actions import open_actions
from db.meetings.papers import all_papers, papers
from db.meetings.proposals import pool
from db.members.co_chairs import co_chairs_on
from db.members.groups import group_detail, groups_on
from db.members.members import members_on
from db.members.memberships import spells
from db.members.people import people
from db.minutes.actions import actions, date_changes
from db.minutes.decisions import decisions
from db.minutes.minutes import corrections
from db.turn_units import TURN
from db.vocabulary import (
    ActionState,
    AttendanceStatus,
    ItemOrigin,
    MeetingStatus,
    MemberStatus,
    MinutesState,
    PassedOverWhy,
    Seat,
)
from desktop import sample, texts
from desktop.naming.series import series_words
from desktop.sample import DAY, write_sample
from desktop.sample.plan import load_plan
from tests.desktop.without_qt import NO_QT, python
from tests.samples import ANOTHER_DAY

LANGUAGES = ("en", "es")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("samples")


@pytest.fixture(scope="module")
def written(sample_file):
    """The sample's file in each language."""
    return {language: sample_file(language) for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def session(request, written):
    with open_file(written[request.param], read_only=True) as file, file.reading() as session:
        yield session


def plenary(session, number):
    row = next(row for row in meetings(session, bodies=[None]) if row.number == number)
    return meeting(session, row.id)


def sheet(session, number):
    return attendance(session, plenary(session, number).row.id)


def scripts(names):
    return {unicodedata.name(letter).split()[0] for name in names for letter in name if letter.isalpha()}


KEY = re.compile(r"\b[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b")
"""Keys, also those that stand within a step's merge key."""


def dump(path, passphrase=None):
    """Return every row as text with keys numbered in the order of their first appearance."""
    known: dict[str, str] = {}

    def plain(value):
        if not isinstance(value, str):
            return value
        return KEY.sub(lambda found: known.setdefault(uuid.UUID(found[0]).hex, f"key {len(known)}"), value)

    rows = []
    with open_file(path, passphrase=passphrase, read_only=True) as file, file.reading() as session:
        for table in sorted(inspect(session.connection()).get_table_names()):
            if table.startswith("search_") or table == "change":
                continue
            rowless = table in ("survey_answer", "survey_form_read")
            order = "1, 2" if rowless else "rowid"
            for row in session.execute(text(f'SELECT * FROM "{table}" ORDER BY {order}')):
                if "found_alliance" not in row:  # the file itself is made now
                    rows.append((table, *map(plain, row)))
    return rows


def test_the_alliance_is_as_large_as_a_real_one(session):
    seats = [row for row in members_on(session, DAY) if row.status is MemberStatus.MEMBER]
    assert len(seats) == 31
    assert sum(row.grassroots for row in seats) >= 8
    assert len({row.kind_id for row in seats}) >= 7
    assert len(groups_on(session, DAY)) == 7
    assert len(co_chairs_on(session, DAY)) == 3
    held = [row for row in meetings(session) if row.status in (MeetingStatus.CLOSED, MeetingStatus.FOLLOWING_UP)]
    assert len(held) > 55
    assert len(decisions(session)) > 80
    assert len(actions(session)) > 80


def test_the_next_meeting_is_being_prepared(session):
    detail = plenary(session, 41)
    assert (detail.row.date, detail.row.start_time) == (dt.date(2026, 10, 22), dt.time(10))
    assert detail.row.status is MeetingStatus.PREPARING
    items = agenda(session, detail.row.id)
    assert sum(item.number is not None for item in items) == 8
    assert sum(item.number is None for item in items) == 1
    assert sum(item.planned_minutes for item in items) == 160
    assert [item.number for item in items if item.number and item.purpose is None] == [6]
    assert len(papers(session, detail.row.id)) == 7
    assert len(pool(session, None)) == 2
    assert len(open_actions(session, detail.row.id)) > 10


def test_seven_actions_are_overdue(session):
    late = [row for row in actions(session) if row.overdue(DAY)]
    assert len(late) == 7
    assert max((DAY - row.due_date).days for row in late) == 41


def test_fewer_come_to_the_last_meetings(session):
    here = [sheet(session, number).here for number in range(29, 41)]
    assert sum(here[-3:]) / 3 < sum(here[:6]) / 6 - 3
    away = [
        all(
            next(seat for seat in sheet(session, number).seats if seat.code == row.code).status
            is not AttendanceStatus.PRESENT
            for number in (38, 39, 40)
        )
        for row in members_on(session, DAY)
        if row.status is MemberStatus.MEMBER
    ]
    assert sum(away) >= 3


def test_who_votes_is_there(session):
    for row in decisions(session, plenary=True):
        if row.votes_for is not None:
            votes = row.votes_for + row.votes_against + row.abstentions
            present = sum(seat.status is AttendanceStatus.PRESENT for seat in attendance(session, row.meeting_id).seats)
            assert votes == present, row.label
            assert row.votes_for > row.votes_against


def test_some_come_late_and_some_leave_early(session):
    seats = sheet(session, 40).seats
    assert sum(seat.late for seat in seats) == 2
    assert sum(seat.left_at is not None for seat in seats) == 1


def test_who_comes_late_or_leaves_early_does_so_while_the_meeting_runs(session):
    times = text(
        "SELECT meeting.number, coalesce(started_at, start_time), ended_at, arrived_at, left_at FROM attendance"
        " JOIN meeting ON meeting.id = attendance.meeting_id WHERE arrived_at IS NOT NULL OR left_at IS NOT NULL"
    )
    found = [tuple(row) for row in session.execute(times)]
    assert len(found) > 10
    for number, start, end, *moves in found:
        for at in filter(None, moves):
            assert start <= at, number
            assert end is None or at <= end, number


def test_a_plan_by_which_somebody_leaves_after_the_end_is_refused(tmp_path, monkeypatch):
    plan = load_plan(DAY)
    wrong = replace(plan, attendance={**plan.attendance, 1: {"left": {"credit": dt.time(12)}}})
    monkeypatch.setattr(sample, "load_plan", lambda _today: wrong)
    with pytest.raises(ValueError, match="meeting 1 ends at"):
        write_sample(tmp_path / "a.ronda")


def test_one_meeting_has_no_quorum_and_decides_nothing_and_one_loses_it(session):
    assert sheet(session, 22).timeline.first_met_at is None
    assert decisions(session, meeting=plenary(session, 22).row.id) == []
    assert sheet(session, 35).timeline.lost_at.time() == dt.time(11, 40)


def test_actions_without_owner_or_date_are_not_agreed(session):
    loose = [row for row in actions(session, state=ActionState.OPEN) if not row.agreed]
    assert sorted(missing.value for row in loose for missing in row.missing) == ["date", "owner"]


def test_actions_are_dropped_with_a_reason_and_moved(session):
    dropped = actions(session, state=ActionState.DROPPED)
    assert dropped
    assert all(row.dropped_reason for row in dropped)
    assert any(date_changes(session, row.id) for row in actions(session))


def test_a_decision_is_superseded_and_minutes_were_corrected(session):
    replaced = [row for row in decisions(session) if not row.current]
    assert [row.label for row in replaced] == ["21.2"]
    assert [label for _key, label in replaced[0].superseded_by] == ["33.2"]
    mended = corrections(session, plenary(session, 31).row.id)
    assert [("42" in one.before, "24" in one.after) for one in mended] == [(True, True)]
    assert "24" in next(row.text for row in decisions(session) if row.label == "31.2")


def test_minutes_are_approved_at_the_next_meeting(session):
    last, before = plenary(session, 40), plenary(session, 39)
    assert last.row.minutes_state is MinutesState.CIRCULATED
    assert before.row.minutes_state is MinutesState.APPROVED
    assert before.approved_at_meeting_id == last.row.id


def test_a_member_left_and_came_back_and_others_are_candidate_observer_or_gone(session):
    rows = members_on(session, DAY, everyone=True)
    statuses = [row.status for row in rows]
    assert {MemberStatus.CANDIDATE, MemberStatus.OBSERVER, MemberStatus.LEFT} <= set(statuses)
    assert [len(spells(session, row.id)) for row in rows].count(2) == 1
    assert sum(row.person_id is not None for row in rows) == 1


def test_names_are_long_and_in_many_scripts(session):
    names = [row.name for row in members_on(session, DAY)]
    everybody = [row.name for row in people(session)]
    assert max(map(len, names)) >= 120
    assert max(map(len, everybody)) > 70
    assert {"LATIN", "GEORGIAN", "ARMENIAN", "ARABIC"} <= scripts(names)
    assert {"LATIN", "GEORGIAN", "ARMENIAN", "ARABIC"} <= scripts(everybody)
    assert any("’" in name or "'" in name for name in everybody)
    assert any("<" in name and "&" in name for name in names)


def test_mail_addresses_are_in_the_language_of_the_sample(written):
    for language, mailboxes, one in (
        ("en", {"office", "deputy"}, "office@youth.example"),
        ("es", {"oficina", "suplente"}, "oficina@juventud-rural.example"),
    ):
        with open_file(written[language], read_only=True) as file, file.reading() as session:
            found = set(session.scalars(text("SELECT email FROM person WHERE email <> ''")))
        assert {address.partition("@")[0] for address in found} == mailboxes
        assert one in found


def test_guests_and_observers_attend(session):
    others = [one for number in (10, 17, 34, 35, 40) for one in sheet(session, number).others]
    assert sorted(one.seat for one in others) == [Seat.GUEST] * 3 + [Seat.OBSERVER] * 2


def test_meetings_were_cancelled_and_an_item_was_left_over_twice(session):
    cancelled = [row for row in meetings(session) if row.status is MeetingStatus.CANCELLED]
    assert sorted(row.number for row in cancelled) == [4, 27]
    assert all(meeting(session, row.id).cancelled_reason for row in cancelled)
    item = next(item for item in agenda(session, plenary(session, 41).row.id) if item.number == 6)
    for number in (40, 39):
        assert item.origin is ItemOrigin.LEFT_OVER
        item = next(one for one in agenda(session, plenary(session, number).row.id) if one.id == item.from_item_id)
        assert not item.done
    assert item.origin is ItemOrigin.ADDED


def test_items_recur_and_one_group_is_empty(session):
    assert sum(item.recurring for item in agenda(session, plenary(session, 41).row.id)) == 2
    empty = [row for row in groups_on(session, DAY) if not row.member_count]
    assert len(empty) == 1
    assert group_detail(session, empty[0].id, DAY).meetings == ()


def test_papers_can_be_read(session):
    rows = all_papers(session)
    assert all(row.size_bytes > 50 for row in rows)
    sheets = [row for row in rows if row.name.endswith(".pdf")]
    assert len(sheets) == 2
    assert all(20_000 < row.size_bytes < 200_000 for row in sheets)


def test_meetings_come_again_each_with_an_exception(session):
    plenary_series, group_series = all_series(session)
    language = alliance(session).language
    with texts.speaking(language):
        assert [series_words(row.rule) for row in (plenary_series, group_series)] == {
            "en": ["The fourth Thursday of every month", "Every 6 weeks on Wednesday"],
            "es": ["El cuarto jueves de cada mes", "Cada 6 semanas, el miércoles"],
        }[language]
    assert list(plenary_series.rule.moved.items()) == [(dt.date(2026, 12, 24), dt.date(2026, 12, 17))]
    assert group_series.rule.skipped == {dt.date(2027, 1, 6)}
    assert plenary(session, 42).row.series_id == plenary_series.id
    assert [row.number for row in meetings(session) if row.series_id == group_series.id] == [6]


def test_turns_of_two_years_went_round(session):
    shown = rota(session, today=DAY, past=3)
    assert [of.key for of in shown.duties] == ["minutes", "chairing", "calling", "records"]
    assert [row.meeting.number for row in shown.rows] == [*range(38, 41), *range(41, 46)]
    assert shown.next == 3
    states = [[turn.state.value for turn in row.turns] for row in shown.rows]
    assert states == [
        ["done_by_other", "done", "done", "done"],
        ["done_by_other", "done", "done", "done"],
        ["done", "done", "done", "missed"],
        ["accepted", "accepted", "accepted", "asked"],
        ["asked", "accepted", "planned", "planned"],
        *([["planned"] * 4] * 3),
    ]
    turns = [turn for row in shown.rows for turn in row.turns]
    assert sum(bool(turn.swapped_with) for turn in turns) == 2
    assert any(len(turn.done_by) == 2 for turn in turns)
    assert any(turn.beside for turn in turns)
    assert all(turn.published and turn.person for turn in turns)


def test_the_record_names_who_chaired_and_took_minutes(session):
    for row in rota(session, today=DAY, past=100).rows:
        detail = meeting(session, row.meeting.id)
        here = {seat.member_id for seat in attendance(session, row.meeting.id).seats
                if seat.status is AttendanceStatus.PRESENT}  # fmt: skip
        for turn in row.turns:
            if turn.duty.key in ROLE_OF and row.held:
                named = [one.member_id for one in detail.officers_as(ROLE_OF[turn.duty.key])]
                assert named == [one.member_id for one in turn.done_by]
            if turn.duty.in_room:
                assert {one.member_id for one in turn.done_by} <= here


def test_nobody_is_a_turn_off_and_who_is_further_behind_is_away(session):
    for of in duties(session):
        whole = ledger(session, of.id, today=DAY)
        rows = whole.rows
        assert sum(row.balance for row in rows) + whole.left == 0
        assert max(abs(row.balance) for row in rows) < TURN
        assert sum(row.may for row in rows) == {"minutes": 28, "chairing": 3}.get(of.key, 30)
    asked = next(row for row in open_turns(session) if row.is_unanswered(DAY) and row.duty.key == "minutes")
    furthest = why(session, asked.id).passed_over[0][0]
    assert (furthest.why, furthest.away_until) == (PassedOverWhy.AWAY, dt.date(2026, 11, 30))


def test_planning_again_changes_nothing(session):
    assert plan_preview(session, today=DAY) == []


def test_history_is_in_the_order_of_its_days(session):
    steps = recent_steps(session, limit=10_000)
    assert [step.at for step in steps] == sorted((step.at for step in steps), reverse=True)
    assert steps[-1].name == "found_alliance"


@pytest.mark.usefixtures("real_keys")
def test_it_is_the_same_every_time_protected_or_not(written, folder):
    """Written by the command, in another process, where nothing is in the same place and Qt cannot be loaded."""
    again, secret = folder / "again.ronda", folder / "secret.txt"
    secret.write_text("a long phrase\n", "utf-8")
    script = (
        f"{NO_QT}"
        "import datetime as dt\n"
        "from desktop.clock import stopped_at\n"
        "from desktop.commands import Console, run\n"
        f"clock = stopped_at(dt.datetime({DAY.year}, {DAY.month}, {DAY.day}, 12))\n"
        "sys.exit(run(sys.argv[1:], Console(sys.stdout, sys.stderr, clock=clock)))\n"
    )
    done = python("-c", script, "demo", again, "--language", "en", "--passphrase-file", secret, LANGUAGE="en")
    assert (done.returncode, done.stderr) == (0, "")
    with pytest.raises(WrongPassphrase):
        open_file(again, passphrase="another long phrase")
    first, second = dump(written["en"]), dump(again, "a long phrase")
    assert len(first) == len(second)
    assert [(a, b) for a, b in zip(first, second, strict=True) if a != b] == []


def test_its_days_move_by_whole_weeks(sample_file):
    with open_file(sample_file("es", ANOTHER_DAY), read_only=True) as file, file.reading() as session:
        day = plenary(session, 41).row.date
        assert day == dt.date(2026, 10, 22) + dt.timedelta(weeks=21)
        assert sum(row.overdue(ANOTHER_DAY) for row in actions(session)) == 7
        assert sum(not row.agreed for row in actions(session)) == 2


def test_it_cannot_be_undone(written, tmp_path):
    copy = Path(shutil.copy(written["es"], tmp_path))
    with open_file(copy) as file, pytest.raises(NothingToUndo), file.writing() as session:
        undo(session)


def test_it_overwrites_nothing(written):
    with pytest.raises(FileExists):
        write_sample(written["en"])
