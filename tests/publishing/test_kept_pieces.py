"""Pieces of templates that are rendered once for their values and the language."""

from typing import Any

from django.template import Context, Template
from django.utils import translation

from publishing.templatetags import kept

PIECE = "{% load kept %}{% once_for a b %}{{ a }}{% translate 'Practices' %}{{ unseen }}{% endonce_for %}"


def test_once_for_each_value_and_language() -> None:
    template = Template(PIECE)

    def said(language: str, **values: Any) -> str:
        with translation.override(language):
            return template.render(Context(values))

    assert said("en", a="1", b=True, unseen="!") == "1Practices!"
    assert said("en", a="1", b=True, unseen="?") == "1Practices!"
    assert said("en", a="1", b=False, unseen="?") == "1Practices?"
    assert said("en", a=1, b=True, unseen="?") == "1Practices?"
    assert said("ru", a="1", b=True, unseen="") == "1Практики"
    assert said("en", a="<b>", b=True, unseen="") == "&lt;b&gt;Practices"


def test_what_is_kept_is_bounded() -> None:
    template = Template(PIECE)
    node = template.nodelist.get_nodes_by_type(kept.OnceFor)[0]
    for number in range(3 * kept.MOST):
        template.render(Context({"a": number, "b": "", "unseen": ""}))

    assert 0 < len(node._kept) <= kept.MOST


def test_a_page_without_its_context_is_rendered_all_the_same() -> None:
    template = Template("{% load kept %}{% once_for a|is_root_of:b %}piece{% endonce_for %}")

    assert template.render(Context({})) == "piece"


def test_the_page_of_a_section_and_those_below() -> None:
    assert kept.is_root_of("/practices/", "practices")
    assert not kept.is_root_of("/practices/one/", "practices")
    assert not kept.is_root_of("/", "")
