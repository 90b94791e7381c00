"""Text as people compare it: case, accents, apostrophes and spacing set aside, every script's letters kept."""

import unicodedata

_VIRAMA_AND_BELOW = 9  # combining classes up to here (nukta, kana voicing, virama) make another letter, not an accent

# Letters that carry their accent inside them, so Unicode does not take it off, and signs written in several ways.
_SAME_AS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ـ": "",  # Arabic tatweel only stretches a word
        **dict.fromkeys("’‘ʼʻʹ′ˈ`´՚", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


def fold(text: str) -> str:
    """Return `text` in the form used to compare and to search, never to show.

    Case and accents go ("Ñandú" → "nandu"), kinds of apostrophe and dash become one, runs of white space become
    one space, invisible characters go. Letters of every script stay letters: Georgian, Armenian, Arabic (without
    its vowel points), Ethiopic. Offsets in the result are not offsets in `text`. Folding twice changes nothing.
    """
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = unicodedata.normalize("NFKD", decomposed.translate(_SAME_AS))
    kept = (c for c in plain if unicodedata.combining(c) <= _VIRAMA_AND_BELOW and unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`: letters and digits only, apostrophes dropped ("Growers’" → "growers")."""
    folded = fold(text).replace("'", "")
    if folded.isascii():
        return tuple("".join(c if c.isalnum() else " " for c in folded).split())
    return tuple("".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded).split())
