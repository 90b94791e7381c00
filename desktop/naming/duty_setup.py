"""How a duty is set up, in words: for which meetings, who may be asked and who not, what it does not go with. No Qt."""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from db.duties.absences import AbsenceRow
from db.duties.keeping import DutyRow
from db.duties.sheet import DutySheet, MayBeAsked, NotAsked, NotAskedWhy
from db.spells import last_day
from db.vocabulary import DutyBody, DutyRhythm, MemberStatus, PoolRule, SameWhat
from desktop import texts
from desktop.naming.counting import some_names
from desktop.naming.duties import duty_name
from desktop.texts import N_, _, ngettext

_POOLS: Mapping[PoolRule, str] = MappingProxyType(
    {
        PoolRule.EVERYONE: N_("Everyone with a seat"),
        PoolRule.KINDS: N_("Members of some kinds"),
        PoolRule.LISTED: N_("The members or people listed"),
    }
)
_RHYTHMS: Mapping[DutyRhythm, str] = MappingProxyType(
    {
        DutyRhythm.MEETING: N_("At every meeting"),
        DutyRhythm.MEETINGS: N_("For several meetings in a row"),
        DutyRhythm.MONTH: N_("For a month"),
        DutyRhythm.QUARTER: N_("For a quarter of the year"),
        DutyRhythm.DATES: N_("For terms with dates of their own"),
    }
)
_NOT_WITH: Mapping[SameWhat | None, str] = MappingProxyType(
    {
        None: N_("May be the same person"),
        SameWhat.PERSON: N_("Not the same person"),
        SameWhat.ORGANISATION: N_("Not the same organisation"),
    }
)
_STATUSES: Mapping[MemberStatus | None, str] = MappingProxyType(
    {
        MemberStatus.CANDIDATE: N_("Candidates: {names}"),
        MemberStatus.INVITED: N_("Only invited: {names}"),
        MemberStatus.OBSERVER: N_("Observers: {names}"),
    }
)
_WHYS: Mapping[NotAskedWhy, str] = MappingProxyType(
    {
        NotAskedWhy.STATUS: N_("No members yet: {names}"),
        NotAskedWhy.NOT_IN_GROUP: N_("Not in the group: {names}"),
        NotAskedWhy.NO_SHARE: N_("With no share of duties: {names}"),
        NotAskedWhy.PEOPLE: N_("None of their people may: {names}"),
        NotAskedWhy.KIND: N_("Of another kind: {names}"),
        NotAskedWhy.NOT_LISTED: N_("Not listed: {names}"),
    }
)


def pool_word(rule: PoolRule) -> str:
    """Return who may be asked, as a choice: "Everyone with a seat"."""
    return _(_POOLS[rule])


def rhythm_choice(rhythm: DutyRhythm) -> str:
    """Return for how long one takes a turn, as a choice: "For a month"."""
    return _(_RHYTHMS[rhythm])


def not_with_word(same: SameWhat | None) -> str:
    """Return whether two duties may come together: "Not the same person"."""
    return _(_NOT_WITH[same])


def body_word(body: DutyBody, group: str = "") -> str:
    """Return for whose meetings a duty is: "General meetings", or the name of the group."""
    if body is DutyBody.GROUP:
        return group
    return _("General meetings") if body is DutyBody.PLENARY else _("General meetings and every group")


def asked_sentence(found: MayBeAsked) -> str:
    """Return "29 members may be asked."."""
    count = len(found.names)
    if not count:
        return _("Nobody may be asked.")
    return ngettext("{n} member may be asked.", "{n} members may be asked.", count).format(n=texts.number(count))


def not_asked_lines(found: MayBeAsked) -> list[str]:
    """Return who may not be asked and why, in a line for each reason."""
    lines = [_exempt_line(one) for one in found.others if one.why is NotAskedWhy.EXEMPT]
    groups: dict[str, list[str]] = {}
    for one in found.others:
        if one.why is not NotAskedWhy.EXEMPT:
            words = _STATUSES.get(one.status) if one.why is NotAskedWhy.STATUS else None
            groups.setdefault(words or _WHYS[one.why], []).append(one.name)
    return lines + [_(words).format(names=some_names(names)) for words, names in groups.items()]


def rule_lines(sheet: DutySheet, others: Iterable[DutyRow]) -> list[str]:
    """Return what else holds for a duty, a line each."""
    lines = []
    if sheet.in_room:
        lines.append(_("Only who is at the meeting can do it"))
    if sheet.apart:
        lines.append(_("Who does it has no other duty at that meeting"))
    if sheet.gap:
        words = ngettext(
            "Who served at the meeting before comes last", "Who served at the {n} meetings before comes last", sheet.gap
        )
        lines.append(words.format(n=texts.number(sheet.gap)))
    names: Mapping[UUID, str] = {other.id: duty_name(other) for other in others if not (sheet.apart or other.apart)}
    for duty_id, same in sheet.not_with:
        if duty_id in names:
            words = _("Never the same person as {duty}")
            if same is SameWhat.ORGANISATION:
                words = _("Never the same organisation as {duty}")
            lines.append(words.format(duty=names[duty_id]))
    if sheet.beside_first:
        lines.append(_("The first time, somebody who did it stands beside"))
    if sheet.from_date:
        lines.append(_("Counted since {day}").format(day=texts.date_long(sheet.from_date)))
    return lines


def _exempt_line(one: NotAsked) -> str:
    if one.until is not None:
        words = _("{name} need not until {day}: {reason}")
        return words.format(name=one.name, day=texts.date_long(last_day(one.until)), reason=one.reason)
    return _("{name} need not: {reason}").format(name=one.name, reason=one.reason)


def absence_words(row: AbsenceRow) -> str:
    """Return when somebody cannot come: "26 Nov 2026", "3 Nov 2026 – 20 Nov 2026", "from 3 Nov 2026 on"."""
    first, end = row.from_date, row.to_date
    if first is None:
        return _("until {day}").format(day=texts.date_short_year(last_day(end))) if end else _("until further notice")
    if end is None:
        return _("from {day} on").format(day=texts.date_short_year(first))
    last = last_day(end)
    if last <= first:
        return texts.date_short_year(first)
    return f"{texts.date_short_year(first)} – {texts.date_short_year(last)}"


def due_words(duty: DutyRow, first: dt.date, end: dt.date | None) -> str:
    """Return which turn it is: "Minutes, 26 Nov 2026"; of a term (its `end` given), its first and last day."""
    day = texts.date_short_year(first)
    if end is not None:
        day = f"{day} – {texts.date_short_year(last_day(end))}"
    return f"{duty_name(duty)}, {day}"
