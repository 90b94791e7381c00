"""A file on a stick is worked on as a copy: put back whole, and never over what somebody else put there."""

import dataclasses
import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest

from db.alliance import alliance, change_alliance
from db.backups.backups import Why, backups_of, take_backup
from db.backups.stick_backups import backups_left
from db.engine import AllianceFile, create_file, open_file
from db.errors.files import (
    BothChanged,
    FileDamaged,
    FileInUse,
    FileMissing,
    FileTakenOver,
    PassphraseNeeded,
    PlaceChanged,
    PlaceUnreachable,
    WrongPassphrase,
)
from db.files import lock
from db.files.working_copy import Keep, Placed
from tests.new_file import new_file

AT = dt.datetime(2026, 11, 22, 14, 5, tzinfo=dt.UTC)
OURS = {"who": "Ana", "office": "Bergal", "at": AT}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    stick = tmp_path / "STICK"
    stick.mkdir()
    with new_file(stick / "A.ronda", name="Alliance") as file:
        return file.path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "own" / "working"


@pytest.fixture
def placed(place: Path, root: Path) -> Placed:
    return Placed(place, root, "STICK", who="Ana", office="Bergal")


def save(file: AllianceFile, words: str) -> None:
    with file.writing(who="Ana") as session:
        change_alliance(session, place=words)


def words_in(path: Path, passphrase: str | None = None) -> str:
    """Return what stands in a file, looked at by way of a copy: it may be open."""
    copy = shutil.copy(path, path.parent.parent / "looked-at.ronda")
    with open_file(copy, passphrase=passphrase, read_only=True) as file, file.reading() as session:
        return alliance(session).place


def elsewhere(place: Path, words: str) -> None:
    """Let somebody on another computer change the file at the place, as if it had been brought to them."""
    held = lock.lock_path(place)
    ours = held.read_bytes() if held.exists() else None
    held.unlink(missing_ok=True)
    theirs = place.parent.parent / "theirs.ronda"
    shutil.copy(place, theirs)
    with open_file(theirs, who="Beka") as file:
        save(file, words)
    os.replace(theirs, place)
    if ours is not None:
        held.write_bytes(ours)


def pulled(place: Path) -> Path:
    return place.parent.rename(place.parent.with_name("pulled"))


def back(place: Path) -> None:
    place.parent.with_name("pulled").rename(place.parent)


