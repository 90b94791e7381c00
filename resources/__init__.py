"""Fonts, icons, words and samples that travel with the program."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def resource(*parts: str) -> Traversable:
    """Return what stands under `resources/` at `parts`, in a checkout, a wheel or a frozen program alike."""
    return files(__package__).joinpath(*parts)
