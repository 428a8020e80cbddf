"""The numbered lines that tell how far a start has come."""

from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """Prints `2/8 database: …`; the first step is the environment, which is there already."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 1

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Announce the next step; what is put into the list is printed as its outcome."""
        self.number += 1
        with self._line(str(self.number), name) as outcome:
            yield outcome

    @contextmanager
    def all_but_last(self, name: str) -> Iterator[list[str]]:
        """The same for all steps before the last, taken as one."""
        first, self.number = self.number + 1, self.total - 1
        with self._line(f"{first}-{self.number}", name) as outcome:
            yield outcome

    @contextmanager
    def _line(self, numbers: str, name: str) -> Iterator[list[str]]:
        print(f"{numbers}/{self.total} {name}: ", end="", flush=True)
        outcome: list[str] = []
        try:
            yield outcome
        finally:
            print(" ".join(outcome) or "failed", flush=True)
