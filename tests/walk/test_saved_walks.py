"""Saved Messages by whose they were: dialogs within it, pins, pages."""

from collections.abc import Callable
from typing import Any

import pytest

from chappe.features.messages.actions import deliver
from chappe.features.messages.model import Body
from chappe.ids import PeerId, user_peer
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.updates.log import Journal

LAYERS = [172, 198, 214, 227, 229]


async def save(world: World, me: Person, whose: Person, text: str = "kept") -> None:
    """As a forward does: the message lies in Saved Messages, in the dialog of its author."""
    async with world.node.database.transaction(write=True) as tx:
        journal = Journal(tx, world.clock.now())
        peer = user_peer(me.user_id)
        body = Body(from_id=peer, at=int(world.clock.now()), text=text)
        await deliver(journal, me.user_id, peer, body, saved_peer=PeerId(whose.user_id))
        await journal.flush()
    world.node.publish(journal)


async def collection(world: World, **how: Any) -> tuple[Person, list[Person]]:
    """Somebody who saved something of others, of the last one last, and of herself before."""
    ada = await world.person("Ada", **how)
    others = [await world.person(f"N{number}") for number in range(4)]
    for whose in [ada, *others]:
        world.advance(1)
        await save(world, ada, whose)
    return ada, others


def place(me: Person, **more: object) -> dict[str, object]:
    nowhere = me.make("inputPeerEmpty")
    return {
        "offset_date": 0,
        "offset_id": 0,
        "limit": 20,
        "hash": 0,
        "offset_peer": nowhere,
        **more,
    }


def whose(answer: Any) -> list[int]:
    return [each.peer.user_id for each in answer.dialogs]


def dialog(me: Person, other: Person) -> Any:
    return me.make("inputDialogPeer", peer=me.peer(other))


@pytest.mark.parametrize("layer", LAYERS)
async def test_each_author_has_a_dialog_and_they_come_in_pages(layer: int) -> None:
    async with World() as world:
        ada, others = await collection(world, layer=layer)
        ids = [other.user_id for other in others]
        first = await ada.call("messages.getSavedDialogs", **place(ada, limit=2))
        assert (first.NAME, first.count) == ("messages.savedDialogsSlice", 5)
        assert whose(first) == [ids[3], ids[2]]
        assert [each.id for each in first.messages] == [5, 4]
        assert {user.id for user in first.users} >= {ids[3], ids[2]}
        last = first.messages[-1]
        more = place(
            ada, offset_id=last.id, offset_date=last.date, offset_peer=ada.peer(others[2])
        )
        assert whose(await ada.call("messages.getSavedDialogs", **more)) == [
            ids[1],
            ids[0],
            ada.user_id,
        ]
        dated = place(ada, offset_date=last.date)
        assert whose(await ada.call("messages.getSavedDialogs", **dated))[0] == ids[1]
        whole = await ada.call("messages.getSavedDialogs", **place(ada, limit=0))
        assert (whole.NAME, len(whole.dialogs)) == ("messages.savedDialogs", 5)


async def test_what_one_sends_to_oneself_is_in_ones_own_dialog(world: World) -> None:
    ada = await world.person("Ada")
    await ada.send(ada, "note")
    answer = await ada.call("messages.getSavedDialogs", **place(ada))
    assert whose(answer) == [ada.user_id]


