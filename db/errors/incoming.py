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


@dataclass(eq=False)
class LineTooLong(FileError):
    """A line of the file is longer than any that people or programs write."""

    line: int
    limit_bytes: int


@dataclass(eq=False)
class FarCell(FileError):
    """Something stands in a cell so far out that the sheet is none of a list; `cell` as spreadsheets call it.

    What stands up to the cell `limit` is read.
    """

    cell: str
    limit: str


@dataclass(eq=False)
class UnpacksTooLarge(FileError):
    """What is packed in the file is larger than `limit` bytes."""

    limit: int


class PackedTooTightly(UnpacksTooLarge):
    """What is packed in the file is more than `limit` times as large as the file, as only traps are."""


class TooManyParts(UnpacksTooLarge):
    """More than `limit` parts are packed in the file, as only in traps."""


class LeadsOutside(FileError):
    """A name inside the packed file leads out of it; no program writes such names by itself."""


class HoldsDefinitions(FileError):
    """The file brings definitions of its own (a document type, entities), as no office program writes them."""


@dataclass(eq=False)
class NestedTooDeep(FileError):
    """The file's parts stand inside each other more than `limit` deep, deeper than any document's."""

    limit: int


@dataclass(eq=False)
class ReadingTooSlow(FileError):
    """The file keeps its reader busy for more than `seconds`."""

    seconds: float


@dataclass(eq=False)
class ReadingTooBig(FileError):
    """The file needs more than `limit_megabytes` of memory to be read."""

    limit_megabytes: int


class ReadingFailed(FileError):
    """The reader of the file fell over it: it is damaged, or made to do harm."""


class CardsUnreadable(FileError):
    """The file holds no contact (vCard)."""


class CalendarUnreadable(FileError):
    """The file holds no event (iCalendar)."""


class DocumentUnreadable(FileError):
    """The file is no Word document (DOCX)."""


class PictureUnreadable(FileError):
    """The file is no picture of a kind that can be used (PNG, JPEG)."""


@dataclass(eq=False)
class PictureTooLarge(FileError):
    """The picture has more than so many dots; `width` and `height` as its head says."""

    width: int
    height: int
    limit_dots: int


@dataclass(eq=False)
class PictureTooHeavy(FileError):
    """The file of the picture is larger than `limit_bytes`."""

    limit_bytes: int


class NameColumnMissing(FileError):
    """No column of the table reads as the members' names."""


class SheetOfMeetings(FileError):
    """A list of members was wanted, and the table's headings read as those of past meetings."""


class DateColumnMissing(FileError):
    """No column of the table reads as the meetings' dates."""


class MinutesFolderMissing(FileError):
    """The folder that minutes are to be looked for in is not there, is a file, or may not be read."""


class FolderNotEmpty(FileError):
    """Files would be written into a folder that already holds some."""


class NotAnExport(FileError):
    """The folder does not hold the tables that Ronda writes, or one of them was damaged."""


class NotANewAlliance(KnownError):
    """Whole tables come back into a new file only; this one has members or meetings."""
