"""What every test shares: no screen, no network, English, and nothing of the person who runs them."""

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from desktop.launch import swift_imports
from tests import keys
from tests.cases import LONG
from tests.real_data import SHARED

if TYPE_CHECKING:
    from tests.samples import SampleFile

# Before Qt is first imported; of the size Ronda is made for. A test on a real X server starts its own process.
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    screen = Path(__file__).resolve().parent.parent / "desktop" / "showcase" / "screen.json"
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"

with swift_imports():  # as the program loads what follows, and as its garbage is collected
    pass

hypothesis.settings.register_profile("ronda", deadline=None, derandomize=not LONG, print_blob=True)
hypothesis.settings.load_profile("ronda")

NETWORK_ATTEMPTS: list[str] = []
"""What was tried, also where the refusal was caught on its way."""
NETWORK_EVENTS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"})


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what would leave this computer; sockets that are files (an X server's, say) stay."""
    if event not in NETWORK_EVENTS:
        return
    address = arguments[1] if event != "socket.getaddrinfo" else arguments
    if isinstance(address, tuple):
        message = f"Ronda opens no socket: {event} {address!r}"
        NETWORK_ATTEMPTS.append(message)
        raise AssertionError(message)


sys.addaudithook(_refuse_network)


MEMORY = Path("/dev/shm")
ROOM_BYTES = 3 << 30
"""A whole run takes a third of this, and leaves what failed."""


def pytest_configure(config: pytest.Config) -> None:
    """Keep the files of tests in memory where there is room: then no save waits for a disk.

    Tests of power cuts and full disks have file systems of their own. Faults at full count, and measurements, are on
    the disk.
    """
    disk_wanted = os.environ.get("RONDA_FAULTS") == "full" or _measuring(config)
    if not disk_wanted and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def _measuring(config: pytest.Config) -> bool:
    return config.option.markexpr == "bench"


APART = ("bench", "longer")
"""Marks of what runs only when it is asked for (`-m bench`): a busy machine must not fail a test, nor minutes pass."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave measurements and what takes minutes out unless they are asked for."""
    unasked = [mark for mark in APART if mark not in config.option.markexpr]
    left_out = [item for item in items if any(item.get_closest_marker(mark) for mark in unasked)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish() -> None:
    """Leave what was loaded to make the tests out of each search for garbage: it stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def _tidy() -> Iterator[None]:
    """Let go of what the tests of a module left in circles: Python by itself seldom looks at all there is.

    What is left then was loaded or is kept for later: the next search need not look at it again. Python searches by
    itself until a test has a window: then the window's thread does, which needs its loop.
    """
    gc.enable()
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _quick_keys(pytestconfig: pytest.Config) -> Iterator[None]:
    """Make the keys of passphrases in fewer rounds than the program does, but for measurements."""
    with keys.made_in(keys.REAL_ROUNDS if _measuring(pytestconfig) else keys.FEW_ROUNDS):
        yield


@pytest.fixture
def real_keys() -> Iterator[None]:
    """Make keys as the program does: for files that other processes open too, and for what opening costs."""
    with keys.made_in(keys.REAL_ROUNDS):
        yield


@pytest.fixture(autouse=True)
def _a_stranger(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep settings, recent files and caches of the person who runs the tests out of them."""
    homes = tmp_path_factory.getbasetemp() / "homes"
    homes.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(dir=homes))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Speak English in every test that does not say otherwise."""
    from desktop import texts

    with texts.speaking("en"):
        yield


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> "SampleFile":
    """Return what gives the sample's file, written once in a run; to look at only: who writes copies it."""
    from tests.samples import keeper

    return keeper(tmp_path_factory)


@pytest.fixture
def shared() -> Path:
    """The folder of real data; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the real data is not here ({SHARED})")
    return SHARED
