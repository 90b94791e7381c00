"""A record written after the fact, such as the sample: its history reads as if it had been kept from day to day."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.schema import Step


def order_by_day(session: Session) -> None:
    """Put the steps in the order of the days they count as made on (see `history.date_steps`).

    Those of one moment stay as they are. The founding comes first, whenever the file was made.
    """
    session.flush()
    steps = session.execute(select(Step.id, Step.name, Step.at).order_by(Step.sequence)).all()
    ordered = [key for key, _name, _at in sorted(steps, key=lambda made: (made.name != "found_alliance", made.at))]
    for begin in (2 * len(steps) + 1, 1):  # two rounds: no two may ever be the same
        session.execute(update(Step), [{"id": key, "sequence": place} for place, key in enumerate(ordered, begin)])
    if len(steps) > 1:
        earliest = min(made.at for made in steps)
        session.execute(update(Step).where(Step.id == ordered[0]).values(at=earliest))
