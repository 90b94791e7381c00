"""Names of members and people: short codes for badges, and which two names may be the same one spelled twice."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
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

_DIFFERENT = 0.7  # "Farmers of Lorina" is never likely to be "Farmers of Tavo", nor "Committee 1" "Committee 2"
_LEADING_PART = 0.85  # "María Pérez" and "María Pérez García": a surname left out
_RUN_TOGETHER = 0.97  # "Agro Finance" for "AgroFinance"
_SHORTENED = 0.9  # "Univ." for "University"
_MAYBE = 0.75  # "J." for "John", "Dptal." for "Departamental": they may be, no more
_TYPO = 0.75  # two words less alike than this are two different words
_TYPO_OTHER_INITIAL = 0.8  # a word rarely gets its first letter wrong: "Northern" is not "Southern"
_SHORTENED_LETTERS = 3
_ENDING_LETTERS = 2


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
    mistyped or run together with its neighbour. Names are never likely to be one if both say a word the other does
    not, however much else they share, or if they differ in a number.
    """
    one, other = _Name.of(a), _Name.of(b)
    return _likeness(one, other, _alike_words({*one.words, *other.words}))


def likely_doubles(names: Sequence[str]) -> list[LikelyDouble]:
    """Return the pairs of `names` that are likely to be one (see `LIKELY`), the most alike first.

    Every telling word of one of the two is alike to a word of the other, or both are the same letters spaced in two
    ways; only such names are compared, so that thousands made of the same generic words take about a second.
    """
    read = [_Name.of(name) for name in names]
    having: defaultdict[str, set[int]] = defaultdict(set)
    spelling: defaultdict[str, set[int]] = defaultdict(set)
    for place, name in enumerate(read):
        spelling[name.letters].add(place)
        for word in name.words:
            having[word].add(place)
    alike = _alike_words(having)
    reach = {word: set().union(*map(having.__getitem__, others)) for word, others in alike.items()}
    pairs: set[tuple[int, int]] = set()
    for place, name in enumerate(read):
        if name.words:
            rare_first = sorted((reach[word] for word in name.telling), key=len)
            others = set.intersection(*rare_first) | spelling[name.letters]
            pairs.update((min(place, other), max(place, other)) for other in others - {place})
    found = (LikelyDouble(i, j, _likeness(read[i], read[j], alike)) for i, j in pairs)
    likely = [pair for pair in found if pair.likeness >= LIKELY]
    return sorted(likely, key=lambda pair: (-pair.likeness, pair.first, pair.second))


