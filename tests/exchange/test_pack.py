"""The handover pack: whole or refused whole, and the desk never in two files, nor in none."""

import datetime as dt
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from sqlalchemy.orm import Session

from db.alliance import change_alliance
from db.engine import AllianceFile, create_file, open_file
from db.errors import KnownError
from db.errors.files import (
    FileExists,
    FileMissing,
    NotARegularFile,
    PassphraseNeeded,
    PassphraseTooShort,
    PlaceFull,
    PlaceUnreachable,
    SaveFailed,
)
from db.errors.handover import (
    NotAPack,
    PackCut,
    PackDamaged,
    PackDiffers,
    PackNewer,
    PackPassphraseNeeded,
    PackStrange,
    PackTooLarge,
    PackUnnamed,
    WrongPackPassphrase,
)
from db.handover.desk import desk
from db.handover.handover import Holder
from db.meetings.meetings import plan_meeting
from db.meetings.papers import add_paper
from desktop.exchange import giving
from desktop.exchange import pack as packs
from desktop.exchange.giving import finish_giving, give_desk, part_of
from desktop.exchange.pack import FILE, MANIFEST, NOTE, open_pack
from desktop.pack_names import looks_like_pack
from tests.desktop.desk import busy_desk
from tests.new_file import new_file

AT = dt.datetime(2026, 10, 15, 9, 30, tzinfo=dt.UTC)
ROSA = Holder("Rosa Quispe", "Hill Beekeepers")
WORDS = "four five six"


def note(_session: Session, out: BinaryIO) -> None:
    out.write(b"%PDF a note " * 50)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[AllianceFile]:
    with new_file(tmp_path / "ours.ronda", name="Lake Valley Alliance", who="Marta Soria") as file:
        with file.writing() as session:
            busy_desk(session)
        yield file


def give(file: AllianceFile, name: str = "p.ronda-pack", **more: Any) -> Path:
    pack = file.path.parent / name
    return give_desk(file, pack, taker=ROSA, who="Marta Soria", at=AT, note=note, **more).path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"ours.ronda.lock", "ours.ronda-journal"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """An open and a protected pack of one alliance, as bytes."""
    folder = tmp_path_factory.mktemp("packs")
    found = {}
    for name, passphrase in (("open", None), ("protected", WORDS)):
        with create_file(folder / f"{name}.ronda", name="Lake Valley Alliance", who="Marta Soria") as file:
            found[name] = give(file, f"{name}.ronda-pack", passphrase=passphrase).read_bytes()
    return found


# Giving and receiving


@pytest.mark.parametrize("passphrase", [None, WORDS])
def test_what_is_given_is_received(file: AllianceFile, tmp_path: Path, passphrase: str | None) -> None:
    pack = give(file, passphrase=passphrase)
    assert names(tmp_path) == {"ours.ronda", "p.ronda-pack"}
    with open_pack(pack, passphrase=passphrase) as opened:
        said = opened.manifest
        assert (said.alliance, said.from_name, said.to_name, said.count) == (
            "Lake Valley Alliance", "Marta Soria", "Rosa Quispe", 1,
        )  # fmt: skip
        assert said.counts["decisions"] == 2
        folder = opened.file.parent
        opened.keep(tmp_path / "theirs.ronda")
        with pytest.raises(FileExists):
            opened.keep(tmp_path / "theirs.ronda")
    assert not folder.exists()
    with open_file(tmp_path / "theirs.ronda", who="Rosa Quispe") as theirs:
        with theirs.reading() as session:
            assert desk(session).name == "Rosa Quispe"
        with theirs.writing() as session:
            change_alliance(session, place="Puno")
    assert file.given is not None


