"""What each row of the record is found by: its title and words, the meeting it belongs to, how it stands."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from db.charter.known_challenges import FOUND_BY as CHALLENGES_FOUND_BY
from db.duties.standard import FOUND_BY


@dataclass(frozen=True, slots=True)
class Entry:
    """How a row is found. `ref` is its key, as the file holds it."""

    kind: str
    ref: str
    title: str
    body: str = ""
    meeting_id: str | None = None
    state: str = ""


def given(connection: Any, statement: str, ids: Iterable[str]) -> list[Any]:
    """Run a statement that ends on a column of keys for these keys: for one, or by one text whatever their number."""
    keys = [*ids]
    if len(keys) == 1:
        rows: list[Any] = connection.execute(f"{statement} = ?", keys).fetchall()
    else:
        several = f"{statement} IN (SELECT value FROM json_each(?))"  # noqa: S608 (statements are ours, values are bound)
        rows = connection.execute(several, (json.dumps(keys),)).fetchall()
    return rows


def lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _members(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    offers: dict[str, list[str]] = defaultdict(list)
    for member_id, offer in given(connection, "SELECT member_id, text FROM offer WHERE member_id", ids):
        offers[member_id].append(offer)
    for ref, name, *body in given(
        connection, "SELECT id, name, short_name, sector, place, email, note FROM member WHERE id", ids
    ):
        yield Entry("member", ref, name, lines(*body, *offers[ref]))


def _people(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, name, *body in given(connection, "SELECT id, name, email, phone, note FROM person WHERE id", ids):
        yield Entry("person", ref, name, lines(*body))


def _groups(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, name, purpose in given(connection, "SELECT id, name, purpose FROM working_group WHERE id", ids):
        yield Entry("group", ref, name, purpose)


def _meetings(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, title, group, purpose, place, original in given(
        connection,
        "SELECT m.id, m.title, g.name, m.purpose, m.place, m.original_text "
        "FROM meeting m LEFT JOIN working_group g ON g.id = m.group_id WHERE m.id",
        ids,
    ):
        yield Entry("meeting", ref, title or group or "", lines(purpose, place), ref)
        if original:
            yield Entry("minutes", ref, title or group or "", original, ref)


def _items(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, title, note, said, meeting_id in given(
        connection, "SELECT id, title, note, text, meeting_id FROM agenda_item WHERE kind = 'item' AND id", ids
    ):
        yield Entry("item", ref, title, note, meeting_id)
        if said:
            yield Entry("minutes", ref, title, said, meeting_id)


def _decisions(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, said, meeting_id, superseded in given(
        connection,
        "SELECT id, text, meeting_id, EXISTS (SELECT 1 FROM decision newer WHERE newer.supersedes_id = decision.id) "
        "FROM decision WHERE id",
        ids,
    ):
        yield Entry("decision", ref, said, "", meeting_id, "superseded" if superseded else "current")


def _actions(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, said, meeting_id, state, *owner in given(
        connection,
        "SELECT a.id, a.text, a.meeting_id, a.state, m.name, p.name, a.owner_as_written FROM action a "
        "LEFT JOIN member m ON m.id = a.owner_member_id LEFT JOIN person p ON p.id = a.owner_person_id "
        "WHERE a.id",
        ids,
    ):
        yield Entry("action", ref, said, lines(*dict.fromkeys(owner)), meeting_id, state)


def _papers(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, title, name, meeting_id in given(
        connection, "SELECT id, title, name, meeting_id FROM paper WHERE id", ids
    ):
        yield Entry("paper", ref, title or name, name, meeting_id)


def _duties(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    """A duty by its name, its words and everybody who has or had a turn; for a known one the state is its key."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for duty_id, *who in given(
        connection,
        "SELECT DISTINCT t.duty_id, m.name, p.name FROM duty_turn t LEFT JOIN member m ON m.id = t.member_id "
        "LEFT JOIN person p ON p.id = t.person_id WHERE t.duty_id",
        ids,
    ):
        names[duty_id].update(dict.fromkeys(name for name in who if name))
    for ref, key, name, description in given(connection, "SELECT id, key, name, description FROM duty WHERE id", ids):
        state = key if key in FOUND_BY else ""
        yield Entry("duty", ref, name, lines(FOUND_BY.get(key), description, *names[ref]), None, state)


