"""Two who open one file at the same moment, as a program: `python -m tests.faults.races FOLDER ROUNDS`.

Each of two children opens the file, saves, and lets go or is refused; `RONDA_FAULTS_BREAK=lock` lets nobody look at
the lock. Prints how many wrote at once, and who was named, as JSON.
"""

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from db.alliance import change_alliance
from db.engine import create_file, open_file
from db.errors.files import FileInUse, FileReplaced
from db.files import lock
from tests.faults.forking import apart


def race(path: Path, turn: int, who: str, start: float) -> dict[str, Any]:
    """Open the file at `start`, write into it while holding it; tell how that went."""
    while time.monotonic() < start:
        pass
    try:
        file = open_file(path, who=who, office=f"Office of {who}")
    except FileInUse as error:
        return {"who": who, "refused": True, "named": error.who, "office": error.office, "computer": error.computer}
    with file:
        begun = time.monotonic()
        with suppress(FileReplaced):  # another who got in, too, is noticed then
            with file.writing(who=who) as session:
                change_alliance(session, place=f"{who} {turn}")
            time.sleep(0.05)
        return {"who": who, "refused": False, "begun": begun, "ended": time.monotonic()}


def main() -> None:
    """Play the races and print what each of the two said."""
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    if os.environ.get("RONDA_FAULTS_BREAK") == "lock":
        lock.take = lambda path, **_how: lock.Holder("", "", 0, lock.dt.datetime.now(lock.dt.UTC), "")  # type: ignore[attr-defined]
    path = folder / "a.ronda"
    apart(lambda: create_file(path, name="Alliance").close())
    told = []
    for turn in range(rounds):
        start = time.monotonic() + 0.05
        told.append(_both(path, turn, start))
    json.dump(told, sys.stdout)


def _both(path: Path, turn: int, start: float) -> list[dict[str, Any]]:
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(read)
        os.write(write, json.dumps(apart(lambda: race(path, turn, "Beka", start))).encode())
        os._exit(0)
    os.close(write)
    mine = apart(lambda: race(path, turn, "Ana", start))
    with os.fdopen(read, "rb") as found:
        other = json.loads(found.read())
    os.waitpid(pid, 0)
    return [mine, other]


if __name__ == "__main__":
    main()
