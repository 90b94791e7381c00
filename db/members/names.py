"""Names of members and people: short codes for badges, and which two names may be the same one spelled twice."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from db.errors.records import NameMissing
from db.folding import fold, words

# Words that carry no identity, folded: they make no initials and weigh little when names are compared.
_SMALL_WORDS_BY_LANGUAGE = (
    "of the and for in on to at by with without a an "
    "de del la las los el lo y e o para por en con sin al "
    "du des le les et pour do da dos das em und der die das fur von van"
)
_SMALL_WORDS = frozenset(_SMALL_WORDS_BY_LANGUAGE.split())

_HUMPS = re.compile(r"[^\W\d_]+|\d+")
_HUMP_EDGE = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")  # AgroFinance: two words in one

LIKELY = 0.82
"""From this likeness on (0 to 1), two names are offered side by side as possible doubles."""

_TYPO = 0.6  # two words less alike than this are two different words
_TYPO_OTHER_INITIAL = 0.8  # a word rarely gets its first letter wrong: "Northern" is not "Southern"
_INITIAL = 0.75  # "J." for "John" says it may be, no more
_SHORTENED = 0.9  # "Univ." for "University"
_SHORTENED_LETTERS = 3
_RUN_TOGETHER = 0.97  # "Agro Finance" for "AgroFinance"
_LEADING_PART = 0.85  # "María Pérez" and "María Pérez García": a surname left out
_OTHER_NUMBER = 0.7  # "Committee 1" is never likely to be "Committee 2"
_SHARED_PIECES = 0.3  # below this overlap of letter pairs no two names reach LIKELY


def required(name: str, kind: str) -> str:
    """Return the name of a row of table `kind` without the space around it.

    Raises:
        NameMissing: If nothing is left.
    """
    if not name.strip():
        raise NameMissing(kind)
    return name.strip()


def codes(names: Sequence[str], *, taken: Collection[str] = ()) -> tuple[str, ...]:
    """Return a short code for each name, in order: two capital letters, unique among themselves and `taken`.

    "Hazelnut Growers' Union" → "HG". A code depends only on the names before it, so adding a member at the end
    changes nobody's code. Two equal names get two codes. When the letters of a name are used up a digit follows
    its first letter, and after that three characters. A name without letters or digits counts as "X".
    """
    used = {fold(code) for code in taken}
    given = []
    for name in names:
        code = next(code for code in _code_ideas(name) if fold(code) not in used)
        used.add(fold(code))
        given.append(code)
    return tuple(given)


def _code_ideas(name: str) -> Iterator[str]:
    """Yield codes for `name`, the most natural first; never ends."""
    parts = _significant_parts(name)
    initials = [part[0] for part in parts]
    for first, second in combinations(initials, 2):
        yield first + second
    first = initials[0]
    for part in parts:
        yield from (first + letter for letter in part[1:])
    letters = "".join(parts)
    yield from (one + other for one, other in combinations(letters[:12], 2))
    yield from (f"{first}{digit}" for digit in range(2, 10))
    number = 10
    while True:
        yield f"{first}{number}"
        number += 1


def _significant_parts(name: str) -> list[str]:
    """Return the words of `name` that initials are taken from, letters and digits only, in capitals."""
    composed = unicodedata.normalize("NFC", name).replace("'", "").replace("’", "")
    parts = [part for word in _HUMPS.findall(composed) for part in _HUMP_EDGE.split(word)]
    significant = [part for part in parts if fold(part) not in _SMALL_WORDS] or parts or ["X"]
    return ["".join(map(_capital, part)) for part in significant]


def _capital(letter: str) -> str:
    # Title case, not upper case: Georgian has capitals for whole headlines only, and few fonts have them.
    capital = letter.title()
    return capital if len(capital) == 1 else letter


@dataclass(frozen=True, slots=True)
class LikelyDouble:
    """Two names, by their places in the list asked about (`first` < `second`), and how alike they are (0 to 1)."""

    first: int
    second: int
    likeness: float


def similar_names(a: str, b: str) -> float:
    """Return how likely `a` and `b` are one name spelled twice: 0 (nothing in common) to 1 (the same when folded).

    The order of words does not matter ("Smith, John"), an initial may stand for a word, a word may be shortened,
    mistyped or run together with its neighbour. Names that differ in a number are never likely.
    """
    return _likeness(_Name.of(a), _Name.of(b), {})


def likely_doubles(names: Sequence[str], *, threshold: float = LIKELY) -> list[LikelyDouble]:
    """Return the pairs of `names` at least `threshold` alike, the most alike first.

    Only pairs sharing enough letter pairs are compared word by word: 500 names take about a second at most.
    """
    read = [_Name.of(name) for name in names]
    memo: _Memo = {}
    found = []
    for first, name in enumerate(read):
        pieces, count = name.pieces, name.piece_count
        for second in range(first + 1, len(read)):
            other = read[second]
            if (pieces & other.pieces).bit_count() < _SHARED_PIECES * min(count, other.piece_count):
                continue
            likeness = _likeness(name, other, memo)
            if likeness >= threshold:
                found.append(LikelyDouble(first, second, likeness))
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first, pair.second))


_Memo = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name made ready to be compared."""

    words: tuple[str, ...]  # sorted
    spoken: str  # the words in the order written, each followed by a space
    numbers: tuple[str, ...]
    pieces: int  # a bit per letter pair, hashed
    piece_count: int

    @classmethod
    def of(cls, name: str) -> "_Name":
        found = _without_own_acronym(words(name))
        pieces = 0
        for word in found:
            for pair in zip(word, word[1:] or word, strict=False):
                pieces |= 1 << (ord(pair[0]) * 31 + ord(pair[1])) % 1021
        numbers = tuple(sorted(word for word in found if word.isdigit()))
        return cls(tuple(sorted(found)), "".join(f"{word} " for word in found), numbers, pieces, pieces.bit_count())


