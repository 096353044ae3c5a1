"""Photos of groups and channels: chosen, shown, downloaded, taken away."""

import io
from typing import Any

import pytest
from channel_walks import as_channel
from file_walks import fetch, upload
from invite_walks import Group, check, group, link
from PIL import Image

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

KINDS = ["chat", "megagroup", "broadcast"]


def picture(color: int = 0, height: int = 640) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, height), (color, 100, 50)).save(out, "PNG")
    return out.getvalue()


async def change(where: Group, person: Person, photo: Any) -> Any:
    if where.kind == "chat":
        return await person.call("messages.editChatPhoto", chat_id=where.number, photo=photo)
    channel = as_channel(person, where.number)
    return await person.call("channels.editPhoto", channel=channel, photo=photo)


async def uploaded(person: Person, color: int = 1, **how: int) -> Any:
    file = await upload(person, picture(color, **how), file_id=color + 1)
    return person.make("inputChatUploadedPhoto", file=file)


async def seen(where: Group, person: Person) -> Any:
    """The group as a list of chats shows it."""
    if where.kind == "chat":
        return (await person.call("messages.getChats", id=[where.number])).chats[0]
    channel = as_channel(person, where.number)
    return (await person.call("channels.getChannels", id=[channel])).chats[0]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_photo_is_chosen_seen_and_downloaded(world: World, kind: str) -> None:
    where = await group(world, kind, "Ada", "Bob")
    ada, bob = where.people
    cyd = await world.person("Cyd")
    bob.updates.clear()
    updates = await change(where, ada, await uploaded(ada))
    assert updates.chats[0].photo.stripped_thumb
    await world.settle()
    (message,) = [each.message for each in bob.told if hasattr(each, "message")]
    assert message.action.NAME == "messageActionChatEditPhoto"
    photo = message.action.photo
    assert photo.file_reference
    shown = (await seen(where, bob)).photo
    assert (shown.NAME, shown.photo_id) == ("chatPhoto", photo.id)
    assert (await where.full(bob)).chat_photo.id == photo.id
    for big, side in ((False, 160), (True, 640)):
        place = bob.make(
            "inputPeerPhotoFileLocation", peer=where.peer(bob), photo_id=photo.id, big=big
        )
        assert Image.open(io.BytesIO(await fetch(bob, place))).size == (side, side)
    foreign = bob.make("inputPeerPhotoFileLocation", peer=where.peer(bob), photo_id=5)
    with pytest.raises(Refused, match="400 LOCATION_INVALID"):
        await fetch(bob, foreign)
    stranger = cyd.make("inputPeerPhotoFileLocation", peer=where.peer(cyd), photo_id=photo.id)
    with pytest.raises(Refused, match=r"CHANNEL_PRIVATE|PEER_ID_INVALID|CHAT_ID_INVALID"):
        await fetch(cyd, stranger)
    assert (await check(cyd, await link(where, ada))).photo.id == photo.id
    bob.updates.clear()
    await change(where, ada, ada.make("inputChatPhotoEmpty"))
    await world.settle()
    (message,) = [each.message for each in bob.told if hasattr(each, "message")]
    assert message.action.NAME == "messageActionChatDeletePhoto"
    assert (await seen(where, bob)).photo.NAME == "chatPhotoEmpty"


@pytest.mark.parametrize("layer", [71, 100, 133, 158, 198])
async def test_old_clients_give_photos_to_groups(world: World, layer: int) -> None:
    old, bob = await world.person("Old", layer=layer), await world.person("Bob")
    made = await old.call("messages.createChat", users=[old.user(bob)], title="A place")
    updates = made.updates if made.NAME == "messages.invitedUsers" else made
    where = Group("chat", updates.chats[0].id, [old, bob])
    updates = await change(where, old, await uploaded(old))
    assert updates.chats[0].photo.NAME == "chatPhoto"
    assert (await seen(where, bob)).photo.photo_id


@pytest.mark.parametrize("kind", ["chat", "megagroup"])
async def test_a_photo_that_was_met_may_be_chosen(world: World, kind: str) -> None:
    where = await group(world, kind, "Ada", "Bob")
    ada, _ = where.people
    file = await upload(ada, picture(9), file_id=9)
    mine = (await ada.call("photos.uploadProfilePhoto", file=file)).photo
    named = ada.make(
        "inputChatPhoto",
        id=ada.make(
            "inputPhoto",
            id=mine.id,
            access_hash=mine.access_hash,
            file_reference=mine.file_reference,
        ),
    )
    await change(where, ada, named)
    assert (await seen(where, ada)).photo.photo_id == mine.id
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await change(where, ada, named)


@pytest.mark.parametrize("kind", ["chat", "megagroup"])
async def test_what_is_refused_of_group_photos(world: World, kind: str) -> None:
    where = await group(world, kind, "Ada", "Bob")
    ada, bob = where.people
    empty = ada.make("inputChatPhotoEmpty")
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await change(where, ada, empty)
    with pytest.raises(Refused, match="400 PHOTO_FILE_MISSING"):
        await change(where, ada, ada.make("inputChatUploadedPhoto"))
    with pytest.raises(Refused, match="400 PHOTO_CROP_SIZE_SMALL"):
        await change(where, ada, await uploaded(ada, 2, height=20))
    unknown = ada.make("inputPhoto", id=1, access_hash=1, file_reference=b"")
    with pytest.raises(Refused, match="400 PHOTO_INVALID"):
        await change(where, ada, ada.make("inputChatPhoto", id=unknown))
    garbage = await upload(ada, b"no picture", file_id=77)
    with pytest.raises(Refused, match="400 IMAGE_PROCESS_FAILED"):
        await change(where, ada, ada.make("inputChatUploadedPhoto", file=garbage))
    rights = ada.make("chatBannedRights", until_date=0, change_info=True)
    await ada.call(
        "messages.editChatDefaultBannedRights", peer=where.peer(ada), banned_rights=rights
    )
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await change(where, bob, await uploaded(bob))


async def test_admins_read_of_other_photos(world: World) -> None:
    where = await group(world, "megagroup", "Ada", "Bob")
    ada, _ = where.people
    await change(where, ada, await uploaded(ada))
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, where.number),
        q="",
        max_id=0,
        min_id=0,
        limit=1,
    )
    (event,) = log.events
    assert event.action.NAME == "channelAdminLogEventActionChangePhoto"
    assert event.action.prev_photo.NAME == "photoEmpty"
    assert event.action.new_photo.file_reference
