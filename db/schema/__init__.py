"""The mapped classes, one module per aggregate."""

from db.schema.alliance import Alliance, MemberKind
from db.schema.base import Base
from db.schema.charter import Challenge, CharterSection, CharterVersion, Endorsement, Indicator, Note, Observation
from db.schema.duties import (
    Absence,
    Duty,
    DutyExemption,
    DutyPair,
    DutyPool,
    DutyTerm,
    LedgerEntry,
    Turn,
    TurnCredit,
    TurnPassedOver,
    TurnRefusal,
)
from db.schema.evaluation import Evaluation, Finding, Interview, Recommendation
from db.schema.handover import Desk, DeskKey, Handover
from db.schema.meetings import (
    AgendaItem,
    Attendance,
    CallLog,
    ItemSkip,
    Meeting,
    MeetingOfficer,
    Paper,
    PaperContent,
    Series,
)
from db.schema.members import (
    CoChairTerm,
    Different,
    Group,
    GroupMembership,
    Member,
    Membership,
    Offer,
    Person,
    Representative,
)
from db.schema.minutes import Action, Correction, Decision
from db.schema.record import Change, SearchEntry, Step
from db.schema.survey import Survey, SurveyAnswer, SurveyFormRead, SurveyQuestion

__all__ = [
    "Absence",
    "Action",
    "AgendaItem",
    "Alliance",
    "Attendance",
    "Base",
    "CallLog",
    "Challenge",
    "Change",
    "CharterSection",
    "CharterVersion",
    "CoChairTerm",
    "Correction",
    "Decision",
    "Desk",
    "DeskKey",
    "Different",
    "Duty",
    "DutyExemption",
    "DutyPair",
    "DutyPool",
    "DutyTerm",
    "Endorsement",
    "Evaluation",
    "Finding",
    "Group",
    "GroupMembership",
    "Handover",
    "Indicator",
    "Interview",
    "ItemSkip",
    "LedgerEntry",
    "Meeting",
    "MeetingOfficer",
    "Member",
    "MemberKind",
    "Membership",
    "Note",
    "Observation",
    "Offer",
    "Paper",
    "PaperContent",
    "Person",
    "Recommendation",
    "Representative",
    "SearchEntry",
    "Series",
    "Step",
    "Survey",
    "SurveyAnswer",
    "SurveyFormRead",
    "SurveyQuestion",
    "Turn",
    "TurnCredit",
    "TurnPassedOver",
    "TurnRefusal",
]

for _table in Base.metadata.tables.values():
    for _reference in _table.foreign_key_constraints:  # checked as a save ends: history replays rows in any order
        _reference.deferrable, _reference.initially = True, "DEFERRED"
