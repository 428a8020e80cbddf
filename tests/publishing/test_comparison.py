"""What changed between two texts: both can be told from the difference, whatever they are."""

import random
import re
import time
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.alignment import runs
from publishing.comparison import compare, compare_rich
from publishing.richtext.blocks import blocks, written
from publishing.richtext.html import TAGS, sanitise


def _table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<td>{cell.replace('<', '')}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no finding."""

words = st.sampled_from(["бір", "екі", "the", "cat", "15", "1,5", "—", ".", "<b>", "&amp;", "ұ", "\u202e", "👩‍👩‍👧"])
plain = st.one_of(st.text(max_size=60), st.lists(words, max_size=25).map(" ".join))
inline = st.recursive(
    words.map(lambda text: text.replace("<", "&lt;")),
    lambda inner: st.tuples(st.sampled_from(["strong", "em", 'a href="https://x.kz/?a=1&amp;b=2"']), inner).map(
        lambda made: f"<{made[0]}>{made[1]}</{made[0].split()[0]}> "
    ),
    max_leaves=4,
)
leaf = st.tuples(st.sampled_from(["p", "h2", "h3"]), st.lists(inline, max_size=6)).map(
    lambda made: f"<{made[0]}>{' '.join(made[1])}</{made[0]}>"
)
block = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(
            lambda items: "<ul>" + "".join(f"<li>x {item}</li>" for item in items) + "</ul>"
        ),
        st.lists(inner, max_size=3).map(lambda items: f"<blockquote>{''.join(items)}</blockquote>"),
        st.lists(st.lists(words, min_size=1, max_size=2), max_size=3).map(_table),
    ),
    max_leaves=5,
)
rich = st.one_of(st.lists(block, max_size=5).map("".join), st.text(alphabet="<>/pulia b\"'&;hrtd=", max_size=80))


class _Elements(HTMLParser):
    """The elements of HTML that opens and closes in order; `one` and `other` are the texts without ins and del."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.sides = {"ins": "", "del": ""}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert {name for name, _value in attrs} <= {"href", "scope", "colspan", "rowspan"}
        assert all(not (value or "").lower().startswith(("javascript", "data")) for _name, value in attrs)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for mark, other in (("ins", "del"), ("del", "ins")):
            if other not in self.open:
                self.sides[mark] += data


@unhurried
@given(plain, plain)
def test_both_plain_texts_can_be_told_from_their_difference(before: str, after: str) -> None:
    found = compare(before, after)

    assert (found.before, found.after) == (before.replace("\x00", ""), after.replace("\x00", ""))
    shown = _Elements(found.html).sides
    assert (_flat(shown["del"]), _flat(shown["ins"])) == (_flat(found.before), _flat(found.after))


@unhurried
@given(rich, rich)
def test_both_rich_texts_can_be_told_from_their_difference(before: str, after: str) -> None:
    before, after = sanitise(before), sanitise(after)

    found = compare_rich(before, after)

    assert (found.before, found.after) == (_canonical(before), _canonical(after))
    shown = _Elements(found.html)
    assert shown.seen <= TAGS | {"ins", "del"}
    assert (_flat(shown.sides["del"]), _flat(shown.sides["ins"])) == (_flat(_text(before)), _flat(_text(after)))


@unhurried
@given(rich)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    found = compare_rich(text, text)

    assert found.is_same
    assert "<ins>" not in found.html
    assert "<del>" not in found.html


@unhurried
@given(st.text(alphabet="<>/abscriptonerj:vl \"'=&;x", max_size=200), st.text(max_size=40))
def test_what_never_passed_the_sanitiser_is_safe_all_the_same(before: str, after: str) -> None:
    assert _Elements(compare_rich(before, after).html).seen <= TAGS | {"ins", "del"}


@unhurried
@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40), st.integers(0, 400))
def test_runs_give_both_sequences_back_however_little_may_be_spent(
    before: list[int], after: list[int], matrix: int
) -> None:
    found = runs(before, after, matrix=matrix)

    assert [token for run in found for token in run.before] == before
    assert [token for run in found for token in run.after] == after
    assert all(run.is_change != other.is_change for run, other in pairwise(found))


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("The cat sat.", "The old cat sat.", "The{+ old+} cat sat."),
        ("15 күн ішінде", "10 күн ішінде", "[-15-]{+10+} күн ішінде"),
        ("до 1,5 года", "до 2,5 года", "до[- 1,5-]{+ 2,5+} года"),
        ("қызмет-көрсету орталығы", "қызмет-көрсету орталықтары", "қызмет-көрсету[- орталығы-]{+ орталықтары+}"),
        ("20\u00a0000 адам", "20\u00a0001 адам", "[-20\u00a0000-]{+20\u00a0001+} адам"),
        ("", "new", "{+new+}"),
        ("gone", "", "[-gone-]"),
    ],
)
def test_words_are_compared_whole(before: str, after: str, marked: str) -> None:
    assert compare(before, after).marked == marked


