"""What the brief says of an alliance, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.reports.charts.values import MembersMap
from desktop.reports.evaluation_sheet import Figure, Shown


@dataclass(frozen=True, slots=True)
class Ask:
    """What the alliance asks on one issue, and of whom."""

    issue: str
    text: str
    of_whom: str = ""


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle without which nothing goes out in the alliance's name."""

    heading: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class BriefGroup:
    """A working group, who coordinates it, and for which member."""

    name: str
    purpose: str = ""
    coordinator: str = ""
    coordinator_of: str = ""
    members: int = 0


@dataclass(frozen=True, slots=True)
class BriefSheet:
    """The alliance on two pages. `contacts` are (what, words): ("E-mail", "office@lake-valley.example")."""

    alliance: str
    day: date
    place: str = ""
    purpose: str = ""
    standing: str = ""
    """Since when this purpose is in force."""
    figures: Sequence[Figure] = ()
    asks: Sequence[Ask] = ()
    principles: Sequence[Principle] = ()
    reached: Sequence[Shown] = ()
    members: MembersMap | None = None
    groups: Sequence[BriefGroup] = ()
    chairs: Sequence[str] = ()
    """The co-chairs, each with the member it speaks for."""
    contacts: Sequence[tuple[str, str]] = ()
