"""What one computer can know of the copies it had open."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from db.alliance import change_alliance
from db.engine import create_file, open_file
from db.handover.handover import Holder, mark_given, prepare_copy, take_back
from desktop.copies_seen import CopiesSeen, Copy
from desktop.naming.desk import copy_words
from desktop.opened_copies import go_on_with, look_at_copy

AT = dt.datetime(2026, 10, 15, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2026, 10, 15)


@pytest.fixture
def seen(tmp_path: Path) -> CopiesSeen:
    return CopiesSeen(tmp_path / "seen" / "copies.json")


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    create_file(tmp_path / "ours.ronda", name="Lake Valley Alliance", who="Marta").close()
    return tmp_path / "ours.ronda"


def write(path: Path, *places: str) -> None:
    with open_file(path) as file:
        for place in places:
            with file.writing(at=AT) as session:
                change_alliance(session, **{"place" if len(place) % 2 else "phone": place})


def looked(path: Path, seen: CopiesSeen) -> Copy | None:
    with open_file(path, read_only=True) as file:
        found = look_at_copy(file, seen)
    return found.copy if found else None


def give(path: Path, copy: Path, name: str) -> None:
    with open_file(path) as file:
        prepared = prepare_copy(file, copy, taker=Holder(name), who="", at=AT)
        mark_given(file, prepared.change, who="", pack=copy, digest="0" * 64)


def test_the_newest_is_the_newest_however_often_it_is_opened(ours: Path, seen: CopiesSeen) -> None:
    for place in ("a", "bb", "ccc"):
        assert looked(ours, seen) is None
        write(ours, place)
    assert looked(ours, seen) is None


def test_an_older_copy_says_how_many_changes_it_lacks(ours: Path, seen: CopiesSeen, tmp_path: Path) -> None:
    assert looked(ours, seen) is None
    shutil.copy(ours, tmp_path / "old.ronda")
    write(ours, "a", "bb")
    assert looked(ours, seen) is None
    with open_file(tmp_path / "old.ronda", read_only=True) as file:
        found = look_at_copy(file, seen)
    assert found is not None
    assert (found.copy, found.lacks) == (Copy.OLDER, 2)
    assert "It lacks 2 changes; the newest was made on 15 October 2026." in copy_words(found)
    assert looked(tmp_path / "old.ronda", seen) is Copy.OLDER, "it says so each time"
    assert looked(ours, seen) is None, "and the newest stays the newest"


def test_a_copy_changed_elsewhere_is_told_apart(ours: Path, seen: CopiesSeen, tmp_path: Path) -> None:
    shutil.copy(ours, tmp_path / "other.ronda")
    write(ours, "a")
    assert looked(ours, seen) is None
    write(tmp_path / "other.ronda", "bb", "ccc")
    assert looked(tmp_path / "other.ronda", seen) is Copy.APART
    with open_file(tmp_path / "other.ronda") as file:
        go_on_with(file, seen)
    assert looked(tmp_path / "other.ronda", seen) is None, "people decide which one goes on"


def test_a_copy_that_came_back_with_more_is_the_newest(ours: Path, seen: CopiesSeen, tmp_path: Path) -> None:
    write(ours, "a")
    assert looked(ours, seen) is None
    shutil.copy(ours, tmp_path / "carried.ronda")
    write(tmp_path / "carried.ronda", "bb")
    assert looked(tmp_path / "carried.ronda", seen) is None
    assert looked(ours, seen) is Copy.OLDER


def test_giver_and_receiver_on_one_computer_are_no_contradiction(ours: Path, seen: CopiesSeen, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.ronda"
    shutil.copy(ours, tmp_path / "backup.ronda")
    assert looked(ours, seen) is None
    give(ours, theirs, "Rosa")
    assert looked(ours, seen) is None
    assert looked(theirs, seen) is None
    write(theirs, "a")
    assert looked(theirs, seen) is None
    assert looked(ours, seen) is None, "that it is given, it says itself"
    assert looked(theirs, seen) is None
    assert looked(tmp_path / "backup.ronda", seen) is Copy.BEFORE_HANDOVER


def test_two_files_that_claim_one_desk_are_said_so(ours: Path, seen: CopiesSeen, tmp_path: Path) -> None:
    theirs, third = tmp_path / "theirs.ronda", tmp_path / "third.ronda"
    give(ours, theirs, "Rosa")
    give(theirs, third, "Luis")
    with open_file(ours) as file:
        take_back(file, reason="No word from Rosa", who="Marta", at=AT, day=DAY)
    assert looked(ours, seen) is None
    assert looked(third, seen) is Copy.TWO_DESKS
    with open_file(third) as file:
        from db.handover.standing import standing_of

        with file.looking() as look:
            stands = standing_of(look)
    assert seen.claims(str(stands.alliance_id), stands.count, str(stands.handover_id)) == "Marta"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"x": {"count": "many"}}', '{"x": 3}', "null"])
def test_what_was_seen_may_be_lost(ours: Path, seen: CopiesSeen, damage: str) -> None:
    looked(ours, seen)
    (seen._path).write_text(damage, "utf-8")
    assert looked(ours, seen) is None


def test_nothing_of_the_record_is_kept_but_names_counts_and_keys(ours: Path, seen: CopiesSeen) -> None:
    write(ours, "A secret place")
    looked(ours, seen)
    assert "secret place" not in seen._path.read_text("utf-8")
