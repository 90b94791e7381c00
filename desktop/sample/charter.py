"""Writes what the alliance is for and how it works, what it says aloud, and which members stand behind what."""

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from db.charter.challenges import add_challenge, judge_challenge
from db.charter.charter import (
    TEXTS,
    add_section,
    adopt_version,
    begin_version,
    change_version,
    circulate_version,
    delete_section,
    record_review,
    set_review_date,
    version,
)
from db.charter.endorsements import Answer, Subject, SubjectKind, record_endorsements
from db.charter.indicators import add_indicator, record_observation
from db.charter.notes import add_note, send_note
from db.history import history
from db.minutes.decisions import DecisionRow, decisions
from db.vocabulary import ChallengeStanding, CharterKind, NoteKind, ReviewOutcome, Stance
from desktop.sample.desk import Desk
from desktop.sample.plan import chance

_KINDS: Final = (
    ("purpose", CharterKind.PURPOSE),
    ("principles", CharterKind.PRINCIPLES),
    ("ways", CharterKind.WAYS_OF_WORKING),
)
_ANSWERED_AFTER: Final = dt.timedelta(days=10)
_SILENT: Final = 0.06
"""So likely somebody who was there says nothing."""
_AWAY_SILENT: Final = 0.35
_LATE_ANSWERS: Final = 3
"""So many answers to the newest decision are still awaited."""


def write_charter(desk: Desk) -> None:
    """Write the charter, the indicators, the notes, the challenges, and who endorses what."""
    for name, kind in _KINDS:
        for words, facts in zip(desk.content.charter[name], desk.plan.charter[name], strict=True):
            _write_version(desk, kind, words, facts)
    for key, facts in desk.plan.charter["indicators"].items():
        _write_indicator(desk, desk.content.charter["indicators"][key], facts)
    taken = [row for row in decisions(desk.session, plenary=True) if _asked_about(desk, row)]
    for place, row in enumerate(taken):
        _endorse_decision(desk, row, newest=place == 0)
    for key, facts in desk.plan.charter["notes"].items():
        _write_note(desk, desk.content.charter["notes"][key], facts)
    _write_challenges(desk)


