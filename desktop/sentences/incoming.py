"""What is said of `db.errors.incoming`."""

from typing import Final

from db.errors.incoming import (
    DateColumnMissing,
    FolderNotEmpty,
    NameColumnMissing,
    NotANewAlliance,
    NotAnExport,
    SheetEmpty,
    SheetOfMeetings,
    SheetTooLarge,
    SheetTooLong,
    SheetUnreadable,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _sheet_too_large(error: SheetTooLarge) -> str:
    message = _("“{path}” is too large: a file may have up to {limit}. Nothing was changed. Bring it in by parts.")
    return message.format(path=error.path.name, limit=texts.size_bytes(error.limit_bytes))


SENTENCES: Final[Sentences] = {
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