_Alike = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name made ready to be compared."""

    words: tuple[str, ...]  # sorted
    telling: frozenset[str]  # those that are not small, unless all are
    spoken: str  # the words in the order written, each followed by a space
    letters: str  # of all words, sorted
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, name: str) -> "_Name":
        found = _without_own_acronym(words(name))
        return cls(
            words=tuple(sorted(found)),
            telling=frozenset(found) - _SMALL_WORDS or frozenset(found),
            spoken="".join(f"{word} " for word in found),
            letters="".join(sorted("".join(found))),
            numbers=tuple(sorted(word for word in found if word.isdigit())),
        )


def _without_own_acronym(found: tuple[str, ...]) -> tuple[str, ...]:
    """Drop a last word that only repeats the initials of the others: "Rural Youth House (RYH)"."""
    *others, last = found or ("",)
    significant = [word for word in others if word not in _SMALL_WORDS]
    acronyms = {"".join(word[0] for word in some) for some in (others, significant)}
    return tuple(others) if len(others) > 1 and last in acronyms else found


def _likeness(a: _Name, b: _Name, alike: _Alike) -> float:
    if a.words == b.words:
        return 1.0 if a.words else 0.0
    if b.words < a.words:
        a, b = b, a  # so that the result does not depend on who is asked first
    if not a.words:
        return 0.0
    likeness = _word_by_word(a, b, alike)
    if a.letters == b.letters and _run_together(a.words, b.words):
        likeness = max(likeness, _RUN_TOGETHER)
    elif _leads(a, b) or _leads(b, a):
        likeness = max(likeness, _LEADING_PART)
    return min(likeness, _DIFFERENT) if a.numbers != b.numbers else likeness


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


def _word_by_word(a: _Name, b: _Name, alike: _Alike) -> float:
    """Pair each word with its most alike unpaired one; longer words weigh more, what is left over counts against.

    Where something telling is left over on both sides it tells the two apart, though generic words weigh most.
    """
    same = Counter(a.words) & Counter(b.words)
    left_a, left_b = (list((Counter(name.words) - same).elements()) for name in (a, b))
    kept = float(sum(map(_weight, same.elements())))
    total = kept
    pairs = [(likeness, x, y) for x in left_a for y in left_b if (likeness := alike[x].get(y))]
    for likeness, x, y in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if x in left_a and y in left_b:
            left_a.remove(x)
            left_b.remove(y)
            weight = max(_weight(x), _weight(y))
            kept += weight * likeness
            total += weight
    total += sum(map(_weight, (*left_a, *left_b))) / 2
    both_say_more = not (a.telling.isdisjoint(left_a) or b.telling.isdisjoint(left_b))
    return min(kept / total, _DIFFERENT) if both_say_more else kept / total


def _weight(word: str) -> int:
    return 1 if word in _SMALL_WORDS else max(len(word), 2)


def _alike_words(vocabulary: Iterable[str]) -> _Alike:
    """Return for each word those that may stand for it, or it for them, and how likely they do; itself is among them.

    Only words with the first letter or the ending in common are compared: a hand hardly ever slips at both. What they
    have in common out of order is counted before, as so many bits, since most words do not even have enough of that.
    """
    alike = {word: {word: 1.0} for word in vocabulary}
    bits: dict[tuple[str, int], int] = {}
    groups: defaultdict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
    for word in sorted(alike, key=lambda word: (len(word), word)):
        if not word.isdigit():
            letters = ((letter, n) for letter, times in Counter(word).items() for n in range(times))
            entry = (word, len(word), sum(bits.setdefault(letter, 1 << len(bits)) for letter in letters))
            groups["first", word[0]].append(entry)
            groups["last", word[-_ENDING_LETTERS:]].append(entry)
    for group in groups.values():
        for (short, length, its_letters), (long, longer, other_letters) in combinations(group, 2):
            shared = (its_letters & other_letters).bit_count()
            if shared == length or 2 * shared >= _TYPO * (length + longer):
                likeness = _compare_words(short, long)
                if likeness:
                    alike[short][long] = alike[long][short] = likeness
    return alike


def _compare_words(short: str, long: str) -> float:
    if len(short) == 1 and long.startswith(short):
        return _MAYBE
    if (short in _SMALL_WORDS) != (long in _SMALL_WORDS):
        return 0.0
    if len(short) >= _SHORTENED_LETTERS and long.startswith(short):
        return _SHORTENED
    kept = _letters_in_order(short, long)
    likeness = 2 * kept / (len(short) + len(long))
    if likeness >= (_TYPO if short[0] == long[0] else _TYPO_OTHER_INITIAL):
        return likeness
    return _MAYBE if kept == len(short) and _is_contraction(short, long) else 0.0


def _is_contraction(short: str, long: str) -> bool:
    """Return whether `short`, whose letters `long` has in this order, leaves out what "Dptal." leaves out.

    Its ends stay and nearly all vowels go: "Ana" is not short for "Adriana".
    """
    ends = short[0] == long[0] and short[-1] == long[-1]
    return ends and len(short) >= _SHORTENED_LETTERS and sum(letter in "aeiou" for letter in short) < 2


def _letters_in_order(a: str, b: str) -> int:
    """Return how many letters `a` and `b` have in common in the same order (Hyyrö's way, a bit per letter of `a`)."""
    places: dict[str, int] = {}
    for place, letter in enumerate(a):
        places[letter] = places.get(letter, 0) | 1 << place
    every = unmet = (1 << len(a)) - 1
    for letter in b:
        met = unmet & places.get(letter, 0)
        unmet = (unmet + met) | (unmet - met)
    return len(a) - (unmet & every).bit_count()
