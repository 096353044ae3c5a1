"""The doors themselves, over real sockets: IPv6, TLS, several data centers, HTTP on the MTProto port."""

import asyncio
import datetime
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chappe.app import Server
from chappe.clock import SystemClock
from chappe.config import Limits, Settings
from chappe.mtproto.frames.framing import PACKET_BYTES_MAX
from chappe.testing.carrier import Socket
from chappe.testing.client import Client, HungUp
from chappe.testing.handshake import Wishes


@asynccontextmanager
async def serving(folder: Path, **changes: object) -> AsyncIterator[Server]:
    defaults = {"data": folder, "mtproto": ("127.0.0.1", 0), "http": ("127.0.0.1", 0)}
    server = Server(Settings(**{**defaults, **changes}))  # type: ignore[arg-type] # checked by use
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def reach(server: Server, index: int = 0, tls: ssl.SSLContext | None = None) -> Client:
    address = server.node.addresses[index]
    loop = asyncio.get_running_loop()
    _, carrier = await loop.create_connection(
        Socket,
        address.host,
        address.port,
        ssl=tls,
        server_hostname="localhost" if tls else None,
    )
    return Client(carrier, server.node.key.public, SystemClock())


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


async def test_every_door_speaks_tls_when_there_is_a_certificate(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(cert))
    async with serving(tmp_path / "data", tls_certificate=cert, tls_key=key) as server:
        client = await reach(server, tls=trust)
        await client.shake_hands()
        assert await client.call("help.getNearestDc")
        client.carrier.hang_up()
        async with aiohttp.ClientSession() as session:
            url = f"https://localhost:{server.http[1]}/apiw1"
            async with session.options(url, ssl=trust) as answer:
                assert answer.status == 204


async def test_an_ipv6_door_is_told_to_clients_as_one(tmp_path: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    async with serving(tmp_path, mtproto=("::1", 0)) as server:
        client = await reach(server)
        await client.shake_hands()
        config = await client.call("help.getConfig")
        assert {(o.ip_address, o.ipv6) for o in config.dc_options} == {("::1", True)}
        client.carrier.hang_up()


async def test_a_client_is_told_the_address_by_which_it_came(tmp_path: Path) -> None:
    async with serving(tmp_path, mtproto=("0.0.0.0", 0)) as server:
        port = server.node.addresses[0].port
        carrier = await Socket.connect("127.0.0.1", port)
        client = Client(carrier, server.node.key.public, SystemClock())
        await client.shake_hands()
        config = await client.call("help.getConfig")
        assert {(o.ip_address, o.port) for o in config.dc_options} == {("127.0.0.1", port)}
        client.carrier.hang_up()


async def test_each_data_center_has_a_port_and_knows_only_its_own_keys(tmp_path: Path) -> None:
    async with serving(tmp_path, dcs=3) as server:
        assert [a.dc for a in server.node.addresses] == [1, 2, 3]
        client = await reach(server, 2)
        await client.shake_hands(Wishes(dc=3))
        config = await client.call("help.getConfig")
        assert config.this_dc == 3
        assert [o.id for o in config.dc_options] == [1, 2, 3]
        elsewhere = await reach(server, 0)
        elsewhere.key, elsewhere.salt = client.key, client.salt
        with pytest.raises(HungUp) as hung_up:
            await elsewhere.call("help.getConfig")
        assert hung_up.value.code == -404
        wrong = await reach(server, 0)
        with pytest.raises(HungUp) as hung_up:
            await wrong.shake_hands(Wishes(dc=2))
        assert hung_up.value.code == -444
        for each in (client, elsewhere, wrong):
            each.carrier.hang_up()


async def test_the_mtproto_port_answers_http_too(tmp_path: Path) -> None:
    async with serving(tmp_path) as server, aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{server.node.addresses[0].port}/api"
        async with session.post(url, data=b"\1" * 64) as answer:
            assert answer.status == 404
            assert await answer.read() == (-404).to_bytes(4, "little", signed=True)
            assert list(answer.headers)[-1] == "Content-Length"


async def test_a_reader_that_does_not_read_costs_little_and_holds_up_nobody(
    tmp_path: Path,
) -> None:
    limits = Limits(unsent_bytes_max=64 * 1024)
    async with serving(tmp_path, limits=limits) as server:
        client = await reach(server)
        await client.shake_hands()
        await client.call("help.getNearestDc")
        deaf = client.carrier._transport  # type: ignore[attr-defined] # the test's own socket
        deaf.pause_reading()
        for _ in range(4000):
            client.begin("help.getCountriesList", lang_code="en", hash=0)
            await asyncio.sleep(0)
        assert client.key is not None
        sessions = server.node.hub.sessions.of_key(client.key.key_id)
        kept = sum(len(sent.body) for one in sessions for sent in one.outbox.sent.values())
        assert kept < 17 << 20, "80 MB of answers were asked for"
        other = await reach(server)
        await other.shake_hands()
        assert await other.call("help.getNearestDc")
        for each in (client, other):
            each.carrier.hang_up()


async def test_two_gigabytes_announced_cost_nothing(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        address = server.node.addresses[0]
        reader, writer = await asyncio.open_connection(address.host, address.port)
        writer.write(b"\xee" * 4 + (0x7FFFFFFC).to_bytes(4, "little"))
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
        assert PACKET_BYTES_MAX < 0x7FFFFFFC


async def test_stopping_lets_go_of_every_connection_in_time(tmp_path: Path) -> None:
    async with serving(tmp_path) as server:
        client = await reach(server)
        await client.shake_hands()
    await asyncio.sleep(0.05)
    assert client.carrier.closed
