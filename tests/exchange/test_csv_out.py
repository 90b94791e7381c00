"""The whole record as CSV and back: every row, every awkward cell, and the two files other alliances can read."""

import csv
import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import AllianceFile, create_file
from db.errors.incoming import FolderNotEmpty, NotANewAlliance, NotAnExport
from db.files.checks import check_record
from db.history import history
from db.incoming.imports import import_meetings
from db.incoming.past_meetings import Verdict
from db.incoming.roster import import_members
from db.incoming.roster_rows import RowVerdict
from db.rescue.whole_tables import bring_back, table_names
from db.schema import (
    Action,
    AgendaItem,
    Alliance,
    Attendance,
    Base,
    Decision,
    Group,
    Meeting,
    MeetingOfficer,
    Member,
    MemberKind,
    Membership,
    Offer,
    Paper,
    PaperContent,
    Person,
    Representative,
)
from db.search.search import find
from db.surveys.answers import ReturnedForm, enter_sheet, take_forms
from db.surveys.surveys import make_survey, questions
from db.vocabulary import AttendanceStatus, MeetingRole, MeetingStatus, MemberStatus, MinutesState, RepresentativeRole
from desktop import texts
from desktop.exchange.columns import guess_columns
from desktop.exchange.csv_in import read_export
from desktop.exchange.csv_out import MEETING_HEADINGS, MEMBER_HEADINGS, export_csv, safe_name
from desktop.exchange.import_words import member_fields
from desktop.exchange.meetings_in import HEADINGS as MEETINGS
from desktop.exchange.meetings_in import read_meetings
from desktop.exchange.members_in import HEADINGS as MEMBERS
from desktop.exchange.members_in import read_members
from desktop.exchange.tables import Table

TODAY = dt.date(2026, 11, 21)
HOSTILE = (
    '=HYPERLINK("https://x.example")',
    "+1",
    "-2",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "'=1",
    'quote " comma , \n line | bar ;',
)
TABLES = table_names()


def contents(session: Session) -> dict[str, list[dict[str, Any]]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name in TABLES]
    return {
        table.name: [dict(row) for row in session.execute(select(table).order_by(*table.primary_key)).mappings()]
        for table in tables
    }


@pytest.fixture
def filled(file: AllianceFile) -> AllianceFile:
    with file.writing() as session, history.step(session, "set_up"):
        session.scalars(select(Alliance)).one().place = "=place"
        own = MemberKind(key="k1", name="=Guild", position=20)
        group = Group(name="+Water", quorum_numerator=2)
        session.add_all([own, group])
        session.flush()
        for number, words in enumerate(HOSTILE):
            person = Person(name=f"{words} person", note=words)
            session.add(person)
            session.flush()
            member = Member(
                name=f"{words} {number}", note=words, kind_id=own.id, duty_share=Decimal("0.50"), phone="+51 9",
                grassroots=bool(number % 2), person_id=person.id if number == 3 else None,
            )  # fmt: skip
            session.add(member)
            session.flush()
            session.add(Offer(member_id=member.id, text=words))
            session.add(Membership(member_id=member.id, status=MemberStatus.MEMBER, from_date=dt.date(2018, 1, 2)))
            session.add(Representative(member_id=member.id, person_id=person.id, role=RepresentativeRole.PRIMARY))
            meeting = Meeting(
                number=number + 1, group_id=group.id if number % 2 else None, title=words,
                date=dt.date(2019, 1, number + 1),
                start_time=dt.time(9, 30), original_text=f"{words}\r\nÑ" if number % 3 else "",
                original_name=f"{words}.md" if number % 3 else "",
                minutes_state=MinutesState.IMPORTED, status=MeetingStatus.CLOSED, import_key=f"key {number}",
            )  # fmt: skip
            session.add(meeting)
            session.flush()
            session.add(AgendaItem(meeting_id=meeting.id, title=words, text=f"=text\n{words}", chair_note=words))
            session.add(Decision(meeting_id=meeting.id, sequence=1, text=words, consensus=None if number else True))
            session.add(Action(meeting_id=meeting.id, sequence=1, text=words, owner_member_id=member.id))
            session.add(
                Attendance(meeting_id=meeting.id, member_id=member.id, name=words, status=AttendanceStatus.PRESENT)
            )
            session.add(MeetingOfficer(meeting_id=meeting.id, role=MeetingRole.CHAIR, as_written=words))
        data = b"\x00paper"
        digest = hashlib.sha256(data).hexdigest()
        session.add(PaperContent(digest=digest, data=zlib.compress(data)))
        session.flush()
        session.add(
            Paper(name="../a:b.pdf", size_bytes=6, digest=digest, added_at=dt.datetime(2019, 1, 1, 9, tzinfo=dt.UTC))
        )
        _survey(session)
    return file


