"""The printed minutes: results first, boxes whole, headings never alone, and how far they have come plain to see."""

import re
from dataclasses import replace
from datetime import date, time
from io import BytesIO

import pypdf
import pytest
from reportlab.lib.units import mm

from db.vocabulary import ActionState, MinutesState
from desktop.reports.sheets import (
    Action,
    Attendance,
    Attendee,
    Correction,
    Decision,
    ItemMinutes,
    KindPresent,
    MeetingFacts,
    MinutesSheet,
    Missing,
    Point,
    Quorum,
    Votes,
)
from tests.drawn import seen_on_page
from tests.reports.reading import bookmarks, embedded, fonts, lines, missing_glyphs, pages, printed, solid, whole
from tests.reports.samples import APPROVED, ATTENDANCE, DECISIONS, MEETING, MINUTES
from tests.reports.test_agenda import inside_margins
from tests.reports.test_text import HOSTILE, LANGUAGES

BARE = MinutesSheet(MEETING, MinutesState.DRAFT)


def full_of(text: str) -> MinutesSheet:
    """Return minutes with `text` in every field that a person fills."""
    decision = Decision("1.1", text, taken=text, effective_on=date(2026, 1, 3), supersedes=text, superseded_by=text)
    actions = (
        Action("A1", text, text, date(2026, 2, 1)),
        Action("A2", text, text, None, frozenset({Missing.DUE})),
        Action("A3", text, state=ActionState.DROPPED, reason=text, missing=frozenset({Missing.OWNER})),
    )
    one = Attendee(text, text, time(9), time(10))
    return MinutesSheet(
        MeetingFacts(text, text, date(2026, 1, 2), time(9), time(10), text, text, text, (text,)),
        MinutesState.APPROVED,
        Attendance((KindPresent(text, (one,), 3),), (text,), (text,), (one,), (one,), Quorum(2, time(9), time(10))),
        (ItemMinutes(text, 1, (text, Point(text), decision, *actions, text)),),
        (decision,),
        actions,
        approved_on=date(2026, 2, 1),
        approved_at=text,
        corrections=(Correction(date(2026, 3, 1), text, text, text, text, text),),
        original=text,
        original_name=text,
    )


def test_lines_that_name_somebody_in_arabic_stand_in_the_order_they_are_said_in() -> None:
    """Tried: each line ordered as its letters alone say; every one of them was caught."""
    name, due = "جمعية المزارعين", date(2026, 10, 29)
    action = Action("A1", f"Ring {name}, 555 02", name, due)
    loose = Action("A2", f"{name}, meeting 7", name, due, frozenset({Missing.OWNER}))
    own = "قدمت ليلى الجمعية (AWF) منذ 2019."
    said = (f"We heard {name}, 12 people.", Point(f"See {name} - 3 Nov"), own, action, loose)
    sheet = MinutesSheet(
        replace(MEETING, name=f"{name}, meeting 41", place=f"{name} 2, Poti"),
        MinutesState.DRAFT,
        actions=(action, loose),
        items=(ItemMinutes(f"Fee of {name} 2027", 1, said),),
    )
    found = seen_on_page(printed(sheet), 0)
    assert found[:1] == [f"{solid(MEETING.alliance)}Minutes·*,meeting41·Draft"]
    for line in ("*,meeting41", "Weheard*,12people.", "•See*-3Nov", "A1Ring*,55502*,29Oct"):
        assert line in found, line
    assert any("*2,Poti" in line for line in found), found
    assert ".2019*(*)" not in found
    assert any("*,meeting7" in line and not line.startswith("7") for line in found)


