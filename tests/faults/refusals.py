"""A save and commands on a disk that fails, as a program: `python -m tests.faults.refusals HOW FOLDER POINTS`.

`HOW` is `calls`, with `failing.c` preloaded: the n-th call fails, for each of some n and in each way. Or it is `full`:
a small file system is filled up to some rest, from nothing to what is enough. Each runs from the same files; then they
are looked over on a disk that works again. Prints what was found as JSON.
"""

import ctypes
import datetime as dt
import errno
import hashlib
import io
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from db import engine
from db.backups.backups import Why, backup_at, take_backup
from db.errors import KnownError
from db.files.checks import check_record
from desktop.__main__ import main as ronda
from desktop.sentences import sentence
from tests.faults import disks, kills, numbered
from tests.faults.forking import apart

FEW = 5
SPARE_BYTES = 1 << 15
"""What an act may need for a while, and not leave: a journal, for one."""
SAVES = 4


@dataclass(frozen=True)
class Act:
    """A command: its arguments, and what it writes besides the alliance file."""

    name: str
    arguments: tuple[str, ...]
    out: str = ""


SAVE = "a save"
"""Not a command: a save into the open file, and, where that is refused, the same again with all well."""
FILE = "alliance.ronda"
BACKUP = "backup.ronda"
ACTS = (
    Act(SAVE, ()),
    Act("a new file", ("new", "other.ronda", "--name", "Hill Alliance"), "other.ronda"),
    Act("an import of members", ("import", "members", FILE, "members.csv")),
    Act("an agenda as PDF", ("export", "agenda", FILE, "--meeting", "1", "-o", "agenda.pdf"), "agenda.pdf"),
    Act("minutes for Word", ("export", "minutes", FILE, "--meeting", "1", "-o", "minutes.docx"), "minutes.docx"),
    Act("a register of any length", ("export", "register", FILE, "--of", "members", "-o", "list.pdf"), "list.pdf"),
    Act("every table as CSV", ("export", "csv", FILE, "-o", "tables"), "tables"),
    Act("a backup", ("backup", FILE)),
    Act("a backup in another folder", ("backup", FILE, "-o", "stick"), "stick"),
    Act("a restored backup", ("restore", BACKUP, "-o", "restored.ronda"), "restored.ronda"),
    Act("a list", ("list", "members", FILE)),
    Act("a check", ("check", FILE)),
)
BACKED_UP = ("a backup", "a backup in another folder")
"""What leaves a backup only if it says so; one is taken before an import, whether that is refused or not."""
WAYS = tuple(product((errno.EIO, errno.ENOSPC), (False, True)))


@dataclass
class Tally:
    """What happened; the lists say which act, which call and which way."""

    tried: int = 0
    failed_calls: int = 0
    refused: int = 0
    resumed: int = 0
    """Saves that were refused and went through afterwards, in the file as it was open."""
    tracebacks: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """The record is not the old one though the command refused, or not the new one though it said to be done."""
    left: list[str] = field(default_factory=list)
    """Files that were left of something unfinished, or that are not whole."""


class Failing:
    """Calls that fail: the `number`-th below a folder, or from it on; 0 only counts."""

    def __init__(self, number: int = 0, error: int = 0, *, lasting: bool = False) -> None:
        self._number, self._error, self._lasting = number, error, lasting

    def begin(self, place: Path) -> None:
        ctypes.CDLL(None).fault_arm(str(place).encode(), ctypes.c_long(self._number), self._error, int(self._lasting))

    def end(self) -> int:
        """Let nothing fail any more; return how many calls came."""
        counted = int(ctypes.CDLL(None).fault_count())
        ctypes.CDLL(None).fault_arm(b"", ctypes.c_long(0), 0, 0)
        return counted


class Filled:
    """A disk with no more room than `room` bytes; None leaves it as it is."""

    def __init__(self, filler: Path, room: int | None) -> None:
        self._filler, self._room, self._free = filler, room, 0

    def begin(self, _place: Path) -> None:
        self._free = shutil.disk_usage(self._filler.parent).free
        if self._room is not None:
            bulk = max(1, self._free - self._room - SPARE_BYTES)
            with self._filler.open("wb", buffering=0) as out, suppress(OSError):
                os.posix_fallocate(out.fileno(), 0, bulk)
                out.seek(bulk)
                while shutil.disk_usage(self._filler.parent).free > self._room:
                    out.write(bytes(1 << 10))

    def end(self) -> int:
        """Make room; return how much was used, where nothing was filled."""
        self._filler.unlink(missing_ok=True)
        return self._free - shutil.disk_usage(self._filler.parent).free


