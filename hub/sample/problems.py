"""What is wrong with content files: where, in which field, and what."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; lines count from 1."""

    file: Path
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, printed as `file:line: field: what`."""

    place: Place
    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.field}: {self.what}"


@dataclass(slots=True)
class Problems:
    """The faults found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, name: str, what: str) -> None:
        """Note a fault of the field `name`."""
        self.found.append(Problem(place, name, what))

    def listed(self) -> list[Problem]:
        """All faults by file and line, each once."""
        return sorted(
            dict.fromkeys(self.found), key=lambda problem: (str(problem.place.file), problem.place.line, problem.field)
        )

    def __bool__(self) -> bool:
        return bool(self.found)


class BrokenContent(Exception):
    """Content files that cannot be loaded; `problems` tells why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
