"""Fictional charts of every kind, usual and awkward, that the tests draw and that are looked at one by one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from desktop.reports.charts.values import (
    AnyChart,
    BalanceBars,
    BalanceDots,
    BalanceRow,
    Endorsed,
    EndorsedRow,
    IndicatorLine,
    KindMember,
    Level,
    MapKind,
    MembersMap,
    Observed,
    PairRow,
    Pairs,
    PartsRow,
    StackedBars,
    StackedShares,
    Trend,
    TrendPoint,
)

LONG = "Federación Nacional de Mujeres Campesinas, Indígenas, Nativas y Asalariadas"
GEORGIAN, ARMENIAN = "ქალთა ფერმერთა კავშირი", "Կանանց գյուղացիական միություն"
ARABIC, ETHIOPIC = "جمعية النساء المزارعات", "የሴቶች ገበሬዎች ማህበር"
SCRIPTS = (GEORGIAN, ARMENIAN, ARABIC, ETHIOPIC)

TREND = Trend(
    "Fewer members come each time",
    "Members present at each general meeting, of 31",
    alt="A line of six meetings, falling from 25 members in January to 18 in September. 16 are a quorum, 31 are all.",
    points=tuple(
        TrendPoint(label, value, sub)
        for label, value, sub in zip(
            ("35", "36", "37", "38", "39", "40"),
            (25, 24, 24, 22, 20, 18),
            ("Jan", "Feb", "Mar", "May", "Jul", "Sep"),
            strict=True,
        )
    ),
    series="Members here",
    whole=Level("All members", 31),
    needed=Level("Quorum: 16", 16),
)
PAIRS = Pairs(
    "Farmers bring few agenda items",
    "Each member type: its share of members, of agenda items, and its co-chairs",
    alt="Farmers’ associations are 23 % of members and bring 11 % of items; international NGOs bring 38 %.",
    rows=(
        PairRow("International NGOs", 26, 38, 1),
        PairRow("Farmers’ associations", 23, 11, 0, strong=True),
        PairRow("Local NGOs", 16, 12, 0),
        PairRow("Donors", 13, 18, 1),
        PairRow("Academia", 10, 14, 1),
        PairRow("Government", 6, 5, 0),
        PairRow("Finance", 6, 2, 0),
    ),
    first_label="share of members, %",
    second_label="share of agenda items, %",
    extra_label="Co-chairs",
)
STACKED = StackedBars(
    "Three in five actions are done on time",
    "Actions agreed at each meeting",
    alt="Of 65 actions agreed at six meetings, 39 were done on time, 13 late, 13 are still open.",
    parts=("on time", "late", "still open"),
    rows=tuple(
        PartsRow(f"{35 + at}", values)
        for at, values in enumerate(((8, 2, 0), (7, 3, 1), (6, 2, 1), (9, 2, 2), (5, 3, 3), (4, 1, 6)))
    ),
)
SHARES = StackedShares(
    "Groups finish on time, owners alone do not",
    "Actions by who owns them",
    alt="Working groups finished 12 of 16 on time.",
    parts=("on time", "late", "dropped", "still open"),
    rows=(
        PartsRow("Working groups", (12, 2, 1, 1)),
        PartsRow("International NGOs", (9, 6, 2, 4)),
        PartsRow("Farmers’ associations", (3, 1, 0, 1)),
        PartsRow("Nobody", (0, 0, 0, 0)),
        PartsRow("Secretariat and everybody who helps it from time to time", (1, 30, 0, 0)),
    ),
    sum_label="All",
)
SURVEY = StackedShares(
    "Most find the chairs fair",
    "“The chairs let everyone speak”, answers by year",
    alt="Five answers from strongly agree to strongly disagree.",
    parts=("agree fully", "agree", "neither", "disagree", "disagree fully"),
    rows=(PartsRow("2024", (9, 8, 4, 2, 1)), PartsRow("2025", (11, 7, 3, 2, 0)), PartsRow("2026", (12, 9, 2, 1, 1))),
    sum_label="Answers",
)
ENDORSED = Endorsed(
    "Members endorse most decisions",
    "Members who said yes in ten days; line marks 16 of 31",
    alt="Four decisions have the 16 members they need; the member fee has 12.",
    rows=(
        EndorsedRow("40.2", "Seed law comments", 28, 31, 0, 16),
        EndorsedRow("40.1", "Trainers for four districts", 26, 31, 0, 16),
        EndorsedRow("39.3", "Group chairs for a year", 24, 31, 0, 16),
        EndorsedRow("39.1", "Letter on water fees", 19, 31, 0, 16),
        EndorsedRow("38.2", "Member fee of 50 a year", 12, 31, 0, 16),
    ),
    endorsed_label="endorse",
    objected_label="object",
)
BALANCES = (
    ("WF", -2.1), ("BK", -1.9), ("HS", -1.6), ("RC", -1.4), ("CW", -1.35), ("FM", -1.0), ("YF", -0.9), ("DB", -0.9),
    ("AF", -0.8), ("PD", -0.5), ("IA", -0.5), ("TG", -0.4), ("WV", -0.4), ("NC", -0.3), ("TP", 0.0), ("SS", 0.0),
    ("RY", 0.1), ("VL", 0.2), ("GV", 0.4), ("IS", 0.5), ("HW", 0.6), ("RB", 0.9), ("HG", 1.0), ("VC", 1.0),
    ("GS", 1.2), ("LD", 1.4), ("OF", 2.0), ("KU", 2.4), ("AD", 2.6),
)  # fmt: skip
DOTS = BalanceDots(
    "19 of 29 members carry a fair share",
    "One dot per member, by turns behind or ahead",
    alt="19 of 29 members are within one turn of their fair share; five are behind, five ahead.",
    rows=tuple(BalanceRow(f"Member {short}", value, short) for short, value in BALANCES),
    behind_label="turns behind",
    ahead_label="turns ahead",
    fair_label="fair: about one turn",
)
BARS = BalanceBars(
    DOTS.title,
    "Turns done, less the fair share",
    alt=DOTS.alt,
    decimals=2,
    rows=(
        BalanceRow("Women Farmers of the Lowlands", -2.1),
        BalanceRow("Hill Beekeepers’ Association", -0.4),
        BalanceRow("Young Farmers’ Forum", 0),
        BalanceRow(LONG, 0.75),
        BalanceRow(ARABIC, 1.5),
    ),
    behind_label="behind",
    ahead_label="ahead",
)
INDICATOR = IndicatorLine(
    "Malnutrition falls, but slower than planned",
    "Chronic malnutrition of children under five, % (national survey)",
    alt="From 29.5 % in 2006 to 27.1 % in 2010; an even pace to the target would be 25.5 % by then.",
    unit="%",
    decimals=1,
    observations=(
        Observed(date(2006, 6, 1), 29.5),
        Observed(date(2007, 6, 1), 28.5),
        Observed(date(2008, 6, 1), 27.8),
        Observed(date(2009, 6, 1), 27.9),
        Observed(date(2010, 6, 1), 27.1),
    ),
    baseline=Observed(date(2006, 6, 1), 29.5),
    target=Observed(date(2011, 6, 1), 24.5),
)
_NAMES = (
    ("Farmers’ associations", True, ("Upper Phasis Dairy", "Hill Beekeepers’ Association", "Seed & Soil Network",
     "Women Farmers of the Lowlands", "Young Farmers’ Forum", "Village Dairies", "Tea Pickers’ Union")),
    ("International NGOs", False, ("Open Fields International", "Alpine Development Agency", "River Bridges",
     "Hands on Water", "World Verdant", "Helpers Worldwide", "Green Span", "Relief Yard")),
    ("Local NGOs", False, ("Village Law Clinic", "Consumers’ Watch", "Lowland Development Centre", "New Commons",
     "Farm Memory")),
    ("Donors", False, ("Valley Trust", "Kolkha Fund", "Austral Aid", "Double Bridge")),
    ("Academia", False, ("Kolkha Agrarian University", "Rural College Network", "Institute of Soils")),
    ("Government", False, ("Ministry of Agriculture", "Districts’ Board")),
    ("Finance", False, ("AgroFinance Association", "Village Credit")),
)  # fmt: skip
MAP = MembersMap(
    "31 members of seven kinds",
    "All members of the alliance; those of farmers and villages themselves are filled",
    alt="Seven of 31 members are farmers’ associations.",
    kinds=tuple(
        MapKind(kind, tuple(KindMember(name, letters=name[:2], grassroots=own) for name in names))
        for kind, own, names in _NAMES
    ),
    grassroots_label="grassroots",
    others_label="others",
)

USUAL: dict[str, AnyChart] = {
    "trend": TREND, "pairs": PAIRS, "stacked": STACKED, "shares": SHARES, "survey": SURVEY, "endorsed": ENDORSED,
    "dots": DOTS, "bars": BARS, "indicator": INDICATOR, "map": MAP,
}  # fmt: skip


def _trend(*values: float | None, **more: object) -> Trend:
    points = tuple(TrendPoint(f"{n}", value) for n, value in enumerate(values, 1))
    return replace(TREND, points=points, **more)


def _awkward() -> Iterator[tuple[str, AnyChart]]:
    yield "trend-none", _trend()
    yield "trend-1", _trend(20)
    yield "trend-2", _trend(16, 15)
    yield "trend-12", _trend(*(12 + (n * 7) % 18 for n in range(12)))
    yield "trend-36", _trend(*(14 + (n * 5) % 13 for n in range(36)))
    yield "trend-all", _trend(31, 31, 31, 31)
    yield "trend-near-quorum", _trend(16, 17, 16, 15, 16, 17)
    yield "trend-gaps", _trend(20, None, 18, 17, None, None, 22)
    yield "trend-zero", _trend(0, 0, 0, whole=None, needed=None)
    yield "trend-negative", _trend(3, -2, 4, -5, whole=None, needed=None)
    whole = Level("All members", (20, 22, 25, 25, 29, 31))
    yield "trend-growing", replace(TREND, whole=whole, needed=Level("Quorum", (11, 12, 13, 13, 15, 16)))
    long = tuple(TrendPoint(f"General meeting {n}", 20 + n, LONG) for n in range(4))
    yield "trend-long", replace(TREND, points=long, series=LONG, whole=Level(LONG, 31), needed=Level(LONG, 16))
    rows = tuple(PairRow(f"{name} {n}", n, 30 - n, n % 4) for n, name in enumerate((LONG, "Other", *SCRIPTS) * 2))
    yield "pairs-12", replace(PAIRS, rows=rows)
    yield "pairs-3", replace(PAIRS, rows=PAIRS.rows[:3], extra_label="")
    yield "pairs-zero", replace(PAIRS, rows=(PairRow("Donors", 0, 0, None), PairRow("Finance", 0, 0, None)))
    yield "pairs-negative", replace(PAIRS, rows=(PairRow("Donors", -12, 8), PairRow("Finance", 5, -30)))
    many = tuple(PartsRow(f"{n}", (n % 7, n % 3, n % 5), "2026" if n % 4 else LONG) for n in range(36))
    yield "stacked-36", replace(STACKED, rows=many)
    yield "stacked-1", replace(STACKED, rows=STACKED.rows[:1])
    yield "stacked-zero", replace(STACKED, rows=(PartsRow("35", (0, 0, 0)),))
    yield "shares-scripts", replace(SHARES, rows=tuple(PartsRow(name, (3, 2, 1, 1)) for name in (LONG, *SCRIPTS)))
    objected = tuple(
        replace(row, objected=at, name=name)
        for at, (row, name) in enumerate(zip(ENDORSED.rows, (LONG, *SCRIPTS), strict=True))
    )
    yield "endorsed-objected", replace(ENDORSED, rows=objected)
    crowd = tuple(BalanceRow(f"M{n}", ((n * 37) % 100 - 50) / 40, f"M{n % 10}") for n in range(120))
    yield "dots-120", replace(DOTS, rows=crowd)
    yield "dots-far", replace(DOTS, rows=(*DOTS.rows, BalanceRow("Far", 19.0, "FA"), BalanceRow("Behind", -8, "BE")))
    yield "dots-1", replace(DOTS, rows=DOTS.rows[:1])
    yield "bars-zero", replace(BARS, rows=(BalanceRow("A", 0), BalanceRow("B", 0)))
    yield "indicator-1", replace(INDICATOR, observations=(), target=None)
    yield "indicator-short", replace(
        INDICATOR, unit="districts", decimals=None, baseline=Observed(date(2026, 1, 10), 0),
        target=Observed(date(2027, 3, 1), 12),
        observations=tuple(Observed(date(2026, month, 3), month // 2) for month in range(1, 13, 2)),
    )  # fmt: skip
    yield "map-scripts", replace(MAP, kinds=(MapKind(LONG, tuple(KindMember(name) for name in (*SCRIPTS, LONG))),))
    big = tuple(
        MapKind(
            f"Kind {n}",
            tuple(KindMember(f"Member {m} of kind {n}", letters=f"M{m}", grassroots=not m % 3) for m in range(25)),
        )
        for n in range(12)
    )
    yield "map-300", replace(MAP, kinds=big)


AWKWARD: dict[str, AnyChart] = dict(_awkward())
EVERY: dict[str, AnyChart] = USUAL | AWKWARD
