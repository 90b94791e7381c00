"""What a known error says to a person: what happened, what is safe, what to do. No Qt.

Each class of `db.errors` has one sentence here, plain with placeholders for the error's fields, or a function where
a sentence must be built. A path fills two: `{path}`, its last name, and `{path_place}`, the folder it is in.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from db import charter_errors, errors, evaluation_errors, survey_errors
from db.lock import Holder
from desktop import texts
from desktop.texts import N_, _, ngettext


def sentence(error: errors.KnownError) -> str:
    """Return the sentence for `error` in the reader's language; of its nearest ancestor where it has none itself."""
    for kind in type(error).__mro__:
        if found := SENTENCES.get(kind):
            return found(error) if callable(found) else _(found).format(**_fields(error))
    return _("This could not be done. Nothing was changed.")


def looking(path: Path, holder: Holder | None) -> str:
    """Return what the window says while a file is opened to look at: who has it open, if somebody does."""
    if holder is None:
        return _("“{path}” is opened to look at. Nothing can be changed.").format(path=path.name)
    who = holder.who or _("someone")
    return _("Opened to look at: {who} has had “{path}” open since {since}. Nothing can be changed.").format(
        who=_("{who} on the computer {computer}").format(who=who, computer=holder.computer) if holder.computer else who,
        path=path.name,
        since=texts.date_and_time(holder.since.astimezone()),
    )


def counted(kind: str, count: int) -> str:
    """Return "3 meetings" for the records of a kind, named as the record names its tables."""
    match kind:
        case "member":
            text = ngettext("{n} member", "{n} members", count)
        case "person":
            text = ngettext("{n} person", "{n} people", count)
        case "meeting":
            text = ngettext("{n} meeting", "{n} meetings", count)
        case "attendance":
            text = ngettext("{n} attendance", "{n} attendances", count)
        case "agenda_item":
            text = ngettext("{n} agenda item", "{n} agenda items", count)
        case "decision":
            text = ngettext("{n} decision", "{n} decisions", count)
        case "action":
            text = ngettext("{n} action", "{n} actions", count)
        case "paper":
            text = ngettext("{n} paper", "{n} papers", count)
        case "working_group":
            text = ngettext("{n} group", "{n} groups", count)
        case "endorsement":
            text = ngettext("{n} endorsement", "{n} endorsements", count)
        case "duty_turn":
            text = ngettext("{n} turn", "{n} turns", count)
        case _:
            text = ngettext("{n} record", "{n} records", count)
    return text.format(n=texts.number(count))


def _still_needed(error: errors.StillNeeded) -> str:
    return _("“{name}” cannot be deleted while it is still needed by {uses}. Nothing was changed.").format(
        name=error.name, uses=texts.list_of([counted(kind, count) for kind, count in error.uses.items()])
    )


def _depended_on(error: errors.DependedOn) -> str:
    labels = dict.fromkeys(found.label for found in error.dependents)
    return _("Others depend on {labels}, whose lines were taken out. The text was not saved yet.").format(
        labels=texts.list_of(list(labels))
    )


def _file_in_use(error: errors.FileInUse) -> str:
    message = _(
        "“{path}” has been open since {since}, by {who}. You may look at it without changing it, or make a copy."
    )
    who = error.who or _("someone")
    return message.format(
        path=error.path.name,
        since=texts.date_and_time(error.since),
        who=_("{who} on the computer {computer}").format(who=who, computer=error.computer) if error.computer else who,
    )


def _paper_too_large(error: errors.PaperTooLarge) -> str:
    message = _(
        "“{name}” has {size}; a paper may have up to {limit}. Nothing was added. Make it smaller and try again."
    )
    size, limit = texts.size_bytes(error.size_bytes), texts.size_bytes(error.limit_bytes)
    return message.format(name=error.name, size=size, limit=limit)


