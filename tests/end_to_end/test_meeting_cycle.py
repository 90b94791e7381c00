"""One story through the window: a new alliance, its members, a meeting from agenda to approved minutes, and the next.

Everything is done with keys and clicks (`hands.py`); queries only look at what came of it. The network is forbidden
(see `tests/conftest.py`), and the papers are read at the end as anybody else would read them.
"""

import datetime as dt
import email
import email.policy
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication
from sqlalchemy.orm import Session

from db.engine import AllianceFile, open_file
from db.meetings.attendance import attendance
from db.meetings.meetings import meeting, meetings
from db.meetings.running import minutes_sheet
from db.minutes.actions import actions
from db.minutes.decisions import decisions
from db.minutes.minutes import corrections
from db.vocabulary import ActionState, AttendanceStatus, MinutesState
from desktop import texts
from desktop.bootstrap import Program
from desktop.clock import Clock
from desktop.settings import SettingsFile
from desktop.theme import Appearance
from tests.end_to_end.hands import Hands
from tests.end_to_end.story import ALLIANCE, DRAFT, MEETING, NEXT, OPENING, SITE, Hour, Roster, Story
from tests.real_data import SHARED

ROOT = Path(__file__).parents[2]

MADE_UP = """Name;Kind;Representative
Netherfield Growers;Member-based organisation;Nana Ghomi
Ibex Farmers;Local NGO;Gia Lobio
Midland <Tea> & Co;Private sector;Eka Mta
ქართული კავშირი;Local NGO;ქეთი აჯიკა
"""


