"""How much memory a register of 1,000 pages takes while it is laid out."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.bench

MOST_MB = 250
SCRIPT = """
from io import BytesIO
from pathlib import Path
from desktop.reports.making import build
from desktop.reports.register_sheets import TableColumn, TableSheet
from desktop.reports.table import lay_out_table
words = "we pay the fee by volume at the gate and tell every village of it in the market"
rows = [[f"{n}.1", (f"{n}: {words}", f"General meeting {n}"), ("1 Jan 2026", "All agree")] for n in range(21500)]
columns = [TableColumn("No."), TableColumn("Decision"), TableColumn("Taken")]
out = BytesIO()
build(lay_out_table, TableSheet("Lake Valley", "Decisions", columns, rows, len(rows)), out)
status = Path("/proc/self/status").read_text()  # not what getrusage tells: that counts who started this process, too
print(out.getvalue().count(b"/Type /Page\\n"), int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system in the way of Linux")
def test_a_register_of_1000_pages_needs_little_memory(root: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, check=True, text=True)
    pages, megabytes = map(int, ran.stdout.split())
    assert pages >= 1000
    assert megabytes <= MOST_MB, f"{megabytes} MB for {pages} pages"
