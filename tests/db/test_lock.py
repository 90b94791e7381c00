"""Who has a file: never two at once, whatever stands there before and whatever the disk can do."""

import dataclasses
import errno
import json
import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from db.errors.files import FileInUse
from db.files import lock

ROUNDS = 100
SPAWN = multiprocessing.get_context("spawn")


def refuse_link(*_paths: object) -> None:
    raise OSError(errno.EPERM, "no hard links here")


def rounds_won(folder: Path, both: Barrier, links: bool, out: Any) -> None:
    """Take the lock of every file at the same moment as the other process; tell which were got."""
    if not links:
        os.link = refuse_link  # type: ignore[assignment]
    won = []
    for number in range(ROUNDS):
        both.wait(60)
        try:
            lock.take(folder / f"{number}.ronda", who="")
        except FileInUse:
            continue
        won.append(number)
    both.wait(60)
    out.put(won)


def nothing(_path: Path) -> None:
    pass


def left_behind(path: Path) -> None:
    """Let the lock of a process of this computer stand there that runs no more."""
    gone = SPAWN.Process(target=os.getpid)
    gone.start()
    gone.join()
    held = dataclasses.asdict(lock.take(path, who="Ana"))
    held |= {"since": held["since"].isoformat(), "process": gone.pid}
    lock.lock_path(path).write_text(json.dumps(held), encoding="utf-8")


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("before", [nothing, left_behind])
def test_of_two_who_take_a_lock_at_once_one_gets_it(
    tmp_path: Path, before: Callable[[Path], None], links: bool
) -> None:
    before(tmp_path / "first.ronda")
    for number in range(ROUNDS if before is left_behind else 0):
        standing = lock.lock_path(tmp_path / "first.ronda").read_bytes()
        lock.lock_path(tmp_path / f"{number}.ronda").write_bytes(standing)
    both, out = SPAWN.Barrier(2), SPAWN.Queue()
    others = [SPAWN.Process(target=rounds_won, args=(tmp_path, both, links, out)) for _turn in range(2)]
    for other in others:
        other.start()
    won = out.get(timeout=120) + out.get(timeout=120)
    for other in others:
        other.join(60)
    assert sorted(won) == list(range(ROUNDS))
    names = {place.name for place in tmp_path.iterdir()} - {"first.ronda.lock"}
    assert names == {f"{number}.ronda.lock" for number in range(ROUNDS)}


def test_a_lock_nobody_can_read_is_taken_over_after_a_second_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, waited = tmp_path / "a.ronda", []
    lock.lock_path(path).write_bytes(b"")
    monkeypatch.setattr("time.sleep", waited.append)
    ours = lock.take(path, who="Ana")
    assert lock.holder(path) == ours
    assert sum(waited) == pytest.approx(1)


def test_a_lock_that_is_just_being_written_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ronda"
    other = dataclasses.asdict(lock.take(path, who="Beka"))
    whole = json.dumps(other | {"since": other["since"].isoformat()})
    lock.lock_path(path).write_text(whole[:20], encoding="utf-8")
    monkeypatch.setattr("time.sleep", lambda _s: lock.lock_path(path).write_text(whole, encoding="utf-8"))
    with pytest.raises(FileInUse) as caught:
        lock.take(path, who="Ana")
    assert caught.value.who == "Beka"


