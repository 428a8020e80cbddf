"""The clock of what is counted in the worker and written down later."""

from threading import Event

import pytest

from publishing.write_behind import WriteBehind

WAKE = WriteBehind.wake  # before every test's own guard takes it away


@pytest.fixture(autouse=True)
def waking(monkeypatch: pytest.MonkeyPatch, nothing_leaks: None) -> None:
    monkeypatch.setattr(WriteBehind, "wake", WAKE)


def test_many_wakes_are_one_writing_and_the_next_wake_another() -> None:
    written: list[int] = []
    done = Event()

    def write() -> None:
        written.append(1)
        done.set()

    clock = WriteBehind(0.05, write)
    for _ in range(20):
        clock.wake()
    assert done.wait(5)
    assert written == [1]

    done.clear()
    clock.wake()
    assert done.wait(5)
    assert written == [1, 1]


def test_a_writing_that_fails_does_not_stop_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("threading.excepthook", lambda _args: None)
    done = Event()
    calls: list[int] = []

    def write() -> None:
        calls.append(1)
        done.set()
        if len(calls) == 1:
            raise ValueError("not this time")

    clock = WriteBehind(0.05, write)
    clock.wake()
    assert done.wait(5)
    done.clear()
    clock.wake()
    assert done.wait(5)
