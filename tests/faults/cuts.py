"""Power cuts, as a program: `python -m tests.faults.cuts FOLDER COUNT SEED WHAT`, on a disk of its own in FOLDER.

Each round a child works on the file, says what is done, and the power is cut at a random moment; then the disk is
mounted again and the file looked over. Prints what was found as JSON.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db.files.lock import lock_path
from tests.faults import cut_copies, cut_works, kills
from tests.faults.cut_works import BEGUN, Work
from tests.faults.disks import Disk, disk, stick
from tests.faults.forking import Child, apart

WORKS = {**cut_works.WORKS, **cut_copies.WORKS}
ROUNDS_PER_FILE = 25
LOCKS_LEFT = 20
"""Once in so many rounds a lock file that the cut left empty stays."""


@dataclass
class Tally:
    """What happened."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    damaged: list[str] = field(default_factory=list)


def play(
    folder: Path, cuts: int, seed: int, make: Callable[[Path], Work], *, until_found: bool = False, on: str = ""
) -> Tally:
    """Cut the power `cuts` times; count what was lost of what was said to be done, and what is not whole.

    With `until_found` the first harm ends it. `on` names the file system of a stick; nothing is a computer's disk.
    """
    tally, chance = Tally(), random.Random(seed)
    with stick(folder, on, megabytes=48) if on else disk(folder, megabytes=48) as mine:
        work = make(mine.root)
        _begin_anew(mine, work)
        work.measure()
        for turn in range(cuts):
            if until_found and (tally.lost or tally.damaged):
                break
            if turn % ROUNDS_PER_FILE == 0:
                _begin_anew(mine, work)
            said = _one_cut(mine, work, chance)
            tally.cuts += 1
            tally.acknowledged += len(said)
            _start_again(mine, work, turn)
            lost, wrong = _look_over(work, said)
            tally.lost += lost
            tally.damaged += wrong
            if lost or wrong:
                _begin_anew(mine, work)
            mine.sync()
    return tally


def _begin_anew(mine: Disk, work: Work) -> None:
    apart(work.begin_anew)
    work.state = work.first_state
    mine.sync()


def _start_again(mine: Disk, work: Work, turn: int) -> None:
    """Mount the disk again. A lock that the cut left empty costs who opens a second; mostly that is spared."""
    mine.unmount()
    mine.mount()
    for lock in mine.root.rglob(lock_path(work.path).name):
        if turn % LOCKS_LEFT and not lock.stat().st_size:
            lock.unlink()


def _look_over(work: Work, said: list[int]) -> tuple[int, list[str]]:
    """Return how much of what was said to be done is lost, and what is not whole; note what was found."""
    try:
        work.state, lost, wrong = apart(lambda: work.look_over(said))
    except RuntimeError as error:
        return 0, [str(error)[-600:]]
    return lost, wrong


def _one_cut(mine: Disk, work: Work, chance: random.Random) -> list[int]:
    """Let a child work; cut the power at a moment that no one foresees; return what was said to be done."""
    pauses, words = chance.randrange(1 << 30), work.words_to_wait_for(chance)
    child = Child(lambda say: work.do(say, random.Random(pauses)))
    child.hear(lambda heard: BEGUN in heard and len(heard) > words, 60)
    child.hear(lambda _heard: False, chance.uniform(0, work.most_s))
    mine.cut()
    return [said for said in child.kill() if said != BEGUN]


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("cuts", type=int)
    asked.add_argument("seed", type=int)
    asked.add_argument("what", choices=sorted(WORKS))
    asked.add_argument("--journal", default="")
    asked.add_argument("--on", default="")
    asked.add_argument("--until-found", action="store_true")
    given = asked.parse_args()
    if given.journal:
        kills.use_journal(given.journal)
    kills.warm_up(given.folder, None)
    make = WORKS[given.what]
    found = play(given.folder, given.cuts, given.seed, make, until_found=given.until_found, on=given.on)
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
