"""The meetings to write, in the order of their days: who chairs, who takes minutes, where."""

import datetime as dt
from dataclasses import dataclass

from desktop.sample.content import Content, MeetingText
from desktop.sample.plan import Plan, pick

_MINUTE_TAKERS = (
    "lowland", "youth", "dairy", "law", "women", "seeds", "fields", "bees", "nuts", "soil", "credit", "water",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting to write: its words, day and place, and the members that chair and take minutes."""

    text: MeetingText
    day: dt.date
    start: dt.time
    minutes: int
    place: str
    chair: str
    taker: str
    next_day: dt.date | None
    on_duty: tuple[str, ...] = ()
    """The members that have a turn to do in the room."""

    @property
    def plenary(self) -> bool:
        return not self.text.group

    def seats(self, plan: Plan) -> list[str]:
        """Return the keys of those who hold a seat at it."""
        seats = plan.members_on(self.day)
        if self.plenary:
            return seats
        facts = plan.groups[self.text.group]
        return [key for key in seats if key in (facts["coordinator"], *facts["members"])]


def sittings(plan: Plan, content: Content) -> list[Sitting]:
    """Return all meetings that have words, in the order of their days."""
    found = [_plenary(plan, content, number) for number in content.plenary]
    found += [_of_group(plan, content, group, number) for group, number in content.group_meetings]
    return sorted(found, key=lambda sitting: sitting.day)


def _plenary(plan: Plan, content: Content, number: int) -> Sitting:
    day = plan.plenary[number]
    return Sitting(
        content.plenary[number],
        day,
        plan.start,
        plan.planned_minutes,
        content.places.get(str(number), content.alliance["hall"]),
        pick(plan.co_chairs_on(day), number),
        _taker(plan, number),
        plan.plenary.get(number + 1),
    )


def _of_group(plan: Plan, content: Content, group: str, number: int) -> Sitting:
    days, facts = plan.group_meetings[group], plan.groups[group]
    return Sitting(
        content.group_meetings[group, number],
        days[number - 1],
        plan.group_start,
        plan.group_minutes,
        content.alliance["group_hall"],
        facts["coordinator"],
        pick(facts["members"], number),
        days[number] if number < len(days) else None,
    )


def _taker(plan: Plan, number: int) -> str:
    """Return whose turn it is to take minutes, of those that come and do not chair."""
    facts, chairs = plan.attendance.get(number, {}), plan.co_chairs_on(plan.plenary[number])
    missing = {*facts.get("away", ()), *facts.get("sorry", ()), *chairs}
    there = facts.get("only", _MINUTE_TAKERS)
    return pick([key for key in _MINUTE_TAKERS if key in there and key not in missing], number)
