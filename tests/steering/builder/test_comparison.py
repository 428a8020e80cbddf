"""Two snapshots side by side."""

from decimal import Decimal
from typing import Any

from django.utils.translation import override

from steering.builder.charts import LETTERS, chart_of, pieces_of
from steering.builder.comparison import FigureView, Standing, views_of

ORDER = ("en", "ru", "kk")


def figure(key: str = "practices", total: str | None = "5", **fields: Any) -> dict[str, Any]:
    rows = [{"key": name, "label": {"en": name}, "value": value} for name, value in fields.pop("rows", {}).items()]
    return {
        "key": key,
        "version": 1,
        "unit": "count",
        "basis": "period",
        "title": {"en": key},
        "definition": {"en": "How it is counted."},
        "is_alphabetical": False,
        "missing": {},
        "total": total,
        "rows": rows,
        **fields,
    }


def compared(now: list[dict[str, Any]], then: list[dict[str, Any]] | None) -> list[FigureView]:
    with override("en"):
        return views_of({"figures": now}, {"figures": then} if then is not None else None, ORDER)


def test_the_difference_is_told_absolute_and_in_per_cent() -> None:
    [view] = compared([figure(total="5")], [figure(total="8")])

    assert view.total is not None
    assert (view.total.now, view.total.then, view.total.change, view.total.percent) == ("5", "8", "−3", "−37.5\u00a0%")


def test_from_nothing_there_is_no_per_cent() -> None:
    [view] = compared([figure(total="5")], [figure(total="0")])

    assert view.total is not None
    assert (view.total.change, view.total.percent) == ("+5", "")


def test_what_is_unchanged_has_no_per_cent() -> None:
    [view] = compared([figure(total="5")], [figure(total="5")])

    assert view.total is not None
    assert (view.total.standing, view.total.percent) == (Standing.SAME, "")


def test_lines_are_new_unchanged_or_no_longer_counted() -> None:
    [view] = compared([figure(rows={"KZ": "2", "KG": "1"})], [figure(rows={"KZ": "2", "UZ": "4"})])

    assert {line.key: line.standing for line in view.rows} == {
        "KZ": Standing.SAME,
        "KG": Standing.NEW,
        "UZ": Standing.GONE,
    }
    assert [(line.now, line.then) for line in view.rows if line.key == "UZ"] == [("—", "4")]


def test_a_changed_definition_is_said_instead_of_a_difference() -> None:
    [view] = compared([figure(total="5", version=2)], [figure(total="8")])

    assert view.total is not None
    assert (view.standing, view.total.change, view.total.then) == (Standing.REDEFINED, "", "8")


def test_a_figure_of_before_alone_stands_at_the_end() -> None:
    views = compared([figure("new")], [figure("old", total="7")])

    assert [(view.key, view.standing) for view in views] == [("new", Standing.NEW), ("old", Standing.GONE)]
    assert views[1].total is not None
    assert views[1].total.then == "7"


def test_without_a_former_snapshot_nothing_is_compared() -> None:
    [view] = compared([figure(rows={"KZ": "2"})], None)

    assert not view.has_former
    assert {line.standing for line in view.lines} == {Standing.ALONE}


def test_sums_of_money_keep_their_currency_and_have_no_drawing() -> None:
    [view] = compared(
        [figure(total=None, unit="money", rows={"KZT": "1500000", "USD": "10.5"})],
        [figure(total=None, unit="money", rows={"KZT": "1000000", "USD": "10.5"})],
    )

    assert [(line.now, line.change) for line in view.rows] == [
        ("KZT\u00a01,500,000", "+KZT\u00a0500,000"),
        ("USD\u00a010.50", "USD\u00a00"),
    ]
    assert chart_of(view) is None


def test_bars_share_one_scale() -> None:
    [view] = compared([figure(rows={"KZ": "10", "KG": "5"})], [figure(rows={"KZ": "20"})])

    chart = chart_of(view)

    assert chart is not None
    assert [(bar.length, bar.former_length) for bar in chart.bars] == [(135.0, 270.0), (67.5, 0.0)]
    assert [bar.former_text for bar in chart.bars] == ["20", ""]
    assert chart.height > chart.bars[-1].former_y


def test_one_line_needs_no_drawing() -> None:
    [view] = compared([figure(rows={"KZ": "10"})], None)

    assert chart_of(view) is None


def test_zeros_need_no_drawing() -> None:
    [view] = compared([figure(rows={"KZ": "0", "KG": "0"})], None)

    assert chart_of(view) is None
    assert [line.value for line in view.rows] == [Decimal(0), Decimal(0)]


def test_countries_stand_in_the_readers_alphabet() -> None:
    rows = [
        {"key": "AZ", "label": {"ru": "Азербайджан", "kk": "Әзербайжан"}, "value": "1"},
        {"key": "AM", "label": {"ru": "Армения", "kk": "Армения"}, "value": "2"},
        {"key": "BY", "label": {"ru": "Беларусь", "kk": "Беларусь"}, "value": "3"},
    ]
    now = {"figures": [{**figure(is_alphabetical=True), "rows": rows}]}

    orders = {code: [line.key for line in views_of(now, None, (code,))[0].rows] for code in ("kk", "ru")}

    assert orders == {"kk": ["AM", "AZ", "BY"], "ru": ["AZ", "AM", "BY"]}


def test_a_long_drawing_is_cut_for_paper_on_one_scale() -> None:
    [view] = compared([figure(rows={f"line {n}" * 9: str(n) for n in range(1, 31)})], None)

    pieces = pieces_of(view)

    assert {len(piece.bars) for piece in pieces} == {6}
    assert pieces[0].bars[0].length == 9.0
    assert pieces[4].bars[-1].length == 270.0
    assert len({piece.marks for piece in pieces}) == 5
    assert all(len(bar.label) <= LETTERS for piece in pieces for bar in piece.bars)
