"""What the print room says and opens to put right what a document lacks."""

import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from desktop.reports.catalogue import Mend, Standing
from desktop.texts import _
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import (
    OpenDuties,
    OpenHandover,
    OpenMeetings,
    OpenMembers,
    OpenPassphrase,
    OpenPurpose,
    OpenSurveys,
    PlanMeeting,
)

_WORDS: Final[Mapping[Mend, Callable[[], str]]] = MappingProxyType(
    {
        Mend.PLAN_MEETING: lambda: _("Plan a meeting"),
        Mend.AGENDA: lambda: _("Open the agenda"),
        Mend.PREPARATION: lambda: _("Prepare the meeting"),
        Mend.MEETINGS: lambda: _("Go to the meetings"),
        Mend.MINUTES: lambda: _("Open the minutes"),
        Mend.DUTIES: lambda: _("Go to the duties"),
        Mend.MEMBERS: lambda: _("Go to the members"),
        Mend.PURPOSE: lambda: _("Write the purpose"),
        Mend.TERMS: lambda: _("Write the terms"),
        Mend.NOTES: lambda: _("Open the notes"),
        Mend.HANDOVER: lambda: _("Go to the handover"),
        Mend.SURVEYS: lambda: _("Open the surveys"),
        Mend.PROTECTION: lambda: _("Set a passphrase"),
    }
)


def mend_word(standing: Standing) -> str:
    """Return what the button that puts it right says."""
    return _WORDS[standing.mend]() if standing.mend is not None else ""


def mend_target(standing: Standing) -> object:
    """Return what that button opens; None where there is nothing to put right."""
    tabs = {Mend.AGENDA: "agenda", Mend.PREPARATION: "papers", Mend.MINUTES: "minutes"}
    if standing.mend in tabs:
        return OpenMeeting(standing.ref or uuid.UUID(int=0), tabs[standing.mend])
    targets: dict[Mend | None, object] = {
        Mend.PLAN_MEETING: PlanMeeting(),
        Mend.MEETINGS: OpenMeetings(),
        Mend.DUTIES: OpenDuties(),
        Mend.MEMBERS: OpenMembers(),
        Mend.PURPOSE: OpenPurpose("purpose"),
        Mend.TERMS: OpenPurpose("section"),
        Mend.NOTES: OpenPurpose("note", standing.ref),
        Mend.HANDOVER: OpenHandover(),
        Mend.SURVEYS: OpenSurveys(),
        Mend.PROTECTION: OpenPassphrase(),
    }
    return targets.get(standing.mend)
