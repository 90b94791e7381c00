"""The words of the sample alliance in one language: members and papers as TOML, meetings as marked text.

A meeting begins with `# 41` (a group's with `# coops 3`), then lines `why:`, `cancelled:`; an item with
`## Title | decide 20 | who brings it | left`. Below stand its minutes, as somebody would type them, with three things
that the writer fills in or takes out: `{key}` is a member's name, `{+3w}` the day three weeks after the meeting, and
`[[…]]` at the end of a line what became of it (`Fate`). `paper:` adds a paper to an item, `chair:` a note for the chair
alone, `correct:` mends the minutes after they were approved.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from db.vocabulary import ItemPurpose
from desktop.sample.plan import Offset, offset
from resources import resource

_FATE = re.compile(r"\s*\[\[([^\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a decision or an action: its word (`votes`, `supersedes`, `from`, `open`, `done`, `dropped`,
    `moved`) and what follows it."""

    word: str
    rest: str


@dataclass(slots=True)
class ItemText:
    """An item of an agenda with its minutes. `fates` are by line of the text, from 0."""

    title: str
    purpose: ItemPurpose | None = None
    minutes: int | None = None
    """Length; empty where the item came back by itself and keeps its own."""
    by: str = ""
    left_over: bool = False
    added: bool = False
    """Put on the agenda after the call (which wants a purpose for every item)."""
    recurring: bool = False
    internal: bool = False
    chair: str = ""
    """What only the chair is to read."""
    text: str = ""
    fates: dict[int, tuple[Fate, ...]] = field(default_factory=dict)
    papers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def approves(self) -> bool:
        """Whether the item approves the minutes of an earlier meeting."""
        return self.title.split(" ")[0] == "approval"

    @property
    def is_break(self) -> bool:
        return self.title == "break"


@dataclass(frozen=True, slots=True)
class Mend:
    """A correction of approved minutes: in the item, `old` becomes `new`, some time after the meeting."""

    title: str
    old: str
    new: str
    after: Offset
    reason: str


@dataclass(slots=True)
class MeetingText:
    """A meeting's words. `group` is the key of a group, empty for the plenary."""

    group: str
    number: int
    title: str = ""
    why: str = ""
    cancelled: str = ""
    items: list[ItemText] = field(default_factory=list)
    mends: list[Mend] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Everything said, for finding out who is named."""
        return "\n".join(item.text for item in self.items)


@dataclass(frozen=True, slots=True)
class Content:
    """All words of the sample in one language."""

    alliance: Mapping[str, Any]
    places: Mapping[str, str]
    groups: Mapping[str, Mapping[str, Any]]
    members: Mapping[str, Mapping[str, Any]]
    guests: Mapping[str, Mapping[str, str]]
    proposals: tuple[Mapping[str, Any], ...]
    papers: Mapping[str, str]
    duties: Mapping[str, str]
    """What was said about turns: reasons and notes."""
    charter: Mapping[str, Any]
    """What the alliance is for: versions, indicators, notes, challenges."""
    evaluations: Mapping[str, Any]
    plenary: Mapping[int, MeetingText]
    group_meetings: Mapping[tuple[str, int], MeetingText]

    @property
    def secretary(self) -> str:
        """Who keeps the papers, and whom history names."""
        return str(self.alliance["secretary"])

    def filled(self, text: str) -> str:
        """Return `text` with members' names in place of their keys."""
        return re.sub(r"\{(\w+)\}", lambda found: str(self.members[found[1]]["name"]), text)


def load(language: str) -> Content:
    """Read the sample's words in a language."""
    folder = resource("demo", language)
    facts = tomllib.loads(folder.joinpath("alliance.toml").read_text("utf-8"))
    meetings = list(read_meetings(folder.joinpath("plenary.md").read_text("utf-8")))
    of_groups = list(read_meetings(folder.joinpath("groups.md").read_text("utf-8")))
    return Content(
        alliance=facts["alliance"],
        places=facts["places"],
        groups=facts["groups"],
        members=facts["members"],
        guests=facts["guests"],
        proposals=tuple(facts["proposals"]),
        papers=facts["papers"],
        duties=facts["duties"],
        charter=tomllib.loads(folder.joinpath("charter.toml").read_text("utf-8")),
        evaluations=tomllib.loads(folder.joinpath("evaluations.toml").read_text("utf-8")),
        plenary={meeting.number: meeting for meeting in meetings},
        group_meetings={(meeting.group, meeting.number): meeting for meeting in of_groups},
    )


def read_meetings(text: str) -> Iterator[MeetingText]:
    """Yield the meetings written in `text`."""
    for block in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        head, *lines = block.rstrip().split("\n")
        name, _bar, title = (part.strip() for part in head.partition("|"))
        *group, number = name.split()
        meeting = MeetingText(" ".join(group), int(number), title)
        for line in lines:
            _read_line(meeting, line)
        yield meeting


def _read_line(meeting: MeetingText, line: str) -> None:
    word, _colon, rest = (part.strip() for part in line.partition(":"))
    if line.startswith("## "):
        meeting.items.append(_item(line[3:]))
    elif word == "why":
        meeting.why = rest
    elif word == "cancelled":
        meeting.cancelled = rest
    elif word == "correct":
        title, old, new, after, reason = (part.strip() for part in rest.split("|"))
        meeting.mends.append(Mend(title, old, new, offset(after), reason))
    elif word == "chair":
        meeting.items[-1].chair = rest
    elif word == "paper":
        name, title = (part.strip() for part in rest.split("|"))
        meeting.items[-1].papers.append((name, title))
    else:
        _add_line(meeting.items[-1], line)


def _item(heading: str) -> ItemText:
    title, *parts = (part.strip() for part in heading.split("|"))
    if title.startswith("break"):
        return ItemText("break", minutes=int(title.split()[1]))
    item = ItemText(
        title,
        left_over="left" in parts,
        added="added" in parts,
        recurring="recurring" in parts,
        internal="internal" in parts,
    )
    if len(parts) > 1:
        purpose, minutes = parts[0].split()
        item.purpose = None if purpose == "-" else ItemPurpose(purpose)
        item.minutes, item.by = int(minutes), parts[1]
    return item


def _add_line(item: ItemText, line: str) -> None:
    if not line.strip():
        return
    number = item.text.count("\n") + 1 if item.text else 0
    fates = tuple(Fate(*_halves(found)) for found in _FATE.findall(line))
    if fates:
        item.fates[number] = fates
    item.text += ("\n" if item.text else "") + _FATE.sub("", line)


def _halves(fate: str) -> tuple[str, str]:
    word, _gap, rest = fate.partition(" ")
    return word.strip(":"), rest.strip()
