"""Fonts, icons, words and samples that travel with the program."""

from pathlib import Path

_HERE = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Return what stands under `resources/` at `parts`."""
    return _HERE.joinpath(*parts)
