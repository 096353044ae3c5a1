"""Who may do what in channels: each right of an admin, each ban, and what the others hear."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, promote, say

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World

Deed = Callable[[Person, int, Person], Awaitable[Any]]


async def retitle(who: Person, channel_id: int, _other: Person) -> Any:
    return await who.call(
        "channels.editTitle", channel=as_channel(who, channel_id), title="Another"
    )


async def put_out(who: Person, channel_id: int, other: Person) -> Any:
    return await ban(who, channel_id, other, view_messages=True)


async def bring_in(who: Person, channel_id: int, _other: Person) -> Any:
    return await who.call(
        "channels.inviteToChannel",
        channel=as_channel(who, channel_id),
        users=[who.user(_other)],
    )


async def name_admin(who: Person, channel_id: int, other: Person) -> Any:
    return await promote(who, channel_id, other, change_info=True)


async def remove(who: Person, channel_id: int, other: Person) -> Any:
    message = await say(other, channel_id, "to be deleted")
    return await who.call(
        "channels.deleteMessages", channel=as_channel(who, channel_id), id=[message.id]
    )


async def slow(who: Person, channel_id: int, _other: Person) -> Any:
    return await who.call(
        "channels.toggleSlowMode", channel=as_channel(who, channel_id), seconds=30
    )


async def pin(who: Person, channel_id: int, other: Person) -> Any:
    message = await say(other, channel_id, "to be pinned")
    return await who.call(
        "messages.updatePinnedMessage", peer=as_peer(who, channel_id), id=message.id
    )


NEEDS: list[tuple[str, Deed, str]] = [
    ("ban_users", put_out, "400 CHAT_ADMIN_REQUIRED"),
    ("add_admins", name_admin, "400 CHAT_ADMIN_REQUIRED"),
    ("delete_messages", remove, "403 MESSAGE_DELETE_FORBIDDEN"),
    ("ban_users", slow, "400 CHAT_ADMIN_REQUIRED"),
]


@pytest.mark.parametrize(("right", "deed", "error"), NEEDS)
async def test_a_right_is_what_an_admin_needs_and_no_other_helps(
    world: World, right: str, deed: Deed, error: str
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    with pytest.raises(Refused, match=error):
        await deed(bob, channel_id, cyd)
    other = "manage_call" if right != "manage_call" else "other"
    await promote(ada, channel_id, bob, **{other: True})
    with pytest.raises(Refused, match=error):
        await deed(bob, channel_id, cyd)
    await promote(ada, channel_id, bob, **{right: True, "change_info": True})
    await deed(bob, channel_id, cyd)


MEMBERS_MAY: list[tuple[str, Deed]] = [("change_info", retitle), ("invite_users", bring_in)]


@pytest.mark.parametrize(("ban_", "deed"), MEMBERS_MAY)
async def test_members_may_what_they_are_not_banned_from(
    world: World, ban_: str, deed: Deed
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    cyd = await world.person("Cyd")
    await ban(ada, channel_id, bob, **{ban_: True})
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await deed(bob, channel_id, cyd)
    await ban(ada, channel_id, bob)
    await deed(bob, channel_id, cyd)


SPEAKING = [
    ("send_messages", "403 CHAT_WRITE_FORBIDDEN"),
    ("send_plain", "403 CHAT_SEND_PLAIN_FORBIDDEN"),
]


@pytest.mark.parametrize(("flag", "error"), SPEAKING)
async def test_a_ban_ends_with_its_date(world: World, flag: str, error: str) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    until = int(world.clock.now()) + 600
    await ban(ada, channel_id, bob, until, **{flag: True})
    with pytest.raises(Refused, match=error):
        await say(bob, channel_id, "hello")
    world.advance(601)
    assert (await say(bob, channel_id, "hello again")).message == "hello again"


async def test_one_who_was_put_out_hears_no_more_and_comes_in_only_with_an_admin(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await ban(ada, channel_id, bob, view_messages=True)
    await world.settle()
    bob.updates.clear()
    await say(cyd, channel_id, "without Bob")
    await world.settle()
    assert bob.updates == []
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await say(bob, channel_id, "hello")
    with pytest.raises(Refused, match="400 USER_KICKED"):
        await bring_in(cyd, channel_id, bob)
    await bring_in(ada, channel_id, bob)
    seen = await bob.call("channels.getChannels", id=[as_channel(bob, channel_id)])
    assert seen.chats[0].banned_rights is None
    assert (await say(bob, channel_id, "back")).message == "back"


REFUSED: list[tuple[dict[str, bool], str]] = [
    ({"ban_users": True}, "403 RIGHT_FORBIDDEN"),
]


async def test_an_admin_gives_only_what_it_has_and_rules_only_over_its_own(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd, dan) = await gathered(world, "Ada", "Bob", "Cyd", "Dan")
    await promote(ada, channel_id, bob, add_admins=True, change_info=True)
    await promote(ada, channel_id, dan, change_info=True)
    with pytest.raises(Refused, match="403 RIGHT_FORBIDDEN"):
        await promote(bob, channel_id, cyd, ban_users=True)
    await promote(bob, channel_id, cyd, change_info=True)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await promote(bob, channel_id, dan)
    with pytest.raises(Refused, match="400 USER_CREATOR"):
        await promote(bob, channel_id, ada)
    await promote(ada, channel_id, dan, ban_users=True)
    with pytest.raises(Refused, match="400 USER_ADMIN_INVALID"):
        await ban(dan, channel_id, cyd, send_messages=True)
    with pytest.raises(Refused, match="400 USER_ADMIN_INVALID"):
        await ban(dan, channel_id, ada, view_messages=True)


async def test_in_slow_mode_members_wait_and_admins_do_not(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    await slow(ada, channel_id, bob)
    await say(bob, channel_id, "one")
    world.advance(10)
    with pytest.raises(Refused, match="420 SLOWMODE_WAIT_20"):
        await say(bob, channel_id, "two")
    await say(ada, channel_id, "mine")
    await say(ada, channel_id, "and again")
    world.advance(21)
    await say(bob, channel_id, "two")
    with pytest.raises(Refused, match="400 SECONDS_INVALID"):
        await ada.call(
            "channels.toggleSlowMode", channel=as_channel(ada, channel_id), seconds=7
        )


async def test_admins_read_what_was_done(world: World) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd")
    await promote(ada, channel_id, bob, delete_messages=True)
    await remove(bob, channel_id, cyd)
    await ban(ada, channel_id, cyd, send_messages=True)
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        max_id=0,
        min_id=0,
        limit=3,
    )
    assert [
        event.action.NAME.removeprefix("channelAdminLogEventAction") for event in log.events
    ] == [
        "ParticipantToggleBan",
        "DeleteMessage",
        "ParticipantToggleAdmin",
    ]
    found = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="DELETED",
        events_filter=ada.make("channelAdminLogEventsFilter", delete=True),
        max_id=0,
        min_id=0,
        limit=10,
    )
    assert [event.action.message.message for event in found.events] == ["to be deleted"]
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await cyd.call(
            "channels.getAdminLog",
            channel=as_channel(cyd, channel_id),
            q="",
            max_id=0,
            min_id=0,
            limit=10,
        )


async def test_admins_read_who_came_who_left_and_how_it_is_called(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    where = as_channel(ada, channel_id)
    await retitle(ada, channel_id, bob)
    await ada.call("messages.editChatAbout", peer=as_peer(ada, channel_id), about="quiet")
    await bob.call("channels.leaveChannel", channel=as_channel(bob, channel_id))
    log = await ada.call(
        "channels.getAdminLog", channel=where, q="", max_id=0, min_id=0, limit=9
    )
    assert [
        event.action.NAME.removeprefix("channelAdminLogEventAction") for event in log.events
    ] == ["ParticipantLeave", "ChangeAbout", "ChangeTitle", "ParticipantInvite"]
    assert log.events[-1].action.participant.user_id == bob.user_id


async def test_admins_read_what_was_edited_and_pinned(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    where = as_peer(ada, channel_id)
    said = await say(bob, channel_id, "first words")
    await bob.call(
        "messages.editMessage", peer=as_peer(bob, channel_id), id=said.id, message="better ones"
    )
    for unpin in (False, True):
        await ada.call("messages.updatePinnedMessage", peer=where, id=said.id, unpin=unpin)
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        events_filter=ada.make("channelAdminLogEventsFilter", edit=True, pinned=True),
        max_id=0,
        min_id=0,
        limit=9,
    )
    unpinned, pinned, edited = [event.action for event in log.events]
    assert [event.user_id for event in log.events] == [ada.user_id, ada.user_id, bob.user_id]
    assert (unpinned.message.pinned, pinned.message.pinned) == (False, True)
    assert edited.prev_message.message == "first words"
    assert edited.new_message.message == "better ones"
    full = await bob.call("channels.getFullChannel", channel=as_channel(bob, channel_id))
    assert full.full_chat.pinned_msg_id is None


async def test_posts_are_edited_by_whoever_may_edit_them_however_old_they_are(
    world: World,
) -> None:
    channel_id, (ada, bob, cyd) = await gathered(world, "Ada", "Bob", "Cyd", broadcast=True)
    await promote(ada, channel_id, bob, post_messages=True)
    await promote(ada, channel_id, cyd, edit_messages=True)
    post = await say(bob, channel_id, "news")
    world.advance(3 * 86400)
    ada, bob, cyd = [await world.another(each) for each in (ada, bob, cyd)]

    async def edit(who: Person, text: str) -> None:
        await who.call(
            "messages.editMessage", peer=as_peer(who, channel_id), id=post.id, message=text
        )

    with pytest.raises(Refused, match="400 MESSAGE_EDIT_TIME_EXPIRED"):
        await edit(bob, "newer")
    await edit(cyd, "newest")
    await edit(ada, "news again")
    await promote(ada, channel_id, cyd, post_messages=True)
    with pytest.raises(Refused, match="403 MESSAGE_AUTHOR_REQUIRED"):
        await edit(cyd, "mine")


async def test_in_a_supergroup_nobody_edits_what_others_have_said(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    said = await say(bob, channel_id, "mine")
    with pytest.raises(Refused, match="403 MESSAGE_AUTHOR_REQUIRED"):
        await ada.call(
            "messages.editMessage", peer=as_peer(ada, channel_id), id=said.id, message="no"
        )


async def test_a_channel_ends_for_everybody(world: World) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob")
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await bob.call("channels.deleteChannel", channel=as_channel(bob, channel_id))
    await ada.call("channels.deleteChannel", channel=as_channel(ada, channel_id))
    await world.settle()
    assert "updateChannel" in [
        update.NAME for pushed in bob.updates for update in getattr(pushed, "updates", [])
    ]
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await say(bob, channel_id, "anyone?")
