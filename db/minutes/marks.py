"""Marked lines of the minutes: which lines are a decision, an action or a point, and who owes an action by when.

The text stays plain. A line beginning with `d:`, `a:` or `p:`, or with the whole word in the alliance's language or in
English (`Action:`, `Acuerdo:`), in any case, is marked. In an action, `@` at the start of a word names the owner: the
longest of the names known that stands there, and what follows belongs to the action again ("@Gia Lobio fixes the
pump"); where none does, or none are known, all up to ` >`, the next ` @` or the end. `>` at the start of a word gives
the due date, if what follows reads as a date.
An `@` or `>` left alone at its end is a name or a date not typed yet, and no part of what it says.
Offsets count Python characters from the start of the line; Qt counts an emoji as two.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from db.folding import fold, words
from db.minutes.owners import OwnerNames
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
_ONE_LETTER = re.compile(r"\s*(?P<letter>[^\W\d_]):\s")
_AFTER_LETTER = re.compile(r"(?![\\/])")  # a drive's letter: "D:\maps"
_AFTER_WORD = re.compile(r"(?![/:])")
_OWNER_START = re.compile(r"(?<![^\s:])@(?=[^\s@>])")
_OWNER_END = re.compile(r"\s(?=>|@[^\s@>])")
_DANGLING_AT = re.compile(r"(?<![^\s:])@\s*\Z")
_CLOSING = tuple(".,;:!?)")
_BESIDE_OWNER = " \t\u00a0\u202f,;:-\u2013\u2014"
"""What sets an owner at the beginning or the end of an action apart from it: "@Gia: mend it", "mend it, @Gia"."""
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A marked line.

    `number` is the line's place in the text, from 0. `text` is what it says, without prefix, owner and due date.
    `owner` and `due` are as written, without `@` and `>`; only an action has them. The spans are for colouring and
    include the colon, `@` and `>`. An owner in the middle of a sentence is named in `text` too, so that it reads on:
    "Ask @Gia Lobio to mend it" says "Ask Gia Lobio to mend it".
    """

    number: int
    mark: Mark
    text: str
    prefix_span: Span
    owner: str | None = None
    due: str | None = None
    owner_span: Span | None = None
    due_span: Span | None = None

    @property
    def said(self) -> str:
        """Return what the record says of it: its text, or its owner or date as written where it says nothing else."""
        return self.text or self.owner or self.due or ""


def words_that_mark(language: str) -> dict[str, Mark]:
    """Return the whole words that mark a line in a language, folded; English ones are among them."""
    return dict(_WORDS.get(language, _ENGLISH))


def read_marks(text: str, *, language: str) -> tuple[MarkedLine, ...]:
    """Return the marked lines of an agenda item's minutes, in order."""
    found = ((number, parse_line(line, language=language)) for number, line in enumerate(text.split("\n")))
    return tuple(replace(marked, number=number) for number, marked in found if marked is not None)


def parse_line(line: str, *, language: str, names: OwnerNames | None = None) -> MarkedLine | None:
    """Return what a single line is marked as (its number being 0), or None for ordinary text.

    `names` tell where an owner's name ends and the action goes on.

    Made to be called at every key pressed: an ordinary line takes about a microsecond.
    """
    prefix = _PREFIX.match(line)
    mark = prefix and _mark_of(prefix, language)
    if not prefix or not mark:
        return None
    span = (prefix.start("word"), prefix.end())
    if mark is not Mark.ACTION:
        return MarkedLine(0, mark, line[prefix.end() :].strip(), span)
    owner = _find_owner(line, prefix.end(), names)
    due_span = _find_due(line, prefix.end(), language, owner)
    owner_span = _owner_span(line, owner, due_span)
    if owner and owner.known and owner_span:
        text = _around_owner(line, prefix.end(), owner_span, due_span)
    else:
        text = _without(line, prefix.end(), owner_span, due_span)
    return MarkedLine(
        0, mark, _finished(text), span, _inside(line, owner_span), _inside(line, due_span), owner_span, due_span
    )


def _mark_of(prefix: re.Match[str], language: str) -> Mark | None:
    word = fold(prefix["word"])
    if len(word) == 1:
        after = None if prefix["gap"] else _AFTER_LETTER.match(prefix.string, prefix.end())
        return _LETTERS.get(word) if after else None
    mark = _WORDS.get(language, _ENGLISH).get(word)
    return mark if _AFTER_WORD.match(prefix.string, prefix.end()) else None


@dataclass(frozen=True, slots=True)
class _Owner:
    """Where an owner stands: its `@`, what follows it, the end; `known` is whether a known name ended it."""

    start: int
    begin: int
    end: int
    known: bool


def _find_owner(line: str, start: int, names: OwnerNames | None) -> _Owner | None:
    found = _OWNER_START.search(line, start)
    if found is None:
        return None
    begin = found.end()
    ends = _OWNER_END.search(line, begin)
    end = ends.start() if ends else len(line)
    length = names.length(line[begin:end]) if names else 0
    return _Owner(found.start(), begin, begin + length if length else end, bool(length))


