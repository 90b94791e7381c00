"""What is said of `db.errors.foreign`."""

from typing import Final

from db.errors.foreign import (
    FileFromElsewhere,
    FileStrange,
    FileUnfinished,
    ForeignTooLarge,
    ForeignTooSlow,
    ForeignValue,
    NothingRescued,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def _too_large(error: ForeignTooLarge) -> str:
    message = _(
        "“{path}”, or something in it, is larger than Ronda takes in ({limit}). Nothing was taken in. "
        "Ask whoever gave it where it comes from."
    )
    return message.format(path=error.path.name, limit=texts.size_bytes(error.limit_bytes))


SENTENCES: Final[Sentences] = {
    FileFromElsewhere: N_(
        "“{path}” was never open on this computer. Make a clean copy of what is in it with “ronda take-in”."
    ),
    FileStrange: N_(
        "“{path}” is not built as Ronda builds its files: somebody changed it, or it is damaged. Nothing of it was "
        "used, and nothing was changed. Open a backup, or ask for the file again."
    ),
    FileUnfinished: N_(
        "A save of “{path}” was cut off where it comes from. Nothing was taken in. Have it opened once there, "
        "and bring it again."
    ),
    ForeignTooLarge: _too_large,
    ForeignTooSlow: N_(
        "“{path}” keeps the computer busier than any real file of its size would. Nothing was taken in. "
        "Ask whoever gave it where it comes from."
    ),
    ForeignValue: N_(
        "“{path}” holds something that Ronda would not have written (in the table “{table}”). Nothing was taken in. "
        "Ask for the file again, or save what can be read of it."
    ),
    NothingRescued: N_(
        "Nothing could be read of “{path}” that would make a file again. It is unchanged. Keep it, and open a backup."
    ),
}
