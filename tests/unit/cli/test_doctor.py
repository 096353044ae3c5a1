import asyncio
import os
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from backends import POSTGRES, need_postgres
from typer.testing import CliRunner

from chappe.app import Server
from chappe.cli import app, check_doors, check_house, check_links, check_machine
from chappe.cli.check import Check, fail, ok, warn
from chappe.cli.doctor import show
from chappe.config import Profile, Settings
from chappe.crypto.rsa import RsaKey
from chappe.db.survey import Survey
from chappe.keys_on_disk import load_or_make, private_path, public_path
from chappe.testing.world import shared_key


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with a key, made without waiting for a new one."""
    folder = tmp_path / "data"
    (folder / "keys").mkdir(parents=True)
    private_path(folder).write_bytes(shared_key().private_pem())
    private_path(folder).chmod(0o600)
    load_or_make(folder)
    return folder


@pytest.fixture
async def served(data: Path) -> AsyncIterator[Settings]:
    """The settings of a running server, as its administrator would give them to the doctor."""
    server = Server(Settings(data=data, mtproto=("127.0.0.1", 0), http=("127.0.0.1", 0)))
    await server.start()
    port = server.node.addresses[0].port
    yield Settings(data=data, mtproto=("127.0.0.1", port), http=server.http)
    await server.stop()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def closed(data: Path) -> Settings:
    return Settings(data=data, mtproto=("127.0.0.1", free_port()), http=("127.0.0.1", 0))


def by_about(checks: list[Check]) -> dict[str, Check]:
    return {check.about: check for check in checks}


def worst(checks: list[Check]) -> str:
    order = ("ok", "warn", "fail")
    return max((check.level for check in checks), key=order.index)


async def test_before_the_first_start_all_is_well(tmp_path: Path) -> None:
    settings = closed(tmp_path / "not" / "yet")
    checks = await check_house.look(settings) + await check_doors.look(settings)
    assert worst(checks) == "ok"
    assert not (tmp_path / "not").exists()


async def test_a_running_server_is_asked_as_a_client_would(served: Settings) -> None:
    checks = await check_doors.look(served)
    assert worst(checks) == "ok"
    assert "help.getConfig at layer 229, data center 2" in checks[0].text
    assert "req_pq_multi" in checks[1].text


async def test_a_database_that_is_served_from_is_fine(served: Settings) -> None:
    found = by_about(await check_house.look(served))
    assert (found["database"].level, found["migrations"].level) == ("ok", "ok")
    assert "A server is serving" in found["database"].text


async def test_a_server_with_another_key_is_told_from_ours(served: Settings) -> None:
    public_path(served.data or Path()).write_bytes(RsaKey.generate().public_pem)
    mtproto, http = await check_doors.look(served)
    assert (mtproto.level, http.level) == ("fail", "fail")
    assert "another key" in mtproto.text
    assert "another key" in http.text


async def test_a_stranger_on_our_port_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_doors, "SECONDS_MAX", 0.2)

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        writer.close()

    stranger = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = stranger.sockets[0].getsockname()[1]
    settings = Settings(data=data, mtproto=("127.0.0.1", port), http=("127.0.0.1", port))
    mtproto, http = await check_doors.look(settings)
    stranger.close()
    assert (mtproto.level, http.level) == ("fail", "fail")
    assert "does not answer as this server" in mtproto.text
    public_path(data).write_text("garbage")
    assert (await check_doors.look(closed(data)))[0].level == "ok"


async def test_an_address_that_is_not_ours_is_told(data: Path) -> None:
    settings = Settings(data=data, mtproto=("192.0.2.1", 4430), http=("127.0.0.1", 0))
    (check, open_to_all) = await check_doors.look(settings)
    assert (check.level, check.text) == ("fail", "not an address of this machine")
    assert (open_to_all.level, open_to_all.about) == ("warn", "profile")


async def test_people_may_be_served_from_profile_production(data: Path) -> None:
    settings = Settings(
        data=data, mtproto=("0.0.0.0", 0), http=("0.0.0.0", 0), profile=Profile.PRODUCTION
    )
    assert await check_doors.look(settings) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
async def test_a_key_that_others_may_read_is_told(data: Path) -> None:
    private_path(data).chmod(0o644)
    found = await check_house.look(closed(data))
    assert [check.remedy for check in found if check.level == "fail"] == [
        f"chmod 600 {private_path(data)}"
    ]


async def test_a_public_key_of_another_is_told(data: Path) -> None:
    public_path(data).write_bytes(RsaKey.generate().public_pem)
    assert by_about(await check_house.look(closed(data)))["public key"].level == "fail"


async def test_a_broken_key_is_told_and_not_quoted(data: Path) -> None:
    private_path(data).write_text("-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n")
    check = by_about(await check_house.look(closed(data)))["key"]
    assert check.level == "fail"
    assert "c2VjcmV0" not in show(check)


async def test_a_lost_key_is_told_before_clients_find_out(data: Path) -> None:
    private_path(data).unlink()
    assert by_about(await check_house.look(closed(data)))["key"].level == "warn"


async def test_a_mistake_in_a_file_is_told_with_its_place(data: Path) -> None:
    (data / "help.json").write_text('{"config": {"chat_size_max": "many"}}')
    check = by_about(await check_house.look(closed(data)))["files"]
    assert check.level == "fail"
    assert "help.json" in check.text
    (data / "help.json").unlink()


async def test_a_file_is_no_data_directory(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    checks = check_house._directory(tmp_path / "data")
    assert checks.level == "fail"


def test_the_settings_of_postgresql_are_judged() -> None:
    settings = {"fsync": "off", "synchronous_commit": "off", "max_connections": "10"}
    found = Survey("PostgreSQL 15.4", True, {}, None, settings)
    texts = [check.text for check in check_house.judge(found) if check.level == "warn"]
    assert len(texts) == 2
    assert "fsync is off" in texts[0]


def test_a_database_of_a_newer_program_is_told() -> None:
    found = Survey("SQLite 3", True, {"keys/9999_future": b"x"}, False, {})
    assert worst(list(check_house.judge(found))) == "fail"


async def test_an_unreachable_database_is_told_without_its_password(data: Path) -> None:
    url = f"postgresql://me:hush@127.0.0.1:{free_port()}/chappe"
    found = by_about(await check_house.look(Settings(data=data, database=url)))["database"]
    assert found.level == "fail"
    assert "hush" not in show(found)


async def test_a_postgresql_database_that_is_not_there_is_told_as_such(data: Path) -> None:
    need_postgres()
    url = urlsplit(POSTGRES)._replace(path="/chappe_no_such").geturl()
    found = by_about(await check_house.look(Settings(data=data, database=url)))["database"]
    assert found.level == "fail"
    assert found.text == 'database "chappe_no_such" does not exist'
    assert "createdb" in show(found)
    assert "running" not in show(found)


async def test_this_machine_passes() -> None:
    checks = await check_machine.look(Settings())
    assert not [check for check in checks if check.level == "fail"]
    found = by_about(checks)
    assert {"Python", "packages", "open files", "clock"} <= set(found)
    assert (found["Python"].level, found["packages"].level) == ("ok", "ok")
    assert "aiohttp" in found["packages"].text


async def test_a_package_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = ["aiohttp>=3.10", "no-such-package>=1", "typer>=9999", 'pytest; extra == "dev"']
    monkeypatch.setattr(check_machine.metadata, "requires", lambda _name: needed)
    packages = [c for c in await check_machine.look(Settings()) if c.about == "packages"]
    assert [check.level for check in packages] == ["fail", "fail", "ok"]
    assert "no-such-package" in packages[0].text
    assert "older than 9999" in packages[1].text


@pytest.mark.parametrize(
    ("limit", "level"), [(None, "ok"), (65536, "ok"), (1024, "warn"), (10, "warn")]
)
def test_open_files_are_judged_by_the_connections_they_allow(
    limit: int | None, level: str
) -> None:
    assert check_machine.open_files(limit).level == level


@pytest.mark.parametrize(("year", "level"), [(1970, "fail"), (2026, "ok"), (2106, "fail")])
def test_a_clock_of_another_age_is_told(year: int, level: str) -> None:
    assert check_machine.clock(datetime(year, 1, 2, tzinfo=UTC)).level == level


def test_a_remedy_stands_below_its_line() -> None:
    assert show(ok("key", "there")) == "ok    key: there"
    assert show(warn("a", "b", "c")) == "warn  a: b\n      -> c"
    assert show(fail("a", "b", "c")).startswith("FAIL  a: b")


def test_the_command_ends_with_one_when_something_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    arguments = ["doctor", "--mtproto", f"127.0.0.1:{free_port()}", "--http", "127.0.0.1:0"]
    good = CliRunner().invoke(app, [*arguments, "--data", str(tmp_path / "data")])
    assert (good.exit_code, "FAIL" in good.output) == (0, False)
    bad = CliRunner().invoke(app, [*arguments, "--data", str(tmp_path / "file")])
    assert bad.exit_code == 1
    assert "FAIL  data directory" in bad.output


async def test_links_that_cannot_work_are_told() -> None:
    settings = Settings(
        profile=Profile.PRODUCTION, blobs="ftp://files", bus="nats://127.0.0.1:1"
    )
    found = by_about(await check_links.look(settings))
    assert {about: check.level for about, check in found.items()} == {
        "courier": "fail",
        "blobs": "fail",
        "bus": "fail",
    }


async def test_a_taken_port_is_named_with_its_option(served: Settings, tmp_path: Path) -> None:
    for name, more in (
        ("--mtproto", {"mtproto": served.mtproto}),
        ("--http", {"mtproto": ("127.0.0.1", 0), "http": served.http}),
    ):
        settings = replace(Settings(data=tmp_path), **more)
        server = Server(settings)
        with pytest.raises(OSError, match=rf"cannot listen on 127.0.0.1:\d+ \({name}\)"):
            await server.start()
        await server.stop()