def test_a_lock_of_another_user_that_may_not_be_read_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ronda"
    lock.take(path, who="Beka")

    def refuse(*_args: object, **_options: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(FileInUse) as caught:
        lock.take(path, who="Ana")
    assert caught.value.who == ""


def test_a_take_over_that_was_cut_off_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "a.ronda"
    left_behind(path)
    standing = lock.lock_path(path)
    standing.with_name(standing.name + ".over").write_bytes(standing.read_bytes())
    ours = lock.take(path, who="Ana")
    assert lock.holder(path) == ours
    assert [place.name for place in tmp_path.iterdir()] == [standing.name]


def test_a_lock_is_taken_over_from_the_one_who_was_named_and_from_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.ronda"
    first = lock.take(path, who="Ana", office="Bergal")
    second = lock.take(path, who="Beka", over=first)
    with pytest.raises(FileInUse) as caught:
        lock.take(path, who="Chen", over=first)
    assert (caught.value.who, caught.value.holder) == ("Beka", second)
    assert lock.holder(path) == second


def test_taking_over_from_a_process_that_runs_no_more_is_noted_without_a_persons_name(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.ronda"
    caplog.set_level("INFO", "ronda.lock")
    left_behind(path)
    lock.take(path, who="Beka")
    (line,) = caplog.messages
    assert "a.ronda" in line
    assert "no longer runs" in line
    assert "Ana" not in line


def test_a_lock_of_a_later_ronda_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.ronda"
    ours = lock.take(path, who="Ana", office="Bergal")
    raw = json.loads(lock.lock_path(path).read_text(encoding="utf-8")) | {"colour": "blue"}
    lock.lock_path(path).write_text(json.dumps(raw), encoding="utf-8")
    assert lock.holder(path) == ours


def left_by(path: Path, **other: Any) -> None:
    """Let a lock stand there as we would leave it, but for what is `other`."""
    ours = lock.take(path, who="Ana")
    raw = dataclasses.asdict(ours) | {"since": ours.since.isoformat()} | other
    lock.lock_path(path).write_text(json.dumps(raw), encoding="utf-8")


@pytest.mark.parametrize(
    "other",
    [
        {"machine": "another"},
        {"machine": ""},
        {"computer": "FAR-AWAY"},
    ],
)
def test_a_computer_set_up_from_the_same_image_is_another(tmp_path: Path, other: dict[str, str]) -> None:
    path = tmp_path / "a.ronda"
    left_by(path, start_up="of the other computer", process=1 << 22, **other)
    with pytest.raises(FileInUse) as caught:
        lock.take(path, who="Beka")
    assert not caught.value.holder.is_here()  # type: ignore[union-attr]


def test_where_others_reach_it_a_twin_of_this_computer_keeps_its_lock(tmp_path: Path) -> None:
    """Call `is_gone` without `shared` in `take`, and this fails: of another run is who has the same disk, too."""
    path = tmp_path / "a.ronda"
    left_by(path, start_up="of the twin", token="the twin's")
    with pytest.raises(FileInUse) as caught:
        lock.take(path, who="Beka", shared=True)
    twin = caught.value.holder
    assert twin is not None
    assert (twin.is_here(), twin.is_of_this_run()) == (True, False)
    assert lock.take(path, who="Beka", over=twin, shared=True).who == "Beka"
    left_by(tmp_path / "b.ronda", start_up="an earlier one")
    assert lock.take(tmp_path / "b.ronda", who="Beka").who == "Beka"


def test_where_others_reach_it_too_who_runs_no_more_since_this_start_is_gone(tmp_path: Path) -> None:
    """Let `is_gone` say no to whatever is `shared`, and this fails."""
    path = tmp_path / "a.ronda"
    left_behind(path)
    assert lock.take(path, who="Beka", shared=True).who == "Beka"


def test_where_nothing_tells_computers_apart_their_name_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "machine_mark", str)
    path = tmp_path / "a.ronda"
    left_by(path, start_up="an earlier one")
    assert lock.take(path, who="Beka").who == "Beka"


def test_the_mark_of_a_computer_is_its_own_and_tells_nothing_of_what_it_is_made_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "machine-id"
    monkeypatch.setattr(lock, "_MACHINE_FILES", (str(tmp_path / "none"), str(said)))
    monkeypatch.setattr(lock, "_MACHINES", {})
    marks = set()
    for found in ("0af1\n", "0af2\n", ""):
        said.write_text(found, encoding="ascii")
        lock.machine_mark.cache_clear()
        marks.add(lock.machine_mark())
        assert not found or found.strip() not in lock.machine_mark()
    lock.machine_mark.cache_clear()
    assert len(marks) == 3
    assert "" in marks
