"""Writes pictures of every page and dialog, the sample's papers, and what looks clipped, into a folder."""

import argparse
import os
import sys
import time
from pathlib import Path

SCREEN = Path(__file__).with_name("screen.json")
"""The same pixels everywhere, and the room of the screen that Ronda is made for."""


def main(arguments: list[str] | None = None) -> int:
    """Write the pictures; return 0, or 1 if something looks clipped and all was asked for."""
    parser = argparse.ArgumentParser(prog="python -m desktop.showcase", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--all", action="store_true", help="light and dark, two heights, two languages, printed pages as pictures"
    )
    parser.add_argument("--only", default="", help="only scenes whose names begin so")
    given = parser.parse_args(arguments)
    begun = time.monotonic()
    given.folder.mkdir(parents=True, exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREEN}"
    from desktop.showcase.shooting import shoot_all

    findings = shoot_all(given.folder, everything=given.all, only=given.only)
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    count = len(list(given.folder.glob("*.png")))
    sys.stdout.write(f"{count} pictures in {given.folder}, {time.monotonic() - begun:.0f} s\n")
    return 1 if findings and given.all else 0


if __name__ == "__main__":
    sys.exit(main())
