"""Commands cut short, by Ctrl+C or by a full disk: what they say is what happened."""

import errno
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from db.engine import AllianceFile, open_file
from db.errors.files import PlaceFull
from db.members.members import members_on
from desktop import texts
from desktop.commands import Console, run
from desktop.imports.remarks_file import write_remarks

UNCHANGED = "\nronda: Stopped. Nothing was changed.\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    place = tmp_path / "members.csv"
    place.write_text("Name,Status\nHill School,active\nRiver Farm,active\n")
    return place


def said(*arguments: object) -> str:
    err = io.StringIO()
    with texts.speaking("en"):
        assert run([str(argument) for argument in arguments], Console(io.StringIO(), err)) == 1
    return err.getvalue()


def stop(*_args: Any, **_options: Any) -> NoReturn:
    raise KeyboardInterrupt


def fill(*_args: Any, **_options: Any) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def count(path: Path) -> int:
    with open_file(path, read_only=True) as file, file.reading() as session:
        return len(members_on(session))


def test_an_import_stopped_while_it_tells_what_it_did_has_done_it(
    path: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.commands.importing._show_columns", stop)
    assert said("import", "members", path, sheet) == "\nronda: Stopped. What was brought in stays.\n"
    assert count(path) == 2


def test_an_import_stopped_as_it_is_written_to_the_disk_has_done_it(
    path: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = AllianceFile.writing

    @contextmanager
    def stopped_after(file: AllianceFile, **options: Any) -> Iterator[Any]:
        with write(file, **options) as session:
            yield session
        raise KeyboardInterrupt

    monkeypatch.setattr(AllianceFile, "writing", stopped_after)
    assert said("import", "members", path, sheet) == "\nronda: Stopped. What was brought in stays.\n"
    assert count(path) == 2


def test_an_import_stopped_before_has_done_nothing(path: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.commands.importing.import_members", stop)
    assert said("import", "members", path, sheet) == UNCHANGED
    assert count(path) == 0


def test_a_sample_stopped_half_way_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.sample.write_members", stop)
    assert said("demo", tmp_path / "sample.ronda") == UNCHANGED
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("cut", "words"), [(stop, UNCHANGED), (fill, "There is no room left in")])
def test_tables_cut_short_leave_no_folder(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: Callable[..., NoReturn], words: str
) -> None:
    monkeypatch.setattr("desktop.exchange.csv_out._paper_name", cut)
    monkeypatch.setattr("desktop.exchange.csv_out.paper_contents", cut)
    assert words in said("export", "csv", path, "-o", tmp_path / "tables")
    assert not (tmp_path / "tables").exists()


def test_a_full_disk_is_called_full(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from db.meetings.meetings import plan_meeting
    from desktop.clock import Clock

    with open_file(path) as file, file.writing() as session:
        plan_meeting(session, date=Clock().today())
    monkeypatch.setattr("desktop.reports.page.replace_file", fill)
    assert "There is no room left in" in said("export", "agenda", path, "-o", tmp_path / "a.pdf")


@pytest.mark.parametrize("name", ["remarks.txt", "remarks.csv"])
def test_remarks_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Path, "write_text", fill)
    monkeypatch.setattr("desktop.imports.remarks_file.write_csv", fill)
    with pytest.raises(PlaceFull):
        write_remarks(tmp_path / name, [])


def test_a_check_mends_the_search(path: Path) -> None:
    with open_file(path) as file:
        file.raw().execute("DELETE FROM search_text_config")
    out = io.StringIO()
    with texts.speaking("en"):
        assert run(["check", str(path)], Console(out, io.StringIO())) == 0
        assert "The record itself is whole. The search index was made anew." in out.getvalue()
        assert run(["check", str(path)], Console(out, io.StringIO())) == 0
    assert "is whole: its pages" in out.getvalue()
