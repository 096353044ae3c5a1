"""Perfect forward secrecy: temporary keys, before, while and after they are bound."""

import pytest
from temporary_keys import DAY, ask_to_bind, bind, lawful, temporary
from wire_walks import call, inited, results

from chappe.config import Settings
from chappe.testing.client import HungUp, Refused
from chappe.testing.handshake import Wishes
from chappe.testing.world import World
from chappe.tl import mtproto


@pytest.mark.parametrize("method", ["help.getConfig", "help.getNearestDc"])
async def test_before_it_is_bound_a_temporary_key_may_ask_for_addresses(method: str) -> None:
    async with World() as world:
        client = await temporary(world)
        assert await client.call(method)


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("help.getAppConfig", {"hash": 0}),
        ("help.getCountriesList", {"lang_code": "en", "hash": 0}),
        ("langpack.getLanguages", {"lang_pack": "webk"}),
        ("auth.dropTempAuthKeys", {"except_auth_keys": []}),
        ("updates.getState", {}),
        ("users.getUsers", {"id": []}),
    ],
)
async def test_before_it_is_bound_it_may_do_nothing_else(
    method: str, fields: dict[str, object]
) -> None:
    async with World() as world:
        client = await temporary(world)
        with pytest.raises(Refused, match="401 AUTH_KEY_PERM_EMPTY"):
            await client.call(method, **fields)


async def test_a_bound_key_says_again_who_it_is_and_may_then_do_what_its_permanent_key_may() -> (
    None
):
    async with World() as world:
        perm = await inited(world)
        client = await temporary(world)
        assert await client.call("help.getNearestDc")
        assert await bind(client, perm.key, world.clock.now()) is True
        with pytest.raises(Refused, match="400 CONNECTION_NOT_INITED"):
            await client.call("help.getAppConfig", hash=0)
        client.inited = False
        assert await client.call("help.getAppConfig", hash=0)


async def test_a_bound_key_is_bound_again_before_what_it_said_of_itself_was_kept() -> None:
    async with World() as world:
        perm = await inited(world)
        client = await temporary(world)
        assert await bind(client, perm.key, world.clock.now()) is True
        client.inited = False
        with pytest.raises(Refused, match="401 AUTH_KEY_UNREGISTERED"):
            await client.call("updates.getState")
        assert await bind(client, perm.key, world.clock.now()) is True


async def test_a_key_can_be_bound_with_its_very_first_message() -> None:
    async with World() as world:
        perm = await world.client()
        client = await temporary(world)
        assert await bind(client, perm.key, world.clock.now()) is True


@pytest.mark.parametrize(
    "inside",
    [
        {"nonce": 1},
        {"temp_key_id": 1},
        {"perm_key_id": 1},
        {"session_id": 1},
        {"expires_at": 1},
        {"msg_id": 4},
        {"seq_no": 1},
        {"version": 2},
        {"tail": bytes(4)},
    ],
    ids=str,
)
async def test_a_proof_that_says_anything_else_than_the_call_is_invalid(
    inside: dict[str, object],
) -> None:
    async with World() as world:
        perm, client = await world.client(), await temporary(world)
        said = lawful(client, perm.key, world.clock.now())
        with pytest.raises(Refused, match="400 ENCRYPTED_MESSAGE_INVALID"):
            await client.ask(ask_to_bind(client, perm.key, said, **inside))
        assert await bind(client, perm.key, world.clock.now()) is True


@pytest.mark.parametrize("proof", [b"", bytes(7), bytes(104), b"\xff" * 200])
async def test_a_proof_that_is_none_is_invalid(proof: bytes) -> None:
    async with World() as world:
        perm, client = await world.client(), await temporary(world)
        said = lawful(client, perm.key, world.clock.now())
        with pytest.raises(Refused, match="400 ENCRYPTED_MESSAGE_INVALID"):
            await client.ask(ask_to_bind(client, perm.key, said, proof=proof))


async def test_a_proof_under_another_permanent_key_is_invalid() -> None:
    async with World() as world:
        perm, thief = await world.client(), await world.client()
        client = await temporary(world)
        said = lawful(client, perm.key, world.clock.now())
        with pytest.raises(Refused, match="400 ENCRYPTED_MESSAGE_INVALID"):
            await client.ask(ask_to_bind(client, thief.key, said))


async def test_a_permanent_key_cannot_be_bound() -> None:
    async with World() as world:
        perm, client = await world.client(), await world.client()
        with pytest.raises(Refused, match="400 TEMP_AUTH_KEY_EMPTY"):
            await bind(client, perm.key, world.clock.now())


@pytest.mark.parametrize("wrong", [-DAY, -301, 301, DAY])
async def test_the_end_of_a_key_is_what_was_agreed_when_it_was_made(wrong: int) -> None:
    async with World() as world:
        perm, client = await world.client(), await temporary(world)
        with pytest.raises(Refused, match="400 EXPIRES_AT_INVALID"):
            await bind(client, perm.key, world.clock.now(), DAY + wrong)


