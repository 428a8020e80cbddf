"""The launcher's refusals: one line, an exit code that is not 0, and nothing half-made."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import environment, preflight
from launcher.processes import Process, Watch
from launcher.refusal import Refusal

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A project folder as it is before the first start."""
    shutil.copytree(PROJECT / "launcher", tmp_path / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").write_text("nothing-of-this-name==1.0 --hash=sha256:" + "0" * 64 + "\n")
    return tmp_path


@pytest.fixture
def signals() -> Iterator[None]:
    """A watch takes the signals over; the test run gets them back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def _launch(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment_ = {**os.environ, "DATABASE_URL": "", "PIP_NO_INDEX": "1", "PYTHONDONTWRITEBYTECODE": "1", **variables}
    command = [sys.executable, "-m", "launcher", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment_, capture_output=True, text=True, check=False, timeout=60
    )


def test_busy_port_is_refused_before_anything_is_made(copy: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = _launch(copy, "run", "--port", str(port))

    assert done.returncode == 1
    assert done.stderr == f"Port {port} of 127.0.0.1 is taken: stop what listens there, or choose PORT=8010.\n"
    assert sorted(path.name for path in copy.iterdir()) == ["Makefile", "launcher", "requirements.lock"]


def test_database_that_nobody_serves_is_refused_before_anything_is_made(copy: Path) -> None:
    done = _launch(copy, "run", "--port", "8199", DATABASE_URL="postgresql://hub:hush@127.0.0.1:1/hub")

    assert done.returncode == 1
    assert done.stderr == "The database of DATABASE_URL cannot be reached at 127.0.0.1:1: Connection refused\n"
    assert sorted(path.name for path in copy.iterdir()) == ["Makefile", "launcher", "requirements.lock"]


@pytest.mark.parametrize("url", ["", "postgresql:///hub", "postgresql://hub@%2Frun%2Fsocket/hub", "host=elsewhere"])
def test_address_that_only_a_client_can_read_is_left_to_it(url: str) -> None:
    preflight.database(url)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "", "８０００"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="is no port"):
        preflight.port(text)


def test_library_that_cannot_be_had_leaves_no_environment(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []

    def make_without_pip(project: Path) -> None:
        venv.create(project / ".venv")
        made.append(environment.python(project).exists())

    monkeypatch.setattr(environment, "_make", make_without_pip)

    with pytest.raises(Refusal, match="could not be installed"):
        environment.prepare(copy, "requirements.lock", lambda _doing: None)

    assert made == [True]
    assert not (copy / ".venv").exists()


def test_python_without_venv_is_told_the_package_to_install(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else object())

    with pytest.raises(Refusal, match="apt-get install python3-venv"):
        environment.prepare(copy, "requirements.lock", lambda _doing: None)

    assert not (copy / ".venv").exists()


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (
            "WARNING: Retrying … NewConnectionError(…)\nERROR: No matching distribution found for django",
            "index cannot be",
        ),
        ("ERROR: No matching distribution found for typst==0.15", "compiler"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash is wrong"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "No space left"),
    ],
)
def test_failure_of_pip_is_said_in_one_line(said: str, meaning: str) -> None:
    line = environment.reason(said)

    assert meaning in line
    assert "\n" not in line


def test_environment_that_holds_the_lock_is_left_alone(copy: Path) -> None:
    (copy / ".venv" / "bin").mkdir(parents=True)
    environment.python(copy).symlink_to(sys.executable)
    (copy / "requirements.lock").write_text("# nothing\n")
    (copy / "requirements-dev.lock").write_text("# nothing more\n")
    environment._stamp(copy, "requirements-dev.lock")
    said: list[str] = []

    environment.prepare(copy, "requirements.lock", said.append)

    assert said == ["as it was"]


def test_folder_without_write_permission_is_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copy / "var").mkdir()
    monkeypatch.setattr(os, "access", lambda path, _mode: path != copy / "var")

    with pytest.raises(Refusal, match=r"No permission to write in .*/var:"):
        preflight.writable(copy)


@pytest.mark.usefixtures("signals")
def test_process_that_others_need_ends_the_portal(capsys: pytest.CaptureFixture[str]) -> None:
    web = Process("web server", [sys.executable, "-c", "raise SystemExit(3)"], restart=False)
    worker = Process("task worker", ["sleep", "60"], restart=True)
    watch = Watch()
    watch.begin(web)
    watch.begin(worker)

    assert watch.keep(lambda: None) == 1

    watch.stop()
    assert worker.code() == -15
    assert capsys.readouterr().out == "The web server ended with code 3; the portal stops.\n"


@pytest.mark.usefixtures("signals")
def test_task_worker_is_started_again_but_not_for_ever(capsys: pytest.CaptureFixture[str]) -> None:
    worker = Process("task worker", [sys.executable, "-S", "-c", "raise SystemExit(4)"], restart=True)
    watch = Watch()
    watch.begin(worker)

    assert watch.keep(lambda: None) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines == ["The task worker ended with code 4; it is started again."] * 3 + [
        "The task worker ended with code 4; the portal stops."
    ]


@pytest.mark.usefixtures("signals")
def test_signal_asks_for_the_stop(capsys: pytest.CaptureFixture[str]) -> None:
    watch = Watch()
    watch.begin(Process("web server", ["sleep", "60"], restart=False))
    signal.raise_signal(signal.SIGTERM)

    assert watch.keep(lambda: None) == 0

    watch.stop()
    assert watch.processes[0].code() == -15
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("signals")
def test_process_that_does_not_listen_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("launcher.processes.PATIENCE", 0.3)
    deaf = Process("web server", ["sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done"], restart=False)
    watch = Watch()
    watch.begin(deaf)
    time.sleep(0.2)

    watch.stop()

    assert deaf.code() == -9