@pytest.mark.parametrize("layer", LAYERS)
async def test_pins_lead_are_pushed_and_found_in_the_difference(layer: int) -> None:
    async with World() as world:
        ada, others = await collection(world, layer=layer)
        phone = await world.another(ada, layer=layer)
        state = await phone.call("updates.getState")
        ids = [other.user_id for other in others]
        for other in (others[0], others[1], others[1]):
            pinned = {"peer": dialog(ada, other), "pinned": True}
            assert await ada.call("messages.toggleSavedDialogPin", **pinned)
        first = await ada.call("messages.getSavedDialogs", **place(ada, limit=3))
        assert whose(first) == [ids[1], ids[0], ids[3]]
        assert [each.pinned for each in first.dialogs] == [True, True, False]
        rest = await ada.call("messages.getSavedDialogs", **place(ada, offset_id=5))
        assert whose(rest) == [ids[2], ada.user_id]
        alone = await ada.call(
            "messages.getSavedDialogs", **place(ada, limit=1), exclude_pinned=True
        )
        assert (whose(alone), alone.count) == ([ids[3]], 3)
        order = [dialog(ada, others[0]), dialog(ada, ada)]
        assert await ada.call("messages.reorderPinnedSavedDialogs", order=order)
        found = await ada.call("messages.getPinnedSavedDialogs")
        assert whose(found) == [ids[0], ada.user_id, ids[1]]
        assert await ada.call("messages.reorderPinnedSavedDialogs", order=order, force=True)
        found = await ada.call("messages.getPinnedSavedDialogs")
        assert whose(found) == [ids[0], ada.user_id]
        await world.settle()
        told = [each.NAME for pushed in phone.updates for each in pushed.updates]
        # The messages were put there behind the server's back, so they are pushed only now.
        assert [name for name in told if name != "updateNewMessage"] == [
            *["updateSavedDialogPinned"] * 2,
            *["updatePinnedSavedDialogs"] * 2,
        ]
        missed = await phone.call(
            "updates.getDifference", pts=state.pts, date=state.date, qts=state.qts
        )
        names = sorted(each.NAME for each in missed.other_updates)
        assert names == ["updatePinnedSavedDialogs", *["updateSavedDialogPinned"] * 2]


@pytest.mark.parametrize("layer", LAYERS)
async def test_the_history_is_that_of_one_author(layer: int) -> None:
    async with World() as world:
        ada, (bob, *_) = await collection(world, layer=layer)
        for text in ("one", "two"):
            await save(world, ada, bob, text)
        asked = dict.fromkeys(
            ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
        )
        history = await ada.call(
            "messages.getSavedHistory", peer=ada.peer(bob), limit=2, **asked
        )
        assert [each.message for each in history.messages] == ["two", "one"]
        assert history.count == 3
        asked["offset_id"] = history.messages[-1].id
        rest = await ada.call("messages.getSavedHistory", peer=ada.peer(bob), limit=2, **asked)
        assert [each.message for each in rest.messages] == ["kept"]
        assert rest.messages[0].saved_peer_id.user_id == bob.user_id


async def test_what_was_saved_of_one_author_is_deleted(world: World) -> None:
    ada, (bob, *_) = await collection(world)
    phone = await world.another(ada)
    await save(world, ada, bob, "more")
    await phone.call("updates.getState")
    await world.settle()
    named = {"peer": ada.peer(bob)}
    some = await ada.call("messages.deleteSavedHistory", **named, max_id=5)
    assert (some.pts_count, some.offset) == (1, 0)
    rest = await ada.call("messages.deleteSavedHistory", **named, max_id=0)
    assert (rest.pts_count, rest.pts) == (1, some.pts + 1)
    none = await ada.call("messages.deleteSavedHistory", **named, max_id=0)
    assert (none.pts_count, none.pts) == (0, rest.pts)
    await world.settle()
    told = [each for pushed in phone.updates for each in pushed.updates]
    assert [each.messages for each in told if each.NAME == "updateDeleteMessages"] == [
        [2],
        [6],
    ]
    answer = await ada.call("messages.getSavedDialogs", **place(ada))
    assert bob.user_id not in whose(answer)
    history = await ada.call("messages.getDialogs", **place(ada))
    assert [each.top_message for each in history.dialogs] == [5]


