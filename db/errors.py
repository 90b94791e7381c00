"""What can go wrong and is expected: one class per fact, carrying values. Sentences are made where they are shown."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from pathlib import Path


class KnownError(Exception):
    """An expected refusal. Nothing was changed unless the class says otherwise."""


# Files


@dataclass(eq=False)
class FileError(KnownError):
    """Something about the alliance file at `path`."""

    path: Path


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


class PlaceReadOnly(FileError):
    """The file or its folder cannot be written to."""


class PlaceFull(FileError):
    """No room left where the file is."""


class PlaceUnreachable(FileError):
    """The folder does not exist or cannot be reached."""


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


# History


class NothingToUndo(KnownError):
    pass


class NothingToRedo(KnownError):
    pass


class NothingToRestore(KnownError):
    """The step deleted nothing, or what it deleted stands there again."""


# Records


@dataclass(eq=False)
class NotFound(KnownError):
    """A row that a request named does not exist (any more)."""

    kind: str
    id: uuid.UUID | None = None


@dataclass(eq=False)
class NameMissing(KnownError):
    """A name is required."""

    kind: str


@dataclass(eq=False)
class DatesOutOfOrder(KnownError):
    """A spell would end before it begins."""

    start: dt.date
    end: dt.date


@dataclass(eq=False)
class SpellsOverlap(KnownError):
    """A member would be two things on the same day."""

    name: str
    day: dt.date


@dataclass(eq=False)
class StillNeeded(KnownError):
    """The row cannot be deleted because other records speak of it; they are counted by kind."""

    name: str
    uses: dict[str, int] = field(default_factory=dict)


# Members, people, groups


@dataclass(eq=False)
class NotBelonging(KnownError):
    """Somebody who is not in the alliance (or the group, or the role) on `day` cannot leave it then."""

    name: str
    day: dt.date


@dataclass(eq=False)
class NotAnIndividual(KnownError):
    """Only an individual member can be attached to an organisation."""

    name: str


@dataclass(eq=False)
class NotAnOrganisation(KnownError):
    """An individual can only be attached to an organisation."""

    name: str


@dataclass(eq=False)
class ShareNotPossible(KnownError):
    """A share of duties is a number from 0 up."""

    name: str


class SameTwice(KnownError):
    """Two different records are needed, and one was named twice."""


# Quorum


@dataclass(eq=False)
class QuorumImpossible(KnownError):
    """No rule: less than one member, less than nothing, more than all; `kind` is a word of `QuorumKind`."""

    kind: str
    numerator: int
    denominator: int


@dataclass(eq=False)
class DaysImpossible(KnownError):
    """A number of days less than none, or more than a year; `field` is the setting."""

    field: str
    days: int


# Meetings


@dataclass(eq=False)
class WrongStage(KnownError):
    """The meeting stands where this cannot be done, or not any more; `status` is a word of `MeetingStatus`."""

    status: str


@dataclass(eq=False)
class NumberTaken(KnownError):
    """Another meeting of the same body has this number."""

    number: int


@dataclass(eq=False)
class NumberFixed(KnownError):
    """The meeting keeps its `number`: its decisions bear it, or its minutes went out with it."""

    number: int


@dataclass(eq=False)
class NotReadyForCall(KnownError):
    """The meeting lacks what a call needs; `missing` holds the facts of `db.meetings.missing_for_call`."""

    missing: tuple[object, ...]


class NobodyChosen(KnownError):
    """Nobody was named to have been told."""


# Papers


@dataclass(eq=False)
class PaperTooLarge(KnownError):
    """A file is larger than a paper may be."""

    name: str
    size_bytes: int
    limit_bytes: int


# Minutes, decisions, actions


@dataclass(eq=False)
class MinutesApproved(KnownError):
    """The minutes of this meeting are approved (or kept to the letter): they change only by a recorded correction."""

    meeting_id: uuid.UUID


@dataclass(eq=False)
class MinutesNotApproved(KnownError):
    """A correction is recorded only of approved minutes; these can simply be edited."""

    meeting_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Dependent:
    """A decision or action whose line was removed although something rests on it."""

    kind: str
    """`decision` or `action`."""
    id: uuid.UUID
    label: str
    """Its number as people say it: 41.2, A3."""
    text: str
    why: str
    """`superseded`, `supersedes`, `endorsed` (members were asked), `done`, `dropped`, `moved` (its date was changed
    later), `carried` (to an agenda)."""
    other: str = ""
    """Label of the other decision, where `why` speaks of one."""


@dataclass(eq=False)
class DependedOn(KnownError):
    """Lines were removed whose decisions or actions others depend on. Say whether to keep or to delete those."""

    dependents: tuple[Dependent, ...]


class SupersedesItself(KnownError):
    """A decision would replace itself, directly or through others."""


class VotesNegative(KnownError):
    """A count of votes is below zero."""


class ReasonMissing(KnownError):
    """A reason is required."""


@dataclass(eq=False)
class LeftBeforeArriving(KnownError):
    """Somebody would leave the meeting before coming to it."""

    arrived_at: dt.time
    left_at: dt.time


# Duties


@dataclass(eq=False)
class DutyKnown(KnownError):
    """The alliance has this duty already; `key` is its stable word."""

    key: str


class PoolEmpty(KnownError):
    """A pool that lists who may be asked lists nobody."""


class WhoseMissing(KnownError):
    """It is not said which member, or which person, something is about."""


class GroupNeeded(KnownError):
    """A duty for the meetings of one group needs the group."""


@dataclass(eq=False)
class TurnClosed(KnownError):
    """The turn was done (or missed); the past is not planned anew."""

    turn_id: uuid.UUID


@dataclass(eq=False)
class TurnWithoutMember(KnownError):
    """Nobody has this turn, so nobody can be asked or answer."""

    turn_id: uuid.UUID


@dataclass(eq=False)
class NotInPool(KnownError):
    """A member may not do this duty then, or is away, or has another one there."""

    name: str


@dataclass(eq=False)
class DutyNotFound(KnownError):
    """No duty is called this, by its key or its name."""

    wanted: str


# The desk, and handing it over


@dataclass(eq=False)
class DeskGiven(FileError):
    """The desk went to somebody else, so nothing may be written here; `since` is when it did."""

    name: str
    office: str
    since: dt.datetime


class DeskNotGiven(KnownError):
    """The desk is here; there is nothing to take back."""


@dataclass(eq=False)
class AlreadyHolder(KnownError):
    """The desk would go to the one who has it."""

    name: str


class OtherAlliance(FileError):
    """The file is another alliance's, or does not have the desk that was given from here."""


