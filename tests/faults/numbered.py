"""Saves with numbers: what the file must hold after the n-th can be said of the number alone.

Each is one transaction over several tables: the number itself, and now a member, now minutes, now a paper.
"""

import datetime as dt
import random
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.alliance import alliance, change_alliance
from db.engine import AllianceFile, create_file, open_file
from db.files.checks import check_record
from db.meetings.agenda import add_item
from db.meetings.meetings import plan_meeting
from db.meetings.papers import add_paper, paper_content
from db.members.members import add_member
from db.minutes.minutes import save_item_text
from db.schema import AgendaItem, Member, Paper

DAY = dt.date(2026, 10, 22)
PASSPHRASE = "three words are better"
WORDS = ["canal", "water", "fee", "meeting", "district", "hazel", "shepherd", "orchard", "minutes", "budget"]


def new_record(path: Path, passphrase: str | None = None) -> None:
    """Make a file that numbered saves can begin on."""
    made = create_file(path, name="Lake Valley Alliance", passphrase=passphrase, who="Ana")
    with made as file, file.writing(who="Ana") as session:
        meeting_id, _changes = plan_meeting(session, date=DAY)
        add_item(session, meeting_id, title="Water fee")
        change_alliance(session, place="Hall 0")


def save(file: AllianceFile, number: int) -> None:
    """Do the save with this number; it is on the disk when this returns."""
    with file.writing(who="Ana") as session:
        change_alliance(session, place=f"Hall {number}")
        if number % 3 == 0:
            add_member(session, name=f"Member {number}", code=f"M{number}")
        elif number % 3 == 1:
            save_item_text(session, _item(session).id, text=text_of(number), today=DAY)
        else:
            add_paper(session, _item(session).meeting_id, name=f"map {number}.txt", data=bytes_of(number))


def number_in(session: Session) -> int:
    """Return the number of the save that the file stands at."""
    return int(alliance(session).place.removeprefix("Hall "))


def wrong(session: Session) -> list[str]:
    """Return what is not as it must be: of the file, and of what the number says must stand in it."""
    found = [f"{finding.check}: {finding.detail}" for finding in check_record(session)]
    number = number_in(session)
    members = session.scalar(select(func.count()).select_from(Member))
    if members != number // 3:
        found.append(f"{members} members after save {number}")
    papers = session.scalar(select(func.count()).select_from(Paper))
    if papers != (number + 1) // 3:
        found.append(f"{papers} papers after save {number}")
    if _item(session).text != (text_of(last) if (last := _last(number, 1)) else ""):
        found.append(f"other minutes after save {number}")
    if last := _last(number, 2):
        paper = session.scalars(select(Paper).where(Paper.name == f"map {last}.txt")).one_or_none()
        if paper is None or paper_content(session, paper.id) != bytes_of(last):
            found.append(f"another paper after save {number}")
    return found


def look_over(path: Path, passphrase: str | None) -> tuple[int, list[str]]:
    """Open the file; return the number it stands at and what is wrong."""
    with open_file(path, passphrase=passphrase, who="Ana") as file, file.reading() as session:
        return number_in(session), wrong(session)


def text_of(number: int) -> str:
    """Return minutes that only this save writes."""
    words = random.Random(number)
    return " ".join(words.choice(WORDS) for _word in range(words.randrange(1, 400))) + f" {number}"


def bytes_of(number: int) -> bytes:
    """Return a paper that only this save adds: one page of the file, or many."""
    return noise(number, random.Random(number).choice((100, 5_000, 30_000)))


def noise(number: int, size_bytes: int) -> bytes:
    """Return bytes that do not shrink when they are packed."""
    return random.Random(number).randbytes(size_bytes)


def _last(number: int, kind: int) -> int:
    """Return the last save up to `number` of a kind (its remainder by three); 0 if there was none."""
    return next((past for past in range(number, 0, -1) if past % 3 == kind), 0)


def _item(session: Session) -> AgendaItem:
    return session.scalars(select(AgendaItem)).one()
