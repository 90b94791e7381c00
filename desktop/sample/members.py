"""Writes who belongs: settings, members with their people and dates, groups, co-chairs."""

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from db.alliance import change_alliance, member_kinds
from db.history import history
from db.members.co_chairs import add_co_chair
from db.members.groups import add_group, add_group_member
from db.members.members import add_member, add_offer, member_row
from db.members.memberships import leave, rejoin
from db.members.representatives import add_representative, representatives
from db.vocabulary import MemberStatus, QuorumKind, RepresentativeRole
from desktop.sample.desk import Desk


def write_members(desk: Desk) -> None:
    """Write the alliance's settings, members, groups and co-chairs."""
    session, plan, content = desk.session, desk.plan, desk.content
    desk.date_steps(plan.founded)
    settings = {name: content.alliance[name] for name in ("short_name", "place", "email", "phone")}
    half = {"quorum_kind": QuorumKind.MORE_THAN, "quorum_numerator": 1, "quorum_denominator": 2}
    change_alliance(session, **settings, **half)
    kinds = {kind.key: kind.id for kind in member_kinds(session)}
    for key, facts in plan.members.items():
        with history.step(session, "add_member"):
            _write_member(desk, key, {**facts, **content.members[key]}, kinds)
    for key, facts in plan.groups.items():
        with history.step(session, "add_group"):
            _write_group(desk, key, {**facts, **content.groups[key]})
    for term in plan.co_chairs:
        add_co_chair(
            session,
            person_id=desk.primary[term["member"]],
            member_id=desk.members[term["member"]],
            from_date=term["from"],
            to_date=term.get("to"),
        )


def _write_member(desk: Desk, key: str, facts: Mapping[str, Any], kinds: Mapping[str, uuid.UUID]) -> None:
    joined = facts.get("joined", desk.plan.founded)
    desk.date_steps(joined)
    words = {name: facts.get(name, "") for name in ("name", "short_name", "sector", "place", "note")}
    member_id, _changes = add_member(
        desk.session,
        status=MemberStatus(facts.get("status", "member")),
        from_date=joined,
        kind_id=kinds[facts["kind"]],
        grassroots=facts.get("grassroots", False),
        individual=facts.get("individual", False),
        duty_share=Decimal(facts.get("duty_share", "1")),
        phone=_phone(len(desk.members), 0),
        noted_on=joined if words["note"] else None,
        **words,
    )
    desk.members[key] = member_id
    _write_people(desk, key, facts, joined)
    for offer in facts.get("offers", ()):
        add_offer(desk.session, member_id, text=offer)
    if "left" in facts:
        leave(desk.session, member_id, facts["left"])
    if "back" in facts:
        rejoin(desk.session, member_id, on=facts["back"])


def _write_people(desk: Desk, key: str, facts: Mapping[str, Any], joined: dt.date) -> None:
    member_id = desk.members[key]
    if facts.get("individual"):
        person_id = member_row(desk.session, member_id, joined).person_id
        assert person_id is not None
        desk.primary[key] = person_id
    roles = ((RepresentativeRole.PRIMARY, desk.primary), (RepresentativeRole.ALTERNATE, desk.alternate))
    for line, ((role, known), mailbox) in enumerate(zip(roles, desk.content.alliance["mailboxes"], strict=True), 1):
        if role.value not in facts:
            continue
        add_representative(
            desk.session,
            member_id,
            role=role,
            name=facts[role.value],
            email=f"{mailbox}@{facts.get('domain', f'{key}.example')}",
            phone=_phone(len(desk.members), line),
            share_email=(None, True, False, True, True)[len(desk.members) % 5],
            share_phone=None if len(desk.members) % 5 == 0 else line == 1 and len(desk.members) % 3 != 0,
            from_date=joined,
        )
        known[key] = next(row.person_id for row in representatives(desk.session, member_id) if row.role is role)


def _write_group(desk: Desk, key: str, facts: Mapping[str, Any]) -> None:
    desk.date_steps(facts["start"])
    coordinator = facts.get("coordinator", "")
    group_id, _changes = add_group(
        desk.session,
        name=facts["name"],
        purpose=facts["purpose"],
        coordinator_member_id=desk.members.get(coordinator),
        coordinator_person_id=desk.primary.get(coordinator),
        start_date=facts["start"],
        review_date=facts.get("review"),
    )
    desk.groups[key] = group_id
    for member in facts["members"]:
        add_group_member(desk.session, group_id, desk.members[member], from_date=facts["start"])


def _phone(number: int, line: int) -> str:
    return f"555 01 {number:02} {line + 10:02}"
