"""What is said of the end of a stretch of days names its last day."""

import datetime as dt
import uuid

import pytest

from db.charter.charter import VersionRow
from db.duties.absences import AbsenceRow
from db.vocabulary import CharterKind
from desktop.naming.charter import version_standing
from desktop.naming.duty_setup import absence_words
from desktop.naming.members import days

END, LATER = dt.date(2026, 6, 1), dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (dt.date(2024, 3, 12), "In force from 12 Mar 2024 to 31 May 2026"),
        (END, "In force from 1 Jun 2026 to 1 Jun 2026"),
    ],
)
def test_a_version_of_the_charter_that_another_replaced(since: dt.date, words: str) -> None:
    empty = dict.fromkeys(("text", "specific", "measurable", "achievable", "realistic", "time_bound"), "")
    none = dict.fromkeys(
        ("decision_id", "circulated_on", "review_date", "reviewed_on", "outcome", "review_decision_id")
    )  # fmt: skip
    row = VersionRow(
        id=uuid.uuid4(), kind=CharterKind.PURPOSE, version=1, in_force_from=since, until=END,
        **empty, **none,  # type: ignore[arg-type]
    )  # fmt: skip
    assert version_standing(row, LATER) == words


def test_who_left_on_the_day_they_came_did_not_leave_before() -> None:
    assert days(END, END) == "June 2026"
    assert days(dt.date(2025, 6, 1), END) == "June 2025 to May 2026"


def test_an_absence_whose_beginning_is_not_known() -> None:
    row = AbsenceRow(uuid.uuid4(), uuid.uuid4(), None, "Dairies", None, END, "", LATER)
    assert absence_words(row) == "until 31 May 2026"
