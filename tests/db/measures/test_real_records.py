"""The figures of real records, against the same counted a second time over their spreadsheets."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import create_file
from db.history import history
from db.incoming.imports import import_meetings
from db.incoming.past_meetings import Doubt
from db.measures.findings import findings
from db.measures.measuring import Compared, Measures, measures
from db.measures.outcomes import Standing
from db.measures.period import EVERYTHING, PLENARY, Period, Scope, group, year
from db.measures.rows import QuorumWent
from db.schema import Action, Alliance, Group
from db.vocabulary import QuorumKind
from desktop.exchange.meetings_in import read_meetings
from desktop.naming.evaluation import key_figures, lead_paragraph
from desktop.naming.findings import finding_words
from tests.db.measures.from_csv import Sheet, by_person, mean_distance_gini, plain, read
from tests.real_data import SHARED

YEARS = {"kanthaus": range(2017, 2022), "w3c_json_ld_wg": range(2018, 2024), "openjs_cpc": range(2018, 2026)}
TODAY = dt.date(2026, 1, 1)


class Folder:
    """A real folder brought in twice: with its groups as they are written, and as meetings of the plenary."""

    def __init__(self, name: str, at: Path) -> None:
        self.name = name
        source = SHARED / "meetings" / name / "meetings.csv"
        past = read_meetings(source).meetings
        self.as_written = create_file(at / f"{name}.ronda", name="Lake Valley Alliance")
        self.as_plenary = create_file(at / f"{name}-plenary.ronda", name="Lake Valley Alliance")
        with self.as_written.writing() as session:
            report, _changes = import_meetings(session, past)
        with self.as_plenary.writing() as session:
            with history.step(session, "change_alliance"):
                alliance = session.scalars(select(Alliance)).one()
                alliance.quorum_kind, alliance.quorum_numerator = QuorumKind.NUMBER, 4
            import_meetings(session, [replace(row, group="") for row in past])
        nobody = (Doubt.NOT_A_NAME, Doubt.SEVERAL_KNOWN)
        self.sheet: Sheet = read(source, {(one.row, one.text) for one in report.remarks if one.doubt in nobody})

    def compared(self, period: Period, scope: Scope = PLENARY) -> Compared:
        file = self.as_plenary if scope is PLENARY else self.as_written
        with file.reading() as session:
            return measures(session, period, scope=scope, today=TODAY)


@pytest.fixture(scope="module", params=YEARS)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    if not SHARED.is_dir():
        pytest.skip(f"the real data is not here ({SHARED})")
    found = Folder(request.param, tmp_path_factory.mktemp("measures"))
    with found.as_written, found.as_plenary:
        yield found


def each_year(folder: Folder, scope: Scope) -> Iterator[tuple[Measures, list[int]]]:
    for number in YEARS[folder.name]:
        period = year(number)
        yield folder.compared(period, scope).now, folder.sheet.between(period.from_date, period.to_date)


def named(own: Measures, counts: dict[Any, int]) -> dict[str, int]:
    """Return numbers by the plain spelling of a member's name, without the noughts."""
    return {plain(own.facts.people.name(member)): n for member, n in counts.items() if n}


@pytest.mark.parametrize("scope", [EVERYTHING, PLENARY], ids=["as written", "as plenary"])
def test_who_came_is_counted_as_in_the_sheet(folder: Folder, scope: Scope) -> None:
    for own, numbers in each_year(folder, scope):
        found = folder.sheet.came(numbers)
        came, sorry = by_person(found)
        listed = Counter((folder.sheet.rows[n]["Date"], len(here), len(away)) for n, (here, away) in found.items())
        told = own.attendance.sittings
        assert Counter((one.meeting.date.isoformat(), len(one.present), len(one.excused)) for one in told) == listed
        assert named(own, {row.member_id: len(row.came) for row in own.attendance.members}) == came
        assert named(own, {row.member_id: len(row.excused) for row in own.attendance.members}) == sorry
        assert len(own.attendance.without_list) == len(numbers) - len(found)
        assert len(own.meetings.held) == len(own.meetings.imported) == len(numbers)
        assert own.meetings.of_planned.whole == 0  # a sheet of the past says nothing of what was planned


def test_seats_count_from_the_day_somebody_joined(folder: Folder) -> None:
    for own, numbers in each_year(folder, PLENARY):
        found = folder.sheet.came(numbers)
        seats = {n: folder.sheet.seats(n) for n in found}
        assert own.attendance.overall.part == sum(len(here) for here, _sorry in found.values())
        assert own.attendance.overall.whole == sum(map(len, seats.values()))
        by_member = Counter(who for sitting in seats.values() for who in sitting)
        assert named(own, {row.member_id: len(row.seats) for row in own.attendance.members}) == by_member
        met = sum(len(here) >= 4 for here, _sorry in found.values())
        assert len(own.attendance.quorum(QuorumWent.MET)) == met
        assert len(own.attendance.quorum(QuorumWent.NEVER)) == len(found) - met


def test_who_was_not_seen_at_the_last_three(folder: Folder) -> None:
    for own, numbers in each_year(folder, PLENARY):
        in_order = sorted(folder.sheet.came(numbers).items(), key=lambda pair: folder.sheet.rows[pair[0]]["Date"])
        dates = [folder.sheet.rows[n]["Date"] for n, _marks in in_order]
        if len(dates) > 3 and dates[-3] == dates[-4]:
            continue  # two meetings of one day: which came first, the sheet does not say
        gone = None
        for number, (here, sorry) in in_order[-3:]:
            absent = folder.sheet.seats(number) - here - sorry
            gone = absent if gone is None else gone & absent
        expected = gone if len(in_order) >= 3 and gone else set()
        assert {plain(own.facts.people.name(one)) for one in own.attendance.missed} == expected


