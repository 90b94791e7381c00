"""How a form knows its survey and its questions: the names of a fillable form's fields, and the code printed on it."""

import re
import uuid

_FIELD = re.compile(r"ronda_([0-9a-f]{32})_([0-9a-f]{32})")
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without those that are read for one another


def field_name(survey_id: uuid.UUID, question_id: uuid.UUID) -> str:
    """Return the name of the field that takes the answer to a question."""
    return f"ronda_{survey_id.hex}_{question_id.hex}"


def find_field_name(name: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return the (survey, question) that a field's name means, if it is ours; whatever a program put around it."""
    found = _FIELD.search(name)
    return None if found is None else (uuid.UUID(found[1]), uuid.UUID(found[2]))


def form_code(survey_id: uuid.UUID) -> str:
    """Return the short code that is printed on every form of a survey: "7K3-QM9"."""
    number = survey_id.int & ((1 << 30) - 1)  # the last bits of a dated key are random
    letters = "".join(_CODE_LETTERS[number >> shift & 31] for shift in range(25, -1, -5))
    return f"{letters[:3]}-{letters[3:]}"
