"""What can go wrong with the desk, and with handing it over."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from db.errors import FileError, KnownError


@dataclass(eq=False)
class DeskGiven(FileError):
    """The desk went to somebody else, so nothing may be written here; `since` is when it did."""

    name: str
    office: str
    since: dt.datetime


class DeskNotGiven(KnownError):
    """The desk is here; there is nothing to take back."""


@dataclass(eq=False)
class AlreadyHolder(KnownError):
    """The desk would go to the one who has it."""

    name: str


class OtherAlliance(FileError):
    """The file is another alliance's, or does not have the desk that was given from here."""


class PackCut(FileError):
    """The pack ends before its end: it was not copied whole."""


class PackDamaged(FileError):
    """The pack is not, byte for byte, what was written."""


class NotAPack(FileError):
    """The file is no handover pack."""


@dataclass(eq=False)
class PackNewer(FileError):
    """The pack, or the alliance's file in it, was written by a newer Ronda."""

    found: int
    supported: int


class PackPassphraseNeeded(FileError):
    """The pack is protected, and no passphrase was given."""


class WrongPackPassphrase(FileError):
    """The pack cannot be opened with this passphrase."""


class PackStrange(FileError):
    """The pack holds something that Ronda does not put there, or lacks what it does."""


@dataclass(eq=False)
class PackTooLarge(FileError):
    """What the pack unfolds to is larger than `limit_bytes`, or than it can honestly be."""

    limit_bytes: int


class PackDiffers(FileError):
    """The alliance's file in the pack is not the one its list of contents speaks of."""


@dataclass(eq=False)
class PackUnnamed(FileError):
    """The desk is given and the pack is whole, but it could not get its name; it stands at `part`."""

    part: Path
