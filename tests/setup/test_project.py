"""What holds for the project as a whole: floors, lock files, languages of one settings file."""

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")


def _pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", (PROJECT / lock).read_text(), re.MULTILINE))


def test_packages_import_only_from_the_floors_below() -> None:
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"

    done = subprocess.run([program, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_an_import_from_a_higher_floor_breaks_the_contract(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((PROJECT / "pyproject.toml").read_text())
    for floor in ("hub", "steering", "programmes", "reforms", "practices", "members", "publishing"):
        (tmp_path / floor).mkdir()
        (tmp_path / floor / "__init__.py").touch()
    (tmp_path / "publishing" / "models.py").write_text("import practices\n")
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"

    done = subprocess.run([program, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "publishing is not allowed to import practices" in done.stdout


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_index_and_has_a_hash_for_every_package(lock: str) -> None:
    lines = (PROJECT / lock).read_text().splitlines()

    assert [line for line in lines if re.search(r"https?://|file://|--(extra-)?index|--find-links", line)] == []
    pinned = [number for number, line in enumerate(lines) if "==" in line and not line.lstrip().startswith("#")]
    assert len(pinned) > 20
    assert all("--hash=sha256:" in lines[number + 1] for number in pinned)


def test_development_lock_pins_the_same_versions_as_the_one_that_serves() -> None:
    serving, development = map(_pins, LOCKS)

    assert {name: development.get(name) for name in serving} == serving


def test_locks_pin_every_library_that_the_project_asks_for() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]

    for lock, asked in zip(LOCKS, (project["dependencies"], project["optional-dependencies"]["dev"]), strict=True):
        names = {match[0].lower().replace("_", "-") for line in asked if (match := re.match(r"[A-Za-z0-9._-]+", line))}
        assert names - {name.lower() for name in _pins(lock)} == set()


def _manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "HUB_LOCAL": "0", **variables}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


REAL = {
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnop",
    "ALLOWED_HOSTS": "hub.example",
    "DATABASE_URL": "postgresql:///hub",
}


def test_real_site_passes_the_deployment_check() -> None:
    done = _manage("check", "--deploy", "--fail-level", "WARNING", **REAL)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_real_site_does_not_start_without_its_secret_or_hosts(missing: str) -> None:
    done = _manage("check", **{**REAL, missing: ""})

    assert done.returncode == 1
    assert done.stderr.startswith(f"{missing} is not set. ")


READERS = ("hub/settings.py", "hub/local_mode.py", "hub/embedded_postgres/binaries.py", "tests/database.py", "Makefile")
"""The files that read variables of the environment."""


def _listed() -> dict[str, str]:
    """The variables in the operators' tables with the text of their defaults."""
    rows = re.findall(r"^\| (`[A-Z`_, ]+`) \| (.*?) \|", (PROJECT / "docs" / "operations.md").read_text(), re.MULTILINE)
    return {name: default for names, default in rows for name in re.findall(r"[A-Z_]+", names)}


def _asked() -> dict[str, object]:
    """The variables that the settings ask for; with the default where it is a plain value, else None."""
    found: dict[str, object] = {}
    for call in ast.walk(ast.parse((PROJECT / "hub" / "settings.py").read_text())):
        if not isinstance(call, ast.Call) or not call.args or not isinstance(call.args[0], ast.Constant):
            continue
        name = call.args[0].value
        if re.match(r"(env\.\w+|required|os\.environ\.get)$", ast.unparse(call.func)) and isinstance(name, str):
            default = next((word.value for word in call.keywords if word.arg == "default"), None)
            plain = default is not None and not any(isinstance(node, ast.Name) for node in ast.walk(default))
            found[name] = found.get(name) or (eval(ast.unparse(default)) if plain and default is not None else None)
    return found


def test_every_setting_of_the_environment_is_in_the_operators_list() -> None:
    asked = _asked()

    assert len(asked) > 20
    assert set(asked) - set(_listed()) == set()


def test_the_operators_list_names_nothing_that_is_not_read() -> None:
    source = "".join((PROJECT / name).read_text() for name in READERS)

    assert {name for name in _listed() if not re.search(rf"\b{name}\b", source)} == set()


def _says(text: str, default: object) -> bool:
    """Whether the cell of a table names this default."""
    words = {"": "empty", 365 * 24 * 3600: "one year"}
    expected = words.get(default, str(default)) if not isinstance(default, list | dict) else str(default or "empty")
    return expected in text.replace("`", "") or (default == {} and "{}" in text)


def test_the_operators_list_has_the_defaults_of_the_settings() -> None:
    listed = _listed()
    plain = {name: default for name, default in _asked().items() if default is not None}

    assert len(plain) > 12
    assert {name: listed[name] for name, default in plain.items() if not _says(listed[name], default)} == {}
