"""The seals of a protected file's pages, computed here: they tell a wrong passphrase from a damaged first page.

SQLCipher 4 ends each page with 16 random bytes and an HMAC-SHA512 over what is before it and the page's number. The
key comes from the passphrase and the file's first 16 bytes by PBKDF2, that of the seals from it once more
(zetetic.net/sqlcipher/design).
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

PAGE: Final = 4096
SALT: Final = 16
_SEAL, _ROUNDS = 64, 256_000
_LOOKED_AT: Final = 8


def raw_key(salt: bytes, passphrase: str) -> bytes:
    """Return the key that a passphrase makes with a file's salt. Takes some tenths of a second."""
    return hashlib.pbkdf2_hmac("sha512", passphrase.encode(), salt, _ROUNDS, 32)


def pragma_key(key: bytes, salt: bytes) -> str:
    """Return a key as `PRAGMA key` takes it, without deriving it again."""
    return f"x'{key.hex()}{salt.hex()}'"


def broken_seals(path: Path, key: bytes, salt: bytes) -> Iterator[int]:
    """Yield the number of each whole page whose seal is not that of its content."""
    own = _seal_key(key, salt)
    with path.open("rb") as file:
        number = 0
        while len(page := file.read(PAGE)) == PAGE:
            number += 1
            if not _holds(page, number, own):
                yield number


def salt_of(path: Path) -> bytes:
    """Return the first bytes of a protected file, of which its key is made. Not of one that this process has open."""
    with path.open("rb") as file:
        return file.read(SALT)


def opens_with(path: Path, passphrase: str, others: Iterable[bytes] = ()) -> bool:
    """Return whether a passphrase is that of a file which cannot be opened: any of its pages bears its seal.

    `others` are salts it may have had, such as its backups have: the file's own may be what is damaged. Must not be
    asked of a file that this process has open.
    """
    with path.open("rb") as file:
        own = file.read(SALT)
        pages = [(number, _page(file, number)) for number in range(2, 2 + _LOOKED_AT)]
    for salt in dict.fromkeys((own, *others)):
        if len(salt) == SALT:
            key = _seal_key(raw_key(salt, passphrase), salt)
            if any(len(page) == PAGE and _holds(page, number, key) for number, page in pages):
                return True
    return False


def _page(file: BinaryIO, number: int) -> bytes:
    file.seek((number - 1) * PAGE)
    return file.read(PAGE)


def _seal_key(key: bytes, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)


def _holds(page: bytes, number: int, own: bytes) -> bool:
    sealed = page[SALT if number == 1 else 0 : -_SEAL]
    made = hmac.digest(own, sealed + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(made, page[-_SEAL:])
