"""A channel's posts are discussed in its group: who links them, what is said there, who comments."""

import asyncio
from typing import Any

import pytest
from channel_walks import as_channel, as_peer, ban, gathered, promote, say
from test_message_media import photo
from thread_walks import answer, discussed, discussion_of, link, made, message_of, replies

from chappe.testing.client import Refused
from chappe.testing.person import Person
from chappe.testing.world import World


async def full(person: Person, channel_id: int) -> Any:
    found = await person.call("channels.getFullChannel", channel=as_channel(person, channel_id))
    return found.full_chat


async def newest(person: Person, channel_id: int, limit: int = 1) -> list[Any]:
    page = await person.call(
        "messages.getHistory",
        peer=as_peer(person, channel_id),
        offset_id=0,
        offset_date=0,
        add_offset=0,
        limit=limit,
        max_id=0,
        min_id=0,
        hash=0,
    )
    found: list[Any] = page.messages
    return found


@pytest.mark.parametrize("group_first", [True, False])
async def test_a_post_is_said_in_the_group_as_well_and_pinned_there(
    world: World, group_first: bool
) -> None:
    channel_id, group_id, (ada, bob) = await discussed(
        world, "Ada", "Bob", group_first=group_first
    )
    post = await say(ada, channel_id, "Read this")
    assert post.replies.comments
    assert (post.replies.replies, post.replies.channel_id) == (0, group_id)
    (copy,) = await newest(ada, group_id)
    assert (copy.message, copy.from_id.channel_id, copy.pinned) == (
        "Read this",
        channel_id,
        True,
    )
    assert not copy.out
    assert not copy.post
    assert copy.fwd_from.channel_post == copy.fwd_from.saved_from_msg_id == post.id
    assert copy.fwd_from.saved_from_peer.channel_id == channel_id
    thread = await discussion_of(bob, channel_id, post.id)
    assert [each.id for each in thread.messages] == [copy.id]


async def test_those_who_are_not_in_the_group_comment_and_are_counted(world: World) -> None:
    channel_id, group_id, (ada, bob, cyd) = await discussed(world, "Ada", "Bob", "Cyd")
    dee = await world.person("Dee")
    post = await say(ada, channel_id, "What do you say?")
    (head,) = (await discussion_of(bob, channel_id, post.id)).messages
    first = await answer(bob, group_id, "Nothing", head.id)
    second = await answer(cyd, group_id, "Much", first.id, top=head.id)
    assert second.reply_to.reply_to_top_id == head.id
    shown = (await message_of(bob, channel_id, post.id)).replies
    assert (shown.replies, shown.max_id) == (2, second.id)
    assert [each.user_id for each in shown.recent_repliers] == [cyd.user_id, bob.user_id]
    views = await bob.call(
        "messages.getMessagesViews",
        peer=as_peer(bob, channel_id),
        id=[post.id],
        increment=False,
    )
    assert views.views[0].replies == shown
    assert {each.id for each in views.users} == {bob.user_id, cyd.user_id}
    page = await replies(bob, channel_id, post.id)
    assert [each.message for each in page.messages] == ["Much", "Nothing"]
    assert {each.id for each in page.chats if each.NAME == "channel"} >= {group_id}
    peer = as_peer(bob, channel_id)
    read = {"peer": peer, "msg_id": post.id, "read_max_id": second.id}
    assert await bob.call("messages.readDiscussion", **read)
    assert (await discussion_of(bob, channel_id, post.id)).unread_count == 0
    for who in (dee,):
        with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
            await answer(who, group_id, "And I?", head.id)
        with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
            await replies(who, group_id, head.id)


