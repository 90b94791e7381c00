"""Guests that the attendance of a meeting names and the record holds nothing else of: they may own its actions."""


def names_a_guest(action: str, name: str = "") -> str:
    """Return the SQL condition that the owner an action has as written, or another `name`, is such a guest.

    Plain SQL, because *Today* asks without SQLAlchemy; `db.conditions` lends it to the queries that do. `action` is
    what the query calls the action, `name` a parameter of it.
    """
    return f"""EXISTS (
        SELECT 1 FROM attendance AS noted WHERE noted.meeting_id = {action}.meeting_id AND noted.name <> ''
        AND noted.name = {name or f"{action}.owner_as_written"} AND noted.member_id IS NULL AND noted.person_id IS NULL
    )"""  # noqa: S608 (names of our own)
