"""Marked lines of the minutes: which lines are a decision, an action or a point, and who owes an action by when.

The text stays plain. A line beginning with `d:`, `a:` or `p:`, or with the whole word in the alliance's language or in
English (`Action:`, `Acuerdo:`), in any case, is marked. In an action, `@` at the start of a word names the owner, up to
` >`, the next ` @` or the end; `>` at the start of a word gives the due date, if what follows reads as a date.
An `@` or `>` left alone at its end is a name or a date not typed yet, and no part of what it says.
Offsets count Python characters from the start of the line; Qt counts an emoji as two.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from db.folding import fold
from db.when import when_length

Span = tuple[int, int]
"""Start and end offsets within a line, the end not included."""


class Mark(StrEnum):
    """What a marked line is; the value is what the record stores."""

    DECISION = "decision"
    ACTION = "action"
    POINT = "point"


_LETTERS = {"d": Mark.DECISION, "a": Mark.ACTION, "p": Mark.POINT}
_ENGLISH = {"decision": Mark.DECISION, "action": Mark.ACTION, "point": Mark.POINT}
_WORDS = {
    "en": _ENGLISH,
    "es": {
        **_ENGLISH,
        "acuerdo": Mark.DECISION,  # "decisión" folds to the English word
        "tarea": Mark.ACTION,
        "accion": Mark.ACTION,
        "apunte": Mark.POINT,
        "punto": Mark.POINT,
    },
}

_PREFIX = re.compile(r"\s*(?P<word>(?:[^\W\d_]|[\u0300-\u036f]){1,12})(?P<gap>[ \u00a0\u202f]?):")
# After a bare letter the colon must not belong to something else: "D:\maps", "a:1", "p::", "A:)".
_AFTER_LETTER = re.compile(r"\Z|\s|[^\W\d_]|[@>\"'“‘«¿¡(]")
_AFTER_WORD = re.compile(r"(?![/:])")
_OWNER_START = re.compile(r"(?<![^\s:])@(?=[^\s@>])")
_OWNER_END = re.compile(r"\s(?=>|@[^\s@>])")
_DANGLING_AT = re.compile(r"(?<![^\s:])@\s*\Z")
_CLOSING = tuple(".,;:!?)")


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A marked line.

    `number` is the line's place in the text, from 0. `text` is what it says, without prefix, owner and due date.
    `owner` and `due` are as written, without `@` and `>`; only an action has them. The spans are for colouring and
    include the colon, `@` and `>`.
    """

    number: int
    mark: Mark
    text: str
    prefix_span: Span
    owner: str | None = None
    due: str | None = None
    owner_span: Span | None = None
    due_span: Span | None = None


def words_that_mark(language: str) -> dict[str, Mark]:
    """Return the whole words that mark a line in a language, folded; English ones are among them."""
    return dict(_WORDS.get(language, _ENGLISH))


def read_marks(text: str, *, language: str) -> tuple[MarkedLine, ...]:
    """Return the marked lines of an agenda item's minutes, in order."""
    found = ((number, parse_line(line, language=language)) for number, line in enumerate(text.split("\n")))
    return tuple(replace(marked, number=number) for number, marked in found if marked is not None)


def parse_line(line: str, *, language: str) -> MarkedLine | None:
    """Return what a single line is marked as (its number being 0), or None for ordinary text.

    Made to be called at every key pressed: an ordinary line takes about a microsecond.
    """
    prefix = _PREFIX.match(line)
    mark = prefix and _mark_of(prefix, language)
    if not prefix or not mark:
        return None
    span = (prefix.start("word"), prefix.end())
    if mark is not Mark.ACTION:
        return MarkedLine(0, mark, line[prefix.end() :].strip(), span)
    due_span = _find_due(line, prefix.end(), language)
    owner_span = _find_owner(line, prefix.end(), due_span)
    text = _finished(_without(line, prefix.end(), owner_span, due_span))
    return MarkedLine(0, mark, text, span, _inside(line, owner_span), _inside(line, due_span), owner_span, due_span)


def _mark_of(prefix: re.Match[str], language: str) -> Mark | None:
    word = fold(prefix["word"])
    if len(word) == 1:
        after = None if prefix["gap"] else _AFTER_LETTER.match(prefix.string, prefix.end())
        return _LETTERS.get(word) if after else None
    mark = _WORDS.get(language, _ENGLISH).get(word)
    return mark if _AFTER_WORD.match(prefix.string, prefix.end()) else None


def _find_due(line: str, start: int, language: str) -> Span | None:
    """Return the first `>` with a date after it; one glued to a word counts only within an owner ("@Union>5 Nov")."""
    owner = _OWNER_START.search(line, start)
    at = line.find(">", start)
    while at >= 0:
        begins_word = at == start or line[at - 1].isspace()
        in_owner = owner is not None and owner.end() < at and _owner_end(line, owner.end()) >= at
        if begins_word or (in_owner and line[at - 1] not in "-=>"):
            length = when_length(line[at + 1 :], language=language)
            if length:
                return at, at + 1 + length
        at = line.find(">", at + 1)
    return None


