"""What pages ask the window to show: one small class a thing, so that features need not know each other."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenMember:
    """Please show this member."""

    member_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """Please show this group; without a key the plenary."""

    group_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class OpenMembers:
    """Please show the list of members, narrowed: `attendance` may be "missed" (the last three meetings)."""

    attendance: str = ""


@dataclass(frozen=True, slots=True)
class OpenAction:
    """Please show this action in the register."""

    action_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class OpenActions:
    """Please show the register of actions, narrowed.

    `show` is "open", "overdue", "not_agreed", "done", "dropped" or "all"; `owner_id` a member or a person.
    """

    show: str = "open"
    owner_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """Please show this decision in the register."""

    decision_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class AsItStood:
    """Please show a page as it stood in a window before: narrowed by `filters` of its own, at what has the `key`."""

    filters: object
    key: object


@dataclass(frozen=True, slots=True)
class OpenPaper:
    """Please show this paper."""

    paper_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class OpenMeetings:
    """Please show the list of meetings."""


@dataclass(frozen=True, slots=True)
class CloseTurn:
    """Please ask who really did this turn, which is over."""

    turn_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class PlanMeeting:
    """Please begin to plan a meeting of the plenary, or of a group."""

    group_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """Please show the page that hands the desk over."""


@dataclass(frozen=True, slots=True)
class OpenSurveys:
    """Please open the surveys of members."""


@dataclass(frozen=True, slots=True)
class OpenPassphrase:
    """Please open the settings where the file's passphrase is set."""


@dataclass(frozen=True, slots=True)
class OpenFirstMinutes:
    """Please show the first page of who received the desk."""


@dataclass(frozen=True, slots=True)
class OpenDuties:
    """Please show the rota, at this turn if one is named."""

    turn_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenPurpose:
    """Please show what the alliance is for, at one thing if it is named.

    `kind` is "purpose", "principle", "section", "indicator", "note" or "challenge"; `ref` the key of a version, a
    section, an indicator, a note or a challenge.
    """

    kind: str = "purpose"
    ref: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenEvaluation:
    """Please show the evaluation that this "finding", "interview" or "recommendation" belongs to, and that itself."""

    kind: str
    ref: uuid.UUID
