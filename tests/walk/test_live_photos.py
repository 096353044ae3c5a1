"""Live photos: bots send them and are shown them; an older client sees the photo."""

import json

import aiohttp
import pytest
from file_walks import fetch, place, upload
from http_bots import Refused, http_bot
from paid_walks import MOVING, picture, read

from chappe.testing.world import World

MP4 = {"content_type": "video/mp4"}


def form(chat_id: int, **fields: str) -> aiohttp.FormData:
    """A call with a video and a photo that come along."""
    made = aiohttp.FormData({"chat_id": str(chat_id), **fields})
    made.add_field("live_photo", MOVING, filename="live.mp4", **MP4)
    made.add_field("photo", picture(), filename="application.octet-stream")
    return made


async def test_a_live_photo_is_sent_by_bots_and_people_and_in_albums(world: World) -> None:
    ada, old = await world.person("Ada"), await world.person("Old", layer=180)
    async with http_bot(world) as bot:
        for person in (ada, old):
            await person.send(bot.robot, "hello")
        await world.settle()
        await bot.updates()
        said = await bot.post("sendLivePhoto", form(ada.user_id, caption="moves"))
        live = said["live_photo"]
        assert said["caption"] == "moves"
        assert said["photo"] == live["photo"]
        assert (live["file_size"], live["mime_type"]) == (len(MOVING), "video/mp4")
        (seen,) = await read(ada, ada.peer(bot.robot))
        assert seen.media.live_photo
        assert await fetch(ada, place(ada, seen.media.video)) == MOVING
        # By name again: to one whose client is older, and sees a photo.
        still = said["photo"][-1]["file_id"]
        named = {"live_photo": live["file_id"], "photo": still}
        again = await bot.call("sendLivePhoto", chat_id=old.user_id, **named)
        assert again["live_photo"]["file_unique_id"] == live["file_unique_id"]
        (seen,) = await read(old, old.peer(bot.robot))
        assert (seen.media.NAME, seen.media.photo.NAME) == ("messageMediaPhoto", "photo")
        item = {"type": "live_photo", "media": live["file_id"], "photo": still}
        media = [item, {"type": "photo", "media": still}]
        album = await bot.call("sendMediaGroup", chat_id=ada.user_id, media=media)
        assert ["live_photo" in each for each in album] == [True, False]
        numbers = {"message_id": said["message_id"], "from_chat_id": ada.user_id}
        await bot.call("copyMessage", chat_id=ada.user_id, **numbers)
        (copy,) = await read(ada, ada.peer(bot.robot))
        assert copy.media.live_photo
        assert copy.fwd_from is None
        paid = await bot.post(
            "sendPaidMedia",
            form(
                ada.user_id,
                star_count="5",
                media=json.dumps(
                    [{**item, "media": "attach://live_photo", "photo": "attach://photo"}]
                ),
            ),
        )
        (part,) = paid["paid_media"]["paid_media"]
        assert (part["type"], part["live_photo"]["file_size"]) == ("live_photo", len(MOVING))
        with pytest.raises(Refused, match="URL"):
            await bot.call(
                "sendLivePhoto", chat_id=ada.user_id, live_photo="https://e.org/a", photo=still
            )
        with pytest.raises(Refused, match="can't use file of type Photo as Video"):
            await bot.call("sendLivePhoto", chat_id=ada.user_id, live_photo=still, photo=still)


@pytest.mark.one_node
async def test_a_bot_is_shown_the_live_photo_of_a_person(world: World) -> None:
    ada = await world.person("Ada")
    async with http_bot(world) as bot:
        await ada.send(bot.robot, "hello")
        said = await bot.post("sendLivePhoto", form(ada.user_id))
        (seen,) = await read(ada, ada.peer(bot.robot))
        await bot.updates()
        video = seen.media.video
        named = ada.make(
            "inputDocument",
            id=video.id,
            access_hash=video.access_hash,
            file_reference=video.file_reference,
        )
        file = await upload(ada, picture(), file_id=44)
        photo = ada.make("inputMediaUploadedPhoto", file=file, live_photo=True, video=named)
        asked = {"media": photo, "message": "mine", "random_id": 8}
        await ada.call("messages.sendMedia", peer=ada.peer(bot.robot), **asked)
        (update,) = await bot.updates()
        heard = update["message"]["live_photo"]
        assert heard["file_unique_id"] == said["live_photo"]["file_unique_id"]
