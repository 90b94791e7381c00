"""Sentences of the minutes page. No Qt."""

import datetime as dt
import re

from db.errors.minutes import Dependent
from db.meetings.agenda import ItemRow
from db.meetings.attendance import AttendanceRow, AttendanceSheet
from db.meetings.running import FinishGap, Gap, MinutesSheet
from db.minutes.marks import Mark
from db.vocabulary import AttendanceStatus, MinutesState
from desktop import texts
from desktop.minutes.understanding import LineState, Understanding
from desktop.naming.meetings import purpose_word
from desktop.naming.outcomes import not_on_record
from desktop.texts import _, ngettext, pgettext

_LEFT = re.compile(r"(?<!\S)([@>])(?=\w)")
LONG = 120
"""Minutes above which how late or early it is, is said in hours."""


def owner_hint(state: LineState, column: int, understanding: Understanding) -> str:
    """Return what to say of an owner before `column` who is not known: "“Pepe” is not on record"."""
    name, span = state.marked.owner, state.marked.owner_span
    if state.owner_known or name is None or span is None or column <= span[0]:
        return ""
    if understanding.means_several(name):
        return _("“{name}” fits more than one name").format(name=name)
    return not_on_record(name)


def due_hint(state: LineState, column: int, line: str) -> tuple[str, str]:
    """Return what to say of the due date before `column`, the day understood, and the colour to say it in."""
    span, day = state.marked.due_span, state.due
    if span is None:
        begun = line[:column].rpartition(" >")
        return (_("not a date yet"), "warn") if begun[1] and begun[2].strip() else ("", "")
    if column <= span[0]:
        return "", ""
    if day is None:
        return _("→ day not known yet"), "warn"
    understood = f"→ {texts.weekday_date_short(day)}"
    if state.early:
        return _("{date}: before the meeting").format(date=understood), "warn"
    return understood, "accent_text"


def left_hints(state: LineState) -> list[str]:
    """Return what to say where an action names a second owner or date, which stays among its words."""
    marked = state.marked
    left = {found[1] for found in _LEFT.finditer(marked.text)}
    hints = []
    if "@" in left and marked.owner_span is not None:
        hints.append(_("only the first “@” is the owner"))
    if ">" in left and marked.due_span is not None:
        hints.append(_("only one “>” is the date"))
    return hints


def meant_hint(mark: Mark) -> str:
    """Return "a: action" for a line that seems to be meant for one."""
    word = {
        Mark.DECISION: pgettext("key", "decision"),
        Mark.ACTION: pgettext("key", "action"),
        Mark.POINT: pgettext("key", "point"),
    }
    return f"{mark[0]}: {word[mark]}"


def item_fact(item: ItemRow, spent_minutes: int) -> str:
    """Return "Decide · 16 of 20 min" for an item begun, "Decide · 20 min" for one to come."""
    planned = texts.duration(item.planned_minutes)
    if spent_minutes or item.done:
        planned = _("{spent} of {planned}").format(spent=spent_minutes, planned=planned)
    return " · ".join(filter(None, (purpose_word(item.purpose) if item.purpose else "", planned)))


def pace(behind_minutes: int, ends_at: dt.datetime) -> str:
    """Return "9 min behind; ends 12:39", "5 h 43 ahead; ends 04:18"."""
    ends = texts.time_of_day(ends_at)
    if not behind_minutes:
        return _("On time; ends {time}").format(time=ends)
    late, away = behind_minutes > 0, abs(behind_minutes)
    if away <= LONG:
        pattern = _("{minutes} min behind; ends {time}") if late else _("{minutes} min ahead; ends {time}")
        return pattern.format(minutes=away, time=ends)
    hours, minutes = divmod(away, 60)
    pattern = _("{hours} h {minutes} behind; ends {time}") if late else _("{hours} h {minutes} ahead; ends {time}")
    return pattern.format(hours=hours, minutes=f"{minutes:02}", time=ends)


def quorum_state(sheet: AttendanceSheet) -> tuple[str, str, str]:
    """Return what to say of the quorum, an icon and its colour."""
    if not sheet.needed:
        return _("No quorum needed"), "users-three", "text2"
    if sheet.met:
        return _("The quorum was met") if sheet.over else _("Quorum is met"), "check-circle-fill", "ok"
    if sheet.timeline.lost_at is not None:
        lost = texts.time_of_day(sheet.timeline.lost_at)
        return _("Quorum lost at {time}").format(time=lost), "warning-circle-fill", "danger"
    if sheet.over:
        return _("The quorum was not met"), "warning-circle-fill", "warn_line"
    return _("No quorum yet"), "warning-circle-fill", "warn_line"


