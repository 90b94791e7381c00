"""What the first bytes of a file tell before it is opened: whether it is Ronda's, and whether it is protected."""

import re
from pathlib import Path
from typing import Final

from db.errors.files import (
    FileEmpty,
    FileInUse,
    FileMissing,
    NotARegularFile,
    NotARondaFile,
    PassphraseNeeded,
    WrongPassphrase,
)
from db.files import lock
from db.files.places import refused

APPLICATION_ID: Final = 0x526F6E64
"""`Rond` in ASCII: marks the SQLite file as Ronda's."""

SQLITE_HEADER: Final = b"SQLite format 3\x00"
_PAGE_BYTES: Final = 4096
_HEADER_BYTES: Final = 100
_TEXT_BYTES: Final = 1 << 20
_NOT_ASCII: Final = bytes(range(0x80, 0x100))
_NO_TEXT: Final = re.compile(rb"[^\t\n\r\f\x20-\xff]")


def looks_protected(path: Path, *, held: lock.Holder | None = None) -> bool:
    """Return whether the file at `path` can only be read with a passphrase.

    Never reads a file that this process has open: closing a second handle would drop SQLite's locks. Whoever closed it
    and kept its lock says so with `held`.

    Raises:
        FileMissing, NotARegularFile, FileEmpty, NotARondaFile, PlaceReadOnly, PlaceUnreachable: As `open_file` does.
    """
    try:
        size = _size_of(path)
        other = lock.holder(path)
        if other is not None and other.is_mine() and (held is None or other.token != held.token):
            raise FileInUse(path, other.who, other.computer, other.since, other.office, other)
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
        is_text = not header.startswith(SQLITE_HEADER) and (_is_text(header) or reads_as_text(path))
    except OSError as error:
        raise refused(error, path) from None
    if header.startswith(SQLITE_HEADER):
        if int.from_bytes(header[68:72]) != APPLICATION_ID:
            raise NotARondaFile(path)
        return False
    if size % _PAGE_BYTES or is_text:
        raise NotARondaFile(path)
    return True


def reads_as_text(path: Path) -> bool:
    """Return whether all of a file is text: then it never was an alliance's, however damaged one may be."""
    with path.open("rb") as file:
        piece = file.read(_PAGE_BYTES)
        if len(piece.translate(None, _NOT_ASCII)) * 2 < len(piece):
            return False
        while piece:
            if _NO_TEXT.search(piece):
                return False
            piece = file.read(_TEXT_BYTES)
    return True


def passphrase_to_try(path: Path, passphrase: str | None) -> str:
    """Return the passphrase that was given for the protected file at `path`, if any file can have it.

    Raises:
        PassphraseNeeded: If nothing was given, not a letter.
        WrongPassphrase: If no file can have it.
    """
    if not passphrase:
        raise PassphraseNeeded(path)
    if not can_be_passphrase(passphrase):
        raise WrongPassphrase(path)
    return passphrase


def can_be_passphrase(text: str) -> bool:
    """Return whether SQLite can be told a text: nothing after a NUL is read, and half of a letter is none."""
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def _size_of(path: Path) -> int:
    """Return the bytes of a file that has any."""
    if not path.exists():
        raise FileMissing(path)
    if not path.is_file():
        raise NotARegularFile(path)
    size = path.stat().st_size
    if size == 0:
        raise FileEmpty(path)
    return size


def _is_text(header: bytes) -> bool:
    return all(byte in b"\t\n\r" or byte >= 0x20 for byte in header) and header.isascii()
