"""What can go wrong with the alliance file, where it lies, and its passphrase."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import FileError, KnownError

if TYPE_CHECKING:
    from db.files.lock import Holder


class FileMissing(FileError):
    """There is no file at this place."""


class FileExists(FileError):
    """A new file would stand where one already does."""


class FileEmpty(FileError):
    """The file has no content at all."""


class NotARondaFile(FileError):
    """The file is something else."""


class NotARegularFile(FileError):
    """A folder, a device, a socket."""


class FileDamaged(FileError):
    """The file is Ronda's but cannot be read whole."""


class PassphraseNeeded(FileError):
    """The file seems protected and no passphrase was given."""


class PassphraseFileNeeded(PassphraseNeeded):
    """A command was given no passphrase, and there is no terminal to ask for it."""


class WrongPassphrase(FileError):
    """The file cannot be read with this passphrase."""


class WrongOrDamaged(WrongPassphrase):
    """The file cannot be read with this passphrase; it may be the right one if the file's first 16 bytes are damaged.

    The key comes from both, and nothing beside the file says any more what they were.
    """


class PlaceReadOnly(FileError):
    """The file or its folder cannot be written to."""


class PlaceFull(FileError):
    """No room left where the file is."""


class PlaceUnreachable(FileError):
    """The folder does not exist or cannot be reached."""


class FolderMissing(PlaceUnreachable):
    """What is to be written has no folder to go to."""


@dataclass(eq=False)
class FileNewer(FileError):
    """The file was saved by a newer Ronda."""

    found: int
    supported: int


@dataclass(eq=False)
class UpgradeFailed(FileError):
    """The file is older and could not be upgraded; it is unchanged, and `copy` holds the copy made before."""

    copy: Path


@dataclass(eq=False)
class FileInUse(FileError):
    """Somebody has the file open."""

    who: str
    computer: str
    since: dt.datetime
    office: str = ""
    holder: "Holder | None" = None
    """Whose lock it is, to take it over."""


class FileReplaced(FileError):
    """Another file stands where the open one was; nothing of ours was written to it."""


class FileGone(FileReplaced):
    """The open file was deleted, moved or renamed."""


class FileUnreachable(FileReplaced):
    """The folder of the open file is not there any more: a stick was pulled, a disk unmounted, a folder moved."""


class FileOverwritten(FileReplaced):
    """Another program wrote into the open file."""


@dataclass(eq=False)
class FileTakenOver(FileReplaced):
    """Somebody else took the open file over, and works in it."""

    who: str
    computer: str
    since: dt.datetime
    office: str = ""


class NotRescued(FileError):
    """The open file is lost, and no copy of what was saved in it could be made."""


class OpenedReadOnly(FileError):
    """The file was opened to look at; it cannot be changed."""


class SearchDamaged(KnownError):
    """The search index is damaged, the record is not; the next save makes the index anew."""


class SearchRenewed(KnownError):
    """The search index was damaged and is made anew; what was being saved is not saved."""


class SaveFailed(FileError):
    """The disk refused a save; what is on the screen is not yet on the disk."""


@dataclass(eq=False)
class PassphraseTooShort(KnownError):
    """A passphrase needs at least `minimum` characters."""

    minimum: int


class PassphraseUntypable(KnownError):
    """A new passphrase has a character in it that no file's can have, such as a NUL."""


@dataclass(eq=False)
class BothChanged(FileError):
    """The copy on this computer holds work that is not at its place, and the file there was changed meanwhile too.

    `medium` is what people call the place, `published` when the copy was last put there, if it was.
    """

    medium: str
    published: dt.datetime | None


@dataclass(eq=False)
class PlaceChanged(FileError):
    """The file at the place was changed by somebody else since it was fetched from there; nothing was put there."""

    medium: str
