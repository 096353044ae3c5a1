"""Sticker sets: made, changed, deleted, refused; by people and by bots."""

import io
from typing import Any

import pytest
from file_walks import fetch
from PIL import Image
from sticker_walks import (
    animation,
    attribute,
    by_name,
    get_set,
    item,
    make_set,
    named,
    picture,
    uploaded,
    video,
)

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

TGS, WEBM = "application/x-tgsticker", "video/webm"


async def test_a_set_is_made_and_everybody_finds_it_by_its_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    made = await make_set(
        ada,
        "Cats_9",
        await item(ada, emoji="😀❤️", keywords="cat,tom cat"),
        await item(ada, animation(), "😀", TGS),
        await item(ada, video(512, 300), "🐈", WEBM),
    )
    shown = made.set
    assert (shown.title, shown.short_name, shown.count) == ("Some cats", "Cats_9", 3)
    assert (shown.creator, shown.installed_date, shown.animated) == (True, None, False)
    first, second, third = made.documents
    assert [(each.emoticon, each.documents) for each in made.packs] == [
        ("😀", [first.id, second.id]),
        ("❤", [first.id]),
        ("🐈", [third.id]),
    ]
    assert [(each.document_id, each.keyword) for each in made.keywords] == [
        (first.id, ["cat", "tom cat"])
    ]
    assert [each.mime_type for each in made.documents] == ["image/webp", TGS, WEBM]
    assert attribute(first).stickerset.id == shown.id
    assert (attribute(third, "documentAttributeVideo").w, attribute(first).alt) == (512, "😀")
    found = await get_set(bob, "cAtS_9")
    assert (found.set.id, found.set.creator) == (shown.id, False)
    by_id = bob.make("inputStickerSetID", id=shown.id, access_hash=found.set.access_hash)
    again = await bob.call("messages.getStickerSet", stickerset=by_id, hash=found.set.hash)
    assert again.NAME == "messages.stickerSetNotModified"
    by_id.access_hash += 1
    with pytest.raises(Refused, match="STICKERSET_INVALID"):
        await bob.call("messages.getStickerSet", stickerset=by_id, hash=0)


