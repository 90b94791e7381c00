"""How sheets of answers lie in the file, and which of them wait before backups hold them.

Two backups taken around one sheet would differ by that sheet alone, and whoever knows whose answers came that day would
know what they say. So a sheet waits: it is in the file, and left out of every backup, until `GROUP` of them can come in
together. `GROUP` are always kept back, the last one among them, so that what a person puts right or takes out again was
in no backup yet. When the survey is closed the rest come in together. Two backups, or a backup and the file, thus
differ by no answer, by `GROUP` sheets or more, or by all there are.

A waiting sheet is told by its key, a random one (UUID) of version 8 in place of 4. A returned form whose sheet waits is
kept with that key behind its digest, so that a backup without the answers does not say either that the form was read.
`db.surveys.waiting_sheets` leaves both out of a backup.
"""

import secrets
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.schema import SurveyAnswer, SurveyFormRead, SurveyQuestion
from db.surveys.waiting_sheets import MARK

GROUP: Final = 5
"""Of fewer sheets than this no two backups differ, and of fewer answers nothing is shown."""
_WAITING, _IN = 8, 4
"""Versions of a sheet's key."""
_VERSION_BITS = 76

Answers = Mapping[uuid.UUID, str]
"""Answers of one sheet by question: "1" to "5", the number of a choice from "1", or words. What is not answered is not
there."""


def new_sheet() -> uuid.UUID:
    """Return the random key of a sheet that waits."""
    return as_waiting(uuid.uuid4())


def as_waiting(key: uuid.UUID) -> uuid.UUID:
    """Return a random key as a sheet bears it that waits."""
    return _of_version(key, _WAITING)


def waits(sheet: uuid.UUID) -> bool:
    """Return whether a sheet is left out of backups."""
    return sheet.version == _WAITING


def waiting_sheets(session: Session, survey_id: uuid.UUID) -> list[uuid.UUID]:
    """Return the sheets of a survey that are left out of backups, in the order of their keys."""
    asked = select(SurveyQuestion.id).where(SurveyQuestion.survey_id == survey_id)
    found = session.scalars(select(SurveyAnswer.sheet).where(SurveyAnswer.question_id.in_(asked)).distinct())
    return sorted((sheet for sheet in found if waits(sheet)), key=lambda sheet: sheet.hex)


def as_it_lies(session: Session, sheet: uuid.UUID) -> uuid.UUID:
    """Return a sheet's key as it is in the file now, whether it waits or does not any more."""
    for key in (sheet, _of_version(sheet, _IN)):
        if session.scalars(select(SurveyAnswer.sheet).where(SurveyAnswer.sheet == key).limit(1)).first() is not None:
            return key
    return sheet


def let_in_groups(session: Session, survey_id: uuid.UUID, fresh: Collection[uuid.UUID]) -> None:
    """Let waiting sheets in where enough wait, and keep `GROUP` back: of the `fresh` ones first, else at random."""
    waiting = waiting_sheets(session, survey_id)
    if len(waiting) < 2 * GROUP:
        return
    order = secrets.SystemRandom()
    order.shuffle(waiting)
    waiting.sort(key=lambda sheet: sheet in fresh)  # the sort is stable: at random among alike
    _let_in(session, waiting[:-GROUP])


def let_all_in(session: Session, survey_id: uuid.UUID) -> None:
    """Let every waiting sheet of a survey in, together."""
    _let_in(session, waiting_sheets(session, survey_id))


def write_in_order(
    session: Session,
    sheets: Mapping[uuid.UUID, Answers] | None = None,
    *,
    renamed: Mapping[uuid.UUID, uuid.UUID] | None = None,
) -> None:
    """Write the tables of answers and of files read anew, in the order of their keys; `sheets` in the place of theirs.

    Nothing else than this function writes answers. `renamed` sheets get other keys.
    """
    session.flush()
    changed, keys = sheets or {}, renamed or {}
    rows = session.execute(select(SurveyAnswer.sheet, SurveyAnswer.question_id, SurveyAnswer.value))
    kept: list[tuple[uuid.UUID, uuid.UUID, str]]
    kept = [(keys.get(row.sheet, row.sheet), row.question_id, row.value) for row in rows if row.sheet not in changed]
    kept += [(sheet, question, value) for sheet, answers in changed.items() for question, value in answers.items()]
    session.execute(delete(SurveyAnswer))
    if kept:
        kept.sort(key=lambda row: (row[0].hex, row[1].hex))
        session.execute(insert(SurveyAnswer), [
            {"sheet": sheet, "question_id": question, "value": value} for sheet, question, value in kept
        ])  # fmt: skip
    read = session.execute(select(SurveyFormRead.survey_id, SurveyFormRead.digest)).all()
    over = {f"{MARK}{sheet.hex}" for sheet in keys}
    write_forms_read(session, [(row.survey_id, _without(row.digest, over)) for row in read])


def write_forms_read(session: Session, rows: Iterable[tuple[uuid.UUID, str]]) -> None:
    """Write the table of files read anew, in the order of its keys."""
    session.execute(delete(SurveyFormRead))
    if ordered := sorted(rows, key=lambda row: (row[0].hex, row[1])):
        session.execute(insert(SurveyFormRead), [{"survey_id": key, "digest": digest} for key, digest in ordered])


def marked_digest(digest: str, sheet: uuid.UUID | None) -> str:
    """Return a form's digest as it is kept while its sheet waits."""
    return digest if sheet is None else f"{digest}{MARK}{sheet.hex}"


def plain_digest(kept: str) -> str:
    """Return a form's digest."""
    return kept.partition(MARK)[0]


def _let_in(session: Session, sheets: Sequence[uuid.UUID]) -> None:
    if sheets:
        write_in_order(session, renamed={sheet: _of_version(sheet, _IN) for sheet in sheets})


def _of_version(key: uuid.UUID, version: int) -> uuid.UUID:
    return uuid.UUID(int=key.int & ~(0xF << _VERSION_BITS) | version << _VERSION_BITS)


def _without(digest: str, marks: Collection[str]) -> str:
    return plain_digest(digest) if digest[len(plain_digest(digest)) :] in marks else digest