def long_minutes(items: int, results: int) -> MinutesSheet:
    """Return minutes of many items, each with words of changing length and a box of results."""

    def results_of(item: int) -> tuple[Decision | Action, ...]:
        due = date(2026, 12, 1)
        return tuple(
            Action(f"A{item}-{n}", f"result {n} of item {item}.", "River Bridges", due) for n in range(results)
        )

    said = [("Words that were said. " * (1 + number * 7 % 23), *results_of(number)) for number in range(items)]
    return replace(
        MINUTES,
        items=tuple(ItemMinutes(f"What item {n} is about", n, said[n]) for n in range(items)),
        actions=tuple(each for n in range(items) for each in results_of(n) if isinstance(each, Action)),
    )


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("sheet", [MINUTES, APPROVED], ids=["draft", "approved"])
def test_nothing_is_missing_and_nothing_outside(sheet: MinutesSheet, paper: str, language: str) -> None:
    pdf = printed(sheet, paper=paper, language=language)
    assert inside_margins(pdf, paper)
    assert missing_glyphs(pdf) == 0
    assert all(map(embedded, fonts(pdf).values()))


def test_decisions_and_actions_come_first() -> None:
    first = pages(printed(MINUTES))[0]
    for words in (
        "Minutes Draft General meeting 27",
        "Draft: send comments to the secretariat by 19 November 2026.",
        "Decisions 4 decisions 27.1 Adopt the agenda as sent on 29 October. All agree",
        "18 agree, 1 abstains",
        "From 1 January 2027 All agree",
        "17 agree, 2 against",
        "Actions 7 actions: 5 agreed, 2 not agreed yet",
        "A1 Send the seed register to all members River Bridges 19 Nov",
        "A5 Ask the district for the seed register Not agreed yet 3 Dec",
        "A7 Draw up the training calendar Weir School no date Not agreed yet",
        "Dropped: the hearing was called off",
        "Who was here 17 of 31 here The quorum of 16 was met at 10:05.",
        "Fair Market Initiative (Ida Bond, from 10:20)",
        "Northern Fund (Hanna Korn, from 10:15, until 12:00)",
    ):
        assert words in first
    assert first.index("Decisions") < first.index("Actions") < first.index("Who was here")


def test_what_was_said_has_its_results_where_they_stand() -> None:
    text = " ".join(pages(printed(MINUTES)))
    said = text[text.index("What was said") :]
    assert "harvest months. 27.3 The Weir School and the Advice Network train 24 village trainers in 2027." in said
    assert "A7 Draw up the training calendar Not agreed yet: no date Weir School" in said
    assert "A5 Ask the district for the seed register Not agreed yet: no owner 3 Dec" in said
    assert "• The fee should follow what is sold, not the hectares sown." in said


@pytest.mark.parametrize(
    ("state", "mark", "sentence", "foot"),
    [
        (MinutesState.DRAFT, "Draft", "Draft: send comments to the secretariat by", "Draft of 14 November 2026"),
        (
            MinutesState.CIRCULATED,
            "For comments",
            "Not approved yet: send comments",
            "Sent for comments on 15 November 2026",
        ),
    ],
)
def test_what_is_not_approved_says_so_on_every_page(state: MinutesState, mark: str, sentence: str, foot: str) -> None:
    found = pages(printed(replace(MINUTES, state=state, circulated_on=date(2026, 11, 15))))
    assert f"Minutes {mark} General" in found[0]
    assert sentence in found[0]
    assert all(f"General meeting 27 · {mark}" in text and foot in text for text in found)


def test_after_the_last_day_for_comments_nobody_is_asked_for_them() -> None:
    sheet = replace(MINUTES, state=MinutesState.CIRCULATED, comments_by=date(2026, 11, 19))
    said = [pages(printed(replace(sheet, printed_on=date(2026, 11, day))))[0] for day in (19, 20)]
    words = ("send comments to the secretariat by 19 November", "comments were possible until 19 November 2026.")
    assert [[each in text for each in words] for text in said] == [[True, False], [False, True]]
    draft = replace(sheet, state=MinutesState.DRAFT, printed_on=date(2026, 11, 20))
    assert "Draft: nothing in it is settled yet." in pages(printed(draft))[0]