def _find_due(line: str, start: int, language: str, owner: _Owner | None) -> Span | None:
    """Return the first `>` with a date after it; one glued to a word counts only within an owner ("@Union>5 Nov")."""
    at = line.find(">", start)
    while at >= 0:
        begins_word = at == start or line[at - 1].isspace()
        in_owner = owner is not None and owner.begin < at <= owner.end
        if begins_word or (in_owner and line[at - 1] not in "-=>"):
            length = when_length(line[at + 1 :], language=language)
            if length:
                return at, at + 1 + length
        at = line.find(">", at + 1)
    return None


def _owner_span(line: str, owner: _Owner | None, due: Span | None) -> Span | None:
    if owner is None:
        return None
    end = min(owner.end, due[0]) if due and due[0] > owner.start else owner.end
    return owner.start, len(line[:end].rstrip())


def _around_owner(line: str, start: int, owner: Span, due: Span | None) -> str:
    """Return what an action with a known owner says: the name stays within a sentence and goes at either end of it."""
    if _in_sentence(line, start, owner, due):
        return _without(line, start, (owner[0], owner[0] + 1), due)
    before, after = _beside(line, start, owner, due)
    before = before.rstrip(_BESIDE_OWNER)
    if not before:
        return after.lstrip(f"{_BESIDE_OWNER}.")
    return f"{before}{'' if after.startswith(_CLOSING) else ' '}{after}".rstrip()


def _in_sentence(line: str, start: int, owner: Span, due: Span | None) -> bool:
    """Return whether a known owner stands in the middle of a sentence: words before it, and words right after it."""
    ends = _OWNER_END.search(line, owner[1])
    end = min(ends.start() if ends else len(line), due[0] if due and due[0] >= owner[1] else len(line))
    return bool(_WORD.search(line, owner[1], end) and _WORD.search(_beside(line, start, owner, due)[0]))


def _beside(line: str, start: int, owner: Span, due: Span | None) -> tuple[str, str]:
    """Return what stands before and after the owner, without the due date."""
    earlier = due if due and due[1] <= owner[0] else None
    return _without(line[: owner[0]], start, earlier), _without(line, owner[1], due if not earlier else None)


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


def meant_mark(line: str, *, language: str) -> Mark | None:
    """Return what an ordinary line may be meant to be: "t:", which marks nothing, begins as "tarea" does in Spanish."""
    begun = _ONE_LETTER.match(line)
    letter = fold(begun["letter"]) if begun else ""
    if not letter or letter in _LETTERS:
        return None
    return next((mark for word, mark in _WORDS.get(language, _ENGLISH).items() if word.startswith(letter)), None)


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


def with_owner(line: str, name: str, *, language: str, names: OwnerNames | None = None) -> str:
    """Return the action `line` owned by `name`: in place of its owner, else before its due date, else at the end.

    An empty name takes the owner out. Words that are not the owner stay, whether or not one was known where they
    stand: "@Gia to mend it" becomes "@Gia Lobio to mend it". Any other line is returned as it is.
    """
    now = parse_line(line, language=language, names=names)
    if now is None or now.mark is not Mark.ACTION:
        return line
    name = _one_line(name)
    if now.owner_span is None:
        return _owned_at_end(line, name, now.due_span)
    start, end = now.owner_span
    known = names is not None and names.length(line[start + 1 : end]) == end - start - 1
    sentence = known and _in_sentence(line, now.prefix_span[1], now.owner_span, now.due_span)
    unowned = f"{line[:start]}{line[start + 1 :]}"  # the words of the owner as part of the action
    if not name:
        keeps = sentence or not (known or now.text)
        return unowned if keeps else _owner_out(line, now.prefix_span[1], now.owner_span)
    if not known:
        length = _typed_length(line[start + 1 : end], name)
        end = start + 1 + length if length else end
    owned = _replaced(line, (start, end), f"@{name}")
    read = parse_line(owned, language=language, names=names)
    if (known or length or now.text) and read is not None and read.owner == name:
        return owned
    bare = parse_line(unowned, language=language, names=names)
    return _owned_at_end(unowned, name, bare.due_span if bare else None)


def _owned_at_end(line: str, name: str, due: Span | None) -> str:
    if not name:
        return line
    bare = _DANGLING_AT.sub("", line).rstrip()
    at = due[0] if due else len(bare)
    return _replaced(bare, (at, at), f"@{name}")


def _owner_out(line: str, start: int, owner: Span) -> str:
    """Return `line` without its owner; one that stood first goes with the sign after it ("@Gia: mend it")."""
    if line[start : owner[0]].strip():
        return _replaced(line, owner, "")
    return _replaced(f"{line[: owner[1]]} {line[owner[1] :].lstrip(f'{_BESIDE_OWNER}.')}", owner, "")


def _typed_length(written: str, name: str) -> int:
    """Return how much of an owner as `written` is the beginning of `name`, up to a word's end; 0 for nothing."""
    wanted, length = " ".join(words(name)), 0
    for word in re.finditer(r"\S+", written):
        begun = " ".join(words(written[: word.end()]))
        if begun and not wanted.startswith(begun):
            break
        length = word.end()
    return length


def with_due(line: str, due: str, *, language: str, names: OwnerNames | None = None) -> str:
    """Return the action `line` due by `due`, words that read as a date: in place of its due date, else at the end.

    Empty words take the due date out. Any other line is returned as it is.
    """
    now = parse_line(line, language=language, names=names)
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
