"""A fictional evaluation report that the tests print, and that is looked at page by page."""

from datetime import date

from desktop.reports.evaluation_sheet import (
    Became,
    Challenge,
    EvaluationSheet,
    Figure,
    Finding,
    MethodPart,
    Numbers,
    PurposePart,
    Recommended,
    Shown,
    SurveyPart,
    Talk,
)
from tests.reports.chart_samples import DOTS, ENDORSED, INDICATOR, PAIRS, STACKED, SURVEY, TREND

EVALUATION = EvaluationSheet(
    alliance="Kolkha Agriculture Alliance",
    period="January to September 2026",
    figures=(
        Figure("18", "of 31 members came to the last meeting; 25 came in January"),
        Figure("60 %", "of actions were done on time; 20 % are still open"),
        Figure("22", "members, on average, endorse a decision; 16 are needed"),
        Figure("19", "of 29 members carry about their fair share of duties"),
    ),
    lead=(
        "The alliance meets, decides and shares its work fairly. But fewer members come each time, and farmers’ "
        "associations, nearly a quarter of the members, bring one agenda item in nine and hold no co-chair seat. If "
        "that goes on, the alliance will speak about farmers rather than with them."
    ),
    found=(
        Finding("Attendance is falling.", "From 25 members in January to 18 in September. Four organisations missed "
                "the last three meetings."),
        Finding("Three in five actions are done on time.", "Actions agreed without an owner or a date were done late "
                "or not at all."),
        Finding("Members endorse most decisions.", "The member fee (38.2) is the exception: 12 of 31 endorsed it."),
        Finding("Farmers are many, but bring little.", "They are 23 % of members and bring 11 % of items. None of the "
                "three co-chairs is a farmer."),
        Finding("Duties are shared.", "18 of 20 turns were done by the person on the rota, one was swapped, one was "
                "missed."),
    ),
    recommended=(
        Recommended(1, "Ring the four members who missed three meetings", "Keti Adjika", date(2026, 10, 15)),
        Recommended(2, "Keep one co-chair seat for a farmers’ association", "Eka Nigozi", date(2026, 10, 22)),
        Recommended(3, "Ask farmers’ associations for an item before each call", "Beka Matsoni", date(2026, 10, 29)),
        Recommended(4, "Meet outside the city once in three times", "Levan Kindzi", date(2026, 11, 26)),
        Recommended(5, "Pair new minute-takers with experienced ones", "", date(2027, 1, 14)),
    ),
    became=(
        Became("Share the chair among three people", "Done", "Since March 2026"),
        Became("Send papers ten days before", "Partly", "Four of six meetings"),
        Became("Open a group on gender in agriculture", "Done", "Met four times, 14 members"),
    ),
    counted=(
        "Counted from the records of meetings 35 to 40. A member is present when a representative or a stand-in is "
        "there for half of the meeting or more."
    ),
    purpose=PurposePart(
        "By 2011, chronic malnutrition among children under five in the lowlands falls by five points, because "
        "families grow, store and buy more varied food.",
        (
            ("Is it specific?", "Yes: children under five, in the seven lowland districts."),
            ("Can it be measured?", "Yes, by the national survey, every June."),
            ("Can it be achieved?", "Two neighbouring regions did as much in six years."),
            ("Is it realistic?", ""),
            ("Is it time-bound?", "Until June 2011."),
        ),
        "To be reviewed on 1 December 2026: continue, change or end.",
        (Shown(INDICATOR, "It fell by 2.4 points in four years; an even pace would have been 4.0."),),
    ),
    participation=(
        Shown(TREND, "The fall began after March, when all meetings moved to the city. Members from outside the city "
              "are most affected: of the seven who no longer come, five travel two hours or more."),
        Shown(PAIRS, "International NGOs bring more than a third of all items. Working groups bring half of these; a "
              "call to farmers before each agenda would change the picture fastest."),
        Numbers("Who came how often", "Meetings each member came to", ("Member", "Came", "Apologies", "Not here"),
                tuple((f"Member {n} of the alliance", f"{6 - n % 4}", f"{n % 3}", f"{max(0, n % 4 - n % 3)}")
                      for n in range(31)), frozenset({2, 7})),
    ),
    follow_through=(Shown(STACKED), Shown(ENDORSED, "Five more decisions were endorsed by 20 members or more.")),
    duties=(Shown(DOTS), Finding("18 of 20 turns were done.", "One was swapped, one was missed.")),
    survey=SurveyPart(
        "Given to 31 members in August 2026; 25 answered. The same questions were asked in 2024 and 2025.",
        25,
        (Shown(SURVEY),),
        ("Meetings end on time now, that helps.", "We hear of papers too late to ask our own members.", "Gracias."),
    ),
    challenges=(
        Challenge("A few dominate", "Watch", "Three members brought 14 of 27 items.", "The groups speak for many.",
                  "Ask each kind of member for one item before the call."),
        Challenge("Missing grassroots", "Serious", "7 of 31 members are grassroots; none chairs.", "",
                  "Keep one co-chair seat."),
        Challenge("Purpose spent", "Fine", "", "The next survey will tell.", ""),
    ),
    method=MethodPart(
        "Evaluated by a committee of the general meeting: Maia Tkemali, Otar Skola and Ana Simindi.",
        ("Every number is counted from the alliance’s own record, kept by the secretariat on duty.",),
        (Talk(date(2026, 9, 2), "Upper Phasis Dairy", "Two hours each way; would come if meetings moved."),
         Talk(date(2026, 9, 4), "Ministry of Agriculture")),
        (("Present.", "A representative or a stand-in is there for half of the meeting or more."),
         ("On time.", "Done on or before the day it was agreed for; a day that was moved counts as moved.")),
        ("Five members joined after March; trends of shares are said in words only.",
         "What members think is only what those who answered think."),
    ),
    discussion="What would make it worth a farmer’s morning to come?",
    foot="For the general meeting of 22 October 2026",
    printed_on=date(2026, 10, 15),
)  # fmt: skip
