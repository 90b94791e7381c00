"""Passphrases as commands are given them: from a file, and typed."""

import io
from pathlib import Path

import pytest

from db.engine import create_file
from desktop.commands import Console, run
from tests.desktop.conftest import Ronda

PHRASE = "correct horse battery"


@pytest.mark.parametrize("written", [b"", b"\n", b"\r\ncorrect horse battery\n", b"correct\0horse battery\n"])
def test_a_passphrase_that_none_can_be_is_refused_in_words(ronda: Ronda, tmp_path: Path, written: bytes) -> None:
    """Tried: each ended as a fault of the program."""
    secret, place, new = tmp_path / "secret", tmp_path / "b.ronda", tmp_path / "c.ronda"
    create_file(place, name="Alliance", passphrase=PHRASE).close()
    secret.write_bytes(written)
    before, names = place.read_bytes(), sorted(entry.name for entry in tmp_path.iterdir())
    given = ("--passphrase-file", secret)
    for command in (
        ("check", place), ("list", "members", place), ("backup", place),
        ("take-in", place, "-o", new), ("rescue", place, "-o", new), ("restore", place, "-o", new),
    ):  # fmt: skip
        code, said, wrong = ronda(*command, *given)
        assert (code, said) == (1, "")
        assert "assphrase" in wrong
        assert wrong.count("\n") == 1
    for command in (("new", new, "--name", "Alliance"), ("demo", new)):
        code, said, wrong = ronda(*command, *given)
        assert (code, said) == (1, "")
        assert wrong.startswith("ronda: The passphrase ")
    assert place.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == names


@pytest.mark.parametrize("typed", ["", "correct\0horse", "correct \udce9"])
def test_what_none_can_be_is_refused_when_typed(tmp_path: Path, typed: str) -> None:
    """The last is what a terminal gives that is not set to the encoding of its keys."""
    place = tmp_path / "b.ronda"
    create_file(place, name="Alliance", passphrase=PHRASE).close()
    console = Console(io.StringIO(), io.StringIO(), lambda _prompt: typed)
    assert run(["list", "members", str(place)], console) == 1
    assert isinstance(console.err, io.StringIO)
    assert "assphrase" in console.err.getvalue()


def test_a_passphrase_file_as_some_windows_shells_write_it(ronda: Ronda, tmp_path: Path) -> None:
    secret, place = tmp_path / "secret", tmp_path / "b.ronda"
    create_file(place, name="Alliance", passphrase="un camión ñandú").close()
    secret.write_bytes("un camión ñandú\r\n".encode("utf-16"))
    assert ronda("list", "members", place, "--passphrase-file", secret)[0] == 0
