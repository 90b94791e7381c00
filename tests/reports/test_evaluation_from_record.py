"""The evaluation report from the sample's record: its words and numbers, with and without what people wrote."""

import datetime as dt
import io
import shutil

import pypdf
import pytest

from db.engine import open_file
from db.measures.measuring import measures
from db.measures.period import EVERYTHING, Period, group, running_year
from db.members.groups import groups_on
from desktop import texts
from desktop.clock import stopped_at
from desktop.commands import Console, run
from desktop.reports.evaluation_from_record import evaluation_maker, evaluation_sheet, this_year

TODAY = dt.date(2026, 10, 7)
THIS = Period(dt.date(2026, 1, 1), dt.date(2026, 10, 1))


@pytest.fixture(scope="module", params=["en", "es"])
def sample(request, sample_file):
    return request.param, sample_file(request.param, TODAY)


@pytest.fixture
def session(sample):
    language, path = sample
    with open_file(path, read_only=True) as file, file.reading() as opened, texts.speaking(language):
        yield opened


def test_the_stored_evaluation_of_this_year_is_the_one_printed(session):
    assert this_year(session, TODAY) == THIS
    assert this_year(session, dt.date(2027, 3, 1)) == running_year(dt.date(2027, 3, 1))


def test_the_sheet_says_what_the_record_and_people_say(session):
    sheet = evaluation_sheet(session, THIS, today=TODAY)
    assert [row.number for row in sheet.recommended] == [1, 2, 3, 4, 5]
    assert [row.agreed for row in sheet.recommended] == [True] * 4 + [False]
    assert len(sheet.became) == 3
    assert all(row.seen for row in sheet.became)
    assert sheet.found[0].title == {
        "en": "Fewer members come than last year.", "es": "Vienen menos miembros que el año pasado.",
    }[texts.language()]  # fmt: skip
    assert any("9 " in one.title and "19" in one.title for one in sheet.found)  # what worries before what is good
    assert sheet.purpose is not None
    assert len(sheet.purpose.indicators) == 2
    assert sheet.survey is not None
    assert sheet.method is not None
    assert len(sheet.method.talks) == 3
    assert len(sheet.challenges) >= 8
    assert sheet.participation
    assert sheet.follow_through
    assert sheet.duties


def test_other_days_are_reported_as_they_are_computed(session):
    sheet = evaluation_sheet(session, Period(dt.date(2026, 2, 1), dt.date(2026, 5, 1)), today=TODAY)
    assert not sheet.recommended
    assert sheet.became  # of 2025
    empty = evaluation_sheet(session, Period(dt.date(2010, 1, 1), dt.date(2011, 1, 1)), today=TODAY)
    assert not empty.follow_through
    out = io.BytesIO()
    evaluation_maker(Period(dt.date(2010, 1, 1), dt.date(2011, 1, 1)), today=TODAY)(session, out)
    assert pypdf.PdfReader(out).pages


def test_of_a_group_only_what_is_counted_is_printed_and_whose_it_is_said(session):
    chosen = next(
        row for row in groups_on(session, TODAY)
        if measures(session, THIS, scope=group(row.id), today=TODAY).now.attendance.sittings
    )  # fmt: skip
    sheet = evaluation_sheet(session, THIS, group(chosen.id), today=TODAY)
    assert sheet.period.startswith(f"{chosen.name}, ")
    left_out = (sheet.recommended, sheet.became, sheet.challenges, sheet.purpose, sheet.survey, sheet.foot)
    assert not any(left_out)
    assert sheet.participation
    out = io.BytesIO()
    evaluation_maker(THIS, group(chosen.id), today=TODAY)(session, out)
    first, *_rest = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(out).pages]
    assert {"en": "How well does the group work?", "es": "¿Qué tan bien trabaja el grupo?"}[texts.language()] in first
    assert chosen.name in first
    every = evaluation_sheet(session, THIS, EVERYTHING, today=TODAY)
    assert every.period.startswith({"en": "All meetings, ", "es": "Todas las reuniones, "}[texts.language()])
    assert every.purpose
    assert not every.recommended


def test_the_first_page_holds_all_of_the_summary(session):
    out = io.BytesIO()
    evaluation_maker(THIS, today=TODAY)(session, out)
    pages = [page.extract_text() for page in pypdf.PdfReader(out).pages]
    whole = " ".join(pages[0].split())
    sheet = evaluation_sheet(session, THIS, today=TODAY)
    for row in sheet.recommended:
        assert row.text.split()[0] in whole
    assert len(sheet.recommended) == 5


def test_the_command_writes_it_of_this_year_and_of_other_days(sample, tmp_path):
    file = shutil.copy(sample[1], tmp_path)
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err, clock=stopped_at(dt.datetime(2026, 10, 7, 9, 0)))
    with texts.speaking("en"):
        assert run(["export", "evaluation", str(file), "-o", str(tmp_path / "a.pdf")], console) == 0
        assert "2026" in out.getvalue()
        asked = ["--from", "2025-01-01", "--to", "2025-12-31"]
        assert run(["export", "evaluation", str(file), *asked, "-o", str(tmp_path / "b.pdf")], console) == 0
        assert run(["export", "evaluation", str(file), "-o", str(tmp_path / "b.odt")], console) == 1
    assert "2025" in pypdf.PdfReader(tmp_path / "b.pdf").pages[0].extract_text()
