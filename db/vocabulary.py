"""The words of an alliance's work that have a fixed set of values, as they are stored."""

from enum import StrEnum

SEARCH_KINDS = (
    "member",
    "person",
    "group",
    "meeting",
    "item",
    "minutes",
    "decision",
    "action",
    "paper",
    "duty",
    "purpose",
    "principle",
    "section",
    "indicator",
    "note",
    "challenge",
    "finding",
    "interview",
    "recommendation",
)
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
    """How many seats must be here before the meeting may decide (see `db.meetings.quorum`)."""

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


OPEN = (TurnState.PLANNED, TurnState.ASKED, TurnState.ACCEPTED, TurnState.DECLINED)
"""States of a turn that is still to be done."""


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


class CharterKind(StrEnum):
    """What the alliance has written down of itself."""

    PURPOSE = "purpose"
    PRINCIPLES = "principles"
    WAYS_OF_WORKING = "ways_of_working"


class ReviewOutcome(StrEnum):
    """What the alliance decided when it asked whether its purpose still holds."""

    CONTINUE = "continue"
    CHANGE = "change"
    END = "end"


class NoteKind(StrEnum):
    BRIEFING = "briefing"
    STATEMENT = "statement"


class Stance(StrEnum):
    """What a member says to a decision, a version or a note."""

    ENDORSES = "endorses"
    SILENT = "silent"
    """Asked, and says neither."""
    OBJECTS = "objects"


class ChallengeStanding(StrEnum):
    """How people judge a challenge."""

    NOT_SEEN = "not_seen"
    WATCH = "watch"
    PRESENT = "present"


class SurveyDomain(StrEnum):
    """The six domains of coalition functioning (Brown, Feinberg, Greenberg 2012), and what fits none of them."""

    LEADERSHIP = "leadership"
    RELATIONS = "relations"
    TASK_FOCUS = "task_focus"
    TAKING_PART = "taking_part"
    """Benefits and costs of taking part."""
    LASTING = "lasting"
    """Planning to last."""
    COMMUNITY = "community"
    OTHER = "other"


class QuestionKind(StrEnum):
    SCALE = "scale"
    """1 (not at all) to 5 (fully)."""
    CHOICE = "choice"
    TEXT = "text"


class EvaluatorKind(StrEnum):
    OUTSIDE = "outside"
    COMMITTEE = "committee"


class RecommendationResult(StrEnum):
    """What became of a recommendation."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    DROPPED = "dropped"


class MissingFact(StrEnum):
    """What a call cannot, or had better not, go out without."""

    PURPOSE = "purpose"
    ITEMS = "items"
    ITEM_PURPOSE = "item_purpose"
    TIME = "time"
    PLACE = "place"
