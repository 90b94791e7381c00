"""Commands in a process of their own, in which loading Qt fails."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NO_QT = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise AssertionError(f"a command loads {name}")
sys.meta_path.insert(0, NoQt())
"""


def python(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False, encoding="utf-8",
        stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
