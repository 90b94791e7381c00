"""Pages as pictures and as text, without a window."""

import zlib
from io import BytesIO
from pathlib import Path

import pytest

from desktop.reports.agenda import lay_out_agenda
from desktop.reports.making import build
from desktop.reports.minutes import lay_out_minutes
from desktop.reports.preview import Preview
from tests.reports.samples import AGENDA, MINUTES


def test_pages_sizes_and_text(tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    build(lay_out_minutes, MINUTES, path, paper="letter")
    with Preview(path) as preview:
        assert preview.page_count == 3
        assert preview.size_points(0) == (612, 792)
        assert "Adopt the agenda as sent on 29 October." in preview.text(0)
        assert "\r" not in preview.text(0)


def test_a_page_as_pixels() -> None:
    out = BytesIO()
    build(lay_out_agenda, AGENDA, out)
    with Preview(out.getvalue()) as preview:
        image = preview.image(0, dots_per_inch=72)
    assert (image.width, image.height) == (596, 842)
    assert len(image.rgb) == image.stride * image.height
    assert image.rgb[:3] == b"\xff\xff\xff"
    assert 0x11 in image.rgb  # the ink of a "decide" tag


def test_a_page_as_png() -> None:
    out = BytesIO()
    build(lay_out_agenda, AGENDA, out)
    with Preview(out.getvalue()) as preview:
        png = preview.png(0, dots_per_inch=48)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    start = png.index(b"IDAT") + 4
    pixels = zlib.decompress(png[start : png.index(b"IEND") - 8])
    assert len(pixels) == height * (1 + 3 * width)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"PDF|load"):
        Preview(b"not a PDF")
    with pytest.raises(FileNotFoundError):
        Preview(tmp_path / "nothing.pdf")
