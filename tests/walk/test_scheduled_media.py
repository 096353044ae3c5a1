"""Media, albums and forwards for later."""

import io
from typing import Any

from PIL import Image

from chappe.testing.person import Person
from chappe.testing.world import World

HISTORY = dict.fromkeys(
    ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
)


async def photo(person: Person, color: int) -> Any:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (color, 100, 50)).save(out, "PNG")
    number = person.client.next_msg_id()
    await person.call("upload.saveFilePart", file_id=number, file_part=0, bytes=out.getvalue())
    file = person.make("inputFile", id=number, parts=1, name="a.png", md5_checksum="")
    return person.make("inputMediaUploadedPhoto", file=file)


async def history(who: Person, other: Person) -> list[Any]:
    found = await who.call("messages.getHistory", peer=who.peer(other), **HISTORY, limit=100)
    return list(found.messages)


async def queue(who: Person, other: Person) -> list[Any]:
    found = await who.call("messages.getScheduledHistory", peer=who.peer(other), hash=0)
    return list(found.messages)


async def test_an_album_for_later_moves_and_goes_as_one(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    at = int(world.clock.now()) + 100
    items = [
        ada.make("inputSingleMedia", media=await photo(ada, n), random_id=n + 1, message=f"{n}")
        for n in range(3)
    ]
    await ada.call(
        "messages.sendMultiMedia", peer=ada.peer(bob), multi_media=items, schedule_date=at
    )
    waiting = await queue(ada, bob)
    assert len({each.grouped_id for each in waiting}) == 1
    assert all(each.media.photo.sizes for each in waiting)
    moved = await ada.call(
        "messages.editMessage", peer=ada.peer(bob), id=waiting[0].id, schedule_date=at + 50
    )
    assert {each.message.date for each in moved.updates} == {at + 50}
    assert len(moved.updates) == 3
    world.advance(100)
    await world.settle()
    assert await history(bob, ada) == []
    world.advance(50)
    await world.settle()
    (pushed,) = bob.updates
    assert [each.message.message for each in pushed.updates] == ["0", "1", "2"]
    assert len({each.message.grouped_id for each in pushed.updates}) == 1


async def test_the_text_below_a_picture_for_later_is_changed(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    at = int(world.clock.now()) + 100
    await ada.call(
        "messages.sendMedia",
        peer=ada.peer(bob),
        media=await photo(ada, 1),
        message="draft",
        random_id=1,
        schedule_date=at,
    )
    where = {"peer": ada.peer(bob), "id": 1, "schedule_date": at}
    await ada.call("messages.editMessage", **where, message="better")
    await ada.call("messages.editMessage", **where, media=await photo(ada, 2))
    (waiting,) = await queue(ada, bob)
    assert waiting.message == "better"
    world.advance(100)
    await world.settle()
    (message,) = await history(bob, ada)
    assert (message.message, message.media.photo.id) == ("better", waiting.media.photo.id)


async def test_a_message_is_sent_on_later(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "gossip")
    cyd = await world.person("Cyd")
    await ada.call(
        "messages.forwardMessages",
        from_peer=ada.peer(bob),
        id=[1],
        random_id=[1],
        to_peer=ada.peer(cyd),
        schedule_date=int(world.clock.now()) + 100,
    )
    (waiting,) = await queue(ada, cyd)
    assert waiting.fwd_from.from_id.user_id == bob.user_id
    world.advance(100)
    await world.settle()
    (message,) = await history(cyd, ada)
    assert (message.message, message.fwd_from.from_id.user_id) == ("gossip", bob.user_id)
