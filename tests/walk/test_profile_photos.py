"""Profile photos: put up, seen as far as the rules go, downloaded, taken down."""

import io
from typing import Any

import pytest
from file_walks import fetch, place, upload
from PIL import Image

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


def picture(color: int = 0) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 640), (color, 100, 50)).save(out, "PNG")
    return out.getvalue()


async def put_up(person: Person, color: int, **how: Any) -> Any:
    file = await upload(person, picture(color), file_id=color + 1)
    return (await person.call("photos.uploadProfilePhoto", file=file, **how)).photo


async def seen(person: Person, other: Person) -> Any:
    (user,) = await person.call("users.getUsers", id=[person.user(other)])
    return user.photo


async def full(person: Person, other: Person) -> Any:
    return (await person.call("users.getFullUser", id=person.user(other))).full_user


async def listed(person: Person, other: Person, **how: int) -> list[int]:
    asked = {"offset": 0, "max_id": 0, "limit": 10, **how}
    found = await person.call("photos.getUserPhotos", user_id=person.user(other), **asked)
    return [each.id for each in found.photos]


def named(person: Person, photo: Any) -> Any:
    return person.make(
        "inputPhoto",
        id=photo.id,
        access_hash=photo.access_hash,
        file_reference=photo.file_reference,
    )


async def hide(person: Person, *allowed: Any) -> None:
    rules = [person.make("inputPrivacyValueDisallowAll")]
    if allowed:
        rules.insert(0, person.make("inputPrivacyValueAllowUsers", users=list(allowed)))
    key = person.make("inputPrivacyKeyProfilePhoto")
    await person.call("account.setPrivacy", key=key, rules=rules)


