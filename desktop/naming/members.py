"""What members, their kinds, statuses and roles are called, on screen and on paper. No Qt."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from db.alliance import KindRow
from db.members.attendance_strips import Mark
from db.members.member_record import BroughtRow, ItemResult
from db.spells import last_day
from db.vocabulary import AttendanceStatus, MemberStatus, RepresentativeRole
from desktop import texts
from desktop.texts import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from db.meetings.attendance import AttendanceRow

_KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "local_ngo": (N_("Local NGO"), N_("Local NGOs")),
        "international_ngo": (N_("International NGO"), N_("International NGOs")),
        "member_based": (N_("Member-based organisation"), N_("Member-based organisations")),
        "womens_rights": (N_("Women’s rights organisation"), N_("Women’s rights organisations")),
        "donor": (N_("Donor"), N_("Donors")),
        "academic": (N_("Academic or research body"), N_("Academic and research bodies")),
        "private_sector": (N_("Private sector"), N_("Private sector")),
        "government": (N_("Government"), N_("Government bodies")),
        "faith_based": (N_("Faith-based organisation"), N_("Faith-based organisations")),
        "other": (N_("Other"), N_("Others")),
    }
)


def kind_word(kind: KindRow) -> str:
    """Return what one member of a kind is: "Local NGO", or the alliance's own name for it."""
    return kind.name or _(_KINDS[kind.key][0]) if kind.key in _KINDS else kind.name


def kind_words(kind: KindRow) -> str:
    """Return what all members of a kind are, for a heading: "Local NGOs"."""
    return kind.name or _(_KINDS[kind.key][1]) if kind.key in _KINDS else kind.name


def status_word(status: MemberStatus | None) -> str:
    """Return "Candidate", "Invited", "Member", "Observer", "Left", or "Not a member yet"."""
    words = {
        MemberStatus.CANDIDATE: pgettext("status of a member", "Candidate"),
        MemberStatus.INVITED: pgettext("status of a member", "Invited"),
        MemberStatus.MEMBER: pgettext("status of a member", "Member"),
        MemberStatus.OBSERVER: pgettext("status of a member", "Observer"),
        MemberStatus.LEFT: pgettext("status of a member", "Left"),
        None: _("Not a member yet"),
    }
    return words[status]


def status_since(status: MemberStatus | None, since: dt.date | None) -> str:
    """Return "member since March 2019", or "left in June 2022" where `since` is the day of leaving."""
    if since is None:
        words = status_word(status)
        return words[:1].lower() + words[1:]
    sentences = {
        MemberStatus.CANDIDATE: _("candidate since {month}"),
        MemberStatus.INVITED: _("invited since {month}"),
        MemberStatus.MEMBER: _("member since {month}"),
        MemberStatus.OBSERVER: _("observer since {month}"),
        MemberStatus.LEFT: _("left in {month}"),
        None: _("not a member before {month}"),
    }
    return sentences[status].format(month=texts.month_year(since))


def role_word(role: RepresentativeRole) -> str:
    """Return "primary" or "alternate"."""
    if role is RepresentativeRole.PRIMARY:
        return pgettext("role of a representative", "primary")
    return pgettext("role of a representative", "alternate")


def attendance_word(status: AttendanceStatus) -> str:
    """Return "came", "apologies" or "did not come"."""
    words = {
        AttendanceStatus.PRESENT: pgettext("attendance", "came"),
        AttendanceStatus.APOLOGIES: pgettext("attendance", "apologies"),
        AttendanceStatus.ABSENT: pgettext("attendance", "did not come"),
    }
    return words[status]


def seat_code(seat: "AttendanceRow") -> str:
    """Return the two or three letters of a seat, on its tile and on the sheet to sign."""
    return seat.code or texts.initials(seat.name)


def mark_words(mark: Mark) -> str:
    """Return "Meeting 41, 22 October 2026: came"."""
    day, word = texts.date_long(mark.date), attendance_word(mark.status)
    if mark.number is None:
        return _("Meeting of {day}: {word}").format(day=day, word=word)
    return _("Meeting {number}, {day}: {word}").format(number=mark.number, day=day, word=word)


def attendance_summary(marks: Sequence[Mark]) -> str:
    """Return "9 of the last 12"."""
    if not marks:
        return _("no meetings yet")
    came = sum(mark.status is AttendanceStatus.PRESENT for mark in marks)
    return _("{came} of the last {count}").format(came=came, count=len(marks))


def result_word(result: ItemResult) -> str:
    """Return what came of an agenda item: "decided", "left over"."""
    words = {
        ItemResult.DECIDED: pgettext("result of an item", "decided"),
        ItemResult.DISCUSSED: pgettext("result of an item", "discussed"),
        ItemResult.INFORMED: pgettext("result of an item", "informed"),
        ItemResult.LEFT_OVER: pgettext("result of an item", "left over"),
        ItemResult.AHEAD: pgettext("result of an item", "still to come"),
        ItemResult.WAITING: pgettext("result of an item", "waiting for a meeting"),
    }
    return words[result]


def brought_where(row: BroughtRow) -> str:
    """Return "meeting 40", the meeting's date where it has no number, nothing while the item waits."""
    if row.number is not None:
        return _("meeting {number}").format(number=row.number)
    return texts.date_short_year(row.date) if row.date else ""


def counted_members(count: int) -> str:
    """Return "31 members"."""
    return ngettext("{n} member", "{n} members", count).format(n=texts.number(count))


def counted_others(statuses: Sequence[MemberStatus | None]) -> list[str]:
    """Return "1 candidate", "2 observers" for those among `statuses` who have no seat and did not leave."""
    counts = Counter(statuses)
    words = {
        MemberStatus.CANDIDATE: ngettext("{n} candidate", "{n} candidates", counts[MemberStatus.CANDIDATE]),
        MemberStatus.INVITED: ngettext("{n} invited", "{n} invited", counts[MemberStatus.INVITED]),
        MemberStatus.OBSERVER: ngettext("{n} observer", "{n} observers", counts[MemberStatus.OBSERVER]),
    }
    return [told.format(n=texts.number(counts[status])) for status, told in words.items() if counts[status]]


def counted_groups(count: int) -> str:
    """Return "7 working groups"."""
    return ngettext("{n} working group", "{n} working groups", count).format(n=texts.number(count))


def days(from_date: dt.date | None, to_date: dt.date | None, *, brief: bool = False) -> str:
    """Return "March 2019 to June 2022", "since March 2019", "until June 2022"; nothing where both are open.

    `to_date` is the day after the last one, or the first one where somebody left at once; `brief` is for where a name
    stands beside: "since Mar 2019".
    """
    month = texts.month_short_year if brief else texts.month_year
    last = last_day(to_date)
    if from_date and last:
        start, end = month(from_date), month(last)
        return start if start == end or last < from_date else _("{start} to {end}").format(start=start, end=end)
    if from_date:
        return _("since {month}").format(month=month(from_date))
    return _("until {month}").format(month=month(last)) if last else ""
