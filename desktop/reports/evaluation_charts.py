"""The charts of an evaluation, filled from what is counted; for the page and for the report."""

import uuid
from collections.abc import Mapping, Sequence

from db.measures.measuring import Measures
from db.measures.outcomes import OPEN, Endorsed, Standing
from db.measures.parts import Part
from db.measures.rows import Sitting
from db.measures.taking_part import Slice
from db.meetings.labels import MeetingLabel
from db.minutes.decisions import decision_label
from db.turn_units import TURN
from desktop import texts
from desktop.naming.measures import SMALL_WHOLE, in_words, of_words, part_words
from desktop.naming.members import kind_words
from desktop.naming.outcomes import shortened
from desktop.reports.charts.values import (
    BalanceDots,
    BalanceRow,
    EndorsedRow,
    Level,
    PairRow,
    Pairs,
    PartsRow,
    StackedBars,
    Trend,
    TrendPoint,
)
from desktop.reports.charts.values import Endorsed as EndorsedChart
from desktop.texts import _, ngettext, pgettext

Labels = Mapping[uuid.UUID, MeetingLabel]


def labels_of(own: Measures) -> Labels:
    """Return what the meetings of a period are called."""
    return {row.id: row.label for row in own.facts.meetings}


def short_label(label: MeetingLabel) -> str:
    """Return a meeting's number, else its day: what has room at an axis."""
    return str(label.number) if label.number is not None else texts.date_short(label.date)


def attendance_chart(own: Measures, title: str, text: str = "", *, months: bool = False) -> Trend:
    """Return how many members came to each meeting, with all there are and the quorum; `months` below its number."""
    sittings, labels = own.attendance.sittings, labels_of(own)
    meetings = [labels[one.meeting.id] for one in sittings]
    if _mixed(meetings) and all(one.known for one in sittings):
        return _shares_chart(sittings, meetings, title, text, months=months)
    points = tuple(
        TrendPoint(label, len(one.present), sub)
        for one, (label, sub) in zip(sittings, axis_labels(meetings, months=months), strict=True)
    )
    told = ", ".join(f"{point.label}: {_came(one)}" for point, one in zip(points, sittings, strict=True))
    return Trend(
        title,
        _which(_("Members present"), meetings),
        alt=_told(title, text, told),
        points=points,
        series=_("Members here"),
        whole=_whole(sittings),
        needed=_needed(sittings),
    )


def _shares_chart(
    sittings: Sequence[Sitting], meetings: Sequence[MeetingLabel], title: str, text: str, *, months: bool
) -> Trend:
    """Return which share of the seats was taken: groups of different size compare in no other way."""
    shares = [100 * len(one.present) / len(one.seats) if one.seats else None for one in sittings]
    points = tuple(
        TrendPoint(label, share, sub)
        for share, (label, sub) in zip(shares, axis_labels(meetings, months=months), strict=True)
    )
    came = zip(meetings, sittings, strict=True)
    told = ", ".join(f"{texts.date_short_year(label.date)}: {_came(one)}" for label, one in came)
    return Trend(
        title, _("Share of seats taken at each meeting, %"), alt=_told(title, text, told), points=points, decimals=0,
        series=_("Seats taken"), whole=Level(_("All seats"), 100),
    )  # fmt: skip


def axis_labels(meetings: Sequence[MeetingLabel], *, months: bool) -> list[tuple[str, str]]:
    """Return what stands at an axis for each meeting: its number and month; its month and year where groups mix."""
    if _mixed(meetings):
        return [
            (texts.month_short(one.date), str(one.date.year)) if months else (texts.date_short(one.date), "")
            for one in meetings
        ]
    return [(short_label(one), texts.month_short(one.date) if months else "") for one in meetings]


def _mixed(meetings: Sequence[MeetingLabel]) -> bool:
    """Return whether these are meetings of several groups, each with numbers of its own."""
    return len({label.group for label in meetings}) > 1


def _came(one: Sitting) -> str:
    return of_words(Part(len(one.present), len(one.seats))) if one.known else texts.number(len(one.present))


