"""How hard a passphrase is to guess, roughly and in words. Nothing is looked up anywhere."""

import math
from collections.abc import Iterable
from enum import IntEnum
from itertools import pairwise

from PySide6.QtWidgets import QWidget

from db.engine import SHORTEST_PASSPHRASE
from db.folding import fold
from desktop import texts
from desktop.texts import _
from desktop.widgets.bars import Bar
from desktop.widgets.labels import Label
from desktop.widgets.layouts import column

_COMMON = ("password", "passphrase", "contrasena", "qwerty", "asdfgh", "abcdef", "alianza", "alliance", "ronda")
_BITS_OF_A_WORD = 11.0
"""A word somebody thinks of is one of some two thousand."""


class Strength(IntEnum):
    """From too short to strong."""

    TOO_SHORT = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3


_ROLES = {
    Strength.TOO_SHORT: "danger",
    Strength.WEAK: "warn_line",
    Strength.FAIR: "accent_text",
    Strength.STRONG: "ok",
}


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """Return how strong a passphrase is. What anybody would try first, such as the words of `known`, counts nothing."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return Strength.TOO_SHORT
    folded = fold(passphrase)
    guessed = {word for name in known for word in fold(name).split()} | set(_COMMON)
    for word in sorted(guessed, key=len, reverse=True):
        if len(word) > 3:
            folded = folded.replace(word, " ")
    marks = sum(not letter.isalnum() and not letter.isspace() for letter in passphrase)
    bits = sum(map(_bits_of, set(folded.split()))) + 2 * min(marks, 4)
    return Strength.WEAK if bits < 33 else Strength.FAIR if bits < 44 else Strength.STRONG


def strength_word(found: Strength) -> str:
    """Return a strength in words, with what would make it better."""
    words = {
        Strength.TOO_SHORT: _("Too short: it needs at least {n} characters."),
        Strength.WEAK: _("Weak: easy to guess. Add words that have nothing to do with each other."),
        Strength.FAIR: _("Fair. One more word makes it strong."),
        Strength.STRONG: _("Strong."),
    }
    return words[found].format(n=texts.number(SHORTEST_PASSPHRASE))


def _bits_of(word: str) -> float:
    """Return what guessing one word costs: a word of a language, or letters and figures without an order."""
    variety = len(set(word))
    if word.isalpha():
        return min(_BITS_OF_A_WORD, 2.5 * variety)
    steps = sum(abs(ord(a) - ord(b)) <= 1 for a, b in pairwise(word))
    free = max(0, min(len(word), variety + 2) - steps)
    return free * math.log2(10 if word.isdigit() else 36)


class StrengthMeter(QWidget):
    """A bar and a sentence below a new passphrase, as it is typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = Bar()
        self.label = Label("", 13, 400, "text2", wrap=True)
        self.setLayout(column(self.bar, self.label, spacing=0))
        self.show_of("")

    def show_of(self, passphrase: str, known: Iterable[str] = ()) -> None:
        """Say how strong `passphrase` is; nothing while none is typed."""
        found = strength(passphrase, known)
        words = strength_word(found) if passphrase else ""
        self.bar.set_value(found + 0.5 if passphrase else 0, 3.5, words=words or _("Strength"), role=_ROLES[found])
        self.label.setText(words or " ")
