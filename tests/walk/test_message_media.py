"""Media: sent, shown to both, kept in albums, heard, and refused."""

import io
from typing import Any

import pytest
from PIL import Image

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

VOICE = ("documentAttributeAudio", {"voice": True, "duration": 3, "waveform": b"\x01\x02"})
VIDEO = ("documentAttributeVideo", {"duration": 1.0, "w": 320, "h": 240})


def picture(color: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (color, 100, 50)).save(out, "PNG")
    return out.getvalue()


async def upload(person: Person, data: bytes, name: str = "a.bin") -> Any:
    number = person.client.next_msg_id()
    await person.call("upload.saveFilePart", file_id=number, file_part=0, bytes=data)
    return person.make("inputFile", id=number, parts=1, name=name, md5_checksum="")


async def photo(person: Person, color: int = 0, **more: Any) -> Any:
    file = await upload(person, picture(color), "a.png")
    return person.make("inputMediaUploadedPhoto", file=file, **more)


async def document(person: Person, *attributes: Any, **more: Any) -> Any:
    made = [person.make(name, **fields) for name, fields in attributes]
    return person.make(
        "inputMediaUploadedDocument",
        file=await upload(person, b"some bytes"),
        mime_type="application/octet-stream",
        attributes=made,
        **more,
    )


async def send(person: Person, other: Person, media: Any, text: str = "", **more: Any) -> Any:
    fields = {"random_id": person.client.next_msg_id(), **more}
    return await person.call(
        "messages.sendMedia", peer=person.peer(other), media=media, message=text, **fields
    )


async def history(person: Person, other: Person) -> list[Any]:
    offsets = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    found = await person.call(
        "messages.getHistory", peer=person.peer(other), **dict.fromkeys(offsets, 0), limit=100
    )
    return list(found.messages)


