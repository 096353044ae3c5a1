"""Every kind of media is found by its filter, and by no other; what was edited or deleted is known."""

import io
from typing import Any

from file_walks import upload
from PIL import Image

from chappe.testing.person import Person
from chappe.testing.world import World

ZEROS = ("min_date", "max_date", "offset_id", "add_offset", "max_id", "min_id", "hash")
AUDIO, VIDEO = "documentAttributeAudio", "documentAttributeVideo"
DOCUMENTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "Document": [("documentAttributeFilename", {"file_name": "a.bin"})],
    "Video": [(VIDEO, {"duration": 1.0, "w": 3, "h": 2})],
    "RoundVideo": [(VIDEO, {"duration": 1.0, "w": 2, "h": 2, "round_message": True})],
    "Gif": [("documentAttributeAnimated", {}), (VIDEO, {"duration": 1.0, "w": 3, "h": 2})],
    "Voice": [(AUDIO, {"voice": True, "duration": 3})],
    "Music": [(AUDIO, {"duration": 3, "title": "Song"})],
}
FOUND_BY = {
    "Photos": ["Photo"],
    "PhotoVideo": ["Video", "Photo"],
    "RoundVoice": ["Voice", "RoundVideo"],
    "Geo": ["Geo"],
    "Contacts": ["Contact"],
    "Url": ["Link example.org"],
    **{kind: [kind] for kind in DOCUMENTS},
}


async def media_of(person: Person) -> dict[str, Any]:
    """One of each kind, by the caption that it will have."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "blue").save(out, "PNG")
    photo = await upload(person, out.getvalue(), file_id=1)
    medias = {"Photo": person.make("inputMediaUploadedPhoto", file=photo)}
    for number, (kind, attributes) in enumerate(DOCUMENTS.items(), start=2):
        medias[kind] = person.make(
            "inputMediaUploadedDocument",
            file=await upload(person, b"some bytes", file_id=number),
            mime_type="application/octet-stream",
            attributes=[person.make(name, **fields) for name, fields in attributes],
        )
    return medias


async def send(person: Person, other: Person, media: Any, text: str) -> None:
    await person.call(
        "messages.sendMedia",
        peer=person.peer(other),
        media=media,
        message=text,
        random_id=person.client.next_msg_id(),
    )


async def find(person: Person, other: Person, kind: str, q: str = "") -> list[Any]:
    found = await person.call(
        "messages.search",
        peer=person.peer(other),
        q=q,
        filter=person.make(f"inputMessagesFilter{kind}"),
        limit=50,
        **dict.fromkeys(ZEROS, 0),
    )
    return list(found.messages)


async def test_each_kind_is_found_by_its_filter(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for caption, media in (await media_of(ada)).items():
        await send(ada, bob, media, caption)
    point = ada.make("inputGeoPoint", lat=1.0, long=2.0)
    await send(ada, bob, ada.make("inputMediaGeoPoint", geo_point=point), "Geo")
    card = {"phone_number": "+1", "first_name": "Cyd", "last_name": "", "vcard": ""}
    await send(ada, bob, ada.make("inputMediaContact", **card), "Contact")
    await ada.send(bob, "Link example.org")
    for reader, other in ((ada, bob), (bob, ada)):
        for kind, captions in FOUND_BY.items():
            found = [message.message for message in await find(reader, other, kind)]
            assert found == captions, kind
            assert await find(reader, other, kind, captions[0].split()[0])
            assert not await find(reader, other, kind, "nothing")
    counters = await bob.call(
        "messages.getSearchCounters",
        peer=bob.peer(ada),
        filters=[bob.make(f"inputMessagesFilter{kind}") for kind in FOUND_BY],
    )
    assert [each.count for each in counters] == [len(names) for names in FOUND_BY.values()]
    sent = await ada.call(
        "messages.searchSentMedia",
        q="",
        filter=ada.make("inputMessagesFilterDocument"),
        limit=9,
    )
    assert [message.message for message in sent.messages] == ["Document"]
    received = await bob.call(
        "messages.searchSentMedia",
        q="",
        filter=bob.make("inputMessagesFilterDocument"),
        limit=9,
    )
    assert received.messages == []


async def test_what_was_edited_pinned_and_deleted_is_known(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "an apple")
    await ada.send(bob, "a pear")
    (apple,) = await find(ada, bob, "Empty", "apple")
    await ada.call(
        "messages.editMessage", peer=ada.peer(bob), id=apple.id, message="a plum at plum.org"
    )
    assert not await find(bob, ada, "Empty", "apple")
    assert len(await find(bob, ada, "Url", "plum")) == 1
    (pear,) = await find(bob, ada, "Empty", "pear")
    await bob.call("messages.updatePinnedMessage", peer=bob.peer(ada), id=pear.id)
    assert [message.id for message in await find(bob, ada, "Pinned")] == [pear.id]
    (plum,) = await find(ada, bob, "Empty", "plum")
    await ada.call("messages.deleteMessages", id=[plum.id], revoke=True)
    assert not await find(bob, ada, "Empty", "plum")
    assert not await find(ada, bob, "Url")
