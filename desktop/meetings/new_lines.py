"""Lines typed on an agenda that the record does not hold yet: the one being typed, and those on their way there."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from db.meetings.agenda import BroughtBy
from db.members.choices import NameChoice
from desktop.meetings.agenda_model import AgendaLine


class NewLines:
    """Keeps each new line below the one it was begun at, whatever the record answers meanwhile."""

    def __init__(self) -> None:
        self._lines: dict[uuid.UUID, tuple[AgendaLine, uuid.UUID | None]] = {}
        """By key: the line, and the key of the one above it (None: there was none)."""

    def begin(self, line: AgendaLine, above: uuid.UUID | None) -> None:
        """Have `line` typed below the one with the key `above`."""
        self._lines[line.item.id] = (line, above)

    def give(self, line: AgendaLine, title: str, by: BroughtBy, choices: Sequence[NameChoice]) -> None:
        """Show what was typed into `line`, which is on its way to the record now."""
        known = next((one for one in choices if (one.member_id, one.group_id) == (by.member_id, by.group_id)), None)
        item = replace(
            line.item, title=title, brought_by=by.text or (known.name if known else ""),
            brought_by_member_id=by.member_id, brought_by_group_id=by.group_id,
        )  # fmt: skip
        self._lines[item.id] = (replace(line, item=item, draft=False), self._lines[item.id][1])

    def take_back(self, line: AgendaLine) -> None:
        """Have `line`, if it is one of these, as it was before it was given."""
        if line.item.id in self._lines:
            self._lines[line.item.id] = (line, self._lines[line.item.id][1])

    def drop(self, key: uuid.UUID) -> None:
        """Know no more of a line: the record holds it."""
        self._lines.pop(key, None)

    def drop_drafts(self) -> None:
        """Give up what is being typed."""
        self._lines = {key: new for key, new in self._lines.items() if not new[0].draft}

    def clear(self) -> None:
        """Forget everything, for another meeting."""
        self._lines.clear()

    def among(self, lines: Sequence[AgendaLine]) -> list[AgendaLine]:
        """Return the `lines` of the record with the new ones where they belong."""
        together = list(lines)
        keys = [line.item.id for line in together]
        for key, (line, above) in self._lines.items():
            if key in keys:
                continue
            place = keys.index(above) + 1 if above in keys else len(keys)
            together.insert(place, line)
            keys.insert(place, key)
        return together
