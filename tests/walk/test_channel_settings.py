"""The other settings of channels: what is real, and what is refused."""

from typing import Any

import pytest
from channel_walks import as_channel, as_peer, gathered, promote, say
from voice_walks import full, own_channel

from chappe.features.channels import growing
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def test_what_there_is_no_service_for_is_refused(world: World) -> None:
    channel_id, (ada, _bob) = await gathered(world, "Ada", "Bob")
    place = {"channel": as_channel(ada, channel_id)}
    nowhere = ada.make("inputGeoPoint", lat=1.0, long=2.0)
    refused: list[tuple[str, dict[str, Any], str]] = [
        ("channels.toggleAutotranslation", {"enabled": True}, "406 TRANSLATIONS_DISABLED"),
        (
            "channels.editLocation",
            {"geo_point": nowhere, "address": "x"},
            "400 MEGAGROUP_GEO_REQUIRED",
        ),
        ("channels.toggleAntiSpam", {"enabled": True}, "400 CHAT_NOT_MODIFIED"),
        ("channels.reportAntiSpamFalsePositive", {"msg_id": 1}, "400 MSG_ID_INVALID"),
        ("channels.updateColor", {"color": 1}, "400 BOOSTS_REQUIRED"),
        (
            "channels.updateEmojiStatus",
            {"emoji_status": ada.make("emojiStatusEmpty")},
            "400 BOOSTS_REQUIRED",
        ),
        ("channels.setBoostsToUnblockRestrictions", {"boosts": 1}, "400 BOOSTS_REQUIRED"),
        ("channels.restrictSponsoredMessages", {"restricted": True}, "400 BOOSTS_REQUIRED"),
        (
            "channels.updatePaidMessagesPrice",
            {"send_paid_messages_stars": 5},
            "400 STARS_AMOUNT_INVALID",
        ),
    ]
    for name, fields, error in refused:
        with pytest.raises(Refused, match=error):
            await ada.call(name, **place, **fields)
    with pytest.raises(Refused, match="400 GEO_POINT_INVALID"):
        await ada.call("contacts.getLocated", geo_point=nowhere)
    with pytest.raises(Refused, match="400 RANDOM_ID_INVALID"):
        await ada.call("messages.clickSponsoredMessage", random_id=b"x")
    shown = await ada.call("messages.getSponsoredMessages", peer=as_peer(ada, channel_id))
    assert shown.NAME == "messages.sponsoredMessagesEmpty"