async def test_a_guest_edits_and_deletes_what_it_said_and_nothing_else(world: World) -> None:
    channel_id, group_id, (ada, bob) = await discussed(world, "Ada", "Bob")
    await world.person("Dee")
    post = await say(ada, channel_id, "What do you say?")
    (head,) = (await discussion_of(bob, channel_id, post.id)).messages
    comment = await answer(bob, group_id, "Nothing", head.id)
    place = as_peer(bob, group_id)
    await bob.call("messages.editMessage", peer=place, id=comment.id, message="Much")
    with pytest.raises(Refused, match="CHAT_ADMIN_REQUIRED"):
        await bob.call("messages.updatePinnedMessage", peer=place, id=comment.id)
    group = as_channel(bob, group_id)
    with pytest.raises(Refused, match="403 MESSAGE_DELETE_FORBIDDEN"):
        await bob.call("channels.deleteMessages", channel=group, id=[head.id])
    await bob.call("channels.deleteMessages", channel=group, id=[comment.id])
    shown = (await message_of(bob, channel_id, post.id)).replies
    assert (shown.replies, shown.max_id, shown.recent_repliers) == (0, None, None)


async def test_only_members_write_where_one_has_to_join(world: World) -> None:
    channel_id, group_id, (ada, bob) = await discussed(world, "Ada", "Bob")
    await world.person("Dee")
    post = await say(ada, channel_id, "What do you say?")
    (head,) = (await discussion_of(bob, channel_id, post.id)).messages
    group = as_channel(ada, group_id)
    await ada.call("channels.toggleJoinToSend", channel=group, enabled=True)
    with pytest.raises(Refused, match="403 CHAT_GUEST_SEND_FORBIDDEN"):
        await answer(bob, group_id, "Nothing", head.id)
    await ada.call("channels.toggleJoinToSend", channel=group, enabled=False)
    await ban(ada, group_id, bob, view_messages=True)
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await answer(bob, group_id, "Nothing", head.id)
    with pytest.raises(Refused, match="406 CHANNEL_PRIVATE"):
        await replies(bob, channel_id, post.id)


@pytest.mark.parametrize("group_first", [True, False])
async def test_what_becomes_of_a_post_becomes_of_its_copy(
    world: World, group_first: bool
) -> None:
    channel_id, group_id, (ada, bob) = await discussed(
        world, "Ada", "Bob", group_first=group_first
    )
    post = await say(ada, channel_id, "Raed this")
    (copy,) = await newest(ada, group_id)
    place = as_peer(ada, channel_id)
    await ada.call("messages.editMessage", peer=place, id=post.id, message="Read this")
    edited = await message_of(ada, group_id, copy.id)
    assert edited.message == "Read this"
    assert edited.edit_date
    assert edited.fwd_from.saved_from_msg_id == post.id
    channel = as_channel(ada, channel_id)
    await ada.call("channels.deleteMessages", channel=channel, id=[post.id])
    assert (await message_of(ada, group_id, copy.id)).NAME == "messageEmpty"
    (line,) = (
        await ada.call(
            "messages.getPeerDialogs",
            peers=[ada.make("inputDialogPeer", peer=as_peer(ada, group_id))],
        )
    ).dialogs
    assert line.top_message == (await newest(ada, group_id))[0].id
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await discussion_of(bob, channel_id, post.id)


async def test_without_its_copy_a_post_is_not_commented_on(world: World) -> None:
    channel_id, group_id, (ada, bob) = await discussed(world, "Ada", "Bob")
    await world.person("Dee")
    post = await say(ada, channel_id, "No comments, please")
    (copy,) = await newest(ada, group_id)
    group = as_channel(ada, group_id)
    await ada.call("channels.deleteMessages", channel=group, id=[copy.id])
    assert (await message_of(bob, channel_id, post.id)).replies is None
    with pytest.raises(Refused, match="400 MSG_ID_INVALID"):
        await replies(bob, channel_id, post.id)


