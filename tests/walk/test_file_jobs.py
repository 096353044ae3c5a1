"""What nobody needs is cleared away by the server itself."""

from typing import Any

import pytest
from file_walks import fetch, place, upload
from files_by_hand import picture

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def test_parts_that_were_never_made_a_file_are_gone_after_some_hours(
    world: World,
) -> None:
    ada = await world.person("Ada")
    await upload(ada, b"x")
    world.advance(3600)
    await world.settle()
    assert len(await world.node.blobs.names("parts")) == 1
    world.advance(7 * 3600)
    await world.settle()
    world.advance(1000)
    await world.settle()
    assert await world.node.blobs.names("parts") == []


async def test_much_is_cleared_away_bit_by_bit_but_soon(world: World) -> None:
    ada = await world.person("Ada")
    for number in range(120):
        await upload(ada, b"x", file_id=number)
    world.advance(8 * 3600)
    await world.settle()
    for _ in range(3):
        world.advance(10)
        await world.settle()
    assert await world.node.blobs.names("parts") == []


async def test_a_file_that_was_seen_once_cannot_be_fetched_any_more_an_hour_later(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    file = await upload(ada, picture(64, 64))
    media = ada.make("inputMediaUploadedPhoto", file=file, ttl_seconds=0x7FFFFFFF)
    await ada.call(
        "messages.sendMedia", peer=ada.peer(bob), media=media, message="", random_id=1
    )
    (message,) = (await bob.call("messages.getMessages", id=[inbox(bob, 1)])).messages
    where = place(bob, message.media.photo, "s")
    await bob.call("messages.readMessageContents", id=[1])
    world.advance(60)
    await world.settle()
    assert await fetch(bob, where)  # whoever has begun to look may finish
    world.advance(3600)
    await world.settle()
    bob.client.attach(world.pipe())  # the connection was closed: nobody spoke for an hour
    with pytest.raises(Refused, match="400 LOCATION_INVALID"):
        await fetch(bob, where)


def inbox(person: Person, number: int) -> Any:
    return person.make("inputMessageID", id=number)
