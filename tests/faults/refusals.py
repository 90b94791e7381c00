"""Commands on a disk that fails at the n-th call, as a program: `python -m tests.faults.refusals FOLDER POINTS`.

To be run with `failing.c` preloaded. Every command runs once for each n and each way to fail, from the same files; then
they are looked over on a disk that works again. Prints what was found as JSON.
"""

import ctypes
import datetime as dt
import errno
import hashlib
import io
import json
import shutil
import sys
from collections.abc import Iterator
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
from tests.faults import kills, numbered
from tests.faults.forking import apart

FEW = 5
SAVES = 4


@dataclass(frozen=True)
class Act:
    """A command: its arguments, and what it writes besides the alliance file."""

    name: str
    arguments: tuple[str, ...]
    out: str = ""


FILE = "alliance.ronda"
BACKUP = "backup.ronda"
ACTS = (
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
    tracebacks: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """The record is not the old one though the command refused, or not the new one though it said to be done."""
    left: list[str] = field(default_factory=list)
    """Files that were left of something unfinished, or that are not whole."""


def play(folder: Path, points: int, acts: tuple[Act, ...] = ACTS) -> Tally:
    """Let so many calls of each act, all over it, fail in every way; in two ways where they are few."""
    tally = Tally()
    apart(lambda: _template(folder / "template"))
    for act in acts:
        before = apart(lambda: _state(folder / "template"))
        _code, _words, calls = _try(folder, act, 0, 0, lasting=False)
        after = apart(lambda: _state(folder / "work"))
        for number in _spread(calls, points):
            for error, lasting in WAYS if points > FEW else WAYS[1:3]:
                code, words, counted = _try(folder, act, number, error, lasting=lasting)
                where = f"{act.name}, call {number}, {errno.errorcode[error]}{' for good' if lasting else ''}"
                tally.tried += 1
                tally.failed_calls += counted >= number
                tally.refused += code == 1
                _judge(tally, where, act, folder / "work", code, words, before, after)
    return tally


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


def _try(folder: Path, act: Act, number: int, error: int, *, lasting: bool) -> tuple[int, str, int]:
    """Run an act in a fresh copy of the template; return its exit code, what it said, and how many calls it made."""
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder / "template", work)
    code, words, counted = apart(partial(_run, work, act, number, error, lasting))
    return code, words, counted


def _run(work: Path, act: Act, number: int, error: int, lasting: bool) -> tuple[int, str, int]:
    disk = ctypes.CDLL(None)
    given = [str(work / word) if (work / word).exists() or word == act.out else word for word in act.arguments]
    said, errors = io.StringIO(), io.StringIO()
    disk.fault_arm(str(work).encode(), ctypes.c_long(number), error, int(lasting))
    try:
        with redirect_stdout(said), redirect_stderr(errors):
            code = ronda(given)
    except BaseException:  # noqa: BLE001 - that is what is looked for
        import traceback

        code = 70
        errors.write(traceback.format_exc())
    counted = int(disk.fault_count())
    disk.fault_arm(b"", ctypes.c_long(0), 0, 0)
    return code, errors.getvalue(), counted


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
        _run(place, act, 0, 0, lasting=False)
    shutil.rmtree(place)


def main() -> None:
    folder, points = Path(sys.argv[1]), int(sys.argv[2])
    wanted = sys.argv[3:]
    acts = tuple(act for act in ACTS if not wanted or act.name in wanted)
    warm_up(folder, acts)
    json.dump(asdict(play(folder, points, acts)), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
