"""What is said of `db.errors.incoming`."""

from typing import Final

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
    NameColumnMissing,
    NestedTooDeep,
    NotANewAlliance,
    NotAnExport,
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
    UnpacksTooLarge,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _sheet_too_large(error: SheetTooLarge) -> str:
    message = _("“{path}” is too large: a file may have up to {limit}. Nothing was changed. Bring it in by parts.")
    return message.format(path=error.path.name, limit=texts.size_bytes(error.limit_bytes))


def _unpacks_too_large(error: UnpacksTooLarge) -> str:
    message = _("“{path}” unpacks to more than {limit}, or is packed as only traps are. Nothing was read.")
    return message.format(path=error.path.name, limit=texts.size_bytes(error.limit_bytes))


def _line_too_long(error: LineTooLong) -> str:
    message = _("Line {line} of “{path}” is longer than {limit}. Nothing was changed. Save the file anew.")
    limit = texts.size_bytes(error.limit_bytes)
    return message.format(line=texts.number(error.line), path=error.path.name, limit=limit)


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
        "“{path}” has something in the cell {cell}, far outside any list. Nothing was changed. Delete it and try again."
    ),
    UnpacksTooLarge: _unpacks_too_large,
    LeadsOutside: N_("“{path}” holds names that lead outside of it, as only traps do. It was not read."),
    HoldsDefinitions: N_("“{path}” brings definitions of its own, as no office program writes them. It was not read."),
    NestedTooDeep: N_("“{path}” is nested deeper than any document. It was not read."),
    ReadingTooSlow: N_("Reading “{path}” took too long and was stopped. Nothing was changed. Bring it in by parts."),
    ReadingTooBig: N_("Reading “{path}” needs too much memory. Nothing was changed. Bring it in by parts."),
    ReadingFailed: N_("“{path}” cannot be read: it is damaged, or made to do harm. Nothing was changed."),
    CardsUnreadable: N_("“{path}” holds no contacts. Save them as vCard (.vcf) and try again."),
    CalendarUnreadable: N_("“{path}” holds no events. Save the calendar as iCalendar (.ics) and try again."),
    DocumentUnreadable: N_("“{path}” does not read as a Word document (DOCX)."),
    PictureUnreadable: N_("“{path}” does not read as a picture. Save it as PNG or JPEG and try again."),
    PictureTooLarge: _picture_too_large,
    SheetUnreadable: N_("“{path}” does not read as a table. Save it as CSV or XLSX and try again."),
    SheetEmpty: N_("“{path}” has no rows under its headings."),
    SheetTooLarge: _sheet_too_large,
    SheetTooLong: N_("“{path}” has more than {limit_rows} rows. Nothing was changed. Bring it in by parts."),
    SheetOfMeetings: N_(
        "“{path}” looks like meetings, not members. Nothing was changed. Use “Bring in past meetings”, or the "
        "command “import meetings”."
    ),
    NameColumnMissing: N_("No column of “{path}” reads as names. Give one the heading “Name”."),
    DateColumnMissing: N_("No column of “{path}” reads as dates. Give one the heading “Date”."),
    FolderNotEmpty: N_("The folder “{path}” is not empty. Nothing was written. Choose a new one."),
    NotAnExport: N_("The folder “{path}” does not hold the tables that Ronda wrote. Nothing was changed."),
    NotANewAlliance: N_(
        "Whole tables come back into a new file only, and this one is in use. Nothing was changed. "
        "Make a new file first."
    ),
}
