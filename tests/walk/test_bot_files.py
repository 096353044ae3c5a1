"""Files of bots over HTTP: up in every way, by name again, and down."""

import io
from typing import Any

import aiohttp
import pytest
from http_bots import HttpBot, Refused, http_bot
from PIL import Image

from chappe.features.files.store import uploads
from chappe.ids import UserId
from chappe.testing.world import World

CONTENT = b"a document of some bytes" * 1000


def picture(size: int = 320) -> bytes:
    data = io.BytesIO()
    Image.effect_noise((size, size), 50).convert("RGB").save(data, "JPEG")
    return data.getvalue()


def form(chat_id: int, name: str, data: bytes, filename: str, **more: Any) -> aiohttp.FormData:
    fields = aiohttp.FormData({"chat_id": str(chat_id), **more})
    fields.add_field(name, data, filename=filename)
    return fields


async def fetch(bot: HttpBot, file_id: str) -> bytes:
    file = await bot.call("getFile", file_id=file_id)
    url = bot.url(f"/file/bot{bot.robot.token}/{file['file_path']}")
    async with bot.http.get(url) as response:
        assert response.status == 200
        data = await response.read()
    assert len(data) == file["file_size"]
    return data


async def test_a_document_goes_up_and_comes_down(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        asked = form(
            ada.user_id, "document", CONTENT, "a.pdf", caption="*c*", parse_mode="Markdown"
        )
        said = await bot.post("sendDocument", asked)
        document = said["document"]
        assert (document["file_name"], document["mime_type"]) == ("a.pdf", "application/pdf")
        assert document["file_size"] == len(CONTENT)
        assert said["caption"] == "c"
        assert said["caption_entities"][0]["type"] == "bold"
        assert await fetch(bot, document["file_id"]) == CONTENT
        again = await bot.call(
            "sendDocument", chat_id=ada.user_id, document=document["file_id"]
        )
        assert again["document"] == document
        url = bot.url(f"/file/bot{bot.robot.token}/documents/nothing.pdf")
        async with bot.http.get(url) as response:
            assert response.status == 404
            assert (await response.json())["description"] == "Not Found"


async def test_a_part_of_a_file_comes_down(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        said = await bot.post("sendDocument", form(ada.user_id, "document", CONTENT, "a.bin"))
        file = await bot.call("getFile", file_id=said["document"]["file_id"])
        url = bot.url(f"/file/bot{bot.robot.token}/{file['file_path']}")
        async with bot.http.get(url, headers={"Range": "bytes=5-9"}) as response:
            assert response.status == 206
            assert await response.read() == CONTENT[5:10]


async def test_what_a_person_sends_the_bot_fetches(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.call("upload.saveFilePart", file_id=7, file_part=0, bytes=CONTENT)
        file = ada.make("inputFile", id=7, parts=1, name="of ada.txt", md5_checksum="")
        name = ada.make("documentAttributeFilename", file_name="of ada.txt")
        media = ada.make(
            "inputMediaUploadedDocument", file=file, mime_type="text/plain", attributes=[name]
        )
        asked = {"media": media, "message": "here", "random_id": 5}
        await ada.call("messages.sendMedia", peer=ada.peer(bot.robot), **asked)
        (update,) = await bot.updates()
        document = update["message"]["document"]
        assert document["file_name"] == "of ada.txt"
        assert update["message"]["caption"] == "here"
        assert await fetch(bot, document["file_id"]) == CONTENT


async def test_one_file_has_one_unique_name_for_all_bots_and_a_name_for_each(
    world: World,
) -> None:
    ada = await world.person("Ada")
    async with http_bot(world, "One") as one, http_bot(world, "Two") as two:
        await ada.send(one.robot, "/start")
        await ada.send(two.robot, "/start")
        said = await one.post("sendDocument", form(ada.user_id, "document", CONTENT, "a.bin"))
        await world.settle()
        history = await ada.call(
            "messages.getHistory",
            peer=ada.peer(one.robot),
            offset_id=0,
            offset_date=0,
            add_offset=0,
            limit=1,
            max_id=0,
            min_id=0,
            hash=0,
        )
        await ada.call(
            "messages.forwardMessages",
            from_peer=ada.peer(one.robot),
            to_peer=ada.peer(two.robot),
            id=[history.messages[0].id],
            random_id=[9],
        )
        await two.updates()
        heard = (await two.call("getUpdates", offset=-1))[0]["message"]
        mine, theirs = said["document"], heard["document"]
        assert mine["file_unique_id"] == theirs["file_unique_id"]
        assert mine["file_id"] != theirs["file_id"]
        with pytest.raises(Refused, match="invalid file_id"):
            await two.call("getFile", file_id=mine["file_id"])
        with pytest.raises(Refused, match="wrong file identifier"):
            await two.call("sendDocument", chat_id=ada.user_id, document=mine["file_id"])


async def test_a_photo_has_sizes(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        said = await bot.post("sendPhoto", form(ada.user_id, "photo", picture(900), "a.jpg"))
        sizes = said["photo"]
        assert [each["width"] for each in sizes] == sorted(each["width"] for each in sizes)
        assert len(sizes) > 1
        for each in sizes:
            assert len(await fetch(bot, each["file_id"])) == each["file_size"]
        again = await bot.call(
            "sendPhoto", chat_id=ada.user_id, photo=sizes[-1]["file_id"], has_spoiler=True
        )
        assert again["photo"] == sizes
        assert again["has_media_spoiler"]
        with pytest.raises(Refused, match="can't use file of type Photo as Document"):
            await bot.call("sendDocument", chat_id=ada.user_id, document=sizes[0]["file_id"])


@pytest.mark.parametrize(
    ("method", "name", "filename", "more", "shown"),
    [
        (
            "sendVideo",
            "video",
            "a.mp4",
            {"width": 64, "height": 48, "duration": 3},
            {"width": 64, "height": 48, "duration": 3},
        ),
        ("sendAnimation", "animation", "a.mp4", {"duration": 2}, {"duration": 2}),
        (
            "sendAudio",
            "audio",
            "a.mp3",
            {"title": "T", "performer": "P", "duration": 9},
            {"title": "T", "performer": "P", "duration": 9},
        ),
        (
            "sendVoice",
            "voice",
            "a.ogg",
            {"duration": 4},
            {"duration": 4, "mime_type": "audio/ogg"},
        ),
        (
            "sendVideoNote",
            "video_note",
            "a.mp4",
            {"length": 240, "duration": 1},
            {"length": 240, "duration": 1},
        ),
    ],
)
async def test_every_medium_is_what_it_was_sent_as(
    world: World,
    method: str,
    name: str,
    filename: str,
    more: dict[str, Any],
    shown: dict[str, Any],
) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        asked = form(
            ada.user_id, name, CONTENT, filename, **{k: str(v) for k, v in more.items()}
        )
        said = await bot.post(method, asked)
        assert {key: said[name][key] for key in shown} == shown
        assert await fetch(bot, said[name]["file_id"]) == CONTENT
        again = await bot.call(method, chat_id=ada.user_id, **{name: said[name]["file_id"]})
        assert again[name] == said[name]


async def test_an_album_is_sent_with_files_that_came_along(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        media = '[{"type":"photo","media":"attach://one","caption":"first"},{"type":"photo","media":"attach://two"}]'
        fields = aiohttp.FormData({"chat_id": str(ada.user_id), "media": media})
        fields.add_field("one", picture(), filename="1.jpg")
        fields.add_field("two", picture(200), filename="2.jpg")
        said = await bot.post("sendMediaGroup", fields)
        assert len(said) == 2
        assert said[0]["caption"] == "first"
        assert said[0]["media_group_id"] == said[1]["media_group_id"]
        with pytest.raises(Refused, match="not found in the request"):
            await bot.post("sendMediaGroup", {"chat_id": str(ada.user_id), "media": media})


async def test_media_are_edited_and_copied(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        await bob.send(bot.robot, "/start")
        said = await bot.post("sendPhoto", form(ada.user_id, "photo", picture(), "a.jpg"))
        there = {"chat_id": ada.user_id, "message_id": said["message_id"]}
        edited = await bot.call(
            "editMessageCaption", **there, caption="<i>x</i>", parse_mode="HTML"
        )
        assert edited["caption"] == "x"
        assert edited["photo"] == said["photo"]
        fields = aiohttp.FormData({key: str(value) for key, value in there.items()})
        fields.add_field("media", '{"type":"photo","media":"attach://n","caption":"y"}')
        fields.add_field("n", picture(222), filename="n.jpg")
        changed = await bot.post("editMessageMedia", fields)
        assert changed["photo"] != said["photo"]
        assert changed["caption"] == "y"
        copy = {"chat_id": bob.user_id, "from_chat_id": ada.user_id}
        number = said["message_id"]
        made = await bot.call("copyMessage", **copy, message_id=number, caption="z")
        assert made["message_id"] != number
        await world.settle()
        assert any("z" in repr(each) for each in bob.told)


async def test_what_is_no_file_is_refused(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        with pytest.raises(Refused, match="there is no document in the request"):
            await bot.call("sendDocument", chat_id=ada.user_id)
        with pytest.raises(Refused, match="wrong file identifier/HTTP URL specified"):
            await bot.call("sendDocument", chat_id=ada.user_id, document="no such file")
        with pytest.raises(Refused, match="file must be non-empty"):
            await bot.post("sendDocument", form(ada.user_id, "document", b"", "a.bin"))
        with pytest.raises(Refused, match="invalid file_id"):
            await bot.call("getFile", file_id="AAAA")
        with pytest.raises(Refused, match="failed to get HTTP URL content"):
            await bot.call("sendPhoto", chat_id=ada.user_id, photo="http://example.com/a.jpg")


async def test_files_of_calls_that_are_refused_are_let_go(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        for _ in range(3):
            with pytest.raises(Refused, match="chat not found"):
                await bot.post("sendDocument", form(999, "document", CONTENT, "a.bin"))
        async with world.node.database.transaction(write=False) as tx:
            assert await uploads.count_pending(tx, UserId(bot.id), int(world.clock.now())) == (
                0,
                0,
            )


async def test_a_path_ends_as_the_sender_called_the_file(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        for called, ending in (
            ("a.PAR2", ".PAR2"),
            ("noend", ""),
            ("x.../../y", ""),
            ("a.é", ""),
        ):
            asked = form(ada.user_id, "document", CONTENT, called)
            document = (await bot.post("sendDocument", asked))["document"]
            file = await bot.call("getFile", file_id=document["file_id"])
            assert file["file_path"] == f"documents/{document['file_id']}{ending}"
            assert await fetch(bot, document["file_id"]) == CONTENT


async def test_what_is_no_photo_is_no_photo_of_a_message_or_a_chat(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "/start")
        made = await ada.call("messages.createChat", users=[ada.user(bot.robot)], title="Us")
        group = made.updates.chats[0].id
        await ada.call(
            "messages.editChatAdmin", chat_id=group, user_id=ada.user(bot.robot), is_admin=True
        )
        for method, chat in (("sendPhoto", ada.user_id), ("setChatPhoto", -group)):
            with pytest.raises(Refused, match="400 Bad Request: IMAGE_PROCESS_FAILED"):
                await bot.post(method, form(chat, "photo", b"rubbish" * 9, "a.bin"))
        assert await bot.post("setChatPhoto", form(-group, "photo", picture(400), "a.bin"))