@pytest.fixture(params=["real roster", "made-up roster"])
def roster(request: pytest.FixtureRequest, tmp_path: Path) -> Roster:
    if request.param == "made-up roster":
        path = tmp_path / "roster.csv"
        path.write_text(MADE_UP, "utf-8")
        return Roster(path, 4, "Netherfield Growers", "Ibex Farmers", "Midland <Tea> & Co")
    path = SHARED / "members" / "members_openjs_cpc.csv"
    if not path.exists():
        pytest.skip(f"the real roster is not here: {path}")
    return Roster(path, 68, "Netflix", "IBM", "Microsoft")


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def program(
    qapp: QApplication, appearance: Appearance, hour: Hour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(who="Ana Paz", language="en", theme="light")
    program = Program(qapp, appearance, settings, clock=Clock(lambda: hour.now), report_folder=tmp_path / "faults")
    yield program
    program.close()
    QApplication.processEvents()
    texts.use("en")


def told(story: Story) -> None:
    """Tell the story; it stands by itself so that the measurement tells the same."""
    story.make_alliance()
    story.import_members()
    story.plan()
    story.write_agenda()
    story.call()
    story.meet()
    story.take_minutes()
    story.finish()
    story.prepare_next()
    story.approve()
    story.correct()
    story.print_minutes()
    story.follow_up()
    story.reopen()


def test_the_whole_cycle(program: Program, hour: Hour, roster: Roster, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="Ronda opens no socket"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    story = Story(Hands(program), hour, tmp_path, roster)
    told(story)
    path = next((tmp_path / "home").rglob("*.ronda"))
    story.undo()
    program.close()
    with open_file(path, read_only=True) as file:
        see_the_record(file, roster)
    see_the_call(tmp_path, roster)
    see_the_papers(tmp_path, roster)
    assert not list((tmp_path / "faults").glob("*")), "a fault of the program was reported"


def see_the_record(file: AllianceFile, roster: Roster) -> None:
    """Look at what the story left, with the queries that every part of the program uses."""
    with file.reading() as session:
        second, first = meetings(session)
        assert (first.number, first.date, second.number, second.date) == (1, MEETING, 2, NEXT)
        detail = meeting(session, first.id)
        assert detail.purpose == "Agree how we answer the draft.\nShare the work."
        assert detail.row.minutes_state is MinutesState.APPROVED
        assert detail.approved_at_meeting_id == second.id
        see_attendance(session, first.id, roster)
        said = {row.label: row.text for row in decisions(session, meeting=first.id)}
        assert said == {"1.1": "The agenda stands as called", "1.2": "We answer together"}
        found = {row.text: row for row in actions(session, meeting=first.id)}
        assert found["Write the answer"].state is ActionState.DONE
        assert (found["Write the answer"].owner, found["Write the answer"].due_date) == (
            roster.owner, dt.date(2026, 10, 29),
        )  # fmt: skip
        assert found["Ask the lawyers"].state is ActionState.OPEN, "dropping it was undone"
        assert not found["Ask the lawyers"].agreed
        assert found["Ask the lawyers"].due_date == dt.date(2026, 11, 5)
        assert found["Renew the site"].owner == roster.late
        (correction,) = corrections(session, first.id)
        assert (correction.reason, correction.who) == ("It was left out", "Ana Paz")
        items = minutes_sheet(session, first.id).items
        assert [item.title for item in items] == [OPENING, DRAFT, SITE]
        assert items[0].text.endswith("\nThe chair was late.") or items[1].text.endswith("\nThe chair was late.")


def see_attendance(session: Session, meeting_id: object, roster: Roster) -> None:
    sheet = attendance(session, meeting_id)
    seats = {seat.name: seat for seat in sheet.seats}
    assert seats[roster.excused].status is AttendanceStatus.APOLOGIES
    assert seats[roster.late].arrived_at == dt.time(10, 12)
    assert sheet.here == len(sheet.seats) - 1


def see_the_call(folder: Path, roster: Roster) -> None:
    """Parse the draft and the calendar file as other programs do."""
    mail = email.message_from_bytes((folder / "draft.eml").read_bytes(), policy=email.policy.default)
    kinds = {part.get_content_type() for part in mail.walk()}
    assert {"application/pdf", "text/calendar", "text/plain"} <= kinds
    assert "General meeting 1" in mail["Subject"]
    assert "Agree how we answer the draft." in mail.get_body(("plain",)).get_content()
    (event,) = Calendar.from_ical((folder / "meeting.ics").read_bytes()).walk("VEVENT")
    assert event.decoded("DTSTART").replace(tzinfo=None) == dt.datetime(2026, 10, 22, 10, 0)
    assert "General meeting 1" in event["SUMMARY"]


def see_the_papers(folder: Path, roster: Roster) -> None:
    """Read both PDFs."""
    agenda, minutes = (words_of(folder / name) for name in ("agenda.pdf", "minutes.pdf"))
    for words in (ALLIANCE, OPENING, DRAFT, SITE, "Agree how we answer the draft.", "Hall 2", roster.owner):
        assert words in agenda, (words, agenda)
    for words in (ALLIANCE, "1.2", "We answer together", "Write the answer", "Not agreed yet", "Ask the lawyers"):
        assert words.casefold() in minutes.casefold(), (words, minutes)


def words_of(path: Path) -> str:
    """Return a PDF's words, each white space one blank."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def told_on(server: str, story: str) -> None:
    """Tell a story in a process of its own, whose windows an X server shows."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"},
        "DISPLAY": server, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    probe = "from PySide6.QtWidgets import QApplication; QApplication([])"
    if subprocess.run([sys.executable, "-c", probe], env=environment, capture_output=True, check=False).returncode:
        pytest.skip("Qt's libraries for X are not installed")
    told_there = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", story],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=400,
    )  # fmt: skip
    assert told_there.returncode == 0, told_there.stdout[-4000:]
    assert "1 passed" in told_there.stdout, told_there.stdout[-4000:]  # neither skipped nor expected to fail


@pytest.mark.longer
def test_the_story_on_a_real_x_server(x_server: str) -> None:
    """The same story once more, with windows that an X server shows."""
    told_on(x_server, f"{Path(__file__).relative_to(ROOT)}::test_the_whole_cycle[made-up roster]")