def _turns(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    """A turn with a note, by the note; the others are found by their duty."""
    for ref, note, meeting_id, state, key, *rest in given(
        connection,
        "SELECT t.id, t.note, t.meeting_id, t.state, d.key, d.name, m.name, p.name FROM duty_turn t "
        "JOIN duty d ON d.id = t.duty_id LEFT JOIN member m ON m.id = t.member_id "
        "LEFT JOIN person p ON p.id = t.person_id WHERE t.note <> '' AND t.id",
        ids,
    ):
        stands = "open" if state in ("planned", "asked", "accepted", "declined") else "done"
        yield Entry("duty", ref, note, lines(*rest, FOUND_BY.get(key)), meeting_id, stands)


_SECTION_KINDS = {"purpose": "purpose", "principles": "principle", "ways_of_working": "section"}
_STANDS = (
    "CASE WHEN v.in_force_from IS NULL THEN '' WHEN EXISTS (SELECT 1 FROM charter_version newer "
    "WHERE newer.kind = v.kind AND newer.version > v.version AND newer.in_force_from IS NOT NULL) "
    "THEN 'superseded' ELSE 'current' END"
)


def _versions(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    """A version by its own words; one that has only sections is found by these."""
    for ref, kind, state, said, *answers in given(
        connection,
        f"SELECT v.id, v.kind, {_STANDS}, v.text, v.specific, v.measurable, v.achievable, v.realistic, v.time_bound "  # noqa: S608 (the words are ours)
        "FROM charter_version v WHERE v.id",
        ids,
    ):
        if said or any(answers):
            yield Entry(_SECTION_KINDS[kind], ref, said, lines(*answers), None, state)


def _sections(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, kind, state, heading, said in given(
        connection,
        f"SELECT s.id, v.kind, {_STANDS}, s.heading, s.text FROM charter_section s "  # noqa: S608 (the words are ours)
        "JOIN charter_version v ON v.id = s.version_id WHERE s.id",
        ids,
    ):
        yield Entry(_SECTION_KINDS[kind], ref, heading or said, said if heading else "", None, state)


def _indicators(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    """An indicator by its name, and by who measured it."""
    sources: dict[str, dict[str, None]] = defaultdict(dict)
    for key, source in given(connection, "SELECT indicator_id, source FROM observation WHERE indicator_id", ids):
        sources[key][source] = None
    for ref, name, unit, source, dropped in given(
        connection, "SELECT id, name, unit, source, dropped_on FROM indicator WHERE id", ids
    ):
        found_by = lines(*dict.fromkeys((unit, source, *sources[ref])))
        yield Entry("indicator", ref, name, found_by, None, "dropped" if dropped else "")


def _notes(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, title, *body in given(
        connection,
        "SELECT id, title, addressed_to, issue, why_now, evidence, positions, asks FROM note WHERE id",
        ids,
    ):
        yield Entry("note", ref, title, lines(*body))


def _challenges(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    """A challenge by what people say of it and do about it. A known one has its key for a state, and its words for a
    title, which whoever shows it puts into the reader's language.
    """
    for ref, key, name, *body in given(
        connection, "SELECT id, key, name, judgement, doing FROM challenge WHERE id", ids
    ):
        known = CHALLENGES_FOUND_BY.get(key)
        yield Entry("challenge", ref, known or name, lines(*body), None, key if known else "")


def _findings(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    """A finding by people's own words; one that stands as it is computed is not on record."""
    for ref, title, said in given(connection, "SELECT id, title, text FROM finding WHERE title <> '' AND id", ids):
        yield Entry("finding", ref, title, said)


def _interviews(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    for ref, with_whom, notes in given(connection, "SELECT id, with_whom, notes FROM interview WHERE id", ids):
        yield Entry("interview", ref, with_whom, notes)


def _recommendations(connection: Any, ids: Iterable[str]) -> Iterator[Entry]:
    """A recommendation, who is to see to it, and what was seen of it; without a result it stands as its action."""
    for ref, said, state, *body in given(
        connection,
        "SELECT r.id, r.text, CASE WHEN r.result IN ('done', 'dropped') THEN r.result WHEN r.result NOTNULL THEN '' "
        "ELSE coalesce(a.state, 'open') END, m.name, p.name, r.owner_as_written, r.seen FROM recommendation r "
        "LEFT JOIN member m ON m.id = r.owner_member_id LEFT JOIN person p ON p.id = r.owner_person_id "
        "LEFT JOIN action a ON a.id = r.action_id WHERE r.id",
        ids,
    ):
        yield Entry("recommendation", ref, said, lines(*dict.fromkeys(body)), None, state)


READERS: Mapping[str, Callable[[Any, Iterable[str]], Iterator[Entry]]] = MappingProxyType(
    {
        "member": _members,
        "person": _people,
        "working_group": _groups,
        "meeting": _meetings,
        "agenda_item": _items,
        "decision": _decisions,
        "action": _actions,
        "paper": _papers,
        "duty": _duties,
        "duty_turn": _turns,
        "charter_version": _versions,
        "charter_section": _sections,
        "indicator": _indicators,
        "note": _notes,
        "challenge": _challenges,
        "finding": _findings,
        "interview": _interviews,
        "recommendation": _recommendations,
    }
)
"""By table, what reads how its rows of these keys are found."""
