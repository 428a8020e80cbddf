"""Codes as people type them off paper."""

import pytest

from steering.record.codes import codes_in, digits_of

CODE = "3f2a90c177de04b8"


@pytest.mark.parametrize(
    "typed",
    [
        "3F2A-90C1-77DE-04B8",
        "3f2a 90c1 77de 04b8",
        "  3F2A90C177DE04B8\t",
        "3F2А-90С1-77DЕ-04В8",  # А, С, Е, В are Cyrillic
        "з f2а-9оc1-77dе-о4в8",
        "3Ғ2А 9Ө С І 77DE 04B8",  # letters of the Kazakh alphabet
        "3F2A–90C1—77DE‑04B8",
        "３Ｆ２Ａ９０Ｃ１７７ＤＥ０４Ｂ８",
    ],
)
def test_every_way_to_type_a_code_gives_its_digits(typed: str) -> None:
    assert digits_of(typed) == CODE


def test_a_whole_fingerprint_is_a_code_too() -> None:
    assert digits_of(CODE * 4) == CODE * 4


@pytest.mark.parametrize(
    "typed", ["", "3F2A-90C1", "3F2A-90C1-77DE-04BG", CODE * 5, "Шешім", "\x00" * 20, "а" * 100_000, "%" * 16, "_" * 16]
)
def test_what_is_no_code_gives_nothing(typed: str) -> None:
    assert digits_of(typed) == ""


def test_codes_are_found_in_a_text_the_whole_ones_first() -> None:
    text = f"Code: 3F2A-90C1-77DE-04B8. Fingerprint: {CODE * 4}. Tel. 1234-5678, 3F2A-90C1-77DE-04B8"

    assert codes_in(text) == [CODE * 4, CODE]
