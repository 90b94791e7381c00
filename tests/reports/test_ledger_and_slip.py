"""The fairness ledger and the slip on paper: every number as a reader would work it out, nothing beside the page."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest

from db.turn_units import TURN
from desktop.reports.duty_sheets import LedgerLine, LedgerSheet, MemberSum, SlipSheet, SlipTurn, SumLine
from desktop.reports.ledger import lay_out_ledger, signed_exactly, turns_exactly
from desktop.reports.making import build
from desktop.reports.slip import lay_out_slip
from desktop.reports.style import PAPERS, SLIPS
from tests.reports.duty_samples import LEDGER, MEMBERS, SLIP
from tests.reports.reading import bookmarks, embedded, fonts, letters, missing_glyphs, pages, solid, whole
from tests.reports.test_rota import inside_margins
from tests.reports.test_text import HOSTILE, LANGUAGES

ENDLESS = ("x" * 5000, "word " * 1000, "ش" * 5000, "😀" * 500 + "\n" * 50, "\x00\x1b[31m\u202eabc\x07")


def ledger(sheet: LedgerSheet = LEDGER, **options: Any) -> bytes:
    out = BytesIO()
    build(lay_out_ledger, sheet, out, **options)
    return out.getvalue()


def slip(sheet: SlipSheet = SLIP, **options: Any) -> bytes:
    out = BytesIO()
    build(lay_out_slip, sheet, out, **options)
    return out.getvalue()


@pytest.mark.parametrize("paper", ["a4", "letter", "a3", "tabloid"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_ledger_on_every_paper(paper: str, language: str) -> None:
    pdf = ledger(paper=paper, language=language)
    assert inside_margins(pdf, PAPERS[paper])
    assert missing_glyphs(pdf) == 0
    assert all(map(embedded, fonts(pdf).values()))
    found = pages(pdf)
    numbered = "Page {} of {}" if language == "en" else "Página {} de {}"
    assert all(numbered.format(number, len(found)) in text for number, text in enumerate(found, 1))


def test_the_ledger_says_how_it_is_worked_out() -> None:
    text = " ".join(pages(ledger()))
    for words in (
        "Minutes · 31 turns since 7 September 2023",
        "The furthest anybody ever was: Upper Phasis Dairy, 2.58 behind, on 17 September 2026.",
        "together the parts are exactly one turn",
        "Balance = turns done − fair share.",
        "Upper Phasis Dairy (away) 0.00 2.58 −2.58",
        "Upper Phasis Dairy, turn by turn",
        "Members that left took +0.25 with them",
        "12 members: all above 1/12 0.0833 – −0.0833",
        "11 members: all above but Consumers’ Watch 1/11 0.0909",
    ):
        assert words in text


def test_a_reader_with_a_pencil_comes_to_the_same_balances() -> None:
    text = " ".join(pages(ledger()))
    text = text[text.index("turn by turn") :]
    rows = re.findall(r"(\d+)/(\d+) (\d\.\d{4}) (–|\d+) ([−+]\d\.\d{4})", text)
    assert len(rows) == 31
    balance = Fraction(0)
    for part, of, number, turns, printed in rows:
        share = Fraction(int(part), int(of))
        assert abs(share - Fraction(number)) <= Fraction(1, 20000)
        balance += (0 if turns == "–" else int(turns)) - share
        assert abs(balance - Fraction(printed.replace("−", "-"))) <= Fraction(1, 20000)


def test_the_outline_of_the_ledger() -> None:
    assert [title for _level, title, _page in bookmarks(ledger())] == [
        "Fairness ledger", "How it is worked out", "Upper Phasis Dairy, turn by turn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("units", "words", "signed"),
    [
        (0, "0.00", "0.00"), (TURN, "1.00", "+1.00"), (-TURN // 3, "−0.33", "−0.33"), (TURN * 5 // 6, "0.83", "+0.83"),
        (TURN // 1000, "0.00", "0.00"), (-TURN // 1000, "0.00", "0.00"), (TURN // 200, "0.01", "+0.01"),
        (TURN * 1234, "1,234.00", "+1,234.00"),
    ],
)  # fmt: skip
def test_numbers_are_rounded_from_whole_units(units: int, words: str, signed: str) -> None:
    assert turns_exactly(units, 2) == words
    assert signed_exactly(units, 2) == signed


def test_what_an_account_can_hold_is_told_in_words() -> None:
    lines = (
        SumLine(date(2026, 1, 1), "", ("A", "B"), ("C",), TURN // 3, 0, ((Decimal("0.5"), ("A",)),), Decimal("0.5"),
                Decimal("1.5")),
        SumLine(date(2026, 1, 2), "", ("A", "B"), ("C",), TURN // 7, TURN // 2),
        SumLine(date(2026, 1, 3), "", ("A",), ("B", "C"), 0, TURN, in_pool=False),
        SumLine(date(2026, 1, 4), "", (), (), TURN, 0, closing=True, in_pool=False),
    )  # fmt: skip
    text = " ".join(pages(ledger(replace(LEDGER, written_out=MemberSum("A", lines)))))
    for words in (
        "2 members: all above but C With a part of 0.5: A 0.5/1.5 0.3333 – −0.3333",
        "nobody owes more than one turn in all at one meeting. 0.1429 0.5000 +0.0238",
        "1 member: A It could not have been asked, and did it all the same. 0.0000 1 +1.0238",
        "It left. Its balance is closed and does not come back. 1.0000 – +0.0238",
        "Together 1.4762 1.5000 +0.0238",
    ):
        assert words in text


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values(), *ENDLESS])
def test_names_in_the_ledger_print_as_typed_and_stay_inside(text: str) -> None:
    lines = (*LEDGER.lines[:3], LedgerLine(text, TURN, 0, None, text, text))
    out = MemberSum(
        text, (SumLine(date(2026, 1, 1), text, (text, text), (text,), TURN // 2, 0, (), Decimal(1), Decimal(2)),)
    )
    sheet = replace(LEDGER, alliance=text, duty=text, lines=lines, written_out=out)
    pdf = ledger(sheet)
    assert inside_margins(pdf, PAPERS["a4"])
    assert missing_glyphs(pdf) == 0
    if len(text) < 60 and text.isprintable() and text not in LANGUAGES["Arabic"]:
        assert solid(text) in whole(pdf)


def test_many_members_repeat_the_head() -> None:
    lines = tuple(LedgerLine(f"Member {n} of many", TURN, TURN) for n in range(90))
    found = pages(ledger(replace(LEDGER, lines=lines, written_out=None)))
    assert len(found) >= 3
    assert all("Member Turns done Fair share" in text for text in found[:-1])
    assert all(f"Member {n} of many" in " ".join(found) for n in range(90))


# The slip


@pytest.mark.parametrize(("paper", "size"), [("a4", (298, 420)), ("letter", (306, 396))])
def test_the_slip_is_a_small_page(paper: str, size: tuple[int, int]) -> None:
    pdf = slip(paper=paper)
    assert (round(SLIPS[paper].width), round(SLIPS[paper].height)) == size
    text = " ".join(pages(pdf))
    for words in (
        "Salome Suneli", "You have 2 turns.", "Minutes Writes decisions", "Thursday 26 November 2026, 10:00 to 12:30",
        "Lowland Development Centre", "Pieter Akker (chairing)", "Stands by Lia Venari", "Accepted", "Bring the laptop",
        "January to March 2027", "1 Jan to 31 Mar", "Cannot come?", "555 01 23 40",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values(), *ENDLESS])
def test_words_on_the_slip_print_as_typed_and_stay_inside(text: str) -> None:
    turn = SlipTurn(
        text, text, text, date(2026, 1, 1), None, text, None, None, text, alternate=text, beside=text,
        swapped_with=text, others=((text, text),) * 9, note=text,
    )  # fmt: skip
    pdf = slip(SlipSheet(text, text, (turn, turn), text))
    assert missing_glyphs(pdf) == 0
    assert len(pages(pdf)) <= 8
    on = SLIPS["a4"]
    assert all(
        on.side - 2 <= letter.left and letter.right <= on.width - on.side + 2
        for page in letters(pdf)
        for letter in page
        if letter.text.strip() and letter.right > letter.left
    )
    if len(text) < 60 and text.isprintable() and text not in LANGUAGES["Arabic"]:
        assert solid(text) in whole(pdf)


def test_nothing_to_do_is_said() -> None:
    assert "No turns are planned for you at the moment." in pages(slip(replace(SLIP, turns=())))[0]
    assert "No turn of this duty was done yet." in pages(ledger(replace(LEDGER, turns=0)))[0]


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert ledger() == ledger()
    assert slip() == slip()
    assert len(MEMBERS) == len(LEDGER.lines)
