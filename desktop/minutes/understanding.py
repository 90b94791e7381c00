"""What a line of the minutes means while it is typed: its mark, its owner, its day, whether it is agreed. No Qt."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from db.minutes.marks import Mark, MarkedLine, parse_line
from db.minutes.owner_options import OwnerOption, names_of, resolve
from db.minutes.owners import complete_owner, resolve_owner
from db.when import parse_when


@dataclass(frozen=True, slots=True)
class LineState:
    """A marked line and how it stands; what follows `marked` is about actions.

    `due` is the day understood, `early` whether that is before the meeting, `owner_known` whether the name means one.
    """

    marked: MarkedLine
    agreed: bool
    due: dt.date | None = None
    early: bool = False
    owner_known: bool = True

    @property
    def kind(self) -> str:
        """Return "decision", "action", "point", or "open" for an action not agreed yet."""
        return "open" if self.marked.mark is Mark.ACTION and not self.agreed else self.marked.mark.value


class Understanding:
    """Reads lines for one meeting: its language, its day, the body's next meeting, and who can owe something."""

    def __init__(
        self,
        *,
        language: str = "en",
        today: dt.date = dt.date.min,
        next_meeting: dt.date | None = None,
        options: Sequence[OwnerOption] = (),
    ) -> None:
        self.language = language
        self.today = today
        self.next_meeting = next_meeting
        self.options = tuple(options)
        self._names = names_of(self.options)
        self._known: dict[str, bool] = {}

    def read(self, line: str) -> LineState | None:
        """Return what `line` means, None for ordinary text."""
        marked = parse_line(line, language=self.language, names=self._names)
        if marked is None:
            return None
        due = self.day(marked.due) if marked.due else None
        if marked.mark is not Mark.ACTION:
            return LineState(marked, agreed=True)
        known = self.knows(marked.owner)
        early = due is not None and due < self.today
        return LineState(marked, due is not None and known, due, early, known or not marked.owner)

    def day(self, words: str) -> dt.date | None:
        """Return the day `words` say."""
        return parse_when(words, today=self.today, language=self.language, next_meeting=self.next_meeting)

    def knows(self, name: str | None) -> bool:
        """Return whether `name` means one member, person or guest."""
        if not name:
            return False
        if name not in self._known:
            self._known[name] = bool(resolve(name, self.options))
        return self._known[name]

    def means_several(self, name: str) -> bool:
        """Return whether `name` means more than one member, person or guest."""
        return isinstance(resolve_owner(name, [option.candidate for option in self.options]), tuple)

    def offers(self, typed: str) -> list[OwnerOption]:
        """Return who may be meant by what is typed so far; nobody where it names somebody in full."""
        found = complete_owner(typed, [option.candidate for option in self.options])
        if len(found) == 1 and found[0].name.casefold() == typed.strip().casefold():
            return []
        places = {id(option.candidate): option for option in self.options}
        return [places[id(candidate)] for candidate in found]
