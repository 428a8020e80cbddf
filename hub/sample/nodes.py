"""YAML as a tree that knows its lines.

Built from the parser's events: PyYAML's own composer forgets duplicate keys, follows aliases without end and, in its
quick version, dies of a deeply nested file. Tags and aliases have no place in content files and are refused.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from .problems import Place, Problems

DEPTH: Final = 12
SIZE: Final = 1_000_000
"""The largest content file that is read, in bytes."""
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Final = yaml.resolver.Resolver()
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_PREFIX: Final = "tag:yaml.org,2002:"


@dataclass(slots=True)
class Scalar:
    """A single value as it is written, with the kind that YAML takes it for: str, int, float, bool, null, timestamp."""

    place: Place
    value: str
    kind: str


@dataclass(slots=True)
class Sequence:
    """A list."""

    place: Place
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys with values; each key once, with the line of the key."""

    place: Place
    items: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


class _Refused(Exception):
    def __init__(self, place: Place, what: str) -> None:
        super().__init__(what)
        self.place, self.what = place, what


def read_tree(file: Path, problems: Problems) -> Node | None:
    """The file as a tree; None where it cannot be read, with the reason among the problems."""
    text = _text(file, problems)
    if text is None:
        return None
    try:
        tree = _tree(text, file, problems)
    except _Refused as refusal:
        problems.add(refusal.place, "file", refusal.what)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(filter(None, [error.context, error.problem]))
        problems.add(Place(file, mark.line + 1 if mark else 1), "file", f"is no valid YAML: {what}")
    except yaml.YAMLError as error:
        problems.add(Place(file), "file", f"is no valid YAML: {error}")
    else:
        if tree is None:
            problems.add(Place(file), "file", "is empty")
        return tree
    return None


def _text(file: Path, problems: Problems) -> str | None:
    try:
        if file.stat().st_size > SIZE:
            problems.add(Place(file), "file", f"is larger than {SIZE} bytes")
            return None
        data = file.read_bytes()
    except OSError as error:
        problems.add(Place(file), "file", f"cannot be read: {error.strerror}")
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(Place(file, data.count(b"\n", 0, error.start) + 1), "file", f"is not UTF-8 (byte {error.start})")
        return None
    if found := _FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        problems.add(Place(file, line), "file", f"holds the control character U+{ord(found[0]):04X}")
        return None
    return text


def _tree(text: str, file: Path, problems: Problems) -> Node | None:
    """The only document's root; raises _Refused and yaml.YAMLError."""
    root: Node | None = None
    open_nodes: list[Sequence | Mapping] = []
    pending: list[tuple[str, Place]] = []  # keys that wait for their value, one for each open mapping at most
    waits: list[bool] = []
    documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        place = Place(file, event.start_mark.line + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(place, "holds more than one document")
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            open_nodes.pop()
            waits.pop()
            continue
        node = _node(event, place)
        if node is None:
            continue
        if not open_nodes:
            root = node
        elif isinstance(parent := open_nodes[-1], Sequence):
            parent.items.append(node)
        elif waits[-1]:
            key, key_place = pending.pop()
            waits[-1] = False
            _put(parent, key, key_place, node, problems)
        else:
            if not isinstance(node, Scalar):
                raise _Refused(place, "has a key that is not a word")
            pending.append((node.value, place))
            waits[-1] = True
            continue
        if not isinstance(node, Scalar):
            if len(open_nodes) == DEPTH:
                raise _Refused(place, f"is nested deeper than {DEPTH} levels")
            open_nodes.append(node)
            waits.append(False)
    if isinstance(root, Scalar) and root.kind == "null" and not root.value:
        return None
    return root


def _put(parent: Mapping, key: str, place: Place, node: Node, problems: Problems) -> None:
    if key in parent.items:
        problems.add(place, key, f"stands twice (first in line {parent.keys[key].line})")
        return
    parent.items[key] = node
    parent.keys[key] = place


def _node(event: yaml.Event, place: Place) -> Node | None:
    if isinstance(event, yaml.AliasEvent):
        raise _Refused(place, "uses an alias (*); write the value out")
    if not isinstance(event, yaml.NodeEvent):
        return None
    if event.tag is not None:
        raise _Refused(place, f"uses a tag ({event.tag}); write the plain value")
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(place)
    if isinstance(event, yaml.MappingStartEvent):
        return Mapping(place)
    assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the last of the four kinds of node
    tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
    return Scalar(place, event.value, tag.removeprefix(_PREFIX))
