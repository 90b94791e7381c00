"""Alliance files that nobody wrote by mistake: mutated bytes, and schemas made to run when they are opened.

`python -m tests.faults.hostile FOLDER mutants|schemas COUNT SEED` opens and takes in each in a child of its own, with
512 MB of memory and 5 s, and writes as JSON what became of them.
"""

import json
import os
import random
import resource
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from db.engine import AllianceFile, create_file, open_file
from db.errors import KnownError
from db.foreign.foreign import take_in
from db.members.members import add_member
from db.rescue.rescue import rescue_file

SECONDS: Final = 5
MEMORY: Final = 512 * 1024**2
CANARY: Final = "CANARY"
"""What the schemas here write somewhere once anything of them runs."""

REFUSED, TAKEN, CRASHED, HUNG, FAULT, RAN = "refused", "taken", "crashed", "hung", "fault", "ran"

_PAGE: Final = 4096


def base_file(path: Path, passphrase: str | None = None) -> Path:
    """Make a small alliance's file, with a little of most things."""
    with create_file(path, name="Lake Valley", who="Ana", passphrase=passphrase) as file:
        for number in range(12):
            with file.writing(who="Ana") as session:
                add_member(session, name=f"Member {number} of the valley", short_name=f"M{number}")
    return path


def mutate(content: bytes, chance: random.Random) -> bytes:
    """Return a file with something wrong: bits, bytes, pages, lengths, numbers in the header and in pages."""
    bytes_ = bytearray(content)
    pages = len(bytes_) // _PAGE
    for _time in range(chance.choice((1, 1, 2, 5, 20))):
        page = chance.randrange(pages) * _PAGE
        match chance.randrange(9):
            case 0:
                bytes_[chance.randrange(len(bytes_))] ^= 1 << chance.randrange(8)
            case 1:  # where a page says how it is laid out
                at = page + (100 if page == 0 else 0) + chance.randrange(12)
                bytes_[at] = chance.choice((0, 1, 2, 5, 10, 13, 127, 128, 255, chance.randrange(256)))
            case 2:  # where its cells are
                at = page + (100 if page == 0 else 0) + 8 + 2 * chance.randrange(60)
                bytes_[at : at + 2] = chance.choice((0, 1, 4095, 4096, 65535, chance.randrange(65536))).to_bytes(2)
            case 3:
                bytes_[chance.randrange(100)] = chance.randrange(256)
            case 4:
                other = chance.randrange(pages) * _PAGE
                bytes_[page : page + _PAGE] = bytes_[other : other + _PAGE]
            case 5:
                bytes_[page : page + _PAGE] = chance.choice((bytes(_PAGE), b"\xff" * _PAGE, chance.randbytes(_PAGE)))
            case 6:
                at = chance.randrange(len(bytes_) - 4)
                bytes_[at : at + 4] = chance.choice((0, 1, 2**31 - 1, 2**32 - 1, chance.randrange(pages + 2))).to_bytes(
                    4
                )
            case 7:
                at = page + chance.randrange(_PAGE - 9)  # the longest number that a cell can say
                bytes_[at : at + 9] = b"\xff" * 9
            case _:
                cut = chance.randrange(1, len(bytes_))
                bytes_ = bytearray(bytes_[:cut].ljust(max(cut, _PAGE + 1), b"\x00"))
                pages = max(1, len(bytes_) // _PAGE)
    return bytes(bytes_)


def guarded_run(work: Callable[[], str]) -> tuple[str, str]:
    """Return what became of `work` in a child with little memory and little time, and what it said."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        _limit()
        said = _said(work)
        os.write(write, said.encode()[:4000])
        os._exit(0)
    os.close(write)
    deadline = time.monotonic() + SECONDS * 6  # the wall may be busy; the child's own clock is not
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.001)
    else:
        os.kill(pid, signal.SIGKILL)
        _done, status = os.waitpid(pid, 0)
    with os.fdopen(read, "rb") as found:
        said = found.read().decode("utf-8", "replace")
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return (HUNG if number in (signal.SIGXCPU, signal.SIGKILL) else CRASHED), signal.Signals(number).name
    kind, _colon, more = said.partition(":")
    return kind or CRASHED, more


def _limit() -> None:
    """Leave this process 5 s of work from now on, and 512 MB more than what it began with."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    begun = int(used.ru_utime + used.ru_stime)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_CPU, (begun + SECONDS, begun + SECONDS + 2))
    most = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _said(work: Callable[[], str]) -> str:
    try:
        return work()
    except KnownError as error:
        return f"{REFUSED}:{type(error).__name__}"
    except BaseException as error:  # noqa: BLE001 - what is looked for
        import traceback

        return f"{FAULT}:{type(error).__name__}: {error} {traceback.format_exc()[-1500:]}"


def opened(path: Path) -> str:
    """Open a file as the program does, look at what the first page shows, and change something."""
    with open_file(path) as file:
        with file.looking() as look:
            look.rows("SELECT id, name FROM member")
        return _changed(file)


def _changed(file: AllianceFile) -> str:
    """Change something; return whether anything else was changed with it."""
    with file.writing(who="Ana") as session:
        add_member(session, name="A member more")
    with file.looking() as look:
        return RAN if look.value("SELECT count(*) FROM member WHERE note = ?", CANARY) else TAKEN


def taken_in(path: Path) -> str:
    """Take a file in, and change something in the clean copy."""
    clean = path.with_name("clean.ronda")
    with suppress(FileNotFoundError):
        clean.unlink()
    take_in(path, clean)
    with open_file(clean) as file:
        return _changed(file)


def rescued(path: Path) -> str:
    """Save what can be read of a file."""
    new = path.with_name("rescued.ronda")
    with suppress(FileNotFoundError):
        new.unlink()
    rescue_file(path, new)
    with open_file(new):
        pass
    return TAKEN


WAYS: Final[Mapping[str, Callable[[Path], str]]] = {"open": opened, "take in": taken_in, "rescue": rescued}


def play_mutants(folder: Path, count: int, seed: int, ways: tuple[str, ...]) -> dict[str, Any]:
    """Try mutated files; return the counts by way and outcome, and what was wrong."""
    content = base_file(folder / "base.ronda").read_bytes()
    chance = random.Random(seed)
    found: Counter[str] = Counter()
    wrong: list[str] = []
    place = folder / "mutant.ronda"
    for number in range(count):
        mutant = mutate(content, chance)
        for way in ways:
            _clean(folder)
            place.write_bytes(mutant)
            outcome, said = guarded_run(lambda way=way: WAYS[way](place))  # type: ignore[misc]
            found[f"{way}: {outcome}"] += 1
            if outcome in (CRASHED, HUNG, FAULT):
                wrong.append(f"{number} {way}: {outcome} {said}")
                shutil.copy(place, folder / f"kept-{number}")
    return {"found": found, "wrong": wrong}


def _clean(folder: Path) -> None:
    for left in folder.glob("mutant.ronda*"):
        left.unlink()


# Hostile schemas

_NOTE = f"UPDATE member SET note = '{CANARY}'"
_LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT max(i) FROM n"


def _sql(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        connection = sqlcipher3.connect(str(path), isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = ON")
            connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                connection.execute(statement)
        finally:
            connection.close()

    return make


def _rewritten(table: str, old: str, new: str) -> Callable[[Path], None]:
    """Put a table's definition otherwise, without touching its rows."""
    change = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ? AND instr(sql, ?) > 0"

    def make(path: Path) -> None:
        connection = sqlcipher3.connect(str(path), isolation_level=None)
        try:
            connection.execute("PRAGMA writable_schema = ON")
            assert connection.execute(change, (old, new, table, old)).rowcount == 1, table
        finally:
            connection.close()

    return make


def _bytes(at: int, value: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(value)

    return make


def _journal(path: Path) -> None:
    """Put a journal beside the file that has SQLite delete another one once it is played back."""
    victim = path.with_name("victim.txt")
    victim.write_text("mine")
    name = str(victim).encode()
    head = bytes.fromhex("d9d505f920a163d7") + bytes(4) + bytes(4) + (1).to_bytes(4) + (512).to_bytes(4)
    head += (4096).to_bytes(4)
    tail = (1).to_bytes(4) + name + len(name).to_bytes(4) + (sum(name) & 0xFFFFFFFF).to_bytes(4)
    tail += bytes.fromhex("d9d505f920a163d7")
    path.with_name(f"{path.name}-journal").write_bytes(head.ljust(512, b"\x00") + tail)


def _loop(path: Path) -> None:
    """Have the inner pages of a table lead to one page again and again: endless rows in a small file."""
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    connection.execute("BEGIN")
    for number in range(3000):
        connection.execute(
            "INSERT INTO change (step_id, position, table_name, row_id, new) "
            "SELECT id, ?, 'member', id, '{}' FROM step",
            (number,),
        )
    connection.execute("COMMIT")
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'change'").fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    start = (root - 1) * _PAGE
    assert content[start] == 5, "a table of one page"
    cells = int.from_bytes(content[start + 3 : start + 5])
    first = int.from_bytes(content[start + 12 : start + 14])
    child = content[start + first : start + first + 4]
    for number in range(cells):
        at = int.from_bytes(content[start + 12 + 2 * number : start + 14 + 2 * number])
        content[start + at : start + at + 4] = child
    content[start + 8 : start + 12] = root.to_bytes(4)  # and at last to itself
    path.write_bytes(content)


SCHEMAS: Final[Mapping[str, Callable[[Path], None]]] = {
    "trigger on insert": _sql(f"CREATE TRIGGER t AFTER INSERT ON member BEGIN {_NOTE}; END"),
    "trigger on delete": _sql(f"CREATE TRIGGER t AFTER DELETE ON alliance BEGIN {_NOTE}; END"),
    "trigger on the search": _sql(f"CREATE TRIGGER t AFTER INSERT ON search_text_content BEGIN {_NOTE}; END"),
    "view": _sql(f"CREATE VIEW v AS {_LONG}"),
    "view in place of a table": _sql(
        "ALTER TABLE member RENAME TO member_", f"CREATE VIEW member AS SELECT m.* FROM member_ m, ({_LONG})"
    ),
    "view with a trigger": _sql(
        "CREATE VIEW v AS SELECT * FROM member", f"CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN {_NOTE}; END"
    ),
    "recursion in a default": _rewritten("member", "note VARCHAR NOT NULL", f"note VARCHAR NOT NULL DEFAULT ({_LONG})"),
    "recursion in a check": _rewritten(
        "member", "note VARCHAR NOT NULL", "note VARCHAR NOT NULL CHECK (length(hex(zeroblob(500000000))) > 0)"
    ),
    "generated column": _rewritten(
        "member", "note VARCHAR NOT NULL", "note VARCHAR NOT NULL AS (hex(zeroblob(400000000))) VIRTUAL"
    ),
    "index on an expression": _sql("CREATE INDEX x ON member (length(hex(zeroblob(length(name) * 1000))))"),
    "partial index": _sql("CREATE INDEX x ON member (name) WHERE length(hex(zeroblob(1000))) > 0"),
    "table more": _sql("CREATE TABLE more (a)", f"INSERT INTO more VALUES ('{CANARY}')"),
    "sqlite_sequence": _sql("CREATE TABLE s (i INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO s DEFAULT VALUES"),
    "statistics": _sql("ANALYZE", "UPDATE sqlite_stat1 SET stat = '999999999999 1 noskipscan unordered'"),
    "another virtual table": _sql("CREATE VIRTUAL TABLE r USING rtree(id, a, b)"),
    "words of the search": _sql("CREATE VIRTUAL TABLE w USING fts5vocab(search_text, row)"),
    "another tokenizer": _rewritten("search_text", "unicode61", "trigram --"),
    "search over another table": _rewritten("search_text", "fts5(title", "fts5(content='member', title"),
    "columns in another order": _rewritten("desk_key", "kept_where VARCHAR NOT NULL", "kept_where BLOB"),
    "a comment in a table": _rewritten("member", "CREATE TABLE member", "CREATE TABLE member /* x */"),
    "without its rules": _rewritten("member", "NOT NULL", ""),
    "another table's pages": _sql(
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'person') "
        "WHERE name = 'member'"
    ),
    "the schema's own pages": _sql("UPDATE sqlite_master SET rootpage = 1 WHERE name = 'member'"),
    "pages that are not there": _sql("UPDATE sqlite_master SET rootpage = 4000000 WHERE name = 'member'"),
    "a name twice": _sql(
        "INSERT INTO sqlite_master SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE name = 'member'"
    ),
    "a statement that is none": _sql("UPDATE sqlite_master SET sql = 'DROP TABLE member' WHERE name = 'member'"),
    "a huge statement": _sql(
        "INSERT INTO sqlite_master VALUES ('view', 'v', 'v', 0, 'CREATE VIEW v AS SELECT ' || "
        "replace(hex(zeroblob(20000000)), '00', '1+') || '1')"
    ),
    "a deep statement": _sql(
        "INSERT INTO sqlite_master VALUES ('view', 'v', 'v', 0, 'CREATE VIEW v AS SELECT ' || "
        "replace(hex(zeroblob(100000)), '00', '(') || '1')"
    ),
    "a huge value": _sql("UPDATE member SET note = hex(zeroblob(20000000))"),
    "a huge number of values": _sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) "
        "INSERT INTO paper_content SELECT i, '' FROM n"
    ),
    "a number for a name": _sql("UPDATE alliance SET name = 5"),
    "bytes for a name": _sql("UPDATE alliance SET name = x'ff00fe'"),
    "no name": _rewritten("alliance", "name VARCHAR NOT NULL", "name VARCHAR"),
    "a day that is none": _sql("UPDATE desk SET since = '2026-13-45'"),
    "history that would rewrite history": _sql("UPDATE change SET table_name = 'change'"),
    "history of fields that are none": _sql("""UPDATE change SET new = '{"id": {"a": [1]}, "nothing": 5}'"""),
    "deep JSON in history": _sql("UPDATE change SET new = replace(hex(zeroblob(200000)), '00', '[')"),
    "a paper that unfolds without end": _sql("INSERT INTO paper_content VALUES ('x', zeroblob(20000000))"),
    "two alliances": _sql(
        "CREATE TEMP TABLE other AS SELECT * FROM alliance",
        "UPDATE other SET id = '00000000000000000000000000000001'",
        "INSERT INTO alliance SELECT * FROM other",
    ),
    "pages that lead in circles": _loop,
    "a journal that deletes": _journal,
    "another page size": _bytes(16, (512).to_bytes(2)),
    "a page size that is none": _bytes(16, (3).to_bytes(2)),
    "more reserved than there is": _bytes(20, b"\xff"),
    "a log instead of a journal": _bytes(18, b"\x02\x02"),
    "another alphabet": _bytes(56, (2).to_bytes(4)),
    "more pages than there are": _bytes(28, (2**31 - 2).to_bytes(4)),
    "a free list in circles": _bytes(32, (2).to_bytes(4) + (2**31 - 1).to_bytes(4)),
    "a newer format": _bytes(60, (99).to_bytes(4)),
    "no format": _bytes(60, bytes(4)),
}


def play_schemas(folder: Path, most: int, ways: tuple[str, ...]) -> dict[str, Any]:
    """Try each hostile file each way; return what became of it, and whether anything of it ran or was lost."""
    base = base_file(folder / "base.ronda")
    outcomes: dict[str, dict[str, str]] = {}
    wrong: list[str] = []
    place = folder / "mutant.ronda"
    names = [*SCHEMAS][:: max(1, len(SCHEMAS) // most)] if most else [*SCHEMAS]
    for name in names:
        make = SCHEMAS[name]
        outcomes[name] = {}
        for way in ways:
            work = WAYS[way]
            _clean(folder)
            shutil.copyfile(base, place)
            made = guarded_run_without_limits(lambda make=make: make(place))  # type: ignore[misc]
            assert made, name
            outcome, said = guarded_run(lambda work=work: work(place))  # type: ignore[misc]
            if outcome == TAKEN and way != "open" and _ran(folder):
                outcome, said = RAN, ""
            if not folder.joinpath("victim.txt").exists() and name == "a journal that deletes":
                outcome, said = RAN, "another file was deleted"
            outcomes[name][way] = outcome if outcome != REFUSED else said
            if outcome in (CRASHED, HUNG, FAULT, RAN):
                wrong.append(f"{name}, {way}: {outcome} {said}")
    return {"outcomes": outcomes, "wrong": wrong}


def guarded_run_without_limits(work: Callable[[], object]) -> bool:
    """Make something in a child, so that this process never has SQLite open when it forks; return whether it was."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1] == 0


def _ran(folder: Path) -> bool:
    return any(
        CANARY.encode() in (folder / name).read_bytes()
        for name in ("clean.ronda", "rescued.ronda")
        if (folder / name).exists()
    )


def main(arguments: list[str]) -> int:
    """Play what is asked for, and write what was found."""
    folder, what, count, seed = Path(arguments[0]), arguments[1], int(arguments[2]), int(arguments[3])
    ways = tuple(arguments[4:]) or ("open", "take in")
    found = play_mutants(folder, count, seed, ways) if what == "mutants" else play_schemas(folder, count, ways)
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