async def test_a_photo_with_a_caption_is_shown_to_both_and_can_be_sent_on(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    sent = await send(ada, bob, await photo(ada), "look: example.com", invert_media=True)
    assert [each.NAME for each in sent.updates] == ["updateMessageID", "updateNewMessage"]
    await world.settle()
    pushed = bob.updates[0].updates[0].message
    assert pushed.media.photo.sizes
    assert (pushed.message, pushed.invert_media) == ("look: example.com", True)
    assert [each.NAME for each in pushed.entities] == ["messageEntityUrl"]
    assert await history(bob, ada) == [pushed]
    seen = pushed.media.photo
    known = bob.make(
        "inputMediaPhoto",
        id=bob.make(
            "inputPhoto",
            id=seen.id,
            access_hash=seen.access_hash,
            file_reference=seen.file_reference,
        ),
    )
    again = await send(bob, ada, known)
    assert again.updates[1].message.media.photo.id == seen.id


async def test_the_same_medium_is_not_sent_twice(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    media = await document(ada)
    first = await send(ada, bob, media, random_id=5)
    again = await send(ada, bob, media, random_id=5)
    assert again.updates[0] == first.updates[0]
    assert (again.updates[1].pts, again.updates[1].pts_count) == (2, 0)
    assert len(await history(bob, ada)) == 1


async def test_an_album_has_one_number_and_comes_at_once(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    items = [
        ada.make(
            "inputSingleMedia", media=await photo(ada, color), random_id=color + 1, message="x"
        )
        for color in range(3)
    ]
    sent = await ada.call("messages.sendMultiMedia", peer=ada.peer(bob), multi_media=items)
    kinds = [each.NAME for each in sent.updates]
    assert kinds == ["updateMessageID"] * 3 + ["updateNewMessage"] * 3
    assert [each.pts for each in sent.updates[3:]] == [2, 3, 4]
    await world.settle()
    (pushed,) = bob.updates
    album = {each.message.grouped_id for each in pushed.updates}
    assert len(pushed.updates) == 3
    assert len(album) == 1
    assert album != {None}
    again = await ada.call("messages.sendMultiMedia", peer=ada.peer(bob), multi_media=items)
    assert [each.id for each in again.updates[:3]] == [each.id for each in sent.updates[:3]]


async def test_an_album_with_one_bad_item_is_not_sent(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    good = ada.make("inputSingleMedia", media=await photo(ada), random_id=1, message="")
    file = ada.make("inputSingleMedia", media=await document(ada), random_id=2, message="")
    dice = ada.make("inputMediaDice", emoticon="🎲")
    for error, items in (
        ("400 MEDIA_INVALID", [good, file]),
        ("400 MEDIA_EMPTY", []),
        ("400 MULTI_MEDIA_TOO_LONG", [good] * 11),
        ("500 RANDOM_ID_DUPLICATE", [good, good]),
        ("400 RANDOM_ID_EMPTY", [ada.make("inputSingleMedia", media=dice, random_id=0, message="")]),
        ("400 MEDIA_INVALID", [good, ada.make("inputSingleMedia", media=dice, random_id=3, message="")]),
        ("400 MEDIA_EMPTY", [ada.make("inputSingleMedia", media=ada.make("inputMediaEmpty"), random_id=4, message="")]),
        ("400 MEDIA_CAPTION_TOO_LONG", [ada.make("inputSingleMedia", media=dice, random_id=3, message="x" * 1025)]),
    ):  # fmt: skip
        with pytest.raises(Refused, match=error):
            await ada.call("messages.sendMultiMedia", peer=ada.peer(bob), multi_media=items)
    assert await history(ada, bob) == []


async def test_what_was_uploaded_may_be_sent_later(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    media = await ada.call(
        "messages.uploadMedia", peer=ada.peer(bob), media=await document(ada, VIDEO)
    )
    assert media.document.size == 10
    named = ada.make(
        "inputDocument",
        id=media.document.id,
        access_hash=media.document.access_hash,
        file_reference=media.document.file_reference,
    )
    sent = await send(ada, bob, ada.make("inputMediaDocument", id=named))
    assert sent.updates[1].message.media.document.id == media.document.id
    for error, fields in (
        ("MEDIA_INVALID", {"media": ada.make("inputMediaDice", emoticon="🎲")}),
        ("PEER_ID_INVALID", {"peer": ada.make("inputPeerEmpty"), "media": await photo(ada)}),
        (
            "BUSINESS_CONNECTION_INVALID",
            {"media": await photo(ada), "business_connection_id": "x"},
        ),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call("messages.uploadMedia", **{"peer": ada.peer(bob), **fields})


async def test_a_voice_message_waits_until_it_is_heard(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call("updates.getState")
    await send(ada, bob, await document(ada, VOICE))
    assert (await history(ada, bob))[0].media_unread
    heard = await bob.call("messages.readMessageContents", id=[1])
    assert heard.pts_count == 1
    await world.settle()
    (update,) = ada.updates[-1].updates
    assert (update.NAME, update.messages) == ("updateReadMessagesContents", [1])
    for person, other in ((ada, bob), (bob, ada)):
        assert not (await history(person, other))[0].media_unread
    assert (await bob.call("messages.readMessageContents", id=[1])).pts_count == 0
    note = await send(ada, ada, await document(ada, VOICE))
    assert not note.updates[1].message.media_unread


async def test_other_media_need_no_file(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    point = ada.make("inputGeoPoint", lat=48.2, long=16.4)
    await send(ada, bob, ada.make("inputMediaGeoPoint", geo_point=point))
    await send(ada, bob, ada.make("inputMediaDice", emoticon="🎲"))
    contact = ada.make(
        "inputMediaContact", phone_number="+1 23", first_name="Cyd", last_name="", vcard=""
    )
    await send(ada, bob, contact)
    kinds = [each.media.NAME for each in await history(bob, ada)]
    assert kinds == ["messageMediaContact", "messageMediaDice", "messageMediaGeo"]


async def test_media_that_cannot_be_sent(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    dice = ada.make("inputMediaDice", emoticon="🎲")
    for error, media, more in (
        ("MEDIA_EMPTY", ada.make("inputMediaEmpty"), {}),
        ("MEDIA_INVALID", ada.make("inputMediaContact", phone_number="", first_name="", last_name="", vcard=""), {}),
        ("EMOTICON_INVALID", ada.make("inputMediaDice", emoticon="x"), {}),
        ("MEDIA_CAPTION_TOO_LONG", dice, {"text": "x" * 1025}),
        ("RANDOM_ID_EMPTY", dice, {"random_id": 0}),
        ("TTL_MEDIA_INVALID", await photo(ada, ttl_seconds=61), {}),
        ("REPLY_MESSAGE_ID_INVALID", dice, {"reply_to": ada.make("inputReplyToMessage", reply_to_msg_id=9)}),
    ):  # fmt: skip
        with pytest.raises(Refused, match=f"400 {error}"):
            await send(ada, bob, media, **more)


async def test_what_destroys_itself_is_for_one_other_person(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    with pytest.raises(Refused, match="400 TTL_MEDIA_INVALID"):
        await send(ada, ada, await photo(ada, ttl_seconds=5))
    sent = await send(ada, bob, await photo(ada, ttl_seconds=5))
    assert sent.updates[1].message.media_unread
    elsewhere = bob.make(
        "inputReplyToMessage", reply_to_msg_id=1, reply_to_peer_id=bob.peer(ada)
    )
    with pytest.raises(Refused, match="400 CHAT_FORWARDS_RESTRICTED"):
        await bob.send(bob, "kept", reply_to=elsewhere)
    with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
        await ada.call(
            "messages.forwardMessages",
            from_peer=ada.peer(bob),
            to_peer=ada.peer(ada),
            id=[1],
            random_id=[9],
        )


async def test_another_photo_is_put_in_the_place_of_one(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    sent = await send(ada, bob, await photo(ada), "caption")
    to = {"peer": ada.peer(bob), "id": 1}
    data = await ada.call("messages.getMessageEditData", **to)
    assert data.caption
    edited = await ada.call("messages.editMessage", **to, media=await photo(ada, 7))
    now, before = edited.updates[0].message, sent.updates[1].message
    assert now.message == "caption"
    assert now.media.photo.id != before.media.photo.id
    with pytest.raises(Refused, match="400 MEDIA_CAPTION_TOO_LONG"):
        await ada.call("messages.editMessage", **to, message="x" * 1025)
    with pytest.raises(Refused, match="400 MEDIA_TTL_INVALID"):
        await ada.call("messages.editMessage", **to, media=await photo(ada, ttl_seconds=5))
    emptied = await ada.call("messages.editMessage", **to, message="")
    assert emptied.updates[0].message.message == ""
    await send(ada, bob, ada.make("inputMediaDice", emoticon="🎲"))
    with pytest.raises(Refused, match="400 MEDIA_PREV_INVALID"):
        await ada.call(
            "messages.editMessage", peer=ada.peer(bob), id=2, media=await photo(ada, 9)
        )


async def test_an_album_stays_of_one_kind(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    items = [
        ada.make("inputSingleMedia", media=await photo(ada, n), random_id=n, message="")
        for n in (1, 2)
    ]
    await ada.call("messages.sendMultiMedia", peer=ada.peer(bob), multi_media=items)
    to = {"peer": ada.peer(bob), "id": 1}
    with pytest.raises(Refused, match="400 MEDIA_GROUPED_INVALID"):
        await ada.call("messages.editMessage", **to, media=await document(ada))
    await ada.call("messages.editMessage", **to, media=await document(ada, VIDEO))


async def test_an_answer_to_a_photo_elsewhere_brings_the_photo(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await send(cyd, ada, await photo(cyd))
    to = ada.make("inputReplyToMessage", reply_to_msg_id=1, reply_to_peer_id=ada.peer(cyd))
    await ada.send(bob, "see?", reply_to=to)
    (message,) = await history(bob, ada)
    assert message.reply_to.reply_media.photo.sizes