def test_of_groups_nobody_is_said_to_be_absent(folder: Folder) -> None:
    with folder.as_written.reading() as session:
        groups = session.execute(select(Group.id, Group.name)).all()
    for key, name in groups:
        for number in YEARS[folder.name]:
            own = folder.compared(year(number), group(key)).now
            found = folder.sheet.came(folder.sheet.between(*_days(number), name))
            assert [len(one.present) for one in own.attendance.sittings] == [
                len(here) for _n, (here, _sorry) in _by_date(folder.sheet, found)
            ]
            assert own.attendance.overall.whole == 0
            assert own.attendance.missed == ()
            assert not any(one.key == "quorum" for one in findings(folder.compared(year(number), group(key))))


def _days(number: int) -> tuple[dt.date, dt.date]:
    return dt.date(number, 1, 1), dt.date(number + 1, 1, 1)


def _by_date(sheet: Sheet, found: dict[int, Any]) -> list[tuple[int, Any]]:
    return sorted(found.items(), key=lambda pair: (sheet.rows[pair[0]]["Date"], pair[0]))


def test_items_decisions_and_actions_are_counted_as_in_the_sheet(folder: Folder) -> None:
    for own, numbers in each_year(folder, EVERYTHING):
        lists = {name: sum(len(folder.sheet.rows[n][name].split(" | ")) for n in numbers if folder.sheet.rows[n][name])
                 for name in ("Agenda", "Decisions", "Actions")}  # fmt: skip
        assert len(own.taking_part.items_by_nobody) == lists["Agenda"]
        assert len(own.endorsements.not_asked) == lists["Decisions"]
        assert len(own.actions.all.ids()) == lists["Actions"]
        assert len(own.actions.all.ids(Standing.NOT_AGREED)) == lists["Actions"]  # none of them has a day
        assert sum(len(of.ids()) for _meeting, of in own.actions.by_meeting) == lists["Actions"]


def test_who_chaired_and_took_minutes_had_a_part_in_as_many_turns(folder: Folder) -> None:
    for own, numbers in each_year(folder, EVERYTHING):
        parts = Counter[str]()
        for n in numbers:
            if folder.sheet.people(n, "Present"):  # where nobody was noted as here, no turn is entered
                parts.update(folder.sheet.people(n, "Chair"))
                parts.update(folder.sheet.people(n, "Minutes taken by"))
        assert named(own, dict(own.duties.doers)) == parts
        assert own.duties.due == ()  # nobody had planned them
        turns = sum(
            bool(folder.sheet.people(n, column))
            for n in numbers
            for column in ("Chair", "Minutes taken by")
            if folder.sheet.people(n, "Present")
        )
        assert len(own.duties.unplanned) == turns


def test_joiners_are_those_who_first_stand_in_the_sheet(folder: Folder) -> None:
    for own, _numbers in each_year(folder, PLENARY):
        period = own.facts.period
        joined = {who: day for who, day in folder.sheet.first.items() if period.covers(day)}
        assert {plain(own.facts.people.name(one)): day for one, day in own.membership.joiners} == joined
        assert len(own.membership.at_end) == sum(day < period.to_date for day in folder.sheet.first.values())
        assert own.membership.leavers == ()


def test_owners_and_how_unevenly_actions_are_spread(folder: Folder) -> None:
    with folder.as_plenary.reading() as session:
        owners = session.execute(select(Action.owner_as_written, Action.meeting_id)).all()
    for own, numbers in each_year(folder, PLENARY):
        held = {row.id for row in own.facts.meetings}
        owned = Counter(plain(name) for name, meeting in owners if name and meeting in held)
        everyone = {who for who, day in folder.sheet.first.items() if day < own.facts.period.to_date}
        spread = own.taking_part.actions
        assert named(own, {line.member_id: len(line.actions) for line in own.taking_part.members}) == owned
        assert spread.total == sum(owned.values())
        assert [count for _one, count in spread.top] == sorted(owned.values(), reverse=True)[:3]
        assert spread.gini == mean_distance_gini([owned.get(who, 0) for who in everyone | owned.keys()])
        assert numbers or not owned


def test_periods_cut_at_midnight_and_the_one_before_is_as_long(folder: Folder) -> None:
    dates = [dt.date.fromisoformat(row["Date"]) for row in folder.sheet.rows]
    first, last = min(dates), max(dates)
    for start, end in ((first, first + dt.timedelta(1)), (first, last), (last, last + dt.timedelta(1))):
        compared = folder.compared(Period(start, end), EVERYTHING)
        assert len(compared.now.meetings.held) == sum(start <= day < end for day in dates)
        assert compared.before is not None
        earlier = compared.before.period
        assert earlier.to_date == start
        assert len(compared.before.meetings.held) == sum(earlier.from_date <= day < start for day in dates)


def test_all_of_it_can_be_said(folder: Folder, said: Callable[[Compared], str]) -> None:
    for scope in (EVERYTHING, PLENARY):
        whole = folder.compared(Period(dt.date(2017, 1, 1), TODAY), scope)
        assert "{" not in said(whole)
        assert whole.now.attendance.overall.share != Fraction(0)


@pytest.fixture
def said() -> Callable[[Compared], str]:
    def say(compared: Compared) -> str:
        found = findings(compared)
        words = [finding_words(one).whole for one in found]
        return " ".join([*words, lead_paragraph(compared, found), *(one.words for one in key_figures(compared))])

    return say
