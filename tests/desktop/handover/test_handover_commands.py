"""`ronda handover`, `ronda receive`, and what the other commands say of a file that was given."""

import datetime as dt
import io
import subprocess
import sys
from pathlib import Path

import pytest

from db.engine import open_file
from db.handover.desk import add_key, desk, handovers
from db.members.people import add_person
from desktop.clock import stopped_at
from desktop.commands import DONE, REFUSED, USAGE, Console, run
from tests.desktop.desk import busy_desk
from tests.new_file import new_file

NOW = dt.datetime(2026, 10, 15, 10, 35).astimezone()
ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RONDA_WHO", "Marta Soria")
    ours = new_file(tmp_path / "Ours.ronda", name="Lake Valley Alliance", who="Marta Soria")
    with ours as file, file.writing() as session:
        busy_desk(session)
        add_person(session, name="Rosa Quispe")
        add_person(session, name="Rosa Condori")
        add_key(session, name="Mailbox password", kept_where="In the safe")
    return tmp_path / "Ours.ronda"


def ronda(*words: object, secret: str | None = None) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    ask = (lambda _prompt: secret) if secret is not None else None
    code = run([str(word) for word in words], Console(out, err, ask=ask, clock=stopped_at(NOW)))
    return code, out.getvalue(), err.getvalue()


def test_the_desk_goes_and_comes_by_command(path: Path, tmp_path: Path) -> None:
    pack, theirs = tmp_path / "p.ronda-pack", tmp_path / "Theirs.ronda"
    code, out, err = ronda("handover", path, "--to", "rosa quispe", "--office", "Hill Beekeepers", "-o", pack)
    assert (code, err) == (DONE, "")
    assert "[ ] 2 actions are late: chase their owners" in out
    assert "[x] Everybody asked for a turn has answered" in out
    assert "[ ] Pass on: Mailbox password" in out
    assert "The desk is with Rosa Quispe (Hill Beekeepers) now. Bring them “p.ronda-pack”" in out
    code, out, err = ronda("receive", pack, "--look")
    assert (code, err) == (DONE, "")
    assert "From Marta Soria to Rosa Quispe (Hill Beekeepers), 15 October 2026, 10:35" in out
    assert not theirs.exists()
    assert ronda("receive", pack, "-o", theirs)[0] == DONE
    code, out, err = ronda("check", theirs)
    assert (code, err) == (DONE, "")
    assert "The desk: Rosa Quispe (Hill Beekeepers) since 15 October 2026, 1 handover so far." in out
    with open_file(theirs) as file, file.reading() as session:
        assert desk(session).name == "Rosa Quispe"


def test_a_file_given_away_lists_and_prints_but_takes_nothing(path: Path, tmp_path: Path) -> None:
    assert ronda("handover", path, "--to", "Rosa Quispe", "-o", tmp_path / "p.ronda-pack")[0] == DONE
    assert ronda("list", "actions", path)[0] == DONE
    assert ronda("search", path, "canal")[0] == DONE
    assert ronda("export", "minutes", path, "-o", tmp_path / "m.pdf")[0] == DONE
    code, _out, err = ronda("duties", "plan", path)
    assert code == REFUSED
    assert "Rosa Quispe has had the desk since 15 October 2026" in err
    assert ronda("check", path)[0] == DONE