def _sheet_too_large(error: errors.SheetTooLarge) -> str:
    message = _("“{path}” is too large: a file may have up to {limit}. Nothing was changed. Bring it in by parts.")
    return message.format(path=error.path.name, limit=texts.size_bytes(error.limit_bytes))


def _desk_given(error: errors.DeskGiven) -> str:
    return _(
        "{holder} has had the desk since {since}, so “{path}” is only to look at. Nothing was changed. "
        "Work goes on in their file; the desk can be taken back here if it must."
    ).format(
        holder=holder_words(error.name, error.office), since=texts.date_long(error.since.astimezone()),
        path=error.path.name,
    )  # fmt: skip


def holder_words(name: str, office: str) -> str:
    """Return "Rosa Quispe (Hill Beekeepers)"."""
    return f"{name} ({office})" if office else name


def _pack_too_large(error: errors.PackTooLarge) -> str:
    return _(
        "“{path}” claims to hold far more than a pack can. Nothing of it was opened. Ask for the pack again, and from "
        "whom it comes."
    ).format(path=error.path.name)


def _nothing_to_print(error: charter_errors.NothingToPrint) -> str:
    if error.wanted:
        return _("There is no note “{wanted}”.").format(wanted=error.wanted)
    words = {
        "note": _("No note and no statement is written yet. Write one on the page “Purpose” first."),
        "terms": _("Neither principles nor ways of working are written yet. Write them on the page “Purpose” first."),
    }
    return words.get(error.what) or _("No member is a candidate or invited. Say with --to whom the letter is for.")


def _question_incomplete(error: survey_errors.QuestionIncomplete) -> str:
    lacks = {
        "text": _("The question has no words yet. Nothing was changed."),
        "choices": _("There must be at least two answers to choose from. Nothing was changed. Write one on each line."),
        "many": _("There can be at most nine answers to choose from. Nothing was changed. Leave some out."),
        "same": _("Two of the answers to choose from are the same. Nothing was changed."),
    }
    return lacks[error.lacks]


def _questions_fixed(error: survey_errors.QuestionsFixed) -> str:
    words = ngettext(
        "“{title}” has {n} answer already, so its questions stay as they were asked. Nothing was changed. "
        "Make a new survey to ask something else.",
        "“{title}” has {n} answers already, so its questions stay as they were asked. Nothing was changed. "
        "Make a new survey to ask something else.",
        error.sheets,
    )
    return words.format(title=error.title, n=texts.number(error.sheets))


def _survey_not_found(error: survey_errors.SurveyNotFound) -> str:
    if not error.wanted:
        return _("There is no survey yet. Make one in the window first.")
    return _("There is no survey “{wanted}”. Give its title, its form’s code, or the year it began.").format(
        wanted=error.wanted
    )


def _answers_unclear(error: survey_errors.FormAnswersUnclear) -> str:
    words = ngettext(
        "In “{path}” the answer to question {numbers} cannot be told for sure. Nothing of it was taken. "
        "Open it, and type the answers in.",
        "In “{path}” the answers to questions {numbers} cannot be told for sure. Nothing of it was taken. "
        "Open it, and type the answers in.",
        len(error.numbers),
    )
    return words.format(path=error.path.name, numbers=texts.list_of([texts.number(n) for n in error.numbers]))


def _form_too_large(error: survey_errors.FormTooLarge) -> str:
    return _("“{path}” is larger than any form ({limit}). Nothing of it was taken.").format(
        path=error.path.name, limit=texts.size_bytes(error.limit_bytes)
    )


