"""Owners of actions: whom a name typed after `@` means, and which names to offer while it is typed."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from db.folding import words

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
