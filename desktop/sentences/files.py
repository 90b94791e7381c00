"""What is said of `db.errors.files`."""

from typing import Final

from db.errors.files import (
    BothChanged,
    FileDamaged,
    FileEmpty,
    FileExists,
    FileGone,
    FileInUse,
    FileMissing,
    FileNewer,
    FileOverwritten,
    FileReplaced,
    FileTakenOver,
    FileUnreachable,
    FolderMissing,
    NotARegularFile,
    NotARondaFile,
    NotRescued,
    OpenedReadOnly,
    PassphraseFileNeeded,
    PassphraseNeeded,
    PassphraseTooShort,
    PassphraseUntypable,
    PlaceChanged,
    PlaceFull,
    PlaceReadOnly,
    PlaceUnreachable,
    SaveFailed,
    SearchDamaged,
    SearchRenewed,
    UpgradeFailed,
    WrongOrDamaged,
    WrongPassphrase,
)
from desktop import texts
from desktop.sentences.shape import Sentences
from desktop.texts import N_, _


def holder_words(who: str, office: str, computer: str) -> str:
    """Return who has a file, where colleagues find them, and on which computer, as far as that is known."""
    who = who or _("someone")
    if not computer:
        return who
    if office:
        return _("{who} ({office}) on the computer {computer}").format(who=who, office=office, computer=computer)
    return _("{who} on the computer {computer}").format(who=who, computer=computer)


def _file_in_use(error: FileInUse) -> str:
    message = _(
        "“{path}” has been open since {since}, by {who}. You may look at it without changing it, or make a copy."
    )
    return message.format(
        path=error.path.name,
        since=texts.date_and_time(error.since.astimezone()),
        who=holder_words(error.who, error.office, error.computer),
    )


def _file_taken_over(error: FileTakenOver) -> str:
    message = _(
        "{who} has taken “{path}” over, on {since}. What was saved here before is in it; nothing more is saved there "
        "from here. Ask them before you go on."
    )
    return message.format(
        path=error.path.name,
        since=texts.date_and_time(error.since.astimezone()),
        who=holder_words(error.who, error.office, error.computer),
    )


def _both_changed(error: BothChanged) -> str:
    if error.published is None:
        message = _(
            "“{path}” on “{medium}” was changed by somebody else, and this computer holds work on it that was never "
            "put there. Nothing is replaced: both stay, side by side."
        )
        return message.format(path=error.path.name, medium=error.medium)
    message = _(
        "“{path}” on “{medium}” was changed by somebody else, and this computer holds work on it since {published} "
        "that was not put there. Nothing is replaced: both stay, side by side."
    )
    published = texts.date_and_time(error.published.astimezone())
    return message.format(path=error.path.name, medium=error.medium, published=published)


SENTENCES: Final[Sentences] = {
    FileMissing: N_("There is no file “{path}” in {path_place}. It may have been moved or renamed."),
    FileExists: N_("“{path}” is already there. Nothing was changed. Choose another name."),
    FileEmpty: N_("“{path}” is empty. Nothing was changed. Open a backup, or ask for the file again."),
    NotARondaFile: N_("“{path}” is not a Ronda file. Nothing was changed."),
    NotARegularFile: N_("“{path}” is a folder, not a file. Nothing was changed. Choose a file in it."),
    FileDamaged: N_("“{path}” is damaged and cannot be read whole. Nothing was changed. Keep it, and open a backup."),
    PassphraseNeeded: N_("“{path}” seems to be protected. Give its passphrase to open it."),
    PassphraseFileNeeded: N_(
        "“{path}” seems to be protected. Give its passphrase with --passphrase-file, in the first line of a text file."
    ),
    WrongOrDamaged: N_(
        "This passphrase does not open “{path}”. Nothing was changed. Try again. If you are sure of it, the file may "
        "be damaged: open a backup, or ask for the file again."
    ),
    WrongPassphrase: N_("This passphrase does not open “{path}”. Nothing was changed. Try again."),
    PlaceReadOnly: N_(
        "“{path}” cannot be written in {path_place}. Nothing was changed. Choose another place, "
        "or ask for the right to write there."
    ),
    PlaceFull: N_("There is no room left in {path_place}. Nothing was changed. Make room and try again."),
    PlaceUnreachable: N_(
        "{path_place} cannot be reached. Nothing was changed. Check that the disk or the shared folder is connected."
    ),
    FolderMissing: N_(
        "There is no folder {path_place}. Nothing was written. Make the folder, or choose another; if it is on a "
        "disk or a stick, connect that."
    ),
    FileNewer: N_(
        "“{path}” was saved by a newer Ronda (format {found}; this one reads up to {supported}). "
        "Nothing was changed. Install the newer version, or open a backup."
    ),
    UpgradeFailed: N_(
        "“{path}” was saved by an older Ronda and could not be brought up to date. It is unchanged; "
        "a copy made before is {copy} in {copy_place}."
    ),
    FileInUse: _file_in_use,
    FileReplaced: N_(
        "Another file stands where “{path}” was, in {path_place}: it was replaced while you had it open. Nothing was "
        "written to the other file."
    ),
    FileGone: N_("“{path}” is no longer in {path_place}: it was deleted, moved or renamed while you had it open."),
    FileUnreachable: N_(
        "{path_place} is not there any more. A stick was pulled, a disk was disconnected, or the folder was moved. "
        "“{path}” itself is not damaged by this."
    ),
    FileOverwritten: N_(
        "Another program wrote into “{path}” while you had it open. Nothing more is saved in it. Leave this window "
        "open, copy what you typed last, and open a backup."
    ),
    FileTakenOver: _file_taken_over,
    BothChanged: _both_changed,
    PlaceChanged: N_(
        "“{path}” on “{medium}” was changed by somebody else while you worked on it. Nothing of theirs was replaced."
    ),
    NotRescued: N_(
        "No copy could be made of “{path}”. Leave this window open: what you typed is still here. Connect the disk "
        "again, or copy what you typed last."
    ),
    OpenedReadOnly: N_("“{path}” was opened to look at only. Nothing was changed."),
    SearchDamaged: N_("The search index is damaged; the record itself is not. The next change makes the index anew."),
    SearchRenewed: N_(
        "The search index was damaged and has been made anew. The last change is not saved yet. Try again."
    ),
    SaveFailed: N_(
        "“{path}” could not be saved: the disk refused. What you see is not yet on the disk. "
        "Leave this window open, check the disk and try again."
    ),
    PassphraseTooShort: N_("The passphrase is too short: it needs at least {minimum} characters."),
    PassphraseUntypable: N_(
        "The passphrase has a character in it that cannot be typed. Nothing was changed. Choose another one."
    ),
}
