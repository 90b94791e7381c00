"""The filters of a search as the reader may write them, in the language spoken now."""

from collections.abc import Iterator

from db.folding import fold
from db.minutes.marks import words_that_mark
from db.search.numbers import whole_number
from db.vocabulary import SEARCH_KINDS, SEARCH_STATES
from desktop.texts import _, language, pgettext


def filter_words() -> dict[str, str]:
    """Return how the reader writes each filter, by how the search knows it."""
    return {
        "member": pgettext("search filter", "member"),
        "person": pgettext("search filter", "person"),
        "group": pgettext("search filter", "group"),
        "meeting": pgettext("search filter", "meeting"),
        "item": pgettext("search filter", "item"),
        "minutes": pgettext("search filter", "minutes"),
        "decision": pgettext("search filter", "decision"),
        "action": pgettext("search filter", "action"),
        "paper": pgettext("search filter", "paper"),
        "duty": pgettext("search filter", "duty"),
        "purpose": pgettext("search filter", "purpose"),
        "principle": pgettext("search filter", "principle"),
        "section": pgettext("search filter", "section"),
        "indicator": pgettext("search filter", "indicator"),
        "note": pgettext("search filter", "note"),
        "challenge": pgettext("search filter", "challenge"),
        "finding": pgettext("search filter", "finding"),
        "interview": pgettext("search filter", "interview"),
        "recommendation": pgettext("search filter", "recommendation"),
        "from": pgettext("search filter", "from"),
        "to": pgettext("search filter", "to"),
        "open": pgettext("search filter", "open"),
        "done": pgettext("search filter", "done"),
        "dropped": pgettext("search filter", "dropped"),
        "current": pgettext("search filter", "current"),
        "superseded": pgettext("search filter", "superseded"),
    }


def understood(typed: str) -> str:
    """Return what was typed with the reader's own words for filters put as the search knows them.

    A word that marks decisions or actions in the minutes stands for these here, too, unless it is another filter's.
    What names meetings or decisions by their number ("reunión 41 y 42") stays, and these are looked for, too.
    """
    known = {word: mark.value for word, mark in words_that_mark(language()).items()}
    known |= {fold(word): name for name, word in filter_words().items()}
    tokens = []
    for token in typed.split(" "):
        head, colon, tail = token.partition(":")
        name = known.get(fold(head))
        if colon and name in (*SEARCH_KINDS, "from", "to"):
            tokens.append(f"{name}:{tail}")
        elif not colon and name in SEARCH_STATES:
            tokens.append(name)
        else:
            tokens.append(token)
    also = dict.fromkeys(_named_by_number(typed))
    return " ".join((*tokens[:-1], *also, tokens[-1]) if also and not tokens[-1] else (*tokens, *also))


def _named_by_number(typed: str) -> Iterator[str]:
    """Yield meetings and decisions named as in "Reunión general n.º 41", "acta 41" or "acuerdos 41 y 42".

    A decision without a number of its own stands for all of that meeting's.
    """
    meeting = pgettext("words before a meeting's number, looked for", "meeting meetings minutes")
    decision = pgettext("words before a decision's number, looked for", "decision decisions")
    beside = pgettext("words beside a number, looked for", "number no. nos. nº n.º n° general ordinary extraordinary")
    joining = pgettext("words between numbers, looked for", "and or & ,")
    names = dict.fromkeys(fold(f"meeting {meeting}").split(), "meeting")
    names |= dict.fromkeys(fold(f"decision {decision}").split(), "decision")
    named, due = "", False
    for token in fold(typed).split():
        number = whole_number(token)
        if number and due:
            if number[2] is None:
                yield f"+{named}:{number[0]}{'.' if number[1] else ''}"
            due = token.endswith(",")
        elif token in names:
            named, due = names[token], True
        elif named and token in fold(joining).split():
            due = True
        elif not due or token not in fold(beside).split():
            named, due = "", False


def unknown_filters(typed: str) -> list[str]:
    """Return what is written like a filter and is none: "author:" of "author:ana". `typed` is `understood`."""
    parts = [token.partition(":") for token in typed.split()]
    return [
        f"{head}:"
        for head, colon, tail in parts
        if colon and len(head) > 1 and head.isalpha() and not tail.startswith("/")
        and head.lower() not in (*SEARCH_KINDS, "from", "to")
    ]  # fmt: skip


def filter_examples() -> str:
    """Return filters to try, in the reader's words: "decision: action: open from:2024"."""
    own = filter_words()
    return f"{own['decision']}: {own['action']}: {own['open']} {own['from']}:2024"


def numbers_told() -> str:
    """Return how a decision and a meeting are found by their numbers."""
    words = _("A number finds a decision, as in “40.2”, or a meeting, as in “{meeting} 41”.")
    return words.format(meeting=filter_words()["meeting"])


def filters_told() -> str:
    """Return all filters in the reader's words, and in English where that is another language."""
    own = filter_words()
    plain = [*SEARCH_KINDS, "from", "to"]
    told = " ".join(f"{own[name]}:" for name in plain) + " " + " ".join(own[name] for name in SEARCH_STATES)
    english = " ".join(f"{name}:" for name in plain) + " " + " ".join(SEARCH_STATES)
    return told if told == english else _("{filters} (in English: {english})").format(filters=told, english=english)
