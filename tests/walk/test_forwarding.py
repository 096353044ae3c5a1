"""Forwarding: headers, albums, Saved Messages, and what may not be forwarded."""

from typing import Any

import pytest

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def forward(
    person: Person, source: Person, to: Person, ids: list[int], **more: Any
) -> Any:
    fields = {"random_id": [person.client.next_msg_id() for _ in ids], **more}
    return await person.call(
        "messages.forwardMessages",
        from_peer=person.peer(source),
        to_peer=person.peer(to),
        id=ids,
        **fields,
    )


async def history(person: Person, other: Person) -> list[Any]:
    offsets = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    found = await person.call(
        "messages.getHistory", peer=person.peer(other), **dict.fromkeys(offsets, 0), limit=100
    )
    return list(found.messages)


async def test_messages_go_on_in_their_order_under_the_names_of_their_authors(
    world: World,
) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await cyd.call("updates.getState")
    await bob.send(ada, "one")
    world.advance(60)
    await ada.send(bob, "two")
    sent = await forward(ada, bob, cyd, [2, 1, 9], silent=True)
    kinds = [each.NAME for each in sent.updates]
    assert kinds == ["updateMessageID"] * 2 + ["updateNewMessage"] * 2
    await world.settle()
    (pushed,) = cyd.updates
    messages = [each.message for each in pushed.updates]
    assert [each.message for each in messages] == ["two", "one"]
    authors = [each.fwd_from.from_id.user_id for each in messages]
    assert authors == [ada.user_id, bob.user_id]
    assert [each.from_id.user_id for each in messages] == [ada.user_id] * 2
    assert messages[0].fwd_from.date == messages[1].fwd_from.date + 60
    assert all(each.silent for each in messages)
    assert {user.first_name for user in pushed.users} == {"Ada", "Bob"}
    assert await history(cyd, ada) == messages[::-1]


async def test_what_was_forwarded_keeps_its_first_author(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await bob.send(ada, "one")
    await forward(ada, bob, cyd, [1])
    await forward(cyd, ada, bob, [1])
    header = (await history(bob, cyd))[0].fwd_from
    assert header.from_id.user_id == bob.user_id
    assert header.saved_from_peer is None


async def test_without_the_author_it_is_ones_own(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "one")
    sent = await forward(ada, bob, bob, [1], drop_author=True)
    # Not in the short form, which only a sent text is answered in: Telethon would wait for ever.
    assert [each.NAME for each in sent.updates] == ["updateMessageID", "updateNewMessage"]
    message = (await history(bob, ada))[0]
    assert (message.message, message.fwd_from) == ("one", None)
    edited = await ada.call(
        "messages.editMessage", peer=ada.peer(bob), id=2, message="one and a half"
    )
    assert edited.updates[0].message.message == "one and a half"


async def test_captions_may_be_dropped(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    dice = bob.make("inputMediaDice", emoticon="🎲")
    await bob.call(
        "messages.sendMedia", peer=bob.peer(ada), media=dice, message="look", random_id=1
    )
    await bob.send(ada, "text")
    await forward(ada, bob, bob, [1, 2], drop_media_captions=True)
    texts = [each.message for each in await history(bob, ada)]
    assert texts == ["text", "", "text", "look"]


async def test_saved_messages_know_where_they_were(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await cyd.send(bob, "one")
    await forward(bob, cyd, ada, [1])
    await ada.send(bob, "two")
    await forward(ada, bob, ada, [1, 2])
    mine, theirs = await history(ada, ada)
    header = theirs.fwd_from
    assert theirs.saved_peer_id.user_id == mine.saved_peer_id.user_id == bob.user_id
    assert header.from_id.user_id == cyd.user_id
    assert header.saved_from_peer.user_id == bob.user_id
    assert header.saved_from_msg_id == 1
    assert header.saved_from_id.user_id == bob.user_id
    assert header.saved_date is not None
    assert not header.saved_out
    assert (mine.fwd_from.saved_out, mine.fwd_from.saved_from_msg_id) == (True, 2)
    assert mine.fwd_from.from_id.user_id == ada.user_id
    await forward(ada, ada, bob, [mine.id])
    assert (await history(bob, ada))[0].fwd_from.saved_from_peer is None
    await forward(ada, ada, ada, [theirs.id])
    assert (await history(ada, ada))[0].saved_peer_id.user_id == bob.user_id
    with pytest.raises(Refused, match="403 MESSAGE_AUTHOR_REQUIRED"):
        await ada.call("messages.editMessage", peer=ada.peer(ada), id=mine.id, message="x")


async def test_an_album_is_an_album_again(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    items = []
    for number in (1, 2):
        file_id = ada.client.next_msg_id()
        await ada.call("upload.saveFilePart", file_id=file_id, file_part=0, bytes=b"x" * number)
        file = ada.make("inputFile", id=file_id, parts=1, name="a.bin", md5_checksum="")
        media = ada.make(
            "inputMediaUploadedDocument", file=file, mime_type="a/b", attributes=[]
        )
        items.append(ada.make("inputSingleMedia", media=media, random_id=number, message=""))
    await ada.call("messages.sendMultiMedia", peer=ada.peer(bob), multi_media=items)
    await forward(bob, ada, bob, [1, 2])
    albums = [each.grouped_id for each in await history(bob, bob)]
    first = (await history(bob, ada))[0].grouped_id
    assert albums[0] == albums[1]
    assert albums[0] not in {None, first}


async def test_the_same_forward_is_not_made_twice(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "one")
    first = await forward(ada, bob, ada, [1], random_id=[7])
    again = await forward(ada, bob, ada, [1], random_id=[7])
    assert first.updates[0] == again.updates[0]
    assert again.updates[1].pts_count == 0
    assert len(await history(ada, ada)) == 1


async def test_what_cannot_be_forwarded(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "one")
    await bob.send(ada, "secret", noforwards=True)
    await bob.call("messages.updatePinnedMessage", peer=bob.peer(ada), id=1)
    for error, ids, more in (
        ("400 MESSAGE_IDS_EMPTY", [], {}),
        ("400 MESSAGE_ID_INVALID", [9], {}),
        ("400 MESSAGE_ID_INVALID", [3], {}),
        ("400 MESSAGE_ID_INVALID", [1] * 101, {}),
        ("400 CHAT_FORWARDS_RESTRICTED", [1, 2], {}),
        ("400 RANDOM_ID_INVALID", [1], {"random_id": [1, 2]}),
        ("400 RANDOM_ID_EMPTY", [1], {"random_id": [0]}),
        ("500 RANDOM_ID_DUPLICATE", [1, 1], {"random_id": [5, 5]}),
        ("400 PEER_ID_INVALID", [1], {"to_peer": ada.make("inputPeerEmpty")}),
        ("400 PEER_ID_INVALID", [1], {"from_peer": ada.make("inputPeerEmpty")}),
        ("403 PREMIUM_ACCOUNT_REQUIRED", [1], {"quick_reply_shortcut": ada.make("inputQuickReplyShortcut", shortcut="x")}),
    ):  # fmt: skip
        fields = {
            "from_peer": ada.peer(bob),
            "to_peer": ada.peer(ada),
            "id": ids,
            "random_id": [ada.client.next_msg_id() for _ in ids],
            **more,
        }
        with pytest.raises(Refused, match=error):
            await ada.call("messages.forwardMessages", **fields)
