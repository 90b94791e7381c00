"""Names as they stand in old lists: which are names at all, and which two are written for the same one."""

import re

from db.folding import words

_LONGEST_NAME = 60
_MOST_WORDS = 6

# What stands in a list of names and names nobody, folded; English and Spanish.
_NOBODY_IN_ENGLISH = (
    "teamwork|team work|team|the team|all|all present|everybody|everyone|anybody|anyone|nobody|no one|none|no|yes|"
    "unknown|not known|not recorded|various|several|others|other|some|many|guests|visitors|rotating|rotation|"
    "taking turns|together|shared|collective|collectively|group|the group|members|participants|staff|volunteer|"
    "volunteers|n a|na|tbd|tba|tbc|to be decided|to be determined|open|vacant|x|same|same as above"
)
_NOBODY_IN_SPANISH = (
    "todos|todas|todos los presentes|todo el equipo|equipo|el equipo|trabajo en equipo|en equipo|nadie|ninguno|ninguna|"
    "no se sabe|desconocido|desconocida|varios|varias|otros|otras|algunos|rotativo|rotativa|por turnos|juntos|"
    "compartido|compartida|colectivo|grupo|el grupo|miembros|participantes|invitados|voluntario|voluntarios|"
    "por definir|por decidir|vacante|abierto|idem|el mismo|la misma"
)
_NOBODY = frozenset((*_NOBODY_IN_ENGLISH.split("|"), *_NOBODY_IN_SPANISH.split("|")))
# A name has none of these words in it, in small letters ("Daniel O" is one); "de", "y", "van" it may have.
_JOINING_WORDS_BY_LANGUAGE = (
    "with and or of by per each every for from plus until after before then topic item "
    "con o por cada para desde hasta luego tema punto"
)
_JOINING_WORDS = frozenset(_JOINING_WORDS_BY_LANGUAGE.split())
_NOT_IN_NAMES = re.compile(r"[?/\\+&*=<>|{}\[\]@#]|\d{2,}|https?:|\.\.|…|:")
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")


def name_key(text: str) -> str:
    """Return what two spellings of one name share: case, accents, dots and spacing set aside. Empty for no letters."""
    return " ".join(words(text))


def without_remark(text: str) -> str:
    """Return the name before a remark in brackets: "Rosa (late)" → "Rosa"."""
    return _REMARK.sub("", text).strip()


def is_name(text: str) -> bool:
    """Return whether `text` reads as one person's or organisation's name, and not as "teamwork", "one per topic", "?".

    When in doubt it does not: what is no name stays as written and is listed, so nothing is lost.
    """
    bare = without_remark(text)
    found = words(bare)
    if not found or len(bare) > _LONGEST_NAME or len(found) > _MOST_WORDS or not any(c.isalpha() for c in bare):
        return False
    if _NOT_IN_NAMES.search(bare) or " ".join(found) in _NOBODY:
        return False
    return len(found) == 1 or not _JOINING_WORDS.intersection(bare.split())
