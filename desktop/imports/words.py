"""What the imports say about columns, rows and results."""

import uuid
from collections.abc import Mapping, Sequence

from db.alliance import KindRow
from db.incoming.past_meetings import MeetingsReport, Verdict
from db.incoming.roster_rows import (
    Add,
    MemberEntry,
    MembersReport,
    PlannedMember,
    RowVerdict,
    SameAs,
    SameRow,
)
from db.listing import ListedMember
from desktop import texts
from desktop.exchange.import_words import field_word, member_doubt, member_fields, no_group_members, value_word
from desktop.naming.members import kind_word
from desktop.texts import _, ngettext, pgettext

MARKS = {
    RowVerdict.NEW: ("soft", "plus-bold"),
    RowVerdict.CHANGED: ("outline", "pencil-simple"),
    RowVerdict.SAME: ("neutral", "check"),
    RowVerdict.REPEATED: ("neutral", "copy"),
    RowVerdict.LOOK: ("warn", "eye"),
    RowVerdict.DOUBTFUL: ("warn", "question"),
    RowVerdict.REFUSED: ("danger", "prohibit"),
}
"""Kind and icon of each mark's badge."""


def mark_word(verdict: RowVerdict) -> str:
    """Return "New", "Changed", "Same", "Repeated", "To look at", "Doubtful" or "Left out"."""
    words = {
        RowVerdict.NEW: pgettext("row of an import", "New"),
        RowVerdict.CHANGED: pgettext("row of an import", "Changed"),
        RowVerdict.SAME: pgettext("row of an import", "Same"),
        RowVerdict.REPEATED: pgettext("row of an import", "Repeated"),
        RowVerdict.LOOK: pgettext("row of an import", "To look at"),
        RowVerdict.DOUBTFUL: pgettext("row of an import", "Doubtful"),
        RowVerdict.REFUSED: pgettext("row of an import", "Left out"),
    }
    return words[verdict]


def marks_word(verdict: RowVerdict) -> str:
    """Return the same over the rows that bear it."""
    words = {
        RowVerdict.NEW: pgettext("rows of an import", "New"),
        RowVerdict.CHANGED: pgettext("rows of an import", "Changed"),
        RowVerdict.SAME: pgettext("rows of an import", "Same"),
        RowVerdict.REPEATED: pgettext("rows of an import", "Repeated"),
        RowVerdict.LOOK: pgettext("rows of an import", "To look at"),
        RowVerdict.DOUBTFUL: pgettext("rows of an import", "Doubtful"),
        RowVerdict.REFUSED: pgettext("rows of an import", "Left out"),
    }
    return words[verdict]


def counted_members(count: int) -> str:
    """Return "31 members"."""
    return ngettext("{n} member", "{n} members", count).format(n=texts.number(count))


def counted_rows(count: int) -> str:
    """Return "31 rows"."""
    return ngettext("{n} row", "{n} rows", count).format(n=texts.number(count))


# Members


def new_members(report: MembersReport) -> int:
    """Return how many members are added."""
    return report.counts.get("member", 0)


def changed_members(report: MembersReport) -> int:
    """Return how many members on record are changed, whatever the number of rows about them."""
    choices = {row.entry.row: row.choice for row in report.rows}
    touched: set[uuid.UUID] = set()
    for row in report.rows:
        choice = row.choice
        while isinstance(choice, SameRow):
            choice = choices.get(choice.row, Add.NEW)
        if row.outcome is RowVerdict.CHANGED and isinstance(choice, SameAs):
            touched.add(choice.member_id)
    return len(touched)


def bring_in_verb(report: MembersReport) -> str:
    """Return the verb of the button, with what it does counted."""
    new, changed = new_members(report), changed_members(report)
    if new and changed:
        words = ngettext("Bring in {n} member, change {changed}", "Bring in {n} members, change {changed}", new)
        return words.format(n=texts.number(new), changed=texts.number(changed))
    if new:
        return ngettext("Bring in {n} member", "Bring in {n} members", new).format(n=texts.number(new))
    if changed:
        return ngettext("Change {n} member", "Change {n} members", changed).format(n=texts.number(changed))
    return _("Nothing to change")


