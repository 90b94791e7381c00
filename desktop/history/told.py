"""What a step of the record did and what it was about, in one line. No Qt."""

from collections.abc import Mapping
from types import MappingProxyType

from db.history.steps_told import About, ToldStep
from desktop.naming.counting import counted
from desktop.naming.meetings import meeting_name
from desktop.naming.outcomes import shortened
from desktop.naming.steps import step_words

_COUNTED_AS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("attendance", "membership", "group_membership", "representative"), "member")
)
"""Rows of these tables are counted as what they are about."""


def about_words(about: About) -> str:
    """Return what a step was about: the action's words, the member's name, the meeting, or how many."""
    if about.count > 1 and about.table not in ("call_log", "meeting_officer", "item_skip"):
        return counted(_COUNTED_AS.get(about.table, about.table), about.count)
    return meeting_name(about.meeting) if about.meeting is not None else about.name


def step_sentence(step: ToldStep) -> str:
    """Return what a step did, and to what: "Marked an action as done: Ask for the map"."""
    parts = [step_words(step.name), *([step_words(step.of)] if step.of else [])]
    if step.about is not None and (about := about_words(step.about)):
        parts.append(about)
    return ": ".join(parts)


def undone_words(step: ToldStep) -> str:
    """Return what an undo or a redo was of, in short: "Marked an action as done: Ask for the map"."""
    gone = next((name for _table, name in step.deleted if name), "")
    about = gone if step.about is None else about_words(step.about)
    return ": ".join(filter(None, (step_words(step.of), shortened(about))))