def _survey(session: Session) -> None:
    """A survey whose answers are as awkward as all else."""
    key, _changes = make_survey(session, title="=Survey", language="en", opened_on=dt.date(2019, 1, 1))
    asked = questions(session, key)
    for words in HOSTILE:
        enter_sheet(session, key, {asked[0].id: "3", asked[-1].id: words})
    take_forms(session, key, [ReturnedForm("ab" * 32, {asked[0].id: "5"})])


@pytest.fixture
def other(tmp_path: Path) -> Iterator[AllianceFile]:
    with create_file(tmp_path / "other.ronda", name="Other") as opened:
        yield opened


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_whole_record_comes_back(filled: AllianceFile, other: AllianceFile, tmp_path: Path, language: str) -> None:
    folder = tmp_path / "out"
    with filled.reading() as session:
        with texts.speaking(language):
            written = export_csv(session, folder, today=TODAY, chair_notes=True)
        before = contents(session)
    assert written.rows["members.csv"] == len(HOSTILE)
    assert written.notes_left_out == 0
    assert written.papers == 1
    found = read_export(folder, TABLES)
    with other.writing() as session:
        bring_back(session, found.tables, found.papers())
    with other.reading() as session:
        after = contents(session)
        for rows in (before["alliance"], after["alliance"]):
            rows[0].pop("id")
        assert after == before
        assert check_record(session) == []
        assert find(session, "guild") == []
        assert find(session, "hyperlink")
        assert zlib.decompress(session.scalars(select(PaperContent.data)).one()) == b"\x00paper"


def test_no_cell_begins_like_a_formula(filled: AllianceFile, tmp_path: Path) -> None:
    with filled.reading() as session:
        export_csv(session, tmp_path / "out", today=TODAY)
    files = sorted((tmp_path / "out").glob("*.csv"))
    assert len(files) == len(TABLES)
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.reader(opened):
                assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r\n")], path.name
    assert {path.parent for path in (tmp_path / "out").rglob("*") if path.is_file()} <= {
        tmp_path / "out", tmp_path / "out" / "minutes", tmp_path / "out" / "papers",
    }  # fmt: skip


