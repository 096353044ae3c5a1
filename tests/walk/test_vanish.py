"""What goes by itself: periods of dialogs, and media that are seen once."""

import io
from typing import Any

import pytest
from PIL import Image

from chappe.config import Profile, Settings
from chappe.features.vanish.model import lawful_period
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

HISTORY = dict.fromkeys(
    ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0
)
DAY = 86_400


async def history(who: Person, other: Person) -> list[Any]:
    found = await who.call("messages.getHistory", peer=who.peer(other), **HISTORY, limit=100)
    return list(found.messages)


async def two(world: World) -> tuple[Person, Person]:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.call("updates.getState")
    return ada, bob


def heard(who: Person) -> list[Any]:
    return [each for pushed in who.updates for each in getattr(pushed, "updates", [pushed])]


async def test_a_period_is_told_to_both_and_messages_go_when_it_is_over(world: World) -> None:
    ada, bob = await two(world)
    await ada.send(bob, "stays")
    answer = await ada.call("messages.setHistoryTTL", peer=ada.peer(bob), period=300)
    new, changed = answer.updates
    assert (new.message.action.NAME, new.message.action.period) == (
        "messageActionSetMessagesTTL",
        300,
    )
    assert (changed.NAME, changed.ttl_period) == ("updatePeerHistoryTTL", 300)
    world.advance(10)
    sent = await bob.send(ada, "goes")
    assert sent.ttl_period == 300
    assert [each.ttl_period for each in await history(ada, bob)] == [300, None, None]
    await world.settle()
    assert "updatePeerHistoryTTL" in {each.NAME for each in heard(bob)}
    world.advance(299)
    await world.settle()
    assert len(await history(ada, bob)) == 3
    bob.updates.clear()
    world.advance(1)
    await world.settle()
    for who, other in ((ada, bob), (bob, ada)):
        kept = await history(who, other)
        assert [getattr(each, "message", None) for each in kept] == [None, "stays"]
    assert [each.NAME for each in heard(bob)] == ["updateDeleteMessages"]


async def test_the_period_is_in_the_dialog_and_in_the_profile(world: World) -> None:
    ada, bob = await two(world)
    await bob.call("messages.setHistoryTTL", peer=bob.peer(ada), period=DAY)
    page = {"offset_date": 0, "offset_id": 0, "offset_peer": ada.make("inputPeerEmpty")}
    found = await ada.call("messages.getDialogs", **page, limit=10, hash=0)
    assert found.dialogs[0].ttl_period == DAY
    full = await ada.call("users.getFullUser", id=ada.user(bob))
    assert (full.full_user.ttl_period, full.full_user.has_scheduled) == (DAY, False)
    await ada.send(bob, "later", schedule_date=int(world.clock.now()) + 100)
    full = await ada.call("users.getFullUser", id=ada.user(bob))
    assert full.full_user.has_scheduled
    await ada.call("messages.setHistoryTTL", peer=ada.peer(bob), period=0)
    full = await ada.call("users.getFullUser", id=ada.user(bob))
    assert full.full_user.ttl_period is None


async def test_one_who_was_away_learns_of_the_period_by_date(world: World) -> None:
    ada, bob = await two(world)
    state = await bob.call("updates.getState")
    await ada.call("messages.setHistoryTTL", peer=ada.peer(bob), period=DAY)
    missed = await bob.call("updates.getDifference", pts=state.pts, date=state.date, qts=1)
    assert [each.NAME for each in missed.other_updates] == ["updatePeerHistoryTTL"]


async def test_more_messages_than_go_at_once_all_go(world: World) -> None:
    ada = await world.person("Ada")
    await ada.call("messages.setHistoryTTL", peer=ada.peer(ada), period=60)
    for _ in range(105):
        await ada.send(ada, "x")
    world.advance(60)
    await world.settle()
    assert len(await history(ada, ada)) == 1


