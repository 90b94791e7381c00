"""Days as people type them, and the last day of a month or a year."""

import datetime as dt

import pytest

from desktop import texts
from desktop.clock import stopped_at
from desktop.widgets.days import day_reader, last_day_reader

CLOCK = stopped_at(dt.datetime(2026, 10, 15, 10, 0))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("May 2024", dt.date(2024, 5, 31)),
        ("5/2024", dt.date(2024, 5, 31)),
        ("13/2024", None),
        ("2024", dt.date(2024, 12, 31)),
        ("0000", None),
        ("22 Oct 2026", dt.date(2026, 10, 22)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        ("no such day", None),
    ],
)
def test_the_last_day_of_what_was_typed(typed, day):
    assert last_day_reader(CLOCK)(typed) == day


def test_a_month_in_spanish():
    with texts.speaking("es"):
        assert last_day_reader(CLOCK)("mayo de 2024") == dt.date(2024, 5, 31)
        assert day_reader(CLOCK)("1 de marzo de 2019") == dt.date(2019, 3, 1)