def members_result(report: MembersReport) -> str:
    """Return what an import of members did: "31 members were brought in and 2 changed."."""
    new, changed = new_members(report), changed_members(report)
    came = ngettext("{n} member was brought in.", "{n} members were brought in.", new).format(n=texts.number(new))
    became = ngettext("{n} member was changed.", "{n} members were changed.", changed).format(n=texts.number(changed))
    return " ".join([came] * bool(new) + [became] * bool(changed)) or _("Nothing was changed.")


def members_result_facts(report: MembersReport) -> list[str]:
    """Return what else is to be known of an import of members."""
    facts = []
    if people := report.counts.get("person", 0):
        facts.append(
            ngettext("{n} person is new among them.", "{n} people are new among them.", people).format(
                n=texts.number(people)
            )
        )
    if same := report.outcomes(RowVerdict.SAME):
        facts.append(
            ngettext("{n} row said nothing new.", "{n} rows said nothing new.", same).format(n=texts.number(same))
        )
    if repeated := report.outcomes(RowVerdict.REPEATED):
        words = ngettext("{n} row repeated another.", "{n} rows repeated others.", repeated)
        facts.append(words.format(n=texts.number(repeated)))
    if left := report.outcomes(RowVerdict.REFUSED):
        facts.append(ngettext("{n} row was left out.", "{n} rows were left out.", left).format(n=texts.number(left)))
    facts.append(_("Nothing was deleted."))
    return facts


def outcome_sentence(row: PlannedMember, *, decided: bool) -> str:
    """Return what becomes of a row."""
    match row.outcome:
        case RowVerdict.REFUSED:
            if row.verdict is RowVerdict.REFUSED:
                return ""
            return _("Left out, as you said.") if decided else _("Left out until you say.")
        case RowVerdict.NEW:
            return _("Comes in as a new member.")
        case RowVerdict.CHANGED:
            words = texts.list_of(list(dict.fromkeys(field_word(one.field) for one in row.differences)))
            return _("Changes: {fields}.").format(fields=words)
        case RowVerdict.REPEATED:
            return _("Repeats a row above.")
    return _("Nothing to change.")


def row_words(row: PlannedMember, kinds: Sequence[KindRow], *, decided: bool) -> str:
    """Return the one line about a row: why it is doubtful, what becomes of it, or what it says of a new member."""
    doubts = [member_doubt(remark) for remark in row.remarks]
    if row.outcome is RowVerdict.NEW and not doubts:
        entry = row.entry
        facts = (kind_name(entry.kind, kinds), entry.representative, entry.place, entry.email, entry.phone)
        return " · ".join(filter(None, facts)) or _("Comes in as a new member.")
    return " ".join(filter(None, [*doubts, outcome_sentence(row, decided=decided)]))


def kind_name(kind: str, kinds: Sequence[KindRow]) -> str:
    """Return a kind of member, given by its key or its own name, as people read it."""
    return next((kind_word(row) for row in kinds if kind in (row.key, row.name)), kind) if kind else ""


def entry_words(entry: MemberEntry, kinds: Sequence[KindRow]) -> dict[str, str]:
    """Return what a row says, field by field, in words; what it says nothing about is left out."""
    said = {name: getattr(entry, name) for name, _word in member_fields()}
    said["kind"] = kind_name(entry.kind, kinds)
    said["alternate"] = ", ".join(filter(None, (entry.alternate, *entry.more_alternates)))
    return _in_words(said)


def member_words(
    member: ListedMember, kinds: Sequence[KindRow], *, contact: Mapping[str, str]
) -> dict[str, str]:  # fmt: skip
    """Return what stands on record, field by field, in words; `contact` stands for the member's own where it has it."""
    stands = {name: getattr(member, name) for name, _word in member_fields()} | dict(contact)
    stands["kind"] = kind_name(member.kind, kinds)
    stands["representative"], stands["alternate"] = map(", ".join, (member.representative, member.alternate))
    if member.duty_share == 1:
        del stands["duty_share"]
    return _in_words(stands)