SENTENCES: Mapping[type[errors.KnownError], str | Callable[[Any], str]] = MappingProxyType(
    {
        errors.FileMissing: N_("There is no file “{path}” in {path_place}. It may have been moved or renamed."),
        errors.FileExists: N_("“{path}” is already there. Nothing was changed. Choose another name."),
        errors.FileEmpty: N_("“{path}” is empty. Nothing was changed. Open a backup, or ask for the file again."),
        errors.NotARondaFile: N_("“{path}” is not a Ronda file. Nothing was changed."),
        errors.NotARegularFile: N_("“{path}” is a folder, not a file. Nothing was changed. Choose a file in it."),
        errors.FileDamaged: N_(
            "“{path}” is damaged and cannot be read whole. Nothing was changed. Keep it, and open a backup."
        ),
        errors.PassphraseNeeded: N_("“{path}” seems to be protected. Give its passphrase to open it."),
        errors.PassphraseFileNeeded: N_(
            "“{path}” seems to be protected. Give its passphrase with --passphrase-file, in the first line of a text "
            "file."
        ),
        errors.WrongPassphrase: N_("This passphrase does not open “{path}”. Nothing was changed. Try again."),
        errors.PlaceReadOnly: N_(
            "“{path}” cannot be written in {path_place}. Nothing was changed. Choose another place, "
            "or ask for the right to write there."
        ),
        errors.PlaceFull: N_("There is no room left in {path_place}. Nothing was changed. Make room and try again."),
        errors.PlaceUnreachable: N_(
            "{path_place} cannot be reached. Nothing was changed. "
            "Check that the disk or the shared folder is connected."
        ),
        errors.FileNewer: N_(
            "“{path}” was saved by a newer Ronda (format {found}; this one reads up to {supported}). "
            "Nothing was changed. Install the newer version, or open a backup."
        ),
        errors.UpgradeFailed: N_(
            "“{path}” was saved by an older Ronda and could not be brought up to date. It is unchanged; "
            "a copy made before is {copy} in {copy_place}."
        ),
        errors.FileInUse: _file_in_use,
        errors.OpenedReadOnly: N_("“{path}” was opened to look at only. Nothing was changed."),
        errors.SearchDamaged: N_(
            "The search index is damaged; the record itself is not. The next change makes the index anew."
        ),
        errors.SearchRenewed: N_(
            "The search index was damaged and has been made anew. The last change is not saved yet. Try again."
        ),
        errors.SaveFailed: N_(
            "“{path}” could not be saved: the disk refused. What you see is not yet on the disk. "
            "Leave this window open, check the disk and try again."
        ),
        errors.PassphraseTooShort: N_("The passphrase is too short: it needs at least {minimum} characters."),
        errors.NothingToUndo: N_("There is nothing to undo."),
        errors.NothingToRedo: N_("There is nothing to redo."),
        errors.NothingToRestore: N_("There is nothing to restore: it is there again already."),
        errors.NotFound: N_("This is not there any more. It may have been deleted a moment ago. Nothing was changed."),
        errors.NameMissing: N_("A name is missing. Nothing was changed."),
        errors.DatesOutOfOrder: N_("The end, {end}, comes before the start, {start}. Nothing was changed."),
        errors.SpellsOverlap: N_("“{name}” would be two things at once on {day}. Nothing was changed."),
        errors.StillNeeded: _still_needed,
        errors.NobodyChosen: N_("Nobody is ticked. Nothing was changed. Tick who was told."),
        errors.MinutesApproved: N_(
            "These minutes are approved: they change only by a recorded correction. Nothing was changed."
        ),
        errors.MinutesNotApproved: N_(
            "These minutes are not approved yet: change the text itself. Nothing was changed."
        ),
        errors.DependedOn: _depended_on,
        errors.WrongStage: N_("The meeting has moved on meanwhile, so this cannot be done now. Nothing was changed."),
        errors.SupersedesItself: N_("A decision cannot replace itself, not even through others. Nothing was changed."),
        errors.VotesNegative: N_("A count of votes cannot be below zero. Nothing was changed."),
        errors.ReasonMissing: N_("A reason is missing. Nothing was changed. Say why in a few words."),
        errors.LeftBeforeArriving: N_(
            "Leaving at {left_at} comes before arriving at {arrived_at}. Nothing was changed."
        ),
        errors.WrongStage: N_("The meeting does not stand where this can be done. Nothing was changed."),
        errors.MinutesApproved: N_(
            "The minutes of this meeting are approved. Nothing was changed. Record a correction instead."
        ),
        errors.NumberTaken: N_("There is a meeting {number} already. Nothing was changed. Choose another number."),
        errors.QuorumImpossible: N_(
            "Nobody can follow this quorum. Nothing was changed. Ask for at least one member, and for no more than all."
        ),
        errors.DaysImpossible: N_("{days} days cannot be. Nothing was changed. Choose from 0 to 365 days."),
        errors.NumberFixed: N_(
            "The meeting stays number {number}: its decisions are known by it, or its minutes went out with it. "
            "Nothing was changed."
        ),
        errors.NotReadyForCall: N_(
            "The meeting cannot be called yet: it needs a purpose, a time, and an agenda whose items each have a "
            "purpose. Nothing was changed."
        ),
        errors.ReasonMissing: N_("A reason is missing. Nothing was changed."),
        errors.PaperTooLarge: _paper_too_large,
        errors.NotBelonging: N_("“{name}” does not belong here on {day}. Nothing was changed. Choose another day."),
        errors.NotAnIndividual: N_(
            "“{name}” is an organisation. Only an individual can be attached to an organisation. Nothing was changed."
        ),
        errors.NotAnOrganisation: N_(
            "“{name}” is an individual, and an organisation is needed here. Nothing was changed."
        ),
        errors.ShareNotPossible: N_("The share of duties of “{name}” must be 0 or more. Nothing was changed."),
        errors.SheetUnreadable: N_("“{path}” does not read as a table. Save it as CSV or XLSX and try again."),
        errors.SheetEmpty: N_("“{path}” has no rows under its headings."),
        errors.SheetTooLarge: _sheet_too_large,
        errors.SheetTooLong: N_("“{path}” has more than {limit_rows} rows. Nothing was changed. Bring it in by parts."),
        errors.SheetOfMeetings: N_(
            "“{path}” looks like meetings, not members. Nothing was changed. Use “Bring in past meetings”, or the "
            "command “import meetings”."
        ),
        errors.NameColumnMissing: N_("No column of “{path}” reads as names. Give one the heading “Name”."),
        errors.DateColumnMissing: N_("No column of “{path}” reads as dates. Give one the heading “Date”."),
        errors.FolderNotEmpty: N_("The folder “{path}” is not empty. Nothing was written. Choose a new one."),
        errors.NotAnExport: N_("The folder “{path}” does not hold the tables that Ronda wrote. Nothing was changed."),
        errors.NotANewAlliance: N_(
            "Whole tables come back into a new file only, and this one is in use. Nothing was changed. "
            "Make a new file first."
        ),
        errors.DateNotUnderstood: N_(
            "“{written}” does not say a date. Write it as from:2024, from:2024-05 or from:2024-05-31."
        ),
        errors.DayNotUnderstood: N_("“{written}” is no day. Write it as 2026-10-22."),
        errors.MeetingNotFound: N_("There is no meeting “{wanted}”. Give its number, or its date as 2026-10-22."),
        errors.NoMeetingToCome: N_(
            "No meeting is planned from today on. Say with --meeting which one’s agenda you want."
        ),
        errors.NoMinutesWritten: N_("No meeting has minutes yet. Say with --meeting which one you want."),
        errors.ItemNotFound: N_("This meeting has no item {number}. Look at its agenda for the numbers."),
        errors.ItemInternal: N_("Item {number} is internal: it has no public version. Nothing was written."),
        charter_errors.NothingToPrint: _nothing_to_print,
        errors.MeetingAmbiguous: N_("Several meetings fit “{wanted}”: {found}. Say which one you mean."),
        errors.DutyKnown: N_("The alliance has this duty already. Nothing was changed. Change the one there is."),
        errors.PoolEmpty: N_("Nobody could be asked then. Nothing was changed. Choose who may be asked."),
        errors.WhoseMissing: N_("It is not said who this is about. Nothing was changed. Choose a member or a person."),
        errors.GroupNeeded: N_("A duty for one group needs the group. Nothing was changed. Choose it."),
        errors.TurnClosed: N_(
            "This turn is done, and the past is not planned anew. Nothing was changed. "
            "If it was noted wrongly, take back who did it first."
        ),
        errors.TurnWithoutMember: N_(
            "Nobody has this turn yet. Nothing was changed. Plan ahead, or give it to somebody."
        ),
        errors.NotInPool: N_(
            "“{name}” cannot take this turn: they may not do it, are away, or have another one there. "
            "Nothing was changed. Choose somebody else."
        ),
        errors.DutyNotFound: N_("There is no duty “{wanted}”. Give its name, or its key, such as minutes or chairing."),
        errors.DeskGiven: _desk_given,
        errors.DeskNotGiven: N_("The desk is here: there is nothing to take back. Nothing was changed."),
        errors.AlreadyHolder: N_("{name} has the desk already. Nothing was changed. Choose who comes next."),
        errors.OtherAlliance: N_(
            "“{path}” is not the file that has this desk now. Nothing was changed. Choose the file of who has it."
        ),
        errors.NotAPack: N_("“{path}” is not a handover pack. Nothing was opened."),
        errors.PackCut: N_(
            "“{path}” was not copied whole: it ends before its end. Nothing of it was opened. Copy it again."
        ),
        errors.PackDamaged: N_(
            "“{path}” is damaged: it is not what was written. Nothing of it was opened. Ask for the pack again."
        ),
        errors.PackNewer: N_(
            "“{path}” was made by a newer Ronda (format {found}; this one reads up to {supported}). "
            "Nothing of it was opened. Install the newer version."
        ),
        errors.PackPassphraseNeeded: N_("“{path}” is protected. Give its passphrase to open it."),
        errors.WrongPackPassphrase: N_("This passphrase does not open “{path}”. Nothing of it was opened. Try again."),
        errors.PackStrange: N_(
            "“{path}” does not hold what a handover pack holds. Nothing of it was opened. Ask for the pack again, and "
            "from whom it comes."
        ),
        errors.PackTooLarge: _pack_too_large,
        errors.PackDiffers: N_(
            "What is in “{path}” is not what its list of contents says. Nothing of it was opened. Ask for the pack "
            "again."
        ),
        errors.PackUnnamed: N_(
            "The desk is handed over and the pack is whole, but it could not get its name. It is “{part}” in "
            "{part_place}. Send that file, or rename it to “{path}”."
        ),
        errors.MemberNotFound: N_("There is no member “{wanted}”. “ronda list members” lists them."),
        errors.GroupNotFound: N_("No group is called “{wanted}”. `ronda list meetings` shows how they are written."),
        errors.PersonNotFound: N_("There is nobody called “{wanted}”. “ronda list people” lists everybody."),
        errors.SeveralFit: N_("Several fit “{wanted}”: {found}. Give the whole name."),
        errors.OutputNotUnderstood: N_("“{path}” does not say what to write. The endings known here are {endings}."),
        evaluation_errors.TextMissing: N_("Nothing was written. Nothing was changed. Write it in a few words."),
        evaluation_errors.EvaluationThere: N_(
            "There is an evaluation of {first} to {last} already. Nothing was changed. Open that one."
        ),
        evaluation_errors.ActionMade: N_("Recommendation {number} is an action already. Nothing was changed."),
        survey_errors.QuestionsFixed: _questions_fixed,
        survey_errors.QuestionIncomplete: _question_incomplete,
        survey_errors.QuestionKnown: N_("The survey asks this question already. Nothing was changed."),
        survey_errors.SurveyWithoutQuestions: N_("“{title}” asks nothing yet. Add questions first."),
        survey_errors.SurveyClosed: N_(
            "“{title}” was closed on {day} and takes no more answers. Nothing was changed. Reopen it first."
        ),
        charter_errors.VersionAdopted: N_(
            "Version {version} was adopted, and its words stay as they are. Nothing was changed. Begin a new version."
        ),
        charter_errors.DraftOpen: N_(
            "Version {version} is a draft already. Nothing was changed. Go on with that one, or delete it."
        ),
        charter_errors.VersionEmpty: N_("The draft says nothing yet, so it cannot be adopted. Nothing was changed."),
        charter_errors.NotInForce: N_("This version was never adopted. Nothing was changed. Adopt it first."),
        charter_errors.TargetBeforeBaseline: N_(
            "The target’s day, {target}, must come after that of the baseline, {baseline}. Nothing was changed."
        ),
        charter_errors.DayTaken: N_("There is a value of {day} already. Nothing was changed. Correct that one."),
        charter_errors.NoteGoneOut: N_(
            "“{name}” went out on {day}, and stays as it went out. Nothing was changed. Take back that it went out, "
            "or write a new one."
        ),
        charter_errors.NoteEmpty: N_("“{name}” says nothing yet, so it cannot go out. Nothing was changed."),
        charter_errors.ChallengeKnown: N_(
            "This is one of the known challenges: it keeps its name. Nothing was changed."
        ),
        charter_errors.NotAsked: N_("“{name}” held no seat then and is not asked. Nothing was changed."),
        survey_errors.SurveyNotFound: _survey_not_found,
        survey_errors.FormsImpossible: N_("{count} forms cannot be. Nothing was changed."),
        survey_errors.SheetBlank: N_("Nothing is answered on this sheet, so it was not kept."),
        survey_errors.AnswerImpossible: N_("“{value}” is no answer to question {number}. Nothing was changed."),
        survey_errors.NotASurveyForm: N_(
            "“{path}” is no form of this survey that can be read. Nothing of it was taken. "
            "If it is a scan or a picture, type the answers in."
        ),
        survey_errors.FormUnreadable: N_("“{path}” is damaged. Nothing of it was taken. Ask for it again."),
        survey_errors.FormProtected: N_(
            "“{path}” is protected by a password. Nothing of it was taken. Ask for it without one."
        ),
        survey_errors.FormFlattened: N_(
            "“{path}” is a form of this survey, but its fields are gone: it was printed or saved as a picture. "
            "Nothing of it was taken. Type the answers in."
        ),
        survey_errors.OtherSurveysForm: N_("“{path}” is a form of another survey. Nothing of it was taken."),
        survey_errors.FormBlank: N_("Nothing is answered in “{path}”, so it was not counted."),
        survey_errors.FormAnswersUnclear: _answers_unclear,
        survey_errors.FormTooLarge: _form_too_large,
        survey_errors.FormReadAlready: N_("“{path}” was read before; it does not count twice."),
        errors.SameTwice: N_("This is the same record twice. Nothing was changed. Choose two different ones."),
    }
)


def _fields(error: errors.KnownError) -> dict[str, str]:
    """Return the error's fields as people read them."""
    fields: dict[str, str] = {}
    for name, value in vars(error).items():
        fields[name] = _shown(value)
        if isinstance(value, Path):
            fields[f"{name}_place"] = str(value.absolute().parent)
    return fields


def _shown(value: object) -> str:
    match value:
        case Path():
            return value.name
        case dt.datetime():
            return texts.date_and_time(value)
        case dt.date():
            return texts.date_long(value)
        case dt.time():
            return texts.time_of_day(value)
        case list() | tuple():
            return texts.list_of([_shown(one) for one in value])
    return texts.number(value) if isinstance(value, int | float) else str(value)
