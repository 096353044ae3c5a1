"""Where somebody is: moved on, ended, found; and a picture taken of it."""

import pytest

from chappe.testing.client import Refused
from chappe.testing.world import World


async def test_whoever_is_on_the_way_moves_on_until_it_has_arrived(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")

    def place(lat: float, **more: object) -> object:
        point = ada.make("inputGeoPoint", lat=lat, long=16.0)
        return ada.make("inputMediaGeoLive", geo_point=point, **more)

    to = {"peer": ada.peer(bob), "id": 1}
    await ada.call(
        "messages.sendMedia",
        peer=ada.peer(bob),
        media=place(48.0, period=900),
        message="",
        random_id=1,
    )
    world.advance(60)
    moved = await ada.call("messages.editMessage", **to, media=place(48.5, heading=90))
    media = moved.updates[0].message.media
    assert (round(media.geo.lat, 2), media.period, media.heading) == (48.5, 900, 90)
    assert moved.updates[0].message.edit_hide
    await world.settle()
    assert bob.told[-1].message.media == media
    asked = {"peer": bob.peer(ada), "limit": 10, "hash": 0}
    assert len((await bob.call("messages.getRecentLocations", **asked)).messages) == 1
    world.advance(60)
    ended = await ada.call("messages.editMessage", **to, media=place(48.5, stopped=True))
    assert ended.updates[0].message.media.period == 120
    assert (await bob.call("messages.getRecentLocations", **asked)).messages == []
    with pytest.raises(Refused, match="400 MEDIA_PREV_INVALID"):
        await ada.call("messages.editMessage", **to, media=place(49.0))
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await bob.call(
            "messages.getRecentLocations", **{**asked, "peer": bob.make("inputPeerEmpty")}
        )


async def test_a_screenshot_is_told(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await ada.send(bob, "look")
    answered = bob.make("inputReplyToMessage", reply_to_msg_id=1)
    fields = {"peer": bob.peer(ada), "reply_to": answered, "random_id": 5}
    told = await bob.call("messages.sendScreenshotNotification", **fields)
    assert [each.NAME for each in told.updates] == ["updateMessageID", "updateNewMessage"]
    message = told.updates[1].message
    assert message.action.NAME == "messageActionScreenshotTaken"
    assert message.reply_to.reply_to_msg_id == 1
    for error, more in (
        ("RANDOM_ID_EMPTY", {"random_id": 0}),
        ("PEER_ID_INVALID", {"peer": bob.peer(bob)}),
        (
            "REPLY_MESSAGE_ID_INVALID",
            {"reply_to": bob.make("inputReplyToMessage", reply_to_msg_id=9), "random_id": 6},
        ),
    ):
        with pytest.raises(Refused, match=f"400 {error}"):
            await bob.call("messages.sendScreenshotNotification", **{**fields, **more})