def test_saves_go_to_the_copy_until_it_is_put_at_its_place_whole(placed: Placed, place: Path, root: Path) -> None:
    before = place.read_bytes()
    with placed.open() as file:
        assert file.home == place
        assert file.path.is_relative_to(root)
        assert (file.path.stat().st_mode & 0o777, file.path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        save(file, "Dolany")
        assert place.read_bytes() == before
        assert file.working_copy is not None
        file.working_copy.publish(file, **OURS)
        assert words_in(place) == "Dolany"
        assert not file.working_copy.is_changed(file)
        assert file.working_copy.published == AT
        save(file, "Bergal")
    assert words_in(place) == "Bergal"
    assert [one.name for one in place.parent.iterdir()] == ["A.ronda"]
    assert list(root.iterdir()) == []  # nothing stays behind of what is all on the stick


def test_the_lock_stands_at_the_place_for_others_to_see(placed: Placed, place: Path) -> None:
    with placed.open():
        with pytest.raises(FileInUse) as caught:
            placed.open()
        assert (caught.value.path, caught.value.who, caught.value.office) == (place, "Ana", "Bergal")
    assert lock.holder(place) is None


def test_work_of_a_pulled_stick_goes_on_without_it_and_is_put_there_later(placed: Placed, place: Path) -> None:
    file = placed.open()
    save(file, "Dolany")
    pulled(place)
    assert file.working_copy is not None
    with pytest.raises(PlaceUnreachable):
        file.working_copy.publish(file, **OURS)
    save(file, "Bergal")
    file.close()
    with placed.open() as file:  # still not there
        with file.reading() as session:
            assert alliance(session).place == "Bergal"
        save(file, "Telora")
        back(place)
    assert words_in(place) == "Telora"


def test_a_stick_that_appears_elsewhere_is_the_same_stick(placed: Placed, place: Path) -> None:
    file = placed.open()
    save(file, "Dolany")
    moved = pulled(place) / place.name
    file.close()
    with dataclasses.replace(placed, place=moved).open() as file:
        assert file.home == moved
    assert words_in(moved) == "Dolany"


def test_an_empty_folder_where_the_stick_was_is_not_written_to(placed: Placed, place: Path) -> None:
    file = placed.open()
    save(file, "Dolany")
    pulled(place)
    place.parent.mkdir()
    file.close()
    assert list(place.parent.iterdir()) == []


def test_a_file_that_is_not_there_and_of_which_nothing_is_here_is_missing(placed: Placed, place: Path) -> None:
    with placed.open() as file:
        save(file, "Dolany")
    pulled(place)
    with pytest.raises(FileMissing):
        placed.open()


def test_what_somebody_else_changed_is_never_replaced(placed: Placed, place: Path) -> None:
    file = placed.open()
    save(file, "mine")
    elsewhere(place, "theirs")
    assert file.working_copy is not None
    with pytest.raises(PlaceChanged):
        file.working_copy.publish(file, **OURS)
    beside = file.working_copy.keep_both(file, "A (Ana).ronda", **OURS)
    save(file, "mine, later")
    assert (file.home, lock.holder(place)) == (beside, None)
    file.close()
    assert (words_in(place), words_in(beside)) == ("theirs", "mine, later")


def test_whoever_took_over_at_the_place_is_named_and_nothing_put_there(placed: Placed, place: Path) -> None:
    file = placed.open()
    save(file, "mine")
    taken = lock.take(place, who="Beka", office="Dolany", over=lock.holder(place))
    before = place.read_bytes()
    assert file.working_copy is not None
    with pytest.raises(FileTakenOver) as caught:
        file.working_copy.publish(file, **OURS)
    assert caught.value.office == "Dolany"
    file.close()
    assert (place.read_bytes(), lock.holder(place)) == (before, taken)


@pytest.mark.parametrize("mine", [True, False])
def test_both_stay_where_both_were_changed(placed: Placed, place: Path, root: Path, mine: bool) -> None:
    file = placed.open()
    save(file, "mine")
    away = pulled(place)
    file.close()
    elsewhere(away / place.name, "theirs")
    lock.lock_path(away / place.name).unlink()
    back(place)
    with pytest.raises(BothChanged) as caught:
        placed.open()
    assert (caught.value.path, caught.value.medium, caught.value.published) == (place, "STICK", None)
    assert lock.holder(place) is None
    with placed.open(keep=Keep("A (Ana).ronda", mine)) as file:
        with file.reading() as session:
            assert alliance(session).place == ("mine" if mine else "theirs")
        assert file.home.name == ("A (Ana).ronda" if mine else "A.ronda")
    assert words_in(place) == "theirs"
    assert words_in(place.with_name("A (Ana).ronda")) == "mine"
    assert list(root.iterdir()) == []


def test_a_copy_without_work_of_its_own_makes_way_for_what_is_at_the_place(placed: Placed, place: Path) -> None:
    file = placed.open()
    assert file.working_copy is not None
    save(file, "mine")
    file.working_copy.publish(file, **OURS)
    file._connection.close()  # as if the computer had been switched off
    elsewhere(place, "theirs")
    lock.lock_path(place).unlink()
    lock.lock_path(file.path).unlink()
    with placed.open() as file, file.reading() as session:
        assert alliance(session).place == "theirs"


def test_a_copy_that_was_cut_off_goes_on(placed: Placed, place: Path) -> None:
    file = placed.open()
    save(file, "mine")
    file._connection.close()
    lock.lock_path(place).unlink()
    lock.lock_path(file.path).unlink()
    place.with_name(".A.ronda.0badcafe.partial").touch()
    with placed.open() as file, file.reading() as session:
        assert alliance(session).place == "mine"
    assert words_in(place) == "mine"
    assert [one.name for one in place.parent.iterdir()] == ["A.ronda"]


def of_another_run(path: Path, **other: str) -> None:
    """Let the lock stand there as one of before this computer was started, or of a twin of it."""
    held = lock.lock_path(path)
    raw = json.loads(held.read_text(encoding="utf-8")) | {"start_up": "another", **other}
    held.write_text(json.dumps(raw), encoding="utf-8")


def test_a_lock_that_a_cut_left_on_the_stick_is_known_as_ours(placed: Placed, place: Path) -> None:
    """Do not look for it in `Placed.open` (`_clear_left_lock`), and this fails: it might be a twin's."""
    file = placed.open()
    save(file, "mine")
    file._connection.close()
    of_another_run(place)
    of_another_run(file.path)
    with placed.open() as file, file.reading() as session:
        assert alliance(session).place == "mine"


def test_a_lock_of_a_twin_of_this_computer_holds_on_the_stick(placed: Placed, place: Path) -> None:
    """Take locks at the place without `shared`, and this fails: the twin's work would be taken from under it."""
    with placed.open():
        of_another_run(place, who="Chen", token="the twin's")
        theirs = lock.lock_path(place).read_bytes()
    place.with_name(f"{place.name}-journal").write_bytes(b"a save that the twin has under way")
    with pytest.raises(FileInUse) as caught:
        placed.open()
    assert caught.value.who == "Chen"
    assert lock.lock_path(place).read_bytes() == theirs


def test_a_full_or_lying_stick_keeps_what_it_had(placed: Placed, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = place.read_bytes()
    with placed.open() as file:
        save(file, "mine")
        monkeypatch.setattr("db.files.laying_down.digest_of", lambda _path: "something else")
        assert file.working_copy is not None
        with pytest.raises(PlaceUnreachable):
            file.working_copy.publish(file, **OURS)
        assert place.read_bytes() == before
        assert sorted(one.name for one in place.parent.iterdir()) == ["A.ronda", "A.ronda.lock"]
        monkeypatch.undo()
    assert words_in(place) == "mine"


def test_a_protected_file_stays_so_here_and_there(placed: Placed, place: Path, root: Path) -> None:
    from db.files.copies import change_passphrase

    with open_file(place) as file:
        change_passphrase(file, old=None, new="seven cold rooms").close()
    with pytest.raises(PassphraseNeeded):
        placed.open()
    with pytest.raises(WrongPassphrase) as caught:
        placed.open(passphrase="eight cold rooms")
    assert (caught.value.path, list(root.iterdir())) == (place, [])
    file = placed.open(passphrase="seven cold rooms")
    save(file, "Dolany")
    assert b"Dolany" not in file.path.read_bytes()
    file = change_passphrase(file, old="seven cold rooms", new="nine cold rooms")
    assert file.home == place
    file.close()
    assert words_in(place, "nine cold rooms") == "Dolany"


def test_a_damaged_file_is_told_by_the_name_of_its_place(placed: Placed, place: Path, root: Path) -> None:
    whole = bytearray(place.read_bytes())
    whole[4096:] = bytes(len(whole) - 4096)
    place.write_bytes(whole)
    with pytest.raises(FileDamaged) as caught:
        placed.open()
    assert (caught.value.path, list(root.iterdir()), lock.holder(place)) == (place, [], None)


def test_backups_of_a_stick_are_found_wherever_it_appears(placed: Placed, place: Path, root: Path) -> None:
    with placed.open() as file:
        first = take_backup(file, at=AT, why=Why.ASKED)
    assert [one.path for one in backups_left(root, place)] == [first.path]
    other = place.parent.parent / "OTHER" / place.name
    other.parent.mkdir()
    create_file(other, name="Another").close()
    Placed(other, root, "OTHER").open().close()  # another alliance on another stick
    assert first.path.exists()
    place.parent.rename(place.parent.with_name("E"))
    there = place.parent.with_name("E") / place.name
    assert [one.path.name for one in backups_left(root, there)] == [first.path.name]  # damaged, it cannot be opened
    with Placed(there, root, "E").open() as file:
        assert [one.path.name for one in backups_of(file.path)] == [first.path.name]
        assert not first.path.exists()
    assert [one.path.name for one in backups_left(root, there)] == [first.path.name]
    assert backups_left(root, other) == []


def test_backups_stay_where_work_is_unfinished_or_the_other_place_is_there(placed: Placed, place: Path) -> None:
    with placed.open() as file:
        first = take_backup(file, at=AT, why=Why.ASKED)
    second = place.parent.parent / "COPY" / place.name
    second.parent.mkdir()
    shutil.copy(place, second)
    with Placed(second, placed.root, "COPY").open() as file:
        assert backups_of(file.path) == []
    assert first.path.exists()
