"""In how many rounds a passphrase becomes a key: in a few in tests, where nobody guesses at it a million times."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import sqlcipher3

from db.rescue import sealed

REAL_ROUNDS = 256_000
"""SQLCipher's own number; every opening takes a tenth of a second with it."""
FEW_ROUNDS = 1_000


@contextmanager
def made_in(rounds: int) -> Iterator[None]:
    """Have keys made in so many rounds in this process, by SQLCipher and by us; afterwards, as before.

    A file made so is not opened by another process, nor is one of another process opened here.
    """
    before = sealed._ROUNDS
    _use(rounds)
    try:
        yield
    finally:
        _use(before)


def _use(rounds: int) -> None:
    sealed._ROUNDS = rounds  # type: ignore[misc]
    with closing(sqlcipher3.connect(":memory:")) as any_connection:
        any_connection.execute(f"PRAGMA cipher_default_kdf_iter = {rounds}")
