"""One word for one thing: words that stand for something which has another word must not come into the catalogues."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from desktop.naming.steps import STEPS

CATALOGUE = Path(__file__).resolve().parents[2] / "resources" / "locale" / "es" / "LC_MESSAGES" / "ronda.po"

ODD_ENGLISH = {
    r"\bexchang": "swap",
    r"\bcalled off\b": "cancelled",
    r"\baccount\b(?!, a stamp)": "ledger",
    r"\bBegan a meeting\b|\bbegin the meeting\b": "start a meeting",
}
ODD_SPANISH = {
    r"\bborr(?!ador)": "eliminar",
    r"\b(?:la|una|las) (?:orden|órdenes)\b|^órdenes$": "comando",
    r"\bimport(?:ar|ó|aron|ación)\b": "incorporar",
    r"\bdeclaraci": "pronunciamiento",
    r"\bminutas?\b|\brecintos?\b|\bpliegos?\b|\bencargos?\b": "acta, lugar, hoja, función",
    r"\bregistro de equidad\b|\bparte equitativa\b": "cuenta de turnos, parte justa",
    r"\bdonantes?\b": "cooperante",
    r"\bde muestra\b": "de ejemplo",
    r"\bcelebr": "realizar",
    r"\bsalv(?!o\b)": "rescatar",
    r"\btareas? (?:está |están )?pendientes?\b": "tareas abiertas",
    r"\b(?:turnos?|reunión|reuniones) planificad": "previsto",
    r"\bturnos? (?:de menos|a favor|de atraso|de adelanto)\b": "debe, de más",
    r"\bno cumplid|\b[Cc]ircul(?:ad|ar)": "no se hizo; enviar",
    r"\b(?:tú|tu|tus|contigo|puedes|tienes|quieres|eres|debes)\b": "usted",
    "[“”!¡]": "«», and no exclamation marks",
}


def translated() -> Iterator[tuple[str, str]]:
    """Yield each sentence with what stands for it in Spanish, its plural apart."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="es"):
            if message.id:
                said, put = ((one,) if isinstance(one, str) else one for one in (message.id, message.string))
                yield from zip(said, put, strict=True)


@pytest.mark.parametrize(("odd", "one_word"), [*ODD_SPANISH.items()])
def test_one_thing_has_one_word_in_spanish(odd, one_word):
    assert [words for _english, words in translated() if re.search(odd, words)] == [], one_word


@pytest.mark.parametrize(("odd", "one_word"), [*ODD_ENGLISH.items()])
def test_one_thing_has_one_word_in_english(odd, one_word):
    assert [words for words, _spanish in translated() if re.search(odd, words)] == [], one_word


def test_questions_in_spanish_begin_as_they_end():
    assert [words for _english, words in translated() if words.count("¿") != words.count("?")] == []


def test_history_says_in_spanish_what_was_done_not_who_did_it():
    spanish = dict(translated())
    said = [spanish[words] for words in STEPS.values()]
    assert [words for words in said if re.match(r"(?:\w+ó|Dijo|Dio|Hizo|Puso)\b", words)] == []
