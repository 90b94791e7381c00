"""Today on a large alliance: what the page reads before it can be painted."""

import datetime as dt

import pytest

from db.minutes.decisions import newest_decisions
from db.today.today import today
from desktop.actions.register import Show
from desktop.actions.register import load as load_actions
from desktop.decisions.register import FIRST
from tests.benchmarks.conftest import LAST_DAY, timed

pytestmark = pytest.mark.bench


def test_today_is_read_at_once(large, table):
    def read():
        with large.looking() as look:
            today(look, LAST_DAY - dt.timedelta(days=2))

    assert table.value("Today's facts", timed(read), limit=20) <= 20


def test_registers_show_at_once(large, table):
    def open_actions():
        with large.reading() as session:
            load_actions(session, Show.OPEN, LAST_DAY)

    def first_decisions():
        with large.reading() as session:
            newest_decisions(session, FIRST)

    assert table.value("open actions", timed(open_actions), limit=100) <= 100
    assert table.value("the newest decisions", timed(first_decisions), limit=100) <= 100
