"""The command line: what it prints, what it refuses, and that none of it loads Qt."""

import datetime as dt
import re
import shutil
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from db.charter.challenges import judge_challenge
from db.engine import create_file, open_file
from db.evaluation.evaluations import begin_evaluation
from db.evaluation.recommendations import add_recommendation
from db.history.history import recent_steps
from db.measures.period import year
from db.meetings.meetings import plan_meeting
from desktop import texts
from desktop.__main__ import main
from desktop.clock import stopped_at
from desktop.commands import own_language
from desktop.settings import SettingsFile
from tests.desktop.conftest import SHEET, Ronda
from tests.desktop.without_qt import NO_QT, python
from tests.samples import ANOTHER_DAY, SampleFile


def test_a_new_file_and_its_passphrase(ronda: Ronda, tmp_path: Path) -> None:
    secret, place = tmp_path / "secret", tmp_path / "b.ronda"
    secret.write_text("correct horse battery\nsecond line\n")
    made = ronda("new", place, "--name", "Ñandú", "--language", "es", "--passphrase-file", secret)
    assert (made.code, made.err) == (0, "")
    again = ronda("new", place, "--name", "X")
    assert (again.code, again.out) == (1, "")
    assert again.err.count("\n") == 1
    with open_file(place, passphrase="correct horse battery") as file:
        assert file.protected
    closed = ronda("list", "members", place)
    assert closed.code == 1
    assert closed.err.endswith("Give its passphrase with --passphrase-file, in the first line of a text file.\n")
    assert ronda("list", "members", place, "--passphrase-file", secret).code == 0
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return "correct horse battery" if len(asked) == 1 else "wrong horse"

    assert ronda("list", "members", place, ask=ask).code == 0
    assert ronda("list", "members", place, ask=ask).code == 1
    assert len(asked) == 2
    assert ronda("list", "members", place, "--passphrase-file", tmp_path / "none").code == 1


def test_a_refused_new_file_leaves_nothing(ronda: Ronda, tmp_path: Path) -> None:
    assert ronda("new", tmp_path / "n1.ronda", "--name", "").code == 1
    assert list(tmp_path.iterdir()) == []


def test_list_meetings_as_json(ronda: Ronda, filled: Path) -> None:
    first, second = ronda("list", "meetings", filled, "--json").json
    assert first == {
        "number": 1,
        "date": "2019-05-06",
        "group": "Water",
        "title": "First",
        "status": "closed",
        "present": ["Rosa Quispe", "Ivo"],
        "apologies": ["Ana"],
        "chair": "one per topic",
        "minutes_by": "Ivo",
        "agenda": ["Canal map", "Fees"],
        "decisions": [{"number": "1.1", "text": "RESOLUTION: pay"}, {"number": "1.2", "text": "Go"}],
        "actions": [
            {"number": "A1", "text": "Rosa Quispe: draw", "owner": "Rosa Quispe", "due": None, "state": "open"},
            {"number": "A2", "text": "[Ivo] write", "owner": "", "due": None, "state": "open"},
        ],
        "text": "The canal is long.",
    }
    assert (second["number"], second["group"], second["minutes_by"]) == (1, "", "?")


def test_lists_as_text(ronda: Ronda, filled: Path) -> None:
    meetings = ronda("list", "meetings", filled).out.splitlines()
    assert meetings[0].split() == ["No.", "Date", "Group", "Status", "Present", "Meeting"]
    assert meetings[1].split() == ["1", "6", "May", "2019", "Water", "Closed", "2", "First"]
    assert meetings[-1] == "2 meetings"
    assert "1.2  6 May 2019  Water  current  Go" in ronda("list", "decisions", filled).out
    assert "Rosa Quispe  6 May 2019  Rosa Quispe: draw" in ronda("list", "actions", filled).out
    assert "3 people" in ronda("list", "people", filled).out
    assert ronda("list", "people", filled, "--json").json[0] == {
        "name": "Ana", "email": "", "phone": "", "members": ["Ana"],
    }  # fmt: skip
    assert ronda("list", "decisions", filled, "--json").json[1]["number"] == "1.2"
    assert ronda("list", "actions", filled, "--json").json[0]["owner"] == "Rosa Quispe"


