"""Sums of money are read, checked and written."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from steering.contributions import money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000", "1000"),
        ("1 234 567,50", "1234567.50"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1,234,567.50", "1234567.50"),
        ("12,5", "12.5"),
        ("0", "0"),
        ("999999999999999.9999", "999999999999999.9999"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: str) -> None:
    assert money.parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-5",
        "1e6",
        "NaN",
        "Infinity",
        "١٢٣",
        "१२",
        "１２",
        "1.2.3",
        "1,2,3",
        "$5",
        "1234567890123456",
        "1.00001",
        "1\x002",
    ],
)
def test_anything_else_is_no_amount(text: str) -> None:
    assert money.parse_amount(text) is None


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "1.5"), ("USD", "0.001"), ("KWD", "0.0001")])
def test_a_currency_has_only_its_own_decimals(currency: str, amount: str) -> None:
    assert currency in str(money.check_amount(Decimal(amount), currency))


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "100"), ("USD", "0.01"), ("KWD", "0.001")])
def test_the_decimals_of_a_currency_are_taken(currency: str, amount: str) -> None:
    assert money.check_amount(Decimal(amount), currency) == ""


@pytest.mark.parametrize("code", ["KZT", "USD", "EUR", "KGS", "UZS"])
def test_currencies_in_use_are_known_and_named_in_every_language(code: str) -> None:
    assert money.check_currency(code) == ""
    assert all(money.names(language)[code] != code for language in ("kk", "ru", "en"))


@pytest.mark.parametrize("code", ["", "ZZZ", "XAU", "XTS", "usd", "SUR", "US\x00"])
def test_anything_else_is_no_currency(code: str) -> None:
    assert money.check_currency(code)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "USD\u00a0293,333"), ("ru", "293\u00a0333\u00a0USD"), ("kk", "293\u00a0333\u00a0USD")],
)
def test_a_sum_is_written_as_the_language_does(language: str, words: str) -> None:
    with override(language):
        assert money.written(Decimal("293333.0000"), "USD") == words


def test_decimals_are_written_where_there_are_some() -> None:
    with override("ru"):
        assert money.written(Decimal("1234.5"), "KZT") == "1\u00a0234,50\u00a0KZT"
