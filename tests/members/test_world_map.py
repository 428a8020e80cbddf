"""The map of countries: every country of the Hub is on it, once, told apart by group, light and safe."""

import gzip
import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from members.atlas.world_map import OUTLINES, Group, Map, Mark, sheets, world_map

COUNTRIES = {
    Group.PARTICIPANT: "AF AM AZ BA BD BJ BR BT BY CA CN DE EE FR GE HU KG KR KZ",
    Group.INDICATED: "MD MK MV PH RU SI TJ TM TR UA US UZ",
    Group.NONE: "FI GB IN JP LT LV ME MM MN MY RS VN",
}
SVG = re.compile(r"<svg class=\"map__panel.*?</svg>", re.DOTALL)


def mark(iso2: str, group: str = Group.PARTICIPANT, name: str = "", count: int = 12) -> Mark:
    return Mark(
        iso2, name or f"Республика {iso2} с длинным именем", f"/kk/countries/some-country-{iso2.lower()}/", group, count
    )


def all_marks() -> list[Mark]:
    return [mark(iso2, group) for group, codes in COUNTRIES.items() for iso2 in codes.split()]


def rendered(drawn: Map, list_href: str = "#list", language: str = "kk") -> str:
    with translation.override(language):
        context = {"map": drawn, "id": "atlas", "title": "Countries", "list_href": list_href}
        return render_to_string("components/world_map.html", context)


def linked(drawn: Map, panel: int) -> set[str]:
    return {shape.mark.iso2 for layer in drawn.panels[panel].layers for shape in layer.shapes}


def test_every_country_of_the_hub_is_a_link_with_something_to_hit() -> None:
    drawn = world_map(all_marks())

    shapes = [shape for panel in drawn.panels for layer in panel.layers for shape in layer.shapes]

    assert {shape.mark.iso2 for shape in shapes} == set(" ".join(COUNTRIES.values()).split())
    assert [shape.mark.iso2 for shape in shapes if not (shape.path or shape.dot)] == []


def test_country_too_small_to_draw_gets_a_dot() -> None:
    drawn = world_map([mark("SG"), mark("KZ")], enlarged=False)

    dots = {shape.mark.iso2: shape.dot is not None for layer in drawn.panels[0].layers for shape in layer.shapes}

    assert dots == {"KZ": False, "SG": True}


@pytest.mark.parametrize("iso2", ["ME", "MK", "SI", "MD", "EE", "AM"])
def test_small_country_of_the_enlarged_part_is_a_link_there_and_painted_on_the_world(iso2: str) -> None:
    drawn = world_map([mark(iso2)])

    assert linked(drawn, 0) == set()
    assert linked(drawn, 1) == {iso2}
    assert drawn.panels[0].frame


def test_world_alone_links_every_country_and_frames_nothing() -> None:
    drawn = world_map(all_marks(), enlarged=False)

    assert [panel.key for panel in drawn.panels] == ["world"]
    assert len(linked(drawn, 0)) == 43
    assert drawn.panels[0].frame == ""


def test_dots_are_drawn_after_shapes_so_that_nothing_covers_them() -> None:
    drawn = world_map(all_marks())

    for panel in drawn.panels:
        dotted = [any(shape.dot for shape in layer.shapes) for layer in panel.layers if layer.shapes]
        assert dotted == sorted(dotted)
        assert True in dotted


def test_dots_close_to_each_other_take_smaller_targets() -> None:
    drawn = world_map([mark("BT"), mark("BD"), mark("MV")])

    near = {shape.mark.iso2: shape.dot.near for layer in drawn.panels[0].layers for shape in layer.shapes if shape.dot}

    assert near == {"BT": True, "BD": True, "MV": False}