def test_lists_speak_the_alliance_s_language(ronda: Ronda, tmp_path: Path) -> None:
    place = tmp_path / "es.ronda"
    create_file(place, name="Alianza", language="es").close()
    assert "0 reuniones" in ronda("list", "meetings", place).out


def test_nothing_on_record_drives_the_terminal(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("Name\nRed \x1b[31m union\x07\n")
    assert "\x1b" not in ronda("import", "members", path, members).out
    assert "\x1b" not in ronda("list", "members", path).out


def test_search(ronda: Ronda, filled: Path) -> None:
    hits = ronda("search", filled, "canal", "long", "--json").json
    assert hits == [
        {"kind": "minutes", "title": "First", "date": "2019-05-06", "meeting": "1", "passage": "The canal is long."}
    ]
    said = ronda("search", filled, "canal", "long").out
    assert said == "Minutes · First · Water, meeting 1, 6 May 2019\n    The canal is long.\n\n1 hit\n"
    assert ronda("search", filled, "nowhere", "--json").json == []
    assert ronda("search", filled, "nowhere").out == "0 hits\n"
    wrong = ronda("search", filled, "canal", "from:abcd")
    assert wrong.code != 0
    assert "“from:abcd” does not say a date." in wrong.err


def test_search_finds_what_evaluations_noted(ronda: Ronda, path: Path) -> None:
    with open_file(path) as file, file.writing() as session:
        of, _ = begin_evaluation(session, year(2026))
        add_recommendation(session, of, text="Hire a ferry")
        judge_challenge(session, "few_dominate", standing=None, judgement="Ferrymen first", doing="", on=None)
    said = ronda("search", path, "ferry").out
    assert "Recommendation · Hire a ferry · Evaluation of 2026\n" in said
    assert "Challenge · A few dominate\n    Ferrymen first\n" in said
    assert ronda("search", path, "dominate").out == "Challenge · A few dominate\n\n1 hit\n"
    of_none = {"date": "2026-12-31", "meeting": "", "passage": ""}
    found = ronda("search", path, "recommendation:", "open", "--json").json
    assert found == [{"kind": "recommendation", "title": "Hire a ferry", **of_none}]


def test_search_says_that_it_stopped(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    members = tmp_path / "members.csv"
    members.write_text("Name,Note\n" + "".join(f"{chr(65 + n % 26) * 5}{n},canal\n" for n in range(60)))
    assert ronda("import", "members", path, members, "--doubtful", "add").code == 0
    said = ronda("search", path, "canal").out
    assert said.splitlines()[-1] == "The first 50 hits. There are more: add a word or a filter."
    assert ronda("search", path, "canal", "from:2030").out == "0 hits\n"


def test_search_knows_the_filters_of_the_alliance_and_of_the_reader(
    ronda: Ronda, filled: Path, tmp_path: Path, sheet: Path
) -> None:
    with texts.speaking("es"):  # a reader of Spanish, an alliance that speaks English
        assert len(ronda("search", filled, "acuerdo:", "desde:2019", "--json").json) == 2
        assert ronda("search", filled, "acuerdo:", "desde:2020", "--json").json == []
        assert "“desde:abcd”" in ronda("search", filled, "desde:abcd").err
    place = tmp_path / "es.ronda"
    assert ronda("new", place, "--name", "Alianza", "--language", "es").code == 0
    assert ronda("import", "meetings", place, sheet).code == 0
    marks = (("Acción:",), ("tarea:",), ("Decisión:",))  # as lines of the minutes are marked
    for filters in (("acuerdo:", "desde:2019"), ("decision:", "from:2019"), ("ACUERDO:", "from:2019"), *marks):
        assert len(ronda("search", place, *filters, "--json").json) == 2


def test_search_reports_what_is_no_filter(ronda: Ronda, filled: Path) -> None:
    said = ronda("search", filled, "author:canal")
    assert said.code == 0
    assert "There is no filter “author:”; it was looked for as a word. Filters are: member: person:" in said.err
    assert ronda("search", filled, "https://canal", "10:30", "decision:").err == ""


def test_the_help_of_search_shows_both_spellings_of_filters(ronda: Ronda) -> None:
    with texts.speaking("es"):
        said = " ".join(ronda("search", "--help").out.split())
    assert "desde:2024" in said
    assert "reunión:" in said
    assert "from: to:" in said


def test_check(ronda: Ronda, filled: Path) -> None:
    assert ronda("check", filled).code == 0
    with open_file(filled) as file:
        file.raw().execute("PRAGMA foreign_keys = OFF")
        file.raw().execute("DELETE FROM search_text WHERE rowid = (SELECT min(id) FROM search_entry)")
        file.raw().execute("UPDATE attendance SET meeting_id = x'00' || substr(meeting_id, 2)")
    found = ronda("check", filled)
    assert found.code == 1
    assert "The search does not know the record as it is; entries that differ: " in found.out
    assert "Rows speak of others that are not there: attendance: 4." in found.out
    with open_file(filled) as file:
        file.raw().execute("CREATE TABLE stranger (a)")
    strange = ronda("check", filled)
    assert (strange.code, "not built as Ronda builds its files" in strange.err) == (1, True)
    filled.write_bytes(filled.read_bytes()[:8192] + b"\xff" * 20_000)
    broken = ronda("check", filled)
    assert (broken.code, "damaged" in broken.err or "Damage" in broken.out) == (1, True)


def test_export_csv_and_back(ronda: Ronda, filled: Path, tmp_path: Path) -> None:
    assert ronda("export", "csv", filled, "-o", tmp_path / "out").code == 0
    assert ronda("export", "csv", filled, "-o", tmp_path / "out").code == 1
    other = tmp_path / "other.ronda"
    assert ronda("new", other, "--name", "Other").code == 0
    assert ronda("import", "csv", other, tmp_path / "out").code == 0
    assert ronda("list", "meetings", other, "--json").json == ronda("list", "meetings", filled, "--json").json
    assert ronda("check", other).code == 0
    assert ronda("import", "csv", other, tmp_path / "out").code == 1


def said_on(path: Path) -> str:
    """Return the words of a PDF, and the width of its first page."""
    from pypdf import PdfReader

    pages = PdfReader(path).pages
    return f"{round(pages[0].mediabox.width)} " + " ".join(" ".join(page.extract_text() for page in pages).split())


def test_export_papers(ronda: Ronda, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert ronda("export", "agenda", filled, "--meeting", "1", "-o", out).code == 0
    assert said_on(out).startswith("595 ")
    assert "Plenary" in said_on(out)
    for wanted in ("2019-05-06", "Water 1"):
        assert ronda("export", "minutes", filled, "--meeting", wanted, "-o", out, "--paper", "letter").code == 0
        assert said_on(out).startswith("612 ")
        assert "The canal is long." in said_on(out)
    for wanted in ("7", "2020-01-01", "next"):
        refused = ronda("export", "agenda", filled, "--meeting", wanted, "-o", out)
        assert refused.code == 1
        assert f"“{wanted}”" in refused.err
    assert ronda("export", "agenda", filled, "--meeting", "1", "-o", filled).code == 1
    assert ronda("export", "agenda", filled, "--meeting", "1", "-o", tmp_path / "none" / "a.pdf").code == 1
    assert ronda("check", filled).code == 0


def test_export_papers_without_saying_of_which_meeting(ronda: Ronda, filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    refused = ronda("export", "agenda", filled, "-o", out)
    assert (refused.code, refused.err) == (
        1, "ronda: No meeting is planned from today on. Say with --meeting which one you want.\n",
    )  # fmt: skip
    today = dt.date.today()
    with open_file(filled) as file, file.writing() as session:
        for days in (40, 5):
            plan_meeting(session, date=today + dt.timedelta(days=days), title=f"In {days} days")
    found = ronda("export", "agenda", filled, "-o", out)
    assert (found.code, "In 5 days" in found.out, "In 5 days" in said_on(out)) == (0, True, True)
    latest = ronda("export", "minutes", filled, "-o", out)  # the plenary's of 2019-06-06 has no minutes
    assert (latest.code, "6 May 2019" in latest.out, "The canal is long." in said_on(out)) == (0, True, True)


def test_export_minutes_where_none_are_written(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    refused = ronda("export", "minutes", path, "-o", tmp_path / "m.pdf")
    assert (refused.code, refused.err) == (
        1,
        "ronda: No meeting has minutes yet. Say with --meeting which one you want.\n",
    )


def test_two_groups_with_one_number(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    past = tmp_path / "past.csv"
    past.write_text("Date,Group\n2019-05-06,Water\n2019-05-07,Land\n")
    ronda("import", "meetings", path, past)
    refused = ronda("export", "agenda", path, "--meeting", "1", "-o", tmp_path / "a.pdf")
    assert refused.code == 1
    assert "Water 1" in refused.err
    assert "Land 1" in refused.err


def test_demo(ronda: Ronda, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    sample: Any = types.ModuleType("desktop.sample")
    sample.write_sample = lambda path, **options: asked.append((path, options))
    monkeypatch.setitem(sys.modules, "desktop.sample", sample)
    clock = stopped_at(dt.datetime(2027, 3, 6, 12))
    assert ronda("demo", tmp_path / "d.ronda", "--language", "es", at=clock).code == 0
    assert asked == [
        (tmp_path / "d.ronda", {"language": "es", "today": dt.date(2027, 3, 6), "passphrase": None})
    ]  # fmt: skip


def test_the_sample_s_next_agenda_is_full_whatever_the_day(
    ronda: Ronda, tmp_path: Path, sample_file: SampleFile
) -> None:
    clock = stopped_at(dt.datetime.combine(ANOTHER_DAY, dt.time(12)))
    sample = shutil.copy(sample_file("es", ANOTHER_DAY), tmp_path / "d.ronda")
    said = ronda("export", "agenda", sample, "-o", tmp_path / "a.pdf", at=clock)
    assert said.code == 0
    assert "no tiene" not in said.out
    assert "en total" in said_on(tmp_path / "a.pdf")


def test_an_empty_agenda_says_so(ronda: Ronda, path: Path, tmp_path: Path) -> None:
    with open_file(path) as file, file.writing() as session:
        plan_meeting(session, date=dt.date.today() + dt.timedelta(days=5), title="Soon")
    said = ronda("export", "agenda", path, "-o", tmp_path / "a.pdf")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1] == "It is empty: this meeting has no agenda items yet."
    assert "There are no items on this agenda yet." in said_on(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"], ["list", "things", "a.ronda"], ["new", "a.ronda"], ["search", "a.ronda"],
        ["export", "csv", "a.ronda"],
        ["new", "a.ronda", "--name", "X", "--passphrase", "secret"], ["import", "members", "a.ronda"], ["check"],
    ],
)  # fmt: skip
def test_what_is_not_understood(ronda: Ronda, arguments: list[str]) -> None:
    said = ronda(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("usage: ronda")


@pytest.mark.parametrize(
    "command", ["list members", "list meetings", "search", "check", "export csv", "import members"]
)
def test_a_missing_file_is_one_sentence(ronda: Ronda, tmp_path: Path, command: str) -> None:
    more = {"search": ["word"], "export csv": ["-o", tmp_path / "x"], "import members": [tmp_path / "y"]}
    said = ronda(*command.split(), tmp_path / "none.ronda", *more.get(command, []))
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)


def test_help_speaks_the_reader_s_language() -> None:
    spanish = python("-m", "desktop", "--help", LANGUAGE="es_PE.UTF-8")
    assert spanish.returncode == 0
    assert spanish.stdout.startswith("uso: ronda")
    assert "Mostrar miembros" in spanish.stdout
    assert python("-m", "desktop", "list", "--help", LANGUAGE="C").stdout.startswith("usage: ronda list")


def test_no_command_loads_qt(tmp_path: Path) -> None:
    """That the sample is written without Qt, too, is seen in `test_sample`."""
    (tmp_path / "members.csv").write_text("Name\nÑandú\n", "utf-8")
    (tmp_path / "past.csv").write_text(SHEET)
    lines = f"""
        new {tmp_path}/a.ronda --name A
        import members {tmp_path}/a.ronda {tmp_path}/members.csv
        import meetings {tmp_path}/a.ronda {tmp_path}/past.csv --dry-run
        import meetings {tmp_path}/a.ronda {tmp_path}/past.csv
        list members {tmp_path}/a.ronda
        list people {tmp_path}/a.ronda
        list meetings {tmp_path}/a.ronda --json
        list decisions {tmp_path}/a.ronda
        list actions {tmp_path}/a.ronda
        search {tmp_path}/a.ronda canal
        check {tmp_path}/a.ronda
        export csv {tmp_path}/a.ronda -o {tmp_path}/out
        export agenda {tmp_path}/a.ronda --meeting 1 -o {tmp_path}/a.pdf
        export minutes {tmp_path}/a.ronda --meeting 1 -o {tmp_path}/m.pdf
    """.strip().splitlines()
    script = (
        f"{NO_QT}"
        "from desktop.__main__ import main\n"
        f"for line in {[line.split() for line in lines]!r}:\n"
        "    assert main(line) == 0, line\n"
    )
    done = python("-c", script, LANGUAGE="en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ñandú" in done.stdout


def test_a_file_or_nothing_opens_the_window(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[tuple[Path | None, bool]] = []

    def run_window(path: Path | None = None, *, sample: bool = False) -> int:
        opened.append((path, sample))
        return 0

    monkeypatch.setattr("desktop.run.run_window", run_window)
    assert [main([]), main([str(path)]), main(["--sample"])] == [0, 0, 0]
    assert opened == [(None, False), (path, False), (None, True)]
    assert [main([str(path), "b.ronda"]), main(["--nonsense"])] == [2, 2]
    assert "one file opens at a time, and “b.ronda” is one more." in capsys.readouterr().err
    assert len(opened) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ["serach", "a.ronda", "words"], 2,
            "This was not understood: there is no command “serach”. Did you mean “search”?",
        ),
        (
            ["frobnicate", "a.ronda"], 2,
            "This was not understood: there is no command “frobnicate”. “ronda --help” lists what there is.",
        ),
        (["--sampel"], 2, "This was not understood: there is no option “--sampel”. Did you mean “--sample”?"),
        (
            ["frobnicate"], 2,
            "There is neither a file nor a command “frobnicate”. “ronda --help” lists what there is.",
        ),
        (["none/here.ronda"], 1, "There is no file “here.ronda” in "),
    ],
)  # fmt: skip
def test_what_is_neither_command_nor_file_is_one_sentence(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "desktop.bootstrap", raising=False)
    with texts.speaking("en"):
        assert main(arguments) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith(f"ronda: {said}")
    assert shown.err.count("\n") == 1


def test_without_a_screen_no_window_opens(path: Path) -> None:
    nowhere = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"), "")
    for arguments in ((), (path,), ("--sample",)):
        done = python("-m", "desktop", *arguments, LANGUAGE="en", **nowhere)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == (
            "ronda: There is no screen here to open the window on. The commands need none; “ronda --help” lists them.\n"
        )


def test_version(ronda: Ronda) -> None:
    said = python("-m", "desktop", "--version")
    assert (said.returncode, said.stderr) == (0, "")
    assert re.fullmatch(r"Ronda \d+\.\d+\.\d+\n", said.stdout)
    assert "--version" in ronda("--help").out


def test_output_is_utf_8_whatever_the_system_says(tmp_path: Path) -> None:
    create_file(tmp_path / "a.ronda", name="Ñandú").close()
    done = python("-m", "desktop", "check", tmp_path / "a.ronda", LANGUAGE="es", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.startswith("“a.ronda” is whole")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new",), "falta: FILE, --name"),
        (("new", "a.ronda", "--name", "A", "--language", "xx"), "--language no puede ser 'xx'; puede ser "),
        (("check", "a.ronda", "--fast"), "no se conoce: --fast"),
        (("check", "a.ronda", "--passphrase-file"), "--passphrase-file necesita un valor"),
    ],
)
def test_what_was_not_understood_is_said_in_the_readers_language(
    ronda: Ronda, arguments: tuple[str, ...], said: str
) -> None:
    with texts.speaking("es"):
        spoken = ronda(*arguments)
    assert spoken.code == 2
    assert said in spoken.err.replace("ARCHIVO", "FILE")


def test_language_and_name_are_those_chosen_in_the_window(
    path: Path, monkeypatch: pytest.MonkeyPatch, ronda: Ronda, tmp_path: Path
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "RONDA_WHO"):
        monkeypatch.delenv(name, raising=False)
    SettingsFile().change(language="es", who="Keti Adjika")
    assert own_language() == "es"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert own_language() == "es"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert own_language() == "en"
    sheet = tmp_path / "m.csv"
    sheet.write_text("Name\nHazelnut Union\n", encoding="utf-8")
    assert ronda("import", "members", path, sheet).code == 0
    with open_file(path) as file, file.reading() as session:
        assert recent_steps(session)[0].who == "Keti Adjika"