def _in_words(values: dict[str, object]) -> dict[str, str]:
    words = {name: value_word(value) for name, value in values.items()}
    return {name: word for name, word in words.items() if word}


def nothing_comes_in(out: int, rows: int) -> str:
    """Return what is said of a file of which `out` rows stay out and the others say nothing new."""
    if out == rows:
        first = _("No row of this file comes in: each says why. Nothing is changed.")
    else:
        words = ngettext(
            "{n} row stays out and says why; the others are on record already. Nothing is changed.",
            "{n} rows stay out and say why; the others are on record already. Nothing is changed.",
            out,
        )
        first = words.format(n=texts.number(out))
    return " ".join((first, _("Go back to say what the columns hold, or correct the file and choose it again.")))


# Past meetings


def counted_meetings(count: int) -> str:
    """Return "193 meetings"."""
    return ngettext("{n} meeting", "{n} meetings", count).format(n=texts.number(count))


def body_word(group: str) -> str:
    """Return the name of a body that meets; the plenary where there is none."""
    return group or _("Plenary")


def meetings_verb(report: MeetingsReport) -> str:
    """Return the verb of the button, with what it does counted."""
    new, gained = report.count(Verdict.NEW), report.count(Verdict.TEXT)
    if not new and gained:
        return ngettext("Bring in {n} text", "Bring in {n} texts", gained).format(n=texts.number(gained))
    if not new:
        return _("Nothing to change")
    return ngettext("Bring in {n} meeting", "Bring in {n} meetings", new).format(n=texts.number(new))


def texts_to_come(report: MeetingsReport) -> str:
    """Return that meetings on record get the text of their minutes; nothing where none does."""
    gained = report.count(Verdict.TEXT)
    words = ngettext(
        "{n} meeting on record lacks the text of its minutes, which comes in now. Nothing else of it changes.",
        "{n} meetings on record lack the text of their minutes, which comes in now. Nothing else of them changes.",
        gained,
    )
    return words.format(n=texts.number(gained)) if gained else ""


def meetings_result(report: MeetingsReport) -> str:
    """Return what an import of meetings did, in words."""
    new, gained = report.count(Verdict.NEW), report.count(Verdict.TEXT)
    came = ngettext("{n} meeting was brought in.", "{n} meetings were brought in.", new).format(n=texts.number(new))
    text = ngettext(
        "{n} meeting on record got the text of its minutes.",
        "{n} meetings on record got the text of their minutes.",
        gained,
    ).format(n=texts.number(gained))
    return " ".join([came] * bool(new) + [text] * bool(gained)) or _("Nothing was changed.")


def meetings_result_facts(report: MeetingsReport) -> list[str]:
    """Return what else is to be known of an import of meetings."""
    facts = []
    people, groups = len(report.people), len(report.groups)
    if groups:
        facts.append(ngettext("{n} group is new.", "{n} groups are new.", groups).format(n=texts.number(groups)))
        facts.append(no_group_members())
    if people:
        facts.append(
            ngettext(
                "{n} new name became an individual member.", "{n} new names became individual members.", people
            ).format(n=texts.number(people))
        )
    counted = [
        ngettext("{n} decision", "{n} decisions", report.counts.get("decision", 0)),
        ngettext("{n} action", "{n} actions", report.counts.get("action", 0)),
        ngettext("{n} text of minutes", "{n} texts of minutes", report.counts.get("text", 0)),
    ]
    numbers = [report.counts.get(name, 0) for name in ("decision", "action", "text")]
    came = [words.format(n=texts.number(n)) for words, n in zip(counted, numbers, strict=True) if n]
    if came:
        facts.append(_("With them came {things}.").format(things=texts.list_of(came)))
    facts.append(_("Nothing was deleted."))
    return facts
