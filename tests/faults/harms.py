"""What is done to the file behind the program's back, as a program: `python -m tests.faults.harms FOLDER HARM ROUNDS`.

Each round a child opens the file and saves on and on, saying when it begins a save and when it was called saved. At a
random moment the file is harmed. The child goes on trying; once it is told that the file is lost it has what was saved
rescued. Prints what was found as JSON.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db.engine import open_file
from db.errors import KnownError
from db.errors.files import FileDamaged, FileOverwritten, FileReplaced
from db.files.safe_copy import put_in_safety
from tests.faults import disks, numbered
from tests.faults.forking import OPENED, Child, apart

REFUSED, DAMAGED, RESCUED, CRASHED = -2, -3, -4, -5
TRIES = 4
"""So often the child tries again after it was refused."""
MOST_SAVES = 40
NOBODY = 65534
SLOW_S = 0.02
FEWEST = 2


@dataclass
class Tally:
    """What happened."""

    rounds: int = 0
    acknowledged: int = 0
    refused: int = 0
    rescued: int = 0
    silent: int = 0
    """Saves begun after the harm was done, called saved, and written to where nobody finds them."""
    false_damaged: int = 0
    lost: int = 0
    """Saves called saved before the harm that stand nowhere now, though the harm left them to be read."""
    wrong: list[str] = field(default_factory=list)


@dataclass
class Ground:
    """Where a round is played."""

    path: Path
    safe: Path
    template: Path
    disk: disks.Disk | None = None


def unlinked(ground: Ground) -> None:
    ground.path.unlink()


def replaced(ground: Ground) -> None:
    other = ground.path.with_name("other")
    shutil.copy(ground.template, other)
    other.replace(ground.path)


def overwritten(ground: Ground) -> None:
    with ground.path.open("wb") as out:
        out.write(ground.template.read_bytes())


def overwritten_slowly(ground: Ground) -> None:
    """Overwrite it in parts, as on a busy computer: the child saves, and is refused, in between."""
    raw = ground.template.read_bytes()
    third = len(raw) // 3 + 1
    with ground.path.open("wb", buffering=0) as out:
        for start in range(0, len(raw), third):
            time.sleep(random.random() * SLOW_S)
            out.write(raw[start : start + third])
        time.sleep(random.random() * SLOW_S)


def garbled(ground: Ground) -> None:
    with ground.path.open("r+b") as out:
        out.seek(8192)
        out.write(os.urandom(64 << 10))


def made_read_only(ground: Ground) -> None:
    ground.path.parent.chmod(0o555)


def unmounted(ground: Ground) -> None:
    subprocess.run(["umount", "-l", str(ground.path.parent)], check=True, capture_output=True)


def cut_off(ground: Ground) -> None:
    assert ground.disk is not None
    ground.disk.cut()


HARMS: dict[str, Callable[[Ground], None]] = {
    harm.__name__: harm
    for harm in (
        unlinked, replaced, overwritten, overwritten_slowly, garbled, made_read_only, unmounted, cut_off
    )
}  # fmt: skip
ON_A_DISK = {"unmounted", "cut_off"}
GONE = {"overwritten", "overwritten_slowly", "garbled"}
"""After these what was saved before is nowhere any more but in backups."""


def play(folder: Path, name: str, rounds: int, seed: int) -> Tally:
    """Harm the file `rounds` times; count what the program did then."""
    tally, chance = Tally(), random.Random(seed)
    template = folder / "template.ronda"
    apart(lambda: numbered.new_record(template))
    for turn in range(rounds):
        with _ground(folder / f"round-{turn}", template, on_disk=name in ON_A_DISK) as ground:
            _one_round(ground, name, chance, tally)
    return tally


@contextmanager
def _ground(folder: Path, template: Path, *, on_disk: bool) -> Iterator[Ground]:
    safe = folder / "safe" / "rescued.ronda"
    folder.mkdir()
    folder.chmod(0o777)
    if on_disk:
        with disks.disk(folder, megabytes=16) as mine:
            ground = _laid_out(Ground(mine.root / "a.ronda", safe, template, mine))
            mine.sync()
            yield ground
    else:
        (folder / "place").mkdir()
        yield _laid_out(Ground(folder / "place" / "a.ronda", safe, template))
    shutil.rmtree(folder)


def _laid_out(ground: Ground) -> Ground:
    shutil.copy(ground.template, ground.path)
    ground.path.chmod(0o666)
    ground.path.parent.chmod(0o777)
    return ground


def _one_round(ground: Ground, name: str, chance: random.Random, tally: Tally) -> None:
    child = Child(lambda say: _save_on(ground, say, as_nobody=name == "made_read_only"))
    wanted = chance.randint(FEWEST, 6)
    child.hear(lambda heard: len(_saved(heard)) >= wanted, 20)
    time.sleep(chance.random() * 0.03)
    HARMS[name](ground)
    harmed = time.monotonic_ns()
    heard = child.end()
    _count(ground, name, heard, harmed, tally)


def _saved(heard: list[int]) -> list[int]:
    return [number for number in heard if 0 < number < 1_000_000]


def _save_on(ground: Ground, say: Callable[[int], None], *, as_nobody: bool) -> None:
    if as_nobody and os.geteuid() == 0:
        _load_all(ground.safe.parent.with_name("scratch.ronda"))  # what nobody may not read is loaded by then
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    file = open_file(ground.path, who="Ana")
    say(OPENED)
    number, left, lost = 1, TRIES, None
    while left and number <= MOST_SAVES:
        say(time.monotonic_ns())
        try:
            numbered.save(file, number)
        except FileDamaged:
            say(DAMAGED)
            left -= 1
        except KnownError as error:
            say(REFUSED)
            left -= 1
            lost = lost or (error if isinstance(error, FileReplaced) else None)
        except Exception:
            say(CRASHED)
            raise
        else:
            say(number)
            number += 1
    if lost is not None and not isinstance(lost, FileOverwritten):
        with suppress(KnownError):
            put_in_safety(file, [ground.safe])
            say(RESCUED)


def _load_all(scratch: Path) -> None:
    numbered.new_record(scratch)
    with open_file(scratch) as file:
        for number in range(1, 4):
            numbered.save(file, number)


def _count(ground: Ground, name: str, heard: list[int], harmed: int, tally: Tally) -> None:
    numbers = _saved(heard)
    tally.rounds += 1
    tally.acknowledged += len(numbers)
    tally.refused += REFUSED in heard
    tally.rescued += RESCUED in heard
    tally.false_damaged += DAMAGED in heard
    if CRASHED in heard:
        tally.wrong.append("something else than a known refusal")
    begun = 0
    for said in heard:
        if said > 1_000_000:
            begun = said
        elif said > 0 and begun > harmed and name != "made_read_only":
            tally.silent += 1
    if name in GONE:
        return
    standing, found = _standing(ground, name)
    tally.wrong += found
    tally.lost += max(0, max(numbers, default=0) - standing)


def _standing(ground: Ground, name: str) -> tuple[int, list[str]]:
    """Return the number that what is left of the work stands at, and what is wrong with it."""
    if name == "made_read_only":
        ground.path.parent.chmod(0o777)
    if ground.disk is not None:
        if os.path.ismount(ground.disk.root):
            ground.disk.unmount()
        ground.disk.mount()
    path = ground.safe if ground.safe.exists() else ground.path
    if name in ("unlinked", "replaced") and path != ground.path:
        (ground.path.with_name("a.ronda.lock")).unlink(missing_ok=True)
    try:
        number, wrong = apart(lambda: numbered.look_over(path, None))
    except RuntimeError as error:
        return 0, [str(error)]
    return number, wrong


def main() -> None:
    """Play the rounds and print the tally."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("harm", choices=HARMS)
    parser.add_argument("rounds", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    given = parser.parse_args()
    json.dump(asdict(play(given.folder, given.harm, given.rounds, given.seed)), sys.stdout)


if __name__ == "__main__":
    main()
