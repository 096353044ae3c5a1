"""Every ban, of one member and of all, in a supergroup and in a channel: what those hear who are banned from it.

A flag of the schema without a row fails. A row whose feature does not exist here says what is refused instead.
"""

# People come in by `place_of`; the conftest gives a module every backend that has `.person(` in it.

import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from channel_walks import as_channel, ban, say
from PIL import Image
from rights_walks import (
    COMMUNITIES,
    Absent,
    Deed,
    Elsewhere,
    Place,
    bring_in,
    calls,
    flags_of,
    make_topic,
    pin,
    place_of,
    post,
    retitle,
    tagging,
)

from chappe.config import Fetch, Settings
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.tl import api


@pytest.fixture
async def world(worlds: Callable[..., Any]) -> AsyncIterator[World]:
    """A server that visits addresses: previews are one of the things to be banned from."""
    async with worlds(Settings(fetch=Fetch.LOOPBACK)) as world:
        yield world


BAN_FLAGS = flags_of(api.ChatBannedRights)
VOICE = ("documentAttributeAudio", {"voice": True, "duration": 3, "waveform": b"\x01"})
SONG = ("documentAttributeAudio", {"duration": 3, "title": "A song"})
VIDEO = ("documentAttributeVideo", {"duration": 1.0, "w": 32, "h": 24})
ROUND = ("documentAttributeVideo", {"round_message": True, "duration": 1.0, "w": 32, "h": 32})
GIF = ("documentAttributeAnimated", {})


def sends(*attributes: Any) -> Deed:
    """Send a document with these attributes."""

    async def deed(place: Place) -> Any:
        who = place.actor
        file = await uploaded(who, b"some bytes")
        made = [who.make(name, **fields) for name, fields in attributes]
        return await send(
            place,
            who.make(
                "inputMediaUploadedDocument",
                file=file,
                mime_type="application/octet-stream",
                attributes=made,
            ),
        )

    return deed


async def uploaded(who: Person, data: bytes) -> Any:
    number = who.client.next_msg_id()
    await who.call("upload.saveFilePart", file_id=number, file_part=0, bytes=data)
    return who.make("inputFile", id=number, parts=1, name="a.png", md5_checksum="")


async def send(place: Place, media: Any) -> Any:
    who = place.actor
    return await calls(
        "messages.sendMedia", media=media, message="", random_id=who.client.next_msg_id()
    )(place)


async def send_photo(place: Place) -> Any:
    out = io.BytesIO()
    Image.new("RGB", (32, 20), "red").save(out, "PNG")
    file = await uploaded(place.actor, out.getvalue())
    return await send(place, place.actor.make("inputMediaUploadedPhoto", file=file))


async def send_sticker(place: Place) -> Any:
    nothing = place.actor.make("inputStickerSetEmpty")
    sticker = ("documentAttributeSticker", {"alt": "😀", "stickerset": nothing})
    return await sends(sticker)(place)


async def send_poll(place: Place) -> Any:
    make = place.actor.make

    def words(text: str) -> Any:
        return make("textWithEntities", text=text, entities=[])

    answers = [make("inputPollAnswer", text=words(text)) for text in ("yes", "no")]
    poll = make("poll", id=0, question=words("Really?"), answers=answers, hash=0)
    return await send(place, make("inputMediaPoll", poll=poll))


async def send_place(place: Place) -> Any:
    point = place.actor.make("inputGeoPoint", lat=1.0, long=2.0)
    return await send(place, place.actor.make("inputMediaGeoPoint", geo_point=point))


async def send_game(place: Place) -> Any:
    bot = place.actor.make("inputUserSelf")
    game = place.actor.make("inputGameShortName", bot_id=bot, short_name="chess")
    return await send(place, place.actor.make("inputMediaGame", id=game))


async def react(place: Place) -> Any:
    message = await say(place.owner, place.number, "what do you think?")
    heart = place.actor.make("reactionEmoji", emoticon="❤")
    return await calls("messages.sendReaction", msg_id=message.id, reaction=[heart])(place)


async def look(place: Place) -> Any:
    zeros = ("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash")
    return await calls("messages.getHistory", limit=9, **dict.fromkeys(zeros, 0))(place)


