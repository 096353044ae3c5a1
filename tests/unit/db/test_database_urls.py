import os
from pathlib import Path

import pytest

from chappe.db.open import open_database
from chappe.db.postgres import PostgresDatabase
from chappe.db.sqlite import SqliteDatabase


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/chappe.db", Path("data/chappe.db")),
        ("sqlite:////var/lib/chappe.db", Path("/var/lib/chappe.db")),
        ("sqlite://:memory:", None),
    ],
)
def test_a_sqlite_url_names_a_file(url: str, path: os.PathLike[str] | None) -> None:
    database = open_database(url)
    assert isinstance(database, SqliteDatabase)
    assert database._path == path


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_a_postgresql_url_is_handed_on(scheme: str) -> None:
    assert isinstance(open_database(f"{scheme}://someone@host/name"), PostgresDatabase)


@pytest.mark.parametrize(
    "url",
    ["", "sqlite:", "sqlite://", "sqlite:///", "sqlite://name.db", "mysql://u:secret@h/d"],
)
def test_anything_else_is_refused_without_telling_secrets(url: str) -> None:
    with pytest.raises(ValueError, match="a database URL is") as refused:
        open_database(url)
    assert "secret" not in str(refused.value)