def _write_version(desk: Desk, kind: CharterKind, words: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
    session, day = desk.session, facts.get("from", facts.get("written"))
    assert day is not None
    desk.date_steps(day)
    with history.step(session, "begin_version"):
        key, _changes = begin_version(session, kind)
        for section in version(session, key).sections:
            delete_section(session, section.id)
        change_version(session, key, **{name: words[name] for name in TEXTS & set(words)})
        for section in words.get("sections", ()):
            add_section(
                session,
                key,
                heading=section["heading"],
                text=section["text"],
                non_negotiable=section.get("firm", False),
            )
    if "from" not in facts:
        return
    set_review_date(session, key, review_date=facts.get("review"))
    adopt_version(session, key, on=day, decision_id=desk.decisions[facts["by"]])
    desk.date_steps(facts["sent"])
    circulate_version(session, key, on=facts["sent"])
    said = min(facts["sent"] + _ANSWERED_AFTER, desk.plan.today)
    desk.date_steps(said)
    answers = [_answer(desk, member, day, f"{kind} {words['text']}") for member in desk.plan.members_on(day)]
    record_endorsements(session, Subject(SubjectKind.VERSION, key), answers, on=said)
    if "reviewed" in facts:
        desk.date_steps(facts["reviewed"])
        record_review(
            session, key, outcome=ReviewOutcome(facts["outcome"]), on=facts["reviewed"],
            decision_id=desk.decisions[facts["review_by"]],
        )  # fmt: skip


def _write_indicator(desk: Desk, words: Mapping[str, str], facts: Mapping[str, Any]) -> None:
    desk.date_steps(facts["since"])
    key, _changes = add_indicator(
        desk.session, name=words["name"], unit=words["unit"], source=words["source"],
        baseline_value=Decimal(facts["baseline"]), baseline_date=facts["since"],
        target_value=Decimal(facts["target"]), target_date=facts["until"],
    )  # fmt: skip
    for value, day in facts["seen"]:
        if day <= desk.plan.today:
            desk.date_steps(day)
            record_observation(desk.session, key, on_date=day, value=Decimal(value), source=words["source"])


def _asked_about(desk: Desk, row: DecisionRow) -> bool:
    """Return whether members were asked about a decision: not about the approval of minutes, nor too soon."""
    return row.sequence > 1 and row.meeting_date + _ANSWERED_AFTER <= desk.plan.today


def _endorse_decision(desk: Desk, row: DecisionRow, *, newest: bool) -> None:
    day = row.meeting_date
    said = day + _ANSWERED_AFTER
    members = sorted(desk.plan.members_on(day), key=lambda key: chance("says", row.label, key))
    against = set(members[: row.votes_against or 0])
    silent = set(members[len(against) :][: row.abstentions or 0])
    answers = []
    for place, member in enumerate(members):
        if newest and place >= len(members) - _LATE_ANSWERS:
            continue
        stance = Stance.OBJECTS if member in against else Stance.SILENT if member in silent else None
        answers.append(_answer(desk, member, day, row.label, stance=stance))
    desk.date_steps(said)
    record_endorsements(desk.session, Subject(SubjectKind.DECISION, row.id), answers, on=said)


def _answer(desk: Desk, member: str, day: dt.date, about: str, *, stance: Stance | None = None) -> Answer:
    """Return what a member says; without a stance it endorses, unless it happens to say nothing."""
    if stance is None:
        habit = desk.plan.members[member]["habit"] / 100
        likely = _SILENT if chance("there", about, member) < habit else _AWAY_SILENT
        stance = Stance.SILENT if chance("quiet", about, member, day) < likely else Stance.ENDORSES
    if stance is Stance.SILENT:
        return Answer(desk.members[member], stance)
    remarks = desk.content.charter["objections"]["remarks"]
    remark = remarks[int(chance("why", about, member) * len(remarks))] if stance is Stance.OBJECTS else ""
    return Answer(desk.members[member], stance, desk.primary.get(member), remark)


def _write_note(desk: Desk, words: Mapping[str, str], facts: Mapping[str, Any]) -> None:
    desk.date_steps(facts["written"])
    parts = {name: text.strip() for name, text in words.items() if name not in ("title", "addressed_to")}
    key, _changes = add_note(
        desk.session, kind=NoteKind(facts["kind"]), title=words["title"], addressed_to=words["addressed_to"],
        written_on=facts["written"], **parts,
    )  # fmt: skip
    if "silent" not in facts:
        return
    said = min(facts["written"] + _ANSWERED_AFTER, desk.plan.today)
    day = facts.get("out", desk.plan.today)
    stances = dict.fromkeys(facts["silent"], Stance.SILENT) | dict.fromkeys(facts["against"], Stance.OBJECTS)
    answers = [
        _answer(desk, member, day, words["title"], stance=stances.get(member, Stance.ENDORSES))
        for member in desk.plan.members_on(said)
        if member not in facts.get("unasked", ())
    ]
    desk.date_steps(said)
    record_endorsements(desk.session, Subject(SubjectKind.NOTE, key), answers, on=said)
    if "out" in facts:
        desk.date_steps(facts["out"])
        send_note(desk.session, key, on=facts["out"])


def _write_challenges(desk: Desk) -> None:
    for name, words in desk.content.charter["challenges"].items():
        standing, day = desk.plan.charter["challenges"][name]
        desk.date_steps(day)
        key: str | uuid.UUID = name
        if name == "own":
            key, _changes = add_challenge(desk.session, name=words["name"])
        judge_challenge(
            desk.session, str(key), standing=ChallengeStanding(standing), judgement=words["judgement"],
            doing=words["doing"], on=day,
        )  # fmt: skip