def play(folder: Path, points: int, acts: tuple[Act, ...] = ACTS) -> Tally:
    """Let so many calls of each act, all over it, fail in every way; in two ways where they are few."""
    tally = Tally()
    apart(lambda: _template(folder / "template"))
    for act in acts:
        before = apart(lambda: _state(folder / "template"))
        _code, _words, calls = _try(folder, folder / "work", act, Failing())
        after = apart(lambda: _state(folder / "work"))
        for number in _spread(calls, points):
            for error, lasting in WAYS if points > FEW else WAYS[1:3]:
                failing = Failing(number, error, lasting=lasting)
                code, words, counted = _try(folder, folder / "work", act, failing)
                where = f"{act.name}, call {number}, {errno.errorcode[error]}{' for good' if lasting else ''}"
                tally.tried += 1
                tally.failed_calls += counted >= number
                _count(tally, act, code, words)
                _judge(tally, where, act, folder / "work", code, words, before, after)
    return tally


def play_full(folder: Path, points: int, acts: tuple[Act, ...] = ACTS) -> Tally:
    """Let each act find so many amounts of room, from none to what is enough, on a small file system."""
    tally = Tally()
    apart(lambda: _template(folder / "template"))
    with disks.disk(folder, megabytes=16) as mine:
        place, filler = mine.root / "work", mine.root / "filler"
        for index, act in enumerate(acts):
            before = apart(lambda: _state(folder / "template"))
            needed = _try(folder, place, act, Filled(filler, None), before_it=mine.sync)[2] + SPARE_BYTES
            after = apart(lambda: _state(place))
            for turn in range(points):
                room = needed * (2 * turn + index % 2) // (2 * points)
                code, words, _left = _try(folder, place, act, Filled(filler, room), before_it=mine.sync)
                tally.tried += 1
                _count(tally, act, code, words)
                _judge(tally, f"{act.name}, room for {room} bytes", act, place, code, words, before, after)
    return tally


def _count(tally: Tally, act: Act, code: int, words: str) -> None:
    resumed = act.name == SAVE and code == 0 and bool(words)
    tally.refused += code == 1 or resumed
    tally.resumed += resumed


