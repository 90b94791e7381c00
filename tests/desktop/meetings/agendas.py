"""An agenda as it is kept, for the tests of its tab."""

import uuid

from db.engine import AllianceFile
from db.meetings.agenda import ItemRow, agenda


def kept(file: AllianceFile, meeting_id: uuid.UUID) -> list[ItemRow]:
    with file.reading() as session:
        return agenda(session, meeting_id)


def titles(file: AllianceFile, meeting_id: uuid.UUID) -> list[str]:
    return [row.title for row in kept(file, meeting_id)]
