"""Office files (XLSX, DOCX) are zip archives of XML: what must hold of one before any of it is unpacked. No Qt.

Read apart only (`desktop.apart`). Names inside are looked up, never used as paths.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final
from xml.parsers import expat

from db.errors.incoming import (
    HoldsDefinitions,
    LeadsOutside,
    NestedTooDeep,
    PackedTooTightly,
    TooManyParts,
    UnpacksTooLarge,
)

LARGEST_UNPACKED_BYTES: Final = 100_000_000
MOST_RATIO: Final = 100
"""How many times larger than packed."""
MOST_ENTRIES: Final = 4000
DEEPEST: Final = 200
_PIECE: Final = 256 * 1024

Element = Callable[[str, dict[str, str]], object]


def open_packed(content: bytes, path: Path) -> zipfile.ZipFile:
    """Return an office file, to look into.

    Raises:
        BadZipFile: If it is no archive.
        UnpacksTooLarge, PackedTooTightly, TooManyParts, LeadsOutside: If it is made to do harm.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise TooManyParts(path, MOST_ENTRIES)
    if unpacked > LARGEST_UNPACKED_BYTES:
        raise UnpacksTooLarge(path, LARGEST_UNPACKED_BYTES)
    if unpacked > MOST_RATIO * len(content):
        raise PackedTooTightly(path, MOST_RATIO)
    if any(leads_outside(entry.filename) for entry in entries):
        raise LeadsOutside(path)
    return archive


def leads_outside(name: str) -> bool:
    """Return whether a name, read as a path on any system, would lead out of the folder it is in."""
    posix, windows = PurePosixPath(name), PureWindowsPath(name)
    return posix.is_absolute() or bool(windows.anchor) or ".." in posix.parts or ".." in windows.parts


def look_through(archive: zipfile.ZipFile, path: Path, *, but: str = "") -> None:
    """See that no part of an office file brings definitions or is nested too deep; `but` those in this folder.

    Raises:
        HoldsDefinitions, NestedTooDeep: If one does.
        ExpatError: If one is no XML.
    """
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name.endswith((".xml", ".rels", ".vml")) and not (but and name.startswith(but) and "_rels" not in name):
            look_into(archive, entry.filename, path)


def look_into(
    archive: zipfile.ZipFile,
    name: str,
    path: Path,
    *,
    opened: Element | None = None,
    closed: Callable[[str], object] | None = None,
) -> None:
    """Read one part of an office file from front to end; tell of each element that is opened and closed.

    Raises:
        HoldsDefinitions, NestedTooDeep: As soon as it is seen.
        ExpatError: If it is no XML.
    """
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise NestedTooDeep(path, DEEPEST)
        if opened is not None:
            opened(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if closed is not None:
            closed(tag)

    def definitions(*_told: Any) -> None:
        raise HoldsDefinitions(path)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = definitions
    parser.EntityDeclHandler = definitions
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)
