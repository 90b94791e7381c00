"""Papers: files kept in the alliance file, stored once per content, numbered by agenda item."""

import datetime as dt
import hashlib
import mimetypes
import os
import uuid
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from db.changes import Changes
from db.errors.meetings import PaperTooLarge
from db.errors.records import NameMissing, NotFound
from db.files.places import refused
from db.history import history
from db.history.deletion import delete_row
from db.ids import new_id
from db.meetings.labels import ItemLabel, MeetingLabel
from db.meetings.lookup import get_meeting, label
from db.schema import AgendaItem, Change, Group, Meeting, Paper, PaperContent, Step
from db.vocabulary import ItemKind

LIMIT_BYTES = 20 * 1024 * 1024
KEEP_DELETED = dt.timedelta(days=30)
"""The bytes of a deleted paper stay this long, so that the deletion can be undone."""


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper of a meeting."""

    id: uuid.UUID
    meeting_id: uuid.UUID | None
    item_id: uuid.UUID | None
    label: str
    """"1" for the only paper of item 1, "2a" and "2b" for two of item 2; empty under no item."""
    name: str
    """Name of the file it came as."""
    title: str
    """What people call it; empty means the name."""
    media_type: str
    size_bytes: int
    digest: str
    added_at: dt.datetime
    item_number: int | None
    item: ItemLabel | None
    """What the item is called; None under no item."""
    meeting: MeetingLabel | None


def papers(session: Session, meeting_id: uuid.UUID) -> list[PaperRow]:
    """Return the papers of a meeting: those under no item, then by item in their order."""
    return _read(session, _rows().where(Paper.meeting_id == meeting_id), [meeting_id])


def all_papers(session: Session) -> list[PaperRow]:
    """Return every paper, by meeting (newest first) and item."""
    meetings = session.scalars(select(Paper.meeting_id).where(Paper.meeting_id.is_not(None)).distinct()).all()
    return _read(session, _rows(), [key for key in meetings if key is not None])


def count_papers(session: Session) -> int:
    """Return how many papers are kept."""
    return session.scalar(select(func.count()).select_from(Paper)) or 0


def paper_content(session: Session, paper_id: uuid.UUID) -> bytes:
    """Return the bytes of a paper.

    Raises:
        NotFound: If there is no such paper.
    """
    data = session.scalar(
        select(PaperContent.data).join(Paper, Paper.digest == PaperContent.digest).where(Paper.id == paper_id)
    )
    if data is None:
        raise NotFound("paper", paper_id)
    return zlib.decompress(data)


def add_paper(
    session: Session,
    meeting_id: uuid.UUID,
    *,
    name: str,
    data: bytes,
    item_id: uuid.UUID | None = None,
    title: str = "",
    now: dt.datetime | None = None,
) -> tuple[uuid.UUID, Changes]:
    """Keep a file with a meeting, under an item or under none; return its key and what changed.

    `name` may be a path; only its last part is kept. Equal bytes are stored once in the alliance file.

    Raises:
        NotFound: If there is no such meeting, or the item is not on its agenda.
        NameMissing: If the name is empty.
        PaperTooLarge: If it has more than `LIMIT_BYTES`.
    """
    name = _file_name(name)
    if len(data) > LIMIT_BYTES:
        raise PaperTooLarge(name, len(data), LIMIT_BYTES)
    with history.step(session, "add_paper") as step:
        get_meeting(session, meeting_id)
        _check_item(session, meeting_id, item_id)
        now = now or history.moment(session)
        remove_unused_contents(session, now=now)
        digest = hashlib.sha256(data).hexdigest()
        if session.get(PaperContent, digest) is None:
            session.add(PaperContent(digest=digest, data=zlib.compress(data)))
            session.flush()
        row = Paper(
            id=new_id(),
            meeting_id=meeting_id,
            item_id=item_id,
            position=_next_position(session, meeting_id, item_id),
            name=name,
            title=title.strip(),
            media_type=mimetypes.guess_type(name)[0] or "",
            size_bytes=len(data),
            digest=digest,
            added_at=now,
        )
        session.add(row)
    return row.id, step.changes


def rename_paper(session: Session, paper_id: uuid.UUID, *, title: str) -> Changes:
    """Give a paper a title; an empty one means the name of its file.

    Raises:
        NotFound: If there is no such paper.
    """
    with history.step(session, "rename_paper") as step:
        _get(session, paper_id).title = title.strip()
    return step.changes


def move_paper(session: Session, paper_id: uuid.UUID, *, item_id: uuid.UUID | None) -> Changes:
    """Put a paper under another item of its meeting, or under none, after the papers there.

    Raises:
        NotFound: If there is no such paper, or the item is not on the agenda of its meeting.
    """
    with history.step(session, "move_paper") as step:
        row = _get(session, paper_id)
        if row.item_id != item_id:
            _check_item(session, row.meeting_id, item_id)
            row.position = _next_position(session, row.meeting_id, item_id)
            row.item_id = item_id
    return step.changes


def delete_paper(session: Session, paper_id: uuid.UUID) -> Changes:
    """Delete a paper. Its bytes stay until `KEEP_DELETED` has passed.

    Raises:
        NotFound: If there is no such paper.
    """
    with history.step(session, "delete_paper") as step:
        row = _get(session, paper_id)
        delete_row(session, row, name=row.title or row.name)
    return step.changes


def export_paper(session: Session, paper_id: uuid.UUID, path: Path) -> None:
    """Write a copy of a paper to `path`, whole or not at all.

    Raises:
        NotFound: If there is no such paper.
        PlaceFull, PlaceReadOnly, PlaceUnreachable: If it cannot be written there.
    """
    data = paper_content(session, paper_id)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise refused(error, path) from error
    finally:
        with suppress(OSError):  # the place may be gone
            beside.unlink()


def remove_unused_contents(session: Session, *, now: dt.datetime, keep: dt.timedelta = KEEP_DELETED) -> int:
    """Throw away the bytes of papers that were deleted longer than `keep` ago; return of how many contents.

    The deletion of these papers, and what was done before it, can then no longer be undone.
    """
    used = select(Paper.digest)
    unused = session.scalars(select(PaperContent.digest).where(PaperContent.digest.not_in(used))).all()
    removed = 0
    for digest in unused:
        ever = (Change.table_name == Paper.__tablename__) & (
            (Change.old["digest"].as_string() == digest) | (Change.new["digest"].as_string() == digest)
        )
        steps = select(func.max(Step.sequence), func.max(Step.at)).join(Change, Change.step_id == Step.id).where(ever)
        last, at = session.execute(steps).one()
        if at is not None and now - at < keep:
            continue
        if last is not None:
            session.execute(update(Step).where(Step.sequence <= last, Step.state != "kept").values(state="kept"))
        session.execute(delete(PaperContent).where(PaperContent.digest == digest))
        removed += 1
    return removed


def letters(index: int) -> str:
    """Return a, b, … z, aa, ab … for 0, 1, …"""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _rows() -> Select[Any]:
    columns: tuple[Any, ...] = (Paper, Meeting, Group.name)
    return (
        select(*columns)
        .outerjoin(Meeting, Meeting.id == Paper.meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .order_by(Meeting.date.desc(), Meeting.id)
    )


def _read(session: Session, query: Select[Any], meeting_ids: Iterable[uuid.UUID]) -> list[PaperRow]:
    items = _numbered_items(session, meeting_ids)
    found = sorted(session.execute(query), key=lambda columns: _order(columns[0], items))  # stable within a meeting
    by_meeting: dict[uuid.UUID | None, list[Any]] = defaultdict(list)
    for columns in found:
        by_meeting[columns[0].meeting_id].append(columns)
    newest_first = dict.fromkeys(row.meeting_id for row, _of, _group in session.execute(query))
    counts = Counter(columns[0].item_id for columns in found)
    seen: Counter[uuid.UUID | None] = Counter()
    rows: list[PaperRow] = []
    for meeting_id in newest_first:
        for row, of, group in by_meeting[meeting_id]:
            number, item = items.get(row.item_id, (None, None))
            mark = letters(seen[row.item_id]) if counts[row.item_id] > 1 else ""
            seen[row.item_id] += 1
            rows.append(
                PaperRow(
                    row.id, row.meeting_id, row.item_id, "" if number is None else f"{number}{mark}", row.name,
                    row.title, row.media_type, row.size_bytes, row.digest, row.added_at, number, item,
                    None if of is None else label(of, group),
                )
            )  # fmt: skip
    return rows


def _order(row: Paper, items: dict[uuid.UUID | None, tuple[int | None, ItemLabel | None]]) -> tuple[Any, ...]:
    number = items.get(row.item_id, (None, None))[0]
    return (number or 0, row.position, row.id)


def _numbered_items(
    session: Session, meeting_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID | None, tuple[int | None, ItemLabel | None]]:
    """Return the number of every item of these meetings, and what it is called."""
    found = session.execute(
        select(AgendaItem.meeting_id, AgendaItem.id, AgendaItem.title, AgendaItem.origin, Meeting, Group.name)
        .outerjoin(Meeting, Meeting.id == AgendaItem.about_meeting_id)
        .outerjoin(Group, Group.id == Meeting.group_id)
        .where(AgendaItem.meeting_id.in_(list(meeting_ids)), AgendaItem.kind == ItemKind.ITEM)
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id)
    )
    numbers: Counter[uuid.UUID | None] = Counter()
    items: dict[uuid.UUID | None, tuple[int | None, ItemLabel | None]] = {}
    for meeting_id, item_id, title, origin, about, group in found:
        numbers[meeting_id] += 1
        named = ItemLabel(title, origin, None if about is None else label(about, group))
        items[item_id] = (numbers[meeting_id], named)
    return items


def _next_position(session: Session, meeting_id: uuid.UUID | None, item_id: uuid.UUID | None) -> int:
    there = Paper.item_id.is_(None) if item_id is None else Paper.item_id == item_id
    last = session.scalar(select(func.max(Paper.position)).where(Paper.meeting_id == meeting_id, there))
    return 0 if last is None else last + 1


def _check_item(session: Session, meeting_id: uuid.UUID | None, item_id: uuid.UUID | None) -> None:
    item = None if item_id is None else session.get(AgendaItem, item_id)
    if item_id is not None and (item is None or item.meeting_id != meeting_id):
        raise NotFound("agenda_item", item_id)


def _get(session: Session, paper_id: uuid.UUID) -> Paper:
    row = session.get(Paper, paper_id)
    if row is None:
        raise NotFound("paper", paper_id)
    return row


def _file_name(name: str) -> str:
    """Return the last part of a path of any system, without control characters."""
    last = PurePosixPath(PureWindowsPath(name).as_posix()).name
    last = "".join(letter for letter in last if letter.isprintable()).strip()
    if not last:
        raise NameMissing("paper")
    return last
