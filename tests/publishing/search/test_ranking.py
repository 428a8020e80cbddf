"""What makes one entry a better answer than another."""

from dataclasses import replace
from datetime import date

import pytest

from publishing.search import ranking
from publishing.search.query import parse
from publishing.search.ranking import Candidate, Had, lanes, quality, score


def best(*candidates: Candidate, letters: int = 0) -> int:
    scores = score(candidates, letters)
    return scores.index(max(scores))


def had(**answers: float) -> Candidate:
    """An entry and what it has of a query of one part."""
    return Candidate(parts=(Had(**answers),))  # type: ignore[arg-type]


def test_title_counts_more_than_body() -> None:
    assert best(had(exact=0.6), had(exact=0.6, in_title=True)) == 1


def test_words_count_more_than_what_they_may_stand_for() -> None:
    assert best(had(folded=0.6), had(exact=0.6)) == 1
    assert best(had(other_in_summary=True), had(exact=0.6)) == 1
    assert best(had(other_in_title=True), had(exact=0.6, in_title=True)) == 1


def test_other_words_count_by_their_place() -> None:
    assert best(had(), had(other_in_summary=True)) == 1
    assert best(had(other_in_summary=True), had(other_in_summary=True, other_in_title=True)) == 1


def test_other_words_count_by_how_often_they_stand() -> None:
    assert best(had(other_in_summary=True, other=0.1), had(other_in_summary=True, other=0.6)) == 1


def test_abbreviation_spelled_out_counts_like_the_words_themselves() -> None:
    spelled_out = had(same_in_summary=True, other_in_summary=True)
    assert best(had(other_in_summary=True), spelled_out) == 1
    assert best(spelled_out, had(exact=0.6, in_title=True)) == 1
    in_title = had(same_in_title=True, other_in_title=True)
    assert best(had(other_in_title=True), in_title) == 1


def test_rare_word_that_no_record_is_about_counts_less() -> None:
    rare, topic = Had(exact=0.1), Had(exact=0.1, other_in_summary=True)
    gone = Had(is_there=False)
    others = [Candidate(parts=(gone, gone))] * 8
    assert best(Candidate(parts=(rare, gone)), Candidate(parts=(gone, topic)), *others) == 1


def test_title_that_the_query_says_whole_comes_first() -> None:
    part = (Had(exact=0.6, in_title=True),)
    assert best(Candidate(parts=part, title_letters=60), Candidate(parts=part, title_letters=7), letters=7) == 1


def test_rare_parts_count_more() -> None:
    common = Candidate(parts=(Had(exact=0.6, in_title=True), Had()))
    rare = Candidate(parts=(Had(), Had(exact=0.6, in_title=True)))
    assert best(common, common, common, rare) == 3


def test_entry_with_all_parts_comes_before_one_with_some() -> None:
    lacking = Had(is_there=False)
    said = Had(exact=0.2)
    assert best(Candidate(parts=(said, said, lacking)), Candidate(parts=(said, said, said))) == 1


def test_words_beside_one_another_count() -> None:
    assert best(Candidate(parts=(Had(),), near=0.1), Candidate(parts=(Had(),), near=0.9)) == 1


def test_quality_never_lifts_a_mention_over_a_title() -> None:
    mention = Candidate(parts=(Had(exact=0.6),), quality=ranking.BEST)
    assert best(mention, Candidate(parts=(Had(exact=0.6, in_title=True),), quality=0)) == 1


def test_quality_settles_what_the_words_leave_open() -> None:
    assert best(Candidate(parts=(Had(),), quality=0), Candidate(parts=(Had(),), quality=ranking.BEST)) == 1


def test_no_candidates_no_scores() -> None:
    assert score([]) == []
    assert len(score([Candidate()])) == 1


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"evidence": "independent_evaluation"}, {"evidence": "agency_data"}),
        ({"evidence": "agency_data"}, {"evidence": "self_reported"}),
        ({"depth": "full"}, {"depth": "snapshot"}),
        ({"states": ["approved", "approved"]}, {"states": ["approved", "machine_draft"]}),
        ({"states": ["approved", "machine_draft"]}, {"states": ["approved", "missing"]}),
        ({"changed_on": date(2026, 1, 1)}, {"changed_on": date(2020, 1, 1)}),
        ({"is_endorsed": True}, {}),
        ({}, {"is_demonstration": True}),
        ({}, {"evidence": "self_reported"}),
    ],
)
def test_quality_prefers(better: dict[str, object], worse: dict[str, object]) -> None:
    assert quality(**better) > quality(**worse)  # type: ignore[arg-type]


def test_quality_fits_two_bytes_whatever_it_is_made_of() -> None:
    whole = quality(
        evidence="independent_evaluation",
        depth="full",
        states=["approved"] * 3,
        is_endorsed=True,
        changed_on=date(9999, 1, 1),
    )
    assert whole == ranking.BEST
    assert quality(evidence="self_reported", depth="snapshot", states=["?"], changed_on=date(1, 1, 1)) == 0


def test_an_expression_of_several_words_is_one_part() -> None:
    query = parse("реформа открытых данных").expanded_with({(1, 2): ["open data"]}, languages=("en",))

    reform, open_data = lanes(query).parts

    assert "'реформа'" in reform.exact
    assert reform.other_in_title == ""
    assert "open" not in open_data.exact
    assert "'open':A" in open_data.other_in_title
    assert "'open':AB" in open_data.other_in_summary
    assert "<->" in open_data.other_in_title
    assert open_data.in_title.count("&") == 1
    assert open_data.is_there == ""


def test_parts_are_asked_for_only_where_some_may_be_lacking() -> None:
    query = replace(parse("реформа налогов страны"), least=2)

    assert all(part.is_there for part in lanes(query).parts)


def test_one_word_has_no_neighbours_and_excluded_words_no_rank() -> None:
    found = lanes(parse("реформа -налог"))

    assert found.near == ""
    assert len(found.parts) == 1
    assert "налог" not in found.parts[0].exact


def test_long_query_is_ranked_by_its_first_parts() -> None:
    assert len(lanes(parse(" ".join(f"слово{number}" for number in range(30)))).parts) == ranking.MOST_PARTS
