"""What each step of the record is called when one looks back: "Marked an action as done". No Qt."""

from collections.abc import Mapping
from types import MappingProxyType

from db.steps_told import About, ToldStep
from desktop.naming.meetings import meeting_name
from desktop.sentences import counted
from desktop.texts import N_, _

_COUNTED_AS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("attendance", "membership", "group_membership", "representative"), "member")
)
"""Rows of these tables are counted as what they are about."""

STEPS: Mapping[str, str] = MappingProxyType(
    {
        "add_action": N_("Added an action"),
        "add_attendee": N_("Noted a guest or an observer"),
        "add_break": N_("Added a break to an agenda"),
        "add_co_chair": N_("Named a co-chair"),
        "add_group": N_("Founded a group"),
        "add_group_member": N_("Added a member to a group"),
        "add_item": N_("Added an agenda item"),
        "add_member": N_("Added a member"),
        "add_member_kind": N_("Added a kind of member"),
        "add_offer": N_("Noted what a member offers"),
        "add_paper": N_("Added a paper"),
        "add_person": N_("Added a person"),
        "add_representative": N_("Named a representative"),
        "add_series": N_("Planned a series of meetings"),
        "add_spell": N_("Noted a time of membership"),
        "announce_change": N_("Asked for everybody to be told anew"),
        "approve_agenda": N_("Noted the approval of an agenda"),
        "approve_minutes": N_("Approved minutes"),
        "attach_individual_to_organisation": N_("Attached an individual to an organisation"),
        "bring_back": N_("Items came back on an agenda"),
        "call_meeting": N_("Called a meeting"),
        "cancel_meeting": N_("Cancelled a meeting"),
        "change_alliance": N_("Changed the alliance's settings"),
        "change_attendee": N_("Changed a guest or an observer"),
        "change_co_chair": N_("Changed a co-chair's term"),
        "change_group": N_("Changed a group"),
        "change_group_member": N_("Changed a member's dates in a group"),
        "change_item": N_("Changed an agenda item"),
        "change_meeting": N_("Changed a meeting"),
        "change_member": N_("Changed a member"),
        "change_offer": N_("Changed what a member offers"),
        "change_person": N_("Changed a person"),
        "change_representative": N_("Changed a representative"),
        "change_rule": N_("Gave a series of meetings another rule"),
        "change_series": N_("Changed a series of meetings"),
        "change_spell": N_("Changed a time of membership"),
        "circulate_minutes": N_("Sent minutes out"),
        "clear_how_taken": N_("Took back how a decision was taken"),
        "close_action": N_("Marked an action as done"),
        "close_meeting": N_("Closed a meeting"),
        "copy_agenda": N_("Copied an agenda"),
        "correct_minutes": N_("Corrected approved minutes"),
        "delete_co_chair": N_("Deleted a co-chair's term"),
        "delete_group": N_("Deleted a group"),
        "delete_group_member": N_("Took a member off a group's record"),
        "delete_item": N_("Took an item off an agenda"),
        "delete_meeting": N_("Deleted a meeting"),
        "delete_member": N_("Deleted a member"),
        "delete_member_kind": N_("Deleted a kind of member"),
        "delete_offer": N_("Deleted what a member offered"),
        "delete_paper": N_("Deleted a paper"),
        "delete_person": N_("Deleted a person"),
        "delete_representative": N_("Deleted a representative"),
        "delete_series": N_("Deleted a series of meetings"),
        "delete_spell": N_("Deleted a time of membership"),
        "drop_action": N_("Dropped an action"),
        "duplicate_meeting": N_("Planned a meeting like another one"),
        "end_co_chair": N_("Ended a co-chair's term"),
        "end_group_member": N_("A member left a group"),
        "end_representative": N_("Ended a representative's time"),
        "end_series": N_("Ended a series of meetings"),
        "finish_meeting": N_("Finished a meeting"),
        "forget_told": N_("Took back who was told"),
        "found_alliance": N_("Founded the alliance's file"),
        "go_to_item": N_("Went on to another agenda item"),
        "import_meetings": N_("Brought in past meetings"),
        "import_members": N_("Brought in members"),
        "join_doubles": N_("Joined two records of the same"),
        "leave": N_("A member left"),
        "move_item": N_("Moved an agenda item"),
        "move_paper": N_("Moved a paper"),
        "order_member_kinds": N_("Put the kinds of member in order"),
        "plan_ahead": N_("Planned the meetings of a series"),
        "plan_meeting": N_("Planned a meeting"),
        "propose_item": N_("Proposed an agenda item"),
        "record_all_present": N_("Marked several as present"),
        "record_attendance": N_("Marked attendance"),
        "record_consensus": N_("Noted a decision by consensus"),
        "record_list": N_("Noted an attendance list"),
        "record_told": N_("Noted who was told"),
        "record_votes": N_("Noted the votes on a decision"),
        "redo": N_("Did a step again"),
        "reinstate_meeting": N_("Took a cancellation back"),
        "rejoin": N_("A member came back"),
        "remove_attendee": N_("Took somebody off the attendance list"),
        "rename_member_kind": N_("Renamed a kind of member"),
        "rename_paper": N_("Renamed a paper"),
        "reopen_action": N_("Reopened an action"),
        "restore": N_("Brought back what was deleted"),
        "save_item_text": N_("Wrote minutes"),
        "send_minutes": N_("Noted to whom minutes were sent"),
        "set_brought_by": N_("Said who brings an agenda item"),
        "set_due_date": N_("Changed an action's date"),
        "set_effective_date": N_("Said when a decision applies"),
        "set_heard": N_("Chose which actions a meeting hears of"),
        "set_item_done": N_("Marked an agenda item as dealt with"),
        "set_officers": N_("Said who chairs or takes minutes"),
        "set_owner": N_("Changed an action's owner"),
        "set_purpose": N_("Gave an agenda item a purpose"),
        "set_spells": N_("Changed the times of a membership"),
        "set_status": N_("Changed a member's status"),
        "skip_day": N_("Left a day out of a series"),
        "note_different": N_("Noted that two records are not the same"),
        "move_day": N_("Moved a day of a series"),
        "take_day_in": N_("Took a day into a series again"),
        "skip_item": N_("Skipped an item for one meeting"),
        "start_meeting": N_("Began a meeting"),
        "supersede": N_("Said which decision another replaces"),
        "take_from_pool": N_("Put a proposed item on an agenda"),
        "undo": N_("Undid a step"),
        "withdraw_item": N_("Withdrew a proposed item"),
    }
)


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


def step_words(name: str) -> str:
    """Return what a step of the record did, in words; of one unknown here, just that something changed."""
    return _(STEPS[name]) if name in STEPS else _("Changed something")
