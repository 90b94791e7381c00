"""One application in Ronda's own look for every window test."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.theme import Appearance


@pytest.fixture(scope="session")
def appearance(qapp: QApplication) -> Appearance:
    return Appearance(qapp, choice="light")


@pytest.fixture(autouse=True)
def light(appearance: Appearance) -> Iterator[None]:
    """Give every test the light theme at 100 % back."""
    yield
    appearance.choose("light")
    appearance.set_text_percent(100)


@pytest.fixture(autouse=True)
def no_window_left(qapp: QApplication) -> Iterator[None]:
    """See that each test closes the windows it opens."""
    yield
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert not left
