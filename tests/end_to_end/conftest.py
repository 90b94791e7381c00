"""The whole program in one window, over the sample or over nothing yet."""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from db.engine import open_file
from db.history.history import recent_steps
from desktop import texts
from desktop.showcase.running import run_until
from desktop.showcase.scenes import Scene
from desktop.showcase.shooting import EVERY
from desktop.showcase.stage import MORNING, Stage, change, stage
from desktop.theme import Appearance
from tests.desktop.conftest import light, no_window_left  # noqa: F401 (fixtures)
from tests.end_to_end.playing import OTHER_WINDOWS, Meanwhile, Player, Seen
from tests.samples import SampleFile


@pytest.fixture(scope="session")
def appearance(qapp: QApplication) -> Appearance:
    """Ronda's look on its windows, as the program has it."""
    return Appearance(qapp, choice="light", everywhere=False)


@pytest.fixture(scope="session")
def sample_at(tmp_path_factory: pytest.TempPathFactory, sample_file: SampleFile) -> Callable[[str, dt.datetime], Path]:
    """Return the sample's file in a language, as it stands at a moment; each is made once."""
    folder = tmp_path_factory.mktemp("samples")

    def made(language: str, at: dt.datetime) -> Path:
        if at == MORNING:
            return sample_file(language)
        path = folder / f"{language}-{at:%d}.ronda"
        if not path.exists():
            shutil.copy(sample_file(language), path)
            change(path, lambda session: run_until(session, at))
        return path

    return made


@pytest.fixture(scope="module")
def play(
    qapp: QApplication,
    appearance: Appearance,
    sample_at: Callable[[str, dt.datetime], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Player]:
    """Return what brings every page and dialog of the program into sight, one after the other."""

    def seen(shown: Stage, scenes: list[Scene]) -> Iterator[Seen]:
        for scene in scenes:
            try:
                dialog = scene.play(shown)
            except Exception as error:
                error.add_note(f"in the scene {scene.name}")
                raise
            window = shown.program.window
            assert window is not None
            yield Seen(scene.name, shown, window, dialog)
            if dialog is not None:
                shown.put_away(dialog)

    def played(language: str = "en", meanwhile: Meanwhile = lambda _stage, _scenes: None) -> Iterator[Seen]:
        for at in dict.fromkeys(scene.at for scene in EVERY):
            sample = sample_at(language, at)
            with open_file(sample, read_only=True) as file, file.reading() as session:
                who = recent_steps(session, limit=1)[0].who
            folder = tmp_path_factory.mktemp("stage") / "open"
            with stage(qapp, appearance, sample, folder, language=language, at=at, who=who, breath_ms=1) as shown:
                scenes = [scene for scene in EVERY if scene.at == at]
                elsewhere = [scene for scene in scenes if scene.name.startswith(OTHER_WINDOWS)]
                here = [scene for scene in scenes if scene not in elsewhere]
                yield from seen(shown, here)
                meanwhile(shown, here)
                yield from seen(shown, elsewhere)
            assert not list(folder.glob("fault*")), "a fault of the program was reported"

    yield played
    texts.use("en")


@pytest.fixture
def x_server() -> Iterator[str]:
    """Start an X server of its own, and return its name; skips where there is none."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            pytest.skip("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)
