"""Fills the brief from the record and prints it. No Qt.

What the alliance asks is taken from its newest briefing notes that ask for something; a purpose or principles that are
still a draft are never printed.
"""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from db.alliance import AllianceRow, alliance
from db.charter.charter import in_force
from db.charter.indicators import indicators
from db.charter.notes import notes
from db.meetings.labels import HELD
from db.meetings.meetings import meetings
from db.members.co_chairs import co_chairs_on
from db.members.groups import GroupRow, groups_on
from db.members.members import members_on
from db.vocabulary import CharterKind, MemberStatus, NoteKind
from desktop import texts
from desktop.naming.charter import against_the_line, version_standing
from desktop.reports.alliance_charts import indicator_chart, members_map
from desktop.reports.brief_sheet import Ask, BriefGroup, BriefSheet, Principle
from desktop.reports.evaluation_sheet import Figure, Shown
from desktop.reports.making import Maker, Printed
from desktop.texts import _, ngettext

if TYPE_CHECKING:
    from desktop.reports.page import Laid, PaperName

_MOST_ASKS, _MOST_INDICATORS = 3, 2


def brief_maker(*, today: dt.date) -> Maker:
    """Return what makes the alliance in two pages."""

    def lay_out(session: Session, paper: "PaperName") -> "Laid":
        from desktop.reports.brief import lay_out_brief

        return lay_out_brief(brief_sheet(session, today=today), paper)

    return Printed(lay_out)


def brief_sheet(session: Session, *, today: dt.date) -> BriefSheet:
    """Return the alliance in brief, as it stands on a day, in the language spoken now."""
    own = alliance(session)
    purpose = in_force(session, CharterKind.PURPOSE, today)
    principles = in_force(session, CharterKind.PRINCIPLES, today)
    groups = groups_on(session, today)
    charts = [(row, chart) for row in indicators(session) if (chart := indicator_chart(row)) is not None]
    return BriefSheet(
        alliance=own.name,
        day=today,
        place=own.place,
        purpose=purpose.text if purpose else "",
        standing=f"{version_standing(purpose, today)}." if purpose else "",
        figures=_figures(session, groups, today),
        asks=_asks(session),
        principles=tuple(
            Principle(row.heading, row.text)
            for row in (principles.sections if principles else ())
            if row.non_negotiable and (row.heading.strip() or row.text.strip())
        ),
        reached=tuple(Shown(chart, against_the_line(row)) for row, chart in charts[:_MOST_INDICATORS]),
        members=members_map(session, today),
        groups=tuple(_group(row) for row in groups),
        chairs=tuple(
            f"{row.name} ({row.member_name})" if row.member_name else row.name for row in co_chairs_on(session, today)
        ),
        contacts=_contacts(own),
    )


def _figures(session: Session, groups: Sequence[GroupRow], today: dt.date) -> tuple[Figure, ...]:
    members = [row for row in members_on(session, today) if row.status is MemberStatus.MEMBER]
    own = sum(row.grassroots for row in members)
    year = today - dt.timedelta(days=365)
    held = [row for row in meetings(session, bodies=[None], statuses=HELD) if year < row.date <= today]
    counted = (
        (len(members), ngettext("member", "members", len(members))),
        (own, ngettext("of them is from the grassroots", "of them are from the grassroots", own)),
        (len(groups), ngettext("working group", "working groups", len(groups))),
        (len(held), ngettext("general meeting in the last year", "general meetings in the last year", len(held))),
    )
    known = [pair for pair in counted if pair[0] or pair is counted[0]]  # what is 0 may only not be noted
    return tuple(Figure(texts.number(n), words) for n, words in known)


def _asks(session: Session) -> tuple[Ask, ...]:
    written = [row for row in notes(session, kind=NoteKind.BRIEFING) if row.asks.strip()]
    return tuple(Ask(row.title, _plain(row.asks), row.addressed_to) for row in written[:_MOST_ASKS])


def _plain(words: str) -> str:
    """Return simple Markdown without its marks, for a few lines among others."""
    lines = (line.strip().lstrip("#>").strip() for line in words.replace("**", "").replace("__", "").splitlines())
    return "\n".join(f"• {line[2:].strip()}" if line[:2] in ("- ", "* ", "+ ") else line for line in lines if line)


def _group(row: GroupRow) -> BriefGroup:
    return BriefGroup(row.name, row.purpose, row.coordinator_person, row.coordinator_member, row.member_count)


def _contacts(own: AllianceRow) -> tuple[tuple[str, str], ...]:
    return ((_("Secretariat"), own.place), (_("E-mail"), own.email), (_("Phone"), own.phone))
