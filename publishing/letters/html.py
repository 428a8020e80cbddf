"""A letter as it leaves: its text with the foot, and the HTML made from it."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from ..models import Letter
from ..origin import site_origin


def html_of(letter: Letter) -> str:
    """The letter as a page of its own, in its language; nothing in it is fetched from elsewhere."""
    with translation.override(letter.language):
        context = {"letter": letter, "body": body_of(letter.text), **_foot_of(letter)}
        return render_to_string("letters/frame.html", context)


def text_of(letter: Letter) -> str:
    """The letter's text with its foot: who writes, where letters are chosen, how they are stopped."""
    with translation.override(letter.language):
        return f"{letter.text}\n\n-- \n{render_to_string('letters/foot.txt', _foot_of(letter)).strip()}\n"


def _foot_of(letter: Letter) -> dict[str, Any]:
    """What the foot says; who has no account has nothing to choose."""
    return {
        "settings_url": f"{site_origin()}{reverse('following:settings')}" if letter.recipient_id else "",
        "unsubscribe_url": f"{site_origin()}{letter.unsubscribe_path}" if letter.unsubscribe_path else "",
        "origin": site_origin(),
    }


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
