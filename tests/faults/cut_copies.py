"""Copies made while the power is cut: backups, the second place, what is restored, put back to a stick, or given away.

Every one of them either has its name and is whole, or is not there; the file it is of is never harmed.
"""

import datetime as dt
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from db import engine
from db.backups.backups import Why, backup_folder, backups_in, backups_of, take_backup
from db.backups.restoring import restore_backup
from db.backups.second_place import claim, copy_there, is_there
from db.errors import KnownError
from db.files.working_copy import Placed
from db.handover.handover import Holder
from db.handover.standing import standing_of
from desktop.exchange.giving import finish_giving, give_desk
from desktop.exchange.pack import open_pack
from tests.faults import numbered
from tests.faults.cut_works import BEGUN, Work

AT = dt.datetime(2026, 10, 22, 10, 35, tzinfo=dt.UTC)


class _Copying(Work):
    """The file has as many saves as its state says, and a folder more."""

    def begin_anew(self) -> None:
        _clear(self.path.parent)
        numbered.new_record(self.path)

    def found_of_file(self, standing: int) -> tuple[int, int, list[str]]:
        """Return the save that the file stands at, how many are missing, and what is wrong with it."""
        number, wrong = numbered.look_over(self.path, None)
        if number > standing + 1:
            wrong.append(f"save {number} after {standing}")
        return number, max(0, standing - number), wrong


class TakeBackup(_Copying):
    """A backup, a save, a backup."""

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        with engine.open_file(self.path, who="Ana") as file:
            say(BEGUN)
            take_backup(file, at=AT, why=Why.OPENING)
            say(1)
            numbered.save(file, self.state + 1)
            say(2)
            take_backup(file, at=AT + dt.timedelta(hours=1), why=Why.CLOSING)
            say(3)

    def look_over(self, said: list[int]) -> tuple[Any, int, list[str]]:
        found, lost, wrong = self.found_of_file(self.state + (2 in said))
        backups = backups_of(self.path)
        lost += max(0, (1 in said) + (3 in said) - len(backups))
        for backup in backups:
            number, more = numbered.look_over(backup.path, None)
            right = self.state if backup.why is Why.OPENING else self.state + 1
            wrong += more + ([f"the {backup.why} backup is of save {number}, not {right}"] if number != right else [])
        with engine.open_file(self.path, who="Ana") as file:
            take_backup(file, at=AT + dt.timedelta(hours=2), why=Why.ASKED)
        wrong += _unfinished(backup_folder(self.path))
        shutil.rmtree(backup_folder(self.path))
        return found, lost, wrong


class SecondPlace(_Copying):
    """A second place is claimed on a stick, and a backup copied there."""

    @property
    def stick(self) -> Path:
        return self.path.with_name("STICK")

    def begin_anew(self) -> None:
        super().begin_anew()
        with engine.open_file(self.path) as file:
            take_backup(file, at=AT, why=Why.OPENING)
        self.stick.mkdir()

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        with engine.open_file(self.path, who="Ana") as file, file.looking() as look:
            alliance = standing_of(look).alliance_id
        say(BEGUN)
        place = claim(self.stick, self.path.stem, alliance)
        say(1)
        copy_there(backups_of(self.path)[0], place)
        say(2)

    def look_over(self, said: list[int]) -> tuple[Any, int, list[str]]:
        with engine.open_file(self.path, who="Ana") as file, file.looking() as look:
            alliance = standing_of(look).alliance_id
        place = self.stick / f"{self.path.stem}.ronda-backups"
        lost = int(1 in said and not is_there(place, alliance))
        original = backups_of(self.path)[0]
        there = backups_in(place, None)
        lost += max(0, (2 in said) - len(there))
        wrong = ["the copy is not the backup" for copy in there if copy.path.read_bytes() != original.path.read_bytes()]
        if claim(self.stick, self.path.stem, alliance) != place:
            wrong.append("the place is not known again")
        copy_there(original, place)
        wrong += _unfinished(place)
        shutil.rmtree(self.stick)
        self.stick.mkdir()
        return 0, lost, wrong