async def test_a_key_bound_to_one_cannot_be_bound_to_another_but_to_the_same_again() -> None:
    async with World() as world:
        perm, other = await world.client(), await world.client()
        client = await temporary(world)
        assert await bind(client, perm.key, world.clock.now()) is True
        with pytest.raises(Refused, match="400 TEMP_AUTH_KEY_ALREADY_BOUND"):
            await bind(client, other.key, world.clock.now())
        assert await bind(client, perm.key, world.clock.now()) is True


async def test_several_keys_serve_one_permanent_key_side_by_side() -> None:
    async with World() as world:
        perm = await world.client()
        clients = [await temporary(world) for _ in range(3)]
        for client in clients:
            assert await bind(client, perm.key, world.clock.now()) is True
        for client in clients:
            client.inited = False
            assert await client.call("help.getNearestDc")


async def test_the_oldest_of_too_many_bound_keys_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chappe.gateway.keyring.TEMPORARY_MAX", 2)
    async with World() as world:
        perm = await world.client()
        clients = [await temporary(world) for _ in range(3)]
        for client in clients:
            assert await bind(client, perm.key, world.clock.now()) is True
        call(clients[0])
        assert clients[0].errors == [-404]
        assert not clients[1].errors


async def test_temporary_keys_are_dropped_except_those_named() -> None:
    async with World() as world:
        perm = await inited(world)
        one, two, three = [await temporary(world) for _ in range(3)]
        for client in (one, two, three):
            await bind(client, perm.key, world.clock.now())
        one.inited = False
        assert (
            await one.call("auth.dropTempAuthKeys", except_auth_keys=[two.key.key_id]) is True
        )
        assert results(one, call(one)), "the caller's own key stays"
        two.inited = False
        assert await two.call("help.getNearestDc")
        call(three)
        assert three.errors == [-404]
        assert await perm.call("auth.dropTempAuthKeys", except_auth_keys=[]) is True
        call(two)
        assert two.errors == [-404]
        assert results(perm, call(perm))


async def test_a_temporary_key_dies_when_its_time_is_over() -> None:
    async with World() as world:
        client = await temporary(world, seconds=600)
        await client.call("help.getConfig")
        world.advance(590)
        assert results(client, call(client))
        world.advance(11)
        call(client)
        assert client.errors == [-404]
        world.advance(120)
        assert world.node.hub.keyring.get(client.key.key_id) is None
        client.attach(world.pipe())
        with pytest.raises(HungUp):
            await client.call("help.getConfig")


async def test_the_end_of_the_permanent_key_is_the_end_of_those_bound_to_it() -> None:
    async with World() as world:
        perm, client = await inited(world), await temporary(world)
        await bind(client, perm.key, world.clock.now())
        perm.tell(mtproto.DestroyAuthKey())
        call(client)
        assert client.errors == [-404]


async def test_a_temporary_key_can_be_destroyed_alone() -> None:
    async with World() as world:
        perm, client = await inited(world), await temporary(world)
        await bind(client, perm.key, world.clock.now())
        client.tell(mtproto.DestroyAuthKey())
        assert any(isinstance(heard, mtproto.DestroyAuthKeyOk) for heard in client.heard)
        call(client)
        assert client.errors == [-404]
        assert results(perm, call(perm))


async def test_what_a_bound_key_says_of_its_client_stays_with_the_permanent_one() -> None:
    async with World() as world:
        perm, client = await world.client(), await temporary(world)
        await bind(client, perm.key, world.clock.now())
        client.inited = False
        await client.call("help.getAppConfig", hash=0)
        entry = world.node.hub.keyring
        entry.forget(perm.key.key_id)
        loaded = await entry.load(perm.key.key_id)
        assert loaded is not None
        assert loaded.caller.layer == client.layer
        assert loaded.caller.info is not None


async def test_a_temporary_key_of_one_data_center_is_not_bound_to_a_key_of_another() -> None:
    async with World(Settings(dcs=3)) as world:
        perm, client = await world.client(dc=1), await temporary(world, dc=2)
        with pytest.raises(Refused, match="400 ENCRYPTED_MESSAGE_INVALID"):
            await bind(client, perm.key, world.clock.now())


async def test_a_restart_forgets_temporary_keys(tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/world.db"
    async with World(database=url) as world:
        client = await temporary(world)
        await client.call("help.getConfig")
    async with World(database=url, clock=world.clock) as later:
        client.attach(later.pipe())
        call(client)
        await later.settle()
        assert client.errors == [-404]


async def test_kinds_of_inner_data_without_a_data_center_make_temporary_keys_too() -> None:
    async with World() as world:
        client = await world.client(wishes=Wishes(dc=None, expires_in=DAY))
        perm = await world.client()
        assert await bind(client, perm.key, world.clock.now()) is True
