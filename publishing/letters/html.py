"""The HTML of a letter, made from its text."""

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from ..models import Letter
from ..origin import site_origin


def html_of(letter: Letter) -> str:
    """The letter as a page of its own, in its language; nothing in it is fetched from elsewhere."""
    with translation.override(letter.language):
        return render_to_string(
            "letters/frame.html", {"letter": letter, "body": body_of(letter.text), "origin": site_origin()}
        )


def body_of(text: str) -> SafeString:
    """Paragraphs and lists (lines that begin with a dash) with links that can be followed; everything escaped."""
    blocks = [block for block in text.split("\n\n") if block.strip()]
    return format_html_join("\n", "{}", ((_block(block),) for block in blocks))


def _block(block: str) -> SafeString:
    lines = block.splitlines()
    if all(line.startswith(("- ", "– ")) for line in lines):
        items = format_html_join("", "<li>{}</li>", ((_linked(line[2:]),) for line in lines))
        return format_html("<ul>{}</ul>", items)
    return format_html("<p>{}</p>", format_html_join(mark_safe("<br>"), "{}", ((_linked(line),) for line in lines)))


def _linked(line: str) -> SafeString:
    return mark_safe(urlize(line, autoescape=True))  # noqa: S308 - urlize escapes what it does not link
