"""`ronda list charter`, `indicators` and `endorsements`."""

import datetime as dt
import io
import json
from decimal import Decimal

import pytest

from db.charter.charter import add_section, adopt_version, begin_version, change_version
from db.charter.endorsements import Answer, Subject, SubjectKind, record_endorsements
from db.charter.indicators import add_indicator, record_observation
from db.vocabulary import CharterKind, Stance
from desktop import texts
from desktop.commands import Console, run
from tests.db.meeting_kit import NAMES, small_alliance
from tests.new_file import new_file


@pytest.fixture
def path(tmp_path):
    place = tmp_path / "a.ronda"
    with new_file(place, name="Lake Valley Alliance") as file, file.writing() as session:
        kit = small_alliance(session)
        key, _ = begin_version(session, CharterKind.PURPOSE)
        change_version(session, key, text="Water all year", specific="Forty families")
        adopt_version(session, key, on=dt.date(2024, 3, 1))
        principles, _ = begin_version(session, CharterKind.PRINCIPLES)
        add_section(session, principles, heading="Open books", non_negotiable=True)
        answers = [Answer(kit.members[0], Stance.ENDORSES), Answer(kit.members[1], Stance.OBJECTS, remark="Too dear")]
        record_endorsements(session, Subject(SubjectKind.VERSION, key), answers, on=dt.date(2024, 4, 1))
        indicator, _ = add_indicator(
            session, name="Stunting", unit="%", baseline_value=Decimal("29.5"), baseline_date=dt.date(2022, 1, 1),
            target_value=Decimal("24.5"), target_date=dt.date(2027, 1, 1),
        )  # fmt: skip
        record_observation(session, indicator, on_date=dt.date(2024, 7, 2), value=Decimal("27.0"))
    return place


@pytest.fixture
def ronda():
    def call(*arguments):
        out, err = io.StringIO(), io.StringIO()
        with texts.speaking(texts.language()):
            code = run([str(argument) for argument in arguments], Console(out, err))
        assert (code, err.getvalue()) == (0, "")
        return out.getvalue()

    return call


def test_versions_are_listed_with_their_words(ronda, path):
    purpose, principles = json.loads(ronda("list", "charter", path, "--json"))
    assert (purpose["kind"], purpose["from"], purpose["text"]) == ("purpose", "2024-03-01", "Water all year")
    assert purpose["answers"]["specific"] == "Forty families"
    assert principles["from"] is None
    assert principles["sections"] == [{"heading": "Open books", "text": "", "non_negotiable": True}]
    shown = ronda("list", "charter", path)
    assert "Purpose, version 1" in shown
    assert "Open books" in shown
    assert shown.endswith("2 versions\n")


def test_indicators_are_listed_with_the_line(ronda, path):
    [found] = json.loads(ronda("list", "indicators", path, "--json"))
    assert (found["baseline"], found["target_date"]) == ("29.5", "2027-01-01")
    assert found["observations"] == [{"date": "2024-07-02", "value": "27.0", "line": "27.00", "source": ""}]
    assert "27.0\N{NO-BREAK SPACE}% in July 2024" in ronda("list", "indicators", path).replace(
        " %", "\N{NO-BREAK SPACE}%"
    )


def test_endorsements_are_listed_and_in_json_say_who(ronda, path):
    [found] = json.loads(ronda("list", "endorsements", path, "--json"))
    assert (found["kind"], found["what"]) == ("version", "Purpose, version 1")
    assert {answer["member"]: (answer["stance"], answer["note"]) for answer in found["answers"]} == {
        NAMES[0]: ("endorses", ""), NAMES[1]: ("objects", "Too dear"),
    }  # fmt: skip
    assert len(found["not_asked"]) == 3
    assert "Purpose, version 1  1         0       1        3" in ronda("list", "endorsements", path)