def _whole(sittings: Sequence[Sitting]) -> Level | None:
    seats = [len(one.seats) if one.known else None for one in sittings]
    if None in seats or not seats:
        return None
    known = [number for number in seats if number is not None]
    return Level(_("All members"), known[0] if len(set(known)) == 1 else known)


def _needed(sittings: Sequence[Sitting]) -> Level | None:
    needed = [one.quorum.needed or None for one in sittings]
    if not any(needed):
        return None
    known = {number for number in needed if number}
    if len(known) == 1 and None not in needed:
        number = known.pop()
        return Level(_("quorum {n}").format(n=texts.number(number)), number)
    return Level(pgettext("line in a chart", "quorum"), needed)


def actions_chart(own: Measures, title: str, text: str = "", *, months: bool = False) -> StackedBars:
    """Return what became of the actions of each meeting; `months` below its number."""
    labels = labels_of(own)
    axis = axis_labels([labels[meeting] for meeting, _of in own.actions.by_meeting], months=months)
    rows = tuple(
        PartsRow(label, (len(of.ids(Standing.IN_TIME)), len(of.ids(Standing.LATE)), len(of.ids(*OPEN))), sub)
        for (label, sub), (_meeting, of) in zip(axis, own.actions.by_meeting, strict=True)
    )
    below = _("Actions agreed at each meeting")
    if aside := len(own.actions.all.ids(Standing.DROPPED, Standing.UNDATED)):
        words = ngettext(
            "{below}, without {n} dropped or done without a day", "{below}, without {n} dropped or done without a day",
            aside,
        )  # fmt: skip
        below = words.format(below=below, n=texts.number(aside))
    parts = (
        pgettext("actions", "on time"), pgettext("actions", "late"), pgettext("actions", "still open"),
    )  # fmt: skip
    told = "; ".join(
        f"{row.label}: " + ", ".join(f"{texts.number(n)} {word}" for n, word in zip(row.values, parts, strict=True))
        for row in rows
    )
    return StackedBars(title, below, alt=_told(title, text, told), parts=parts, rows=rows)


def endorsements_chart(own: Measures, title: str, text: str = "", *, most: int | None = None) -> EndorsedChart:
    """Return how many members endorse each decision asked about, the newest first; at `most` so many."""
    asked = newest_first(own)
    shown = asked if most is None else asked[:most]
    labels = labels_of(own)
    rows = tuple(_endorsed_row(labels, one) for one in shown)
    below = _("Members who endorse; the line marks half of those asked")
    if len(shown) < len(asked):
        words = _("Newest {n} of {whole}; the line marks half of those asked")
        below = in_words(words, Part(len(shown), len(asked)))
    told = "; ".join(f"{row.number} {row.name}: {of_words(Part(row.endorsed, row.whole))}" for row in rows)
    return EndorsedChart(
        title, below, alt=_told(title, text, told), rows=rows,
        endorsed_label=pgettext("members", "endorse"), objected_label=pgettext("members", "object"),
    )  # fmt: skip


def newest_first(own: Measures) -> list[Endorsed]:
    """Return the decisions that members were asked about, the newest first."""
    days = {row.id: row.date for row in own.facts.meetings}
    key = [(days[one.decision.meeting_id], one.decision.sequence) for one in own.endorsements.asked]
    return [one for _key, one in sorted(zip(key, own.endorsements.asked, strict=True), key=lambda pair: pair[0])][::-1]


def _endorsed_row(labels: Labels, one: Endorsed) -> EndorsedRow:
    label = labels[one.decision.meeting_id]
    return EndorsedRow(
        decision_label(label.number, one.decision.sequence),
        shortened(one.decision.text, 120),
        len(one.endorses),
        one.of_asked.whole,
        len(one.objects),
        one.of_asked.whole / 2,
    )