@pytest.mark.parametrize("layer", [71, 133, 158, 198, 229])
async def test_a_photo_is_put_up_seen_and_downloaded(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    names = {"first_name": "A", "last_name": "", "phone": ""}
    await bob.call("contacts.addContact", id=bob.user(ada), **names)
    bob = await world.another(bob, layer=layer)
    await bob.call("updates.getState")
    photo = await put_up(ada, 1)
    assert [size.type for size in photo.sizes if size.NAME != "photoStrippedSize"] == [
        "a",
        "b",
        "c",
    ]
    await world.settle()
    beside = await seen(bob, ada)
    assert beside.photo_id == photo.id
    if layer >= 151:
        assert bob.updates[-1].updates[0].NAME == "updateUser"
    if layer >= 133:
        assert beside.stripped_thumb
        for big in (False, True):
            where = bob.make(
                "inputPeerPhotoFileLocation", peer=bob.peer(ada), photo_id=photo.id, big=big
            )
            data = await fetch(bob, where)
            assert Image.open(io.BytesIO(data)).size == ((640, 640) if big else (160, 160))


async def test_everything_about_an_account_has_the_whole_photo(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    photo = await put_up(ada, 1)
    shown = (await full(bob, ada)).profile_photo
    assert shown.id == photo.id
    assert shown.access_hash != photo.access_hash
    assert await fetch(bob, place(bob, shown, "a"))


async def test_photos_are_listed_the_newest_first_in_parts(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    ids = [(await put_up(ada, color)).id for color in (1, 2, 3)][::-1]
    assert await listed(bob, ada) == ids
    assert await listed(bob, ada, offset=1, limit=1) == ids[1:2]
    assert await listed(bob, ada, max_id=ids[0]) == ids[1:]
    part = await bob.call(
        "photos.getUserPhotos", user_id=bob.user(ada), offset=0, max_id=0, limit=2
    )
    assert (part.NAME, part.count) == ("photos.photosSlice", 3)


async def test_when_a_photo_is_deleted_the_one_before_it_is_shown(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    first, second = await put_up(ada, 1), await put_up(ada, 2)
    assert (await seen(bob, ada)).photo_id == second.id
    gone = await ada.call("photos.deletePhotos", id=[named(ada, second), named(ada, second)])
    assert gone == [second.id]
    assert (await seen(bob, ada)).photo_id == first.id
    assert await ada.call("photos.deletePhotos", id=[named(ada, first)]) == [first.id]
    assert await seen(bob, ada) is None
    assert await ada.call("photos.deletePhotos", id=[named(ada, first)]) == []


async def test_an_older_photo_can_be_put_up_again_or_none(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    first, second = await put_up(ada, 1), await put_up(ada, 2)
    done = await ada.call("photos.updateProfilePhoto", id=named(ada, first))
    assert done.photo.id == first.id
    assert (await seen(bob, ada)).photo_id == first.id
    assert await listed(bob, ada) == [first.id, second.id]
    done = await ada.call("photos.updateProfilePhoto", id=ada.make("inputPhotoEmpty"))
    assert done.photo.NAME == "photoEmpty"
    assert await seen(bob, ada) is None


async def test_an_old_client_gets_the_photo_as_it_stands_beside_the_name(world: World) -> None:
    ada = await world.person("Ada")
    photo = await put_up(ada, 1)
    old = await world.another(ada, layer=91)
    done = await old.call("photos.updateProfilePhoto", id=named(old, photo))
    assert (done.NAME, done.photo_id) == ("userProfilePhoto", photo.id)
    done = await old.call("photos.updateProfilePhoto", id=old.make("inputPhotoEmpty"))
    assert done.NAME == "userProfilePhotoEmpty"


async def test_who_may_not_see_the_photo_sees_the_one_for_everybody_else(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    photo, fallback = await put_up(ada, 1), await put_up(ada, 2, fallback=True)
    assert (await seen(bob, ada)).photo_id == photo.id
    await hide(ada, ada.user(cyd))
    assert (await seen(bob, ada)).photo_id == fallback.id
    assert (await seen(cyd, ada)).photo_id == photo.id
    assert await listed(bob, ada) == [fallback.id]
    assert await listed(cyd, ada) == [photo.id]
    shown = await full(bob, ada)
    assert shown.profile_photo is None
    assert shown.fallback_photo.id == fallback.id
    assert (await full(cyd, ada)).fallback_photo is None
    own = await full(ada, ada)
    assert (own.profile_photo.id, own.fallback_photo.id) == (photo.id, fallback.id)
    where = {"peer": bob.peer(ada), "photo_id": photo.id}
    with pytest.raises(Refused, match="400 LOCATION_INVALID"):
        await fetch(bob, bob.make("inputPeerPhotoFileLocation", **where))
    where["photo_id"] = 0
    assert await fetch(bob, bob.make("inputPeerPhotoFileLocation", **where))
    await ada.call("contacts.block", id=ada.peer(bob))
    assert await seen(bob, ada) is None
    assert await listed(bob, ada) == []


async def test_a_photo_of_a_contact_is_chosen_for_the_own_eyes(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    await put_up(ada, 1)
    file = await upload(bob, picture(7), file_id=7)
    how = {"user_id": bob.user(ada), "save": True}
    with pytest.raises(Refused, match="400 CONTACT_MISSING"):
        await bob.call("photos.uploadContactProfilePhoto", **how, file=file)
    names = {"first_name": "A", "last_name": "", "phone": ""}
    await bob.call("contacts.addContact", id=bob.user(ada), **names)
    done = await bob.call("photos.uploadContactProfilePhoto", **how, file=file)
    beside = await seen(bob, ada)
    assert (beside.photo_id, beside.personal) == (done.photo.id, True)
    assert [each.photo.photo_id for each in done.users] == [done.photo.id]
    assert (await full(bob, ada)).personal_photo.id == done.photo.id
    assert (await seen(cyd, ada)).photo_id != done.photo.id
    where = bob.make("inputPeerPhotoFileLocation", peer=bob.peer(ada), photo_id=done.photo.id)
    assert await fetch(bob, where)
    await bob.call("photos.uploadContactProfilePhoto", **how)
    assert not (await seen(bob, ada)).personal


async def test_a_photo_is_suggested_by_a_message(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.call("updates.getState")
    file = await upload(bob, picture(7), file_id=7)
    await bob.call(
        "photos.uploadContactProfilePhoto", user_id=bob.user(ada), suggest=True, file=file
    )
    await world.settle()
    action = ada.updates[-1].updates[0].message.action
    assert action.NAME == "messageActionSuggestProfilePhoto"
    assert await fetch(ada, place(ada, action.photo, "a"))


async def test_the_crowd_of_a_channel_sees_a_photo_that_is_kept_from_nobody(
    world: World,
) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    made = await ada.call("channels.createChannel", title="News", about="", megagroup=True)
    channel = made.chats[0]
    where = ada.make("inputChannel", channel_id=channel.id, access_hash=channel.access_hash)
    await ada.call("channels.inviteToChannel", channel=where, users=[ada.user(bob)])
    photo = await put_up(ada, 1)
    await bob.call("updates.getState")

    async def author() -> Any:
        bob.updates.clear()
        peer = ada.make(
            "inputPeerChannel", channel_id=channel.id, access_hash=channel.access_hash
        )
        number = ada.client.next_msg_id()
        await ada.call("messages.sendMessage", peer=peer, message="hi", random_id=number)
        await world.settle()
        (user,) = bob.updates[-1].users
        return user

    seen = await author()
    assert (seen.min, seen.apply_min_photo, seen.photo.photo_id) == (True, True, photo.id)
    await hide(ada, ada.user(bob))
    seen = await author()
    assert (seen.min, seen.apply_min_photo, seen.photo) == (True, False, None)


async def test_photos_are_refused_by_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    theirs = await put_up(bob, 1)
    shown = (await full(ada, bob)).profile_photo
    assert shown.id == theirs.id
    file = await upload(ada, picture(1), file_id=7)
    text = await upload(ada, b"no picture", file_id=8)
    missing = ada.make("inputFile", id=9, parts=1, name="a.jpg", md5_checksum="")
    none = ada.make("inputFile", id=9, parts=0, name="a.jpg", md5_checksum="")
    other = ada.make("inputFile", id=7, parts=file.parts, name="a.txt", md5_checksum="")
    markup = ada.make("videoSizeEmojiMarkup", emoji_id=1, background_colors=[1])
    stranger = ada.make("inputUser", user_id=bob.user_id, access_hash=1)
    up, old = "photos.uploadProfilePhoto", "photos.updateProfilePhoto"
    to, page = "photos.uploadContactProfilePhoto", {"offset": 0, "limit": 9}
    for method, fields, error in (
        (up, {}, "400 PHOTO_FILE_MISSING"),
        (up, {"bot": ada.user(bob), "file": file}, "400 BOT_INVALID"),
        (up, {"video": file}, "400 VIDEO_FILE_INVALID"),
        (up, {"video_emoji_markup": markup}, "400 EMOJI_MARKUP_INVALID"),
        (up, {"file": text}, "400 IMAGE_PROCESS_FAILED"),
        (up, {"file": other}, "400 PHOTO_EXT_INVALID"),
        (up, {"file": none}, "400 FILE_PARTS_INVALID"),
        (up, {"file": missing}, "400 FILE_PART_0_MISSING"),
        (old, {"id": named(ada, theirs)}, "400 PHOTO_ID_INVALID"),
        (old, {"id": named(ada, shown)}, "400 PHOTO_ID_INVALID"),
        (old, {"bot": ada.user(bob), "id": named(ada, shown)}, "400 BOT_INVALID"),
        (
            old,
            {"bot": ada.user(bob), "id": named(ada, shown), "fallback": True},
            "400 BOT_FALLBACK_UNSUPPORTED",
        ),
        (to, {"user_id": ada.user(bob)}, "400 NEED_ACTION_MISSING"),
        (to, {"user_id": ada.user(bob), "suggest": True}, "400 NEED_ACTION_MISSING"),
        (to, {"user_id": stranger, "save": True}, "400 USER_ID_INVALID"),
        (to, {"user_id": ada.user(bob), "save": True}, "400 CONTACT_MISSING"),
        ("photos.getUserPhotos", {"user_id": stranger, "max_id": 0, **page}, "400 USER_ID_INV"),
        (
            "photos.getUserPhotos",
            {"user_id": ada.user(bob), "max_id": 5, **page},
            "400 MAX_ID_INVALID",
        ),
    ):
        with pytest.raises(Refused, match=error):
            await ada.call(method, **fields)
