"""A node on every engine: the same walk, and what is left of it after a restart."""

import asyncio

import pytest

from chappe.mtproto.container import Message, pack
from chappe.testing.client import Device, Refused
from chappe.testing.handshake import Wishes
from chappe.testing.world import World
from chappe.tl import api, layers, mtproto

DEVICE = Device(api_id=77, device_model="Abacus", lang_pack="webk")


@pytest.mark.parametrize("engine", ["sqlite-file", "postgresql"], indirect=True)
async def test_keys_layers_and_clients_survive_a_restart(url: str) -> None:
    async with World(database=url) as world:
        client = await world.client(layer=158, device=DEVICE)
        await client.call("help.getConfig")
    async with World(database=url, clock=world.clock) as later:
        later.advance(10)
        client.attach(later.pipe())
        question = client.begin("help.getAppConfig", hash=0)
        await hold_back(later)
        assert (await client.ask(question)).NAME == "help.appConfig"
        entry = later.node.hub.keyring.get(client.key.key_id)
        assert entry is not None
        assert entry.caller.layer == 158
        assert entry.caller.info.api_id == 77
        assert entry.caller.info.device_model == "Abacus"
        created = [h for h in client.heard if isinstance(h, mtproto.NewSessionCreated)]
        assert len({each.unique_id for each in created}) == 2, "the sessions are new"


async def hold_back(world: World) -> None:
    """Let the store find the key, and then the time of the hold-back pass."""
    for _ in range(20):
        await asyncio.sleep(0.005)
        world.advance(0.1)


@pytest.mark.parametrize("engine", ["sqlite-file", "postgresql"], indirect=True)
async def test_a_destroyed_key_stays_destroyed(url: str) -> None:
    async with World(database=url) as world:
        client = await world.client()
        await client.call("help.getNearestDc")
        client.tell(mtproto.DestroyAuthKey())
        for _ in range(100):
            if any(isinstance(heard, mtproto.DestroyAuthKeyOk) for heard in client.heard):
                break
            await asyncio.sleep(0.01)
        else:
            pytest.fail("no answer to destroy_auth_key")
    async with World(database=url, clock=world.clock) as later:
        client.attach(later.pipe())
        client.begin("help.getNearestDc")
        await hold_back(later)
        assert client.errors == [-404]


async def test_many_calls_in_one_packet_are_answered_on_every_engine(url: str) -> None:
    async with World(database=url) as world:
        client = await world.client()
        await client.call("help.getNearestDc")
        bad = layers.write(api.langpack.GetLanguages(lang_pack="nobody"))
        good = layers.write(api.help.GetNearestDc())
        inner = [client.message(body) for body in [good, bad, good] * 30]
        client.post(*inner)
        await asyncio.sleep(0.1)
        answered = {int.from_bytes(message.body[4:12], "little") for message in client.messages}
        assert {message.msg_id for message in inner} <= answered


async def test_calls_that_wait_for_one_another_go_in_order_on_every_engine(url: str) -> None:
    async with World(database=url) as world:
        client = await world.client()
        await client.call("help.getNearestDc")
        bad = layers.write(api.langpack.GetLanguages(lang_pack="nobody"))
        first = client.message(bad)
        chain = [first]
        for _ in range(300):
            query = layers.write(api.help.GetNearestDc())
            body = layers.write(api.InvokeAfterMsg(msg_id=chain[-1].msg_id, query=query))
            chain.append(client.message(body))
        outer = client.message(pack(chain), content=False)
        client.send(client.envelope(Message(*outer)))
        await asyncio.sleep(0.2)
        answers = [m.body for m in client.messages if m.body[:4] == RESULT]
        texts = [error_text(body[12:]) for body in answers]
        assert texts.count("MSG_WAIT_FAILED") == 300
        assert texts.count("LANG_PACK_INVALID") == 1


RESULT = mtproto.RpcResult.ID.to_bytes(4, "little")


def error_text(body: bytes) -> str:
    if int.from_bytes(body[:4], "little") != mtproto.RpcError.ID:
        return ""
    return mtproto.read(body)[0].error_message.decode()


async def test_temporary_keys_work_on_every_engine_and_are_not_stored(url: str) -> None:
    async with World(database=url) as world:
        client = await world.client(wishes=Wishes(expires_in=3600))
        assert (await client.call("help.getConfig")).this_dc == 2
        with pytest.raises(Refused, match="401 AUTH_KEY_PERM_EMPTY"):
            await client.call("help.getAppConfig", hash=0)
        async with world.node.database.transaction(write=False) as tx:
            assert await tx.rows("SELECT key_id FROM auth_key") == []
