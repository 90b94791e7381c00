"""What can go wrong with files coming in."""

from dataclasses import dataclass

from db.errors import FileError, KnownError


class SheetUnreadable(FileError):
    """The file is no table that Ronda can read (CSV or XLSX)."""


class SheetEmpty(FileError):
    """The table has no rows under its headings."""


@dataclass(eq=False)
class SheetTooLarge(FileError):
    """The table is larger than any list of an alliance; `limit_bytes` is the most Ronda reads."""

    limit_bytes: int


@dataclass(eq=False)
class SheetTooLong(FileError):
    """The table has more rows than any list of an alliance."""

    limit_rows: int


class NameColumnMissing(FileError):
    """No column of the table reads as the members' names."""


class SheetOfMeetings(FileError):
    """A list of members was wanted, and the table's headings read as those of past meetings."""


class DateColumnMissing(FileError):
    """No column of the table reads as the meetings' dates."""


class FolderNotEmpty(FileError):
    """Files would be written into a folder that already holds some."""


class NotAnExport(FileError):
    """The folder does not hold the tables that Ronda writes, or one of them was damaged."""


class NotANewAlliance(KnownError):
    """Whole tables come back into a new file only; this one has members or meetings."""
