"""What tells that a text speaks of one person: their name in full, however spelt, their address, their number."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from db.folding import words

_LEAST_DIGITS: Final = 6
"""A number shorter than this may be any number."""
_AROUND: Final = 60
"""So many letters on each side of a mention are shown."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What tells that a text speaks of the person."""

    pattern: re.Pattern[str] | None
    """Finds, in what `_plain` returns, the person as the group `own`; what else it finds means somebody else."""
    names: frozenset[str]
    """What the person alone was called, for fields that hold a name and nothing else; no nicknames."""
    ambiguous: bool
    """Whether the name is left in what others wrote, because it may mean somebody else."""

    @classmethod
    def of(
        cls, name: str, *, bore: Iterable[str], spelt: Iterable[str], reached: Iterable[str], others: Iterable[str]
    ) -> "Traces":
        """Return the traces of who is called `name`.

        They `bore` these names, were `spelt` so where the record says whom it means, and could be `reached` there;
        `others` are the names of everybody and everything else.
        """
        others = [other for other in others if other]
        names = {one for one in bore if one and not any(same_name(one, other) for other in others)}
        sure = {one for one in (*names, *spelt) if len(one.split()) > 1}
        sure = {one for one in sure if not any(same_name(one, other) for other in others)}
        alone, ambiguous = frozenset(map(composed, names)), name not in sure
        own = [*map(_spaced, sure), *(found for said in reached for found in _reach(said))]
        if not own:
            return cls(None, alone, ambiguous=ambiguous)
        longer = [_spaced(other) for other in others if re.search(_either(own), _plain(other), re.IGNORECASE)]
        first = f"{_either(longer)}|" if longer else ""
        pattern = re.compile(rf"(?<!\w)(?:{first}(?P<own>{_either(own)}))(?!\w)", re.IGNORECASE)
        return cls(pattern, alone, ambiguous=ambiguous)

    def found_in(self, said: str) -> bool:
        """Return whether a text speaks of the person."""
        return next(self._places(said), None) is not None

    def without(self, said: str, placeholder: str) -> str:
        """Return the text with the placeholder where it speaks of the person."""
        places = list(self._places(said))
        if not places:
            return said
        text, parts, end = composed(said), [], 0
        for start, stop in places:
            parts += [text[end:start], placeholder]
            end = stop
        return "".join((*parts, text[end:]))

    def renamed(self, said: str, placeholder: str) -> str:
        """Return the placeholder for a name and nothing else, else the text with it where it speaks of the person."""
        return placeholder if composed(said) in self.names else self.without(said, placeholder)

    def around(self, said: str) -> str:
        """Return the line of the first mention, shortened."""
        place = next(self._places(said), None)
        if place is None:
            return ""
        text, (first, last) = composed(said), place
        start = max(text.rfind("\n", 0, first) + 1, first - _AROUND)
        end = text.find("\n", last)
        return text[start : min(end if end >= 0 else len(text), last + _AROUND)].strip()

    def _places(self, said: str) -> Iterator[tuple[int, int]]:
        """Yield from where to where the composed text speaks of the person."""
        if self.pattern is not None:
            found = self.pattern.finditer(_plain(said))
            yield from (match.span("own") for match in found if match["own"])


def composed(text: str) -> str:
    """Return a text in the form in which what looks the same is the same."""
    return unicodedata.normalize("NFC", text)


def same_name(one: str, other: str) -> bool:
    """Return whether two names are one, however they are spaced, accented and cased."""
    return composed(one).split() == composed(other).split() or words(one) == words(other)


class _Unaccented(dict[int, str]):
    """Letter → the same without its accents, always one letter: places in a text stay what they are."""

    def __missing__(self, letter: int) -> str:
        apart = unicodedata.normalize("NFD", chr(letter))
        plain = apart[0] if all(unicodedata.category(mark) == "Mn" for mark in apart[1:]) else chr(letter)
        self[letter] = plain
        return plain


_UNACCENTED: Final = _Unaccented()


def _plain(text: str) -> str:
    """Return a composed text without accents, letter by letter: in a hurry people write names without them."""
    return text if text.isascii() else composed(text).translate(_UNACCENTED)


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in _plain(name).split())


def _reach(said: str) -> Iterator[str]:
    """Yield patterns for an address, or for a number: as people group its digits, with its country's or without."""
    if "@" in said:
        yield re.escape(_plain(said))
        return
    digits = re.findall(r"\d", said)
    country = range(1, 4) if said.strip().startswith(("+", "00")) else ()
    for start in (0, *country):
        if len(digits) - start >= _LEAST_DIGITS:
            yield r"\+?" + r"[\s().\-/]*".join(digits[start:])


def _either(said: Iterable[str]) -> str:
    """Return a pattern of alternatives, the longest tried first."""
    return "|".join(sorted(said, key=len, reverse=True))
