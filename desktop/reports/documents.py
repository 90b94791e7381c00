"""Every document Ronda makes, with how it stands and what it is made of; `kinds.py` lists them. No Qt."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from desktop.naming.documents import KINDS, LISTS
from desktop.reports import standings as stands
from desktop.reports.catalogue import Document, Look

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


_SURVEY: Final = frozenset({"alliance", "survey", "survey_question"})
_LISTED: Final = _MEETING | {"member_kind", "offer", "endorsement"}

_LOOKS: Final[Mapping[str, tuple[Look, frozenset[str]]]] = MappingProxyType(
    {
        "agenda": (stands.of_next_meeting("agenda", stands.of_the_call), _MEETING),
        "agenda-chair": (stands.of_next_meeting("agenda-chair", stands.of_the_chair), _MEETING),
        "agenda-public": (stands.of_next_meeting("agenda-public", stands.of_the_call), _MEETING),
        "pack": (stands.of_next_meeting("pack", stands.of_the_call), _MEETING),
        "signin": (stands.of_next_meeting("signin", stands.of_the_seats), _MEETING),
        "minutes-form": (stands.of_next_meeting("minutes-form", stands.of_the_items), _MEETING),
        "minutes": (stands.of_last_meeting("minutes"), _MEETING),
        "minutes-public": (stands.of_last_meeting("minutes-public"), _MEETING),
        "minutes-item": (stands.of_an_item, _MEETING),
        "brief": (stands.of_brief, _CHARTER | {"working_group"}),
        "evaluation": (stands.of_evaluation, _EVALUATION),
        "survey": (stands.of_survey, _SURVEY),
        "note": (stands.of_note, _CHARTER),
        "terms": (stands.of_terms, _CHARTER),
        "invitation": (stands.of_invitation, _CHARTER),
        "handover": (stands.of_handover, _MEETING | _DUTY | {"desk", "desk_key", "handover"}),
        "envelope": (stands.of_envelope, frozenset({"alliance", "protection"})),
        "rota": (stands.of_rota, _DUTY),
        "ledger": (stands.of_ledger, _DUTY),
        "slip": (stands.of_slip, _DUTY),
        "directory": (stands.of_directory, _WHO | {"working_group"}),
        "owners": (stands.of_owners, _ACTIONS),
        "actions": (stands.of_actions, _ACTIONS),
        "decisions": (stands.of_decisions, _ACTIONS),
        **{f"list-{of}": (stands.of_list(of), _LISTED) for of in LISTS},
    }
)
"""By key, how a document stands, and the names of the tables it is made of."""

DOCUMENTS: Final = tuple(Document(kind.key, kind.name, kind.occasion, *_LOOKS[kind.key]) for kind in KINDS)
"""In the order they are shown in."""