def test_nothing_of_a_protected_pack_ever_stands_open(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tried: the zip in a file with a name, on giving and on receiving; both were caught."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    seen: set[str] = set()
    looks = 0

    def look(_done: int, _total: int) -> None:
        nonlocal looks
        looks += 1
        others = [each for each in tmp_path.rglob("*") if each.is_file() and not each.name.startswith("ours.ronda")]
        seen.update(each.name for each in others if b"handover-note.pdf" in each.read_bytes())
        seen.update(each.name for each in others if each.suffix == ".pdf")

    pack = give(file, passphrase=WORDS, progress=look)
    with open_pack(pack, passphrase=WORDS, progress=look):
        look(0, 0)
        assert [each.is_dir() for each in temporary.iterdir()] == [True]
    assert seen == set()
    assert looks > 4
    assert not list(temporary.iterdir())


def test_an_open_pack_is_a_plain_zip_for_whoever_has_no_ronda(made: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "p.zip").write_bytes(made["open"])
    with zipfile.ZipFile(tmp_path / "p.zip") as pack:
        assert pack.testzip() is None
        assert set(pack.namelist()) == {MANIFEST, FILE, NOTE}
        assert json.loads(pack.read(MANIFEST))["to_name"] == "Rosa Quispe"


def test_nothing_of_a_protected_pack_can_be_read(made: dict[str, bytes]) -> None:
    for word in (b"Quispe", b"manifest", b"SQLite", b"PK\x03\x04"):
        assert word not in made["protected"]


def test_a_protected_files_pack_is_protected_without_asking(tmp_path: Path) -> None:
    with create_file(tmp_path / "ours.ronda", name="Lake", passphrase=WORDS, who="Marta") as file:
        pack = give(file)
    with pytest.raises(PackPassphraseNeeded):
        open_pack(pack)
    for wrong in ("", "four five sixx", "four \udce9", "x" * 500):
        with pytest.raises(WrongPackPassphrase):
            open_pack(pack, passphrase=wrong)
    with open_pack(pack, passphrase=WORDS) as opened:
        opened.keep(tmp_path / "theirs.ronda")
    with pytest.raises(PassphraseNeeded):
        open_file(tmp_path / "theirs.ronda")
    open_file(tmp_path / "theirs.ronda", passphrase=WORDS).close()


def test_papers_travel_inside_and_fifty_megabytes_of_them_do_not_fill_the_memory(
    file: AllianceFile, tmp_path: Path
) -> None:
    import resource

    with file.writing() as session:
        meeting, _ = plan_meeting(session, date=dt.date(2026, 11, 5), start_time=dt.time(10), place="Hall")
        for number in range(5):
            add_paper(session, meeting, name=f"{number}.pdf", data=random.Random(number).randbytes(10_000_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pack = give(file, passphrase=WORDS)
    assert pack.stat().st_size > 50_000_000
    with open_pack(pack, passphrase=WORDS) as opened:
        assert opened.manifest.counts["papers"] == 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000, "kilobytes; scrypt takes 128 MB"


def test_the_key_of_a_passphrase_is_written_as_age_writes_keys() -> None:
    import pyrage

    from desktop.exchange.pack_keys import _bech32

    for seed in range(20):
        secret = random.Random(seed).randbytes(32)
        key = pyrage.x25519.Identity.from_str(_bech32(secret))
        assert str(key) == _bech32(secret)


# Damaged and strange packs


@pytest.mark.parametrize("kind", ["open", "protected"])
def test_a_bit_changed_anywhere_is_refused(
    made: dict[str, bytes], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs.tempfile, "TemporaryDirectory", _nothing_is_unfolded)
    whole = made[kind]
    size = len(whole)
    places = [*range(64), *range(size - 200, size), *random.Random(5).sample(range(size), 400)]
    path = tmp_path / "p.ronda-pack"
    for place in places:
        bad = bytearray(whole)
        bad[place] ^= 1 << place % 8
        path.write_bytes(bad)
        with pytest.raises((PackDamaged, PackCut, NotAPack)):
            open_pack(path, passphrase=WORDS)


def _nothing_is_unfolded(**_kw: object) -> None:
    raise AssertionError("it was unfolded before it was known to be whole")


@pytest.mark.parametrize("kind", ["open", "protected"])
def test_a_pack_cut_short_or_grown_is_refused(made: dict[str, bytes], kind: str, tmp_path: Path) -> None:
    path = tmp_path / "p.ronda-pack"
    whole = made[kind]
    for size in (4, 30, 100, 1000, len(whole) // 2, len(whole) - 100, len(whole) - 64, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises((PackCut, PackDamaged, NotAPack)):
            open_pack(path, passphrase=WORDS)
    path.write_bytes(whole + b"0")
    with pytest.raises((PackDamaged, PackCut)):
        open_pack(path, passphrase=WORDS)


def test_other_files_are_no_packs(tmp_path: Path, file: AllianceFile) -> None:
    with zipfile.ZipFile(tmp_path / "holiday.zip", "w") as strange:
        strange.writestr("beach.txt", "sand")
    (tmp_path / "empty.ronda-pack").touch()
    (tmp_path / "text.ronda-pack").write_text("A letter")
    for name in ("holiday.zip", "empty.ronda-pack", "text.ronda-pack"):
        with pytest.raises(NotAPack):
            open_pack(tmp_path / name)
    with pytest.raises(FileMissing):
        open_pack(tmp_path / "gone.ronda-pack")
    with pytest.raises(NotARegularFile):
        open_pack(tmp_path)
    assert looks_like_pack(tmp_path / "text.ronda-pack")
    assert not looks_like_pack(file.path.with_name("gone"))


def repacked(whole: bytes, path: Path, change: Callable[[dict[str, bytes]], list[tuple[str, bytes]]]) -> Path:
    """Write a pack whose members were changed and whose seal is true all the same, as somebody ill-meaning would."""
    path.write_bytes(whole)
    with zipfile.ZipFile(path) as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in change(members):
            pack.writestr(name, content)
        pack.comment = packs._COMMENT
    packs._seal(path)
    return path


def _manifest(members: dict[str, bytes], **fields: Any) -> list[tuple[str, bytes]]:
    said = json.loads(members[MANIFEST]) | fields
    return [*(members | {MANIFEST: json.dumps(said).encode()}).items()]


def _file(members: dict[str, bytes], content: bytes) -> list[tuple[str, bytes]]:
    said = json.loads(members[MANIFEST])
    said["files"][FILE] = packs.bytes_facts(content)
    return [*(members | {MANIFEST: json.dumps(said).encode(), FILE: content}).items()]


STRANGE: dict[str, tuple[Callable[[dict[str, bytes]], list[tuple[str, bytes]]], type[KnownError]]] = {
    "one more member": (lambda m: [*m.items(), ("more.txt", b"x")], PackStrange),
    "a path out of the folder": (lambda m: [*m.items(), ("../../evil", b"x")], PackStrange),
    "an absolute path": (lambda m: [("/etc/passwd" if n == NOTE else n, c) for n, c in m.items()], PackStrange),
    "no note": (lambda m: [(n, c) for n, c in m.items() if n != NOTE], PackStrange),
    "no list": (lambda m: [(n, c) for n, c in m.items() if n != MANIFEST], PackStrange),
    "the list is no JSON": (lambda m: [*(m | {MANIFEST: b"{"}).items()], PackStrange),
    "the list is deep": (lambda m: [*(m | {MANIFEST: b"[" * 60_000}).items()], PackStrange),
    "the list is a list": (lambda m: [*(m | {MANIFEST: b"[1]"}).items()], PackStrange),
    "a field too many": (lambda m: _manifest(m, run="rm"), PackStrange),
    "counts of another kind": (lambda m: _manifest(m, counts={"members": "9"}), PackStrange),
    "a key that is none": (lambda m: _manifest(m, alliance_id="x"), PackStrange),
    "a newer pack": (lambda m: _manifest(m, pack=2), PackNewer),
    "a newer file": (lambda m: _manifest(m, format=99), PackNewer),
    "other counts": (lambda m: _manifest(m, counts=json.loads(m[MANIFEST])["counts"] | {"members": 9}),
                     PackDiffers),
    "another giver": (lambda m: _manifest(m, from_name="Mallory"), PackDiffers),
    "another alliance": (lambda m: _manifest(m, alliance="Other"), PackDiffers),
    "another count": (lambda m: _manifest(m, count=7), PackDiffers),
    "said to be protected": (lambda m: _manifest(m, protected=True), PackDiffers),
    "another note": (lambda m: [*(m | {NOTE: b"%PDF other"}).items()], PackDiffers),
    "a file that is none": (lambda m: _file(m, b"SQLite format 3\0" + bytes(5000)), PackDiffers),
    "a damaged file": (lambda m: _file(m, m[FILE][:30_000] + bytes(40_000) + m[FILE][70_000:]), PackDiffers),
    "a bomb": (lambda m: _file(m, bytes(600_000_000)), PackTooLarge),
    "a list as large as a book": (lambda m: [*(m | {MANIFEST: bytes(70_000)}).items()], PackTooLarge),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_a_pack_made_by_somebody_else_is_refused(
    made: dict[str, bytes], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, expected = STRANGE[name]
    path = repacked(made["open"], tmp_path / "p.ronda-pack", change)
    unfolding = tmp_path / "unfolding"
    unfolding.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(unfolding))
    with pytest.raises(expected):
        open_pack(path)
    assert not list(unfolding.iterdir()), "what was unfolded is left"


@pytest.mark.parametrize("at", [1, 2])
def test_a_stick_pulled_out_while_a_pack_is_read_is_said_so(
    made: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    pack = tmp_path / "p.ronda-pack"
    pack.write_bytes(made["open"])
    usual, opened = Path.open, iter(range(1, 9))

    def gone(self: Path, *args: Any, **values: Any) -> Any:
        if self == pack and next(opened) >= at:
            raise OSError(errno.EIO, "gone")
        return usual(self, *args, **values)

    monkeypatch.setattr(Path, "open", gone)
    with pytest.raises(PlaceUnreachable):
        open_pack(pack)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice_is_refused(made: dict[str, bytes], tmp_path: Path) -> None:
    path = repacked(made["open"], tmp_path / "p.ronda-pack", lambda m: [*m.items(), (NOTE, b"again")])
    with pytest.raises(PackStrange):
        open_pack(path)


# A crash, a full disk, a hand on the stop button, at each moment of giving


class Cut(BaseException):
    """The current fails, the disk is full, somebody stops it."""


def full(*_args: object, **_kw: object) -> None:
    raise OSError(errno.ENOSPC, "full")


def cut(*_args: object, **_kw: object) -> None:
    raise Cut


STEPS = ("prepare_copy", "_printed", "_manifest", "write_pack", "open_pack", "mark_given")


@pytest.mark.parametrize("failing", [full, cut])
@pytest.mark.parametrize("step", STEPS)
def test_until_the_file_is_marked_the_desk_stays(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, failing: Callable[..., None]
) -> None:
    monkeypatch.setattr(giving, step, failing)
    with pytest.raises((KnownError, OSError, Cut)):
        give(file)
    assert file.given is None
    assert names(tmp_path) == {"ours.ronda"}
    with file.writing() as session:
        change_alliance(session, place="Puno")
    monkeypatch.undo()
    assert give(file).exists(), "and it can be given as if nothing had been"


def test_a_full_disk_while_packing_is_said_so(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "_seal", full)
    with pytest.raises(PlaceFull):
        give(file)
    assert names(tmp_path) == {"ours.ronda"}


def test_stopped_by_the_person_at_every_report_of_progress(file: AllianceFile, tmp_path: Path) -> None:
    reports: list[int] = []
    stop_at = 0

    def progress(done: int, total: int) -> None:
        reports.append(done)
        if len(reports) > stop_at:
            raise Cut

    while True:
        reports.clear()
        try:
            give(file, progress=progress)
        except Cut:
            assert file.given is None
            assert names(tmp_path) == {"ours.ronda"}
            stop_at += 1
        else:
            break
    assert stop_at > 6
    assert reports == sorted(reports)


def test_the_mark_fails_on_the_disk_and_the_desk_stays(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import db.handover.handover

    monkeypatch.setattr(db.handover.handover, "_write", lambda *_: (_ for _ in ()).throw(SaveFailed(file.path)))
    monkeypatch.setattr(giving, "prepare_copy", _prepared_before(file, tmp_path, monkeypatch))
    with pytest.raises(SaveFailed):
        give(file)
    assert file.given is None
    assert names(tmp_path) == {"ours.ronda"}


def _prepared_before(file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    import db.handover.handover

    broken = db.handover.handover._write
    monkeypatch.undo()
    made = giving.prepare_copy(file, tmp_path / "made", taker=ROSA, who="", at=AT)
    monkeypatch.setattr(db.handover.handover, "_write", broken)

    def prepare(_file: AllianceFile, copy: Path, **_kw: object) -> Any:
        shutil.move(tmp_path / "made", copy)
        return made

    return prepare


def test_cut_off_before_the_pack_has_its_name_it_gets_it_later(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving, "_name", cut)
    with pytest.raises(Cut):
        give(file)
    monkeypatch.undo()
    pack = tmp_path / "p.ronda-pack"
    assert names(tmp_path) == {"ours.ronda", "p.ronda-pack.part"}
    assert looks_like_pack(part_of(pack))
    open_pack(part_of(pack)).close()
    file.close()
    with open_file(file.path) as again:
        assert again.given is not None
        assert finish_giving(again) == pack
    assert names(tmp_path) == {"ours.ronda", "p.ronda-pack"}


def test_a_pack_that_cannot_get_its_name_is_kept_and_said(
    file: AllianceFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(errno.EACCES, "no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PackUnnamed) as said:
        give(file)
    assert said.value.part.exists()
    assert file.given is not None


KILLED = """
import os, sys
from pathlib import Path
import db.handover.handover
from db.engine import open_file
from desktop.exchange import giving
from tests.exchange.test_pack import give
step, path = sys.argv[1], Path(sys.argv[2])
where = db.handover.handover if step == "_write" else giving
done = getattr(where, step)
calls = [0]
def die(*args, **kwargs):
    calls[0] += 1
    if step == "_write" and calls[0] == 1:
        return done(*args, **kwargs)
    os._exit(9)
setattr(where, step, die)
give(open_file(path))
"""


@pytest.mark.parametrize("step", [*STEPS, "_write", "_mark", "_name"])
def test_killed_at_any_step_the_desk_is_in_one_file(tmp_path: Path, step: str) -> None:
    path, pack = tmp_path / "ours.ronda", tmp_path / "p.ronda-pack"
    create_file(path, name="Lake Valley Alliance", who="Marta Soria").close()
    root = Path(__file__).parents[2]
    killed = subprocess.run([sys.executable, "-c", KILLED, step, path], cwd=root, capture_output=True, check=False)
    assert killed.returncode == 9, killed.stderr
    with open_file(path) as file:
        if step == "_name":
            assert file.given is not None
            assert finish_giving(file) == pack
        else:
            assert file.given is None
            assert not pack.exists()
            give(file)
    open_pack(pack).close()
    assert names(tmp_path) == {"ours.ronda", "p.ronda-pack"}


def test_where_nothing_can_be_written_the_desk_stays(file: AllianceFile, tmp_path: Path) -> None:
    (tmp_path / "taken.ronda-pack").touch()
    with pytest.raises(FileExists):
        give(file, "taken.ronda-pack")
    with pytest.raises(PlaceUnreachable):
        give(file, "gone/p.ronda-pack")
    with pytest.raises(PassphraseTooShort):
        give(file, passphrase="short")
    assert file.given is None
    assert names(tmp_path) == {"ours.ronda", "taken.ronda-pack"}


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="needs a small disk of its own")
def test_on_a_really_full_disk(file: AllianceFile, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", stick], check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        with pytest.raises(PlaceFull):
            give(file, "stick/p.ronda-pack")
        assert names(stick) == set()
        assert file.given is None
    finally:
        subprocess.run(["umount", stick], check=True)
