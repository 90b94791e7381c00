"""Fictional rotas, ledgers and slips that the paper tests print, and that are looked at page by page."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from db.turn_units import TURN
from desktop.reports.duty_sheets import (
    Furthest,
    LedgerLine,
    LedgerSheet,
    MemberSum,
    RotaDuty,
    RotaRow,
    RotaSection,
    RotaSheet,
    RotaTurn,
    SlipSheet,
    SlipTurn,
    SumLine,
    TurnMark,
)

DUTIES = (
    RotaDuty("Minutes", "Writes decisions and actions down and sends them out"),
    RotaDuty("Chairing", "Keeps time and lets everyone speak"),
    RotaDuty("Calling", "Sends the call before the meeting"),
    RotaDuty("Records", "Keeps the attendance list, papers and register"),
)
PEOPLE = (
    ("Nana Ghomi", "Upper Phasis Dairy"),
    ("Eka Nigozi", "Open Fields International"),
    ("Beka Matsoni", "Seed & Soil Network"),
    ("Rusa Vashli", "Village Law Clinic"),
    ("Salome Suneli", "Women Farmers of the Lowlands"),
    ("Pieter Akker", "Alpine Development Agency"),
    ("Otar Skola", "Rural College Network"),
    ("Soso Abazi", "AgroFinance Association"),
    ("Irakli Mchadi", "Hill Beekeepers’ Association"),
    ("Levan Kindzi", "Kolkha Agrarian University"),
    ("Ana Simindi", "Young Farmers’ Forum"),
    ("Maia Tkemali", "Consumers’ Watch"),
)
DAYS = (date(2026, 10, 22), date(2026, 11, 26), date(2027, 1, 14), date(2027, 2, 18), date(2027, 3, 25))
PLACES = ("Agrarian University, Hall 2", "Lowland Development Centre", "Upper Phasis Dairy", "", "Town hall")


def turn(number: int, **more: object) -> RotaTurn:
    person, member = PEOPLE[number % len(PEOPLE)]
    standing = (TurnMark.ACCEPTED, TurnMark.ACCEPTED, TurnMark.ASKED, TurnMark.PLANNED)[number % 4]
    return RotaTurn(person, member, standing, **more)  # type: ignore[arg-type]


def meeting(number: int, day: date, duties: int = 4) -> RotaRow:
    return RotaRow(
        day, tuple(turn(number * duties + n) for n in range(duties)), start=time(10), until=time(12, 30),
        place=PLACES[number % 5],
    )  # fmt: skip


PLENARY = RotaSection("General meetings", DUTIES, tuple(meeting(n, day) for n, day in enumerate(DAYS)))
ROTA = RotaSheet(
    "Kolkha Agriculture Alliance",
    (PLENARY,),
    contact="555 01 23 40",
    published_on=date(2026, 10, 1),
    printed_on=date(2026, 10, 7),
)
MIXED = replace(
    ROTA,
    settled=False,
    sections=(
        replace(
            PLENARY,
            rows=(
                replace(PLENARY.rows[0], title="Annual assembly", turns=(
                    turn(4, swapped_with="Hill Beekeepers’ Association"), turn(1, alternate="Tamar Kvirike"),
                    RotaTurn("", "", TurnMark.NOBODY), turn(3, beside="Rural College Network"))),
                replace(PLENARY.rows[1], turns=(
                    RotaTurn("ნინო ბერიძე", "ქალთა ფერმერთა კავშირი", TurnMark.ACCEPTED),
                    RotaTurn("فاطمة الزهراء", "جمعية النساء المزارعات", TurnMark.ASKED),
                    RotaTurn("አልማዝ ተስፋዬ", "የሴቶች ገበሬዎች ማህበር", TurnMark.PLANNED),
                    RotaTurn("Maximiliana Fernández-Villavicencio y Quispe Mamani",
                             "Federación Nacional de Mujeres Campesinas, Indígenas, Nativas y Asalariadas",
                             TurnMark.ACCEPTED))),
                *PLENARY.rows[2:],
            ),
        ),
        RotaSection("Group: Access to finance", DUTIES[:2], tuple(
            RotaRow(day, (turn(n), turn(n + 5)), start=time(15)) for n, day in enumerate(DAYS[:3]))),
        RotaSection("Duties by term", (RotaDuty("Statements", "Drafts what the alliance says in public"),), (
            RotaRow(date(2026, 10, 1), (turn(5),), end=date(2027, 1, 1)),
            RotaRow(date(2027, 1, 1), (turn(6),), end=date(2027, 2, 1)),
            RotaRow(date(2027, 2, 3), (turn(7),), end=date(2027, 2, 20)))),
    ),
)  # fmt: skip

MEMBERS = tuple(member for _person, member in PEOPLE)
LEDGER = LedgerSheet(
    "Kolkha Agriculture Alliance",
    "Minutes",
    "Writes decisions and actions down and sends them out",
    tuple(
        LedgerLine(member, n // 2 * TURN, TURN * 31 // 12, date(2026, 9, 17), "" if n % 5 else "away")
        for n, member in enumerate(MEMBERS)
    ),
    turns=31,
    since=date(2023, 9, 7),
    left=TURN // 4,
    furthest=Furthest(MEMBERS[0], -TURN * 31 // 12, date(2026, 9, 17)),
    written_out=MemberSum(
        MEMBERS[0],
        tuple(
            SumLine(
                date(2023, 9, 7) + timedelta(weeks=4 * n), f"General meeting {n + 1}", MEMBERS[: 12 - n % 3],
                MEMBERS[12 - n % 3 :], TURN // (12 - n % 3), TURN if n % 12 == 11 else 0, (), Decimal(1),
                Decimal(12 - n % 3),
            )
            for n in range(31)
        ),
    ),
    printed_on=date(2026, 10, 7),
)  # fmt: skip
SLIP = SlipSheet(
    "Kolkha Agriculture Alliance",
    "Salome Suneli",
    (
        SlipTurn(
            "Minutes", DUTIES[0].task, "Women Farmers of the Lowlands", date(2026, 11, 26), None, "General meeting 42",
            time(10), time(12, 30), "Lowland Development Centre", TurnMark.ACCEPTED, "Lia Venari", "", "",
            (("Chairing", "Pieter Akker"), ("Calling", "Otar Skola"), ("Records", "Soso Abazi")), "Bring the laptop",
        ),
        SlipTurn("Statements", "Drafts what the alliance says in public", "Women Farmers of the Lowlands",
                 date(2027, 1, 1), date(2027, 4, 1)),
    ),
    "555 01 23 40",
    date(2026, 10, 7),
)  # fmt: skip