def _spread(calls: int, points: int) -> list[int]:
    """Return up to `points` numbers of calls, the first, the last, and others evenly between them."""
    return sorted({1 + turn * (calls - 1) // max(1, points - 1) for turn in range(points)})


def _judge(tally: Tally, where: str, act: Act, place: Path, code: int, words: str, before: Any, after: Any) -> None:
    if code not in (0, 1) or "Traceback" in words or "in Ronda itself" in words or (code == 1 and not words):
        tally.tracebacks.append(f"{where}: {code} {words[-700:]}")
        return
    try:
        found = apart(lambda: _state(place))
    except RuntimeError as error:
        tally.changed.append(f"{where}: {str(error)[-300:]}")
        return
    expected = after if code == 0 else before
    if found["record"] != expected["record"]:
        tally.changed.append(f"{where}: code {code}, {found['record']} {words}")
    if found["files"] != expected["files"] or (act.name in BACKED_UP and found["backups"] != expected["backups"]):
        tally.left.append(f"{where}: code {code}, {found['files']} {words}")


def _try(
    folder: Path, work: Path, act: Act, trouble: Failing | Filled, *, before_it: Callable[[], object] = lambda: None
) -> tuple[int, str, int]:
    """Run an act in a fresh copy of the template; return its exit code, what it said, and what the trouble counted."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder / "template", work)
    before_it()
    code, words, counted = apart(partial(_save if act.name == SAVE else _run, work, act, trouble))
    return code, words, counted


def _run(work: Path, act: Act, trouble: Failing | Filled) -> tuple[int, str, int]:
    given = [str(work / word) if (work / word).exists() or word == act.out else word for word in act.arguments]
    said, errors = io.StringIO(), io.StringIO()
    trouble.begin(work)
    try:
        with redirect_stdout(said), redirect_stderr(errors):
            code = ronda(given)
    except BaseException:  # noqa: BLE001 - that is what is looked for
        code = 70
        errors.write(traceback.format_exc())
    return code, errors.getvalue(), trouble.end()


def _save(work: Path, _act: Act, trouble: Failing | Filled) -> tuple[int, str, int]:
    """Save; where that is refused say so, and save the same once all is well, which must go through."""
    words = ""
    with engine.open_file(work / FILE, who="Ana") as file:
        trouble.begin(work)
        try:
            numbered.save(file, SAVES + 1)
        except KnownError as error:
            words = sentence(error)
        except BaseException:  # noqa: BLE001 - that is what is looked for
            return 70, traceback.format_exc(), trouble.end()
        counted = trouble.end()
        if words:
            numbered.save(file, SAVES + 1)
    return 0, words, counted


def _state(place: Path) -> Any:
    """Open the file as the next who does; return what is in it, and which files there are and are whole."""
    with engine.open_file(place / FILE, who="Ana") as file, file.reading() as session:
        wrong = [f"{finding.check}: {finding.detail}" for finding in check_record(session)]
        names = file.raw().execute("SELECT name FROM member ORDER BY name").fetchall()
        record = [hashlib.sha256(repr(names).encode()).hexdigest()[:8], len(names), numbered.number_in(session), *wrong]
    return {"record": record, "files": sorted(_files(place)), "backups": len([*_backups(place)])}


def _files(place: Path) -> list[str]:
    found = []
    for path in place.rglob("*"):
        if backup_at(path) is not None and _is_whole(path):
            continue
        if path.name.endswith(".ronda-journal") and not path.stat().st_size:
            continue  # a disk that fails for good does not let it be taken away; the next opener does
        if path.is_file() and path.suffix != ".lock":  # one that cannot be read is not taken away; the next opener does
            whole = True
            if path.suffix == ".pdf":
                whole = path.read_bytes().rstrip().endswith(b"%%EOF")
            elif path.suffix == ".ronda":
                whole = _is_whole(path)
            elif path.suffix in (".docx", ".csv"):
                whole = path.stat().st_size > 0
            found.append(path.relative_to(place).as_posix() + ("" if whole else " is not whole"))
    return found


def _backups(place: Path) -> Iterator[Path]:
    return (path for path in place.rglob("*.ronda") if backup_at(path) is not None)


def _is_whole(path: Path) -> bool:
    """Return whether an alliance file can be opened; what it holds is compared elsewhere, or was never numbered."""
    with suppress(KnownError), engine.open_file(path, read_only=True) as file, file.reading() as session:
        return not check_record(session)
    return False


def _template(place: Path) -> None:
    place.mkdir()
    numbered.new_record(place / FILE)
    with engine.open_file(place / FILE, who="Ana") as file:
        for number in range(1, SAVES + 1):
            numbered.save(file, number)
        taken = take_backup(file, at=dt.datetime(2026, 10, 22, 10, 35, tzinfo=dt.UTC), why=Why.ASKED)
    taken.path.rename(place / BACKUP)
    taken.path.parent.rmdir()
    rows = [f"Association {number},a{number}@example.org" for number in range(60)]
    (place / "members.csv").write_text("\n".join(["Name,E-mail", *rows]), encoding="utf-8")


def warm_up(folder: Path, acts: tuple[Act, ...]) -> None:
    """Load what the commands need before the first child is born: do each once."""
    kills.warm_up(folder, None)
    place = folder / "warm"
    _template(place)
    for act in acts:
        (_save if act.name == SAVE else _run)(place, act, Filled(place / "filler", None))
    shutil.rmtree(place)


def main() -> None:
    how, folder, points = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    wanted = sys.argv[4:]
    acts = tuple(act for act in ACTS if not wanted or act.name in wanted)
    warm_up(folder, acts)
    found = play_full(folder, points, acts) if how == "full" else play(folder, points, acts)
    json.dump(asdict(found), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
