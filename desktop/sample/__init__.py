"""The sample alliance: a whole alliance of three years, the same every time, to try the program on. No Qt.

Its words are in `resources/demo`, one folder a language; what all languages share is in `resources/demo/plan.toml`.
"""

import datetime as dt
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from db.engine import create_file
from db.handover.desk import hold_desk
from db.history import history
from db.history.written_later import order_by_day
from desktop import texts
from desktop.sample.charter import write_charter
from desktop.sample.content import load
from desktop.sample.desk import Desk
from desktop.sample.evaluations import write_evaluations
from desktop.sample.meetings import write_meetings
from desktop.sample.members import write_members
from desktop.sample.plan import load_plan
from desktop.sample.rota import write_duties
from desktop.sample.surveys import write_surveys

DAY = dt.date(2026, 10, 7)
"""The day the sample is written for, unless another is asked for."""


_HELD_SINCE = dt.timedelta(weeks=26)
"""So long the one who has the desk of the sample has had it."""


def write_sample(path: Path, *, language: str = "en", today: dt.date = DAY, passphrase: str | None = None) -> None:
    """Write the sample alliance's file at `path`, as it stands on the day `today`.

    All dates are moved by whole weeks, so that a meeting on a Thursday stays on one; the desk is then up to six days
    past its usual Wednesday.

    Raises:
        FileExists, PlaceUnreachable, PlaceReadOnly, PlaceFull, PassphraseTooShort: Nothing was written.
    """
    plan = load_plan(today)
    content = load(language)
    name, who = content.alliance["name"], content.secretary
    file = create_file(path, name=name, language=language, passphrase=passphrase, who=who)
    try:
        with texts.speaking(language), file, file.writing(who=who) as session:
            _keep_in_reach(session)
            desk = Desk(session, plan, content)
            write_members(desk)
            write_duties(desk)
            write_meetings(desk)
            write_charter(desk)
            write_surveys(desk)
            write_evaluations(desk)
            hold_desk(session, name=who, since=today - _HELD_SINCE)
            order_by_day(session)
            history.keep_all(session)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _keep_in_reach(session: Session) -> None:
    """Hold what the session loads: it would let go of every row at once, and read each hundreds of times."""
    held: set[object] = set()
    for moment in ("pending_to_persistent", "loaded_as_persistent"):
        event.listen(session, moment, lambda _session, row: held.add(row))
    session.info["held"] = held