async def test_a_link_is_made_changed_and_taken_back(world: World) -> None:
    channel_id, group_id, (ada, bob) = await discussed(world, "Ada", "Bob")
    dee = await world.person("Dee")
    assert (await full(ada, channel_id)).linked_chat_id == group_id
    assert (await full(ada, group_id)).linked_chat_id == channel_id
    with pytest.raises(Refused, match="400 LINK_NOT_MODIFIED"):
        await link(ada, channel_id, group_id)
    second = await made(ada)
    offered = await ada.call("channels.getGroupsForDiscussion")
    assert [each.id for each in offered.chats] == [second]
    assert (await bob.call("channels.getGroupsForDiscussion")).chats == []
    assert await link(ada, channel_id, second)
    assert (await full(ada, group_id)).linked_chat_id is None
    assert (await full(ada, channel_id)).linked_chat_id == second
    log = await ada.call(
        "channels.getAdminLog",
        channel=as_channel(ada, channel_id),
        q="",
        max_id=0,
        min_id=0,
        limit=2,
    )
    done = [(e.action.prev_value, e.action.new_value) for e in log.events]
    assert done == [(group_id, second), (0, group_id)]
    assert await link(ada, None, second)
    assert (await full(ada, channel_id)).linked_chat_id is None
    with pytest.raises(Refused, match="400 LINK_NOT_MODIFIED"):
        await link(ada, channel_id, None)
    with pytest.raises(Refused, match="400 BROADCAST_ID_INVALID"):
        await link(ada, None, None)
    with pytest.raises(Refused, match="400 BROADCAST_ID_INVALID"):
        await link(ada, group_id, second)
    with pytest.raises(Refused, match="400 MEGAGROUP_ID_INVALID"):
        await link(ada, channel_id, await made(ada, broadcast=True))
    with pytest.raises(Refused):
        await link(dee, channel_id, None)


async def test_only_an_admin_of_both_links_them_and_the_past_has_to_be_seen(
    world: World,
) -> None:
    channel_id, (ada, bob) = await gathered(world, "Ada", "Bob", broadcast=True)
    await world.person("Dee")
    group_id = await made(bob)
    with pytest.raises(Refused, match="400 CHAT_ADMIN_REQUIRED"):
        await link(bob, channel_id, group_id)
    await promote(ada, channel_id, bob, change_info=True)
    group = as_channel(bob, group_id)
    await bob.call("channels.togglePreHistoryHidden", channel=group, enabled=True)
    with pytest.raises(Refused, match="400 MEGAGROUP_PREHISTORY_HIDDEN"):
        await link(bob, channel_id, group_id)
    await bob.call("channels.togglePreHistoryHidden", channel=group, enabled=False)
    assert await link(bob, channel_id, group_id)


async def test_what_is_sent_to_the_channel_by_and_by_comes_to_the_group_too(
    world: World,
) -> None:
    channel_id, group_id, (ada, bob) = await discussed(world, "Ada", "Bob", group_first=False)
    await world.person("Dee")
    note = await ada.send(bob, "a note")
    assert note.NAME
    first, second = [await say(ada, channel_id, text) for text in ("one", "two")]
    await ada.call(
        "messages.sendMessage",
        peer=as_peer(ada, channel_id),
        message="later",
        random_id=77,
        schedule_date=int(world.clock.now()) + 60,
    )
    world.advance(61)
    await world.settle()
    found = await newest(ada, group_id, 3)
    assert [each.message for each in found] == ["later", "two", "one"]
    for each, post in zip(found[1:], (second, first), strict=True):
        thread = await discussion_of(bob, channel_id, post.id)
        assert thread.messages[0].id == each.id


async def test_a_channel_that_ends_leaves_its_group_alone(world: World) -> None:
    channel_id, group_id, (ada, _bob) = await discussed(world, "Ada", "Bob")
    await world.person("Dee")
    await ada.call("channels.deleteChannel", channel=as_channel(ada, channel_id))
    assert (await full(ada, group_id)).linked_chat_id is None


async def test_an_album_is_discussed_as_one(world: World) -> None:
    channel_id, group_id, (ada, bob) = await discussed(world, "Ada", "Bob")
    await world.person("Dee")
    items = [
        ada.make(
            "inputSingleMedia", media=await photo(ada, color), random_id=color + 1, message=""
        )
        for color in range(3)
    ]
    sent = await ada.call(
        "messages.sendMultiMedia", peer=as_peer(ada, channel_id), multi_media=items
    )
    posts = [u.message for u in sent.updates if u.NAME == "updateNewChannelMessage"]
    assert [each.replies is not None for each in posts] == [True, False, False]
    for post in posts:
        thread = await discussion_of(bob, channel_id, post.id)
        assert [each.fwd_from.saved_from_msg_id for each in thread.messages] == [
            each.id for each in reversed(posts)
        ]
        assert len({each.grouped_id for each in thread.messages} - {None}) == 1
    head = thread.messages[-1]
    comment = await answer(bob, group_id, "The first is the best", head.id)
    page = await replies(bob, channel_id, posts[2].id)
    assert [each.id for each in page.messages] == [comment.id]
    new = await photo(ada, 9)
    place = as_peer(ada, channel_id)
    await ada.call("messages.editMessage", peer=place, id=posts[0].id, media=new)
    edited = await message_of(ada, group_id, head.id)
    assert (
        edited.media.photo.id == (await message_of(ada, channel_id, posts[0].id)).media.photo.id
    )
    assert edited.media.photo.id != head.media.photo.id


