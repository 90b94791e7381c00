"""A folder of CSV files that `csv_out` wrote, read back for `db.rescue.whole_tables.bring_back`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.errors import KnownError
from db.errors.incoming import NotAnExport, SheetEmpty
from db.rescue.whole_tables import read_row
from desktop import texts
from desktop.exchange.csv_out import MEETING_HEADINGS, MEMBER_HEADINGS, file_name
from desktop.exchange.meetings_in import inside
from desktop.exchange.tables import Table, read_bytes, read_table

_LARGEST_PAPER_BYTES = 256 * 1024 * 1024
_LARGEST_TEXT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Export:
    """What a folder holds: rows by table, values as the record needs them; `papers` are read one by one."""

    tables: Mapping[str, list[dict[str, Any]]]
    folder: Path
    paper_files: Mapping[str, str]

    def papers(self) -> Iterator[tuple[str, bytes]]:
        """Yield (digest, bytes) of the papers."""
        for digest, written in self.paper_files.items():
            path = inside(self.folder, written)
            if path is None:
                raise NotAnExport(self.folder)
            yield digest, read_bytes(path, _LARGEST_PAPER_BYTES)


def read_export(folder: Path, tables: tuple[str, ...]) -> Export:
    """Return the tables of an export.

    Raises:
        NotAnExport: If files are missing or hold what Ronda did not write.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    papers: dict[str, str] = {}
    try:
        for name in tables:
            sheet = _sheet(folder / file_name(name))
            if sheet is None:
                continue
            headings = [_field(name, heading) for heading in sheet.header]
            rows = [dict(zip(headings, row.cells, strict=True)) for row in sheet.rows]
            if name == "meeting":
                for row in rows:
                    row["original_text"] = _text(folder, row)
            elif name == "paper":
                papers = {row["digest"]: row["file"] for row in rows}
            found[name] = [read_row(name, row) for row in rows]
    except (ValueError, KeyError, TypeError, KnownError):
        raise NotAnExport(folder) from None
    if not found.get("alliance"):
        raise NotAnExport(folder)
    return Export(found, folder, papers)


def _sheet(path: Path) -> Table | None:
    try:
        return read_table(path, most_rows=None)
    except SheetEmpty:
        return None


def _field(table: str, heading: str) -> str:
    """Return the record's name for a heading, in whatever language the export was written."""
    led = {"member": MEMBER_HEADINGS, "meeting": MEETING_HEADINGS, "paper": (("file", "File"),)}.get(table, ())
    for field, title in led:
        for code in texts.languages():
            with texts.speaking(code):
                if texts._(title) == heading:
                    return field or f"({title})"
    return heading


def _text(folder: Path, row: Mapping[str, str]) -> str:
    if not row.get("original_text"):
        return ""
    path = inside(folder, row.get("(File)", ""))
    if path is None:
        raise NotAnExport(folder)
    return read_bytes(path, _LARGEST_TEXT_BYTES).decode("utf-8", "surrogatepass")