async def test_dialogs_are_named_one_by_one(world: World) -> None:
    ada, (bob, *_) = await collection(world)
    nobody = await world.person("Nobody")
    ids = [ada.peer(each) for each in (bob, nobody, ada)]
    answer = await ada.call("messages.getSavedDialogsByID", ids=ids)
    assert whose(answer) == [bob.user_id, ada.user_id]


async def test_there_is_an_end_to_pinning_here_too(world: World) -> None:
    ada, others = await collection(world)
    more = [await world.person("M")]
    await save(world, ada, more[0])
    everyone = [dialog(ada, each) for each in [ada, *others, *more]]
    for each in everyone[:5]:
        await ada.call("messages.toggleSavedDialogPin", peer=each, pinned=True)
    with pytest.raises(Refused, match="400 PINNED_DIALOGS_TOO_MUCH"):
        await ada.call("messages.toggleSavedDialogPin", peer=everyone[5], pinned=True)
    with pytest.raises(Refused, match="400 PINNED_DIALOGS_TOO_MUCH"):
        await ada.call("messages.reorderPinnedSavedDialogs", order=everyone)
    await ada.call("messages.toggleSavedDialogPin", peer=everyone[0])
    await ada.call("messages.toggleSavedDialogPin", peer=everyone[5], pinned=True)


def stranger(me: Person) -> Any:
    return me.make("inputPeerUser", user_id=1, access_hash=1)


def unknown(me: Person) -> Any:
    return me.make("inputDialogPeer", peer=stranger(me))


def window(me: Person, **more: object) -> dict[str, object]:
    names = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    return {"peer": me.peer(me), "limit": 9, **dict.fromkeys(names, 0), **more}


def parent(me: Person) -> dict[str, Any]:
    return {"parent_peer": me.peer(me)}


Fields = Callable[[Person], dict[str, Any]]
REFUSED: list[tuple[str, Fields, str]] = [
    ("getSavedDialogs", lambda me: place(me, **parent(me)), "PARENT_PEER_INVALID"),
    ("getSavedDialogsByID", lambda me: {"ids": [], **parent(me)}, "PARENT_PEER_INVALID"),
    ("getSavedDialogsByID", lambda me: {"ids": [stranger(me)]}, "PEER_ID_INVALID"),
    ("getSavedDialogsByID", lambda me: {"ids": [stranger(me)] * 1001}, "LIMIT_INVALID"),
    ("getSavedHistory", lambda me: window(me, **parent(me)), "PARENT_PEER_INVALID"),
    ("getSavedHistory", lambda me: window(me, peer=stranger(me)), "PEER_ID_INVALID"),
    (
        "toggleSavedDialogPin",
        lambda me: {"peer": unknown(me), "pinned": True},
        "PEER_ID_INVALID",
    ),
    (
        "toggleSavedDialogPin",
        lambda me: {"peer": dialog(me, me), "pinned": True},
        "PEER_ID_INVALID",
    ),
    ("reorderPinnedSavedDialogs", lambda me: {"order": [unknown(me)]}, "PEER_ID_INVALID"),
    ("reorderPinnedSavedDialogs", lambda me: {"order": [unknown(me)] * 1001}, "LIMIT_INVALID"),
    (
        "readSavedHistory",
        lambda me: {**parent(me), "peer": me.peer(me), "max_id": 1},
        "PARENT_PEER_INVALID",
    ),
]


@pytest.mark.parametrize(("name", "fields", "error"), REFUSED)
async def test_what_saved_messages_refuse(name: str, fields: Fields, error: str) -> None:
    async with World() as world:
        ada = await world.person("Ada")
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call(f"messages.{name}", **fields(ada))


async def test_what_one_saves_is_no_post_of_a_channel(world: World) -> None:
    ada = await world.person("Ada")
    phone = await world.another(ada)
    await phone.call("updates.getState")
    await ada.send(ada, "note")
    await world.settle()
    (pushed,) = phone.updates
    message = pushed.updates[0].message
    assert (message.post, message.from_id.user_id) == (False, ada.user_id)
