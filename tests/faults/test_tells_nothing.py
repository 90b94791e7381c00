"""What is printed and exported tells nothing of who made it on which computer, and in which folder.

Tried: the name of the user as the author of PDFs. It was caught here.
"""

import getpass
import re
import socket
import zipfile
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from db.engine import open_file
from db.meetings.meetings import meeting_to_come
from desktop.exchange.csv_out import export_csv
from desktop.exchange.tables import write_csv
from desktop.reports.documents import DOCUMENTS
from desktop.reports.from_record import agenda_maker
from desktop.sample import DAY
from tests.faults.table import FULL, report

FEW = ("agenda", "note")


def telling(content: bytes, path: Path) -> list[str]:
    """Return what of this computer stands in a file, taken apart as far as it can be."""
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    if content.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(content))
        parts.append(repr(dict(reader.metadata or {})).encode())
        parts += [repr(reader.get_object(n)).encode() for n in range(1, int(reader.trailer["/Size"]))]
    planted = [socket.gethostname(), str(Path.home()), str(path.parent)]
    user = re.compile(rb"\b" + re.escape(getpass.getuser().encode()) + rb"\b")
    found = [word for word in planted if len(word) > 3 and any(word.encode() in part for part in parts)]
    return found + [user.pattern.decode() for part in parts if user.search(part)][:1]


def test_papers_and_tables_tell_nothing_of_the_computer(sample: Path, tmp_path: Path) -> None:
    made: dict[str, bytes] = {}
    with open_file(sample, read_only=True) as file, file.reading() as session:
        for document in DOCUMENTS:
            standing = document.look(session, DAY)
            if standing.make is not None and (FULL or document.key in FEW):
                out = BytesIO()
                standing.make(session, out, None)
                made[document.key] = out.getvalue()
        row = meeting_to_come(session, DAY)
        assert row is not None
        agenda_maker(row.id, today=DAY)(session, tmp_path / "agenda.docx", word=True)
        export_csv(session, tmp_path / "tables", today=DAY)
    for path in [*(tmp_path / "tables").rglob("*.csv"), tmp_path / "agenda.docx"]:
        made[path.name] = path.read_bytes()
    write_csv(tmp_path / "a.csv", ["name"], [["=1"]])
    made["a.csv"] = (tmp_path / "a.csv").read_bytes()
    found = {name: told for name, content in made.items() if (told := telling(content, sample))}
    report(9, "papers and tables that tell of the computer", len(made), f"{len(found)}", not found)
    assert not found
    assert telling(f"in {sample.parent}".encode(), sample)
