"""The numbers behind a chart: a table, and behind each of its rows the records that were counted. No widgets here."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from db.measures.findings import findings
from db.measures.found import Key
from db.measures.measuring import Compared, Measures
from db.measures.outcomes import Standing
from db.measures.rows import Ids, Sitting, TurnRow
from db.minutes.decisions import decision_label
from db.turn_units import TURN
from desktop import texts
from desktop.naming.findings import finding_words
from desktop.naming.measures import Measure, definition, of_words, part_words, quorum_word, standing_word
from desktop.naming.members import kind_words
from desktop.naming.outcomes import dated_meeting, shortened
from desktop.reports.evaluation_charts import labels_of, newest_first
from desktop.texts import _, pgettext
from desktop.widgets.counted import Behind, Of


@dataclass(frozen=True, slots=True)
class NumbersRow:
    """A row of the table with what it was counted from."""

    cells: tuple[str, ...]
    behind: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class NumbersTable:
    """The table behind a chart: what is counted, how, and the same for the period before in a sentence."""

    title: str
    text: str
    definitions: tuple[str, ...]
    before: str
    head: tuple[str, ...]
    rows: tuple[NumbersRow, ...]


def numbers_of(key: Key, compared: Compared) -> NumbersTable:
    """Return the table behind one of the charts."""
    return _TABLES[key](compared)


def _attendance(compared: Compared) -> NumbersTable:
    own = compared.now
    head = (
        _("Meeting"), pgettext("column: members", "Here"), _("Apologies"), pgettext("column: members", "Absent"),
        _("Seats"), _("Quorum"),
    )  # fmt: skip
    labels = labels_of(own)
    rows = []
    for one in own.attendance.sittings:
        absent = one.seats - one.present - one.excused
        needed = texts.number(one.quorum.needed) if one.quorum.needed else "–"
        quorum = f"{needed} · {quorum_word(one.quorum.went)}" if one.quorum.needed else quorum_word(one.quorum.went)
        cells = (
            dated_meeting(labels[one.meeting.id]), texts.number(len(one.present)), texts.number(len(one.excused)),
            texts.number(len(absent)) if one.known else "–", texts.number(len(one.seats)) if one.known else "–", quorum,
        )  # fmt: skip
        rows.append(NumbersRow(cells, tuple(_at(own, one))))
    before = compared.comparable
    words = _("In all {now}; in the period before {before}.") if before else _("In all {now}.")
    told = words.format(now=part_words(own.attendance.overall), before=part_words(before.came) if before else "")
    return _table(
        compared, Key.ATTENDANCE, (Measure.ATTENDANCE, Measure.TREND, Measure.QUORUM), told, head=head, rows=rows
    )


def _at(own: Measures, one: Sitting) -> Iterator[Behind]:
    yield Behind(Of.MEETING, one.meeting.id, "")
    parts = (
        (one.present, pgettext("member at a meeting", "here")),
        (one.excused, pgettext("member at a meeting", "apologies")),
        (one.seats - one.present - one.excused if one.known else (), pgettext("member at a meeting", "absent")),
    )
    for members, how in parts:
        for member in sorted(members, key=own.facts.people.sorted_by):
            yield Behind(Of.MEMBER, member, how)


def _actions(compared: Compared) -> NumbersTable:
    own = compared.now
    shown = (
        Standing.IN_TIME, Standing.LATE, Standing.OVERDUE, Standing.AHEAD, Standing.NOT_AGREED, Standing.UNDATED,
        Standing.DROPPED,
    )  # fmt: skip
    head = (
        _("Meeting"), pgettext("column: actions", "On time"), pgettext("column: actions", "Late"),
        pgettext("column: actions", "Open, late"), pgettext("column: actions", "Ahead"),
        pgettext("column: actions", "Not agreed"), pgettext("column: actions", "No day"),
        pgettext("column: actions", "Dropped"),
    )  # fmt: skip
    labels = labels_of(own)
    rows = []
    for meeting, of in own.actions.by_meeting:
        counted = tuple(texts.number(len(of.ids(one))) for one in shown)
        behind = [Behind(Of.MEETING, meeting, "")]
        behind += [Behind(Of.ACTION, key, standing_word(one)) for one in shown for key in of.ids(one)]
        rows.append(NumbersRow((dated_meeting(labels[meeting]), *counted), tuple(behind)))
    before = compared.comparable
    part = own.actions.all.in_time
    words = _("{now} due were done on time; in the period before {before}.") if before else _(
        "{now} due were done on time."
    )  # fmt: skip
    told = words.format(now=of_words(part), before=of_words(before.actions_in_time) if before else "")
    return _table(compared, Key.ACTIONS, (Measure.ACTIONS,), told, head=head, rows=rows)


def _endorsements(compared: Compared) -> NumbersTable:
    own = compared.now
    head = (
        _("Decision"), pgettext("column: members", "Endorse"), pgettext("column: members", "Silent"),
        pgettext("column: members", "Object"), pgettext("column: members", "Asked"),
    )  # fmt: skip
    labels = labels_of(own)
    rows = []
    name = own.facts.people.name
    for one in newest_first(own):
        label = decision_label(labels[one.decision.meeting_id].number, one.decision.sequence)
        stances = (
            (one.objects, pgettext("member on a decision", "objects")),
            (one.silent, pgettext("member on a decision", "silent")),
            (one.endorses, pgettext("member on a decision", "endorses")),
        )
        behind = [Behind(Of.DECISION, one.decision.id, "")]
        behind += [Behind(Of.MEMBER, key, how) for ids, how in stances for key in sorted(ids, key=name)]
        numbers = (len(one.endorses), len(one.silent), len(one.objects), one.of_asked.whole)
        cells = (f"{label}  {shortened(one.decision.text, 90)}", *map(texts.number, numbers))
        rows.append(NumbersRow(cells, tuple(behind)))
    rest = len(own.endorsements.not_asked)
    told = _("Decisions without any endorsement on record: {n}.").format(n=texts.number(rest)) if rest else ""
    return _table(compared, Key.ENDORSEMENTS, (Measure.ENDORSEMENTS,), told, head=head, rows=rows)


def _kinds(compared: Compared) -> NumbersTable:
    own = compared.now
    kinds = {kind.id: kind for kind in own.facts.people.kinds}
    head = (
        _("Kind of member"), _("Members"), _("Seats"), pgettext("column", "Came"), _("Items"), _("Decisions"),
        _("Actions"), _("Co-chairs"),
    )  # fmt: skip
    rows = []
    for one in own.taking_part.kinds:
        kind = kind_words(kinds[one.kind_id]) if one.kind_id in kinds else _("Without a kind")
        parts = (one.seats, one.came, one.items.part, one.decisions.part, one.actions.part, one.co_chairs.part)
        behind = [Behind(Of.MEMBER, key, "") for key in one.members]
        behind += [Behind(Of.ITEM, key, pgettext("record", "agenda item")) for key in one.items.ids]
        behind += [Behind(Of.DECISION, key, pgettext("record", "decision")) for key in one.decisions.ids]
        behind += [Behind(Of.ACTION, key, pgettext("record", "action")) for key in one.actions.ids]
        cells = (kind, texts.number(len(one.members)), *map(part_words, parts))
        rows.append(NumbersRow(cells, tuple(behind)))
    part = own.taking_part
    rest = len(part.items_by_others) + len(part.items_by_nobody)
    told = _("Items that no member brought: {n}.").format(n=texts.number(rest)) if rest else ""
    asked = (Measure.SEATS, Measure.ITEMS, Measure.PROPORTION)
    return _table(compared, Key.KINDS, asked, told, head=head, rows=rows)


def _balances(compared: Compared) -> NumbersTable:
    own = compared.now
    head = (_("Member"), pgettext("column: duties", "Turns"), _("Balance"))
    taken = dict(own.duties.doers)
    ways: tuple[tuple[Ids, str], ...] = (
        (own.duties.as_planned, pgettext("turn", "done")),
        (own.duties.swapped, pgettext("turn", "swapped")),
        (own.duties.by_other, pgettext("turn", "done for another")),
        (own.duties.missed, pgettext("turn", "missed")),
        (own.duties.not_noted, pgettext("turn", "not noted")),
        (own.duties.unplanned, pgettext("turn", "not planned")),
    )
    how = {key: word for ids, word in ways for key in ids}
    rows = []
    for member, units in own.duties.balances.items():
        turns = [row for row in own.facts.turns if row.id in how and _concerns(row, member)]
        behind = [Behind(Of.MEMBER, member, ""), *(Behind(Of.TURN, row.id, how[row.id]) for row in turns)]
        cells = (
            own.facts.people.name(member), texts.number(taken.get(member, 0)), texts.signed(units / TURN, decimals=2),
        )  # fmt: skip
        rows.append(NumbersRow(cells, tuple(behind)))
    return _table(compared, Key.BALANCES, (Measure.BALANCES, Measure.DUTIES), "", head=head, rows=rows)


def _concerns(row: TurnRow, member: uuid.UUID) -> bool:
    """Return whether a turn was done by a member, or missed by it."""
    return member in row.doers or (not row.doers and row.member_id == member)


def _table(
    compared: Compared,
    key: Key,
    asked: Iterable[Measure],
    before: str,
    *,
    head: tuple[str, ...],
    rows: Iterable[NumbersRow],
) -> NumbersTable:
    found = next((finding_words(one) for one in findings(compared) if one.key is key), None)
    return NumbersTable(
        found.title if found else "", found.text if found else "", tuple(map(definition, asked)), before, head,
        tuple(rows),
    )  # fmt: skip


_TABLES: Mapping[Key, Callable[[Compared], NumbersTable]] = MappingProxyType(
    {
        Key.ATTENDANCE: _attendance,
        Key.ACTIONS: _actions,
        Key.ENDORSEMENTS: _endorsements,
        Key.KINDS: _kinds,
        Key.BALANCES: _balances,
    }
)
