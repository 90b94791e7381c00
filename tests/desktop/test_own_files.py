"""A file that only stands where ours stood, or has the number that ours had, is asked about. Real files."""

import os
import shutil
from pathlib import Path

import pytest

from db.alliance import change_alliance
from db.engine import create_file, open_file
from db.errors.foreign import FileFromElsewhere
from desktop.alliance_files import AllianceFiles
from desktop.clock import Clock
from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile

PASSPHRASE = "canal stone bridge lamp"


@pytest.fixture
def files(tmp_path: Path) -> AllianceFiles:
    return AllianceFiles(SettingsFile(tmp_path / "settings.json"), Clock(), own=OwnFiles(tmp_path / "own.json"))


@pytest.fixture(params=[None, PASSPHRASE])
def passphrase(request: pytest.FixtureRequest) -> str | None:
    found: str | None = request.param
    return found


@pytest.fixture
def ours(tmp_path: Path, files: AllianceFiles, passphrase: str | None) -> Path:
    made = tmp_path / "A.ronda"
    files.create_file(made, name="Lake Valley", language="en", passphrase=passphrase).close()
    reopen(files, made, passphrase)
    return made


@pytest.fixture
def theirs(tmp_path: Path, passphrase: str | None) -> Path:
    made = tmp_path / "theirs" / "A.ronda"
    made.parent.mkdir()
    create_file(made, name="Hill Alliance", passphrase=passphrase).close()
    return made


def reopen(files: AllianceFiles, path: Path, passphrase: str | None) -> None:
    files.open_file(path, passphrase=passphrase, read_only=False).close()


def test_another_alliance_in_the_place_of_ours_is_asked_about(
    files: AllianceFiles, ours: Path, theirs: Path, passphrase: str | None
) -> None:
    theirs.replace(ours)
    before = ours.read_bytes()
    with pytest.raises(FileFromElsewhere):
        reopen(files, ours, passphrase)
    assert ours.read_bytes() == before
    assert not list(ours.parent.glob("*.lock"))
    files.open_file(ours, passphrase=passphrase, read_only=False, ours=True).close()  # "it is ours"
    reopen(files, ours, passphrase)


def test_a_file_with_the_number_that_ours_had_is_asked_about(
    files: AllianceFiles, ours: Path, theirs: Path, passphrase: str | None
) -> None:
    number = ours.stat().st_ino
    came = ours.with_name("From mail.ronda")
    os.link(ours, came)
    ours.unlink()
    came.write_bytes(theirs.read_bytes())  # the next file gets the number of the deleted one
    assert came.stat().st_ino == number
    with pytest.raises(FileFromElsewhere):
        reopen(files, came, passphrase)


def test_our_alliance_is_ours_after_a_colleagues_program_replaced_the_file(
    files: AllianceFiles, ours: Path, passphrase: str | None
) -> None:
    newer = Path(shutil.copy(ours, ours.with_name("newer")))
    with open_file(newer, passphrase=passphrase) as file, file.writing() as session:
        change_alliance(session, place="Hall 2")
    newer.replace(ours)
    reopen(files, ours, passphrase)


def test_a_file_moved_on_its_disk_stays_ours(files: AllianceFiles, ours: Path, passphrase: str | None) -> None:
    moved = ours.parent / "elsewhere.ronda"
    ours.rename(moved)
    reopen(files, moved, passphrase)


def test_a_list_of_before_alliances_were_kept_is_read(files: AllianceFiles, ours: Path, tmp_path: Path) -> None:
    found = ours.stat()
    (tmp_path / "own.json").write_text(f'[["{ours}", "{found.st_dev}:{found.st_ino}"]]', encoding="utf-8")
    known = OwnFiles(tmp_path / "own.json")
    assert known.knows(ours)
    assert not known.is_doubtful(ours)