class PackCut(FileError):
    """The pack ends before its end: it was not copied whole."""


class PackDamaged(FileError):
    """The pack is not, byte for byte, what was written."""


class NotAPack(FileError):
    """The file is no handover pack."""


@dataclass(eq=False)
class PackNewer(FileError):
    """The pack, or the alliance's file in it, was written by a newer Ronda."""

    found: int
    supported: int


class PackPassphraseNeeded(FileError):
    """The pack is protected, and no passphrase was given."""


class WrongPackPassphrase(FileError):
    """The pack cannot be opened with this passphrase."""


class PackStrange(FileError):
    """The pack holds something that Ronda does not put there, or lacks what it does."""


@dataclass(eq=False)
class PackTooLarge(FileError):
    """What the pack unfolds to is larger than `limit_bytes`, or than it can honestly be."""

    limit_bytes: int


class PackDiffers(FileError):
    """The alliance's file in the pack is not the one its list of contents speaks of."""


@dataclass(eq=False)
class PackUnnamed(FileError):
    """The desk is given and the pack is whole, but it could not get its name; it stands at `part`."""

    part: Path


# Files coming in


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


# Asked for on the command line


@dataclass(eq=False)
class DateNotUnderstood(KnownError):
    """What was asked for since or until, as "from:abcd", is no year, month or day."""

    written: str


@dataclass(eq=False)
class DayNotUnderstood(KnownError):
    """What was asked for as a day is none."""

    written: str


@dataclass(eq=False)
class MeetingNotFound(KnownError):
    """No meeting has this number or date."""

    wanted: str


class NoMeetingToCome(KnownError):
    """No meeting is planned from today on."""


class NoMinutesWritten(KnownError):
    """There are no minutes of any meeting."""


@dataclass(eq=False)
class ItemNotFound(KnownError):
    """The meeting has no item of this number."""

    number: int


@dataclass(eq=False)
class ItemInternal(ItemNotFound):
    """The item of this number is internal: it has no public version."""


@dataclass(eq=False)
class MeetingAmbiguous(KnownError):
    """Several meetings have this number or date; `found` says which, as "Finance group 3"."""

    wanted: str
    found: tuple[str, ...]


@dataclass(eq=False)
class MemberNotFound(KnownError):
    """No member is called this."""

    wanted: str


@dataclass(eq=False)
class GroupNotFound(KnownError):
    """No group is called this."""

    wanted: str


@dataclass(eq=False)
class PersonNotFound(KnownError):
    """Nobody is called this."""

    wanted: str


@dataclass(eq=False)
class SeveralFit(KnownError):
    """Several members or people are called this, or have it in their names."""

    wanted: str
    found: tuple[str, ...]


@dataclass(eq=False)
class OutputNotUnderstood(FileError):
    """What is to be written is told by the name's ending, and this is none of those."""

    endings: tuple[str, ...]
