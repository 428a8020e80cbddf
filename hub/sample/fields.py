"""Asking a mapping for its fields: each has a type and bounds, and what nobody asked for is unknown."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from publishing.enums import LanguageState
from publishing.languages import CODES

from .nodes import Mapping, Node, Scalar, Sequence
from .problems import Place, Problems

T = TypeVar("T")
Texts = dict[str, str]
"""A text by language; languages without text are left out."""
States = dict[str, str]
"""A language state for each language."""

FIRST_YEAR, LAST_YEAR = 1800, 2100
_KINDS: Final = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
    "timestamp": "a date",
}
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER: Final = re.compile(r"[-+]?\d{1,14}(\.\d{1,4})?")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_is_url: Final = URLValidator(schemes=["http", "https"])


def kind_of(node: Node) -> str:
    """What a person would call the value: text, a list, a mapping, a date."""
    if isinstance(node, Scalar):
        return _KINDS.get(node.kind, node.kind)
    return "a list" if isinstance(node, Sequence) else "a mapping"


class Fields:
    """The fields of one mapping.

    Every method notes what is wrong and then gives an empty value, so that one reading finds all faults;
    `finish` notes the keys that nobody asked for.
    """

    def __init__(self, node: Mapping, path: str, problems: Problems, place: Place | None = None) -> None:
        self.node, self.path, self.problems = node, path, problems
        self.place = place or node.place
        self._asked: set[str] = set()

    def complain(self, key: str, what: str, place: Place | None = None) -> None:
        """Note a fault of the field."""
        self.problems.add(place or self.place_of(key), self._name(key), what)

    def place_of(self, key: str) -> Place:
        """The line of the field's key; of the mapping where the field is missing."""
        return self.node.keys.get(key, self.place)

    def finish(self) -> None:
        """Note every key that has not been asked for."""
        for key, place in self.node.keys.items():
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                self.complain(key, f"is an unknown key (known here: {known})", place)

    def has(self, key: str) -> bool:
        """Whether the field is there with a value; asking makes the key a known one."""
        self._asked.add(key)
        node = self.node.items.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.kind == "null")

    # --- single values ------------------------------------------------------------------------

    def text(self, key: str, limit: int, *, required: bool = True) -> str:
        """A text of one line, white space folded."""
        return " ".join(self.prose(key, limit, required=required).split())

    def prose(self, key: str, limit: int, *, required: bool = True) -> str:
        """A text with its lines as they are."""
        node = self._scalar(key, required=required)
        if node is None:
            return ""
        if node.kind != "str":
            self.complain(key, f"must be text, is {kind_of(node)}: {node.value[:40]} (put text in quotes)", node.place)
            return ""
        if found := _UNPRINTABLE.search(node.value):
            self.complain(key, f"holds the control character U+{ord(found[0]):04X}", node.place)
            return ""
        value = node.value.strip()
        if not value and required:
            self.complain(key, "is empty", node.place)
        if len(value) > limit:
            self.complain(key, f"has {len(value)} characters, at most {limit}", node.place)
        return value

    def slug(self, key: str, limit: int = 120) -> str:
        """A short name in small Latin letters, digits and single hyphens."""
        value = self.text(key, limit)
        if value and not _SLUG.fullmatch(value):
            self.complain(key, f"“{value}” must be small Latin letters, digits and single hyphens")
            return ""
        return value

    def country(self, key: str) -> str:
        """A code of two capital letters; an unquoted NO is Norway, although YAML takes it for “false”."""
        node = self._scalar(key, required=True)
        if node is None:
            return ""
        if not re.fullmatch(r"[A-Z]{2}", node.value):
            self.complain(key, f"“{node.value[:20]}” is not a country code of two capital letters")
            return ""
        return node.value

    def choice(self, key: str, choices: Iterable[str], *, required: bool = True) -> str:
        """One of the listed words."""
        value = self.text(key, 60, required=required)
        allowed = list(choices)
        if value and value not in allowed:
            self.complain(key, f"“{value}” is not one of {', '.join(allowed)}")
            return ""
        return value

    def year(self, key: str, *, required: bool = False) -> int | None:
        """A year between 1800 and 2100, or nothing."""
        value = self._whole(key, required=required)
        if value is not None and not FIRST_YEAR <= value <= LAST_YEAR:
            self.complain(key, f"{value} is not a year between {FIRST_YEAR} and {LAST_YEAR}")
            return None
        return value

    def whole(self, key: str, first: int, last: int) -> int | None:
        """A whole number within bounds, or nothing."""
        value = self._whole(key, required=False)
        if value is not None and not first <= value <= last:
            self.complain(key, f"{value} is not between {first} and {last}")
            return None
        return value

    def number(self, key: str, *, required: bool = False) -> Decimal | None:
        """A decimal number of at most 14 digits before and 4 after the point, or nothing."""
        node = self._scalar(key, required=required)
        if node is None:
            return None
        if node.kind not in {"int", "float"}:
            self.complain(key, f"must be a number, is {kind_of(node)}", node.place)
            return None
        if not _NUMBER.fullmatch(node.value):
            self.complain(
                key,
                f"{node.value[:40]} is not a plain number (at most 14 digits before and 4 after the point)",
                node.place,
            )
            return None
        return Decimal(node.value)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        node = self._scalar(key, required=False)
        if node is None:
            return default
        if node.kind != "bool":
            self.complain(key, f"must be true or false, is {kind_of(node)}", node.place)
            return default
        return node.value.lower() in {"true", "yes", "on"}

    def day(self, key: str) -> date | None:
        """A date such as 2013-03-15, or nothing."""
        node = self._scalar(key, required=False)
        if node is None:
            return None
        try:
            found = date.fromisoformat(node.value)
        except ValueError:
            self.complain(key, f"“{node.value[:40]}” is not a date such as 2013-03-15", node.place)
            return None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.complain(key, f"{found.year} is not a year between {FIRST_YEAR} and {LAST_YEAR}", node.place)
            return None
        return found

    def url(self, key: str, limit: int = 1000) -> str:
        """An address that begins with http:// or https://, or nothing."""
        value = self.text(key, limit, required=False)
        if value and not _is_web_address(value):
            self.complain(key, f"“{value[:80]}” is not an address that begins with http:// or https://")
            return ""
        return value

    def website(self, key: str, limit: int = 300) -> str:
        """A web address or a bare host name, as an address; or nothing."""
        value = self.text(key, limit - len("https://"), required=False)
        address = value if not value or "://" in value else f"https://{value}"
        if address and not _is_web_address(address):
            self.complain(key, f"“{value[:80]}” is not a web address")
            return ""
        return address

    # --- texts in languages -------------------------------------------------------------------

    def states(self, key: str = "languages") -> States | None:
        """The state of each language; None where they are not stated or broken, and then texts are not held against them."""
        if not self.has(key):
            return None
        part = self.mapping(key)
        if part is None:
            return None
        allowed = [LanguageState.APPROVED.value, LanguageState.MACHINE_DRAFT.value, LanguageState.MISSING.value]
        states = {code: part.choice(code, allowed) for code in CODES}
        part.finish()
        if all(state == LanguageState.MISSING for state in states.values()):
            part.complain("", "at least one language must have text", part.place)
        return states if all(states.values()) else None

    def texts(
        self, key: str, limit: int, states: States | None, *, required: bool = True, is_long: bool = False
    ) -> Texts:
        """A text in each language that has one, held against the language states.

        A language called missing has no text; every other has one where the field is required or where one language has it.
        """
        part = self.mapping(key, required=required) if required or self.has(key) else None
        if part is None:
            return {}
        texts: Texts = {}
        for code in CODES:
            value = part.prose(code, limit, required=False)
            value = value if is_long else " ".join(value.split())
            if value:
                texts[code] = value
        part.finish()
        if states is None:
            if not texts and required:
                part.complain("", "has no text in any language", part.place)
            return texts
        for code, state in states.items():
            if state == LanguageState.MISSING and code in texts:
                part.complain(code, "has text, but languages calls it missing")
            if state != LanguageState.MISSING and code not in texts and (required or texts):
                part.complain(code, f"has no text, but languages calls it {state}")
        return texts

    # --- parts --------------------------------------------------------------------------------

    def mapping(self, key: str, *, required: bool = True) -> "Fields | None":
        """The mapping under the key; None where there is none."""
        node = self._node(key, required=required)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            self.complain(key, f"must be a mapping, is {kind_of(node)}", node.place)
            return None
        return Fields(node, self._name(key), self.problems, self.place_of(key))

    def each(self, key: str, read: Callable[["Fields"], T], *, required: bool = True) -> tuple[T, ...]:
        """What `read` makes of each mapping in the list under the key; elements count from 1 in messages."""
        found = []
        for number, node in enumerate(self._list(key, required=required), start=1):
            name = f"{self._name(key)}[{number}]"
            if not isinstance(node, Mapping):
                self.problems.add(node.place, name, f"must be a mapping, is {kind_of(node)}")
                continue
            part = Fields(node, name, self.problems)
            found.append(read(part))
            part.finish()
        return tuple(found)

    def words(self, key: str, most: int, *, required: bool = True) -> tuple[tuple[str, Place], ...]:
        """The words of a list, each once, with their lines."""
        found: dict[str, Place] = {}
        nodes = self._list(key, required=required)
        for number, node in enumerate(nodes, start=1):
            name = f"{self._name(key)}[{number}]"
            if not isinstance(node, Scalar) or node.kind != "str" or _UNPRINTABLE.search(node.value):
                self.problems.add(node.place, name, f"must be a word, is {kind_of(node)}")
            elif node.value in found:
                self.problems.add(node.place, name, f"“{node.value}” stands twice")
            else:
                found[node.value] = node.place
        if len(nodes) > most:
            self.complain(key, f"has {len(nodes)} elements, at most {most}")
        return tuple(found.items())

    # --- inside -------------------------------------------------------------------------------

    def _name(self, key: str) -> str:
        return ".".join(filter(None, [self.path, key])) or "file"

    def _node(self, key: str, *, required: bool) -> Node | None:
        if self.has(key):
            return self.node.items[key]
        if required:
            self.complain(key, "is empty" if key in self.node.items else "is missing")
        return None

    def _scalar(self, key: str, *, required: bool) -> Scalar | None:
        node = self._node(key, required=required)
        if node is None or isinstance(node, Scalar):
            return node
        self.complain(key, f"must be a single value, is {kind_of(node)}", node.place)
        return None

    def _list(self, key: str, *, required: bool) -> list[Node]:
        node = self._node(key, required=required)
        if node is None:
            return []
        if isinstance(node, Sequence):
            return node.items
        self.complain(key, f"must be a list, is {kind_of(node)}", node.place)
        return []

    def _whole(self, key: str, *, required: bool) -> int | None:
        node = self._scalar(key, required=required)
        if node is None:
            return None
        if node.kind != "int":
            self.complain(key, f"must be a whole number, is {kind_of(node)}: {node.value[:40]}", node.place)
            return None
        if not re.fullmatch(r"[-+]?\d{1,18}", node.value):
            self.complain(key, f"{node.value[:40]} is not a plain whole number (at most 18 digits)", node.place)
            return None
        return int(node.value)


def _is_web_address(value: str) -> bool:
    try:
        _is_url(value)
    except ValidationError:
        return False
    return True


def original_of(states: States | None, stated: str, texts: Texts) -> str:
    """The language to be taken for the original: the stated one, else the first with text, English before the others."""
    if stated:
        return stated
    for code in ("en", "ru", "kk"):
        if (states.get(code) != LanguageState.MISSING) if states else code in texts:
            return code
    return "en"