def quorum_tip(sheet: AttendanceSheet) -> str:
    """Return since when there was a quorum, and when it was lost."""
    lines = []
    if sheet.needed and sheet.started and sheet.timeline.first_met_at is not None:
        since = texts.time_of_day(sheet.timeline.first_met_at)
        lines.append(_("Quorum first met at {time}.").format(time=since))
    for lost, again in sheet.timeline.losses if sheet.started else ():
        line = _("Lost at {time}.").format(time=texts.time_of_day(lost))
        if again is not None:
            line += " " + _("Met again at {time}.").format(time=texts.time_of_day(again))
        lines.append(line)
    return "\n".join(lines)


def here_caption(sheet: AttendanceSheet) -> str:
    """Return "Here 19, 2 came late, 1 left early"."""
    late = sum(row.late for row in sheet.seats if row.here)
    early = sum(row.left_early for row in sheet.seats)
    said = [here_count(sheet)]
    if late:
        said.append(ngettext("{n} came late", "{n} came late", late).format(n=texts.number(late)))
    if early:
        said.append(ngettext("{n} left early", "{n} left early", early).format(n=texts.number(early)))
    return ", ".join(said)


def here_count(sheet: AttendanceSheet) -> str:
    """Return "Here 19", for where there is no room to say more."""
    return _("Here {count}").format(count=sheet.here)


def seat_state(row: AttendanceRow) -> str:
    """Return "here through Vazha Guda, since 10:20, left at 11:05", "sent apologies", "not here"."""
    if row.status is AttendanceStatus.APOLOGIES:
        return _("sent apologies")
    if row.status is AttendanceStatus.ABSENT:
        return _("not here")
    parts = [_("here through {name}").format(name=row.person) if row.person and row.member_id else _("here")]
    if row.late and row.arrived_at is not None:
        parts.append(_("since {time}").format(time=texts.time_of_day(row.arrived_at)))
    if row.left_at is not None:
        left = _("left early, at {time}") if row.left_early else _("left at {time}")
        parts.append(left.format(time=texts.time_of_day(row.left_at)))
    return ", ".join(parts)


def whole_meeting(decisions: int, actions: int) -> str:
    """Return "Whole meeting: 2 decisions, 6 actions"."""
    return _("Whole meeting: {decisions}, {actions}").format(
        decisions=ngettext("{n} decision", "{n} decisions", decisions).format(n=texts.number(decisions)),
        actions=ngettext("{n} action", "{n} actions", actions).format(n=texts.number(actions)),
    )


def gap(found: FinishGap) -> str:
    """Return what is missing before the meeting is finished."""
    match found.gap:
        case Gap.NO_ATTENDANCE:
            return _("Nobody’s attendance is marked.")
        case Gap.QUORUM_NEVER_MET:
            return _("There was never a quorum.")
        case Gap.QUORUM_LOST:
            at = texts.time_of_day(found.at) if found.at else ""
            return _("The quorum was lost at {time}.").format(time=at)
        case Gap.NO_MINUTE_TAKER:
            return _("Nobody is named as taking the minutes.")
        case Gap.ITEMS_NOT_DONE:
            return ngettext(
                "{n} item was not dealt with; it is left over for the next meeting.",
                "{n} items were not dealt with; they are left over for the next meeting.",
                found.count,
            ).format(n=texts.number(found.count))
        case Gap.ACTIONS_NOT_AGREED:
            return ngettext(
                "{n} action is not agreed yet: it lacks an owner or a date.",
                "{n} actions are not agreed yet: they lack an owner or a date.",
                found.count,
            ).format(n=texts.number(found.count))


def gap_names(found: FinishGap) -> list[str]:
    """Return the names of the actions a gap is about."""
    return [f"{row.label} {row.text}" for row in found.actions]


def minutes_state(sheet: MinutesSheet) -> tuple[str, str, str]:
    """Return how far the minutes of a finished meeting are: word, kind of badge, icon."""
    match sheet.minutes_state:
        case MinutesState.CIRCULATED:
            if sheet.comments_by is None:
                return _("Circulated"), "soft", "paper-plane-tilt"
            day = texts.date_short(sheet.comments_by)
            return _("Circulated; comments by {date}").format(date=day), "soft", "paper-plane-tilt"
        case MinutesState.APPROVED:
            if sheet.approved_at:
                return _("Approved at meeting {number}").format(number=sheet.approved_at), "ok", "check-circle-fill"
            return _("Approved"), "ok", "check-circle-fill"
        case MinutesState.IMPORTED:
            return _("From the past"), "neutral", "archive"
    return _("Draft"), "neutral", "pencil-line"


def dependent(found: Dependent) -> str:
    """Return why something rests on a decision or action whose line went."""
    match found.why:
        case "superseded":
            why = _("decision {other} replaces it").format(other=found.other)
        case "supersedes":
            why = _("it replaces decision {other}").format(other=found.other)
        case "endorsed":
            why = _("members were asked to endorse it")
        case "done":
            why = _("it is done")
        case "dropped":
            why = _("it was dropped")
        case "moved":
            why = _("its date was moved later")
        case _:
            why = _("it stands on another agenda")
    return f"{found.label} {found.text}: {why}"
