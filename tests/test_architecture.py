"""The rules of the house that can be read from the sources; import-linter keeps the rest (see pyproject.toml)."""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("db", "desktop", "resources")
SOURCES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
PYTHON_FILES = sorted([*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")])
NOT_FEATURES = {"commands", "naming", "sample", "showcase", "widgets", "reports", "sentences", "exchange"}
WITHOUT_QT = re.compile(r"desktop/(reports/.*|exchange/.*|naming/.*|texts|sentences/.*|commands/.*)\.py")


def name_of(path: Path) -> str:
    """Return a source file's path from the project's folder, for messages."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), name_of(path))


def imports(path: Path) -> Iterator[str]:
    """Yield the full names that a file imports, wherever in it: "a.b", and "a.b.c" for `from a.b import c`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_under(name: str, banned: set[str]) -> bool:
    """Return whether `name` is one of `banned` or inside it."""
    return any(name == one or name.startswith(f"{one}.") for one in banned)


def importing(banned: set[str], *, among: list[Path]) -> list[str]:
    """Return who imports what of `banned`, one line each."""
    return [f"{name_of(path)}: {name}" for path in among for name in imports(path) if is_under(name, banned)]


def under(floor: str) -> list[Path]:
    return [path for path in SOURCES if path.is_relative_to(ROOT / floor)]


def test_the_record_imports_only_what_it_stands_on() -> None:
    allowed = sys.stdlib_module_names | {"db", "sqlalchemy", "alembic", "sqlcipher3"}
    assert [
        f"{name_of(p)}: {name}" for p in under("db") for name in imports(p) if name.split(".")[0] not in allowed
    ] == []


def test_one_sqlite_library_in_the_whole_process() -> None:
    assert importing({"sqlite3", "_sqlite3", "pysqlite2", "PySide6.QtSql"}, among=PYTHON_FILES) == []


def test_nothing_opens_a_socket() -> None:
    banned = {
        "socket",
        "socketserver",
        "asyncio",
        "ssl",
        "ftplib",
        "smtplib",
        "poplib",
        "imaplib",
        "xmlrpc",
        "urllib.request",
    }
    banned |= {"http.client", "http.server", "urllib3", "requests", "httpx", "aiohttp", "webbrowser"}
    banned |= {"PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineWidgets"}
    assert importing(banned, among=SOURCES) == []


def test_no_page_writes_sql() -> None:
    assert importing({"sqlcipher3", "alembic", "sqlalchemy.dialects"}, among=under("desktop")) == []
    statements = {f"sqlalchemy.{name}" for name in ("text", "insert", "update", "delete", "select")}
    assert importing(statements, among=under("desktop")) == []


def test_nothing_prints_but_the_command_line() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"print", "input", "breakpoint"}
    ]
    assert found == [], "write to the stream you were given"


def test_what_needs_no_window_imports_no_qt() -> None:
    files = [path for path in SOURCES if WITHOUT_QT.fullmatch(name_of(path))]
    assert len(files) >= 4
    assert importing({"PySide6", "shiboken6"}, among=[*files, *under("db"), *under("resources")]) == []


def test_what_needs_no_window_runs_without_qt() -> None:
    """Import all of it in a fresh process where Qt cannot be imported, whatever the chain of imports."""
    files = [path for path in SOURCES if WITHOUT_QT.fullmatch(name_of(path)) and path.name != "__main__.py"]
    modules = [name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in files]
    script = f"import sys\nsys.modules['PySide6'] = sys.modules['shiboken6'] = None\nimport {', '.join(modules)}"
    assert python("-W", "error", "-c", script).stderr == ""


@pytest.mark.skipif(not (ROOT / "desktop/__main__.py").exists(), reason="there is no program yet")
def test_help_runs_without_qt() -> None:
    script = (
        "import runpy, sys\nsys.modules['PySide6'] = sys.modules['shiboken6'] = None\n"
        "sys.argv = ['ronda', '--help']\nrunpy.run_module('desktop', run_name='__main__')"
    )
    done = python("-c", script)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ronda" in done.stdout


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh Python in the project's folder."""
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_feature_has_its_place_in_the_contract() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = next(c for c in config["tool"]["importlinter"]["contracts"] if c["type"] == "layers")["layers"]
    [features] = [set(re.findall(r"\w+", line)) for line in layers if "(today)" in line]
    folders = {path.parent.name for path in (ROOT / "desktop").glob("*/__init__.py")} - NOT_FEATURES
    assert folders - features == set(), "add them to the line of features in pyproject.toml"
    others = {name for line in layers if "(today)" not in line for name in re.findall(r"\w+", line)}
    assert others >= NOT_FEATURES


