"""Names as they stand in old lists: which are names at all, which say nothing, and which two are the same one."""

import itertools
import re

from db.folding import words

_LONGEST_NAME = 60
_MOST_WORDS = 6

# What stands where nothing is to be written, folded; English and Spanish. No "x": that ticks what there was.
_NOTHING = (
    "nobody|no one|none|nothing|nil|no|0|n a|na|n d|unknown|not known|not recorded|not applicable|tbd|tba|tbc|"
    "to be decided|to be determined|none taken|none made|none agreed|none recorded|none reached|none assigned|"
    "nothing agreed|nothing decided|nothing recorded|nothing to report|nothing to note|no decision|"
    "no decision taken|no decision made|"
    "nadie|ninguno|ninguna|ningunos|ningunas|nada|no hay|no hubo|no aplica|no se sabe|no consta|s n|s d|s i|"
    "desconocido|desconocida|por definir|por decidir|sin novedad|sin decision|sin datos|sin informacion|"
    "nada que informar|nada que reportar|nada acordado|no se acordo nada|no se decidio nada|no se tomaron"
)
# What there was none of, and how that is said. In the plural: "no agreement", "sin acuerdo" tell how a talk ended.
_NONE_OF_BY_LANGUAGE = (
    (
        "no|there were no",
        "decisions|resolutions|agreements|actions|action items|action points|tasks|agenda|agenda items|topics",
        "|taken|were taken|made|were made|agreed|were agreed|recorded|were recorded|reached|were reached|assigned",
    ),
    (
        "sin|no hay|no hubo|no se tomaron|no se adoptaron|no se registraron|no se asignaron|no se definieron",
        "acuerdos|decisiones|resoluciones|tareas|acciones|compromisos|pendientes|novedades|agenda|temas",
        "",
    ),
    (
        "ningun|ninguna|no hubo ningun|no hubo ninguna|no se tomo ningun|no se tomo ninguna",
        "acuerdo|decision|resolucion|tarea|accion|compromiso|pendiente|novedad|tema",
        "",
    ),
)
# What stands in a list of names and is no one's in particular, the same way.
_NOBODY_IN_ENGLISH = (
    "teamwork|team work|team|the team|all|all present|everybody|everyone|anybody|anyone|yes|various|several|others|"
    "other|some|many|x|guests|visitors|rotating|rotation|taking turns|together|shared|collective|collectively|group|"
    "the group|members|participants|staff|volunteer|volunteers|open|vacant|same|same as above"
)
_NOBODY_IN_SPANISH = (
    "todos|todas|todos los presentes|todo el equipo|equipo|el equipo|trabajo en equipo|en equipo|varios|varias|otros|"
    "otras|algunos|rotativo|rotativa|por turnos|juntos|compartido|compartida|colectivo|grupo|el grupo|miembros|"
    "participantes|invitados|voluntario|voluntarios|vacante|abierto|idem|el mismo|la misma"
)
# What the meeting of the whole alliance is called in lists, the same way.
_PLENARY_NAMES = (
    "plenary|the plenary|plenary meeting|plenary session|plenary assembly|general|general meeting|"
    "general assembly|annual general meeting|agm|assembly|whole alliance|all members|full meeting|"
    "plenaria|la plenaria|pleno|el pleno|reunion plenaria|sesion plenaria|asamblea plenaria|reunion general|"
    "sesion general|asamblea|asamblea general|asamblea general ordinaria|asamblea general extraordinaria|"
    "toda la alianza|todos los miembros"
)
_PLENARY = frozenset(_PLENARY_NAMES.split("|"))
_SAYS_NOTHING = frozenset(_NOTHING.split("|")).union(
    " ".join(said).rstrip()
    for language in _NONE_OF_BY_LANGUAGE
    for said in itertools.product(*(each.split("|") for each in language))
)
_ALSO_NAMES = frozenset(("nada", "nil", "s n", "s d", "s i"))  # people are called so: "S. D." may be initials
_NOBODY = _SAYS_NOTHING.union(_NOBODY_IN_ENGLISH.split("|"), _NOBODY_IN_SPANISH.split("|")) - _ALSO_NAMES
# A name has none of these words in it, in small letters ("Daniel O" is one); "de", "y", "van" it may have.
_JOINING_WORDS_BY_LANGUAGE = (
    "with and or of by per each every for from plus until after before then topic item "
    "con o por cada para desde hasta luego tema punto"
)
_JOINING_WORDS = frozenset(_JOINING_WORDS_BY_LANGUAGE.split())
_NOT_IN_NAMES = re.compile(r"[?/\\+&*=<>|{}\[\]@#]|\d{2,}|https?:|\.\.|…|:")
_AND = re.compile(r"(?:^|\s)(?:y|e|and)\s")
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")


def name_key(text: str) -> str:
    """Return what two spellings of one name share: case, accents, dots and spacing set aside. Empty for no letters."""
    return " ".join(words(text))


def without_remark(text: str) -> str:
    """Return the name before a remark in brackets: "Rosa (late)" → "Rosa"."""
    return _REMARK.sub("", text).strip()


def parted_at_and(text: str) -> tuple[str, ...]:
    """Return what the one "y", "e" or "and" in `text` parts ("Luis y Eva"), or follows; nothing where none does.

    That may be two people or one ("Ortega y Gasset"). What stands in a remark is not looked at.
    """
    parts = [part.strip() for part in _AND.split(text)]
    whole = all(part.count("(") == part.count(")") for part in parts)
    return tuple(filter(None, parts)) if len(parts) == 2 and parts[1] and whole else ()


def says_nothing(text: str) -> bool:
    """Return whether all of `text` says that there is nothing to write: "-", "n/a", "Sin acuerdos"; or is empty."""
    return name_key(text) in _SAYS_NOTHING or not name_key(text)


def is_plenary(text: str) -> bool:
    """Return whether `text`, where the name of a group is asked for, means the whole alliance, or says nothing."""
    return name_key(text) in _PLENARY or says_nothing(text)


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