def test_approved_minutes_say_where_and_carry_their_corrections() -> None:
    found = pages(printed(APPROVED))
    assert "Minutes Approved General" in found[0]
    assert all("Approved at General meeting 28 on 10 December 2026." in text for text in found)
    assert "No longer in force: replaced by decision 28.2" in found[0]
    assert "Was: the change to section 5 Now: the changes to sections 5 and 6" in found[-1]
    assert not re.search("Draft[ :]*(General|of|send)|· Draft", " ".join(found))


def test_bookmarks_lead_to_each_part_and_item() -> None:
    found = bookmarks(printed(MINUTES))
    assert [(level, title) for level, title, _page in found] == [
        (0, "Minutes"),
        (0, "Decisions"),
        (0, "Actions"),
        (0, "Who was here"),
        (0, "What was said"),
        (1, "1 Opening; actions of meeting 26"),
        (1, "2 Draft seed law: our joint answer"),
        (1, "3 Training in 2027: which villages"),
        (1, "4 Seed loans: first results of the trial"),
        (1, "6 Women on cooperative boards: a target"),
    ]
    text = pages(printed(MINUTES))
    assert all(title.partition(" ")[2] in text[page] for level, title, page in found if level)


@pytest.mark.parametrize(
    ("title", "begun"),
    [
        ("The canal of the lower valley " * 170, f"2 {'The canal of the lower valley ' * 3}The canal of the lower…"),
        ("canal" * 1000, f"2 {'canal' * 23}ca…"),
        ("The canal\nof the lower valley", "2 The canal of the lower valley"),
    ],
)
def test_the_bookmark_of_a_title_that_crosses_pages_is_its_beginning(title: str, begun: str) -> None:
    items = [replace(item, title=title) if item.number == 2 else item for item in MINUTES.items]
    found = bookmarks(printed(replace(MINUTES, items=items)))
    assert [words for _level, words, _page in found if words[0].isdigit()] == [
        "1 Opening; actions of meeting 26", begun, "3 Training in 2027: which villages",
        "4 Seed loans: first results of the trial", "6 Women on cooperative boards: a target",
    ]  # fmt: skip


@pytest.mark.parametrize(("items", "results"), [(60, 5), (25, 12), (40, 1)])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_boxes_stay_whole_and_headings_are_never_alone(items: int, results: int, paper: str) -> None:
    pdf = printed(long_minutes(items, results), paper=paper)
    found = pages(pdf)
    start = next(number for number, text in enumerate(found) if "What was said" in text)
    said = [found[start].partition("What was said")[2], *found[start + 1 :]]
    for item in range(items):
        where = {
            page for page, text in enumerate(said) for n in range(results) if f"result {n} of item {item}." in text
        }
        assert len(where) == 1
    for page in lines(pdf):
        body = [line for line in page if 17 * mm < line.y]
        lowest = min(body, key=lambda line: line.y)
        assert lowest.font not in ("SourceSerif4Subhead-Semibold", "SourceSerif4Display-Semibold")


def test_a_box_taller_than_a_page_repeats_its_title() -> None:
    pdf = printed(long_minutes(20, 15))
    found = pages(pdf)
    boxes = [text for text in found if "Actions (continued)" in text]
    assert len(boxes) >= 8
    assert all("300 actions" in text and "What Owner Due Done" in text for text in boxes)
    assert inside_margins(pdf)
    assert len([title for _level, title, _page in bookmarks(pdf) if title == "Actions"]) == 1


def test_a_box_that_fits_on_a_page_is_on_one() -> None:
    decisions = tuple(Decision(f"27.{n}", f"Decided thing {n}.") for n in range(1, 24))
    found = pages(printed(replace(BARE, decisions=decisions)))
    assert len({page for page, text in enumerate(found) for n in range(1, 24) if f"Decided thing {n}." in text}) == 1


@pytest.mark.parametrize("text", [*HOSTILE, *LANGUAGES.values()])
def test_every_field_prints_as_typed(text: str) -> None:
    pdf = printed(full_of(text))
    assert missing_glyphs(pdf) == 0
    assert inside_margins(pdf)
    assert all(map(embedded, fonts(pdf).values()))
    if text != LANGUAGES["Arabic"]:
        assert whole(pdf).count(solid(text)) >= 35