def test_taking_back_by_command_tells_the_other_file(path: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "Theirs.ronda"
    ronda("handover", path, "--to", "Rosa Quispe", "-o", tmp_path / "p.ronda-pack")
    ronda("receive", tmp_path / "p.ronda-pack", "-o", theirs)
    assert ronda("handover", path, "--take-back", "--other", theirs)[0] == REFUSED, "it needs a reason"
    code, out, _err = ronda("handover", path, "--take-back", "--reason", "Rosa is ill", "--other", theirs)
    assert code == DONE
    assert "The desk is here again, with Marta Soria." in out
    with open_file(theirs) as file, file.reading() as session:
        assert file.read_only
        assert handovers(session)[0].reason == "Rosa is ill"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--to", "Rosa", "-o", "p.ronda-pack"], REFUSED, "Several fit “Rosa”: Rosa Condori and Rosa Quispe"),
        (["--to", "Nobody", "-o", "p.ronda-pack"], REFUSED, "There is nobody called “Nobody”"),
        (["--to", "Rosa Quispe"], USAGE, "Say with --to who comes next"),
        (["-o", "p.ronda-pack"], USAGE, "Say with --to who comes next"),
        (["--take-back", "--reason", "x"], REFUSED, "there is nothing to take back"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found, _out, err = ronda("handover", path, *words)
    assert found == code
    assert said in err
    assert not list(tmp_path.glob("*.ronda-pack*"))
    with open_file(path) as file:
        assert file.given is None


def test_a_protected_pack_asks_and_takes_its_passphrase_from_a_file(path: Path, tmp_path: Path) -> None:
    pack, secret = tmp_path / "p.ronda-pack", tmp_path / "secret.txt"
    secret.write_text("four five six\n", "utf-8")
    ronda("handover", path, "--to", "Rosa Quispe", "-o", pack, "--pack-passphrase-file", secret)
    code, _out, err = ronda("receive", pack, "-o", tmp_path / "a.ronda")
    assert (code, "is protected" in err) == (REFUSED, True)
    code, _out, err = ronda("receive", pack, "-o", tmp_path / "a.ronda", secret="four five seven")
    assert (code, "does not open" in err) == (REFUSED, True)
    assert not (tmp_path / "a.ronda").exists()
    assert ronda("receive", pack, "-o", tmp_path / "a.ronda", secret="four five six")[0] == DONE
    assert ronda("receive", pack, "-o", tmp_path / "b.ronda", "--again", "--passphrase-file", secret)[0] == DONE


def test_a_pack_received_already_is_refused_unless_wanted_and_its_second_copy_is_told(
    path: Path, tmp_path: Path
) -> None:
    pack, first, second = tmp_path / "p.ronda-pack", tmp_path / "first.ronda", tmp_path / "second.ronda"
    ronda("handover", path, "--to", "Rosa Quispe", "-o", pack)
    assert ronda("receive", pack, "-o", first)[0] == DONE
    code, _out, err = ronda("receive", pack, "-o", second)
    assert code == REFUSED
    said = "This pack was received on this computer already, on 15 October 2026, 10:35. Its file is “"
    assert said + f"{first}”: open that one. Nothing was written. To keep a second copy, add --again." in err
    assert not second.exists()
    code, _out, err = ronda("receive", pack, "--look")
    assert (code, said in err) == (DONE, True)
    assert ronda("receive", pack, "-o", second, "--again")[0] == DONE
    told = "This is a second copy from one handover pack. Go on with one of the two only. The first was kept on"
    for _time in range(2):
        assert ronda("list", "members", first)[2] == ""
        err = ronda("list", "members", second)[2]
        assert told in err
        assert str(first) in err
    first.unlink()
    assert ronda("list", "members", second)[2] == "", "it is the only one by now"


def test_a_pack_that_comes_too_late_says_who_has_the_desk(path: Path, tmp_path: Path) -> None:
    pack = tmp_path / "p.ronda-pack"
    ronda("handover", path, "--to", "Rosa Quispe", "-o", pack)
    ronda("handover", path, "--take-back", "--reason", "The stick was lost")
    code, _out, err = ronda("receive", pack, "--look")
    assert code == DONE
    assert "Marta Soria has the desk there" in err


def test_an_older_copy_is_told_by_every_command(path: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copy(path, tmp_path / "Old.ronda")
    ronda("handover", path, "--to", "Rosa Quispe", "-o", tmp_path / "p.ronda-pack")
    code, out, err = ronda("list", "members", tmp_path / "Old.ronda")
    assert code == DONE
    assert out
    assert "This is a copy from before the desk went to Rosa Quispe" in err


def test_help_and_packs_need_no_window(path: Path, tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['PySide6'] = sys.modules['shiboken6'] = None\n"
        "from desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "handover", path, "--to", "Rosa Quispe", "-o", tmp_path / "p.ronda-pack"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