def _without_own_acronym(found: tuple[str, ...]) -> tuple[str, ...]:
    """Drop a last word that only repeats the initials of the others: "Rural Youth House (RYH)"."""
    *others, last = found or ("",)
    significant = [word for word in others if word not in _SMALL_WORDS]
    acronyms = {"".join(word[0] for word in some) for some in (others, significant)}
    return tuple(others) if len(others) > 1 and last in acronyms else found


def _likeness(a: _Name, b: _Name, memo: _Memo) -> float:
    if a.words == b.words:
        return 1.0 if a.words else 0.0
    if b.words < a.words:
        a, b = b, a  # so that the result does not depend on who is asked first
    if not a.words:
        return 0.0
    likeness = _word_by_word(a.words, b.words, memo)
    if sorted("".join(a.words)) == sorted("".join(b.words)) and _run_together(a.words, b.words):
        likeness = max(likeness, _RUN_TOGETHER)
    elif _leads(a, b) or _leads(b, a):
        likeness = max(likeness, _LEADING_PART)
    return min(likeness, _OTHER_NUMBER) if a.numbers != b.numbers else likeness


def _leads(short: _Name, long: _Name) -> bool:
    """Return whether one name is the beginning of the other and has at least two words that say something."""
    return long.spoken.startswith(short.spoken) and sum(word not in _SMALL_WORDS for word in short.words) > 1


def _run_together(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Return whether one name has as one word what the other has as several, all else equal."""
    few, many = sorted((set(a) - set(b), set(b) - set(a)), key=len)
    return len(few) == 1 and _is_made_of(next(iter(few)), many)


def _is_made_of(word: str, parts: set[str]) -> bool:
    if not parts:
        return not word
    return any(word.startswith(part) and _is_made_of(word[len(part) :], parts - {part}) for part in parts)


def _word_by_word(a: tuple[str, ...], b: tuple[str, ...], memo: _Memo) -> float:
    """Pair each word with its most alike unpaired one; longer words weigh more, what is left over counts against."""
    pairs = [(_word_likeness(x, y, memo), i, j) for i, x in enumerate(a) for j, y in enumerate(b)]
    left_a, left_b = dict(enumerate(a)), dict(enumerate(b))
    alike = total = 0.0
    for likeness, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if likeness == 0.0:
            break
        if i in left_a and j in left_b:
            weight = max(_weight(left_a.pop(i)), _weight(left_b.pop(j)))
            alike += weight * likeness
            total += weight
    total += sum(map(_weight, (*left_a.values(), *left_b.values()))) / 2
    return alike / total


def _weight(word: str) -> float:
    return 1.0 if word in _SMALL_WORDS else float(max(len(word), 2))


def _word_likeness(x: str, y: str, memo: _Memo) -> float:
    if x == y:
        return 1.0
    short, long = (x, y) if (len(x), x) < (len(y), y) else (y, x)
    known = memo.get((short, long))
    if known is None:
        known = memo[short, long] = _compare_words(short, long)
    return known


def _compare_words(short: str, long: str) -> float:
    if short.isdigit() or long.isdigit():
        return 0.0
    if long.startswith(short):
        if len(short) == 1:
            return _INITIAL
        if len(short) >= _SHORTENED_LETTERS:
            return _SHORTENED
    needed = _TYPO if short[0] == long[0] else _TYPO_OTHER_INITIAL
    if 2 * len(short) < needed * (len(short) + len(long)):
        return 0.0  # too different in length to be a typing error
    ratio = SequenceMatcher(None, short, long, autojunk=False).ratio()
    return ratio if ratio >= needed else 0.0
