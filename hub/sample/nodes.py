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
    """The only document's root, None in an empty file; raises _Refused and yaml.YAMLError."""
    tree = _Growing(problems)
    documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        place = Place(file, event.start_mark.line + 1 if event.start_mark else 1)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(place, "holds more than one document")
        elif isinstance(event, yaml.CollectionEndEvent):
            tree.close()
        elif (node := _node(event, place)) is not None:
            tree.add(node)
    if isinstance(tree.root, Scalar) and tree.root.kind == "null" and not tree.root.value:
        return None
    return tree.root


class _Growing:
    """A tree under construction: the nodes that are still open, each mapping with the key that waits for its value."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.root: Node | None = None
        self.open: list[tuple[Sequence | Mapping, list[Scalar]]] = []

    def add(self, node: Node) -> None:
        """The next node: the root, an element, a key, or the value of the key before."""
        if not self.open:
            self.root = node
        else:
            parent, waiting = self.open[-1]
            if isinstance(parent, Sequence):
                parent.items.append(node)
            elif waiting:
                self._put(parent, waiting.pop(), node)
            elif isinstance(node, Scalar):
                waiting.append(node)
            else:
                raise _Refused(node.place, "has a key that is not a word")
        if not isinstance(node, Scalar):
            if len(self.open) == DEPTH:
                raise _Refused(node.place, f"is nested deeper than {DEPTH} levels")
            self.open.append((node, []))

    def close(self) -> None:
        """The end of the list or mapping that was opened last."""
        self.open.pop()

    def _put(self, parent: Mapping, key: Scalar, node: Node) -> None:
        if key.value in parent.items:
            self.problems.add(key.place, key.value, f"stands twice (first in line {parent.keys[key.value].line})")
            return
        parent.items[key.value] = node
        parent.keys[key.value] = key.place


def _node(event: yaml.Event, place: Place) -> Node | None:
    if isinstance(event, yaml.AliasEvent):
        raise _Refused(place, "uses an alias (*); write the value out")
    if not isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent | yaml.ScalarEvent):
        return None
    if event.tag is not None:
        raise _Refused(place, f"uses a tag ({event.tag}); write the plain value")
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(place)
    if isinstance(event, yaml.MappingStartEvent):
        return Mapping(place)
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it out
    return Scalar(place, event.value, tag.removeprefix(_PREFIX))
