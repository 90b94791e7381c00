"""Owners of actions: whom a name typed after `@` means, where it ends, and which names to offer while it is typed."""

import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Generic, TypeVar

from db.folding import fold, words

K = TypeVar("K", bound=Hashable)

_FEWEST_LETTERS = 3  # a shorter beginning is too little to make somebody owe something


class OwnerKind(StrEnum):
    """Whether an owner is a member of the alliance or a person."""

    MEMBER = "member"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Candidate(Generic[K]):
    """Somebody who can own an action; `short_name` may be empty; `present` is whether they are at the meeting now."""

    key: K
    name: str
    short_name: str
    kind: OwnerKind
    present: bool = False


class OwnerNames:
    """The whole names and short names of all who can own an action, to tell where a name ends in what follows it.

    Made by `owner_names`: of the same names it is the same object, so that what was read with it can be kept.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._ends: dict[str, set[str]] = {}
        for name in names:
            if spoken := " ".join(words(name)):
                self._ends.setdefault(spoken, set()).add(name[_last_letter(name) :])
        self._most_words = max((spoken.count(" ") + 1 for spoken in self._ends), default=0)

    def length(self, text: str) -> int:
        """Return how long the longest name is that `text` begins with, 0 for none.

        It ends where a word ends. Case, accents and punctuation are ignored; a sign that ends the name ("Ltd.") is
        part of it.
        """
        found = passed = 0
        for at, sign in enumerate(text):
            if not _in_word(sign):
                continue
            if at + 1 < len(text) and _goes_on(text, at + 1):
                continue
            passed += 1
            if passed > self._most_words:
                break
            ends = self._ends.get(" ".join(words(text[: at + 1])))
            if ends is not None:
                found = at + 1 + max(len(end) for end in ends | {""} if text.startswith(end, at + 1))
        return found


def owner_names(candidates: Iterable[Candidate[K]]) -> OwnerNames:
    """Return the names of `candidates`."""
    return _names(frozenset(name for one in candidates for name in (one.name, one.short_name)))


@lru_cache(maxsize=8)
def _names(names: frozenset[str]) -> OwnerNames:
    return OwnerNames(names)


def _in_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] in "LMN"


def _goes_on(text: str, at: int) -> bool:
    """Return whether the word before `at` goes on there: with a letter, or an apostrophe and a letter."""
    if _in_word(text[at]):
        return True
    within = fold(text[at]) == "'" or unicodedata.category(text[at]) == "Cf"
    return within and at + 1 < len(text) and _in_word(text[at + 1])


def _last_letter(name: str) -> int:
    return max((at + 1 for at, sign in enumerate(name) if _in_word(sign)), default=0)


def resolve_owner(
    as_written: str, candidates: Iterable[Candidate[K]]
) -> Candidate[K] | tuple[Candidate[K], ...] | None:
    """Return whom `as_written` means: one candidate, None for nobody known, or all it may mean when that is several.

    Case, accents and punctuation are ignored. A whole name or short name comes first, then the beginning of one with
    at least three letters or digits. A tuple always holds two candidates or more.
    """
    wanted = " ".join(words(as_written))
    if not wanted:
        return None
    named = [(candidate, _spoken(candidate)) for candidate in candidates]
    exact = [candidate for candidate, names in named if wanted in names]
    if not exact and len(wanted) >= _FEWEST_LETTERS:
        exact = [candidate for candidate, names in named if any(name.startswith(wanted) for name in names)]
    found = tuple({(candidate.kind, candidate.key): candidate for candidate in exact}.values())
    return found if len(found) > 1 else found[0] if found else None


def complete_owner(typed: str, candidates: Iterable[Candidate[K]]) -> list[Candidate[K]]:
    """Return the candidates to offer for what is `typed` so far, the best first.

    A candidate fits when a word of its name or short name begins so ("bee" fits Hill Beekeepers), or a row of words
    does. Those present come first, then those whose name begins so, then by name. Nothing typed fits everybody.
    """
    wanted = " ".join(words(typed))
    ranked = []
    for candidate in candidates:
        names = _spoken(candidate)
        if not wanted or any(name.startswith(wanted) for name in names):
            ranked.append((not candidate.present, 0, names, candidate))
        elif any(f" {wanted}" in name for name in names):
            ranked.append((not candidate.present, 1, names, candidate))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:3])]


def _spoken(candidate: Candidate[K]) -> Sequence[str]:
    names = (" ".join(words(name)) for name in (candidate.name, candidate.short_name))
    return tuple(name for name in names if name)
