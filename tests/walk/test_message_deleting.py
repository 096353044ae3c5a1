"""Deleting: for oneself or for both, single messages and whole histories, and what dialogs say then."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def texts(person: Person, other: Person) -> list[str]:
    offsets = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    found = await person.call(
        "messages.getHistory", peer=person.peer(other), **dict.fromkeys(offsets, 0), limit=100
    )
    return [getattr(each, "message", each.NAME) for each in found.messages]


async def dialogs(person: Person) -> list[Any]:
    page = {"offset_date": 0, "offset_id": 0, "offset_peer": person.make("inputPeerEmpty")}
    return (await person.call("messages.getDialogs", **page, limit=10, hash=0)).dialogs


async def test_a_message_goes_for_both_and_all_devices_hear_of_it(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    phone = await world.another(ada)
    for each in (bob, phone):
        await each.call("updates.getState")
    for text in ("one", "two", "three"):
        await ada.send(bob, text)
    await world.settle()
    gone = await ada.call("messages.deleteMessages", id=[2, 3, 9], revoke=True)
    assert (gone.pts, gone.pts_count) == (6, 2)
    await world.settle()
    for each in (bob, phone):
        (update,) = each.updates[-1].updates
        assert (update.NAME, update.messages) == ("updateDeleteMessages", [2, 3])
        assert (update.pts, update.pts_count) == (6, 2)
    assert await texts(ada, bob) == await texts(bob, ada) == ["one"]
    (dialog,) = await dialogs(bob)
    assert (dialog.top_message, dialog.unread_count) == (1, 1)
    missed = await bob.call("updates.getDifference", pts=1, date=1, qts=1)
    assert [each.message for each in missed.new_messages] == ["one"]
    assert [each.messages for each in missed.other_updates] == [[2, 3]]


async def test_a_message_may_go_for_oneself_alone(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await bob.call("messages.deleteMessages", id=[1])
    assert await texts(ada, bob) == ["one"]
    assert await texts(bob, ada) == []
    assert await dialogs(bob) == []
    assert (await bob.call("updates.getState")).unread_count == 0
    again = await bob.call("messages.deleteMessages", id=[1])
    assert (again.pts, again.pts_count) == (3, 0)
    await ada.send(bob, "two")
    assert [each.top_message for each in await dialogs(bob)] == [2]


async def test_what_was_read_before_stays_read(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for text in ("one", "two", "three"):
        await ada.send(bob, text)
    await bob.call("messages.readHistory", peer=bob.peer(ada), max_id=2)
    await bob.call("messages.deleteMessages", id=[1])
    (dialog,) = await dialogs(bob)
    assert (dialog.unread_count, dialog.top_message) == (1, 3)


async def test_a_history_goes_for_both(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    await bob.send(ada, "two")
    await ada.send(ada, "note")
    gone = await ada.call("messages.deleteHistory", peer=ada.peer(bob), max_id=0, revoke=True)
    assert (gone.pts_count, gone.offset) == (2, 0)
    assert [each.peer.user_id for each in await dialogs(ada)] == [ada.user_id]
    assert await dialogs(bob) == []
    assert await texts(ada, ada) == ["note"]


async def test_a_cleared_history_leaves_an_empty_dialog(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "one")
    gone = await ada.call(
        "messages.deleteHistory", peer=ada.peer(bob), max_id=0, just_clear=True
    )
    assert gone.pts_count == 2
    assert await texts(ada, bob) == ["messageService"]
    assert await texts(bob, ada) == ["one"]
    assert len(await dialogs(ada)) == 1


async def test_a_part_of_a_history_is_named_by_number_or_by_dates(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for number in range(5):
        await ada.send(bob, str(number))
        world.advance(100)
    start = int(world.clock.now()) - 500
    peer = ada.peer(bob)
    await ada.call("messages.deleteHistory", peer=peer, max_id=1)
    assert await texts(ada, bob) == ["4", "3", "2", "1"]
    await ada.call(
        "messages.deleteHistory",
        peer=peer,
        max_id=0,
        min_date=start + 200,
        max_date=start + 300,
        revoke=True,
    )
    assert await texts(ada, bob) == ["4", "1"]
    assert await texts(bob, ada) == ["4", "1", "0"]


async def test_what_is_no_part_of_a_history_is_refused(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    now = int(world.clock.now())
    for error, fields in (
        ("PEER_ID_INVALID", {"peer": ada.make("inputPeerEmpty")}),
        ("MESSAGE_ID_INVALID", {"max_id": -1}),
        ("MIN_DATE_INVALID", {"min_date": now + 100}),
        ("MAX_DATE_INVALID", {"min_date": 100, "max_date": 99}),
    ):
        asked = {"peer": ada.peer(bob), "max_id": 0, **fields}
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call("messages.deleteHistory", **asked)


async def test_a_long_history_goes_in_portions(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chappe.features.messages.rpc.deleting.PORTION", 2)
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for number in range(5):
        await ada.send(bob, str(number))
    left = []
    while not left or left[-1]:
        gone = await ada.call("messages.deleteHistory", peer=ada.peer(bob), max_id=0)
        left.append(gone.offset)
    assert left == [3, 1, 0]
    assert await texts(ada, bob) == []
