"""The sentences Ronda shows, and their translations (Babel).

    python packaging/catalogue.py update         bring new sentences into every catalogue, drop what is gone
    python packaging/catalogue.py compile FILE   write the .mo beside a .po
    python packaging/catalogue.py check          say what is missing or wrong; nothing is written

Catalogues carry no dates and no places in the source, and are sorted: two people's additions merge.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "resources" / "locale"
SOURCES = ("desktop", "resources")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def sentences() -> Catalog:
    """Return every sentence marked in the sources."""
    catalogue = Catalog(project="Ronda", charset="utf-8")
    for folder in SOURCES:
        found = extract_from_dir(
            ROOT / folder, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        )
        for _file, _line, message, comments, context in found:
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def catalogues() -> Iterator[Path]:
    """Yield the .po of each language."""
    yield from sorted(LOCALES.glob("*/LC_MESSAGES/ronda.po"))


def load(path: Path) -> Catalog:
    """Return the catalogue at `path`, for the language its folder is named after."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def update(path: Path) -> None:
    """Bring the sentences of the sources into the catalogue at `path`."""
    catalogue = load(path)
    catalogue.update(sentences(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    header = (
        "Content-Type: text/plain; charset=UTF-8\\n",
        "Content-Transfer-Encoding: 8bit\\n",
        "MIME-Version: 1.0\\n",
        f"Language: {catalogue.locale_identifier}\\n",
        f"Plural-Forms: {catalogue.plural_forms}\\n",
    )
    with path.open("wb") as file:
        file.write("\n".join(['msgid ""', 'msgstr ""', *(f'"{line}"' for line in header), "", ""]).encode())
        write_po(file, catalogue, width=120, no_location=True, sort_output=True, omit_header=True)


def compile_catalogue(path: Path) -> None:
    """Write the .mo beside the .po at `path`."""
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, load(path))


def strings(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return singular and plural of a message, or the one form it has."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def problem(message: Message, translated: Message | None) -> str:
    """Return what is wrong with a translation, or nothing."""
    if translated is None or not strings(translated.string) or not all(strings(translated.string)):
        return "not translated"
    if translated.fuzzy:
        return "uncertain (fuzzy)"
    expected = set(PLACEHOLDER.findall(strings(message.id)[-1]))
    for form, text in enumerate(strings(translated.string)):
        found = set(PLACEHOLDER.findall(text))
        # A singular may say "one" instead of {n}.
        if not (found == expected or (message.pluralizable and form == 0 and found <= expected)):
            return f"placeholders differ: {sorted(expected)} became {sorted(found)}"
    return ""


def check() -> list[str]:
    """Return what is missing or wrong in the catalogues, one line each."""
    found = []
    wanted = [message for message in sentences() if message.id]
    for path in catalogues():
        catalogue = load(path)
        for message in wanted:
            if wrong := problem(message, catalogue.get(strings(message.id)[0], message.context)):
                found.append(f"{path.parent.parent.name}: {strings(message.id)[0]!r}: {wrong}")
    return found


def main(arguments: list[str]) -> int:
    """Run one of the commands; the exit code is 1 when something is missing or wrong."""
    match arguments:
        case ["compile", name]:
            compile_catalogue(Path(name))
            return 0
        case ["update"]:
            for path in catalogues():
                update(path)
                compile_catalogue(path)
        case ["check"]:
            pass
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    problems = check()
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
