"""The one next thing to do, in a sentence with a button that goes there. No widgets here."""

from dataclasses import dataclass

from db.today.today import Today
from db.today.today_focus import Focus
from db.vocabulary import MeetingStatus
from desktop import texts
from desktop.naming.meetings import item_title
from desktop.texts import _, ngettext
from desktop.today.steps import call_due, minutes_due
from desktop.widgets.meeting_tab import OpenMeeting
from desktop.widgets.targets import OpenActions


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, what comes then, and the button's word and target."""

    sentence: str
    then: str
    button: str
    target: object


def next_step(facts: Today, focus: Focus) -> NextStep:
    """Return the one next thing to do for the meeting in hand."""
    match focus.status:
        case MeetingStatus.RUNNING:
            return _while_running(focus)
        case MeetingStatus.WRITING_UP:
            return _write_up(facts, focus)
        case MeetingStatus.PREPARING | MeetingStatus.CALLED if focus.label.date <= facts.day:
            return _on_the_day(facts, focus)
        case MeetingStatus.CALLED:
            return _called(focus)
        case MeetingStatus.PREPARING:
            return _prepare(facts, focus)
    words = _("Next: remind those who still owe something.")
    return NextStep(words, "", _("See their actions"), OpenActions("open"))


def _prepare(facts: Today, focus: Focus) -> NextStep:
    key = focus.label.id
    then = _then_call(facts, focus)
    agenda, papers = OpenMeeting(key, "agenda"), OpenMeeting(key, "papers")
    if not focus.has_purpose:
        return NextStep(_("Next: write why we meet."), then, _("Write the purpose"), papers)
    if not focus.items:
        return NextStep(_("Next: put items on the agenda."), then, _("Open agenda"), agenda)
    if focus.without_purpose:
        first = focus.without_purpose[0]
        words = _("Next: give item {number} a purpose.").format(number=first.number)
        fix = _("Fix item {number}").format(number=first.number)
        return NextStep(words, then, fix, OpenMeeting(key, "agenda", first.id))
    if focus.start_time is None or not focus.place:
        words = _("Next: set a time.") if focus.start_time is None else _("Next: set a place.")
        return NextStep(words, then, _("Open the meeting"), papers)
    if focus.co_chairs and focus.agenda_approved_on is None:
        return NextStep(_("Next: have the co-chairs approve the agenda."), then, _("Open agenda"), agenda)
    due = call_due(facts, focus.label)
    late = (facts.day - due).days
    then = texts.days_late(late) if late > 0 else _("It is due {when}.").format(when=texts.in_days(-late))
    words = ngettext("Next: send the call to {n} member.", "Next: send the call to {n} members.", focus.to_tell)
    return NextStep(words.format(n=focus.to_tell), then, _("Write the call"), OpenMeeting(key, "call"))


def _then_call(facts: Today, focus: Focus) -> str:
    days = (call_due(facts, focus.label) - facts.day).days
    if days < 0:
        return _("The call should have gone out {when}.").format(when=texts.in_days(days))
    if focus.co_chairs and focus.agenda_approved_on is None:
        return _("Then the co-chairs approve, and the call goes out {when}.").format(when=texts.in_days(days))
    return _("Then the call goes out, {when}.").format(when=texts.in_days(days))


def _called(focus: Focus) -> NextStep:
    key = focus.label.id
    left = focus.to_tell - focus.told
    if left > 0:
        words = ngettext(
            "Next: tell {n} member who does not know yet.", "Next: tell {n} members who do not know yet.", left
        )
        return NextStep(words.format(n=left), "", _("See who"), OpenMeeting(key, "call"))
    if focus.without_purpose:
        number = focus.without_purpose[0].number
        words = _("Next: give item {number} a purpose.").format(number=number)
        fix = _("Fix item {number}").format(number=number)
        return NextStep(words, "", fix, OpenMeeting(key, "agenda", focus.without_purpose[0].id))
    words = _("Next: print the agenda and the attendance list.")
    return NextStep(words, _("Everybody has been told."), _("Open agenda"), OpenMeeting(key, "agenda"))


def _on_the_day(facts: Today, focus: Focus) -> NextStep:
    target = OpenMeeting(focus.label.id, "minutes")
    if focus.label.date < facts.day:
        words = _("Next: write down what the meeting agreed.")
        return NextStep(words, _("Its day has passed and it was not started here."), _("Open minutes"), target)
    when = ""
    if focus.start_time is not None:
        when = _("It begins at {time}.").format(time=texts.time_of_day(focus.start_time))
    return NextStep(_("Next: start the meeting and mark who is here."), when, _("Open minutes"), target)


def _while_running(focus: Focus) -> NextStep:
    target = OpenMeeting(focus.label.id, "minutes", focus.current.id if focus.current else None)
    left = focus.items - focus.items_done
    if focus.items and not left:
        done = _("All items are dealt with.")
        return NextStep(_("Next: finish the meeting."), done, _("Go to the minutes"), target)
    then = ngettext("{n} item is left.", "{n} items are left.", left).format(n=left) if left else ""
    if focus.current is None:
        return NextStep(_("The meeting is running."), then, _("Go to the minutes"), target)
    words = _("Now: {number} {title}").format(number=focus.current.number, title=item_title(focus.current.label))
    return NextStep(words, then, _("Go to item {number}").format(number=focus.current.number), target)


def _write_up(facts: Today, focus: Focus) -> NextStep:
    target = OpenMeeting(focus.label.id, "minutes")
    days = (minutes_due(facts, focus) - facts.day).days
    due = texts.days_late(-days) if days < 0 else _("They are due {when}.").format(when=texts.in_days(days))
    if focus.not_agreed:
        words = ngettext(
            "Next: name an owner and a date for {n} action.", "Next: name an owner and a date for {n} actions.",
            focus.not_agreed,
        )  # fmt: skip
        then = _("Then the minutes go out, {when}.").format(when=texts.in_days(days)) if days >= 0 else due
        return NextStep(words.format(n=focus.not_agreed), then, _("Open minutes"), target)
    words = _("Next: finish the minutes and send them out.")
    return NextStep(words, due, _("Open minutes"), target)
