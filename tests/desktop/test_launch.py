"""The first page stands before what it does not show is loaded."""

import os
import subprocess
import sys
from pathlib import Path

from db.duties.planning import plan_ahead
from db.engine import create_file
from desktop.own_files import OwnFiles
from desktop.settings import SettingsFile
from tests.db.duties.duty_kit import TODAY, alliance_in_turn

ROOT = Path(__file__).parents[2]

NOT_YET = (
    "alembic", "babel", "icalendar", "openpyxl", "pypdfium2", "reportlab", "uharfbuzz",
    "PySide6.QtNetwork", "PySide6.QtPrintSupport",
    "sqlalchemy", "db.history.history", "db.schema",
    "db.rotation", "db.duties.rota", "db.meetings.calls", "db.incoming.imports", "db.migrations", "db.minutes.minutes",
    "desktop.exchange", "desktop.imports", "desktop.meetings", "desktop.minutes",
    "desktop.reports", "desktop.sample", "desktop.start",
)  # fmt: skip

SCRIPT = """
import desktop.__main__, gc, linecache, sys
from pathlib import Path
from desktop.launch import swift_imports
with swift_imports():
    from desktop.run import start
from PySide6.QtCore import QTimer
from desktop.settings import SettingsFile

program = start(Path(sys.argv[1]), settings=SettingsFile(Path(sys.argv[2])))
seen = {}

def look():
    if program.operations is not None and program.operations.idle:
        watch.stop()
        seen["data"] = program.window.current_page().facts is not None
        seen["loaded"] = sorted(sys.modules)
        program.window.close()

watch = QTimer()
watch.timeout.connect(look)
watch.start(1)
program.run()
assert seen["data"]
assert not gc.isenabled(), "garbage is collected on any thread"
assert not [name for name in linecache.cache if "sqlalchemy" in name and name.endswith(".py")], "sources are read again"
print(*seen["loaded"])
"""


def test_today_stands_without_what_it_does_not_show(tmp_path: Path) -> None:
    with create_file(tmp_path / "a.ronda", name="Lake Valley Alliance") as file, file.writing() as session:
        alliance_in_turn(session)  # with turns, which Today shows
        plan_ahead(session, today=TODAY)
    SettingsFile(tmp_path / "settings.json").change(language="en")
    OwnFiles().note(tmp_path / "a.ronda")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, tmp_path / "a.ronda", tmp_path / "settings.json"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "desktop.today.page" in loaded
    too_early = loaded & set(NOT_YET)
    assert not too_early


def test_help_is_there_before_the_record_is_loaded() -> None:
    script = "import sys; from desktop.__main__ import main; main(['--help']); print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "ronda" in done.stdout
    assert done.stdout.endswith("False\n")
