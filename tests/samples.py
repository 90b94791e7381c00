"""The sample alliance for tests: written once in a run, whatever the number of processes it is run by."""

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.sample import DAY, write_sample

PATIENCE_SECONDS = 300
ANOTHER_DAY = dt.date(2027, 3, 6)
"""A Saturday, 21 weeks and 3 days after the sample's own day."""
SampleFile = Callable[..., Path]
"""Called with a language and a day (English, and the sample's own), gives a file to look at only; to write, copy it."""


def keeper(factory: pytest.TempPathFactory) -> SampleFile:
    """Return what gives the sample's file, made by whichever process asks first; the others wait for it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "samples"
    folder.mkdir(exist_ok=True)

    def made(language: str = "en", today: dt.date = DAY) -> Path:
        path = folder / f"{language}-{today}.ronda"
        until = time.monotonic() + PATIENCE_SECONDS
        while not path.exists():
            making = path.with_suffix(".making")
            try:
                making.mkdir()
            except FileExistsError:
                assert time.monotonic() < until, f"{making} is never done"
                time.sleep(0.1)
                continue
            try:
                write_sample(making / path.name, language=language, today=today)
                (making / path.name).rename(path)
            finally:
                for left in making.iterdir():
                    left.unlink()
                making.rmdir()
        return path

    return made
