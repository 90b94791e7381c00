"""Guests that the attendance of a meeting names and the record holds nothing else of: they may own its actions."""


def names_a_guest(action: str) -> str:
    """Return the plain SQL condition that the owner an action has as written is such a guest.

    `action` is what the query calls the action. `db.conditions` says the same to SQLAlchemy.
    """
    return f"""EXISTS (
        SELECT 1 FROM attendance AS noted WHERE noted.meeting_id = {action}.meeting_id AND noted.name <> ''
        AND noted.name = {action}.owner_as_written AND noted.member_id IS NULL AND noted.person_id IS NULL
    )"""  # noqa: S608 (a name of our own)