@pytest.mark.parametrize("text", ["x" * 1200, "word " * 250, "ش" * 800, "😀\x00\u202e" * 300])
def test_fields_without_end_cross_pages_and_stay_inside(text: str) -> None:
    assert inside_margins(printed(full_of(text)))


def test_one_word_of_five_thousand_letters() -> None:
    endless = Decision("27.1", "x" * 5000)
    sheet = replace(BARE, decisions=(endless,), items=(ItemMinutes("x" * 5000, 1, ("x" * 5000, endless)),))
    pdf = printed(sheet)
    assert inside_margins(pdf)
    assert whole(pdf).count("x") >= 20000


def test_an_original_is_kept_to_the_letter() -> None:
    original = "MINUTES\n\n  1.  Opened at 10.\n\tAgreed & <signed>\r\nاجتماع\n"
    found = pages(printed(replace(BARE, original=original, original_name="minutes-1998.txt")))
    assert "The minutes as they were written Kept to the letter, from minutes-1998.txt." in found[0]
    assert "MINUTES 1. Opened at 10. Agreed & <signed>" in found[0]
    assert len(pages(printed(replace(BARE, original="one line after another\n" * 3000)))) > 50


def test_minutes_from_the_past_are_marked_so() -> None:
    found = pages(printed(replace(BARE, state=MinutesState.IMPORTED, original="Old words.")))
    assert "Minutes From the archive General meeting 27" in found[0]
    assert "Older than this record, and kept as it was written." in found[0]
    assert "Draft" not in found[0]


def test_minutes_from_the_past_name_what_was_on_the_agenda() -> None:
    items = (ItemMinutes("Budget <talk>", 1), ItemMinutes("Water report", 2, ("Rain.",)), ItemMinutes("x" * 300, 3))
    sheet = replace(BARE, state=MinutesState.IMPORTED, items=items, original="Old words.")
    [page] = pages(printed(sheet))
    at = [page.index(words) for words in ("Agenda 1 Budget <talk> 2 Water report 3 xxx", "What was said 2 Water report",
                                          "The minutes as they were written")]  # fmt: skip
    assert at == sorted(at)
    assert "No decisions" not in pages(printed(replace(sheet, items=items[:1])))[0]


def test_quorum_never_met_and_quorum_lost() -> None:
    never = replace(MINUTES, attendance=replace(ATTENDANCE, quorum=Quorum(20)))
    assert "The quorum of 20 was not met." in pages(printed(never))[0]
    lost = replace(MINUTES, attendance=replace(ATTENDANCE, quorum=Quorum(16, time(10, 5), time(11, 40))))
    assert "The quorum of 16 was met at 10:05 and lost at 11:40." in pages(printed(lost))[0]


def test_bare_minutes_still_print() -> None:
    assert len(pages(printed(BARE))) == 1
    with_item = pages(printed(replace(BARE, items=(ItemMinutes("Only this", None, ("Said.",)),))))
    assert "No decisions and no actions were recorded." in with_item[0]


def test_votes_in_words() -> None:
    counted = replace(DECISIONS[0], consensus=False, votes=Votes(1, 2, 3))
    drawn = replace(DECISIONS[1], votes=None, taken="By lot")
    text = pages(printed(replace(BARE, decisions=(counted, drawn))))[0]
    assert "1 agrees, 2 against, 3 abstain" in text
    assert "By lot" in text


def test_nothing_of_the_machine_is_in_the_file() -> None:
    reader = pypdf.PdfReader(BytesIO(printed(MINUTES)))
    assert reader.metadata is not None
    told = " ".join(map(str, reader.metadata.values()))
    assert "Alder Valley Food Alliance" in told
    assert "/" not in told.replace("/False", "")
    assert printed(MINUTES) == printed(MINUTES)