async def show_a_page(place: Place, given: bool) -> None:
    """Whoever is banned from it names an address without showing what is behind it."""
    url = "http://127.0.0.1:1/page"
    page = place.actor.make("inputMediaWebPage", url=url, optional=True)
    updates = await calls(
        "messages.sendMedia",
        media=page,
        message=url,
        random_id=place.actor.client.next_msg_id(),
    )(place)
    (media,) = [
        each.message.media for each in updates.updates if each.NAME == "updateNewChannelMessage"
    ]
    assert (media is None) == given


@dataclass(frozen=True, slots=True)
class Banned:
    """What members may not do who are banned from it. `besides`: what they may still do."""

    deed: Deed
    error: str
    besides: list[Deed] = field(default_factory=list)


WRITING = "403 CHAT_WRITE_FORBIDDEN"
ADMINS = "400 CHAT_ADMIN_REQUIRED"
BANS: dict[str, Banned | Absent | Elsewhere] = {
    "view_messages": Banned(look, "406 CHANNEL_PRIVATE"),
    "send_messages": Banned(post, WRITING, [look, react]),
    "send_media": Banned(send_photo, "403 CHAT_SEND_MEDIA_FORBIDDEN", [post, send_poll]),
    "send_stickers": Banned(send_sticker, "403 CHAT_SEND_STICKERS_FORBIDDEN", [post]),
    "send_gifs": Banned(sends(GIF), "403 CHAT_SEND_GIFS_FORBIDDEN", [send_photo]),
    "send_games": Absent("there are no games", send_game, "400"),
    "send_inline": Absent(
        "what bots find is not sent yet; the ban is known (test_bans.py)",
        calls("messages.sendInlineBotResult", random_id=1, query_id=1, id="x"),
        "400",
    ),
    "embed_links": Elsewhere(show_a_page),
    "send_polls": Banned(send_poll, "403 CHAT_SEND_POLL_FORBIDDEN", [post, send_photo]),
    "change_info": Banned(retitle, ADMINS, [post]),
    "invite_users": Banned(bring_in, ADMINS, [post]),
    "pin_messages": Banned(pin, ADMINS, [post]),
    "manage_topics": Banned(make_topic, WRITING, [post]),
    "send_photos": Banned(send_photo, "403 CHAT_SEND_PHOTOS_FORBIDDEN", [sends(VIDEO)]),
    "send_videos": Banned(sends(VIDEO), "403 CHAT_SEND_VIDEOS_FORBIDDEN", [send_photo]),
    "send_roundvideos": Banned(
        sends(ROUND), "403 CHAT_SEND_ROUNDVIDEOS_FORBIDDEN", [sends(VIDEO)]
    ),
    "send_audios": Banned(sends(SONG), "403 CHAT_SEND_AUDIOS_FORBIDDEN", [sends(VOICE)]),
    "send_voices": Banned(sends(VOICE), "403 CHAT_SEND_VOICES_FORBIDDEN", [sends(SONG)]),
    "send_docs": Banned(sends(), "403 CHAT_SEND_DOCS_FORBIDDEN", [send_photo]),
    "send_plain": Banned(post, "403 CHAT_SEND_PLAIN_FORBIDDEN", [send_photo]),
    "edit_rank": Banned(tagging("actor"), ADMINS, [post]),
    "send_reactions": Banned(react, WRITING, [post]),
    "manage_linked_peers": COMMUNITIES,
}


@pytest.mark.parametrize("everybody", [False, True], ids=["one", "everybody"])
@pytest.mark.parametrize("flag", BAN_FLAGS)
async def test_every_ban_in_a_group(world: World, flag: str, everybody: bool) -> None:
    row = BANS.get(flag)
    assert row is not None, f"{flag} has no row"
    place = await place_of(world, broadcast=False)

    async def forbid(**flags: bool) -> None:
        if everybody:
            await place.forbid_all(**flags)
        else:
            await ban(place.owner, place.number, place.actor, **flags)

    if everybody and flag == "view_messages":
        with pytest.raises(Refused, match="400 BANNED_RIGHTS_INVALID"):
            await forbid(view_messages=True)
        return
    match row:
        case Absent():
            for flags in ({flag: True}, {}):
                await forbid(**flags)
                with pytest.raises(Refused, match=row.error):
                    await row.deed(place)
        case Elsewhere():
            for given in (True, False):
                await forbid(**({flag: True} if given else {}))
                await row.deed(place, given)
        case Banned():
            await _check_ban(place, flag, row, forbid)


