"""The tests' own safety net holds."""

import socket

import pytest


def test_no_test_reaches_the_network() -> None:
    with socket.socket() as one, pytest.raises(AssertionError, match="opens no socket"):
        one.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="opens no socket"):
        socket.getaddrinfo("example.org", 80)
