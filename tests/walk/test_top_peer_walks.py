"""Whom an account writes to most."""

from typing import Any

import pytest

from chappe.rpc.list_hash import list_hash
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def top(person: Person, *flags: str, **how: Any) -> Any:
    asked = {"offset": 0, "limit": 10, "hash": 0, **dict.fromkeys(flags, True), **how}
    return await person.call("contacts.getTopPeers", **asked)


@pytest.mark.parametrize("layer", [57, 133, 158, 229])
async def test_the_most_written_to_comes_first(world: World, layer: int) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await ada.send(bob, "one")
    for number in range(3):
        await ada.send(cyd, f"{number}")
    await bob.send(ada, "what others write does not count")
    await ada.send(ada, "a note")
    ada = await world.another(ada, layer=layer)
    found = await top(ada, "correspondents", "bots_pm")
    people, bots = found.categories
    assert [each.peer.user_id for each in people.peers] == [cyd.user_id, bob.user_id]
    assert [round(each.rating) for each in people.peers] == [3, 1]
    assert (people.count, bots.count) == (2, 0)
    assert {each.id for each in found.users} == {bob.user_id, cyd.user_id}


async def test_parts_and_hashes_of_the_list(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    for other in (bob, cyd, cyd):
        await ada.send(other, "hi")
    (people,) = (await top(ada, "correspondents", offset=1, limit=1)).categories
    assert (people.count, [each.peer.user_id for each in people.peers]) == (2, [bob.user_id])
    known = await top(ada, "correspondents", hash=list_hash([cyd.user_id, bob.user_id]))
    assert known.NAME == "contacts.topPeersNotModified"


async def test_groups_and_forwards_are_lists_of_their_own(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(ada, "to be forwarded")
    await ada.call("messages.createChat", users=[ada.user(bob)], title="Two")
    empty = ada.make("inputPeerEmpty")
    page = {"offset_date": 0, "offset_id": 0, "offset_peer": empty, "limit": 9, "hash": 0}
    (chat,) = (await ada.call("messages.getDialogs", **page)).chats
    group = ada.make("inputPeerChat", chat_id=chat.id)
    for number, peer in enumerate((group, ada.peer(bob))):
        await ada.call(
            "messages.forwardMessages",
            from_peer=ada.peer(ada),
            to_peer=peer,
            id=[1],
            random_id=[number + 1],
        )
    found = await top(ada, "forward_users", "forward_chats", "groups")
    users, chats, groups = found.categories
    assert [each.peer.user_id for each in users.peers] == [bob.user_id]
    assert [each.peer.chat_id for each in chats.peers] == [chat.id]
    assert [each.peer.chat_id for each in groups.peers] == [chat.id]
    assert [each.id for each in found.chats] == [chat.id]


async def test_a_rating_is_set_back_and_the_whole_is_switched_off(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    for other in (bob, cyd):
        await ada.send(other, "hi")
    category = ada.make("topPeerCategoryCorrespondents")
    assert await ada.call("contacts.resetTopPeerRating", category=category, peer=ada.peer(bob))
    (people,) = (await top(ada, "correspondents")).categories
    assert [each.peer.user_id for each in people.peers] == [cyd.user_id]
    assert await ada.call("contacts.toggleTopPeers", enabled=False)
    assert (await top(ada, "correspondents")).NAME == "contacts.topPeersDisabled"
    assert await ada.call("contacts.toggleTopPeers", enabled=True)
    (people,) = (await top(ada, "correspondents")).categories
    assert people.peers == []
    world.advance(1)
    await ada.send(bob, "anew")
    (people,) = (await top(ada, "correspondents")).categories
    assert [each.peer.user_id for each in people.peers] == [bob.user_id]


async def test_top_peers_are_refused_by_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    wrong = ada.make("inputPeerUser", user_id=bob.user_id, access_hash=1)
    category = ada.make("topPeerCategoryCorrespondents")
    with pytest.raises(Refused, match="400 TYPES_EMPTY"):
        await top(ada)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("contacts.resetTopPeerRating", category=category, peer=wrong)
