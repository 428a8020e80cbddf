"""Templates in which everything that no request changes is rendered once for each language.

Most of a page is text, translations of fixed strings, addresses of fixed views and of static files. The loader joins
each run of them to one node, which keeps what it rendered; what reads the context stays as it is.

While `DEBUG` is on nothing is joined: a traceback then names the very tag.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.template import Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, TokenType, Variable
from django.template.context import Context
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Loader(cached.Loader):
    """The cached loader, which joins in each template what stands still."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The compiled template; raises TemplateDoesNotExist."""
        template: Any = super().get_template(template_name, skip)
        if not self.engine.debug and not isinstance(template.nodelist, Nodes):
            template.nodelist = folded(template.nodelist)
        found: Template = template
        return found


class Nodes(NodeList):
    """Nodes rendered without notes for the debugger."""

    def render(self, context: Context) -> SafeString:
        """All of them, one after the other."""
        return SafeString("".join([node.render(context) for node in self]))


class Still(Node):
    """A run of nodes that read nothing of the context: rendered once for a language and for where the site lives."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodelist = Nodes(nodes)
        self._kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Any) -> SafeString:
        """What was kept, or is from now on."""
        place = getattr(context.render_context, "place", None)
        if place is None:
            place = context.render_context.place = place_of_now()
        key = (place, context.autoescape)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self.nodelist.render(context)
        return kept


class InLanguage(LanguageNode):
    """A piece in another language than the page's."""

    def render(self, context: Any) -> SafeString:
        """What is in it; what stands still in it is looked up under that language."""
        around = getattr(context.render_context, "place", None)
        context.render_context.place = None
        try:
            return SafeString(super().render(context))
        finally:
            context.render_context.place = around


class FixedInclude(IncludeNode):
    """An inclusion whose template is named in the text: it is looked up once."""

    _found: Template | None = None

    def render(self, context: Any) -> SafeString:
        """The included template with its values."""
        template: Any = self._found
        if template is None:
            template = self._found = context.template.engine.get_template(self.template.var)
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        rendered: SafeString
        if self.isolated_context:
            rendered = template.render(context.new(values))
            return rendered
        with context.push(**values):
            rendered = template.render(context)
            return rendered


def place_of_now() -> tuple[Any, ...]:
    """The language, and where the site lives: all that a still node depends on."""
    return get_language(), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF


def folded(nodes: Iterable[Node]) -> Nodes:
    """The nodes with every run of still ones joined, at all depths."""
    done = Nodes()
    run: list[Node] = []
    for node in nodes:
        if isinstance(node, CommentNode | LoadNode):
            continue
        if is_still(node):
            run.append(node)
            continue
        _join(run, done)
        run = []
        done.append(_inside(node))
    _join(run, done)
    return done


def is_still(node: Node) -> bool:
    """Whether the node says the same at every request in a language."""
    kind = type(node)
    if kind is TextNode:
        return True
    one: Any = node
    if kind is TranslateNode:
        return (
            not one.asvar and not one.noop and _is_literal(one.filter_expression) and _is_literal(one.message_context)
        )
    if kind is BlockTranslateNode:
        texts = all(token.token_type == TokenType.TEXT for token in one.singular)
        return texts and not (one.plural or one.countervar or one.asvar or one.extra_context or one.message_context)
    if kind is StaticNode:
        return one.varname is None and _is_literal(one.path)
    if kind is URLNode:
        given = [one.view_name, *one.args, *one.kwargs.values()]
        # the admin's addresses depend on the site of the request
        return one.asvar is None and all(map(_is_literal, given)) and not one.view_name.var.startswith("admin:")
    return False


def _is_literal(value: FilterExpression | None) -> bool:
    """Whether it is a constant of the template, without filters."""
    if value is None:
        return True
    if value.filters:
        return False
    return not isinstance(value.var, Variable) or isinstance(value.var.literal, str)


def _join(run: list[Node], done: Nodes) -> None:
    if not run:
        return
    if all(type(node) is TextNode for node in run):
        done.append(TextNode("".join(node.s for node in run if isinstance(node, TextNode))))
    else:
        done.append(Still(run))


def _inside(node: Any) -> Node:
    """The node with what it contains folded."""
    if type(node) is IncludeNode and _names_template(node):
        node.__class__ = FixedInclude
    if type(node) is LanguageNode:
        node.__class__ = InLanguage
    if isinstance(node, IfNode):
        node.conditions_nodelists = [(condition, folded(nodes)) for condition, nodes in node.conditions_nodelists]
    else:
        for name in node.child_nodelists:
            if type(vars(node).get(name)) is NodeList:
                setattr(node, name, folded(vars(node)[name]))
    inside: Node = node
    return inside


def _names_template(node: IncludeNode) -> bool:
    name: Any = node.template
    return isinstance(name.var, str) and not name.filters and not name.var.startswith(_RELATIVE)


_RELATIVE: Final = ("./", "../")