async def test_guests_send_photos_and_react_and_hear_while_they_look(world: World) -> None:
    channel_id, group_id, (ada, bob) = await discussed(world, "Ada", "Bob")
    await world.person("Dee")
    post = await say(ada, channel_id, "What do you say?")
    (head,) = (await discussion_of(bob, channel_id, post.id)).messages
    sent = await bob.call(
        "messages.sendMedia",
        peer=as_peer(bob, group_id),
        media=await photo(bob, 5),
        message="",
        random_id=9,
        reply_to=bob.make("inputReplyToMessage", reply_to_msg_id=head.id),
    )
    comment = next(u for u in sent.updates if u.NAME == "updateNewChannelMessage")
    await bob.call(
        "messages.sendReaction",
        peer=as_peer(bob, group_id),
        msg_id=head.id,
        reaction=[bob.make("reactionEmoji", emoticon="👍")],
    )
    missed = await bob.call(
        "updates.getChannelDifference",
        channel=as_channel(bob, group_id),
        filter=bob.make("channelMessagesFilterEmpty"),
        pts=comment.pts - 1,
        limit=10,
    )
    assert [each.id for each in missed.new_messages] == [comment.message.id]
    await world.settle()
    bob.updates.clear()
    said = await answer(ada, group_id, "Nice", comment.message.id, top=head.id)
    await world.settle()
    told = [each.message.id for each in bob.told if each.NAME == "updateNewChannelMessage"]
    assert told == [said.id]


async def test_the_channel_comments_itself(world: World) -> None:
    channel_id, group_id, (ada, bob) = await discussed(world, "Ada", "Bob")
    await world.person("Dee")
    post = await say(ada, channel_id, "What do you say?")
    (head,) = (await discussion_of(ada, channel_id, post.id)).messages
    updates = await ada.call(
        "messages.sendMessage",
        peer=as_peer(ada, group_id),
        message="We say nothing",
        random_id=5,
        send_as=as_peer(ada, channel_id),
        reply_to=ada.make("inputReplyToMessage", reply_to_msg_id=head.id),
    )
    comment = next(u.message for u in updates.updates if u.NAME == "updateNewChannelMessage")
    assert comment.from_id.channel_id == channel_id
    shown = (await message_of(bob, channel_id, post.id)).replies
    assert [each.channel_id for each in shown.recent_repliers] == [channel_id]


async def test_a_forum_discusses_no_channel(world: World) -> None:
    channel_id, group_id, (ada, _bob) = await discussed(world, "Ada", "Bob")
    await world.person("Dee")
    group = as_channel(ada, group_id)
    with pytest.raises(Refused, match="400 CHAT_DISCUSSION_UNALLOWED"):
        await ada.call("channels.toggleForum", channel=group, enabled=True, tabs=False)
    with pytest.raises(Refused, match="400 CHAT_LINK_EXISTS"):
        await ada.call("channels.togglePreHistoryHidden", channel=group, enabled=True)
    other = await made(ada)
    await ada.call(
        "channels.toggleForum", channel=as_channel(ada, other), enabled=True, tabs=False
    )
    assert (await ada.call("channels.getGroupsForDiscussion")).chats == []
    with pytest.raises(Refused, match="400 MEGAGROUP_ID_INVALID"):
        await link(ada, channel_id, other)


