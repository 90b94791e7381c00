"""What is said of the end of a stretch of days names its last day."""

import datetime as dt
import uuid

from db.charter.charter import VersionRow
from db.duties.absences import AbsenceRow
from db.vocabulary import CharterKind
from desktop.naming.charter import version_standing
from desktop.naming.duty_setup import absence_words

END, LATER = dt.date(2026, 6, 1), dt.date(2026, 10, 1)


def test_a_version_of_the_charter_that_another_replaced() -> None:
    empty = dict.fromkeys(("text", "specific", "measurable", "achievable", "realistic", "time_bound"), "")
    none = dict.fromkeys(
        ("decision_id", "circulated_on", "review_date", "reviewed_on", "outcome", "review_decision_id")
    )  # fmt: skip
    row = VersionRow(
        id=uuid.uuid4(), kind=CharterKind.PURPOSE, version=1, in_force_from=dt.date(2024, 3, 12), until=END,
        **empty, **none,  # type: ignore[arg-type]
    )  # fmt: skip
    assert version_standing(row, LATER) == "In force from 12 Mar 2024 to 31 May 2026"


def test_an_absence_whose_beginning_is_not_known() -> None:
    row = AbsenceRow(uuid.uuid4(), uuid.uuid4(), None, "Dairies", None, END, "", LATER)
    assert absence_words(row) == "until 31 May 2026"
