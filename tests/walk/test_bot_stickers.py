"""Stickers of bots over HTTP: sets made for people, changed, shown and sent."""

import io
import json
from typing import Any

import aiohttp
import pytest
from bot_walks import told
from channel_walks import gathered, promote
from http_bots import HttpBot, Refused, http_bot
from PIL import Image
from sticker_walks import animation, get_set, item, make_set, picture, video

from chappe.testing.person import Person
from chappe.testing.world import World


def sticker(emoji: str = "😀", format_: str = "static", **more: Any) -> dict[str, Any]:
    return {"sticker": "attach://file", "format": format_, "emoji_list": [emoji], **more}


def form(data: bytes, filename: str = "a.png", /, **fields: Any) -> aiohttp.FormData:
    made = aiohttp.FormData(
        {k: v if isinstance(v, str) else json.dumps(v) for k, v in fields.items()}
    )
    made.add_field("file", data, filename=filename)
    return made


async def new_set(
    bot: HttpBot, owner: Person, start: str = "Cats", *data: bytes, **more: Any
) -> str:
    """A set of one sticker; its name."""
    me = await bot.call("getMe")
    name = f"{start}_by_{me['username']}"
    fields: dict[str, Any] = {
        "user_id": owner.user_id,
        "name": name,
        "title": "Some cats",
        "stickers": [sticker()],
        **more,
    }
    asked = form(*(data or (picture(),)), **fields)
    assert await bot.post("createNewStickerSet", asked) is True
    return name


async def stickers(bot: HttpBot, name: str) -> list[Any]:
    found: list[Any] = (await bot.call("getStickerSet", name=name))["stickers"]
    return found


async def fetch(bot: HttpBot, file_id: str) -> bytes:
    file = await bot.call("getFile", file_id=file_id)
    url = bot.url(f"/file/bot{bot.robot.token}/{file['file_path']}")
    async with bot.http.get(url) as response:
        assert response.status == 200
        return await response.read()


