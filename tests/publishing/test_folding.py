"""Templates whose still parts are joined: what they say is what Django's own say, in each language and place."""

from collections.abc import Iterator

import pytest
from django.template import Context, Engine, Template
from django.template import engines as configured
from django.template.base import TextNode
from django.test import override_settings
from django.urls import set_script_prefix
from django.utils import translation

from publishing.folding import FixedInclude, Loader, Nodes, Still

TAGS = ["django.templatetags.i18n", "django.templatetags.static", "publishing.templatetags.publishing"]
SOURCES = {
    "frame": "{% comment %}no{% endcomment %}<a href=\"{% url 'home' %}\">{% translate 'Practices' %}</a>{% block main %}{% endblock %}<p>",
    "page": "{% extends 'frame' %}{% block main %}{% if shown %}<b>{% translate 'Reforms' %}{% blocktranslate %}Experts{% endblocktranslate %}{% else %}{% translate 'Find' %}{% endif %}"
    "{% for one in rows %}<i>{% translate 'Practices' %}</i>{{ one }}{% include 'part' with also=one only %}{% endfor %}"
    "{% language 'kk' %}{% translate 'Practices' %}{% include 'part' %}{% endlanguage %}{% translate 'Practices' %}{% endblock %}",
    "part": "{% translate 'Search' %}:{{ also }}{% translate word %}{% translate 'Find' as kept %}{{ kept }}",
}


@pytest.fixture
def engines() -> Iterator[tuple[Engine, Engine]]:
    """One that joins, and one as Django has it."""
    inner = ("django.template.loaders.locmem.Loader", SOURCES)
    with translation.override("ru"):
        yield (
            Engine(loaders=[("publishing.folding.Loader", [inner])], builtins=TAGS),
            Engine(loaders=[inner], builtins=TAGS),
        )


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("shown", [True, False])
def test_they_say_the_same(engines: tuple[Engine, Engine], language: str, shown: bool) -> None:
    joined, plain = (engine.get_template("page") for engine in engines)
    for rows in ([], ["<a>", "b"], ["c"]):
        for word in ("Find", "Practices"):
            values = {"shown": shown, "rows": rows, "word": word}
            with translation.override(language):
                assert joined.render(Context(values)) == plain.render(Context(values))
                raw = Context(values, autoescape=False)
                assert joined.render(raw) == plain.render(Context(values, autoescape=False))


def test_each_language_has_its_own(engines: tuple[Engine, Engine]) -> None:
    template = engines[0].get_template("page")
    said = set()
    for language in ("kk", "ru", "en", "ru"):
        with translation.override(language):
            said.add(template.render(Context({"shown": True})))
    assert len(said) == 3


def test_the_address_follows_the_site(engines: tuple[Engine, Engine]) -> None:
    template = engines[0].get_template("page")
    assert 'href="/ru/"' in template.render(Context({}))
    try:
        set_script_prefix("/portal/")
        assert 'href="/portal/ru/"' in template.render(Context({}))
    finally:
        set_script_prefix("/")
    assert 'href="/ru/"' in template.render(Context({}))


def test_runs_become_one_node(engines: tuple[Engine, Engine]) -> None:
    frame = engines[0].get_template("frame")
    assert isinstance(frame.nodelist, Nodes)
    assert [type(node).__name__ for node in frame.nodelist] == ["Still", "BlockNode", "TextNode"]
    assert isinstance(frame.nodelist[0], Still)
    assert isinstance(frame.nodelist[2], TextNode)
    part = engines[0].get_template("part")
    kinds = [type(node).__name__ for node in part.nodelist]
    assert kinds == ["Still", "VariableNode", "TranslateNode", "TranslateNode", "VariableNode"]
    assert engines[0].get_template("page").nodelist.get_nodes_by_type(FixedInclude)


def test_nothing_is_joined_for_the_debugger() -> None:
    loaders = [("publishing.folding.Loader", [("django.template.loaders.locmem.Loader", SOURCES)])]
    template = Engine(loaders=loaders, builtins=TAGS, debug=True).get_template("frame")
    assert not isinstance(template.nodelist, Nodes)


def test_the_site_uses_it() -> None:
    loader = configured["django"].engine.template_loaders[0]  # type: ignore[attr-defined]  # of Django's own engine
    assert isinstance(loader, Loader)


@override_settings(ROOT_URLCONF="bench.speed.urls")
def test_other_addresses_are_other_places(engines: tuple[Engine, Engine]) -> None:
    assert 'href="/ru/"' in engines[0].get_template("frame").render(Context({}))


def test_a_template_of_a_string_is_as_it_was() -> None:
    with translation.override("ru"):
        assert Template("{% translate 'Practices' %}").render(Context({})) == translation.gettext("Practices")
