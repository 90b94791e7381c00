"""The fonts are the ones their makers released, and they have the letters the alliances write with."""

import hashlib
import re

import pytest
import uharfbuzz

from resources import resource

FONTS = resource("fonts")
ROW = re.compile(r"^\| `([^`]+\.ttf)` \|.*\| `([0-9a-f]{64})` \|$", re.MULTILINE)
TABLE = dict(ROW.findall((FONTS / "README.md").read_text("utf-8")))

LATIN = "aA áéíóúüñÁÉÍÓÚÜÑ¿¡ qʼk ñawi’ àâæçèêëîïôœùûÿÀÂÆÇÈÊËÎÏÔŒÙÛŸ ãõÃÕ «»“”‘’„–—…·•€ºª 0123456789"
CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "Ёё№"
SIGNS = "●○■□✓✗→←↑↓−×÷½§"
SCRIPTS = {
    "Georgian": "".join(map(chr, range(0x10D0, 0x10F1))),
    "Armenian": "".join(map(chr, [*range(0x531, 0x557), *range(0x561, 0x588)])) + "՛՜՞։",
    "Arabic": "".join(map(chr, [*range(0x621, 0x63B), *range(0x641, 0x64B)])) + "،؛؟٠١٢٣٤٥٦٧٨٩",
    "Ethiopic": "".join(map(chr, range(0x1200, 0x1207))) + "አማርኛ፡።፣",
}


def face(name: str) -> uharfbuzz.Face:
    return uharfbuzz.Face(uharfbuzz.Blob((FONTS / name).read_bytes()))


def test_the_table_lists_exactly_the_files() -> None:
    assert sorted(TABLE) == sorted(file.name for file in FONTS.iterdir() if file.name.endswith(".ttf"))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_font_is_unmodified(name: str) -> None:
    assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == TABLE[name]


@pytest.mark.parametrize("name", sorted(name for name in TABLE if name.startswith("Source")))
def test_source_has_latin_and_cyrillic(name: str) -> None:
    assert not set(map(ord, LATIN + CYRILLIC)) - set(face(name).unicodes)


@pytest.mark.parametrize("name", sorted(name for name in TABLE if name.startswith("SourceSans3")))
def test_source_sans_has_the_signs(name: str) -> None:
    assert not set(map(ord, SIGNS)) - set(face(name).unicodes)


@pytest.mark.parametrize(("script", "letters"), SCRIPTS.items())
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_noto_has_its_script(script: str, letters: str, weight: str) -> None:
    assert not set(map(ord, letters)) - set(face(f"NotoSans{script}-{weight}.ttf").unicodes)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_missing_letter_shows_as_a_box(name: str) -> None:
    box = uharfbuzz.Font(face(name)).get_glyph_extents(0)
    assert box is not None
    assert box.width > 300
    assert box.height < -500