def test_members_and_meetings_are_the_same_to_the_imports(filled: AllianceFile, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with filled.reading() as session:
        export_csv(session, folder, today=TODAY)
    with filled.writing() as session:
        members, changes = import_members(session, read_members(folder / "members.csv").entries, today=TODAY)
        assert [row.differences for row in members.rows] == [()] * len(HOSTILE)
        assert [row.outcome for row in members.rows] == [RowVerdict.SAME] * len(HOSTILE)
        assert not changes
        meetings, changes = import_meetings(session, read_meetings(folder / "meetings.csv").meetings)
        assert meetings.count(Verdict.NEW) == 0
        assert not changes


@pytest.mark.parametrize("folder_name", ["kanthaus", "w3c_json_ld_wg"])
def test_real_meetings_go_out_and_come_in_elsewhere(
    file: AllianceFile, other: AllianceFile, shared: Path, tmp_path: Path, folder_name: str
) -> None:
    source = read_meetings(shared / "meetings" / folder_name / "meetings.csv").meetings
    with file.writing() as session:
        import_meetings(session, source)
    with file.reading() as session:
        export_csv(session, tmp_path / "out", today=TODAY)
    copied = read_meetings(tmp_path / "out" / "meetings.csv")
    assert copied.remarks == ()

    def said(meetings: Any) -> list[Any]:
        return sorted(
            (
                m.date,
                m.group,
                m.title,
                m.present,
                m.apologies,
                m.chair,
                m.minutes_by,
                m.agenda,
                m.decisions,
                m.actions,
                m.text,
            )
            for m in meetings
        )

    assert said(copied.meetings) == said(source)
    with other.writing() as session:
        report, _changes = import_meetings(session, copied.meetings)
        assert report.count(Verdict.NEW) == len(source)


def test_nothing_is_written_over(filled: AllianceFile, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with filled.reading() as session, pytest.raises(FolderNotEmpty):
        export_csv(session, tmp_path / "out", today=TODAY)


def test_answers_go_out_by_the_random_keys_of_their_sheets(filled: AllianceFile, tmp_path: Path) -> None:
    with filled.reading() as session:
        export_csv(session, tmp_path / "out", today=TODAY)
    with (tmp_path / "out" / "survey-answers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * len(HOSTILE) + 1
    assert set(rows[0]) == {"sheet", "question_id", "question", "value"}
    keys = [(row["sheet"], row["question_id"]) for row in rows]
    assert keys == sorted(keys)


def test_whole_tables_come_into_a_new_file_only(filled: AllianceFile, tmp_path: Path) -> None:
    with filled.reading() as session:
        export_csv(session, tmp_path / "out", today=TODAY)
    found = read_export(tmp_path / "out", TABLES)
    with pytest.raises(NotANewAlliance), filled.writing() as session:
        bring_back(session, found.tables, found.papers())


def test_a_damaged_export_is_refused(filled: AllianceFile, tmp_path: Path) -> None:
    with filled.reading() as session:
        export_csv(session, tmp_path / "out", today=TODAY)
    decisions = tmp_path / "out" / "decisions.csv"
    decisions.write_text(decisions.read_text("utf-8-sig").replace(",1,", ",one,"), "utf-8-sig")
    with pytest.raises(NotAnExport):
        read_export(tmp_path / "out", TABLES)
    with pytest.raises(NotAnExport):
        read_export(tmp_path, TABLES)


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a.md", "a.md"), ("../a", "_a"), ("a:b*c.txt", "a_b_c.txt"), ("", "_"), ("...", "_"), ("ñ ქ.txt", "ñ ქ.txt")],
)
def test_file_names_are_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert len(safe_name("x" * 300 + ".txt")) <= 100


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_headings_written_are_the_headings_read(language: str) -> None:
    with texts.speaking(language):
        members = Table(tuple(texts._(heading) for _field, heading in MEMBER_HEADINGS), ())
        meetings = Table(tuple(texts._(heading) for _field, heading in MEETING_HEADINGS), ())
    assert guess_columns(members.header, MEMBERS) == {field: n for n, (field, _word) in enumerate(member_fields())}
    assert sorted(guess_columns(meetings.header, MEETINGS).values()) == list(range(len(MEETING_HEADINGS)))
    assert guess_columns(meetings.header, MEETINGS)["minutes_by"] == 6


def test_the_chairs_private_notes_are_left_out_unless_asked_for(
    filled: AllianceFile, other: AllianceFile, tmp_path: Path
) -> None:
    with filled.writing() as session, history.step(session, "note"):
        session.scalars(select(AgendaItem)).first().chair_note = "Let the herders speak first"
    with filled.reading() as session:
        written = export_csv(session, tmp_path / "out", today=TODAY)
        export_csv(session, tmp_path / "whole", today=TODAY, chair_notes=True)
        before = contents(session)
    assert written.notes_left_out == len(HOSTILE)
    assert "herders" in (tmp_path / "whole" / "agenda.csv").read_text("utf-8")
    assert "herders" not in (tmp_path / "out" / "agenda.csv").read_text("utf-8")
    found = read_export(tmp_path / "out", TABLES)
    with other.writing() as session:
        bring_back(session, found.tables, found.papers())
    with other.reading() as session:
        after = contents(session)
    assert {row["chair_note"] for row in after["agenda_item"]} == {""}
    for rows in (before["agenda_item"], after["agenda_item"]):
        for row in rows:
            row.pop("chair_note")
    assert after["agenda_item"] == before["agenda_item"]
