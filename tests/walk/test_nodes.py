"""Several nodes behave as one: what one of them changes, the others know; the log is the truth."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from backends import NATS, POSTGRES, need_nats, need_postgres

from chappe.bus.nats import NatsBus
from chappe.config import Settings
from chappe.ids import UserId
from chappe.testing.client import HungUp, Refused
from chappe.testing.person import Person
from chappe.testing.place import OwnSchema
from chappe.testing.world import World
from chappe.tl import api, mtproto
from chappe.updates.log import Journal, Told

pytestmark = [pytest.mark.one_node, pytest.mark.backends]


@pytest.fixture
async def pair(backend: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Two nodes; clients come to them in turn, the first one to `world.nodes[0]`."""
    need_postgres()
    need_nats()
    monkeypatch.setattr(World, "places", lambda: OwnSchema(POSTGRES, bus=NATS, nodes=2))
    async with World() as world:
        yield world


def deaf(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every word is lost."""
    monkeypatch.setattr(NatsBus, "say", lambda _bus, _word: None)


async def test_people_on_two_nodes_talk(pair: World) -> None:
    ada, bob = await pair.person("Ada"), await pair.person("Bob")
    await bob.call("updates.getState")
    await ada.send(bob, "over there")
    await pair.settle()
    assert [each.message.message for each in bob.told] == ["over there"]
    assert pair.nodes[0].fanout.online(ada.user_id)
    assert not pair.nodes[0].fanout.online(bob.user_id)


async def test_a_key_made_on_one_node_connects_to_the_other(pair: World) -> None:
    ada = await pair.person("Ada")
    for node in reversed(pair.nodes):
        ada.client.start_again(pair.pipe(node=node))
        state = await ada.call("updates.getState")
        assert state.pts == 1


async def test_a_login_that_ends_on_one_node_has_ended_on_the_other(pair: World) -> None:
    ada = await pair.person("Ada")
    beside = pair.beside(ada)
    await beside.call("updates.getState")
    await ada.call("auth.logOut")
    await pair.settle()
    bob = await pair.person("Bob")
    await bob.send(Person(beside, "", ada.user_id, ada.secret), "are you there?")
    await pair.settle()
    assert beside.updates == []
    with pytest.raises(Refused, match="401 AUTH_KEY_UNREGISTERED"):
        await beside.call("updates.getState")


async def test_a_login_that_ended_is_found_even_when_nobody_said_so(
    pair: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await pair.person("Ada")
    beside = pair.beside(ada)
    await beside.call("updates.getState")
    deaf(pair, monkeypatch)
    await ada.call("auth.logOut")
    await pair.settle()
    await beside.call("updates.getState")
    pair.advance(30)
    await pair.settle()
    with pytest.raises(Refused, match="401 AUTH_KEY_UNREGISTERED"):
        await beside.call("updates.getState")


async def test_a_destroyed_key_is_forgotten_everywhere(pair: World) -> None:
    ada = await pair.person("Ada")
    beside = pair.beside(ada)
    await beside.call("updates.getState")
    ada.client.tell(mtproto.DestroyAuthKey(), content=True)
    await pair.settle()
    with pytest.raises(HungUp) as caught:
        await beside.call("updates.getState")
    assert caught.value.code == -404


async def test_what_is_of_the_moment_crosses(pair: World) -> None:
    ada, bob = await pair.person("Ada"), await pair.person("Bob")
    await bob.call("updates.getState")
    typing = api.UpdateUserTyping(user_id=ada.user_id, action=api.SendMessageTypingAction())
    told = Told(typing, users=(UserId(bob.user_id),))
    async with pair.node.database.transaction(write=False) as tx:
        journal = Journal(tx, pair.clock.now())
        journal.told.append(told)
    pair.node.publish(journal)
    await pair.settle()
    assert [each.NAME for each in bob.told] == ["updateUserTyping"]


async def test_a_lost_word_is_healed_by_the_next_one(
    pair: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = await pair.person("Ada"), await pair.person("Bob")
    await bob.call("updates.getState")
    with monkeypatch.context() as lost:
        deaf(pair, lost)
        await ada.send(bob, "one")
        await ada.send(bob, "two")
        await pair.settle()
        assert bob.updates == []
    await ada.send(bob, "three")
    await pair.settle()
    assert [each.message.message for each in bob.told] == ["one", "two", "three"]


async def test_a_lost_word_that_nothing_follows_is_healed_by_the_sweep(
    pair: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = await pair.person("Ada"), await pair.person("Bob")
    await bob.call("updates.getState")
    deaf(pair, monkeypatch)
    await ada.send(bob, "one")
    await pair.settle()
    assert bob.updates == []
    pair.advance(30)
    await pair.settle()
    assert [each.message.message for each in bob.told] == ["one"]


async def test_a_node_that_was_cut_off_looks_at_once_and_bids_the_others_to(
    pair: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bob = await pair.person("Ada"), await pair.person("Bob")
    await bob.call("updates.getState")
    with monkeypatch.context() as lost:
        deaf(pair, lost)
        await ada.send(bob, "one")
        await pair.settle()
        assert bob.updates == []
    pair.node._missed()
    await pair.settle()
    assert [each.message.message for each in bob.told] == ["one"]
    with monkeypatch.context() as lost:
        deaf(pair, lost)
        await ada.send(bob, "two")
        await pair.settle()
    pair.nodes[1]._missed()
    await pair.settle()
    assert [each.message.message for each in bob.told] == ["one", "two"]


async def test_a_word_that_is_not_understood_is_let_pass(pair: World) -> None:
    ada, bob = await pair.person("Ada"), await pair.person("Bob")
    await bob.call("updates.getState")
    pair.node.bus.say(b"\x92\x63\x00")
    pair.node.bus.say(b"no word at all")
    await ada.send(bob, "hello")
    await pair.settle()
    assert len(bob.told) == 1


async def test_many_who_write_at_once_on_two_nodes_are_heard_without_a_gap(
    pair: World,
) -> None:
    people = [await pair.person(f"Person {number}") for number in range(4)]
    watched = people[0]
    await watched.call("updates.getState")

    async def chatter(me: Person) -> None:
        for number in range(10):
            for other in people:
                if other is not me:
                    await me.send(other, f"{number}")

    await asyncio.gather(*map(chatter, people))
    await pair.settle()
    pts: list[Any] = [each.pts for each in watched.told]
    own = 3 * 10
    assert len(pts) == len(set(pts)) == 30
    assert pts == sorted(pts)
    state = await watched.call("updates.getState")
    assert state.pts == 1 + own + 30


async def test_two_nodes_without_a_bus_agree_by_sweeping(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_postgres()
    monkeypatch.setattr(World, "places", lambda: OwnSchema(POSTGRES, nodes=2))
    async with World(Settings()) as world:
        ada, bob = await world.person("Ada"), await world.person("Bob")
        await bob.call("updates.getState")
        await ada.send(bob, "slowly")
        await world.settle()
        assert bob.updates == []
        world.advance(30)
        await world.settle()
        assert len(bob.told) == 1
