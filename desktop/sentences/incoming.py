"""What is said of `db.errors.incoming`."""

from collections.abc import Callable
from typing import Any, Final

from db.errors.incoming import (
    CalendarUnreadable,
    CardsUnreadable,
    DateColumnMissing,
    DocumentUnreadable,
    FarCell,
    FolderNotEmpty,
    HoldsDefinitions,
    LeadsOutside,
    LineTooLong,
    MinutesFolderMissing,
    NameColumnMissing,
    NestedTooDeep,
    NotANewAlliance,
    NotAnExport,
    PackedTooTightly,
    PictureTooHeavy,
    PictureTooLarge,
    PictureUnreadable,
    ReadingFailed,
    ReadingTooBig,
    ReadingTooSlow,
    SheetEmpty,
    SheetOfMeetings,
    SheetTooLarge,
    SheetTooLong,
    SheetUnreadable,
    TooManyParts,
    UnpacksTooLarge,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _sheet_too_large(error: SheetTooLarge) -> str:
    message = _("“{path}” is too large: a file may have up to {limit}. Nothing was changed. Bring it in by parts.")
    return message.format(path=error.path.name, limit=texts.size_bytes(error.limit_bytes))


def _unpacks_too_large(error: UnpacksTooLarge) -> str:
    message = _("“{path}” unpacks to more than {limit}. Nothing was read. Bring it in by parts.")
    return message.format(path=error.path.name, limit=texts.size_bytes(error.limit))


def _numbered(words: str) -> Callable[[Any], str]:
    """Return what says words with the error's limit as a number."""
    return lambda error: _(words).format(path=error.path.name, limit=texts.number(error.limit))


def _line_too_long(error: LineTooLong) -> str:
    message = _("Line {line} of “{path}” is longer than {limit}. Nothing was changed. Save the file anew.")
    limit = texts.size_bytes(error.limit_bytes)
    return message.format(line=texts.number(error.line), path=error.path.name, limit=limit)


def _picture_too_heavy(error: PictureTooHeavy) -> str:
    message = _("“{path}” is larger than {limit}. Nothing was changed. Save the picture smaller and try again.")
    return message.format(path=error.path.name, limit=texts.size_bytes(error.limit_bytes))


def _too_slow(error: ReadingTooSlow) -> str:
    message = _(
        "Reading “{path}” took more than {seconds} seconds and was stopped. Nothing was changed. Bring it in by parts."
    )
    return message.format(path=error.path.name, seconds=texts.number(round(error.seconds)))


def _picture_too_large(error: PictureTooLarge) -> str:
    message = _(
        "“{path}” has {width} × {height} dots, more than {limit} million. Nothing was changed. Save it smaller and try "
        "again."
    )
    return message.format(
        path=error.path.name,
        width=texts.number(error.width),
        height=texts.number(error.height),
        limit=texts.number(error.limit_dots // 1_000_000),
    )


SENTENCES: Final[Sentences] = {
    LineTooLong: _line_too_long,
    FarCell: N_(
        "“{path}” has something in the cell {cell}, far outside any list: what is read ends at {limit}. Nothing was "
        "changed. Delete it and try again."
    ),
    UnpacksTooLarge: _unpacks_too_large,
    PackedTooTightly: _numbered(
        N_("“{path}” unpacks to more than {limit} times its size, as only traps do. Nothing was read.")
    ),
    TooManyParts: _numbered(N_("“{path}” is made of more than {limit} parts, as only traps are. Nothing was read.")),
    LeadsOutside: N_("“{path}” holds names that lead outside of it, as only traps do. It was not read."),
    HoldsDefinitions: N_("“{path}” brings definitions of its own, as no office program writes them. It was not read."),
    NestedTooDeep: _numbered(
        N_("“{path}” is nested more than {limit} deep, deeper than any document. It was not read.")
    ),
    ReadingTooSlow: _too_slow,
    ReadingTooBig: N_(
        "Reading “{path}” needs more than {limit_megabytes} MB of memory. Nothing was changed. Bring it in by parts."
    ),
    ReadingFailed: N_("“{path}” cannot be read: it is damaged, or made to do harm. Nothing was changed."),
    CardsUnreadable: N_("“{path}” holds no contacts. Nothing was changed. Save them as vCard (.vcf) and try again."),
    CalendarUnreadable: N_(
        "“{path}” holds no events. Nothing was changed. Save the calendar as iCalendar (.ics) and try again."
    ),
    DocumentUnreadable: N_("“{path}” does not read as a Word document (DOCX)."),
    PictureUnreadable: N_("“{path}” does not read as a picture. Save it as PNG or JPEG and try again."),
    PictureTooHeavy: _picture_too_heavy,
    PictureTooLarge: _picture_too_large,
    SheetUnreadable: N_(
        "“{path}” does not read as a table. Nothing was changed. Save it as CSV or XLSX and try again."
    ),
    SheetEmpty: N_("“{path}” has no rows under its headings. Nothing was changed. Choose another file."),
    SheetTooLarge: _sheet_too_large,
    SheetTooLong: N_("“{path}” has more than {limit_rows} rows. Nothing was changed. Bring it in by parts."),
    SheetOfMeetings: N_(
        "“{path}” looks like meetings, not members. Nothing was changed. Use “Bring in past meetings”, or the "
        "command “import meetings”."
    ),
    NameColumnMissing: N_("No column of “{path}” reads as names. Nothing was changed. Give one the heading “Name”."),
    DateColumnMissing: N_("No column of “{path}” reads as dates. Nothing was changed. Give one the heading “Date”."),
    MinutesFolderMissing: N_(
        "There is no folder “{path}” in {path_place} that can be read. Nothing was changed. Choose the folder that the "
        "minutes are in."
    ),
    FolderNotEmpty: N_("The folder “{path}” is not empty. Nothing was written. Choose a new one."),
    NotAnExport: N_("The folder “{path}” does not hold the tables that Ronda wrote. Nothing was changed."),
    NotANewAlliance: N_(
        "Whole tables come back into a new file only, and this one is in use. Nothing was changed. "
        "Make a new file first."
    ),
}