def test_unmarked_land_is_one_muted_path_without_the_marked() -> None:
    bare, marked = world_map([]), world_map([mark("KZ")])
    kazakhstan = sheets()[0].outlines["KZ"].path

    assert kazakhstan in bare.panels[0].land
    assert kazakhstan not in marked.panels[0].land
    assert rendered(bare).count('class="map__land"') == 2
    assert "<g" not in rendered(bare)


def test_group_is_told_by_class_hatch_and_legend_and_only_if_it_occurs() -> None:
    page = rendered(world_map([mark("KZ"), mark("US", Group.INDICATED)]), language="en")

    assert 'class="map__participant"' in page
    assert 'class="map__indicated" fill="url(#atlas-hatch)"' in page
    assert "Participating country" in page
    assert "not confirmed" in page
    assert "map__none" not in page


def test_indicated_country_never_stands_among_participants() -> None:
    page = rendered(world_map([mark("KZ"), mark("US", Group.INDICATED, name="States")]))

    participants = re.findall(r'<g class="map__participant".*?</g>', page, re.DOTALL)

    assert "States" in page
    assert "States" not in "".join(participants)


def test_unknown_group_is_refused() -> None:
    with pytest.raises(ValueError, match="member"):
        world_map([mark("KZ", "member")])


def test_code_without_an_outline_is_left_to_the_list() -> None:
    page = rendered(world_map([mark("QQ", name="Nowhere"), mark("KZ", name="Kazakhstan")]))

    assert "Kazakhstan" in page
    assert "Nowhere" not in page


def test_names_and_addresses_are_escaped() -> None:
    evil = Mark("KZ", '<script>"&', '/kk/"><script>', Group.PARTICIPANT, 3)

    page = rendered(world_map([evil]))

    assert "<script>" not in page
    assert "&lt;script&gt;&quot;&amp;" in page


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("en", 1, "Qazaqstan: 1 practice<"),
        ("en", 2, "Qazaqstan: 2 practices<"),
        ("ru", 3, "Qazaqstan: 3 практики<"),
        ("ru", 5, "Qazaqstan: 5 практик<"),
        ("kk", 5, "Qazaqstan: 5 тәжірибе<"),
        ("kk", 0, "<title>Qazaqstan<"),
    ],
)
def test_title_says_name_and_number_in_the_readers_language(language: str, count: int, words: str) -> None:
    page = rendered(world_map([mark("KZ", name="Qazaqstan", count=count)]), language=language)

    assert words in page


def test_page_is_well_formed_with_unique_ids_and_no_inline_style() -> None:
    page = rendered(world_map(all_marks()))

    ElementTree.fromstring(page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert 'href="#atlas-region"' in page
    assert "atlas-region" in ids
    assert not re.search(r"\bstyle=|<style|<script|\son\w+=", page)


def test_map_says_that_boundaries_imply_no_opinion() -> None:
    assert "imply no opinion" in rendered(world_map([]), language="en")
    assert "пікір білдірмейді" in rendered(world_map([]), language="kk")


def test_link_to_the_list_stands_only_where_the_list_is_elsewhere() -> None:
    assert 'href="#list"' in rendered(world_map([]), list_href="#list")
    assert "Осы елдердің тізімі" not in rendered(world_map([]), list_href="")


def test_map_is_light() -> None:
    page = rendered(world_map(all_marks()))

    drawing = "".join(SVG.findall(page)).encode()
    assert len(SVG.findall(page)) == 2
    assert len(drawing) <= 35_000
    assert len(gzip.compress(page.encode())) <= 14_000
    assert OUTLINES.stat().st_size <= 60_000


def test_outlines_are_whole_numbers_inside_the_panel() -> None:
    for sheet in sheets():
        for outline in sheet.outlines.values():
            assert re.fullmatch(r"(M-?\d+[ -]\d+l(-?\d+[ -]?)+z)*", outline.path)
            starts = [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+)[ ]?(-?\d+)", outline.path)]
            assert all(-10 <= x <= sheet.width + 10 and -10 <= y <= sheet.height + 10 for x, y in starts)