async def test_a_sticker_set_that_is_not_there_cannot_be_chosen(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    for name in ("channels.setStickers", "channels.setEmojiStickers"):
        some = ada.make("inputStickerSetShortName", short_name="cats")
        none = ada.make("inputStickerSetEmpty")
        for who, chosen, error in (
            (ada, some, "400 STICKERSET_INVALID"),
            (ada, none, "400 CHAT_NOT_MODIFIED"),
            (bob, none, "400 CHAT_ADMIN_REQUIRED"),
        ):
            with pytest.raises(Refused, match=error):
                await who.call(name, channel=as_channel(who, channel_id), stickerset=chosen)


async def test_a_group_that_is_nearly_full_becomes_a_gigagroup(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    with pytest.raises(Refused, match="400 PARTICIPANTS_TOO_FEW"):
        await ada.call("channels.convertToGigagroup", channel=as_channel(ada, channel_id))
    monkeypatch.setattr(growing, "GIGAGROUP_MEMBERS_MIN", 2)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call("channels.convertToGigagroup", channel=as_channel(bob, channel_id))
    updates = await ada.call("channels.convertToGigagroup", channel=as_channel(ada, channel_id))
    shown = updates.chats[0]
    assert (shown.megagroup, shown.gigagroup) == (True, True)
    assert shown.default_banned_rights.send_messages
    with pytest.raises(Refused, match="403 CHAT_WRITE_FORBIDDEN"):
        await say(bob, channel_id, "may I")
    await say(ada, channel_id, "only admins")
    await promote(ada, channel_id, bob, manage_call=True)
    await say(bob, channel_id, "now I may")
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await ada.call("channels.convertToGigagroup", channel=as_channel(ada, channel_id))


async def test_a_forum_does_not_become_a_gigagroup(world: World) -> None:
    channel_id, (ada, _bob) = await gathered(world, "Ada", "Bob")
    place = {"channel": as_channel(ada, channel_id)}
    await ada.call("channels.toggleForum", **place, enabled=True, tabs=False)
    with pytest.raises(Refused, match="400 FORUM_ENABLED"):
        await ada.call("channels.convertToGigagroup", **place)


async def test_what_is_protected_is_not_said_elsewhere(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    message = await say(bob, channel_id, "stays here")
    protect = {"peer": as_peer(ada, channel_id), "enabled": True}
    updates = await ada.call("messages.toggleNoForwards", **protect)
    assert updates.chats[0].noforwards
    forward = {
        "from_peer": as_peer(bob, channel_id),
        "to_peer": bob.make("inputPeerSelf"),
        "id": [message.id],
    }
    with pytest.raises(Refused, match="400 CHAT_FORWARDS_RESTRICTED"):
        await bob.call("messages.forwardMessages", **forward, random_id=[1])
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await ada.call("messages.toggleNoForwards", **protect)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call(
            "messages.toggleNoForwards", peer=as_peer(bob, channel_id), enabled=False
        )
    await ada.call("messages.toggleNoForwards", **protect | {"enabled": False})
    await bob.call("messages.forwardMessages", **forward, random_id=[2])


async def subscribe(who: Person, name: str) -> None:
    found = await who.call("contacts.resolveUsername", username=name)
    await who.call("channels.joinChannel", channel=as_channel(who, found.chats[0].id))


async def recommended(who: Person, channel: Any = None) -> list[str]:
    found = await who.call("channels.getChannelRecommendations", channel=channel)
    return [each.title for each in found.chats]


async def test_channels_are_recommended_that_the_same_people_are_in(world: World) -> None:
    ada, bob, cyd = [await world.person(name) for name in ("Ada", "Bob", "Cyd")]
    news = await own_channel(ada, "adasnews")
    await own_channel(bob, "bobsnews")
    await own_channel(cyd, "cydsnews")
    await ada.call(
        "channels.createChannel", title="private", about="", broadcast=True, megagroup=False
    )
    for who in (bob, cyd):
        await subscribe(who, "adasnews")
    await subscribe(bob, "cydsnews")
    assert await recommended(ada, as_channel(ada, news)) == ["cydsnews", "bobsnews"]
    assert await recommended(ada) == ["cydsnews", "bobsnews"]
    assert await recommended(bob, as_channel(bob, news)) == []
    assert await recommended(await world.person("Dan")) == []


async def test_a_profile_shows_a_channel_of_its_own(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    news = await own_channel(ada, "adasnews")
    message = await say(ada, news, "the newest")
    assert await ada.call("account.updatePersonalChannel", channel=as_channel(ada, news))
    seen = await bob.call("users.getFullUser", id=bob.user(ada))
    assert seen.full_user.personal_channel_id == news
    assert seen.full_user.personal_channel_message == message.id
    assert news in {each.id for each in seen.chats}
    history = await bob.call(
        "messages.getPersonalChannelHistory",
        user_id=bob.user(ada),
        limit=1,
        max_id=0,
        min_id=0,
        hash=0,
    )
    assert ([each.message for each in history.messages], history.count) == (["the newest"], 2)
    with pytest.raises(Refused, match="400 CHANNEL_INVALID"):
        await bob.call("account.updatePersonalChannel", channel=as_channel(bob, news))
    await ada.call("account.updatePersonalChannel", channel=ada.make("inputChannelEmpty"))
    seen = await bob.call("users.getFullUser", id=bob.user(ada))
    assert seen.full_user.personal_channel_id is None


async def test_a_tab_is_opened_first_and_translations_are_not_asked_about(
    world: World,
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    tab = ada.make("profileTabFiles")
    assert await ada.call(
        "channels.setMainProfileTab", channel=as_channel(ada, channel_id), tab=tab
    )
    assert await ada.call("account.setMainProfileTab", tab=tab)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call(
            "channels.setMainProfileTab", channel=as_channel(bob, channel_id), tab=tab
        )
    assert (await full(bob, channel_id)).main_tab.NAME == "profileTabFiles"
    seen = (await bob.call("users.getFullUser", id=bob.user(ada))).full_user
    assert seen.main_tab.NAME == "profileTabFiles"
    for peer in (as_peer(bob, channel_id), bob.peer(ada)):
        await bob.call("messages.togglePeerTranslations", peer=peer, disabled=True)
    assert (await full(bob, channel_id)).translations_disabled
    assert not (await full(ada, channel_id)).translations_disabled
    seen = (await bob.call("users.getFullUser", id=bob.user(ada))).full_user
    assert seen.translations_disabled
    await bob.call("messages.togglePeerTranslations", peer=as_peer(bob, channel_id))
    assert not (await full(bob, channel_id)).translations_disabled


async def found_posts(who: Person, **asked: Any) -> list[str]:
    first = dict.fromkeys(("offset_rate", "offset_id"), 0)
    page = await who.call(
        "channels.searchPosts",
        **first,
        offset_peer=who.make("inputPeerEmpty"),
        limit=10,
        **asked,
    )
    return [each.message for each in page.messages]


async def test_posts_of_public_channels_are_found_by_everybody(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    news = await own_channel(ada, "adasnews")
    updates = await ada.call(
        "channels.createChannel", title="private", about="", broadcast=True, megagroup=False
    )
    await say(ada, updates.chats[0].id, "whales #sea in private")
    await say(ada, news, "whales in the #Sea")
    await say(ada, news, "the sea has no sign, #seaside has")
    assert await found_posts(bob, query="whales") == ["whales in the #Sea"]
    assert await found_posts(bob, hashtag="sea") == ["whales in the #Sea"]
    assert await found_posts(bob, hashtag="#seaside") == ["the sea has no sign, #seaside has"]
    assert await found_posts(bob, query="nothing") == []
    with pytest.raises(Refused, match="400 SEARCH_QUERY_EMPTY"):
        await found_posts(bob, query=" ")
    with pytest.raises(Refused, match="400 HASHTAG_INVALID"):
        await found_posts(bob, hashtag="two words")
    flood = await bob.call("channels.checkSearchPostsFlood", query="whales")
    assert (flood.query_is_free, flood.stars_amount) == (True, 0)


async def test_posts_are_found_page_by_page(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    news = await own_channel(ada, "adasnews")
    for number in range(3):
        await say(ada, news, f"whale {number}")
    first = await bob.call(
        "channels.searchPosts",
        query="whale",
        offset_rate=0,
        offset_peer=bob.make("inputPeerEmpty"),
        offset_id=0,
        limit=2,
    )
    assert [each.message for each in first.messages] == ["whale 2", "whale 1"]
    second = await bob.call(
        "channels.searchPosts",
        query="whale",
        offset_rate=first.next_rate,
        offset_peer=as_peer(bob, news),
        offset_id=first.messages[-1].id,
        limit=2,
    )
    assert [each.message for each in second.messages] == ["whale 0"]


async def test_what_one_may_react_with_is_told_as_it_is(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    assert (await full(bob, channel_id)).available_reactions.NAME == "chatReactionsAll"
    thumb = ada.make("reactionEmoji", emoticon="👍")
    await ada.call(
        "messages.setChatAvailableReactions",
        peer=as_peer(ada, channel_id),
        available_reactions=ada.make("chatReactionsSome", reactions=[thumb]),
        reactions_limit=3,
    )
    seen = await full(bob, channel_id)
    assert [each.emoticon for each in seen.available_reactions.reactions] == ["👍"]
    assert seen.reactions_limit == 3
    message = await say(ada, channel_id, "react")
    react = {"peer": as_peer(bob, channel_id), "msg_id": message.id}
    with pytest.raises(Refused, match="400 REACTION_INVALID"):
        await bob.call(
            "messages.sendReaction",
            **react,
            reaction=[bob.make("reactionEmoji", emoticon="🔥")],
        )
    await bob.call("messages.sendReaction", **react, reaction=[thumb])
    with pytest.raises(Refused, match="400 REACTION_INVALID"):
        await ada.call(
            "messages.setChatAvailableReactions",
            peer=as_peer(ada, channel_id),
            available_reactions=ada.make("chatReactionsNone"),
            paid_enabled=True,
        )
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call(
            "messages.setChatAvailableReactions",
            peer=as_peer(bob, channel_id),
            available_reactions=bob.make("chatReactionsNone"),
        )
