from pathlib import Path

import pytest

from chappe.db.migrate import Migration, read_migrations


def test_rooms_as_given_and_scripts_by_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in ("wolf/0002_b.sql", "wolf/0010_c.sql", "wolf/0001_a.sql", "ant/0001_z.sql"):
        room, name = file.split("/")
        folder = tmp_path / "some_house" / room / "migrations"
        folder.mkdir(parents=True, exist_ok=True)
        folder.joinpath(name).write_text(f"-- ä {file}")
        folder.joinpath("README").write_text("no script")
    monkeypatch.syspath_prepend(tmp_path)
    found = read_migrations(["some_house.wolf", "some_house.ant"])
    assert found == [
        Migration("wolf/0001_a", "-- ä wolf/0001_a.sql"),
        Migration("wolf/0002_b", "-- ä wolf/0002_b.sql"),
        Migration("wolf/0010_c", "-- ä wolf/0010_c.sql"),
        Migration("ant/0001_z", "-- ä ant/0001_z.sql"),
    ]


def test_a_changed_script_has_another_hash() -> None:
    one, other = Migration("a/0001_a", "SELECT 1"), Migration("a/0001_a", "SELECT 2")
    assert len(one.sha256) == 32
    assert one.sha256 != other.sha256
