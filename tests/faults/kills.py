"""Kills at random moments, as a program: `python -m tests.faults.kills FOLDER ROUNDS SEED`.

Each round a child opens the file as the round before left it, says what is wrong with it, and saves until it is killed.
Prints what was found as JSON.
"""

import argparse
import json
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from db import engine
from db.files import connection
from tests.faults import numbered
from tests.faults.forking import OPENED, Child, apart

ROUNDS_PER_FILE = 40
LOOK_EVERY = 4
"""Every so many rounds all of the file is looked over, and after the last; what is lost is counted each time."""
MOST_SAVES = 3
LONGEST_S = 0.05
"""A child is killed at most this long after as many saves as fell to it: a save on a busy machine."""
OPENING_S = 0.4
FROM_THE_BEGINNING = 8
"""One round in so many is killed at a moment counted from the child's birth, so that opening is met too."""


@dataclass
class Tally:
    """What happened."""

    kills: int = 0
    acknowledged: int = 0
    in_flight_kept: int = 0
    """Saves that were whole though the word of it never came: neither lost nor half."""
    lost: int = 0
    damaged: list[str] = field(default_factory=list)


def play(
    folder: Path, rounds: int, seed: int, passphrase: str | None, *, until_found: bool = False, too_soon: bool = False
) -> Tally:
    """Kill `rounds` children; count what was lost of what they said was saved, and what is wrong with the file.

    With `until_found` the first harm ends it. With `too_soon` the children break their word: a save is said to be done
    when it begins.
    """
    tally, chance = Tally(), random.Random(seed)
    template = folder / "template.ronda"
    apart(lambda: numbered.new_record(template, passphrase))
    path, standing = folder / "alliance.ronda", 0
    for turn in range(rounds):
        if until_found and (tally.lost or tally.damaged):
            break
        if turn % ROUNDS_PER_FILE == 0:
            standing = _begin_file(tally, template, path, standing, passphrase)
        heard = _one_kill(path, passphrase, chance, look=turn % LOOK_EVERY == 0, too_soon=too_soon)
        tally.kills += 1
        if OPENED in heard:
            standing = _check_found(tally, standing, heard[: heard.index(OPENED)])
            acknowledged = heard[heard.index(OPENED) + 1 :]
            tally.acknowledged += len(acknowledged)
            standing = max([standing, *acknowledged])
    _begin_file(tally, template, path, standing, passphrase)
    return tally


def _begin_file(tally: Tally, template: Path, path: Path, standing: int, passphrase: str | None) -> int:
    """Look over the file so far, if any, and put a fresh one in its place."""
    if path.exists():
        try:
            number, wrong = apart(lambda: numbered.look_over(path, passphrase))
        except RuntimeError as error:
            number, wrong = 0, [str(error)]
        _check_found(tally, standing, [number])
        tally.damaged += wrong
        for part in path.parent.glob(f"{path.name}*"):
            part.unlink()
    shutil.copy(template, path)
    return 0


def _check_found(tally: Tally, standing: int, found: list[int]) -> int:
    number = found[0] if found else 0
    if number < standing:
        tally.lost += standing - number
    elif number > standing + 1:
        tally.damaged.append(f"save {number} after {standing}")
    else:
        tally.in_flight_kept += number - standing
    if len(found) > 1:
        tally.damaged.append(f"{found[1]} things wrong at save {number}")
    return number


def _one_kill(path: Path, passphrase: str | None, chance: random.Random, *, look: bool, too_soon: bool) -> list[int]:
    early = chance.randrange(FROM_THE_BEGINNING) == 0
    child = Child(lambda say: _save_on(path, passphrase, say, look=look, too_soon=too_soon))
    if early:
        wait = chance.uniform(0, OPENING_S if passphrase else OPENING_S / 4)
    else:
        enough, wait = 1 + chance.randrange(MOST_SAVES + 1), chance.uniform(0, LONGEST_S)
        if not child.hear(lambda heard: OPENED in heard and len(heard) - heard.index(OPENED) >= enough, 60):
            return [*child.kill(), 0, 1, OPENED]  # it could not open the file or save: something is wrong with it
    child.hear(lambda _heard: False, wait)
    return child.kill()


def _save_on(path: Path, passphrase: str | None, say: Callable[[int], None], *, look: bool, too_soon: bool) -> None:
    """Say the number found, then on `look` how much is wrong (if anything), `OPENED`, then every save that was done."""
    with engine.open_file(path, passphrase=passphrase, who="Ana") as file:
        with file.reading() as session:
            number, wrong = numbered.number_in(session), numbered.wrong(session) if look else []
        say(number)
        if wrong:
            say(len(wrong))
        say(OPENED)
        while True:
            number += 1
            if too_soon:
                say(number)
            numbered.save(file, number)
            if not too_soon:
                say(number)


def warm_up(folder: Path, passphrase: str | None) -> None:
    """Have everything loaded and compiled before the first child is born."""
    path = folder / "warm.ronda"
    numbered.new_record(path, passphrase)
    with engine.open_file(path, passphrase=passphrase) as file:
        for number in range(1, 7):
            numbered.save(file, number)
        with file.reading() as session:
            numbered.wrong(session)
    path.unlink()


def use_journal(mode: str) -> None:
    """Break the program on purpose: another journal, such as `MEMORY` or `WAL`, with its own way to sync."""
    journal, _, synchronous = mode.partition("+")
    kept = connection.PRAGMAS[2:]
    connection.PRAGMAS = (f"journal_mode = {journal}", f"synchronous = {synchronous or 'FULL'}", *kept)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("rounds", type=int)
    asked.add_argument("seed", type=int)
    asked.add_argument("--passphrase")
    asked.add_argument("--journal", default="")
    asked.add_argument("--until-found", action="store_true")
    asked.add_argument("--too-soon", action="store_true")
    given = asked.parse_args()
    if given.journal:
        use_journal(given.journal)
    warm_up(given.folder, given.passphrase)
    found = play(
        given.folder, given.rounds, given.seed, given.passphrase, until_found=given.until_found, too_soon=given.too_soon
    )
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