def test_a_rewritten_sentence_is_not_called_half_kept() -> None:
    found = compare(
        "Ministries consulted everyone and published drafts", "Agencies surveyed nobody and withdrew papers"
    )

    assert [run.is_change for run in found.runs] == [True]


@pytest.mark.parametrize(
    ("before", "after", "html"),
    [
        (
            "<p>One two three four.</p><p>Same.</p>",
            "<p>One two five four.</p><p>Same.</p>",
            "<p>One two<del> three</del><ins> five</ins> four.</p><p>Same.</p>",
        ),
        (
            "<ul><li>a</li><li>b</li></ul>",
            "<ul><li>a</li><li>new</li><li>b</li></ul>",
            "<ul><li>a</li><li><ins>new</ins></li><li>b</li></ul>",
        ),
        ("<p>Stays here.</p>", "<h2>New</h2><p>Stays here.</p>", "<h2><ins>New</ins></h2><p>Stays here.</p>"),
        (
            "<table><tr><th>Year</th><td>1</td></tr></table>",
            "<table><tr><th>Year</th><td>2</td></tr></table>",
            "<table><tbody><tr><th>Year</th><td><del>1</del><ins>2</ins></td></tr></tbody></table>",
        ),
        (
            "<p>to be bold</p>",
            "<p>to be <strong>bold</strong></p>",
            "<p>to be<del> bold</del><ins> </ins><ins><strong>bold</strong></ins></p>",
        ),
    ],
)
def test_the_structure_is_kept(before: str, after: str, html: str) -> None:
    found = compare_rich(sanitise(before), sanitise(after)).html

    assert re.sub(r"</ins><ins>", "", found) == re.sub(r"</ins><ins>", "", html)


LONG = 100_000
_odds = random.Random(20130315)
_vocabulary = ["".join(_odds.choices("абвгдежзиклмн", k=_odds.randint(2, 10))) for _ in range(4000)]


def _prose() -> list[str]:
    return [_odds.choice(_vocabulary) for _ in range(LONG // 7)]


def _edited(prose: list[str]) -> list[str]:
    return [word if _odds.random() > 0.05 else _odds.choice(_vocabulary) for word in prose]


def _paragraphs(prose: list[str]) -> str:
    return "".join(f"<p>{' '.join(prose[at : at + 40])}</p>" for at in range(0, len(prose), 40))


_one = _prose()
HARD = {
    "edited": (" ".join(_one), " ".join(_edited(_one))),
    "strangers": (" ".join(_one), " ".join(_prose())),
    "two letters": tuple(" ".join(_odds.choices("ab", k=LONG // 2)) for _ in range(2)),
    "signs": tuple("".join(_odds.choices(".,;!?", k=LONG)) for _ in range(2)),
    "blanks": (" " * LONG, " " * LONG + "x"),
    "one word": ("a" * LONG, "b" * LONG),
}
HARD_RICH = {
    "edited": (_paragraphs(_one), _paragraphs(_edited(_one))),
    "strangers": (_paragraphs(_one), _paragraphs(_prose())),
    "one paragraph": (f"<p>{' '.join(_one)}</p>", f"<p>{' '.join(_prose())}</p>"),
    "short paragraphs": tuple("".join(f"<p>{_odds.choice('abcdef')}</p>" for _ in range(LONG // 8)) for _ in range(2)),
    "quoted quotes": ("<blockquote>" * (LONG // 12) + "x", "<blockquote>" * (LONG // 12) + "y"),
    "lists in lists": ("<ul><li>" * (LONG // 8) + "x", "<ul><li>" * (LONG // 8) + "y z"),
    "many items": ("<ul>" + "<li>a" * (LONG // 5), "<ul>" + "<li>b" * (LONG // 5)),
    "unclosed": ("<p>" * (LONG // 3), "<em><strong>" * (LONG // 12)),
    "breaks": ("<br>" * (LONG // 4), "x<br>" * (LONG // 5)),
    "half a tag": ("<" * LONG, "<a" * (LONG // 2)),
    "references": ("&amp;" * (LONG // 5), "&lt" * (LONG // 3)),
}


@pytest.mark.parametrize("name", HARD)
def test_plain_texts_of_100_000_characters_take_less_than_a_second(name: str) -> None:
    before, after = HARD[name]

    assert _seconds(compare, before, after) < 1


@pytest.mark.parametrize("name", HARD_RICH)
def test_rich_texts_of_100_000_characters_take_bounded_time(name: str) -> None:
    before, after = HARD_RICH[name]
    limit = 1 if name in {"edited", "strangers", "one paragraph"} else 2

    assert _seconds(compare_rich, before, after) < limit


def _seconds(compared: object, before: str, after: str) -> float:
    """The processor's time: other work on the machine does not count."""
    start = time.process_time()
    assert compared(before, after).html
    return time.process_time() - start


def _canonical(text: str) -> str:
    return "".join(written(block, "") for block in blocks(text))


def _text(text: str) -> str:
    return _Elements(_canonical(text)).sides["ins"]


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