async def _check_ban(
    place: Place, flag: str, row: Banned, forbid: Callable[..., Awaitable[None]]
) -> None:
    await row.deed(place)
    await forbid(**{flag: True})
    with pytest.raises(Refused, match=row.error):
        await row.deed(place)
    for besides in row.besides:
        await besides(place)
    await forbid()
    if flag == "view_messages":
        await bring_back(place)
    await row.deed(place)


async def bring_back(place: Place) -> None:
    """Who was put out and is so no more is still outside."""
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await look(place)
    await place.owner.call(
        "channels.inviteToChannel",
        channel=as_channel(place.owner, place.number),
        users=[place.owner.user(place.actor)],
    )


@pytest.mark.parametrize("flag", BAN_FLAGS)
async def test_every_ban_in_a_channel(world: World, flag: str) -> None:
    """Who follows a channel may look and react, and nothing else, banned or not."""
    place = await place_of(world, broadcast=True)
    await ban(place.owner, place.number, place.actor, **{flag: True})
    if flag == "view_messages":
        with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
            await look(place)
        return
    await look(place)
    if flag == "send_reactions":
        with pytest.raises(Refused, match=WRITING):
            await react(place)
        await ban(place.owner, place.number, place.actor)
    await react(place)
    with pytest.raises(Refused, match=WRITING):
        await post(place)
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await place.forbid_all(**{flag: True}) if flag != "view_messages" else None


@pytest.mark.parametrize("flag", BAN_FLAGS)
async def test_bans_are_shown_as_they_were_set_until_their_date(
    world: World, flag: str
) -> None:
    place = await place_of(world, broadcast=False)
    until = int(world.clock.now()) + 600
    await ban(place.owner, place.number, place.actor, until, **{flag: True})

    async def shown() -> Any:
        found = await place.owner.call(
            "channels.getParticipant",
            channel=as_channel(place.owner, place.number),
            participant=place.owner.peer(place.actor),
        )
        return found.participant

    rights = (await shown()).banned_rights
    assert [name for name in BAN_FLAGS if getattr(rights, name)] == [flag]
    assert rights.until_date == until
    (chat,) = (
        await place.actor.call(
            "channels.getChannels", id=[as_channel(place.actor, place.number)]
        )
    ).chats
    if flag == "view_messages":
        assert (chat.NAME, chat.until_date) == ("channelForbidden", until)
    else:
        assert chat.banned_rights == rights
    world.advance(601)
    assert (await shown()).NAME in {"channelParticipant", "channelParticipantLeft"}
    (chat,) = (
        await place.actor.call(
            "channels.getChannels", id=[as_channel(place.actor, place.number)]
        )
    ).chats
    assert (chat.NAME, chat.banned_rights) == ("channel", None)


async def test_a_ban_is_not_gone_round_by_an_edit(world: World) -> None:
    place = await place_of(world, broadcast=False)
    message = await post(place)
    await ban(place.owner, place.number, place.actor, send_docs=True)
    file = await uploaded(place.actor, b"some bytes")
    media = place.actor.make(
        "inputMediaUploadedDocument", file=file, mime_type="text/plain", attributes=[]
    )
    change = calls("messages.editMessage", id=message.id, media=media)
    with pytest.raises(Refused, match="403 CHAT_SEND_DOCS_FORBIDDEN"):
        await change(place)
    await calls("messages.editMessage", id=message.id, message="other words")(place)
    await ban(place.owner, place.number, place.actor)
    await change(place)


async def test_members_are_told_what_all_of_them_may_do(world: World) -> None:
    place = await place_of(world, broadcast=False)
    await place.forbid_all(send_polls=True)
    await world.settle()
    (told,) = [
        each for each in place.other.told if each.NAME == "updateChatDefaultBannedRights"
    ]
    assert (told.peer.channel_id, told.default_banned_rights.send_polls) == (
        place.number,
        True,
    )
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await place.forbid_all(send_polls=True)
    log = await calls("channels.getAdminLog", q="", max_id=0, min_id=0, limit=1)(
        Place(world, place.number, place.owner, place.owner, place.other)
    )
    assert log.events[0].action.new_banned_rights.send_polls
