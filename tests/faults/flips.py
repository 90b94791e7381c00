"""Bits turned over and ends cut off: of an alliance file and of its backup, open and protected.

`python -m tests.faults.flips FOLDER FLIPS CUTS SEED [PASSPHRASE]` does each to a copy, in children of some at a time,
opens it with every check, reads all rows, and writes as JSON what was found.
"""

import datetime as dt
import hashlib
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

from db.backups.backups import Why, take_backup
from db.backups.restoring import restore_backup
from db.engine import open_file
from db.errors import KnownError
from db.files.checks import check_record, only_search
from tests.faults.forking import apart
from tests.faults.hostile import base_file

NOTICED, SAME, CHANGED = "noticed", "identical", "changed unnoticed"
_AT_A_TIME: Final = 25
_UNTOLD: Final = ("search_text", "search_entry")


def play(folder: Path, flips: int, cuts: int, seed: int, passphrase: str | None) -> dict[str, Any]:
    """Return how often damage was noticed, made no difference, or went unnoticed; and children that crashed."""
    contents, wanted = _sources(folder, passphrase)
    chance = random.Random(seed)
    jobs = [("flip", chance.randrange(2), chance.random(), chance.randrange(8)) for _number in range(flips)]
    jobs += [("cut", chance.randrange(2), chance.random(), 0) for _number in range(cuts)]
    found: Counter[str] = Counter()
    wrong: list[str] = []
    for start in range(0, len(jobs), _AT_A_TIME):
        some = jobs[start : start + _AT_A_TIME]
        try:
            answers = apart(lambda some=some: _tried(folder, contents, wanted, some, passphrase))  # type: ignore[misc]
        except RuntimeError as error:  # a child that ended without a word, or raised
            wrong.append(f"{start}: {error}"[-1500:])
            continue
        found.update(answers)
    return {"found": found, "wrong": wrong}


def _sources(folder: Path, passphrase: str | None) -> tuple[tuple[bytes, bytes], str]:
    path = folder / "base.ronda"

    def make() -> list[str]:
        base_file(path, passphrase)
        with open_file(path, passphrase=passphrase) as file:
            backup = take_backup(file, at=dt.datetime(2026, 10, 7, tzinfo=dt.UTC), why=Why.ASKED)
            return [str(backup.path), dump(file)]

    backup, wanted = apart(make)
    return (path.read_bytes(), Path(backup).read_bytes()), wanted


def _tried(
    folder: Path, contents: tuple[bytes, bytes], wanted: str, jobs: list[tuple[str, int, float, int]],
    passphrase: str | None,
) -> list[str]:  # fmt: skip
    answers = []
    place, restored = folder / "hurt.ronda", folder / "restored.ronda"
    for what, which, where, bit in jobs:
        hurt = bytearray(contents[which])
        at = int(where * len(hurt))
        if what == "flip":
            hurt[at] ^= 1 << bit
        else:
            del hurt[at:]
        for left in folder.glob("hurt.ronda*"):
            left.unlink()
        restored.unlink(missing_ok=True)
        place.write_bytes(hurt)
        said = _outcome(place, restored if which else None, passphrase, wanted)
        answers.append(f"{what}, {'backup' if which else 'file'}: {said}")
    return answers


def _outcome(place: Path, restored: Path | None, passphrase: str | None, wanted: str) -> str:
    """Open a file with all checks, or restore a backup to `restored` and open that; compare what is in it."""
    try:
        if restored is not None:
            restore_backup(place, restored, passphrase=passphrase)
        with open_file(restored or place, passphrase=passphrase) as file:
            with file.reading() as session:
                if not only_search(check_record(session)):
                    return NOTICED
            return SAME if dump(file) == wanted else CHANGED
    except KnownError:
        return NOTICED


def dump(file: Any) -> str:
    """Return a digest of every row of the record; the search is made from them."""
    digest = hashlib.sha256()
    with file.looking() as look:
        names = look.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for (name,) in names:
            if not name.startswith(_UNTOLD):
                for row in look.rows(f'SELECT * FROM "{name}"'):
                    digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    """Play what is asked for, and write what was found."""
    folder, flips, cuts, seed = Path(arguments[0]), *map(int, arguments[1:4])
    found = play(folder, flips, cuts, seed, arguments[4] if len(arguments) > 4 else None)
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
