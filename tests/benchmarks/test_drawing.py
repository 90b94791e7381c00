"""How long lists take to be filled and drawn: a find by the length of its title, the ledger of sixty members."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from db.engine import AllianceFile
from db.search.search import find
from db.turn_units import TURN
from desktop.clock import stopped_at
from desktop.duties.ledger_card import LedgerCard
from desktop.duties.loading import LedgerView, MemberBalance
from desktop.find.palette import FindPalette
from desktop.operations import Operations
from tests.benchmarks.conftest import LAST_DAY, MEMBERS, Table, paired, timed

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("appearance")]


def test_a_found_title_four_times_as_long(qtbot: QtBot, large: AllianceFile, table: Table) -> None:
    """Tried: all of it laid out, its words looked for in all of it; both were caught."""
    home = QMainWindow()
    qtbot.addWidget(home)
    home.resize(1366, 768)
    home.show()
    operations = Operations(large)
    palette = FindPalette(operations, clock=stopped_at(dt.datetime.combine(LAST_DAY, dt.time(9))), parent=home)
    palette.look_for()
    qtbot.keyClicks(palette.field, "canal")
    operations.wait()
    with large.reading() as session:
        [hit, *_others] = find(session, "ka")

    def drawn(letters: int) -> Callable[[], object]:
        row = replace(hit, title=("the canal of سلمى, " * letters)[:letters])

        def draw() -> object:
            palette.model.set_rows([row])
            return palette.list.viewport().grab()

        return draw

    ours, base = paired(drawn(160_000), drawn(40_000))
    table.ratio("drawing a found title four times as long", ours, base, limit=3)
    palette.close()
    operations.close()


def test_the_ledger_of_all_members(qtbot: QtBot, table: Table) -> None:
    card = LedgerCard()
    qtbot.addWidget(card)
    card.resize(432, 640)
    card.show()
    rows = tuple(
        MemberBalance(uuid.uuid4(), f"Member {n} " + "long " * (n % 9), n * TURN // 7, 4 * TURN, True, n % 5 == 0)
        for n in range(MEMBERS)
    )
    views = {None: LedgerView(None, LAST_DAY, rows, MEMBERS, 0, 0)}
    taken = timed(lambda: (card.show_ledgers(views, ()), card.grab()))
    table.value(f"the ledger of {MEMBERS} members, filled and drawn", taken, limit=50)
