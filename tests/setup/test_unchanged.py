"""A start skips what the last one did, but never when a file, a setting or the database has changed."""

import os
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from launcher import unchanged

ACCOUNTS = "editor@demo.example"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """A prepared project folder over the test database."""
    database = connection.settings_dict
    host = quote(str(database["HOST"]), safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    password = f":{quote(str(database['PASSWORD']))}" if database["PASSWORD"] else ""
    url = f"postgresql://{database['USER']}{password}@{host}{port}/{database['NAME']}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(unchanged, "PROJECT", tmp_path)
    (tmp_path / "var").mkdir()
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "tags.yaml").write_text("tags: []\n")
    unchanged.remember("run", ACCOUNTS)
    return tmp_path


def test_second_start_remembers_the_accounts(project: Path) -> None:
    assert unchanged.remembered("run") == ACCOUNTS


def test_each_command_remembers_for_itself(project: Path) -> None:
    assert unchanged.remembered("dev") is None


def test_changed_content_is_loaded(project: Path) -> None:
    (project / "sample" / "tags.yaml").write_text("tags: [digital]\n")

    assert unchanged.remembered("run") is None


def test_new_file_is_seen(project: Path) -> None:
    (project / "templates").mkdir()
    (project / "templates" / "base.html").touch()

    assert unchanged.remembered("run") is None


def test_changed_setting_is_seen(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATIC_ROOT", str(project / "elsewhere"))

    assert unchanged.remembered("run") is None


def test_changed_database_is_seen(project: Path) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("insert into django_migrations (app, name, applied) values ('hub', '9999_of_a_test', now())")
        try:
            assert unchanged.remembered("run") is None
        finally:
            other.execute("delete from django_migrations where name = '9999_of_a_test'")


@pytest.mark.usefixtures("project")
def test_database_without_tables_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "IDENTITY", "select 1 from no_table_of_this_name")
    unchanged.remember("run", ACCOUNTS)

    assert unchanged.remembered("run") is None
