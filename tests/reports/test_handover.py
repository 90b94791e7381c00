"""The handover note: everything on it, whole, on either paper and in every script."""

import dataclasses
import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest

from db.engine import create_file
from db.handover.desk import add_key, write_worries
from db.handover.situation import situation
from desktop import texts
from desktop.reports.handover import lay_out_handover
from desktop.reports.handover_sheet import Check, Date, HandoverSheet, handover_note_maker, note_sheet
from desktop.reports.making import build
from desktop.reports.preview import Preview
from tests.desktop.desk import busy_desk
from tests.new_file import new_file

DAY = dt.date(2026, 10, 15)
EMPTY = HandoverSheet("Lake Valley", DAY, 0, ("", ""), ("", ""), "", [], [], [], [], [], [], [])


def text_of(sheet: HandoverSheet, paper: str = "a4") -> str:
    out = BytesIO()
    build(lay_out_handover, sheet, out, paper=paper)  # type: ignore[arg-type]
    with Preview(out.getvalue()) as shown:
        return "\n".join(shown.text(page) for page in range(shown.page_count))


@pytest.fixture
def sheet(tmp_path: Path) -> HandoverSheet:
    with new_file(tmp_path / "a.ronda", name="Lake Valley Alliance", who="Marta Soria") as file:
        with file.writing() as session:
            busy_desk(session)
            add_key(session, name="Mailbox <password>", kept_where="In the safe")
            write_worries(session, worries="Ring the hall.\n\n  And the <b>district</b>.")
        with file.reading() as session:
            return note_sheet(situation(session, today=DAY))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_all_that_the_next_holder_needs_stands_on_it(sheet: HandoverSheet, paper: str) -> None:
    said = text_of(sheet, paper)
    for words in (
        "Handover note", "What worries us", "And the <b>district</b>.", "2 actions are late", "Next dates",
        "General meeting 6", "Print the survey", "5 days late", "Mailbox <password>", "to ask for",
        "What was decided last",
        "The fee is 12 a year <b>for all</b>.", "Page 1 of 2",
    ):  # fmt: skip
        assert words in said, words


def test_where_there_is_nothing_it_says_so() -> None:
    said = text_of(EMPTY)
    for words in ("No meeting is planned.", "No action is open.", "None are listed.", "No decision is on record."):
        assert words in said
    assert "What worries us" not in said


def test_long_words_and_other_scripts_stay_on_the_page(sheet: HandoverSheet) -> None:
    long = "Regional Office for Everything " * 12
    crowded = dataclasses.replace(
        sheet,
        alliance=long,
        giver=("ლელა ქართველიშვილი", long),
        taker=("ليلى الحقلاني", "x" * 300),
        worries="Word " * 4000,
        checks=[Check(False, long)] * 6,
        dates=[Date(DAY, long, long, "Preparing")] * 60,
        actions=list(sheet.actions) * 40,
    )
    said = text_of(crowded)
    assert "Open actions (continued)" in said
    assert said.count("Ring the owners") == 40


def test_it_speaks_the_alliances_language(tmp_path: Path) -> None:
    out = BytesIO()
    with create_file(tmp_path / "a.ronda", name="Alianza", language="es") as file, file.reading() as session:
        handover_note_maker(today=DAY)(session, out)
    assert texts.language() == "en"
    with Preview(out.getvalue()) as shown:
        assert "Nota de traspaso" in shown.text(0)


def test_what_is_not_agreed_is_printed_so(sheet: HandoverSheet) -> None:
    agreed = next(action for action in sheet.actions if action.agreed)
    loose = dataclasses.replace(agreed, owner="", due=None, days_late=0, agreed=False)
    said = text_of(dataclasses.replace(EMPTY, actions=[agreed, loose]))
    assert said.count("Not agreed yet") == 1
    assert said.count("no date") == 1


def test_a_day_begins_its_line_with_a_capital_in_every_language() -> None:
    with texts.speaking("es"):
        said = text_of(dataclasses.replace(EMPTY, dates=[Date(DAY, "Reunión 41", "Sala 2", "")]))
    assert "Jue 15 oct 2026" in said