def _find_owner(line: str, start: int, due: Span | None) -> Span | None:
    found = _OWNER_START.search(line, start)
    if found is None:
        return None
    end = _owner_end(line, found.end())
    if due and due[0] > found.start():
        end = min(end, due[0])
    return found.start(), len(line[:end].rstrip())


def _owner_end(line: str, start: int) -> int:
    found = _OWNER_END.search(line, start)
    return found.start() if found else len(line)


def _inside(line: str, span: Span | None) -> str | None:
    return None if span is None else line[span[0] + 1 : span[1]].strip()


def _without(line: str, start: int, *spans: Span | None) -> str:
    """Return the line from `start` without `spans`; what is left closes up, a full stop to the word before it."""
    pieces = []
    for left, right in sorted(span for span in spans if span):
        pieces.append(line[start:left].strip())
        start = right
    pieces.append(line[start:].strip())
    text = ""
    for piece in filter(None, pieces):
        text += piece if not text or piece.startswith(_CLOSING) else f" {piece}"
    return text


def _finished(text: str) -> str:
    """Return what an action says without the `@` and `>` left alone at its end."""
    end = len(text)
    while end and text[end - 1] in "@>" and (end == 1 or text[end - 2].isspace()):
        end -= 1
        while end and text[end - 1].isspace():
            end -= 1
    return text[:end]


def set_mark(line: str, mark: Mark | None, *, language: str) -> str:
    """Return `line` marked as `mark`, or as ordinary text for None; what it says and its indentation stay.

    A mark that is there already stays as written ("Acuerdo:" is not shortened).
    """
    now = parse_line(line, language=language)
    if now is None:
        indent = len(line) - len(line.lstrip())
        return line if mark is None else f"{line[:indent]}{mark[0]}: {line[indent:]}"
    if now.mark is mark:
        return line
    start, end = now.prefix_span
    return f"{line[:start]}{f'{mark[0]}: ' if mark else ''}{line[end:].lstrip()}"


def toggle_mark(line: str, mark: Mark, *, language: str) -> str:
    """Return `line` as after Alt and the mark's letter: marked so, or unmarked when it was marked so."""
    now = parse_line(line, language=language)
    return set_mark(line, None if now is not None and now.mark is mark else mark, language=language)


def with_owner(line: str, name: str, *, language: str) -> str:
    """Return the action `line` owned by `name`: in place of its owner, else before its due date, else at the end.

    An empty name takes the owner out. Any other line is returned as it is.
    """
    now = parse_line(line, language=language)
    if now is None or now.mark is not Mark.ACTION:
        return line
    written = f"@{_one_line(name)}" if name.strip() else ""
    if now.owner_span:
        return _replaced(line, now.owner_span, written)
    if not written:
        return line
    bare = _DANGLING_AT.sub("", line).rstrip()
    at = now.due_span[0] if now.due_span else len(bare)
    return _replaced(bare, (at, at), written)


def with_due(line: str, due: str, *, language: str) -> str:
    """Return the action `line` due by `due`, words that read as a date: in place of its due date, else at the end.

    Empty words take the due date out. Any other line is returned as it is.
    """
    now = parse_line(line, language=language)
    if now is None or now.mark is not Mark.ACTION:
        return line
    written = f">{_one_line(due)}" if due.strip() else ""
    if now.due_span:
        return _replaced(line, now.due_span, written)
    end = len(line.rstrip())
    return _replaced(line[:end], (end, end), written) if written else line


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _replaced(line: str, span: Span, written: str) -> str:
    """Return `line` with `written` in place of `span`, one space on either side of it."""
    before, after = line[: span[0]].rstrip(), line[span[1] :].lstrip()
    glued = bool(after) and after.startswith(_CLOSING)
    return f"{before}{' ' * bool(written)}{written}{' ' * (bool(after) and not glued)}{after}"


def typed_owner(line: str, cursor: int, *, language: str) -> tuple[int, str] | None:
    """Return where the owner being typed at `cursor` begins (after its `@`) and what is typed of it, to complete it.

    None when the cursor is not in an owner of an action. Right after a lone `@` the typed part is empty.
    """
    before = line[:cursor]
    now = parse_line(before, language=language)
    if now is None or now.mark is not Mark.ACTION or cursor < now.prefix_span[1]:
        return None
    if now.owner_span and now.owner_span[1] >= len(before.rstrip()):
        return now.owner_span[0] + 1, before[now.owner_span[0] + 1 :]
    if before.endswith("@") and _DANGLING_AT.search(before, now.prefix_span[1]) and now.owner is None:
        return cursor, ""
    return None