async def test_a_png_becomes_a_webp_that_can_be_fetched(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await make_set(ada, "Cats", await item(ada, picture(512, 300)))
    (document,) = (await get_set(bob)).documents
    location = bob.make(
        "inputDocumentFileLocation",
        id=document.id,
        access_hash=document.access_hash,
        file_reference=document.file_reference,
        thumb_size="",
    )
    image = Image.open(io.BytesIO(await fetch(bob, location)))
    assert (image.format, image.size) == ("WEBP", (512, 300))
    (small,) = document.thumbs
    location.thumb_size = small.type
    image = Image.open(io.BytesIO(await fetch(bob, location)))
    assert (image.format, image.size) == ("WEBP", (128, small.h))


async def test_a_message_shows_a_sticker_and_its_set(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    made = await make_set(ada)
    media = ada.make("inputMediaDocument", id=named(ada, made.documents[0]))
    await ada.call(
        "messages.sendMedia", peer=ada.peer(bob), media=media, message="", random_id=7
    )
    await world.settle()
    (update,) = [each for each in bob.told if each.NAME == "updateNewMessage"]
    document = update.message.media.document
    there = attribute(document).stickerset
    found = await bob.call("messages.getStickerSet", stickerset=there, hash=0)
    assert [each.id for each in found.documents] == [document.id]
    recent = await ada.call("messages.getRecentStickers", hash=0)
    assert [each.id for each in recent.stickers] == [document.id]
    await ada.call("stickers.deleteStickerSet", stickerset=by_name(ada))
    with pytest.raises(Refused, match="STICKERSET_INVALID"):
        await bob.call("messages.getStickerSet", stickerset=there, hash=0)


WRONG = [
    ({"data": b"no picture"}, "STICKER_PNG_NOPNG"),
    ({"data": picture(400, 400)}, "STICKER_PNG_DIMENSIONS"),
    ({"data": picture(513, 100)}, "STICKER_PNG_DIMENSIONS"),
    ({"data": b"\x1f\x8bno", "mime": TGS}, "STICKER_TGS_NOTGS"),
    ({"data": picture(), "mime": TGS}, "STICKER_TGS_NOTGS"),
    ({"data": animation(200), "mime": TGS}, "STICKER_TGS_NOTGS"),
    ({"data": animation(frames=600), "mime": TGS}, "STICKER_TGS_NOTGS"),
    ({"data": picture(), "mime": WEBM}, "STICKER_VIDEO_NOWEBM"),
    ({"data": video(sounds=True), "mime": WEBM}, "STICKER_VIDEO_NOWEBM"),
    ({"data": video(codec=b"V_VP8"), "mime": WEBM}, "STICKER_VIDEO_NOWEBM"),
    ({"data": video(milliseconds=9000), "mime": WEBM}, "STICKER_VIDEO_NOWEBM"),
    ({"data": video(400, 300), "mime": WEBM}, "STICKER_GIF_DIMENSIONS"),
    ({"data": video() + bytes(256 << 10), "mime": WEBM}, "STICKER_VIDEO_BIG"),
    ({"emoji": "cat"}, "STICKER_EMOJI_INVALID"),
    ({"emoji": ""}, "STICKER_EMOJI_INVALID"),
    ({"keywords": "k" * 65}, "STICKER_FILE_INVALID"),
]


@pytest.mark.parametrize(("how", "error"), WRONG)
async def test_what_is_no_sticker_is_refused(how: dict[str, Any], error: str) -> None:
    async with World() as world:
        ada = await world.person("Ada")
        with pytest.raises(Refused, match=f"400 {error}"):
            await make_set(ada, "Cats", await item(ada, **how))
        with pytest.raises(Refused, match="STICKERSET_INVALID"):
            await get_set(ada)


async def test_names_titles_and_kinds_are_checked(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    one = await item(ada)
    await make_set(ada, "Cats", one)
    for fields, error in (
        ({"name": "9cats"}, "PACK_SHORT_NAME_INVALID"),
        ({"name": "a__b"}, "PACK_SHORT_NAME_INVALID"),
        ({"name": "cATS"}, "PACK_SHORT_NAME_OCCUPIED"),
        ({"name": "Dogs", "title": " "}, "PACK_TITLE_INVALID"),
        ({"name": "Dogs", "title": "x" * 65}, "PACK_TITLE_INVALID"),
        ({"name": "Dogs", "masks": True, "emojis": True}, "PACK_TYPE_INVALID"),
        ({"name": "Dogs", "user_id": ada.user(bob)}, "USER_ID_INVALID"),
    ):
        more = dict(fields)
        with pytest.raises(Refused, match=f"400 {error}"):
            await make_set(ada, more.pop("name"), one, **more)
    with pytest.raises(Refused, match="400 STICKERS_EMPTY"):
        await ada.call(
            "stickers.createStickerSet",
            user_id=ada.make("inputUserSelf"),
            title="Dogs",
            short_name="Dogs",
            stickers=[],
        )
    with pytest.raises(Refused, match="400 STICKERS_TOO_MUCH"):
        await make_set(ada, "Dogs", *[one] * 121)
    for name, error in (("a b", "SHORT_NAME_INVALID"), ("cats", "SHORT_NAME_OCCUPIED")):
        with pytest.raises(Refused, match=f"400 {error}"):
            await bob.call("stickers.checkShortName", short_name=name)
    assert await bob.call("stickers.checkShortName", short_name="Dogs")
    suggested = await bob.call("stickers.suggestShortName", title="Cats")
    assert suggested.short_name.startswith("Cats_")
    with pytest.raises(Refused, match="400 TITLE_INVALID"):
        await bob.call("stickers.suggestShortName", title="")


async def test_a_set_is_changed_by_its_owner_alone(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    made = await make_set(ada, "Cats", await item(ada, emoji="😀"), await item(ada, emoji="😎"))
    first, second = made.documents
    grown = await ada.call(
        "stickers.addStickerToSet",
        stickerset=by_name(ada),
        sticker=await item(ada, emoji="🐈"),
    )
    third = grown.documents[2]
    assert grown.set.hash != made.set.hash
    moved = await ada.call(
        "stickers.changeStickerPosition", sticker=named(ada, third), position=0
    )
    assert [each.id for each in moved.documents] == [third.id, first.id, second.id]
    changed = await ada.call(
        "stickers.changeSticker", sticker=named(ada, second), emoji="👍👎", keywords="thumb"
    )
    assert {each.emoticon for each in changed.packs} == {"😀", "🐈", "👍", "👎"}
    assert attribute(changed.documents[2]).alt == "👍"
    other = await ada.call(
        "stickers.replaceSticker", sticker=named(ada, first), new_sticker=await item(ada)
    )
    assert (other.documents[0].id, other.documents[2].id) == (third.id, second.id)
    less = await ada.call("stickers.removeStickerFromSet", sticker=named(ada, second))
    assert less.set.count == 2
    named_anew = await ada.call(
        "stickers.renameStickerSet", stickerset=by_name(ada), title="Tom cats"
    )
    assert (await get_set(bob)).set.title == named_anew.set.title == "Tom cats"
    seen = named(bob, (await get_set(bob)).documents[0])
    for method, fields, error in (
        ("stickers.removeStickerFromSet", {"sticker": seen}, "STICKER_INVALID"),
        ("stickers.changeStickerPosition", {"sticker": seen, "position": 0}, "STICKER_INVALID"),
        ("stickers.changeSticker", {"sticker": seen, "emoji": "😀"}, "STICKER_INVALID"),
        ("stickers.deleteStickerSet", {"stickerset": by_name(bob)}, "STICKERSET_INVALID"),
        (
            "stickers.renameStickerSet",
            {"stickerset": by_name(bob), "title": "Mine"},
            "STICKERSET_INVALID",
        ),
        (
            "stickers.addStickerToSet",
            {"stickerset": by_name(bob), "sticker": await item(bob)},
            "STICKERSET_INVALID",
        ),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await bob.call(method, **fields)
    with pytest.raises(Refused, match="400 STICKER_INVALID"):
        await ada.call("stickers.removeStickerFromSet", sticker=named(ada, second))


async def test_a_set_is_shown_by_a_picture_of_its_own(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await make_set(ada, "Cats", thumb=await uploaded(ada, picture(100, 100)))
    shown = (await get_set(bob)).set
    (thumb,) = shown.thumbs
    assert (thumb.type, thumb.w, shown.thumb_version) == ("s", 100, 1)
    location = bob.make(
        "inputStickerSetThumb", stickerset=by_name(bob), thumb_version=shown.thumb_version
    )
    image = Image.open(io.BytesIO(await fetch(bob, location)))
    assert (image.format, image.size) == ("WEBP", (100, 100))
    changed = await ada.call(
        "stickers.setStickerSetThumb",
        stickerset=by_name(ada),
        thumb=await uploaded(ada, animation(100), TGS),
    )
    assert (changed.set.thumbs[0].type, changed.set.thumb_version) == ("a", 2)
    with pytest.raises(Refused, match="400 LOCATION_INVALID"):
        await fetch(bob, location)
    for data, mime, error in (
        (picture(), "image/png", "STICKER_PNG_DIMENSIONS"),
        (b"nothing", "image/png", "STICKER_THUMB_PNG_NOPNG"),
        (animation(), TGS, "STICKER_THUMB_TGS_NOTGS"),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call(
                "stickers.setStickerSetThumb",
                stickerset=by_name(ada),
                thumb=await uploaded(ada, data, mime),
            )
    none = await ada.call("stickers.setStickerSetThumb", stickerset=by_name(ada))
    assert none.set.thumbs is None


async def test_masks_know_where_they_sit_on_a_face(world: World) -> None:
    ada = await world.person("Ada")
    at = ada.make("maskCoords", n=1, x=0.5, y=-0.5, zoom=2.0)
    made = await make_set(ada, "Masks", await item(ada, mask_coords=at), masks=True)
    (mask,) = made.documents
    assert made.set.masks
    assert (attribute(mask).mask, attribute(mask).mask_coords) == (True, at)
    at.n = 3
    changed = await ada.call("stickers.changeSticker", sticker=named(ada, mask), mask_coords=at)
    assert attribute(changed.documents[0]).mask_coords.n == 3
    at.n = -1
    changed = await ada.call("stickers.changeSticker", sticker=named(ada, mask), mask_coords=at)
    assert attribute(changed.documents[0]).mask_coords is None
    at.n = 4
    with pytest.raises(Refused, match="400 STICKER_INVALID"):
        await ada.call("stickers.changeSticker", sticker=named(ada, mask), mask_coords=at)


async def emoji_set(person: Person, name: str = "Faces", **more: Any) -> Any:
    one = await item(person, picture(100, 100), "😀")
    return await make_set(person, name, one, emojis=True, **more)


async def test_custom_emoji_stand_in_texts_when_there_are_any(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    made = await emoji_set(ada, text_color=True)
    (document,) = made.documents
    said = attribute(document, "documentAttributeCustomEmoji")
    assert (said.alt, said.text_color, said.free, said.stickerset.id) == (
        *("😀", True, True),
        made.set.id,
    )
    there, none = (
        ada.make("messageEntityCustomEmoji", offset=at, length=2, document_id=number)
        for at, number in ((0, document.id), (2, 12345))
    )
    await ada.send(bob, "😀😀", entities=[there, none])
    await world.settle()
    (message,) = [each.message for each in bob.told if each.NAME == "updateNewMessage"]
    assert [(each.offset, each.document_id) for each in message.entities] == [(0, document.id)]
    found = await bob.call("messages.getCustomEmojiDocuments", document_id=[document.id, 12345])
    assert [each.id for each in found] == [document.id]
    listed = await bob.call("messages.searchCustomEmoji", emoticon="😀", hash=0)
    assert listed.document_id == [document.id]
    again = await bob.call("messages.searchCustomEmoji", emoticon="😀", hash=listed.hash)
    assert again.NAME == "emojiListNotModified"
    shown = await ada.call(
        "stickers.setStickerSetThumb",
        stickerset=by_name(ada, "Faces"),
        thumb_document_id=document.id,
    )
    assert shown.set.thumb_document_id == document.id


async def test_a_bot_makes_sets_for_people(world: World) -> None:
    ada, bot = await world.person("Ada"), await world.bot("Echo")
    await ada.send(bot, "/start")
    await world.settle()
    me = (await bot.call("users.getUsers", id=[bot.make("inputUserSelf")]))[0].username
    for name, whose, error in (
        ("Cats", bot.user(ada), "PACK_SHORT_NAME_INVALID"),
        (f"Cats_by_{me}", bot.make("inputUserSelf"), "USER_ID_INVALID"),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await make_set(bot, name, await item(bot, to=ada), user_id=whose)
    name = f"Cats_by_{me.upper()}"
    one = await item(bot, to=ada)
    made = await make_set(bot, name, one, user_id=bot.user(ada))
    assert made.set.creator
    mine = await ada.call("messages.getMyStickers", offset_id=0, limit=10)
    assert [each.set.short_name for each in mine.sets] == [name]
    for who in (bot, ada):
        await who.call(
            "stickers.addStickerToSet",
            stickerset=by_name(who, name),
            sticker=await item(who, to=ada),
        )
    assert (await get_set(ada, name)).set.count == 3


async def test_the_sets_that_telegram_has_built_in_are_not_here(world: World) -> None:
    ada = await world.person("Ada")
    for kind, error in (
        ("inputStickerSetAnimatedEmoji", "STICKERSET_INVALID"),
        ("inputStickerSetEmojiDefaultStatuses", "STICKERSET_INVALID"),
        ("inputStickerSetEmpty", "STICKERSET_INVALID"),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call("messages.getStickerSet", stickerset=ada.make(kind), hash=0)
    dice = ada.make("inputStickerSetDice", emoticon="🎲")
    with pytest.raises(Refused, match="400 EMOTICON_STICKERPACK_MISSING"):
        await ada.call("messages.getStickerSet", stickerset=dice, hash=0)


@pytest.mark.parametrize("layer", [133, 146, 177, 214])
async def test_sets_are_seen_at_old_layers(layer: int) -> None:
    async with World() as world:
        ada, bob = await world.person("Ada"), await world.person("Bob", layer=layer)
        made = await make_set(ada, "Cats", await item(ada, emoji="😀", keywords="cat"))
        await emoji_set(ada)
        fields = {"stickerset": by_name(bob)} | ({"hash": 0} if layer > 134 else {})
        found = await bob.call("messages.getStickerSet", **fields)
        assert [each.id for each in found.documents] == [made.documents[0].id]
        assert found.set.count == 1
        await bob.call("messages.installStickerSet", stickerset=by_name(bob), archived=False)
        mine = await bob.call("messages.getAllStickers", hash=0)
        assert [each.id for each in mine.sets] == [made.set.id]
        again = await bob.call("messages.getAllStickers", hash=mine.hash)
        assert again.NAME == "messages.allStickersNotModified"
        hits = await bob.call("messages.searchStickerSets", q="cats", hash=0)
        assert [each.set.id for each in hits.sets] == [made.set.id]


async def test_a_set_made_at_an_old_layer_is_one_like_any_other() -> None:
    async with World() as world:
        ada = await world.person("Ada", layer=158)
        made = await make_set(ada)
        assert made.set.count == 1