def test_nothing_is_global_and_mutable() -> None:
    found = []
    for path in SOURCES:
        if "migrations" in path.parts:
            continue
        for node in tree(path).body:
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            if any(not name.isupper() and not name.startswith("__") for name in names) and is_mutable(node.value):
                found.append(f"{name_of(path)}:{node.lineno} {names[0]}")
        found += [f"{name_of(path)}:{n.lineno} global" for n in ast.walk(tree(path)) if isinstance(n, ast.Global)]
    assert found == [], "what a page needs comes through its constructor"


def is_mutable(value: ast.expr | None) -> bool:
    """Return whether an expression makes a list, a dictionary or a set."""
    made = {"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict", "WeakValueDictionary"}
    if isinstance(value, ast.Call):
        function = value.func
        return (function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")) in made
    return isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp)


def test_files_stay_liveable() -> None:
    written = [path for path in PYTHON_FILES if "versions" not in path.parts]  # a migration's frozen SQL is not edited
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in written}
    assert_sizes(lengths, usual=450, limit=600)


def test_functions_stay_liveable() -> None:
    lengths = {
        f"{name_of(path)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCES
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert_sizes(lengths, usual=40, limit=80)


def assert_sizes(lengths: dict[str, int], *, usual: int, limit: int) -> None:
    """See that nothing is longer than `limit` lines and at least 95 % is under `usual`."""
    too_long = [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > limit]
    assert too_long == []
    long = [f"{name}: {lines} lines" for name, lines in lengths.items() if lines >= usual]
    assert len(long) <= 0.05 * len(lengths), f"more than 5 % of {len(lengths)} reach {usual} lines: {long}"


def test_every_sentence_is_translated() -> None:
    catalogue = script("catalogue")
    assert len(list(catalogue.sentences())) > 20
    assert "\n".join(catalogue.check()) == "", "run `make catalogue`, then translate"


def test_no_sentence_asked_for_alone_is_in_a_catalogue_only_with_a_plural() -> None:
    """A .mo holds such a sentence as a plural; older Pythons (3.11.2) do not find it there, and show English."""
    catalogue = script("catalogue")
    alone = {
        (None if function in {"_", "N_"} else words[0], words[-1]): f"{name_of(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (function := ast.unparse(node.func).split(".")[-1]) in {"_", "N_", "pgettext"}
        and (words := [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)])
    }
    assert len(alone) > 1000
    for path in catalogue.catalogues():
        messages = catalogue.load(path)
        assert [
            f"{place}: {words!r}"
            for (context, words), place in alone.items()
            if (message := messages.get(words, context)) is not None and message.pluralizable
        ] == []


def test_our_own_words_have_no_typewriter_apostrophes() -> None:
    catalogue = script("catalogue")
    wanted = [text for message in catalogue.sentences() for text in catalogue.strings(message.id)]
    assert [text for text in wanted if re.search(r"\w'", text)] == []


def script(name: str) -> ModuleType:
    """Return a module of packaging/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", ROOT / "packaging" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_catalogues_carry_no_dates_and_no_places() -> None:
    for path in (ROOT / "resources" / "locale").rglob("*.po"):
        text = path.read_text("utf-8")
        assert not re.search(r"^#(:|~|, fuzzy)|-Date:|Last-Translator", text, re.MULTILINE), name_of(path)


def test_dependencies_are_pinned_with_hashes_and_without_addresses() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|@ |/home|/work|/tmp", text)
    pinned = dict(re.findall(r"^([\w.-]+)==\S+(.*(?:\\\n +--hash=sha256:[0-9a-f]{64} ?)+)", text, re.MULTILINE))
    assert len(pinned) == len(re.findall(r"^[a-zA-Z]", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(one for extra in extras for one in extra)]
    names = {re.split(r"[><=\[;]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names - set(pinned) == set()
