"""The list of every document Ronda makes. No Qt."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from desktop.reports import standings as stands
from desktop.reports.catalogue import Document, Look
from desktop.texts import _

OCCASIONS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "before": lambda: _("For the next meeting"),
        "after": lambda: _("After the last meeting"),
        "alliance": lambda: _("The alliance as a whole"),
        "letters": lambda: _("Letters and statements"),
        "duties": lambda: _("Duties"),
        "registers": lambda: _("Registers"),
    }
)
"""When documents are wanted, in the order they are shown in."""

_WHO: Final = frozenset(
    {"alliance", "member", "member_kind", "membership", "person", "representative", "co_chair_term"}
)
_MEETING: Final = _WHO | {
    "meeting", "meeting_series", "working_group", "group_membership", "agenda_item", "meeting_officer", "attendance",
    "decision", "action", "correction", "item_skip", "duty_turn", "turn_credit", "paper", "paper_content",
}  # fmt: skip
_DUTY: Final = _WHO | {
    "meeting", "meeting_series", "working_group", "group_membership", "duty", "duty_turn", "duty_term", "duty_pool",
    "duty_pair", "duty_exemption", "turn_credit", "turn_passed_over", "turn_refusal", "ledger_entry", "absence",
    "offer", "different", "attendance", "meeting_officer",
}  # fmt: skip
_ACTIONS: Final = _WHO | {"action", "decision", "meeting", "working_group", "agenda_item", "endorsement"}
_CHARTER: Final = _WHO | {
    "charter_version", "charter_section", "decision", "meeting", "working_group", "note", "endorsement", "indicator",
    "observation", "duty",
}  # fmt: skip

_EVALUATION: Final = _MEETING | _DUTY | _CHARTER | {
    "evaluation", "finding", "interview", "recommendation", "survey", "survey_question", "challenge",
}  # fmt: skip


def _before(key: str, name: Callable[[], str], lacks: stands.Lacks) -> Document:
    return Document(key, name, "before", stands.of_next_meeting(key, lacks), _MEETING)


def _after(key: str, name: Callable[[], str], look: Look | None = None) -> Document:
    return Document(key, name, "after", look or stands.of_last_meeting(key), _MEETING)


DOCUMENTS: Final[tuple[Document, ...]] = (
    _before("agenda", lambda: _("Agenda"), stands.of_the_call),
    _before("agenda-chair", lambda: _("Chair’s copy of the agenda"), stands.of_the_chair),
    _before("agenda-public", lambda: _("Public agenda"), stands.of_the_call),
    _before("pack", lambda: _("Meeting pack"), stands.of_the_call),
    _before("signin", lambda: _("Attendance sheet"), stands.of_the_seats),
    _before("minutes-form", lambda: _("Form for minutes by hand"), stands.of_the_items),
    _after("minutes", lambda: _("Minutes")),
    _after("minutes-public", lambda: _("Public minutes")),
    _after("minutes-item", lambda: _("Extract of one item"), stands.of_an_item),
    Document("brief", lambda: _("The alliance in brief"), "alliance", stands.of_brief, _CHARTER | {"working_group"}),
    Document("evaluation", lambda: _("Evaluation report"), "alliance", stands.of_evaluation, _EVALUATION),
    Document("note", lambda: _("Note or statement"), "letters", stands.of_note, _CHARTER),
    Document("terms", lambda: _("Terms of reference"), "letters", stands.of_terms, _CHARTER),
    Document("invitation", lambda: _("Letter of invitation"), "letters", stands.of_invitation, _CHARTER),
    Document(
        "handover", lambda: _("Handover note"), "letters", stands.of_handover,
        _MEETING | _DUTY | {"desk", "desk_key", "handover"},
    ),
    Document("rota", lambda: _("Duty rota"), "duties", stands.of_rota, _DUTY),
    Document("ledger", lambda: _("Fairness ledger"), "duties", stands.of_ledger, _DUTY),
    Document("slip", lambda: _("One person’s turns"), "duties", stands.of_slip, _DUTY),
    Document("directory", lambda: _("Directory"), "registers", stands.of_directory, _WHO | {"working_group"}),
    Document("owners", lambda: _("Open actions by owner"), "registers", stands.of_owners, _ACTIONS),
    Document("actions", lambda: _("Register of actions"), "registers", stands.of_actions, _ACTIONS),
    Document("decisions", lambda: _("Register of decisions"), "registers", stands.of_decisions, _ACTIONS),
)  # fmt: skip
"""In the order they are shown in."""
