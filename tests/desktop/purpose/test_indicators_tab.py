"""Indicators through a person's hands, numbers as people type them."""

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from db.charter.indicators import add_indicator, indicators, record_observation
from desktop import texts
from desktop.purpose.page import INDICATORS
from desktop.widgets.targets import OpenPurpose
from tests.desktop.purpose.conftest import TODAY, finish, hit, settle, tab, watch

Key = Qt.Key


@pytest.fixture
def stunting(file, kit):
    with file.writing() as session:
        key, _ = add_indicator(
            session, name="Stunting", unit="%", baseline_value=Decimal("29.5"), baseline_date=dt.date(2022, 1, 1),
            target_value=Decimal("24.5"), target_date=dt.date(2027, 1, 1), source="Health posts",
        )  # fmt: skip
        record_observation(session, key, on_date=dt.date(2024, 1, 1), value=Decimal("29.0"), source="Health posts")
        add_indicator(session, name="Wells")
    return key


def kept(file):
    with file.reading() as session:
        return indicators(session, dropped=True)


def test_an_indicator_is_added_with_typed_numbers(page, file, qtbot):
    view = tab(page, INDICATORS)
    assert len(view.empty.label.text().split()) <= 12
    qtbot.keyClick(view.empty.button, Key.Key_Space)
    dialog = view.dialog
    qtbot.keyClicks(dialog.name_field, "Stunting")
    qtbot.keyClicks(dialog.unit_field, "%")
    qtbot.keyClicks(dialog.base_field, "29,x")
    dialog.primary.click()
    assert "is not a number" in dialog.message.label.text()
    dialog.base_field.clear()
    qtbot.keyClicks(dialog.base_field, "29,5")
    dialog.base_day.line.setText("1 Mar 2006")
    qtbot.keyClicks(dialog.target_field, "24.5")
    dialog.target_day.line.setText("1 Mar 2005")
    finish(page)
    assert "must come after" in dialog.message.label.text()
    dialog.target_day.line.setText("1 Mar 2011")
    finish(page)
    [row] = kept(file)
    assert (row.baseline_value, row.target_value) == (Decimal("29.5"), Decimal("24.5"))
    assert (
        view.way_label.text() == "From 29.5\N{NO-BREAK SPACE}% in March 2006 to 24.5\N{NO-BREAK SPACE}% by March 2011"
    )


def test_a_value_stands_against_the_line(page, file, stunting, qtbot):
    view = tab(page, INDICATORS)
    watch(view.model)
    watch(view.values_model)
    assert view.standing.label.text().startswith("Behind the line to the target, which stood at 27.5")
    view.value_button.click()
    qtbot.keyClicks(view.dialog.value_field, "24")
    finish(page)
    assert view.standing.label.text() == "The target is reached."
    assert [seen.on_date for seen in kept(file)[0].observations] == [dt.date(2024, 1, 1), TODAY]
    view.add_value()
    qtbot.keyClicks(view.dialog.value_field, "23")
    finish(page)
    assert "There is a value of 22 November 2026 already" in view.dialog.message.label.text()
    view.dialog.reject()


def test_a_value_is_corrected_and_deleted_by_keyboard(page, file, stunting, qtbot):
    view = tab(page, INDICATORS)
    [seen] = kept(file)[0].observations
    view.values.select_key(seen.id)
    hit(page, view.values, Key.Key_F2)
    view.dialog.value_field.clear()
    qtbot.keyClicks(view.dialog.value_field, "28.75")
    finish(page)
    assert str(kept(file)[0].observations[0].value) == "28.75"
    view.values.select_key(seen.id)
    hit(page, view.values, Key.Key_Delete)
    settle(page)
    assert kept(file)[0].observations == ()


def test_indicators_are_moved_dropped_and_deleted(page, file, stunting, qtbot):
    view = tab(page, INDICATORS)
    view.table.select_key(stunting)
    hit(page, view.table, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(page)
    assert [row.name for row in kept(file)] == ["Wells", "Stunting"]
    view.drop()
    settle(page)
    assert kept(file)[1].dropped_on == TODAY
    assert page.view().fact() == "1 indicator"
    view.delete()
    settle(page)
    assert [row.name for row in kept(file)] == ["Wells"]


def test_a_search_result_opens_its_indicator(page, file, stunting):
    page.open(OpenPurpose("indicator", kept(file)[1].id))
    settle(page)
    assert page.view().current().name == "Wells"
    assert page.view().way_label.text() == "No baseline and no target yet"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("29.5", "29.5"), ("29,5", "29.5"), ("1,234", "1234"), ("−3", "-3"), ("12 %", "12"), ("1 234.5", "1234.5"),
     ("1e5", None), ("nan", None), ("two", None), ("", None), ("1.2.3", None)],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "es"])
def test_numbers_are_read_as_people_write_them(typed, value, language):
    with texts.speaking(language):
        found = texts.read_decimal(typed)
    assert found == (None if value is None else Decimal(value))


def test_the_chart_shows_the_values_and_leads_to_them(page, file, stunting, qtbot):
    view = tab(page, INDICATORS)
    view.table.select_key(stunting)
    settle(page)
    chart = view.chart.chart
    assert [seen.value for seen in chart.observations] == [29.0]
    assert (chart.baseline.value, chart.target.value, chart.decimals) == (29.5, 24.5, 1)
    said = view.chart.accessibleDescription().replace("\N{NO-BREAK SPACE}", " ")
    assert "Measured: 29.0 % in January 2024." in said
    assert "Behind the line" in said
    hit(page, view.chart, Key.Key_Return)
    assert view.values.hasFocus()
    view.table.select_key(kept(file)[1].id)
    settle(page)
    assert view.chart.isHidden(), "there is nothing to draw of an indicator without values"
