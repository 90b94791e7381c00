"""What the sample has in common in every language: days, habits, who came to which meeting."""

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from resources import resource

Offset = dt.timedelta
_WEEKS_AND_DAYS = re.compile(r"\+(?:(\d+)w)?(?:\+?(\d+)d)?")


def offset(words: str) -> Offset:
    """Return the time that "+3w", "+2w+4d" or "+5d" means."""
    found = _WEEKS_AND_DAYS.fullmatch(words)
    if found is None or words == "+":
        message = f"not a time after the meeting: {words!r}"
        raise ValueError(message)
    return dt.timedelta(weeks=int(found[1] or 0), days=int(found[2] or 0))


def chance(*words: object) -> float:
    """Return a number in [0, 1) that looks random and is always the same for these words."""
    digest = hashlib.sha256(" ".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


@dataclass(frozen=True, slots=True)
class Plan:
    """The shared facts, all dates moved to where `today` wants them."""

    today: dt.date
    """The day of the desk itself: at most six days before the one asked for."""
    founded: dt.date
    start: dt.time
    planned_minutes: int
    group_start: dt.time
    group_minutes: int
    members: Mapping[str, Mapping[str, Any]]
    groups: Mapping[str, Mapping[str, Any]]
    co_chairs: tuple[Mapping[str, Any], ...]
    plenary: Mapping[int, dt.date]
    group_meetings: Mapping[str, tuple[dt.date, ...]]
    attendance: Mapping[int, Mapping[str, Any]]
    duties: Mapping[str, Any]
    charter: Mapping[str, Any]

    def members_on(self, day: dt.date) -> list[str]:
        """Return the keys of those who hold a seat on a day."""
        return [key for key, facts in self.members.items() if self._belongs(facts, day)]

    def co_chairs_on(self, day: dt.date) -> list[str]:
        """Return the keys of the members whose people co-chair on a day."""
        return [
            term["member"]
            for term in self.co_chairs
            if term["from"] <= day and ("to" not in term or day < term["to"])
        ]  # fmt: skip

    def _belongs(self, facts: Mapping[str, Any], day: dt.date) -> bool:
        if facts.get("status", "member") != "member" or facts.get("joined", self.founded) > day:
            return False
        return "left" not in facts or day < facts["left"] or ("back" in facts and day >= facts["back"])


def load_plan(today: dt.date) -> Plan:
    """Read the plan with its dates moved by whole weeks to `today`."""
    raw = tomllib.loads(resource("demo", "plan.toml").read_text("utf-8"))
    moved = _moved(raw, dt.timedelta(weeks=(today - raw["today"]).days // 7))
    return Plan(
        **{name: moved[name] for name in Plan.__slots__ if name not in ("plenary", "attendance", "co_chairs")},
        plenary={int(number): day for number, day in moved["plenary"].items()},
        attendance={int(number): facts for number, facts in moved["attendance"].items()},
        co_chairs=tuple(moved["co_chairs"]),
    )


def pick(keys: Iterable[str], turn: int) -> str:
    """Return the one of `keys` whose turn it is."""
    some = list(keys)
    return some[turn % len(some)]


def _moved(value: Any, by: dt.timedelta) -> Any:
    if isinstance(value, dt.date):
        return value + by
    if isinstance(value, dict):
        return {name: _moved(part, by) for name, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, by) for part in value]
    return value