@pytest.mark.parametrize("layer", [133, 150, 160, 200])
async def test_old_clients_comment_too(world: World, layer: int) -> None:
    channel_id, group_id, (ada,) = await discussed(world, "Ada")
    old = await world.person("Old", layer=layer)
    await old.call("updates.getState")
    await ada.call(
        "channels.inviteToChannel", channel=as_channel(ada, channel_id), users=[ada.user(old)]
    )
    post = await say(ada, channel_id, "What do you say?")
    (head,) = (await discussion_of(old, channel_id, post.id)).messages
    fields: dict[str, Any] = {"reply_to_msg_id": head.id}
    if layer >= 158:
        fields = {"reply_to": old.make("inputReplyToMessage", reply_to_msg_id=head.id)}
    await old.call(
        "messages.sendMessage",
        peer=as_peer(old, group_id),
        message="Nothing",
        random_id=3,
        **fields,
    )
    shown = (await message_of(old, channel_id, post.id)).replies
    assert (shown.comments, shown.replies, shown.channel_id) == (True, 1, group_id)
    page = await replies(old, channel_id, post.id)
    assert page.messages[0].reply_to.reply_to_msg_id == head.id


async def test_a_poll_is_one_in_both_places(world: World) -> None:
    channel_id, group_id, (ada, bob, cyd) = await discussed(world, "Ada", "Bob", "Cyd")
    await world.person("Dee")
    poll = ada.make(
        "poll",
        id=0,
        question=ada.make("textWithEntities", text="Tea?", entities=[]),
        answers=[
            ada.make(
                "inputPollAnswer", text=ada.make("textWithEntities", text=text, entities=[])
            )
            for text in ("Yes", "No")
        ],
        hash=0,
    )
    sent = await ada.call(
        "messages.sendMedia",
        peer=as_peer(ada, channel_id),
        media=ada.make("inputMediaPoll", poll=poll),
        message="",
        random_id=4,
    )
    post = next(u.message for u in sent.updates if u.NAME == "updateNewChannelMessage")
    (copy,) = await newest(ada, group_id)
    assert copy.media.poll.id == post.media.poll.id
    option = copy.media.poll.answers[0].option
    await bob.call(
        "messages.sendVote", peer=as_peer(bob, group_id), msg_id=copy.id, options=[option]
    )
    assert (await message_of(bob, channel_id, post.id)).media.results.results[0].chosen
    place = as_peer(cyd, channel_id)
    await cyd.call("messages.sendVote", peer=place, msg_id=post.id, options=[option])
    assert (await message_of(ada, channel_id, post.id)).media.results.total_voters == 2
    await world.settle()
    told = [each for each in bob.told if each.NAME == "updateMessagePoll"]
    assert told[-1].results.min
    assert (told[-1].results.total_voters, told[-1].results.results) == (2, None)


async def test_posts_edits_and_comments_at_once_wait_for_one_another(world: World) -> None:
    channel_id, group_id, (ada, bob, cyd) = await discussed(world, "Ada", "Bob", "Cyd")
    await world.person("Dee")
    await promote(ada, channel_id, cyd, post_messages=True, delete_messages=True)
    post = await say(ada, channel_id, "What do you say?")
    (head,) = (await discussion_of(bob, channel_id, post.id)).messages
    old = [await say(cyd, channel_id, f"{number}") for number in range(5)]
    place, channel = as_peer(ada, channel_id), as_channel(cyd, channel_id)
    await asyncio.gather(
        *(say(ada, channel_id, f"post {number}") for number in range(5)),
        *(answer(bob, group_id, f"comment {number}", head.id) for number in range(10)),
        *(
            ada.call("messages.editMessage", peer=place, id=post.id, message=f"edit {number}")
            for number in range(3)
        ),
        cyd.call("channels.deleteMessages", channel=channel, id=[each.id for each in old]),
    )
    shown = (await message_of(bob, channel_id, post.id)).replies
    assert shown.replies == 10
    assert len((await replies(bob, channel_id, post.id)).messages) == 10
    left = await newest(ada, group_id, 40)
    assert sum(each.message.startswith("post ") for each in left if each.NAME == "message") == 5
    assert not any(each.message.isdigit() for each in left if each.NAME == "message")
    assert (await message_of(ada, group_id, head.id)).message.startswith("edit ")
