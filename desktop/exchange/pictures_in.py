"""A picture from anywhere (PNG, JPEG) made fit to be kept and printed: small, and nothing but its dots. No Qt."""

import io
from pathlib import Path
from typing import Final

from db.errors.incoming import PictureTooHeavy, PictureTooLarge, PictureUnreadable, SheetTooLarge
from desktop.apart import Tick, run_apart
from desktop.exchange.tables import read_bytes

LARGEST_BYTES: Final = 16_000_000
MOST_DOTS: Final = 4_000_000
SIDE: Final = 480
"""Dots of the longer side, as it is kept: 20 mm at 600 to the inch."""
LARGEST_KEPT: Final = 512 * 1024
_SECONDS: Final = 10


def read_picture(path: Path, *, tick: Tick | None = None) -> bytes:
    """Return the picture at `path` as a small PNG without anything beside its dots. It is opened apart.

    Raises:
        FileMissing, NotARegularFile, PlaceReadOnly, PictureTooHeavy, PictureUnreadable, PictureTooLarge: And what
            `desktop.apart` raises.
    """
    try:
        content = read_bytes(path, LARGEST_BYTES)
    except SheetTooLarge:
        raise PictureTooHeavy(path, LARGEST_BYTES) from None
    made: bytes = run_apart(picture_anew, content, path, shape=bytes, seconds=_SECONDS, tick=tick)
    if not made.startswith(b"\x89PNG\r\n") or len(made) > LARGEST_KEPT:
        raise PictureUnreadable(path)
    return made


def picture_anew(content: bytes, path: Path) -> bytes:
    """Return a picture's dots, upright, scaled down, as a new PNG. For `desktop.apart`.

    Raises:
        PictureTooLarge: By what its head says, before any of it is unpacked.
        PictureUnreadable: If it is none, or damaged.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # it is asked for below, before a dot is unpacked
    try:
        held = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        width, height = held.size
        if width * height > MOST_DOTS:
            raise PictureTooLarge(path, width, height, MOST_DOTS)
        upright = ImageOps.exif_transpose(held).convert("RGBA")
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, AttributeError):
        raise PictureUnreadable(path) from None
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    made = Image.new("RGBA", upright.size)  # of the dots alone
    made.paste(upright)
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True)
    return out.getvalue()
