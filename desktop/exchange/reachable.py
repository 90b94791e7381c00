"""What can be an e-mail address or a telephone number: looked at as it comes in, and before a mail is written."""

from typing import Final

_FEWEST_DIGITS: Final = 3
"""Of a number that can be rung: those of emergency services and offices have three."""


def mail_address(written: str) -> str | None:
    """Return the address a mail program can write to, its domain in ASCII, or None."""
    from email.errors import HeaderParseError
    from email.headerregistry import Address

    local, at, domain = written.strip().rpartition("@")
    if not at or not local.isascii() or any(mark.isspace() for mark in written.strip()):
        return None
    try:
        return Address(addr_spec=f"{local}@{domain.encode('idna').decode('ascii')}").addr_spec
    except (HeaderParseError, ValueError, IndexError):
        return None


def may_be_number(written: str) -> bool:
    """Return whether somebody may be rung by what is written: it has digits enough and is no e-mail address."""
    return "@" not in written and sum(mark.isdigit() for mark in written) >= _FEWEST_DIGITS
