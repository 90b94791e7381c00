"""Printing through a real print queue: CUPS with cups-pdf, started by the test itself where none is running."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from desktop.reports.preview import Preview

CUPSD = shutil.which("cupsd") or "/usr/sbin/cupsd"
LPADMIN = shutil.which("lpadmin") or "/usr/sbin/lpadmin"
BACKEND = Path("/usr/lib/cups/backend/cups-pdf")
DRIVER = "lsb/usr/cups-pdf/CUPS-PDF_noopt.ppd"
QUEUE = "RondaTestPDF"

CUPSD_CONF = """
Listen {place}/cups.sock
LogLevel warn
WebInterface No
Browsing Off
DefaultAuthType None
<Policy default>
  <Limit All>
    Order deny,allow
    Allow all
  </Limit>
</Policy>
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
"""
FILES_CONF = """
ServerRoot {place}/root
StateDir {place}/state
CacheDir {place}/cache
RequestRoot {place}/spool
TempDir {place}/spool/tmp
AccessLog {place}/log/access
ErrorLog {place}/log/error
PageLog {place}/log/page
SystemGroup root
"""
SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication
from desktop.widgets.printing import new_printer, page_size, print_pages
app = QApplication([])
assert {queue!r} in QPrinterInfo.availablePrinterNames(), QPrinterInfo.availablePrinterNames()
printer = new_printer({title!r}, {size!r})
printer.setPrinterName({queue!r})
printer.setPageSize(page_size({size!r}))
printer.setFullPage(True)
print(print_pages(Path(sys.argv[1]).read_bytes(), printer))
"""


@pytest.fixture(scope="module")
def queue() -> Iterator[Path]:
    """Start a print server of our own with one queue; yield the folder its PDFs come to."""
    if not (Path(CUPSD).exists() and Path(LPADMIN).exists()):
        pytest.skip("CUPS is not installed (Debian: cups)")
    if not BACKEND.exists():
        pytest.skip("cups-pdf is not installed (Debian: printer-driver-cups-pdf)")
    if os.geteuid() != 0:
        pytest.skip("CUPS runs its PDF queue for the system's administrator only")
    place = Path(tempfile.mkdtemp(prefix="ronda-cups-"))
    place.chmod(0o755)  # the print server's filters run as another user
    for folder in ("root/ppd", "state", "cache", "spool/tmp", "log"):
        (place / folder).mkdir(parents=True)
    (place / "spool/tmp").chmod(0o1777)
    (place / "cupsd.conf").write_text(CUPSD_CONF.format(place=place))
    (place / "files.conf").write_text(FILES_CONF.format(place=place))
    server = subprocess.Popen(
        [CUPSD, "-f", "-c", str(place / "cupsd.conf"), "-s", str(place / "files.conf")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    out = Path(pwd.getpwuid(os.getuid()).pw_dir) / "PDF"
    was_there = out.exists()
    try:
        wait_for((place / "cups.sock").exists, "the print server did not start")
        made = run([LPADMIN, "-p", QUEUE, "-v", "cups-pdf:/", "-m", DRIVER, "-E"], place)
        if made.returncode:
            pytest.skip(f"CUPS does not make a PDF queue here: {made.stderr.strip()}")
        yield place
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(place, ignore_errors=True)
        if not was_there and out.exists() and not any(out.iterdir()):
            out.rmdir()


def run(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "CUPS_SERVER": str(place / "cups.sock"), "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).resolve().parents[2]
    env["PYTHONPATH"] = str(root)
    return subprocess.run(command, env=env, cwd=root, capture_output=True, text=True, check=False, timeout=120)


def wait_for(what, message, seconds=30):
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            pytest.fail(message)
        time.sleep(0.1)


@pytest.mark.parametrize("size", [(595.28, 841.89), (612.0, 792.0)], ids=["a4", "letter"])
def test_pages_come_out_of_a_real_queue(queue, tmp_path, size):
    from reportlab.pdfgen.canvas import Canvas

    source = tmp_path / "three.pdf"
    canvas = Canvas(str(source), pagesize=size)
    for page in range(3):
        canvas.setFont("Helvetica", 60)
        canvas.drawString(100, 500, f"Page {page + 1}")
        canvas.rect(0, 0, 60, 60, fill=1)
        canvas.showPage()
    canvas.save()
    done = run([sys.executable, "-c", SCRIPT.format(queue=QUEUE, size=size, title=tmp_path.name), str(source)], queue)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "3"

    out = Path(pwd.getpwuid(os.getuid()).pw_dir) / "PDF"

    def printed():
        """Return what came out and is whole."""
        return [file for file in out.glob(f"*{tmp_path.name}*.pdf") if b"%%EOF" in file.read_bytes()[-32:]]

    wait_for(printed, f"nothing was printed: {(queue / 'log' / 'error').read_text()[-800:]}", 60)
    [file] = printed()
    data = file.read_bytes()
    file.unlink()
    pages = pypdf.PdfReader(BytesIO(data)).pages
    assert len(pages) == 3
    assert all(abs(float(page.mediabox.width) - size[0]) < 3 for page in pages)
    assert all(abs(float(page.mediabox.height) - size[1]) < 3 for page in pages)
    with Preview(data) as shown:
        picture = shown.image(0, dots_per_inch=36)
    corner = picture.rgb[(picture.height - 8) * picture.stride + 8 * 3]
    middle = picture.rgb[picture.height // 4 * picture.stride + picture.width // 2 * 3]
    assert corner < 60
    assert middle > 200
