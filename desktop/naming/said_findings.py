"""Findings as an evaluation says them: computed words, or people's own in their place, in people's order. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.evaluation.evaluations import FindingRow, in_order
from db.measures.found import Finding, Key, Tone
from desktop.naming.findings import FindingWords, finding_words


@dataclass(frozen=True, slots=True)
class SaidFinding:
    """A finding with the words it has now.

    finding, computed: what the numbers say; nothing for one of people's own, or of which nothing is on record any more.
    was_computed: what they said when people put it into other words.
    """

    key: str
    title: str
    text: str
    finding: Finding | None = None
    computed: FindingWords | None = None
    edited: bool = False
    was_computed: str = ""
    left_out: bool = False

    @property
    def own(self) -> bool:
        """Whether people added it: no number speaks of it."""
        return self.finding is None and not self.was_computed

    @property
    def changed(self) -> bool:
        """Whether something else is computed than when people put it into other words."""
        now = self.computed.whole if self.computed is not None else ""
        return self.edited and not self.own and self.was_computed != now

    @property
    def tone(self) -> Tone:
        """Return whether it stands out."""
        return self.finding.tone if self.finding is not None else Tone.NEUTRAL


def said_findings(found: Sequence[Finding], rows: Sequence[FindingRow]) -> list[SaidFinding]:
    """Return every finding in order, those left out too."""
    computed = {one.key.value: one for one in found}
    own = {row.key: row for row in rows}
    return [_said(key, computed.get(key), own.get(key)) for key in in_order(list(computed), rows)]


def title_of(said: Iterable[SaidFinding], *keys: Key) -> SaidFinding | None:
    """Return the first of these findings that is there and not left out."""
    by_key = {one.key: one for one in said if not one.left_out}
    return next((by_key[key] for key in keys if key in by_key), None)


def _said(key: str, finding: Finding | None, row: FindingRow | None) -> SaidFinding:
    words = finding_words(finding) if finding is not None else None
    left_out = row is not None and row.left_out
    if row is not None and row.edited:
        return SaidFinding(
            key, row.title, row.text, finding, words, edited=True, was_computed=row.computed, left_out=left_out
        )
    assert words is not None
    return SaidFinding(key, words.title, words.text, finding, words, left_out=left_out)
