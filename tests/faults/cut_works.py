"""What is being done while the power is cut, and how what is left of it is judged."""

import random
import shutil
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlcipher3

from db import engine, migrations
from db.backups.backups import backup_folder, backups_of
from db.files import checks, schema_mark
from db.files.copies import change_passphrase
from db.files.header import looks_protected
from tests.faults import numbered
from tests.faults.forking import Child, apart

BEGUN = -1
"""Said by the child before the first thing that may be cut."""

LONGEST_PAUSE_S = 0.02
ADDED = "CREATE TABLE added (id INTEGER PRIMARY KEY)"
"""What format 2 has beside format 1."""


class Work:
    """Something done to the file in `folder`. `state` is what is known to be on the disk; the parent keeps it."""

    first_state: Any = 0
    most_s = 0.015
    """The power goes at most this long after the last word that was waited for."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "alliance.ronda"
        self.state: Any = self.first_state

    def begin_anew(self) -> None:
        """Make the files anew; the parent has them synced."""
        for left in self.path.parent.iterdir():
            if left.is_file():
                left.unlink()
        numbered.new_record(self.path)

    def words_to_wait_for(self, _chance: random.Random) -> int:
        """Return how many words are heard, after `BEGUN`, before the power may go."""
        return 0

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        """Work, saying the number of each thing that is done."""
        raise NotImplementedError

    def look_over(self, said: list[int]) -> tuple[Any, int, list[str]]:
        """Return the state found, how much of what was said to be done is lost, and what is not whole."""
        raise NotImplementedError

    def measure(self) -> None:
        """Learn how long the work takes from beginning to end, so that the cuts fall all over it."""
        for _turn in range(2):
            apart(self.begin_anew)
            child = Child(lambda say: self.do(say, random.Random(0)))
            child.hear(lambda heard: BEGUN in heard, 60)
            begun = time.monotonic()
            child.hear(lambda _heard: False, 60)
            child.end()
            self.most_s = (time.monotonic() - begun) * 1.1


class Saves(Work):
    """One save after the other, some at once, some after a while, as people do."""

    def words_to_wait_for(self, chance: random.Random) -> int:
        return chance.randrange(4)

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        with engine.open_file(self.path, who="Ana") as file:
            say(BEGUN)
            number = self.state
            while True:
                number += 1
                numbered.save(file, number)
                say(number)
                if chance.random() < 0.5:
                    time.sleep(chance.uniform(0, LONGEST_PAUSE_S))

    def look_over(self, said: list[int]) -> tuple[int, int, list[str]]:
        return _saves_found(self.path, None, max([self.state, *said]))

    def measure(self) -> None:
        """Nothing to learn: it goes on for ever."""


class Passphrase(Work):
    """A passphrase is set or taken away; then one save."""

    first_state = (0, 0)

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        number, turn = self.state
        with engine.open_file(self.path, passphrase=_passphrase(turn), who="Ana") as file:
            say(BEGUN)
            with change_passphrase(file, old=_passphrase(turn), new=_passphrase(turn + 1), who="Ana") as renewed:
                say(1)
                numbered.save(renewed, number + 1)
                say(2)

    def look_over(self, said: list[int]) -> tuple[Any, int, list[str]]:
        number, turn = self.state
        new = looks_protected(self.path) is (_passphrase(turn + 1) is not None)
        if not new and said:
            return (number, turn), 1, ["the passphrase is the old one again"]
        found, lost, wrong = _saves_found(self.path, _passphrase(turn + new), number + (2 in said))
        return (found, turn + new), lost, wrong + _left_over(self.path)


class Upgrade(Work):
    """A file of an older format is opened: copied, upgraded, then one save. The newer format is one of our own here."""

    def begin_anew(self) -> None:
        super().begin_anew()
        with engine.open_file(self.path) as file:
            for number in range(1, 5):
                numbered.save(file, number)
        shutil.copy(self.path, self.path.with_name("older"))

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        _know_newer_format(self.path.parent)
        say(BEGUN)
        with engine.open_file(self.path, who="Ana") as file:
            say(1)
            numbered.save(file, 5)
            say(2)

    def look_over(self, said: list[int]) -> tuple[int, int, list[str]]:
        copies = [backup.path for backup in backups_of(self.path)]
        upgraded = bool(said) or _format(self.path) > engine.FORMAT
        wrong = ["the backup taken before the upgrade is gone"] if upgraded and not copies else []
        for copy in copies:
            at, more = numbered.look_over(copy, None)
            wrong += more + (["the backup taken before the upgrade is of another save"] if at != 4 else [])
        found, lost, more = _saves_found(self.path, None, 4 + (2 in said), format_at_least=1 + bool(said))
        wrong += more
        _know_newer_format(self.path.parent)
        with engine.open_file(self.path, who="Ana"):  # whatever the cut left, the upgrade goes through now
            pass
        wrong += _left_over(self.path)
        shutil.rmtree(backup_folder(self.path), ignore_errors=True)
        self.path.unlink()
        shutil.copy(self.path.with_name("older"), self.path)
        return found, lost, wrong


WORKS: dict[str, Callable[[Path], Work]] = {"saves": Saves, "passphrase": Passphrase, "upgrade": Upgrade}


def _saves_found(
    path: Path, passphrase: str | None, standing: int, *, format_at_least: int = 1
) -> tuple[int, int, list[str]]:
    """Return the number of the save found, how many are missing up to `standing`, and what is wrong."""
    found_format = _format(path) if passphrase is None else engine.FORMAT
    if found_format < format_at_least:
        return 0, 1, ["the upgrade is gone"]
    if found_format > engine.FORMAT:
        _know_newer_format(path.parent)
    number, wrong = numbered.look_over(path, passphrase)
    if number > standing + 1:
        wrong.append(f"save {number} after {standing}")
    return number, max(0, standing - number), wrong


def _format(path: Path) -> int:
    with closing(sqlcipher3.connect(str(path))) as connection:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def _left_over(path: Path) -> list[str]:
    """Return what lies about that nobody will ever look at, once the file was opened again."""
    return [f"{left.name} was left" for left in path.parent.iterdir() if "partial" in left.name]


def _passphrase(turn: int) -> str | None:
    return f"three words are better {turn}" if turn % 2 else None


def _know_newer_format(folder: Path) -> None:
    """Let this process know format 2: one table more."""
    scripts = folder / "scripts"
    if not scripts.is_dir():
        shutil.copytree(Path(migrations.__file__).parent, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "0002_second.py").write_text(
            "from alembic import op\n"
            "revision, down_revision = '0002', '0001'\n"
            "def upgrade():\n"
            f"    op.execute('{ADDED}')\n"
            "    op.execute('INSERT INTO added SELECT rowid FROM search_entry')\n"
            "    op.execute('PRAGMA user_version = 2')\n"
        )
    if engine.FORMAT == 1:
        engine.FORMAT = 2
        with closing(sqlcipher3.connect(str(folder / "older"))) as connection:
            newer = [*connection.execute(schema_mark.SCHEMA), ("table", "added", "added", ADDED)]
        marks = {**schema_mark.MARKS, 2: schema_mark.mark_of(newer)}
        schema_mark.MARKS = MappingProxyType(marks)  # type: ignore[misc]
        checks._fresh_definitions.cache_clear()
        migrations.upgrade = partial(migrations.upgrade, script_location=scripts)
