"""Fills charts from the record: rows and measures in, a chart with its words out, in the language spoken now. No Qt.

The screen and the papers show the same charts. Their text for those who do not see them lists what is drawn.
"""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from db.alliance import member_kinds
from db.indicators import IndicatorRow
from db.measures.measuring import Measures
from db.measures.outcomes import OPEN, Standing
from db.measures.parts import Part
from db.members import MemberRow, members_on
from db.turn_units import TURN
from db.vocabulary import MemberStatus
from desktop import texts
from desktop.naming.charter import amount, way_of
from desktop.naming.members import kind_words
from desktop.reports.charts.values import (
    BalanceDots,
    BalanceRow,
    Endorsed,
    EndorsedRow,
    IndicatorLine,
    KindMember,
    Level,
    MapKind,
    MembersMap,
    Observed,
    PairRow,
    Pairs,
    PartsRow,
    StackedBars,
    Trend,
    TrendPoint,
)
from desktop.texts import _, ngettext, pgettext

_SHORT_NAME = 30
"""Letters of a member's name that fit on the map; a longer one gives way to the short name, where it has one."""


def _told(title: str, below: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a chart in words: what it says, what is counted, and what is drawn."""
    listed = "; ".join(f"{name}: {value}" for name, value in rows)
    return " ".join(f"{part.rstrip('.')}." for part in (title, below, listed) if part)


# What the alliance is for


def indicator_chart(row: IndicatorRow) -> IndicatorLine:
    """Return an indicator against the line from its baseline to its target."""
    title = _indicator_title(row)
    below = ". ".join(filter(None, (way_of(row), row.source.strip())))
    seen = [Observed(one.on_date, float(one.value)) for one in row.observations]
    start = _observed(row.baseline_date, row.baseline_value)
    end = _observed(row.target_date, row.target_value)
    listed = [(texts.month_year(one.on_date), amount(one.value, row.unit)) for one in row.observations]
    ends = [value for value in (row.baseline_value, row.target_value) if value is not None]
    values = [*(one.value for one in row.observations), *ends]
    decimals = max((max(0, -int(value.normalize().as_tuple().exponent)) for value in values), default=0)
    return IndicatorLine(
        title, below, alt=_told(title, below, listed), unit=row.unit, decimals=decimals,
        observations=tuple(seen), baseline=start, target=end,
    )  # fmt: skip


def _observed(day: dt.date | None, value: object) -> Observed | None:
    return Observed(day, float(str(value))) if day is not None and value is not None else None


def _indicator_title(row: IndicatorRow) -> str:
    latest, name = row.latest, row.name
    after = latest is not None and (row.baseline_date is None or latest.on_date > row.baseline_date)
    if latest is None or not after:
        return _("{indicator}: not measured again yet").format(indicator=name)
    good = row.on_the_line(latest.value, latest.on_date)
    if good is None:
        return name
    reached = latest.value <= row.target_value if row.is_to_fall else latest.value >= row.target_value  # type: ignore[operator]
    if reached:
        return _("{indicator}: the target is reached").format(indicator=name)
    if good:
        return _("{indicator}: on the way to the target").format(indicator=name)
    return _("{indicator}: slower than planned").format(indicator=name)


def members_map(session: Session, day: dt.date) -> MembersMap:
    """Return who is in the alliance on a day, by kind and grassroots."""
    rows = [row for row in members_on(session, day) if row.status is MemberStatus.MEMBER]
    kinds = [*((kind.id, kind_words(kind)) for kind in member_kinds(session)), (None, _("No kind noted"))]
    found = [MapKind(name, tuple(_on_map(row) for row in rows if row.kind_id == key)) for key, name in kinds]
    shown = tuple(kind for kind in found if kind.members)
    grassroots = sum(row.grassroots for row in rows)
    counted = ngettext("{n} member", "{n} members", len(rows)).format(n=texts.number(len(rows)))
    of_kinds = ngettext("{n} kind", "{n} kinds", len(shown)).format(n=texts.number(len(shown)))
    title = _("{members} of {kinds}").format(members=counted, kinds=of_kinds)
    below = ngettext(
        "{n} of them belongs to those whom it is about (grassroots)",
        "{n} of them belong to those whom it is about (grassroots)",
        grassroots,
    ).format(n=texts.number(grassroots))
    listed = [(kind.name, ", ".join(member.name for member in kind.members)) for kind in shown]
    return MembersMap(
        title, below, alt=_told(title, below, listed), kinds=shown, grassroots_label=_("Grassroots"),
        others_label=_("Others"),
    )  # fmt: skip


def _on_map(row: MemberRow) -> KindMember:
    short = row.short_name if len(row.name) > _SHORT_NAME else ""
    return KindMember(row.name, short, row.code, grassroots=row.grassroots)


# How it works


def attendance_chart(own: Measures, title: str = "") -> Trend:
    """Return how many members came to each meeting, with the quorum and how many there are."""
    sittings = own.attendance.sittings
    known = [len(one.seats) if one.known else None for one in sittings]
    seats: float | list[int | None] = known[0] if known and known[0] and len(set(known)) == 1 else known
    asked = [one.quorum.needed or None for one in sittings]
    different = {needed for needed in asked if needed}
    quorum: Level | None = None
    if different:
        only = different.pop() if len(different) == 1 and all(asked) else None
        words = _("Quorum: {n}").format(n=texts.number(only)) if only else _("Quorum")
        quorum = Level(words, only if only else asked)
    points = tuple(
        TrendPoint(_short_label(one.meeting.label.number, one.meeting.date), len(one.present), _month(one.meeting.date))
        for one in sittings
    )
    title = title or _("Attendance")
    below = _("Members here, at each meeting")
    return Trend(
        title, below, alt=_told(title, below, ((point.label, f"{point.value}") for point in points)), points=points,
        series=_("Members here"), whole=Level(_("All members"), seats) if sittings else None, needed=quorum,
    )  # fmt: skip


def _short_label(number: int | None, day: dt.date) -> str:
    return f"{number}" if number is not None else texts.date_short(day)


def _month(day: dt.date) -> str:
    return texts.date_short(day).split(" ")[-1]


def kinds_chart(own: Measures, title: str = "") -> Pairs:
    """Return each kind's share of seats beside its share of agenda items, and how many co-chairs it has."""
    names = {kind.id: kind_words(kind) for kind in own.facts.people.kinds}
    rows = tuple(
        PairRow(
            names.get(one.kind_id, _("No kind noted")) if one.kind_id else _("No kind noted"),
            _percent(one.seats),
            _percent(one.items.part),
            len(one.co_chairs.ids),
        )
        for one in sorted(own.taking_part.kinds, key=lambda one: -one.seats.part)
    )
    title = title or _("Who brings agenda items")
    below = _("Each kind of member: its share of seats, of agenda items, and its co-chairs")
    listed = ((row.name, f"{row.first:.0f} %, {row.second:.0f} %, {row.extra}") for row in rows)
    return Pairs(
        title, below, alt=_told(title, below, listed), rows=rows, decimals=0, first_label=_("share of seats, %"),
        second_label=_("share of agenda items, %"), extra_label=_("Co-chairs"),
    )  # fmt: skip


def _percent(part: Part) -> float:
    return float(part.share * 100) if part.share is not None else 0.0


def actions_chart(own: Measures, title: str = "") -> StackedBars:
    """Return what became of the actions of each meeting."""
    meetings = {row.id: row for row in own.facts.meetings}
    rows = tuple(
        PartsRow(
            _short_label(meetings[key].label.number, meetings[key].date),
            tuple(len(found.ids(*wanted)) for wanted in ((Standing.IN_TIME, Standing.UNDATED), (Standing.LATE,), OPEN)),
            _month(meetings[key].date),
        )
        for key, found in own.actions.by_meeting
    )
    parts = (_("done in time"), _("done late"), _("still open"))
    title, below = title or _("Actions"), _("Actions agreed at each meeting, as they stand today; not those dropped")
    counted = ([f"{n:.0f} {part}" for n, part in zip(row.values, parts, strict=True)] for row in rows)
    listed = ((row.label, ", ".join(words)) for row, words in zip(rows, counted, strict=True))
    return StackedBars(title, below, alt=_told(title, below, listed), parts=parts, rows=rows)


def endorsed_chart(own: Measures, title: str = "", *, most: int = 12) -> Endorsed:
    """Return how many members endorse each decision, the newest first; a line marks more than half of those asked."""
    labels = {row.id: row.label for row in own.facts.meetings}
    rows = tuple(
        EndorsedRow(
            f"{labels[one.decision.meeting_id].number or ''}.{one.decision.sequence}".lstrip("."),
            one.decision.text,
            len(one.endorses),
            one.of_asked.whole,
            len(one.objects),
            one.of_asked.whole // 2 + 1,
        )
        for one in own.endorsements.asked[::-1][:most]
    )
    title = title or _("Endorsements")
    below = _("Members that endorse each decision; the line marks more than half of those asked")
    listed = ((f"{row.number} {row.name}", f"{row.endorsed}/{row.whole}") for row in rows)
    return Endorsed(
        title, below, alt=_told(title, below, listed), rows=rows, endorsed_label=_("endorse"),
        objected_label=_("object"),
    )  # fmt: skip


def balances_chart(own: Measures, letters: dict[object, str], title: str = "") -> BalanceDots:
    """Return how far each member is behind or ahead with its turns; `letters` are the members' codes by key."""
    people = own.facts.people
    rows = tuple(
        BalanceRow(people.name(key), units / TURN, letters.get(key, ""))
        for key, units in sorted(own.duties.balances.items(), key=lambda pair: (pair[1], people.name(pair[0])))
    )
    title, below = title or _("Fair shares of duties"), _("One dot for each member, by turns behind or ahead")
    listed = ((row.name, texts.signed(row.value, decimals=2)) for row in rows)
    return BalanceDots(
        title, below, alt=_told(title, below, listed), rows=rows, decimals=2, behind_label=_("turns behind"),
        ahead_label=_("turns ahead"), fair_label=pgettext("band of a chart", "fair: about one turn"),
    )  # fmt: skip
