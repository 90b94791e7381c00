"""The first pages of a damaged file, borrowed from a new one where they are lost.

Where tables begin is written in the first pages. Every file of one format is laid out by the same statements in the
same order, so a new one has the same first pages as an old one: made as a new file is, as a copy is, or as a change of
passphrase leaves it. What was lost there can be borrowed; in protected files too, for a new file under the same key
seals its pages in the same way. The salt, without which a passphrase is no key, stands in every backup as well.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from db.backups.backups import salts_beside
from db.engine import FORMAT
from db.errors.files import NotARondaFile, WrongPassphrase
from db.files.header import APPLICATION_ID, passphrase_to_try, reads_as_text
from db.foreign.foreign import fresh_file
from db.foreign.guarded import looks_plain
from db.rescue.sealed import PAGE, SALT, broken_seals, pragma_key, raw_key

_HEADER: Final = 100
_INTERIOR: Final = 5
_FIRST_PAGES: Final = 240
"""A new file has no more."""


@dataclass(frozen=True, slots=True)
class Wound:
    """A damaged file: its private copy, how it is read, and which of its pages are known to be broken."""

    copy: Path
    key: str | None
    """As `PRAGMA key` takes it; nothing for a file that anybody can read."""
    broken: tuple[int, ...] = ()
    """Numbers of the pages whose seal is not that of their content."""


def wound(path: Path, copy: Path, passphrase: str | None) -> Wound:
    """Return what can be told of the damaged file at `path` from its private copy.

    Raises:
        NotARondaFile, PassphraseNeeded, WrongPassphrase: It cannot be read, damaged or not.
    """
    if looks_plain(copy):
        return Wound(copy, None)
    pages = copy.stat().st_size // PAGE
    with copy.open("rb") as file:
        own = file.read(SALT)
    if not pages or not any(own) or reads_as_text(copy):
        raise NotARondaFile(path)
    passphrase = passphrase_to_try(path, passphrase)
    for salt in [own, *salts_beside(path)]:
        key = raw_key(salt, passphrase)
        broken = tuple(broken_seals(copy, key, salt))
        if len(broken) < pages:
            if salt != own:
                _patch(copy, {1: salt + _page(copy, 1)[SALT:]})
            return Wound(copy, pragma_key(key, salt), broken)
    raise WrongPassphrase(path)


def attempts(hurt: Wound, folder: Path) -> Iterator[Path]:
    """Yield the damaged file as it is, then with first pages borrowed from new files; each in place of the last."""
    yield hurt.copy
    for layout in (_as_new, _as_copied, _as_exported):
        lender, patched = folder / "lender", folder / "patched"
        for place in (lender, folder / "lent"):
            place.unlink(missing_ok=True)
        with suppress(sqlcipher3.dbapi2.Error):
            layout(lender, folder / "lent", hurt.key)
            _make_longer(folder / "lent", hurt)
            for numbers in _borrowed(folder / "lent", hurt):
                shutil.copyfile(hurt.copy, patched)
                _patch(patched, {number: _page(folder / "lent", number) for number in numbers})
                yield patched


def _borrowed(lent: Path, hurt: Wound) -> Iterator[list[int]]:
    """Yield which pages to borrow: the first, then all those that say where tables begin or that are broken."""
    yield [1]
    most = min(lent.stat().st_size, hurt.copy.stat().st_size) // PAGE
    if hurt.key is not None:
        yield [1, *(number for number in hurt.broken if 1 < number <= min(most, _FIRST_PAGES))]
    else:
        yield [1, *(number for number in _below(_page(lent, 1)) if number <= most)]


def _below(page: bytes) -> list[int]:
    """Return the pages that the first one leads to (sqlite.org/fileformat2.html, 1.6)."""
    if page[_HEADER] != _INTERIOR:
        return []
    count = int.from_bytes(page[_HEADER + 3 : _HEADER + 5])
    places = [int.from_bytes(page[at : at + 2]) for at in range(_HEADER + 12, _HEADER + 12 + 2 * count, 2)]
    return [*(int.from_bytes(page[at : at + 4]) for at in places), int.from_bytes(page[_HEADER + 8 : _HEADER + 12])]


def _as_new(_lender: Path, lent: Path, key: str | None) -> None:
    fresh_file(lent, key).close()


def _as_copied(lender: Path, lent: Path, key: str | None) -> None:
    with fresh_file(lender, key) as file:
        file.raw().execute("VACUUM INTO ?", (str(lent),))


def _as_exported(lender: Path, lent: Path, key: str | None) -> None:
    with fresh_file(lender, key) as file:
        asked = file.raw()
        asked.execute("ATTACH DATABASE ? AS renewed KEY ?", (str(lent), key or ""))
        asked.execute("SELECT sqlcipher_export('renewed')")
        asked.execute(f"PRAGMA renewed.user_version = {FORMAT}")
        asked.execute(f"PRAGMA renewed.application_id = {APPLICATION_ID}")
        asked.execute("DETACH DATABASE renewed")


def _make_longer(lent: Path, hurt: Wound) -> None:
    """Let a new file say that it has at least as many pages as the damaged one: what is beyond would not be read."""
    connection = _connected(lent, hurt.key)
    try:
        connection.execute(
            "INSERT INTO paper_content (digest, data) VALUES ('longer', zeroblob(?))", (hurt.copy.stat().st_size,)
        )
    finally:
        connection.close()


def _connected(path: Path, key: str | None) -> Any:
    connection = sqlcipher3.connect(path.as_posix(), isolation_level=None)
    if key is not None:
        connection.execute(f'PRAGMA key = "{key}"')
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def _page(path: Path, number: int) -> bytes:
    with path.open("rb") as file:
        file.seek((number - 1) * PAGE)
        return file.read(PAGE)


def _patch(path: Path, pages: dict[int, bytes]) -> None:
    with path.open("r+b") as file:
        for number, page in pages.items():
            file.seek((number - 1) * PAGE)
            file.write(page)
