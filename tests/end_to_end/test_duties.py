"""A season of duties through the window, on the sample alliance: absences, swaps, a no-show, a joiner, a leaver.

Everything is done with keys and clicks (`hands.py`); queries only look at what came of it.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QApplication

from db.duties.keeping import duties
from db.duties.ledger import ledger
from db.engine import open_file
from db.vocabulary import EntryKind
from desktop import texts
from desktop.bootstrap import Program
from desktop.clock import Clock
from desktop.copies_seen import CopiesSeen
from desktop.settings import SettingsFile
from desktop.theme import Appearance
from tests.db.duties.duty_kit import account_entries
from tests.end_to_end.duties_story import JOINER, LEAVER, DutiesStory
from tests.end_to_end.handover_story import GIVER, RETURNED, TAKER, WORDS, HandoverStory
from tests.end_to_end.hands import Hands
from tests.end_to_end.story import Hour
from tests.end_to_end.test_meeting_cycle import ROOT, told_on, words_of


@pytest.fixture
def hour() -> Hour:
    return Hour()


@pytest.fixture
def computer(
    qapp: QApplication, appearance: Appearance, hour: Hour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Program]]:
    """Return what gives somebody a computer of their own: their settings, and what it has seen of files."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    running = []

    def given(who: str) -> Program:
        folder = tmp_path / who
        folder.mkdir()
        settings = SettingsFile(folder / "settings.json")
        settings.change(who=who, language="en", theme="light")
        running.append(
            Program(
                qapp, appearance, settings, clock=Clock(lambda: hour.now), report_folder=tmp_path / "faults",
                copies=CopiesSeen(folder / "copies.json"),
            )
        )  # fmt: skip
        return running[-1]

    yield given
    for program in running:
        program.close()
    QApplication.processEvents()
    texts.use("en")


def told(story: DutiesStory) -> None:
    """Tell the season over the open sample; it stands by itself so that the measurement tells the same."""
    story.look_round()
    story.report_absence()
    story.ask()
    story.accept()
    story.decline()
    story.swap()
    story.give()
    story.plan_and_publish()
    story.join()
    story.leave()
    story.meet()
    story.finish()
    story.print_out()


def handed_on(giver: HandoverStory, taker: HandoverStory) -> None:
    """Tell how the desk goes to somebody else and comes back."""
    giver.keep_a_copy()
    giver.make_ready()
    giver.give_desk(TAKER, "desk.ronda-pack", WORDS)
    giver.only_look()
    giver.open_stick()
    taker.receive()
    taker.change()
    taker.return_desk()
    giver.take_up()
    giver.open_given()
    giver.open_older()


def test_a_season_of_duties(computer: Callable[[str], Program], hour: Hour, tmp_path: Path) -> None:
    giver = HandoverStory(Hands(computer(GIVER)), hour, tmp_path)
    giver.open_sample()
    told(giver)
    handed_on(giver, HandoverStory(Hands(computer(TAKER)), hour, tmp_path))
    see_the_papers(tmp_path)
    see_the_calendar(tmp_path)
    see_the_record(tmp_path)
    assert not list((tmp_path / "faults").glob("*")), "a fault of the program was reported"


def see_the_papers(folder: Path) -> None:
    """Read the poster and the ledger as anybody does."""
    rota, books = words_of(folder / "rota.pdf"), words_of(folder / "ledger.pdf")
    for words in ("Duty rota", "Who does what", "Minutes", "Swapped with", "Irva Valley Credit Union", "Levan Mkheri"):
        assert words in rota, (words, rota)
    for words in ("Fairness ledger", "Balance = turns done − fair share.", JOINER, "Institute of Soil and Water"):
        assert words in books, (words, books)
    assert LEAVER not in rota
    assert words_of(folder / "rota-given.pdf").startswith(rota[:40])


def see_the_calendar(folder: Path) -> None:
    """Parse one person's turns as their own calendar does."""
    events = Calendar.from_ical((folder / "turns.ics").read_bytes()).walk("VEVENT")
    assert [(str(one["SUMMARY"]), one.decoded("DTSTART").date()) for one in events] == [
        ("Minutes: General meeting 42", dt.date(2026, 11, 26)),
    ]  # fmt: skip


def see_the_record(folder: Path) -> None:
    """Look at the file that came back: each ledger adds up to nothing, and closed the accounts of who left."""
    with open_file(folder / "Ours again.ronda", read_only=True) as file, file.reading() as session:
        for of in duties(session):
            found = ledger(session, of.id, today=RETURNED)
            assert sum(row.balance for row in found.rows) + found.left == 0
            lines = {row.member: row for row in found.rows}
            if LEAVER not in lines:
                continue
            entries = account_entries(session, of.id, lines[LEAVER].member_id)
            assert sum(one.done - one.share for one in entries) == lines[LEAVER].balance == 0
            if of.key == "minutes":
                assert entries[-1].kind is EntryKind.CLOSING


@pytest.mark.longer
def test_the_season_on_a_real_x_server(x_server: str) -> None:
    """The same story once more, in a process of its own whose windows an X server shows."""
    told_on(x_server, f"{Path(__file__).relative_to(ROOT)}::test_a_season_of_duties")
