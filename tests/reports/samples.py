"""Fictional sheets that the paper tests print, and that are looked at page by page."""

from dataclasses import replace
from datetime import date, time

from db.vocabulary import ActionState, MinutesState
from db.vocabulary import ItemPurpose as Do
from desktop.reports.sheets import (
    Action,
    AgendaBreak,
    AgendaItem,
    AgendaSheet,
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

MEETING = MeetingFacts(
    alliance="Alder Valley Food Alliance",
    name="General meeting 27",
    day=date(2026, 11, 12),
    start=time(10),
    end=time(12, 30),
    place="Weir Road Community Hall, upper room",
    chair="Orla Fenwick",
    minutes_by=("Tomás Ibarra",),
)


def item(
    number: int, start: time, minutes: int, title: str, who: str, papers: tuple[str, ...], purpose: Do
) -> AgendaItem:
    return AgendaItem(number, title, start, minutes, who, papers, purpose)


AGENDA = AgendaSheet(
    meeting=MEETING,
    why=(
        "To settle how we answer the draft seed law, to choose two training villages for 2027, and to "
        "hear whether the alliance still serves its purpose."
    ),
    approved_by="the co-chairs",
    approved_on=date(2026, 10, 29),
    printed_on=date(2026, 11, 11),
    rows=(
        item(
            1,
            time(10),
            10,
            "Opening; what happened with the actions of meeting 26",
            "Co-chairs",
            ("1: minutes of meeting 26",),
            Do.INFORM,
        ),
        item(
            2,
            time(10, 10),
            20,
            "Draft seed law: our joint answer",
            "Orchard Keepers’ Union",
            ("2a", "2b"),
            Do.DECIDE,
        ),
        item(
            3,
            time(10, 30),
            25,
            "Training in 2027: which villages",
            "Group: Farm training and advice",
            ("3",),
            Do.DECIDE,
        ),
        item(
            4,
            time(10, 55),
            20,
            "Seed loans: first results of the trial",
            "Group: Access to credit",
            ("4",),
            Do.DISCUSS,
        ),
        AgendaBreak(time(11, 15), 10),
        item(
            5,
            time(11, 25),
            20,
            "A map of cold rooms in the valley",
            "Bright Terrace Foundation",
            (),
            Do.DISCUSS,
        ),
        item(
            6,
            time(11, 45),
            20,
            "Women on cooperative boards: a target",
            "Group: Gender and farming",
            ("6",),
            Do.DECIDE,
        ),
        item(
            7,
            time(12, 5),
            15,
            "Review of purpose: what should the alliance be for?",
            "Co-chairs",
            ("7",),
            Do.DISCUSS,
        ),
        item(8, time(12, 20), 10, "Next meeting and next duties", "Secretariat", (), Do.INFORM),
    ),
)

DECISIONS = (
    Decision("27.1", "Adopt the agenda as sent on 29 October.", consensus=True),
    Decision(
        "27.2",
        "Send the joint answer to the Ministry, with free exchange of farm seed and the change to section 5.",
        votes=Votes(18, 0, 1),
    ),
    Decision(
        "27.3",
        "The Weir School and the Advice Network train 24 village trainers in 2027.",
        consensus=True,
        effective_on=date(2027, 1, 1),
    ),
    Decision(
        "27.4",
        "At least two women on every cooperative board by the end of 2027.",
        votes=Votes(17, 2),
        supersedes="19.3",
    ),
)
ACTIONS = (
    Action("A1", "Send the seed register to all members", "River Bridges", date(2026, 11, 19)),
    Action("A2", "Put the loan form into plain words", "Valley Savings Union", date(2026, 11, 26)),
    Action(
        "A3", "Add the delivery figures of 2025", "Soil Science Institute", date(2026, 11, 19), state=ActionState.DONE
    ),
    Action("A4", "Collect the members’ signatures", "Orchard Keepers’ Union", date(2026, 11, 26)),
    Action("A5", "Ask the district for the seed register", "", date(2026, 12, 3), missing=frozenset({Missing.OWNER})),
    Action(
        "A6",
        "Find three growers who can speak at the hearing",
        "Highland Herders",
        date(2026, 12, 3),
        state=ActionState.DROPPED,
        reason="the hearing was called off",
    ),
    Action("A7", "Draw up the training calendar", "Weir School", None, missing=frozenset({Missing.DUE})),
)


def people(*named: str) -> tuple[Attendee, ...]:
    return tuple(Attendee(*each.split("/")) for each in named)


ATTENDANCE = Attendance(
    kinds=(
        KindPresent(
            "Farmers’ associations",
            people(
                "Orchard Keepers’ Union/Gil Lobo",
                "Upper Alder Dairy/Nell Gorman",
                "Hill Beekeepers/Ivo Macha",
                "Women Growers of the Lowland/Salma Sun",
                "Tea Growers/Temple Chay",
                "Highland Herders/Vaughan Good",
            ),
            7,
        ),
        KindPresent(
            "Local NGOs",
            people(
                "Lowland Development Centre/Kit Adler", "Village Law Clinic/Rosa Vashti", "Green Valley Fund/Van Moss"
            ),
            5,
        ),
        KindPresent(
            "International NGOs",
            (
                *people(
                    "Open Acres International/Orla Fenwick", "Seed & Soil Network/Beck Matson", "River Bridges/Tea Atam"
                ),
                Attendee("Fair Market Initiative", "Ida Bond", arrived=time(10, 20)),
            ),
            8,
        ),
        KindPresent(
            "Others",
            (
                Attendee("Northern Fund", "Hanna Korn", arrived=time(10, 15), left=time(12)),
                *people(
                    "Weir School/Levan Kind", "Soil Science Institute/Nina Mint", "Valley Savings Union/Gwen Tetley"
                ),
            ),
            11,
        ),
    ),
    apologies=("Delta Bank", "Advice Network", "Cooperatives Agency", "Young Growers’ Forum", "Water for Villages"),
    not_here=(
        "Terrace Partners",
        "Island Aid Office",
        "Harvest Without Borders",
        "Green Step Foundation",
        "Rural Youth House",
    ),
    guests=people("District council/Ana Simon"),
    quorum=Quorum(16, met_at=time(10, 5)),
)

MINUTES = MinutesSheet(
    meeting=replace(MEETING, start=time(10, 5), end=time(12, 32)),
    state=MinutesState.DRAFT,
    drafted_on=date(2026, 11, 14),
    comments_by=date(2026, 11, 19),
    attendance=ATTENDANCE,
    decisions=DECISIONS,
    actions=ACTIONS,
    items=(
        ItemMinutes(
            "Opening; actions of meeting 26",
            1,
            (
                (
                    "Of eleven actions from meeting 26, four were done in time, one was late and six are "
                    "open. Terrace Partners was not here to report, so River Bridges takes over the seed "
                    "register."
                ),
                DECISIONS[0],
                ACTIONS[0],
                ACTIONS[1],
            ),
        ),
        ItemMinutes(
            "Draft seed law: our joint answer",
            2,
            (
                (
                    "Gil Lobo showed the draft (paper 2a). Growers of the lower valley pay twice for one "
                    "registration: once to the district, once to the association."
                ),
                Point("The fee should follow what is sold, not the hectares sown."),
                DECISIONS[1],
                *ACTIONS[2:6],
            ),
        ),
        ItemMinutes(
            "Training in 2027: which villages",
            3,
            (
                (
                    "Levan Kind set out what two choices would cost. Growers asked for training in the "
                    "villages, outside the harvest months."
                ),
                DECISIONS[2],
                ACTIONS[6],
            ),
        ),
        ItemMinutes(
            "Seed loans: first results of the trial",
            4,
            ("37 growers took part; two loans are late. The group reports again in February.",),
        ),
        ItemMinutes(
            "Women on cooperative boards: a target",
            6,
            ("Salma Sun gave the figures for 58 cooperatives. Items 5 and 7 were moved to meeting 28.", DECISIONS[3]),
        ),
    ),
    printed_on=date(2026, 11, 14),
)

APPROVED = replace(
    MINUTES,
    state=MinutesState.APPROVED,
    approved_on=date(2026, 12, 10),
    approved_at="General meeting 28",
    decisions=(*DECISIONS[:3], replace(DECISIONS[3], superseded_by="28.2")),
    corrections=(
        Correction(
            date(2027, 1, 14),
            "Orla Fenwick",
            "Decision 27.2",
            "the change to section 5",
            "the changes to sections 5 and 6",
            "The Ministry had split the section.",
        ),
    ),
)

# Names as people write them, in the scripts of those who are here

SCRIPTS_MEETING = replace(
    MEETING,
    alliance="Alianza Qhapaq Ñan · ქართული ალიანსი",
    name="Reunión general 8",
    place="Wasi T’ikray, Ch’uqi Pampa",
    chair="Nino Kapanadze (ნინო კაპანაძე)",
    minutes_by=("Layla Haddad", "ሰላም ተስፋዬ"),
)
SCRIPTS_DECISION = Decision(
    "8.1", "Aceptar a جمعية النساء المزارعات (AWF) como miembro desde enero.", votes=Votes(12, 0, 2)
)
SCRIPTS_ACTIONS = (
    Action("A1", "Traducir el acta al quechua: «Qillqay, ñawinchay»", "Warmi Ch’aska", date(2026, 12, 1)),
    Action(
        "A2", "Send the register to Հայաստանի գյուղատնտեսների միություն", "جمعية النساء المزارعات", date(2027, 1, 15)
    ),
    Action("A3", "የመሬት ካርታ ማዘጋጀት", "የኢትዮጵያ ገበሬዎች ማኅበር", None, missing=frozenset({Missing.DUE})),
)
SCRIPTS_MINUTES = MinutesSheet(
    meeting=SCRIPTS_MEETING,
    state=MinutesState.CIRCULATED,
    circulated_on=date(2026, 11, 20),
    comments_by=date(2026, 11, 27),
    decisions=(SCRIPTS_DECISION,),
    actions=SCRIPTS_ACTIONS,
    attendance=Attendance(
        kinds=(
            KindPresent(
                "Organizaciones de base",
                people(
                    "საქართველოს თხილის მწარმოებელთა ასოციაცია/ნინო კაპანაძე",
                    "Հայաստանի գյուղատնտեսների միություն/Անի Սարգսյան",
                    "جمعية النساء المزارعات/ليلى الأحمد",
                    "የኢትዮጵያ ገበሬዎች ማኅበር/ሰላም ተስፋዬ",
                    "Союз пасечников «Ёлка»/Фёдор Щукин",
                    "Warmi Ch’aska/Killa Qispi",
                ),
                9,
            ),
        ),
        apologies=("L’œuvre des maraîchères", "Associação Pão-de-Ló", "اتحاد الرعاة"),
        quorum=Quorum(5, met_at=time(10)),
    ),
    items=(
        ItemMinutes(
            "قبول عضو جديد: جمعية النساء المزارعات",
            1,
            (
                "قدمت ليلى الأحمد الجمعية: 25 عضواً منذ 2019، في ثلاث قرى (وادي الأردن). "
                "طلب الأعضاء نسخة من النظام الأساسي، واتفقوا على أن تصل قبل 1 كانون الأول.",
                "Layla presented the association (جمعية النساء المزارعات): 25 members since 2019, in three villages.",
                SCRIPTS_DECISION,
                *SCRIPTS_ACTIONS,
            ),
        ),
        ItemMinutes(
            "რეგისტრაციის წესი და Հողի քարտեզ", 2, ("ნინომ წარადგინა წესი. Անին ցույց տվեց քարտեզը։ ሰላም ስለ መሬት ተናገረች።",)
        ),
    ),
    printed_on=date(2026, 11, 20),
)