class Restore(_Copying):
    """What a backup holds is written out as a new file."""

    @property
    def new(self) -> Path:
        return self.path.with_name("restored.ronda")

    def begin_anew(self) -> None:
        super().begin_anew()
        with engine.open_file(self.path) as file:
            for number in range(1, 5):
                numbered.save(file, number)
            take_backup(file, at=AT, why=Why.OPENING)

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        say(BEGUN)
        restore_backup(backups_of(self.path)[0].path, self.new)
        say(1)

    def look_over(self, said: list[int]) -> tuple[Any, int, list[str]]:
        lost, wrong = int(1 in said and not self.new.exists()), list[str]()
        for path in (self.path, backups_of(self.path)[0].path, *([self.new] if self.new.exists() else [])):
            number, more = numbered.look_over(path, None)
            wrong += more + ([f"{path.name} is of save {number}"] if number != 4 else [])
        self.new.unlink(missing_ok=True)
        restore_backup(backups_of(self.path)[0].path, self.new)
        wrong += _unfinished(self.path.parent)
        self.new.unlink()
        return 0, lost, wrong


class PutBack(_Copying):
    """A file on a stick is worked on as a copy, which is put back there; stick and computer lose power together."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.path = folder / "STICK" / "alliance.ronda"

    def begin_anew(self) -> None:
        self.path.parent.mkdir(exist_ok=True)
        _clear(self.path.parent.parent)
        self.path.parent.mkdir()
        numbered.new_record(self.path)

    def placed(self) -> Placed:
        return Placed(self.path, self.path.parent.parent / "own", "STICK", who="Ana")

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        file, number = self.placed().open(), self.state
        say(BEGUN)
        copy = file.working_copy
        assert copy is not None
        for turn in range(2):
            numbered.save(file, number + turn + 1)
            say(2 * turn + 1)
            copy.publish(file, who="Ana", office="", at=AT)
            say(2 * turn + 2)
        file.close()
        say(5)

    def look_over(self, said: list[int]) -> tuple[Any, int, list[str]]:
        saved = self.state + (1 in said) + (3 in said)
        put = self.state + (2 in said) + (4 in said)
        aside = shutil.copy(self.path, self.path.parent.parent / "aside.ronda")
        there, wrong = numbered.look_over(aside, None)
        aside.unlink()
        lost = max(0, put - there)
        try:
            with self.placed().open() as file, file.reading() as session:
                here = numbered.number_in(session)
                wrong += numbered.wrong(session)
        except KnownError as error:
            return self.state, lost, [*wrong, f"it cannot be gone on with: {error!r}"]
        lost += max(0, saved - here)
        last, more = numbered.look_over(self.path, None)
        wrong += more + ([f"{here} was not put back: {last}"] if last != here else []) + _unfinished(self.path.parent)
        return here, lost, wrong


class GiveDesk(_Copying):
    """The desk is given to somebody: a pack is written, and the file says so once that is whole."""

    @property
    def pack(self) -> Path:
        return self.path.with_name("for Beka.ronda-pack")

    def begin_anew(self) -> None:
        super().begin_anew()
        shutil.copy(self.path, self.path.with_name("before"))

    def do(self, say: Callable[[int], None], chance: random.Random) -> None:
        with engine.open_file(self.path, who="Ana") as file:
            say(BEGUN)
            give_desk(file, self.pack, taker=Holder("Beka", "Bergal"), who="Ana", at=AT, note=_note)
            say(1)

    def look_over(self, said: list[int]) -> tuple[Any, int, list[str]]:
        with engine.open_file(self.path, who="Ana") as file:
            pack, given = finish_giving(file), file.given is not None
        lost = int(1 in said and not given) + int(given and pack is None)
        wrong = []
        if given and pack is not None:
            with open_pack(pack, passphrase=None) as opened:
                wrong += [] if opened.manifest.to_name == "Beka" else ["the pack is another's"]
        if not given and self.pack.exists():
            wrong.append("the desk is here, and a pack as well")
        _number, more = numbered.look_over(self.path, None)
        _clear(self.path.parent, but="before")
        shutil.copy(self.path.with_name("before"), self.path)
        return 0, lost, wrong + more


WORKS: MappingProxyType[str, Callable[[Path], Work]] = MappingProxyType(
    {
        "backup": TakeBackup,
        "second place": SecondPlace,
        "restore": Restore,
        "put back": PutBack,
        "give the desk": GiveDesk,
    }
)


def _note(_session: Session, out: BinaryIO) -> None:
    out.write(b"%PDF-1.4 the note")


def _clear(folder: Path, but: str = "") -> None:
    for left in folder.iterdir():
        if left.is_dir() and left.name != "lost+found":
            shutil.rmtree(left)
        elif left.is_file() and left.name != but:
            left.unlink()


def _unfinished(folder: Path) -> list[str]:
    """Return what lies in a folder that nobody will ever look at, once the next was made there."""
    return [f"{left.name} was left" for left in folder.iterdir() if "partial" in left.name or (left.name[0] == "."
            and left.name != ".ronda-place")]  # fmt: skip
