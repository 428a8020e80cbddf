"""The tsvector that the application writes, read back by PostgreSQL."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.search.vector import build_vector, tsvector_literal

pytestmark = pytest.mark.django_db


def read_back(literal):
    with connection.cursor() as cursor:
        cursor.execute(
            "select lexeme, positions, weights from unnest(%s::tsvector) order by positions[1], lexeme", [literal]
        )
        return {lexeme: list(zip(positions, weights, strict=True)) for lexeme, positions, weights in cursor.fetchall()}


def test_words_stand_with_weight_and_place():
    found = read_back(tsvector_literal([("A", "ru", "Школы министерств"), ("C", "ru", "школа")]))

    assert found["школы"] == [(1, "A")]
    assert found["министерств"] == [(2, "A")]
    assert [weight for _, weight in found["r/школа"]] == ["A", "C"]
    assert found["r/школа"][1][0] > 3


def test_words_of_titles_stand_in_the_title_lane_as_well():
    found = read_back(tsvector_literal([("A", "kk", "Жаңа е-қызметі"), ("B", "kk", "қызмет")]))

    assert found["k/қызмет"] == [(3, "A"), (12, "B")]
    assert found["t/k/қызмет"] == found["t/қызметі"] == [(3, "A")]
    assert "t/еқызметі" in found
    assert "t/қызмет" not in found
    assert not any(key.startswith("~/") for key in found)


def test_unknown_weight_is_refused():
    with pytest.raises(ValueError, match="'E'"):
        tsvector_literal([("E", "ru", "школа")])


def test_no_text_gives_an_empty_vector():
    assert read_back(tsvector_literal([("A", "ru", ""), ("B", "kk", " - ")])) == {}


def test_positions_stay_within_what_postgresql_keeps():
    found = read_back(tsvector_literal([("D", "en", " ".join(f"word{n}" for n in range(20_000)))]))

    assert found["word0"] == [(1, "D")]
    assert found["word19999"] == [(16_383, "D")]


def test_frequent_word_keeps_the_places_that_postgresql_keeps():
    found = read_back(tsvector_literal([("D", "en", "same " * 1_000)]))

    assert found["same"][0] == (1, "D")
    assert len(found["same"]) == 255


def test_endless_text_is_cut_and_says_so():
    vector = build_vector([("D", "en", " ".join(f"unique{n:09}wordwordwordword" for n in range(40_000)))])

    assert vector.is_cut
    assert vector.words == 40_000
    assert len(read_back(vector.literal)) == vector.keys < 40_000


def test_ordinary_text_is_not_cut():
    assert not build_vector([("A", "ru", "Реформа")]).is_cut


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(["kk", "ru", "en", "xx"]), st.text(max_size=60))))
def test_any_text_gives_what_postgresql_reads(fields):
    vector = build_vector(fields)

    assert len(read_back(vector.literal)) == vector.keys


@pytest.mark.parametrize(
    "text", ["it's", "\\", "a\\'b", "'", '"', ":1A", "a:b", "\0", "\ud800", "a' & b | !c <-> d", "%s"]
)
def test_hostile_text_gives_what_postgresql_reads(text):
    read_back(tsvector_literal([("A", "en", text), ("B", "kk", text)]))
