"""The key of a protected pack, made from its passphrase.

age has a passphrase mode of its own. It is not used: its key is made by code that stops every thread of the program for
seconds, in half a gigabyte of memory on a fast computer, so that a slow one may refuse to open what that one made.
The standard library's scrypt stops nobody and takes the same everywhere; what it makes is an age key as any other
(Bech32, BIP 173), under which age encrypts the pack.
"""

import hashlib
from typing import Any, Final

SALT_BYTES: Final = 16
_COST, _BLOCK, _AT_ONCE = 2**17, 8, 1
"""scrypt's parameters: 128 MB, about half a second."""
_MOST_MEMORY = 160 * 1024**2
_PREFIX = "age-secret-key-"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def key_of(passphrase: str, salt: bytes) -> Any:
    """Return the age key (`pyrage.x25519.Identity`) of a passphrase."""
    import pyrage

    secret = hashlib.scrypt(
        passphrase.encode(errors="surrogatepass"),
        salt=salt,
        n=_COST,
        r=_BLOCK,
        p=_AT_ONCE,
        maxmem=_MOST_MEMORY,
        dklen=32,
    )
    return pyrage.x25519.Identity.from_str(_bech32(secret))


def _bech32(content: bytes) -> str:
    """Return bytes as age writes a secret key."""
    bits = int.from_bytes(content) << (-8 * len(content)) % 5
    count = -(-8 * len(content) // 5)
    values = [bits >> 5 * place & 31 for place in reversed(range(count))]
    spread = [ord(letter) >> 5 for letter in _PREFIX] + [0] + [ord(letter) & 31 for letter in _PREFIX]
    rest = _remainder([*spread, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    checksum = [rest >> 5 * (5 - place) & 31 for place in range(6)]
    return (_PREFIX + "1" + "".join(_LETTERS[value] for value in (*values, *checksum))).upper()


def _remainder(values: list[int]) -> int:
    rest = 1
    for value in values:
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                rest ^= generator
    return rest
