"""The words dates are written with, by language: data for `db.when`, folded as `db.folding.fold` folds.

A phrase is a row of words and `{slots}`; `a|b` means either, `[x y]` that both may be missing. Its key names what it
means to `db.when`; "in_days" lists today, tomorrow and the day after. Adding a language is adding a `Language` here.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """How one language writes dates.

    `months` and `weekdays` (0 is Monday) include abbreviations; `numbers` are the words for small counts;
    `units` give a name of `days`, `months` and how many of it ("fortnight" → 14 days); `fillers` may stand before
    any date ("by", "para el"); `ordinals` follow the number of a day ("29th").
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, tuple[str, int]]
    fillers: frozenset[str]
    ordinals: frozenset[str]
    phrases: Mapping[str, tuple[str, ...]]


def _numbered(spellings: str, first: int) -> dict[str, int]:
    """Return word → number: one number per comma, its spellings separated by spaces."""
    return {word: number for number, some in enumerate(spellings.split(","), first) for word in some.split()}


_ENGLISH = Language(
    months=_numbered(
        "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug, "
        "september sept sep, october oct, november nov, december dec",
        1,
    ),
    weekdays=_numbered(
        "monday mon, tuesday tues tue, wednesday weds wed, thursday thurs thur thu, friday fri, saturday sat, "
        "sunday sun",
        0,
    ),
    numbers=_numbered("a an one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve", 1)
    | {"fifteen": 15, "twenty": 20, "thirty": 30},
    units={
        **dict.fromkeys(("day", "days"), ("days", 1)),
        **dict.fromkeys(("week", "weeks"), ("days", 7)),
        **dict.fromkeys(("fortnight", "fortnights"), ("days", 14)),
        **dict.fromkeys(("month", "months"), ("months", 1)),
        **dict.fromkeys(("year", "years"), ("months", 12)),
    },
    fillers=frozenset({"by", "on", "at", "the", "before", "until", "till", "due", "for"}),
    ordinals=frozenset({"st", "nd", "rd", "th"}),
    phrases={
        "date": (
            "[{weekday}] [the] {day} [of] {month} [{year}]",
            "[{weekday}] {month} [the] {day} [{year}]",
            "[{weekday}] {numeric}",
        ),
        "in_days": ("today|tonight", "tomorrow", "day after tomorrow"),
        "later": ("in|within {number} {unit} [time]", "{number} {unit} from now|today", "{number} {unit} later"),
        "next_unit": ("next {unit}",),
        "weekday": ("[next|this|coming] {weekday}",),
        "weekday_next_week": ("{weekday} [of] next week", "next week {weekday}"),
        "week_end": ("this week", "end of [the|this] week"),
        "next_week_end": ("end of next week",),
        "month_end": ("end of [the|this] month", "month end", "this month"),
        "next_month_end": ("end of next month",),
        "year_end": ("end of [the|this] year", "year end", "this year"),
        "month_named_start": ("beginning|start of {month} [{year}]", "early {month} [{year}]"),
        "month_named_middle": ("middle of {month} [{year}]", "mid {month} [{year}]"),
        "month_named_end": ("end of {month} [{year}]", "late {month} [{year}]"),
        "next_meeting": ("[our] next meeting",),
    },
)

_SPANISH = Language(
    months=_numbered(
        "enero ene, febrero feb, marzo mar, abril abr, mayo may, junio jun, julio jul, agosto ago, "
        "septiembre setiembre sept sep set, octubre oct, noviembre nov, diciembre dic",
        1,
    ),
    weekdays=_numbered(
        "lunes lun, martes mar, miercoles mie, jueves jue, viernes vie, sabado sab, domingo dom",
        0,
    ),
    numbers=_numbered("un una uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce", 1)
    | {"quince": 15, "veinte": 20, "treinta": 30},
    units={
        **dict.fromkeys(("dia", "dias"), ("days", 1)),
        **dict.fromkeys(("semana", "semanas"), ("days", 7)),
        **dict.fromkeys(("quincena", "quincenas"), ("days", 15)),
        **dict.fromkeys(("mes", "meses"), ("months", 1)),
        **dict.fromkeys(("ano", "anos"), ("months", 12)),
    },
    fillers=frozenset({"el", "la", "para", "antes", "del", "de", "a", "al", "hasta"}),
    ordinals=frozenset({"o", "ro", "er", "ero", "°"}),
    phrases={
        "date": (
            "[{weekday}] {day} [de] {month} [[de|del] {year}]",
            "[{weekday}] {month} {day} [{year}]",
            "[{weekday}] primero de {month} [[de|del] {year}]",
        ),
        "in_days": ("hoy", "manana", "pasado manana"),
        "later": ("en|dentro [de] {number} {unit}", "de aqui|hoy a|en {number} {unit}"),
        "next_unit": ("proximo|proxima|siguiente {unit}", "{unit} que viene|entra", "{unit} proximo|proxima|siguiente"),
        "weekday": ("[este|proximo|siguiente] {weekday}", "{weekday} que viene", "{weekday} proximo|siguiente"),
        "weekday_next_week": (
            "{weekday} de [la] proxima|siguiente semana",
            "{weekday} de [la] semana que viene",
            "{weekday} de [la] semana proxima|siguiente",
        ),
        "week_end": ("esta semana", "fin|final|fines|finales de la|esta semana"),
        "next_week_end": ("fin|final|fines|finales de [la] proxima semana",),
        "month_end": ("fin|final|fines|finales de|del [este] mes", "este mes"),
        "next_month_end": ("fin|final|fines|finales de|del proximo mes", "fin|final|fines|finales del mes que viene"),
        "year_end": ("fin|final|fines|finales de|del [este] ano", "este ano"),
        "month_named_start": ("principio|principios|inicio|inicios|comienzos de {month} [[de|del] {year}]",),
        "month_named_middle": ("mediados de {month} [[de|del] {year}]",),
        "month_named_end": ("fin|final|fines|finales de {month} [[de|del] {year}]",),
        "next_meeting": ("[nuestra] proxima|siguiente reunion", "reunion que viene", "reunion proxima|siguiente"),
    },
)

ENGLISH = "en"
LANGUAGES: Mapping[str, Language] = {ENGLISH: _ENGLISH, "es": _SPANISH}
