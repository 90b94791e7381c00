"""The colours are readable, the icons exist, and a change of theme shows at once."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from desktop import icons, theme
from desktop.widgets.buttons import Button
from desktop.widgets.labels import Label
from resources import resource

SOURCES = sorted((Path(__file__).parents[2] / "desktop").rglob("*.py"))


def luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        *((front, back, 4.5) for front in ("text", "text2", "text3") for back in ("window", "sidebar", "surface")),
        *((front, back, 4.5) for front in ("text", "text2", "text3") for back in ("sunken", "select", "hover")),
        ("on_accent", "accent", 4.5),
        ("on_accent", "accent_hover", 4.5),
        ("accent_text", "surface", 4.5),
        ("accent_text", "accent_soft", 4.5),
        ("action", "action_soft", 4.5),
        ("warn", "warn_soft", 4.5),
        ("danger", "danger_soft", 4.5),
        ("danger", "surface", 4.5),
        ("ok", "ok_soft", 4.5),
        ("line_strong", "surface", 3.0),
        ("warn_line", "warn_soft", 3.0),
        ("accent_text", "window", 3.0),
        ("mark", "surface", 3.0),
    ],
)
def test_text_and_outlines_can_be_read(dark, front, back, least):
    look = theme.Theme(dark=dark)
    assert contrast(look.color(front), look.color(back)) >= least


def test_both_themes_name_the_same_roles():
    assert set(theme.LIGHT) == set(theme.DARK)


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_each_weight_is_source_sans(appearance, weight):
    assert QFontInfo(theme.font(14, weight)).family().startswith("Source Sans 3")


def test_other_scripts_have_their_fonts(appearance):
    assert {"Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans Arabic", "Noto Sans Ethiopic"} <= set(
        QFontDatabase.families()
    )


def test_a_change_of_theme_and_text_size_shows_in_open_windows(qtbot, appearance):
    label = Label("Quorum is met", 14, 600, "ok")
    button = Button("Print agenda", icon="printer")
    qtbot.addWidget(label)
    qtbot.addWidget(button)
    before = icons.pixmap("printer").toImage()
    seen = []
    appearance.changed.connect(seen.append)
    appearance.choose("dark")
    appearance.set_text_percent(130)
    assert [look.name for look in seen] == ["dark", "dark"]
    assert label.palette().windowText().color() == QColor(theme.DARK["ok"])
    assert label.font().pixelSize() == round(14 * 1.3)
    assert button.iconSize().width() == round(18 * 1.3)
    assert icons.pixmap("printer").toImage() != before
    appearance.changed.disconnect(seen.append)


def test_an_icon_in_a_button_is_painted_in_the_colour_of_its_role(qtbot, appearance):
    image = icons.icon("square", "danger").pixmap(32, 32).toImage()
    colors = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colors == {theme.LIGHT["danger"].lower()}


def icon_names_in_sources() -> set[str]:
    names = set()
    call = re.compile(r'(?:icon=|IconLabel\(|IconButton\(|icons\.(?:icon|pixmap)\(|set_icon\()\s*"([a-z0-9-]+)"')
    for source in SOURCES:
        names |= set(call.findall(source.read_text(encoding="utf-8")))
    return names


def test_every_icon_named_in_the_sources_is_there():
    missing = {name for name in icon_names_in_sources() if not resource("icons", f"{name}.svg").is_file()}
    assert not missing


def test_every_icon_is_the_one_in_the_table_and_can_be_drawn(qapp):
    table = dict(re.findall(r"\| (\S+\.svg) \| ([0-9a-f]{64}) \|", resource("icons", "README.md").read_text("utf-8")))
    files = {entry.name: entry.read_bytes() for entry in resource("icons").iterdir() if entry.name.endswith(".svg")}
    assert {name: sha256(content).hexdigest() for name, content in files.items()} == table
    assert all(QSvgRenderer(content).isValid() for content in files.values())


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_what_a_field_asks_for_can_be_read_while_nothing_is_in_it(qtbot, appearance, dark, kind):
    appearance.choose("dark" if dark else "light")
    field = kind()
    qtbot.addWidget(field)
    field.setPlaceholderText("████████")  # all of its inside is of the full colour, whatever smooths the edges
    with qtbot.waitExposed(field):
        field.show()
    picture = field.grab().toImage()
    surface = theme.color("surface")
    middle = range(12, 60)
    drawn = [contrast(picture.pixelColor(x, y), surface) for x in middle for y in range(8, 24)]
    assert max(drawn) == pytest.approx(contrast(theme.color("text3"), surface))
