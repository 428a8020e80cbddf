"""A page's text read as a time line: its list items that begin with a date become dated events."""

import re
from dataclasses import dataclass
from typing import Final

_BLOCK: Final = re.compile(
    r"<h2>(?P<heading>.*?)</h2>|<ul>(?P<items>.*?)</ul>|(?P<other><(?:p|ol|h3|blockquote|table)>.*?</(?:p|ol|h3|blockquote|table)>)",
    re.DOTALL,
)
_ITEM: Final = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_DATED: Final = re.compile(r"^(?P<when>(?=[^:]{0,90}\d{4})[^:<]{4,90}):\s+(?P<what>.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """When (as written, with its place) and what; both are sanitised HTML."""

    when: str
    what: str


@dataclass(frozen=True, slots=True)
class Period:
    """A heading, the events under it and the paragraphs that stand beside them."""

    heading: str
    events: list[DatedEvent]
    paragraphs: list[str]


def timeline(html: str) -> list[Period] | None:
    """The periods of a text that is a chronology; None where fewer than five list items are dated."""
    periods = [Period("", [], [])]
    for block in _BLOCK.finditer(html):
        if block["heading"] is not None:
            periods.append(Period(block["heading"], [], []))
        elif block["items"] is not None:
            items = _ITEM.findall(block["items"])
            dated = [_DATED.match(item) for item in items]
            if not all(dated):
                periods[-1].paragraphs.append(f"<ul>{block['items']}</ul>")
                continue
            periods[-1].events.extend(DatedEvent(match["when"], match["what"]) for match in dated if match)
        else:
            periods[-1].paragraphs.append(block["other"])
    if sum(len(period.events) for period in periods) < 5:
        return None
    return [period for period in periods if period.heading or period.events or period.paragraphs]
