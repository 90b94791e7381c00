"""The charts of the alliance itself, filled from the record: its indicators, and its members by kind. No Qt.

The screen and the papers show the same charts. Their text for those who do not see them lists what is drawn.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy.orm import Session

from db.alliance import member_kinds
from db.charter.indicators import IndicatorRow
from db.members.members import MemberRow, members_on
from db.vocabulary import MemberStatus
from desktop import texts
from desktop.naming.charter import against_the_line, amount, way_of
from desktop.naming.members import kind_words
from desktop.reports.charts.values import (
    IndicatorLine,
    KindMember,
    MapKind,
    MembersMap,
    Observed,
)
from desktop.texts import _, ngettext

_SHORT_NAME = 30
"""Letters of a member's name that fit on the map; a longer one gives way to the short name, where it has one."""


def _told(title: str, below: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a chart in words: what it says, what is counted, and what is drawn."""
    listed = "; ".join(f"{name}: {value}" for name, value in rows)
    return " ".join(f"{part.rstrip('.')}." for part in (title, below, listed) if part)


def indicator_chart(row: IndicatorRow, title: str = "", *, before: dt.date = dt.date.max) -> IndicatorLine | None:
    """Return an indicator against the line from its baseline to its target, as it was `before` a day.

    Without a title, it says whether the indicator is on the way. Nothing where fewer than two values are known, the
    baseline and the target among them: no line goes through one point.
    """
    seen = [one for one in row.observations if one.on_date < before]
    baseline, target = _observed(row.baseline_date, row.baseline_value), _observed(row.target_date, row.target_value)
    if len(seen) + sum(one is not None for one in (baseline, target)) < 2:
        return None
    known = (row.baseline_value, row.target_value, *(one.value for one in seen))
    title = title or _indicator_title(row)
    listed = [
        _("{value} in {month}").format(value=amount(one.value, row.unit), month=texts.month_year(one.on_date))
        for one in seen
    ]
    measured = _("Measured: {values}.").format(values=texts.list_of(listed)) if listed else ""
    told = (f"{title.rstrip('.')}.", f"{way_of(row)}.", measured, against_the_line(row))
    return IndicatorLine(
        title, ". ".join(filter(None, (way_of(row), row.source.strip()))), alt=" ".join(filter(None, told)),
        unit=row.unit, decimals=max(_decimals(value) for value in known if value is not None),
        observations=[Observed(one.on_date, float(one.value)) for one in seen], baseline=baseline, target=target,
    )  # fmt: skip


def _observed(day: dt.date | None, value: Decimal | None) -> Observed | None:
    return None if day is None or value is None else Observed(day, float(value))


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


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
    if not any(row.kind_id for row in rows):
        title = counted
    below = ngettext(
        "{n} of them belongs to those whom it is about (grassroots)",
        "{n} of them belong to those whom it is about (grassroots)",
        grassroots,
    ).format(n=texts.number(grassroots))
    if not grassroots:
        below = _("None of them is marked as being of those whom it is about (grassroots)")
    listed = [(kind.name, ", ".join(member.name for member in kind.members)) for kind in shown]
    return MembersMap(
        title, below, alt=_told(title, below, listed), kinds=shown, grassroots_label=_("Grassroots"),
        others_label=_("Others"),
    )  # fmt: skip


def _on_map(row: MemberRow) -> KindMember:
    short = row.short_name if len(row.name) > _SHORT_NAME else ""
    return KindMember(row.name, short, row.code, grassroots=row.grassroots)


# How it works
