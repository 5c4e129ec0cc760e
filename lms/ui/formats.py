"""How numbers, money and dates are written, in Spanish and in English.

Pure functions of a value and a language code. Spanish follows Colombian usage: decimal comma, point for thousands, a
non-breaking space before % and after $. Both languages use the true minus (U+2212), which has the width of a plus.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

Number = Decimal | float | int

MINUS: Final = "\u2212"
NBSP: Final = "\u00a0"

# ISO 4217 currencies without a minor unit that our customers may meet; every other one is written with two decimals.
CURRENCIES_WITHOUT_CENTS: Final = frozenset({"CLP", "JPY", "KRW", "PYG"})

MONTHS: Final = {
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def family(language: str) -> str:
    """The language whose conventions apply: `es` for every Spanish (`es`, `es-co`), `en` for anything else."""
    return "es" if language.lower().split("-")[0] == "es" else "en"


def rounded(value: Number, places: int) -> Decimal:
    """`value` at `places` decimals, halves away from zero, as a reader would round it. Never a negative zero."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def decimal_text(value: Number, *, language: str, places: int = 2) -> str:
    """`1234.5` → `1.234,50` in Spanish, `1,234.50` in English; a negative number carries the true minus."""
    text = f"{rounded(value, places):,f}".replace("-", MINUS)
    return text.translate(str.maketrans(",.", ".,")) if family(language) == "es" else text


def short_decimal(value: Number, *, language: str, places: int = 2) -> str:
    """Like `decimal_text`, without decimals that say nothing: a target of 3 is `3`, one of 3.5 is `3,5`."""
    whole = rounded(value, places)
    while places and whole == rounded(whole, places - 1):
        places -= 1
    return decimal_text(whole, language=language, places=places)


def signed(value: Number, *, language: str, places: int = 2) -> str:
    """An effect with its sign: `+0,21`, `−0,06`. What rounds to zero has no sign: `0,00`."""
    sign = "+" if rounded(value, places) > 0 else ""
    return sign + decimal_text(value, language=language, places=places)


def percent(share: Number, *, language: str, places: int = 0) -> str:
    """A share of one as a percentage: `0.75` → `75 %` in Spanish (non-breaking space), `75%` in English."""
    exact = share if isinstance(share, Decimal) else Decimal(str(share))
    number = decimal_text(exact * 100, language=language, places=places)
    return f"{number}{NBSP}%" if family(language) == "es" else f"{number}%"


def money(
    amount: Number, *, language: str, currency: str = "COP", places: int | None = None, with_sign: bool = False
) -> str:
    """An amount of money: `$ 2.180.000,00` in Spanish, `COP 2,180,000.00` in English, spaces non-breaking.

    Only the Colombian peso is written `$`, and only in Spanish: a dollar sign in an English text means something else.
    `with_sign` puts a sign before what is added or taken away: `+ $ 81.344,57`, `− $ 8.805,22`.
    """
    if places is None:
        places = 0 if currency in CURRENCIES_WITHOUT_CENTS else 2
    value = rounded(amount, places)
    symbol = "$" if currency == "COP" and family(language) == "es" else currency
    text = f"{symbol}{NBSP}{decimal_text(abs(value), language=language, places=places)}"
    if value < 0:
        return f"{MINUS}{NBSP}{text}"
    return f"+{NBSP}{text}" if with_sign and value > 0 else text


def day(when: date, *, language: str, today: date | None = None) -> str:
    """A date in words: `22 de octubre`, `22 October`; with its year when that is not the year of `today`."""
    month = MONTHS[family(language)][when.month - 1]
    spanish = family(language) == "es"
    text = f"{when.day} de {month}" if spanish else f"{when.day} {month}"
    if today is not None and when.year == today.year:
        return text
    return f"{text} de {when.year}" if spanish else f"{text} {when.year}"


def month_abbreviation(month: int, *, language: str) -> str:
    """The three letters of an axis: `sep`, `Sep`. `month` counts from 1."""
    return MONTHS[family(language)][month - 1][:3]


def short_date(when: date, *, language: str) -> str:
    """A date for a narrow column: `22 oct 2026`, `22 Oct 2026`."""
    return f"{when.day} {month_abbreviation(when.month, language=language)} {when.year}"