async def test_a_bot_makes_a_set_changes_it_and_deletes_it(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        name = await new_set(bot, ada)
        shown = await bot.call("getStickerSet", name=name)
        (first,) = shown["stickers"]
        assert (shown["name"], shown["title"], shown["sticker_type"]) == (
            *(name, "Some cats"),
            "regular",
        )
        assert (first["width"], first["height"], first["emoji"]) == (512, 512, "😀")
        assert (first["type"], first["set_name"], first["thumbnail"]["width"]) == (
            *("regular", name),
            128,
        )
        assert Image.open(io.BytesIO(await fetch(bot, first["file_id"]))).format == "WEBP"
        for data, format_, filename in (
            (animation(), "animated", "a.tgs"),
            (video(), "video", "a.webm"),
        ):
            one = sticker("😎", format_)
            asked = form(data, filename, user_id=ada.user_id, name=name, sticker=one)
            assert await bot.post("addStickerToSet", asked) is True
        _, second, third = await stickers(bot, name)
        assert (second["is_animated"], second["is_video"]) == (True, False)
        assert (third["is_animated"], third["is_video"], third["width"]) == (False, True, 512)
        await bot.call("setStickerPositionInSet", sticker=third["file_id"], position=0)
        assert [each["file_id"] for each in await stickers(bot, name)] == [
            each["file_id"] for each in (third, first, second)
        ]
        await bot.call("setStickerEmojiList", sticker=first["file_id"], emoji_list=["👍", "👎"])
        await bot.call("setStickerKeywords", sticker=first["file_id"], keywords=["thumb"])
        assert (await stickers(bot, name))[1]["emoji"] == "👍"
        assert (await get_set(ada, name)).keywords[0].keyword == ["thumb"]
        again = {"user_id": ada.user_id, "name": name, "old_sticker": second["file_id"]}
        assert await bot.post(
            "replaceStickerInSet", form(picture(), **again, sticker=sticker("🐈"))
        )
        assert (await stickers(bot, name))[2]["emoji"] == "🐈"
        await bot.call("deleteStickerFromSet", sticker=first["file_id"])
        assert len(await stickers(bot, name)) == 2
        with pytest.raises(Refused, match="STICKER_INVALID"):
            await bot.call("deleteStickerFromSet", sticker=first["file_id"])
        await bot.call("setStickerSetTitle", name=name, title="Other cats")
        assert (await bot.call("getStickerSet", name=name))["title"] == "Other cats"
        assert await bot.call("deleteStickerSet", name=name) is True
        with pytest.raises(Refused, match="Bad Request: STICKERSET_INVALID"):
            await bot.call("getStickerSet", name=name)


async def test_a_file_is_uploaded_first_and_used_by_its_name(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        fields = aiohttp.FormData({"user_id": str(ada.user_id), "sticker_format": "static"})
        fields.add_field("sticker", picture(), filename="a.png")
        file = await bot.post("uploadStickerFile", fields)
        me = await bot.call("getMe")
        name = f"Cats_by_{me['username']}"
        some = [{**sticker(), "sticker": file["file_id"]}] * 2
        whole = {"user_id": ada.user_id, "name": name, "title": "Cats", "stickers": some}
        assert await bot.call("createNewStickerSet", **whole)
        assert len(await stickers(bot, name)) == 2
        for change, words in (
            ({}, "sticker set name is already occupied"),
            ({"name": "Cats"}, "invalid sticker set name is specified"),
            ({"stickers": []}, "can't create sticker set without stickers"),
            ({"sticker_type": "such"}, "unsupported sticker type specified"),
            ({"stickers": [{**some[0], "format": "x"}]}, "invalid sticker format specified"),
            ({"stickers": [{**some[0], "emoji_list": []}]}, "sticker emoji list is empty"),
            ({"user_id": 999_999}, "user not found"),
        ):
            with pytest.raises(Refused, match=f"Bad Request: {words}"):
                await bot.call("createNewStickerSet", **{**whole, **change})


async def test_a_sticker_is_sent_and_shows_its_set(world: World) -> None:
    ada = await world.person("Ada")
    await ada.call("updates.getState")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        await bot.updates()
        name = await new_set(bot, ada)
        (one,) = await stickers(bot, name)
        said = await bot.call("sendSticker", chat_id=ada.user_id, sticker=one["file_id"])
        assert said["sticker"] == one
        await world.settle()
        media = told(ada, "updateNewMessage")[-1].message.media
        back = ada.make(
            "inputMediaDocument",
            id=ada.make(
                "inputDocument",
                id=media.document.id,
                access_hash=media.document.access_hash,
                file_reference=media.document.file_reference,
            ),
        )
        await ada.call(
            "messages.sendMedia",
            peer=ada.peer(bot.robot),
            media=back,
            message="",
            random_id=ada.client.next_msg_id(),
        )
        (update,) = await bot.updates()
        heard = update["message"]["sticker"]
        assert (heard["set_name"], heard["file_id"]) == (name, one["file_id"])
        fields = aiohttp.FormData({"chat_id": str(ada.user_id), "emoji": "🙃"})
        fields.add_field("sticker", animation(), filename="a.tgs")
        alone = (await bot.post("sendSticker", fields))["sticker"]
        assert (alone["emoji"], alone["is_animated"], alone["width"]) == ("🙃", True, 512)
        assert "set_name" not in alone


async def test_masks_and_custom_emoji_say_what_they_are(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        at = {"point": "eyes", "x_shift": 0.5, "y_shift": -0.5, "scale": 2.0}
        masks = await new_set(
            bot,
            ada,
            "Masks",
            sticker_type="mask",
            stickers=[sticker(mask_position=at)],
        )
        (mask,) = await stickers(bot, masks)
        assert (mask["type"], mask["mask_position"]) == ("mask", at)
        elsewhere = {**at, "point": "chin"}
        await bot.call(
            "setStickerMaskPosition", sticker=mask["file_id"], mask_position=elsewhere
        )
        assert (await stickers(bot, masks))[0]["mask_position"] == elsewhere
        await bot.call("setStickerMaskPosition", sticker=mask["file_id"])
        assert "mask_position" not in (await stickers(bot, masks))[0]
        faces = await new_set(
            bot,
            ada,
            "Faces",
            picture(100, 100),
            sticker_type="custom_emoji",
            needs_repainting=True,
        )
        (face,) = await stickers(bot, faces)
        number = face["custom_emoji_id"]
        assert (face["type"], face["needs_repainting"]) == ("custom_emoji", True)
        found = await bot.call("getCustomEmojiStickers", custom_emoji_ids=[number, "1"])
        assert found == [face]
        text = f'<tg-emoji emoji-id="{number}">😀</tg-emoji>'
        said = await bot.call("sendMessage", chat_id=ada.user_id, text=text, parse_mode="HTML")
        assert said["entities"][0]["custom_emoji_id"] == number
        assert await bot.call(
            "setCustomEmojiStickerSetThumbnail", name=faces, custom_emoji_id=number
        )
        assert (await get_set(ada, faces)).set.thumb_document_id == int(number)


async def test_a_set_is_shown_by_a_thumbnail(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        name = await new_set(bot, ada)
        fields = {"user_id": ada.user_id, "name": name, "format": "static"}
        asked = form(picture(100, 100), **fields, thumbnail="attach://file")
        assert await bot.post("setStickerSetThumbnail", asked)
        thumb = (await bot.call("getStickerSet", name=name))["thumbnail"]
        assert (thumb["width"], thumb["height"]) == (100, 100)
        image = Image.open(io.BytesIO(await fetch(bot, thumb["file_id"])))
        assert (image.format, image.size) == ("WEBP", (100, 100))
        assert await bot.call("setStickerSetThumbnail", **fields)
        assert "thumbnail" not in await bot.call("getStickerSet", name=name)


async def test_a_bot_chooses_the_stickers_of_a_group(world: World) -> None:
    channel_id, (ada,) = await gathered(world, "Ada")
    await make_set(ada, "Cats", await item(ada))
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        await promote(ada, channel_id, bot.robot, change_info=True)
        chat_id = -1_000_000_000_000 - channel_id
        where = {"chat_id": chat_id}
        assert await bot.call("setChatStickerSet", **where, sticker_set_name="Cats")
        chat = await bot.call("getChat", **where)
        assert (chat["sticker_set_name"], chat["can_set_sticker_set"]) == ("Cats", True)
        with pytest.raises(Refused, match="STICKERSET_INVALID"):
            await bot.call("setChatStickerSet", **where, sticker_set_name="Dogs")
        assert await bot.call("deleteChatStickerSet", **where)
        assert "sticker_set_name" not in await bot.call("getChat", **where)
        with pytest.raises(Refused, match="supergroup"):
            await bot.call("deleteChatStickerSet", chat_id=ada.user_id)
