"""What can go wrong with alliance files that come from elsewhere, or that are damaged."""

from dataclasses import dataclass

from db.errors import FileError
from db.errors.files import FileDamaged


class FileFromElsewhere(FileError):
    """This computer has never had this file open, and nobody has said that it is ours."""


class FileStrange(FileDamaged):
    """Ronda's by its mark, but not built as Ronda builds its files: changed by somebody, or damaged."""


class FileUnfinished(FileError):
    """A save of the file was cut off elsewhere: what it was before stands in a journal beside it."""


class ForeignTooSlow(FileError):
    """The file keeps the computer busy longer than any honest one of its size."""


@dataclass(eq=False)
class ForeignTooLarge(FileError):
    """The file, or something in it, is larger than Ronda takes in; `limit_bytes` is the most."""

    limit_bytes: int


@dataclass(eq=False)
class ForeignValue(FileDamaged):
    """A value in the file is none that Ronda would write there."""

    table: str
    column: str


class NothingRescued(FileError):
    """Of a damaged file nothing could be read that would make a new one."""
