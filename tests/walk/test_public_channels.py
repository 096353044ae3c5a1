"""Channels that everybody may find: their names, who looks in, who comes in."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from channel_walks import NO_CHANNELS, as_channel, as_peer, ban, gathered, limit, promote, say

from chappe.features.channels import public, store
from chappe.ids import ChannelId
from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World
from chappe.updates.log import Journal


async def name(person: Person, channel_id: int, username: str) -> Any:
    return await person.call(
        "channels.updateUsername", channel=as_channel(person, channel_id), username=username
    )


async def join(person: Person, channel_id: int) -> Any:
    result = await person.call("channels.joinChannel", channel=as_channel(person, channel_id))
    return result.updates


async def given(world: World, channel_id: int, username: str) -> None:
    """What an administrator does."""
    async with world.node.database.transaction(write=True) as tx:
        found = await store.find_many(tx, [ChannelId(channel_id)])
        journal = Journal(tx, world.clock.now())
        await public.give_name(journal, found[ChannelId(channel_id)], username)
        await journal.flush()


async def history(person: Person, channel_id: int) -> list[str]:
    page = await person.call(
        "messages.getHistory",
        peer=as_peer(person, channel_id),
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=10,
        max_id=0,
        min_id=0,
        hash=0,
    )
    return [each.message for each in page.messages if each.NAME == "message"]


@pytest.mark.parametrize("broadcast", [True, False])
async def test_a_public_channel_is_found_looked_at_and_joined(
    world: World, broadcast: bool
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=broadcast)
    cyd = await world.person("Cyd")
    await cyd.call("updates.getState")
    await say(ada, channel_id, "hello world")
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await history(cyd, channel_id)
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await join(cyd, channel_id)
    assert await name(ada, channel_id, "a_fine_place")
    found = await cyd.call("contacts.resolveUsername", username="A_Fine_Place")
    assert found.peer.channel_id == channel_id
    (chat,) = found.chats
    assert (chat.NAME, chat.left, chat.username) == ("channel", True, "a_fine_place")
    searched = await cyd.call("contacts.search", q="a_fine", limit=10)
    assert [each.channel_id for each in searched.results] == [channel_id]
    assert await history(cyd, channel_id) == ["hello world"]
    full = await cyd.call("channels.getFullChannel", channel=as_channel(cyd, channel_id))
    assert full.full_chat.unread_count == 0
    got = await cyd.call(
        "channels.getMessages",
        channel=as_channel(cyd, channel_id),
        id=[cyd.make("inputMessageID", id=1)],
    )
    assert len(got.messages) == 1
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await say(cyd, channel_id, "hello")
    bob.updates.clear()
    updates = await join(cyd, channel_id)
    assert not updates.chats[0].left
    await world.settle()
    said = [each.message for each in bob.told if hasattr(each, "message")]
    actions = [each.action.NAME for each in said if each.NAME == "messageService"]
    assert actions == ([] if broadcast else ["messageActionChatAddUser"])
    again = await join(cyd, channel_id)
    assert again.chats[0].id == channel_id
    await say(ada, channel_id, "hello Cyd")
    await world.settle()
    assert any(
        each.NAME == "updateNewChannelMessage" and each.message.message == "hello Cyd"
        for each in cyd.told
        if hasattr(each, "message") and hasattr(each.message, "message")
    )


@pytest.mark.parametrize("broadcast", [True, False])
async def test_members_of_public_groups_are_seen_by_all_those_of_channels_by_none(
    world: World, broadcast: bool
) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob", broadcast=broadcast)
    cyd = await world.person("Cyd")
    await name(ada, channel_id, "a_fine_place")
    asked = {"filter": cyd.make("channelParticipantsRecent"), "offset": 0, "limit": 9}
    listing = cyd.call(
        "channels.getParticipants", channel=as_channel(cyd, channel_id), **asked, hash=0
    )
    if broadcast:
        with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
            await listing
    else:
        assert (await listing).count == 2


async def test_one_who_only_looks_asks_for_the_difference(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob", broadcast=True)
    cyd = await world.person("Cyd")
    await name(ada, channel_id, "a_fine_place")
    where = as_channel(cyd, channel_id)
    full = await cyd.call("channels.getFullChannel", channel=where)

    async def ask(pts: int) -> Any:
        return await cyd.call(
            "updates.getChannelDifference",
            channel=where,
            filter=cyd.make("channelMessagesFilterEmpty"),
            pts=pts,
            limit=10,
        )

    assert (await ask(full.full_chat.pts)).NAME == "updates.channelDifferenceEmpty"
    await say(ada, channel_id, "one")
    told = await ask(full.full_chat.pts)
    assert [each.message for each in told.new_messages] == ["one"]
    monkeypatch.setattr("chappe.features.channels.missed.TOO_LONG", 0)
    whole = await ask(1)
    assert whole.NAME == "updates.channelDifferenceTooLong"
    assert whole.dialog.unread_count == 0
    assert whole.messages[0].message == "one"
    await name(ada, channel_id, "")
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await ask(1)


async def test_whoever_only_looks_changes_nothing(world: World) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob", broadcast=True)
    cyd = await world.person("Cyd")
    message = await say(ada, channel_id, "hello world")
    await name(ada, channel_id, "a_fine_place")
    peer = as_peer(cyd, channel_id)
    line = cyd.make("inputDialogPeer", peer=peer)
    thumb = cyd.make("reactionEmoji", emoticon="👍")
    folder = cyd.make("inputFolderPeer", peer=peer, folder_id=1)
    deeds: list[tuple[str, dict[str, object]]] = [
        ("messages.saveDraft", {"peer": peer, "message": "x"}),
        ("messages.toggleDialogPin", {"peer": line, "pinned": True}),
        ("messages.markDialogUnread", {"peer": line, "unread": True}),
        ("messages.sendReaction", {"peer": peer, "msg_id": message.id, "reaction": [thumb]}),
        ("messages.readHistory", {"peer": peer, "max_id": 0}),
        ("messages.updatePinnedMessage", {"peer": peer, "id": message.id}),
        ("folders.editPeerFolders", {"folder_peers": [folder]}),
    ]
    for method, fields in deeds:
        with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
            await cyd.call(method, **fields)
    first = {"offset_date": 0, "offset_id": 0, "offset_peer": cyd.make("inputPeerEmpty")}
    assert (await cyd.call("messages.getDialogs", **first, limit=9, hash=0)).dialogs == []
    shown = await cyd.call("messages.getPeerDialogs", peers=[line])
    assert shown.dialogs[0].unread_count == 0
    await cyd.call(
        "messages.forwardMessages",
        from_peer=peer,
        id=[message.id],
        random_id=[7],
        to_peer=cyd.make("inputPeerSelf"),
    )


async def test_whoever_was_put_out_of_a_public_channel_neither_looks_nor_comes(
    world: World,
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await name(ada, channel_id, "a_fine_place")
    await ban(ada, channel_id, bob, view_messages=True)
    for deed in (history, join):
        with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
            await deed(bob, channel_id)
    found = await bob.call("contacts.resolveUsername", username="a_fine_place")
    assert found.chats[0].NAME == "channelForbidden"


async def test_whoever_left_a_private_channel_does_not_come_back_by_itself(
    world: World,
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await join(bob, channel_id)
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await history(bob, channel_id)
    await ada.call("channels.leaveChannel", channel=as_channel(ada, channel_id))
    await join(ada, channel_id)
    assert await history(ada, channel_id) == []


async def test_admins_let_people_into_a_public_group(world: World) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob")
    cyd = await world.person("Cyd")
    switch = {"channel": as_channel(ada, channel_id), "enabled": True}
    with pytest.raises(Refused, match="400 CHAT_PUBLIC_REQUIRED"):
        await ada.call("channels.toggleJoinRequest", **switch)
    await name(ada, channel_id, "a_fine_place")
    switched = await ada.call("channels.toggleJoinRequest", **switch, apply_to_invites=True)
    assert switched.chats[0].join_request
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await ada.call("channels.toggleJoinRequest", **switch, apply_to_invites=True)
    with pytest.raises(Refused, match="400 INVITE_REQUEST_SENT"):
        await join(cyd, channel_id)
    invite = await ada.call("messages.exportChatInvite", peer=as_peer(ada, channel_id))
    hash_ = invite.link.rpartition("+")[2]
    seen = await cyd.call("messages.checkChatInvite", hash=hash_)
    assert (seen.public, seen.request_needed) == (True, True)
    with pytest.raises(Refused, match="400 INVITE_REQUEST_SENT"):
        await cyd.call("messages.importChatInvite", hash=hash_)
    await ada.call(
        "messages.hideChatJoinRequest",
        peer=as_peer(ada, channel_id),
        user_id=ada.user(cyd),
        approved=True,
    )
    await say(cyd, channel_id, "thanks")
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        max_id=0,
        min_id=0,
        limit=1,
    )
    (event,) = log.events
    assert event.action.invite.NAME == "chatInvitePublicJoinRequests"
    await name(ada, channel_id, "")
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await ada.call(
            "channels.toggleJoinRequest", channel=as_channel(ada, channel_id), enabled=False
        )


async def test_a_channel_goes_by_several_names(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    where = as_channel(ada, channel_id)
    await name(ada, channel_id, "a_fine_place")
    await given(world, channel_id, "Golden")
    with pytest.raises(Refused, match="400 USERNAME_NOT_OCCUPIED"):
        await bob.call("contacts.resolveUsername", username="golden")
    switch = {"channel": where, "username": "golden"}
    await ada.call("channels.toggleUsername", **switch, active=True)
    with pytest.raises(Refused, match="400 USERNAME_NOT_MODIFIED"):
        await ada.call("channels.toggleUsername", **switch, active=True)
    with pytest.raises(Refused, match="400 USERNAME_INVALID"):
        await ada.call(
            "channels.toggleUsername", channel=where, username="a_fine_place", active=False
        )
    found = await bob.call("contacts.resolveUsername", username="golden")
    assert [each.username for each in found.chats[0].usernames] == ["a_fine_place", "Golden"]
    for order, error in (
        (["golden"], "400 ORDER_INVALID"),
        (["a_fine_place", "golden"], "400 CHAT_NOT_MODIFIED"),
    ):
        with pytest.raises(Refused, match=error):
            await ada.call("channels.reorderUsernames", channel=where, order=order)
    await ada.call("channels.reorderUsernames", channel=where, order=["golden", "a_fine_place"])
    found = await bob.call("contacts.resolveUsername", username="golden")
    assert [each.username for each in found.chats[0].usernames] == ["Golden", "a_fine_place"]
    await ada.call("channels.deactivateAllUsernames", channel=where)
    with pytest.raises(Refused, match="400 USERNAME_NOT_OCCUPIED"):
        await bob.call("contacts.resolveUsername", username="golden")
    with pytest.raises(Refused, match="400 CHAT_NOT_MODIFIED"):
        await ada.call("channels.deactivateAllUsernames", channel=where)


async def test_so_many_public_channels_and_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob", broadcast=True)
    limit(monkeypatch, channels_public_limit_default=1)
    await name(ada, channel_id, "a_fine_place")
    other = await ada.call("channels.createChannel", title="Another", about="", megagroup=True)
    for method, fields in (
        ("channels.updateUsername", {"channel": as_channel(ada, other.chats[0].id)}),
        ("channels.checkUsername", {"channel": ada.make("inputChannelEmpty")}),
    ):
        with pytest.raises(Refused, match="400 CHANNELS_ADMIN_PUBLIC_TOO_MUCH"):
            await ada.call(method, **fields, username="another_place")
    with pytest.raises(Refused, match="400 CHANNELS_ADMIN_PUBLIC_TOO_MUCH"):
        await ada.call("channels.getAdminedPublicChannels", check_limit=True)
    mine = await ada.call("channels.getAdminedPublicChannels")
    assert [each.id for each in mine.chats] == [channel_id]
    await name(ada, channel_id, "a_finer_place")
    await ada.call("channels.deleteChannel", channel=as_channel(ada, channel_id))
    assert (await ada.call("channels.getAdminedPublicChannels")).chats == []
    with pytest.raises(Refused, match="400 USERNAME_NOT_OCCUPIED"):
        await ada.call("contacts.resolveUsername", username="a_finer_place")


async def test_a_message_has_an_address(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    message = await say(ada, channel_id, "hello")
    asked = {"channel": as_channel(bob, channel_id), "id": message.id}
    exported = await bob.call("channels.exportMessageLink", **asked)
    assert exported.link == f"https://t.me/c/{channel_id}/{message.id}"
    await name(ada, channel_id, "a_fine_place")
    exported = await bob.call("channels.exportMessageLink", **asked)
    assert exported.link == f"https://t.me/a_fine_place/{message.id}"
    with pytest.raises(Refused, match="400 MESSAGE_ID_INVALID"):
        await bob.call("channels.exportMessageLink", **{**asked, "id": 999})


async def test_quiet_channels_are_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channel_id, (_, bob) = await gathered(world, "Ada", "Bob")
    assert (await bob.call("channels.getInactiveChannels")).chats == []
    monkeypatch.setattr("chappe.features.channels.rpc.public.QUIET_SECONDS", 30)
    world.advance(60)
    quiet = await bob.call("channels.getInactiveChannels")
    assert [each.id for each in quiet.chats] == [channel_id]
    assert quiet.dates[0] <= world.clock.now() - 60


Deed = Callable[[Person, Person, int], Awaitable[Any]]


def by(method: str, who: int = 0, **fields: object) -> Deed:
    async def deed(ada: Person, bob: Person, channel_id: int) -> Any:
        person = (ada, bob)[who]
        return await person.call(method, channel=as_channel(person, channel_id), **fields)

    return deed


CHECK, UPDATE = "channels.checkUsername", "channels.updateUsername"
REFUSED: list[tuple[str, Deed]] = [
    ("400 USERNAME_INVALID", by(CHECK, username="1st")),
    ("400 USERNAME_OCCUPIED", by(CHECK, username="taken_name")),
    ("400 CHAT_ADMIN_REQUIRED", by(CHECK, 1, username="another_place")),
    ("400 USERNAME_INVALID", by(UPDATE, username="a b")),
    ("400 USERNAME_OCCUPIED", by(UPDATE, username="taken_name")),
    ("400 USERNAME_NOT_MODIFIED", by(UPDATE, username="")),
    ("400 CHAT_ADMIN_REQUIRED", by(UPDATE, 1, username="another_place")),
    (
        "400 CHAT_ADMIN_REQUIRED",
        by("channels.toggleUsername", 1, username="another_place", active=True),
    ),
    ("400 CHAT_ADMIN_REQUIRED", by("channels.reorderUsernames", 1, order=[])),
    ("400 CHAT_ADMIN_REQUIRED", by("channels.deactivateAllUsernames", 1)),
    ("400 CHAT_ADMIN_REQUIRED", by("channels.toggleJoinRequest", 1, enabled=True)),
    ("400 CHAT_ADMIN_REQUIRED", by("channels.toggleJoinToSend", 1, enabled=True)),
    ("400 CHAT_NOT_MODIFIED", by("channels.toggleJoinToSend", enabled=False)),
    ("403 TAKEOUT_REQUIRED", lambda a, _, __: a.call("channels.getLeftChannels", offset=0)),
]


async def test_what_is_refused_of_public_names(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await promote(ada, channel_id, bob, change_info=True)
    await bob.call("account.updateUsername", username="taken_name")
    for error, deed in REFUSED:
        with pytest.raises(Refused, match=error):
            await deed(ada, bob, channel_id)
    assert await ada.call(CHECK, channel=as_channel(ada, channel_id), username="another_place")
    switched = await ada.call(
        "channels.toggleJoinToSend", channel=as_channel(ada, channel_id), enabled=True
    )
    assert switched.chats[0].join_to_send


async def test_a_broadcast_channel_has_no_switches_of_groups(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    for method in ("channels.toggleJoinRequest", "channels.toggleJoinToSend"):
        with pytest.raises(Refused, match="400 CHAT_ID_INVALID"):
            await by(method, enabled=True)(ada, bob, channel_id)
    bot = ada.user(bob)
    with pytest.raises(Refused, match="400 BOT_INVALID"):
        await by("channels.toggleJoinRequest", enabled=True, guard_bot=bot)(
            ada, bob, channel_id
        )


async def test_nobody_comes_into_too_many_public_channels(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob")
    cyd = await world.person("Cyd")
    await name(ada, channel_id, "a_fine_place")
    limit(monkeypatch, **NO_CHANNELS)
    with pytest.raises(Refused, match="400 CHANNELS_TOO_MUCH"):
        await join(cyd, channel_id)


@pytest.mark.parametrize("layer", [133, 147, 158, 198])
async def test_old_clients_see_public_channels_and_join_them(world: World, layer: int) -> None:
    channel_id, (ada, _) = await gathered(world, "Ada", "Bob")
    await name(ada, channel_id, "a_fine_place")
    old = await world.person("Old", layer=layer)
    found = await old.call("contacts.resolveUsername", username="a_fine_place")
    assert found.chats[0].username == "a_fine_place"
    updates = await old.call("channels.joinChannel", channel=as_channel(old, channel_id))
    assert updates.chats[0].id == channel_id


async def poll(person: Person, channel_id: int, pts: int) -> Any:
    return await person.call(
        "updates.getChannelDifference",
        channel=as_channel(person, channel_id),
        filter=person.make("channelMessagesFilterEmpty"),
        pts=pts,
        limit=100,
    )


def heard(person: Person) -> list[str]:
    return [
        each.message.message for each in person.told if each.NAME == "updateNewChannelMessage"
    ]


async def test_who_polls_a_public_channel_is_told_for_a_while(world: World) -> None:
    channel_id, (ada, _bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    cyd = await world.person("Cyd")
    await cyd.call("updates.getState")
    await name(ada, channel_id, "a_fine_place")
    await say(ada, channel_id, "not polled yet")
    await world.settle()
    assert heard(cyd) == []
    first = await poll(cyd, channel_id, 1)
    assert first.final
    await say(ada, channel_id, "one")
    await world.settle()
    assert heard(cyd) == ["one"]
    world.advance(40)
    assert (await poll(cyd, channel_id, first.pts)).new_messages[0].message == "one"
    world.advance(40)
    await say(ada, channel_id, "two")
    await world.settle()
    assert heard(cyd) == ["one", "two"]
    world.advance(61)
    await say(ada, channel_id, "three")
    await world.settle()
    assert heard(cyd) == ["one", "two"]


async def test_a_guest_who_may_not_look_any_more_is_told_no_more(world: World) -> None:
    channel_id, (ada, _bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    cyd, dan = await world.person("Cyd"), await world.person("Dan")
    await name(ada, channel_id, "a_fine_place")
    for guest in (cyd, dan):
        await guest.call("updates.getState")
        await poll(guest, channel_id, 1)
    await ban(ada, channel_id, cyd, view_messages=True)
    await say(ada, channel_id, "without Cyd")
    await world.settle()
    assert (heard(cyd), heard(dan)) == ([], ["without Cyd"])
    await name(ada, channel_id, "")
    await say(ada, channel_id, "among us")
    await world.settle()
    assert (heard(cyd), heard(dan)) == ([], ["without Cyd"])


async def test_a_guest_who_joins_is_told_once(world: World) -> None:
    channel_id, (ada, _bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    cyd = await world.person("Cyd")
    await name(ada, channel_id, "a_fine_place")
    await cyd.call("updates.getState")
    await poll(cyd, channel_id, 1)
    await join(cyd, channel_id)
    await say(ada, channel_id, "welcome")
    await world.settle()
    world.advance(61)
    await say(ada, channel_id, "still here")
    await world.settle()
    assert heard(cyd) == ["welcome", "still here"]


async def test_nobody_is_a_guest_in_more_than_ten_channels(world: World) -> None:
    ada, bob, cyd = [await world.person(each) for each in ("Ada", "Bob", "Cyd")]
    await cyd.call("updates.getState")
    owners = [ada] * 10 + [bob]  # nobody has more than ten public names
    places = []
    for number, owner in enumerate(owners):
        updates = await owner.call(
            "channels.createChannel", title="A place", about="", broadcast=True
        )
        places.append(updates.chats[0].id)
        await name(owner, places[-1], f"a_fine_place_{number}")
        await poll(cyd, places[-1], 1)
    for owner, channel_id in zip(owners, places, strict=True):
        await say(owner, channel_id, f"in {channel_id}")
    await world.settle()
    assert sorted(heard(cyd)) == sorted(f"in {channel_id}" for channel_id in places[:10])
