"""What a search has found, in words: of which kind it is, what it is called, where it stands. No Qt."""

from dataclasses import dataclass

from db.charter.known_challenges import KNOWN
from db.duties.standard import FOUND_BY
from db.meetings.labels import MeetingLabel
from db.minutes.decisions import decision_label
from db.search.search import Hit
from desktop import texts
from desktop.naming.charter import known_challenge
from desktop.naming.duties import duty_name
from desktop.naming.measures import period_words
from desktop.naming.meetings import meeting_name
from desktop.texts import _, pgettext


def kind_word(kind: str) -> str:
    """Return what a kind of result is called."""
    words = {
        "member": pgettext("kind of result", "Member"),
        "person": pgettext("kind of result", "Person"),
        "group": pgettext("kind of result", "Group"),
        "meeting": pgettext("kind of result", "Meeting"),
        "item": pgettext("kind of result", "Agenda item"),
        "minutes": pgettext("kind of result", "Minutes"),
        "decision": pgettext("kind of result", "Decision"),
        "action": pgettext("kind of result", "Action"),
        "paper": pgettext("kind of result", "Paper"),
        "duty": pgettext("kind of result", "Duty"),
        "purpose": pgettext("kind of result", "Purpose"),
        "principle": pgettext("kind of result", "Principle"),
        "section": pgettext("kind of result", "Ways of working"),
        "indicator": pgettext("kind of result", "Indicator"),
        "note": pgettext("kind of result", "Note"),
        "challenge": pgettext("kind of result", "Challenge"),
        "finding": pgettext("kind of result", "Finding"),
        "interview": pgettext("kind of result", "Interview"),
        "recommendation": pgettext("kind of result", "Recommendation"),
    }
    return words[kind]


def kind_of(hit: Hit) -> str:
    """Return what a result is, a decision with its number: "Decision 41.2"."""
    if hit.sequence is None:
        return kind_word(hit.kind)
    number = int(hit.meeting) if hit.meeting.isdigit() else None
    return _("Decision {label}").format(label=decision_label(number, hit.sequence))


@dataclass(frozen=True, slots=True)
class DutyOf:
    """A duty's key and own name, for `duty_name`."""

    key: str
    name: str


def is_known_duty(hit: Hit) -> bool:
    """Return whether the result is a duty Ronda knows; its state is its key then."""
    return hit.kind == "duty" and hit.state in FOUND_BY


def is_known_challenge(hit: Hit) -> bool:
    """Return whether the result is a challenge Ronda knows; its state is its key then."""
    return hit.kind == "challenge" and hit.state in KNOWN


def title_of(hit: Hit) -> str:
    """Return the result's title; a meeting without one is called as usual."""
    if hit.kind in ("meeting", "minutes") and (label := _label(hit)) is not None and hit.title in ("", hit.group):
        return meeting_name(label)
    if is_known_duty(hit) and not hit.title:
        return duty_name(DutyOf(hit.state, ""))
    if is_known_challenge(hit):  # its title is words it is found by
        return known_challenge(hit.state)
    return " ".join(hit.title.split()) or kind_word(hit.kind)


def where(hit: Hit) -> str:
    """Return where and when: "General meeting 41, 22 Oct 2026"."""
    if hit.period is not None:
        return _("Evaluation of {period}").format(period=period_words(hit.period))
    label = _label(hit)
    if label is None:
        return _("waits for a meeting") if hit.kind == "item" else ""
    day = texts.date_short_year(label.date)
    if hit.kind in ("meeting", "minutes") and hit.title in ("", hit.group):
        return day
    return _("{meeting}, {day}").format(meeting=meeting_name(label), day=day) if label.number is not None else day


def _label(hit: Hit) -> MeetingLabel | None:
    if hit.meeting_id is None or hit.date is None:
        return None
    number = int(hit.meeting) if hit.meeting.isdigit() else None
    return MeetingLabel(hit.meeting_id, hit.group, number, "", hit.date)
