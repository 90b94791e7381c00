"""Indicators: what was measured when, and where the line to the target stood that day."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.charter.indicators import (
    IndicatorRow,
    add_indicator,
    change_indicator,
    change_observation,
    delete_indicator,
    delete_observation,
    drop_indicator,
    indicator,
    indicators,
    move_indicator,
    record_observation,
)
from db.errors.charter import DayTaken, TargetBeforeBaseline
from db.errors.records import NameMissing, NotFound
from db.ids import new_id

BASE, TARGET = dt.date(2006, 3, 1), dt.date(2011, 3, 1)


def malnutrition(session):
    key, _ = add_indicator(
        session, name="Chronic malnutrition under five", unit="%", baseline_value=Decimal("29.5"), baseline_date=BASE,
        target_value=Decimal("24.5"), target_date=TARGET, source="Health survey",
    )  # fmt: skip
    return key


def row(base="29.5", target="24.5"):
    return IndicatorRow(new_id(), "x", "%", Decimal(base), BASE, Decimal(target), TARGET, "", None)


def test_values_are_kept_digit_by_digit(file):
    with file.writing() as session:
        key = malnutrition(session)
        record_observation(session, key, on_date=dt.date(2008, 5, 1), value=Decimal("27.50"), source=" DHS ")
        record_observation(session, key, on_date=dt.date(2007, 5, 1), value=Decimal("28.9"))
    with file.reading() as session:
        found = indicator(session, key)
        assert [str(seen.value) for seen in found.observations] == ["28.9", "27.50"]
        assert found.latest.source == "DHS"
        assert (found.baseline_value, found.target_value) == (Decimal("29.5"), Decimal("24.5"))


def test_one_value_a_day(file):
    with file.writing() as session:
        key = malnutrition(session)
        first, _ = record_observation(session, key, on_date=BASE, value=Decimal(29))
        second, _ = record_observation(session, key, on_date=TARGET, value=Decimal(25))
        with pytest.raises(DayTaken):
            record_observation(session, key, on_date=BASE, value=Decimal(30))
        with pytest.raises(DayTaken):
            change_observation(session, second, on_date=BASE, value=Decimal(25), source="")
        change_observation(session, second, on_date=TARGET, value=Decimal(24), source="Census")
        delete_observation(session, first)
        assert [seen.value for seen in indicator(session, key).observations] == [Decimal(24)]


def test_indicators_have_an_order_and_can_be_dropped(file):
    with file.writing() as session:
        first, second = malnutrition(session), add_indicator(session, name="Wells")[0]
        move_indicator(session, second, position=0)
        assert [found.id for found in indicators(session)] == [second, first]
        drop_indicator(session, second, on=TARGET)
        assert [found.id for found in indicators(session)] == [first]
        assert [found.id for found in indicators(session, dropped=True)] == [first, second]
        drop_indicator(session, second, on=None)
        delete_indicator(session, first)
        assert [found.id for found in indicators(session)] == [second]
        with pytest.raises(NotFound):
            indicator(session, first)


def test_what_cannot_be_is_refused(file):
    with file.writing() as session:
        with pytest.raises(NameMissing):
            add_indicator(session, name=" ")
        with pytest.raises(TargetBeforeBaseline):
            add_indicator(session, name="Wells", baseline_date=TARGET, target_date=BASE)
        key = malnutrition(session)
        with pytest.raises(TargetBeforeBaseline):
            change_indicator(session, key, target_date=BASE)
        change_indicator(session, key, target_date=dt.date(2012, 1, 1), unit=" % ")
        assert indicator(session, key).unit == "%"


def test_better_than_the_line_depends_on_where_the_target_lies():
    middle = dt.date(2008, 8, 30)
    assert row().line_on(middle) == Decimal("27.00")
    assert row().on_the_line(Decimal(26), middle) is True
    assert row().on_the_line(Decimal(28), middle) is False
    assert row("24.5", "29.5").on_the_line(Decimal(28), middle) is True
    assert row("20", "20").on_the_line(Decimal(20), middle) is None


@given(st.decimals("0", "1000", places=1), st.decimals("0", "1000", places=1), st.dates(dt.date(2000, 1, 1), TARGET))
def test_the_line_is_straight_and_stays_between_its_ends(base, target, day):
    found = row(str(base), str(target)).line_on(day)
    assert min(base, target) <= found <= max(base, target)
    share = Fraction(max((day - BASE).days, 0), (TARGET - BASE).days)
    assert abs(Fraction(found) - (Fraction(base) + (Fraction(target) - Fraction(base)) * share)) <= Fraction(1, 200)
