"""How long the window waits for its turn while a handover pack is made and opened."""

import datetime as dt
import random
import threading
import time
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy.orm import Session

from db.engine import create_file
from db.handover.handover import Holder
from db.meetings.meetings import plan_meeting
from db.meetings.papers import add_paper
from desktop.exchange.giving import give_desk
from desktop.exchange.pack import open_pack
from tests.benchmarks.conftest import LAST_DAY, Table

pytestmark = pytest.mark.bench

WORDS = "four five six"


def note(_session: Session, out: BinaryIO) -> None:
    out.write(b"%PDF a note " * 50)


def test_the_window_gets_its_turn(tmp_path: Path, table: Table) -> None:
    """Of a file with a paper of 10 MB, with a passphrase; a thread that wants to draw all the time stands for it."""
    with create_file(tmp_path / "ours.ronda", name="Lake Valley Alliance") as file:
        with file.writing() as session:
            meeting, _ = plan_meeting(session, date=LAST_DAY, start_time=dt.time(10), place="Hall")
            add_paper(session, meeting, name="a.pdf", data=random.Random(1).randbytes(10_000_000))
        silences, over = [], threading.Event()

        def draw() -> None:
            last = time.perf_counter()
            while not over.wait(0.005):
                silences.append((time.perf_counter() - last) * 1000)
                last = time.perf_counter()

        drawing = threading.Thread(target=draw)
        drawing.start()
        try:
            pack = give_desk(
                file, tmp_path / "p.ronda-pack", taker=Holder("Rosa Quispe", "Hill Beekeepers"), who="Marta Soria",
                at=dt.datetime(2026, 10, 22, 9, tzinfo=dt.UTC), note=note, passphrase=WORDS,
            ).path  # fmt: skip
            open_pack(pack, passphrase=WORDS).close()
        finally:
            over.set()
            drawing.join()
    table.value("longest silence while a handover pack is made and opened", [max(silences)], limit=50)
