"""Numbers, money and dates, to the character, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.ui import formats

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "places", "spanish", "english"),
    [
        (Decimal("2.84"), 2, "2,84", "2.84"),
        (1234567.5, 1, "1.234.567,5", "1,234,567.5"),
        (1000, 0, "1.000", "1,000"),
        (-0.061, 2, "\u22120,06", "\u22120.06"),
        (-0.001, 2, "0,00", "0.00"),
        (Decimal("2.345"), 2, "2,35", "2.35"),
    ],
)
def test_decimal_text_both_languages(value: Decimal | float, places: int, spanish: str, english: str) -> None:
    assert formats.decimal_text(value, language="es", places=places) == spanish
    assert formats.decimal_text(value, language="en", places=places) == english


@pytest.mark.parametrize(("value", "text"), [(3, "3"), (Decimal("3.50"), "3,5"), (3.25, "3,25"), (10, "10")])
def test_short_decimal_drops_empty_decimals(value: Decimal | float, text: str) -> None:
    assert formats.short_decimal(value, language="es") == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.21, "+0,21"), (-0.06, "\u22120,06"), (0, "0,00"), (0.004, "0,00"), (-0.004, "0,00")]
)
def test_signed_effect(value: float, text: str) -> None:
    assert formats.signed(value, language="es") == text


def test_percent_both_languages() -> None:
    assert formats.percent(0.75, language="es") == "75\u00a0%"
    assert formats.percent(0.75, language="en") == "75%"
    assert formats.percent(Decimal("0.4416"), language="es", places=1) == "44,2\u00a0%"


def test_money_both_languages() -> None:
    amount = Decimal("2180000")
    assert formats.money(amount, language="es") == "$\u00a02.180.000,00"
    assert formats.money(amount, language="es-co") == "$\u00a02.180.000,00"
    assert formats.money(amount, language="en") == "COP\u00a02,180,000.00"
    assert formats.money(amount, language="es", currency="USD") == "USD\u00a02.180.000,00"
    assert formats.money(amount, language="es", currency="CLP") == "CLP\u00a02.180.000"


def test_money_with_sign() -> None:
    assert formats.money(Decimal("81344.57"), language="es", with_sign=True) == "+\u00a0$\u00a081.344,57"
    assert formats.money(Decimal("-0.01"), language="es", with_sign=True) == "\u2212\u00a0$\u00a00,01"
    assert formats.money(Decimal("-0.01"), language="en") == "\u2212\u00a0COP\u00a00.01"
    assert formats.money(Decimal(0), language="es", with_sign=True) == "$\u00a00,00"


def test_dates_both_languages() -> None:
    when = date(2026, 10, 22)
    assert formats.day(when, language="es", today=date(2026, 11, 4)) == "22 de octubre"
    assert formats.day(when, language="es", today=date(2027, 1, 1)) == "22 de octubre de 2026"
    assert formats.day(when, language="en", today=date(2026, 11, 4)) == "22 October"
    assert formats.day(when, language="en") == "22 October 2026"
    assert formats.short_date(when, language="es") == "22 oct 2026"
    assert formats.short_date(when, language="en") == "22 Oct 2026"


@given(amounts)
def test_money_reads_back_to_the_cent(amount: Decimal) -> None:
    text = formats.money(amount, language="es")
    digits = text.replace("$", "").replace("\u00a0", "").replace(".", "").replace(",", ".").replace("\u2212", "-")
    assert Decimal(digits) == amount


@given(amounts)
def test_languages_differ_only_in_separators(amount: Decimal) -> None:
    spanish = formats.decimal_text(amount, language="es")
    english = formats.decimal_text(amount, language="en")
    assert spanish.translate(str.maketrans(",.", ".,")) == english
    assert "-" not in spanish
