"""The words of an alliance's work that have a fixed set of values, as they are stored."""

from enum import StrEnum

SEARCH_KINDS = ("member", "person", "group", "meeting", "item", "minutes", "decision", "action", "paper", "duty")
"""What a search can be narrowed to, as in `decision: water`."""

SEARCH_STATES = ("open", "done", "dropped", "current", "superseded")
"""How what a search finds can stand, as in `action: open`."""


class MemberStatus(StrEnum):
    """What a member is to the alliance during a period."""

    CANDIDATE = "candidate"
    INVITED = "invited"
    MEMBER = "member"
    OBSERVER = "observer"
    LEFT = "left"
    """Never stored: what a member is after its last period ended."""


class RepresentativeRole(StrEnum):
    PRIMARY = "primary"
    ALTERNATE = "alternate"


class QuorumKind(StrEnum):
    """How many seats must be here before the meeting may decide (see `db.quorum`)."""

    AS_ALLIANCE = "as_alliance"
    """For a group only: what the alliance has set."""
    NONE = "none"
    NUMBER = "number"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"


class MeetingStatus(StrEnum):
    """Where a meeting stands in the cycle Prepare → Call → Meet → Write up → Follow up."""

    PREPARING = "preparing"
    CALLED = "called"
    RUNNING = "running"
    WRITING_UP = "writing_up"
    FOLLOWING_UP = "following_up"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class MinutesState(StrEnum):
    DRAFT = "draft"
    CIRCULATED = "circulated"
    APPROVED = "approved"
    IMPORTED = "imported"
    """Brought in from the past: kept to the letter, whatever its approval was."""


class MeetingRole(StrEnum):
    CHAIR = "chair"
    MINUTES = "minutes"


class ItemKind(StrEnum):
    ITEM = "item"
    BREAK = "break"


class ItemPurpose(StrEnum):
    DECIDE = "decide"
    DISCUSS = "discuss"
    INFORM = "inform"


class ItemOrigin(StrEnum):
    """Why an item stands on an agenda or waits for one."""

    ADDED = "added"
    PROPOSED = "proposed"
    LEFT_OVER = "left_over"
    RECURRING = "recurring"
    OPEN_ACTIONS = "open_actions"
    APPROVAL = "approval"
    """Approval of the minutes of an earlier meeting."""


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"


class Seat(StrEnum):
    """In which capacity somebody attends."""

    MEMBER = "member"
    OBSERVER = "observer"
    GUEST = "guest"


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class What(StrEnum):
    """What people are told of."""

    CALL = "call"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    MINUTES = "minutes"


class Channel(StrEnum):
    """How somebody was told of a meeting."""

    EMAIL = "email"
    MESSAGE = "message"
    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in_person"


class PaperSize(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class DutyRhythm(StrEnum):
    """How often a duty falls due."""

    MEETING = "meeting"
    """At every meeting."""
    MEETINGS = "meetings"
    """For a term of so many meetings."""
    MONTH = "month"
    QUARTER = "quarter"
    DATES = "dates"
    """For terms whose days are set one by one."""


class DutyBody(StrEnum):
    """For whose meetings a duty is done."""

    PLENARY = "plenary"
    GROUP = "group"
    ALL = "all"
    """The plenary and every group."""


class PoolRule(StrEnum):
    """Who of those with a seat may be asked."""

    EVERYONE = "everyone"
    KINDS = "kinds"
    """Members of the kinds listed."""
    LISTED = "listed"
    """The members, or the people, listed."""


class SameWhat(StrEnum):
    """What two duties at one meeting may not have in common."""

    PERSON = "person"
    ORGANISATION = "organisation"


class TurnState(StrEnum):
    """How far a turn is. That it was swapped is said beside it."""

    PLANNED = "planned"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"
    MISSED = "missed"
    """Nobody did it; nothing is accrued."""
    DONE_BY_OTHER = "done_by_other"


class PassedOverWhy(StrEnum):
    """Why somebody who is further behind did not get a turn; the words of `db.rotation.reasons.Why`, and one more."""

    AWAY = "away"
    DECLINED = "declined"
    BUSY = "busy"
    SERVED = "served"
    AHEAD_IN_ALL = "ahead_in_all"
    PROMISED = "promised"
    NEEDED = "needed"


class EntryKind(StrEnum):
    """What an entry of the ledger is about."""

    TURN = "turn"
    CLOSING = "closing"
    """A member left; the account is closed, and whoever comes back starts at 0."""


class HandoverWay(StrEnum):
    """How the desk came to its next holder."""

    GIVEN = "given"
    TAKEN_BACK = "taken_back"


class MissingFact(StrEnum):
    """What a call cannot, or had better not, go out without."""

    PURPOSE = "purpose"
    ITEMS = "items"
    ITEM_PURPOSE = "item_purpose"
    TIME = "time"
    PLACE = "place"