def kinds_chart(
    own: Measures, title: str, text: str = "", *, strong: uuid.UUID | None = None, most: int | None = None
) -> Pairs:
    """Return each kind's share of seats and of items, with its co-chairs; `strong` is the kind the finding is about.

    Small numbers stay numbers: members and items are counted then. With more than `most` kinds, the smallest are one
    row together.
    """
    kinds = {kind.id: kind for kind in own.facts.people.kinds}
    slices = [one for one in own.taking_part.kinds if one.members or one.items.ids]
    slices.sort(key=lambda one: (one.kind_id != strong or strong is None, -(one.seats.share or 0)))
    together = len(slices) - most + 1 if most is not None and len(slices) > most else 0
    slices, rest = slices[: len(slices) - together], slices[len(slices) - together :]
    slices.sort(key=lambda one: -(one.seats.share or 0))
    small = not slices or min(slices[0].seats.whole, slices[0].items.whole) < SMALL_WHOLE
    chairs = any(one.co_chairs.whole for one in slices)
    rows = tuple(
        PairRow(
            kind_words(kinds[one.kind_id]) if one.kind_id in kinds else _("Without a kind"),
            *_pair(one, small=small),
            extra=len(one.co_chairs.ids) if chairs else None,
            strong=one.kind_id is not None and one.kind_id == strong,
        )
        for one in slices
    )
    if rest:
        words = ngettext("{n} other kind", "{n} other kinds", len(rest)).format(n=texts.number(len(rest)))
        pairs = [_pair(one, small=small) for one in rest]
        count = sum(len(one.co_chairs.ids) for one in rest) if chairs else None
        rows += (PairRow(words, sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs), extra=count),)
    below = _("Members, and agenda items they brought")
    labels = pgettext("chart", "members"), pgettext("chart", "agenda items")
    if not small:
        below = _("Share of seats, share of agenda items")
        labels = pgettext("chart", "seats, %"), pgettext("chart", "agenda items, %")
    told = "; ".join(
        f"{row.name}: {part_words(one.seats)}, {part_words(one.items.part)}"
        for row, one in zip(rows, slices, strict=False)
    )
    return Pairs(
        title, below, alt=_told(title, text, told), rows=rows, decimals=0,
        first_label=labels[0], second_label=labels[1], extra_label=_("Co-chairs") if chairs else "",
    )  # fmt: skip


def _pair(one: Slice, *, small: bool) -> tuple[float, float]:
    if small:
        return len(one.members), len(one.items.ids)
    return round(100 * float(one.seats.share or 0)), round(100 * float(one.items.part.share or 0))


def balances_chart(own: Measures, title: str, codes: Mapping[uuid.UUID, str], text: str = "") -> BalanceDots:
    """Return how many turns each member is behind or ahead, all duties added up."""
    name = own.facts.people.name
    rows = tuple(
        BalanceRow(name(member), units / TURN, codes.get(member) or texts.initials(name(member)))
        for member, units in own.duties.balances.items()
    )
    told = "; ".join(f"{row.name}: {texts.signed(row.value, decimals=1)}" for row in rows)
    return BalanceDots(
        title, _("One dot per member, by turns behind or ahead"), alt=_told(title, text, told), rows=rows, decimals=1,
        behind_label=_("turns behind"), ahead_label=_("turns ahead"), fair_label=_("fair: at most one turn"),
    )  # fmt: skip


def turns_words(own: Measures) -> str:
    """Return "18 of 20 turns done, 1 swapped, 1 missed"; nothing where none fell due."""
    duties = own.duties
    if not duties.due:
        return ""
    done = in_words(_("{n} of {whole} turns done"), Part(len(duties.done), len(duties.due)))
    rest = [
        (len(duties.swapped), ngettext("{n} of them swapped", "{n} of them swapped", len(duties.swapped))),
        (len(duties.missed), ngettext("{n} missed", "{n} missed", len(duties.missed))),
        (len(duties.not_noted), ngettext("{n} not noted", "{n} not noted", len(duties.not_noted))),
    ]
    return ", ".join([done, *(words.format(n=texts.number(n)) for n, words in rest if n)])


def _which(what: str, meetings: Sequence[MeetingLabel]) -> str:
    """Return "Members present, meetings 35 to 40"; where they have no numbers, just what is counted."""
    numbers = [label.number for label in meetings if label.number is not None]
    if len(numbers) < 2 or len(numbers) != len(meetings):
        return what
    return _("{what}, meetings {first} to {last}").format(
        what=what, first=texts.number(numbers[0]), last=texts.number(numbers[-1])
    )


def _told(title: str, text: str, values: str) -> str:
    return " ".join(filter(None, (f"{title}.", text, f"{values}." if values else "")))