async def test_new_private_chats_get_the_period_of_ones_choice(world: World) -> None:
    ada, bob = await two(world)
    assert await ada.call("messages.setDefaultHistoryTTL", period=DAY)
    assert (await ada.call("messages.getDefaultHistoryTTL")).period == DAY
    sent = await ada.send(bob, "hello")
    assert sent.ttl_period == DAY
    await ada.send(bob, "more")
    await world.settle()
    said = await history(bob, ada)
    assert [each.NAME for each in said] == ["message", "messageService", "message"]
    assert said[1].action.auto_setting_from == ada.user_id
    assert [each.NAME for each in heard(ada)] == [
        "updatePeerHistoryTTL",
        "updateNewMessage",
    ]
    cyd = await world.person("Cyd")
    await cyd.send(ada, "hello")
    assert len(await history(cyd, ada)) == 1


@pytest.mark.parametrize("layer", [133, 158, 198, 229])
async def test_an_older_client_is_told_in_its_own_words(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob", layer=layer)
    await bob.call("updates.getState")
    await bob.call("messages.setHistoryTTL", peer=bob.peer(ada), period=DAY)
    await ada.send(bob, "hello")
    said = await history(bob, ada)
    assert said[0].ttl_period == DAY
    assert said[1].action.NAME == "messageActionSetMessagesTTL"


REFUSALS = [
    (-1, "TTL_PERIOD_INVALID"),
    (367 * DAY, "TTL_PERIOD_INVALID"),
    (0, "CHAT_NOT_MODIFIED"),
]


@pytest.mark.parametrize(("period", "error"), REFUSALS)
async def test_a_period_is_refused(world: World, period: int, error: str) -> None:
    ada, bob = await two(world)
    with pytest.raises(Refused, match=f"400 {error}"):
        await ada.call("messages.setHistoryTTL", peer=ada.peer(bob), period=period)
    nobody = ada.make("inputPeerUser", user_id=5, access_hash=5)
    with pytest.raises(Refused, match="400 PEER_ID_INVALID"):
        await ada.call("messages.setHistoryTTL", peer=nobody, period=DAY)
    if period:
        with pytest.raises(Refused, match=f"400 {error}"):
            await ada.call("messages.setDefaultHistoryTTL", period=period)


def test_people_have_whole_days_only() -> None:
    assert lawful_period(DAY, Profile.PRODUCTION)
    assert not lawful_period(60, Profile.PRODUCTION)
    assert lawful_period(60, Settings().profile)


# -- media ------------------------------------------------------------------------------


async def send_once(ada: Person, bob: Person, seconds: int) -> Any:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (seconds % 250, 100, 50)).save(out, "PNG")
    number = ada.client.next_msg_id()
    await ada.call("upload.saveFilePart", file_id=number, file_part=0, bytes=out.getvalue())
    file = ada.make("inputFile", id=number, parts=1, name="a.png", md5_checksum="")
    return await ada.call(
        "messages.sendMedia",
        peer=ada.peer(bob),
        media=ada.make("inputMediaUploadedPhoto", file=file, ttl_seconds=seconds),
        message="",
        random_id=number,
    )


async def test_a_photo_goes_a_while_after_it_was_seen_for_both(world: World) -> None:
    ada, bob = await two(world)
    await send_once(ada, bob, 10)
    world.advance(60)
    await world.settle()
    (message,) = await history(bob, ada)
    assert (message.media.ttl_seconds, message.media_unread) == (10, True)
    assert message.media.photo is not None
    await ada.call("messages.readMessageContents", id=[1])
    await bob.call("messages.readMessageContents", id=[message.id])
    world.advance(9)
    await world.settle()
    assert (await history(bob, ada))[0].media.photo is not None
    bob.updates.clear()
    world.advance(1)
    await world.settle()
    for who, other in ((ada, bob), (bob, ada)):
        (message,) = await history(who, other)
        assert (message.media.photo, message.media.ttl_seconds) == (None, 10)
        assert (message.edit_date, message.media_unread) == (None, False)
    assert [each.NAME for each in heard(bob)] == ["updateEditMessage"]


async def test_what_is_seen_once_goes_when_it_is_seen(world: World) -> None:
    ada, bob = await two(world)
    await send_once(ada, bob, 0x7FFFFFFF)
    await bob.call("messages.readMessageContents", id=[1])
    (message,) = await history(ada, bob)
    assert message.media.photo is None
